#!/usr/bin/env python3
"""Append our messages to a real IMAP server and fetch them back unchanged.

    imap-roundtrip.py --server dovecot|cyrus --samples PROGRAM
                      [--cache FOLDER] [FOLDER]

FOLDER has the messages (NAME.eml); without one, PROGRAM (write-samples) fills
a temporary folder. Besides the bytes the server's own reading is checked: the
message is found by its Message-ID and by its last receiver, and its structure
has as many parts as the message. Ends with 77 (skipped) and the reason where
the server cannot be had.
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
import imap as servers  # noqa: E402


def ok(answer):
    status, data = answer
    if status != "OK":
        raise AssertionError(f"{status}: {data}")
    return data


def count_parts(structure):
    """Parts that are no multipart: each names its encoding."""
    return len(re.findall(
        rb'"(?:7BIT|QUOTED-PRINTABLE|BASE64)"', structure.upper()))


def last_receiver(message):
    """The end of the longest header that is searched."""
    return message["To"].addresses[-1].addr_spec


def check(imap, path):
    raw = path.read_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    parts = sum(not p.is_multipart() for p in message.walk())
    uid = ok(imap.append("INBOX", r"(\Seen)", None, raw))[0]
    uid = re.search(rb"APPENDUID \d+ (\d+)", uid)[1].decode()
    ok(imap.select("INBOX"))
    found = []

    got = ok(imap.uid("FETCH", uid, "(BODY.PEEK[])"))[0][1]
    if got != raw:
        found.append(f"{len(got)} bytes came back, not the {len(raw)} sent")
    for what in (("HEADER", "Message-ID", message["Message-ID"].strip()),
                 ("TO", last_receiver(message)),
                 ("HEADER", "X-Estreat-Source", "")):
        quoted = [f'"{w}"' if i else w for i, w in enumerate(what)]
        hits = ok(imap.uid("SEARCH", *quoted))[0].split()
        if uid.encode() not in hits:
            found.append(f"not found by {what}")
    # pieces: a name that the server sends as a literal comes by itself
    answer = ok(imap.uid("FETCH", uid, "(BODYSTRUCTURE)"))
    text = b"".join(a if isinstance(a, bytes) else b"".join(a) for a in answer)
    if count_parts(text) != parts:
        found.append(f"structure of {count_parts(text)} parts, not {parts}")
    return found


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument("--server", required=True, choices=["dovecot", "cyrus"])
    arg.add_argument("--samples")
    arg.add_argument("--cache", default=".")
    arg.add_argument("folder", nargs="?")
    args = arg.parse_args()

    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(args.folder or made)
        if not args.folder:
            subprocess.run([args.samples, made], check=True)
        paths = sorted(folder.glob("*.eml"))
        if not paths:
            sys.exit(f"{folder} has no messages")
        server = (servers.Dovecot() if args.server == "dovecot" else
                  servers.Cyrus(args.cache))
        bad = 0
        try:
            with server:
                imap = server.login("anna")
                for path in paths:
                    found = check(imap, path)
                    print(f"{path.stem}: {'ok' if not found else 'FAILED'}")
                    for line in found:
                        print(f"    {line}")
                    bad += len(found)
                imap.logout()
        except servers.Unavailable as why:
            print(f"skipped: {why}")
            sys.exit(77)
    sys.exit(1 if bad else 0)


main()
