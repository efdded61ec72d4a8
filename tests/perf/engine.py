#!/usr/bin/env python3
"""Copies a second through the whole engine into Dovecot: outbox, vault, agent,
records; beside the agent alone and a bare loader (imap_load.py) with as many
messages of the same mean size, before and after it.

	engine.py --build build-release [--posts N]

RingCentral's days of chat are archived while the server is away, so that all
copies wait; then `target retry` brings them over 4 connections, by TLS.
"""
import argparse
import json
import pathlib
import statistics
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "flow"))

import ends  # noqa: E402
import imap_load  # noqa: E402
import imap  # noqa: E402
import target_ends  # noqa: E402
from tenant import NAME, Programs, Tenant  # noqa: E402

SHAPE = ("ringcentral.chats={chats},ringcentral.posts={posts},"
         "ringcentral.files=0,ringcentral.objects=0")
GUESS = 23000  # mean size of a copy, before it is known


class Dovecot(target_ends.Dovecot):
    server_class = imap_load.Disk


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


class Peers:
    def __init__(self, args, target, folder):
        self.args, self.target = args, target
        self.loader = imap_load.build_loader(folder)
        self.found = {"the agent alone": [], "the loader": []}

    def measure(self, count, size):
        server = self.target.server
        self.found["the agent alone"].append(imap_load.rate(imap_load.agent(
            self.args.build, server, True, self.target.authority, count,
            size)))
        if self.loader:
            self.found["the loader"].append(imap_load.rate(imap_load.loader(
                self.loader, server, True, count, size)))

    def tell(self, mine):
        for name, figures in self.found.items():
            if figures:
                its = statistics.mean(figures)
                print(f"{name}: {figures} a second, ratio {mine / its:.2f}")


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
            Dovecot(sorted(ends.mailboxes(played)) + imap_load.ALONE +
                    imap_load.LOADED, None) as target:
        peers = Peers(args, target, folder)
        peers.measure(args.posts // 2, GUESS)
        count, size, seconds = wait_and_bring(played, target,
                                              pathlib.Path(folder))
        mean = size // count
        peers.measure(count, mean)
        print(f"{count} copies of {mean} bytes in {seconds:.1f} s: "
              f"{count / seconds:.0f} a second")
        peers.tell(count / seconds)


if __name__ == "__main__":
    main()
