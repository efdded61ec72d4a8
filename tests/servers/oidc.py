"""OpenID Connect providers, started for one test.

    with Tenant() as tenant:            # plays Entra ID, and misbehaves
        tenant.login, tenant.id; tenant.claims["nonce"] = "another"
    with Provider(cache, redirect) as provider:   # npm's oidc-provider
        provider.issuer

browse(link, redirect) is the administrator's browser: it goes where it is
sent until that is our own address, which it gives back.

Unavailable is raised, with the reason, where one cannot be had.
"""
import base64
import hashlib
import http.cookiejar
import json
import pathlib
import secrets
import shutil
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from npm import Unavailable, install

HERE = pathlib.Path(__file__).resolve().parent / "oidc-provider"
CLIENT, SECRET = "archive", "archive-secret"


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def browse(link, redirect, user="alice"):
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(
        NoRedirect, urllib.request.HTTPCookieProcessor(jar))
    for _ in range(12):
        if link.startswith(redirect):
            return link
        if "/interaction/" in link:
            link += f"?user={user}"
        try:
            answer = browser.open(link, timeout=20)
            raise AssertionError(f"no way on from {link}: {answer.read(500)}")
        except urllib.error.HTTPError as sent:
            where = sent.headers.get("Location")
            if where is None:
                raise AssertionError(f"{link}: {sent.code} "
                                     f"{sent.read(500)}") from None
            link = urllib.parse.urljoin(link, where)
    raise AssertionError("sent in circles")


class Tenant:
    """An Entra tenant with one administrator, as far as consent goes.

    What it is to do wrong: `consent` overrides parameters of the answer to
    /adminconsent, `sign_in` those of the answer to /authorize (None takes
    one away), `claims` those of the ID token; `token_error` refuses codes,
    `app_error` the application itself.
    """

    id = "5a1e0000-0000-4000-8000-00000000beef"
    other = "0bad0000-0000-4000-8000-00000000beef"

    def __init__(self):
        self.consent, self.sign_in, self.claims = {}, {}, {}
        self.token_error = self.app_error = None
        self.app_token = lambda: "opaque" # by client credentials
        self.codes = {}      # -> what was asked with it
        self.exchanged = []  # forms that came to the token endpoint
        self.consented = 0

    def well_again(self):
        self.consent, self.sign_in, self.claims = {}, {}, {}
        self.token_error = self.app_error = None

    def __enter__(self):
        if shutil.which("openssl") is None:
            raise Unavailable("openssl is not installed")
        self.folder = tempfile.TemporaryDirectory()
        self.key = pathlib.Path(self.folder.name) / "key.pem"
        subprocess.run(["openssl", "genrsa", "-out", str(self.key), "2048"],
                       check=True, capture_output=True)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.login = f"http://127.0.0.1:{self.server.server_port}"
        self.issuer = f"{self.login}/{self.id}/v2.0"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.folder.cleanup()

    def modulus(self):
        said = subprocess.run(
            ["openssl", "rsa", "-in", str(self.key), "-noout", "-modulus"],
            check=True, capture_output=True, text=True).stdout
        return bytes.fromhex(said.strip().split("=")[1])

    def sign(self, claims):
        head = {"alg": "RS256", "typ": "JWT", "kid": "k1"}
        text = ".".join(base64url(json.dumps(part).encode())
                        for part in (head, claims))
        signed = subprocess.run(
            ["openssl", "dgst", "-sha256", "-sign", str(self.key)],
            input=text.encode(), check=True, capture_output=True).stdout
        return f"{text}.{base64url(signed)}"

    # what is answered: (status, JSON) or the address to go to

    def configuration(self):
        at = f"{self.login}/{self.id}"
        return 200, {
            "issuer": self.issuer, "jwks_uri": f"{at}/keys",
            "authorization_endpoint": f"{at}/oauth2/v2.0/authorize",
            "token_endpoint": f"{at}/oauth2/v2.0/token",
            "token_endpoint_auth_methods_supported": ["client_secret_post"]}

    @staticmethod
    def back(asked, answer, wrong):
        answer = {**answer, "state": asked["state"], **wrong}
        return f"{asked['redirect_uri']}?" + urllib.parse.urlencode(
            {k: v for k, v in answer.items() if v is not None})

    def adminconsent(self, asked):
        assert asked["client_id"] == CLIENT and asked["scope"], asked
        self.consented += 1
        return self.back(asked, {"admin_consent": "True", "tenant": self.id,
                                 "scope": asked["scope"]}, self.consent)

    def authorize(self, asked):
        assert asked["code_challenge_method"] == "S256", asked
        assert asked["response_type"] == "code", asked
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return self.back(asked, {"code": code}, self.sign_in)

    def token(self, form):
        if (form["client_id"], form["client_secret"]) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        if self.app_error:
            return 400, {"error": "unauthorized_client",
                         "error_description": self.app_error}
        if form["grant_type"] == "client_credentials":
            return 200, {"access_token": self.app_token(), "expires_in": 3600}
        self.exchanged.append(form)
        asked = self.codes.pop(form["code"], None) # good once
        challenge = base64url(hashlib.sha256(
            form["code_verifier"].encode()).digest())
        if (asked is None or self.token_error or
                asked["redirect_uri"] != form["redirect_uri"] or
                asked["code_challenge"] != challenge):
            return 400, {"error": "invalid_grant",
                         "error_description": self.token_error or "no"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now,
                  "exp": now + 600, "nonce": asked["nonce"], "sub": "pairwise",
                  "oid": "ada-object-id", "tid": self.id, "name": "Ada Admin",
                  "preferred_username": "ada@example.com", **self.claims}
        return 200, {"access_token": "opaque", "token_type": "Bearer",
                     "scope": "openid profile", "id_token": self.sign(
                         {k: v for k, v in claims.items() if v is not None})}

    def get(self, path, query):
        if path == f"/{self.id}/v2.0/.well-known/openid-configuration":
            return self.configuration()
        if path == f"/{self.id}/keys":
            return 200, {"keys": [{"kty": "RSA", "use": "sig", "kid": "k1",
                                   "n": base64url(self.modulus()),
                                   "e": "AQAB"}]}
        if path == f"/{self.id}/v2.0/adminconsent":
            return self.adminconsent(query)
        if path == f"/{self.id}/oauth2/v2.0/authorize":
            return self.authorize(query)
        return 400, {"error": "invalid_tenant"}


def handler(tenant):
    class Handler(BaseHTTPRequestHandler):
        def reply(self, answer):
            if isinstance(answer, str):
                self.send_response(302)
                self.send_header("Location", answer)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            data = json.dumps(answer[1]).encode()
            self.send_response(answer[0])
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self):
            path, _, query = self.path.partition("?")
            self.reply(tenant.get(path, dict(urllib.parse.parse_qsl(query))))

        def do_POST(self):
            length = int(self.headers["Content-Length"])
            form = dict(urllib.parse.parse_qsl(
                self.rfile.read(length).decode()))
            self.reply(tenant.token(form))

        def log_message(self, *_):
            pass

    return Handler


class Provider:
    """oidc-provider of npm; it sends browsers to one address only."""

    def __init__(self, cache, redirect):
        self.cache, self.redirect = install(HERE, cache), redirect

    def __enter__(self):
        self.process = subprocess.Popen(
            ["node", str(HERE / "provider.mjs"), self.redirect],
            cwd=self.cache, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True)
        self.issuer = self.process.stdout.readline().strip()
        if not self.issuer:
            self.process.wait()
            raise Unavailable("oidc-provider does not start: "
                              f"{self.process.stderr.read()[-300:]}")
        # it warns of what a test does; nobody must wait for a reader
        threading.Thread(target=self.process.stderr.read,
                         daemon=True).start()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
