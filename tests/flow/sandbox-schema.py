#!/usr/bin/env python3
"""Hold the sandbox's archived chats and group logs against Zoom's schemas.

    sandbox-schema.py SANDBOX SOURCE-FOLDER

Skipped (77) where the schemas do not lie beside the project, or python3 has
no jsonschema (Debian: python3-jsonschema).
"""
import json
import pathlib
import sys

from sandbox_client import Client, sandbox

try:
    import jsonschema
except ImportError:
    print("python3 has no jsonschema")
    sys.exit(77)


def main(program, source):
    folder = pathlib.Path(source).resolve().parent / "shared/specs/zoom"
    names = {"CHAT_MESSAGE": "archived-chat.schema.json",
             "SUB_GROUP_MEMBER_LOG": "archived-subgroup.schema.json"}
    if not all((folder / name).exists() for name in names.values()):
        print(f"no schemas in {folder}")
        return 77
    schemas = {kind: jsonschema.Draft202012Validator(
        json.loads((folder / name).read_text()))
        for kind, name in names.items()}
    seen, bad = {}, 0
    with sandbox(program, "--days", "7", "--meetings-per-day", "20") as (
            greeting, _, _):
        client = Client(greeting)
        for meeting in client.every(
                "/archive_files", "meetings", page_size=300,
                from_="2026-03-24T00:00:00Z", to=greeting["now"]):
            for file in meeting["archive_files"]:
                schema = schemas.get(file["file_type"])
                if schema is None or file["status"] != "completed":
                    continue
                text = json.loads(client.download(
                    file["download_url"], file["file_size"], True))
                seen[file["file_type"]] = seen.get(file["file_type"], 0) + 1
                for error in list(schema.iter_errors(text))[:3]:
                    print(f"not ok - {file['file_type']} "
                          f"{file['id']}: {error.json_path}: "
                          f"{error.message[:200]}")
                    bad += 1
    print(f"# {seen}")
    if set(seen) != set(names):
        print("not ok - a kind of file was never seen")
        bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
