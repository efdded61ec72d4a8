#!/usr/bin/env python3
"""How fast the main job is, and what it costs in memory and on disk.

	meson setup build-release --buildtype=release && ninja -C build-release
	tests/perf/main_job.py --build build-release
	tests/perf/main_job.py --build build-release --only large --gigabytes 1
	tests/perf/main_job.py --build build-release --only large --source webex

The sandbox runs beside the archive on the same processors: what it takes is
told, as it would not be there in earnest. Nothing here passes or fails but
the two promises on growth (memory of a large recording, bytes of mailboxes).
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "flow"))

import sandbox_client  # noqa: E402
import tenant  # noqa: E402
from tenant import NAME, Programs, Results, Tenant, say  # noqa: E402

MIB = 1 << 20
GOAL_MIB = 64  # above idle, whatever the size of an item


def cpu_of(pid):
    """Seconds of processor time a running process has used."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_of(pid):
    """Most memory a running process has had, in KiB; 0 when it is gone.
    (ru_maxrss would do, but starts at what the parent had.)"""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1])
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0


class Measured:
    """One verb, with its time, processor time, memory and phases."""

    LOOKS = 0.02  # seconds between two looks at its memory

    def __init__(self, archive, *words):
        begun = time.monotonic()
        self.phases = {}
        process = archive.start(*words, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE)
        self.tail = b""
        reader = threading.Thread(target=self.watch,
                                  args=(process.stderr, begun))
        reader.start()
        peak = 0
        while True:
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            if pid != 0:
                break
            peak = max(peak, peak_of(process.pid))
            time.sleep(self.LOOKS)
        self.seconds = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        reader.join()
        process.stderr.close()
        if process.returncode != 0:
            raise RuntimeError(f"{words}: {process.returncode}\n"
                               f"{self.tail.decode(errors='replace')}")
        self.cpu = used.ru_utime + used.ru_stime
        self.user, self.system = used.ru_utime, used.ru_stime
        self.peak_mib = peak / 1024

    def watch(self, stream, begun):
        """When each phase was told of for the first and the last time."""
        while True:
            data = stream.read1(65536)
            if not data:
                return
            self.tail = (self.tail + data)[-4000:]
            now = time.monotonic() - begun
            for word in data.decode(errors="replace").split():
                word = word.strip(":,.").lower()
                if word in ("listing", "fetching", "converting",
                            "importing"):
                    first, _ = self.phases.get(word, (now, now))
                    self.phases[word] = (first, now)


def bytes_of(folder):
    return sum(f.stat().st_blocks * 512 if f.is_file() else 0
               for f in pathlib.Path(folder).rglob("*"))


def parts_of(home):
    """What stands where, in bytes."""
    home = pathlib.Path(home)
    return {name: bytes_of(home / name) if (home / name).is_dir() else
            sum(f.stat().st_size for f in home.glob(name + "*"))
            for name in ("vault", "catalog", "ledger", "control.db")}


def show_sizes(home):
    say("on disk: " + ", ".join(f"{name} {size / MIB:.2f} MiB"
                                for name, size in parts_of(home).items()))


def settled(archive):
    """Close what a run leaves open, so that sizes compare."""
    archive.do("vault", "check")


# --- (a) how many meetings -----------------------------------------------------

def meetings(programs, args, results):
    """Meetings and chat lines a second, 1,000 users, as fast as it goes."""
    measure_meetings(programs, args, results, "none", args.per_day or 2000)


def in_limits(programs, args, results):
    """The same within the rate limits of Zoom's Business plan."""
    measure_meetings(programs, args, results, "business",
                     args.per_day or 400)


def measure_meetings(programs, args, results, plan, per_day):
    with Tenant(programs, seed=args.seed, days=args.days or 2,
                users=args.users or 1000, per_day=per_day,
                settings={"plan": plan}) as played:
        played.sandbox.set_now(played.last_run)
        sandbox_before = cpu_of(played.sandbox.process.pid)
        run = Measured(played.archive, "connector", "run", NAME)
        sandbox_cpu = cpu_of(played.sandbox.process.pid) - sandbox_before
        report = played.archive.report()
        met = [f for f in played.sandbox.facts if f["type"] == "meeting"]
        lines = sum(len(f["messages"]) for f in met)
        artefacts = [f for f in played.sandbox.facts
                     if f["type"] == "object" and f["sha256"]]
        size = sum(f["size"] for f in artefacts)
        total = report["total"]
        say(f"{len(met)} meetings, {lines} chat lines, {len(artefacts)} "
            f"files of {size / MIB:.0f} MiB, {total['messages']} messages, "
            f"{total['copies']} copies")
        say(f"{run.seconds:.1f} s: {len(met) / run.seconds:.0f} meetings/s, "
            f"{lines / run.seconds:.0f} chat lines/s, "
            f"{total['copies'] / run.seconds:.0f} copies/s, "
            f"{size / MIB / run.seconds:.1f} MiB/s")
        say(f"processor: archive {run.user:.1f} s user, {run.system:.1f} s "
            f"system; the sandbox beside it {sandbox_cpu:.1f} s; peak "
            f"{run.peak_mib:.0f} MiB")
        requests = sum(played.sandbox.stats()["endpoints"].values())
        say(f"{requests} requests, {requests / run.seconds:.0f} a second")
        for phase, (first, last) in run.phases.items():
            say(f"{phase}: from {first:.1f} s to {last:.1f} s")
        show_sizes(played.archive.home)
        results.same("sums closed", report["closed"], True)
        for words in (("connector", "run", NAME),
                      ("connector", "report", NAME, "--json"),
                      ("connector", "log", NAME, "--format", "json"),
                      ("vault", "check"), ("catalog", "rebuild")):
            other = Measured(played.archive, *words)
            say(f"{' '.join(words[:2])}: {other.seconds:.1f} s, "
                f"{other.cpu:.1f} s of processor, peak "
                f"{other.peak_mib:.0f} MiB")
        with tempfile.TemporaryDirectory(dir=played.folder) as folder:
            other = Measured(played.archive, "export", "--all", "--format",
                             "eml", folder + "/all")
            say(f"export: {other.seconds:.1f} s, "
                f"{total['messages'] / other.seconds:.0f} messages/s")


# --- (b) one large recording ---------------------------------------------------

def media_url(sandbox, size):
    """Where the large file can be had, as a client finds out."""
    client = sandbox_client.Client(sandbox.greeting)
    file = next(f for f in sandbox.facts if f["type"] == "object" and
                f["size"] >= size)
    uuid = sandbox_client.quote_uuid(file["meeting"])
    one = client.get(f"/meetings/{uuid}/recordings")
    listed = next(f for f in one["recording_files"] if f["id"] == file["id"])
    _, headers, _ = client.fetch("GET", listed["download_url"],
                                 check=sandbox_client.is_redirect)
    return headers["Location"]


def rate(what, size, command):
    begun = time.monotonic()
    subprocess.run(["bash", "-o", "pipefail", "-c", command], check=True,
                   stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - begun
    say(f"{what}: {seconds:.1f} s, {size / 1e6 / seconds:.0f} MB/s")
    return seconds


def also_large(source, size):
    """Zoom's is always there: it is what curl fetches."""
    return [] if source == "zoom-meetings" else [
        "--also", source, "--setup", f"{source}.large={size}"]


def large(programs, args, results):
    """One large recording, beside curl."""
    size = int(args.gigabytes * 1e9)
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if free < 2.5 * size + 5e9:
        size = int((free - 5e9) / 2.5)
        say(f"only {free / 1e9:.0f} GB are free: {size / 1e9:.1f} GB instead")
    with Tenant(programs, seed=args.seed, days=1, users=6, per_day=1,
                settings={"source": args.source},
                options=["--large", size, *also_large(args.source, size)]
                ) as played:
        played.sandbox.set_now(played.first)
        idle = Measured(played.archive, "connector", "run", NAME).peak_mib
        played.sandbox.set_now(played.until + tenant.DAY)
        url = media_url(played.sandbox, size)
        rate("curl | sha256sum", size, f"curl -sS '{url}' | sha256sum")
        target = played.folder / "plain"
        rate("curl -o", size, f"curl -sS -o '{target}' '{url}'; "
                              f"sync '{target}'")
        target.unlink()
        before = cpu_of(played.sandbox.process.pid)
        run = Measured(played.archive, "connector", "run", NAME)
        sandbox_cpu = cpu_of(played.sandbox.process.pid) - before
        say(f"estreat: {run.seconds:.1f} s, "
            f"{size / 1e6 / run.seconds:.0f} MB/s; processor {run.user:.1f} "
            f"s user, {run.system:.1f} s system; the sandbox beside it "
            f"{sandbox_cpu:.1f} s")
        for phase, (first, last) in run.phases.items():
            say(f"{phase}: from {first:.1f} s to {last:.1f} s")
        say(f"peak {run.peak_mib:.0f} MiB, idle {idle:.0f} MiB")
        results.ok(f"at most {GOAL_MIB} MiB above idle",
                   run.peak_mib <= idle + GOAL_MIB)
        held = {line["sha256"]: line for line in played.archive.log()
                if line["kind"] != "copy"}
        fact = next(f for f in played.sandbox.facts
                    if f["type"] == "object" and f["size"] >= size and
                    f.get("source", "zoom-meetings") == args.source)
        results.ok("it is there", fact["sha256"] in held and
                   held[fact["sha256"]]["state"] == "archived")
        show_sizes(played.archive.home)


# --- (c) many participants -----------------------------------------------------

def stored(programs, args, people, one_mailbox):
    """Bytes of an archive with one meeting of so many people, who have a
    mailbox each or share a single one."""
    with Tenant(programs, people=False, seed=args.seed, days=1,
                users=2 * max(people, 10), per_day=3,
                options=["--big-meeting", people]) as played:
        rows = played.folder / "rows.csv"
        rows.write_text(directory(played.sandbox.directory, one_mailbox))
        played.archive.import_people(rows)
        before = parts_of(played.archive.home)
        played.run_at(played.until + tenant.DAY)
        settled(played.archive)
        after = parts_of(played.archive.home)
        total = played.archive.report()["total"]
        stats = json.loads(played.archive.do("vault", "stats",
                                             "--json").stdout)
        grown = {name: after[name] - before[name] for name in after}
        grown["vault"] = stats["stored_bytes"]
        say(f"{people} participants, {total['copies']} copies of "
            f"{total['messages']} messages: " + ", ".join(
                f"{name} {size} bytes" for name, size in grown.items()))
        return grown["vault"] + grown["catalog"], total["copies"]


def directory(path, one_mailbox):
    head, *rows = path.read_text().splitlines()
    if one_mailbox:
        rows = [",".join(["shared", "Shared", "shared@example.com",
                          *row.rsplit(",", 3)[1:]]) for row in rows]
    return "\n".join([head, *rows]) + "\n"


def mailboxes(programs, args, results):
    """A meeting of 1,000 against one of 10, and the same meeting in a
    thousand mailboxes and in one."""
    stored(programs, args, 10, False)
    one, one_copies = stored(programs, args, 1000, True)
    many, many_copies = stored(programs, args, 1000, False)
    each = (many - one) / max(1, many_copies - one_copies)
    say(f"{many_copies} copies instead of {one_copies} cost {many - one} "
        f"bytes, {each:.1f} each")
    results.ok("bytes do not grow with the mailboxes", each < 64)


ALL = (meetings, in_limits, large, mailboxes)


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    parser.add_argument("--gigabytes", type=float, default=10)
    parser.add_argument("--only", choices=[f.__name__ for f in ALL])
    parser.add_argument("--source", default="zoom-meetings",
                        choices=sorted(tenant.SIGN_IN),
                        help="whose large recording")
    args = parser.parse_args()
    programs, results = Programs.of_build(args.build), Results()
    say(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    for measure in ALL:
        if args.only in (None, measure.__name__):
            say(f"--- {measure.__name__}: {measure.__doc__}")
            measure(programs, args, results)
    return results.end()


if __name__ == "__main__":
    tenant.main(run)
