#!/usr/bin/env python3
"""From the first start to the first archived meeting in a mailbox outside, as
one administrator sets it up in the portal, in one language.

usage: run-whole.py --build BUILD --language en|sv|fr

Around the product: a sandbox tenant, Azurite for the vault, Dovecot for the
mailboxes, npm's oidc-provider for a second person. whole.test.mjs drives
Chromium; what it left behind is then looked for at Dovecot and Azurite.
Skipped (77), with words, where one of them cannot be had.
"""
import argparse
import contextlib
import csv
import email
import email.policy
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE.parent / room) for room in ("flow", "servers")]
import azurite  # noqa: E402
import oidc  # noqa: E402
import target_ends  # noqa: E402
import tenant  # noqa: E402

spec = importlib.util.spec_from_file_location("portal_run", HERE / "run.py")
portal = importlib.util.module_from_spec(spec)
spec.loader.exec_module(portal)

CONTAINER = "vault"


def mailboxes(directory):
    with open(directory, encoding="utf-8", newline="") as lines:
        return {row["mailbox"] for row in csv.DictReader(lines) if row["mailbox"]}


def drive(args, folder, told):
    (folder / "world.json").write_text(json.dumps(told))
    return subprocess.run(["node", HERE / "whole.test.mjs"], timeout=400,
                          env={**os.environ, "PORTAL_WORLD": str(folder / "world.json")}).returncode


def arrived(mail, people, folder, begins):
    """What lies in the folder at Dovecot, asked by IMAP as each person."""
    results, subjects = tenant.Results(), []
    for person in sorted(people):
        imap = mail.server.login(person)
        if imap.select(f'"INBOX/{folder}"', readonly=True)[0] == "OK":
            for number in imap.search(None, "ALL")[1][0].split():
                subjects.append(subject(imap, number))
        imap.logout()
    results.ok("messages are in the mailboxes", len(subjects) > 0)
    for one in subjects:
        results.ok("by their subjects", one.startswith(begins), one)
    return results


def subject(imap, number):
    raw = imap.fetch(number, "(BODY.PEEK[])")[1][0][1]
    return email.message_from_bytes(raw, policy=email.policy.default)["Subject"]


def kept(blobs, results):
    status, _, body = blobs.ask("GET", f"/{CONTAINER}", [("comp", "list"), ("restype", "container")])
    results.same("Azurite lists the vault", status, 200)
    results.ok("packs are in Azurite", body.count(b"<Blob>") > 0, repr(body[:300]))


def run(args):
    build = pathlib.Path(args.build).resolve()
    portal.install(build / "npm-portal")
    if not list((build / "web").glob("assets/*.js")):
        raise portal.Skip("this build has no pages (see what it said of web/)")
    programs = tenant.Programs.of_build(build)
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sandbox = tenant.Sandbox(programs, folder, seed=11, days=2, users=6, per_day=2,
                                 options=["--also", "webex,ringcentral"], truth=False)
        stack.callback(sandbox.stop)
        people = mailboxes(sandbox.directory)
        blobs = stack.enter_context(azurite.Azurite(build / "npm-azurite"))
        blobs.create(CONTAINER)
        mail = stack.enter_context(target_ends.Dovecot(people, build))
        archive = tenant.Archive(programs, folder / "home")
        archive.init()
        url = stack.enter_context(portal.served(archive, folder))
        others = stack.enter_context(oidc.Provider(build / "npm-oidc-provider", url + "/sign-in/callback"))
        told = portal.world(args, programs, folder, sandbox, archive, url)
        told.update(language=args.language, people=str(sandbox.directory),
                    target={**{k: str(v) for k, v in mail.settings().items()}, **mail.secrets()},
                    store={"account": blobs.account, "container": CONTAINER, "endpoint": blobs.url,
                           "auth": "shared-key", "account-key": blobs.key},
                    provider={"issuer": others.issuer, "client": oidc.CLIENT, "secret": oidc.SECRET})
        if drive(args, folder, told) != 0:
            return 1
        results = arrived(mail, people, "Zoom Meetings", "Zoom ")
        kept(blobs, results)
        return results.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--language", choices=("en", "sv", "fr"), default="en")
    parser.add_argument("--shots", default="")
    try:
        sys.exit(run(parser.parse_args()))
    except (portal.Skip, azurite.Unavailable, oidc.Unavailable, target_ends.Unavailable) as why:
        print("skipped:", why)
        sys.exit(77)


if __name__ == "__main__":
    main()
