#!/usr/bin/env python3
"""What RingCentral's rules are, asked of the sandbox: sign-in, limits,
exports, permissions, synchronizations, what one user can see.

    ringcentral-rules.py SANDBOX
"""
import base64
import hashlib
import json
import re
import sys
import urllib.parse

from ringcentral_client import (ACCOUNT, EXPORT, JWT, RingClient, error_of,
                                moment_of, read_zip, text_of)
from sandbox_client import Refused, sandbox

failures = []


def expect(what, got, want):
    if got != want:
        failures.append(what)
        print(f"not ok - {what}: {got!r:.500}, not {want!r:.500}")


def refused(what, call, status, code):
    """The call is answered with that status and errorCode."""
    try:
        call()
        expect(what, "well", (status, code))
    except Refused as answer:
        expect(what, (answer.status, error_of(answer)), (status, code))


def raw(client, method, url, body=None, token=None):
    """(status, headers, body) of one request, as it is."""
    headers = {} if token is None else {"Authorization": "Bearer " + token}
    return client._send(method, url, headers, body)


# ---- sign-in ----

def check_refresh(client, greeting):
    first = client.sign_in(grant_type="refresh_token",
                           refresh_token=greeting["ringcentral"][
                               "refresh_token"])
    url = client.api + ACCOUNT
    expect("token", raw(client, "GET", url, token=first["access_token"])[0],
           200)
    expect("lives", (first["expires_in"], first["refresh_token_expires_in"]),
           (3600, 604799))
    second = client.sign_in(grant_type="refresh_token",
                            refresh_token=first["refresh_token"])
    status, _, body = raw(client, "GET", url, token=first["access_token"])
    expect("refreshing voids the old token",
           (status, json.loads(body)["errorCode"]), (401, "OAU-128"))
    again = client.sign_in(grant_type="refresh_token",
                           refresh_token=first["refresh_token"])
    expect("who lost the answer asks again", again["access_token"],
           second["access_token"])
    expect("it works", raw(client, "GET", url,
                           token=second["access_token"])[0], 200)
    later = text_of(moment_of(greeting["now"]) + 11)
    client.move_to(later)
    refused("the old token, later", lambda: client.sign_in(
        grant_type="refresh_token", refresh_token=first["refresh_token"]),
        400, "OAU-210")
    client.move_to(text_of(moment_of(greeting["now"]) + 604800 + 20))
    refused("after a week", lambda: client.sign_in(
        grant_type="refresh_token", refresh_token=again["refresh_token"]),
        400, "OAU-210")
    client.move_to(greeting["now"])


def check_sign_in(client, greeting):
    url = client.api + ACCOUNT
    jwt = {"grant_type": JWT, "assertion": client.greeting["jwt"]}
    status, _, body = raw(client, "GET", url)
    expect("no token", (status, json.loads(body)["errorCode"]),
           (401, "AGW-401"))
    status, _, body = raw(client, "GET", url, token="RCA.1.2.3")
    expect("a made-up token", (status, json.loads(body)["errorCode"]),
           (401, "OAU-129"))
    short = client.sign_in(**jwt, access_token_ttl=600)
    expect("a short life", short["expires_in"], 600)
    client.move_to(text_of(moment_of(greeting["now"]) + 601))
    expect("is over", raw(client, "GET", url,
                          token=short["access_token"])[0], 401)
    client.move_to(greeting["now"])
    refused("too short a life", lambda: client.sign_in(
        **jwt, access_token_ttl=599), 400, "OAU-241")
    refused("another JWT", lambda: client.sign_in(
        grant_type=JWT, assertion="a.b.c"), 400, "OAU-250")
    tokens = [client.sign_in(**jwt)["access_token"] for _ in range(6)]
    alive = [raw(client, "GET", url, token=t)[0] for t in tokens]
    expect("five sessions", alive, [401] + 5 * [200])
    client.fetch("POST", client.api + "/restapi/oauth/revoke", basic=True,
                 body=urllib.parse.urlencode({"token": tokens[5]}))
    expect("revoked", raw(client, "GET", url, token=tokens[5])[0], 401)
    for how, code in (("expired", "OAU-252"), ("revoked", "OAU-251")):
        client.control("setup", {"ringcentral.jwt": how})
        refused(how, lambda: client.sign_in(**jwt), 400, code)
    client.control("setup", {"ringcentral.jwt": "good"})


def check_code(client):
    verifier = "v" * 50
    challenge = base64.urlsafe_b64encode(hashlib.sha256(
        verifier.encode()).digest()).decode().rstrip("=")
    back = "http://localhost:9/back"
    query = urllib.parse.urlencode({
        "response_type": "code", "client_id": client.greeting["client_id"],
        "redirect_uri": back, "state": "a b", "code_challenge": challenge,
        "code_challenge_method": "S256"})
    _, headers, _ = raw(client, "GET",
                        client.greeting["authorize"] + "?" + query)
    got = urllib.parse.parse_qs(
        urllib.parse.urlsplit(headers["Location"]).query)
    expect("state", got["state"], ["a b"])
    form = {"grant_type": "authorization_code", "code": got["code"][0],
            "redirect_uri": back}
    refused("no verifier", lambda: client.sign_in(**form), 400, "OAU-103")
    form["code_verifier"] = verifier
    expect("code", "refresh_token" in client.sign_in(**form), True)
    refused("a code used twice", lambda: client.sign_in(**form), 400,
            "OAU-103")


# ---- limits: counted here, timed in the unit test ----

def check_limits(client):
    client.access()
    client.control("setup", {"ringcentral.limits": "3/40/10/5/59"})
    url = client.api + ACCOUNT
    left = []
    for _ in range(5):
        status, headers, _ = raw(client, "GET", url, token=client.token)
        left.append((status, headers["X-Rate-Limit-Remaining"]))
    expect("light requests", left, [(200, "2"), (200, "1"), (200, "0"),
                                    (429, "0"), (429, "0")])
    expect("headers", [headers[x] for x in (
        "X-Rate-Limit-Group", "X-Rate-Limit-Limit", "X-Rate-Limit-Window",
        "Retry-After")], ["Light", "3", "59", "59"])
    status, headers, _ = raw(client, "GET", client.api + ACCOUNT +
                             "/extension", token=client.token)
    expect("another group", (status, headers["X-Rate-Limit-Group"]),
           (200, "Medium"))
    counts = client.control("stats")["counts"]
    expect("counted", counts["over_rate"], 2)
    client.control("setup", {"ringcentral.limits": "off"})


# ---- exports ----

def finish(client, task, polls=10):
    statuses = [task["status"]]
    while statuses[-1] != "Completed" and len(statuses) < polls:
        task = client.get(f"{EXPORT}/{task['id']}")
        statuses.append(task["status"])
    return task, statuses


def check_tasks(client, greeting):
    client.control("setup", {"ringcentral.foreign-tasks": 1,
                             "ringcentral.export-polls": 5})
    one = client.post(EXPORT, {})
    refused("three exports", lambda: client.post(EXPORT, {}), 400, "CMN-211")
    listed = client.get(EXPORT, status=["Accepted", "Pending", "InProgress"])
    expect("of two people", len({x["creator"]["id"]
                                 for x in listed["tasks"]}), 2)
    one, seen = finish(client, one)
    two, more = finish(client, client.post(EXPORT, {}))
    expect("statuses", {"InProgress", "Pending"} <= {*seen, *more}, True)
    expect("asked", one["specific"]["timeTo"], greeting["now"])
    url = one["datasets"][0]["uri"]
    expect("a dataset without a token", raw(client, "GET", url)[0], 401)
    platform = url.replace(greeting["media"], greeting["base"])
    expect("a dataset at the platform",
           raw(client, "GET", platform, token=client.access())[0], 404)
    expect("twice the same", client.bytes_of(url), client.bytes_of(url))
    client.move_to(text_of(moment_of(greeting["now"]) + 7 * 86400))
    expect("a week later", client.get(f"{EXPORT}/{two['id']}")["status"],
           "Expired")
    refused("and its dataset", lambda: client.bytes_of(url), 404, "CMN-102")
    client.move_to(greeting["now"])
    client.control("setup", {"ringcentral.export-polls": 3})


def check_queries(client, facts):
    for what, body in (
            ("seven months", {"timeFrom": "2025-08-29T00:00:00Z"}),
            ("backwards", {"timeFrom": "2026-03-30T00:00:00Z",
                           "timeTo": "2026-03-29T00:00:00Z"}),
            ("no time", {"timeFrom": "yesterday"}),
            ("31 contacts", {"contacts": [{"id": "1"}] * 31}),
            ("11 chats", {"chatIds": ["1"] * 11})):
        refused(what, lambda b=body: client.post(EXPORT, b), 400, "CMN-101")
    refused("a short page", lambda: client.get(
        "/rcvideo/v1/history/account/~/meetings", perPage=9), 400, "CMN-101")
    since = {"timeFrom": "2026-03-17T00:00:00Z"}
    chats = [x for x in facts if x["type"] == "chat"]
    one = client.export(**since, chatIds=[chats[3]["id"], "17"])
    expect("one chat", {x["chatId"] for x in one["posts"]}, {chats[3]["id"]})
    person = chats[2]["members"][0]
    email = next(x["email"] for x in facts if x["type"] == "extension" and
                 x["id"] == person["id"])
    for contact in ({"id": person["id"]}, {"email": email.upper()}):
        got = client.export(**since, contacts=[contact])
        want = {c["id"] for c in chats
                if person["id"] in {m["id"] for m in c["members"]}}
        expect("one contact", {x["id"] for x in got["chats"]} - want, set())
        expect("their chats", chats[2]["id"] in
               {x["id"] for x in got["chats"]}, True)
    nobody = client.export(**since, contacts=[{"email": "x@y.example"}])
    expect("an unknown contact", nobody["posts"], [])


def check_forms(client):
    since = {"timeFrom": "2026-03-17T00:00:00Z"}
    usual = client.export(**since)
    for setup in ({"ringcentral.zip": "stored"},
                  {"ringcentral.zip": "zip64"},
                  {"ringcentral.zip": "deflated",
                   "ringcentral.dataset-posts": 100}):
        client.control("setup", setup)
        got = client.export(**since)
        for folder in ("posts", "tasks", "notes", "events", "files"):
            expect(f"{setup}: {folder}", got[folder], usual[folder])
    task, _ = finish(client, client.post(EXPORT, since))
    expect("several datasets", len(task["datasets"]) > 3, True)
    client.control("setup", {"ringcentral.dataset-posts": 50000})


def check_window(client, facts, greeting):
    """Of a post changed after its day: by what a window finds it."""
    post = next(x for x in facts if x.get("kind") == "post" and
                x["version"] not in ("", "deleted") and
                x["at"][:10] > x["created"][:10] and
                x["at"] < greeting["now"])
    day = {"timeFrom": post["day"] + "T00:00:00Z",
           "timeTo": post["day"] + "T23:59:59Z"}
    for window, found in (("modified", True), ("created", False)):
        client.control("setup", {"ringcentral.window": window})
        got = client.export(**day)
        expect(f"window by {window}",
               post["id"] in {x["id"] for x in got["posts"]}, found)
    client.control("setup", {"ringcentral.window": "modified"})
    # ordered before it was changed, ready after
    before = text_of(moment_of(post["at"]) - 1)
    after = text_of(moment_of(post["at"]) + 1)
    client.move_to(before)
    task = client.post(EXPORT, {"timeFrom": post["created"][:10] +
                                "T00:00:00Z"})
    client.move_to(after)
    task, _ = finish(client, task)
    got = {x: [] for x in ("chats", "members", "guests", "posts", "events",
                           "tasks", "notes", "files")}
    for dataset in task["datasets"]:
        read_zip(client.bytes_of(dataset["uri"]), got)
    expect("changed while the export ran", [
        x["lastModifiedTime"] for x in got["posts"] if x["id"] == post["id"]],
        [post["version"]])
    client.move_to(greeting["now"])


# ---- permissions ----

def check_permissions(client):
    client.control("setup", {"ringcentral.scopes": "ReadAccounts"})
    refused("no TeamMessaging", lambda: client.get(EXPORT), 403, "CMN-401")
    try:
        client.get(f"{ACCOUNT}/extension/~/message-store")
    except Refused as answer:
        expect("it is named", b"[ReadMessages]" in answer.body, True)
    client.control("setup", {"ringcentral.scopes": "TeamMessaging+"
                             "ReadMessages+ReadCallLog+ReadAccounts",
                             "ringcentral.admin": "off"})
    refused("no administrator", lambda: client.get(EXPORT), 403, "CMN-408")
    refused("not their call log", lambda: client.get(
        f"{ACCOUNT}/call-log-extract-sync"), 403, "CMN-408")
    rights = client.get(f"{ACCOUNT}/extension/~/authz-profile")
    expect("fewer rights", len(rights["permissions"]), 2)
    client.control("setup", {"ringcentral.admin": "on",
                             "ringcentral.compliance-exports": "off"})
    refused("no exports", lambda: client.post(EXPORT, {}), 403, "CMN-419")
    client.control("setup", {"ringcentral.compliance-exports": "on"})


# ---- synchronizations ----

def check_sync(client, greeting):
    paths = {f"{ACCOUNT}/extension/~/message-sync": "MSG-333",
             f"{ACCOUNT}/call-log-extract-sync": "CLG-102"}
    tokens = {}
    for path, code in paths.items():
        got = client.get(path, syncType="FSync")
        tokens[path] = got["syncInfo"]["syncToken"]
        got = client.get(path, syncType="ISync", syncToken=tokens[path])
        expect("nothing is new", got["records"], [])
        refused("a made-up token", lambda p=path: client.get(
            p, syncType="ISync", syncToken="sy1.2.3"), 400, code)
    client.move_to(text_of(moment_of(greeting["now"]) + 11 * 86400))
    for path, code in paths.items():
        refused("an old token", lambda p=path: client.get(
            p, syncType="ISync", syncToken=tokens[p]), 400, code)
    client.move_to(greeting["now"])


# ---- what one user sees ----

def state_at(facts, kind, now):
    """id -> the fact that is true then."""
    return {x["id"]: x for x in facts if x.get("kind") == kind and
            x["available_from"] <= now and
            (x["gone_from"] is None or now < x["gone_from"])}


def check_chats(client, facts, greeting):
    me = client.get(f"{ACCOUNT}/extension/~")["id"]
    posts = state_at(facts, "post", greeting["now"])
    for chat in client.tokened("/team-messaging/v1/chats", recordCount=3):
        if str(me) not in {x["id"] for x in chat["members"]}:
            expect("a team that can be joined", chat["public"], True)
            refused("its posts", lambda c=chat: client.get(
                f"/team-messaging/v1/chats/{c['id']}/posts"), 404, "CMN-102")
            continue
        got = client.tokened(f"/team-messaging/v1/chats/{chat['id']}/posts",
                             recordCount=7)
        want = {x["id"]: x["text"] for x in posts.values()
                if x["conversation"] == chat["id"] and not x["deleted"]}
        expect("posts", {x["id"]: x["text"] for x in got}, want)
        times = [x["creationTime"][:19] for x in got]
        expect("the newest first", times, sorted(times, reverse=True))
    expect("teams", {x["type"] for x in client.tokened(
        "/team-messaging/v1/teams")}, {"Team"})


def check_persons(client, facts):
    people = [x for x in facts if x["type"] == "extension"][:5]
    ids = [x["id"] for x in people] + ["17"]
    status, headers, body = raw(
        client, "GET", client.api + "/team-messaging/v1/persons/" +
        ",".join(ids), token=client.access())
    boundary = re.search(r"boundary=(\S+)", headers["Content-Type"]).group(1)
    parts = [json.loads(x.split(b"\r\n\r\n")[1]) for x in
             body.split(b"--" + boundary.encode())[1:-1]]
    expect("many", status, 207)
    expect("statuses", [x["status"] for x in parts[0]["response"]],
           5 * [200] + [404])
    expect("addresses", [x["email"] for x in parts[1:6]],
           [x["email"] for x in people])
    one = client.get("/team-messaging/v1/persons/" + ids[0])
    expect("one", one["email"], people[0]["email"])
    refused("31", lambda: client.get("/team-messaging/v1/persons/" +
                                     ",".join(["1"] * 31)), 400, "CMN-101")


def check_large(program):
    """Files of 10,000 records, and as many posts as were asked for."""
    with sandbox(program, "--also", "ringcentral", "--setup",
                 "ringcentral.chats=600,ringcentral.posts=25000,"
                 "ringcentral.files=0,ringcentral.objects=10,"
                 "ringcentral.dataset-posts=100000") as (greeting, _, _):
        client = RingClient(greeting)
        since = {"timeFrom": "2026-03-17T00:00:00Z"}
        got = client.export(**since)
        expect("posts", len({x["id"] for x in got["posts"]}), 25000)
        refused("too late for a volume", lambda: client.control(
            "setup", {"ringcentral.posts": 5}), 400, None)


def main(program):
    with sandbox(program, "--also", "ringcentral") as (greeting, facts, _):
        facts = [x for x in facts if x.get("source") == "ringcentral"]
        client = RingClient(greeting)
        check_refresh(client, greeting)
        check_sign_in(client, greeting)
        client.token = None
        check_code(client)
        check_limits(client)
        check_tasks(client, greeting)
        check_queries(client, facts)
        check_forms(client)
        check_window(client, facts, greeting)
        check_sync(client, greeting)
        check_chats(client, facts, greeting)
        check_persons(client, facts)
        check_permissions(client)
    check_large(program)
    print(f"# {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
