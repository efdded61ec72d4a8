#!/usr/bin/env python3
"""Fail when a C file or a function has outgrown the limits of docs/style.md.

A file may have 800 lines, a function 70 lines and a cyclomatic complexity of
25 (pmccabe). Where pmccabe is not installed only the files are measured.
"""
import pathlib
import shutil
import subprocess
import sys

FILE_LINES, FUNCTION_LINES, COMPLEXITY = 800, 70, 25

root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
files = [p for top in ("src", "sandbox", "tests") for p in
         sorted((root / top).rglob("*.[ch]"))]
bad = 0
for path in files:
    lines = len(path.read_text(errors="replace").splitlines())
    if lines > FILE_LINES:
        print(f"{path}: {lines} lines, at most {FILE_LINES}")
        bad += 1

if shutil.which("pmccabe") is None:
    print("pmccabe is not installed: functions were not measured")
    sys.exit(1 if bad else 0)

sources = [str(p) for p in files if p.suffix == ".c"]
out = subprocess.run(["pmccabe", *sources], capture_output=True, text=True)
for line in out.stdout.splitlines():
    # The first column is modified McCabe: a switch counts once.
    modified, _, _, _, length, where = line.split(None, 5)
    complexity = int(modified)
    if complexity > COMPLEXITY:
        print(f"{where}: complexity {complexity}, at most {COMPLEXITY}")
        bad += 1
    if int(length) > FUNCTION_LINES:
        print(f"{where}: {length} lines, at most {FUNCTION_LINES}")
        bad += 1
sys.exit(1 if bad else 0)
