#!/usr/bin/env python3
"""Messages a second into mail servers, beside a bare loader in the same run.

    targets.py BUILD [--loader FILE] [--messages N] [--size BYTES] [--rounds N]

IMAP: Dovecot (sdbox, mail_fsync=optimized), 4 connections, MULTIAPPEND; the
loader is a C program that does nothing but write prepared bytes
(proof-imapload.c beside the reference servers; skipped where it is not there).
Both in turn, so many rounds; the ratio is that of the medians.
"""
import argparse
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/servers"))
sys.dont_write_bytecode = True
import certificates  # noqa: E402
import imap as servers  # noqa: E402

CONNECTIONS = 4


def rate(command):
    done = subprocess.run([str(c) for c in command], capture_output=True,
                          text=True)
    found = re.search(r"(\d+) msg/s", done.stdout)
    if done.returncode != 0 or found is None:
        sys.exit(f"{command[0]}: {done.stdout}{done.stderr}")
    return int(found[1])


def build_loader(source, folder):
    if source is None or not source.exists():
        return None
    program = pathlib.Path(folder) / "imapload"
    subprocess.run(["gcc", "-O2", "-w", str(source), "-o", str(program),
                    "-lssl", "-lcrypto", "-lpthread"], check=True)
    return program


class Disk(servers.DeliveryDovecot):
    fsync = "optimized"


def loader_command(loader, server, tls, args):
    port = server.tls_port if tls else server.port
    return [loader, "127.0.0.1", port, int(tls), "l%d@example.com",
            "importer", "importpw", "multi", 50, args.messages, args.size,
            CONNECTIONS]


def agent_command(server, tls, authority, args):
    program = pathlib.Path(args.build) / "tests/perf/perf-targets"
    settings = ["user=importer", "password=importpw", "host=localhost",
                f"ca-file={authority.cert}",
                *(["tls=tls", f"port={server.tls_port}"] if tls else
                  ["tls=none", f"port={server.port}"])]
    command = [program, "imap"]
    for one in settings:
        command += ["--set", one]
    for i in range(1, CONNECTIONS + 1):
        command += ["--mailbox", f"u{i}@example.com"]
    return [*command, args.messages, args.size]


def measure(server, loader, authority, args, tls):
    ours, theirs = [], []
    for _ in range(args.rounds):
        if loader:
            theirs.append(rate(loader_command(loader, server, tls, args)))
        ours.append(rate(agent_command(server, tls, authority, args)))
    how = "TLS" if tls else "plain"
    print(f"imap, {how}: ours {ours} msg/s, loader {theirs} msg/s")
    if loader:
        print(f"imap, {how}: ratio "
              f"{statistics.median(ours) / statistics.median(theirs):.2f}")


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument("build")
    arg.add_argument("--loader", type=pathlib.Path,
                     default=ROOT.parent / "shared/servers/proof-imapload.c")
    arg.add_argument("--messages", type=int, default=10000)
    arg.add_argument("--size", type=int, default=16384)
    arg.add_argument("--rounds", type=int, default=3)
    args = arg.parse_args()
    people = [f"{who}{i}@example.com" for who in "lu" for i in range(1, 5)]
    with tempfile.TemporaryDirectory() as folder:
        authority = certificates.Authority(folder)
        cert, key = authority.issue("DNS:localhost")
        loader = build_loader(args.loader, folder)
        try:
            with Disk(cert, key, people) as server:
                for tls in (False, True):
                    measure(server, loader, authority, args, tls)
        except servers.Unavailable as why:
            print(f"skipped: {why}")
            sys.exit(77)


main()
