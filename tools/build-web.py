#!/usr/bin/env python3
"""Build the portal's pages; the build calls it when something in web/ changed.

    usage: tools/build-web.py WEB OUT DEPFILE      build into the folder OUT
           tools/build-web.py --install WEB        only install packages

Packages are those of web/package-lock.json, installed into web/node_modules
when the lockfile changed, without running any of their scripts. Where Node.js
is absent or the packages cannot be had, the pages are left out, the build goes
on and says so; OUT then has one page that says so too.
"""
import fcntl
import pathlib
import shutil
import subprocess
import sys

LEFT_OUT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Estreat</title>
<h1>The portal's pages are not part of this build</h1>
<p>{reason}</p>
<p>Everything else works: the command line, connectors, and the API below
/api/v1. To have the pages, install nodejs (18 or later) and npm, remove the
build folder's web/, and build again.</p>
"""


class LeftOut(Exception):
    """Why there are no pages."""


def run(words, where, env=None):
    try:
        done = subprocess.run(words, cwd=where, env=env, text=True, timeout=600,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except OSError as reason:
        raise LeftOut(str(reason)) from reason
    except subprocess.TimeoutExpired as reason:
        raise LeftOut(f"{words[0]} did not end") from reason
    return done.returncode, done.stdout


def node_is_there():
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise LeftOut(f"{program} is not installed")
    _, version = run(["node", "--version"], None)
    if int(version.strip().lstrip("v").split(".")[0]) < 18:
        raise LeftOut(f"node {version.strip()} is too old; 18 is needed")


def install(web):
    """The lockfile's packages, once; two builds do not install at once."""
    with open(web / "package-lock.json", "rb") as lockfile:
        fcntl.flock(lockfile, fcntl.LOCK_EX)
        wanted = lockfile.read()
        stamp = web / "node_modules" / ".installed"
        if stamp.exists() and stamp.read_bytes() == wanted:
            return
        code, text = run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund",
                          "--loglevel=error", "--fetch-retries=1",
                          "--fetch-timeout=60000"], web)
        if code != 0:
            raise LeftOut("npm ci failed: " + text.strip()[-300:])
        stamp.write_bytes(wanted)


def build(web, out):
    """Into a folder beside it first: who serves OUT never sees half of it."""
    fresh = out.with_name(out.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    code, text = run(["node", "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn",
                      "--outDir", str(fresh)], web)
    if code != 0:
        print(text, file=sys.stderr)
        sys.exit("web/: the pages do not build")
    if text.strip():
        print(text)
    return fresh


def left_out(out, reason):
    fresh = out.with_name(out.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    html = str(reason).replace("&", "&amp;").replace("<", "&lt;")
    (fresh / "index.html").write_text(LEFT_OUT.format(reason=html))
    print(f"the portal's pages are left out: {reason}", file=sys.stderr)
    return fresh


def inputs(web):
    """What a build depends on: all of web/ but what is installed into it. A
    folder stands for the names in it: a new file is noticed too."""
    for path in sorted(web.rglob("*")):
        if "node_modules" not in path.parts:
            yield path


def main():
    if sys.argv[1:2] == ["--install"]:
        try:
            node_is_there()
            install(pathlib.Path(sys.argv[2]))
        except LeftOut as reason:
            sys.exit(f"the packages of web/ cannot be installed: {reason}")
        return
    web, out, depfile = (pathlib.Path(word).absolute() for word in sys.argv[1:4])
    try:
        node_is_there()
        install(web)
        fresh = build(web, out)
    except LeftOut as reason:
        fresh = left_out(out, reason)
    old = out.with_name(out.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old, ignore_errors=True)
    names = " ".join(str(path).replace(" ", "\\ ") for path in inputs(web))
    depfile.write_text(f"{sys.argv[2]}: {names}\n")


if __name__ == "__main__":
    main()
