#!/usr/bin/env python3
"""Play a sandbox tenant day by day with an archiver of a hundred lines.

It runs at every midnight and once more a week after the end, and must end
with exactly the states that the truth gives: what could be fetched at one of
the runs is archived, what Zoom failed to make is failed, what was gone before
a run came is expired. Then the clock is turned back, and the same question
must get the same answer."""
import hashlib
import sys
from datetime import datetime, timedelta

from sandbox_client import Client, Refused, quote_uuid, sandbox

failures = []


def expect(what, got, want):
    if got != want:
        failures.append(what)
        if len(failures) <= 20:
            print(f"not ok - {what}: {got!r:.600}, not {want!r:.600}")


def iso(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Archiver:
    """States by (kind, id, version); digests of what was fetched."""

    def __init__(self, client, first_day):
        self.client = client
        self.first = datetime.strptime(first_day, "%Y-%m-%d")
        self.state = {}
        self.digest = {}
        self.texts = {}  # digests of summaries
        self.recorded = set()  # meetings that were ever listed with files

    def settle(self, kind, id_, version="", state="archived"):
        if self.state.get((kind, id_, version)) != "archived":
            self.state[kind, id_, version] = state

    def fetch(self, kind, id_, url, size, state="archived"):
        if self.state.get((kind, id_, "")) == "archived":
            return
        try:
            self.digest[kind, id_] = self.client.download(url, size)
            self.settle(kind, id_, "", state)
        except Refused as refused:
            expect(f"download {kind} {id_}", str(refused), "done")

    def run(self, now):
        self.client.control("now", {"now": iso(now)})
        self.recorded |= self.recordings(now) | self.trash()
        for meeting in self.weeks(now, "/report/history_meetings",
                                  "history_meetings", "%Y-%m-%d",
                                  date_type="end_time"):
            uuid = meeting["meeting_uuid"]
            self.settle("meeting", uuid)
            if uuid not in self.recorded:
                self.transcript(uuid)
        self.archives(now)
        self.summaries(now)

    def weeks(self, now, path, key, form, **query):
        """A listing in windows of a week, from the first day on."""
        first = self.first
        while first < now:
            last = min(first + timedelta(days=7), now)
            yield from self.client.every(
                path, key, page_size=20, from_=first.strftime(form),
                to=last.strftime(form), **query)
            first = last

    def recordings(self, now):
        recorded = set()
        for meeting in self.weeks(now, "/accounts/me/recordings", "meetings",
                                  "%Y-%m-%d"):
            uuid = meeting["uuid"]
            recorded.add(uuid)
            try:
                one = self.client.get(
                    f"/meetings/{quote_uuid(uuid)}/recordings")
            except Refused as refused:
                expect("running", (refused.code, meeting["recording_files"]),
                       (3301, []))
                continue
            for part, kind in (("recording_files", "recording-file"),
                               ("participant_audio_files",
                                "participant-audio")):
                for file in one.get(part, []):
                    if file["status"] == "completed":
                        self.fetch(kind, file["id"], file["download_url"],
                                   file["file_size"])
        return recorded

    def trash(self):
        recorded = set()
        for kind in ("meeting_recordings", "recording_file"):
            for meeting in self.client.every(
                    "/accounts/me/recordings", "meetings", trash="true",
                    trash_type=kind):
                recorded.add(meeting["uuid"])
                for file in meeting["recording_files"]:
                    self.settle("recording-file", file["id"], "", "expired")
                    self.settle("trash", meeting["uuid"] if kind ==
                                "meeting_recordings" else file["id"],
                                file["deleted_time"])
        return recorded

    def transcript(self, uuid):
        try:
            one = self.client.get(f"/meetings/{quote_uuid(uuid)}/transcript")
        except Refused as refused:
            expect("no transcript", refused.code, 3322)
            return
        if one["can_download"]:
            self.fetch("transcript", uuid, one["download_url"], None)
        elif one["download_restriction_reason"] == "DELETED_OR_TRASHED":
            self.settle("transcript", uuid, "", "expired")
        else:
            expect("reason", one["download_restriction_reason"] in
                   ("NOT_READY", "NO_TRANSCRIPT_DATA"), True)

    def archives(self, now):
        listed = 0
        for meeting in self.weeks(now, "/archive_files", "meetings",
                                  "%Y-%m-%dT%H:%M:%SZ",
                                  query_date_type="archive_complete_time"):
            listed += 1
            if meeting["meeting_type"] == "external" or meeting[
                    "is_breakout_room"]:
                self.settle("meeting", meeting["uuid"])
            for file in meeting["archive_files"]:
                if file["status"] == "failed":
                    self.settle("archive-file", file["id"], "", "failed")
                else:
                    expect("status", file["status"], "completed")
                    self.fetch("archive-file", file["id"],
                               file["download_url"], file["file_size"])
                    expect("fingerprint", file["encryption_fingerprint"],
                           self.digest["archive-file", file["id"]])
        for meeting in self.weeks(now, "/archive_files", "meetings",
                                  "%Y-%m-%dT%H:%M:%SZ"):
            if meeting["meeting_type"] == "external" or meeting[
                    "is_breakout_room"]:
                self.settle("meeting", meeting["uuid"])

    def summaries(self, now):
        for one in self.client.every(
                "/meetings/meeting_summaries", "summaries",
                from_=iso(self.first), to=iso(now), page_size=5):
            text = self.client.get(
                f"/meetings/{quote_uuid(one['meeting_uuid'])}"
                "/meeting_summary")
            expect("version", text["summary_last_modified_time"],
                   one["summary_last_modified_time"])
            version = one["summary_last_modified_time"]
            self.settle("summary", one["meeting_uuid"], version)
            self.texts[one["meeting_uuid"], version] = hashlib.sha256(
                text["summary_content"].encode()).hexdigest()


def compare(archiver, facts):
    wanted = {}
    for fact in facts:
        if fact["type"] != "object" or fact["state"] == "unseen":
            continue
        key = fact["kind"], fact["id"], fact["version"]
        expect(f"{key} told twice", key in wanted, False)
        wanted[key] = fact["state"]
        got = archiver.digest.get(key[:2])
        if got is not None:
            expect(f"{key}: bytes", got, fact["sha256"])
        if fact["kind"] == "summary":
            expect(f"{key}: text", archiver.texts.get(key[1:]),
                   fact["text_sha256"])
    for key in sorted(set(wanted) | set(archiver.state)):
        expect(f"{key}", archiver.state.get(key), wanted.get(key))
    states = sorted(set(wanted.values()))
    expect("states", states, ["archived", "expired", "failed"])


def snapshot(client, moment):
    """What some addresses say at that time."""
    client.control("now", {"now": moment})
    day = moment[:10]
    first = iso(datetime.strptime(day, "%Y-%m-%d") - timedelta(days=9))[:10]
    answers = [client.get("/users", page_size=300),
               client.get("/accounts/me/recordings", from_=first,
                          to=day, page_size=300),
               client.get("/archive_files", to=moment, page_size=300)]
    return answers


def main(program, *options):
    with sandbox(program, *options) as (greeting, facts, _):
        client = Client(greeting)
        archiver = Archiver(client, greeting["first_day"])
        tenant = facts[0]
        now = archiver.first
        middle = iso(now + timedelta(days=4))
        before = snapshot(client, middle)
        while iso(now) < tenant["until"]:
            now += timedelta(days=1)
            archiver.run(now)
        archiver.run(datetime.strptime(tenant["last_run"],
                                       "%Y-%m-%dT%H:%M:%SZ"))
        compare(archiver, facts)
        expect("turned back", snapshot(client, middle), before)
        stats = client.control("stats")
        counts = stats.get("counts", {})
        for name in ("bearer_leaks", "bad_requests", "bad_page_tokens",
                     "dead_token_used_again"):
            expect(name, counts.get(name, 0), 0)
        print(f"# {len(archiver.state)} objects, {client.retries} retries, "
              f"{sum(stats['endpoints'].values())} requests")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
