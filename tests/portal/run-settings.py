#!/usr/bin/env python3
"""Everything that Settings and Permissions set up, driven in Chromium against
the servers it is about.

usage: run-settings.py --build BUILD [--shots FOLDER]

Around the product: a sandbox tenant, Azurite, Dovecot, OpenLDAP, npm's
oidc-provider, a stand-in of Entra ID, a mail server and a webhook's host.
settings-real.test.mjs clicks; what it left behind is then looked for at each
of them. Skipped (77), with words, where one of them cannot be had.
"""
import argparse
import contextlib
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE.parent / room) for room in ("flow", "servers")]
import azurite  # noqa: E402
import ldap  # noqa: E402
import oidc  # noqa: E402
import receivers  # noqa: E402
import target_ends  # noqa: E402
import tenant  # noqa: E402

spec = importlib.util.spec_from_file_location("run_whole", HERE / "run-whole.py")
whole = importlib.util.module_from_spec(spec)
spec.loader.exec_module(whole)
portal = whole.portal

CONTAINER = "vault"
READER = {"bind-dn": "cn=reader,dc=example,dc=com", "bind-password": "readerpw"}
PEOPLE = 12


def person(n):
    return {"uid": f"u{n}", "cn": f"User {n}", "displayName": f"User {n}", "mail": f"u{n}@corp.example"}


class World:
    """The servers, and what the page must be told of each."""

    def __init__(self, args, folder, stack):
        self.build = pathlib.Path(args.build).resolve()
        self.args, self.folder, self.stack = args, folder, stack
        self.programs = tenant.Programs.of_build(self.build)
        self.sandbox = tenant.Sandbox(self.programs, folder, seed=11, days=2, users=6, per_day=2,
                                      options=["--also", "webex,ringcentral"], truth=False)
        stack.callback(self.sandbox.stop)
        self.people = whole.mailboxes(self.sandbox.directory)
        self.blobs = stack.enter_context(azurite.Azurite(self.build / "npm-azurite"))
        self.blobs.create(CONTAINER)
        self.mailboxes = stack.enter_context(target_ends.Dovecot(self.people, self.build))
        self.directory = stack.enter_context(ldap.Slapd([person(n) for n in range(PEOPLE)]))
        self.entra = stack.enter_context(oidc.Tenant())
        self.mail, self.hook = receivers.Mail("archive", "pass word"), receivers.Hook()
        self.archive = tenant.Archive(self.programs, folder / "home")

    def fill(self):
        """A vault with whole packs in it, and a connector nobody signed in to."""
        self.archive.init()
        self.archive.add_connector(self.sandbox, self.folder, "zoom")
        self.archive.run("zoom", codes=(0, 1))
        settings, secrets = tenant.SIGN_IN["webex"](self.sandbox.greeting)
        secret = self.folder / "webex.secret"
        secret.write_text(secrets["client-secret"] + "\n")
        secret.chmod(0o600)
        words = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
        self.archive.do("connector", "add", "webex", "--source", "webex", "--paused", *words,
                        "--secret", f"client-secret={secret}")

    def told(self, url, provider):
        first = self.folder / "first-store"
        first.mkdir()
        return {
            **portal.world(self.args, self.programs, self.folder, self.sandbox, self.archive, url),
            "sandbox": self.sandbox.base,
            "people": str(self.sandbox.directory),
            "target": {**{k: str(v) for k, v in self.mailboxes.settings().items()}, **self.mailboxes.secrets()},
            "directory": {"url": self.directory.url(), "base": ldap.BASE, "ca-file": str(self.directory.cert), **READER},
            "persons": PEOPLE,
            "first": str(first),
            "store": {"account": self.blobs.account, "container": CONTAINER, "endpoint": self.blobs.url,
                      "auth": "shared-key", "account-key": self.blobs.key},
            "exchange": {"tenant-id": self.entra.id, "login-url": self.entra.login, "client-id": oidc.CLIENT,
                         "client-secret": oidc.SECRET},
            "provider": {"issuer": provider.issuer, "client-id": oidc.CLIENT, "client-secret": oidc.SECRET},
            "mail": {"host": "localhost", "port": str(self.mail.port), "tls": "none", "auth": "plain",
                     "user": "archive", "password": "pass word", "from": "archive@example.com",
                     "to": "anna@example.com"},
            "hook": {"url": self.hook.url},
        }

    def left_behind(self):
        results = whole.arrived(self.mailboxes, self.people, "Webex Teams", "Webex ")
        whole.kept(self.blobs, results)
        packs = [path.name for path in (self.folder / "first-store").rglob("*.pack")]
        results.same("nothing is left in the folder that was the store before", packs, [])
        results.same("the tenant's administrator consented", self.entra.consented, 1)
        told_by_mail, told_by_hook = self.mail.all(), self.hook.all()
        results.ok("the mail server was told: a test, an alert", len(told_by_mail) >= 2, told_by_mail)
        results.ok("the webhook's host too", len(told_by_hook) >= 2, told_by_hook)
        results.ok("of the alert", any(b"disk" in body for _, _, body in told_by_hook), told_by_hook)
        self.archive.do("vault", "check")
        results.ok("the vault is whole after serve has ended", True)
        return results


def drive(folder, told):
    (folder / "world.json").write_text(json.dumps(told))
    return subprocess.run(["node", HERE / "settings-real.test.mjs"], timeout=400,
                          env={**os.environ, "PORTAL_WORLD": str(folder / "world.json")}).returncode


def run(args):
    build = pathlib.Path(args.build).resolve()
    portal.install(build / "npm-portal")
    if not list((build / "web").glob("assets/*.js")):
        raise portal.Skip("this build has no pages (see what it said of web/)")
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        world = World(args, folder, stack)
        world.fill()
        with portal.served(world.archive, folder) as url, \
                oidc.Provider(build / "npm-oidc-provider", url + "/sign-in/callback") as provider:
            if drive(folder, world.told(url, provider)) != 0:
                return 1
        return world.left_behind().end()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--shots", default="")
    try:
        sys.exit(run(parser.parse_args()))
    except (portal.Skip, azurite.Unavailable, oidc.Unavailable, target_ends.Unavailable) as why:
        print("skipped:", why)
        sys.exit(77)


if __name__ == "__main__":
    main()
