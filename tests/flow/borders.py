#!/usr/bin/env python3
"""Posts where it is easy to lose one, or to have it twice.

	borders.py --build build --source webex
	borders.py --build build --source ringcentral

Some were written at the very same moment, and a run begins right then; some
at midnight, and a run begins there; pages and files of the source end after
every second one; some were edited while a run was going on, at its third,
sixth and tenth request and so on; some were deleted before the first run. All
must be in the inventory, and in the messages, once. Each of these is counted:
a tenant that has none of a kind fails.
"""
import argparse
import collections
import email
import email.policy
import re
from datetime import timedelta

import tenant
from tenant import DAY, NAME, Programs, Results, Tenant, parse_time, say

STEP_MS = 10  # the clock moves so far with each request
POSTS = re.compile(r"(\d+) (?:more )?posts?\b")
# what the source calls a post; how small its pages are; nothing but posts
SOURCES = {
    "webex": ("message", ["webex.page=2,webex.posts=300,webex.meetings=0"],
              {}),
    "ringcentral": ("post", [
        "ringcentral.file-records=2,ringcentral.dataset-posts=40",
        "ringcentral.export-polls=2,ringcentral.chats=12"],
        {"messages": "off", "calls": "off", "video": "off"}),
}


class Truth:
    """Of each post its versions in order."""

    def __init__(self, facts, source):
        kind = SOURCES[source][0]
        self.objects = {(f["id"], f["version"]): f for f in facts
                        if f.get("source") == source and
                        f["type"] == "object" and f["kind"] == kind}
        self.posts = collections.defaultdict(list)
        for (id_, version), fact in self.objects.items():
            self.posts[id_].append((parse_time(fact["at"]), version))
        for versions in self.posts.values():
            versions.sort()
        self.first = {id_: v[0][0] for id_, v in self.posts.items()}

    def same_moment(self):
        """Moments at which one conversation has several posts."""
        at = collections.Counter(
            (self.objects[id_, ""]["conversation"], moment)
            for id_, moment in self.first.items())
        return sorted(moment for (_, moment), n in at.items() if n > 1)

    def edits(self, after):
        return sorted((at, id_, version) for id_, versions in
                      self.posts.items() for at, version in versions
                      if version not in ("", "deleted") and at > after)

    def deleted_before(self, moment):
        return {id_ for id_, v in self.posts.items()
                if v[-1][1] == "deleted" and v[-1][0] < moment}


class Runs:
    def __init__(self, played):
        self.played = played
        self.spans = []  # from when until when each looked

    def at(self, moment, step_ms=0):
        self.played.sandbox.control("now", {
            "now": moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "step_ms": step_ms})
        self.played.archive.run()
        end = parse_time(self.played.sandbox.control("now")["now"])
        self.spans.append((moment, end))
        return end


def spread(things, n):
    return [things[i * len(things) // n] for i in range(n)] \
        if len(things) > n else list(things)


def plan(known, played, results):
    """When runs begin, and which edits fall into one."""
    midday = played.first + DAY
    same = [m for m in known.same_moment() if midday < m < played.until
            and m.time() != midday.time()]
    if not results.ok("posts of one moment", same):
        return [], None
    first = min(same[0], midday + DAY)
    moments = [(m, None) for m in spread([m for m in same if m > first], 2)]
    moments += [(m, None) for m in tenant_midnights(played) if m > first]
    for k, (at, id_, version) in enumerate(spread(
            [e for e in known.edits(first) if e[0] < played.until], 6)):
        offset = timedelta(milliseconds=STEP_MS * (3 + 3 * k) - 1)
        moments.append((at - offset, (at, id_, version)))
    return sorted(moments, key=lambda m: m[0]), first


def tenant_midnights(played):
    now = played.first + DAY
    while now <= played.until:
        yield now
        now += DAY


def check_during(played, source, during, results):
    """Before the last run, which looks a month back."""
    held, _ = inventory(played.archive, SOURCES[source][0])
    for at, id_, version in during:
        results.same(f"{id_}, edited at {at} during a run",
                     held.get((id_, version), {}).get("state"), "archived")
    results.ok("edits during runs", len(during) >= 3, during)
    say(f"{len(during)} edits during runs")


def play(played, source, known, results):
    runs, during = Runs(played), []
    moments, first = plan(known, played, results)
    if first is None:
        return runs, first
    runs.at(first)
    for moment, edit in moments:
        end = runs.at(moment, STEP_MS if edit else 0)
        if edit and moment < edit[0] < end:
            during.append(edit)
    check_during(played, source, during, results)
    runs.at(played.last_run)
    return runs, first


def inventory(archive, kind):
    found, twice = {}, []
    for line in archive.log():
        if line["kind"] != kind:
            continue
        key = line["object"], line["version"]
        if key in found:
            twice.append(key)
        found[key] = line
    return found, twice


def check_versions(source, known, held, runs, results):
    """What must be there: of Webex every version; of RingCentral, which has
    the last state of a post alone, what a run could see."""
    for id_, versions in known.posts.items():
        for i, (at, version) in enumerate(versions):
            until = versions[i + 1][0] if i + 1 < len(versions) else None
            if source == "webex" or until is None or any(
                    at <= begin and end < until
                    for begin, end in runs.spans):
                results.ok(f"{id_} '{version}' of {at} is there",
                           (id_, version) in held)
    for key, line in held.items():
        results.ok(f"{key} is in the truth", key in known.objects, str(line))
        results.ok(f"{key}: has an end", line["state"] in
                   ("archived", "expired"), str(line))


def check_deleted(source, known, held, first, results):
    """Webex keeps the text of what was deleted, RingCentral does not."""
    gone = known.deleted_before(first)
    for id_ in gone:
        results.same(f"{id_}, deleted before the first run: its text",
                     held.get((id_, ""), {}).get("state"),
                     "archived" if source == "webex" else None)
        results.same(f"{id_}: that it was deleted",
                     held.get((id_, "deleted"), {}).get("state"), "archived")
    results.ok("posts deleted before the first run", gone)
    say(f"{len(gone)} deleted before the first run")


def check_messages(source, archive, folder, held):
    """As many posts in the messages as in the inventory."""
    shown = 0
    for path in archive.export(folder)[0].values():
        with open(path, "rb") as mail:
            subject = email.message_from_binary_file(
                mail, policy=email.policy.default)["Subject"]
        number = POSTS.search(subject.rsplit(" - ", 1)[-1])
        shown += int(number[1]) if number else 0
    # a post first seen when it was edited or deleted is shown as one
    told = {id_ for (id_, version), line in held.items()
            if line["state"] == "archived" and
            (version == "" or source == "ringcentral")}
    return shown, len(told)


def check(played, source, results):
    known = Truth(played.sandbox.facts, source)
    runs, first = play(played, source, known, results)
    if first is None:
        return
    held, twice = inventory(played.archive, SOURCES[source][0])
    results.same("listed once each", twice, [])
    check_versions(source, known, held, runs, results)
    check_deleted(source, known, held, first, results)
    midnights = set(tenant_midnights(played))
    at_midnight = [i for i, at in known.first.items() if at in midnights]
    results.ok("posts at midnight", at_midnight)
    shown, told = check_messages(source, played.archive,
                                 played.folder / "mails", held)
    results.same("posts in messages", shown, told)
    played.archive.run()
    results.same("a further run: messages",
                 played.archive.report()["total"]["messages"], 0)
    say(f"{len(known.posts)} posts, {len(runs.spans)} runs, "
        f"{len(known.same_moment())} moments with several, "
        f"{len(at_midnight)} at midnight")


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    parser.add_argument("--source", required=True, choices=sorted(SOURCES))
    args = parser.parse_args()
    _, setup, settings = SOURCES[args.source]
    results = Results()
    options = ["--also", args.source]
    for text in setup:
        options += ["--setup", text]
    with Tenant(Programs.of_build(args.build), seed=args.seed,
                days=args.days or 5, users=args.users or 12,
                settings={"source": args.source, **settings},
                options=options) as played:
        check(played, args.source, results)
    return results.end()


if __name__ == "__main__":
    tenant.main(run)
