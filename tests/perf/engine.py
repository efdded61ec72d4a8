#!/usr/bin/env python3
"""Copies a second through the whole engine into Dovecot: outbox, vault, agent,
records; beside the agent alone and as many messages of the same mean size.

	engine.py --build build-release [--posts N]

RingCentral's days of chat are archived while the server is away, so that all
copies wait; then `target retry` brings them over 4 connections, by TLS.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "flow"))

import ends  # noqa: E402
import imap  # noqa: E402
import target_ends  # noqa: E402
from tenant import NAME, Programs, Tenant  # noqa: E402

SHAPE = ("ringcentral.chats={chats},ringcentral.posts={posts},"
         "ringcentral.files=0,ringcentral.objects=0")


class Disk(imap.DeliveryDovecot):
    fsync = "optimized"


class Dovecot(target_ends.Dovecot):
    server_class = Disk


def wait_and_bring(played, target, folder):
    """(copies, bytes of their messages, seconds)"""
    archive = played.archive
    ends.add_target(archive, target, folder, [NAME])
    archive.do("target", "set", "mail", "--set", f"port={imap.free_port()}")
    played.sandbox.set_now(played.last_run)
    archive.run()
    waiting = json.loads(archive.do("target", "show", "mail",
                                    "--json").stdout)["waiting"]
    archive.do("target", "set", "mail", "--set",
               f"port={target.server.tls_port}")
    begun = time.monotonic()
    archive.do("target", "retry", "mail")
    seconds = time.monotonic() - begun
    copies = ends.Copies(archive, folder / "out")
    size = sum(len(copies.bytes[id_]) for id_, _ in copies.exported)
    if len(copies.exported) != waiting:
        sys.exit(f"{len(copies.exported)} of {waiting} copies came")
    return waiting, size, seconds


def agent_alone(args, target, count, size):
    command = [pathlib.Path(args.build) / "tests/perf/perf-targets", "imap"]
    settings = {**target.settings(), "tls": "tls", "password": "importpw"}
    for key, value in settings.items():
        command += ["--set", f"{key}={value}"]
    for mailbox in target.people[:4]:
        command += ["--mailbox", mailbox]
    done = subprocess.run([str(c) for c in [*command, count, size]],
                          capture_output=True, text=True, check=True)
    return int(re.search(r"(\d+) msg/s", done.stdout)[1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--posts", type=int, default=20000)
    args = parser.parse_args()
    shape = SHAPE.format(posts=args.posts, chats=args.posts // 20)
    with Tenant(Programs.of_build(args.build), seed=1, days=5, users=40,
                truth=False, settings={"source": "ringcentral"},
                options=["--also", "ringcentral", "--setup", shape]
                ) as played, tempfile.TemporaryDirectory() as folder, \
            Dovecot(ends.mailboxes(played), None) as target:
        count, size, seconds = wait_and_bring(played, target,
                                              pathlib.Path(folder))
        mean = size // count
        alone = agent_alone(args, target, count, mean)
        print(f"{count} copies of {mean} bytes in {seconds:.1f} s: "
              f"{count / seconds:.0f} a second; the agent alone {alone}; "
              f"ratio {count / seconds / alone:.2f}")


if __name__ == "__main__":
    main()
