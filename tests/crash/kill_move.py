#!/usr/bin/env python3
"""Kill the archive while it ships to a store and moves to the next one.

As kill_run.py: one archive works undisturbed and keeps all in its folder; the
other keeps nothing local that it need not (cache=0) in a store from its
first day on, begins a move to another place before each run, the last one
back into its own folder, and is killed at random moments while it archives,
ships, moves, and while all mailboxes are exported beside. In the end mails
(byte for byte), copies, states and sums must be those of the first, the
moves must have come to their end, and `vault check` must find nothing.

	kill_move.py --build build
	kill_move.py --build build --kills 100 --with serve
	kill_move.py --build build --place 'azure --set container=t \\
		--set prefix=place-{n} ... --secret key=FILE'

A place is the kind of a store and its words, {n} the number of the place,
{folder} a folder of the test's own; those named are used in turn.
"""
import argparse
import json
import pathlib
import shlex
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "flow"))

import kill_run  # noqa: E402
import tenant  # noqa: E402
from kill_run import Killer, ServeKiller  # noqa: E402
from tenant import Programs, Results, Tenant, say  # noqa: E402

DIR = "dir --set path={folder}/place-{n}"


class Places:
    """Where it moves to, in turn."""

    def __init__(self, archive, folder, words):
        self.archive, self.folder = archive, folder
        self.words = words
        self.n = 0

    def next(self):
        words = self.words[self.n % len(self.words)]
        self.n += 1
        if words.startswith("dir "):
            (self.folder / f"place-{self.n}").mkdir()
        return shlex.split(words.format(n=self.n, folder=self.folder))

    def first(self):
        kind, *more = self.next()
        self.archive.do("store", "set", "--kind", kind, *more,
                        "--set", "cache=0")

    def move(self):
        """Begun only where the one before has ended."""
        shown = self.shown()
        if len(shown["stores"]) == 1:
            kind, *more = self.next()
            self.archive.do("vault", "move", "--no-wait", "--to", kind,
                            *more, "--set", "cache=0")

    def shown(self):
        return json.loads(self.archive.do("store", "show", "--json").stdout)

    def finish(self, results):
        """All in one place, and then back."""
        self.archive.do("vault", "move")
        shown = self.shown()
        results.same("stores", len(shown["stores"]), 1)
        results.same("to move", shown["to_move"], 0)
        results.same("to remove", shown["to_remove"], 0)
        self.archive.check()


class Reader(threading.Thread):
    """Exports again and again what is there, to be read while it moves."""

    def __init__(self, archive, folder):
        super().__init__()
        self.archive, self.folder = archive, folder
        self.ended = threading.Event()
        self.error = None
        self.done = 0

    def run(self):
        try:
            while not self.ended.is_set():
                self.archive.export(self.folder / f"read-{self.done}")
                self.done += 1
        except Exception as error:  # told by who waits
            self.error = error

    def stop(self, results):
        self.ended.set()
        self.join()
        results.ok("exports beside it", self.error is None, str(self.error))


def moving(killer, places):
    """Its run(), with a move begun before."""
    run = killer.run

    def move_and_run():
        places.move()
        return run()
    killer.run = move_and_run


def shipped(programs, args, results):
    """The same as one that was neither shipped nor moved nor killed."""
    seconds = []
    with Tenant(programs, seed=args.seed, days=args.days or 3,
                users=args.users or 10, per_day=args.per_day) as played, \
            tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        kill_run.undisturbed(played, seconds)
        whole = kill_run.end_of(played.archive, folder / "whole")
        say(f"undisturbed: {sum(seconds):.1f} s, "
            f"{len(whole['mails'])} mails")
        archive = kill_run.second_archive(programs, played, "zoom-meetings")
        played.archive, played.runs = archive, []
        places = Places(archive, folder, args.place or [DIR])
        places.first()
        killer = {"run": Killer, "serve": ServeKiller}[args.with_](
            archive, args.random, args.kills)
        moving(killer, places)
        reader = Reader(archive, folder)
        reader.start()
        try:
            kill_run.disturbed(played, killer, seconds)
        finally:
            kill_run.stop(killer)
            reader.stop(results)
        places.finish(results)
        say(f"{killer.done} kills, {places.n} places, {reader.done} exports "
            "beside")
        kill_run.compare(whole, kill_run.end_of(archive, folder / "there"),
                         results)
        archive.do("vault", "move", "--to", "local")
        archive.check()
        archive.do("catalog", "rebuild")
        kill_run.compare(whole, kill_run.end_of(archive, folder / "back"),
                         results)
        kill_run.check_closed(archive, results)


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--random", type=int, default=1,
                        help="seed of the moments")
    parser.add_argument("--with", dest="with_", default="run",
                        choices=("run", "serve"))
    parser.add_argument("--place", action="append",
                        help="a kind of store and its words")
    args = parser.parse_args()
    programs, results = Programs.of_build(args.build), Results()
    shipped(programs, args, results)
    return results.end()


if __name__ == "__main__":
    tenant.main(run)
