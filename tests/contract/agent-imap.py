#!/usr/bin/env python3
"""The IMAP agent, held to its contract by Dovecot and Cyrus.

    agent-imap.py --program PROGRAM --server dovecot|cyrus [--cache FOLDER]

Each way to sign in and each kind of TLS has a run of its own, with mailboxes
of its own. Ends with 77 (skipped) and the reason where a server cannot be had.
"""
import argparse
import datetime
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "servers"))
sys.dont_write_bytecode = True
import certificates  # noqa: E402
import imap as servers  # noqa: E402
import tokens  # noqa: E402
from agent_suite import Found, Suite  # noqa: E402


def unquote(name):
    """A mailbox's name as LIST has it, in Unicode."""
    def wide(match):
        if match[1] == b"":
            return b"&"
        import base64
        data = match[1].replace(b",", b"/")
        data += b"=" * (-len(data) % 4)
        return base64.b64decode(data).decode("utf-16-be").encode()
    if name.startswith(b'"'):
        name = re.sub(rb"\\(.)", rb"\1", name[1:-1])
    return re.sub(rb"&([^-]*)-", wide, name).decode()


def listed(imap, command):
    _, lines = getattr(imap, command)()
    for line in lines:
        if line is None:
            continue
        match = re.match(rb'\(([^)]*)\) ("."|NIL) (.*)', line)
        yield match[3], match[2].strip(b'"').decode(), match[1]


def one(uid, data, validity, folder):
    date = re.search(rb'INTERNALDATE "([^"]*)"', data[0])[1].decode().strip()
    when = datetime.datetime.strptime(date, "%d-%b-%Y %H:%M:%S %z")
    return Found(folder=folder, raw=data[1],
                 time_us=int(when.timestamp()) * 1000000,
                 place=f"{validity}:{uid}")


def look(imap):
    """All that lies in folders below the Inbox; they have to be subscribed."""
    subscribed = {name for name, _, _ in listed(imap, "lsub")}
    found = []
    for name, separator, flags in listed(imap, "list"):
        whole = unquote(name)
        if whole.upper() == "INBOX" or b"\\Noselect" in flags:
            continue
        folder = whole.removeprefix(f"INBOX{separator}")
        if name not in subscribed:
            raise AssertionError(f"{folder} is not subscribed")
        imap.select(name.decode(), readonly=True)
        validity = imap.response("UIDVALIDITY")[1][0].decode()
        _, data = imap.uid("FETCH", "1:*",
                           "(UID FLAGS INTERNALDATE BODY.PEEK[])")
        for part in data:
            if not isinstance(part, tuple):
                continue
            if b"\\Seen" not in part[0]:
                raise AssertionError(f"{folder}: not marked as read")
            uid = re.search(rb"UID (\d+)", part[0])[1].decode()
            found.append(one(uid, part, validity, folder))
    imap.logout()
    return found


PASSWORD = {"password": "importpw"}
TOKEN = {"client-secret": tokens.SECRET}


def ways(server, authority, issuer):
    """(name, settings, secrets, the secret to spoil)"""
    tls = {"host": "localhost", "tls": "tls", "port": server.tls_port,
           "ca-file": authority.cert}
    token = {**tls, "token-url": issuer.url, "client-id": tokens.CLIENT,
             "user": "importer"}
    yield ("STARTTLS, authorisation id",
           {**tls, "tls": "starttls", "port": server.port,
            "user": "importer"}, PASSWORD, "password")
    yield ("TLS, master user", {**tls, "auth": "master", "user": "importer"},
           PASSWORD, "password")
    yield "XOAUTH2", {**token, "auth": "xoauth2"}, TOKEN, "client-secret"
    yield ("OAUTHBEARER", {**token, "auth": "oauthbearer"}, TOKEN,
           "client-secret")


def tokens_called_back(suite, issuer, mailbox):
    """One that is refused is replaced once; the next one too: a person."""
    bad = 0
    for spoilt, code in ((0, 0), (1, 0), (2, 1)):
        before, issuer.spoilt = issuer.issued, spoilt
        done = subprocess.run(
            [str(w) for w in [*suite.command, "--look", "--mailbox", mailbox]],
            capture_output=True, text=True)
        good = done.returncode == code and (
            issuer.issued - before == (2 if spoilt else 1)) and (
            code == 0 or "check client-id" in done.stdout)
        print(f"{spoilt} tokens refused: {'ok' if good else 'FAILED'}")
        if not good:
            print(done.stdout)
        bad += not good
    issuer.spoilt = 0
    return bad


def dovecot(program):
    bad = 0
    people = [f"{name}{i}@example.com" for i in range(4)
              for name in ("anna", "bo", "cleo")]
    full = "full@example.com"
    with tempfile.TemporaryDirectory() as folder:
        if not certificates.available():
            raise servers.Unavailable("openssl is not installed")
        authority = certificates.Authority(folder)
        cert, key = authority.issue("DNS:localhost")
        with tokens.Issuer(folder) as issuer, servers.DeliveryDovecot(
                cert, key, people, issuer, [full]) as server:
            for i, (name, settings, secrets, wrong) in enumerate(
                    ways(server, authority, issuer)):
                print(f"{name}:")
                suite = Suite(program, "imap", settings, secrets)
                if secrets is TOKEN:
                    bad += tokens_called_back(suite, issuer, people[0])
                # what has nothing to do with the way is tried once
                more = {} if i else {"full": full, "large": 19,
                                     "limit": server.max_size}
                bad += suite.run(people[3 * i:3 * i + 3],
                                 lambda m: look(server.login(m)),
                                 absent="nobody@example.com", wrong=wrong,
                                 **more)
    return bad


def cyrus(program, cache):
    """Once as it is, once with folders beside the Inbox, parted by dots."""
    bad = 0
    people = ["anna", "bo", "cleo"]
    for alternative in (False, True):
        print("alternative namespace:" if alternative else "plain:")
        with servers.DeliveryCyrus(cache, alternative) as server:
            for name in people:
                server.make(name)
            server.make("full", 300)
            settings = {"host": "127.0.0.1", "tls": "none",
                        "port": server.port, "user": "importer",
                        "login": "local-part"}
            suite = Suite(program, "imap", settings, PASSWORD)
            bad += suite.run(
                [f"{name}@example.com" for name in people],
                lambda m: look(server.login(m.split("@")[0])),
                absent="nobody@example.com", full="full@example.com",
                wrong="password", limit=server.max_size, large=16)
    return bad


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument("--program", required=True)
    arg.add_argument("--server", required=True, choices=["dovecot", "cyrus"])
    arg.add_argument("--cache", default=".")
    args = arg.parse_args()
    try:
        bad = (dovecot(args.program) if args.server == "dovecot" else
               cyrus(args.program, args.cache))
    except servers.Unavailable as why:
        print(f"skipped: {why}")
        sys.exit(77)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
