#!/usr/bin/env python3
"""What goes wrong around a run, and that nothing is lost by it.

A full disk, a stop signal, two runs at once, clocks that jump, a source that
is down at the start or goes down half-way: each time the archive must say in
words what happened, and after it is over a plain run must end with what an
undisturbed one has (held against the tenant's truth).
"""
import argparse
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

import main_job
import tenant
from tenant import NAME, DAY, Programs, Results, Tenant, say


def play_on(played):
    """The tenant's other days."""
    for moment in list(played.days()):
        if moment > played.runs[-1]:
            played.run_at(moment)


def finish(played, results):
    """Go on to the end of the tenant, then everything must be there."""
    play_on(played)
    with tempfile.TemporaryDirectory() as folder:
        main_job.check_all(played, results, pathlib.Path(folder) / "all")
    played.archive.check()


def begin(played, moment):
    """A run in the background."""
    played.sandbox.set_now(moment)
    played.runs.append(moment)
    return played.archive.start("connector", "run", NAME,
                                stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True)


def requests(played):
    asked = played.sandbox.stats().get("endpoints", {})
    return sum(n for path, n in asked.items()
               if not path.startswith("/sandbox/"))


def await_requests(played, process, wanted):
    """Until the run has asked so much; False when it ended before."""
    while process.poll() is None:
        if requests(played) >= wanted:
            return True
        time.sleep(0.01)
    return False


def requests_of_a_run(programs, **options):
    """How many requests the first day's run makes."""
    with Tenant(programs, **options) as played:
        played.run_at(played.first + DAY)
        return requests(played)


def stop_signal(programs, args, results):
    """SIGTERM in mid-run: it ends in good order and goes on later."""
    options = {"seed": args.seed, "days": 2, "users": 10}
    most = requests_of_a_run(programs, **options)
    for part in (0.1, 0.5, 0.8):
        with Tenant(programs, **options) as played:
            process = begin(played, played.first + DAY)
            caught = await_requests(played, process, int(most * part))
            process.send_signal(signal.SIGTERM)
            begun = time.monotonic()
            said = process.communicate(timeout=120)[0]
            took = time.monotonic() - begun
            say(f"stopped at {part:.0%} in {took:.2f} s: "
                f"{process.returncode}, {said.strip()[-200:]!r}")
            results.ok("it ends by itself", process.returncode >= 0,
                       str(process.returncode))
            results.ok("it ends soon", took < 15, f"{took:.1f} s")
            if caught and process.returncode != 0: # else it was too late
                results.same("it says so", process.returncode, 3)
                results.ok("it says that it goes on", "goes on" in said,
                           said[-300:])
                played.archive.run()
                results.same("the same run was finished",
                             played.archive.report()["run"], 1)
            finish(played, results)


def two_at_once(programs, args, results):
    """A second `connector run` says clearly what is going on, or follows
    the first; everything is there once."""
    with Tenant(programs, seed=args.seed, days=2, users=10) as played:
        first = begin(played, played.first + DAY)
        await_requests(played, first, 3)
        second = played.archive.do("connector", "run", NAME,
                                   codes=range(0, 256))
        said = second.stdout + second.stderr
        first.communicate(timeout=600)
        say(f"second: {second.returncode}, {said.strip()[-200:]!r}")
        results.same("the first one ends well", first.returncode, 0)
        results.ok("the second one ends well or says why",
                   second.returncode == 0 or "another" in said or
                   "already" in said or "running" in said, said)
        finish(played, results)


def source_down(programs, args, results):
    """The source is not there at the start: it is named, nothing breaks."""
    with Tenant(programs, seed=args.seed, days=2, users=10) as played:
        played.sandbox.stop()
        begun = time.monotonic()
        failed = played.archive.run(codes=range(1, 256), timeout=900)
        said = failed.stdout + failed.stderr
        say(f"after {time.monotonic() - begun:.1f} s: {failed.returncode}, "
            f"{said.strip()[-300:]!r}")
        where = played.sandbox.base.split("//")[1]
        results.ok("it says where it could not connect", where in said, said)
        played.sandbox.start()
        played.run_at(played.first + DAY)
        finish(played, results)


def source_dies(programs, args, results):
    """The source goes down in mid-run and comes back later."""
    options = {"seed": args.seed, "days": 2, "users": 10}
    most = requests_of_a_run(programs, **options)
    for part in (0.05, 0.3, 0.7):
        with Tenant(programs, **options) as played:
            process = begin(played, played.first + DAY)
            caught = await_requests(played, process, int(most * part))
            played.sandbox.process.kill()
            played.sandbox.process.wait()
            begun = time.monotonic()
            said = process.communicate(timeout=900)[0]
            say(f"down at {part:.0%}, ended after "
                f"{time.monotonic() - begun:.1f} s: {process.returncode}, "
                f"{said.strip()[-300:]!r}")
            results.ok("it was at work", caught)
            where = played.sandbox.base.split("//")[1]
            told = said + str(played.archive.report()["reasons"])
            results.ok("it says where it could not connect", where in told,
                       told[-2000:])
            played.sandbox.start()
            played.run_at(played.first + DAY)
            played.runs.pop()
            finish(played, results)


def serving(programs, args, results):
    """`estreat serve` tells who asked for a run that it cannot reach the
    source, and runs it when it can; SIGTERM ends it in good order."""
    with Tenant(programs, seed=args.seed, days=2, users=10) as played:
        archive = played.archive
        played.sandbox.stop()
        log = played.folder / "serve.log"
        with open(log, "wb") as errors:
            server = archive.start("serve", "--no-portal", stdout=subprocess.DEVNULL,
                                   stderr=errors)
        until = time.monotonic() + 60
        while b"serve.begun" not in log.read_bytes():
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError("serve does not begin: "
                                   f"{log.read_text()[-2000:]}")
            time.sleep(0.05)
        failed = archive.run(codes=range(1, 256), timeout=300)
        results.same("who asked is told", failed.returncode, 3)
        results.ok("it says where it could not connect",
                   played.sandbox.base.split("//")[1] in failed.stderr,
                   failed.stderr)
        played.sandbox.start()
        played.run_at(played.first + DAY)
        tries = log.read_text().count("run.ended")
        results.ok("it does not ask again and again", tries <= 3, str(tries))
        play_on(played)
        server.terminate()
        results.same("serve ends well", server.wait(60), 0)
        finish(played, results)


def shown(played, verb):
    """The connector as `list` or `show` says in JSON, and the text."""
    words = ["connector", verb] + ([NAME] if verb == "show" else [])
    said = json.loads(played.archive.do(*words, "--json").stdout)
    text = played.archive.do(*words).stdout
    return (said if verb == "show" else said["connectors"][0]), text


def looked_at(programs, args, results):
    """A source that cannot be reached does not look like the last good run,
    and is forgotten with the next one."""
    with Tenant(programs, seed=args.seed, days=2, users=10) as played:
        played.run_at(played.first + DAY)
        played.sandbox.stop()
        where = played.sandbox.base.split("//")[1]
        for tries in 1, 2:
            played.archive.run(codes=(3,), timeout=900)
            for verb in "list", "show":
                said, text = shown(played, verb)
                results.same(f"{verb}: the result and how often",
                             (said["last_result"], said["failed_tries"]),
                             ("failing", tries))
                results.ok(f"{verb}: why", where in said["last_error"],
                           said["last_error"])
                since = tenant.parse_time(said["failing_since"])
                results.ok(f"{verb}: since when", since is not None)
                results.ok(f"{verb}: in words", where in text and
                           since.strftime("%Y-%m-%d %H:%M:%S") in text, text)
        played.sandbox.start()
        played.run_at(played.first + DAY)
        said, text = shown(played, "list")
        results.same("forgotten", (
            said["last_result"], said["failed_tries"], said["failing_since"],
            said["last_error"]), ("closed", 0, None, None))
        finish(played, results)


def killed(programs, args, results):
    """A run that was killed is not shown as running; it goes on."""
    with Tenant(programs, seed=args.seed, days=2, users=10) as played:
        process = begin(played, played.first + DAY)
        results.ok("it was at work", await_requests(played, process, 5))
        said, _ = shown(played, "list")
        results.same("at work", said["last_result"], "running")
        tenant.kill_group(process)
        process.communicate()
        said, text = shown(played, "list")
        results.same("nobody is", said["last_result"], "interrupted")
        results.ok("in words", "interrupted" in text, text)
        results.same("in the report", played.archive.report()["state"],
                     "interrupted")
        played.archive.run()
        said, _ = shown(played, "list")
        results.same("it went on", (said["last_run"], said["last_result"]),
                     (1, "closed"))
        finish(played, results)


def clock_jumps(programs, args, results):
    """The source's clock runs back a day, then on; ours is years off."""
    with Tenant(programs, seed=args.seed, days=3, users=10) as played:
        moments = list(played.days())
        played.run_at(moments[1])
        played.run_at(moments[0])
        played.archive.run()
        played.runs.sort()
        if shutil.which("faketime") is None:
            say("faketime is not installed: our own clock stayed as it is")
            finish(played, results)
            return
        for jump in ("-3 years", "+3 years"):
            played.sandbox.set_now(moments[1])
            subprocess.run(["faketime", jump, played.archive.program,
                            "connector", "run", NAME], check=True,
                           env=played.archive.env, capture_output=True)
        finish(played, results)


@contextlib.contextmanager
def small_disk(size, over=None):
    """A file system of so many bytes, at the folder `over` or one of its own;
    or None where we may not mount."""
    folder = over or tempfile.mkdtemp(prefix="estreat-disk-")
    was = os.stat(folder)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size},uid={was.st_uid},"
         f"gid={was.st_gid},mode={was.st_mode & 0o777:o}", "tmpfs", folder],
        capture_output=True).returncode == 0
    try:
        yield pathlib.Path(folder) if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)
        if over is None:
            shutil.rmtree(folder, ignore_errors=True)


def resize(folder, size):
    subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)],
                   check=True)


def full_disk(programs, args, results):
    """The disk runs full: it says so, acknowledges nothing that it does not
    have, and goes on when there is room."""
    with small_disk("64m") as disk:
        if disk is None:
            say("skipped: no right to mount a small file system")
            return
        with Tenant(programs, seed=args.seed, days=2, users=10,
                    folder=disk / "tenant",
                    options=["--large", 20000000]) as played:
            used = shutil.disk_usage(disk).used
            played.sandbox.set_now(played.first + DAY)
            for step in range(1, 60): # each time it stops somewhere else
                resize(disk, used + step * 1000000)
                failed = played.archive.run(codes=range(0, 256))
                said = failed.stdout + failed.stderr
                if failed.returncode == 0:
                    break
                say(f"{step} MB more: {failed.returncode}, "
                    f"{said.strip()[-120:]!r}")
                results.same("our own storage failed", failed.returncode, 5)
                results.ok("it says that the disk is full",
                           "space" in said or "full" in said, said[-2000:])
            results.ok("a small disk was not enough", step > 3)
            resize(disk, "512m")
            played.run_at(played.first + DAY)
            finish(played, results)


SCENARIOS = [stop_signal, two_at_once, source_down, source_dies, serving,
             looked_at, killed, clock_jumps, full_disk]


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    parser.add_argument("--only", choices=[s.__name__ for s in SCENARIOS])
    args = parser.parse_args()
    programs, results = Programs.of_build(args.build), Results()
    for scenario in SCENARIOS:
        if args.only in (None, scenario.__name__):
            say(f"--- {scenario.__name__}: "
                f"{' '.join(scenario.__doc__.split())}")
            scenario(programs, args, results)
    return results.end()


if __name__ == "__main__":
    tenant.main(run)
