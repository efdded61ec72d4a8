#!/usr/bin/env python3
"""The traps of Zoom's API, one by one: the sandbox must have each of them."""
import base64
import email.utils
import hashlib
import hmac
import json
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

from sandbox_client import Client, Refused, sandbox

failures = []


def expect(what, got, want):
    if got != want:
        failures.append(what)
        print(f"not ok - {what}: {got!r:.400}, not {want!r:.400}")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


opener = urllib.request.build_opener(NoRedirect)


def ask(url, headers=(), body=None, method=None):
    """(status, headers, body), whatever the status."""
    request = urllib.request.Request(url, data=body, headers=dict(headers),
                                     method=method)
    try:
        with opener.open(request) as reply:
            return reply.status, reply.headers, reply.read()
    except urllib.error.HTTPError as failed:
        with failed:
            return failed.code, failed.headers, failed.read()


def code_of(answer):
    return answer[0], json.loads(answer[2]).get("code")


class Talk:
    """The sandbox, and the many ways to speak to it."""

    def __init__(self, greeting, facts):
        self.g = greeting
        self.facts = facts
        self.client = Client(greeting)

    def api(self, path, token=None, **more):
        token = token or self.client.access()
        return ask(self.g["api"] + path, {"Authorization": "Bearer " + token},
                   **more)

    def token(self, secret=None, **form):
        pair = self.g["client_id"] + ":" + (secret or
                                            self.g["client_secret"])
        status, _, body = ask(
            self.g["token"],
            {"Authorization": "Basic " + base64.b64encode(
                pair.encode()).decode()},
            body=urllib.parse.urlencode(form).encode())
        return status, json.loads(body)

    def setup(self, **switches):
        self.client.control("setup", {k.replace("_", "-"): v
                                      for k, v in switches.items()})

    def now(self, moment):
        self.client.control("now", {"now": moment})

    def meeting(self, plot):
        return next(f for f in self.facts if f["type"] == "meeting" and
                    f["plot"] == plot)

    def stats(self, name):
        return self.client.control("stats").get("counts", {}).get(name, 0)


def check_tokens(t):
    expect("wrong secret", t.token("no", grant_type="refresh_token")[0], 401)
    status, body = t.token(grant_type="password")
    expect("grant type", (status, body["errorCode"]), (400, 4705))
    expect("no grant", t.token()[1]["errorCode"], 4706)
    expect("account", t.token(grant_type="account_credentials",
                              account_id="x")[1]["errorCode"], 4700)
    status, one = t.token(grant_type="refresh_token",
                          refresh_token=t.g["refresh_token"])
    expect("refresh", (status, one["expires_in"], one["token_type"]),
           (200, 3600, "bearer"))
    status, again = t.token(grant_type="refresh_token",
                            refresh_token=t.g["refresh_token"])
    expect("used refresh token", (status, again["errorCode"]), (400, 4711))
    status, two = t.token(grant_type="refresh_token",
                          refresh_token=one["refresh_token"])
    expect("its successor", status, 200)
    expect("me", t.api("/users/me", two["access_token"])[0], 200)
    expect("me of a server app", code_of(t.api("/users/me")), (400, 4700))
    expect("no token", code_of(ask(t.g["api"] + "/users")), (401, 124))


def check_authorize(t):
    verifier = "a-verifier-of-at-least-forty-three-characters-yes"
    challenge = base64.urlsafe_b64encode(hashlib.sha256(
        verifier.encode()).digest()).rstrip(b"=").decode()
    back = "http://127.0.0.1:1/back?x=1"
    query = {"response_type": "code", "client_id": t.g["client_id"],
             "redirect_uri": back, "state": "a b&c",
             "code_challenge": challenge, "code_challenge_method": "S256"}
    status, headers, _ = ask(t.g["authorize"] + "?" +
                             urllib.parse.urlencode(query))
    to = urllib.parse.urlsplit(headers["Location"])
    got = dict(urllib.parse.parse_qsl(to.query))
    expect("back", (status, to.netloc, got["x"], got["state"]),
           (302, "127.0.0.1:1", "1", "a b&c"))
    form = {"grant_type": "authorization_code", "code": got["code"],
            "redirect_uri": back}
    expect("no verifier", t.token(**form)[1]["errorCode"], 4734)
    status, body = t.token(**form, code_verifier=verifier)
    expect("code", status, 200)
    expect("code again", t.token(**form, code_verifier=verifier)[0], 400)
    expect("authorised", t.api("/users", body["access_token"])[0], 200)
    query["client_id"] = "other"
    expect("client", ask(t.g["authorize"] + "?" +
                         urllib.parse.urlencode(query))[0], 400)


def jwt(t, **claims):
    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    text = part(b'{"alg":"HS256","typ":"JWT"}') + "." + part(
        json.dumps({"iss": t.g["jwt_key"], **claims}).encode())
    mac = hmac.new(t.g["jwt_secret"].encode(), text.encode(), hashlib.sha256)
    return text + "." + part(mac.digest())


def check_jwt(t):
    good = jwt(t, exp=int(time.time()) + 60)
    expect("jwt", t.api("/users", good)[0], 200)
    expect("jwt expired", code_of(t.api("/users", jwt(t, exp=1))), (401, 124))
    expect("jwt forged", t.api("/users", good[:-2] + "xx")[0], 401)


def check_scopes(t):
    everything = t.token(grant_type="account_credentials",
                         account_id=t.g["account_id"])[1]["scope"]
    granted = ("meeting:read:past_meeting:admin,"
               "user:read:list_users:admin")
    t.setup(scopes=granted)
    expect("granted", t.api("/users")[0], 200)
    status, _, body = t.api("/users/x/recordings")
    expect("not granted", status, 400)
    expect("its text", json.loads(body)["message"],
           "Invalid access token, does not contain scopes:"
           '["cloud_recording:read:list_user_recordings:admin"]')
    t.setup(scopes="user:read:admin")
    expect("classic", (t.api("/users")[0], code_of(
        t.api("/archive_files"))), (200, (400, 104)))
    t.setup(scopes=["archiving:read:list_archived_files:admin",
                    "user:read:admin"])
    expect("a list", (t.api("/users")[0], t.api("/archive_files")[0]),
           (200, 200))
    before = t.stats("bad_requests")
    for wrong in (b'{"scopes":5}', b'{"scopes":[5]}', b'{"scopes":"0"}',
                  b'{"plan":["pro"]}', b'{"qps":null}', b'{"qps":1.5}',
                  b'[]', b'{"colour":"blue"}'):
        expect(f"setup {wrong}", ask(t.g["base"] + "/sandbox/setup",
                                     body=wrong)[0], 400)
    expect("now", ask(t.g["base"] + "/sandbox/now",
                      body=b'{"now":"soon"}')[0], 400)
    expect("none was a request to Zoom", t.stats("bad_requests"), before)
    expect("nor did one change anything", t.api("/archive_files")[0], 200)
    t.setup(scopes=everything)


def listens_here_alone(program):
    """Nobody but this machine may reach it."""
    for address in "0.0.0.0:0", "192.0.2.1:0", "128.0.0.1:0":
        refused = subprocess.run([program, "--listen", address, "--days",
                                  "1"], capture_output=True, timeout=60)
        expect(f"--listen {address}", (refused.returncode,
                                       b"127.0.0.0/8" in refused.stderr),
               (2, True))


def check_switches(t):
    user = t.client.get("/users", page_size=1)["users"][0]["id"]
    recordings = f"/users/{user}/recordings?from=2026-03-20&to=2026-03-30"
    for switch, path, code in (
            ({"archiving": False}, "/archive_files", (400, 200)),
            ({"cloud_recording": False}, recordings, (400, 200)),
            ({"plan": "free"}, recordings, (400, 200)),
            ({"plan": "pro"}, "/archive_files", (400, 200)),
            ({"account_recordings": False}, "/accounts/me/recordings",
             (404, 2300))):
        name = next(iter(switch))
        expect(f"with {name}", t.api(path)[0], 200)
        t.setup(**switch)
        expect(f"without {name}", code_of(t.api(path)), code)
        t.setup(**{name: "business" if name == "plan" else True})
    expect("archive in the settings", "archive" in t.client.get(
        "/accounts/me/settings")["recording"], True)
    t.setup(archiving=False)
    expect("and not", "archive" in t.client.get(
        "/accounts/me/settings")["recording"], False)
    t.setup(archiving=True)
    old = t.client.access()
    t.setup(token="revoked")
    expect("revoked", code_of(t.api("/users", old)), (401, 124))
    t.setup(app=False)
    expect("app", t.token(grant_type="account_credentials",
                          account_id=t.g["account_id"])[1]["errorCode"], 4717)
    t.setup(app=True)
    t.client.token = None


def check_windows(t):
    page = t.client.get("/accounts/me/recordings", from_="2025-12-01",
                        to="2026-03-30", page_size=1)
    expect("clamped to a month", (page["from"], page["to"]),
           ("2026-02-28", "2026-03-30"))
    page = t.client.get("/accounts/me/recordings")
    expect("default window", (page["from"], page["to"]),
           ("2026-03-31", "2026-04-01"))
    for path, code in (
            ("/archive_files?from=2026-03-20T00:00:00Z"
             "&to=2026-03-28T00:00:00Z", (400, 300)),
            ("/archive_files?from=2026-03-20", (400, 300)),
            ("/report/history_meetings?from=2026-01-01&to=2026-03-01",
             (400, 300)),
            ("/report/history_meetings?from=2026-03-01", (400, 300)),
            ("/accounts/me/recordings?trash=true&from=2026-03-01",
             (400, 300)),
            ("/users?page_size=301", (400, 300)),
            ("/users?status=deleted", (400, 300)),
            ("/users?colour=blue", (400, 300)),
            ("/users?next_page_token=guess", (400, 300)),
            ("/nothing", (404, 2300)),
            ("/users/", (404, 2300)),
            ("/users/%FF%00", (404, 1001)),
            ("/users/nobody@nordwind.example", (404, 1001))):
        expect(path, code_of(t.api(path)), code)
    user = t.client.get("/users", page_size=1)["users"][0]["id"]
    expect("six months", code_of(t.api(
        f"/report/users/{user}/meetings?from=2025-08-01&to=2025-08-20")),
        (300, 300))
    expect("method", t.api("/users", method="DELETE")[0], 405)


def check_pages(t):
    query = {"from_": "2026-03-25T00:00:00Z", "to": "2026-04-01T00:00:00Z",
             "page_size": 3}
    page = t.client.get("/archive_files", **query)
    expect("future to", page["to"], t.g["now"])
    token = page["next_page_token"]
    try:
        t.client.get("/archive_files", **query, next_page_token=token)
        expect("the old to", "good", "refused")
    except Exception as refused:
        expect("the old to", type(refused).__name__, "PageToken")
    query["to"] = page["to"]
    again = t.client.get("/archive_files", **query, next_page_token=token)
    expect("the new to", len(again["meetings"]), 3)
    path = "/users?page_size=3"
    token = json.loads(t.api(path)[2])["next_page_token"]
    expect("other parameters", code_of(t.api(
        f"/users?page_size=4&next_page_token={token}")), (400, 300))
    t.now("2026-03-31T00:15:00Z")
    expect("after 15 minutes", t.api(
        f"{path}&next_page_token={token}")[0], 200)
    t.now("2026-03-31T00:15:01Z")
    expect("and a second", code_of(t.api(
        f"{path}&next_page_token={token}")), (400, 300))
    t.now(t.g["now"])


def check_uuids(t):
    quote = urllib.parse.quote
    for fact in t.facts:
        if fact["type"] != "meeting" or fact["external"] or fact["parent"]:
            continue
        uuid = fact["uuid"]
        awkward = uuid.startswith("/") or "//" in uuid
        once, twice = quote(uuid, safe=""), quote(quote(uuid, safe=""),
                                                  safe="")
        expect(f"once {uuid}", t.api(f"/past_meetings/{once}")[0],
               404 if awkward else 200)
        expect(f"twice {uuid}", t.api(f"/past_meetings/{twice}")[0], 200)
    series = [f for f in t.facts if f["type"] == "meeting" and
              f["plot"].startswith("series")]
    number = series[0]["id"]
    same = [f for f in series if f["id"] == number]
    got = t.client.get(f"/past_meetings/{number}")
    expect("latest instance", got["uuid"], same[-1]["uuid"])
    got = t.client.get(f"/past_meetings/{number}/instances")["meetings"]
    expect("instances", [m["uuid"] for m in got], [f["uuid"] for f in same])


def check_solo(t):
    uuid = urllib.parse.quote(urllib.parse.quote(
        t.meeting("alone, recorded")["uuid"], safe=""), safe="")
    expect("participants", t.client.get(
        f"/past_meetings/{uuid}/participants")["participants"], [])
    got = t.client.get(f"/metrics/meetings/{uuid}/participants",
                       type="past")["participants"]
    expect("metrics", len(got), 1)
    host = got[0]["id"]
    listed = {}
    for kind in ("past", "pastOne", "pastJoined"):
        listed[kind] = t.meeting("alone, recorded")["uuid"] in [
            m["uuid"] for m in t.client.every(
                f"/report/users/{host}/meetings", "meetings", type=kind,
                from_="2026-03-01", to="2026-03-31", page_size=300)]
    expect("reports", listed, {"past": False, "pastOne": True,
                               "pastJoined": True})


def check_downloads(t):
    uuid = urllib.parse.quote(urllib.parse.quote(
        t.meeting("inactive host")["uuid"], safe=""), safe="")
    one = t.client.get(f"/meetings/{uuid}/recordings", ttl=60,
                       include_fields="download_access_token")
    file = one["recording_files"][0]
    url = file["download_url"]
    status, headers, body = ask(url)
    expect("passcode page", (status, headers["Content-Type"][:9],
                             b"passcode" in body), (200, "text/html", True))
    bearer = {"Authorization": "Bearer " + one["download_access_token"]}
    status, headers, _ = ask(url, bearer)
    expect("redirect", status in (301, 302), True)
    target = headers["Location"]
    expect("another origin", urllib.parse.urlsplit(target).netloc !=
           urllib.parse.urlsplit(url).netloc, True)
    before = t.stats("bearer_leaks")
    expect("leak", ask(target, bearer)[0], 400)
    expect("is counted", t.stats("bearer_leaks"), before + 1)
    status, headers, body = ask(target)
    expect("file", (status, len(body)), (200, file["file_size"]))
    expect("signature", ask(target.split("?")[0])[0], 403)
    other = t.client.get("/accounts/me/recordings", from_="2026-03-20",
                         to="2026-03-30", page_size=300)["meetings"]
    other = next(m for m in other if m["uuid"] != one["uuid"] and any(
        f.get("download_url") for f in m["recording_files"]))
    other = next(f["download_url"] for f in other["recording_files"]
                 if f.get("download_url"))
    expect("token of another meeting", ask(other, bearer)[0], 401)
    expect("token in the address", ask(
        other + "?access_token=" + t.client.access())[0] in (301, 302), True)
    t.now("2026-03-31T00:02:00Z")
    expect("token expired", ask(url, bearer)[0], 401)
    t.now(t.g["now"])
    t.setup(download=False)
    expect("forbidden", t.client.access() and ask(
        url, {"Authorization": "Bearer " + t.client.access()})[0], 403)
    t.setup(download=True, view_content=False)
    expect("no token without the role", "download_access_token" in
           t.client.get(f"/meetings/{uuid}/recordings",
                        include_fields="download_access_token"), False)
    t.setup(view_content=True)


def check_clock(t):
    t.now("2026-03-20T10:00:00Z")
    _, headers, _ = t.api("/users")
    expect("Date", email.utils.parsedate_to_datetime(
        headers.get_all("Date")[0]).isoformat(), "2026-03-20T10:00:00+00:00")
    expect("one Date", len(headers.get_all("Date")), 1)
    early = t.client.get("/users", page_size=300)["total_records"]
    t.now(t.g["now"])
    late = t.client.get("/users", page_size=300)["total_records"]
    expect("users leave", early > late, True)
    expect("clock", t.client.control("now"), {"now": t.g["now"]})
    expect("nonsense", ask(t.g["base"] + "/sandbox/now",
                           body=b'{"now":"soon"}')[0], 400)


def check_late(t):
    fact = t.meeting("late transcript")
    uuid = urllib.parse.quote(urllib.parse.quote(fact["uuid"], safe=""),
                              safe="")
    text = next(f for f in t.facts if f["type"] == "object" and
                f["meeting"] == fact["uuid"] and
                f["file_type"] == "TRANSCRIPT")
    t.now(fact["end"])
    one = t.client.get(f"/meetings/{uuid}/recordings")
    expect("all in progress", {(f["status"], f["file_type"], f["file_size"],
                                f["recording_end"], f["id"])
                               for f in one["recording_files"]},
           {("processing", "", 0, "", "")})
    expect("not ready", t.client.get(f"/meetings/{uuid}/transcript").get(
        "download_restriction_reason"), "NOT_READY")
    rows = t.client.get(f"/past_meetings/{uuid}/participants")
    expect("not counted yet", {r["duration"] for r in rows["participants"]},
           {0})
    t.now(text["available_from"])
    expect("ready", t.client.get(f"/meetings/{uuid}/transcript")[
        "can_download"], True)
    t.now(t.g["now"])


def check_external(t):
    fact = t.meeting("somebody else's meeting")
    uuid = urllib.parse.quote(urllib.parse.quote(fact["uuid"], safe=""),
                              safe="")
    one = t.client.get(f"/past_meetings/{uuid}/archive_files")
    expect("type", one["meeting_type"], "external")
    expect("stripped", (one.get("id", 0), one.get("host_id", ""),
                        one.get("topic", "")), (0, "", ""))
    try:
        t.client.get(f"/past_meetings/{uuid}")
        expect("details", "told", "refused")
    except Refused as refused:
        expect("details", refused.code, 3001)


def check_archive_changes(t):
    fact = t.meeting("archived")
    uuid = urllib.parse.quote(urllib.parse.quote(fact["uuid"], safe=""),
                              safe="")
    one = t.client.get(f"/past_meetings/{uuid}/archive_files")
    file = one["archive_files"][0]
    expect("auto_delete", file["auto_delete"], True)
    expect("patch", t.api(f"/archive_files/{file['id']}", method="PATCH",
                          body=b'{"auto_delete":false}')[0], 204)
    again = t.client.get(f"/past_meetings/{uuid}/archive_files")
    expect("kept", again["archive_files"][0]["auto_delete"], False)
    expect("patch nonsense", t.api(
        f"/archive_files/{file['id']}", method="PATCH", body=b"{")[0], 400)
    expect("delete", t.api(f"/past_meetings/{uuid}/archive_files",
                           method="DELETE")[0], 204)
    expect("deleted", t.api(f"/past_meetings/{uuid}/archive_files")[0], 404)


def check_statistics(t):
    window = {"from_": "2026-03-24T00:00:00Z", "to": "2026-03-31T00:00:00Z"}
    files = [f for m in t.client.every("/archive_files", "meetings",
                                       page_size=7, **window)
             for f in m["archive_files"]]
    got = t.client.get("/archive_files/statistics", **window)
    for extension in ("mp4", "m4a", "txt", "json", "vtt"):
        expect(extension, got["statistic_by_file_extension"][
            extension + "_file_count"],
            sum(f["file_extension"].lower() == extension for f in files))
    for status in ("completed", "failed", "processing"):
        expect(status, got["statistic_by_file_status"][
            status + "_file_count"],
            sum(f["status"] == status for f in files))


def check_limits(t):
    t.setup(qps=3)
    answers = [t.api("/users?page_size=1") for _ in range(12)]
    limited = [a for a in answers if a[0] == 429]
    expect("limited", len(limited) > 0, True)
    expect("headers", (limited[0][1]["X-RateLimit-Type"],
                       limited[0][1]["X-RateLimit-Category"]),
           ("QPS", "Medium"))
    t.setup(qps=0, fault="rate-daily=1", daily_wait=7)
    forms = set()
    for n in range(2, 40):
        status, headers, _ = t.api(f"/users?page_size={n}")
        expect("daily", (status, headers["X-RateLimit-Type"]),
               (429, "Daily-limit"))
        forms.add(headers["Retry-After"])
    expect("forms", forms, {"7", "2026-03-31T00:00:07Z",
                            "Tue, 31 Mar 2026 00:00:07 GMT"})
    t.setup(fault="all=0")
    expect("over", t.api("/users?page_size=2")[0], 200)


def check_faults(t):
    """Each kind, as a client sees it; after three all is well."""
    kinds = {"http-500": 500, "http-502": 502, "rate-qps": 429,
             "token-expired": 401}
    for kind, status in kinds.items():
        t.setup(fault=kind + "=1")
        got = [t.api(f"/users?page_size=9&role_id={kind}")[0]
               for _ in range(5)]
        want = [status] * 3 + [200] + [status]
        if kind == "token-expired":  # the same token stays dead there
            want = [status] * 5
        expect(kind, got, want)
        t.setup(fault="all=0")
    old, t.client.token = t.client.access(), None
    expect("dead here", t.api("/users?page_size=9&role_id=token-expired",
                              old)[0], 401)
    expect("alive elsewhere", t.api("/users?page_size=8", old)[0], 200)
    expect("renewed", t.api(
        "/users?page_size=9&role_id=token-expired")[0], 200)
    t.setup(baa=True)
    fact = t.meeting("unrecorded")
    uuid = urllib.parse.quote(urllib.parse.quote(fact["uuid"], safe=""),
                              safe="")
    rows = t.client.get(f"/report/meetings/{uuid}/participants")
    expect("nameless", {(r["name"], r["user_email"])
                        for r in rows["participants"]}, {("", "")})
    t.setup(baa=False)


def main(program):
    listens_here_alone(program)
    with sandbox(program) as (greeting, facts, _):
        t = Talk(greeting, facts)
        for name, check in sorted(globals().items()):
            if name.startswith("check_"):
                before = len(failures)
                check(t)
                good = len(failures) == before
                print(f"{'ok' if good else 'not ok'} - {name}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
