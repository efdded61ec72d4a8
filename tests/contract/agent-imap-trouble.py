#!/usr/bin/env python3
"""The IMAP agent before a Dovecot that is killed, and one that is set up wrong.

    agent-imap-trouble.py --program PROGRAM

Its processes are killed by SIGKILL while messages arrive, one by one and all
together: afterwards each message is there once. And what a person has to put
right is said: certificates, names, ports, passwords, quotas.
"""
import argparse
import importlib
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "servers"))
sys.dont_write_bytecode = True
import certificates  # noqa: E402
import cutter  # noqa: E402
import imap as servers  # noqa: E402
from agent_suite import differences  # noqa: E402

look_at = importlib.import_module("agent-imap").look

ANNA, BO = "anna@example.com", "bo@example.com"
MESSAGES, EVERY = 900, 150  # a kill after so many have been told delivered


def command(program, server, more, **settings):
    given = {"host": "localhost", "port": server.tls_port, "user": "importer",
             "timeout": 10, **settings}
    words = [program, "imap", "--secret", "password=importpw"]
    for name, value in given.items():
        words += ["--set", f"{name.replace('_', '-')}={value}"]
    return [str(w) for w in [*words, *more]]


# --- kills ------------------------------------------------------------------

def children(pid):
    """(pid, name) of the processes that pid started."""
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            name, fields = re.match(r"\d+ \((.*)\) (.*)",
                                    (entry / "stat").read_text()).groups()
        except (OSError, AttributeError):
            continue
        if int(fields.split()[1]) == pid:
            yield int(entry.name), name


def kill(pids):
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def kill_some(server, everything):
    started = list(children(server.process.pid))
    if everything:
        kill([server.process.pid, *(pid for pid, _ in started)])
        server.process.wait()
        server.start()
    else:
        kill(pid for pid, name in started if name == "imap")


def once(expected, mailbox, server, what):
    """Is each there once? What is wrong is counted."""
    seen = list(differences(expected, look_at(server.login(mailbox))))
    print(f"{what}, {len(expected)} messages: "
          f"{'each is there once' if not seen else 'FAILED'}")
    for line in seen[:20]:
        print(f"    {line}")
    return len(seen)


def persist(words, out, each=None):
    """Exit code, and what has to be there; each gets the count so far."""
    run = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    for line in run.stdout:
        if each:
            each(int(line))
    return run.wait(), [json.loads(line) for line in
                        out.read_text().splitlines()]


def kills(program, server, authority, folder):
    out = pathlib.Path(folder) / "killed"
    killed = 0

    def each(count):
        nonlocal killed
        if count // EVERY > killed and count < MESSAGES:
            killed += 1
            kill_some(server, everything=killed % 3 == 0)

    code, expected = persist(
        command(program, server, ["--persist", MESSAGES, "--out", out,
                                  "--mailbox", ANNA],
                ca_file=authority.cert), out, each)
    return (once(expected, ANNA, server, f"{killed} kills") + (code != 0) +
            (killed < 4) + (len(expected) != MESSAGES))


def lost_answers(program, server, folder):
    out = pathlib.Path(folder) / "cut"
    with cutter.Cutter(server.port, rb"APPENDUID", every=5) as way:
        code, expected = persist(
            command(program, server, ["--persist", MESSAGES, "--out", out,
                                      "--mailbox", BO],
                    tls="none", port=way.port), out)
    what = (f"{way.cut_answers} answers lost, {way.cut_middles} cut in the "
            "middle")
    return (once(expected, BO, server, what) + (code != 0) +
            (way.cut_answers < 2) + (way.cut_middles < 2) +
            (len(expected) != MESSAGES))


# --- set up wrong -----------------------------------------------------------

def cases(server, authority, other, wrong_name, expired):
    """(what, settings, words that have to be said)"""
    trust = {"ca_file": authority.cert}
    yield "all is well", trust, "signed in for"
    yield "the system's authorities", {}, "give its certificate as ca-file"
    yield ("another authority", {"ca_file": other.cert},
           "give its certificate as ca-file")
    yield ("expired", {**trust, "port": expired.tls_port},
           "its certificate has expired (2020-02-01)")
    yield ("another name", {**trust, "port": wrong_name.tls_port},
           "is for another host (mail.example.com)")
    yield ("expired, by STARTTLS",
           {**trust, "port": expired.port, "tls": "starttls"},
           "its certificate has expired (2020-02-01)")
    yield ("a closed port", {**trust, "port": servers.free_port()},
           "is the port right?")
    yield ("TLS at the port for STARTTLS", {**trust, "port": server.port},
           "is it one for STARTTLS?")
    yield ("no such host", {**trust, "host": "nowhere.invalid"},
           "nowhere.invalid")
    yield ("no file", {"ca_file": "/nowhere.pem"},
           "/nowhere.pem: no certificates")
    yield "another user", {**trust, "user": "exporter"}, "check user and pass"


def texts(program, server, *more):
    bad = 0
    for what, settings, words in cases(server, *more):
        done = subprocess.run(
            command(program, server, ["--look", "--mailbox", ANNA],
                    **settings),
            capture_output=True, text=True)
        good = words in done.stdout and "importpw" not in done.stdout
        good = good and (done.returncode == 0) == (what == "all is well")
        print(f"{what}: {'ok' if good else 'FAILED'}")
        for line in done.stdout.splitlines():
            print(f"    {line}")
        bad += not good
    return bad


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument("--program", required=True)
    args = arg.parse_args()
    if not certificates.available():
        print("skipped: openssl is not installed")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as one, \
            tempfile.TemporaryDirectory() as two:
        authority = certificates.Authority(one)
        other = certificates.Authority(two)

        def dovecot(names, dates=None):
            return servers.DeliveryDovecot(*authority.issue(names, dates),
                                           [ANNA, BO])
        try:
            with dovecot("DNS:localhost") as server, \
                    dovecot("DNS:mail.example.com") as wrong_name, \
                    dovecot("DNS:localhost", ("200101000000Z",
                                              "200201000000Z")) as expired:
                bad = texts(args.program, server, authority, other,
                            wrong_name, expired)
                bad += lost_answers(args.program, server, one)
                bad += kills(args.program, server, authority, one)
        except servers.Unavailable as why:
            print(f"skipped: {why}")
            sys.exit(77)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
