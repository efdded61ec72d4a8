#!/usr/bin/env python3
"""Archive the sandbox's RingCentral day by day as a simple client would, and
hold what was found against the truth: each object that the truth calls
archived must be there with its bytes, none that it calls unseen may be.

    ringcentral-walk.py SANDBOX [OPTION...]
"""
import hashlib
import sys

from ringcentral_client import (ACCOUNT, RingClient, moment_of, text_of)
from sandbox_client import Refused, sandbox

DAY = 86400
failures = []


def expect(what, got, want):
    if got != want:
        failures.append(what)
        if len(failures) <= 20:
            print(f"not ok - {what}: {got!r:.700}, not {want!r:.700}")


class Archive:
    """What has been found: (kind, id, version) -> what was told of it."""

    def __init__(self, client, people):
        self.client = client
        self.found = {}
        self.seen = set()     # told of, and not to be had (any more)
        self.waiting = {}     # recordings to ask for again
        self.tokens = {}      # of synchronizations
        self.addresses = {}
        for row in people.splitlines()[1:]:
            _, _, mailbox, address, since, until = row.split(",")
            self.addresses.setdefault(address, []).append(
                (mailbox, since, until))

    def mailbox(self, address, at):
        for mailbox, since, until in self.addresses.get(address.lower(), []):
            if (not since or since <= at) and (not until or at < until):
                return mailbox
        return address.lower()

    def keep(self, kind, id_, version="", **what):
        self.found.setdefault((kind, str(id_), version), what)

    def fetch(self, kind, id_, url, size=None, bearer=True):
        """Once; what is not there (yet) is seen."""
        key = (kind, str(id_), "")
        if key in self.found:
            return
        try:
            data = self.client.bytes_of(url, size, bearer)
        except Refused as refused:
            if refused.status != 404:
                raise
            self.seen.add(key)
            return
        self.keep(kind, id_, sha256=hashlib.sha256(data).hexdigest())

    # ---- team messaging ----

    def team(self, since, now):
        got = self.client.export(timeFrom=since, timeTo=now)
        people = {x["id"]: x for x in got["members"] + got["guests"]}
        chats = {x["id"]: sorted(
            self.mailbox(people[i]["email"], since)
            for i in x["memberIds"] + x["guestIds"]
            if not people[i]["deactivated"] and "email" in people[i])
            for x in got["chats"]}
        for folder in ("posts", "tasks", "notes", "events", "files"):
            ids = [x["id"] for x in got[folder]]
            expect(f"{folder} are told once", len(ids), len(set(ids)))
        for x in got["posts"]:
            version = x["lastModifiedTime"]
            if x["deleted"]:
                version = "deleted"
            elif version == x["creationTime"]:
                version = ""
            self.keep("post", x["id"], version, text=x["text"],
                      conversation=x["chatId"], author=x["creator"]["id"],
                      members=chats[x["chatId"]], when=x["lastModifiedTime"],
                      run=now)
        for folder, name in (("tasks", "subject"), ("notes", "title"),
                             ("events", "subject")):
            for x in got[folder]:
                self.keep(folder[:-1], x["id"], x["lastModifiedTime"],
                          name=x[name], conversation=x["chatIds"][0],
                          author=x["creator"]["id"], deleted=x["deleted"])
        for x in got["files"]:
            if x["deleted"]:
                self.seen.add(("file", x["id"], ""))
            else:
                self.fetch("file", x["id"], x["contentUri"], x["size"])

    # ---- message stores ----

    def messages(self, extension, since):
        """By list, which has what was purged at once; then by changes."""
        store = f"{ACCOUNT}/extension/{extension}/message-store"
        self.take(self.client.numbered(
            store, perPage=7, dateFrom=since,
            availability=["Alive", "Deleted", "Purged"]))
        path = f"{ACCOUNT}/extension/{extension}/message-sync"
        token = self.tokens.get(extension)
        if token is None:
            got = self.client.get(path, syncType="FSync", dateFrom=since,
                                  recordCount=250)
            expect("older messages", got["syncInfo"]["olderRecordsExist"],
                   False)
        else:
            got = self.client.get(path, syncType="ISync", syncToken=token)
        self.tokens[extension] = got["syncInfo"]["syncToken"]
        self.take(got["records"])

    def take(self, messages):
        for x in messages:
            if x["availability"] == "Purged":
                expect("purged, yet there", x["attachments"], [])
                self.seen.add(("message", str(x["id"]), ""))
                continue
            self.keep("message", x["id"], text=x.get("subject", ""))
            for a in x["attachments"]:
                self.fetch("attachment", a["id"], a["uri"], a["size"])

    # ---- calls ----

    def calls(self, since):
        path = f"{ACCOUNT}/call-log-extract-sync"
        query = {"syncType": "FSync", "dateFrom": since, "recordCount": 20}
        if "calls" in self.tokens:
            query = {"syncType": "ISync", "syncToken": self.tokens["calls"]}
        while True:
            got = self.client.get(path, view="Detailed", **query)
            token = got["syncInfo"]["syncToken"]
            for x in got["records"]:
                if x.get("deleted"):
                    continue
                self.keep("call", x["id"])
                if "recording" in x:
                    self.waiting[x["recording"]["id"]] = (
                        x["recording"]["contentUri"])
            if not got["syncInfo"]["newerRecordsExist"]:
                break
            query = {"syncType": "ISync", "syncToken": token}
        self.tokens["calls"] = token
        for id_, url in self.waiting.items():
            self.fetch("call-recording", id_, url)

    # ---- video ----

    def videos(self):
        for x in self.client.tokened(
                "/rcvideo/v1/history/account/~/meetings", "meetings",
                perPage=10):
            self.keep("video-meeting", x["id"], name=x["displayName"])
            if "chatContentUri" in x:
                self.fetch("video-chat", x["id"], x["chatContentUri"])
        for x in self.client.tokened("/rcvideo/v1/account/~/recordings",
                                     "recordings", perPage=7):
            self.fetch("video-recording", x["id"], x["url"], bearer=False)

    def run(self, since, now):
        self.team(since, now)
        for x in self.client.numbered(f"{ACCOUNT}/extension", perPage=7):
            if x["type"] == "User" and x["status"] != "NotActivated":
                self.messages(str(x["id"]), since)
        self.calls(since)
        self.videos()


def compare(archive, facts):
    """Each object of the truth with what was found."""
    ids = {x["person"]: x["id"] for x in facts if x["type"] == "extension"}
    known = set()
    for fact in facts:
        if fact["type"] != "object":
            continue
        key = (fact["kind"], fact["id"], fact["version"])
        known.add(key)
        got = archive.found.get(key)
        expect(f"{key}: {fact['state']}", got is not None,
               fact["state"] == "archived")
        if fact["state"] == "expired":
            expect(f"{key}: expired, not seen", key in archive.seen, True)
        if got is None:
            continue
        if "sha256" in got:
            expect(f"{key}: bytes", got["sha256"], fact["sha256"])
        for name in ("text", "name", "conversation", "deleted"):
            if name in got:
                expect(f"{key}: {name}", got[name], fact[name])
        if "author" in got:
            expect(f"{key}: author", got["author"], ids[fact["author"]])
        # who could read it is told by the listing of the same day only
        if "run" in got and moment_of(got["run"]) - moment_of(
                got["when"]) <= DAY:
            expect(f"{key}: members", got["members"],
                   sorted(fact["members"]))
    expect("found, and not in the truth", sorted(set(archive.found) - known),
           [])


def check_traps(facts):
    """The tenant has what it is for."""
    posts = [x for x in facts if x.get("kind") == "post"]
    first = [x for x in posts if x["version"] == ""]
    times = [x["at"] for x in first]
    pairs = {(x["conversation"], x["at"]) for x in first}
    expect("posts of the same moment", len(pairs) < len(first), True)
    expect("posts at midnight", any(t.endswith("T00:00:00Z") for t in times),
           True)
    expect("posts in the last second",
           any("T23:59:59" in t for t in times), True)
    expect("texts that nobody saw", any(
        x["state"] == "unseen" for x in first), True)
    states = {(x["kind"], x["state"]) for x in facts
              if x["type"] == "object"}
    for wanted in (("file", "expired"), ("message", "expired"),
                   ("attachment", "unseen"), ("call-recording", "archived"),
                   ("video-chat", "archived")):
        expect(f"{wanted}", wanted in states, True)


def main(program, *options):
    with sandbox(program, "--also", "ringcentral", *options) as (
            greeting, facts, people):
        facts = [x for x in facts if x.get("source") == "ringcentral"]
        account = facts[0]
        client = RingClient(greeting)
        archive = Archive(client, people)
        first = moment_of(account["from"])
        until = moment_of(account["until"])
        for now in range(first + DAY, until + 1, DAY):
            client.move_to(text_of(now))
            archive.run(text_of(now - DAY), text_of(now))
        client.move_to(account["last_run"])
        archive.run(text_of(until), account["last_run"])
        compare(archive, facts)
        check_traps(facts)
        stats = client.control("stats")
        for name in ("bad_requests", "asked_in_penalty", "third_exports",
                     "bad_sync_tokens", "missing_scope", "tokens_in_url"):
            bad = stats.get("counts", {}).get(name, 0)
            if name == "bad_requests":  # dead page tokens are some of those
                bad -= stats.get("faults", {}).get("page-token", 0)
            expect(name, bad, 0)
        print(f"# {len(archive.found)} objects, {client.retries} retries, "
              f"{sum(stats['endpoints'].values())} requests, "
              f"faults {stats.get('faults', {})}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
