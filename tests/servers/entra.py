"""Entra ID's users as Microsoft Graph tells them, for a test of its own.

    with Entra(people) as server:
        server.set(person); server.remove(id); server.fail(429, times=2)

It refuses what Graph refuses: a wrong secret, another scope, a token it did
not give, an unknown property. What it tells goes by pages; after a first
whole telling only changes, with the changed properties alone.
"""
import json
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TENANT, CLIENT, SECRET = "8a1b-tenant", "app-id", "app-secret"
PAGE = 100
SELECT = {"id", "displayName", "mail", "userPrincipalName", "proxyAddresses",
          "otherMails", "accountEnabled", "createdDateTime"}


class SignIn:
    """A loopback server where an application signs in, as both stand-ins of
    Graph have it; handler(self) makes the class that answers."""

    def __init__(self, handler):
        self.tokens = set()
        self.handler = handler

    def __enter__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0),
                                          self.handler(self))
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def token(self, tenant, form):
        """(status, body) of the token endpoint."""
        if tenant != TENANT:
            return 400, {"error": "invalid_request",
                         "error_description": "AADSTS90002: Tenant not found."}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT,
                                                                  SECRET):
            return 401, {"error": "invalid_client", "error_description":
                         "AADSTS7000215: Invalid client secret provided."}
        if (form.get("grant_type"), form.get("scope")) != (
                "client_credentials", f"{self.base}/.default"):
            return 400, {"error": "invalid_scope", "error_description":
                         "AADSTS70011: The provided value is not valid."}
        token = self.new_token()
        self.tokens.add(token)
        return 200, {"token_type": "Bearer", "expires_in": 3599,
                     "access_token": token}

    def new_token(self):
        return f"token-{len(self.tokens)}"


class Entra(SignIn):
    def __init__(self, people):
        super().__init__(handler)
        self.users = {p["id"]: p for p in people}
        self.changes = []   # (id, properties or None for removed)
        self.trouble = []   # statuses to answer with first
        self.lost = False   # delta links are no longer known
        self.elsewhere = None  # a host that links lead to
        self.requests = []
        self.leaks = 0      # tokens that were shown where they must not be

    def set(self, id_, **properties):
        self.users.setdefault(id_, {"id": id_}).update(properties)
        self.changes.append((id_, properties))

    def remove(self, id_):
        del self.users[id_]
        self.changes.append((id_, None))

    # what is answered: (status, body, headers)

    def delta(self, query):
        since = int(query["$deltatoken"]) if "$deltatoken" in query else None
        start = int(query.get("$skiptoken", "0"))
        if since is not None and self.lost:
            return 410, {"error": {"code": "syncStateNotFound",
                                   "message": "Resync required"}}
        if since is None:
            every = sorted(self.users.values(), key=lambda u: u["id"])
            end = query.get("at", str(len(self.changes)))
        else:
            every = [self.changed(*c) for c in self.changes[since:]]
            end = str(len(self.changes))
        page = every[start:start + PAGE]
        answer = {"value": page}
        link = {"at": end}
        if since is not None:
            link["$deltatoken"] = str(since)
        if start + PAGE < len(every):
            link["$skiptoken"] = str(start + PAGE)
            answer["@odata.nextLink"] = self.link(link)
        else:
            answer["@odata.deltaLink"] = self.link({"$deltatoken": end})
        return 200, answer

    def link(self, query):
        base = self.elsewhere or self.base
        return f"{base}/v1.0/users/delta?{urllib.parse.urlencode(query)}"

    @staticmethod
    def changed(id_, properties):
        if properties is None:
            return {"id": id_, "@removed": {"reason": "deleted"}}
        return {"id": id_, **properties}

    def user(self, id_):
        if id_ not in self.users:
            return 404, {"error": {"code": "Request_ResourceNotFound",
                                   "message": "does not exist"}}
        return 200, self.users[id_]


def handler(entra):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def answer(self, status, body, **headers):
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(data)

        def do_POST(self):
            size = int(self.headers.get("Content-Length", "0"))
            form = dict(urllib.parse.parse_qsl(self.rfile.read(size).decode()))
            tenant = self.path.split("/")[1]
            self.answer(*entra.token(tenant, form))

        def do_GET(self):
            url = urllib.parse.urlsplit(self.path)
            query = dict(urllib.parse.parse_qsl(url.query))
            entra.requests.append(self.path)
            bearer = self.headers.get("Authorization", "")
            if bearer.removeprefix("Bearer ") not in entra.tokens:
                self.answer(401, {"error": {
                    "code": "InvalidAuthenticationToken",
                    "message": "Access token is empty."}})
            elif entra.trouble:
                self.answer(entra.trouble.pop(0),
                            {"error": {"code": "TooManyRequests",
                                       "message": "slow down"}},
                            Retry_After="0")
            elif not set(query.get("$select", "").split(",")) - {""} <= SELECT:
                self.answer(400, {"error": {"code": "BadRequest",
                                            "message": "no such property"}})
            elif url.path == "/v1.0/users/delta":
                self.answer(*entra.delta(query))
            elif url.path == "/v1.0/users":
                self.answer(200, {"value": list(entra.users.values())[:1]})
            else:
                self.answer(*entra.user(url.path.rsplit("/", 1)[1]))

    return Handler
