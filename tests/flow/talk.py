#!/usr/bin/env python3
"""Are the files the sandbox's talk module writes what others can read?

usage: talk.py TALK-SAMPLES PROJECT-ROOT

Python's own readers of JSON and CSV are always asked. ffprobe reads the
transcripts, and the vendor's schema judges the chats, where they are at
hand; else they are skipped by name.
"""
import base64
import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

LANGS = ["en", "sv", "fr", "ja", "ar"]
failures = []


def check(name, ok, why=""):
    if not ok:
        failures.append(name)
    print(f"{'ok' if ok else 'NOT OK'} - {name} {why}")


def text_of(message, key):
    coded = message[key]
    return base64.b64decode(coded + "=" * (-len(coded) % 4)).decode()


def read_txt(path):
    """Records of (sender, recipient, text) as a reader would cut them."""
    records = []
    with open(path, encoding="utf-8", newline="") as f:
        for line in f.read().split("\r\n")[:-1]:
            head = re.match(r"\d\d:\d\d:\d\d\tFrom (.*?) to "
                            r"(Everyone|(.*?)\(Direct Message\)):\t", line)
            if head:
                records.append([head[1], head[3], line[head.end():]])
            else:
                records[-1][2] += "\n" + line.removeprefix("\t")
    return records


def check_chat(folder, lang):
    messages = json.loads((folder / f"{lang}-chat.json").read_text())["messages"]
    want = [(text_of(m, "s_name"),
             text_of(m, "r_name") if "r_name" in m else None,
             text_of(m, "msg_content"))
            for m in messages if m["msg_type"] in (1, 2)]
    got = [(s, r, t) for s, r, t in read_txt(folder / f"{lang}-chat.txt")
           if not re.match(r'(Replying|Reacted) to "', t)]
    check(f"{lang}: TXT and JSON tell the same chat", want == got)


def check_others(folder, lang):
    timeline = json.loads((folder / f"{lang}-timeline.json").read_text())
    cues = (folder / f"{lang}-transcript.vtt").read_text().count(" --> ")
    check(f"{lang}: timeline and transcript agree",
          len(timeline["timeline"]) == cues)
    summary = json.loads((folder / f"{lang}-summary.json").read_text())
    page = (folder / f"{lang}-summary.md").read_text()
    check(f"{lang}: both summaries say the same",
          summary["overall_summary"] in page and
          all(item["summary"] in page for item in summary["items"]))
    with open(folder / f"{lang}-poll.csv", encoding="utf-8", newline="") as f:
        rows = list(csv.reader(f, strict=True))
    check(f"{lang}: poll is CSV", rows[3][0] == '=1+1 "Risk", weekly' and
          len(rows) > 6 and all(len(row) == 6 for row in rows[6:]))


def check_vtt(folder):
    if not shutil.which("ffprobe"):
        print("skipped: transcripts in a player (ffprobe is not installed)")
        return
    for lang in LANGS:
        out = subprocess.run(
            ["ffprobe", "-v", "error", "-count_packets", "-show_entries",
             "stream=codec_name,nb_read_packets", "-of", "csv=p=0",
             folder / f"{lang}-transcript.vtt"], capture_output=True)
        check(f"{lang}: a player reads the transcript",
              out.stdout.strip() == b"webvtt,60", out.stderr.decode())


def check_schema(folder, root):
    path = root / "../shared/specs/zoom/archived-chat.schema.json"
    try:
        import jsonschema
        schema = json.loads(path.read_text())
    except ImportError:
        print("skipped: the chat's schema (python3-jsonschema is not installed)")
        return
    except FileNotFoundError:
        print("skipped: the chat's schema (the file is not here)")
        return
    judge = jsonschema.validators.validator_for(schema)(schema)
    for lang in LANGS:
        chat = json.loads((folder / f"{lang}-chat.json").read_text())
        errors = [e.message[:200] for e in judge.iter_errors(chat)]
        check(f"{lang}: chat is as the schema says", not errors, errors[:3])


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([sys.argv[1], name], check=True)
        for lang in LANGS:
            check_chat(folder, lang)
            check_others(folder, lang)
        check_vtt(folder)
        check_schema(folder, pathlib.Path(sys.argv[2]))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
