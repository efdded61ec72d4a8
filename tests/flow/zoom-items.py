#!/usr/bin/env python3
"""Hold the items made of a sandbox tenant against what its truth says.

zoom-items.py ZOOM-DUMP ZOOM-ITEMS SANDBOX [OPTION...]

Collects the tenant day by day with --keep, composes every meeting from what
was kept, and looks for everybody who took part, everything that was written
and every file in the item. Nothing of the truth is asked of the archive."""
import collections
import hashlib
import importlib
import json
import os
import subprocess
import sys
import tempfile
from datetime import datetime, timezone

from sandbox_client import Client, sandbox

days = importlib.import_module("zoom-days")

failures = []


def expect(what, got, want):
    if got != want:
        failures.append(what)
        if len(failures) <= 30:
            print(f"not ok - {what}: {got!r:.700}, not {want!r:.700}")


def micro(text):
    """RFC 3339 in microseconds since 1970."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return round(moment.timestamp() * 1000000)


STATES = {"archived": "captured", "waiting": "waiting", "ready": "waiting",
          "failed": "refused", "expired": "gone", "excluded": "excluded"}


def material(folder, uuid, rows):
    """The folder as tests/fake/material.h wants it, for one meeting."""
    short = hashlib.sha256(uuid.encode()).hexdigest()[:16]
    raws = [{"name": name[17:], "file": "../raw/" + name}
            for name in sorted(os.listdir(os.path.join(folder, "raw")))
            if name.startswith(short + "-")]
    parts = []
    for row in rows:
        part = {k: row.get(k, "") for k in (
            "kind", "id", "version", "label", "reason", "evidence")}
        part["time"] = days.iso(datetime.fromtimestamp(
            row["time"] / 1e6, timezone.utc)) if row["time"] else ""
        part["state"] = STATES[row["state"]]
        if row.get("sha256"):
            part["file"] = "../files/" + row["sha256"]
            part["name"] = row["name"]
            part["media_type"] = row["media_type"]
        elif part["state"] == "captured":
            part["state"] = "complete"
        if row.get("raw"):
            raws.append({"file": "../files/" + row["raw"], "name":
                         f"{row['kind']}:{row['id']}:{row['version']}"})
        parts.append(part)
    where = os.path.join(folder, "item-" + short)
    os.makedirs(where, exist_ok=True)
    with open(os.path.join(where, "material.json"), "w",
              encoding="utf-8") as out:
        json.dump({"bundle": uuid, "raws": raws, "parts": parts}, out)
    return where


def compose(program, folder, rows):
    bundles = collections.defaultdict(list)
    for row in rows:
        bundles[row["bundle"]].append(row)
    uuids = sorted(bundles)
    folders = [material(folder, uuid, bundles[uuid]) for uuid in uuids]
    done = subprocess.run([program, *folders], stdout=subprocess.PIPE,
                          text=True, check=True)
    items = [json.loads(line) for line in done.stdout.split("\n") if line]
    return dict(zip(uuids, items)), bundles


def check_people(meeting, item, lists):
    """Everybody the truth shows by address is there, once."""
    name = f"{meeting['topic']} ({meeting['plot']})"
    emails = [p["email"].lower() for p in item["people"] if p["email"]]
    expect(f"{name}: addresses twice", len(emails), len(set(emails)))
    if not lists:
        return
    for p in meeting["participants"]:
        if p["email"]:
            expect(f"{name}: {p['email']}", p["email"].lower() in emails, True)
        else:
            names = [q["name"] for q in item["people"]] + [
                q["note"] for q in item["people"]]
            expect(f"{name}: {p['name']}",
                   any(p["name"] in n for n in names), True)
    # nobody is made up: a person for each of the truth's at most
    expect(f"{name}: people", len(item["people"]) <= len(
        meeting["participants"]) + 1, True)


def check_spans(meeting, item, lists):
    if not lists:
        return
    name = f"{meeting['topic']} ({meeting['plot']})"
    by_email = {p["email"].lower(): p for p in item["people"] if p["email"]}
    for p in meeting["participants"]:
        person = by_email.get(p["email"].lower())
        if not p["email"] or person is None:
            continue
        want = sorted([micro(a), micro(b)] for a, b in p["joins"])
        expect(f"{name}: joins of {p['name']}", person["spans"], want)


def check_plain_chat(name, meeting, item, entries):
    """A text file has what was said to everyone, and when."""
    for e in entries:
        said = [m for m in meeting["messages"] if e["text"].endswith(m["text"])]
        expect(f"{name}: said {e['text']!r}", len(said) > 0, True)
        if not said:
            continue
        expect(f"{name}: when {e['text']!r}", e["time"] // 1000000 in [
            micro(m["at"]) // 1000000 for m in said], True)
        if e["author"] >= 0:
            expect(f"{name}: who {e['text']!r}", item["people"][e["author"]][
                "email"].lower() in [m["from_email"].lower() for m in said],
                True)


def check_chat(meeting, item, rich):
    """The archived chat has every message, to whom, and what became of it."""
    name = f"{meeting['topic']} ({meeting['plot']})"
    chats = [c for c in item["conversations"] if not c["spoken"]]
    entries = [e for c in chats for e in c["entries"]]
    texts = {e["id"]: e for e in entries if e["kind"] == 0}
    if not rich:
        check_plain_chat(name, meeting, item, entries)
        return len([e for e in entries if e["kind"] == 0])
    for m in meeting["messages"]:
        e = texts.get(m["id"])
        expect(f"{name}: message {m['id']}", e is not None, True)
        if e is None:
            continue
        expect(f"{name}: text", e["text"], m["text"])
        expect(f"{name}: time", e["time"] // 1000000,
               micro(m["at"]) // 1000000)
        if e["author"] >= 0:
            author = item["people"][e["author"]]
            if m["from_email"]:
                expect(f"{name}: author", author["email"].lower(),
                       m["from_email"].lower())
        else:
            expect(f"{name}: text of nobody", m["from"] in e["text"], True)
        expect(f"{name}: private", len(e["to"]) > 0, len(m["to"]) > 0)
        if m.get("deleted_at"):
            expect(f"{name}: deletion", any(
                d["kind"] == 2 and d["target"] == m["id"]
                for d in entries), True)
        for edit in m["edits"]:
            words = edit["text"] if isinstance(edit, dict) else edit
            expect(f"{name}: edit", any(
                d["kind"] == 1 and words in d["text"]
                for d in entries), True)
    return len(texts)


def main(dump_program, items_program, sandbox_program, *options):
    totals = collections.Counter()
    with sandbox(sandbox_program, *options) as (greeting, facts, _), \
            tempfile.TemporaryDirectory() as folder:
        client = Client(greeting)
        values = days.settings(greeting, "s2s")
        for moment in days.days(facts):
            client.control("now", {"now": days.iso(moment)})
            done, _ = days.dump(dump_program, folder, values, "--keep")
            expect(f"run of {moment}: {done.stderr}", done.returncode, 0)
        with open(os.path.join(folder, "inventory.json"),
                  encoding="utf-8") as text:
            rows = list(json.load(text)["rows"].values())
        items, bundles = compose(items_program, folder, rows)
    meetings = {f["uuid"]: f for f in facts if f["type"] == "meeting"}
    for uuid, item in items.items():
        meeting = meetings.get(uuid)
        expect(f"result of {uuid}: {item.get('error')}", item["result"], 1)
        if meeting is None or item["result"] != 1:
            continue
        rows = bundles[uuid]
        rich = any(r["state"] == "archived" and r["kind"] == "archive-file" and
                   r.get("media_type") == "application/json" and
                   "chat" in r.get("name", "") for r in rows)
        lists = not any("gave no list of participants" in n
                        for n in item["notices"])
        name = f"{meeting['topic']} ({meeting['plot']})"
        expect(f"{name}: start", item["start"] // 1000000,
               micro(meeting["start"]) // 1000000)
        expect(f"{name}: kind", item["kind"], "meeting")
        check_people(meeting, item, lists)
        check_spans(meeting, item, lists)
        totals["messages"] += check_chat(meeting, item, rich)
        totals["rich"] += rich
        totals["lists"] += lists
        totals["people"] += len(item["people"])
        host = item["people"][item["author"]] if item["author"] >= 0 else {}
        if meeting["parent"]:  # its host is known by an account id at most
            expect(f"{name}: author", host.get("role"), "Host")
        elif meeting["host_email"] and not meeting["external"]:
            expect(f"{name}: author", host.get("email", "").lower(),
                   meeting["host_email"].lower())
        files = [r for r in rows if r["kind"] not in (
            "meeting", "trash") and not (
                r["state"] == "archived" and not r.get("sha256"))]
        expect(f"{name}: files", len(item["parts"]), len(files))
        for notice in item["notices"]:
            totals["notice: " + notice[:60]] += 1
    print(f"# {len(items)} items; " + ", ".join(
        f"{k} {v}" for k, v in sorted(totals.items())))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
