"""A client of the portal, and the process that serves it.

What a browser or a program would send, by the standard library; and raw bytes
for what no well-behaved client sends.
"""
import http.client
import json
import pathlib
import re
import socket
import ssl
import subprocess
import threading
import time


class Answer:
    """Status, fields and body of an answer."""

    def __init__(self, answer):
        self.status = answer.status
        self.fields = answer.headers
        self.body = answer.read()

    def json(self):
        return json.loads(self.body)

    def error(self):
        return self.json().get("error", {})

    def field(self, name):
        return self.fields.get(name)


class Client:
    """One caller: a browser with cookies, or a program with a token."""

    def __init__(self, server, token=None):
        self.server = server
        self.cookies = {}
        self.csrf = None
        self.token = token
        self.connection = None

    def ask(self, method, path, body=None, fields=None, data=None):
        given = dict(self.always())
        if body is not None:
            data = json.dumps(body).encode()
            given["Content-Type"] = "application/json"
        given.update(fields or {})
        given = {k: v for k, v in given.items() if v is not None}
        for again in (True, False):
            if self.connection is None:
                self.connection = self.server.connect()
            try:
                self.send(method, path, data, given)
                answer = Answer(self.connection.getresponse())
                break
            except (http.client.RemoteDisconnected, ConnectionError,
                    http.client.CannotSendRequest):
                self.close()  # a connection kept alive has ended
                if not again:
                    raise
        self.take_cookies(answer)
        return answer

    def send(self, *request):
        """Who is refused while it still sends has an answer all the same."""
        try:
            self.connection.request(*request)
        except BrokenPipeError:
            if not request[2]:
                raise

    def always(self):
        if self.token:
            yield "Authorization", f"Bearer {self.token}"
        if self.cookies:
            yield "Cookie", "; ".join(f"{k}={v}" for k, v in
                                      self.cookies.items())
        if self.csrf:
            yield "X-CSRF-Token", self.csrf

    def take_cookies(self, answer):
        for line in answer.fields.get_all("Set-Cookie") or ():
            name, value = line.split(";")[0].split("=", 1)
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.ask("POST", path, {} if body is None and "data" not in more
                        else body, **more)

    def sign_in(self, user, password, **more):
        answer = self.post("/api/v1/session",
                           {"user": user, "password": password, **more})
        if answer.status == 200:
            self.csrf = answer.json()["csrf"]
        return answer

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class Server:
    """`estreat serve`, with what it logs."""

    PASSWORD = "correct horse battery staple"

    def __init__(self, archive, *words, trust=None, files=None):
        self.archive = archive
        self.trust = trust
        self.log = []
        words = ["serve", "--listen", "127.0.0.1:0", *words]
        self.process = archive.start(
            *words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
            text=True, **({"preexec_fn": files} if files else {}))
        self.begun = threading.Event()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        if not self.begun.wait(60) or self.address is None:
            raise RuntimeError("no portal: " + "".join(self.log))

    address = None

    def read(self):
        for line in self.process.stderr:
            self.log.append(line)
            found = re.search(r"portal.begun address=https?://(\S+)", line)
            if found:
                host, port = found[1].rsplit(":", 1)
                self.address = (host, int(port))
                self.begun.set()
        self.begun.set()

    def connect(self, timeout=60):
        if self.trust is None:
            return http.client.HTTPConnection(*self.address, timeout=timeout)
        return http.client.HTTPSConnection(*self.address, timeout=timeout,
                                           context=self.trust)

    def raw(self, data, timeout=20, close=False):
        """Send bytes, give back all that comes until the end, or until
        nothing more comes."""
        with socket.create_connection(self.address, timeout) as s:
            s.sendall(data)
            if close:
                s.shutdown(socket.SHUT_WR)
            got = b""
            try:
                while piece := s.recv(65536):
                    got += piece
            except (TimeoutError, ConnectionResetError):
                got += b"<left open>" if not close else b""
            return got

    def first_password(self):
        text = pathlib.Path(self.archive.home, "first-password").read_text(
            encoding="utf-8")
        return text.strip().split()[-1]

    def admin(self):
        """Signed in as the first account, with a password of its own."""
        client = Client(self)
        client.sign_in("admin", self.first_password(),
                       new_password=self.PASSWORD)
        return client

    def user(self, name, *groups):
        """A new account in role groups, signed in."""
        told = json.loads(self.archive.do("user", "add", name,
                                          "--json").stdout)
        for group in groups:
            self.archive.do("role-group", "add-member", group, name)
        client = Client(self)
        client.sign_in(name, told["password"], new_password=self.PASSWORD)
        return client

    def stop(self, patience=30):
        self.process.terminate()
        code = self.process.wait(patience)
        self.reader.join(patience)
        return code

    def wait_log(self, word, seconds=20):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if any(word in line for line in self.log):
                return True
            time.sleep(0.05)  # then look again
        return False


class Events:
    """A listener for events, in a thread of its own."""

    def __init__(self, client):
        self.connection = client.server.connect()
        self.connection.request("GET", "/api/v1/events", None,
                                dict(client.always()))
        self.answer = self.connection.getresponse()
        self.got = []
        self.more = threading.Condition()
        self.ended = False
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        name = None
        try:
            for line in self.answer:
                line = line.decode().rstrip("\n")
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("data: "):
                    with self.more:
                        self.got.append((name, json.loads(line[6:])))
                        self.more.notify_all()
        except (OSError, http.client.HTTPException, ValueError):
            pass
        with self.more:
            self.ended = True
            self.more.notify_all()

    def wait(self, wanted, seconds=60):
        """Until an event is as wanted; it, or None."""
        def found():
            return next((e for e in self.got if wanted(*e)), None)
        with self.more:
            self.more.wait_for(lambda: found() or self.ended, seconds)
            return found()

    def wait_end(self, seconds=60):
        with self.more:
            return self.more.wait_for(lambda: self.ended, seconds)


def trusting(cert):
    """A context that trusts this certificate alone."""
    return ssl.create_default_context(cafile=str(cert))
