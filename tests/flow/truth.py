"""What an archive of a sandbox tenant must hold, told by the truth alone.

Expected states come from the times of each object and the times of the runs;
expected copies from who took part (as Zoom shows them) and the directory as
of the meeting. Nothing here asks the archive.
"""
import base64
import csv
import io
import json

from tenant import parse_time

# kinds that are bytes of their own; the others are kept as answers
WITH_BYTES = ("recording-file", "participant-audio", "archive-file",
              "transcript")


class Directory:
    """people.csv: whose address it was when."""

    def __init__(self, text):
        self.rows = {}
        for row in csv.DictReader(io.StringIO(text)):
            self.rows.setdefault(row["address"].lower(), []).append(
                (parse_time(row["valid_from"]),
                 parse_time(row["valid_until"]), row["mailbox"].lower()))

    def mailbox(self, address, moment):
        for begin, end, mailbox in self.rows.get(address.lower(), ()):
            if (begin is None or begin <= moment) and (
                    end is None or moment < end):
                return mailbox
        return None


class Truth:
    def __init__(self, facts, directory, runs):
        self.tenant = facts[0]
        self.runs = sorted(runs)
        self.directory = directory
        self.meetings = {f["uuid"]: f for f in facts
                         if f["type"] == "meeting"}
        self.objects = {(f["kind"], f["id"], f["version"]): f
                        for f in facts if f["type"] == "object"}

    def state(self, fact):
        """The state this object must be in after the runs; None: unseen or
        expired, which depends on what Zoom still said of it."""
        begin, end = parse_time(fact["available_from"]), parse_time(
            fact["gone_from"])
        had = begin is not None and any(
            begin <= run and (end is None or run < end) for run in self.runs)
        if not had:
            return None
        if fact["kind"] in WITH_BYTES and not fact["sha256"]:
            return "failed"
        return "archived"

    def ended(self, fact):
        """Is its meeting over at the last of the runs?"""
        return parse_time(fact["end"]) <= self.runs[-1]

    def addresses(self, meeting, chats=()):
        """Who took part, by the addresses that Zoom shows: its lists, or
        where there is none (somebody else's meeting, a breakout room) what
        the meeting's own archived files say."""
        if meeting["external"] or meeting["parent"]:
            found = {a for chat in chats for a in chat_addresses(chat)}
        else:
            found = {p["email"] for p in meeting["participants"]}
            found.add(meeting["host_email"])
        return {a.lower() for a in found if a}

    def mailboxes(self, meeting, chats=()):
        """The mailboxes that must have a copy; the quarantine for none."""
        start = parse_time(meeting["start"])
        found = {self.directory.mailbox(a, start)
                 for a in self.addresses(meeting, chats)} - {None}
        return found or {"quarantine"}


def unpack(text):
    """base64 with or without its padding, as Zoom writes it."""
    return base64.b64decode(text + "=" * (-len(text) % 4)).decode()


def chat_addresses(data):
    """Addresses in an archived chat or group log (JSON), or its text."""
    try:
        chat = json.loads(data)
    except ValueError:
        return text_addresses(data.decode(errors="replace"))
    found = set()
    for message in chat.get("messages", ()):
        for key in ("s_email", "r_email"):
            if message.get(key):
                found.add(unpack(message[key]))
    for group in chat.get("private_group", ()):
        for action in group.get("actions", ()):
            if action.get("email"):
                found.add(action["email"])
    return found


def text_addresses(text):
    """From Anna Berg(anna@x.example) to Everyone:"""
    found = set()
    for line in text.splitlines():
        if "\tFrom " in line:
            name = line.split("\tFrom ", 1)[1].split(" to ", 1)[0]
            if name.endswith(")") and "(" in name:
                found.add(name.rsplit("(", 1)[1][:-1])
    return found
