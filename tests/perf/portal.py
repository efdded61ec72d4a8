#!/usr/bin/env python3
"""How long the portal's pages take with 100,000 messages in a mailbox and
10,000 runs of a connector, and whether long lists scroll smoothly.

	portal.py --build build-release [--messages 100000] [--runs 10000]

A RingCentral tenant with so many posts is collected, a message each; runs are
written into control.db directly, as copies of the one that was made. Told are
for every route that a page asks: median, and the slowest of --times, at the
server (from the request's last byte to the answer's last one, over a connection
that is kept). Beside it Dovecot, in the same run, with the same mailbox as a
Maildir: the newest hundred with envelopes, and all sorted by time. Then
Chromium, where it can be had: how long frames take while the list of messages
and that of runs are scrolled through, page after page.
"""
import argparse
import contextlib
import imaplib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "flow"))
sys.path.insert(0, str(HERE.parent / "portal"))
sys.path.insert(0, str(HERE))

import intake  # noqa: E402
import run as portal  # noqa: E402
import tenant  # noqa: E402
from portal_client import Server  # noqa: E402
from tenant import Programs, Tenant, say  # noqa: E402

NAME = "posts"
GOAL = 0.2  # seconds, at the server
SHAPE = ("ringcentral.chats=12,ringcentral.posts={posts},"
         "ringcentral.files=0,ringcentral.objects=0")


def collect(played, args):
    # a mailbox gets most of them: so it is as large as was asked for
    archive = played.archive
    archive.add_connector(played.sandbox, played.folder, NAME,
                          source="ringcentral", conversation="message",
                          messages="off", calls="off", video="off")
    played.sandbox.set_now(played.last_run)
    archive.do("connector", "run", NAME)
    listed = json.loads(archive.do("mailbox", "list", "--json").stdout)
    return max(listed["mailboxes"], key=lambda box: box["messages"])


def more_runs(archive, wanted):
    """Copies of the last run, an hour apart, before it."""
    with contextlib.closing(sqlite3.connect(
            pathlib.Path(archive.home, "control.db"))) as db, db:
        db.execute("UPDATE run SET n = ?", (wanted,))
        columns = [c[1] for c in db.execute("PRAGMA table_info(run)")
                   if c[1] != "id"]
        copied = ", ".join({"n": "k", "started_us":
                            f"started_us - ({wanted} - k) * 3600000000",
                            "ended_us":
                            f"ended_us - ({wanted} - k) * 3600000000"}
                           .get(c, c) for c in columns)
        db.execute(f"WITH RECURSIVE c(k) AS (SELECT 1 UNION ALL SELECT k + 1"
                   f" FROM c WHERE k < {wanted - 1})"
                   f" INSERT INTO run({', '.join(columns)})"
                   f" SELECT {copied} FROM run, c")


# --- what pages ask ------------------------------------------------------------

def routes(client, box):
    """(page, route) of all pages; the deep ones as scrolling comes to them."""
    listing = f"/mailboxes/{box}/messages?newest=true&limit=100"
    first = client.get("/api/v1" + listing).json()
    middle = first["messages"][50]["id"]
    oldest = client.get(f"/api/v1/mailboxes/{box}/messages?limit=200").json()
    runs = f"/connectors/{NAME}/runs?limit=100"
    yield "Home", "/status"
    yield "session", "/session"
    for route in ("/connectors", "/sources", "/sources/zoom-meetings",
                  "/targets"):
        yield "Connectors", route
    yield "flyout", f"/connectors/{NAME}"
    yield "flyout", f"/connectors/{NAME}/report"
    yield "flyout, runs", runs
    yield "flyout, old runs", runs + "&before=200"
    yield "flyout, a run", f"/connectors/{NAME}/report?run=77"
    yield "Mailboxes", "/mailboxes?limit=100"
    yield "mailbox", f"/mailboxes/{box}/folders"
    yield "mailbox, newest", listing
    yield "mailbox, the next", f"{listing}&after={first['next']}"
    yield "mailbox, oldest", (f"{listing}&after="
                              f"{oldest['messages'][150]['id']}")
    day = oldest["messages"][150]["date"][:10]
    yield "mailbox, until a day", f"{listing}&until={day}"
    yield "mailbox, words", f"{listing}&text=invoice"
    yield "mailbox, no such words", f"{listing}&text=xyzzyx"
    for part in ("", "/html", "/conversation"):
        yield "message", f"/messages/{middle}{part}"
    for route in ("/audit?limit=100", "/audit?limit=100&verb=session%20sign-in"):
        yield "Audit", route
    for route in ("/role-groups", "/roles", "/users", "/tokens?all=true",
                  "/identity-providers", "/sign-in"):
        yield "Permissions", route
    for route in ("/store", "/vault", "/directories", "/persons?limit=200",
                  "/persons/gaps", "/alerts", "/alert-rules", "/channels",
                  "/portal"):
        yield "Settings", route


def measure(client, route, times):
    took = []
    while len(took) < times:
        begun = time.perf_counter()
        answer = client.get("/api/v1" + route)
        if answer.status == 429:  # more than a person asks
            time.sleep(float(answer.field("Retry-After") or 1))
            continue
        took.append(time.perf_counter() - begun)
        if answer.status != 200:
            raise RuntimeError(f"{route}: {answer.status} {answer.body[:300]}")
    return sorted(took), len(answer.body)


def measure_pages(client, box, times):
    slowest = 0
    say(f"{'page':24} {'median':>8} {'slowest':>9} {'bytes':>8}  route")
    for page, route in list(routes(client, box)):
        took, size = measure(client, route, times)
        median = took[len(took) // 2]
        slowest = max(slowest, median)
        mark = "" if median < GOAL else "  ABOVE THE GOAL"
        say(f"{page:24} {median * 1e3:5.1f} ms {took[-1] * 1e3:6.1f} ms "
            f"{size:8}  {route}{mark}")
    say(f"slowest median {slowest * 1e3:.0f} ms, the goal {GOAL * 1e3:.0f} ms")


# --- the peer ------------------------------------------------------------------

def dovecot(played, mailbox, client, box, times):
    if shutil.which("dovecot") is None or os.geteuid() != 0:
        say("Dovecot is not installed, or this is not root: without it")
        return
    ours = {what: measure(client, f"/mailboxes/{box}/messages?limit=100"
                          f"&newest=true{more}", times)[0][times // 2]
            for what, more in (("newest", ""), ("words", "&text=xyzzyx"))}
    server = intake.Dovecot("/var/tmp")
    try:
        home = server.dir / "mail" / "user1"
        played.archive.do("export", "--mailbox", mailbox, "--format",
                          "maildir", str(played.folder / "maildir"))
        made = max((played.folder / "maildir").rglob("cur"),
                   key=lambda cur: len(os.listdir(cur))).parent
        home.mkdir(parents=True)
        shutil.move(made, home / "Maildir")
        for at in (home, *home.rglob("*")):
            shutil.chown(at, "mail", "mail")
        conf = server.dir / "conf"
        conf.write_text(conf.read_text().replace("mdbox:~/mdbox",
                                                 "maildir:~/Maildir"))
        subprocess.run(["doveadm", "-c", conf, "reload"], check=True)
        show_peer(server, ours, times)
    finally:
        server.stop()


def show_peer(server, ours, times):
    imap = imaplib.IMAP4("127.0.0.1", server.port)
    imap.login("user1", "pw")
    count = int(imap.select("INBOX", readonly=True)[1][0])
    last = f"{max(1, count - 99)}:{count}"
    fetch = "(UID INTERNALDATE RFC822.SIZE ENVELOPE)"
    imap.fetch(f"1:{count}", fetch)  # so that its cache has them
    for what, mine, ask in (
            ("the newest 100 with envelopes", "newest",
             lambda: imap.fetch(last, fetch)),
            ("all sorted by time", "newest",
             lambda: imap.sort("(REVERSE DATE)", "US-ASCII", "ALL")),
            ("no subject with such words", "words",
             lambda: imap.search(None, "SUBJECT", "xyzzyx"))):
        took = []
        for _ in range(times):
            begun = time.perf_counter()
            ask()
            took.append(time.perf_counter() - begun)
        theirs = sorted(took)[times // 2]
        say(f"Dovecot, {count} messages, {what}: {theirs * 1e3:.1f} ms; the "
            f"portal's list {ours[mine] * 1e3:.1f} ms, ratio "
            f"{ours[mine] / theirs:.2f}")
    imap.logout()


# --- the browser ---------------------------------------------------------------

def scroll(args, server, client, box):
    modules = pathlib.Path(args.build) / "npm-portal"
    try:
        portal.install(modules)
    except portal.Skip as why:
        say(f"without a browser: {why}")
        return
    world = {"modules": str(modules.resolve()),
             "url": "http://{}:{}".format(*server.address),
             "cookies": client.cookies, "box": box, "connector": NAME,
             "pages": args.pages}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as told:
        json.dump(world, told)
        told.flush()
        subprocess.run(["node", HERE / "portal-scroll.mjs"], check=True,
                       env={**os.environ, "PORTAL_WORLD": told.name})


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    tenant.options(parser)
    parser.add_argument("--messages", type=int, default=100000)
    parser.add_argument("--runs", type=int, default=10000)
    parser.add_argument("--times", type=int, default=21)
    parser.add_argument("--pages", type=int, default=40,
                        help="how many pages of a list are scrolled through")
    args = parser.parse_args()
    say(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    with Tenant(Programs.of_build(args.build), seed=args.seed,
                days=args.days or 7, users=6, per_day=1, connect=False,
                truth=False, setup=SHAPE.format(posts=args.messages * 9 // 8),
                options=["--also", "ringcentral"]) as played:
        box = collect(played, args)
        more_runs(played.archive, args.runs)
        say(f"{box['messages']} messages in {box['mailbox']}, {args.runs} "
            "runs")
        server = Server(played.archive)
        try:
            client = server.admin()
            for group in ("Organization Management", "eDiscovery Manager",
                          "Compliance Administrator"):
                played.archive.do("role-group", "add-member", group, "admin",
                                  codes=range(6))
            played.archive.do("role-group", "add", "connectors", "--roles",
                              "Data Connector Admin")
            played.archive.do("role-group", "add-member", "connectors",
                              "admin")
            measure_pages(client, box["id"], args.times)
            dovecot(played, box["mailbox"], client, box["id"], args.times)
            scroll(args, server, client, box["id"])
        finally:
            server.stop()
    return 0


if __name__ == "__main__":
    tenant.main(main)
