"""Azurite, the stand-in for Azure Blob Storage, started for one test.

    with Azurite(cache) as server:            # plain
        server.create("container")
        server.url, server.account, server.key, server.sas("container")
    with Azurite(cache, tls=True) as server:  # https, takes bearer tokens
        server.ca, Tokens()

Its npm packages are installed once into the folder `cache`, as
azurite/package-lock.json says. Unavailable is raised, with the reason, where
it cannot be had: the test then skips, saying so.

Requests of this file are signed by code of its own, so that what is tested
is not tested with itself.
"""
import base64
import datetime
import hashlib
import hmac
import http.server
import json
import os
import pathlib
import secrets
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import urllib.parse
import urllib.request

from npm import Unavailable, install

HERE = pathlib.Path(__file__).resolve().parent / "azurite"
VERSION = "2023-11-03"
ACCOUNT = "estreattest"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def certificate(folder):
    """A certificate of our own for 127.0.0.1: (its file, its key's file)."""
    if shutil.which("openssl") is None:
        raise Unavailable("openssl is not installed")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
         "/CN=Azurite", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
         key, "-out", cert], check=True, capture_output=True)
    return cert, key


class Azurite:
    def __init__(self, cache, tls=False, memory=True):
        self.cache, self.tls, self.memory = cache, tls, memory
        self.account = ACCOUNT
        self.key = base64.b64encode(secrets.token_bytes(64)).decode()
        self.process = None

    def __enter__(self):
        self.packages = install(HERE, self.cache)
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="azurite-"))
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        self.port = free_port()
        scheme, more, self.ca = "http", [], None
        if self.tls:
            scheme = "https"
            self.ca, key = certificate(self.dir)
            more = ["--oauth", "basic", "--cert", self.ca, "--key", key]
        if self.memory:
            more += ["--inMemoryPersistence"]
        else:
            more += ["-l", self.dir / "data"]
        self.url = f"{scheme}://127.0.0.1:{self.port}/{self.account}"
        self.log = open(self.dir / "log", "w+")
        self.process = subprocess.Popen(
            ["node", self.packages /
             "node_modules/azurite/dist/src/blob/main.js", "--blobHost",
             "127.0.0.1", "--blobPort", str(self.port), "--silent",
             "--disableTelemetry", *more],
            cwd=self.dir, stdout=self.log, stderr=self.log,
            env={**os.environ,
                 "AZURITE_ACCOUNTS": f"{self.account}:{self.key}"})
        for _ in range(300):
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        self.log.seek(0)
        raise Unavailable(f"Azurite did not start: {self.log.read()[-300:]}")

    def stop(self):
        """start() goes on, at another port; with memory=False as it was."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.log.close()
        self.process = None

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)

    # --- asking it, signed with the account's key ---------------------------

    def mac(self, text):
        return base64.b64encode(hmac.new(
            base64.b64decode(self.key), text.encode(),
            hashlib.sha256).digest()).decode()

    def ask(self, method, path, query=(), headers=(), body=b""):
        """(status, headers, body) of a request for /CONTAINER[/BLOB]."""
        head = {"x-ms-version": VERSION,
                "x-ms-date": datetime.datetime.now(datetime.timezone.utc)
                .strftime("%a, %d %b %Y %H:%M:%S GMT"), **dict(headers)}
        length = str(len(body)) if body else ""
        text = "\n".join([method, "", "", length, head.get("Content-MD5", ""),
                          head.get("Content-Type", "")] + [""] * 6) + "\n"
        for name in sorted(n for n in head if n.lower().startswith("x-ms-")):
            text += f"{name.lower()}:{head[name]}\n"
        text += f"/{self.account}/{self.account}{path}"
        for name, value in sorted(query):
            text += f"\n{name}:{value}"
        head["Authorization"] = f"SharedKey {self.account}:{self.mac(text)}"
        url = self.url + path
        if query:
            url += "?" + urllib.parse.urlencode(query)
        request = urllib.request.Request(url, data=body or None, headers=head,
                                         method=method)
        if not body and method == "PUT":
            request.add_header("Content-Length", "0")
        context = (ssl.create_default_context(cafile=self.ca)
                   if self.ca else None)
        try:
            with urllib.request.urlopen(request, context=context) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def create(self, container):
        status, _, body = self.ask("PUT", f"/{container}",
                                   [("restype", "container")])
        if status != 201:
            raise RuntimeError(f"create {container}: {status} {body[:300]}")

    def sas(self, container, permissions="racwdl", days=40):
        """A service SAS for a container (sv 2020-12-06 and later)."""
        end = (datetime.datetime.now(datetime.timezone.utc) +
               datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
        fields = [permissions, "", end, f"/blob/{self.account}/{container}",
                  "", "", "", VERSION, "c", "", "", "", "", "", "", ""]
        return urllib.parse.urlencode({
            "sv": VERSION, "sr": "c", "sp": permissions, "se": end,
            "sig": self.mac("\n".join(fields))})


class Tokens:
    """A token endpoint as Entra ID has it, for one application."""

    tenant = "11111111-2222-3333-4444-555555555555"
    client_id = "66666666-7777-8888-9999-000000000000"

    def __init__(self, life=3600):
        self.secret, self.life, self.given = secrets.token_hex(16), life, 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                length = int(self.headers["Content-Length"])
                form = dict(urllib.parse.parse_qsl(
                    self.rfile.read(length).decode()))
                status, answer = outer.answer(self.path, form)
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                      Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path, form):
        want = {"grant_type": "client_credentials",
                "client_id": self.client_id, "client_secret": self.secret,
                "scope": "https://storage.azure.com/.default"}
        if path != f"/{self.tenant}/oauth2/v2.0/token" or form != want:
            return 401, {"error": "invalid_client", "error_description":
                         "AADSTS7000215: Invalid client secret provided."
                         "\r\nTrace ID: 0"}
        self.given += 1
        return 200, {"token_type": "Bearer", "expires_in": self.life,
                     "access_token": self.token()}

    def token(self):
        """Azurite looks at the claims, not at the signature."""
        now = int(time.time())
        claims = {"aud": "https://storage.azure.com",
                  "iss": f"https://sts.windows.net/{self.tenant}/",
                  "iat": now - 10, "nbf": now - 10, "exp": now + self.life,
                  "appid": self.client_id, "tid": self.tenant,
                  "n": self.given}

        def part(value):
            return base64.urlsafe_b64encode(
                json.dumps(value).encode()).rstrip(b"=").decode()
        return f"{part({'typ': 'JWT', 'alg': 'RS256'})}.{part(claims)}.c2ln"
