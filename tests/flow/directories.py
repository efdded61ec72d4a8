#!/usr/bin/env python3
"""Directories, followed: OpenLDAP as Active Directory, and Entra ID.

Joiners, leavers, new names and addresses used again become dated facts; what
goes wrong is said in words that help, and changes nothing. A run before its
people are known leaves copies in the quarantine; they move on afterwards.
"""
import argparse
import contextlib
import csv
import json
import pathlib
import sys
import tempfile
import uuid

import tenant
from tenant import DAY, Archive, Programs, Results, Tenant, say

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]
                       / "servers"))
# pylint: disable=wrong-import-position
import entra
import ldap
from imap import Unavailable

PEOPLE = 1200  # more than a page


def person(n, **more):
    return {"uid": f"u{n}", "cn": f"User {n}", "displayName": f"User {n}",
            "mail": f"u{n}@example.com",
            "proxyAddresses": [f"SMTP:u{n}@example.com",
                               f"smtp:alias{n}@example.com",
                               f"X500:/o=Example/cn=u{n}"],
            "userPrincipalName": f"u{n}@corp.example.com",
            "objectGUID": uuid.UUID(int=n).bytes_le,
            "userAccountControl": "514" if n % 100 == 0 else "512",
            "whenCreated": "20200102030405.0Z", **more}


class Directory:
    """One in an archive of its own."""

    def __init__(self, programs, folder, kind, settings, secrets):
        self.archive = Archive(programs, folder / "home")
        self.archive.init()
        self.folder = folder
        words = ["directory", "add", "d", "--kind", kind]
        self.archive.do(*words, *self.words(settings, secrets))

    def words(self, settings, secrets):
        words = []
        for key, value in settings.items():
            words += ["--set", f"{key}={value}"]
        for key, value in secrets.items():
            path = self.folder / key
            path.write_text(value + "\n")
            words += ["--secret", f"{key}={path}"]
        return words

    def set(self, settings, secrets=()):
        self.archive.do("directory", "set", "d",
                        *self.words(settings, dict(secrets)))

    def sync(self, codes=(0,)):
        done = self.archive.do("directory", "sync", "d", "--json",
                               codes=codes)
        return json.loads(done.stdout) if done.returncode < 2 else done.stderr

    def show(self):
        return json.loads(self.archive.do("directory", "show", "d",
                                          "--json").stdout)

    def facts(self, word):
        """(mailbox, address, begins, ends) of those with a word in them."""
        listed = json.loads(self.archive.do("person", "list",
                                            "--json").stdout)
        return sorted((a["mailbox"], a["address"], a["valid_from"] or "",
                       bool(a["valid_until"]))
                      for a in listed["addresses"]
                      if word in a["address"] or word in a["mailbox"])


SINCE = "2020-01-02T03:04:05Z"
READER = {"bind-dn": "cn=reader,dc=example,dc=com"}
PASSWORD = {"bind-password": "readerpw"}


def play_ldap(programs, results):
    with ldap.Slapd([person(n) for n in range(PEOPLE)]) as server, \
            tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        d = Directory(programs, folder, "ldap",
                      {"url": server.url(), "base": ldap.BASE,
                       "ca-file": server.cert, **READER}, PASSWORD)
        checked = json.loads(d.archive.do("directory", "check", "d",
                                          "--json").stdout)
        results.ok("check counts", any(
            f"{PEOPLE} persons are found, 12 of them disabled" in f["text"]
            for f in checked["findings"]), checked)
        told = d.sync()
        results.same("all are told", (told["told"], told["joined"]),
                     (PEOPLE, PEOPLE))
        results.same("facts of one", d.facts("s7@"), [
            ("u7@example.com", "alias7@example.com", SINCE, False)])
        results.same("all addresses of one", len(d.facts("u7@")), 3)
        again = d.sync()
        results.same("nothing new", [again[k] for k in (
            "joined", "left", "began", "ended", "conflicts")], [0] * 5)
        changes_ldap(d, server, results)
        troubles_ldap(d, server, results)


def changes_ldap(d, server, results):
    """Who left, who is called otherwise, whose address is used again."""
    server.change(f"dn: uid=u3,{ldap.BASE}\nchangetype: delete\n")
    server.change(f"dn: uid=u4,{ldap.BASE}\nchangetype: modify\n"
                  "replace: mail\nmail: new4@example.com\n-\n"
                  "replace: proxyAddresses\n"
                  "proxyAddresses: SMTP:new4@example.com\n"
                  "proxyAddresses: smtp:alias4@example.com\n")
    told = d.sync()
    results.same("left and renamed", (told["left"], told["renamed"]), (1, 1))
    results.same("who left", d.facts("alias3@"), [
        ("u3@example.com", "alias3@example.com", SINCE, True)])
    results.same("who has another name", [
        (m, a, e) for m, a, _, e in d.facts("4@") if m == "new4@example.com"
        and "alias" not in a and "corp" not in a], [
            ("new4@example.com", "new4@example.com", False),
            ("new4@example.com", "u4@example.com", True)])
    joiner = person(PEOPLE, uid="second", mail="u3@example.com",
                    proxyAddresses=["SMTP:u3@example.com"],
                    userPrincipalName="second@corp.example.com")
    server.change("changetype: add\n".join(
        ldap.entry(joiner).split("objectClass", 1)[:1]) + "changetype: add\n"
        + "objectClass" + ldap.entry(joiner).split("objectClass", 1)[1])
    d.sync()
    facts = [f for f in d.facts("u3@example.com") if f[1] == "u3@example.com"]
    results.same("used again: the first one's has ended, the second begins",
                 [(f[0].startswith("u3@example.com (until"), f[3])
                  for f in facts], [(False, False), (True, True)])


def troubles_ldap(d, server, results):
    before = d.facts("alias")
    for label, settings, secrets, words in (
            ("wrong password", {}, {"bind-password": "wrong"},
             "look at bind-dn and bind-password"),
            ("no such base", {"base": "dc=elsewhere"}, {}, "look at base"),
            ("bad filter", {"filter": "((mail=*)"}, {}, "look at filter"),
            ("another authority", {"ca-file": "/etc/ssl/certs/"
                                   "ca-certificates.crt"}, {}, "certificate"),
            ("the same by ldaps", {"url": server.url(tls=True), "ca-file":
                                   "/etc/ssl/certs/ca-certificates.crt"}, {},
             "certificate"),
            ("another name", {"url": server.url().replace("127.0.0.1",
                                                          "localhost")}, {},
             "certificate"),
            ("nobody listens", {"url": "ldap://127.0.0.1:1"}, {},
             "Can't contact")):
        good = {"url": server.url(), "base": ldap.BASE, "filter": "",
                "ca-file": server.cert}
        d.set({**good, **settings}, {**PASSWORD, **secrets})
        said = d.sync(codes=range(2, 6))
        results.ok(label, words in said, said)
        results.ok(f"{label}: it stands in the list",
                   words in (d.show()["error"] or ""), d.show())
        results.ok(f"{label}: no secret is said",
                   "readerpw" not in said and "wrong" not in said, said)
    results.same("nothing has changed", d.facts("alias"), before)
    d.set({"url": server.url(tls=True), "base": ldap.BASE, "filter": "",
           "ca-file": server.cert}, PASSWORD)
    d.sync()
    results.same("by ldaps all is well again", d.show()["error"], None)
    server.stop()
    d.sync(codes=[3])
    results.same("down: nothing has changed", d.facts("alias"), before)


def user(n, **more):
    return {"id": f"id-{n:04}", "displayName": f"User {n}",
            "mail": f"u{n}@example.com",
            "userPrincipalName": f"u{n}@example.onmicrosoft.com",
            "proxyAddresses": [f"SMTP:u{n}@example.com",
                               f"smtp:alias{n}@example.com",
                               f"SIP:u{n}@example.com"],
            "otherMails": [], "accountEnabled": True,
            "createdDateTime": SINCE, **more}


def play_entra(programs, results):
    with entra.Entra([user(n) for n in range(350)]) as server, \
            tempfile.TemporaryDirectory() as folder:
        d = Directory(programs, pathlib.Path(folder), "graph",
                      {"tenant-id": entra.TENANT, "client-id": entra.CLIENT,
                       "login-url": server.base, "graph-url": server.base},
                      {"client-secret": entra.SECRET})
        d.archive.do("directory", "check", "d")
        server.trouble = [429, 503, 429]
        told = d.sync()
        results.same("all are told", (told["told"], told["joined"]),
                     (350, 350))
        results.same("facts of one", d.facts("s7@"), [
            ("u7@example.com", "alias7@example.com", SINCE, False)])
        changes_entra(d, server, results)
        troubles_entra(d, server, results)


def changes_entra(d, server, results):
    server.remove("id-0003")
    server.set("id-0005", accountEnabled=False)
    server.set("id-0004", mail="new4@example.com", proxyAddresses=[
        "SMTP:new4@example.com", "smtp:u4@example.com"])
    asked = len(server.requests)
    told = d.sync()
    results.same("only changes are told", told["told"], 3)
    results.ok("and not much is asked", len(server.requests) - asked < 6,
               server.requests[asked:])
    results.same("left and renamed", (told["left"], told["renamed"]), (1, 1))
    results.same("who left", [f[3] for f in d.facts("u3@")], [True, True, True])
    results.same("whom only a part was told of", [f[3] for f in
                                                  d.facts("u5@")],
                 [False, False, False])
    server.lost = True
    told = d.sync()
    results.same("an old cursor: all over", (told["told"], told["joined"],
                                             told["ended"]), (349, 0, 0))
    server.lost = False


def troubles_entra(d, server, results):
    before = d.facts("alias")
    for label, settings, secrets, words in (
            ("wrong secret", {}, {"client-secret": "wrong"},
             "client-secret is wrong"),
            ("wrong tenant", {"tenant-id": "other"}, {}, "look at tenant-id")):
        d.set({"tenant-id": entra.TENANT, **settings},
              {"client-secret": entra.SECRET, **secrets})
        said = d.sync(codes=[4])
        results.ok(label, words in said and entra.SECRET not in said, said)
    d.set({"tenant-id": entra.TENANT}, {"client-secret": entra.SECRET})
    with entra.Entra([]) as other:
        server.elsewhere = other.base
        said = d.sync(codes=[4])
        results.ok("a link to another host is not followed",
                   "another host" in said and not other.requests, said)
    server.elsewhere = None
    results.same("nothing has changed", d.facts("alias"), before)
    d.sync()


def play_quarantine(programs, results):
    """Copies wait until the directory knows whose they are."""
    with Tenant(programs, seed=5, days=2, users=8, people=False) as played:
        played.sandbox.set_now(played.until)
        played.archive.run()
        gaps = json.loads(played.archive.do("person", "gaps",
                                            "--json").stdout)
        seen = {g["address"] for g in gaps["addresses"]}
        with open(played.sandbox.directory, encoding="utf-8") as rows:
            people = list(csv.DictReader(rows))
        mine = sorted({p["address"].lower() for p in people} & seen)
        results.ok("people are seen and have no mailbox", len(mine) > 3, gaps)
        results.same("none is taken for an account yet", gaps["accounts"], 0)
        move_on(played, results, people, mine)


def move_on(played, results, people, mine):
    entries = {}
    for p in people:
        e = entries.setdefault(p["mailbox"], {
            "uid": p["mailbox"], "cn": p["name"], "mail": p["mailbox"],
            "objectGUID": uuid.uuid5(uuid.NAMESPACE_DNS,
                                     p["mailbox"]).bytes_le,
            "proxyAddresses": [f"SMTP:{p['mailbox']}"]})
        e["proxyAddresses"].append(f"smtp:{p['address']}")
    for e in entries.values():
        e["proxyAddresses"] = sorted(set(e["proxyAddresses"]))
    left_out, *rest = sorted(entries)
    with ldap.Slapd([entries[k] for k in rest]) as server:
        password = played.folder / "pw"
        password.write_text("readerpw\n")
        played.archive.do(
            "directory", "add", "ad", "--kind", "ldap", "--set",
            f"url={server.url()}", "--set", f"base={ldap.BASE}", "--set",
            f"ca-file={server.cert}", "--set",
            "bind-dn=cn=reader,dc=example,dc=com", "--secret",
            f"bind-password={password}")
        # one address has two owners in the sandbox, one after the other
        played.archive.do("directory", "sync", "ad", codes=(0, 1))
    played.sandbox.set_now(played.until + DAY)
    played.archive.run()
    gaps = json.loads(played.archive.do("person", "gaps", "--json",
                                        codes=(0, 1)).stdout)
    accounts = {g["address"] for g in gaps["addresses"]
                if g["kind"] == "account"}
    results.ok("the one left out is told as an account",
               accounts <= {p["address"].lower() for p in people
                            if p["mailbox"] == left_out}, accounts)
    results.same("the others are in their mailboxes", [
        a for a in mine if a not in accounts and a in
        {g["address"] for g in gaps["addresses"]}], [])
    map_one(played, results, accounts, rest[0])


def map_one(played, results, accounts, mailbox):
    """The connector's own mapping brings what is left."""
    if not accounts:
        return
    mapping = played.folder / "mapping.csv"
    lines = [f"{a},{mailbox}" for a in sorted(accounts)]
    mapping.write_text("address,mailbox\n" + "\n".join(lines)
                       + "\nx@y.z,nobody@example.com\n")
    done = played.archive.do("connector", "map", tenant.NAME, mapping,
                             codes=[1])
    results.ok("a bad line is told", 'no mailbox "nobody@example.com"'
               in " ".join(done.stdout.split()), done.stdout)
    played.sandbox.set_now(played.until + 2 * DAY)
    played.archive.run()
    gaps = json.loads(played.archive.do("person", "gaps", "--json").stdout)
    results.same("no account is left", gaps["accounts"], 0)


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    args = parser.parse_args()
    programs = Programs.of_build(args.build)
    results = Results()
    skipped = []
    for name, play in (("ldap", play_ldap), ("entra", play_entra),
                       ("quarantine", play_quarantine)):
        say(name)
        try:
            play(programs, results)
        except Unavailable as why:
            skipped.append(f"{name}: {why}")
    for line in skipped:
        print(f"# skipped: {line}")
    code = results.end()
    return 77 if code == 0 and skipped else code


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        tenant.main(run)
