#!/usr/bin/env python3
"""Every verb of the command line against a tenant, with and without --json.

usage: cli.py --build BUILD

Besides: exit codes, errors in plain words and as JSON, secrets that appear
nowhere, exports that others can read (mutt, Dovecot, Python's mailbox), a
run by the serving process, completion.
"""
import argparse
import csv
import email
import email.policy
import hashlib
import io
import json
import mailbox
import os
import pathlib
import pty
import pwd
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time

import tenant
from tenant import NAME, Programs, Results, Tenant, say

USAGE, RETRY, SOURCE = 2, 3, 4
SIGNATURE = "-- "  # stands before it in every message (RFC 3676)


def members(said):
    """All names in a JSON value, with what they say."""
    if isinstance(said, dict):
        for name, value in said.items():
            yield name, value
            yield from members(value)
    elif isinstance(said, list):
        for value in said:
            yield from members(value)


class Asked:
    """A verb's answer: exit code, output, errors."""

    def __init__(self, archive, words, stdin=None, env=None):
        process = subprocess.run(
            [archive.program, *map(str, words)], input=stdin,
            env={**archive.env, **(env or {})}, capture_output=True,
            **({"stdin": subprocess.DEVNULL} if stdin is None else {}))
        self.code = process.returncode
        self.words = [str(word) for word in words]
        self.bytes = process.stdout
        self.out = process.stdout.decode(errors="replace")
        self.err = process.stderr.decode()

    told = {}  # verb: members of its JSON, of all calls
    empty = {}  # the same, those that were an empty text

    def json(self):
        said = json.loads(self.out)
        verb = [word for word in self.words if word[:2] != "--"]
        found = list(members(said))
        Asked.told.setdefault(tuple(verb[:2]), set()).update(
            name for name, _ in found)
        Asked.empty.setdefault(tuple(verb[:2]), set()).update(
            name for name, value in found if value == "")
        return said

    def error(self):
        """The error object on standard error, --json given."""
        last = self.err.strip().splitlines()[-1]
        return json.loads(last)["error"]


class World:
    def __init__(self, played, results):
        self.played, self.results = played, results
        self.archive = played.archive
        self.secret = played.sandbox.greeting["client_secret"]
        self.seen = []  # everything that was ever said

    def ask(self, *words, **more):
        asked = Asked(self.archive, words, **more)
        self.seen.append(asked.bytes + asked.err.encode())
        return asked

    def good(self, *words, code=0, **more):
        """Text and JSON of a verb that only looks."""
        text = self.ask(*words, **more)
        self.results.same(f"{' '.join(map(str, words))}: exit code",
                          text.code, code)
        self.results.same(f"{' '.join(map(str, words))}: blanks at ends",
                          [line for line in text.out.splitlines()
                           if line != line.rstrip() and
                           line != SIGNATURE][:1], [])
        asked = self.ask(*words, "--json", **more)
        self.results.same(f"{' '.join(map(str, words))} --json: exit code",
                          asked.code, code)
        return text, asked.json()

    def bad(self, code, *words, says="", **more):
        """A verb that is refused: code, words, and nothing on the output."""
        what = " ".join(map(str, words))
        text = self.ask(*words, **more)
        self.results.same(f"{what}: exit code", text.code, code)
        self.results.ok(f"{what}: says {says!r}", says in text.err, text.err)
        self.results.ok(f"{what}: says who speaks",
                        text.err.splitlines()[-1].startswith(
                            ("estreat: ", "`estreat help")), text.err)
        asked = self.ask(*words, "--json", **more)
        self.results.same(f"{what} --json: exit code", asked.code, code)
        self.results.same(f"{what} --json: nothing half", asked.out, "")
        error = asked.error()
        self.results.same(f"{what}: code in JSON", error["exit"], code)
        self.results.ok(f"{what}: message", says in error["message"],
                        error["message"])
        return text


def check_help(w):
    everything = w.ask("help")
    verbs = w.ask("help", "--json").json()["verbs"]
    w.results.ok("there are many verbs", len(verbs) > 20)
    for verb in verbs:
        words = verb["name"].split()
        w.results.ok(f"help lists {verb['name']}",
                     verb["name"] in everything.out)
        one = w.ask("help", *words)
        w.results.same(f"{verb['name']} --help", one.out,
                       w.ask(*words, "--help").out)
        w.results.ok(f"help {verb['name']} has a gap before its options",
                     "\n\n" in one.out.split("  --home, --json")[0][-800:]
                     and re.search(r"\n\n(  \S.*\n|   .*\n)*  --home, ",
                                   one.out), one.out)
        w.results.ok(f"help {verb['name']} teaches",
                     f"estreat {verb['name']}" in one.out)
        w.results.same(f"help {verb['name']} --json",
                       w.ask("help", *words, "--json").json()["name"],
                       verb["name"])
    w.results.same("no words", w.ask().out, everything.out)
    w.results.same("--help", w.ask("--help").out, everything.out)
    w.results.ok("a noun", "connector add" in w.ask("connector").out)
    w.results.same("--version", w.ask("--version").out, w.ask("version").out)
    w.bad(USAGE, "conector", "add", says="did you mean `estreat connector add")
    w.bad(USAGE, "frobnicate", "it", says="`estreat help` lists them")
    w.bad(USAGE, "help", "frobnicate", says="there is no verb")
    w.bad(USAGE, "mailbox", "messages", says="needs MAILBOX")
    w.bad(USAGE, "mailbox", "list", "--hostile", says="no option")


def check_completion(w):
    for shell in "bash", "zsh", "fish":
        script = w.ask("completion", shell)
        w.results.same(f"completion {shell}", script.code, 0)
        w.results.same(f"completion {shell} --json", w.ask(
            "completion", shell, "--json").json()["script"], script.out)
        if not shutil.which(shell):
            say(f"skipped: {shell} is not installed")
            continue
        parsed = subprocess.run([shell, "-n"], input=script.bytes)
        w.results.same(f"{shell} parses it", parsed.returncode, 0)
    script = w.ask("completion", "bash").out
    for words, want in ((["estreat", "conn"], "connector"),
                        (["estreat", "connector", "re"], "report"),
                        (["estreat", "export", "--fo"], "--format"),
                        (["estreat", "export", "--format", "m"], "mbox")):
        line = " ".join(f"'{x}'" for x in words)
        out = subprocess.run(
            ["bash", "-c", script + f"\nCOMP_WORDS=({line}); "
             f"COMP_CWORD={len(words) - 1}; _estreat; "
             "printf '%s\\n' \"${COMPREPLY[@]}\""],
            capture_output=True, text=True).stdout.split()
        w.results.ok(f"bash completes {' '.join(words)}", want in out,
                     str(out))
    w.bad(USAGE, "completion", "tcsh", says="bash|zsh|fish")


def check_people(w, folder):
    people = w.played.sandbox.directory
    _, listed = w.good("person", "list")
    rows = list(csv.DictReader(open(people, encoding="utf-8-sig")))
    w.results.same("addresses", len(listed["addresses"]), len(rows))
    again = w.ask("person", "import", people, "--json").json()
    w.results.same("imported again", again["unchanged"], len(rows))
    w.results.same("refused", again["refused"], 0)
    # what it lists is what it reads
    same = folder / "same.csv"
    same.write_bytes(w.ask("person", "list", "--csv").bytes)
    back = w.ask("person", "import", same, "--json").json()
    w.results.same("its own list", back["unchanged"], len(rows))
    mixed = folder / "mixed.csv"
    mixed.write_text("address,valid_from\nnew@example.com,2020-01-01\n"
                     "bad@example.com,soon\n", "utf-8")
    text, found = w.good("person", "import", mixed, code=1)
    w.results.same("a bad line", [r["line"] for r in found["refused_lines"]],
                   [3])
    w.results.ok("is told with its reason", "soon" in text.out, text.out)
    w.bad(USAGE, "person", "import", folder / "absent.csv", says="No such")
    w.bad(USAGE, "person", "import", folder, says="folder")


def check_wizard(w):
    """What whoever adds a connector sees on the way: terms, people, runs."""
    for language, word in (("en", "Lawful"), ("sv", "Laglig"), ("fr", "licite")):
        _, terms = w.good("source", "terms", "zoom-meetings", "--language",
                          language)
        w.results.ok(f"terms: {language}", word in terms["text"], str(terms))
    w.results.same("not accepted", [terms["accepted_version"],
                                    terms["accepted_by"]], [0, None])
    w.bad(USAGE, "source", "terms", "nowhere", says="source list")
    w.bad(USAGE, "source", "accept", "zoom-meetings", terms["version"] + 1,
          says="read them again")
    w.good("source", "accept", "zoom-meetings", terms["version"])
    _, terms = w.good("source", "terms", "zoom-meetings")
    w.results.same("accepted", [terms["accepted_version"],
                                terms["accepted_by"]],
                   [terms["version"],
                    "local:" + pwd.getpwuid(os.getuid()).pw_name])
    text, people = w.good("connector", "people", NAME)
    w.results.same("everybody is mapped", [people["unmapped"],
                                           people["mapped"]],
                   [0, len(people["people"])])
    w.results.ok("and told by name", all(p["name"] and p["mailbox"]
                                         for p in people["people"]),
                 str(people))
    _, runs = w.good("connector", "runs", NAME)
    last = w.ask("connector", "report", NAME, "--json").json()
    newest = runs["runs"][0]
    w.results.same("newest run first", newest["run"], last["run"])
    w.results.same("its sums", {n: newest[n] for n in
                                ("listed", "archived", "copies")},
                   {n: last["total"][n] for n in
                    ("listed", "archived", "copies")})
    _, one = w.good("connector", "runs", NAME, "--limit", 1)
    w.results.same("one run", len(one["runs"]), 1)


def check_installation(w, folder):
    home = folder / "second" / "home"
    made = w.ask("init", "--home", home, "--domain", "a.example", "--json")
    w.results.same("init: home", made.json()["home"], str(home))
    w.results.same("init: mode", os.stat(home).st_mode & 0o777, 0o700)
    w.results.same("the key's mode", os.stat(home / "key").st_mode & 0o777,
                   0o600)
    w.bad(USAGE, "init", "--home", home, says="not empty")
    w.bad(USAGE, "init", "--home", folder / "x", "--domain", "A B",
          says="host name")
    w.bad(USAGE, "mailbox", "list", "--home", folder / "nowhere",
          says="there is no installation")
    w.bad(USAGE, "catalog", "rebuild", "--home", folder / "nowhere",
          says="there is no installation")
    empty, listed = w.good("connector", "list", "--home", home)
    w.results.ok("an empty list teaches", "connector add" in empty.out)
    w.results.same("no connectors", listed, {"connectors": []})
    w.ask("connector", "add", "new", "--home", home, "--source",
          "zoom-meetings", "--set", "account-id=a", "--set", "client-id=b",
          "--secret", "client-secret=-", stdin=w.secret.encode())
    _, listed = w.good("connector", "list", "--home", home)
    _, shown = w.good("connector", "show", "new", "--home", home)
    for one in listed["connectors"][0], shown:
        w.results.same("of what never ran nothing is known", [
            one[name] for name in ("tenant", "last_run", "last_result",
                                   "last_ended", "last_error")], [None] * 5)


def connector_words(w, name, secret_file):
    greeting = w.played.sandbox.greeting
    return ["connector", "add", name, "--source", "zoom-meetings",
            "--set", f"account-id={greeting['account_id']}",
            "--set", f"client-id={greeting['client_id']}",
            "--set", f"api-url={greeting['api']}",
            "--set", f"token-url={greeting['token']}",
            "--secret", f"client-secret={secret_file}"]


def check_secrets(w, folder):
    """They come from files and standard input, and show nowhere."""
    file = folder / "secret"
    file.write_text(w.secret + "\n")
    file.chmod(0o644)
    words = connector_words(w, "by-file", file)
    added = w.ask(*words)
    w.results.same("a file others can read: exit code", added.code, 0)
    w.results.ok("a file others can read: a warning", "chmod 600" in added.err,
                 added.err)
    words = connector_words(w, "by-input", "-")
    w.results.same("from standard input", w.ask(
        *words, stdin=w.secret.encode()).code, 0)
    words[-1] = "-"
    words[2] = "by-lines"
    w.results.same("as lines", w.ask(
        *words, stdin=f"client-secret={w.secret}\n".encode()).code, 0)
    for name in "by-file", "by-input", "by-lines":
        checked = w.ask("connector", "check", name)
        w.results.same(f"{name} signs in", checked.code, 0)
        text, shown = w.good("connector", "show", name)
        w.results.same(f"{name} shows no secret", [
            s["value"] for s in shown["settings"] if s["secret"]], [None])
        w.results.ok(f"{name} says that it has one", "(secret)" in text.out)
        w.ask("connector", "remove", name)
    # given where it does not belong, it is not repeated
    for wrong in (["--set", f"client-secret={w.secret}"],
                  ["--secret", w.secret],
                  ["--secret", f"client-secret={w.secret}"]):
        words = connector_words(w, "wrong", file)[:-2] + wrong
        w.bad(USAGE, *words, says="secret")
    file.write_text("not the secret")
    w.ask(*connector_words(w, "wrong", file))
    w.bad(SOURCE, "connector", "run", "wrong", says="client")
    text, report = w.good("connector", "report", "wrong")
    w.results.ok("a refused sign-in listed nothing",
                 "nothing was listed" in text.out and
                 "accounted for" not in text.out and
                 "Time at the source" not in text.out, text.out)
    w.results.same("and has no time of the source", report["as_of"], None)
    w.ask("connector", "remove", "wrong")


def check_setup(w, folder):
    w.bad(USAGE, *connector_words(w, NAME, folder / "secret"),
          says=f'"{NAME}" already')
    w.bad(USAGE, *connector_words(w, NAME.upper(), folder / "secret"),
          says=f'"{NAME}" already')
    w.bad(USAGE, "connector", "add", "x", "--source", "nowhere",
          says="estreat source list")
    w.bad(USAGE, "connector", "add", "x", "--source", "zoom-meetings",
          "--set", "acount-id=1", says="acount-id")
    w.bad(USAGE, "connector", "set", NAME, says="nothing to change")
    w.bad(USAGE, "connector", "set", NAME, "--set", "schedule=often",
          says="often")
    w.bad(USAGE, "connector", "set", NAME, "--set", "schedule=0 0 31 2 *",
          says="never comes")
    changed = w.ask("connector", "set", NAME, "--set", "schedule=daily 02:30",
                    "--json")
    w.results.same("set", changed.json(), {"connector": NAME})
    _, shown = w.good("connector", "show", NAME)
    w.results.same("the schedule", shown["schedule"], "daily 02:30")
    w.results.ok("the next run", shown["next_run"].endswith("T02:30:00Z"))
    w.ask("connector", "set", NAME, "--set", "schedule=")
    _, shown = w.good("connector", "show", NAME)
    w.results.same("the default again", shown["schedule"], "every 24h")
    w.good("connector", "pause", NAME)
    w.bad(USAGE, "connector", "run", NAME, says="paused")
    w.good("connector", "resume", NAME)
    text, listed = w.good("connector", "list")
    w.results.same("nothing is known: null", [
        c["last_error"] for c in listed["connectors"]], [None])
    w.results.same("the list", [(c["name"], c["state"], c["last_result"])
                                for c in listed["connectors"]],
                   [(NAME, "active", "closed")])
    for verb in "show", "check", "run", "report", "log", "pause", "remove":
        w.bad(USAGE, "connector", verb, "nobody", says="nobody")
    _, sources = w.good("source", "list")
    w.results.ok("sources", "zoom-meetings" in [
        s["name"] for s in sources["sources"]])
    text, source = w.good("source", "show", "zoom-meetings")
    settings = {s["name"]: s for s in source["settings"]}
    w.results.same("what s2s requires", [
        name for name, s in settings.items()
        if (s["required_when"] or "").startswith("auth=s2s")],
        ["account-id", "client-id", "client-secret"])
    w.results.ok("in words too", re.search(
        r"client-secret +auth=s2s/code +yes", text.out), text.out)
    shown, in_json = w.good("connector", "show", NAME)
    order = [s["name"] for s in in_json["settings"]]
    w.results.same("settings in the order of the source's", order,
                   [name for name in settings if name in order])
    w.results.same("defaults are marked", [
        (s["value"], s["default"]) for s in in_json["settings"]
        if s["name"] in ("auth", "plan")],
        [("s2s", True), ("business", False)])
    w.results.ok("in words too", re.search(r"^auth +s2s \(default\)$",
                                           shown.out, re.M), shown.out)
    w.results.ok("its secret", settings["client-secret"]["secret"])
    w.results.ok("a setting of every source", "schedule" in settings)
    w.bad(USAGE, "source", "show", "nowhere", says="nowhere")


def check_account(w):
    w.good("connector", "check", NAME)
    text, report = w.good("connector", "report", NAME)
    w.results.same("the report says that it is closed", report["closed"], True)
    w.results.ok("in words too", "closed: all that was listed" in text.out)
    w.results.ok("times in one form for people", re.search(
        r"^Started +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$", text.out, re.M)
        and not re.search(r"\dT\d", text.out), text.out)
    w.bad(USAGE, "connector", "report", NAME, "--run", "99", says="run")
    for verb in "report", "log":
        w.bad(USAGE, "connector", verb, NAME, "--run", "0",
              says="runs count from 1")
    both = w.ask("connector", "log", NAME, "--format", "csv", "--json")
    w.results.same("two forms: exit code", (both.code, both.out), (USAGE, ""))
    w.results.ok("two forms: says so",
                 "--format csv" in both.error()["message"], both.err)
    for words in ([NAME, "--run", "0"], [NAME, "--run", "x"], [], ["nobody"]):
        for form in ["--format", "json"], ["--format=json"]:
            said = w.ask("connector", "log", *words, *form)
            w.results.same(f"log {words} {form}: an error in JSON",
                           (said.code, said.out, said.error()["exit"]),
                           (USAGE, "", USAGE))
    lines = w.archive.log()
    as_csv = w.ask("connector", "log", NAME, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(as_csv.out, newline="")))
    w.results.same("CSV has the same lines", len(rows), len(lines))
    w.results.same("and columns", list(rows[0]), list(lines[0]))
    w.results.ok("lines end in CRLF", as_csv.out.count("\r\n") > len(rows))
    formulas = [cell for row in rows for cell in row.values()
                if cell[:1] in ("=", "+", "-", "@") and len(cell) > 1]
    w.results.same("no cell is a formula", formulas, [])
    w.results.same("--json is --format json", w.ask(
        "connector", "log", NAME, "--json").json()["log"], lines)
    narrow = w.ask("connector", "log", NAME, env={"COLUMNS": "100"})
    w.results.ok("text fits the terminal", max(
        width(line) for line in narrow.out.splitlines()) <= 100)
    unknown = {name for line in lines for name, value in line.items()
               if value == ""}
    w.results.ok("what is not known is null", unknown <= {"version"},
                 str(unknown))
    w.results.ok("nulls of copies", all(
        line["object"] is None and line["version"] is None and
        line["sha256"] is None for line in lines if line["kind"] == "copy"))
    first = w.ask("connector", "log", NAME, "--run", "1", "--json").json()
    w.results.ok("of one run", 0 < len(first["log"]) < len(lines))
    return lines


def width(line):
    """Columns: wide characters and marks as a terminal counts them."""
    import unicodedata
    return sum(0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else
               2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in line)


def check_mailboxes(w, lines):
    _, listed = w.good("mailbox", "list")
    boxes = {m["mailbox"]: m for m in listed["mailboxes"]}
    w.results.same("the quarantine is there", boxes["quarantine"]["id"], 1)
    copies = {}
    for line in lines:
        if line["kind"] == "copy":
            copies.setdefault(line["mailbox"], set()).add(line["message_id"])
    fullest = max((m for m in boxes.values() if m["id"] != 1),
                  key=lambda m: m["messages"])["mailbox"]
    w.results.same("messages of the fullest", boxes[fullest]["messages"],
                   len(copies[fullest]))
    _, messages = w.good("mailbox", "messages", fullest)
    w.results.same("they are those of the log", {
        m["message_id"] for m in messages["messages"]}, copies[fullest])
    by_number = w.ask("mailbox", "messages", boxes[fullest]["id"], "--json")
    w.results.same("by number", by_number.json(), messages)
    upper = w.ask("mailbox", "messages", fullest.upper(), "--json")
    w.results.same("in any case", upper.json(), messages)
    newest = w.ask("mailbox", "messages", fullest, "--newest", "--limit", "2",
                   "--json").json()
    w.results.same("the newest two", newest["messages"],
                   sorted(messages["messages"], key=lambda m: (
                       m["date"], m["id"]))[:-3:-1])
    w.results.same("in the folder", w.ask(
        "mailbox", "messages", fullest, "--folder", "zoom meetings",
        "--json").json(), messages)
    w.results.same("in no other", w.ask(
        "mailbox", "messages", fullest, "--folder", "Other",
        "--json").json(), {"messages": [], "next": None})
    w.bad(USAGE, "mailbox", "messages", "nobody@nowhere", says="mailbox list")
    return fullest, messages["messages"]


def check_message(w, messages):
    largest = max(messages, key=lambda m: m["size"])
    number = largest["id"]
    text, shown = w.good("message", "show", number)
    w.results.same("its Message-ID", dict(
        (h["name"], h["value"]) for h in shown["headers"])["Message-ID"],
        largest["message_id"])
    w.results.ok("its subject in text", largest["subject"] in text.out)
    w.results.ok("a text", len(shown["text"]) > 200 and
                 "participants" in shown["text"])
    eml = w.ask("message", "show", largest["message_id"], "--eml").bytes
    w.results.same("exact bytes", len(eml), largest["size"])
    mail = email.message_from_bytes(eml, policy=email.policy.default)
    attached = [p for p in mail.iter_attachments()]
    w.results.same("parts", [p["name"] for p in shown["parts"]],
                   [p.get_filename() for p in attached])
    for part, one in zip(shown["parts"], attached):
        if part["record"] is None:
            continue
        content = one.get_payload(decode=True)
        got = w.ask("message", "show", number, "--part", part["record"])
        w.results.ok(f"the bytes of {part['name']}", got.bytes == content)
        w.results.same(f"SHA-256 of {part['name']}", part["sha256"],
                       hashlib.sha256(content).hexdigest())
    _, raw = w.good("message", "show", number, "--raw")
    w.results.ok("raw answers", raw["parts"] and all(
        p["raw"] for p in raw["parts"]))
    w.results.ok("mailboxes that have it", len(shown["mailboxes"]) > 0)
    w.bad(USAGE, "message", "show", "999999", says="there is no message")
    none = w.ask("message", "show", number, "--part", "1")
    w.results.ok("no such part", none.code == USAGE and "no part" in none.err)
    w.bad(USAGE, "message", "show", number, "--part", "1", "--eml",
          says="exclude each other")
    w.bad(USAGE, "message", "show", number, "--eml", "--raw",
          says="exclude each other")
    # whoever reads us may stop
    closed = subprocess.run(
        f"'{w.archive.program}' message show {number} --eml | head -c 10",
        shell=True, env=w.archive.env, capture_output=True)
    w.results.same("a closed pipe", (closed.returncode, closed.stderr),
                   (0, b""))
    full = subprocess.run([w.archive.program, "message", "show", str(number)],
                          env=w.archive.env, stdout=open("/dev/full", "w"),
                          stderr=subprocess.PIPE)
    w.results.same("a full disk: exit code", full.returncode, 5)
    w.results.ok("a full disk: says so", b"No space left" in full.stderr,
                 full.stderr.decode())


# --- exports -------------------------------------------------------------------

def eml_of(w, messages):
    return {m["id"]: w.ask("message", "show", m["id"], "--eml").bytes
            for m in messages}


def check_sums(w, folder):
    checked = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"],
                             cwd=folder, capture_output=True, text=True)
    w.results.same(f"{folder.name}: sha256sum", checked.stdout, "")
    w.results.same(f"{folder.name}: its exit code", checked.returncode, 0)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    rows = list(csv.DictReader(open(folder / "manifest.csv", newline="",
                                    encoding="utf-8")))
    w.results.same(f"{folder.name}: both manifests", len(rows),
                   len(manifest["copies"]))
    return manifest


def check_export(w, folder, fullest, messages):
    want = eml_of(w, messages)
    for form in "eml", "maildir", "mbox":
        out = folder / form
        words = ["export", "--mailbox", fullest, "--format", form, out]
        first = w.ask(*words, "--json").json()
        w.results.same(f"{form}: exported", first["exported"], len(want))
        again = w.ask(*words, "--json").json()
        w.results.same(f"{form}: again nothing", again["exported"], 0)
        everything = w.ask("export", "--all", "--format", form, out)
        w.results.same(f"{form}: all into the same", everything.code, 0)
        manifest = check_sums(w, out)
        by_id = {c["message"]: c for c in manifest["copies"]
                 if c["mailbox"] == fullest}
        w.results.same(f"{form}: messages", set(by_id), set(want))
        for number, eml in want.items():
            copy = by_id[number]
            w.results.same(f"{form}: digest of {number}", copy["sha256"],
                           hashlib.sha256(eml).hexdigest())
            if form != "mbox":
                w.results.ok(f"{form}: bytes of {number}",
                             (out / copy["file"]).read_bytes() == eml)
        others = {"eml": "mbox", "maildir": "eml", "mbox": "maildir"}
        w.bad(USAGE, "export", "--all", "--format", others[form], out,
              says="another kind")
    check_mbox(w, folder / "mbox", want)
    check_mutt(w, folder, fullest, len(want))
    check_dovecot(w, folder, fullest, want)
    w.bad(USAGE, "export", "--all", "--format", "eml", w.archive.home,
          says="holds no export")
    w.bad(USAGE, "export", "--format", "eml", folder / "y", says="say which")


def check_mbox(w, folder, want):
    quoted = re.compile(rb"^>(>*From )", re.MULTILINE)
    digests = {hashlib.sha256(e).hexdigest() for e in want.values()}
    found = set()
    for file in folder.rglob("*.mbox"):
        box = mailbox.mbox(file)
        found |= {hashlib.sha256(quoted.sub(rb"\1", box.get_bytes(key))
                                 .replace(b"\n", b"\r\n")).hexdigest()
                  for key in box.keys()}
    w.results.same("Python reads the mbox back to the bytes",
                   digests - found, set())


def in_terminal(words, keys=b"", until=b"", seconds=20):
    """What a program draws on a terminal, until it ends or has said so."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(words[0], [str(x) for x in words],
                   {**os.environ, "TERM": "xterm", "LINES": "24",
                    "COLUMNS": "80"})
    said, sent = b"", False
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.2)[0]:
            if until and until in said and not sent:
                os.write(terminal, keys)
                sent = True
            continue
        try:
            chunk = os.read(terminal, 65536)
        except OSError:
            break
        if not chunk:
            break
        said += chunk
    try:
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        pass
    os.waitpid(child, 0)
    os.close(terminal)
    return said


def check_mutt(w, folder, fullest, count):
    if not shutil.which("mutt"):
        say("skipped: mutt is not installed")
        return
    maildir = folder / "maildir" / fullest / ".INBOX.Zoom Meetings"
    said = in_terminal(["mutt", "-n", "-R", "-F", "/dev/null", "-e",
                        'set folder=/tmp status_format="Msgs:%m "',
                        "-f", maildir], keys=b"q", until=b"Msgs:")
    found = re.search(rb"Msgs:(\d+)", said)
    w.results.same("mutt counts the Maildir's messages",
                   found and int(found[1]), count)


def check_dovecot(w, folder, fullest, want):
    """Dovecot serves nobody's mail as root: it is somebody else then."""
    if not shutil.which("doveadm"):
        say("skipped: Dovecot is not installed")
        return
    mails = folder / "dovecot"
    shutil.copytree(folder / "maildir" / fullest, mails)
    (folder / "dovecot.conf").write_text(
        f"mail_location = maildir:{mails}\nlog_path = /dev/stderr\n"
        "ssl = no\nnamespace inbox {\n  inbox = yes\n  separator = /\n}\n")
    who, prefix = pwd.getpwuid(os.getuid()).pw_name, []
    if os.getuid() == 0:
        who, prefix = "nobody", ["setpriv", "--reuid=nobody",
                                 "--regid=nogroup", "--clear-groups"]
        user = pwd.getpwnam("nobody")
        for path in [mails, *mails.rglob("*")]:
            os.chown(path, user.pw_uid, user.pw_gid)
        os.chmod(folder, 0o755)
    process = subprocess.run(
        [*prefix, "env", f"USER={who}", f"HOME={mails}", "doveadm", "-f",
         "tab", "-c", str(folder / "dovecot.conf"), "fetch",
         "size.physical mailbox flags", "mailbox", "INBOX/Zoom Meetings",
         "ALL"], capture_output=True, text=True)
    w.results.same("Dovecot: exit code", process.returncode, 0)
    sizes = [int(line.split("\t")[0])
             for line in process.stdout.splitlines()[1:]]
    w.results.same("Dovecot gives every message with its size",
                   sorted(sizes), sorted(len(e) for e in want.values()))
    w.results.same("Dovecot says nothing else", process.stderr, "")


# --- keeping, serving ----------------------------------------------------------

def check_keeping(w):
    text, checked = w.good("vault", "check")
    w.results.same("no faults", checked["faults"], 0)
    _, stats = w.good("vault", "stats")
    w.results.ok("some messages", stats["messages"] > 0)
    before = w.ask("mailbox", "list", "--json").json()
    rebuilt = w.ask("catalog", "rebuild", "--json")
    w.results.same("rebuilt: exit code", rebuilt.code, 0)
    w.results.same("rebuilt: messages", rebuilt.json()["messages"],
                   stats["messages"])
    w.results.same("rebuilt: the same mailboxes",
                   w.ask("mailbox", "list", "--json").json(), before)
    w.results.ok("the old catalog is gone",
                 not (w.archive.home / "catalog.old").exists())


def check_damage(w, folder):
    """A changed byte is found; the copies of the archive are not touched."""
    home = folder / "damaged"
    shutil.copytree(w.archive.home, home)
    pack = max((home / "vault").rglob("*.pack"), default=None,
               key=lambda p: p.stat().st_size)
    if pack is None:
        pack = max((p for p in (home / "vault").rglob("*") if p.is_file()),
                   key=lambda p: p.stat().st_size)
    content = bytearray(pack.read_bytes())
    content[len(content) // 2] ^= 1
    pack.chmod(0o600)
    pack.write_bytes(content)
    checked = w.ask("vault", "check", "--home", home, "--json")
    w.results.same("a changed byte: exit code", checked.code, 1)
    if checked.code == 1:
        w.results.ok("a changed byte is named", checked.json()["findings"])


def done(w, *words):
    """A verb that changes something: its JSON."""
    asked = w.ask(*words, "--json")
    w.results.same(f"{' '.join(map(str, words))}: exit code", asked.code, 0)
    return asked.json() if asked.code == 0 else {}


def check_stores(w, folder):
    """Set up, refused, shipped, moved, checked, and back."""
    one, two = folder / "store-1", folder / "store-2"
    for path in one, two:
        path.mkdir()
    _, kinds = w.good("store", "kinds")
    w.results.ok("a folder is a store",
                 "dir" in [k["kind"] for k in kinds["kinds"]])
    w.good("store", "kinds", "dir")
    w.bad(2, "store", "kinds", "nothing", says="store kinds")
    _, none = w.good("store", "show")
    w.results.same("no stores", none["stores"], [])
    w.bad(2, "store", "check", says="store set")
    w.bad(2, "store", "set", "--set", "cache=1GB", says="--kind")
    for words, says in (
            (["--kind", "nothing"], "there are"),
            (["--kind", "dir"], "path"),
            (["--kind", "dir", "--set", f"path={one}", "--set", "cache=x"],
             "500MB"),
            (["--kind", "dir", "--set", f"path={one}", "--set",
              "retain-days=-1"], "retain-days"),
            (["--kind", "dir", "--set", f"path={w.archive.home}/vault"],
             "own folder")):
        w.bad(2, "store", "set", *words, says=says)
    journal = ["--kind", "smtp", "--set", "host=h", "--set", "sender=a@b.se",
               "--set", "journal=j@b.se"]
    w.bad(2, "target", "add", "blind", *journal, "--set", "ask=always",
          says="cannot be asked")
    w.bad(4, "store", "set", "--kind", "dir", "--set",
          f"path={folder}/absent", says="absent")
    w.results.same("nothing is set up", w.good("store", "show")[1]["stores"],
                   [])
    checked = done(w, "store", "check", "--kind", "dir", "--set",
                   f"path={one}")
    w.results.ok("a place can be tried first",
                 checked["failed"] == 0 and "nobody else" in str(checked),
                 str(checked))
    w.results.same("and nothing is kept", (
        w.good("store", "show")[1]["stores"],
        [p for p in one.rglob("*") if not p.name.startswith("~")]), ([], []))
    w.bad(2, "store", "check", "--kind", "dir", says="path")
    w.bad(2, "vault", "move", "--to", "local", says="no store")
    w.bad(2, "vault", "move", "--back", says="no move")
    w.bad(2, "vault", "move", "--keep", says="--to")
    done(w, "store", "set", "--kind", "dir", "--set", f"path={one}", "--set",
         "cache=0")
    w.bad(2, "store", "set", "--kind", "azure", says="vault move")
    w.bad(2, "store", "set", says="nothing to change")
    w.bad(2, "store", "set", "--set", f"path={two}", says="not the place")
    checked = done(w, "store", "check")
    w.results.same("ready", checked.get("failed"), 0)
    moved = done(w, "vault", "move")
    w.results.same("all is shipped",
                   (moved["waiting_packs"], moved["waiting_objects"]), (0, 0))
    w.results.ok("packs are there", any(one.rglob("*.pack")))
    w.bad(2, "vault", "move", "--to", "dir", "--set", f"path={one}",
          says="already")
    for words in (["--kind", "dir", "--set", f"path={one}"],
                  ["--set", f"path={two}"]):
        tried = w.ask("store", "check", *words, "--json")
        w.results.same(f"{words}: not ours alone: exit code", tried.code, 1)
        w.results.same(f"{words}: the place", [
            f["level"] for f in tried.json()["findings"]
            if f["topic"] == "Place"], ["fail"])
    checked = done(w, "store", "check", "--set", "cache=2MB")
    w.results.same("other values can be tried", checked["failed"], 0)
    done(w, "store", "set", "--set", "cache=1MB")
    moved = done(w, "vault", "move", "--to", "dir", "--set", f"path={two}",
                 "--set", "cache=0")
    w.results.same("it is moved", moved["moving"], False)
    w.results.ok("the old copies are gone", not any(one.rglob("*.pack")))
    text, shown = w.good("store", "show")
    w.results.same("one store", [s["state"] for s in shown["stores"]],
                   ["in use"])
    w.results.ok("its folder is shown", str(two) in text.out, text.out)
    _, stats = w.good("vault", "stats")
    w.results.same("stats tell the store", stats["store"], "dir")
    _, checked = w.good("vault", "check")
    w.results.ok("the check counts them", checked["shipped"] > 0)
    victim = min(two.rglob("*.pack"))
    away = victim.rename(victim.with_suffix(".away"))
    checked = w.ask("vault", "check", "--json")
    w.results.same("a lost pack: exit code", checked.code, 1)
    w.results.ok("a lost pack is named", victim.name in checked.out)
    away.rename(victim)
    two.rename(folder / "store-gone")
    asked = w.ask("vault", "check", "--json")
    w.results.same("a store that is gone: exit code", asked.code, 3)
    w.results.ok("a store that is gone: what to do",
                 "store check" in asked.error()["message"], asked.err)
    (folder / "store-gone").rename(two)
    done(w, "vault", "move", "--to", "local", "--keep")
    w.results.ok("its copies were kept", any(two.rglob("*.pack")))
    w.results.same("no store", w.good("vault", "stats")[1]["store"], None)
    _, checked = w.good("vault", "check")
    w.results.same("no faults at the end", checked["faults"], 0)


def check_serving(w):
    """A run asked of the process that serves, and followed."""
    server = w.archive.start("serve", "--no-portal", stderr=subprocess.PIPE)
    try:
        for line in server.stderr:
            if b"serve.begun" in line:
                break
        w.bad(USAGE, "serve", says="another process")
        w.bad(RETRY, "catalog", "rebuild", says="serve")
        w.results.ok("as the help of serve says", "but for `catalog rebuild`"
                     in w.ask("help", "serve").out.replace("\n", " "))
        before = w.archive.report()["run"]
        w.played.sandbox.set_now(w.played.last_run)
        ran = w.ask("connector", "run", NAME, "--json")
        w.results.same("run by the server: exit code", ran.code, 0)
        w.results.same("run by the server: the report",
                       ran.json()["run"] > before and ran.json()["closed"],
                       True)
        w.good("mailbox", "list")
        w.good("vault", "check")
        paused = w.ask("connector", "pause", NAME)
        w.results.same("other verbs beside it", paused.code, 0)
        w.ask("connector", "resume", NAME)
    finally:
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=60)[1]
    w.results.same("serve ends in good order", server.returncode, 0)
    w.results.ok("and says so", b"serve.ended" in said, said.decode())


def check_terminal(w, folder, messages):
    """On a terminal of 80 columns everything of every verb fits."""
    largest = max(messages, key=lambda m: m["size"])["id"]
    broken = folder / "broken.csv"
    broken.write_text("address,valid_from\nbad@example.com,"
                      f"{'when somebody knows ' * 8}\n", "utf-8")
    w.ask("connector", "add", "a-connector-with-a-long-name", "--source",
          "zoom-meetings", "--set", "account-id=a", "--set", "client-id=b",
          "--set", "api-url=http://127.0.0.1:1/v2",
          "--set", "token-url=http://127.0.0.1:1/oauth/token",
          "--secret", "client-secret=-", stdin=w.secret.encode())
    secret = folder / "a-secret-that-all-others-on-this-machine-can-read"
    secret.write_text(w.secret)
    secret.chmod(0o644)
    words = " ".join(map(str, connector_words(w, "warned", secret)))
    shown = [
        words, "connector remove warned", "init --domain a.example --home " + str(folder / "third" / "home"),
        "person list", f"person import {broken}",
        "source list", "source show zoom-meetings",
        "source terms zoom-meetings --language sv",
        "source accept zoom-meetings 1",
        f"connector people {NAME}", f"connector runs {NAME}",
        "connector add", f"connector authorize {NAME}", "connector list", f"connector show {NAME}",
        f"connector check {NAME}", f"connector run {NAME}",
        f"connector report {NAME}", f"connector report {NAME} --run 1",
        f"connector log {NAME}", f"connector set {NAME} --set workers=4",
        f"connector pause {NAME}", f"connector resume {NAME}",
        "connector run a-connector-with-a-long-name",
        "connector list", "connector remove a-connector-with-a-long-name",
        "target kinds", "target add mail --kind pigeon-with-a-long-name",
        "target list", "target show nowhere", "target check nowhere",
        "target set nowhere --set host=x", "target retry nowhere",
        "target consent nowhere",
        "target move nowhere --to embedded",
        "target remove nowhere",
        "person gaps", "directory kinds ldap", f"connector map {NAME}",
        "directory add ad --kind ldap --set url=nowhere --set base=x",
        "directory add ad --kind ldap --set base=OU=Staff,DC=example,DC=com "
        "--set url=ldap://127.0.0.1:1", "directory list", "directory show ad",
        "directory check ad", "directory sync ad",
        "directory set ad --set schedule=manual", "directory remove ad",
        "mailbox list", "mailbox messages quarantine",
        "mailbox folders quarantine", f"message conversation {largest}",
        "portal show",
        "portal set --set url=",
        f"message show {largest}", f"message show {largest} --raw",
        "message show 999999", "export --all --format eml "
        + str(folder / "on-a-terminal"), "vault check", "vault stats",
        "store kinds", "store kinds dir", "store check",
        f"store set --kind dir --set path={folder}/store-2", "store show",
        "vault move", "vault move --to local --keep",
        "user add bo@example.com --group Global-Reader",
        "user add a-person-with-a-long-name@example.com --title Anna-Berg",
        "user list", "user show a-person-with-a-long-name@example.com",
        "user set nobody --title x", "user disable nobody",
        "user enable nobody", "user reset-password nobody",
        "user unlock nobody", "user sign-out nobody", "user remove nobody",
        "user recover", "role list", "role-group list",
        "role-group show Local-Operators", "role-group add Importers",
        "role-group copy Importers Importers-2",
        "role-group set Importers --add Preview",
        "role-group add-member Importers local:owner",
        "role-group show Importers",
        "role-group remove-member Importers local:owner",
        "role-group remove Importers",
        "token add t --roles Preview", "token list", "token remove t",
        "identity-provider settings",
        "identity-provider set sso --set issuer=x",
        "identity-provider list", "identity-provider show sso",
        "identity-provider check sso", "identity-provider remove sso",
        "sign-in show", "sign-in set --set idle-minutes=1",
        "status", "alert check", "alert list --all",
        "alert show 999", "alert acknowledge 999", "alert rules",
        "alert set quarantine --bound 100000", "channel kinds",
        "channel kinds mail", "channel list",
        "channel add a-channel-with-a-long-name --kind syslog "
        "--set to=udp://127.0.0.1:9", "channel list",
        "channel show a-channel-with-a-long-name",
        "channel set a-channel-with-a-long-name --set severity=high",
        "channel test a-channel-with-a-long-name",
        "channel remove a-channel-with-a-long-name",
        "audit list", "audit list --limit 3",
        "catalog rebuild", "serve --nothing", "completion tcsh", "version",
        "help", "help connector", "frobnicate"]
    verbs = [v["name"] for v in w.ask("help", "--json").json()["verbs"]]
    for own in "metrics", "message html":  # formats as wide as they are
        verbs.remove(own)
    for verb in verbs:
        w.results.ok(f"{verb} is tried on a terminal", any(
            words.startswith(verb) for words in shown))
    for words in shown + [f"help {verb}" for verb in verbs]:
        said = in_terminal(
            ["env", f"ESTREAT_HOME={w.archive.home}", w.archive.program,
             *words.split()], seconds=60)
        w.seen.append(said)
        text = said.decode(errors="replace")
        # what is drawn over again is as wide as its widest state
        rows = [part for row in text.split("\n") for part in
                re.sub(r"\x1b\[K", "", row).split("\r")]
        w.results.ok(f"{words}: something is said", len(text) > 4)
        w.results.same(f"{words}: lines that are too wide", [
            row for row in rows if width(row) > 80], [])
        w.results.same(f"{words}: blanks at ends", [
            row for row in rows if row != row.rstrip() and
            row != SIGNATURE][:1], [])


def check_no_secret(w):
    """Not in any output, nor in clear in any file of the installation."""
    secret = w.secret.encode()
    w.results.ok("no output had the secret",
                 not any(secret in said for said in w.seen))
    files = [p for p in w.archive.home.rglob("*") if p.is_file() and
             secret in p.read_bytes()]
    w.results.same("no file has the secret", files, [])


def check_documented(w):
    """Every member that was seen stands in docs/formats/json.md."""
    source = pathlib.Path(__file__).resolve().parent.parent.parent
    text = (source / "docs/formats/json.md").read_text("utf-8")
    said = {title: set(re.findall(r"`([a-z0-9_]+)`", section))
            for title, section in re.findall(
                r"^## (.+?)\n(.*?)(?=^## |\Z)", text, re.M | re.S)}
    report = (source / "docs/formats/report.md").read_text("utf-8")
    for verb in "connector run", "connector report":
        said[verb] = set(re.findall(r"`([a-z0-9_]+)`", report))
    for words, seen in Asked.told.items():
        verb = " ".join(words) if " ".join(words) in said else words[0]
        w.results.ok(f"{verb} is documented", verb in said)
        w.results.same(f"{verb}: undocumented members",
                       seen - said.get(verb, set()), set())
        # of a report: the error of a run that had none
        w.results.same(f"{verb}: what is not known is null", {
            name for name in Asked.empty[words]
            if (verb, name) not in (("connector log", "version"),
                                    ("connector report", "error"),
                                    ("connector run", "error"))}, set())
    verbs = {v["name"] for v in w.ask("help", "--json").json()["verbs"]}
    w.results.same("verbs of the page", set(said), verbs)


def run():
    parser = argparse.ArgumentParser(description=__doc__)
    tenant.options(parser)
    args = parser.parse_args()
    programs, results = Programs.of_build(args.build), Results()
    with Tenant(programs, seed=args.seed, days=2, users=8, per_day=4) as \
            played, tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        w = World(played, results)
        for moment in list(played.days())[:2]:
            played.run_at(moment)
        check_help(w)
        check_completion(w)
        check_people(w, folder)
        check_wizard(w)
        check_installation(w, folder)
        check_secrets(w, folder)
        check_setup(w, folder)
        lines = check_account(w)
        fullest, messages = check_mailboxes(w, lines)
        check_message(w, messages)
        check_export(w, folder, fullest, messages)
        check_keeping(w)
        check_damage(w, folder)
        check_stores(w, folder)
        check_serving(w)
        check_terminal(w, folder, messages)
        check_no_secret(w)
        check_documented(w)
    return results.end()


if __name__ == "__main__":
    tenant.main(run)
