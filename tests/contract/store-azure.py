#!/usr/bin/env python3
"""Run the contract suite of the stores on Azurite.

usage: store-azure.py CONTRACT-STORE --cache FOLDER shared-key|sas|bearer

bearer: over TLS, with tokens of a stand-in for Entra ID. Says (in TAP) that
it is skipped, and why, where Azurite cannot be had.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] /
                       "servers"))
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


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument("program")
    arg.add_argument("--cache", required=True)
    arg.add_argument("auth", choices=["shared-key", "sas", "bearer"])
    args, args.more = arg.parse_known_args()
    with Azurite(args.cache, tls=args.auth == "bearer") as server:
        server.create(CONTAINER)
        if args.auth == "shared-key":
            return run(args, server, {"account-key": server.key},
                       {"auth": "shared-key"})
        if args.auth == "sas":
            # of a request for a lock it says 500 where a SAS signed it
            args.more += ["--skip", "protection", "--skip", "check"]
            return run(args, server, {"sas": server.sas(CONTAINER)},
                       {"auth": "sas"})
        with Tokens() as tokens:
            return run(args, server, {"client-secret": tokens.secret},
                       {"authority": tokens.url, "ca-file": str(server.ca),
                        "tenant-id": tokens.tenant,
                        "client-id": tokens.client_id})


try:
    sys.exit(main())
except Unavailable as why:
    print(f"1..0 # SKIP {why}")
