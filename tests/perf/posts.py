#!/usr/bin/env python3
"""Posts a second, end to end, beside the same messages into Dovecot.

	python3 tests/perf/posts.py --build build-release --source ringcentral
	python3 tests/perf/posts.py --build build-release --source webex \
	    --posts 100000 --conversations 2000

One run of a connector lists, fetches, converts, imports and accounts for all
posts of a tenant, with the sandbox on the same processors. The messages it
made are then delivered to as many mailboxes of a Dovecot (mdbox, every batch
synced) by MULTIAPPEND over one connection, batches of 64, as far as --peer
seconds reach; without Dovecot or root that part is left out, and this says so.
"""
import argparse
import collections
import json
import os
import pathlib
import shutil
import socket
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "flow"))
sys.path.insert(0, str(HERE))

import intake  # noqa: E402
import tenant  # noqa: E402
from main_job import Measured, cpu_of, show_sizes  # noqa: E402
from tenant import Programs, Results, Tenant, say  # noqa: E402

NAME = "posts"
SHAPE = {"webex": "webex.spaces={conversations},webex.posts={posts},"
                  "webex.files=0,webex.meetings=0,webex.members=15",
         "ringcentral": "ringcentral.chats={conversations},"
                        "ringcentral.posts={posts},ringcentral.files=0,"
                        "ringcentral.objects=0"}
ONLY = {"webex": {}, "ringcentral": {"messages": "off", "calls": "off",
                                     "video": "off"}}


def collect(args, played, results):
    played.archive.add_connector(played.sandbox, played.folder, NAME,
                                 source=args.source, **ONLY[args.source])
    played.sandbox.set_now(played.last_run)
    before = cpu_of(played.sandbox.process.pid)
    run = Measured(played.archive, "connector", "run", NAME)
    sandbox_cpu = cpu_of(played.sandbox.process.pid) - before
    report = played.archive.report(name=NAME)
    total = report["total"]
    results.same("sums closed", report["closed"], True)
    say(f"{args.posts} posts in {args.conversations} conversations: "
        f"{total['listed']} objects, {total['messages']} messages, "
        f"{total['copies']} copies")
    say(f"{run.seconds:.1f} s: {args.posts / run.seconds:.0f} posts/s, "
        f"{total['messages'] / run.seconds:.0f} messages/s, "
        f"{total['copies'] / run.seconds:.0f} copies/s; processor "
        f"{run.user:.1f} s user, {run.system:.1f} s system, the sandbox "
        f"beside it {sandbox_cpu:.1f} s; peak {run.peak_mib:.0f} MiB")
    for phase, (first, last) in run.phases.items():
        say(f"{phase}: from {first:.1f} s to {last:.1f} s")
    show_sizes(played.archive.home)
    return total["copies"] / run.seconds


# --- the peer ------------------------------------------------------------------

class Imap:
    """One connection, literals without waiting (LITERAL+)."""

    def __init__(self, port, user):
        self.file = socket.create_connection(("127.0.0.1", port)).makefile(
            "rwb")
        self.file.readline()
        self.command(f"a LOGIN {user} pw".encode())

    def command(self, *parts):
        for part in parts:
            self.file.write(part)
        self.file.write(b"\r\n")
        self.file.flush()
        while True:
            line = self.file.readline()
            if line.startswith(b"a "):
                if not line.startswith(b"a OK"):
                    sys.exit(f"Dovecot: {line.decode().strip()}")
                return

    def multiappend(self, mails):
        parts = [b"a APPEND INBOX"]
        for mail in mails:
            parts += [f" {{{len(mail)}+}}\r\n".encode(), mail]
        self.command(*parts)


def deliver(server, copies, seconds):
    """Mailbox by mailbox; how many copies a second."""
    begun, done = time.monotonic(), 0
    for n, paths in enumerate(copies.values()):
        imap = Imap(server.port, f"peer{n}")
        for at in range(0, len(paths), 64):
            batch = [p.read_bytes() for p in paths[at:at + 64]]
            imap.multiappend(batch)
            done += len(batch)
            if time.monotonic() - begun > seconds:
                return done / (time.monotonic() - begun)
    return done / (time.monotonic() - begun)


def peer(args, played, ours):
    if shutil.which("dovecot") is None or os.geteuid() != 0:
        say("Dovecot is not installed, or this is not root: without it")
        return
    with tempfile.TemporaryDirectory(dir=played.folder) as folder:
        # mailboxes enough for the time there is
        listed = json.loads(played.archive.do("mailbox", "list",
                                              "--json").stdout)
        copies = collections.OrderedDict()
        for box in listed["mailboxes"][1:1 + args.mailboxes]:
            name = box["mailbox"]
            played.archive.do("export", "--mailbox", name, "--format", "eml",
                              f"{folder}/{name}")
            copies[name] = sorted(pathlib.Path(folder, name).rglob("*.eml"))
        server = intake.Dovecot("/var/tmp")
        try:
            theirs = deliver(server, copies, args.peer)
        finally:
            server.stop()
    say(f"Dovecot mdbox, MULTIAPPEND of 64: {theirs:.0f} copies/s; all of "
        f"our work, collecting included: {ours:.0f} copies/s, ratio "
        f"{ours / theirs:.2f}")


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    parser.add_argument("--source", choices=sorted(SHAPE),
                        default="ringcentral")
    parser.add_argument("--posts", type=int, default=1000000)
    parser.add_argument("--conversations", type=int, default=20000)
    parser.add_argument("--mailboxes", type=int, default=20)
    parser.add_argument("--peer", type=float, default=30)
    args = parser.parse_args()
    programs, results = Programs.of_build(args.build), Results()
    say(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    with Tenant(programs, seed=args.seed, days=args.days or 7,
                users=args.users or 1000, per_day=1, connect=False,
                truth=False, setup=SHAPE[args.source].format(**vars(args)),
                options=["--also", args.source]) as played:
        peer(args, played, collect(args, played, results))
    return results.end()


if __name__ == "__main__":
    tenant.main(run)
