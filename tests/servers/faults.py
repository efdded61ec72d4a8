"""A proxy before a storage server, in which things go wrong.

    with Faults(("127.0.0.1", port), classify) as proxy: proxy.url
    proxy.done  # {(kind of request, fault): how often}

Requests are told apart by classify(method, path, query), which names their
kind ("blocklist") or gives None for what is left alone. Of each kind every
third request (or as often as `every` says) meets a fault, each in its turn:

    lost    carried out; the connection ends without an answer
    error   carried out; 500 in place of its answer
    twice   carried out twice, the answer is that of the second time
    busy    not carried out; 503 with Retry-After, before the body was read
    cut     not carried out; the connection ends in the middle of the body
    garbled the body arrives with a byte changed (where there is one, and the
            server finds it out: not of those in `unverified`)
    short   carried out; the answer's body is cut off (where there is one)
    stale   carried out and answered; then the connection is closed without
            a word, as servers do with idle ones

So whoever is behind it has to ask what became of a request, not to guess.
"""
import http.client
import http.server
import socket
import ssl
import threading
import urllib.parse

FAULTS = ["lost", "error", "twice", "busy", "cut", "garbled", "short", "stale"]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    upstream = None

    def setup(self):
        super().setup()
        self.upstream = self.server.owner.connect()

    def finish(self):
        self.upstream.close()
        try:
            super().finish()
        except OSError:
            pass

    # --- both sides -----------------------------------------------------------

    def forward(self, body):
        headers = dict(self.headers.items())
        try:
            self.upstream.request(self.command, self.path, body or None,
                                  headers)
            answer = self.upstream.getresponse()
        except (http.client.HTTPException, OSError):  # idle for too long
            self.upstream.close()
            self.upstream.request(self.command, self.path, body or None,
                                  headers)
            answer = self.upstream.getresponse()
        return answer, answer.read()

    def give(self, answer, content, cut=0):
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding",
                                    "connection", "keep-alive"):
                self.send_header(name, value)
        length = (answer.getheader("Content-Length", "0")
                  if self.command == "HEAD" else str(len(content)))
        self.send_header("Content-Length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content[:len(content) - cut])
        self.wfile.flush()

    def hang_up(self):
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def refuse(self, status, code, headers=()):
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("x-ms-error-code", code)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.wfile.flush()

    # --- a request -------------------------------------------------------------

    def run(self):
        url = urllib.parse.urlsplit(self.path)
        length = int(self.headers.get("Content-Length", 0))
        fault = self.server.owner.next_fault(
            self.server.owner.classify(self.command, url.path,
                                       dict(urllib.parse.parse_qsl(
                                           url.query, True))),
            length)
        if fault == "busy":
            self.refuse(503, "ServerBusy", [("Retry-After", "0")])
            self.hang_up()
            return
        if fault == "cut":
            self.rfile.read(length // 2)
            self.hang_up()
            return
        body = self.rfile.read(length)
        if fault == "garbled":
            body = body[:length // 2] + bytes([body[length // 2] ^ 1]) + \
                body[length // 2 + 1:]
        answer, content = self.forward(body)
        if fault == "twice":
            answer, content = self.forward(body)
        if fault == "lost" or (fault == "short" and not content):
            self.hang_up()
        elif fault == "short":
            self.give(answer, content, cut=(len(content) + 1) // 2)
            self.hang_up()
        elif fault == "error":
            self.refuse(500, "InternalError")
        else:
            self.give(answer, content)
            if fault == "stale":
                self.hang_up()

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = run

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass  # the other side has gone: that is what happens here


class Faults:
    def __init__(self, upstream, classify, unverified=(), every=None,
                 ca=None):
        self.unverified, self.every = unverified, every or {}
        self.address, self.classify, self.ca = upstream, classify, ca
        self.seen, self.done, self.lock = {}, {}, threading.Lock()
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.owner = self
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def connect(self):
        if self.ca is None:
            return http.client.HTTPConnection(*self.address)
        return http.client.HTTPSConnection(
            *self.address, context=ssl.create_default_context(cafile=self.ca))

    def next_fault(self, kind, length):
        """Of this request: a fault, or None."""
        if kind is None:
            return None
        with self.lock:
            n = self.seen[kind] = self.seen.get(kind, -1) + 1
            every = self.every.get(kind, 3)
            if n % every != every - 1:
                return None
            fault = FAULTS[n // every % len(FAULTS)]
            if fault in ("garbled", "cut") and length == 0 or \
                    fault == "garbled" and kind in self.unverified:
                fault = "lost"
            self.done[kind, fault] = self.done.get((kind, fault), 0) + 1
            return fault

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
