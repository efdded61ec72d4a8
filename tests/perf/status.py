#!/usr/bin/env python3
"""What a look at everything costs, with a control database of years.

	status.py --build build [--rows 1000000] [--runs 7200] [--gaps 200000]

Rows go into control.db directly. Half of the inventory is pending (a backlog
that the sources will delete), half is archived. Told are seconds of the first
`estreat status` (reports are summed up, people counted) and of the next ones,
of a look of the alerts, and of /metrics, beside `connector list`.
"""
import argparse
import json
import os
import pathlib
import resource
import sqlite3
import subprocess
import tempfile
import time

NOW = int(time.time() * 1e6)
HOUR = 3600 * 10**6
CONNECTORS = 10


class Archive:
    """An installation that nobody serves."""

    def __init__(self, build, folder):
        self.program = pathlib.Path(build) / "estreat"
        self.home = folder / "home"
        self.env = {**os.environ, "ESTREAT_HOME": str(self.home)}
        self.do("init", "--domain", "a.example")
        secret = folder / "secret"
        secret.write_text("s\n")
        secret.chmod(0o600)
        for n in range(CONNECTORS):
            self.do("connector", "add", f"c{n}", "--source", "zoom-meetings",
                    "--set", "account-id=x", "--set", "client-id=y",
                    "--secret", f"client-secret={secret}")

    def do(self, *words):
        return subprocess.run([self.program, *words], env=self.env,
                              check=True, capture_output=True,
                              text=True).stdout

    def timed(self, *words, times=5):
        """The median of some."""
        took = []
        for _ in range(times):
            begun = time.perf_counter()
            self.do(*words)
            took.append(time.perf_counter() - begun)
        return sorted(took)[len(took) // 2]


def inventory(db, rows):
    """A day's worth a bundle; pending ones are deleted within 60 days."""
    db.executemany(
        "INSERT INTO inventory(connector, bundle, kind, object, version,"
        " label, state, ready, reason, evidence, found_by, time_us,"
        " delete_at_us, size, first_run, last_run, settled_run, seq, name,"
        " media_type, message) VALUES (?, ?, 'file', ?, '', 'A meeting', ?,"
        " 0, 'to be fetched', '', 'list', ?, ?, 1000, 1, 1, 0, 0, '', '', 0)",
        ((n % CONNECTORS + 1, n // 20, str(n), 1 if n % 2 else 3,
          NOW - n % 700 * HOUR, NOW + n % 1440 * HOUR)
         for n in range(rows)))


def runs(db, count):
    """An hourly run of each connector, each with a report of some size."""
    people = [{"mailbox": f"user{n}@example.com", "copies": n}
              for n in range(500)]
    report = json.dumps({
        "total": {"listed": 100, "archived": 60, "unchanged": 20,
                  "pending": 15, "failed": 5, "messages": 50, "copies": 200},
        "closed": True, "people": people, "days": [],
        "reasons": [{"state": "pending", "reason": "not ready", "count": 15}],
        "notices": []})
    db.executemany(
        "INSERT INTO run(connector, n, state, as_of_us, started_us, ended_us,"
        " first_seq, last_seq, error, report)"
        " VALUES (?, ?, 3, 0, ?, ?, 0, 0, '', ?)",
        ((n % CONNECTORS + 1, n // CONNECTORS + 1,
          NOW - (count - n) // CONNECTORS * HOUR - HOUR // 2,
          NOW - (count - n) // CONNECTORS * HOUR - HOUR // 4, report)
         for n in range(count)))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default="build")
    parser.add_argument("--rows", type=int, default=1000000)
    parser.add_argument("--runs", type=int, default=7200)
    parser.add_argument("--gaps", type=int, default=200000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(args.build, pathlib.Path(folder))
        bare = archive.timed("connector", "list")
        empty = archive.timed("status", "--json")
        with sqlite3.connect(archive.home / "control.db") as db:
            inventory(db, args.rows)
            runs(db, args.runs)
            db.executemany(
                "INSERT INTO gap VALUES (?, ?, 1, 1, '', ?)",
                ((f"guest{n % (args.gaps // 10 or 1)}@other.example", n, NOW)
                 for n in range(args.gaps)))
        size = (archive.home / "control.db").stat().st_size / 1e6
        begun = time.perf_counter()
        archive.do("status", "--json")
        first = time.perf_counter() - begun
        status = archive.timed("status", "--json")
        listed = archive.timed("connector", "list")
        metrics = archive.timed("metrics")
        check = archive.timed("alert", "check", times=3)
        shown = json.loads(archive.do("status", "--json"))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(f"{args.rows} inventory rows, {args.runs} runs, {args.gaps} gaps,"
          f" control.db {size:.0f} MB; peak {peak:.0f} MB")
    print(f"{'connector list, nothing there':40} {bare:.3f} s")
    print(f"{'connector list':40} {listed:.3f} s")
    print(f"{'status, nothing there':40} {empty:.3f} s")
    print(f"{'status, the first time':40} {first:.3f} s")
    print(f"{'status':40} {status:.3f} s")
    print(f"{'metrics':40} {metrics:.3f} s")
    print(f"{'alert check (counts anew)':40} {check:.3f} s")
    print("losses of one:", max(shown["losses"], key=lambda l: l["passed"]
                                + l["within_week"]))


if __name__ == "__main__":
    main()
