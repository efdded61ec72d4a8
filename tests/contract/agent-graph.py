#!/usr/bin/env python3
"""The Graph agent, held to its contract by a stand-in of Exchange Online.

    agent-graph.py --program PROGRAM [--only NAME]

Once as it is, once with trouble of every kind, and killed at every request.
"""
import argparse
import datetime
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "servers"))
sys.dont_write_bytecode = True
from agent_suite import Found, Suite, differences  # noqa: E402
from graph_mail import GraphMail, rates  # noqa: E402

PEOPLE = ["anna.ek@example.com", "bo.li@example.com", "o'neil@example.com"]
MB = 1024 * 1024


def eml(message):
    files = [data for name, data in message.files if name == "message.eml"]
    if len(files) != 1:
        raise AssertionError(f"{message.json['internetMessageId']}: "
                             f"{len(files)} message.eml")
    return files[0]


def one(folder, message):
    """A message as found; what all of them have to be is looked at."""
    id_ = message.json["internetMessageId"]
    when = message.property("SystemTime 0x0E06")
    for what, good in (
            ("is a draft", not message.is_draft()),
            ("is not read", message.json["isRead"]),
            ("class", message.property("String 0x001A") ==
             "IPM.NOTE.ZoomMeetings.Meeting"),
            ("sent", message.property("SystemTime 0x0039") == when),
            ("from", message.json["from"]["emailAddress"] == {
                "name": "Anna Ek", "address": "anna.ek@example.com"}),
            ("sender", message.json["sender"] == message.json["from"]),
            ("to", message.json["toRecipients"][0]["emailAddress"][
                "address"] == "bo.li@example.com"),
            ("subject", message.json["subject"].startswith("Meeting "))):
        if not good:
            raise AssertionError(f"{id_}: {what}: {message.json}")
    moment = datetime.datetime.fromisoformat(when.replace("Z", "+00:00"))
    return Found(folder=folder, raw=eml(message), place=message.id,
                 time_us=int(moment.timestamp()) * 1000000)


def look(server, mailbox):
    if server.half(mailbox):
        raise AssertionError(f"{mailbox}: {len(server.half(mailbox))} half "
                             "messages")
    if server.leaks:
        raise AssertionError("the token went to the host of uploads")
    return [one(*x) for x in server.found(mailbox)]


def plain(program):
    with GraphMail([*PEOPLE, "full@example.com"]) as server:
        server.mailboxes["full@example.com"].quota = MB
        for name in PEOPLE:
            server.mailboxes[name].max_message = 36 * MB
        server.mailboxes[PEOPLE[0]].max_message = 9 * MB
        suite = Suite(program, "graph", server.settings(), server.secrets())
        bad = suite.run(PEOPLE, lambda m: look(server, m),
                        absent="nobody@example.com", full="full@example.com",
                        wrong="client-secret", limit=9 * MB, large=24)
        refused = [x for x in server.log if x[2] in (400, 415, 401)]
        if refused:
            print(f"FAILED: against the documentation: {refused[:5]}")
        most = max(b.most_at_once for b in server.mailboxes.values())
        print(f"{server.calls} requests, {most} at once for a mailbox")
        return bad + len(refused) + (most > 4)


def trouble(program):
    """Whatever goes wrong: all is there, once, and nothing half."""
    bad = 0
    for seed, size in ((1, 16), (2, 700), (3, 4000)):
        with GraphMail(PEOPLE[:1], lag=2) as server:
            server.plan = rates(seed, **{
                "429": .03, "503": .03, "500": .03, "lost": .03,
                "late_lost": .05, "late_500": .03, "expire": .02})
            suite = Suite(program, "graph", server.settings(),
                          server.secrets())
            bad += suite.run(PEOPLE[:1], lambda m: look(server, m),
                             persist=40 if size < 100 else 8, size=size)
            print(f"{size} kB: {server.calls} requests, "
                  f"{dict(server.faults)}")
    return bad


# --- killed at each request ----------------------------------------------

def run_killed(program, server, folder, at, late, size):
    """Start it, kill it at request `at`, let another one finish."""
    suite = Suite(program, "graph", server.settings(), server.secrets())
    out = pathlib.Path(folder) / f"{at}-{late}-{size}"
    command = [*suite.command, "--mailbox", PEOPLE[0], "--persist", "2",
               "--size", str(size), "--out", str(out)]
    start = server.calls
    killed = threading.Event()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def plan(call):
        if call.n - start != at or killed.is_set():
            return None
        killed.set()
        if not late:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            return "lost"
        return "late lost" if call.makes() else "lost"

    server.plan = plan
    if late:  # dies with its request carried out, its answer unread
        while process.poll() is None and not killed.wait(0.05):
            pass
        process.kill()
    process.wait(120)
    server.plan = lambda call: None
    again = subprocess.run([*command, "--uncertain"], timeout=120,
                           stdout=subprocess.DEVNULL, check=False)
    expected = [json.loads(x) for x in out.read_text().splitlines()]
    seen = list(differences(expected, look(server, PEOPLE[0])))
    if again.returncode != 0:
        seen.append(f"ended with {again.returncode}")
    return killed.is_set(), [f"at request {at}, {'late' if late else 'early'}"
                             f", {size} kB: {line}" for line in seen]


def killed(program):
    def one_run(args):
        at, late, size = args
        with tempfile.TemporaryDirectory() as folder, \
                GraphMail(PEOPLE[:1], lag=1) as server:
            try:
                return run_killed(program, server, folder, at, late, size)
            except AssertionError as why:
                return True, [f"at request {at}, late {late}, {size} kB: "
                              f"{why}"]

    runs = [(at, late, size) for size, most in ((16, 4), (3500, 15))
            for at in range(most) for late in (False, True)]
    with ThreadPoolExecutor(20) as pool:
        results = list(pool.map(one_run, runs))
    lines = [line for _, found in results for line in found]
    for line in lines[:20]:
        print(f"FAILED: {line}")
    print(f"killed {sum(was for was, _ in results)} times at "
          f"{len(runs)} requests: "
          f"{'nothing lost, double or half' if not lines else 'FAILED'}")
    return len(lines)


CASES = {"plain": plain, "trouble": trouble, "killed": killed}


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument("--program", required=True)
    arg.add_argument("--only", choices=CASES)
    args = arg.parse_args()
    bad = 0
    for name, case in CASES.items():
        if args.only in (None, name):
            print(f"{name}:")
            bad += case(args.program)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
