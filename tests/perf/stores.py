#!/usr/bin/env python3
"""What the stores take and give, beside a small program of its own for each.

usage: stores.py --build BUILD-FOLDER [--peers FOLDER] [--store NAME]...
                 [--repeat N] [--mib N] [--small N]

BUILD-FOLDER should have been set up with --buildtype=release. `azure` runs on
an Azurite in memory, with peers/proof-azblob.c beside it: blocks of 8 MiB by
four connections, one request for reading all, 16 KiB a request; it neither
hashes the whole nor reads anything back. `s3` runs on Ceph's gateway with
BlueStore in a file, beside peers/proof-s3.c: parts of 8 MiB, signed and
unsigned, by one connection. `dir` is beside `cp` and sync. Runs alternate;
medians and their ratios are printed, and the best runs, which say more where
the machine is busy. Without the peer's source only
the store is measured, and this says so.
"""
import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/servers"))
from azurite import Azurite  # noqa: E402
from ceph import Radosgw  # noqa: E402
from s3 import S3  # noqa: E402

GOAL = 0.8


def ours(args, store, settings, secrets):
    with tempfile.TemporaryDirectory() as folder:
        command = [args.build / "tests/perf/perf-stores", store,
                   "--mib", str(args.mib), "--small", str(args.small)]
        for name, value in settings.items():
            command += ["--set", f"{name}={value}"]
        for name, value in secrets.items():
            file = pathlib.Path(folder) / name
            file.write_text(value + "\n")
            command += ["--secret", f"{name}={file}"]
        out = subprocess.run(command, check=True, capture_output=True,
                             text=True).stdout
    return {k: float(v) for k, v in (line.split()
                                     for line in out.splitlines())}


def show(name, mine, theirs, unit, goal=GOAL):
    line = f"  {name}: {statistics.median(mine):.0f} {unit}"
    if theirs:
        ratio = statistics.median(mine) / statistics.median(theirs)
        line += f", peer {statistics.median(theirs):.0f}, ratio {ratio:.2f}"
        line += f" (goal {goal})" if goal else ""
        line += f"; best {max(mine):.0f}, {max(theirs):.0f}"
        line += f", ratio {max(mine) / max(theirs):.2f}"
    print(line, flush=True)


def figures(runs, name):
    return [r[name] for r in runs if name in r]


# --- Azure -----------------------------------------------------------------

def build_peer(args, folder, name):
    source = args.peers / f"{name}.c"
    if not source.exists():
        print(f"{source} is not there: without a peer")
        return None
    program = pathlib.Path(folder) / name
    subprocess.run(["cc", "-O2", "-w", "-o", program, source, "-lcurl",
                    "-lcrypto", "-lpthread"], check=True)
    return program


def peer_azure(program, server):
    out = subprocess.run([program, server.url, server.account, server.key],
                         check=True, capture_output=True, text=True).stdout
    found = {"put_mb_per_second": r"thr=4 .* (\d+) MB/s",
             "get_mb_per_second": r"get big .* (\d+) MB/s",
             "small_per_second": r"small 16KB .* (\d+)/s"}
    return {k: float(re.search(v, out)[1]) for k, v in found.items()}


def azure(args):
    mine, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        peer = build_peer(args, folder, "proof-azblob")
        for _ in range(args.repeat):
            # a new one each time: it keeps what was deleted for a while
            with Azurite(args.build / "npm-azurite") as server:
                server.create("vault")
                mine.append(ours(
                    args, "azure",
                    {"auth": "shared-key", "account": server.account,
                     "endpoint": server.url, "container": "vault"},
                    {"account-key": server.key}))
            if peer:
                with Azurite(args.build / "npm-azurite") as server:
                    theirs.append(peer_azure(peer, server))
    print(f"azure, {args.mib} MiB in blocks of 8 MiB by 4 connections:")
    show("put", figures(mine, "put_mb_per_second"),
         figures(theirs, "put_mb_per_second"), "MB/s")
    show("get", figures(mine, "get_mb_per_second"),
         figures(theirs, "get_mb_per_second"), "MB/s")
    show("16 KiB", figures(mine, "small_per_second"),
         figures(theirs, "small_per_second"), "a second")
    show("16 KiB, four at once", figures(mine, "small_by_four_per_second"),
         [], "a second")


# --- S3 ----------------------------------------------------------------------

def peer_s3(program, server):
    out = subprocess.run([program, server.endpoint, server.ACCESS_KEY_ID,
                          server.SECRET_ACCESS_KEY, server.REGION],
                         check=True, capture_output=True, text=True).stdout
    found = {"signed": r"200MB signed: .* (\d+) MB/s",
             "unsigned": r"200MB UNSIGNED.* (\d+) MB/s",
             "get_mb_per_second": r"get big .* (\d+) MB/s",
             "small_per_second": r"small 16KB .* (\d+)/s"}
    return {k: float(re.search(v, out)[1]) for k, v in found.items()}


def ours_s3(args, server, way):
    return ours(args, "s3",
                {"endpoint": server.endpoint, "bucket": "vault",
                 "region": server.REGION, "connections": way[1],
                 "access-key-id": server.ACCESS_KEY_ID,
                 "payload-signing": way[0]},
                {"secret-access-key": server.SECRET_ACCESS_KEY})


def s3(args):
    ways = [("signed", 1), ("unsigned", 1), ("unsigned", 4)]
    mine, theirs = {way: [] for way in ways}, []
    with tempfile.TemporaryDirectory() as folder:
        peer = build_peer(args, folder, "proof-s3")
        for n in range(args.repeat):
            with Radosgw("bluestore") as server:  # a new one each time
                S3(server).create("vault")
                # who comes second finds its disk laid out already
                if peer and n % 2 == 0:
                    theirs.append(peer_s3(peer, server))
                for way in ways:
                    mine[way].append(ours_s3(args, server, way))
                if peer and n % 2 == 1:
                    theirs.append(peer_s3(peer, server))
    print(f"s3, {args.mib} MiB in parts of 8 MiB:")
    for way in ways:
        show(f"put, {way[0]}, {way[1]} at a time",
             figures(mine[way], "put_mb_per_second"),
             figures(theirs, way[0]), "MB/s")
    every = [run for runs in mine.values() for run in runs]
    show("get", figures(every, "get_mb_per_second"),
         figures(theirs, "get_mb_per_second"), "MB/s")
    show("16 KiB", figures(every, "small_per_second"),
         figures(theirs, "small_per_second"), "a second")
    show("16 KiB, four at once", figures(every, "small_by_four_per_second"),
         [], "a second")


# --- a folder ----------------------------------------------------------------

def peer_dir(args, where):
    data = os.urandom(8 << 20)
    source = pathlib.Path(where) / "source"
    with open(source, "wb") as f:
        for _ in range(args.mib // 8):
            f.write(data)
        os.fsync(f.fileno())
    start = time.monotonic()
    shutil.copyfile(source, source.with_suffix(".copy"))
    subprocess.run(["sync", source.with_suffix(".copy")], check=True)
    put = time.monotonic() - start
    return {"put_mb_per_second": (args.mib // 8 * 8 << 20) / 1e6 / put}


def folder(args):
    mine, theirs = [], []
    for _ in range(args.repeat):
        with tempfile.TemporaryDirectory(dir=args.where) as where:
            mine.append(ours(args, "dir", {"path": where}, {}))
        with tempfile.TemporaryDirectory(dir=args.where) as where:
            theirs.append(peer_dir(args, where))
    print(f"dir, {args.mib} MiB:")
    show("put", figures(mine, "put_mb_per_second"),
         figures(theirs, "put_mb_per_second"), "MB/s", None)
    show("get", figures(mine, "get_mb_per_second"), [], "MB/s")
    show("16 KiB, synced", figures(mine, "small_per_second"), [], "a second")


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument("--build", type=pathlib.Path, required=True)
    arg.add_argument("--peers", type=pathlib.Path,
                     default=ROOT / "../shared/servers")
    arg.add_argument("--store", action="append")
    arg.add_argument("--repeat", type=int, default=3)
    arg.add_argument("--mib", type=int, default=200)
    arg.add_argument("--small", type=int, default=500)
    arg.add_argument("--where", default="/var/tmp")
    args = arg.parse_args()
    stores = {"azure": azure, "s3": s3, "dir": folder}
    for name in args.store or stores:
        stores[name](args)


if __name__ == "__main__":
    main()
