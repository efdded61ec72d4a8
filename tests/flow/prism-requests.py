#!/usr/bin/env python3
"""Hold the product's own requests against Zoom's specifications.

    prism-requests.py ESTREAT SANDBOX BUILD-FOLDER SOURCE-FOLDER

A tap between the product and the sandbox writes down every request that a
check and a run make. Each is then asked again through `prism proxy --errors`
of the specification that knows its path; a violation whose place is the
request fails the test. Skipped (77) where there are no specifications.
"""
import http.client
import http.server
import importlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import urllib.parse

from sandbox_client import Client, sandbox

held = importlib.import_module("prism-sandbox")


class Tap:
    """A reverse proxy that remembers what was asked."""

    def __init__(self, upstream):
        self.asked = set()
        tap = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def relay(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length) if length else None
                to = http.client.HTTPConnection(upstream, timeout=60)
                headers = {k: v for k, v in self.headers.items()
                           if k.lower() not in ("host", "connection")}
                to.request(self.command, self.path, body, headers)
                answer = to.getresponse()
                data = answer.read()
                tap.asked.add((self.command, self.path))
                self.send_response_only(answer.status, answer.reason)
                for key, value in answer.getheaders():
                    if key.lower() not in ("connection", "content-length",
                                           "transfer-encoding"):
                        self.send_header(key, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
                to.close()

            do_GET = do_POST = relay

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                      Handler)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()


def estreat(program, home, *words):
    done = subprocess.run([program, "--home", home, *words],
                          capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL, timeout=600)
    if done.returncode != 0:
        sys.exit(f"not ok - estreat {' '.join(words)}: {done.stderr}")


def work(program, greeting, tap, folder):
    """Check and run a connector, all requests passing the tap."""
    home = os.path.join(folder, "home")
    secret = pathlib.Path(folder) / "secret"
    secret.write_text(greeting["client_secret"])
    secret.chmod(0o600)
    estreat(program, home, "init", "--domain", "archive.example")
    estreat(program, home, "connector", "add", "zoom", "--source",
            "zoom-meetings", "--set", "account-id=" + greeting["account_id"],
            "--set", "client-id=" + greeting["client_id"],
            "--set", f"api-url={tap.base}/v2",
            "--set", f"token-url={tap.base}/oauth/token",
            "--set", "plan=business", "--secret", f"client-secret={secret}")
    estreat(program, home, "connector", "check", "zoom")
    estreat(program, home, "connector", "run", "zoom")


def of_request(violation):
    where = violation.get("location") or ["?"]
    return where[0] == "request"


def hold(proxy, base, paths, token, asked):
    """What is wrong with requests, and how many endpoints were held."""
    found, endpoints = {}, set()
    for target in asked:
        if not held.is_known(paths, urllib.parse.urlsplit(target).path):
            continue
        endpoints.add(held.shape(urllib.parse.urlsplit(target).path))
        _, violations = proxy.ask(target[len(base):], token)
        for violation in filter(of_request, violations):
            message = held.plain(violation["message"])
            found.setdefault((held.shape(target.split("?")[0]), message),
                             target)
    return found, endpoints


def main(program, sandbox_program, build, source):
    specs = held.find_specs(source)
    if not specs:
        held.skip("no specifications beside the project")
    prism = held.install(build)
    bad, known = 0, set()
    with sandbox(sandbox_program, "--days", "6", "--users", "12") as (
            greeting, _, _), tempfile.TemporaryDirectory() as folder:
        tap = Tap(greeting["base"].split("//")[1])
        work(program, greeting, tap, folder)
        asked = sorted(path for method, path in tap.asked
                       if method == "GET" and path.startswith("/v2/"))
        client = Client(greeting)
        for spec in specs:
            base, paths = held.known_paths(spec)
            proxy = held.serve(prism, spec, base, build, greeting)
            try:
                found, endpoints = hold(proxy, base, paths, client.access(),
                                        asked)
            finally:
                proxy.close()
            known |= endpoints
            print(f"# {spec.name}: {len(endpoints)} endpoints")
            for (path, message), url in sorted(found.items()):
                print(f"not ok - {spec.name}: {path}: {message}\n#   {url}")
            bad += len(found)
    every = {held.shape(urllib.parse.urlsplit(x).path) for x in asked}
    print(f"# {len(asked)} requests, {len(every)} endpoints; in no "
          f"specification: {sorted(every - known) or 'none'}")
    if len(every) < 10:
        print("not ok - the run asked for next to nothing")
        bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
