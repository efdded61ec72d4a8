#!/usr/bin/env python3
"""Run one of the linters that others wrote over the whole tree.

usage: lint.py ROOT format|spelling|cppcheck|shell

Skipped (77) where the linter is not installed, or is of a version that the
tree was not written for.
"""
import pathlib
import re
import shutil
import subprocess
import sys

FORMAT_MAJOR = 14  # other versions of clang-format lay out differently


def files(root, tops, *endings):
    return [str(p) for top in tops for p in sorted((root / top).rglob("*"))
            if p.suffix in endings and p.is_file()]


def skip(why):
    print(why)
    sys.exit(77)


def format_command(root):
    out = subprocess.run(["clang-format", "--version"], capture_output=True,
                         text=True).stdout
    found = re.search(r"version (\d+)", out)
    if found is None or int(found[1]) != FORMAT_MAJOR:
        skip(f"needs clang-format {FORMAT_MAJOR}, not: {out.strip()}")
    return ["clang-format", "--dry-run", "-Werror",
            *files(root, ("src", "sandbox", "tests"), ".c", ".h")]


def spelling_command(root):
    # .codespellrc says what is left out: other languages, test material
    tops = ["README.md", "docs", "src", "sandbox", "tests", "tools"]
    return ["codespell", "--config", str(root / ".codespellrc"),
            *[str(root / t) for t in tops if (root / t).exists()]]


def cppcheck_command(root):
    return ["cppcheck", "-q", "-j2", "--error-exitcode=1", "--std=c11",
            "--enable=warning,performance,portability", "--inline-suppr",
            "-I", str(root / "src"), "-I", str(root),
            str(root / "src"), str(root / "sandbox")]


def shell_command(root):
    scripts = [str(root / n) for n in ("demo.sh", "test.sh", ".ci/run")
               if (root / n).exists()]
    return ["shellcheck", *scripts, *files(root, ("tools", "tests"), ".sh")]


# name: (program, what makes its command line)
checks = {
    "format": ("clang-format", format_command),
    "spelling": ("codespell", spelling_command),
    "cppcheck": ("cppcheck", cppcheck_command),
    "shell": ("shellcheck", shell_command),
}

program, command = checks[sys.argv[2]]
if shutil.which(program) is None:
    skip(f"{program} is not installed")
sys.exit(subprocess.run(command(pathlib.Path(sys.argv[1]))).returncode)
