#!/usr/bin/env python3
"""The Maildir agent, held to its contract by those who read Maildirs.

    agent-maildir.py --program PROGRAM

Dovecot shows over IMAP what was written, in each layout; Python's mailbox
module reads the same folders, and mutt where it is installed. Then the
program is killed while it writes, again and again, before a Dovecot that
looks: nothing half is ever seen, and in the end each message is there once.
And a file system is filled up. Ends with 77 (skipped) and the reason where
Dovecot cannot be had.
"""
import argparse
import importlib
import json
import mailbox
import os
import pathlib
import pty
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "servers"))
sys.dont_write_bytecode = True
import imap as servers  # noqa: E402
from agent_suite import Suite, differences  # noqa: E402

look_by_imap = importlib.import_module("agent-imap").look

ANNA, BO, CLEO = (f"{name}@example.com" for name in ("anna", "bo", "cleo"))
MESSAGES, KILLS = 600, 8


def home(server, address):
    name, domain = address.split("@")
    return server.dir / "mail" / domain / name / "Maildir"


def files(maildir):
    """(path, Message-ID) of all messages in all of its folders."""
    for path in sorted(maildir.rglob("*")):
        if path.parent.name in ("cur", "new") and path.is_file():
            head = path.read_bytes().split(b"\n\n", 1)[0]
            found = re.search(rb"(?m)^Message-ID: (<[^>]*>)", head)
            yield path, found[1].decode() if found else None


def whole(maildir):
    """Names say the size: is each file as long as that? What is wrong."""
    for path, _ in files(maildir):
        size, virtual = re.search(r",S=(\d+),W=(\d+)", path.name).groups()
        raw = path.read_bytes()
        if len(raw) != int(size):
            yield f"{path.name}: {len(raw)} bytes"
        if len(raw) + raw.count(b"\n") != int(virtual):
            yield f"{path.name}: W is wrong"
    for path in maildir.rglob("tmp/*"):
        yield f"{path} was left"


def by_python(maildir):
    """Message-IDs as Python's mailbox module sees them."""
    ids = []
    for folder in sorted({p.parent for p in maildir.rglob("cur")}):
        for message in mailbox.Maildir(folder, create=False):
            ids.append(message["Message-ID"])
            if "S" not in message.get_flags():
                raise AssertionError(f"{ids[-1]}: not marked as read")
    return sorted(ids)


def look(server, address):
    """As Dovecot shows it; the places are the files' names."""
    found = look_by_imap(server.login(address))
    maildir = home(server, address)
    places = {i: p.name.split(":")[0] for p, i in files(maildir)}
    for one in found:
        one.place = places[one.message_id()]
    if by_python(maildir) != sorted(one.message_id() for one in found):
        raise AssertionError("Python's mailbox module sees others")
    wrong = list(whole(maildir))
    if wrong:
        raise AssertionError("; ".join(wrong[:5]))
    return found


def settings(server, **more):
    return {"root": server.dir / "mail", "path": "%d/%n/Maildir",
            "create": "yes", **more}


def contract(program):
    bad = 0
    for name, server, more in (
            ("Maildir++ below the Inbox", servers.MaildirDovecot("maildir++"),
             {}),
            ("Maildir++, namespace INBOX.",
             servers.MaildirDovecot("maildir++", ".", "INBOX."),
             {"below": "root"}),
            ("fs", servers.MaildirDovecot("fs"), {"layout": "fs"})):
        print(f"{name}:")
        with server:
            suite = Suite(program, "maildir", settings(server, **more), {})
            bad += suite.run([ANNA, BO, CLEO], lambda m: look(server, m),
                             large=0 if more else 64)
            if not more:  # what has nothing to do with the layout
                bad += waits(program, server)
            bad += mutt(home(server, BO))
    return bad


def waits(program, server):
    """A mailbox that is not there, where none is to be made."""
    suite = Suite(program, "maildir", settings(server, create="no"), {})
    for address in ("dora@example.com", "emil@example.com"):
        server.own(home(server, address).relative_to(server.dir))
        if os.getuid() == 0:
            shutil.chown(home(server, address).parent, server.user)
    return suite.run(["dora@example.com", "emil@example.com"],
                     lambda m: look(server, m), absent="nobody@example.com")


def in_terminal(words, home, until):
    """What a program draws until it says `until`; then it gets a q."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(words[0], words, {"PATH": os.environ["PATH"],
                                     "TERM": "vt100", "HOME": home})
    said = b""
    try:
        while not re.search(until, said):
            said += os.read(terminal, 65536)
        os.write(terminal, b"q")
        while os.read(terminal, 65536):
            pass
    except OSError:  # it has ended
        pass
    os.waitpid(child, 0)
    os.close(terminal)
    return said


def mutt(maildir):
    """How many messages of a folder it counts, from its status line."""
    program = shutil.which("mutt")
    if program is None:
        print("mutt is not installed")
        return 0
    folder = next(p.parent for p in sorted(maildir.rglob("cur"))
                  if "Zoom" in str(p))
    want = len(list((folder / "cur").iterdir()))
    with tempfile.TemporaryDirectory() as home:
        said = in_terminal([program, "-n", "-R", "-F", "/dev/null", "-e",
                            f'set folder={home} status_format="Msgs:%m."',
                            "-f", str(folder)], home, rb"Msgs:\d+\.")
    found = re.search(rb"Msgs:(\d+)", said)
    good = found is not None and int(found[1]) == want
    print(f"mutt counts {want}: {'ok' if good else 'FAILED'}")
    if not good:
        print(said[-300:])
    return not good


# --- kills ------------------------------------------------------------------

class Reader(threading.Thread):
    """Somebody who reads all the while; what is half is kept."""

    def __init__(self, maildir):
        super().__init__(daemon=True)
        self.maildir, self.wrong, self.rounds = maildir, [], 0
        self.stop = threading.Event()

    def run(self):
        while not self.stop.is_set():
            for path in list(self.maildir.rglob("cur/*")):
                size = int(re.search(r",S=(\d+)", path.name)[1])
                if path.stat().st_size != size:
                    self.wrong.append(path.name)
            self.rounds += 1


def kills(program, server):
    """Killed after some messages, each time at another one."""
    bad = 0
    maildir = home(server, ANNA)
    reader = Reader(maildir)
    out = server.dir / "expected"
    words = [program, "maildir", "--persist", str(MESSAGES), "--mailbox", ANNA,
             "--out", str(out)]
    for name, value in settings(server).items():
        words += ["--set", f"{name}={value}"]
    reader.start()
    for i in range(KILLS):
        run = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        before = len(list(maildir.rglob("cur/*")))
        while run.poll() is None and len(
                list(maildir.rglob("cur/*"))) < before + 37 + i:
            pass
        run.send_signal(signal.SIGKILL)
        bad += run.wait() != -signal.SIGKILL
        run.stdout.close()
    left = len(list(maildir.rglob("tmp/*")))
    before = len(list(files(maildir)))
    bad += subprocess.run(words, stdout=subprocess.DEVNULL).returncode != 0
    reader.stop.set()
    reader.join()
    for path in maildir.rglob("tmp/*"):
        path.unlink()  # as readers do after 36 hours
    expected = [json.loads(line) for line in out.read_text().splitlines()]
    seen = [*differences(expected, look(server, ANNA)), *reader.wrong]
    print(f"{KILLS} kills, {before} messages written until then, {left} files "
          f"left in tmp, read {reader.rounds} times meanwhile: "
          f"{'each is there once' if not seen else 'FAILED'}")
    for line in seen[:10]:
        print(f"    {line}")
    return bad + len(seen) + (len(expected) != MESSAGES)


# --- a full disk ------------------------------------------------------------

def full(program):
    """A small file system: all waits, and goes on when there is room."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder) / "small"
        root.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs",
                           root], capture_output=True).returncode != 0:
            print("a full disk: not tried, no file system can be mounted")
            return 0
        try:
            return fill_up(program, root, pathlib.Path(folder) / "expected")
        finally:
            subprocess.run(["umount", root], check=True)


def halves(root):
    return [path for path in root.rglob("cur/*") if path.stat().st_size !=
            int(re.search(r",S=(\d+)", path.name)[1])]


def fill_up(program, root, out):
    ballast = root / "ballast"
    ballast.write_bytes(bytes(1500 * 1024))
    run = subprocess.Popen(
        [program, "maildir", "--persist", "60", "--mailbox", ANNA, "--out",
         str(out), "--set", f"root={root}", "--set", "create=yes"],
        stdout=subprocess.PIPE, text=True)
    try:
        count = int(run.stdout.readline())  # as much as goes in
        half = halves(root)
        ballast.unlink()
        code = run.wait(60)
    finally:
        run.kill()
        run.wait()
        run.stdout.close()
    there = len(list(root.rglob("cur/*")))
    good = code == 0 and there == 60 and count < 50 and not half
    print(f"a full disk: {count} went in, then it waited, {there} after room "
          f"was made: {'ok' if good else 'FAILED'}")
    return not good


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument("--program", required=True)
    args = arg.parse_args()
    try:
        bad = contract(args.program)
        with servers.MaildirDovecot("maildir++") as server:
            bad += kills(args.program, server)
    except servers.Unavailable as why:
        print(f"skipped: {why}")
        sys.exit(77)
    bad += full(args.program)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
