#!/usr/bin/env python3
"""Exports that are killed at random moments end as if they never were.

usage: kill_export.py --build BUILD [--kills N]

For each format: an export is killed with SIGKILL after a random time, again
and again, and then run to its end. What it wrote must be, byte for byte, what
an export that nobody killed has written, and the manifests must agree.
"""
import argparse
import contextlib
import json
import pathlib
import random
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "flow"))

import tenant  # noqa: E402
from tenant import Programs, Results, Tenant, kill_group, say  # noqa: E402

OWN = ("manifest.json",)  # says when it was written


def contents(folder):
    """path -> bytes of everything but what says when it was made."""
    return {str(p.relative_to(folder)): p.read_bytes()
            for p in sorted(folder.rglob("*"))
            if p.is_file() and ".estreat-export" not in p.parts
            and p.name not in (*OWN, "SHA256SUMS")}


def copies(folder):
    return json.loads((folder / "manifest.json").read_text("utf-8"))["copies"]


def export(archive, form, folder):
    begun = time.monotonic()
    archive.do("export", "--all", "--format", form, folder)
    return time.monotonic() - begun


def killed(archive, form, folder, seconds):
    """True where it was killed before it had ended."""
    process = archive.start("export", "--all", "--format", form, folder,
                            stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        kill_group(process)
        process.wait()
        return True
    return False


def copies_written_down(folder):
    """What the journal of an export that was cut off has."""
    journal = folder / ".estreat-export" / "journal.db"
    with contextlib.closing(sqlite3.connect(journal)) as db:
        return db.execute("SELECT count(*) FROM copy").fetchone()[0]


def one_format(played, form, kills, dice, results):
    whole, broken = played.folder / f"{form}-1", played.folder / f"{form}-2"
    took = export(played.archive, form, whole)
    caught = 0
    for turn in range(kills):
        # the last times are long enough to get something done
        caught += killed(played.archive, form, broken, took *
                         dice.uniform(0.01, 0.6 + 0.4 * turn / kills))
    kept = copies_written_down(broken)
    say(f"{form}: {took:.2f} s, killed {caught} of {kills} times, "
        f"{kept} of {len(copies(whole))} copies kept")
    export(played.archive, form, broken)
    results.ok(f"{form}: some were killed", caught > 0)
    results.same(f"{form}: the same files", sorted(contents(broken)),
                 sorted(contents(whole)))
    results.ok(f"{form}: the same bytes", contents(broken) == contents(whole))
    results.same(f"{form}: the same copies", copies(broken), copies(whole))
    checked = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"],
                             cwd=broken, capture_output=True, text=True)
    results.same(f"{form}: sha256sum", (checked.returncode, checked.stdout),
                 (0, ""))


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    parser.add_argument("--kills", type=int, default=8)
    args = parser.parse_args()
    programs, results = Programs.of_build(args.build), Results()
    dice = random.Random(args.seed)
    with Tenant(programs, seed=args.seed, days=4, users=25,
                per_day=60) as played:
        played.run_at(played.until)
        for form in "eml", "maildir", "mbox":
            one_format(played, form, args.kills, dice, results)
    return results.end()


if __name__ == "__main__":
    tenant.main(run)
