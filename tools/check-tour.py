#!/usr/bin/env python3
"""Fail if docs/tour.md names a file, or a function in it, that is not there."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
tour = (root / "docs/tour.md").read_text()
bad = named = 0
for path, _, function in re.findall(r"`((?:src|sandbox|tests|tools)/[\w./-]+)"
                                    r"(:(\w+))?`", tour):
    named += 1
    file = root / path
    if not file.is_file():
        print(f"docs/tour.md: there is no {path}")
        bad += 1
    elif function and not re.search(
            # a definition: at a line's start, its brace before a semicolon
            rf"^[a-z][\w *]*?\b{function}\([^;{{]*\)\s*\{{",
            file.read_text(), re.MULTILINE):
        print(f"docs/tour.md: {path} defines no {function}()")
        bad += 1
if named < 20:
    print(f"docs/tour.md names only {named} places: is its form changed?")
    bad += 1
sys.exit(1 if bad else 0)
