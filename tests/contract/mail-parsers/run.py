#!/usr/bin/env python3
"""Hold a mail parser of others against what our messages must say.

    run.py --parser python|gmime|mailparser|postal-mime --samples PROGRAM
           [--gmime PROGRAM] [--cache FOLDER] [FOLDER]

FOLDER has NAME.eml, with NAME.expect.json beside it or what Python's parser
sees in its place; without a folder, PROGRAM (write-samples) fills one. Every field of the expectation must
be seen by the parser exactly, and it may report no defect. Ends with 77
(skipped) and the reason where the parser cannot be had.
"""
import argparse
import email
import email.policy
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


# --- Python's email --------------------------------------------------------

def defects_of(message):
    found = []
    for part in message.walk():
        found += [repr(d) for d in part.defects]
        for name, value in part.items():
            found += [f"{name}: {d!r}" for d in getattr(value, "defects", ())]
    return found


def people_of(header):
    return [[a.display_name, a.addr_spec] for a in header.addresses]


def attachment_of(part):
    content = part.get_payload(decode=True)
    return {"name": part.get_filename(), "type": part.get_content_type(),
            "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def with_python(path):
    with open(path, "rb") as f:
        m = email.message_from_binary_file(f, policy=email.policy.default)
    date = m["Date"].datetime.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {
        "defects": defects_of(m),
        "subject": m["Subject"],
        "message_id": m["Message-ID"].strip(),
        "in_reply_to": m["In-Reply-To"] and m["In-Reply-To"].strip(),
        "references": (m["References"] or "").split(),
        "date": date,
        "from": people_of(m["From"]),
        "to": people_of(m["To"]),
        "headers": {k.lower(): str(v).strip() for k, v in m.items()
                    if k.lower().startswith("x-")},
        "text": m.get_body(("plain",)).get_content(),
        "html": m.get_body(("html",)).get_content(),
        "attachments": [attachment_of(p) for p in m.iter_attachments()],
    }


# --- the others, as programs that print a line of JSON a file -----------------

def lines_of(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def npm_folder(cache):
    """The parsers as package-lock.json says, installed once."""
    cache.mkdir(parents=True, exist_ok=True)
    lock = (HERE / "package-lock.json").read_bytes()
    stamp = cache / "installed"
    if stamp.exists() and stamp.read_bytes() == lock:
        return cache
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            skip(f"{program} is not installed")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, cache / name)
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        cwd=cache, capture_output=True, text=True)
    if done.returncode != 0:
        skip(f"npm ci failed: {done.stderr.strip()[-300:]}")
    stamp.write_bytes(lock)
    return cache


def seen_by(args, paths):
    if args.parser == "python":
        return [with_python(p) for p in paths]
    if args.parser == "gmime":
        if not args.gmime:
            skip("built without GMime (libgmime-3.0-dev)")
        return lines_of([args.gmime, *map(str, paths)])
    folder = npm_folder(pathlib.Path(args.cache))
    return lines_of(["node", str(HERE / "dump.mjs"), str(folder), args.parser,
                     *map(str, paths)])


# --- comparing -----------------------------------------------------------------

def short(value):
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) < 300 else text[:300] + "..."


def same_text(a, b):
    def plain(s):
        return (s or "").replace("\r\n", "\n").rstrip("\n")
    return plain(a) == plain(b)


def same_people(a, b, parser):
    if a == b or parser != "python" or len(a) != len(b):
        return a == b
    # before 3.12 Python keeps the space between two encoded words of a name
    return all(x[1] == y[1] and (x[0] == y[0] or len(x[0].encode()) > 40 and
                                 x[0].replace(" ", "") == y[0].replace(" ", ""))
               for x, y in zip(a, b))


def same_attachments(a, b, parser):
    if parser != "mailparser":
        return a == b
    # it guesses a type from the name where it is octet-stream
    return len(a) == len(b) and all(
        x | {"type": ""} == y | {"type": ""} and
        x["type"] in (y["type"], "application/octet-stream")
        for x, y in zip(a, b))


def differences(want, got, parser):
    bad = [f"defect: {d}" for d in got.get("defects", [])]
    for key in want:
        if key == "headers":
            if got[key] is None:
                continue
            for name, value in want[key].items():
                if got[key].get(name) != value:
                    bad.append(f"{name}: {short(got[key].get(name))}, "
                               f"not {short(value)}")
        elif key in ("text", "html"):
            if not same_text(want[key], got[key]):
                bad.append(f"{key} differs: {short(got[key])}")
        elif key in ("from", "to"):
            if not same_people(want[key], got[key], parser):
                bad.append(f"{key}: {short(got[key])}, not {short(want[key])}")
        elif key == "attachments":
            if not same_attachments(want[key], got[key], parser):
                bad.append(f"{key}: {short(got[key])}, not {short(want[key])}")
        elif want[key] != got[key]:
            bad.append(f"{key}: {short(got[key])}, not {short(want[key])}")
    return bad


def expected(path):
    told = path.with_suffix(".expect.json")
    if told.exists():
        return json.loads(told.read_text())
    seen = with_python(path)
    del seen["defects"]
    return seen


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument("--parser", required=True)
    arg.add_argument("--samples")
    arg.add_argument("--gmime")
    arg.add_argument("--cache")
    arg.add_argument("folder", nargs="?")
    args = arg.parse_args()

    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(args.folder or made)
        if not args.folder:
            subprocess.run([args.samples, made], check=True)
        paths = sorted(folder.glob("*.eml"))
        if not paths:
            sys.exit(f"{folder} has no messages")
        bad = 0
        for path, got in zip(paths, seen_by(args, paths), strict=True):
            want = expected(path)
            found = differences(want, got, args.parser)
            print(f"{path.stem}: {'ok' if not found else 'FAILED'}")
            for line in found:
                print(f"    {line}")
            bad += len(found)
    sys.exit(1 if bad else 0)


main()
