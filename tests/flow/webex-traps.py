#!/usr/bin/env python3
"""The traps of Webex's API, one by one: the sandbox must have each of them."""
import base64
import hashlib
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

from sandbox_client import sandbox
from webex_client import Client, Refused

failures = []


def expect(what, got, want):
    if got != want:
        failures.append(what)
        print(f"not ok - {what}: {got!r:.400}, not {want!r:.400}")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


opener = urllib.request.build_opener(NoRedirect)


def ask(url, token=None, body=None, method=None):
    """(status, headers, body), whatever the status."""
    headers = {"Authorization": "Bearer " + token} if token else {}
    request = urllib.request.Request(
        url, data=body.encode() if body else None, headers=headers,
        method=method)
    try:
        with opener.open(request) as reply:
            return reply.status, reply.headers, reply.read()
    except urllib.error.HTTPError as failed:
        with failed:
            return failed.code, failed.headers, failed.read()


class Talk:
    def __init__(self, greeting, facts):
        self.g = greeting
        self.w = greeting["webex"]
        self.facts = [x for x in facts if x.get("source") == "webex"]
        self.client = Client(greeting)

    def api(self, path, **more):
        return ask(self.w["api"] + path, self.client.token, **more)

    def status(self, path, **more):
        return self.api(path, **more)[0]

    def setup(self, **switches):
        return self.client.control("setup", {
            "webex." + k.replace("_", "-"): v for k, v in switches.items()})

    def at(self, when):
        self.client.control("now", {"now": when})

    def objects(self, kind, **want):
        return [x for x in self.facts if x["type"] == "object" and
                x["kind"] == kind and
                all(x.get(k) == v for k, v in want.items())]


def check_pages(t):
    """Empty pages with a next one, max=null, items told twice."""
    hollow = null = short = twice = 0
    last, url = None, "/events?max=20"
    while url:
        status, headers, body = t.api(url)
        expect("page", status, 200)
        items = json.loads(body)["items"]
        link = re.search("<([^>]+)>", headers["Link"] or "")
        hollow += not items and link is not None
        twice += bool(items) and items[0]["id"] == last
        last = items[-1]["id"] if items else last
        url = link and link.group(1)[len(t.w["api"]):]
        if url and "max=null" in url:
            null += 1
            expect("max=null", t.status(url), 400)
        short += bool(url) and "max=" not in url
        if url:
            cursor = urllib.parse.parse_qs(url.split("?")[1])["cursor"][0]
            url = "/events?max=20&cursor=" + cursor
    for what, count in (("hollow pages", hollow), ("max=null", null),
                        ("max lost", short), ("told twice", twice)):
        expect(f"there are {what}", count > 0, True)
    expect("a cursor of another listing", t.status(
        "/people?cursor=" + cursor), 400)
    t.setup(rough_paging="off")
    _, headers, body = t.api("/events?max=1000")
    expect("a smooth page", len(json.loads(body)["items"]), 1000)


def check_feed(t):
    now = t.g["now"]
    tomorrow = now[:8] + "31T23:00:00Z"
    expect("a future 'to'", t.status(f"/events?to={tomorrow}"), 400)
    expect("no such resource", t.status("/events?resource=people"), 400)
    expect("unknown parameter", t.status("/events?since=1"), 400)
    expect("unknown event", t.status("/events/Y2lzY28"), 404)
    expect("no such method", t.status("/events", method="DELETE"), 405)
    newest = json.loads(t.api("/events?max=1")[2])["items"][0]
    for bound in ("from", "to"):
        items = json.loads(t.api(
            f"/events?max=1000&{bound}={newest['created']}")[2])["items"]
        expect(f"'{bound}' is exclusive",
               newest["created"] in [x["created"] for x in items], False)
    t.setup(pro_pack="off")
    status, _, body = t.api("/events?from=2025-12-01T00:00:00Z")
    expect("the wall", (status, b"Pro Pack" in body), (403, True))
    expect("within the wall", t.status("/events?max=1"), 200)
    t.setup(pro_pack="on")


def check_borders(t):
    """Equal times in one space, midnights, edits at midnight."""
    posts = t.objects("message", version="")
    times = {}
    for post in posts:
        times.setdefault((post["conversation"], post["at"]), []).append(post)
    expect("equal times", any(len(x) > 1 for x in times.values()), True)
    expect("at midnight", any(x["at"].endswith("T00:00:00.000Z")
                              for x in posts), True)
    expect("before midnight", any(x["at"].endswith("T23:59:59.999Z")
                                  for x in posts), True)
    edits = [x for x in t.objects("message")
             if x["version"] not in ("", "deleted")]
    expect("edits at midnight", any("T00:00:00." in x["at"] for x in edits),
           True)
    expect("threads", any("parent" in x for x in posts), True)
    expect("mentions", any("mentioned" in x for x in posts), True)
    expect("cards", any(x["card"] for x in posts), True)
    deleted = t.objects("message", version="deleted")
    early = {x["id"]: x["at"] for x in posts}
    expect("deleted before the first run",
           any(x["day"] == early[x["id"]][:10] for x in deleted), True)
    expect("five languages", len({x["author"]["name"] for x in posts}) > 9,
           True)


def check_files(t):
    for scan, status in (("slow", 423), ("infected", 410)):
        for fact in t.objects("file"):
            slow = fact["available_from"][:13] > fact["at"][:13]
            if scan == "slow" and not slow:
                continue
            if scan == "infected" and fact["state"] != "failed":
                continue
            t.at(fact["at"] if scan == "slow" else t.g["now"])
            got, headers, _ = t.api(f"/contents/{fact['id']}")
            expect(f"{scan} file", got, status)
            if scan == "slow":
                wait = int(headers["Retry-After"])
                expect("Retry-After", 0 < wait <= 3600, True)
            break
    t.at(t.g["now"])
    seen = set()
    for fact in t.objects("file", state="archived"):
        path = f"/contents/{fact['id']}"
        if fact["available_from"] > t.g["now"]:
            continue
        status, headers, body = t.api(path, method="HEAD")
        seen.add(status)
        if status == 428:
            status, headers, body = t.api(path + "?allow=unscannable",
                                          method="HEAD")
        expect(f"HEAD of {fact['name']}",
               (status, body, int(headers["Content-Length"])),
               (200, b"", fact["size"]))
    expect("files that need force", seen, {200, 428})


def check_recordings(t):
    fact = t.objects("recording", format="MP4")[0]
    path = f"/recordings/{fact['id']}"
    links = json.loads(t.api(path)[2])["temporaryDirectDownloadLinks"]
    url = links["recordingDownloadLink"]
    status, headers, body = ask(url, t.client.token)
    expect("with a token", (status, headers["Content-Type"][:9],
                            hashlib.sha256(body).hexdigest() ==
                            fact["sha256"]), (200, "text/html", False))
    expect("the leak is counted",
           t.client.control("stats")["counts"]["bearer_leaks"], 1)
    expect("without", hashlib.sha256(ask(url)[2]).hexdigest(),
           fact["sha256"])
    expect("changed", ask(url.replace("/v-", "/a-"))[0], 404)
    expect("on the other host", ask(
        url.replace(t.w["media"], t.g["base"]))[0], 404)
    t.at(t.g["now"].replace("T00", "T04"))
    expect("expired", ask(url)[0], 403)
    t.at(t.g["now"])
    span = f"from={t.g['first_day']}T00:00:00Z&to={t.g['now']}&max=100"
    one = json.loads(t.api("/admin/recordings?" + span)[2])["items"]
    expect("one site by default", len({x["siteUrl"] for x in one}), 1)
    expect("two months", t.status(
        "/admin/recordings?from=2026-01-01T00:00:00Z&to="
        "2026-03-01T00:00:00Z"), 400)
    expect("prevented", all("downloadUrl" in x for x in one), False)
    t.setup(officer="off")
    expect("not an officer", t.status(path), 403)
    expect("nor for the feed", t.status("/events"), 403)
    expect("people still", t.status("/people/me"), 200)
    t.setup(officer="on")


def form(t, **fields):
    return ask(t.w["token"], body=urllib.parse.urlencode({
        "client_id": t.w["client_id"],
        "client_secret": t.w["client_secret"], **fields}))


def check_sign_in(t):
    verifier = "v" * 50
    challenge = base64.urlsafe_b64encode(hashlib.sha256(
        verifier.encode()).digest()).rstrip(b"=").decode()
    back = "http://127.0.0.1:9/back"
    status, headers, _ = ask(t.w["authorize"] + "?" + urllib.parse.urlencode({
        "client_id": t.w["client_id"], "response_type": "code",
        "redirect_uri": back, "state": "s p", "code_challenge": challenge,
        "code_challenge_method": "S256"}))
    expect("authorize", status, 302)
    query = urllib.parse.parse_qs(headers["Location"].split("?")[1])
    expect("state", query["state"], ["s p"])
    code = {"grant_type": "authorization_code", "code": query["code"][0],
            "redirect_uri": back, "code_verifier": verifier}
    expect("wrong verifier", form(t, **{**code, "code_verifier": "x"})[0],
           400)
    expect("wrong secret", form(t, **code, client_secret="x")[0], 401)
    status, _, body = form(t, **code)
    reply = json.loads(body)
    expect("code", (status, reply["token_type"]), (200, "Bearer"))
    expect("code again", form(t, **code)[0], 400)
    expect("the token", ask(t.w["api"] + "/people/me",
                            reply["access_token"])[0], 200)
    expect("scopes", "spark-compliance:events_read" in reply["scope"], True)
    app = json.dumps({"clientId": t.w["app_client_id"],
                      "clientSecret": t.w["app_client_secret"],
                      "targetOrgId": t.w["org_id"]})
    path = f"/applications/{t.w['application_id']}/token"
    status, _, body = t.api(path, body=app)
    expect("service app", status, 200)
    expect("its token", ask(t.w["api"] + "/events?max=1",
                            json.loads(body)["access_token"])[0], 200)
    expect("of another organisation", t.api(
        path, body=app.replace(t.w["org_id"], "elsewhere"))[0], 403)


def check_kms(t):
    """Without spark:kms nothing that people wrote is to be read."""
    scopes = json.loads(form(t, grant_type="refresh_token",
                             refresh_token=t.client.refresh)[2])
    t.client.refresh = scopes["refresh_token"]
    t.setup(without="spark:kms")
    page = json.loads(t.api("/events?resource=messages&type=created&max=100")
                      [2])["items"]
    expect("no texts", [x for x in page if "text" in x["data"]], [])
    expect("but why", {x["data"]["errors"]["text"]["code"] for x in page},
           {"kms_failure"})
    t.setup(scopes=scopes["scope"])
    page = t.client.every("/events", resource="messages", type="created")
    expect("texts again", sum("text" in x["data"] for x in page) >
           len(page) * 0.9, True)


def check_tokens(t):
    t.setup(token="revoked")
    expect("revoked", t.status("/people/me"), 401)
    t.client.renew()
    expect("renewed", t.status("/people/me"), 200)
    t.at("2026-04-15T00:00:00Z")
    expect("after 15 days", t.status("/people/me"), 401)
    t.client.renew()
    t.at("2026-07-30T00:00:00Z")
    status, _, body = form(t, grant_type="refresh_token",
                           refresh_token=t.client.refresh)
    expect("after 90 days", (status, b"refresh token" in body), (400, True))
    t.at(t.g["now"])


def check_limits(t):
    t.setup(rate=5)
    answers = [t.api("/people/me") for _ in range(12)]
    over = [x for x in answers if x[0] == 429]
    expect("over the limit", len(over) >= 2, True)
    expect("seconds", over[0][1]["Retry-After"], "60")
    t.setup(rate=0, wait=1800)
    t.client.control("setup", {"fault": "rate-daily=1"})
    status, headers, _ = t.api("/rooms")
    expect("a full quota", (status, headers["Retry-After"]), (429, "1800"))
    t.client.control("setup", {"fault": "rate-daily=0"})
    try:
        t.setup(posts=3)
        expect("a shape after the start", "taken", "refused")
    except Refused as refused:
        expect("a shape after the start", b"at the start" in refused.body,
               True)


def check_rooms(t):
    one = next(x for x in t.facts if x["type"] == "conversation" and
               x["kind"] == "direct")
    room = json.loads(t.api(f"/rooms/{one['id']}")[2])
    expect("a 1:1", room["title"], "Empty Title")
    team = next(x for x in t.facts if x["type"] == "conversation" and
                x["kind"] == "channel")
    room = json.loads(t.api(f"/rooms/{team['id']}")[2])
    expect("a team in another cluster", room["teamId"] != team["team"], True)
    mine = json.loads(t.api("/rooms?max=1000")[2])["items"]
    all_rooms = [x for x in t.facts if x["type"] == "conversation"]
    expect("only the officer's own rooms", 0 < len(mine) < len(all_rooms),
           True)
    expect("no room", t.status("/messages"), 400)
    expect("unknown room", t.status("/messages?roomId=abc"), 404)
    gone = [x for x in t.g["facts"] if x["type"] == "person" and
            x["status"] == "deleted"]
    people = t.client.every("/people")
    expect("deleted people", {p["displayName"] for p in people} &
           {x["name"] for x in gone}, set())
    expect("ids not found", json.loads(t.api("/people?id=abc")[2]),
           {"items": [], "notFoundIds": ["abc"]})


def check_before(t):
    """beforeMessage goes by the order, also among equal times."""
    posts = t.objects("message", version="")
    twins = [b for a, b in zip(posts, posts[1:]) if a["at"] == b["at"] and
             a["conversation"] == b["conversation"]]
    expect("neighbours of the same time", bool(twins), True)
    for post in twins:
        room = post["conversation"]
        every = [x["id"] for x in t.client.every("/messages", roomId=room,
                                                 max=1000)]
        if post["id"] not in every:
            continue
        rest = t.client.every("/messages", roomId=room, max=1000,
                              beforeMessage=post["id"])
        expect("before a message", [x["id"] for x in rest],
               every[every.index(post["id"]) + 1:])


def check_running(t):
    """What happens during a listing is in the next one, nothing is lost."""
    noon, later = (t.g["last_day"] + x for x in ("T12:00:00Z", "T18:00:00Z"))
    t.at(noon)
    want = {x["id"] for x in t.client.every("/events", max=100)}
    page, link = t.client.page("/events", max=100)
    t.at(later)
    got = {x["id"] for x in page["items"]}
    while link:
        page, link = t.client.page(link.replace("max=null", "max=100"))
        got |= {x["id"] for x in page["items"]}
    expect("the listing of noon", got == want, True)
    after = t.client.every("/events", max=100)
    expect("the next one", want < {x["id"] for x in after}, True)
    expect("edited meanwhile", any(x["type"] == "updated" and
                                   x["id"] not in want for x in after), True)
    t.at(t.g["now"])


def check_retention(program):
    """What is older than three days is gone, deleted or not."""
    with sandbox(program, "--also", "webex", "--setup",
                 "webex.retention=3,webex.rough-paging=off") as (
                     greeting, facts, _):
        t = Talk(greeting, facts)
        posts = t.objects("message", version="")
        expect("states", {x["state"] for x in posts} <=
               {"archived", "expired"}, True)
        old = [x for x in posts if x["gone_from"] <= "2026-03-31T00:00:00.000Z"]
        expect("some are old", 0 < len(old) < len(posts), True)
        expect("an old one", t.status("/messages/" + old[-1]["id"]), 404)
        young = [x for x in posts if x not in old]
        told = t.client.every("/events", resource="messages", type="created")
        expect("the feed", sorted(x["data"]["id"] for x in told),
               sorted(x["id"] for x in young))


def main(program):
    with sandbox(program, "--also", "webex") as (greeting, facts, _):
        t = Talk({**greeting, "facts": facts}, facts)
        check_pages(t)
        check_feed(t)
        check_borders(t)
        check_files(t)
        check_recordings(t)
        check_sign_in(t)
        check_rooms(t)
        check_before(t)
        check_running(t)
        check_limits(t)
        check_kms(t)
        check_tokens(t)
    check_retention(program)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
