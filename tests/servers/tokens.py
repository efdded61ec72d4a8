"""An issuer of access tokens by client credentials, as Entra is one.

    with Issuer(folder) as issuer:
        issuer.url, issuer.name, issuer.public_key (PEM)

Tokens are JWTs signed with RS256 by openssl; what they claim is issuer.claims.
"""
import base64
import http.server
import json
import pathlib
import subprocess
import threading
import time
import urllib.parse

CLIENT, SECRET = "archive-app", "app-secret"


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Issuer:
    name = "https://sts.example/tenant/"

    def __init__(self, folder):
        self.key = pathlib.Path(folder) / "issuer.key"
        subprocess.run(["openssl", "genrsa", "-out", str(self.key), "2048"],
                       check=True, capture_output=True)
        self.public_key = subprocess.run(
            ["openssl", "rsa", "-in", str(self.key), "-pubout"], check=True,
            capture_output=True).stdout
        self.claims = {"upn": "importer", "scope": "IMAP.AccessAsApp",
                       "sub": "app", "azp": "default", "aud": "mail"}
        self.issued = 0
        self.spoilt = 0  # so many of the next tokens are of no use

    def sign(self, claims):
        now = int(time.time())
        head = {"alg": "RS256", "typ": "JWT", "kid": "k1"}
        body = {"iss": self.name, "nbf": now - 60, "iat": now - 60,
                "exp": now + 3600, **claims}
        text = ".".join(base64url(json.dumps(part).encode())
                        for part in (head, body))
        signed = subprocess.run(
            ["openssl", "dgst", "-sha256", "-sign", str(self.key)],
            input=text.encode(), check=True, capture_output=True).stdout
        return f"{text}.{base64url(signed)}"

    def answer(self, form):
        if (form.get("client_id") != [CLIENT] or
                form.get("client_secret") != [SECRET]):
            return 401, {"error": "invalid_client",
                         "error_description": "the secret is wrong"}
        if form.get("grant_type") != ["client_credentials"]:
            return 400, {"error": "unsupported_grant_type"}
        self.issued += 1
        claims = dict(self.claims)
        if self.spoilt > 0:
            self.spoilt -= 1
            claims["scope"] = "nothing"
        return 200, {"access_token": self.sign(claims),
                     "token_type": "Bearer", "expires_in": 3600}

    def __enter__(self):
        issuer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                form = urllib.parse.parse_qs(self.rfile.read(length).decode())
                status, reply = issuer.answer(form)
                data = json.dumps(reply).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                      Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/token"
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
