#!/usr/bin/env python3
"""Run the contract suite of the stores on Azurite.

usage: store-azure.py CONTRACT-STORE [--cache FOLDER] WHAT

WHAT is shared-key, sas or bearer (over TLS, with tokens of a stand-in for
Entra ID), all on Azurite; faults, the same with a proxy between in which things
go wrong; or unlocked or locked, the modes of immutability, on our own stand-in,
as Azurite has none. Says (in TAP) that it is skipped, and why, where Azurite
cannot be had.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] /
                       "servers"))
from azure_worm import AzureWorm  # noqa: E402
from faults import Faults  # noqa: E402
from azurite import Azurite, Tokens, Unavailable  # noqa: E402

CONTAINER = "estreat-vault"


def run(args, server, secrets, settings):
    with tempfile.TemporaryDirectory(prefix="store-azure-") as folder:
        command = [args.program, "azure"]
        for name, value in {"account": server.account, "endpoint": server.url,
                            "container": CONTAINER, "prefix": "some/where",
                            "page-size": "10", **settings}.items():
            command += ["--set", f"{name}={value}"]
        for name, value in secrets.items():
            file = pathlib.Path(folder) / name
            file.write_text(value + "\n")
            command += ["--secret", f"{name}={file}"]
        return subprocess.run(command + args.more).returncode


def kind_of(method, _, query):
    """What the proxy tells apart; None where a fault would prove nothing."""
    comp = query.get("comp")
    if method == "PUT" and comp not in (None, "block", "blocklist"):
        return None  # locks, which Azurite does not have
    return {"PUT": comp or "blob", "GET": comp or "range", "HEAD": "look",
            "DELETE": "delete"}[method]


def faulty(args, server):
    """The whole suite, and the faults were such as it should stand."""
    with Faults(("127.0.0.1", server.port), kind_of,
                unverified=["blocklist"], every={"blocklist": 2}) as proxy:
        server.url = f"{proxy.url}/{server.account}"
        bad = run(args, server, {"account-key": server.key},
                  {"auth": "shared-key", "retry-pause": "1"})
        for (kind, fault), times in sorted(proxy.done.items()):
            print(f"# {kind}: {fault}: {times}")
        wanted = [("blob", "lost"), ("blob", "garbled"), ("block", "cut"),
                  ("block", "garbled"), ("block", "busy"),
                  ("blocklist", "lost"), ("blocklist", "error"),
                  ("blocklist", "twice"), ("delete", "lost"),
                  ("range", "short"), ("list", "short"), ("look", "stale")]
        missing = [w for w in wanted if w not in proxy.done]
        if missing:
            print(f"# did not happen: {missing}")
        return 1 if bad or missing else 0


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument("program")
    arg.add_argument("--cache")
    arg.add_argument("what", choices=["shared-key", "sas", "bearer",
                                      "faults", "unlocked", "locked"])
    args, args.more = arg.parse_known_args()
    if args.what in ("unlocked", "locked"):
        args.more += ["--locks"]
        with AzureWorm() as server:
            return run(args, server, {"sas": "sig=none"},
                       {"auth": "sas", "immutability": args.what})
    with Azurite(args.cache, tls=args.what == "bearer") as server:
        server.create(CONTAINER)
        if args.what == "faults":
            return faulty(args, server)
        if args.what == "shared-key":
            return run(args, server, {"account-key": server.key},
                       {"auth": "shared-key"})
        if args.what == "sas":
            # of a request for a lock it says 500 where a SAS signed it
            args.more += ["--skip", "protection", "--skip", "check"]
            return run(args, server, {"sas": server.sas(CONTAINER)},
                       {"auth": "sas"})
        with Tokens() as tokens:
            return run(args, server, {"client-secret": tokens.secret},
                       {"login-url": tokens.url, "ca-file": str(server.ca),
                        "tenant-id": tokens.tenant,
                        "client-id": tokens.client_id})


try:
    sys.exit(main())
except Unavailable as why:
    print(f"1..0 # SKIP {why}")
