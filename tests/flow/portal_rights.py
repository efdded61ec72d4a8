#!/usr/bin/env python3
"""Every verb that has a route, asked by every kind of account, over HTTP.

	portal_rights.py --build build

Who may stands in tests/unit/verb/rights.def, by which the unit tests ask too.
What would change something is asked with an argument that no verb has: it is
looked at only after the right, so who may is told "usage" and nothing happens.
"""
import argparse
import json
import pathlib
import re
import tempfile
import time
import urllib.parse

import tenant
from portal_client import Client
from tenant import Programs, Results, say

from portal import World

RIGHTS = (pathlib.Path(__file__).resolve().parents[1] / "unit" / "verb" /
          "rights.def")
NOWHERE = "nowhere"  # for {name} in a path
WRONG = {"no-such-argument": "1"}
# What is no verb's: who has a session may ask.
NO_VERBS = ("/session", "/events", "/openapi.json")


def table():
    """Letters with group and role; verbs with letters."""
    text = RIGHTS.read_text(encoding="ascii")
    groups = re.findall(r"^GROUP\('(.)', \"([^\"]*)\", \"([^\"]*)\"\)$", text,
                        re.M)
    verbs = dict(re.findall(r'^VERB\("([^"]+)", "([^"]*)"\)$', text, re.M))
    return groups, verbs


def patient(ask):
    """Asked again when the portal says so: this asks more than one may."""
    while (answer := ask()).status == 429:
        time.sleep(int(answer.field("Retry-After")))
    return answer


class Route:
    def __init__(self, verb, right, text):
        self.verb = verb
        self.method, path = text.split(" ", 1)
        self.path = "/api/v1" + re.sub(r"\{[^}]*\}", NOWHERE, path)
        # any of these will do; "*": whoever is known
        self.roles = right.split("|")

    def __str__(self):
        return f"{self.method} {self.path}"

    def ask(self, caller):
        query = body = None
        if self.method in ("GET", "DELETE"):
            query = urllib.parse.urlencode(WRONG)
        else:
            body = WRONG
        path = self.path + (f"?{query}" if query else "")
        return patient(lambda: caller.ask(self.method, path, body))


def routes(archive):
    """Of the verbs as the program itself tells them."""
    told = json.loads(archive.do("help", "--json").stdout)["verbs"]
    return [Route(v["name"], v["right"] or "", one)
            for v in told if v["http"] for one in v["http"].split("|")]


class Callers:
    """An account of each group, signed in: by letter."""

    def __init__(self, w, server, groups):
        self.by_letter = {}
        for letter, group, role in groups:
            if role:
                have = json.loads(w.archive.do("role-group", "list",
                                               "--json").stdout)
                if group not in {g["name"] for g in have["role_groups"]}:
                    w.archive.do("role-group", "add", group, "--roles", role)
            name = f"{'nobody' if letter == '-' else letter.lower()}@x.org"
            self.by_letter[letter] = server.user(name, *([group] if group
                                                         else []))


def check(r, who, route, answer, allowed):
    """Granted: anything but 401 and 403; else 403, the roles, no data."""
    label = f"{who}: {route.verb} ({route})"
    if allowed:
        r.ok(f"{label} may", answer.status == 400 and
             answer.error().get("kind") == "usage",
             f"{answer.status} {answer.body[:300]}")
        return 0
    r.same(f"{label} may not", (answer.status, answer.error().get("kind")),
           (403, "right"))
    r.same(f"{label}: what would do", sorted(answer.error().get("roles", [])),
           sorted(role for role in route.roles if len(role) > 1))
    r.same(f"{label}: no data", list(answer.json()), ["error"])
    return 1


def by_group(w, server, groups, verbs, asked):
    r = w.results
    callers = Callers(w, server, groups)
    refused = 0
    for letter, group, _ in groups:
        for route in asked:
            refused += check(r, group or "no group", route,
                             route.ask(callers.by_letter[letter]),
                             letter in verbs.get(route.verb, ""))
    return callers, refused


def nobody(w, server, asked):
    """Without a session, or with what is none: never past the door."""
    r = w.results
    for who, caller in (("no session", Client(server)),
                        ("a token of nobody", Client(server, "est_guessed"))):
        for route in asked:
            a = route.ask(caller)
            r.same(f"{who}: {route.verb} ({route})",
                   (a.status, a.error().get("kind")), (401, "sign-in"))
            r.ok(f"{who}: {route.verb}: no data", set(a.json()) <= {
                "error", "sign_in"}, a.body[:300])


def reduced(w, server, callers, verbs, asked):
    """A token of the organisation's manager with one of its roles."""
    owner = callers.by_letter["O"]
    roles = ["View-Only Configuration"]
    made = owner.post("/api/v1/tokens", {"name": "some", "roles": roles[0]})
    w.results.same("a token with fewer roles", made.status, 200)
    program = Client(server, made.json()["token"])
    refused = 0
    for route in asked:
        allowed = "*" in route.roles or bool(set(roles) & set(route.roles))
        if allowed:  # never more than its owner
            w.results.ok(f"{route.verb}: its owner may", "O" in
                         verbs.get(route.verb, ""))
        refused += check(w.results, "a token", route, route.ask(program),
                         allowed)
    # a role taken from the owner is gone from the token at once
    w.archive.do("role-group", "remove-member", "Organization Management",
                 "o@x.org")
    for route in asked:
        refused += check(w.results, "a token whose owner has no role", route,
                         route.ask(program), "*" in route.roles)
    return refused


def looks(w, callers, verbs, asked):
    """What only looks and needs no name is really asked, as it is."""
    for route in asked:
        if route.method != "GET" or NOWHERE in route.path:
            continue
        for letter, caller in callers.by_letter.items():
            if letter == "O" or letter not in verbs.get(route.verb, ""):
                continue
            a = patient(lambda c=caller, r=route: c.get(r.path))
            w.results.ok(f"{letter}: {route} answers", a.status == 200,
                         f"{a.status} {a.body[:300]}")


def refusals(archive):
    """Of all accounts of this test."""
    acts, before = [], None
    while True:
        words = ["--before", before] if before else []
        told = json.loads(archive.do("audit", "list", "--json", "--limit",
                                     "500", "--outcome", "refused",
                                     *words).stdout)
        acts += told["acts"]
        before = told.get("next")
        if not before:
            return acts


def is_whole(w, server, client, verbs, asked):
    """No route is left out: neither a new verb's nor one beside the table."""
    r = w.results
    for verb in {route.verb for route in asked}:
        r.ok(f"who may `{verb}`? Say so in rights.def", verb in verbs)
    document = client.get("/api/v1/openapi.json").json()
    known = {(route.method, route.path) for route in asked}
    for path, item in document["paths"].items():
        for method in item:
            there = (method.upper(), "/api/v1" +
                     re.sub(r"\{[^}]*\}", NOWHERE, path))
            r.ok(f"{there} is a verb's", there in known or
                 path.startswith(NO_VERBS), there)
    for path in ("/session", "/events"):
        a = Client(server).get("/api/v1" + path)
        r.same(f"{path} is for who is signed in", a.status, 401)


def rights(w):
    groups, verbs = table()
    asked = routes(w.archive)
    server = w.serve()
    callers, refused = by_group(w, server, groups, verbs, asked)
    is_whole(w, server, callers.by_letter["-"], verbs, asked)
    nobody(w, server, asked)
    looks(w, callers, verbs, asked)
    refused += reduced(w, server, callers, verbs, asked)
    acts = [a for a in refusals(w.archive) if a["actor"].endswith("@x.org")]
    w.results.same("each refusal is an act", len(acts), refused)
    w.results.same("with where it came from", {a["origin"] for a in acts},
                   {"127.0.0.1"})
    say(f"{len(asked)} routes, {len(groups)} kinds of accounts, {refused} "
        "refusals")
    w.results.same("ends well", server.stop(), 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    tenant.options(parser)
    args = parser.parse_args()
    results = Results()
    with tempfile.TemporaryDirectory(prefix="estreat-rights-") as folder:
        rights(World(Programs.of_build(args.build), results, folder))
    return results.end()


if __name__ == "__main__":
    tenant.main(main)
