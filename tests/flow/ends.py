#!/usr/bin/env python3
"""All three sources into a mail server, the vault in a store, beside an archive
that keeps all in itself: the same copies.

One tenant, with faults, is played into two archives. One delivers to a target
(target_ends.py) and keeps in its folder nothing that it need not, the rest in a
store (store_ends.py); the other has both in itself. What lies in each
mailbox of the server in the end is held against the other archive: the same
Message-IDs, each once, in the same folder, of the same time, byte for byte, but
for what raw_answers.py excuses, which is named.

	ends.py --build build --target dovecot --store azure
	ends.py --build build --target all --store all          by hand
"""
import argparse
import collections
import csv
import json
import pathlib
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import main_job
import tenant
from raw_answers import compared
from store_ends import STORES
from target_ends import TARGETS
from tenant import (Archive, Programs, Results, Tenant, parse_time,
                    retry_wanted, say)

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] /
                       "crash"))
import azurite  # noqa: E402
import imap  # noqa: E402
from kill_run import authorise_anew, difference  # noqa: E402

CONNECTORS = {"zoom": "zoom-meetings", "webex": "webex",
              "ringcentral": "ringcentral"}
AGAIN = 10  # runs at one time, for what faults have refused
OPTIONS = ["--also", "webex,ringcentral", "--setup",
           "daily-wait=1,webex.wait=1"]


def words_of(end, folder):
    """Settings and secrets as words of a command line."""
    words = []
    for key, value in end.settings().items():
        words += ["--set", f"{key}={value}"]
    for key, value in end.secrets().items():
        path = pathlib.Path(folder) / f"{end.kind}-{key}"
        path.write_text(value + "\n")
        words += ["--secret", f"{key}={path}"]
    return words


def mailboxes(played):
    with open(played.sandbox.directory, encoding="utf-8") as lines:
        return {row["mailbox"].lower() for row in csv.DictReader(lines)
                if row["mailbox"]}


def connect(archive, played):
    for name, source in CONNECTORS.items():
        archive.add_connector(played.sandbox, played.folder, name=name,
                              source=source)


def second_archive(played):
    """Of the same people and connectors; Webex wants to be asked anew."""
    authorise_anew(played.sandbox.greeting)
    archive = Archive(played.programs, played.folder / "second")
    archive.init()
    archive.import_people(played.sandbox.directory)
    connect(archive, played)
    return archive


def set_up(archive, target, store, folder, connectors=CONNECTORS):
    if store.kind:
        archive.do("store", "set", "--kind", store.kind,
                   *words_of(store, folder), "--set", "cache=0")
    add_target(archive, target, folder, connectors)


def add_target(archive, target, folder, connectors):
    archive.do("target", "add", "mail", "--kind", target.kind,
               *words_of(target, folder))
    archive.do("target", "check", "mail", "--mailbox", target.people[0])
    for name in connectors:
        archive.do("connector", "set", name, "--set", "target=mail")


def run_all(archive):
    for name in CONNECTORS:
        for _ in range(AGAIN):
            done = archive.run(name, codes=(0, 1, 3, 4))
            if (done.returncode == 0 and
                    not retry_wanted(archive.report(name=name))):
                break


def play(played, archives):
    for moment in played.days():
        played.sandbox.set_now(moment)
        with ThreadPoolExecutor() as pool:  # a fault may cost a minute
            list(pool.map(run_all, archives))


# --- what is compared ---------------------------------------------------------

class Copies:
    """(Message-ID, mailbox) -> [(folder, seconds)], and bytes by Message-ID,
    as an archive has them."""

    def __init__(self, archive, folder):
        paths, exported = archive.export(folder)
        self.bytes = {i: path.read_bytes() for i, path in paths.items()}
        self.exported = {k: n for k, n in exported.items()
                         if k[1] != "quarantine"}
        self.listed = collections.defaultdict(list)
        listed = json.loads(archive.do("mailbox", "list", "--json").stdout)
        for row in listed["mailboxes"]:
            if row["mailbox"].lower() == "quarantine":
                continue
            told = archive.do("mailbox", "messages", row["id"], "--json")
            for m in json.loads(told.stdout)["messages"]:
                self.listed[m["message_id"], row["mailbox"].lower()].append(
                    (m["folder"], int(parse_time(m["date"]).timestamp())))


def read_target(target):
    found = collections.defaultdict(list)
    for mailbox, all_ in target.read_all().items():
        for one in all_:
            found[one.message_id(), mailbox.lower()].append(one)
    return found


def check_same(target, mine, other, results, sources=3,
               faults=False):
    """The server has what the other archive has."""
    there = read_target(target)
    results.same("copies", sorted(there), sorted(other.listed))
    results.same("copies of our own", sorted(mine.exported),
                 sorted(other.exported))
    results.ok("there are some", len(there) > 20, str(len(there)))
    folders = {folder for at in other.listed.values() for folder, _ in at}
    results.ok("of all sources", len(folders) >= sources, str(folders))
    told = {}
    for key, found in sorted(there.items()):
        results.same(f"{key}: once", len(found), 1)
        one, id_ = found[0], key[0]
        if one.folder is not None:
            results.same(f"{key}: folder and time",
                         [(one.folder, one.time_us // 1000000)],
                         other.listed.get(key))
        results.ok(f"{key}: as exported", one.raw == mine.bytes.get(id_),
                   difference(one.raw, mine.bytes.get(id_, b"")))
        told[id_], wrong = compared(one.raw, other.bytes.get(id_, b""))
        results.ok(f"{key}: as in the other archive", wrong is None, wrong)
    excused = [f"{id_}: {text}" for id_, list_ in told.items()
               for text in list_]
    results.ok("only faults make raw answers differ", faults or not excused,
               str(excused))
    for text in excused:
        say(f"excused: {text}")
    return there


def check_sums(archive, results):
    for name in CONNECTORS:
        for run in range(1, archive.report(name=name)["run"] + 1):
            report = archive.report(run, name=name)
            main_job.check_report(report, results, f"{name}, run {run}")
            now = report.get("now", report["total"])
            results.same(f"{name}, run {run}: open", (
                now["waiting"], now["refused"]), (0, 0))
    shown = json.loads(archive.do("target", "show", "mail",
                                  "--json").stdout)
    results.same("nothing waits", (shown["waiting"], shown["refused"],
                                   shown["troubles"]), (0, 0, []))


def check_store(archive, store, results):
    """All is in the store, and read from there."""
    if store.kind is None:
        archive.check()
        return
    archive.do("vault", "move")
    shown = json.loads(archive.do("store", "show", "--json").stdout)
    results.same("stores", len(shown["stores"]), 1)
    results.ok("something is in it", shown["stores"][0]["files"] > 0,
               str(shown))
    archive.check()


def one_pair(args, target_name, store_name, results):
    begun = time.monotonic()
    with Tenant(args.programs, seed=args.seed, days=args.days or 2,
                users=args.users or 6, per_day=args.per_day,
                faults=args.faults or "all=0.03", connect=False,
                truth=False, options=OPTIONS) as played, \
            tempfile.TemporaryDirectory() as folder, \
            STORES[store_name](args.cache) as store, \
            TARGETS[target_name](mailboxes(played), args.cache) as target:
        folder = pathlib.Path(folder)
        connect(played.archive, played)
        archive = second_archive(played)
        set_up(archive, target, store, folder)
        play(played, [played.archive, archive])
        say(f"played after {time.monotonic() - begun:.1f} s")
        archive.do("target", "retry", "mail")
        check_store(archive, store, results)
        there = check_same(target, Copies(archive, folder / "mine"),
                           Copies(played.archive, folder / "other"), results,
                           faults=True)
        check_sums(archive, results)
        say(f"{target_name}, vault {store_name}: {len(there)} copies of "
            f"{len({i for i, _ in there})} messages in "
            f"{time.monotonic() - begun:.1f} s")


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    parser.add_argument("--target", required=True,
                        choices=[*TARGETS, "all"])
    parser.add_argument("--store", required=True, choices=[*STORES, "all"])
    args = parser.parse_args()
    args.programs = Programs.of_build(args.build)
    args.cache = pathlib.Path(args.build)
    results = Results()
    for target in TARGETS if args.target == "all" else [args.target]:
        for store in STORES if args.store == "all" else [args.store]:
            say(f"--- {target}, vault {store}")
            one_pair(args, target, store, results)
    return results.end()


if __name__ == "__main__":
    try:
        tenant.main(run)
    except (imap.Unavailable, azurite.Unavailable) as why:
        print(f"skipped: {why}")
        sys.exit(77)
