#!/usr/bin/env python3
"""Walk a whole sandbox tenant as an archiver would, and compare with its
truth: every file that is there now must be found, with the bytes that the
truth tells; nothing else may be found."""
import sys

from sandbox_client import Client, Refused, quote_uuid, sandbox

failures = []


def expect(what, got, want):
    if got != want:
        failures.append(what)
        if len(failures) <= 20:
            print(f"not ok - {what}: {got!r:.900}, not {want!r:.900}")


def alive(facts, kind, now):
    """Objects of a kind that can be fetched at that time, by id."""
    return {x["id"]: x for x in facts
            if x["type"] == "object" and x["kind"] == kind and
            x["available_from"] <= now and
            (x["gone_from"] is None or now < x["gone_from"])}


def windows(first, last):
    months = sorted({first[:7], last[:7]})
    return [(f"{m}-01", f"{m}-28") for m in months] + [
        (f"{m}-28", f"{m}-31" if m[5:] in ("01", "03", "05", "07", "08", "10",
                                           "12") else f"{m}-30")
        for m in months if m[5:] != "02"]


def recordings(client, greeting):
    """File id -> (listed file, uuid), through the users and the account."""
    found = {}
    users = client.every("/users", "users", status="active", page_size=7)
    users += client.every("/users", "users", status="inactive", page_size=300)
    paths = [f"/users/{u['id']}/recordings" for u in users]
    paths.append("/accounts/me/recordings")
    for path in paths:
        for first, last in windows(greeting["first_day"],
                                   greeting["last_day"]):
            for meeting in client.every(path, "meetings", from_=first,
                                        to=last, page_size=5):
                one = client.get(
                    f"/meetings/{quote_uuid(meeting['uuid'])}/recordings")
                expect("uuid", one["uuid"], meeting["uuid"])
                for part in ("recording_files", "participant_audio_files"):
                    for file in one.get(part, []):
                        if file["status"] == "completed":
                            found[file["id"]] = (file, meeting["uuid"])
    return found


def check_files(client, found, wanted, what):
    expect(f"{what}: ids", sorted(found), sorted(wanted))
    for id_, (file, uuid) in found.items():
        fact = wanted.get(id_)
        if fact is None:
            continue
        expect(f"{what} {id_}: meeting", uuid, fact["meeting"])
        expect(f"{what} {id_}: size", file["file_size"], fact["size"])
        got = client.download(file["download_url"], fact["size"])
        expect(f"{what} {id_}: bytes", got, fact["sha256"])


def check_participants(client, facts):
    for fact in facts:
        if fact["type"] != "meeting" or fact["external"] or fact["parent"]:
            continue
        path = f"/past_meetings/{quote_uuid(fact['uuid'])}"
        expect("host", client.get(path)["user_email"], fact["host_email"])
        rows = client.every(path + "/participants", "participants",
                            page_size=10)
        want = [(p["name"], p["email"], j[0], j[1], "in_meeting")
                for p in fact["participants"] for j in p["joins"]]
        want += [(p["name"], p["email"], p["waiting_from"],
                  p["joins"][0][0], "in_waiting_room")
                 for p in fact["participants"] if "waiting_from" in p]
        if len(fact["participants"]) == 1:
            want = []
        got = sorted((r["name"], r["user_email"], r["join_time"],
                      r["leave_time"], r["status"]) for r in rows)
        expect(f"participants of {fact['uuid']}", got, sorted(want))


def main(program, *options):
    with sandbox(program, *options) as (greeting, facts, people):
        client = Client(greeting)
        now = greeting["now"]
        found = recordings(client, greeting)
        wanted = {**alive(facts, "recording-file", now),
                  **alive(facts, "participant-audio", now)}
        check_files(client, found, wanted, "recording")
        check_participants(client, facts)
        mailboxes = {row.split(",")[2] for row in people.splitlines()[1:]}
        for fact in facts:
            if fact["type"] == "person" and fact["status"] != "guest":
                expect("directory", fact["mailbox"] in mailboxes, True)
        try:
            client.get("/meetings/nowhere/recordings")
            expect("unknown meeting", "found", "3301")
        except Refused as refused:
            expect("unknown meeting", refused.code, 3301)
        stats = client.control("stats")
        counts = stats.get("counts", {})
        expect("bearer leaks", counts.get("bearer_leaks", 0), 0)
        expect("bad requests", counts.get("bad_requests", 0), 0)
        print(f"# {len(found)} files, {client.retries} retries, "
              f"{sum(stats['endpoints'].values())} requests")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
