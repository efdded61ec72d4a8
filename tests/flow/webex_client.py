"""A careful Webex client in the standard library, for tests of the sandbox.

It renews its token by the refresh token, waits where it is told to, follows
the Link header and mends its known defects, and fetches the direct links of
recordings without the token: what an archiver has to do, in the shortest
form.
"""
import hashlib
import http.client
import json
import re
import time
import urllib.parse


class Refused(Exception):
    """An answer that does not get better by asking again."""

    def __init__(self, status, body):
        super().__init__(f"{status} {body[:300]!r}")
        self.status = status
        self.body = body


class Client:
    def __init__(self, greeting):
        self.greeting = greeting["webex"]
        self.base = greeting["base"]
        self.api = self.greeting["api"]
        self.token = self.greeting["access_token"]
        self.refresh = self.greeting["refresh_token"]
        self.retries = 0
        self.connections = {}

    def _send(self, method, url, headers, body):
        parts = urllib.parse.urlsplit(url)
        target = parts.path + ("?" + parts.query if parts.query else "")
        connection = self.connections.pop(parts.netloc, None)
        if connection is None:
            connection = http.client.HTTPConnection(parts.netloc, timeout=60)
        try:
            connection.request(method, target, body, headers)
            reply = connection.getresponse()
            data = reply.read()
        except (http.client.HTTPException, OSError):
            connection.close()
            raise
        if not reply.will_close:
            self.connections[parts.netloc] = connection
        return reply.status, reply.headers, data

    def renew(self):
        form = urllib.parse.urlencode({
            "grant_type": "refresh_token", "refresh_token": self.refresh,
            "client_id": self.greeting["client_id"],
            "client_secret": self.greeting["client_secret"]})
        _, _, data = self.fetch(
            "POST", self.greeting["token"], body=form, bearer=False,
            check=is_json)
        reply = json.loads(data)
        self.token, self.refresh = (reply["access_token"],
                                    reply["refresh_token"])
        return reply

    def fetch(self, method, url, *, body=None, bearer=True, check=None,
              final=(410, 423, 428)):
        """Status below 400 and whole, or Refused; tries eight times."""
        renewed = False
        status, data = 0, b"nothing came"
        for _ in range(8):
            headers = {"timezone": "UTC"}
            if bearer:
                headers["Authorization"] = "Bearer " + self.token
            if body is not None:
                headers["Content-Type"] = (
                    "application/json" if body.startswith("{")
                    else "application/x-www-form-urlencoded")
            try:
                status, got, data = self._send(method, url, headers, body)
            except (http.client.HTTPException, OSError):
                self.retries += 1
                continue
            if status == 401 and bearer and not renewed:
                self.renew()
                renewed = True
            elif status == 429 or status >= 500:
                time.sleep(min(float(got.get("Retry-After") or 1), 1) / 20)
                renewed = False
            elif status >= 400 or status in final:
                raise Refused(status, data)
            elif check is None or check(status, got, data):
                return status, got, data
            self.retries += 1
        raise Refused(status, data)

    def page(self, path, **query):
        """One answer of the API, and the address of the next page."""
        url = path if path.startswith("http") else self.api + path
        if query:
            url += "?" + urllib.parse.urlencode(
                {k.rstrip("_"): v for k, v in query.items()})
        _, headers, data = self.fetch("GET", url, check=is_json)
        found = re.search(r'<([^>]+)>;\s*rel="next"', headers["Link"] or "")
        return json.loads(data), found and found.group(1)

    def get(self, path, **query):
        return self.page(path, **query)[0]

    def every(self, path, **query):
        """All items of a listing, those told twice only once."""
        wanted = {k.rstrip("_"): str(v) for k, v in query.items()}
        items, seen = [], set()
        page, link = self.page(path, **query)
        while True:
            for item in page["items"]:
                key = json.dumps(item, sort_keys=True)
                if key not in seen:
                    seen.add(key)
                    items.append(item)
            if not link:
                return items
            parts = urllib.parse.urlsplit(link)
            args = {k: v for k, v in urllib.parse.parse_qsl(parts.query)
                    if (k, v) != ("max", "null")}
            page, link = self.page(
                urllib.parse.urlunsplit(parts._replace(
                    query=urllib.parse.urlencode({**wanted, **args}))))

    def contents(self, url):
        """(name, SHA-256) of a file; Refused 423 and 410."""
        try:
            _, headers, data = self.fetch("GET", url)
        except Refused as refused:
            if refused.status != 428:
                raise
            _, headers, data = self.fetch("GET", url + "?allow=unscannable")
        name = re.fullmatch(r'attachment; filename="(.*)"',
                            headers["Content-Disposition"])
        return (re.sub(r"\\(.)", r"\1", name.group(1)).encode(
            "latin-1").decode(), hashlib.sha256(data).hexdigest())

    def direct(self, url, size):
        """SHA-256 of a recording by its temporary link: no token, no HTML."""
        _, _, data = self.fetch(
            "GET", url, bearer=False,
            check=lambda s, h, d: (size is None or len(d) == size) and
            not h["Content-Type"].startswith("text/html"))
        return hashlib.sha256(data).hexdigest()

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
