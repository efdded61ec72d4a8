#!/usr/bin/env python3
"""The portal in a real browser: product and sandbox are started, and the
scripts beside this one drive Chromium against them.

usage: run.py --build BUILD [--only NAME] [--shots FOLDER]

Skipped (77), with words, where Chromium, Node.js or the packages cannot be
had. --shots keeps a picture of every page that is looked at.
"""
import argparse
import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / room) for room in ("flow", "servers")]
import npm  # noqa: E402
import tenant  # noqa: E402

SCRIPTS = ("settings", "first-run", "pages", "mail")  # in this order


class Skip(Exception):
    pass


def install(cache):
    """playwright-core and axe-core, once, into the build folder."""
    if shutil.which("chromium") is None:
        raise Skip("chromium is not installed")
    try:
        npm.install(HERE, cache)
    except npm.Unavailable as why:
        raise Skip(str(why)) from why


@contextlib.contextmanager
def served(archive, folder):
    """`estreat serve` on a free port, until the end; its address."""
    log = folder / "serve.log"
    with open(log, "wb") as out:
        process = archive.start("serve", "--listen", "127.0.0.1:0", stdout=out, stderr=out)
    try:
        yield wait_for(process, log, r"portal\.begun address=(\S+)")
    finally:
        process.terminate()
        code = process.wait(60)
        if code != 0 or os.environ.get("ESTREAT_KEEP"):
            print(log.read_text(errors="replace")[-6000:])
        if code != 0:
            raise RuntimeError(f"estreat serve ended with {code}")


def wait_for(process, log, pattern):
    """What the log says, as soon as it does; the file has no other way to
    tell that it grew than to be looked at."""
    while True:
        found = re.search(pattern, log.read_text(errors="replace"))
        if found:
            return found[1]
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        raise RuntimeError("estreat serve has ended: " + log.read_text(errors="replace"))


def world(args, programs, folder, sandbox, archive, url):
    """What the scripts must know, as a file."""
    return {
        "url": url,
        "modules": str(pathlib.Path(args.build).resolve() / "npm-portal"),
        "web": str(HERE.parent.parent / "web"),
        "estreat": programs.estreat,
        "home": str(archive.home),
        "folder": str(folder),
        "shots": args.shots,
        "password": (archive.home / "first-password").read_text().split()[-1],
        "sources": {name: {"set": made(sandbox.greeting)[0], "secret": made(sandbox.greeting)[1]}
                    for name, made in tenant.SIGN_IN.items()},
    }


def run(args):
    cache = pathlib.Path(args.build).resolve() / "npm-portal"
    install(cache)
    if not list((pathlib.Path(args.build) / "web").glob("assets/*.js")):
        raise Skip("this build has no pages (see what it said of web/)")
    programs = tenant.Programs.of_build(args.build)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        sandbox = tenant.Sandbox(programs, folder, seed=11, days=3, users=12, per_day=4,
                                 options=["--also", "webex,ringcentral"], truth=False)
        try:
            archive = tenant.Archive(programs, folder / "home")
            archive.init()
            archive.do("person", "import", str(sandbox.directory))
            with served(archive, folder) as url:
                return scripts(args, folder, world(args, programs, folder, sandbox, archive, url))
        finally:
            sandbox.stop()


def scripts(args, folder, told):
    (folder / "world.json").write_text(json.dumps(told))
    failed = [name for name in SCRIPTS if args.only in (None, name) or name == "first-run"
              if subprocess.run(["node", HERE / f"{name}.test.mjs"], timeout=800,
                                env={**os.environ, "PORTAL_WORLD": str(folder / "world.json")}
                                ).returncode != 0]
    if failed:
        print("failed:", ", ".join(failed))
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--only", choices=SCRIPTS)
    parser.add_argument("--shots", default="")
    try:
        sys.exit(run(parser.parse_args()))
    except Skip as why:
        print("skipped:", why)
        sys.exit(77)


if __name__ == "__main__":
    main()
