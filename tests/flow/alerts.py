#!/usr/bin/env python3
"""Alerts are opened, told, acknowledged and over, whatever dies or hangs.

	alerts.py --build build [--kills 12] [--only mail|webhook|syslog|serve|
	                                       killed|metrics|audit]

The disk's rule is what is switched on and off: with a bound of 0 percent any
disk is too full, with 100 none is (a full disk would fail the test).
"""
import argparse
import base64
import csv
import datetime
import hashlib
import hmac
import io
import json
import os
import pathlib
import queue
import random
import signal
import sys
import tempfile

import exposition
import receivers
import tenant
from tenant import Archive, Programs, Results, kill_group, say

USAGE, RETRY, SOURCE = 2, 3, 4


class Watched(Archive):
    """An installation with its alerts."""

    def __init__(self, programs, folder):
        super().__init__(programs, folder / "home")
        self.folder = folder
        self.init()

    def channel(self, name, kind, settings, secrets=()):
        words = ["channel", "add", name, "--kind", kind]
        for key, value in settings.items():
            words += ["--set", f"{key}={value}"]
        for key, value in dict(secrets).items():
            path = self.folder / f"{name}-{key}"
            path.write_text(value + "\n")
            path.chmod(0o600)
            words += ["--secret", f"{key}={path}"]
        self.do(*words)

    def disk(self, full):
        self.do("alert", "set", "disk", "--bound", 0 if full else 100)

    def alerts(self, *words):
        return json.loads(self.do("alert", "list", "--json",
                                  *words).stdout)["alerts"]

    def check(self):
        return json.loads(self.do("alert", "check", "--json").stdout)

    def channels(self):
        listed = json.loads(self.do("channel", "list", "--json").stdout)
        return {c["name"]: c for c in listed["channels"]}


# --- by mail ----------------------------------------------------------------

def play_mail(programs, results, _):
    sink = receivers.Mail("archive", "pass word")
    with tempfile.TemporaryDirectory() as folder:
        w = Watched(programs, pathlib.Path(folder))
        w.channel("ops", "mail", {
            "host": "localhost", "port": sink.port, "tls": "none",
            "from": "archive@example.com", "auth": "plain", "user": "archive",
            "to": "anna@example.com bo@example.com"},
            {"password": "pass word"})
        w.do("channel", "test", "ops")
        to, mail = sink.next()
        results.same("the test's subject", mail["Subject"],
                     "[Estreat] Test of a channel")
        results.same("the first recipient", to, ["anna@example.com"])
        results.same("the second", sink.next()[0], ["bo@example.com"])
        w.disk(True)
        w.check()
        _, opened = sink.next()
        _, twin = sink.next()
        results.same("subject", opened["Subject"],
                     "[Estreat] Low: A disk is nearly full - disk home")
        results.same("From", opened["From"], "Estreat <archive@example.com>")
        results.same("To", opened["To"],
                     "anna@example.com, bo@example.com")
        results.same("no answers", opened["Auto-Submitted"],
                     "auto-generated")
        results.ok("the same message", twin["Message-ID"] ==
                   opened["Message-ID"] and twin.as_bytes() ==
                   opened.as_bytes())
        body = opened.get_content()
        for word in ("full", "archive.example", "disk home", "low",
                     "estreat alert show 1"):
            results.ok(f"the text says {word}", word in body, body)
        w.check()
        results.same("told once", sink.all(), [])
        w.do("alert", "acknowledge", 1, "--note", "a new disk comes")
        shown = json.loads(w.do("alert", "show", 1, "--json").stdout)
        results.same("seen", (shown["state"], shown["note"]),
                     ("acknowledged", "a new disk comes"))
        w.disk(False)
        w.check()
        _, over = sink.next()
        results.same("over", over["Subject"],
                     "[Estreat] Over: A disk is nearly full - disk home")
        results.same("one thread", over["References"], opened["References"])
        sink.next()
        results.same("nothing is open", w.alerts(), [])
        results.same("it is kept", [a["state"] for a in w.alerts("--all")],
                     ["over"])
        mail_troubles(w, sink, results)
        digest(w, sink, results)


def mail_troubles(w, sink, results):
    sink.refuse = {"DATA": "451 4.3.0 later"}
    failed = w.do("channel", "test", "ops", codes=(RETRY,))
    results.ok("why", "later" in failed.stderr, failed.stderr)
    sink.refuse = {"RCPT": "550 5.1.1 nobody here"}
    failed = w.do("channel", "test", "ops", codes=(SOURCE,))
    results.ok("who", "anna@example.com" in failed.stderr, failed.stderr)
    sink.refuse = {}
    path = w.folder / "wrong"
    path.write_text("wrong\n")
    path.chmod(0o600)
    w.do("channel", "set", "ops", "--secret", f"password={path}")
    failed = w.do("channel", "test", "ops", codes=(SOURCE,))
    results.ok("no secret is told", "wrong" not in failed.stderr
               and "pass word" not in failed.stderr, failed.stderr)
    path.write_text("pass word\n")
    w.do("channel", "set", "ops", "--secret", f"password={path}")
    sink.all()


def digest(w, sink, results):
    """Due by its schedule: the row's time is put back."""
    w.do("channel", "set", "ops", "--set", "digest=daily 07:00")
    w.check()
    results.same("not yet", sink.all(), [])
    w.do("channel", "set", "ops", "--set", "digest=* * * * *")
    limit = datetime.datetime.now() + datetime.timedelta(seconds=90)
    mail = None
    while mail is None and datetime.datetime.now() < limit:
        w.check()
        try:
            mail = sink.next(timeout=2)[1]
        except queue.Empty:
            pass
    results.ok("a digest came", mail is not None
               and mail["Subject"] == "[Estreat] How everything is",
               str(mail and mail["Subject"]))
    results.ok("it says how it is", mail is not None
               and "Nothing needs a person." in mail.get_content())


# --- by webhook -------------------------------------------------------------

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef").decode()


def signature(headers, body):
    text = b".".join([headers["webhook-id"].encode(),
                      headers["webhook-timestamp"].encode(), body])
    return "v1," + base64.b64encode(hmac.new(
        b"0123456789abcdef", text, hashlib.sha256).digest()).decode()


def play_webhook(programs, results, _):
    hook = receivers.Hook()
    with tempfile.TemporaryDirectory() as folder:
        w = Watched(programs, pathlib.Path(folder))
        w.channel("hook", "webhook", {"url": hook.url},
                  {"signing-secret": SECRET,
                   "authorization": "Bearer abc"})
        w.do("channel", "test", "hook")
        _, headers, body = hook.next()
        results.same("signed", headers["webhook-signature"],
                     signature(headers, body))
        results.same("authorization", headers["Authorization"], "Bearer abc")
        results.same("a test", json.loads(body)["event"], "test")
        hook.answers = [302]
        failed = w.do("channel", "test", "hook", codes=(SOURCE,))
        results.ok("not followed", "not followed" in failed.stderr,
                   failed.stderr)
        results.same("asked once", len(hook.all()), 1)
        hook.answers, hook.asked = [503, 204], 0
        w.disk(True)
        w.check()
        results.same("refused for now", hook.next()[0], 503)
        listed = w.channels()["hook"]
        results.same("it waits", (listed["waiting"],
                                  listed["failing_since"] is not None),
                     (1, True))
        w.check()
        results.same("not asked again so soon", hook.all(), [])
        # a change of settings tries it at once
        w.do("channel", "set", "hook", "--set", "timeout=10")
        w.check()
        answer, headers, body = hook.next()
        told = json.loads(body)
        results.same("then taken", (answer, told["event"], told["rule"]),
                     (204, "opened", "disk"))
        results.same("its key", told["key"], headers["webhook-id"])
        results.same("signed anew", headers["webhook-signature"],
                     signature(headers, body))
        results.same("nothing waits", w.channels()["hook"]["waiting"], 0)
        failed = w.do("channel", "set", "hook", "--set",
                      "url=http://hooks.example.com/", codes=(USAGE,))
        results.ok("not in the clear", "url" in failed.stderr)


# --- by syslog --------------------------------------------------------------

def play_syslog(programs, results, _):
    for kind in ("udp", "tcp"):
        server = receivers.Syslog(kind)
        with tempfile.TemporaryDirectory() as folder:
            w = Watched(programs, pathlib.Path(folder))
            w.channel("log", "syslog", {"to": server.url,
                                        "facility": "local0"})
            w.disk(True)
            w.check()
            line = server.next()
            # local0 is 16; low is a warning
            results.ok(f"{kind}: head", line.startswith("<132>1 20"), line)
            results.ok(f"{kind}: data", 'rule="disk" subject="disk home" '
                       'severity="low"] \ufeffLow: A disk' in line, line)
            results.ok(f"{kind}: one line", "\n" not in line)
            w.disk(False)
            w.check()
            line = server.next()
            results.ok(f"{kind}: over", line.startswith("<133>1")
                       and "Over: A disk" in line, line)


# --- while it serves --------------------------------------------------------

def play_serve(programs, results, _):
    """A webhook that hangs and a server that is not there stop nobody."""
    hook, sink, log = (receivers.Hook(), receivers.Mail(),
                       receivers.Syslog("udp"))
    hook.answers = ["hang"]
    with tempfile.TemporaryDirectory() as folder:
        w = Watched(programs, pathlib.Path(folder))
        w.channel("a-hangs", "webhook", {"url": hook.url, "timeout": 60})
        w.channel("b-away", "syslog", {"to": "tcp://127.0.0.1:1"})
        w.channel("mail", "mail", {
            "host": "localhost", "port": sink.port, "tls": "none",
            "from": "a@example.com", "to": "ops@example.com"})
        w.channel("sys", "syslog", {"to": log.url})
        w.disk(True)
        serve = w.start("serve")
        try:
            results.ok("mail", "A disk" in sink.next()[1]["Subject"])
            results.ok("syslog", "A disk" in log.next())
            results.same("the hook hangs", hook.next()[0], "hang")
            asked = json.loads(w.do("status", "--json").stdout)
            results.ok("served", asked["served"])
            results.same("what needs a person",
                         [(a["rule"], a["severity"])
                          for a in asked["attention"]], [("disk", "low")])
        finally:
            hook.release.set()
            os.killpg(serve.pid, signal.SIGTERM)
            results.same("ended in good order", serve.wait(60), 0)
        waiting = {n: c["waiting"] for n, c in w.channels().items()}
        results.same("what waits", waiting,
                     {"a-hangs": 1, "b-away": 1, "mail": 0, "sys": 0})
        conditions(w, sink, results)


def conditions(w, sink, results):
    """Other things that are not in order, without anybody serving."""
    for name in ("a-hangs", "b-away", "sys"):
        w.do("channel", "remove", name)
    w.disk(False)
    w.check()
    sink.all()
    day = (datetime.date.today() + datetime.timedelta(days=10)).isoformat()
    w.channel("expires", "syslog", {"to": "udp://127.0.0.1:9",
                                    "secret-expires": day})
    w.do("target", "add", "mails", "--kind", "maildir", "--set",
         f"root={w.folder / 'mails'}", "--set", f"secret-expires={day}",
         codes=(0, USAGE))
    w.check()
    found = [(a["rule"], a["subject"], a["severity"]) for a in w.alerts()]
    results.same("a secret that expires", found,
                 [("expiry", "target mails, secret", "medium")])
    results.ok("told", day in sink.next()[1].get_content())


# --- killed -----------------------------------------------------------------

def play_killed(programs, results, kills):
    """Whenever the process dies, nothing is lost and nothing is said twice
    but with the same key."""
    chance = random.Random(5)
    hook = receivers.Hook()
    with tempfile.TemporaryDirectory() as folder:
        w = Watched(programs, pathlib.Path(folder))
        w.channel("hook", "webhook", {"url": hook.url})
        for n in range(kills):
            w.disk(n % 2 == 0)
            serve = w.start("serve")
            try:
                # until it is told, or for a while: before, within, after
                serve.wait(chance.choice([0.3, 0.9, 1.5, 2.5]))
            except tenant.subprocess.TimeoutExpired:
                pass
            kill_group(serve)
            serve.wait(60)
        w.disk(False)
        w.check()
        w.check()
        told = [json.loads(body) for _, _, body in hook.all()]
        keys = {}
        for t in told:
            keys.setdefault((t["alert"], t["event"]), set()).add(t["key"])
        kept = w.alerts("--all")
        say(f"{len(told)} told of {len(kept)} alerts in {kills} kills")
        results.ok("there were alerts", len(kept) > 0)
        results.same("all are over", {a["state"] for a in kept}, {"over"})
        results.same("each began and ended, said with one key", {
            k: len(v) for k, v in keys.items()}, {
                (a["id"], event): 1 for a in kept
                for event in ("opened", "closed")})
        results.same("nothing waits", w.channels()["hook"]["waiting"], 0)
        order = {}
        for t in told:
            order.setdefault(t["alert"], []).append(t["event"])
        results.ok("the end comes behind the beginning", all(
            events.index("closed") > events.index("opened")
            for events in order.values()), order)


# --- figures ----------------------------------------------------------------

def play_metrics(programs, results, _):
    with tempfile.TemporaryDirectory() as folder:
        w = Watched(programs, pathlib.Path(folder))
        w.channel('o"p\\s', "syslog", {"to": "udp://127.0.0.1:9"})
        w.do("connector", "add", 'zo"om', "--source", "zoom-meetings",
             "--set", "account-id=x", "--set", "client-id=y",
             "--set", "api-url=http://localhost:1", "--set",
             "token-url=http://localhost:1/t", "--secret",
             f"client-secret={secret(w.folder)}")
        w.do("target", "add", "mails", "--kind", "maildir", "--set",
             f"root={w.folder / 'mails'}")
        families = exposition.read(w.do("metrics").stdout)
        results.ok("many families", len(families) > 35, len(families))
        results.ok("all are ours", all(f.startswith("estreat_")
                                       for f in families))
        for name in ("connector_active", "target_copies", "disk_free_bytes",
                     "alerts_open", "channel_waiting", "build_info",
                     "connector_objects_at_risk", "connector_runs_total"):
            results.ok(name, families.get(f"estreat_{name}", (0, 0, {}))[2])
        results.same("names as they are", list(
            families["estreat_connector_active"][2]), [
                (("connector", 'zo"om'), ("source", "zoom-meetings"))])
        for bad in ('a_b{c="d} 1\n', "a 1\n# TYPE a gauge\n",
                    "# HELP a b\n# TYPE a gauge\na x\n",
                    "# HELP a b\n# TYPE a counter\na 1\n", "a 1"):
            try:
                exposition.read(bad)
                results.ok(f"the reader takes {bad!r}", False)
            except (exposition.Bad, IndexError):
                pass
        failing(w, results)


def secret(folder):
    path = folder / "a.secret"
    path.write_text("s\n")
    path.chmod(0o600)
    return path


def failing(w, results):
    w.do("alert", "set", "run-failing", "--bound", 0)
    w.run('zo"om', codes=(RETRY, SOURCE))
    w.check()
    found = {(a["rule"], a["subject"]) for a in w.alerts()}
    results.ok("a source that cannot be reached",
               ("run-failing", 'connector zo"om') in found, found)
    families = exposition.read(w.do("metrics").stdout)
    results.same("failing", list(
        families["estreat_connector_failing"][2].values()), [1])
    text = w.do("status").stdout
    results.ok("status for people", "A source cannot be reached" in text
               and 'zo"om' in text, text)


# --- who did what -----------------------------------------------------------

def play_audit(programs, results, _):
    with tempfile.TemporaryDirectory() as folder:
        w = Watched(programs, pathlib.Path(folder))
        for n in range(7):
            w.do("alert", "set", "disk", "--bound", 10 + n)
        w.channel("log", "syslog", {"to": "udp://127.0.0.1:9"})
        whole = json.loads(w.do("audit", "list", "--json").stdout)
        results.same("newest first", [a["operation"] for a in whole["acts"]],
                     ["channel add"] + 7 * ["alert set"] + ["init"])
        first = whole["acts"][0]
        results.same("what it is", (first["object"], first["outcome"],
                                    first["origin"]),
                     ("channel log", "done", "command line"))
        results.same("its detail", json.loads(first["detail"])["settings"],
                     {"to": "udp://127.0.0.1:9"})
        pages, before = [], []
        while True:
            page = json.loads(w.do("audit", "list", "--json", "--limit", 4,
                                   *before).stdout)
            pages += page["acts"]
            if page["next"] is None:
                break
            before = ["--before", page["next"]]
        results.same("pages are the whole", [a["id"] for a in pages],
                     [a["id"] for a in whole["acts"]])
        serve = w.start("serve")  # they move into the vault
        known = {a["id"] for a in whole["acts"]}  # starting is one too
        moved = []
        while len(moved) < 9:
            listed = json.loads(w.do("audit", "list", "--json").stdout)
            results.same("all, while they move",
                         [a["id"] for a in listed["acts"]
                          if a["id"] in known],
                         [a["id"] for a in whole["acts"]])
            moved = [a for a in listed["acts"]
                     if a["record"] and a["id"] in known]
        os.killpg(serve.pid, signal.SIGTERM)
        serve.wait(60)
        rows = list(csv.DictReader(io.StringIO(
            w.do("audit", "list", "--format", "csv").stdout)))
        results.same("as CSV", [r["id"] for r in rows if r["id"] in known],
                     [a["id"] for a in whole["acts"]])
        some = json.loads(w.do("audit", "list", "--json", "--verb", "alert",
                               "--text", '"bound":12').stdout)
        results.same("filtered", len(some["acts"]), 1)
        today = datetime.datetime.now(datetime.timezone.utc).date()
        some = json.loads(w.do("audit", "list", "--json", "--until",
                               today - datetime.timedelta(days=1)).stdout)
        results.same("none of yesterday", some["acts"], [])
        w.do("catalog", "rebuild")
        again = json.loads(w.do("audit", "list", "--json").stdout)["acts"]
        results.same("the same from a catalog made anew",
                     [a["id"] for a in again if a["id"] in known],
                     [a["id"] for a in whole["acts"]])


PARTS = {"mail": play_mail, "webhook": play_webhook, "syslog": play_syslog,
         "serve": play_serve, "killed": play_killed, "metrics": play_metrics,
         "audit": play_audit}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    tenant.options(parser)
    parser.add_argument("--only", action="append", choices=list(PARTS))
    parser.add_argument("--kills", type=int, default=10)
    args = parser.parse_args()
    programs, results = Programs.of_build(args.build), Results()
    for name, play in PARTS.items():
        if not args.only or name in args.only:
            say(name)
            play(programs, results, args.kills)
    return results.end()


if __name__ == "__main__":
    tenant.main(main)
