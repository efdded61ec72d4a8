#!/usr/bin/env python3
"""A company's RingCentral, archived day by day by the product, against the
truth: inventory, bytes, messages, copies and sums.

	ringcentral-days.py --build build
	ringcentral-days.py --build build --faults all=0.05 --setup zip=stored
	ringcentral-days.py --build build --kills 3 --auth code

A run at every midnight and one a week after the end. Then every object of the
truth must have the state the truth gives it, every file its SHA-256, every
message the readers of what is in it, and a further run must change nothing.
"""
import argparse
import collections
import csv
import email
import email.policy
import random
import subprocess
import time

import tenant
from tenant import Programs, Results, Tenant, say

NAME = "rc"
SUMS = ("listed", "archived", "unchanged", "excluded", "pending", "failed",
        "expired", "messages", "mapped", "copies", "quarantined")
WITH_BYTES = ("file", "attachment", "call-recording", "video-recording",
              "video-chat")
# counts of the sandbox that tell of a client that breaks a rule
TRAPS = ("bearer_leaks", "bad_requests", "tokens_in_url", "third_exports",
         "dead_token_used_again", "asked_in_penalty", "missing_scope")


def connect(played, auth, **more):
    """The connector as an administrator would add it."""
    greeting = played.sandbox.greeting["ringcentral"]
    secrets = ["client_secret", "jwt" if auth == "jwt" else "refresh_token"]
    settings = {"client-id": greeting["client_id"],
                "api-url": greeting["api"], "media-url": greeting["media"],
                "limit-share": "100", "export-poll": "1", "auth": auth,
                "since": played.sandbox.greeting["first_day"], **more}
    words = ["connector", "add", NAME, "--source", "ringcentral"]
    for key, value in settings.items():
        words += ["--set", f"{key}={value}"]
    for key in secrets:
        path = played.folder / key
        path.write_text(greeting[key] + "\n")
        path.chmod(0o600)
        words += ["--secret", f"{key.replace('_', '-')}={path}"]
    played.archive.do(*words)


class Truth:
    def __init__(self, facts, directory):
        own = [f for f in facts if f.get("source") == "ringcentral"]
        self.objects = {(f["kind"], f["id"], f["version"]): f
                        for f in own if f["type"] == "object"}
        self.chats = {f["id"]: f for f in own if f["type"] == "chat"}
        self.people = {f["person"]: f for f in own
                       if f["type"] == "extension"}
        with open(directory, encoding="utf-8") as rows:
            self.addresses = list(csv.DictReader(rows))
        self.mailboxes = {row["mailbox"].lower() for row in self.addresses}

    def holder(self, address, at):
        """Whose mailbox an address leads to then: it may change hands while
        RingCentral still shows it for who had it before."""
        return {row["mailbox"].lower() for row in self.addresses
                if row["address"].lower() == address.lower() and
                (not row["valid_from"] or row["valid_from"] <= at) and
                (not row["valid_until"] or at < row["valid_until"])}

    def readers(self, fact):
        """Mailboxes that must have it: those of who could read it then."""
        return {m.lower() for m in fact["members"]} & self.mailboxes

    def may_read(self, fact):
        """Who may have it besides: its author and who does a task, though
        they have left; at midnight, who was in the chat the day before."""
        own = [fact.get("author"), *fact.get("assignees", ())]
        chat = self.chats.get(fact["conversation"])
        members = [] if chat is None else [m["person"] for m in
                                           chat["members"]]
        return {self.people[k]["mailbox"].lower() for k in own + members
                if k in self.people}.union(
            *(self.holder(self.people[k]["email"], fact["at"]) for k in own
              if k in self.people))


class Held:
    """What the archive says it has: objects, and copies by message."""

    def __init__(self, log):
        self.objects, self.twice = {}, []
        self.copies = collections.Counter()
        self.parts = collections.defaultdict(list)  # Message-ID -> objects
        for line in log:
            if line["kind"] == "copy":
                key = line["message_id"], line["mailbox"].lower()
                self.copies[key] += -1 if line["state"] == "moved away" else 1
                continue
            key = line["kind"], line["object"], line["version"]
            if key in self.objects:
                self.twice.append(key)
            self.objects[key] = line
            if line["message_id"]:
                self.parts[line["message_id"]].append(key)


def is_more(key):
    """What the truth does not count: that a message or call was deleted."""
    return key[0] in ("message", "call") and key[2] == "deleted"


def check_inventory(held, known, results):
    results.same("objects listed once each", held.twice, [])
    for key, fact in known.objects.items():
        line, told = held.objects.get(key), fact["state"]
        if told == "unseen":
            # a deleted call's record still names its recording
            results.ok(f"{key}: never seen", line is None or (
                key[0] == "call-recording" and line["state"] == "expired"),
                str(line))
            continue
        if not results.ok(f"{key} ({told}) is in the inventory",
                          line is not None):
            continue
        results.same(f"{key}: state ({line['reason']})", line["state"], told)
        if told == "archived" and key[0] in WITH_BYTES:
            results.same(f"{key}: bytes", (line["size"], line["sha256"]),
                         (fact["size"], fact["sha256"]))
    for key, line in held.objects.items():
        results.ok(f"{key} is in the truth", key in known.objects or
                   is_more(key), str(line))


def check_copies(held, known, results):
    by_message = collections.defaultdict(set)
    for (id_, mailbox), n in held.copies.items():
        if n != 0:
            results.same(f"copies of {id_} in {mailbox}", n, 1)
            by_message[id_].add(mailbox)
    for id_, keys in held.parts.items():
        facts = [known.objects[k] for k in keys if k in known.objects]
        if not facts:
            continue  # a deletion alone
        must = set().union(*(known.readers(f) for f in facts))
        may = must.union(*(known.may_read(f) for f in facts))
        got = by_message[id_] - {"quarantine"}
        results.ok(f"{keys[:2]}: who has it", must <= got <= may,
                   f"missing {must - got}, beyond {got - may}")
        results.ok(f"{keys[:2]}: somebody has it", by_message[id_])


class Letters:
    """The exported mails by Message-ID, read by Python's own parser."""

    def __init__(self, archive, folder):
        paths, self.copies = archive.export(folder)
        self.all = {}
        for id_, path in paths.items():
            with open(path, "rb") as mail:
                self.all[id_] = email.message_from_binary_file(
                    mail, policy=email.policy.default)


def bare(text):
    """Without what lines are broken at: where no blanks are, between any two
    letters."""
    return "".join((text or "").split())


def text_of(letter):
    body = letter.get_body(("plain",))
    return "" if body is None else bare(body.get_content())


def check_letters(letters, held, known, results):
    results.same("mails exported", set(letters.all), set(held.parts))
    for id_, letter in letters.all.items():
        keys = held.parts.get(id_, [])
        facts = [known.objects[k] for k in keys if k in known.objects]
        check_thread(letter, letters, results)
        text = text_of(letter)
        for fact in facts:
            if fact["kind"] == "post" and "![:" not in (fact["text"] or ""):
                words = bare(fact["text"])
                results.ok(f"post {fact['id']}: its words are there",
                           words in text or fact["version"] == "deleted",
                           f"{words!r} not in {text[:300]!r}")
            if fact["kind"] in ("task", "note", "event"):
                results.ok(f"{fact['kind']} {fact['id']}: its title",
                           bare(fact["name"]) in text,
                           fact["name"])


def check_thread(letter, letters, results):
    """What comes later answers what is there; days share a root."""
    what, version = letter["Subject"], letter["X-Estreat-Version"]
    answered = letter["In-Reply-To"]
    if version != "0":
        results.ok(f"{what}: answers a message that is there",
                   answered and answered.strip() in letters.all, answered)
    root = letter["References"]
    if letter["X-Estreat-Conversation"]:
        results.ok(f"{what}: has a root", root and (
            version != "0" or root.split()[0] == answered.strip()), root)


def check_report(report, results, what):
    total = report["total"]
    results.same(f"{what}: sums closed", report["closed"], True)
    results.same(f"{what}: listed", total["listed"], sum(
        total[n] for n in ("archived", "unchanged", "excluded", "pending",
                           "failed", "expired")))
    results.same(f"{what}: mapped", total["mapped"],
                 total["copies"] + total["quarantined"])


def check_runs(archive, results):
    sums = collections.Counter()
    last = archive.report(name=NAME)["run"]
    for run in range(1, last + 1):
        report = archive.report(run, name=NAME)
        if report["state"] == "done":
            check_report(report, results, f"run {run}")
        sums.update({n: report["total"][n] for n in SUMS})
    return sums


def check_idle(played, held, results):
    """A further run changes nothing."""
    archive = played.archive
    archive.run(NAME)
    report = archive.report(name=NAME)
    check_report(report, results, "a further run")
    for name in ("archived", "messages", "copies", "quarantined"):
        results.same(f"a further run: {name}", report["total"][name], 0)
    again = Held(archive.log(name=NAME))
    results.same("a further run: copies", again.copies, held.copies)
    results.same("a further run: states",
                 {k: v["state"] for k, v in again.objects.items()},
                 {k: v["state"] for k, v in held.objects.items()})


def check_stats(played, results, kills):
    counts = played.sandbox.stats().get("counts", {})
    for trap in TRAPS:
        # whoever is killed between looking and ordering leaves tasks behind
        if trap != "third_exports" or not kills:
            results.same(f"sandbox: {trap}", counts.get(trap, 0), 0)


def kill_some(archive, dice, kills):
    """Runs that are killed at a moment nobody chose."""
    for _ in range(kills):
        process = archive.start("connector", "run", NAME,
                                stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)
        # not to wait for anything: the moment of the kill is the test
        time.sleep(dice.uniform(0.05, 2.5))
        tenant.kill_group(process)
        process.wait()


def play(played, again, kills):
    """Every midnight, and once more a week later."""
    dice = random.Random(played.first.timestamp())
    for moment in played.days():
        if moment == played.last_run:
            # a person's authorisation ends after a week without a sign-in
            played.sandbox.set_now(moment - 3 * tenant.DAY)
            played.archive.do("connector", "check", NAME, codes=(0, 1))
        played.sandbox.set_now(moment)
        kill_some(played.archive, dice, kills)
        for n in range(1 + again):
            done = played.archive.run(NAME, codes=(0, 1, 3))
            if done.returncode == 0 and not tenant.retry_wanted(
                    played.archive.report(name=NAME)):
                break


def check_all(played, results, again, kills):
    archive = played.archive
    checked = archive.do("connector", "check", NAME)
    results.ok("check: ready", "fail" not in checked.stdout.split("\n")[0],
               checked.stdout)
    play(played, again, kills)
    known = Truth(played.sandbox.facts, played.sandbox.directory)
    held = Held(archive.log(name=NAME))
    letters = Letters(archive, played.folder / "mails")
    sums = check_runs(archive, results)
    check_inventory(held, known, results)
    check_copies(held, known, results)
    check_letters(letters, held, known, results)
    results.same("messages of all runs", sums["messages"], len(letters.all))
    check_idle(played, held, results)
    check_stats(played, results, kills)
    archive.check()
    say(f"{len(known.objects)} objects, {len(letters.all)} messages, "
        f"{sum(sums[n] for n in ('copies', 'quarantined'))} copies")


def main():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    parser.add_argument("--setup", action="append", default=[])
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--auth", default="jwt", choices=("jwt", "code"))
    parser.add_argument("--kills", type=int, default=0,
                        help="so many runs killed before each whole one")
    args = parser.parse_args()
    results = Results()
    options = ["--also", "ringcentral"]
    for text in args.setup:
        options += ["--setup", f"ringcentral.{text}"]
    with Tenant(Programs.of_build(args.build), seed=args.seed,
                days=args.days or 5, users=args.users or 12, connect=False,
                faults=args.faults, options=options) as played:
        connect(played, args.auth,
                **dict(s.split("=", 1) for s in args.set))
        check_all(played, results, 6 if args.faults else 1, args.kills)
    return results.end()


if __name__ == "__main__":
    tenant.main(main)
