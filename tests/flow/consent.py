#!/usr/bin/env python3
"""A tenant's administrator consents, is not the right one, takes it back.

	consent.py --build build --cache FOLDER
	consent.py --build build --cache FOLDER --only tenant|forged|npm|mail

The browser is a few lines of Python; the target is a file, in `mail` Dovecot
that takes tokens. A part whose server cannot be had is left out, saying so.
"""
import argparse
import contextlib
import csv
import json
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "servers"))
sys.dont_write_bytecode = True
import certificates  # noqa: E402
import imap as servers  # noqa: E402
import oidc  # noqa: E402
import tokens  # noqa: E402
from tenant import NAME, Archive, Programs, Results, Tenant, say  # noqa: E402

REDIRECT = "http://localhost:8400/consent"
USAGE, RETRY, SOURCE = 2, 3, 4


def secret_file(folder, text=oidc.SECRET):
    path = pathlib.Path(folder) / "client.secret"
    path.write_text(text + "\n")
    path.chmod(0o600)
    return path


class Exchange:
    """A target in a tenant; copies are lines of a file."""

    def __init__(self, archive, folder, results, **settings):
        self.archive, self.results = archive, results
        self.file = pathlib.Path(folder) / "copies"
        self.words = pathlib.Path(folder) / "copies.trouble"
        words = ["target", "add", "exchange", "--kind", "file", "--secret",
                 f"client-secret={secret_file(folder)}"]
        for key, value in {"file": self.file, "client-id": oidc.CLIENT,
                           **settings}.items():
            words += ["--set", f"{key}={value}"]
        archive.do(*words)

    @classmethod
    def there_is(cls, archive, results):
        found = cls.__new__(cls)
        found.archive, found.results = archive, results
        return found

    def copies(self):
        return (self.file.read_text().count("\n") if self.file.exists()
                else 0)

    def shown(self):
        return json.loads(self.archive.do("target", "show", "exchange",
                                          "--json").stdout)

    def consent(self, *words, codes=(0,)):
        done = self.archive.do("target", "consent", "exchange", "--json",
                               *words, codes=codes)
        self.results.ok("no secret is told",
                        oidc.SECRET not in done.stdout + done.stderr)
        return done

    def link(self):
        return json.loads(self.consent().stdout)["link"]

    def hand_back(self, url, codes=(0,)):
        return self.consent("--callback", url, codes=codes)

    def give(self, user="alice"):
        """The whole way, as the administrator elsewhere goes it."""
        link = self.link()
        while link:
            came = oidc.browse(link, REDIRECT, user)
            link = json.loads(self.hand_back(came).stdout)["link"]
        return self.shown()

    def parked(self, *words):
        shown = self.shown()
        self.results.same("parked", shown["state"], "parked")
        for word in words:
            self.results.ok(f"it says {word}", word in shown["reason"] or "",
                            str(shown["reason"]))
        self.results.ok("copies wait", shown["waiting"] > 0)
        return shown


def acts(archive):
    """Those that have not been moved into the ledger yet."""
    with contextlib.closing(sqlite3.connect(
            archive.home / "control.db")) as db:
        return [(verb, json.loads(detail)) for verb, detail in db.execute(
            "SELECT verb, detail FROM act ORDER BY id")]


def check_record(exchange, results, tenant):
    shown = exchange.shown()
    results.same("who gave it", (
        shown["consent"], shown["consent_by"], shown["consent_by_id"],
        shown["consent_tenant"], shown["consent_client"],
        shown["consent_scopes"]), (
        "in force", "Ada Admin", "ada-object-id", tenant.id, oidc.CLIENT,
        "https://graph.microsoft.com/.default"))
    results.ok("when", shown["consent_given"])
    results.same("not withdrawn", shown["consent_withdrawn"], None)
    told = [detail for verb, detail in acts(exchange.archive)
            if verb == "target consent given"]
    results.same("the ledger is told once", len(told), 1)
    results.same("of whom", (told[0]["person"], told[0]["subject"],
                             told[0]["tenant"], told[0]["target"]),
                 ("Ada Admin", "ada-object-id", tenant.id, "exchange"))


def until(what, results):
    """Something another process does; the time is only a limit."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.1)
    return results.ok("it does not come", False)


def caught(exchange, results):
    """The administrator works at this machine; serve delivers meanwhile."""
    archive = exchange.archive
    serve = archive.start("serve", "--no-portal", stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL)
    listen = archive.start("--json", "target", "consent", "exchange",
                           "--listen", "127.0.0.1:0", text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        note = json.loads(listen.stderr.readline())["note"]
        link = note[note.index("http"):]
        home = link[link.index("redirect_uri=") + 13:].split("&")[0]
        home = home.replace("%3A", ":").replace("%2F", "/")
        for evil in ("?code=x&state=guessed", "?x", "/../x?state=1"):
            with contextlib.suppress(oidc.urllib.error.HTTPError):
                oidc.urllib.request.urlopen(home + evil, timeout=20).read()
        came = oidc.browse(link, home)
        page = None
        browser = oidc.urllib.request.build_opener(oidc.NoRedirect)
        for _ in range(2): # consent, then who it was
            try:
                page = browser.open(came, timeout=20).read().decode()
            except oidc.urllib.error.HTTPError as sent:
                came = oidc.browse(sent.headers["Location"], home)
        results.ok("the browser is told", page is not None and
                   "You can close this window" in page, str(page))
        out, _ = listen.communicate(timeout=60)
        results.same("it ends by itself", listen.returncode, 0)
        results.same("with the record", json.loads(out)["consent_by"],
                     "Ada Admin")
        if until(lambda: exchange.shown()["waiting"] == 0, results):
            results.ok("what waited went on by itself", True)
    finally:
        for process in (listen, serve):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait(60)


def scenario_tenant(args, results):
    """Needed, given, withdrawn here, given, void, withdrawn there."""
    with oidc.Tenant() as tenant, \
            Tenant(args.programs, seed=11, days=3, users=6,
                   options=["--also", "webex"]) as played, \
            tempfile.TemporaryDirectory() as folder:
        archive, moments = played.archive, list(played.days())
        exchange = Exchange(archive, folder, results,
                            **{"tenant-id": tenant.id,
                               "login-url": tenant.login})
        results.same("at first", exchange.shown()["consent"], "missing")
        free = pathlib.Path(folder) / "free"
        archive.do("target", "add", "free", "--kind", "file",
                   "--set", f"file={free}")
        archive.add_connector(played.sandbox, folder, name="webex",
                              source="webex", target="free")
        archive.do("connector", "set", NAME, "--set", "target=exchange")
        played.run_at(moments[0])
        exchange.parked("has not been given", "estreat target consent")
        results.same("nothing was delivered", exchange.copies(), 0)
        results.same("sums close", archive.report()["closed"], True)
        archive.run("webex")
        results.ok("the other target goes on",
                   free.exists() and free.read_text())
        check = archive.do("target", "check", "exchange", codes=(1,))
        results.ok("the check names it", "Consent" in check.stdout)

        exchange.give()
        check_record(exchange, results, tenant)
        archive.do("target", "retry", "exchange")
        before = exchange.copies()
        results.ok("copies arrive", before > 0)
        results.same("none waits", exchange.shown()["waiting"], 0)
        archive.do("target", "check", "exchange")

        exchange.consent("--withdraw")
        results.same("the ledger is told", [
            detail["target"] for verb, detail in acts(archive)
            if verb == "target consent withdrawn"], ["exchange"])
        results.same("and not twice",
                     exchange.consent("--withdraw", codes=(USAGE,)).returncode,
                     USAGE)
        played.run_at(moments[1])
        exchange.parked("was withdrawn")
        shown = exchange.shown()
        results.ok("since when", shown["consent"] == "withdrawn" and
                   shown["consent_withdrawn"])
        results.same("nothing more", exchange.copies(), before)
        caught(exchange, results)
        results.ok("more copies", exchange.copies() > before)
        changed(exchange, results, played, moments[2])
        withdrawn_there(exchange, results, played, moments[3])
        export = pathlib.Path(folder) / "out"
        held = archive.export(export)[1]
        results.same("all in the end, each once", exchange.copies(),
                     sum(1 for id_, box in held if box != "quarantine"
                         and f"\t{id_}\t" in exchange.file.read_text()))


def changed(exchange, results, played, moment):
    """Another application is another consent; the old one comes back."""
    before = exchange.copies()
    exchange.archive.do("target", "set", "exchange", "--set",
                        "client-id=another")
    results.same("void", exchange.shown()["consent"], "void")
    played.run_at(moment)
    exchange.parked("other settings")
    results.same("nothing more", exchange.copies(), before)
    exchange.archive.do("target", "set", "exchange", "--set",
                        f"client-id={oidc.CLIENT}")
    results.same("in force", exchange.shown()["consent"], "in force")
    exchange.archive.do("target", "retry", "exchange")
    results.ok("it goes on", exchange.copies() > before)
    exchange.archive.do("target", "set", "exchange", "--set",
                        "tenant-id=" + oidc.Tenant.other)
    results.same("another tenant", exchange.shown()["consent"], "void")
    exchange.archive.do("target", "set", "exchange", "--set",
                        "consent=portal")
    results.same("elsewhere", exchange.shown()["consent"], "not needed")
    exchange.archive.do("target", "set", "exchange", "--set", "consent=",
                        "--set", "tenant-id=" + oidc.Tenant.id)


def withdrawn_there(exchange, results, played, moment):
    exchange.words.write_text("* withdrawn\n")
    played.run_at(moment)
    exchange.parked("AADSTS700016", "taken its consent back",
                    "estreat target consent exchange")
    exchange.words.unlink()
    exchange.archive.do("target", "retry", "exchange")
    results.same("none waits", exchange.shown()["waiting"], 0)


# What comes back, at which step, the exit code, words of the answer.
FORGED = [
    ("declined", "consent", {"error": "access_denied", "admin_consent": None,
                             "error_description": "AADSTS65004: declined"},
     SOURCE, "declined"),
    ("no administrator", "consent", {"error": "access_denied",
                                     "admin_consent": None},
     SOURCE, "global administrator"),
    ("not yet", "consent", {"error": "temporarily_unavailable"}, RETRY,
     "later"),
    ("words with control characters", "consent",
     {"error": "x\x1b[2J", "error_description": "a\r\nb"}, SOURCE, "a  b"),
    ("another tenant consents", "consent", {"tenant": oidc.Tenant.other},
     SOURCE, "another tenant"),
    ("consent is not said", "consent", {"admin_consent": None}, SOURCE,
     "admin_consent"),
    ("consent is denied", "consent", {"admin_consent": "False"}, SOURCE,
     "admin_consent"),
    ("wrong state", "consent", {"state": "guessed"}, USAGE, "state"),
    ("no state", "consent", {"state": None}, USAGE, "state"),
    ("sign-in needs consent", "sign_in", {"error": "consent_required",
                                          "code": None},
     SOURCE, "global administrator"),
    ("wrong state, signing in", "sign_in", {"state": "guessed"}, USAGE,
     "state"),
    ("another provider answers", "sign_in", {"iss": "https://evil.example"},
     SOURCE, "another provider"),
    ("a code of nobody", "sign_in", {"code": "guessed"}, SOURCE,
     "invalid_grant"),
    ("no code", "sign_in", {"code": None}, SOURCE, "no code"),
    ("swapped nonce", "claims", {"nonce": "of-another"}, SOURCE, "nonce"),
    ("no nonce", "claims", {"nonce": None}, SOURCE, "nonce"),
    ("for another", "claims", {"aud": "another"}, SOURCE, "aud"),
    ("old", "claims", {"exp": 1000}, SOURCE, "expired"),
    ("another issuer", "claims", {"iss": "https://evil.example"},
     SOURCE, "iss"),
    ("a guest of another tenant", "claims", {"tid": oidc.Tenant.other},
     SOURCE, "another tenant"),
    ("no tenant", "claims", {"tid": None}, SOURCE, "another tenant"),
]


def forge(exchange, tenant, results, row):
    what, step, wrong, code, words = row
    tenant.well_again()
    getattr(tenant, step).update(wrong)
    came = oidc.browse(exchange.link(), REDIRECT)
    if step != "consent":
        link = json.loads(exchange.hand_back(came).stdout)["link"]
        came = oidc.browse(link, REDIRECT)
    done = exchange.hand_back(came, codes=range(1, 6))
    results.ok(f"{what}: {words}", words in done.stderr, done.stderr)
    results.ok(f"{what}: on one line", "\x1b" not in done.stderr)
    results.same(f"{what}: code", done.returncode, code)
    results.same(f"{what}: nothing given", exchange.shown()["consent"],
                 "missing")
    tenant.well_again()
    if "state" not in wrong: # spent: not good a second time
        again = exchange.hand_back(came, codes=(USAGE,))
        results.ok(f"{what}: spent", "used before" in again.stderr,
                   again.stderr)


def scenario_forged(args, results):
    with oidc.Tenant() as tenant, tempfile.TemporaryDirectory() as folder:
        archive = Archive(args.programs, pathlib.Path(folder) / "home")
        archive.init()
        exchange = Exchange(archive, folder, results,
                            **{"tenant-id": tenant.id,
                               "login-url": tenant.login})
        for row in FORGED:
            forge(exchange, tenant, results, row)
        kept_sealed(exchange, results)
        replays(exchange, tenant, results)
        results.same("setting up alone gives none",
                     [v for v, _ in acts(archive) if "given" in v],
                     ["target consent given"])
        refusals(archive, exchange, results)


def kept_sealed(exchange, results):
    """What the answer is checked by is not to be read in the files."""
    link = oidc.urllib.parse.urlsplit(exchange.link())
    state = dict(oidc.urllib.parse.parse_qsl(link.query))["state"]
    results.ok("a state of 256 bits", len(state) == 43, state)
    for path in exchange.archive.home.rglob("*"):
        results.ok(f"not in {path.name}", not path.is_file() or
                   state.encode() not in path.read_bytes())


def replays(exchange, tenant, results):
    """Old addresses, old answers, an answer for other settings."""
    old = oidc.browse(exchange.link(), REDIRECT)
    new = exchange.link()
    done = exchange.hand_back(old, codes=(USAGE,))
    results.ok("only the last address is good", "last address" in done.stderr,
               done.stderr)
    came = oidc.browse(new, REDIRECT)
    exchange.archive.do("target", "set", "exchange", "--set",
                        "client-id=another")
    done = exchange.hand_back(came, codes=(SOURCE,))
    results.ok("not for other settings", "changed since" in done.stderr,
               done.stderr)
    exchange.archive.do("target", "set", "exchange", "--set",
                        f"client-id={oidc.CLIENT}")
    first = oidc.browse(exchange.link(), REDIRECT)
    link = json.loads(exchange.hand_back(first).stdout)["link"]
    done = exchange.hand_back(first, codes=(USAGE,))
    results.ok("the first answer is not the second", "last address" in
               done.stderr, done.stderr)
    second = oidc.browse(link, REDIRECT)
    forms = len(tenant.exchanged)
    exchange.hand_back(second)
    results.same("given", exchange.shown()["consent"], "in force")
    exchange.hand_back(second, codes=(USAGE,))
    results.same("a code goes to the provider once", len(tenant.exchanged),
                 forms + 1)
    states = [x["state"] for x in tenant.codes.values()]
    results.same("no state twice", len(set(states)), len(states))


def refusals(archive, exchange, results):
    """What cannot be asked."""
    archive.do("target", "add", "plain", "--kind", "file", "--set",
               "file=/dev/null")
    for words, said in (
            (["plain"], "needs no consent"), (["nobody"], "no target"),
            (["exchange", "--listen", "192.0.2.1:80"], "this machine"),
            (["exchange", "--listen", "localhost"], "this machine"),
            (["exchange", "--redirect", "http://example.com/x"], "redirect"),
            (["exchange", "--withdraw", "--callback", "x"], "only one"),
            (["exchange", "--callback", "http://localhost/x"],
             "address bar")):
        done = archive.do("target", "consent", *words, codes=(USAGE,))
        results.ok(f"{words}: {said}", said in done.stderr, done.stderr)
    done = archive.do("target", "set", "plain", "--set",
                      "consent-issuer=ftp://x", codes=(USAGE,))
    results.ok("an issuer is an address", "consent-issuer" in done.stderr)


def scenario_npm(args, results):
    """A provider of others; one sign-in says that, and who."""
    with oidc.Provider(args.cache, REDIRECT) as provider, \
            tempfile.TemporaryDirectory() as folder:
        archive = Archive(args.programs, pathlib.Path(folder) / "home")
        archive.init()
        exchange = Exchange(archive, folder, results,
                            **{"consent-issuer": provider.issuer})
        came = oidc.browse(exchange.link(), REDIRECT, "nobody")
        done = exchange.hand_back(came, codes=(SOURCE,))
        results.ok("declined", "access_denied" in done.stderr, done.stderr)
        shown = exchange.give()
        results.same("who", (shown["consent"], shown["consent_by"],
                             shown["consent_by_id"], shown["consent_tenant"]),
                     ("in force", "Alice Admin", "alice", provider.issuer))
        exchange.give("bob")
        results.same("the last one counts", exchange.shown()["consent_by"],
                     "Bob User")


def mail_target(archive, folder, server, tenant, authority):
    """As for Exchange Online in a cloud with another address to sign in."""
    settings = {
        "host": "localhost", "port": server.tls_port, "user": "importer",
        "ca-file": authority.cert, "auth": "xoauth2", "tenant-id": tenant.id,
        "client-id": oidc.CLIENT,
        "token-url": f"{tenant.login}/{tenant.id}/oauth2/v2.0/token"}
    archive.do("target", "add", "exchange", "--kind", "imap", "--secret",
               f"client-secret={secret_file(folder)}",
               *[word for key, value in settings.items()
                 for word in ("--set", f"{key}={value}")])


def in_mailboxes(server, people):
    """Messages below all Inboxes."""
    count = 0
    for person in people:
        mail = server.login(person)
        for line in mail.list()[1]:
            name = line.decode().rsplit(' "/" ', 1)[-1].rsplit(" . ", 1)[-1]
            if "\\Noselect" not in line.decode():
                count += int(mail.select(name, readonly=True)[1][0])
        mail.logout()
    return count


def scenario_mail(args, results):
    """Dovecot that takes the tenant's tokens; the application is removed."""
    if not certificates.available():
        raise servers.Unavailable("openssl is not installed")
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        programs = Programs.of_build(args.build)
        played = stack.enter_context(Tenant(programs, seed=12, days=2,
                                            users=6))
        with open(played.sandbox.directory, encoding="utf-8") as lines:
            people = sorted({x["mailbox"] for x in csv.DictReader(lines)})
        authority = certificates.Authority(folder)
        issuer = stack.enter_context(tokens.Issuer(folder))
        server = stack.enter_context(servers.DeliveryDovecot(
            *authority.issue("DNS:localhost"), people, issuer))
        tenant = stack.enter_context(oidc.Tenant())
        tenant.app_token = lambda: issuer.sign(issuer.claims)
        mail_target(played.archive, folder, server, tenant, authority)
        mail_in_and_out(played, server, people, tenant, results)


def mail_in_and_out(played, server, people, tenant, results):
    archive, moments = played.archive, list(played.days())
    exchange = Exchange.there_is(archive, results)
    archive.do("connector", "set", NAME, "--set", "target=exchange")
    played.run_at(moments[0])
    exchange.parked("has not been given")
    results.same("no mail", in_mailboxes(server, people), 0)
    results.same("for whom", exchange.give()["consent_scopes"],
                 "https://outlook.office365.com/.default")
    archive.do("target", "retry", "exchange")
    results.same("none waits", exchange.shown()["waiting"], 0)
    arrived = in_mailboxes(server, people)
    results.ok("mail", arrived > 0)
    tenant.app_error = ("AADSTS700016: Application with identifier 'archive' "
                        "was not found in the directory.")
    played.run_at(moments[1])
    exchange.parked("AADSTS700016", "taken its consent back")
    tenant.well_again()
    archive.do("target", "retry", "exchange")
    results.same("none waits", exchange.shown()["waiting"], 0)
    results.ok("more mail", in_mailboxes(server, people) > arrived)
    exchange.consent("--withdraw")
    played.run_at(moments[2])
    results.same("withdrawn", exchange.shown()["consent"], "withdrawn")
    archive.do("target", "set", "exchange", "--set", "auth=master",
               "--secret", f"password={secret_file(played.folder, 'x')}")
    results.same("a password needs none", exchange.shown()["consent"],
                 "not needed")


SCENARIOS = {"tenant": scenario_tenant, "forged": scenario_forged,
             "npm": scenario_npm, "mail": scenario_mail}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--cache", required=True,
                        help="where npm's packages are kept")
    parser.add_argument("--only", choices=SCENARIOS)
    args = parser.parse_args()
    build = pathlib.Path(args.build)
    args.programs = Programs(build / "tests/fake/estreat-file",
                             build / "estreat-sandbox")
    results = Results()
    for name, scenario in SCENARIOS.items():
        if args.only not in (None, name):
            continue
        say(f"scenario {name}")
        try:
            scenario(args, results)
        except (oidc.Unavailable, servers.Unavailable) as why:
            say(f"left out: {name}: {why}")
            if args.only or results.good == 0:
                return 77
    return results.end()


if __name__ == "__main__":
    raise SystemExit(main())
