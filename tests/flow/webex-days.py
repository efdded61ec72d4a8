#!/usr/bin/env python3
"""Play a Webex organisation day by day and hold the archive to its truth.

webex-days.py --build build [--seed N] [--days N] [--faults SPEC]

Every object of the truth must be in the inventory once, with the truth's
state and, where it has bytes, their SHA-256; nothing else may be there. The
copies must be those that the people of each message and the directory ask
for; the sums must close; a further run must change nothing; the days of a
conversation must be threaded; and no token may have gone where it must not.
"""
import argparse
import collections
import csv
import email
import email.policy
import pathlib
from datetime import timedelta

from main_job import check_report
from tenant import (Archive, Programs, Results, Tenant, main, options,
                    parse_time, retry_wanted, say)

NAME = "webex"
WITH_BYTES = ("file", "recording", "transcript", "captions")


class WebexArchive(Archive):
    """The same command line, with a Webex connector."""

    def add_connector(self, sandbox, folder, name=NAME, codes=(0,), **more):
        greeting = sandbox.greeting["webex"]
        settings = {"client-id": greeting["client_id"],
                    "api-url": greeting["api"],
                    "token-url": greeting["token"],
                    "recording-hosts": "localhost,127.0.0.1",
                    "requests-per-minute": "1000000",
                    "since": sandbox.greeting["first_day"], **more}
        words = ["connector", "add", name, "--source", "webex"]
        for key, value in settings.items():
            words += ["--set", f"{key}={value}"]
        secrets = {"client-secret": greeting["client_secret"],
                   "refresh-token": greeting["refresh_token"]}
        for key, value in secrets.items():
            path = pathlib.Path(folder) / f"{name}-{key}"
            path.write_text(value + "\n", encoding="utf-8")
            path.chmod(0o600)
            words += ["--secret", f"{key}={path}"]
        return self.do(*words, codes=codes)


class Org(Tenant):
    """A tenant of which only the Webex side is collected."""

    def __init__(self, programs, settings=None, **more):
        super().__init__(programs, connect=False, per_day=1,
                         options=["--also", "webex"], **more)
        self.archive.__class__ = WebexArchive
        self.facts = [f for f in self.sandbox.facts
                      if f.get("source") == "webex"]
        own = next(f for f in self.facts if f["type"] == "tenant")
        self.until = parse_time(own["until"])
        self.last_run = parse_time(own["last_run"])
        try:
            self.archive.add_connector(self.sandbox, self.folder,
                                       **(settings or {}))
        except BaseException:
            self.sandbox.stop()
            raise

    def run_at(self, moment, again=0, run=None):
        self.sandbox.set_now(moment)
        self.runs.append(moment)
        for _ in range(again):
            # a fault may end a run: the next one goes on with it
            process = self.archive.run(NAME, codes=(0, 1, 3, 4))
            if process.returncode:
                say(f"run at {moment}: {process.stderr.strip()[-600:]}")
            if process.returncode == 0 and not retry_wanted(
                    self.archive.report(name=NAME)):
                return


def objects_of(log):
    found, twice = {}, []
    for line in log:
        if line["kind"] == "copy":
            continue
        key = line["kind"], line["object"], line["version"]
        if key in found:
            twice.append(key)
        found[key] = line
    return found, twice


def check_inventory(org, held, twice, results):
    wanted = {(f["kind"], f["id"], f["version"]): f for f in org.facts
              if f["type"] == "object"}
    results.same("objects listed once each", twice, [])
    for key, fact in wanted.items():
        line = held.get(key)
        if fact["state"] == "unseen":
            results.ok(f"{key}: never seen", line is None, str(line))
            continue
        if not results.ok(f"{key} ({fact['state']}) is in the inventory",
                          line is not None):
            continue
        results.same(f"{key} at {fact['at']}: state ({line['reason']})",
                     line["state"], fact["state"])
        results.ok(f"{key}: a reason",
                   line["state"] == "archived" or line["reason"])
        if fact["state"] == "archived" and fact["kind"] in WITH_BYTES:
            results.same(f"{key}: bytes", (line["size"], line["sha256"]),
                         (fact["size"], fact["sha256"]))
    for key, line in held.items():
        results.ok(f"{key} is in the truth", key in wanted
                   or key[0] == "team", str(line))
    say(f"{len(wanted)} objects: " + ", ".join(
        f"{n} {kind}" for kind, n in sorted(collections.Counter(
            k[0] for k in wanted).items())))


def check_teams(org, held, results, daily=True):
    """New names of teams: nobody tells of them, each run compares.

    A team is looked at when somebody posts in one of its spaces. The first
    run that sees another name than the run before tells it in the spaces
    that had posts since."""
    spaces = collections.defaultdict(list)
    for fact in org.facts:
        if fact["type"] == "conversation" and fact["team"]:
            spaces[fact["team"]].append(fact["id"])
    posted = collections.defaultdict(set)  # space -> runs that see a post
    for fact in org.facts:
        if fact["type"] == "object" and fact["kind"] == "message" and \
                fact["version"] == "":
            run = next((r for r in org.runs if parse_time(fact["at"]) < r
                        - timedelta(seconds=5)), None)
            posted[fact["conversation"]].add(run)
    wanted, may = set(), {}
    for team in (f for f in org.facts if f["type"] == "team"):
        renamed = parse_time(team["renamed"])
        if renamed is None:
            continue
        looks = sorted(r for r in set().union(
            *(posted[s] for s in spaces[team["id"]])) if r)
        before = [r for r in looks if r < renamed]
        after = [r for r in looks if r > renamed]
        for space in spaces[team["id"]]:
            may[space] = renamed
        if not daily or not before or not after or \
                after[0] != next(r for r in org.runs if r > renamed):
            continue
        wanted |= {("team", space, f"{after[0]:%Y-%m-%d}")
                   for space in spaces[team["id"]]
                   if after[0] in posted[space]}
    for key in wanted:
        results.ok(f"{key}: the new name is told", key in held)
    for key in held:
        if key[0] == "team":
            results.ok(f"{key}: has a new name by then", key[1] in may and
                       f"{may[key[1]]:%Y-%m-%d}" <= key[2], may)
    say(f"{len(wanted)} new names of teams at least")
    return wanted


# --- mails -------------------------------------------------------------------

def read_mail(path):
    with open(path, "rb") as mail:
        return email.message_from_binary_file(mail,
                                              policy=email.policy.default)


def squeezed(text):
    return "".join(text.split())


def mailboxes(org):
    """Those of the directory: guests have none."""
    with open(org.sandbox.directory, encoding="utf-8", newline="") as rows:
        return {row["mailbox"].lower() for row in csv.DictReader(rows)}


def true_people(fact):
    """Whose mailboxes a thing belongs in, by the truth."""
    people = list(fact.get("recipients", []))
    if "author" in fact:
        people.append(fact["author"])
    return {p["true_email"].lower() for p in people if p["true_email"]}


def check_copies(org, held, copies, results):
    """Who was there when something was said has it in their mailbox."""
    facts = {(f["kind"], f["id"], f["version"]): f for f in org.facts
             if f["type"] == "object"}
    have = collections.defaultdict(set)
    for (id_, mailbox), n in copies.items():
        results.same(f"copies of {id_} in {mailbox}", n, 1)
        have[id_].add(mailbox)
    parts = collections.defaultdict(list)
    for key, line in held.items():
        if line["message_id"] and key in facts and \
                key[0] in ("message", "membership", "card-action", "room"):
            parts[line["message_id"]].append(facts[key])
    ours = mailboxes(org)
    for id_, told in parts.items():
        # an address may change hands: a message has one time, its first
        first = min(f["day"] for f in told)
        must = set().union(*(true_people(f) for f in told
                             if f["day"] == first)) & ours
        may = set().union(*map(true_people, told))
        results.ok(f"{id_}: everybody has it", must <= have[id_],
                   f"missing {must - have[id_]}")
        known = {m for m in have[id_] if "quarantine" not in m}
        results.ok(f"{id_}: nobody else", known <= may,
                   f"too many {known - may}")


def check_threads(org, paths, held, results):
    """The days of a conversation share their first reference."""
    roots = collections.defaultdict(set)
    texts = {}
    for id_, path in paths.items():
        mail = read_mail(path)
        if not mail["X-Estreat-Conversation"]:
            continue
        references = (mail["References"] or "").split()
        if mail["X-Estreat-Kind"] != "meeting":
            results.ok(f"{path.name}: references", len(references) > 0)
        results.ok(f"{path.name}: answers something", mail["In-Reply-To"]
                   or mail["X-Estreat-Kind"] == "meeting")
        results.same(f"{path.name}: each once", len(references),
                     len(set(references)))
        if references:
            roots[mail["X-Estreat-Conversation"]].add(references[0])
        texts[id_] = squeezed(mail.get_body(("plain",)).get_content())
    for room, first in roots.items():
        results.same(f"{room}: one thread", len(first), 1)
    shown = 0
    for fact in org.facts:
        key = (fact.get("kind"), fact.get("id"), fact.get("version"))
        if fact["type"] != "object" or fact["kind"] != "message" or \
                not fact.get("text") or key not in held:
            continue
        text = texts.get(held[key]["message_id"], "")
        # long words are broken, and so are lines without blanks
        results.ok(f"{key}: its text is in the message",
                   squeezed(fact["text"]) in text, fact["text"])
        shown += 1
    names = {space: team["names"] for team in org.facts if
             team["type"] == "team" for space in
             (f["id"] for f in org.facts if f["type"] == "conversation"
              and f["team"] == team["id"])}
    for key, line in held.items():
        if key[0] == "team":
            text = texts.get(line["message_id"], "")
            results.ok(f"{key}: both names are in the message",
                       all(squeezed(n) in text for n in names[key[1]]),
                       names[key[1]])
    say(f"{len(roots)} threads, {shown} texts read in messages")


def check_polls(org, paths, held, results):
    """Who chose what, each once, however the pages part it."""
    seen = 0
    for fact in org.facts:
        line = held.get((fact.get("kind"), fact.get("id"), ""))
        if fact["type"] != "object" or fact["kind"] != "meeting-poll" or \
                not line or not line["message_id"]:
            continue
        text = squeezed(read_mail(paths[line["message_id"]]).get_body(
            ("plain",)).get_content())
        for poll in fact["polls"]:
            title = squeezed(f"Poll: {poll['question']}")
            results.same(f"{fact['id']}: {title} stands there once",
                         text.count(title + "-answers"), 1)
            for name, choice in poll["votes"].items():
                row = squeezed(f"Participant: {name} Answer: {choice}")
                results.ok(f"{fact['id']}: {row}", row in text)
            seen += len(poll["votes"])
    results.ok("polls were answered", seen > 5, str(seen))


def check_traps(org, results):
    counts = org.sandbox.stats().get("counts", {})
    for trap in ("bearer_leaks", "bad_requests", "tokens_in_url",
                 "dead_token_used_again", "missing_scope"):
        results.same(trap, counts.get(trap, 0), 0)


def play(programs, args, results, what, **tenant):
    say(what)
    with Org(programs, seed=args.seed, days=args.days or 5,
             users=args.users or 12, **tenant) as org:
        org.play(again=8)
        archive = org.archive
        check_report(archive.report(name=NAME), results, what)
        held, twice = objects_of(archive.log(name=NAME))
        check_inventory(org, held, twice, results)
        check_teams(org, held, results)
        paths, copies = archive.export(org.folder / "export")
        if not tenant.get("settings"):
            check_copies(org, held, copies, results)
            check_threads(org, paths, held, results)
        check_polls(org, paths, held, results)
        archive.run(NAME)
        report = archive.report(name=NAME)
        results.same(f"{what}: nothing new", report["total"]["messages"], 0)
        archive.check()
        check_traps(org, results)
        say(f"{len(copies)} copies, runs {len(org.runs)}")


def play_late(programs, args, results):
    """A first run when all is over: deleted posts are there all the same.

    By small pages: polls lie across their borders."""
    say("a first run a week later, and one for what was not decrypted")
    with Org(programs, seed=args.seed, days=args.days or 5,
             users=args.users or 12, setup="webex.page=4") as org:
        org.run_at(org.last_run, again=3)
        org.run_at(org.last_run + timedelta(days=1), again=3)
        held, twice = objects_of(org.archive.log(name=NAME))
        check_inventory(org, held, twice, results)
        paths, _ = org.archive.export(org.folder / "export")
        check_polls(org, paths, held, results)
        check_traps(org, results)


def play_backfill(programs, args, results):
    """The feed reaches back a day only: older posts come by their spaces.

    What was edited since has its newest text, and the first one is told as
    gone; what was deleted cannot be seen."""
    say("a feed of one day")
    with Org(programs, seed=args.seed, days=args.days or 5,
             users=args.users or 12, settings={"feed-days": "1"}) as org:
        org.run_at(org.until, again=3)
        org.run_at(org.until + timedelta(hours=12), again=3)
        held, twice = objects_of(org.archive.log(name=NAME))
        results.same("objects listed once each", twice, [])
        posts = [f for f in org.facts if f["type"] == "object" and
                 f["kind"] == "message" and parse_time(f["at"]) <= org.until]
        deleted = {f["id"] for f in posts if f["version"] == "deleted"}
        edits = collections.defaultdict(list)
        for fact in posts:
            if fact["version"] not in ("", "deleted"):
                edits[fact["id"]].append(fact["version"])
        counts = collections.Counter()
        for fact in posts:
            key = ("message", fact["id"], fact["version"])
            # the feed is asked for some seconds more than it must have
            if fact["id"] in deleted or parse_time(fact["at"]) >= \
                    org.until - timedelta(days=1, seconds=5):
                continue
            newest = max(edits[fact["id"]], default="")
            if fact["version"] not in (newest, ""):
                continue
            want = "archived" if fact["version"] == newest else "expired"
            results.same(f"{key} at {fact['at']}: state",
                         held.get(key, {}).get("state"), want)
            counts[want] += 1
        gone = {f["person"] for f in org.sandbox.facts
                if f["type"] == "person" and f["status"] == "deleted"
                and parse_time(f["left"]) <= org.until}
        wrote = {f["author"].get("person") for f in posts
                 if f["id"] not in deleted}
        for fact in org.facts:
            if fact["type"] == "object" and fact["kind"] == "meeting" and \
                    parse_time(fact["at"]) <= org.until - timedelta(hours=1):
                host = next(p.get("person") for p in fact["participants"]
                            if p["host"])
                if host in gone and host not in wrote:
                    continue  # nobody can know that there was one
                key = ("meeting", fact["id"], "")
                results.ok(f"{key}: found by its host", key in held)
                counts["meetings"] += 1
        results.ok("something by spaces", counts["archived"] > 10,
                   str(counts))
        check_traps(org, results)
        say(f"{dict(counts)} of posts older than the feed")


def run():
    parser = argparse.ArgumentParser()
    options(parser)
    args = parser.parse_args()
    programs = Programs.of_build(args.build or "build")
    results = Results()
    play(programs, args, results, "a day a message")
    play(programs, args, results, "with faults",
         faults=args.faults or "all=0.03", setup="webex.wait=1")
    play(programs, args, results, "a post a message",
         settings={"conversation": "message"})
    play_late(programs, args, results)
    play_backfill(programs, args, results)
    return results.end()


if __name__ == "__main__":
    main(run)
