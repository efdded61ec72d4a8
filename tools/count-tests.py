#!/usr/bin/env python3
"""Sum Meson's test logs: the names of what failed, then one line of counts.

usage: count-tests.py [--failed N] TESTLOG.json...

--failed N adds N failures that no log knows (a build that did not compile).
Exit code 1 if anything failed, or if nothing ran at all.
"""
import argparse
import json
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--failed", type=int, default=0)
parser.add_argument("logs", nargs="*")
args = parser.parse_args()

passed, failed, skipped = 0, args.failed, 0
for path in args.logs:
    try:
        lines = open(path, encoding="utf-8").read().splitlines()
    except OSError as err:
        print(f"no results: {err}")
        failed += 1
        continue
    for line in lines:
        test = json.loads(line)
        if test["result"] in ("OK", "EXPECTEDFAIL"):
            passed += 1
        elif test["result"] == "SKIP":
            skipped += 1
            print(f"skipped: {test['name']} ({path})")
        else:
            failed += 1
            print(f"FAILED: {test['name']} ({test['result']}, {path})")

print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(1 if failed or not passed else 0)
