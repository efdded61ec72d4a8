#!/usr/bin/env python3
"""The main job against the truth: from the source's listing to the copies.

A sandbox tenant is played day by day; then every object of its truth must be
in the inventory with the right state, every artefact must have the truth's
SHA-256, the copies must be those the truth's participants and the directory
ask for, the sums must close, and a further run must change nothing.

	main_job.py --build build                the small tenants of CI
	main_job.py --build build --seeds 1..20  more of them, with faults
	main_job.py --build build --only gaps    one scenario
"""
import argparse
import collections
import json
import pathlib
import re
import shutil
import tempfile
import time
from datetime import timedelta

import mails
import tenant
import truth
from tenant import NAME, Programs, Results, Tenant, parse_time, say

SUMS = ("listed", "archived", "unchanged", "excluded", "pending", "failed",
        "expired", "messages", "mapped", "copies", "quarantined", "waiting",
        "refused", "reduced")


# --- sums --------------------------------------------------------------------

def check_report(report, results, what):
    total = report["total"]
    results.same(f"{what}: sums closed", report["closed"], True)
    results.same(f"{what}: listed", total["listed"], sum(
        total[n] for n in ("archived", "unchanged", "excluded", "pending",
                           "failed", "expired")))
    results.same(f"{what}: mapped", total["mapped"],
                 total["copies"] + total["quarantined"] +
                 total["waiting"] + total["refused"])
    for name in SUMS:
        results.same(f"{what}: days' {name}",
                     sum(day[name] for day in report["days"]), total[name])
    results.same(f"{what}: people", sum(p["copies"] for p in
                                        report["people"]),
                 total["copies"] + total["quarantined"])
    for state in ("pending", "failed", "expired", "excluded"):
        results.same(f"{what}: reasons of {state}", sum(
            r["count"] for r in report["reasons"] if r["state"] == state),
            total[state])
    for reason in report["reasons"]:
        results.ok(f"{what}: a reason for {reason['state']}",
                   reason["reason"] != "", str(reason))


def check_runs(archive, results):
    """Each run's report, and the runs together against the log."""
    last = archive.report()["run"]
    sums = collections.Counter()
    for run in range(1, last + 1):
        report = archive.report(run)
        results.same(f"run {run}: its number", report["run"], run)
        if report["state"] == "done":
            check_report(report, results, f"run {run}")
        sums.update({n: report["total"][n] for n in SUMS})
    return sums


# --- inventory and copies ----------------------------------------------------

class Held:
    """What the archive says it has: objects, and copies by message."""

    def __init__(self, log):
        self.objects = {}
        self.twice = []
        self.copies = collections.Counter()  # (Message-ID, mailbox)
        for line in log:
            if line["kind"] == "copy":
                self.count_copy(line)
                continue
            key = line["kind"], line["object"], line["version"]
            if key in self.objects:
                self.twice.append(key)
            self.objects[key] = line

    def count_copy(self, line):
        key = line["message_id"], line["mailbox"].lower()
        self.copies[key] += -1 if line["state"] == "moved away" else 1

    def meeting_of(self):
        """Message-ID -> uuid, by the objects that a message carries."""
        found = {}
        for line in self.objects.values():
            if line["message_id"]:
                found.setdefault(line["message_id"], set()).add(
                    line["bundle"])
        return found


def check_inventory(held, known, results):
    results.same("objects listed once each", held.twice, [])
    for key, fact in known.objects.items():
        line, want = held.objects.get(key), known.state(fact)
        told = fact["state"]
        if want is not None:
            results.same(f"{key}: the truth agrees with the clock",
                         told, want)
        if told == "unseen":
            results.ok(f"{key}: never seen", line is None, str(line))
            continue
        if not results.ok(f"{key} ({told}) is in the inventory",
                          line is not None):
            continue
        results.same(f"{key} {fact['name']}: state", line["state"], told)
        results.ok(f"{key}: a reason", told == "archived" or line["reason"])
        if told == "archived" and fact["kind"] in truth.WITH_BYTES:
            results.same(f"{key}: bytes", (line["size"], line["sha256"]),
                         (fact["size"], fact["sha256"]))
    kinds = {key[0] for key in known.objects}
    for key in held.objects:
        if key[0] in kinds:
            results.ok(f"{key} is in the truth", key in known.objects,
                       str(held.objects[key]))


def wanted_copies(held, known, letters, results):
    """(message, mailbox) as it must be."""
    wanted = {}
    for id_, uuids in held.meeting_of().items():
        if not results.same(f"{id_}: one meeting", len(uuids), 1):
            continue
        meeting = known.meetings[next(iter(uuids))]
        for mailbox in known.mailboxes(meeting, chats_of(
                meeting["uuid"], letters)):
            wanted[id_, mailbox] = 1
    return wanted


def check_copies(held, known, letters, results):
    """Each copy that must be is there exactly once, and no other."""
    wanted = wanted_copies(held, known, letters, results)
    got = {key: n for key, n in held.copies.items() if n != 0}
    for key in sorted(set(got) | set(wanted)):
        results.same(f"copies of {key}", got.get(key, 0),
                     wanted.get(key, 0))
    return wanted


def chats_of(uuid, letters):
    """The archived chats of a meeting, from whichever mail has them."""
    for letter in letters.values():
        if letter.uuid != uuid:
            continue
        for part in letter.attachments():
            name = part["X-Estreat-Artefact"]
            if name is None or not name.startswith("archive-file "):
                continue
            if part.get_content_maintype() in ("text", "application"):
                yield part.get_payload(decode=True)


# --- mails -------------------------------------------------------------------

def read_mails(archive, folder):
    """Mails by Message-ID, and the copies that were exported."""
    paths, copies = archive.export(folder)
    return {id_: mails.Mail(path) for id_, path in paths.items()}, copies


def check_mails(held, known, letters, results):
    results.same("mails exported", set(letters), set(held.meeting_of()))
    carried = collections.Counter()
    for letter in letters.values():
        meeting = known.meetings.get(letter.uuid)
        mails.check_form(letter, results)
        if not results.ok(f"{letter.path.name}: its meeting is known",
                          meeting is not None, letter.uuid):
            continue
        mails.check_headers(letter, meeting, results)
        mails.check_participants(
            letter, meeting, known.addresses(meeting, chats_of(
                letter.uuid, letters)), results)
        mails.check_artefacts(letter, known, results)
        mails.check_chat(letter, meeting, results)
        carried.update(letter.artefacts().keys())
    for key, fact in known.objects.items():
        want = int(fact["state"] == "archived" and
                   fact["kind"] in truth.WITH_BYTES)
        results.same(f"{key}: attached", carried[key], want)


# --- the whole ---------------------------------------------------------------

def known_of(played):
    with open(played.sandbox.directory, encoding="utf-8") as rows:
        directory = truth.Directory(rows.read())
    return truth.Truth(played.sandbox.facts, directory, played.runs)


def check_all(played, results, folder):
    """Everything the truth has to say; returns mails by Message-ID."""
    archive, known = played.archive, known_of(played)
    held = Held(archive.log())
    letters, exported = read_mails(archive, folder)
    sums = check_runs(archive, results)
    check_inventory(held, known, results)
    wanted = check_copies(held, known, letters, results)
    results.same("copies exported", dict(exported), wanted)
    check_mails(held, known, letters, results)
    results.same("messages of all runs", sums["messages"], len(letters))
    results.same("copies of all runs", sums["copies"] + sums["quarantined"],
                 len(wanted))
    say(f"{len(known.objects)} objects, {len(letters)} messages, "
        f"{len(wanted)} copies, {archive.report()['run']} runs")
    return {id_: letter.digest() for id_, letter in letters.items()}


def check_idle(played, results, before, folder):
    """A further run changes nothing."""
    archive = played.archive
    held = Held(archive.log())
    archive.run()
    report = archive.report()
    check_report(report, results, "a further run")
    for name in ("archived", "messages", "mapped", "copies", "quarantined"):
        results.same(f"a further run: {name}", report["total"][name], 0)
    again = Held(archive.log())
    results.same("a further run: copies", again.copies, held.copies)
    results.same("a further run: states",
                 {k: (v["state"], v["sha256"]) for k, v in
                  again.objects.items()},
                 {k: (v["state"], v["sha256"]) for k, v in
                  held.objects.items()})
    results.same("a further run: mails", {
        id_: letter.digest() for id_, letter in
        read_mails(archive, folder)[0].items()}, before)


def check_rebuild(played, results, before, folder):
    """The catalog is derived: thrown away, it comes back the same."""
    archive = played.archive
    held = Held(archive.log())
    archive.do("catalog", "rebuild")
    results.same("rebuilt: copies", Held(archive.log()).copies, held.copies)
    results.same("rebuilt: mails", {
        id_: letter.digest() for id_, letter in
        read_mails(archive, folder)[0].items()}, before)
    archive.check()


def play(programs, results, *, further=True, **options):
    """One tenant from its first day to a week after its last."""
    begun = time.monotonic()
    say(" ".join(f"{k}={v}" for k, v in options.items()))
    again = 4 if options.get("faults") else 0
    with Tenant(programs, **options) as played, \
            tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        played.play(again)
        say(f"played in {time.monotonic() - begun:.1f} s")
        before = check_all(played, results, folder / "1")
        if further:
            check_idle(played, results, before, folder / "2")
            check_rebuild(played, results, before, folder / "3")
        counts = played.sandbox.stats().get("counts", {})
        for name in ("bearer_leaks", "bad_requests",
                     "dead_token_used_again"):
            results.same(f"at the source: {name}", counts.get(name, 0), 0)
    say(f"done in {time.monotonic() - begun:.1f} s")


# --- scenarios ---------------------------------------------------------------

def small(programs, args, results):
    """All goes well."""
    play(programs, results, seed=args.seed, days=args.days or 5,
         users=args.users or 12, per_day=args.per_day)


def faults(programs, args, results):
    """Every fault at 5 %."""
    play(programs, results, seed=args.seed + 1, days=args.days or 2,
         users=args.users or 8, per_day=args.per_day,
         faults=args.faults or "all=0.05")


def seeds(programs, args, results):
    """By hand: many tenants, each with every fault."""
    first, _, last = args.seeds.partition("..")
    for seed in range(int(first), int(last or first) + 1):
        play(programs, results, seed=seed, days=args.days or 8,
             users=args.users or 20, per_day=args.per_day,
             faults=args.faults or "all=0.05")


def half_of(rows):
    """The header and every second person's lines."""
    head, *lines = rows.splitlines()
    people = sorted({line.split(",")[0] for line in lines})[::2]
    return "\n".join([head] + [line for line in lines if
                               line.split(",")[0] in people]) + "\n"


def gaps(programs, args, results):
    """Mappings that appear late: quarantined copies move on, and those who
    had none get theirs; nobody gets a second one."""
    with Tenant(programs, people=False, seed=args.seed + 2, days=3,
                users=10) as played, tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        archive = played.archive
        for moment in list(played.days())[:2]:
            played.run_at(moment)
        held = Held(archive.log())
        results.same("nobody is known: mailboxes",
                     {m for _, m in held.copies}, {"quarantine"})
        results.ok("unmapped addresses are named",
                   archive.report()["unmapped"] or
                   archive.report(1)["unmapped"])
        half = folder / "half.csv"
        half.write_text(half_of(played.sandbox.directory.read_text()))
        archive.import_people(half)
        played.run_at(list(played.days())[2])
        archive.import_people(played.sandbox.directory)
        played.run_at(list(played.days())[3])
        moved = [line for line in archive.log()
                 if line["state"] == "moved away"]
        results.ok("quarantined copies moved on", moved)
        check_all_but_sums(played, results, folder / "1")


def archived(held):
    return {key: line["sha256"] for key, line in held.objects.items()
            if line["state"] in ("archived", "unchanged")}


def set_up_again(programs, args, results):
    """Removed and set up again: what is there is neither fetched nor made a
    second time, and who becomes known later gets all of it."""
    with Tenant(programs, people=False, seed=args.seed + 2, days=3,
                users=10) as played, tempfile.TemporaryDirectory() as folder:
        folder, archive = pathlib.Path(folder), played.archive
        days = list(played.days())
        half = folder / "half.csv"
        half.write_text(half_of(played.sandbox.directory.read_text()))
        archive.import_people(half)
        for moment in days[:2]:
            played.run_at(moment)
        before = archived(Held(archive.log()))
        copies = archive.export(folder / "1")[1]
        archive.do("connector", "remove", NAME)
        archive.add_connector(played.sandbox, played.folder)
        played.run_at(days[1])
        total = archive.report()["total"]
        results.same("again: objects", archived(Held(archive.log())), before)
        for name in ("archived", "messages", "mapped"):
            results.same(f"again: {name}", total[name], 0)
        results.same("again: unchanged", total["unchanged"], len(before))
        results.ok("again: the unmapped are named",
                   archive.report()["unmapped"])
        results.same("again: copies", archive.export(folder / "2")[1], copies)
        archive.import_people(played.sandbox.directory)
        for moment in days[2:]:
            played.run_at(moment)
        check_runs(archive, results)
        known = known_of(played)
        letters, exported = read_mails(archive, folder / "3")
        results.same("copies exported", dict(exported), wanted_copies(
            Held(archive.log()), known, letters, results))
        archive.check()


def guests(programs, args, results):
    """Whoever has no address at the source is named with the one that the
    message shows; imported, it brings them what they took part in."""
    with Tenant(programs, seed=args.seed + 4, days=3, users=8) as played, \
            tempfile.TemporaryDirectory() as folder:
        folder, archive = pathlib.Path(folder), played.archive
        played.play()
        unmapped = collections.Counter()
        for run in range(1, archive.report()["run"] + 1):
            for line in archive.report(run)["unmapped"]:
                results.ok("unmapped: has a name", line["name"], str(line))
                if line["address"].endswith(".invalid"):
                    unmapped[line["address"]] += line["messages"]
        results.ok("some have no address", unmapped)
        letters, before = read_mails(archive, folder / "1")
        wanted = {(id_, address): 1 for id_, letter in letters.items()
                  for address in set(mails.listed(letter.message["To"]) +
                                     mails.listed(letter.message["From"]))
                  if address in unmapped}
        results.same("unmapped: messages", collections.Counter(
            address for _, address in wanted), unmapped)
        known = {id_ for id_, mailbox in before if mailbox != "quarantine"}
        people = folder / "guests.csv"
        people.write_text("address\n" + "\n".join(unmapped) + "\n")
        archive.import_people(people)
        archive.run()
        check_report(archive.report(), results, "mapped later")
        after = archive.export(folder / "2")[1]
        wanted.update({key: 1 for key in before if key[0] in known or
                       key[0] not in {id_ for id_, _ in wanted}})
        results.same("copies", dict(after), wanted)
        archive.check()


def check_all_but_sums(played, results, folder):
    """Copies moved away were counted by two runs: only the ends compare."""
    archive, known = played.archive, known_of(played)
    held = Held(archive.log())
    letters, exported = read_mails(archive, folder)
    check_runs(archive, results)
    wanted = check_copies(held, known, letters, results)
    results.same("copies exported", dict(exported), wanted)
    archive.check()


def restored(programs, args, results):
    """As docs/backup.md says: the folder without key and catalog is copied
    after a run, put back after a loss, and everything goes on."""
    with Tenant(programs, seed=args.seed + 4, days=3, users=10) as played, \
            tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        archive, home = played.archive, played.archive.home
        days = list(played.days())
        played.run_at(days[0])
        before = {id_: path.read_bytes() for id_, path in
                  archive.export(folder / "before")[0].items()}
        key = (home / "key").read_bytes()
        shutil.copytree(home, folder / "backup", ignore=lambda at, names: [
            n for n in names if pathlib.Path(at) == home and
            n in ("key", "catalog")])
        shutil.rmtree(home)
        shutil.copytree(folder / "backup", home)
        told = archive.do("vault", "check", codes=(2,)).stderr
        results.ok("it says that the key is missing", '"key"' in told and
                   "Delete nothing" in told, told)
        (home / "key").write_bytes(key)
        told = archive.do("mailbox", "list", codes=(2,)).stderr
        results.ok("it says how to get the catalog back",
                   "catalog rebuild" in told, told)
        archive.do("catalog", "rebuild")
        archive.check()
        results.same("the same mails", {
            id_: path.read_bytes() for id_, path in
            archive.export(folder / "after")[0].items()}, before)
        for moment in days[1:]:
            played.run_at(moment)
        check_all(played, results, folder / "all")


def same_name(programs, args, results):
    """A second connector of the name is refused, the first one stays."""
    with Tenant(programs, seed=args.seed, days=1, users=6) as played:
        refused = played.archive.add_connector(
            played.sandbox, played.folder, codes=range(1, 256))
        results.ok("the refusal names the connector", NAME in refused.stderr,
                   refused.stderr)
        listed = json.loads(played.archive.do("connector", "list",
                                              "--json").stdout)
        results.same("connectors", len(listed["connectors"]), 1)


def missing_scope(programs, args, results):
    """The run fails, and its report names the scope to be granted."""
    with Tenant(programs, seed=args.seed, days=1, users=6) as played:
        archive = played.archive
        scope = "report:read:list_history_meetings:admin"
        played.sandbox.control("setup", {"scopes": "user:read:user:admin"})
        played.sandbox.set_now(played.until)
        failed = archive.run(codes=range(1, 256))
        report = archive.report()
        results.same("state", report["state"], "failed")
        results.ok("the error names a scope", ":admin" in report["error"],
                   report["error"])
        results.ok("it is said on the spot", ":admin" in failed.stderr +
                   failed.stdout, failed.stderr)
        checked = archive.do("connector", "check", NAME,
                             codes=range(0, 256))
        results.ok("check names the scope",
                   scope in checked.stdout + checked.stderr,
                   checked.stdout + checked.stderr)


def documented_scopes():
    """Those that the README tells to give to the app."""
    readme = pathlib.Path(__file__).resolve().parents[2] / "README.md"
    found = set(re.findall(r"[a-z_]+:[a-z]+:[a-z_]+:admin",
                           readme.read_text("utf-8")))
    return sorted(s for s in found if s.count(":") == 3)


def no_participants(programs, args, results):
    """Without any scope to read participants the run fails; once there is
    one, those who were missing get what they took part in."""
    with Tenant(programs, seed=args.seed, days=2, users=6) as played, \
            tempfile.TemporaryDirectory() as folder:
        archive, scopes = played.archive, documented_scopes()
        few = [s for s in scopes if "participants" not in s]
        results.same("scopes taken away", len(scopes) - len(few), 3)
        played.sandbox.control("setup", {"scopes": ",".join(few)})
        played.sandbox.set_now(played.until)
        archive.run(codes=(4,))
        report = archive.report()
        about = [n for n in report["notices"] if "participants" in n["text"]
                 or "participants" in n["subject"]]
        results.same("state", report["state"], "failed")
        results.same("one notice", [n["level"] for n in about], ["fail"])
        results.ok("it names the scopes", all(
            s in about[0]["text"] for s in set(scopes) - set(few)),
            str(about))
        checked = json.loads(archive.do("connector", "check", NAME, "--json",
                                        codes=(1,)).stdout)
        results.same("check fails for it", [
            f["topic"] for f in checked["findings"] if f["level"] == "fail"],
            ["Scopes to read participants"])
        played.sandbox.control("setup", {"scopes": ",".join(scopes)})
        archive.run()
        played.run_at(played.last_run)
        check_all_but_sums(played, results, pathlib.Path(folder) / "1")


def plan_free(programs, args, results):
    """Recordings of nobody can be listed: the run fails, and when the account
    has its plan the days that were missed are listed again."""
    with Tenant(programs, seed=args.seed, days=20, users=6,
                setup="archiving=off,account-recordings=off",
                options=["--plan", "free"]) as played:
        archive = played.archive
        played.sandbox.set_now(played.until)
        archive.run(codes=(4,))
        report = archive.report()
        said = [n for n in report["notices"] if n["level"] == "fail"]
        results.same("state", report["state"], "failed")
        results.same("one notice, not one a user",
                     [n["subject"] for n in said], ["recordings of users"])
        results.ok("it says what to do", "licences" in str(said), str(said))
        played.sandbox.control("setup", {"plan": "business"})
        for _ in range(2):
            archive.run()
            results.same("sums closed", archive.report()["closed"], True)
        known, held = known_of(played), Held(archive.log())
        # only the account's own listing has those of users deleted since
        deleted = {f["email"] for f in played.sandbox.facts
                   if f["type"] == "person" and f["status"] == "deleted"}
        wanted = {key for key, fact in known.objects.items()
                  if key[0] == "recording-file" and
                  known.meetings[fact["meeting"]]["host_email"]
                  not in deleted and
                  parse_time(fact["available_from"]) <= played.until and
                  (not fact["gone_from"] or
                   parse_time(fact["gone_from"]) > played.until)}
        results.ok("recordings of the first days are in the truth",
                   len(wanted) > 38, str(len(wanted)))
        results.same("recordings that were never archived", {
            key for key in wanted
            if key not in held.objects or
            held.objects[key]["state"] != "archived"}, set())


def recording_off(programs, args, results):
    """No recordings is the commonest reason for an empty archive."""
    with Tenant(programs, seed=args.seed, days=1, users=6,
                setup="cloud-recording=off") as played:
        checked = played.archive.do("connector", "check", NAME,
                                    codes=range(0, 256))
        said = (checked.stdout + checked.stderr).lower()
        results.ok("check says that recording is off",
                   "recording" in said and (" off" in said or
                                            "not enabled" in said or
                                            "disabled" in said or
                                            "switched off" in said), said)


def large(programs, args, results):
    """A recording of 200 MB goes through, byte for byte."""
    size = 200000000
    with Tenant(programs, seed=args.seed + 3, days=1, users=6, per_day=2,
                options=["--large", size]) as played:
        played.run_at(played.until + timedelta(days=2))
        known, held = known_of(played), Held(played.archive.log())
        fact = [f for f in known.objects.values() if f["size"] >= size]
        results.same("large objects of the truth", len(fact), 1)
        key = fact[0]["kind"], fact[0]["id"], fact[0]["version"]
        line = held.objects[key]
        results.same("the large recording", (line["state"], line["size"],
                                             line["sha256"]),
                     ("archived", fact[0]["size"], fact[0]["sha256"]))
        with tempfile.TemporaryDirectory() as folder:
            paths, _ = played.archive.export(folder)
            letter = mails.Mail(paths[line["message_id"]])
            mails.check_form(letter, results)
            mails.check_artefacts(letter, known, results)


SCENARIOS = [small, faults, gaps, set_up_again, guests, restored, same_name,
             missing_scope, no_participants, plan_free, recording_off, large]


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    parser.add_argument("--seeds", help="FIRST..LAST, by hand")
    parser.add_argument("--only", help="one scenario: " + " ".join(
        s.__name__ for s in SCENARIOS))
    args = parser.parse_args()
    programs, results = Programs.of_build(args.build), Results()
    if args.seeds:
        seeds(programs, args, results)
        return results.end()
    for scenario in SCENARIOS:
        if args.only in (None, scenario.__name__):
            say(f"--- {scenario.__name__}: "
                f"{' '.join(scenario.__doc__.split())}")
            scenario(programs, args, results)
    return results.end()


if __name__ == "__main__":
    tenant.main(run)
