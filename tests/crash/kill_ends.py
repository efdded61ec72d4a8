#!/usr/bin/env python3
"""Kill the archive and the mail server again and again while one delivers to
the other.

The target is a real Dovecot. Each time it is drawn who dies by SIGKILL: the
archive (`connector run` or `target retry`, or with --with serve the serving
process), the server's sessions, or all of the server, which is then started
anew. In the end each mailbox has what an archive has that kept everything in
itself and that nobody disturbed: nothing is lost, nothing is there twice.

	kill_ends.py --build build
	kill_ends.py --build build --kills 60 --random 7     by hand
	kill_ends.py --build build --with serve
"""
import argparse
import collections
import importlib
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "flow"))

import ends  # noqa: E402
import imap  # noqa: E402
import kill_run  # noqa: E402
import main_job  # noqa: E402
import target_ends  # noqa: E402
from kill_delivery import check_ends  # noqa: E402
from kill_run import Killer, ServeKiller  # noqa: E402
from tenant import NAME, Programs, Results, Tenant, kill_group, say  # noqa: E402

kill_some = importlib.import_module("agent-imap-trouble").kill_some

VICTIMS = ("archive", "archive", "sessions", "server")


class Both:
    """Who dies is drawn; what a death of the server does not end goes on."""

    def __init__(self, archive, seed, kills, server):
        super().__init__(archive, seed, kills)
        self.server_of_mail = server
        self.deaths = collections.Counter()
        self.words = ()

    def start(self):
        return self.archive.start(*self.words, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE)

    def archive_dies(self, process):
        kill_group(process)
        process.wait()

    def ended(self, process, left):
        while left > 0 and self.left > 0:
            try:
                process.wait(self.delay(left))
                return True
            except subprocess.TimeoutExpired:
                victim = self.random.choice(VICTIMS)
            self.deaths[victim] += 1
            self.left -= 1
            self.done += 1
            if victim == "archive":
                self.archive_dies(process)
                return False
            kill_some(self.server_of_mail, everything=victim == "server")
            left -= 1
        process.wait(600)
        return True

    ended_beside = ended

    def run(self):
        """A run, and what is left to be brought, both killed."""
        whole, seconds = self.share, self.expected
        self.words = ("connector", "run", NAME)
        self.share = whole - whole // 2
        super().run()
        self.words = ("target", "retry", "mail")
        self.share, self.expected = whole // 2, seconds / 6
        super().run()
        self.share, self.expected = whole, seconds


class RunKiller(Both, Killer):
    def run(self):
        """The server is away during the run: then all is brought at once."""
        server = self.server_of_mail
        if self.random.random() < 0.5:
            kill_some(server, everything=True)
        super().run()


class Serving(Both, ServeKiller):
    def archive_dies(self, process):
        kill_group(self.server)
        self.server.wait()
        self.server = None
        process.communicate(timeout=600)


KILLERS = {"run": RunKiller, "serve": Serving}


def finish(archive, killer):
    """All that waits is brought now, whatever time it had to wait."""
    if isinstance(killer, ServeKiller):
        killer.stop()
    archive.run()
    done = archive.do("target", "retry", "mail", "--json")
    return json.loads(done.stdout)["open"]


def killed(args, results):
    seconds = []
    with Tenant(Programs.of_build(args.build), seed=args.random, days=2,
                users=args.users, per_day=args.per_day,
                truth=False) as played, \
            tempfile.TemporaryDirectory() as folder, \
            target_ends.Dovecot(ends.mailboxes(played), None) as target:
        folder = pathlib.Path(folder)
        kill_run.undisturbed(played, seconds)
        whole = ends.Copies(played.archive, folder / "whole")
        archive = kill_run.second_archive(played.programs, played,
                                          "zoom-meetings")
        played.archive, played.runs = archive, []
        ends.add_target(archive, target, folder, [NAME])
        killer = KILLERS[args.with_](archive, args.random, args.kills,
                                     target.server)
        kill_run.disturbed(played, killer, [3 * s for s in seconds])
        results.same("nothing waits", finish(archive, killer), 0)
        there = ends.check_same(target, ends.Copies(archive, folder / "mine"),
                                whole, results, sources=1)
        main_job.check_runs(archive, results)
        check_ends(archive, results)
        archive.check()
        say(f"{killer.done} kills, {dict(killer.deaths)}; {len(there)} "
            "copies")
        results.same("kills", killer.done, args.kills)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--per-day", type=int, default=20)
    parser.add_argument("--random", type=int, default=3)
    parser.add_argument("--with", dest="with_", choices=KILLERS,
                        default="run")
    args = parser.parse_args()
    results = Results()
    try:
        killed(args, results)
    except imap.Unavailable as why:
        print(f"skipped: {why}")
        return 77
    return results.end()


if __name__ == "__main__":
    raise SystemExit(main())
