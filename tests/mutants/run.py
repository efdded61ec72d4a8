#!/usr/bin/env python3
"""Break the protections on purpose, one by one: does the test that promises
them fail?

usage: run.py [--work DIR] [--only NAME]... [--list]
       run.py --check BUILD

Works on a copy of the tree in DIR (build-mutants/ beside the sources), which
is kept for the next time. First all tests that are named run on the copy as
it is; then each mutant of table.py is applied, what its tests need is built,
and each of them has to fail. Exit code 1 where one did not.

--check says only whether the table fits the tree: each text that is to be
broken stands in its file once, each test is one that BUILD has.
"""
import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import time

import table

ROOT = pathlib.Path(__file__).resolve().parents[2]

# What a mutant's line names: "suite/name -- arguments", suite and arguments
# where they are needed.
Test = collections.namedtuple("Test", "suite name args")


def parse(text):
    name, _, args = text.partition(" -- ")
    suite, _, rest = name.rpartition("/")
    return Test(suite, rest, tuple(args.split()))


def introspect(build, what):
    out = subprocess.run(["meson", "introspect", "--" + what, str(build)],
                         capture_output=True, text=True, check=True).stdout
    return json.loads(out)


def find(tests, wanted):
    """The one test of meson's list that is meant; None."""
    found = [t for t in tests if t["name"] == wanted.name and
             (not wanted.suite or
              any(s.endswith(":" + wanted.suite) for s in t["suite"]))]
    return found[0] if len(found) == 1 else None


# --- does the table fit the tree? ---------------------------------------------

def misfits(root, tests):
    seen = set()
    for m in table.MUTANTS:
        if m.name in seen:
            yield f"{m.name}: there are two of this name"
        seen.add(m.name)
        path = root / m.file
        n = path.read_text(encoding="utf-8").count(m.old) if \
            path.exists() else 0
        if n != 1:
            yield (f"{m.name}: its old text stands {n} times in {m.file}, "
                   f"not once:\n{m.old}")
        if m.old == m.new:
            yield f"{m.name}: it changes nothing"
        for text in m.tests:
            if tests is not None and find(tests, parse(text)) is None:
                yield f"{m.name}: there is no one test \"{text}\""


def check(build):
    wrong = list(misfits(ROOT, introspect(build, "tests")))
    for line in wrong:
        print(line)
    print(f"{len(table.MUTANTS)} mutants, {len(wrong)} do not fit")
    return 1 if wrong else 0


# --- a copy of the tree ---------------------------------------------------------

def sources():
    out = subprocess.run(
        ["git", "ls-files", "-coz", "--exclude-standard"], cwd=ROOT,
        capture_output=True, check=True).stdout
    return [n for n in out.decode().split("\0") if n and
            (ROOT / n).is_file()]


def copy(tree):
    """Written is only what differs, so that little is built again."""
    names = set(sources())
    for old in tree.rglob("*"):
        if old.is_file() and str(old.relative_to(tree)) not in names and \
                "node_modules" not in old.parts and \
                "__pycache__" not in old.parts:
            old.unlink()
    for name in names:
        new, data = tree / name, (ROOT / name).read_bytes()
        if new.is_file() and new.read_bytes() == data:
            continue
        new.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(data)
        new.chmod((ROOT / name).stat().st_mode)


class Copy:
    def __init__(self, work):
        self.tree, self.build = work / "tree", work / "build"
        self.tree.mkdir(parents=True, exist_ok=True)
        copy(self.tree)
        if not (self.build / "build.ninja").exists():
            # a mutant may leave something unused
            subprocess.run(
                ["meson", "setup", str(self.build), str(self.tree),
                 "--buildtype=debug", "-Dwerror=false"], check=True,
                stdout=subprocess.DEVNULL)
        else: # what tests there are may have changed
            subprocess.run(["ninja", "-C", str(self.build), "build.ninja"],
                           check=True, stdout=subprocess.DEVNULL)
        self.tests = introspect(self.build, "tests")
        self.outputs = {
            t["id"]: [os.path.relpath(f, self.build) for f in t["filename"]]
            for t in introspect(self.build, "targets")}

    def make(self, tests):
        """None, or why it does not build."""
        wanted = {f for t in tests for d in find(self.tests, t)["depends"]
                  for f in self.outputs[d]}
        out = subprocess.run(["ninja", "-C", str(self.build),
                              *sorted(wanted)], capture_output=True,
                             text=True)
        return None if out.returncode == 0 else out.stdout[-3000:]

    def run(self, test):
        """meson's word: OK, FAIL, SKIP, TIMEOUT, ERROR ..."""
        log = self.build / "meson-logs" / "testlog.json"
        log.unlink(missing_ok=True)
        words = ["--suite", test.suite] if test.suite else []
        if test.args:
            words.append("--test-args=" + " ".join(test.args))
        subprocess.run(["meson", "test", "-C", str(self.build),
                        "--no-rebuild", *words, test.name],
                       stdout=subprocess.DEVNULL)
        lines = log.read_text(encoding="utf-8").splitlines()
        if len(lines) != 1:
            raise SystemExit(f"{test.name}: {len(lines)} tests ran, not one")
        return json.loads(lines[0])["result"]


# --- one by one -------------------------------------------------------------------

GOOD, MISSED, UNTRIED = "caught", "NOT CAUGHT", "not tried"


def judge(copied, m):
    tests = [parse(t) for t in m.tests]
    path = copied.tree / m.file
    was = path.read_text(encoding="utf-8")
    path.write_text(was.replace(m.old, m.new), encoding="utf-8")
    try:
        why = copied.make(tests)
        if why is not None:
            return UNTRIED, "does not build:\n" + why
        got = [copied.run(t) for t in tests]
    finally:
        path.write_text(was, encoding="utf-8")
    said = ", ".join(f"{t}: {g}" for t, g in zip(m.tests, got))
    if "SKIP" in got:
        return UNTRIED, said
    return (MISSED if "OK" in got else GOOD), said


def unbroken(copied, mutants):
    """Whether what has to fail later passes now."""
    tests = sorted({parse(t) for m in mutants for t in m.tests})
    why = copied.make(tests)
    if why is not None:
        raise SystemExit("the tree does not build:\n" + why)
    failed = [t for t in tests if copied.run(t) not in ("OK", "SKIP")]
    for t in failed:
        print(f"fails without any mutant: {t.suite}/{t.name} "
              f"{' '.join(t.args)}")
    return not failed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", default=str(ROOT / "build-mutants"))
    parser.add_argument("--only", action="append", metavar="NAME")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--check", metavar="BUILD")
    args = parser.parse_args()
    if args.check:
        return check(args.check)
    mutants = [m for m in table.MUTANTS
               if not args.only or m.name in args.only]
    if args.list:
        for m in mutants:
            print(f"{m.name:34} {m.file}: {'; '.join(m.tests)}")
        return 0
    for line in misfits(ROOT, None):
        raise SystemExit(line)
    copied = Copy(pathlib.Path(args.work).resolve())
    if not unbroken(copied, mutants):
        return 1
    counts = collections.Counter()
    for m in mutants:
        begun = time.monotonic()
        verdict, said = judge(copied, m)
        counts[verdict] += 1
        print(f"{verdict:10} {m.name:34} {time.monotonic() - begun:4.0f} s  "
              f"{said}", flush=True)
    print(", ".join(f"{n} {v}" for v, n in counts.items()))
    return 1 if counts[MISSED] else 0


if __name__ == "__main__":
    sys.exit(main())
