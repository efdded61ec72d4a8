#!/usr/bin/env python3
"""Hold the sandbox's Webex answers against Webex's specifications by Prism.

    prism-webex.py SANDBOX BUILD-FOLDER SOURCE-FOLDER

As prism-sandbox.py, with the questions of webex-schema.py: here the requests
are held as well as the answers. Skipped (77) where there are no
specifications, or no npm.
"""
import importlib
import pathlib
import sys

from sandbox_client import sandbox
from webex_client import Client

held = importlib.import_module("prism-sandbox")
schema = importlib.import_module("webex-schema")

# The reasons stand in sandbox/webex/README.md.
EXCUSED = [
    ("", r"/meetings", r"required property '(password|hostKey|telephony)'"),
    ("", r"/recordings", r"required property 'downloadUrl'"),
    ("", r"/messages", r"content\.type must be equal to one of"),
    ("", r"/messages", r"required property '(fileId|contentUrl)'"),
]


def main(program, build, source):
    folder = pathlib.Path(source).resolve().parent / "shared/specs"
    specs = sorted(folder.glob("prism-ready/webex-*.json"))
    if not specs:
        held.skip("no specifications beside the project")
    prism = held.install(build)
    bad = 0
    with sandbox(program, "--also", "webex", "--days", "5", "--setup",
                 "webex.rough-paging=off,webex.spaces=8") as (
                     greeting, facts, _):
        client = Client(greeting)
        asked = [("/v1" + path, query) for path, query in schema.questions(
            client, [x for x in facts if x.get("source") == "webex" and
                     x["type"] != "tenant"], greeting)]
        for spec in specs:
            base, paths = held.known_paths(spec)
            proxy = held.serve(prism, spec, base, build, greeting)
            try:
                found, answers = held.hold_against(
                    proxy, base, paths, client.token, asked, EXCUSED)
            finally:
                proxy.close()
            print(f"# {spec.name}: {len(answers)} endpoints")
            for (path, message), url in sorted(found.items()):
                print(f"not ok - {spec.name}: {path}: {message}\n#   {url}")
            bad += len(found)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
