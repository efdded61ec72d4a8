#!/usr/bin/env python3
"""Kill the archive again and again while it works, and compare the end with
that of a run nobody disturbed.

Both archives are fed by the same sandbox. The second one's process group is
killed (SIGKILL) at random moments of every run and started anew until each
run is done. In the end the exported mails (byte for byte), the copies, the
states and the sums must be those of the first, and `vault check` must find
nothing. With faults on, retries differ from run to run: then the ends are
held against the tenant's truth instead.

	kill_run.py --build build               20 kills
	kill_run.py --build build --kills 200   by hand
	kill_run.py --build build --with serve  kills `estreat serve`
	kill_run.py --build build --with points at system calls (strace)
	kill_run.py --build build --source webex --only without_faults
"""
import argparse
import collections
import http.client
import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "flow"))

import main_job  # noqa: E402
import tenant  # noqa: E402
from tenant import (NAME, Archive, Programs, Results, Tenant,  # noqa: E402
                    kill_group, say)

# Sums that do not depend on how many runs there were.
LASTING = ("archived", "messages", "mapped", "copies", "quarantined")
TRIES = 1000  # to finish one run
AGAIN = 10  # runs at one time, for what was put off


class Killer:
    """Runs a connector, and kills it on the way as often as it may."""

    def __init__(self, archive, seed, kills):
        self.archive = archive
        self.random = random.Random(seed)
        self.left = self.wanted = kills
        self.done = 0
        self.expected = 1.0  # seconds a run takes undisturbed
        self.share = 1  # kills to be spent on the run at hand

    def plan(self, seconds, runs_left):
        self.expected = seconds
        self.share = -(-self.left // max(1, runs_left))

    def delay(self, left):
        """Shorter while many are still to come, so that some hit the start
        and the work still gets done."""
        return self.random.uniform(0, 2 * self.expected / (left + 1))

    def ended(self, process, left):
        try:
            process.wait(self.delay(left))
            return True
        except subprocess.TimeoutExpired:
            kill_group(process)
            process.wait()
            self.left -= 1
            self.done += 1
            return False

    def start(self):
        return self.archive.start("connector", "run", NAME,
                                  stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE)

    def run(self):
        """In place of Archive.run(): killed, until one gets to its end."""
        left = min(self.share, self.left)
        for _ in range(TRIES):
            if left == 0:
                return self.archive.run()
            process = self.start()
            ended = self.ended(process, left)
            if not ended:
                process.stderr.close()
                left -= 1
                continue
            if process.returncode != 0:
                raise RuntimeError(f"a run after kill number {self.done} "
                                   f"ended with {process.returncode}:\n"
                                   f"{process.stderr.read().decode()}")
            return None
        raise RuntimeError("the run does not come to its end")


class PointKiller(Killer):
    """Dies at the N-th call of a kind that touches the disk: strace stops
    it right there, which a clock hits only by chance."""

    CALLS = ("fdatasync", "fsync", "pwrite64", "write", "renameat2,rename",
             "ftruncate", "unlink,unlinkat", "openat")

    def start(self):
        call = self.random.choice(self.CALLS)
        at = int(2 ** self.random.uniform(0, 9))
        return subprocess.Popen(
            ["strace", "-f", "--seccomp-bpf", "-qqq", "-o", "/dev/null",
             "-e", f"trace={call}",
             "-e", f"inject={call}:signal=KILL:when={at}",
             self.archive.program, "connector", "run", NAME],
            env=self.archive.env, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            start_new_session=True)

    def ended(self, process, left):
        _, errors = process.communicate(timeout=3600)
        if process.returncode == 0:
            return True
        if process.returncode not in (-signal.SIGKILL, 128 + signal.SIGKILL):
            raise RuntimeError(f"it ended with {process.returncode}:\n"
                               f"{errors.decode()[-4000:]}")
        self.left -= 1
        self.done += 1
        return False


class ServeKiller(Killer):
    """Kills `estreat serve`, which was asked to run the connector."""

    server = None

    def serve(self):
        log = self.archive.home.parent / "serve.log"
        with open(log, "wb") as errors:
            self.server = self.archive.start(
                "serve", "--no-portal", stdout=subprocess.DEVNULL,
                stderr=errors)
        until = time.monotonic() + 60
        while b"serve.begun" not in log.read_bytes():
            if self.server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"serve does not begin: "
                                   f"{log.read_text()[-2000:]}")
            time.sleep(0.01)

    def stop(self):
        if self.server is not None:
            self.server.terminate()
            self.server.wait(60)
            self.server = None

    def run(self):
        left = min(self.share, self.left)
        for _ in range(TRIES):
            if self.server is None:
                self.serve()
            asking = self.start()
            if left > 0 and not self.ended_beside(asking, left):
                left -= 1
                continue
            _, errors = asking.communicate(timeout=600)
            if asking.returncode != 0:
                raise RuntimeError(f"asking ended with {asking.returncode}:"
                                   f"\n{errors.decode()[-4000:]}")
            return
        raise RuntimeError("the run does not come to its end")

    def ended_beside(self, asking, left):
        """Has it ended before the server was killed?"""
        try:
            asking.wait(self.delay(left))
            return True
        except subprocess.TimeoutExpired:
            kill_group(self.server)
            self.server.wait()
            self.server = None
            asking.communicate(timeout=600)
            self.left -= 1
            self.done += 1
            return False


# --- what is compared ----------------------------------------------------------

def end_of(archive, folder):
    """All that must not depend on being killed."""
    held = main_job.Held(archive.log())
    sums = collections.Counter()
    for run in range(1, archive.report()["run"] + 1):
        report = archive.report(run)
        sums.update({n: report["total"][n] for n in LASTING})
    return {
        "mails": {id_: path.read_bytes() for id_, path in
                  archive.export(folder)[0].items()},
        "copies": {k: n for k, n in held.copies.items() if n},
        "states": {k: (v["state"], v["size"], v["sha256"], v["message_id"])
                   for k, v in held.objects.items()},
        "sums": dict(sums),
    }


def compare(whole, killed, results):
    for part in ("sums", "states", "copies"):
        for key in sorted(set(whole[part]) | set(killed[part]), key=str):
            results.same(f"{part}: {key}", killed[part].get(key),
                         whole[part].get(key))
    for id_ in sorted(set(whole["mails"]) | set(killed["mails"])):
        mine, other = killed["mails"].get(id_), whole["mails"].get(id_)
        results.ok(f"mail {id_} is the same, byte for byte", mine == other,
                   difference(mine, other))


def difference(mine, other):
    if mine is None or other is None:
        return "there is none" if mine is None else "there is one too many"
    for a, b in zip(mine.split(b"\r\n"), other.split(b"\r\n")):
        if a != b:
            return f"{a!r:.200}, not {b!r:.200}"
    return f"{len(mine)} bytes, not {len(other)}"


def check_closed(archive, results):
    for run in range(1, archive.report()["run"] + 1):
        report = archive.report(run)
        if report["state"] == "done":
            main_job.check_report(report, results, f"run {run}")


# --- rounds --------------------------------------------------------------------

# A fetch that fails, as on a machine that is busy, is put off by minutes of
# the machine's clock. The tenant's clock goes on by days from one run to the
# next: what was put off would be fetched from another tenant, where files were
# deleted since. So all is fetched before that clock moves.

def at_rest(played):
    report = played.archive.report()
    if tenant.retry_wanted(report):
        say(f"still put off at {played.runs[-1]}: {report['reasons']}")


def undisturbed(played, seconds):
    for moment in played.days():
        begun = time.monotonic()
        played.run_at(moment, AGAIN)
        seconds.append(time.monotonic() - begun)
        at_rest(played)


def disturbed(played, killer, seconds, again=AGAIN):
    moments = list(played.days())
    for at, moment in enumerate(moments):
        killer.plan(seconds[at], len(moments) - at)
        played.run_at(moment, again, killer.run)
        at_rest(played)
    while killer.left > 0:  # some runs were too short for their share
        before = killer.left
        killer.plan(max(seconds[-1], 0.2), 1)
        killer.run()
        if killer.left == before:
            killer.expected /= 2


def without_faults(programs, args, results):
    """Byte for byte the same as undisturbed."""
    seconds = []
    with Tenant(programs, seed=args.seed, days=args.days or 4,
                users=args.users or 12, per_day=args.per_day,
                settings={"source": args.source},
                options=also(args.source)) as played, \
            tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        undisturbed(played, seconds)
        whole = end_of(played.archive, folder / "whole")
        say(f"undisturbed: {sum(seconds):.1f} s, "
            f"{len(whole['mails'])} mails")
        played.archive = second_archive(programs, played, args.source)
        played.runs = []
        killer = killer_of(args, played.archive)
        disturbed(played, killer, seconds)
        stop(killer)
        played.archive.check()
        compare(whole, end_of(played.archive, folder / "killed"), results)
        check_closed(played.archive, results)
        say(f"{killer.done} kills")
        results.same("kills", killer.done, args.kills)


def also(source):
    return [] if source == "zoom-meetings" else ["--also", source]


def authorise_anew(greeting):
    """Another refresh token: Webex's serves one installation."""
    mine = greeting["webex"]
    asked = {"client_id": mine["client_id"], "response_type": "code",
             "redirect_uri": "http://localhost/", "state": "s",
             "scope": "spark:kms"}
    host = urllib.parse.urlsplit(mine["authorize"])
    ask = http.client.HTTPConnection(host.netloc)
    ask.request("GET", f"{host.path}?{urllib.parse.urlencode(asked)}")
    back = urllib.parse.urlsplit(ask.getresponse().headers["Location"])
    given = {"grant_type": "authorization_code",
             "client_id": mine["client_id"],
             "client_secret": mine["client_secret"],
             "code": urllib.parse.parse_qs(back.query)["code"][0],
             "redirect_uri": asked["redirect_uri"]}
    with urllib.request.urlopen(
            mine["token"], urllib.parse.urlencode(given).encode()) as answer:
        mine["refresh_token"] = json.load(answer)["refresh_token"]


def second_archive(programs, played, source):
    if source == "webex":
        authorise_anew(played.sandbox.greeting)
    archive = Archive(programs, played.folder / "second")
    archive.init()
    archive.import_people(played.sandbox.directory)
    archive.add_connector(played.sandbox, played.folder, source=source)
    return archive


def killer_of(args, archive):
    kind = {"run": Killer, "serve": ServeKiller,
            "points": PointKiller}[args.with_]
    return kind(archive, args.random, args.kills)


def stop(killer):
    if isinstance(killer, ServeKiller):
        killer.stop()


def with_faults(programs, args, results):
    """What the truth says, in spite of faults and kills."""
    days = args.days or 2
    with Tenant(programs, seed=args.seed + 1, days=days,
                users=args.users or 8, per_day=args.per_day,
                faults=args.faults or "all=0.05") as played, \
            tempfile.TemporaryDirectory() as folder:
        killer = killer_of(args, played.archive)
        disturbed(played, killer, [args.guess] * (days + 1), again=4)
        stop(killer)
        played.archive.check()
        main_job.check_all(played, results, pathlib.Path(folder) / "all")
        say(f"{killer.done} kills")


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--random", type=int, default=1,
                        help="seed of the moments")
    parser.add_argument("--with", dest="with_", default="run",
                        choices=("run", "serve", "points"))
    parser.add_argument("--source", default="zoom-meetings",
                        choices=sorted(tenant.SIGN_IN))
    parser.add_argument("--guess", type=float, default=2.0,
                        help="seconds that a run with faults takes, about")
    parser.add_argument("--only", choices=("without_faults", "with_faults"))
    args = parser.parse_args()
    programs, results = Programs.of_build(args.build), Results()
    for round_ in (without_faults, with_faults):
        if args.only in (None, round_.__name__):
            say(f"--- {round_.__name__}: {round_.__doc__}")
            round_(programs, args, results)
    return results.end()


if __name__ == "__main__":
    tenant.main(run)
