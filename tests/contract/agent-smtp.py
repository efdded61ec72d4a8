#!/usr/bin/env python3
"""The SMTP agent, held to its contract by Dovecot's LMTP and by Postfix.

    agent-smtp.py --program PROGRAM --server dovecot|postfix [--cache FOLDER]

In both modes: messages to their mailboxes, and journal reports to one address,
which are taken apart by Python's email module. Ends with 77 (skipped) and the
reason where a server cannot be had.
"""
import argparse
import email
import email.policy
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "servers"))
sys.dont_write_bytecode = True
import certificates  # noqa: E402
import imap as servers  # noqa: E402
import postfix  # noqa: E402
import tokens  # noqa: E402
from agent_suite import Found, Suite  # noqa: E402

PEOPLE = [f"{name}@example.com" for name in ("anna", "bo", "cleo")]
JOURNAL, FULL = "journal@example.com", "full@example.com"
NOBODY = "nobody@example.com"


def inbox(imap):
    """All that lies in the Inbox, as it is."""
    _, (count,) = imap.select("INBOX", readonly=True)
    data = (imap.fetch("1:*", "(BODY.PEEK[])")[1] if int(count) else [])
    imap.logout()
    return [part[1] for part in data if isinstance(part, tuple)]


def as_sent(raw):
    """Without what was put before it on its way, and the line end that SMTP
    gives to a message that has none."""
    raw = raw[raw.index(b"Date: "):]
    if raw.endswith(b"\r\n\r\nno end of line\r\n"):
        raw = raw[:-2]
    return Found(folder=None, raw=raw)


def field(report, name):
    found = re.search(rf"(?m)^{name}: (.*?)\r?$", report)
    return found[1] if found else None


def taken_apart(raw):
    """(mailbox, the message) of a journal report."""
    whole = email.message_from_bytes(raw, policy=email.policy.SMTP)
    if "X-MS-Journal-Report" not in whole:
        raise AssertionError("no journal report")
    if whole.get_content_type() != "multipart/mixed" or whole.defects:
        raise AssertionError(f"{whole.get_content_type()} {whole.defects}")
    first, second = whole.iter_parts()
    report = first.get_content()
    if second.get_content_type() != "message/rfc822":
        raise AssertionError(second.get_content_type())
    boundary = whole.get_boundary().encode()
    message = raw.split(b"\r\n--" + boundary)[2].split(b"\r\n\r\n", 1)[1]
    found = Found(folder=None, raw=message)
    for name, want in (("Message-Id", found.message_id()),
                       ("Sender", "anna.ek@example.com"),
                       ("Subject", whole["Subject"])):
        if field(report, name) != want:
            raise AssertionError(f"{name}: {field(report, name)}, not {want}")
    return field(report, "Recipient"), found


class JournalLook:
    def __init__(self, server):
        self.server = server

    def __call__(self, mailbox):
        seen = [taken_apart(raw) for raw in inbox(self.server.login(JOURNAL))]
        return [found for to, found in seen if to == mailbox]


def run(program, server, settings, secrets, **more):
    """Both modes; mailboxes of their own in the first."""
    flags = ["--blind"]
    print("to each mailbox:")
    suite = Suite(program, "smtp", {**settings, "mode": "deliver"}, secrets)
    bad = suite.run(PEOPLE, lambda m: [as_sent(raw) for raw in
                                       inbox(server.login(m))], flags, **more)
    print("journal reports:")
    for name in ("absent", "full"):
        more.pop(name, None)
    suite = Suite(program, "smtp", {**settings, "journal": JOURNAL}, secrets)
    return bad + suite.run(PEOPLE, JournalLook(server), flags, **more)


def dovecot(program, authority):
    cert, key = authority.issue("DNS:localhost")
    with servers.LmtpDovecot(cert, key, [*PEOPLE, JOURNAL],
                             full=[FULL]) as server:
        settings = {"host": "localhost", "port": server.lmtp_port,
                    "protocol": "lmtp", "ca-file": authority.cert,
                    "sender": "archive@example.com"}
        return run(program, server, settings, {}, absent=NOBODY, full=FULL,
                   limit=server.max_size, large=19)


class ThroughPostfix:
    """A mailbox behind it: what was taken has to have been handed on."""

    def __init__(self, postfix, dovecot):
        self.postfix, self.dovecot = postfix, dovecot

    def login(self, user):
        self.postfix.wait_empty()
        return self.dovecot.login(user)


def look_only(program, settings, secrets, wrong):
    """The other ways to sign in; the right secret, then another one."""
    bad = 0
    for good in (True, False):
        given = secrets if good else {wrong: "Not-The-Secret-7"}
        suite = Suite(program, "smtp", settings, given)
        done = subprocess.run(
            [str(w) for w in [*suite.command, "--look", "--mailbox", NOBODY]],
            capture_output=True, text=True)
        right = (done.returncode == 0) == good
        print(f"{settings['auth']}, {'' if good else 'wrong '}secret: "
              f"{'ok' if right else 'FAILED'}")
        if not right:
            print(done.stdout)
        bad += not right
    return bad


def through_postfix(program, authority, folder, cache):
    cert, key = authority.issue("DNS:localhost")
    importer = "importer@example.com"
    with tokens.Issuer(folder) as issuer, servers.LmtpDovecot(
            cert, key, [*PEOPLE, JOURNAL, importer], issuer) as behind, \
            postfix.Postfix(cache, cert, key, behind.lmtp_port, behind.auth,
                            [*PEOPLE, JOURNAL]) as server:
        issuer.claims["upn"] = importer
        settings = {"host": "localhost", "port": server.port,
                    "ca-file": authority.cert, "auth": "plain",
                    "user": importer, "sender": "archive@example.com"}
        secrets = {"password": "secret"}
        bad = run(program, ThroughPostfix(server, behind), settings, secrets,
                  absent=NOBODY, limit=server.max_size, large=19,
                  wrong="password")
        settings |= {"journal": JOURNAL, "port": server.tls_port, "tls": "tls"}
        bad += look_only(program, {**settings, "auth": "login"}, secrets,
                         "password")
        return bad + look_only(
            program, {**settings, "auth": "xoauth2", "token-url": issuer.url,
                      "client-id": tokens.CLIENT},
            {"client-secret": tokens.SECRET}, "client-secret")


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument("--program", required=True)
    arg.add_argument("--server", required=True, choices=["dovecot", "postfix"])
    arg.add_argument("--cache", default=".")
    args = arg.parse_args()
    if not certificates.available():
        print("skipped: openssl is not installed")
        sys.exit(77)
    try:
        with tempfile.TemporaryDirectory() as folder:
            authority = certificates.Authority(folder)
            bad = (dovecot(args.program, authority)
                   if args.server == "dovecot" else
                   through_postfix(args.program, authority, folder,
                                   args.cache))
    except servers.Unavailable as why:
        print(f"skipped: {why}")
        sys.exit(77)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
