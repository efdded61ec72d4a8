#!/usr/bin/env python3
"""A person signs in to a source in a browser, by hand and by the portal.

	authorize.py --build build
	authorize.py --build build --only ways|refused|portal

The browser is a few lines of Python, the vendors' pages are the sandbox's.
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
import tenant  # noqa: E402
from portal_client import Client, Server  # noqa: E402
from tenant import SIGN_IN, Archive, Programs, Results, Sandbox, say  # noqa: E402

REDIRECT = "http://localhost:8400/authorize"
NOT, USAGE, SOURCE = 1, 2, 4
ALSO = ["--also", "webex,ringcentral"]
# What each source is given besides what it always is, and what it is not.
BY_CODE = {"zoom-meetings": ("zoom", {"auth": "code"}, {"account-id"}),
           "webex": ("webex", {}, set()),
           "ringcentral": ("rc", {"auth": "code"}, set())}


class World:
    def __init__(self, programs, results, folder):
        self.results, self.folder = results, pathlib.Path(folder)
        self.sandbox = Sandbox(programs, folder, days=1, users=4, per_day=4,
                               truth=False, options=ALSO)
        self.archive = Archive(programs, self.folder / "home")
        self.archive.init()
        self.secrets = {}

    def add(self, source):
        """A connector nobody has signed in to."""
        name, more, without = BY_CODE[source]
        settings, secrets = SIGN_IN[source](self.sandbox.greeting)
        words = ["connector", "add", name, "--source", source, "--paused"]
        for key, value in {**settings, **more}.items():
            if key not in without:
                words += ["--set", f"{key}={value}"]
        path = self.folder / f"{name}.secret"
        path.write_text(secrets["client-secret"] + "\n")
        path.chmod(0o600)
        self.secrets[name] = secrets["client-secret"]
        return name, self.archive.do(
            *words, "--secret", f"client-secret={path}")

    def authorize(self, name, *words, codes=(0,)):
        done = self.archive.do("connector", "authorize", name, "--json",
                               *words, codes=codes)
        for secret in self.secrets.values():
            self.results.ok("no secret is told",
                            secret not in done.stdout + done.stderr)
        return done

    def link(self, name, *words):
        return json.loads(self.authorize(name, *words).stdout)["link"]

    def hand_back(self, name, url, codes=(0,)):
        return self.authorize(name, "--callback", url, codes=codes)

    def shown(self, name):
        return json.loads(self.archive.do("connector", "show", name,
                                          "--json").stdout)

    def given(self, name):
        return {one["name"] for one in self.shown(name)["settings"]
                if not one["default"]}

    def acts(self):
        """Who signed in to what, the oldest first."""
        told = json.loads(self.archive.do("audit", "list", "--json").stdout)
        return [(act["actor"], json.loads(act["detail"]))
                for act in reversed(told["acts"])
                if act["operation"] == "connector authorized"]


def query(url):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))


def check_link(w, source, link):
    r = w.results
    asked = query(link)
    r.same(f"{source}: a code, with PKCE", (
        asked["response_type"], asked["code_challenge_method"],
        asked["redirect_uri"]), ("code", "S256", REDIRECT))
    r.same(f"{source}: 256 bits", (len(asked["state"]),
                                   len(asked["code_challenge"])), (43, 43))
    r.ok(f"{source}: no secret in it", "secret" not in link, link)
    r.same(f"{source}: scopes are asked for where the page takes them",
           "scope" in asked, source == "webex")
    for path in w.archive.home.rglob("*"):
        r.ok(f"{source}: the state is not in {path.name}",
             not path.is_file() or
             asked["state"].encode() not in path.read_bytes())


def ways(w):
    """Each source: from nothing to a check that signs in."""
    r = w.results
    for source in BY_CODE:
        name, added = w.add(source)
        r.ok(f"{source}: it says that somebody has to sign in",
             f"connector authorize {name}" in added.stdout, added.stdout)
        shown = json.loads(w.archive.do("source", "show", source,
                                        "--json").stdout)
        r.same(f"{source}: when", shown["authorize_when"], "auth=code")
        done = w.archive.do("connector", "check", name, codes=range(1, 6))
        r.ok(f"{source}: not before", "connector authorize" in done.stderr,
             done.stderr)
        link = w.link(name)
        check_link(w, source, link)
        came = oidc.browse(link, REDIRECT)
        told = json.loads(w.hand_back(name, came).stdout)
        r.same(f"{source}: signed in", (told["connector"],
                                        told["authorized"], told["link"]),
               (name, True, None))
        r.ok(f"{source}: scopes are told", told["scopes"], str(told))
        r.same(f"{source}: none is missing", told["missing_scopes"], None)
        r.ok(f"{source}: the token is kept, the code is not",
             "refresh-token" in w.given(name) and
             not w.given(name) & {"code", "redirect-uri", "code-verifier"})
        done = w.archive.do("connector", "check", name, codes=(0, NOT))
        r.ok(f"{source}: it signs in", "refuses" not in done.stdout,
             done.stdout)
        w.archive.do("connector", "check", name, codes=(0, NOT))
        again = w.hand_back(name, came, codes=(USAGE,))
        r.ok(f"{source}: good once", "used before" in again.stderr,
             again.stderr)
        came = oidc.browse(w.link(name), REDIRECT)
        w.hand_back(name, came)
        w.archive.do("connector", "check", name, codes=(0, NOT))
    acts = w.acts()
    r.same("acts", [detail["connector"] for _, detail in acts],
           [name for source in BY_CODE for name in [BY_CODE[source][0]] * 2])
    r.ok("with scopes", all(detail["scopes"] for _, detail in acts))


def refused(w):
    """What cannot be asked, and what comes back wrong."""
    r = w.results
    for source in BY_CODE:
        w.add(source)
    declined(w)
    wrong_redirect(w)
    scopes(w)
    stale(w)
    w.archive.do("connector", "set", "zoom", "--set", "auth=s2s", "--set",
                 "account-id=" + w.sandbox.greeting["account_id"])
    for words, said in (
            (["nobody"], "no connector"), (["zoom"], "auth:"),
            (["webex", "--redirect", "http://example.com/x"], "redirect"),
            (["webex", "--callback", "http://localhost/x"], "address bar")):
        done = w.authorize(*words, codes=(USAGE,))
        r.ok(f"{words}: {said}", said in done.stderr, done.stderr)
    r.same("given was only what fewer scopes were asked for",
           [detail["connector"] for _, detail in w.acts()], ["webex"])


def declined(w):
    r = w.results
    w.sandbox.control("setup", {"authorize": "denied"})
    for _, (name, _, _) in BY_CODE.items():
        came = oidc.browse(w.link(name), REDIRECT)
        done = w.hand_back(name, came, codes=(SOURCE,))
        r.ok(f"{name}: declined", "the person declined" in done.stderr,
             done.stderr)
        again = w.hand_back(name, came, codes=(USAGE,))
        r.ok(f"{name}: spent", "used before" in again.stderr, again.stderr)
    w.sandbox.control("setup", {"authorize": "given"})


def wrong_redirect(w):
    """The vendors show a page of their own; nothing comes back. Where the
    answer says so, the address is named."""
    r = w.results
    w.sandbox.control("setup", {"redirect": "https://elsewhere.example/"})
    for _, (name, _, _) in BY_CODE.items():
        link = w.link(name)
        try:
            oidc.browse(link, REDIRECT)
            r.ok(f"{name}: the vendor does not know the address", False)
        except AssertionError as why:
            r.ok(f"{name}: no way back", "400" in str(why), str(why))
        back = (REDIRECT + "?error=redirect_uri_mismatch&state=" +
                query(link)["state"])
        done = w.hand_back(name, back, codes=(SOURCE,))
        r.ok(f"{name}: which address to register",
             f"register the redirect address {REDIRECT}" in done.stderr,
             done.stderr)
    w.sandbox.control("setup", {"redirect": ""})
    text = w.archive.do("connector", "authorize", "webex").stdout
    r.ok("told with the link", "redirect address" in " ".join(text.split()),
         text)


def scopes(w):
    r = w.results
    w.sandbox.control("setup",
                      {"webex.without": "spark-compliance:messages_read"})
    came = oidc.browse(w.link("webex"), REDIRECT)
    done = w.hand_back("webex", came, codes=(SOURCE,))
    r.ok("Webex gives none: which were asked for", "lacks one of the scopes"
         in done.stderr and "spark-compliance:messages_read" in done.stderr,
         done.stderr)
    r.ok("and how to ask for fewer", "setting scopes" in done.stderr,
         done.stderr)
    asked = query(w.link("webex"))["scope"].split()
    fewer = [one for one in asked if one != "spark-compliance:messages_read"]
    w.archive.do("connector", "set", "webex", "--set",
                 "scopes=" + ",".join(fewer))
    r.same("asked for are those it names", query(w.link("webex"))["scope"],
           " ".join(fewer))
    told = json.loads(w.hand_back("webex", oidc.browse(
        w.link("webex"), REDIRECT)).stdout)
    r.same("it signs in with fewer, and says what it lacks",
           (told["authorized"], told["missing_scopes"]),
           (True, "spark-compliance:messages_read"))


def stale(w):
    r = w.results
    old = oidc.browse(w.link("rc"), REDIRECT)
    came = oidc.browse(w.link("rc"), REDIRECT)
    done = w.hand_back("rc", old, codes=(USAGE,))
    r.ok("only the last address is good", "last address" in done.stderr,
         done.stderr)
    done = w.hand_back("rc", REDIRECT + "?code=x&state=guessed",
                       codes=(USAGE,))
    r.ok("a guessed state", "state" in done.stderr, done.stderr)
    w.archive.do("connector", "set", "rc", "--set", "client-id=another")
    done = w.hand_back("rc", came, codes=(SOURCE,))
    r.ok("not for another app", "changed since" in done.stderr, done.stderr)
    mine = w.sandbox.greeting["ringcentral"]["client_id"]
    w.archive.do("connector", "set", "rc", "--set", f"client-id={mine}")
    state = query(w.link("rc"))["state"]
    done = w.hand_back("rc", f"{REDIRECT}?code=guessed&state={state}",
                       codes=(SOURCE,))
    r.ok("a guessed code is refused", "the code was not taken" in done.stderr,
         done.stderr)
    r.ok("and not told", "guessed" not in done.stderr, done.stderr)
    state = query(w.link("rc"))["state"]
    done = w.hand_back("rc", f"{REDIRECT}?state={state}",
                       codes=(USAGE, SOURCE))
    r.ok("an answer without a code", done.returncode, done.stderr)


def portal(w):
    """The page's way: the vendor sends the browser to /oauth/callback."""
    r = w.results
    for source in BY_CODE:
        w.add(source)
    web = w.folder / "web"
    web.mkdir()
    (web / "index.html").write_text("<!doctype html><p>Estreat\n")
    w.archive.do("role-group", "add", "Everything", "--roles",
                 "Organization Configuration,Data Connector Admin")
    server = Server(w.archive, "--web", web)
    client = server.user("ada", "Everything")
    origin = "http://{}:{}".format(*server.address)
    home = origin + "/oauth/callback"
    try:
        signed_in(w, client, home)
        stranger(w, client, Client(server), home)
        came = go(w, client, "rc", home, answer=False)
        w.sandbox.control("setup", {"authorize": "denied"})
        came = go(w, client, "rc", home, answer=False)
        a = client.get(came[len(origin):])
        r.same("declined, on a page", a.status, 400)
        r.ok("in words, and the way back",
             b"the person declined" in a.body and
             b'href="/connectors/return/rc?signed-in=no"' in a.body and
             b'Connector "rc" is not signed in' in a.body, a.body)
        a = client.get(came[len(origin):])
        r.ok("once", b"Nobody awaits" in a.body and
             b'href="/connectors"' in a.body, a.body)
        came = go(w, client, "rc", home, answer=False)
        a = Client(server).get(came[len(origin):])
        r.ok("declined by a stranger: nothing here to go to",
             a.status == 400 and b"the person declined" in a.body and
             b"href" not in a.body, a.body)
    finally:
        r.same("ends well", server.stop(), 0)
    for line in server.log:
        r.ok("no code in the log", "code=" not in line, line)


def go(w, client, name, home, answer=True):
    asked = client.post(f"/api/v1/connectors/{name}/authorize", {})
    w.results.same(f"{name}: asked", asked.status, 200)
    told = asked.json()
    w.results.same(f"{name}: comes back to the portal", told["redirect"],
                   home)
    came = oidc.browse(told["link"], home)
    return client.get(came[came.index("/oauth"):]) if answer else came


def signed_in(w, client, home):
    r = w.results
    for source, (name, _, _) in BY_CODE.items():
        a = go(w, client, name, home)
        r.same(f"{source}: back to where it began",
               (a.status, a.field("Location")),
               (303, f"/connectors/return/{name}?signed-in=yes"))
        r.ok(f"{source}: the token is kept", "refresh-token" in
             w.given(name))
        checked = client.post(f"/api/v1/connectors/{name}/check", {})
        r.same(f"{source}: it can be checked", checked.status, 200)
    r.same("whose acts", {actor for actor, _ in w.acts()}, {"ada"})


def stranger(w, client, other, home):
    """The link may be sent to somebody who has no account here."""
    r = w.results
    came = go(w, client, "webex", home, answer=False)
    a = other.get(came[came.index("/oauth"):])
    r.same("a stranger's browser", a.status, 200)
    r.ok("is told", b"You can close this window" in a.body, a.body)
    r.ok("whose act", "browser" in w.acts()[-1][0], str(w.acts()[-1]))
    for field, tag, words in (
            ("sv", "sv", "Ingen väntar"), ("en-GB,sv", "en", "Nobody awaits"),
            ("da, fr-CA;q=0.8, sv", "fr", "Personne n’attend"),
            ("svx,frx", "en", "Nobody awaits"), ("", "en", "Nobody awaits"),
            ("s", "en", "Nobody awaits"), (",;-,", "en", "Nobody awaits")):
        a = other.get(came[came.index("/oauth"):],
                      fields={"Accept-Language": field})
        page = a.body.decode()
        r.ok(f"in the language of {field!r}", a.status == 400 and
             f"<html lang={tag}>" in page and words in page, page)


PARTS = {"ways": ways, "refused": refused, "portal": portal}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    tenant.options(parser)
    parser.add_argument("--only", action="append", choices=PARTS)
    args = parser.parse_args()
    results = Results()
    for name in args.only or PARTS:
        say(f"part {name}")
        with tempfile.TemporaryDirectory(prefix="estreat-authorize-") as at:
            w = World(Programs.of_build(args.build), results, at)
            try:
                PARTS[name](w)
            finally:
                w.sandbox.stop()
    return results.end()


if __name__ == "__main__":
    tenant.main(main)
