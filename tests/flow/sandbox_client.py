"""A careful Zoom client in the standard library, for tests of the sandbox.

It retries what may be retried, follows redirects by hand and without the
token, checks status, type and size, and begins a listing anew when its page
token has died: what an archiver has to do, in the shortest form.
"""
import base64
import contextlib
import hashlib
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.parse


class Refused(Exception):
    """An answer that does not get better by asking again."""

    def __init__(self, status, body):
        super().__init__(f"{status} {body[:200]!r}")
        self.status = status
        self.body = body
        try:
            self.code = json.loads(body).get("code")
        except (ValueError, AttributeError):
            self.code = None


class PageToken(Exception):
    """The page token has died: the listing must begin anew."""


@contextlib.contextmanager
def sandbox(program, *options):
    """Start the sandbox; yields (greeting, truth as a list, directory)."""
    with tempfile.TemporaryDirectory() as folder:
        truth = os.path.join(folder, "truth.jsonl")
        people = os.path.join(folder, "people.csv")
        process = subprocess.Popen(
            [program, "--listen", "127.0.0.1:0", "--truth", truth,
             "--directory", people, *options], stdout=subprocess.PIPE)
        try:
            line = process.stdout.readline()
            if not line:
                sys.exit("the sandbox did not start")
            with open(truth, encoding="utf-8") as lines:
                facts = [json.loads(x) for x in lines]
            with open(people, encoding="utf-8") as rows:
                yield json.loads(line), facts, rows.read()
        finally:
            process.terminate()
            if process.wait(30) != 0:
                sys.exit("the sandbox did not end well")


def quote_uuid(uuid):
    once = urllib.parse.quote(uuid, safe="")
    if uuid.startswith("/") or "//" in uuid:
        return urllib.parse.quote(once, safe="")
    return once


class Client:
    def __init__(self, greeting):
        self.greeting = greeting
        self.base = greeting["base"]
        self.token = None
        self.date = None
        self.retries = 0
        self.connections = {}

    def _send(self, method, url, headers, body):
        parts = urllib.parse.urlsplit(url)
        origin = parts.netloc
        target = parts.path + ("?" + parts.query if parts.query else "")
        connection = self.connections.pop(origin, None)
        if connection is None:
            connection = http.client.HTTPConnection(origin, timeout=60)
        try:
            connection.request(method, target, body, headers)
            reply = connection.getresponse()
            data = reply.read()
        except (http.client.HTTPException, OSError):
            connection.close()
            raise
        if not reply.will_close:
            self.connections[origin] = connection
        self.date = reply.getheader("Date")
        return reply.status, reply.headers, data

    def _wait(self, headers):
        after = headers.get("Retry-After") or "0.1"
        try:
            seconds = float(after)
        except ValueError:
            seconds = 2
        time.sleep(min(seconds, 2) / 20)

    def fetch(self, method, url, *, body=None, bearer=True, basic=False,
              check=None):
        """Status below 400 and whole, or Refused; tries eight times."""
        renewed = False
        for _ in range(8):
            headers = {}
            if basic:
                pair = (self.greeting["client_id"] + ":" +
                        self.greeting["client_secret"])
                headers["Authorization"] = "Basic " + base64.b64encode(
                    pair.encode()).decode()
            elif bearer:
                headers["Authorization"] = "Bearer " + self.access()
            if body is not None and basic:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            try:
                status, got, data = self._send(method, url, headers, body)
            except (http.client.HTTPException, OSError):
                self.retries += 1
                continue
            if status == 401 and bearer and not renewed:
                self.token, renewed = None, True
            elif status == 429 or status >= 500:
                self._wait(got)
                renewed = False
            elif status >= 400 or (status == 300 and not got["Location"]):
                if b"next page token" in data:
                    raise PageToken()
                raise Refused(status, data)
            elif check is None or check(status, got, data):
                return status, got, data
            self.retries += 1
        raise Refused(status, data)

    def access(self):
        if self.token is None:
            form = urllib.parse.urlencode({
                "grant_type": "account_credentials",
                "account_id": self.greeting["account_id"]})
            _, _, data = self.fetch("POST", self.greeting["token"], body=form,
                                    basic=True, check=is_json)
            self.token = json.loads(data)["access_token"]
        return self.token

    def get(self, path, **query):
        url = self.base + "/v2" + path
        if query:
            url += "?" + urllib.parse.urlencode(
                {k.rstrip("_"): v for k, v in query.items()})
        return json.loads(self.fetch("GET", url, check=is_json)[2])

    def every(self, path, key, **query):
        """All items of a paged listing."""
        for _ in range(8):
            items, token, extra = [], "", {}
            try:
                while True:
                    page = self.get(path, **{**query, **extra},
                                    **({"next_page_token": token}
                                       if token else {}))
                    items += page[key]
                    if "to" in query and "to" in page and len(
                            query["to"]) > 10:
                        extra = {"to": page["to"]}
                    token = page.get("next_page_token")
                    if not token:
                        return items
            except PageToken:
                self.retries += 1
        raise PageToken()

    def download(self, url, size, whole=False):
        """SHA-256 of the file, fetched as often as it takes; or itself."""
        _, headers, _ = self.fetch("GET", url, check=is_redirect)
        target = headers["Location"]
        _, _, data = self.fetch(
            "GET", target, bearer=False,
            check=lambda s, h, d: s == 200 and
            (size is None or len(d) == size) and
            not h["Content-Type"].startswith("text/html"))
        return data if whole else hashlib.sha256(data).hexdigest()

    def control(self, path, body=None):
        data = None if body is None else json.dumps(body)
        method = "GET" if body is None else "POST"
        return json.loads(self.fetch(method, self.base + "/sandbox/" + path,
                                     body=data, bearer=False)[2])


def is_json(_status, headers, data):
    if not (headers["Content-Type"] or "").startswith("application/json"):
        return False
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


def is_redirect(status, headers, _data):
    return status in (301, 302) and headers["Location"]
