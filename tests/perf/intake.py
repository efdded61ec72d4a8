#!/usr/bin/env python3
"""Durable intake of mails: the vault beside Dovecot mdbox, in turn.

usage: intake.py BUILD-FOLDER [--repeat N] [--count N] [--where FOLDER]
                 [--workers N] [--small N] [--stream MIB]

BUILD-FOLDER should have been set up with --buildtype=release. Both get the
same mails (2 to 8 kB, 4 on average) in batches of 1, 32 and 256: the vault
by put and commit in one process, mdbox by MULTIAPPEND over one IMAP
connection with mail_fsync=always. Runs alternate, medians and their ratios
are printed. Without dovecot (or without root, which its processes need) only
the vault is measured, and this says so.
"""
import argparse
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

GOALS = {1: 5.0, 32: 2.2, 256: 1.4}  # vault / mdbox, mails a second


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Dovecot:
    """One server of our own in a folder of its own, stopped by its pid."""

    def __init__(self, where):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="dovecot-", dir=where))
        self.port, self.users = free_port(), 0
        os.chmod(self.dir, 0o755)
        (self.dir / "mail").mkdir()
        shutil.chown(self.dir / "mail", "mail", "mail")
        (self.dir / "users").write_text("")
        (self.dir / "conf").write_text(f"""
base_dir = {self.dir}/base
state_dir = {self.dir}/state
log_path = {self.dir}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
first_valid_gid = 1
mail_location = mdbox:~/mdbox
mail_fsync = always
service imap-login {{
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
namespace inbox {{
  inbox = yes
}}
passdb {{
  driver = static
  args = password=pw
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={self.dir}/mail/%u
}}
""")
        self.process = subprocess.Popen(
            ["dovecot", "-F", "-c", self.dir / "conf"],
            stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        sys.exit(f"dovecot did not start: see {self.dir}/log")

    def user(self):
        self.users += 1
        return f"user{self.users}"

    def drop(self, user):
        shutil.rmtree(self.dir / "mail" / user, ignore_errors=True)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        shutil.rmtree(self.dir, ignore_errors=True)


def run(*command):
    out = subprocess.run([str(c) for c in command], capture_output=True,
                         text=True)
    if out.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: {out.stderr}")
    return {k: float(v) for k, v in
            (line.split() for line in out.stdout.splitlines())}


def vault(program, args, batch, count):
    folder = tempfile.mkdtemp(prefix="vault-", dir=args.where)
    got = run(program, "mails", folder, batch, count, args.workers)
    shutil.rmtree(folder)
    return got["per_second"]


def mdbox(program, server, batch, count):
    user = server.user()
    got = run(program, "imap", f"127.0.0.1:{server.port}", user, "pw", batch,
              count)
    server.drop(user)
    return got["per_second"]


def compare(program, args, server):
    for batch, goal in GOALS.items():
        # short runs in turn: what else the machine does hits both alike
        count = args.count // (20 if batch == 1 else 4 if batch == 32 else 1)
        ours, theirs = [], []
        for _ in range(args.repeat):
            ours.append(vault(program, args, batch, count))
            if server:
                theirs.append(mdbox(program, server, batch, count))
        line = f"batch {batch:>3}: vault {fmt(ours)}"
        if server:
            ratio = statistics.median(ours) / statistics.median(theirs)
            line += (f"   mdbox {fmt(theirs)}   ratio {ratio:.2f} "
                     f"(goal {goal})")
        print(line, flush=True)


def fmt(runs):
    return (f"{statistics.median(runs):>7.0f}/s "
            f"({', '.join(f'{r:.0f}' for r in sorted(runs))})")


def growth(program, args):
    folder = tempfile.mkdtemp(prefix="vault-", dir=args.where)
    got = run(program, "small", folder, args.small, args.workers)
    shutil.rmtree(folder)
    first, last = got["tenth_1"], got["tenth_10"]
    print(f"{args.small} small items: first tenth {first:.0f}/s, last "
          f"{last:.0f}/s, ratio {last / first:.2f} (goal 0.80)")
    print("  tenths:", " ".join(f"{got[f'tenth_{i}']:.0f}"
                                for i in range(1, 11)), flush=True)


def stream(program, args):
    ratios = []
    for _ in range(args.repeat):
        folder = tempfile.mkdtemp(prefix="vault-", dir=args.where)
        got = run(program, "stream", folder, args.stream)
        shutil.rmtree(folder)
        ratios.append(got["stream_mb_per_second"] /
                      got["sha256_mb_per_second"])
        print(f"stream of {args.stream} MiB: {got['stream_mb_per_second']:.0f}"
              f" MB/s, SHA-256 alone {got['sha256_mb_per_second']:.0f} MB/s, "
              f"ratio {ratios[-1]:.2f}, peak {got['peak_rss_mb']:.0f} MB",
              flush=True)
    print(f"stream: median ratio {statistics.median(ratios):.2f} (goal 0.6)")


def reading(program, args):
    folder = tempfile.mkdtemp(prefix="vault-", dir=args.where)
    run(program, "mails", folder, 256, args.count, args.workers)
    for name, value in run(program, "read", folder, args.count).items():
        print(f"{name.replace('_', ' ')}: {value:.0f}")
    shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--count", type=int, default=40000)
    parser.add_argument("--where", default="/var/tmp")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--small", type=int, default=1000000)
    parser.add_argument("--stream", type=int, default=2048)
    parser.add_argument("--only", default="mails,read,stream,small")
    args = parser.parse_args()
    program = pathlib.Path(args.build) / "tests/perf/perf-intake"
    server = None
    if shutil.which("dovecot") is None or os.geteuid() != 0:
        print("dovecot is not installed, or this is not root: without mdbox")
    elif "mails" in args.only:
        server = Dovecot(args.where)
    try:
        parts = {"mails": lambda: compare(program, args, server),
                 "read": lambda: reading(program, args),
                 "stream": lambda: stream(program, args),
                 "small": lambda: growth(program, args)}
        for part in args.only.split(","):
            parts[part]()
    finally:
        if server:
            server.stop()


if __name__ == "__main__":
    main()
