#!/usr/bin/env python3
"""Kill the archive again and again while it delivers to a target outside.

The target is a file that takes everything, twice too (tests/fake/
file-agent.c). Killed at random moments (SIGKILL) and started anew, no copy may
be lost and none come twice; the sums close, `vault check` finds nothing.

	kill_delivery.py --build build
	kill_delivery.py --build build --kills 200 --random 7     by hand
	kill_delivery.py --build build --with serve
	kill_delivery.py --build build --with points
"""
import argparse
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "flow"))

import delivery  # noqa: E402
import main_job  # noqa: E402
from kill_run import Killer, PointKiller, ServeKiller, disturbed  # noqa: E402
from tenant import NAME, Archive, Results, Tenant, say  # noqa: E402

KILLERS = {"run": Killer, "serve": ServeKiller, "points": PointKiller}


def undisturbed(played):
    """How long each run takes, in an archive that is thrown away."""
    seconds = []
    for moment in played.days():
        begun = time.monotonic()
        played.run_at(moment)
        seconds.append(time.monotonic() - begun)
    played.runs = []
    return seconds


def killed(args, results):
    programs = delivery.programs_of(args.build)
    with Tenant(programs, seed=args.random, days=2, users=8) as played, \
            tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        seconds = undisturbed(played)
        played.archive = Archive(programs, played.folder / "second")
        played.archive.init()
        played.archive.import_people(played.sandbox.directory)
        played.archive.add_connector(played.sandbox, played.folder)
        post = delivery.Post(played.archive, folder)
        killer = KILLERS[args.with_](played.archive, args.random, args.kills)
        disturbed(played, killer, seconds)
        if isinstance(killer, ServeKiller):
            killer.stop()
        played.archive.run()
        delivery.check_copies(post, folder / "out", results)
        results.same("nothing waits", post.shown()["waiting"], 0)
        main_job.check_runs(played.archive, results)
        check_ends(played.archive, results)
        played.archive.check()
        say(f"{killer.done} kills, {len(post.copies())} copies")
        results.same("kills", killer.done, args.kills)


def check_ends(archive, results):
    """Every run, as it is now: all that was due has come."""
    for run in range(1, archive.report(name=NAME)["run"] + 1):
        report = archive.report(run)
        now = report.get("now", report["total"])
        results.same(f"run {run}: open", now["waiting"] + now["refused"], 0)
        results.same(f"run {run}: all there", now["mapped"],
                     now["copies"] + now["quarantined"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--kills", type=int, default=15)
    parser.add_argument("--random", type=int, default=3)
    parser.add_argument("--with", dest="with_", choices=KILLERS,
                        default="run")
    args = parser.parse_args()
    results = Results()
    killed(args, results)
    return results.end()


if __name__ == "__main__":
    raise SystemExit(main())
