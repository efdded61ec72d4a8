#!/usr/bin/env python3
"""A real file system without room, below a target and below a store.

It runs full while copies are written into Maildirs, and while packs are put
into a folder; at another place with each try. A person reads what to do, the
run closes, nothing half is taken for a copy, and with more room all is there
once, as in an archive that never lacked any.

	small_disks.py --build build      as root: it mounts
"""
import argparse
import json
import pathlib
import sys
import tempfile

import ends
import store_ends
import target_ends
import tenant
from ends_trouble import check_words, shown
from kill_run import second_archive
from tenant import NAME, Programs, Results, Tenant, say
from trouble import resize, small_disk

import shutil

import imap  # of the folders that ends.py looks in

STEP = 64 << 10  # so much more room each time


def used(disk):
    return shutil.disk_usage(disk).used


def anew(played, folder):
    """The archive under test, of the tenant that `whole` is already of."""
    played.play()
    whole = ends.Copies(played.archive, folder / "whole")
    played.archive = second_archive(played.programs, played, "zoom-meetings")
    return whole


def below_maildirs(args, results):
    with Tenant(args.programs, seed=9, days=2, users=6,
                truth=False) as played, \
            tempfile.TemporaryDirectory() as folder, \
            target_ends.Maildir(ends.mailboxes(played), None) as target, \
            small_disk("8m", target.settings()["root"]) as disk:
        folder = pathlib.Path(folder)
        whole = anew(played, folder)
        archive = played.archive
        ends.add_target(archive, target, folder, [NAME])
        size = used(disk) + STEP
        resize(disk, size)
        first, *others = played.days()
        played.run_at(first)
        waiting = []
        while shown(archive)["waiting"]:
            told = shown(archive)
            waiting.append(told["waiting"])
            results.same("maildir: state", told["state"], "waiting")
            check_words("maildir", {
                "target show": archive.do("target", "show", "mail").stdout,
                "target list": archive.do("target", "list").stdout,
                "connector report": archive.do("connector", "report",
                                               NAME).stdout},
                ("No space left on device", "make room in this file system"),
                results)
            results.same("maildir: closed", archive.report()["closed"], True)
            size += STEP
            resize(disk, size)
            archive.do("target", "retry", "mail", codes=range(6))
        results.ok("maildir: full more than once, never with more left",
                   len(waiting) > 2 and sorted(waiting)[::-1] == waiting,
                   str(waiting))
        resize(disk, 512 << 20)
        for moment in others:
            played.run_at(moment)
        archive.do("target", "retry", "mail")
        ends.check_same(target, ends.Copies(archive, folder / "mine"), whole,
                        results, sources=1)
        say(f"maildir: {len(waiting)} times full")


def move(archive):
    """0 where all is in the store."""
    tried = archive.do("vault", "move", codes=range(6))
    return tried.returncode, tried.stderr


def below_a_store(args, results):
    with Tenant(args.programs, seed=9, days=2, users=6,
                truth=False) as played, \
            tempfile.TemporaryDirectory() as folder, \
            store_ends.Dir(None) as store, \
            small_disk("8m", store.folder) as disk:
        folder = pathlib.Path(folder)
        whole = anew(played, folder)
        archive, tries = played.archive, 0
        archive.do("store", "set", "--kind", "dir",
                   *ends.words_of(store, folder), "--set", "cache=0")
        size = used(disk) + STEP
        resize(disk, size)
        for moment in played.days():
            played.run_at(moment)
            results.same("store: closed", archive.report()["closed"], True)
        while (tried := move(archive))[0]:
            tries += 1
            check_words("store", {
                "vault move": tried[1],
                "store show": archive.do("store", "show").stdout},
                (str(store.folder), "No space left on device"), results)
            size += STEP
            resize(disk, size)
        results.ok("store: full more than once", tries > 2, str(tries))
        state = json.loads(archive.do("store", "show", "--json").stdout)
        results.same("store: again", (state["stores"][0]["error"],
                                      state["waiting_packs"]), (None, 0))
        archive.check()
        mine = ends.Copies(archive, folder / "mine")
        results.same("store: copies", sorted(mine.exported),
                     sorted(whole.exported))
        results.ok("store: byte for byte", mine.bytes == whole.bytes)
        say(f"store: {tries} times full")


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    args = parser.parse_args()
    args.programs = Programs.of_build(args.build)
    results = Results()
    with small_disk("64k") as disk:
        if disk is None:
            print("skipped: no right to mount a small file system")
            return 77
    below_a_store(args, results)
    below_maildirs(args, results)
    return results.end()


if __name__ == "__main__":
    try:
        tenant.main(run)
    except imap.Unavailable as why:
        print(f"skipped: {why}")
        sys.exit(77)
