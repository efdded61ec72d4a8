#!/usr/bin/env python3
"""The API's description is valid, and its answers are as described.

	portal_openapi.py --build build

The document that the portal serves is read by a validator of others (npm's
@seriousme/openapi-schema-validator), then each GET of it is asked in an
installation that has something of each kind, and what comes is held against
its schema: every member is described, each is of its type. What cannot be had
(npm, python3-jsonschema) is left out, saying so.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import tenant
from portal import ALL, World
from tenant import Programs, Results, say

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "servers"))
import npm  # noqa: E402

OPENAPI = pathlib.Path(__file__).resolve().parent / "openapi"
# Of these the description only says that they are objects, or bytes.
PLAIN = {"connector-map-get", "connector-report", "message-html",
         "message-show", "openapi", "events"}


def by_others(r, cache, folder, document):
    """A validator that was not made for this."""
    file = folder / "openapi.json"
    file.write_text(json.dumps(document), "utf-8")
    try:
        packages = npm.install(OPENAPI, cache)
    except npm.Unavailable as why:
        say(f"left out: the validator of others ({why})")
        return
    ran = subprocess.run(
        ["node", packages / "node_modules/@seriousme/openapi-schema-validator"
         "/bin/validate-api-cli.js", file], capture_output=True, text=True)
    r.ok("a validator of others finds nothing", ran.returncode == 0 and
         json.loads(ran.stdout)["valid"], ran.stdout[-2000:] + ran.stderr)


def sound(r, document):
    """What the document's own schema does not say."""
    ids = [op.get("operationId") for item in document["paths"].values()
           for op in item.values()]
    r.same("each operation has a name of its own", len(ids), len(set(ids)))
    for path, item in document["paths"].items():
        for method, op in item.items():
            r.same(f"{method} {path}: what stands in the path is described",
                   sorted(p["name"] for p in op.get("parameters", ())
                          if p["in"] == "path"),
                   sorted(re.findall(r"\{([^}]*)\}", path)))


def furnish(w):
    """Something of each kind."""
    do = w.archive.do
    do("channel", "add", "pager", "--kind", "syslog", "--set",
       "to=udp://127.0.0.1:1")
    secret = w.folder / "secret"
    secret.write_text("secret\n")
    secret.chmod(0o600)
    do("directory", "add", "staff", "--kind", "ldap", "--set",
       "url=ldap://127.0.0.1:1", "--set", "base=dc=x", "--secret",
       f"bind-password={secret}")
    do("target", "add", "mails", "--kind", "maildir", "--set",
       f"root={w.folder / 'mails'}")
    do("identity-provider", "set", "sso", "--set",
       "issuer=https://127.0.0.1:1/", "--set", "client-id=me", "--secret",
       f"client-secret={secret}")
    do("alert", "set", "disk", "--bound", "1")
    do("alert", "check")


def kinds(client):
    """What {NAME} stands for, by the part of the path in front of it."""
    def first(path, within, name):
        rows = client.get("/api/v1" + path).json()[within]
        return str(max(rows, key=lambda row: row.get("messages") or 0)[name])
    box = first("/mailboxes", "mailboxes", "mailbox")
    return {
        "alerts": first("/alerts", "alerts", "id"), "channels": "pager",
        "kinds": "ldap", "directories": "staff", "sources": "zoom-meetings",
        "connectors": first("/connectors", "connectors", "name"),
        "targets": "mails", "mailboxes": box,
        "messages": first(f"/mailboxes/{box}/messages", "messages", "id"),
        "users": "kim@example.com", "role-groups": "Global%20Reader",
        "identity-providers": "sso",
    }


def strict(schema):
    """Nothing that it does not name."""
    if isinstance(schema, dict):
        schema = {name: strict(value) for name, value in schema.items()}
        if "properties" in schema:
            schema["additionalProperties"] = False
    return [strict(s) for s in schema] if isinstance(schema, list) else schema


def answers(r, client, document):
    """Each GET, asked and held against its schema."""
    try:
        import jsonschema
    except ImportError:
        say("left out: answers and their schemas (no python3-jsonschema)")
        return
    names, described = kinds(client), 0
    for path, item in document["paths"].items():
        op = item.get("get")
        if op is None or op.get("operationId") in PLAIN:
            continue
        content = op.get("responses", {}).get("200", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        asked = re.sub(r"([^/]+)/\{[^}]*\}",
                       lambda m: f"{m[1]}/{names[m[1]]}", path)
        a = client.get("/api/v1" + asked)
        if "$ref" in schema:
            schema = document["components"]["schemas"][
                schema["$ref"].rsplit("/", 1)[1]]
        r.ok(f"GET {asked} is described", "properties" in schema)
        r.same(f"GET {asked}", a.status, 200)
        r.same(f"GET {asked} is as described", [
            f"{'/'.join(map(str, e.path))}: {e.message[:200]}" for e in
            jsonschema.Draft202012Validator(strict(schema)).iter_errors(
                a.json())], [])
        described += 1
    r.ok("many are described", described > 35, described)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    tenant.options(parser)
    parser.add_argument("--cache", required=True,
                        help="where npm's packages are kept")
    args = parser.parse_args()
    results = Results()
    with tempfile.TemporaryDirectory(prefix="estreat-openapi-") as folder:
        w = World(Programs.of_build(args.build), results, folder,
                  collect=True)
        try:
            furnish(w)
            server = w.serve()
            client = server.user("kim@example.com", ALL, "Local Operators")
            document = client.get("/api/v1/openapi.json").json()
            by_others(results, args.cache, w.folder, document)
            sound(results, document)
            answers(results, client, document)
            results.same("ends well", server.stop(), 0)
        finally:
            w.end()
    return results.end()


if __name__ == "__main__":
    tenant.main(main)
