#!/usr/bin/env python3
"""Messages a second into mail servers, beside a bare loader in the same run.

    targets.py BUILD [--loader FILE] [--messages N] [--size BYTES] [--rounds N]

IMAP: Dovecot (sdbox, mail_fsync=optimized), 4 connections, MULTIAPPEND; the
loader is that of imap_load.py. Both in turn, so many rounds, and who begins
changes; the ratio is the median of the rounds' own: a machine with other work
is not the same one in the next round.
"""
import argparse
import pathlib
import statistics
import sys
import tempfile

sys.dont_write_bytecode = True
import imap_load  # noqa: E402  (and the path to the next)
import certificates  # noqa: E402


def measure(server, loader, authority, args, tls):
    ours, theirs = [], []
    for n in range(args.rounds):
        agent = imap_load.agent(args.build, server, tls, authority,
                                args.messages, args.size)
        turns = [(ours, agent)]
        if loader:
            turns.append((theirs, imap_load.loader(
                loader, server, tls, args.messages, args.size)))
        for figures, command in turns if n % 2 else turns[::-1]:
            figures.append(imap_load.rate(command))
    how = "TLS" if tls else "plain"
    print(f"imap, {how}: ours {ours} msg/s, loader {theirs} msg/s")
    if loader:
        mine, its = statistics.median(ours), statistics.median(theirs)
        ratio = statistics.median(a / b for a, b in zip(ours, theirs))
        print(f"imap, {how}: {mine:.0f} msg/s, loader {its:.0f}, "
              f"ratio of a round {ratio:.2f} (goal 0.8)", flush=True)


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument("build")
    arg.add_argument("--loader", type=pathlib.Path, default=imap_load.LOADER)
    arg.add_argument("--messages", type=int, default=10000)
    arg.add_argument("--size", type=int, default=16384)
    arg.add_argument("--rounds", type=int, default=3)
    args = arg.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        authority = certificates.Authority(folder)
        cert, key = authority.issue("DNS:localhost")
        loader = imap_load.build_loader(folder, args.loader)
        try:
            with imap_load.Disk(cert, key,
                                imap_load.LOADED + imap_load.ALONE) as server:
                for tls in (False, True):
                    measure(server, loader, authority, args, tls)
        except imap_load.servers.Unavailable as why:
            print(f"skipped: {why}")
            sys.exit(77)


main()
