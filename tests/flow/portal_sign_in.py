#!/usr/bin/env python3
"""Signing in at a provider, and a tenant's consent, by the portal's addresses.

	portal_sign_in.py --build build --cache FOLDER

The providers are npm's oidc-provider (a certified one of others) and an Entra
tenant that is played; browsers are a few lines of Python. What sign-in.py and
consent.py try below the portal is not tried again: here it is cookies, states,
redirects and pages. A provider that cannot be had is left out, saying so.
"""
import argparse
import json
import pathlib
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "servers"))
sys.dont_write_bytecode = True
import oidc  # noqa: E402
from portal import CONNECTOR_GROUP, World  # noqa: E402
from portal_client import Client  # noqa: E402
from tenant import Programs, Results, say  # noqa: E402

# Places that are another's, or no place; and what becomes of them.
NEXT = [("/mailboxes?box=1", "/mailboxes?box=1"), ("", "/"), (None, "/"),
        ("https://evil.example/", "/"), ("//evil.example", "/"),
        ("/\\evil.example", "/"), ("\\/evil.example", "/"),
        ("/a\\..\\evil.example", "/"), ("/\t/evil.example", "/"),
        (" //evil.example", "/"), ("javascript:alert(1)", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"), ("/" + "x" * 2000, "/"),
        ("evil.example", "/"), ("@evil.example", "/")]


class House:
    """A portal with one provider, called sso."""

    def __init__(self, w, server):
        self.w, self.r, self.server = w, w.results, server
        self.origin = "http://{}:{}".format(*server.address)
        self.back = self.origin + "/sign-in/callback"
        self.secret = w.folder / "client.secret"
        self.secret.write_text(oidc.SECRET + "\n")
        self.secret.chmod(0o600)

    def provider(self, issuer, *settings):
        words = [word for one in (f"issuer={issuer}",
                                  f"client-id={oidc.CLIENT}", "create=yes",
                                  *settings) for word in ("--set", one)]
        self.w.archive.do("identity-provider", "set", "sso", "--secret",
                          f"client-secret={self.secret}", *words)

    def go(self, client, following=None):
        """Where the provider is asked for."""
        query = "" if following is None else "?" + urllib.parse.urlencode(
            {"next": following})
        a = client.get("/sign-in/oidc/sso" + query)
        self.r.same("sent to the provider", a.status, 303)
        self.flow_cookie(a)
        return a.field("Location")

    def flow_cookie(self, answer):
        cookie = answer.field("Set-Cookie") or ""
        self.r.ok("bound to this browser", all(word in cookie for word in (
            "estreat-flow=", "HttpOnly", "SameSite=Lax", "Path=/",
            "Max-Age=600")), cookie)

    def there(self, client, user="alice", following=None):
        """There, and to where one is sent back."""
        return oidc.browse(self.go(client, following), self.back, user)

    def come(self, client, url):
        return client.get(url[len(self.origin):])

    def whole(self, client, user="alice", following=None):
        return self.come(client, self.there(client, user, following))

    def refused(self, what, answer, kind, words=""):
        """Back at the page to sign in, with the reason behind the '#'."""
        where = answer.field("Location") or ""
        begin = f"/sign-in?error={kind}#"
        said = urllib.parse.unquote(where[len(begin):])
        self.r.ok(f"{what}: told as {kind}", answer.status == 303 and
                  where.startswith(begin), f"{answer.status} {where}")
        self.r.ok(f"{what}: {words}", said and words in said, said)
        self.r.ok(f"{what}: no session", "estreat=" not in
                  "".join(answer.fields.get_all("Set-Cookie") or ()),
                  answer.fields)
        self.r.ok(f"{what}: no secret", oidc.SECRET not in said)

    def roles(self, client):
        a = client.get("/api/v1/session")
        return sorted(a.json()["roles"]) if a.status == 200 else a.status


# --- signing in --------------------------------------------------------------

def of_others(house, cache):
    """A provider that was not made for this."""
    with oidc.Provider(cache, house.back) as provider:
        house.provider(provider.issuer, "title=House key",
                       "group.legal=eDiscovery Manager")
        client, r = Client(house.server), house.r
        r.same("the page tells of it", client.get("/api/v1/session").json()[
            "sign_in"]["providers"], [{"name": "sso", "title": "House key",
                                       "url": "/sign-in/oidc/sso"}])
        a = house.whole(client, following="/mailboxes?box=1")
        r.same("alice is in", (a.status, a.field("Location")),
               (303, "/mailboxes?box=1"))
        r.ok("the bond is gone", "estreat-flow" not in client.cookies,
             client.cookies)
        r.same("in her group", house.roles(client),
               ["Export", "Mailbox Search", "Preview"])
        told = client.get("/api/v1/session").json()
        r.same("who", told["user"], "alice@example.com")
        client.csrf = told["csrf"]
        r.same("and out", client.ask("DELETE", "/api/v1/session").status, 200)
        house.refused("bob is in no group", house.whole(
            Client(house.server), "bob"), "right")
        house.refused("nobody gives up", house.whole(
            Client(house.server), "nobody"), "source", "aborted")
        bound(house)
        places(house)


def bound(house):
    """An answer is good once, and in the browser that asked."""
    r = house.r
    client, other = Client(house.server), Client(house.server)
    url = house.there(client)
    house.refused("a browser that asked for nothing",
                  house.come(other, url), "usage")
    house.refused("then it is spent", house.come(client, url), "usage")
    url, theirs = house.there(client), house.there(other)
    house.refused("the answer of another who asked",
                  house.come(other, url), "usage")
    house.refused("and the other's after that", house.come(client, theirs),
                  "usage")
    url = house.there(client)
    r.same("who asked is in", house.come(client, url).field("Location"), "/")
    again = Client(house.server)
    house.refused("the same address again", house.come(again, url), "usage")
    for what, query in (("guessed", "?code=x&state=guessed"), ("empty", "?"),
                        ("two states", "?code=x&state=a&state=b"),
                        ("an error of nobody", "?error=access_denied"
                         "&error_description=%3Cscript%3E&state=x")):
        a = Client(house.server).get("/sign-in/callback" + query)
        house.refused(what, a, "usage")
    a = Client(house.server).get("/sign-in/oidc/none")
    house.refused("no such provider", a, "usage", "none")


def places(house):
    """Behind it one comes to a page of this portal, never elsewhere."""
    for following, want in NEXT:
        a = house.whole(Client(house.server), following=following)
        house.r.same(f"next={following!r:.40}", (a.status,
                                                 a.field("Location")),
                     (303, want))


def entra(house, _):
    """Groups by application roles, looked up each time; what goes wrong."""
    r = house.r
    with oidc.Tenant() as tenant:
        house.provider(tenant.issuer, "group.Archive.Audit=Global Reader",
                       "group.Archive.Find=eDiscovery Manager")
        client = Client(house.server)
        tenant.claims = {"roles": ["Archive.Audit"]}
        r.same("Entra: in", house.whole(client).field("Location"), "/")
        r.same("Entra: its roles", house.roles(client),
               ["Audit Logs", "View-Only Configuration"])
        tenant.claims = {"roles": ["Archive.Find"]}
        house.whole(client)
        r.same("Entra: other roles the next time", house.roles(client),
               ["Export", "Mailbox Search", "Preview"])
        tenant.claims = {"roles": []}
        house.whole(client)
        r.same("Entra: none any more, none is left", house.roles(client), [])
        tenant.claims = {"roles": ["Archive.Find"], "nonce": "another"}
        house.refused("Entra: another nonce", house.whole(
            Client(house.server)), "source", "nonce")
        tenant.well_again()
        tenant.token_error = "AADSTS7000215: Invalid <client> secret"
        house.refused("Entra: refuses us", house.whole(
            Client(house.server)), "source", "AADSTS7000215")
        tenant.well_again()
        tenant.sign_in = {"error": "access_denied", "code": None,
                          "error_description": "no\r\nLocation: //evil"}
        house.refused("Entra: declined", house.whole(Client(house.server)),
                      "source", "no")
    gone = Client(house.server).get("/sign-in/oidc/sso")
    r.ok("Entra: away", gone.status == 303, gone.status)


def sign_in(w, cache):
    for what in of_others, entra:
        server = w.serve()
        try:
            what(House(w, server), cache)
        except oidc.Unavailable as why:
            say(f"left out: {what.__name__}: {why}")
        finally:
            w.results.same("ends well", server.stop(), 0)
        for line in server.log:
            w.results.ok("no secret and no code in the log",
                         oidc.SECRET not in line and "code=" not in line,
                         line)


# --- consent -----------------------------------------------------------------

class Consent:
    def __init__(self, w, server, tenant):
        self.w, self.r, self.server, self.tenant = (w, w.results, server,
                                                    tenant)
        self.origin = "http://{}:{}".format(*server.address)
        self.back = self.origin + "/oauth/callback"
        self.client = server.user("kim@example.com", CONNECTOR_GROUP)
        secret = w.folder / "client.secret"
        secret.write_text(oidc.SECRET + "\n")
        secret.chmod(0o600)
        w.archive.do("target", "add", "exchange", "--kind", "file", "--secret",
                     f"client-secret={secret}", *[
                         word for one in (
                             f"file={w.folder / 'copies'}",
                             f"client-id={oidc.CLIENT}",
                             f"tenant-id={tenant.id}",
                             f"login-url={tenant.login}")
                         for word in ("--set", one)])

    def link(self):
        a = self.client.post("/api/v1/targets/exchange/consent")
        self.r.same("a link", a.status, 200)
        link = a.json()["link"]
        asked = dict(urllib.parse.parse_qsl(
            urllib.parse.urlsplit(link).query))
        self.r.same("it comes back to the portal", asked["redirect_uri"],
                    self.back)
        return link

    def come(self, url, browser=None):
        return (browser or Client(self.server)).get(url[len(self.origin):])

    def state(self):
        return self.client.get("/api/v1/targets/exchange").json()["consent"]

    def page(self, what, answer, status, words):
        text = answer.body.decode()
        self.r.ok(f"{what}: {words}", answer.status == status and
                  words in text, f"{answer.status} {text}")
        self.r.ok(f"{what}: runs nothing", "<script" not in text and
                  "default-src 'none'" in
                  (answer.field("Content-Security-Policy") or ""), text)

    def given(self, browser=None):
        """The whole way; the last page."""
        a = self.come(oidc.browse(self.link(), self.back), browser)
        self.r.same("who it was is asked", a.status, 303)
        came = oidc.browse(a.field("Location"), self.back)
        return came, self.come(came, browser)


def declined(c):
    for what, wrong, words in (
            ("declined", {"error": "access_denied", "admin_consent": None,
                          "error_description": "<script>alert(1)</script>"},
             "&lt;script"),
            ("another tenant", {"tenant": oidc.Tenant.other},
             "another tenant"),
            ("not said", {"admin_consent": None}, "admin_consent")):
        c.tenant.well_again()
        c.tenant.consent = wrong
        came = oidc.browse(c.link(), c.back)
        c.page(what, c.come(came), 400, words)
        c.r.same(f"{what}: nothing given", c.state(), "missing")
        c.page(f"{what}: spent", c.come(came), 400, "Nobody awaits")
    c.tenant.well_again()
    for query in ("", "?", "?code=x&state=guessed", "?state=",
                  "?admin_consent=True&tenant=" + oidc.Tenant.id):
        c.page(f"nobody asked: {query}", Client(c.server).get(
            "/oauth/callback" + query), 400, "Nobody awaits")


def consent(w, _):
    with oidc.Tenant() as tenant:
        server = w.serve()
        c = Consent(w, server, tenant)
        declined(c)
        came, a = c.given()  # a stranger's browser: no session is needed
        c.page("given", a, 200, "Consent is recorded")
        w.results.same("in force", c.state(), "in force")
        c.page("once", c.come(came), 400, "Nobody awaits")
        a = c.client.post("/api/v1/targets/exchange/consent",
                          {"withdraw": True})
        w.results.same("taken back", (a.status, c.state()),
                       (200, "withdrawn"))
        c.page("given again", c.given(c.client)[1], 200,
               "Consent is recorded")
        told = [(act["actor"], act["origin"]) for act in json.loads(
            w.archive.do("audit", "list", "--json").stdout)["acts"]
            if act["operation"] == "target consent given"]
        w.results.same("who brought it, newest first", told,
                       [("kim@example.com", "127.0.0.1"),
                        ("browser", "127.0.0.1")])
        reader = server.user("lee@example.com", "Global Reader")
        a = reader.post("/api/v1/targets/exchange/consent")
        w.results.same("who may only look asks for none", a.status, 403)
        w.results.same("ends well", server.stop(), 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--cache", required=True,
                        help="where npm's packages are kept")
    args = parser.parse_args()
    build = pathlib.Path(args.build)
    programs = Programs(build / "tests/fake/estreat-file",
                        build / "estreat-sandbox")
    results = Results()
    for part in sign_in, consent:
        with tempfile.TemporaryDirectory(prefix="estreat-sign-in-") as folder:
            try:
                part(World(programs, results, folder), args.cache)
            except oidc.Unavailable as why:
                say(f"left out: {part.__name__}: {why}")
    return results.end()


if __name__ == "__main__":
    raise SystemExit(main())
