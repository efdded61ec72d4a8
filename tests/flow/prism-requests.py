#!/usr/bin/env python3
"""Hold the product's own requests against the vendors' specifications.

    prism-requests.py SOURCE ESTREAT SANDBOX BUILD-FOLDER SOURCE-FOLDER

SOURCE is zoom, webex or ringcentral. A tap between the product and the
sandbox writes down every request that a check and two runs make. Each is
then made again, as it was, through `prism proxy --errors` of the
specifications that know its path. The test fails by a violation whose place
is the request, by a parameter that none of them knows (Prism lets it pass),
and by an endpoint that none of them knows, unless it is excused below.
Skipped (77) where there are no specifications, or no npm.
"""
import datetime
import importlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

from sandbox_client import Client, sandbox
from tap import Tap

held = importlib.import_module("prism-sandbox")

# What only the documentation has: (endpoint, why).
UNSPECIFIED = {
    "zoom": [
        (r"POST /oauth/token$", "sign-in"),
        (r"GET /rec/(archive/)?download/",
         "address of a file, from its recording"),
    ],
    "webex": [
        (r"POST /v1/access_token$", "sign-in"),
        (r"GET /v1/contents/", "address of a file, from its message"),
    ],
    "ringcentral": [
        (r"GET /team-messaging/v1/data-export/[^/]*/datasets/",
         "address of a ZIP, from its task"),
        (r"GET /rcvideo/v1/history/meetings/[^/]*/chat$",
         "address of a chat, from its meeting"),
        (r"GET /rcvideo/v1/recordings/[^/]*/media$",
         "address of a recording, from the list"),
    ],
}

# Where we are right and the specification is not: (request, what is said).
EXCUSED = {
    "zoom": [
        # only in the oldest: date-times by its schema, dates by its example;
        # the trash as in a user's recordings
        (r"/accounts/me/recordings$",
         r'parameter (from|to) must match format "date-time"'),
        (r"/accounts/me/recordings$", r"not specified: trash"),
        # an address fits several of its schemas, so never exactly one
        (r"/users/[^/]*", r"userid must match exactly one schema"),
    ],
    "webex": [],
    "ringcentral": [],
}


class Specification:
    """Which endpoints it has, and which parameters each may be given."""

    def __init__(self, path):
        self.path = path
        self.base, _ = held.known_paths(path)
        with open(path, encoding="utf-8") as text:
            self.document = json.load(text)
        self.endpoints = {}
        for template, what in self.document["paths"].items():
            for method in {"get", "post"} & set(what):
                self.endpoints[method.upper(), self.base + template] = {
                    x["name"] for x in map(self.whole, what.get(
                        "parameters", []) + what[method].get("parameters", []))
                    if x["in"] == "query"}

    def whole(self, part):
        """What a reference stands for."""
        if "$ref" not in part:
            return part
        at = self.document
        for name in part["$ref"].split("/")[1:]:
            name = urllib.parse.unquote(name).replace("~1", "/")
            at = at[int(name) if isinstance(at, list) else name]
        return at

    def parameters(self, asked):
        """Of the endpoint that is asked; None: it knows none such."""
        path = urllib.parse.urlsplit(asked.target).path
        known = [template for method, template in self.endpoints
                 if method == asked.method and held.is_known([template], path)]
        if not known:
            return None
        return self.endpoints[asked.method,
                              min(known, key=lambda x: x.count("{"))]


class Work:
    """A connector that is checked, and run, by way of taps."""

    def __init__(self, program, greeting, folder):
        self.program = program
        self.greeting = greeting
        self.folder = pathlib.Path(folder)
        self.taps = []

    def estreat(self, *words, codes=(0,)):
        done = subprocess.run(
            [self.program, "--home", self.folder / "home", *words],
            capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL, timeout=600)
        if done.returncode not in codes:
            sys.exit(f"not ok - estreat {' '.join(words)}: {done.stdout}"
                     f"{done.stderr}")

    def tap(self, address):
        others = {k: v for tap in self.taps for k, v in tap.addresses.items()}
        self.taps.append(Tap(address, others))
        return self.taps[-1].base

    def add(self, source, settings, secrets, name="it"):
        words = []
        for key, value in settings.items():
            words += ["--set", f"{key}={value}"]
        for key, value in secrets.items():
            path = self.folder / key
            path.write_text(value)
            path.chmod(0o600)
            words += ["--secret", f"{key}={path}"]
        self.estreat("connector", "add", name, "--source", source, *words)

    def zoom(self):
        base = self.tap(self.greeting["base"])
        self.add("zoom-meetings", {
            "account-id": self.greeting["account_id"],
            "client-id": self.greeting["client_id"], "plan": "business",
            "api-url": base + "/v2", "token-url": base + "/oauth/token"},
            {"client-secret": self.greeting["client_secret"]})

    def webex(self):
        own = self.greeting["webex"]
        base = self.tap(self.greeting["base"])
        usual = {"api-url": base + "/v1",
                 "token-url": base + "/v1/access_token"}
        # a short feed: older posts are looked for by their spaces
        self.add("webex", {
            **usual, "client-id": own["client_id"], "feed-days": "2",
            "recording-hosts": "localhost", "requests-per-minute": "1000000",
            "since": self.greeting["first_day"]},
            {"client-secret": own["client_secret"],
             "refresh-token": own["refresh_token"]})
        self.add("webex", {
            **usual, "client-id": own["app_client_id"], "auth": "service",
            "application-id": own["application_id"],
            "target-org": own["org_id"]},
            {"client-secret": own["app_client_secret"],
             "admin-token": own["access_token"]}, "other")

    def ringcentral(self):
        own = self.greeting["ringcentral"]
        media = self.tap(own["media"])
        usual = {"client-id": own["client_id"], "media-url": media,
                 "api-url": self.tap(own["api"])}
        # the addresses of files lie in ZIPs, where no tap gets at them: no
        # host we trust, so each is looked for by its chat and day as well
        self.add("ringcentral", {
            **usual, "limit-share": "100", "export-poll": "1",
            "since": self.greeting["first_day"]},
            {"client-secret": own["client_secret"], "jwt": own["jwt"]})
        self.add("ringcentral", {**usual, "auth": "code"},
                 {"client-secret": own["client_secret"],
                  "refresh-token": own["refresh_token"]}, "other")

    def play(self, source):
        """All that it asked for."""
        self.estreat("init", "--domain", "archive.example")
        getattr(self, source)()
        self.estreat("connector", "check", "it")
        now = datetime.datetime.fromisoformat(
            self.greeting["now"].replace("Z", "+00:00"))
        for days in (0, 1):
            Client(self.greeting).control("now", {"now": (
                now + datetime.timedelta(days)).strftime(
                    "%Y-%m-%dT%H:%M:%SZ")})
            self.estreat("connector", "run", "it")
        if source != "zoom":  # signs in another way
            self.estreat("connector", "check", "other")
        return sorted(x for tap in self.taps for x in tap.asked.values())


def endpoint(asked):
    path = urllib.parse.urlsplit(asked.target).path
    return f"{asked.method} {held.shape(path)}"


def named(asked):
    query = urllib.parse.urlsplit(asked.target).query
    return {k for k, _ in urllib.parse.parse_qsl(query, True)}


def of_request(violation):
    where = violation.get("location") or ["?"]
    return where[0] != "response"


def without_prism(specs, asked):
    """What is wrong with endpoints and the names of parameters."""
    for one in asked:
        known = [x for x in (spec.parameters(one) for spec in specs)
                 if x is not None]
        if not known:
            yield one, "is in no specification"
        for name in named(one).difference(*known) if known else ():
            yield one, f"has a parameter that is not specified: {name}"


def by_prism(spec, prism, build, greeting, asked):
    proxy = held.serve(prism, spec.path, spec.base, build, greeting)
    try:
        for one in asked:
            if spec.parameters(one) is None:
                continue
            _, violations = proxy.send(one.method, one.target[len(spec.base):],
                                       dict(one.headers), one.body or None)
            for violation in filter(of_request, violations):
                yield one, held.plain(violation["message"])
    finally:
        proxy.close()


def is_excused(source, one, message):
    what = f"{one.method} {urllib.parse.urlsplit(one.target).path}"
    if message == "is in no specification":
        return any(re.search(x, what) for x, _ in UNSPECIFIED[source])
    return any(re.search(x, what) and re.search(y, message)
               for x, y in EXCUSED[source])


def main(source, program, sandbox_program, build, folder):
    paths = held.find_specs(folder) if source == "zoom" else sorted((
        pathlib.Path(folder).resolve().parent / "shared/specs/prism-ready"
        ).glob(source + "*.json"))
    if not paths:
        held.skip("no specifications beside the project")
    prism = held.install(build)
    specs = [Specification(path) for path in paths]
    also = [] if source == "zoom" else ["--also", source]
    if source == "ringcentral":
        also += ["--setup", "ringcentral.export-polls=1"]
    with sandbox(sandbox_program, "--days", "6", "--users", "12", *also) as (
            greeting, _, _), tempfile.TemporaryDirectory() as home:
        asked = Work(program, greeting, home).play(source)
        wrong = list(without_prism(specs, asked))
        for spec in specs:
            wrong += by_prism(spec, prism, build, greeting, asked)
    found = {}
    for one, message in wrong:
        if not is_excused(source, one, message):
            found.setdefault((endpoint(one), message), one)
    every = {endpoint(x) for x in asked}
    print(f"# {len(asked)} requests, {len(every)} endpoints")
    for (where, message), one in sorted(found.items()):
        print(f"not ok - {where}: {message}\n#   {one.target}")
    if len(every) < 10:
        print(f"not ok - next to nothing was asked for: {every}")
    return 1 if found or len(every) < 10 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
