#!/usr/bin/env python3
"""Hold the sandbox's answers against RingCentral's own specification.

    ringcentral-schema.py SANDBOX SOURCE-FOLDER

Each endpoint that the sandbox plays is asked, and status and body are held
against the specification that lies beside the project. Skipped (77) where
it does not, or python3 has no jsonschema (Debian: python3-jsonschema).
"""
import json
import pathlib
import re
import sys
import urllib.parse

from ringcentral_client import ACCOUNT, EXPORT, RingClient
from sandbox_client import Refused, sandbox

try:
    import jsonschema
except ImportError:
    print("python3 has no jsonschema")
    sys.exit(77)

# Where the sandbox is right and the specification is not: (path, what is
# said). The reasons stand in sandbox/ringcentral/README.md.
EXCUSED = [
    # the documentation has more statuses than the specification
    (r"data-export", r"'(Pending|AttemptFailed|Cancelled)' is not one of"),
]


def plain(schema):
    """An OpenAPI 3.0 schema as a JSON Schema: nullable, no more oddities."""
    if isinstance(schema, list):
        return [plain(x) for x in schema]
    if not isinstance(schema, dict):
        return schema
    out = {k: plain(v) for k, v in schema.items()
           if k not in ("example", "examples", "discriminator")}
    if out.pop("nullable", False) is True and "type" in out:
        out["type"] = [out["type"], "null"]
    if isinstance(out.get("required"), bool):
        del out["required"]
    return out


class Specification:
    def __init__(self, path):
        self.document = json.loads(path.read_text(encoding="utf-8"))
        self.components = plain(self.document["components"])
        self.asked = {}
        self.bad = set()

    def operation(self, method, path):
        parts = path.split("/")
        for known, what in self.document["paths"].items():
            names = known.split("/")
            if len(names) == len(parts) and method in what and all(
                    n.startswith("{") or n == p
                    for n, p in zip(names, parts)):
                return known, what[method]
        return None, None

    def hold(self, method, path, status, body):
        known, operation = self.operation(method, path)
        if known is None:
            self.bad.add(f"{path} is not specified")
            return
        self.asked.setdefault(known, []).append(status)
        answer = operation["responses"].get(str(status))
        if answer is None:
            if status != 404:  # often left out
                self.bad.add(f"{known}: {status} is not specified")
            return
        content = answer.get("content", {}).get("application/json")
        if content is None:
            return
        schema = {**plain(content["schema"]), "components": self.components}
        for error in jsonschema.Draft4Validator(
                schema, format_checker=jsonschema.FormatChecker()
                ).iter_errors(body):
            where = re.sub(r"\[\d+\]", "[]", error.json_path)
            said = f"{known}: {where}: {error.message[:200]}"
            if not any(re.search(p, known) and re.search(w, error.message)
                       for p, w in EXCUSED):
                self.bad.add(said)


def questions(client, facts):
    """(path, arguments) of every endpoint that gives JSON."""
    first = {"dateFrom": "2026-03-17T00:00:00Z", "perPage": 1000}
    every = ["Alive", "Deleted", "Purged"]
    yield ACCOUNT, {}
    yield f"{ACCOUNT}/extension", {"perPage": 1000}
    yield f"{ACCOUNT}/extension", {"page": 2, "perPage": 10}
    yield f"{ACCOUNT}/directory/entries", {}
    yield f"{ACCOUNT}/message-store-configuration", {}
    yield f"{ACCOUNT}/extension/~/authz-profile", {}
    yield f"{ACCOUNT}/extension/~/authz-profile/check", {
        "permissionId": "ReadMessages"}
    people = [x for x in facts if x["type"] == "extension"]
    for x in people:
        path = f"{ACCOUNT}/extension/{x['id']}"
        yield path, {}
        yield f"{path}/message-store", {**first, "availability": every}
        yield f"{path}/message-sync", {"syncType": "FSync",
                                       "dateFrom": first["dateFrom"]}
        yield f"/team-messaging/v1/persons/{x['id']}", {}
    ids = ",".join(x["id"] for x in people[:20])
    yield f"/team-messaging/v1/persons/{ids}", {}
    yield f"{ACCOUNT}/call-log", {**first, "view": "Detailed"}
    yield f"{ACCOUNT}/call-log", {**first, "recordingType": "All"}
    for view in ("Simple", "Detailed"):
        yield f"{ACCOUNT}/call-log-extract-sync", {
            "syncType": "FSync", "dateFrom": first["dateFrom"], "view": view}
    for x in facts:
        if x.get("kind") == "call-recording":
            yield f"{ACCOUNT}/recording/{x['id']}", {}
    yield "/rcvideo/v1/history/account/~/meetings", {"perPage": 100}
    yield "/rcvideo/v1/account/~/recordings", {"perPage": 100}
    for which in ("chats", "conversations", "teams", "events"):
        yield f"/team-messaging/v1/{which}", {"recordCount": 250}
    for x in client.tokened("/team-messaging/v1/chats", recordCount=250):
        path = f"/team-messaging/v1/chats/{x['id']}"
        for what in ("posts", "tasks", "notes"):
            yield f"{path}/{what}", {"recordCount": 250}
        yield f"/team-messaging/v1/groups/{x['id']}/events", {}
    for x in facts:
        if x.get("kind") == "note":
            yield f"/team-messaging/v1/notes/{x['id']}", {}
    yield EXPORT, {}


def export(client, specification):
    task = client.post(EXPORT, {"timeFrom": "2026-03-29T00:00:00Z"})
    specification.hold("post", EXPORT, 202, task)
    while task["status"] != "Completed":
        path = f"{EXPORT}/{task['id']}"
        task = client.get(path)
        specification.hold("get", path, 200, task)


def ask(client, path, query):
    """Status and body; a 207 has many bodies, and none."""
    url = client.api + path
    if query:
        url += "?" + urllib.parse.urlencode(query, doseq=True)
    try:
        status, headers, data = client.fetch("GET", url)
    except Refused as refused:
        status, headers, data = refused.status, None, refused.body
    if headers and headers["Content-Type"].startswith("multipart"):
        return status, None
    return status, json.loads(data)


def main(program, source):
    path = (pathlib.Path(source).resolve().parent /
            "shared/specs/prism-ready/ringcentral.json")
    if not path.exists():
        print(f"no specification: {path}")
        return 77
    specification = Specification(path)
    with sandbox(program, "--also", "ringcentral") as (greeting, facts, _):
        client = RingClient(greeting)
        facts = [x for x in facts if x.get("source") == "ringcentral"]
        for _ in range(2):
            export(client, specification)
        for path, query in questions(client, facts):
            specification.hold("get", path, *ask(client, path, query))
    for known, statuses in sorted(specification.asked.items()):
        print(f"# {known}: { {x: statuses.count(x) for x in statuses} }")
        if not set(statuses) & {200, 202}:
            specification.bad.add(f"{known} was never answered well")
    for said in sorted(specification.bad):
        print(f"not ok - {said}")
    return 1 if specification.bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
