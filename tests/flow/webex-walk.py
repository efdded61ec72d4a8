#!/usr/bin/env python3
"""Walk the sandbox's Webex as an archiver would, and hold what it tells
against its truth: every version of every message, file, membership, new
title, card answer and meeting, once, with the bytes that the truth tells."""
import base64
import hashlib
import json
import sys
import urllib.parse

from sandbox_client import sandbox
from webex_client import Client, Refused

failures = []
KINDS = {"messages": "message", "memberships": "membership", "rooms": "room",
         "attachmentActions": "card-action", "meetings": "meeting",
         "meetingTranscripts": "transcript",
         "meetingMessages": "meeting-message"}


def expect(what, got, want):
    if got != want:
        failures.append(what)
        if len(failures) <= 20:
            print(f"not ok - {what}: {got!r:.700}, not {want!r:.700}")


def decoded(id_):
    """Kind and uuid: the cluster in between is not part of what it is."""
    text = base64.b64decode(id_ + "=" * (-len(id_) % 4)).decode()
    return text.split("/", 3)[3]


def key_of(event):
    data = event["data"]
    kind = KINDS[event["resource"]]
    if kind == "membership":
        return kind, event["id"], ""
    version = ""
    if event["type"] == "deleted":
        version = "deleted"
    elif event["type"] == "updated":
        version = (data["updated"] if kind == "message"
                   else event["created"])
    return kind, data["id"], version


def check_message(event, fact, now):
    data, id_ = event["data"], fact["id"]
    expect(f"author of {id_}", data["personEmail"], fact["author"]["email"])
    expect(f"room of {id_}", data["roomId"], fact["conversation"])
    if fact["version"] == "deleted":
        expect(f"deletion {id_} has no text", "text" in data, False)
    elif fact["available_from"] > now:
        expect(f"{id_} is not readable",
               data["errors"]["text"]["code"], "kms_failure")
    else:
        expect(f"text of {id_}", data["text"], fact["text"])
        expect(f"thread of {id_}", data.get("parentId"), fact.get("parent"))


def check_feed(client, facts, greeting):
    """What the feed tells is the truth's, each once, and in order."""
    now = greeting["now"].replace("Z", ".000Z")
    events = client.every("/events", max=70)
    by_resource = [e for r in KINDS
                   for e in client.every("/events", resource=r, max=200)]
    expect("events by resource", sorted(e["id"] for e in by_resource),
           sorted(e["id"] for e in events))
    times = [e["created"] for e in events]
    expect("newest first", times, sorted(times, reverse=True))
    told = {}
    for event in events:
        expect(f"{key_of(event)} once", key_of(event) in told, False)
        told[key_of(event)] = event
    want = {(x["kind"], x["id"], x["version"]): x for x in facts
            if x["kind"] in KINDS.values() and x["listed_from"] <= now}
    expect("events", sorted(told), sorted(want))
    for key, fact in want.items():
        if key[0] == "message":
            check_message(told[key], fact, now)
    return told


def check_rooms(client, facts, told, now):
    """The rooms, found by their people, list what is not deleted."""
    rooms = set()
    for person in client.every("/people", max=9):
        for one in client.every("/memberships", max=6,
                                personEmail=person["emails"][0]):
            rooms.add(one["roomId"])
    listed = {}
    for room in rooms:
        for message in client.every("/messages", roomId=room, max=30):
            listed[message["id"]] = message
    gone = {k[1] for k in told if k[0] == "message" and k[2] == "deleted"}
    posted = {k[1] for k in told if k[0] == "message"}
    expect("messages of all rooms", sorted(listed), sorted(posted - gone))
    last = {}
    for fact in facts:
        if fact["kind"] == "message" and fact["version"] != "deleted":
            if fact["listed_from"] <= now:
                last[fact["id"]] = fact
    for id_, message in listed.items():
        if last[id_]["available_from"] <= now:
            expect(f"last text of {id_}", message["text"],
                   last[id_]["text"])
    for id_ in gone: # as the officer, while it is kept
        message = client.get(f"/messages/{id_}")
        if last[id_]["available_from"] <= now:
            expect(f"deleted {id_}", message["text"], last[id_]["text"])


def check_files(client, facts, now):
    for fact in facts:
        if fact["kind"] != "file" or fact["listed_from"] > now:
            continue
        message = client.get(f"/messages/{fact['message']}")
        url = f"{client.api}/contents/{fact['id']}"
        expect(f"files of {fact['message']}", url in message["files"], True)
        try:
            got = client.contents(url)
        except Refused as refused:
            got = refused.status
        want = (fact["name"], fact["sha256"])
        if fact["available_from"] > now:
            want = 423
        elif fact["state"] == "failed":
            want = 410
        expect(f"file {fact['id']}", got, want)


def windows(greeting):
    return greeting["first_day"] + "T00:00:00Z", greeting["now"]


def text_of(client, path, **query):
    url = client.api + path + "?" + urllib.parse.urlencode(query)
    return hashlib.sha256(client.fetch("GET", url)[2]).hexdigest()


def check_recordings(client, facts, greeting, now):
    first, last = windows(greeting)
    found = {}
    for site in client.get("/meetingPreferences/sites")["sites"]:
        for status in ("available", "deleted", "purged"):
            for one in client.every("/admin/recordings", from_=first, to=last,
                                    siteUrl=site["siteUrl"], status=status,
                                    max=3):
                expect(f"{one['id']} once", one["id"] in found, False)
                found[one["id"]] = status
    want = {x["id"]: x for x in facts if x["kind"] == "recording" and
            x["listed_from"] < now}
    expect("recordings", sorted(found), sorted(want))
    for id_, fact in want.items():
        status = ("purged" if (fact["purged"] or "~") <= now else
                  "deleted" if (fact["deleted"] or "~") <= now
                  else "available")
        expect(f"status of {id_}", found.get(id_), status)
        one = client.get(f"/recordings/{id_}")
        links = one["temporaryDirectDownloadLinks"]
        expect(f"recording {id_}",
               client.direct(links["recordingDownloadLink"],
                             one["sizeBytes"]), fact["sha256"])
        for link, digest in (("audioDownloadLink", "audio_sha256"),
                             ("transcriptDownloadLink", "transcript_sha256")):
            expect(f"{link} of {id_}",
                   client.direct(links[link], None) if link in links
                   else None, fact.get(digest))


def check_texts(client, facts, greeting, now):
    first, last = windows(greeting)
    found = []
    for site in client.get("/meetingPreferences/sites")["sites"]:
        found += client.every("/admin/meetingTranscripts", from_=first,
                              to=last, siteUrl=site["siteUrl"], max=4)
    want = {x["id"]: x for x in facts if x["kind"] == "transcript" and
            x["listed_from"] <= now}
    expect("transcripts", sorted(x["id"] for x in found), sorted(want))
    for one in found:
        fact = want.get(one["id"], {})
        expect(f"transcript {one['id']}", text_of(
            client, f"/meetingTranscripts/{one['id']}/download", format="vtt",
            meetingId=one["meetingId"]), fact.get("sha256"))


def check_meeting(client, fact, others, now):
    id_ = fact["id"]
    one = client.get(f"/meetings/{id_}")
    expect(f"title of {id_}", one["title"], fact["title"])
    rows = client.every("/meetingParticipants", meetingId=id_, max=3)
    known = fact["available_from"] <= now
    expect(f"participants of {id_}",
           [(r["displayName"], r["email"], r["joinedTime"], r["leftTime"])
            for r in rows],
           [(p["name"], p["email"], p["joined"], p["left"] if known
             else "1970-01-01T00:00:00.000Z") for p in fact["participants"]])
    expect(f"devices of {id_}", [len(r["devices"]) for r in rows],
           [2 if "away" in p else 1 for p in fact["participants"]])
    chats = client.every("/meetings/postMeetingChats", meetingId=id_, max=4)
    expect(f"chat of {id_}", [(x["text"], x["sender"]["email"])
                              for x in chats],
           [(x["text"], x["author"]["email"])
            for x in others.get("meeting-chat", {}).get("messages", [])])
    polls = {}  # across pages of few respondents
    for p in client.every("/meetings/pollResults", meetingId=id_, max=2):
        question = p["questions"][0]
        _, votes = polls.setdefault(p["id"], (question["title"], {}))
        votes.update({r["displayName"]: r["answers"][0]
                      for r in question["respondents"]["items"]})
    expect(f"polls of {id_}", list(polls.values()),
        [(p["question"], p["votes"])
         for p in others.get("meeting-poll", {}).get("polls", [])])
    asked = {}
    for q in client.every("/meetings/q_and_a", meetingId=id_, max=1):
        answers = [a["answer"][0] for a in q["answers"]["items"]]
        asked[q["id"]] = (q["question"], answers or
                          asked.get(q["id"], ("", []))[1])
    expect(f"questions of {id_}", list(asked.values()),
        [(q["question"], [q["answer"]] if "answer" in q else [])
         for q in others.get("meeting-qa", {}).get("questions", [])])
    notes = client.get("/admin/meetingSummaries", meetingId=id_)["items"]
    expect(f"summary of {id_}", [
        {"html": x["notes"]["content"],
         "next_steps": [s["content"] for s in x["actionItems"]]}
        for x in notes], [fact["summary"]] if "summary" in fact else [])
    for caption in client.get("/meetingClosedCaptions",
                              meetingId=id_)["items"]:
        expect(f"captions of {id_}", text_of(
            client, f"/meetingClosedCaptions/{caption['id']}/download",
            format="vtt", meetingId=id_), others["captions"]["sha256"])


def check_meetings(client, facts, greeting, now):
    of = {}
    for fact in facts:
        if not fact["kind"].startswith("message"):
            of.setdefault(fact["conversation"], {})[fact["kind"]] = fact
    first, last = windows(greeting)
    listed = set()
    for person in client.every("/people", max=100):
        if person["type"] == "person":
            listed |= {m["id"] for m in client.every(
                "/meetings", meetingType="meeting", state="ended",
                hostEmail=person["emails"][0], from_=first, to=last, max=5)}
    want = {x["id"]: x for x in facts if x["kind"] == "meeting" and
            x["listed_from"] <= now}
    for id_, fact in want.items():
        check_meeting(client, fact, of[id_], now)
    hosted = {i for i, f in want.items()
              if f["participants"][0]["email"] in
              {p["emails"][0] for p in client.every("/people")}}
    expect("meetings by host", sorted(listed), sorted(hosted))


def check_tokens(client):
    reply = client.renew()
    expect("lives", (reply["expires_in"], reply["refresh_token_expires_in"]),
           (1209599, 7775999))
    old = client.refresh
    client.renew()
    client.renew()  # shows the successor: the old one is dead from now on
    client.refresh, kept = old, client.refresh
    try:
        client.renew()
        expect("a used refresh token", "good", "refused")
    except Refused as refused:
        expect("a used refresh token", refused.status, 400)
    client.refresh = kept
    client.control("setup", {"webex.without": "spark-compliance:events_read"})
    try:
        client.get("/events")
        expect("without the scope", "good", "refused")
    except Refused as refused:
        expect("the scope is named", b"spark-compliance:events_read" in
               refused.body, True)


def walk(client, facts, greeting):
    """At the virtual time greeting["now"]; how many events there were."""
    now = greeting["now"].replace("Z", ".000Z")
    told = check_feed(client, facts, greeting)
    check_rooms(client, facts, told, now)
    check_files(client, facts, now)
    check_recordings(client, facts, greeting, now)
    check_texts(client, facts, greeting, now)
    check_meetings(client, facts, greeting, now)
    return len(told)


def main(program, *options):
    with sandbox(program, "--also", "webex", *options) as (
            greeting, all_facts, _):
        client = Client(greeting)
        facts = [x for x in all_facts if x.get("source") == "webex" and
                 x["type"] == "object"]
        kinds = {x["kind"] for x in facts}
        expect("kinds", sorted(kinds), sorted(
            {*KINDS.values(), "file", "recording", "captions", "meeting-chat",
             "meeting-poll", "meeting-qa"}))
        count = walk(client, facts, greeting)
        # and in the middle of a day, when much is not ready yet
        noon = greeting["last_day"] + "T16:20:00Z"
        client.control("now", {"now": noon})
        walk(client, facts, {**greeting, "now": noon})
        check_tokens(client)
        stats = client.control("stats")
        counts = stats.get("counts", {})
        expect("bearer leaks", counts.get("bearer_leaks", 0), 0)
        expect("bad requests", counts.get("bad_requests", 0), 0)
        print(f"# {count} events, {client.retries} retries, "
              f"{json.dumps(stats.get('faults', {}))}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
