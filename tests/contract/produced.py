#!/usr/bin/env python3
"""The messages of a whole tenant before parsers and servers of others.

	produced.py --build build [--keep FOLDER]

A sandbox tenant with a meeting of 500, its Webex and its RingCentral are
collected and exported; then each message goes through GMime, mailparser and postal-mime, which must see what
Python's parser sees (and that is held against the truth by main_job.py), and
through Dovecot and Cyrus, which must give it back byte by byte. Whatever
cannot be had here is named; skipped (77) only where nothing was there.
"""
import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "flow"))

import tenant  # noqa: E402
from tenant import Programs, Results, Tenant, say  # noqa: E402

SKIPPED = 77


def produce(programs, args, folder):
    """Each message once, NUMBER.eml."""
    with Tenant(programs, seed=args.seed + 4, days=args.days or 5,
                users=args.users or 16, per_day=args.per_day,
                options=["--big-meeting", 500, "--also",
                         "webex,ringcentral"]) as played:
        archive = played.archive
        names = [tenant.NAME, "webex", "ringcentral"]
        for source in names[1:]:
            archive.add_connector(played.sandbox, played.folder, source,
                                  source=source)

        def run_all():
            for name in names:
                archive.run(name)

        played.play(run=run_all)
        paths, _ = played.archive.export(played.folder / "export")
        for n, id_ in enumerate(sorted(paths), 1):
            shutil.copy(paths[id_], folder / f"{n:04}.eml")
    return len(paths)


def commands(args, folder):
    build = pathlib.Path(args.build).resolve()
    parsers = HERE / "mail-parsers"
    for parser in ("python", "gmime", "mailparser", "postal-mime"):
        yield parser, [sys.executable, parsers / "run.py", "--parser", parser,
                       "--gmime", build / "tests/contract/mail-parsers" /
                       "gmime-dump", "--cache", build / "npm-mail-parsers",
                       folder]
    for server in ("dovecot", "cyrus"):
        yield server, [sys.executable, HERE / "imap-roundtrip.py",
                       "--server", server, "--cache", build / "cyrus",
                       folder]


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    args = parser.parse_args()
    programs, results = Programs.of_build(args.build), Results()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        say(f"{produce(programs, args, folder)} messages")
        for name, command in commands(args, folder):
            done = subprocess.run([str(c) for c in command],
                                  capture_output=True, text=True)
            if done.returncode == SKIPPED:
                say(f"{name}: {done.stdout.strip()}")
                continue
            bad = "\n".join(line for line in done.stdout.splitlines()
                            if not line.endswith(": ok"))
            if results.ok(name, done.returncode == 0,
                          (bad + done.stderr)[-3000:]):
                say(f"{name}: all of them")
    if results.good + results.bad == 0:
        return SKIPPED
    return results.end()


if __name__ == "__main__":
    tenant.main(run)
