"""The contract suite of delivery agents (agent.c), and the look afterwards.

    suite = Suite(program, "imap", {"host": ...}, {"password": ...})
    bad = suite.run(["a@example.com", "b@example.com"], look, absent=...)

look(mailbox) gives what is in a mailbox, below the Inbox: a list of Found. A
server's own way of looking is written where its test is.
"""
import collections
import dataclasses
import datetime
import hashlib
import json
import pathlib
import re
import subprocess
import tempfile


@dataclasses.dataclass
class Found:
    folder: str | None     # as the agent was told it; None: not known
    raw: bytes
    time_us: int | None = None  # the internal date; None: not known
    place: str | None = None    # the server's name of it; None: not known

    def message_id(self):
        head = self.raw.split(b"\r\n\r\n", 1)[0]
        found = re.search(rb"(?im)^Message-ID:\s*(<[^>]*>)", head)
        return found[1].decode() if found else "no Message-ID"


def seconds(rfc3339):
    return int(datetime.datetime.fromisoformat(
        rfc3339.replace("Z", "+00:00")).timestamp())


def differences(expected, found):
    """What one mailbox lacks, has twice, or has otherwise; as sentences."""
    there = collections.defaultdict(list)
    for one in found:
        there[one.message_id()].append(one)
    for want in expected:
        key = want["message_id"]
        copies = there.pop(key, [])
        if len(copies) != 1:
            yield f"{key}: {len(copies)} copies, not one"
            continue
        have = copies[0]
        if hashlib.sha256(have.raw).hexdigest() != want["sha256"]:
            yield (f"{key}: other bytes: {len(have.raw)}, "
                   f"not {want['size']}")
        if have.folder is not None and have.folder != want["folder"]:
            yield f"{key}: in {have.folder}, not in {want['folder']}"
        if (have.time_us is not None and
                have.time_us // 1000000 != seconds(want["time"])):
            yield f"{key}: of {have.time_us // 1000000}, not {want['time']}"
        if (have.place is not None and want["place"] and
                have.place != want["place"]):
            yield f"{key}: is {have.place}, told was {want['place']}"
    for key, copies in there.items():
        yield f"{key}: {len(copies)} copies that nobody expected"


class Suite:
    def __init__(self, program, agent, settings, secrets):
        self.command = [program, agent]
        for option, values in (("--set", settings), ("--secret", secrets)):
            for name, value in values.items():
                self.command += [option, f"{name}={value}"]

    def run(self, mailboxes, look, flags=(), timeout=120, **options):
        """How many cases failed and how many differences were seen."""
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "expected"
            command = [*self.command, *flags, "--out", str(out)]
            for mailbox in mailboxes:
                command += ["--mailbox", mailbox]
            for name, value in options.items():
                command += [f"--{name}", str(value)]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True,
                                  timeout=timeout)
            for line in done.stdout.splitlines():
                print("    " + line)
            expected = [json.loads(line) for line in
                        out.read_text().splitlines()]
        bad = done.returncode != 0
        bad += len(re.findall(r"(?m)^not ok", done.stdout))
        if "full" in options:
            mailboxes = [*mailboxes, options["full"]]
        for mailbox in mailboxes:
            wanted = [e for e in expected if e["mailbox"] == mailbox]
            seen = list(differences(wanted, look(mailbox)))
            print(f"{mailbox}: {len(wanted)} messages, "
                  f"{'all as told' if not seen else 'FAILED'}")
            for line in seen[:20]:
                print(f"    {line}")
            bad += len(seen)
        return bad
