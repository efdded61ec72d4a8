#!/usr/bin/env python3
"""Who may what at the command line, and who did what.

	access.py --build build

The operating system has two users here: root and nobody. To whom a folder
belongs is local:owner; the other is only what role groups make of them. Not
run as root, the second user's part is left out, saying so.
"""
import argparse
import contextlib
import json
import os
import pathlib
import pwd
import re
import shutil
import sqlite3
import subprocess
import tempfile

from tenant import Results, say

OTHER = "nobody"
LOCAL = "Local Operators"


class Line:
    """The command line of one user of the operating system."""

    told = {}  # verb: members of its JSON, of all calls

    def __init__(self, results, program, home, user=None):
        self.results, self.program, self.home = results, program, home
        self.user = user

    def run(self, *words, as_json=True):
        how = {} if self.user is None else {
            "user": self.user, "group": pwd.getpwnam(self.user).pw_gid,
            "extra_groups": []}
        return subprocess.run(
            [self.program, "--home", self.home, *(["--json"] if as_json
                                                  else []), *words],
            capture_output=True, text=True, stdin=subprocess.DEVNULL,
            cwd="/", **how)

    def good(self, *words, code=0):
        """Done: what it said."""
        ran = self.run(*words)
        self.results.same(f"{self.name()}: {' '.join(words)}",
                          (ran.returncode, ran.stderr), (code, ran.stderr))
        said = json.loads(ran.stdout) if ran.stdout else {}
        Line.told.setdefault(" ".join(words[:2]), set()).update(
            members(said))
        return said

    def text(self, *words):
        ran = self.run(*words, as_json=False)
        self.results.same(f"{self.name()}: {' '.join(words)}, text",
                          ran.returncode, 0)
        return ran.stdout

    def bad(self, kind, *words, says=""):
        """Not done: an error of this kind, nothing on the output."""
        ran = self.run(*words)
        try:
            error = json.loads(ran.stderr.splitlines()[-1])["error"]
        except (IndexError, KeyError, ValueError):
            error = {"kind": "none", "message": ran.stderr}
        label = f"{self.name()}: {' '.join(words)} is refused"
        self.results.same(label, (ran.returncode, error["kind"], ran.stdout),
                          (2, kind, ""))
        self.results.ok(f"{label}, and says why",
                        says in error["message"], error["message"])

    def name(self):
        return self.user or pwd.getpwuid(os.getuid()).pw_name


def members(said):
    if isinstance(said, dict):
        for name, value in said.items():
            yield name
            yield from members(value)
    elif isinstance(said, list):
        for value in said:
            yield from members(value)


def acts(home):
    """(who, what, from where, how it ended, of what)"""
    with contextlib.closing(sqlite3.connect(
            f"file:{home}/control.db?mode=ro", uri=True)) as db:
        rows = db.execute("SELECT actor, verb, origin, outcome, detail"
                          " FROM act ORDER BY id").fetchall()
    return [(*row[:4], json.loads(row[4])) for row in rows]


def names(said, what):
    return [row["name"] for row in said[what]]


def accounts(me, results):
    """Accounts and groups are made, shown, changed."""
    added = me.good("user", "add", "anna@example.com", "--title", "Anna Berg",
                    "--group", "eDiscovery Manager")
    results.ok("a one-time password is given",
               re.fullmatch(r"[a-z2-7]{5}(-[a-z2-7]{5}){3}",
                            added["password"]))
    me.bad("usage", "user", "add", "ANNA@example.com", says="already")
    me.bad("usage", "user", "add", "a b", says="no spaces")
    me.bad("usage", "user", "add", "bo", "--group", "Nobody",
           says="role-group list")
    me.bad("usage", "user", "show", "bo", says="user list")
    shown = me.good("user", "show", "anna@example.com")
    results.same("her roles", shown["roles"],
                 ["Mailbox Search", "Preview", "Export"])
    results.same("her groups", shown["groups"], ["eDiscovery Manager"])
    results.ok("she must choose a password", shown["must_change"])
    results.same("accounts", names(me.good("user", "list"), "users"),
                 ["anna@example.com", "local:owner"])
    me.good("user", "set", "anna@example.com", "--language", "de")
    me.bad("usage", "user", "set", "anna@example.com", says="--title")
    me.bad("usage", "user", "set", "anna@example.com", "--language", "d e",
           says="by its tag")
    again = me.good("user", "reset-password", "anna@example.com",
                    "--code-off")
    results.ok("another one-time password",
               again["password"] != added["password"])
    me.good("user", "unlock", "anna@example.com")
    results.same("nobody was signed in",
                 me.good("user", "sign-out", "anna@example.com")["ended"], 0)
    me.good("user", "disable", "anna@example.com")
    results.same("she is disabled", me.good(
        "user", "show", "anna@example.com")["state"], "disabled")
    me.good("user", "enable", "anna@example.com")
    me.bad("usage", "user", "remove", "local:owner", says="stays")
    everything = json.dumps(acts(me.home))
    for password in added["password"], again["password"]:
        results.ok("no password in an act", password not in everything)


def groups(me, results):
    roles = names(me.good("role", "list"), "roles")
    results.same("nine roles", len(roles), 9)
    results.same("built-in groups, and that of the command line", sorted(
        names(me.good("role-group", "list"), "role_groups")),
        ["Compliance Administrator", "Global Reader", LOCAL,
         "Organization Management", "eDiscovery Manager"])
    me.bad("usage", "role-group", "set", "Global Reader", "--add", "Export",
           says="role-group copy")
    me.bad("usage", "role-group", "remove", "Global Reader", says="built in")
    me.good("role-group", "copy", "Global Reader", "Auditors")
    me.good("role-group", "set", "Auditors", "--add", "Preview",
            "--take", "View-Only Configuration", "--description", "look")
    results.same("a copy can be changed", me.good(
        "role-group", "show", "Auditors")["roles"], ["Audit Logs", "Preview"])
    me.bad("usage", "role-group", "set", "Auditors", "--add", "Everything",
           says="there are")
    me.good("role-group", "add", "Importers", "--roles",
            "Mailbox Import Export, Data Connector Admin")
    results.ok("put in", me.good("role-group", "add-member", "Importers",
                                 "anna@example.com")["changed"])
    results.ok("put in again: as it was", not me.good(
        "role-group", "add-member", "importers",
        "Anna@Example.com")["changed"])
    results.same("members", names(me.good("role-group", "show", "Importers"),
                                  "members"), ["anna@example.com"])
    me.good("role-group", "remove-member", "Importers", "anna@example.com")
    for name in "Importers", "Auditors":
        me.good("role-group", "remove", name)


def tokens(me, results):
    made = me.good("token", "add", "monitoring", "--roles",
                   "View-Only Configuration", "--days", "7")
    results.ok("a token", re.fullmatch(r"est_[\w-]{43}", made["token"]))
    me.bad("usage", "token", "add", "x", "--roles", "Preview", "--days",
           "1000", says="366")
    me.bad("right", "token", "add", "x", "--roles", "Audit Logs", "--user",
           "anna@example.com", says="Audit Logs")
    me.good("token", "add", "reader", "--roles", "Preview", "--user",
            "anna@example.com")
    results.same("one's own", names(me.good("token", "list"), "tokens"),
                 ["monitoring"])
    results.same("all", names(me.good("token", "list", "--all"), "tokens"),
                 ["reader", "monitoring"])
    database = pathlib.Path(me.home, "control.db").read_bytes()
    wal = pathlib.Path(me.home, "control.db-wal")
    database += wal.read_bytes() if wal.exists() else b""
    results.ok("the token itself is kept nowhere",
               made["token"].encode() not in database)
    me.good("token", "remove", "monitoring")
    me.bad("usage", "token", "remove", "monitoring", says="token list")


def sign_in(me, results, folder):
    secret = folder / "client.secret"
    secret.write_text("a-secret-of-the-client\n")
    secret.chmod(0o600)
    entra = ["identity-provider", "set", "entra"]
    me.bad("usage", *entra, "--set", "issuer=http://192.0.2.1/", says="issuer")
    me.bad("usage", *entra, "--set", "issuer=https://127.0.0.1:1/", says="needs")
    whole = [*entra, "--set", "issuer=https://127.0.0.1:1/", "--set",
             "client-id=me", "--secret", f"client-secret={secret}"]
    me.bad("usage", *whole, "--set", "group.A B=Nobody", says="group.A B")
    results.ok("made", me.good(*whole, "--set", "group.A B=Global Reader")[
        "made"])
    results.ok("changed", not me.good(*entra, "--set", "create=yes")["made"])
    shown = json.dumps(me.good("identity-provider", "show", "entra"))
    results.ok("the mapping is shown", "group.A B" in shown)
    results.ok("the secret is not", "a-secret-of" not in shown)
    results.same("listed", names(me.good("identity-provider", "list"),
                                 "providers"), ["entra"])
    checked = me.good("identity-provider", "check", "entra", code=1)
    results.same("out of reach", checked["failed"], 1)
    me.good("user", "add", "bo@example.com", "--provider", "entra",
            "--subject", "42")
    me.bad("usage", "user", "reset-password", "bo@example.com",
           says="--provider none")
    me.good("user", "set", "bo@example.com", "--provider", "none")
    me.good("user", "reset-password", "bo@example.com")
    me.good("user", "remove", "bo@example.com")
    me.good("identity-provider", "remove", "entra")
    me.bad("usage", "identity-provider", "show", "entra", says="list")
    me.bad("usage", "sign-in", "set", "--set", "idle-minutes=1", says="1440")
    me.good("sign-in", "set", "--set", "idle-minutes=15")
    results.ok("a setting", "15" in me.text("sign-in", "show"))
    me.good("sign-in", "show")


def taken_away(me, results):
    """The command line is a member like others."""
    me.bad("right", "role-group", "remove-member", LOCAL, "local:owner",
           says="nobody would be left")
    me.good("role-group", "set", LOCAL, "--take", "Export, Preview")
    me.bad("right", "export", "/nowhere", "--all",
           "--format", "eml", says="Export")
    me.bad("right", "role-group", "set", LOCAL, "--add", "Export",
           says="nobody raises")
    me.good("mailbox", "list")
    me.good("user", "add", "boss@example.com", "--group",
            "Organization Management")
    me.bad("right", "user", "disable", "boss@example.com",
           says="nobody would be left")
    me.good("role-group", "remove-member", LOCAL, "local:owner")
    verbs = [v["name"] for v in me.good("help")["verbs"]]
    for words in (["mailbox", "list"], ["user", "list"], ["vault", "stats"],
                  ["connector", "list"], ["message", "show", "1"],
                  ["role-group", "add-member", LOCAL, "local:owner"]):
        me.bad("right", *words, says="Role Management")
    me.good("version")
    results.ok("help needs nothing", "user recover" in verbs)
    refused = [a for a in acts(me.home) if a[3] == "refused"]
    results.same("what was refused stands there", refused[-1], (
        f"local:{me.name()}", "role-group add-member", "command line",
        "refused", {"needs": ["Role Management"], "name": LOCAL,
                    "user": "local:owner"}))
    me.good("user", "recover")
    results.same("recorded", acts(me.home)[-1][:4], (
        f"local:{me.name()}", "user recover", "command line", "done"))
    me.good("user", "list")
    # the roles that the group lost are lost
    me.bad("right", "export", "/nowhere", "--all", "--format", "eml",
           says="Export")


def detours(owner, manager, results):
    """Who manages roles, and reads nothing, comes to read by no detour."""
    reader = "eDiscovery Manager"
    manager.bad("right", "role-group", "add-member", reader, "local:root",
                says="nobody raises")
    # what daily work is: people come, get roles, forget passwords
    manager.good("user", "add", "eve@example.com", "--group", reader)
    manager.good("user", "add", "gus@example.com", "--group", "Global Reader")
    manager.good("user", "reset-password", "gus@example.com", "--code-off")
    for words in (["reset-password"], ["reset-password", "--code-off"],
                  ["set", "--provider", "none"]):
        manager.bad("right", "user", words[0], "eve@example.com", *words[1:],
                    says="which you have not")
    secret = pathlib.Path(owner.home).parent / "client.secret"
    secret.write_text("a-secret-of-the-client\n")
    secret.chmod(0o644)
    sso = ["identity-provider", "set", "sso", "--set",
           "issuer=https://127.0.0.1:1/", "--set", "client-id=me",
           "--secret", f"client-secret={secret}", "--set"]
    manager.bad("right", *sso, f"group.staff={reader}",
                says="which you have not")
    manager.good(*sso, "group.staff=Global Reader")
    # the owner of the folder can help in any case
    owner.good("user", "reset-password", "eve@example.com", "--code-off")
    owner.good("role-group", "set", LOCAL, "--take", "Export")
    owner.good(*sso, f"group.legal={reader}")
    owner.good("user", "reset-password", "eve@example.com")
    manager.bad("right", *sso, "group.staff=", says="which you have not")
    manager.good("identity-provider", "set", "sso", "--set", "title=In")
    results.same("each refusal stands in the acts", [
        a[1] for a in acts(owner.home) if a[3] == "refused" and
        a[1] in ("user reset-password", "user set", "identity-provider set")],
        ["user reset-password"] * 2 + ["user set"] +
        ["identity-provider set"] * 2)
    manager.good("identity-provider", "remove", "sso")


def two_users(owner, other, results):
    """The folder is the owner's; the other can read it, but is nobody here."""
    other.bad("right", "mailbox", "list", says="local:root")
    other.bad("right", "user", "recover", says="only the owner")
    other.bad("right", "token", "list", says="no account here")
    owner.good("mailbox", "list")
    owner.good("user", "add", "local:root", "--group",
               "Organization Management")
    detours(owner, other, results)
    owner.good("role-group", "add-member", LOCAL, "local:root")
    owner.good("role-group", "remove-member", "Organization Management",
               "local:root")
    other.good("mailbox", "list")
    other.good("token", "add", "mine", "--roles", "Preview")
    owner.good("role-group", "remove-member", LOCAL, "local:owner")
    owner.bad("right", "mailbox", "list", says="Mailbox Search")
    owner.bad("right", "role-group", "add-member", LOCAL, "local:owner",
              says="Role Management")
    other.bad("right", "role-group", "remove-member", LOCAL, "local:root",
              says="nobody would be left")
    other.good("role-group", "add-member", LOCAL, "local:owner")
    owner.good("mailbox", "list")
    owner.good("user", "disable", "local:root")
    other.bad("right", "mailbox", "list", says="local:root")
    who = {a[0] for a in acts(owner.home) if a[3] != "system"}
    results.same("both stand in the acts",
                 {f"local:{OTHER}", "local:root"} & who,
                 {f"local:{OTHER}", "local:root"})


def documented(results):
    """Every member that was seen stands in docs/formats/json.md."""
    source = pathlib.Path(__file__).resolve().parents[2]
    text = (source / "docs/formats/json.md").read_text("utf-8")
    said = {part.split("\n", 1)[0]: set(re.findall(r"`([a-z0-9_]+)`", part))
            for part in text.split("\n## ")[1:]}
    for like, verb in (("user list", "user show"),
                       ("connector show", "identity-provider show"),
                       ("connector show", "sign-in show"),
                       ("connector check", "identity-provider check")):
        said[verb] = said.get(verb, set()) | said.get(like, set())
    for verb, seen in sorted(Line.told.items()):
        if verb.split()[0] in ("user", "role", "role-group", "token",
                               "identity-provider", "sign-in"):
            results.same(f"{verb}: undocumented members",
                         seen - said.get(verb, set()), set())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    build = pathlib.Path(parser.parse_args().build).resolve()
    results = Results()
    with tempfile.TemporaryDirectory(prefix="estreat-access-") as name:
        folder = pathlib.Path(name)
        me = Line(results, str(build / "estreat"), str(folder / "home"))
        me.bad("usage", "mailbox", "list", says="estreat init")
        me.good("init", "--domain", "example.com")
        accounts(me, results)
        groups(me, results)
        tokens(me, results)
        sign_in(me, results, folder)
        taken_away(me, results)
        documented(results)
        if os.getuid() == 0:
            folder.chmod(0o755)
            program = shutil.copy(build / "estreat", folder / "estreat")
            (folder / "other").mkdir()
            shutil.chown(folder / "other", OTHER)
            home = str(folder / "other" / "home")
            owner = Line(results, str(program), home, OTHER)
            owner.good("init", "--domain", "example.com")
            two_users(owner, Line(results, str(program), home), results)
        else:
            say("left out: two users of the operating system (not root)")
    return results.end()


if __name__ == "__main__":
    raise SystemExit(main())
