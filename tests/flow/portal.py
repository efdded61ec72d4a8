#!/usr/bin/env python3
"""The portal's HTTP server, as browsers, programs and attackers meet it.

Parts, each on its own by --only: session, api, content, events, limits,
smuggling, slow, idle, tls, stop, and trickle, half a minute of it, only when
asked for. Needs nothing but the two programs, and for
TLS openssl.
"""
import argparse
import gzip
import json
import pathlib
import re
import resource
import signal
import socket
import subprocess
import tempfile
import threading
import time

import tenant
from portal_client import Client, Events, Server, trusting
from tenant import Archive, Programs, Results, Sandbox, say

JSON = {"Content-Type": "application/json"}
CONNECTOR_GROUP = "Connectors"
ALL = "Everything"


class World:
    """An installation with somebody's meetings, and a portal."""

    def __init__(self, programs, results, folder, collect=False):
        self.programs, self.results = programs, results
        self.folder = pathlib.Path(folder)
        self.web = self.folder / "web"
        (self.web / "assets").mkdir(parents=True)
        (self.web / "index.html").write_text("<!doctype html><p>Estreat\n")
        (self.web / ".secret").write_text("not for browsers\n")
        (self.web / ".git").mkdir()
        (self.web / ".git" / "config.txt").write_text("not for browsers\n")
        script = self.web / "assets" / "index-1a2b.js"
        script.write_text("console.log('x');\n" * 50)
        script.with_suffix(".js.gz").write_bytes(
            gzip.compress(script.read_bytes()))
        self.archive = Archive(programs, self.folder / "home")
        self.archive.init()
        self.sandbox = None
        if collect:
            self.sandbox = Sandbox(programs, self.folder, days=1, users=4,
                                   per_day=6, truth=False)
            self.archive.import_people(self.sandbox.directory)
            self.archive.add_connector(self.sandbox, self.folder)
            self.archive.run()
        for group, roles in (
                (CONNECTOR_GROUP, "Data Connector Admin"),
                (ALL, "Mailbox Search,Preview,Export,Organization "
                      "Configuration,Data Connector Admin")):
            self.archive.do("role-group", "add", group, "--roles", roles)

    def serve(self, *words, **more):
        return Server(self.archive, "--web", self.web, *words, **more)

    def end(self):
        if self.sandbox is not None:
            self.sandbox.stop()


# --- session -----------------------------------------------------------------

def session(w):
    r = w.results
    server = w.serve()
    client = Client(server)
    a = client.get("/api/v1/session")
    r.same("nobody is signed in", a.status, 401)
    r.same("how to sign in is told", a.json()["sign_in"],
           {"local": True, "providers": []})
    a = client.sign_in("admin", "wrong")
    r.same("a wrong password", (a.status, a.error()["kind"]),
           (401, "sign-in"))
    b = client.sign_in("nobody@example.com", "wrong")
    r.same("no account is answered like a wrong password",
           b.error()["message"], a.error()["message"])
    first = server.first_password()
    a = client.sign_in("admin", first)
    r.same("the first password is good once", (a.status, a.json()["need"]),
           (401, "new-password"))
    a = client.sign_in("admin", first, new_password=server.PASSWORD)
    r.same("signed in", a.status, 200)
    cookie = a.field("Set-Cookie") or ""
    r.ok("the cookie is the browser's own", "HttpOnly" in cookie and
         "SameSite=Lax" in cookie and "Path=/" in cookie, cookie)
    r.same("who", client.get("/api/v1/session").json()["user"], "admin")
    foreign(w, server, client)
    a = client.ask("PATCH", "/api/v1/session", {"language": "sv"})
    r.same("a language of one's own", a.status, 200)
    r.same("it is kept", client.get("/api/v1/session").json()["language"],
           "sv")
    tokens(w, server, client)
    other = Client(server)
    other.sign_in("admin", server.PASSWORD)
    kept = dict(client.cookies)
    r.same("sign out", client.ask("DELETE", "/api/v1/session").status, 200)
    r.same("signed out", client.get("/api/v1/connectors").status, 401)
    client.cookies = kept
    r.same("whoever kept the cookie too",
           client.get("/api/v1/connectors").status, 401)
    r.same("others stay", other.get("/api/v1/connectors").status, 200)
    for line in server.log:
        r.ok("no secret in the log", server.PASSWORD not in line and
             first not in line, line)
    r.same("ends well", server.stop(), 0)


def foreign(w, server, client):
    """Requests that a page of another site makes this browser send."""
    r = w.results
    body = {"language": "fr"}
    host = "{}:{}".format(*server.address)

    def ask(fields):
        return client.ask("PATCH", "/api/v1/session", body, fields).status
    r.same("without the token of the session", ask({"X-CSRF-Token": None}),
           403)
    r.same("with another's", ask({"X-CSRF-Token": "x" * 43}), 403)
    r.same("from another origin", ask({"Origin": "https://evil.example"}),
           403)
    r.same("from no origin", ask({"Origin": "null"}), 403)
    r.same("from another site", ask({"Sec-Fetch-Site": "cross-site"}), 403)
    r.same("from a neighbour", ask({"Sec-Fetch-Site": "same-site"}), 403)
    r.same("from our own page", ask({"Origin": f"http://{host}",
                                     "Sec-Fetch-Site": "same-origin"}), 200)
    for name in ("evil.example", f"evil.example:{server.address[1]}",
                 "127.0.0.1.evil.example"):
        a = client.get("/api/v1/session", fields={"Host": name})
        r.same(f"asked as {name}", a.status, 421)
    for name in ("localhost", "127.0.0.1", "[::1]:1"):
        a = client.get("/healthz", fields={"Host": name})
        r.same(f"asked as {name}", a.status, 200)


def tokens(w, server, client):
    r = w.results
    made = client.post("/api/v1/tokens", {
        "name": "monitoring", "roles": "View-Only Configuration"})
    r.same("a token", made.status, 200)
    program = Client(server, made.json()["token"])
    r.same("a program asks", program.get("/api/v1/connectors").status, 200)
    a = program.ask("PATCH", "/api/v1/portal", {"set": {"proxy": ""}})
    r.same("with its roles alone", (a.status, a.error()["kind"]),
           (403, "right"))
    r.same("and those that would do", a.error()["roles"],
           ["Organization Configuration"])
    me = program.get("/api/v1/session").json()
    r.same("it has no session", (me["user"], me["csrf"]), ("admin", None))
    r.same("nor can it end one",
           program.ask("DELETE", "/api/v1/session").status, 400)
    r.same("no token", Client(server, "est_wrong").get(
        "/api/v1/connectors").status, 401)


# --- verbs and files -----------------------------------------------------------

def api(w):
    r = w.results
    server = w.serve()
    client = server.user("kim@example.com", ALL)
    a = client.get("/api/v1/connectors")
    r.same("a list", (a.status, a.json()["connectors"]), (200, []))
    r.same("its result", a.field("Estreat-Result"), "ok")
    for name in ("Cache-Control", "X-Content-Type-Options",
                 "Content-Security-Policy", "Referrer-Policy"):
        r.ok(f"has {name}", a.field(name) is not None)
    a = client.post("/api/v1/connectors", {
        "name": "r/d \u00e5", "source": "zoom-meetings",
        "set": {"account-id": "a", "client-id": "b", "limit-share": "50"},
        "secret": {"client-secret": "hunter2"}})
    r.same("a connector", (a.status, a.json().get("connector")),
           (200, "r/d \u00e5"))
    path = "/api/v1/connectors/r%2Fd%20%C3%A5"
    a = client.get(path)
    r.same("by a name with a slash", a.json().get("name"), "r/d \u00e5")
    r.ok("no secret is shown", b"hunter2" not in a.body)
    a = client.ask("PATCH", path, {"set": {"limit-share": None}})
    r.same("null takes a setting away", a.status, 200)
    shown = {s["name"]: s["value"] for s in client.get(path).json()["settings"]}
    r.same("and its default holds", shown["limit-share"], "80")
    errors(w, client)
    files(w, server, client)
    people = b"address,name,mailbox\r\nanna@example.com,Anna,anna@example.com\n"
    a = client.post("/api/v1/persons/import", data=people,
                    fields={"Content-Type": "text/csv"})
    r.same("a file is sent", (a.status, a.json()["added"]), (200, 1))
    a = client.post("/api/v1/persons/import", data=b"no,header\n",
                    fields={"Content-Type": "text/csv"})
    r.same("a bad file", a.status, 400)
    r.ok("no path of the server is told",
         "/proc" not in a.error()["message"], a.error()["message"])
    a = client.get("/api/v1/persons?csv=true")
    r.ok("CSV", a.field("Content-Type").startswith("text/csv") and
         b"anna@example.com" in a.body)
    whole = client.get("/api/v1/persons").body
    a = client.ask("HEAD", "/api/v1/persons")
    r.same("HEAD has a length and no body",
           (a.status, a.body, a.field("Content-Length")),
           (200, b"", str(len(whole))))
    metrics(w, server)
    described(w, client)
    r.same("ends well", server.stop(), 0)
    audited(w)


def errors(w, client):
    r = w.results
    for what, got, want, kind in (
            ("no such route", client.get("/api/v1/nothing"), 404, "unknown"),
            ("no such method", client.ask("PUT", "/api/v1/connectors", {}),
             405, "unknown"),
            ("an unknown name", client.get("/api/v1/connectors?x=1"), 400,
             "usage"),
            ("an unknown member", client.post("/api/v1/connectors",
                                              {"label": "x"}), 400, "usage"),
            ("missing", client.post("/api/v1/connectors", {}), 400, "usage"),
            ("of a wrong type", client.post("/api/v1/connectors",
                                            {"name": 1}), 400, "usage"),
            ("a query with a body", client.post("/api/v1/connectors?name=x",
                                                {}), 400, "usage"),
            ("no JSON", client.post("/api/v1/connectors", data=b"{",
                                    fields=JSON), 400, "usage"),
            ("a list", client.post("/api/v1/connectors", data=b"[]",
                                   fields=JSON), 400, "usage"),
            ("a name twice", client.post(
                "/api/v1/connectors", data=b'{"name":"a","name":"b"}',
                fields=JSON), 400, "usage"),
            ("bad UTF-8", client.post(
                "/api/v1/connectors", data=b'{"name":"\xff"}', fields=JSON),
             400, "usage"),
            ("NUL", client.post(
                "/api/v1/connectors", data=b'{"name":"a\\u0000b"}',
                fields=JSON), 400, "usage"),
            ("too deep", client.post(
                "/api/v1/connectors", data=b'{"name":' + b"[" * 200000,
                fields=JSON), 400, "usage"),
            ("a form", client.post(
                "/api/v1/connectors", data=b"name=x", fields={
                    "Content-Type": "application/x-www-form-urlencoded"}),
             415, "usage"),
            ("too large", client.post(
                "/api/v1/connectors", data=b" " * ((1 << 20) + 1),
                fields=JSON), 413, "usage"),
            ("what only the command line has", client.post(
                "/api/v1/targets/x/consent", {"listen": "127.0.0.1:1"}), 400,
             "usage"),
            ("no such connector", client.get("/api/v1/connectors/none"), 400,
             "usage"),
            ("no right", client.get("/api/v1/users"), 403, "right")):
        error = got.error()
        r.same(what, (got.status, error.get("kind")), (want, kind))
        r.ok(f"{what}: an incident that the log has",
             client.server.wait_log("incident=" + error["incident"]))
    deep = client.post("/api/v1/connectors", fields=JSON, data=b'{"name":' +
                       b"[" * 20 + b"]" * 20 + b"}")
    r.ok("what is too deep is not even read", deep.status == 400 and
         "not one JSON object" in deep.error()["message"], deep.body)


def files(w, server, client):
    r = w.results
    stranger = Client(server)
    a = stranger.get("/")
    r.ok("the application", a.status == 200 and b"Estreat" in a.body)
    r.same("is asked for anew", a.field("Cache-Control"), "no-cache")
    r.ok("lets nothing in", "default-src 'none'" in
         a.field("Content-Security-Policy") and "unsafe" not in
         a.field("Content-Security-Policy"))
    for where in ("/", "/assets/index-1a2b.js", "/none.txt"):
        got = stranger.get(where)
        r.same(f"{where} is what it says", got.field("X-Content-Type-Options"),
               "nosniff")
        r.ok(f"{where} is in no frame", "frame-ancestors 'none'" in
             got.field("Content-Security-Policy"))
    r.same("its pages", stranger.get("/connectors/zoom").body, a.body)
    r.same("known already", stranger.get(
        "/", fields={"If-None-Match": a.field("ETag")}).status, 304)
    path = "/assets/index-1a2b.js"
    plain = stranger.get(path)
    packed = stranger.get(path, fields={"Accept-Encoding": "gzip, br"})
    r.same("packed", packed.field("Content-Encoding"), "gzip")
    r.same("the same", gzip.decompress(packed.body), plain.body)
    r.ok("for ever", "immutable" in plain.field("Cache-Control"))
    for path in ("/assets/none.js", "/none.txt", "/assets/x", "/.secret",
                 "/.git/config.txt"):
        r.same(path, stranger.get(path).status, 404)
    for path in ("/../home/key", "/%2e%2e/home/key", "/assets/..%2f..%2fkey",
                 "/assets//x.js"):
        a = stranger.get(path)
        r.ok(f"{path} leads nowhere", a.status in (400, 404), a.status)
    r.same("files are not written", stranger.post("/", {}).status, 405)
    (w.web / "index.html").write_text("<!doctype html><p>another\n")
    until = time.monotonic() + 20
    while time.monotonic() < until and b"another" not in stranger.get("/").body:
        time.sleep(0.1)  # then look again
    r.ok("a new build is served", b"another" in stranger.get("/").body)


def metrics(w, server):
    r = w.results
    stranger = Client(server)
    r.same("healthy", stranger.get("/healthz").body, b"ok\n")
    a = stranger.get("/metrics")
    r.ok("metrics for this machine", a.status == 200 and
         b"estreat_build_info" in a.body)
    r.same("not by a proxy", stranger.get(
        "/metrics", fields={"X-Forwarded-For": "127.0.0.1"}).status, 401)


def described(w, client):
    """The document's routes are those that answer."""
    r = w.results
    document = client.get("/api/v1/openapi.json").json()
    r.same("OpenAPI", document["openapi"], "3.1.0")
    seen = 0
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method == "get" and "{" not in path and path != "/events":
                a = client.get("/api/v1" + path)
                r.ok(f"{method} {path} answers as described",
                     str(a.status) in operation["responses"], a.status)
                if a.status == 200:
                    types = operation["responses"]["200"]["content"]
                    r.ok(f"{path} has its type", a.field("Content-Type")
                         .split(";")[0] in types, a.field("Content-Type"))
            seen += 1
            references(r, document, operation)
    r.ok("many routes", seen > 60, seen)
    a = client.ask("OPTIONS", "/api/v1/connectors")
    r.ok("Allow", "POST" in (a.field("Allow") or ""), a.field("Allow"))


def references(r, document, part):
    if isinstance(part, dict):
        if "$ref" in part:
            place = document
            for word in part["$ref"].lstrip("#/").split("/"):
                place = place.get(word, {})
            r.ok(f"{part['$ref']} is there", place)
        for value in part.values():
            references(r, document, value)
    elif isinstance(part, list):
        for value in part:
            references(r, document, value)


def audited(w):
    """What was done stands in the ledger with its author and origin."""
    acts = w.archive.do("audit", "list", "--json").stdout
    w.results.ok("the act has its author and where from",
                 '"kim@example.com"' in acts and '"127.0.0.1"' in acts and
                 "connector add" in acts, acts[-1500:])
    failed = json.loads(w.archive.do(
        "audit", "list", "--json", "--outcome", "failed").stdout)["acts"]
    w.results.same("what failed is an act", {
        (a["actor"], a["origin"], a["operation"]) for a in failed},
        {("kim@example.com", "127.0.0.1", "person import")})
    w.results.ok("with the reason", all(json.loads(a["detail"]).get("why")
                                        for a in failed), failed)


# --- content ---------------------------------------------------------------------

def content(w):
    r = w.results
    server = w.serve()
    client = server.user("kim@example.com", ALL)
    boxes = client.get("/api/v1/mailboxes").json()["mailboxes"]
    box = max(boxes, key=lambda b: b.get("messages") or 0)["mailbox"]
    listed = client.get(f"/api/v1/mailboxes/{box}/messages").json()["messages"]
    number = listed[0]["id"]
    whole = subprocess.run(
        [w.programs.estreat, "--home", str(w.archive.home), "message", "show",
         str(number), "--eml"], capture_output=True, check=True).stdout
    path = f"/api/v1/messages/{number}?eml=true"
    a = client.get(path)
    r.same("the message, byte for byte", (a.status, a.body == whole),
           (200, True))
    r.ok("does not run here", "sandbox" in a.field("Content-Security-Policy")
         or "default-src 'none'" in a.field("Content-Security-Policy"))
    if a.field("Accept-Ranges"):
        ranges(r, client, path, whole, a.field("ETag"))
    parts = client.get(f"/api/v1/messages/{number}").json()["parts"]
    part = max((p for p in parts if p["record"]), key=lambda p: p["size"])
    a = client.get(f"/api/v1/messages/{number}?part={part['record']}")
    r.same("a part", (a.status, len(a.body)), (200, part["size"]))
    if a.field("Accept-Ranges"):
        ranges(r, client, f"/api/v1/messages/{number}?part={part['record']}",
               a.body, a.field("ETag"))
    other = server.user("lee@example.com", "Global Reader")
    a = other.get(path)
    r.same("who may not read does not", (a.status, a.error()["kind"]),
           (403, "right"))
    read(w, client, number, part["record"])
    r.same("ends well", server.stop(), 0)


def read(w, client, number, record):
    """Who read what, and how, stands in the ledger."""
    client.get(f"/api/v1/messages/{number}/html")
    acts = json.loads(w.archive.do("audit", "list", "--json").stdout)["acts"]
    told = {(a["operation"], d["how"], d.get("part")) for a in acts
            if a["actor"] == "kim@example.com" and
            a["operation"].startswith("message ")
            for d in [json.loads(a["detail"])] if d["message"] == number}
    ended = [a for a in acts if a["operation"] == "run done"]
    w.results.ok("a run is one of its connector, by name", ended and all(
        a["object"] == f"connector {tenant.NAME}" and
        json.loads(a["detail"])["number"] > 0 for a in ended), ended)
    w.results.same("reading is an act", told, {
        ("message show", "eml", None), ("message show", "text", None),
        ("message show", "part", record), ("message html", "html", None)})


def ranges(r, client, path, whole, etag):
    size = len(whole)

    def ask(text, **more):
        return client.get(path, fields={"Range": text, **more})
    for text, begin, end in (("bytes=0-9", 0, 10), ("bytes=5-", 5, size),
                             ("bytes=-7", size - 7, size),
                             (f"bytes={size // 2}-{size * 2}", size // 2,
                              size)):
        a = ask(text)
        r.same(f"{text} of {path}", (a.status, a.body == whole[begin:end],
                                     a.field("Content-Range")),
               (206, True, f"bytes {begin}-{end - 1}/{size}"))
    a = ask(f"bytes={size}-")
    r.same("none such", (a.status, a.field("Content-Range")),
           (416, f"bytes */{size}"))
    if etag:
        r.same("if it is the same", ask("bytes=0-0", **{"If-Range": etag})
               .status, 206)
        r.same("if it is not", ask("bytes=0-0", **{"If-Range": '"x"'})
               .status, 200)
        r.same("known already", client.get(
            path, fields={"If-None-Match": etag}).status, 304)


# --- events ----------------------------------------------------------------------

def events(w):
    r = w.results
    server = w.serve()
    client = server.user("kim@example.com", CONNECTOR_GROUP)
    heard = Events(client)
    r.ok("hello", heard.wait(lambda n, e: n == "hello"))
    nobody = server.user("lee@example.com", "eDiscovery Manager")
    deaf = Events(nobody)
    deaf.wait(lambda n, e: n == "hello")
    w.sandbox.process.send_signal(signal.SIGSTOP)  # so that it takes long
    a = client.post(f"/api/v1/connectors/{tenant.NAME}/runs")
    r.ok("a run is asked for", a.status == 200 and "run" in a.json(), a.body)
    # progress is told by a look; from that one on changes are news
    r.ok("its progress is told", heard.wait(
        lambda n, e: n == "run" and e["connector"] == tenant.NAME))
    shown = client.get(f"/api/v1/connectors/{tenant.NAME}").json()
    r.ok("and shown", shown["progress"] and shown["progress"]["phase"],
         shown)
    w.sandbox.process.send_signal(signal.SIGCONT)
    run = a.json()["run"]
    r.ok("its end is told", heard.wait(
        lambda n, e: n == "connector" and e["last_run"] == run and
        e["last_result"] in ("closed", "open")))
    client.post(f"/api/v1/connectors/{tenant.NAME}/pause")
    r.ok("it is paused", heard.wait(
        lambda n, e: n == "connector" and e.get("state") == "paused"))
    r.ok("who may not see hears nothing",
         all(n == "hello" for n, _ in deaf.got), deaf.got)
    more = [Events(client) for _ in range(9)]
    r.ok("ten of one account", all(e.answer.status == 200 for e in more))
    r.same("and no more", Events(client).answer.status, 429)
    client.ask("DELETE", "/api/v1/session")
    r.ok("listening ends with the session", heard.wait_end(40))
    r.ok("others hear on", not deaf.ended)
    r.same("ends well", server.stop(), 0)
    r.ok("and lets its listeners go", deaf.wait_end(5))


# --- attackers --------------------------------------------------------------------

HOST = b"Host: 127.0.0.1\r\n"
SECOND = b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"

# Requests of which two readers might make different things: refused, and the
# connection with them, so that what follows is nobody's request.
AMBIGUOUS = (
    ("both lengths", b"POST /api/v1/session HTTP/1.1\r\n" + HOST +
     b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("two lengths", b"POST /api/v1/session HTTP/1.1\r\n" + HOST +
     b"Content-Length: 0\r\nContent-Length: 30\r\n\r\n"),
    ("the same length twice", b"POST /api/v1/session HTTP/1.1\r\n" + HOST +
     b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n"),
    ("a list of lengths", b"POST /api/v1/session HTTP/1.1\r\n" + HOST +
     b"Content-Length: 0, 0\r\n\r\n"),
    ("a signed length", b"POST /api/v1/session HTTP/1.1\r\n" + HOST +
     b"Content-Length: +0\r\n\r\n"),
    ("a folded length", b"POST /api/v1/session HTTP/1.1\r\n" + HOST +
     b"Content-Length:\r\n 0\r\n 5\r\n\r\n"),
    ("a blank before the colon", b"POST /api/v1/session HTTP/1.1\r\n" + HOST +
     b"Content-Length : 0\r\n\r\n"),
    ("an unknown coding", b"POST /api/v1/session HTTP/1.1\r\n" + HOST +
     b"Transfer-Encoding: xchunked\r\n\r\n"),
    ("two codings", b"POST /api/v1/session HTTP/1.1\r\n" + HOST +
     b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n"),
    ("chunked before something", b"POST /api/v1/session HTTP/1.1\r\n" + HOST +
     b"Transfer-Encoding: chunked, gzip\r\n\r\n"),
    ("chunked in 1.0", b"POST /api/v1/session HTTP/1.0\r\n" + HOST +
     b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("two hosts", b"GET /healthz HTTP/1.1\r\n" + HOST +
     b"Host: evil.example\r\n\r\n"),
    ("no host", b"GET /healthz HTTP/1.1\r\nAccept: x\r\n\r\n"),
    ("a whole address", b"GET http://127.0.0.1/healthz HTTP/1.1\r\n" + HOST +
     b"\r\n"),
    ("another version", b"GET /healthz HTTP/3.0\r\n" + HOST + b"\r\n"),
    ("a method that is none", b"G=T /healthz HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("NUL in the head", b"GET /healthz HTTP/1.1\r\n" + HOST +
     b"X: a\0b\r\n\r\n"),
    ("NUL in a value", b"GET /healthz HTTP/1.1\r\n" + HOST +
     b"X: a\0b\r\n\r\n"),
    ("NUL in a name", b"GET /healthz HTTP/1.1\r\n" + HOST +
     b"X\0: b\r\n\r\n"),
    ("a folded line", b"GET /healthz HTTP/1.1\r\n" + HOST +
     b"X: a\r\n b\r\n\r\n"),
    ("a folded first line", b"GET /healthz HTTP/1.1\r\n X: a\r\n" + HOST +
     b"\r\n"),
    ("bare LF", b"GET /healthz HTTP/1.1\nHost: 127.0.0.1\n\n"),
    ("one bare LF", b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: a\nY: b\r\n"
     b"\r\n"),
    ("a bare CR", b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: a\rY: b\r\n"
     b"\r\n"),
    ("a length behind a bare CR", b"GET /healthz HTTP/1.1\r\n" + HOST +
     b"X: a\rContent-Length: 5\r\n\r\n"),
    ("two blanks in the first line", b"GET  /healthz HTTP/1.1\r\n" + HOST +
     b"\r\n"),
    ("a body of GET that is not read", b"GET /healthz HTTP/1.1\r\n" + HOST +
     b"Content-Length: " + str(len(SECOND)).encode() + b"\r\n\r\n"),
)


def statuses(got):
    return [int(s) for s in re.findall(rb"HTTP/1\.[01] (\d\d\d) ", got)]


def smuggling(w):
    r = w.results
    server = w.serve()
    for what, request in AMBIGUOUS:
        got = server.raw(request + SECOND, timeout=10)
        seen = statuses(got)
        r.ok(f"{what}: refused", not seen or seen[0] >= 400, got[:200])
        # the library tells some errors of its own twice over
        r.ok(f"{what}: what follows is nobody's request", 200 not in seen,
             got[:400])
    got = server.raw(SECOND)
    r.same("a plain request is answered", statuses(got), [200])
    got = server.raw(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n" + SECOND)
    r.same("two in a row are two", statuses(got), [200, 200])
    chunks = (b"POST /api/v1/session HTTP/1.1\r\n" + HOST +
              b"Content-Type: application/json\r\nTransfer-Encoding: chunked"
              b"\r\n\r\n")
    got = server.raw(chunks + b"2\r\n{}\r\n0\r\n\r\n" + SECOND)
    r.same("a body in pieces", statuses(got), [400, 200])
    for what, body in (("a size that is none", b"x\r\n{}\r\n0\r\n\r\n"),
                       ("a negative size", b"-1\r\n{}\r\n0\r\n\r\n"),
                       ("a size of no end", b"f" * 40 + b"\r\n{}"),
                       ("no line end behind", b"2\r\n{}xx0\r\n\r\n")):
        seen = statuses(server.raw(chunks + body + SECOND, timeout=5,
                                   close=True))
        r.ok(f"{what}: refused", len(seen) < 2 and
             all(s >= 400 for s in seen), seen)
    large = b"4e20\r\n{" + b" " * 19998 + b"}\r\n0\r\n\r\n"
    r.same("a body in pieces, too large: nothing is made of it", statuses(
        server.raw(chunks + large, timeout=5, close=True)), [])
    large_heads(r, server)
    r.same("healthy after all", statuses(server.raw(SECOND)), [200])
    r.same("ends well", server.stop(), 0)


def large_heads(r, server):
    seen = statuses(server.raw(b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n" +
                               HOST + b"\r\n"))
    r.same("a long address", seen, [414])
    seen = statuses(server.raw(b"GET / HTTP/1.1\r\n" + HOST + b"X: " +
                               b"y" * 200000 + b"\r\n\r\n"))
    r.ok("a large head", seen in ([413], [431], []), seen)
    seen = statuses(server.raw(b"GET / HTTP/1.1\r\n" + HOST + b"".join(
        b"X-%d: y\r\n" % i for i in range(150)) + b"\r\n"))
    r.same("many fields", seen, [431])
    for what, data in (("noise", bytes(range(256)) * 8),
                       ("TLS to a plain port", b"\x16\x03\x01\x02\x00\x01"),
                       ("nothing", b"")):
        seen = statuses(server.raw(data, timeout=5, close=True))
        r.ok(f"{what} is no request", all(s >= 400 for s in seen), seen)


# --- limits ------------------------------------------------------------------------

def limits(w):
    r = w.results
    server = w.serve()
    client = Client(server)
    seen = [client.post("/api/v1/session", {"user": "x", "password": "y"})
            .status for _ in range(40)]
    r.ok("guessing is slowed down", 429 in seen, seen)
    client = Client(server)
    answers = [client.get("/api/v1/session") for _ in range(600)]
    late = [a for a in answers if a.status == 429]
    r.ok("too much is refused", late)
    r.ok("and told when to come back", late and
         late[0].field("Retry-After"))
    r.same("files go on", client.get("/healthz").status in (200, 429), True)
    r.same("ends well", server.stop(), 0)


# --- slow and gone -------------------------------------------------------------------

def slow(w):
    """Clients that hold what they do not use."""
    r = w.results
    server = w.serve()
    client = server.user("kim@example.com", ALL)
    many = b"address,name,mailbox\n" + b"".join(
        b"p%d@example.com,%s,p%d@example.com\n" % (i, b"n" * 60, i)
        for i in range(30000))
    a = client.post("/api/v1/persons/import", data=many,
                    fields={"Content-Type": "text/csv"})
    r.same("many persons", (a.status, a.json().get("added")), (200, 30000))
    whole = client.get("/api/v1/persons")
    r.same("a long list is streamed", (
        whole.field("Transfer-Encoding"), len(whole.json()["addresses"])),
           ("chunked", 30000))
    head = (f"GET /api/v1/persons HTTP/1.1\r\nHost: 127.0.0.1\r\n" + "".join(
        f"{k}: {v}\r\n" for k, v in client.always()) + "\r\n").encode()
    held = []
    for _ in range(9):  # all that one caller may have at work
        s = socket.create_connection(server.address)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.sendall(head)
        held.append(s)
    a = Client(server).get("/healthz")
    r.same("others are answered meanwhile", a.status, 200)
    for s in held:
        s.close()  # gone in the middle
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if client.get("/api/v1/connectors").status == 200:
            break
        time.sleep(0.2)  # then look again
    r.same("who has gone holds nobody", len(
        client.get("/api/v1/persons").json()["addresses"]), 30000)
    old = server.raw(head.replace(b"HTTP/1.1", b"HTTP/1.0"))
    r.ok("no end to be seen, no beginning", statuses(old) == [505],
         old[:100])
    r.same("ends well", server.stop(), 0)


def trickle(w):
    """A head that comes a byte at a time ends by its deadline."""
    r = w.results
    server = w.serve()
    s = socket.create_connection(server.address, 120)
    ended = threading.Event()

    def drip():
        try:
            while not ended.wait(1):
                s.sendall(b"x")
        except OSError:
            pass
    s.sendall(b"GET / HTTP/1.1\r\nX: ")
    thread = threading.Thread(target=drip)
    thread.start()
    try:
        while s.recv(1000):
            pass
        cut = True
    except ConnectionError:
        cut = True
    except TimeoutError:
        cut = False
    ended.set()
    thread.join()
    r.ok("who trickles is cut off", cut)
    r.same("ends well", server.stop(), 0)


def idle(w):
    """Ten thousand connections that say nothing."""
    r = w.results
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(10000, hard - 1000)
    if wanted < 1000:
        say(f"skipped idle: only {hard} files may be open")
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    server = w.serve()
    before = memory(server)
    held = [socket.create_connection(server.address, 30)
            for _ in range(wanted)]
    a = Client(server).get("/healthz")
    r.same(f"one is answered among {wanted}", a.status, 200)
    grown = (memory(server) - before) / wanted
    say(f"{wanted} idle connections, {grown:.1f} KiB each")
    r.ok("they take little", grown < 32, grown)
    for s in held:
        s.close()
    r.same("and after them", Client(server).get("/healthz").status, 200)
    r.same("ends well", server.stop(), 0)


def memory(server):
    """Resident KiB."""
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text(
        encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0])


# --- TLS -----------------------------------------------------------------------------

def certificate(folder, name):
    cert, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
         f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
         key, "-out", cert], check=True, capture_output=True)
    return cert, key


def tls(w):
    r = w.results
    first, first_key = certificate(w.folder, "first")
    second, second_key = certificate(w.folder, "second")
    cert, key = w.folder / "cert.pem", w.folder / "key.pem"
    cert.write_bytes(first.read_bytes())
    key.write_bytes(second_key.read_bytes())
    w.archive.do("portal", "set", "--set", f"certificate={cert}", "--set",
                 f"key={key}")
    refused = w.archive.do("serve", "--listen", "127.0.0.1:0", codes=(2,))
    r.ok("a key of another certificate", "is not the key" in refused.stderr,
         refused.stderr)
    key.write_bytes(first_key.read_bytes())
    server = w.serve(trust=trusting(first))
    client = server.admin()
    a = client.get("/api/v1/session")
    r.same("over TLS", a.status, 200)
    r.ok("stays with TLS", a.field("Strict-Transport-Security"))
    r.ok("the cookie is bound to the host", "__Host-estreat" in
         client.cookies, client.cookies)
    again = Client(server).sign_in("admin", server.PASSWORD)
    r.ok("and to TLS", "; Secure" in again.field("Set-Cookie"),
         again.field("Set-Cookie"))
    key.write_bytes(second_key.read_bytes())
    cert.write_bytes(second.read_bytes())
    r.ok("a new certificate is seen", server.wait_log(
        'portal.certificate file='))
    server.trust = trusting(second)
    r.same("and served", Client(server).get("/healthz").status, 200)
    r.same("old connections go on", client.get("/api/v1/session").status, 200)
    cert.write_text("rubbish")
    r.ok("rubbish is told", server.wait_log("portal.certificate reason="))
    r.same("and the last one stays", Client(server).get("/healthz").status,
           200)
    r.same("ends well", server.stop(), 0)
    w.archive.do("portal", "set", "--set", "certificate=", "--set", "key=")


# --- the end ----------------------------------------------------------------------------

def stop(w):
    r = w.results
    server = w.serve()
    busy = w.archive.do("serve", "--listen", "127.0.0.1:0", codes=(2,))
    r.ok("one at a time", "another process" in busy.stderr, busy.stderr)
    taken = "{}:{}".format(*server.address)
    other = World(w.programs, r, w.folder / "other")
    refused = other.archive.do("serve", "--listen", taken, codes=(2,))
    r.ok("a port in use is told", f"cannot listen on {taken}" in
         refused.stderr, refused.stderr)
    bad = other.archive.do("serve", "--listen", "nowhere", codes=(2,))
    r.ok("an address that is none", "no address" in bad.stderr, bad.stderr)
    client = server.user("kim@example.com", ALL)
    listener = Events(client)
    listener.wait(lambda n, e: n == "hello")
    waits = [socket.create_connection(server.address) for _ in range(3)]
    waits[0].sendall(b"GET / HT")
    r.same("ends in good order", server.stop(20), 0)
    r.ok("listeners are let go", listener.wait_end(5))
    for s in waits:
        s.close()
    server = w.serve()
    client = server.user("lee@example.com", ALL)
    tenant.kill_group(server.process)
    server.process.wait(20)
    again = w.serve()
    client.server = again
    client.close()
    r.same("a session outlives the process",
           client.get("/api/v1/session").status, 200)
    r.same("ends well", again.stop(), 0)


PARTS = {"session": session, "api": api, "content": content, "events": events,
         "smuggling": smuggling, "limits": limits, "slow": slow, "idle": idle,
         "tls": tls, "stop": stop, "trickle": trickle}
COLLECT = ("content", "events")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    tenant.options(parser)
    parser.add_argument("--only", action="append", choices=PARTS)
    args = parser.parse_args()
    programs = Programs.of_build(args.build)
    results = Results()
    for name in args.only or [p for p in PARTS if p != "trickle"]:
        with tempfile.TemporaryDirectory(prefix="estreat-portal-") as folder:
            w = World(programs, results, folder, collect=name in COLLECT)
            begun = time.monotonic()
            try:
                PARTS[name](w)
            finally:
                w.end()
            say(f"{name}: {time.monotonic() - begun:.1f} s")
    return results.end()


if __name__ == "__main__":
    tenant.main(main)
