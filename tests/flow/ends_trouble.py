#!/usr/bin/env python3
"""What a person reads when an end does not work, and that nothing is lost.

Each cause in turn is played with a real Dovecot: a wrong password, a
certificate that has expired or is for another name, a port where nobody listens,
a full mailbox; a directory that is down, and a store that is not reached.
Each time the words that say what happened and what to do are asserted; with
the cause gone everything arrives, once, as in an archive without any of it.

	ends_trouble.py --build build
"""
import argparse
import json
import pathlib
import re
import sys
import tempfile
import time

import ends
import entra
import imap
import main_job
import store_ends
import target_ends
import tenant
from kill_run import second_archive
from tenant import NAME, Programs, Results, Tenant, say


class Dovecot(target_ends.Dovecot):
    """And two more, whose certificates no client may trust."""

    def begin(self):
        super().begin()
        expired = ("200101000000Z", "200201000000Z")
        self.expired = self.other("DNS:localhost", expired)
        self.elsewhere = self.other("DNS:mail.example.com")

    def other(self, names, dates=None):
        cert, key = self.authority.issue(names, dates)
        return self.stack.enter_context(
            imap.DeliveryDovecot(cert, key, self.people))

    def limit(self, mailbox, kb):
        """Set its quota: the file of users is read anew."""
        rule = f"userdb_quota_rule=*:storage={kb}K" if kb else ""
        (self.server.dir / "users").write_text("".join(
            f"{user}:{{PLAIN}}secret::::::"
            f"{rule if user == mailbox else ''}\n" for user in self.people))
        until = time.monotonic() + 60
        while self.quota(mailbox) != (kb or 20 << 20):
            if time.monotonic() > until:
                raise RuntimeError(f"Dovecot does not see the quota of "
                                   f"{mailbox}")
            time.sleep(0.05)

    def quota(self, mailbox):
        """In KB; the server looks at the file once a second."""
        session = self.server.login(mailbox)
        _, (_, told) = session.getquotaroot("INBOX")
        session.logout()
        return int(re.search(rb"STORAGE \d+ (\d+)", told[0])[1])


def shown(archive):
    return json.loads(archive.do("target", "show", "mail", "--json").stdout)


def change(archive, target, folder, **settings):
    """Settings of the target, and its secret, as they are to be now."""
    password = folder / "password"
    password.write_text(settings.pop("password", "importpw") + "\n")
    words = []
    for key, value in {**target.settings(), **settings}.items():
        words += ["--set", f"{key}={value}"]
    archive.do("target", "set", "mail", *words, "--secret",
               f"password={password}")


def causes(target):
    """(what, settings, state of the target, words that have to be said)"""
    yield ("wrong password", {"password": "Not-The-Secret-7"}, "parked",
           ("check user and password",))
    yield ("expired certificate", {"port": target.expired.tls_port},
           "parked", ("certificate has expired (2020-02-01)",))
    yield ("wrong host name", {"port": target.elsewhere.tls_port},
           "parked", ("for another host (mail.example.com)",))
    yield ("closed port", {"port": imap.free_port()}, "waiting",
           ("Connection refused", "is the port right?"))


def check_words(what, texts, words, results):
    for name, text in texts.items():
        text = " ".join(text.split())
        for word in words:
            results.ok(f"{what}: {name} says \"{word}\"", word in text, text)
        results.ok(f"{what}: {name} says no secret", "importpw" not in text
                   and "Not-The-Secret-7" not in text, text)


def whole_target(played, target, folder, results):
    """The first run meets the first cause, tries meet the others."""
    archive, moment = played.archive, list(played.days())[0]
    for at, (what, settings, state, words) in enumerate(causes(target)):
        change(archive, target, folder, **settings)
        if at == 0:
            played.run_at(moment)
        archive.do("target", "retry", "mail", codes=range(6))
        report = archive.report()
        texts = {
            "target list": archive.do("target", "list").stdout,
            "target show": archive.do("target", "show", "mail").stdout,
            "connector report": archive.do("connector", "report",
                                           NAME).stdout,
            "target check": archive.do("target", "check", "mail", "--mailbox",
                                       target.people[0], codes=(1,)).stdout}
        check_words(what, texts, words, results)
        results.same(f"{what}: state", shown(archive)["state"], state)
        results.same(f"{what}: closed, nothing brought", (
            report["closed"], report["total"]["copies"],
            report["total"]["waiting"] > 0), (True, 0, True))
    change(archive, target, folder)
    archive.do("target", "retry", "mail")
    results.same("the cause gone: waiting", shown(archive)["waiting"], 0)


def full_mailbox(played, target, whole, results):
    """It waits, the others go on; with more room it gets all."""
    archive, moment = played.archive, list(played.days())[1]
    due = [mailbox for _, mailbox in whole.listed]
    full = max(set(due), key=due.count)
    target.limit(full, 1)
    before = len(ends.read_target(target))
    played.run_at(moment)
    told = shown(archive)["troubles"]
    results.same("full: whose", [(t["mailbox"].lower(), t["outcome"])
                                 for t in told], [(full, "mailbox full")])
    report = archive.report()
    results.ok("full: the others got theirs",
               len(ends.read_target(target)) > before)
    results.same("full: closed", (report["closed"], report["total"]["waiting"]
                                  > 0), (True, True))
    check_words("full", {
        "target show": archive.do("target", "show", "mail").stdout,
        "connector report": archive.do("connector", "report", NAME).stdout},
        ("full",), results)
    target.limit(full, None)
    archive.do("target", "retry", "mail", "--mailbox", full)
    results.same("room again: waiting", shown(archive)["waiting"], 0)


def store_away(played, store, results):
    """Its folder is not mounted: the archive works on, and says so."""
    archive, moment = played.archive, list(played.days())[2]
    there = pathlib.Path(store.folder)
    away = there.with_name(there.name + "-away")
    there.rename(away)
    try:
        played.run_at(moment)
        failed = archive.do("vault", "move", codes=range(1, 6))
        check_words("store", {
            "vault move": failed.stderr,
            "store show": archive.do("store", "show").stdout},
            (str(there), "No such file"), results)
        results.same("store away: closed", archive.report()["closed"], True)
    finally:
        away.rename(there)
    archive.do("vault", "move")
    state = json.loads(archive.do("store", "show", "--json").stdout)
    results.same("store again", (state["stores"][0]["error"],
                                 state["waiting_packs"]), (None, 0))
    archive.check()


def directory_down(archive, folder, results):
    with entra.Entra([]) as server:
        where = server.base
        secret = folder / "client-secret"
        secret.write_text(entra.SECRET + "\n")
        archive.do("directory", "add", "staff", "--kind", "graph", "--set",
                   f"tenant-id={entra.TENANT}", "--set",
                   f"client-id={entra.CLIENT}", "--set",
                   f"login-url={where}", "--set", f"graph-url={where}",
                   "--secret", f"client-secret={secret}")
    before = archive.do("person", "list", "--json").stdout
    failed = archive.do("directory", "sync", "staff", codes=(3,))
    check_words("directory", {
        "directory sync": failed.stderr,
        "directory list": archive.do("directory", "list").stdout},
        (where.split("//")[1].split(":")[0], "Failed to connect"), results)
    results.same("directory down: persons",
                 archive.do("person", "list", "--json").stdout, before)


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    args = parser.parse_args()
    results = Results()
    with Tenant(Programs.of_build(args.build), seed=9, days=2, users=8,
                truth=False) as played, \
            tempfile.TemporaryDirectory() as folder, \
            store_ends.Dir(None) as store, \
            Dovecot(ends.mailboxes(played), None) as target:
        folder = pathlib.Path(folder)
        played.play()
        whole = ends.Copies(played.archive, folder / "whole")
        played.archive = second_archive(played.programs, played,
                                        "zoom-meetings")
        ends.set_up(played.archive, target, store, folder, [NAME])
        whole_target(played, target, folder, results)
        full_mailbox(played, target, whole, results)
        store_away(played, store, results)
        directory_down(played.archive, folder, results)
        there = ends.check_same(
            target, ends.Copies(played.archive, folder / "mine"), whole,
            results, sources=1)
        main_job.check_runs(played.archive, results)
        say(f"{len(there)} copies in the end")
    return results.end()


if __name__ == "__main__":
    try:
        tenant.main(run)
    except imap.Unavailable as why:
        print(f"skipped: {why}")
        sys.exit(77)
