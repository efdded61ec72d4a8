#!/usr/bin/env python3
"""Are the files the sandbox's talk module writes what others can read?

usage: talk.py TALK-SAMPLES

Python's own reader of JSON is always asked. ffprobe reads the transcripts
where it is at hand; else they are skipped by name.
"""
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
    records = read_txt(folder / f"{lang}-chat.txt")
    check(f"{lang}: the chat is read in records", len(records) > 200 and all(
        sender and text for sender, _, text in records))
    check(f"{lang}: some of it is private", any(to for _, to, _ in records))


def check_others(folder, lang):
    timeline = json.loads((folder / f"{lang}-timeline.json").read_text())
    cues = (folder / f"{lang}-transcript.vtt").read_text().count(" --> ")
    check(f"{lang}: timeline and transcript agree",
          len(timeline["timeline"]) == cues)
    summary = json.loads((folder / f"{lang}-summary.json").read_text())
    check(f"{lang}: a summary in parts", summary["overall_summary"] and
          all(item["summary"] for item in summary["items"]))


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


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([sys.argv[1], name], check=True)
        for lang in LANGS:
            check_chat(folder, lang)
            check_others(folder, lang)
        check_vtt(folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
