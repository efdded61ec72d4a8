#!/usr/bin/env python3
"""A cloud store that is out of reach: what a person reads, and nothing is lost.

Each cause in turn is played with Azurite and Ceph behind a door of our own:
nobody listens, the certificate is for another host, the key was changed at the
store, the container is gone. The archive works on, says what hinders it and
what to do; with the cause gone all is shipped, and read back as an archive
has it that never had a store.

	stores_trouble.py --build build
"""
import argparse
import base64
import contextlib
import json
import pathlib
import secrets
import shutil
import sys
import tempfile

import ends
import store_ends
import tenant
from ends_trouble import check_words
from kill_run import second_archive
from tenant import Programs, Results, Tenant, say

import certificates  # of the folders that ends.py looks in
from gate import Gate


class Behind:
    """The door before a store, for the ones below."""

    def shut_off(self, to):
        self.folder = pathlib.Path(self.stack.enter_context(
            tempfile.TemporaryDirectory()))
        self.authority = certificates.Authority(self.folder)
        self.right = self.authority.issue("DNS:localhost")
        self.wrong = self.authority.issue("DNS:store.example.com")
        self.gate = self.stack.enter_context(Gate(to, *self.right))

    def settings(self):
        path = super().settings()["endpoint"].split("/", 3)[3:]
        return {**super().settings(), "ca-file": self.authority.cert,
                "retry-pause": "10", "endpoint": "/".join(
                    [f"https://localhost:{self.gate.port}", *path])}

    @contextlib.contextmanager
    def nobody_listens(self):
        self.gate.shut()
        yield
        self.gate.open(*self.right)

    @contextlib.contextmanager
    def other_host(self):
        self.gate.open(*self.wrong)
        yield
        self.gate.open(*self.right)

    def causes(self):
        """(what, how it comes and goes, words that have to be said)"""
        return [("closed port", self.nobody_listens,
                 ("localhost", "Failed to connect")),
                ("wrong host name", self.other_host,
                 ("localhost", "certificate", "another host"))]


class Azure(Behind, store_ends.Azure):
    def begin(self):
        self.server = self.stack.enter_context(store_ends.azurite.Azurite(
            self.cache / "npm-azurite", memory=False))
        self.server.create("vault")
        self.shut_off(self.server.port)

    def start(self):
        self.server.start()
        self.gate.to = self.server.port

    @contextlib.contextmanager
    def other_key(self):
        key = self.server.key
        self.server.stop()
        self.server.key = base64.b64encode(secrets.token_bytes(64)).decode()
        self.start()
        yield
        self.server.stop()
        self.server.key = key
        self.start()

    @contextlib.contextmanager
    def container_gone(self):
        there = self.server.dir / "data"
        kept = there.with_name("kept")
        self.server.stop()
        shutil.copytree(there, kept)
        self.start()
        self.server.ask("DELETE", "/vault", [("restype", "container")])
        yield
        self.server.stop()
        shutil.rmtree(there)
        kept.rename(there)
        self.start()

    def causes(self):
        return [*super().causes(),
                ("other key", self.other_key, ("403", "key")),
                ("container gone", self.container_gone, ("container",))]


class Ceph(Behind, store_ends.Ceph):
    def begin(self):
        super().begin()
        self.shut_off(int(self.server.endpoint.rsplit(":", 1)[1]))


def said(archive):
    """All that a person reads of it."""
    tried = archive.do("store", "check", codes=range(1, 6))
    return {"vault move": archive.do("vault", "move",
                                     codes=range(1, 6)).stderr,
            "store show": archive.do("store", "show").stdout,
            "store check": "".join((tried.stdout, tried.stderr))}


def one_cause(played, cause, moment, results):
    archive, (what, comes, words) = played.archive, cause
    with comes():
        played.run_at(moment)
        texts = said(archive)
        check_words(what, texts, words, results)
        report = archive.report()
        results.same(f"{what}: closed", report["closed"], True)
        state = json.loads(archive.do("store", "show", "--json").stdout)
        results.ok(f"{what}: waits", state["waiting_packs"] > 0, str(state))
    archive.do("vault", "move")
    state = json.loads(archive.do("store", "show", "--json").stdout)
    results.same(f"{what}: again", (state["stores"][0]["error"],
                                    state["waiting_packs"]), (None, 0))
    archive.check()
    say(f"{what}: told, and over")


def one_store(args, kind, results):
    with Tenant(args.programs, seed=9, days=3, users=6,
                truth=False) as played, \
            tempfile.TemporaryDirectory() as folder, \
            kind(pathlib.Path(args.build)) as store:
        folder = pathlib.Path(folder)
        played.play()
        whole = ends.Copies(played.archive, folder / "whole")
        played.archive = second_archive(played.programs, played,
                                        "zoom-meetings")
        played.archive.do("store", "set", "--kind", store.kind,
                          *ends.words_of(store, folder), "--set", "cache=0")
        causes = store.causes()
        for moment in played.days():
            if causes:
                one_cause(played, causes.pop(0), moment, results)
            else:
                played.run_at(moment)
        results.same("causes left", len(causes), 0)
        mine = ends.Copies(played.archive, folder / "mine")
        results.same(f"{store.kind}: copies", sorted(mine.exported),
                     sorted(whole.exported))
        results.ok(f"{store.kind}: byte for byte", mine.bytes == whole.bytes)
        results.ok(f"{store.kind}: there are some", len(mine.bytes) > 5)


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    parser.add_argument("--store", required=True, choices=["azure", "s3"])
    args = parser.parse_args()
    args.programs = Programs.of_build(args.build)
    results = Results()
    if not certificates.available():
        print("skipped: openssl is not installed")
        return 77
    one_store(args, {"azure": Azure, "s3": Ceph}[args.store], results)
    return results.end()


if __name__ == "__main__":
    try:
        tenant.main(run)
    except (store_ends.azurite.Unavailable, ends.imap.Unavailable) as why:
        print(f"skipped: {why}")
        sys.exit(77)
