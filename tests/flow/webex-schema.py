#!/usr/bin/env python3
"""Hold the sandbox's Webex answers against Webex's OpenAPI documents.

    webex-schema.py SANDBOX SOURCE-FOLDER

Every endpoint that they know is asked, for all that the organisation has,
and each answer validated; what is not excused below fails the test. Skipped
(77) where the documents do not lie beside the project, or python3 has no
jsonschema (Debian: python3-jsonschema).
"""
import json
import pathlib
import re
import sys
import warnings

from sandbox_client import sandbox
from webex_client import Client, Refused

try:
    import jsonschema
except ImportError:
    print("python3 has no jsonschema")
    sys.exit(77)

warnings.simplefilter("ignore", DeprecationWarning)  # RefResolver, of 4.18

# Where the sandbox is right and the document is not: (path, place and
# message). The reasons stand in sandbox/webex/README.md.
EXCUSED = [
    # of meetings to come; those of an ended one are nobody's secret any more
    ("/meetings", r"'(password|hostKey|telephony)' is a required property"),
    # where downloads are prevented, as the description says
    ("/recordings", r"'downloadUrl' is a required property"),
    # the document's own example is an adaptive card, its schema is a file's
    ("/messages", r"attachments/N/content.*'AdaptiveCard' is not one of"),
    ("/messages", r"content: '(fileId|contentUrl)' is a required property"),
]


def loosen(node):
    """OpenAPI 3.0 to JSON Schema: nullable, and examples that are data."""
    if isinstance(node, list):
        return [loosen(x) for x in node]
    if not isinstance(node, dict):
        return node
    out = {k: loosen(v) for k, v in node.items()
           if k not in ("example", "examples", "discriminator", "xml")}
    if out.pop("nullable", False) and isinstance(out.get("type"), str):
        out["type"] = [out["type"], "null"]
    return out


class Document:
    def __init__(self, path):
        self.name = path.name
        self.document = loosen(json.loads(path.read_text()))
        self.resolver = jsonschema.RefResolver("", self.document)

    def schema(self, path):
        """(template, schema) of the answer to GET path, or None."""
        parts = path.split("/")
        best = None
        for template, what in self.document["paths"].items():
            known = template.split("/")
            if "get" in what and len(known) == len(parts) and all(
                    k == p or k.startswith("{")
                    for k, p in zip(known, parts)):
                if best is None or template.count("{") < best.count("{"):
                    best = template
        if best is None:
            return None
        answer = self.document["paths"][best]["get"]["responses"].get("200")
        if "$ref" in answer:
            answer = self.resolver.resolve(answer["$ref"])[1]
        for kind, body in answer.get("content", {}).items():
            if kind.startswith("application/json") and "schema" in body:
                return best, body["schema"]
        return None

    def errors(self, schema, body):
        checker = jsonschema.Draft4Validator(schema, resolver=self.resolver)
        for error in checker.iter_errors(body):
            place = "/".join("N" if isinstance(x, int) else x
                             for x in error.path)
            yield f"{place}: {error.message}"


def questions(client, facts, greeting):
    span = {"from": greeting["first_day"] + "T00:00:00Z",
            "to": greeting["now"], "max": 100}
    yield "/people", {"max": 100}
    yield "/people/me", {}
    for one in client.every("/people"):
        yield f"/people/{one['id']}", {}
    yield "/rooms", {}
    yield "/teams", {}
    yield "/events", {"max": 1000}
    for event in client.every("/events", max=1000)[::29]:
        yield f"/events/{event['id']}", {}
    for team in client.every("/teams"):
        yield "/team/memberships", {"teamId": team["id"]}
        yield f"/teams/{team['id']}", {}
    for path in ("/organizations", "/licenses", "/roles",
                 "/meetingPreferences/sites"):
        yield path, {}
    org = greeting["webex"]["org_id"]
    yield f"/organizations/{org}", {}
    yield f"/identity/organizations/{org}", {}
    for site in client.get("/meetingPreferences/sites")["sites"]:
        yield "/admin/meetingTranscripts", {**span, "siteUrl":
                                            site["siteUrl"]}
        for status in ("available", "deleted", "purged"):
            yield "/admin/recordings", {**span, "status": status,
                                        "siteUrl": site["siteUrl"]}
    for fact in facts:
        yield from about(client, fact, span)


def about(client, fact, span):
    id_ = fact["id"]
    if fact["type"] == "conversation":
        yield f"/rooms/{id_}", {}
        yield "/memberships", {"roomId": id_}
        yield "/messages", {"roomId": id_, "max": 1000}
    elif fact.get("kind") == "card-action":
        yield f"/attachment/actions/{id_}", {}
    elif fact.get("kind") == "recording":
        yield f"/recordings/{id_}", {}
    elif fact.get("kind") == "meeting":
        yield f"/meetings/{id_}", {}
        yield f"/admin/meetings/{id_}", {}
        yield "/meetings", {**span, "meetingType": "meeting",
                            "hostEmail": fact["participants"][0]["email"]}
        for path in ("/meetingParticipants", "/meetings/postMeetingChats",
                     "/meetings/polls", "/meetings/pollResults",
                     "/meetings/q_and_a", "/meetingClosedCaptions",
                     "/admin/meetingSummaries"):
            yield path, {"meetingId": id_}


def is_excused(path, problem):
    return any(re.search(where, path) and re.search(what, problem)
               for where, what in EXCUSED)


def main(program, source):
    folder = pathlib.Path(source).resolve().parent / "shared/specs/webex"
    documents = [Document(x) for x in sorted(folder.glob("webex-*.json"))]
    if not documents:
        print(f"no OpenAPI documents in {folder}")
        return 77
    found, seen = {}, {}
    with sandbox(program, "--also", "webex", "--setup",
                 "webex.rough-paging=off") as (greeting, facts, _):
        client = Client(greeting)
        for path, query in questions(client, [
                x for x in facts if x.get("source") == "webex" and
                x["type"] != "tenant"], greeting):
            try:
                body = client.get(path, **query)
            except Refused as refused:
                if refused.status != 404:
                    found[path, str(refused)] = path
                continue
            for document in documents:
                known = document.schema(path)
                if known is None:
                    continue
                seen[known[0]] = seen.get(known[0], 0) + 1
                for problem in document.errors(known[1], body):
                    if not is_excused(known[0], problem):
                        found.setdefault((known[0], problem[:260]), path)
    print(f"# {len(seen)} endpoints, {sum(seen.values())} answers held")
    for (path, problem), example in sorted(found.items()):
        print(f"not ok - {path}: {problem}\n#   {example}")
    return 1 if found or len(seen) < 30 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
