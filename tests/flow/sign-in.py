#!/usr/bin/env python3
"""People sign in at the organisation's provider: npm's oidc-provider (a
certified one of others) and an Entra tenant that is played.

	sign-in.py --build build --cache FOLDER

The door is a small program (provider-door.c), the browser a few lines of
Python. A provider that cannot be had is left out, saying so.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "servers"))
sys.dont_write_bytecode = True
import oidc  # noqa: E402
from tenant import Results, say  # noqa: E402

BACK = "http://127.0.0.1:8400/sign-in/callback"
SOURCE, RIGHT = 3, 6  # kinds of errors, as the door numbers them


class House:
    """An installation with one provider called sso."""

    def __init__(self, build, folder, results):
        self.build, self.results = build, results
        self.home = str(folder / "home")
        self.secret = folder / "client.secret"
        self.secret.write_text(oidc.SECRET + "\n")
        self.secret.chmod(0o600)
        self.verb("init", "--domain", "example.com")

    def verb(self, *words):
        done = subprocess.run([self.build / "estreat", "--home", self.home,
                               "--json", *words], capture_output=True,
                              text=True)
        self.results.same(f"estreat {' '.join(words)}", done.returncode, 0)
        return json.loads(done.stdout) if done.stdout else done.stderr

    def provider(self, issuer, **settings):
        words = ["identity-provider", "set", "sso", "--set",
                 f"issuer={issuer}", "--set", f"client-id={oidc.CLIENT}",
                 "--secret", f"client-secret={self.secret}"]
        for name, value in settings.items():
            words += ["--set", f"{name.replace('_', '-')}={value}"]
        self.verb(*words)

    def mapped(self, theirs, ours):
        self.verb("identity-provider", "set", "sso", "--set",
                  f"group.{theirs}={ours}")

    def come(self, user="alice"):
        """What the door says of whoever signs in as this user there."""
        door = subprocess.Popen(
            [self.build / "tests/flow/provider-door", self.home, "sso", BACK],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        link = door.stdout.readline().strip()
        if link.startswith("{"):
            door.communicate()
            return json.loads(link)
        out, _ = door.communicate(oidc.browse(link, BACK, user) + "\n")
        return json.loads(out)


def of_others(house, results, cache):
    """A provider that was not made for this."""
    with oidc.Provider(cache, BACK) as provider:
        house.provider(provider.issuer, create="yes")
        house.mapped("legal", "eDiscovery Manager")
        checked = house.verb("identity-provider", "check", "sso")
        results.same("npm: checked", checked["failed"], 0)
        results.same("npm: alice is in a group", house.come("alice"), {
            "user": "alice@example.com", "groups": ["eDiscovery Manager"],
            "roles": ["Mailbox Search", "Preview", "Export"]})
        bob = house.come("bob")
        results.same("npm: bob is in none", bob.get("refused"), RIGHT)
        nobody = house.come("nobody")
        results.same("npm: nobody gives up", nobody.get("refused"), SOURCE)
        results.ok("npm: and it says so", "aborted" in nobody["why"])
        house.mapped("legal", "Global Reader")
        results.same("npm: another mapping holds the next time",
                     house.come("alice")["groups"], ["Global Reader"])
        house.verb("user", "disable", "alice@example.com")
        results.same("npm: disabled here is disabled",
                     house.come("alice").get("refused"), RIGHT)


def entra(house, results):
    """Application roles, groups by id, too many groups, another tenant."""
    with oidc.Tenant() as tenant:
        house.provider(tenant.issuer, create="yes")
        house.mapped("Archive.Audit", "Global Reader")
        house.mapped("0a1b2c3d-0000-4000-8000-000000000001",
                     "Organization Management")
        tenant.claims = {"roles": ["Archive.Audit"]}
        ada = house.come()
        results.same("Entra: an application role", (ada.get("user"),
                                                    ada.get("groups")),
                     ("ada@example.com", ["Global Reader"]))
        tenant.claims = {"groups": ["0a1b2c3d-0000-4000-8000-000000000001"]}
        results.same("Entra: a group by its id", house.come().get("groups"),
                     ["Organization Management"])
        tenant.claims = {"_claim_names": {"groups": "src1"},
                         "_claim_sources": {"src1": {
                             "endpoint": "https://graph.example/x"}}}
        many = house.come()
        results.same("Entra: too many groups", many.get("refused"), RIGHT)
        results.ok("Entra: and what to do",
                   "application roles" in many.get("why", ""))
        house.provider(tenant.issuer, groups_claim="none")
        tenant.claims["roles"] = ["Archive.Audit"]
        results.same("Entra: roles do instead", house.come().get("groups"),
                     ["Global Reader"])
        for what, wrong in (
                ("another nonce", {"nonce": "another"}),
                ("another audience", {"aud": "another"}),
                ("another issuer", {"iss": tenant.issuer + "x"}),
                ("an old token", {"exp": 1000}),
                ("no subject", {"sub": None})):
            tenant.claims = {"roles": ["Archive.Audit"], **wrong}
            said = house.come()
            results.same(f"Entra: {what}", said.get("refused"), SOURCE)
        tenant.well_again()
        tenant.token_error = "AADSTS7000215: Invalid client secret"
        said = house.come()
        results.ok("Entra: refuses us, and says why",
                   said.get("refused") == SOURCE and
                   "AADSTS7000215" in said["why"], said)
        shown = house.verb("user", "show", "ada@example.com")
        results.same("Entra: known by the directory's id",
                     (shown["provider"], shown["subject"], shown["signs_in"]),
                     ("sso", "ada-object-id", "sso"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--cache", required=True,
                        help="where npm's packages are kept")
    args = parser.parse_args()
    build = pathlib.Path(args.build).resolve()
    results = Results()
    for what in of_others, entra:
        with tempfile.TemporaryDirectory(prefix="estreat-sign-in-") as name:
            house = House(build, pathlib.Path(name), results)
            try:
                what(house, results,
                     *([args.cache] if what is of_others else []))
            except oidc.Unavailable as why:
                say(f"left out: {what.__name__}: {why}")
    return results.end()


if __name__ == "__main__":
    raise SystemExit(main())
