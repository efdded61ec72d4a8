#!/usr/bin/env python3
"""Hold the sandbox's RingCentral against its specification by Prism.

    prism-ringcentral.py SANDBOX BUILD-FOLDER SOURCE-FOLDER

As prism-sandbox.py, with the questions of ringcentral-schema.py and exports
that are ordered and waited for: here the requests are held as well as the
answers. Skipped (77) where there is no specification, or no npm.
"""
import importlib
import pathlib
import sys

from ringcentral_client import EXPORT, RingClient
from sandbox_client import sandbox

held = importlib.import_module("prism-sandbox")
schema = importlib.import_module("ringcentral-schema")

POLLS = 8  # until an export is ready

# The reasons stand in sandbox/ringcentral/README.md.
EXCUSED = [
    ("", r"data-export", r"status must be equal to one of"),
    ("", r"/persons/.*,", r"personid must be string"),
]


def exports(client):
    """Two, as their states have two sets of names."""
    for _ in range(2):
        yield EXPORT, {}, {"timeFrom": "2026-03-29T00:00:00Z"}
    for task in client.get(EXPORT)["tasks"]:
        for _ in range(POLLS):
            yield f"{EXPORT}/{task['id']}", {}


def questions(client, facts):
    yield from exports(client)
    yield from schema.questions(
        client, [x for x in facts if x.get("source") == "ringcentral"])


def main(program, build, source):
    spec = (pathlib.Path(source).resolve().parent /
            "shared/specs/prism-ready/ringcentral.json")
    if not spec.exists():
        held.skip("no specification beside the project")
    prism = held.install(build)
    with sandbox(program, "--also", "ringcentral", "--setup",
                 f"ringcentral.export-polls={POLLS}") as (
                     greeting, facts, _):
        client = RingClient(greeting)
        base, paths = held.known_paths(spec)
        proxy = held.serve(prism, spec, base, build, greeting)
        try:
            asked = questions(client, facts)
            found, answers = held.hold_against(
                proxy, base, paths, client.access(), asked, EXCUSED)
        finally:
            proxy.close()
    total = sum(map(len, answers.values()))
    print(f"# {spec.name}: {len(answers)} endpoints, {total} answers")
    if len(answers) < 25 or f"{EXPORT}/{{}}" not in answers:
        print(f"not ok - too few: {sorted(answers)}")
        return 1
    for (path, message), url in sorted(found.items()):
        print(f"not ok - {path}: {message}\n#   {url}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
