#!/usr/bin/env python3
"""Collect a sandbox tenant day by day with the Zoom source, and compare.

zoom-days.py ZOOM-DUMP SANDBOX [--auth s2s|code|jwt] [--once] [OPTION...]

The source runs at every midnight and once more a week after the end (--once:
only then). It must end with the states that the truth gives, the bytes the
truth gives, and must never have shown its token to another host or asked a
question the API does not know."""
import json
import os
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta

from sandbox_client import Client, sandbox

failures = []


def expect(what, got, want):
    if got != want:
        failures.append(what)
        if len(failures) <= 20:
            print(f"not ok - {what}: {got!r:.600}, not {want!r:.600}")


def iso(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def days(facts):
    """The moments of the truth's archiver."""
    tenant = next(x for x in facts if x["type"] == "tenant")
    first = datetime.strptime(tenant["from"], "%Y-%m-%dT%H:%M:%SZ")
    last = datetime.strptime(tenant["until"], "%Y-%m-%dT%H:%M:%SZ")
    moment = first + timedelta(days=1)
    while moment <= last:
        yield moment
        moment += timedelta(days=1)
    yield datetime.strptime(tenant["last_run"], "%Y-%m-%dT%H:%M:%SZ")


def settings(greeting, auth):
    both = {"api-url": greeting["api"], "token-url": greeting["token"],
            "plan": "business", "limit-share": "100", "auth": auth}
    if auth == "jwt":
        return {**both, "jwt-key": greeting["jwt_key"],
                "jwt-secret": greeting["jwt_secret"]}
    both.update({"client-id": greeting["client_id"],
                 "client-secret": greeting["client_secret"]})
    if auth == "code":
        return {**both, "refresh-token": greeting["refresh_token"]}
    return {**both, "account-id": greeting["account_id"]}


def dump(program, folder, values, *options):
    done = subprocess.run(
        [program, folder, *options, *[f"{k}={v}" for k, v in values.items()]],
        stderr=subprocess.PIPE, text=True)
    with open(os.path.join(folder, "run.json"), encoding="utf-8") as text:
        run = json.load(text)
    secrets = [v for k, v in values.items() if k.endswith("secret") or
               k.endswith("token")]
    for secret in secrets:
        expect("secret in a text", secret in done.stderr + json.dumps(run),
               False)
    return done, run


def compare(facts, rows):
    wanted = {(x["kind"], x["id"], x["version"]): x for x in facts
              if x["type"] == "object"}
    for key, fact in wanted.items():
        row = rows.get(key)
        state = row["state"] if row else "unseen"
        expect(f"{key} of {fact['meeting']} ({row and row['reason']})", state,
               fact["state"])
        if state == "archived" and fact["sha256"]:
            expect(f"bytes of {key}", row["sha256"], fact["sha256"])
            expect(f"size of {key}", row["size"], fact["size"])
    for key, row in rows.items():
        if key not in wanted:
            expect(f"{key} of {row['bundle']}", row["state"], "not there")


def main(program, sandbox_program, *options):
    options, auth, once = list(options), "s2s", False
    if "--once" in options:
        options.remove("--once")
        once = True
    if "--auth" in options:
        at = options.index("--auth")
        auth = options[at + 1]
        del options[at:at + 2]
    with sandbox(sandbox_program, *options) as (greeting, facts, _), \
            tempfile.TemporaryDirectory() as folder:
        client = Client(greeting)
        values = settings(greeting, auth)
        moments = list(days(facts))
        again = 0
        for moment in moments[-1:] if once else moments:
            client.control("now", {"now": iso(moment)})
            done, run = dump(program, folder, values)
            expect(f"run of {moment}: {done.stderr}", done.returncode, 0)
            again += len(run.get("failures", []))
        with open(os.path.join(folder, "inventory.json"),
                  encoding="utf-8") as text:
            rows = json.load(text)["rows"]
        rows = {(r["kind"], r["id"], r["version"]): r for r in rows.values()}
        if not once:
            compare(facts, rows)
        stats = client.control("stats")
        counts = stats.get("counts", {})
        for trap in ("bearer_leaks", "bad_requests", "uuid_encoded_once",
                     "tokens_in_url", "dead_token_used_again"):
            expect(trap, counts.get(trap, 0), 0)
        print(f"# {len(rows)} objects, {again} bundles tried again, "
              f"{sum(stats['endpoints'].values())} requests, faults "
              f"{stats.get('faults', {})}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
