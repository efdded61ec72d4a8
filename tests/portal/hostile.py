"""What strangers could write, put into the answers of a source.

Between the product and the sandbox stands a server that hands everything on
and writes into what comes back: titles, chat lines, names and files get
what would run, load or lead elsewhere if anything took it for more than text.

    with Stranger(sandbox.base) as stranger:
        ... the connector's addresses are stranger.base ...
"""
import http.client
import http.server
import json
import re
import threading
import urllib.parse
import zlib

RUNS = "window.__ran=1;alert(1)"
SNIPPETS = [
    f"<script>{RUNS}</script>",
    f"<img src=x onerror=\"{RUNS}\">",
    f"\"'><svg onload={RUNS}>",
    f"</title></style></textarea><script>{RUNS}</script>",
    "<iframe src=\"https://elsewhere.example/frame\"></iframe>",
    "<img src=\"https://elsewhere.example/pixel.gif\">",
    "<link rel=stylesheet href=//elsewhere.example/a.css><base href=//elsewhere.example/>",
    "<meta http-equiv=refresh content=\"0;url=https://elsewhere.example/\">",
    f"<a href=\"javascript:{RUNS}\">javascript:{RUNS}</a>",
    f"[click](javascript:{RUNS}) ![x](https://elsewhere.example/md.png)",
    "<form action=https://elsewhere.example/><input name=q autofocus onfocus=alert(1)></form>",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} <%= 7*7 %>",
    "x\r\nX-Injected: yes\r\n\r\n<script>alert(1)</script>",
    "=?utf-8?q?=3Cscript=3Ealert(1)=3C/script=3E?=",
    "\u202e\u2066evil\u2069\u0000\u001b[31m\u001b]0;title\u0007",
]
FORMULAS = ["=HYPERLINK(\"https://elsewhere.example/\",\"x\")", "+1+1", "-2+3", "@SUM(1)", "\t=1+1"]
FILES = [
    ("<img src=x onerror=alert(1)>.html", "text/html",
     f"<!DOCTYPE html><script>{RUNS};fetch('https://elsewhere.example/html')</script>"
     "<img src=https://elsewhere.example/f.png>"),
    ("pic\"; filename=x.exe;\u202egnp.svg", "image/svg+xml",
     f"<svg xmlns='http://www.w3.org/2000/svg' onload='{RUNS}'><script>{RUNS}</script>"
     "<image href='https://elsewhere.example/s.png'/></svg>"),
    ("../../../etc/passwd.xhtml", "application/xhtml+xml",
     f"<html xmlns='http://www.w3.org/1999/xhtml'><script>{RUNS}</script></html>"),
    ("=cmd.csv", "text/csv", "=1+1,+2,-3,@x\r\n"),
    ("plain.txt", "text/plain", f"<script>{RUNS}</script>"),
    ("looks.png", "image/png", f"<script>{RUNS}</script>"),
]
TEXTS = {"topic", "title", "text", "html", "markdown", "subject", "description", "message"}
NAMES = {"displayName", "personDisplayName", "display_name", "user_name"}


def pick(choices, seed):
    return choices[zlib.crc32(seed.encode()) % len(choices)]


def written(value, key=""):
    """The answer, as strangers would have it."""
    if isinstance(value, dict):
        return {name: written(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [written(one, key) for one in value]
    if isinstance(value, str) and value and key in TEXTS:
        return f"{value} {pick(SNIPPETS, key + value)}"
    if isinstance(value, str) and value and key in NAMES:
        return f"{pick(FORMULAS, value)} {value} {pick(SNIPPETS, value)}"
    return value


def file_answer(path):
    """Files of messages become other files."""
    name, kind, text = pick(FILES, path)
    quoted = urllib.parse.quote(name)
    return text.encode(), [("Content-Type", kind),
                           ("Content-Disposition", f"attachment; filename*=UTF-8''{quoted}")]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def handle_any(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else None
        headers = {name: value for name, value in self.headers.items()
                   if name.lower() not in ("connection", "accept-encoding", "range")}
        upstream = http.client.HTTPConnection(self.server.upstream, timeout=120)
        try:
            upstream.request(self.command, self.path, body, headers)
            answer = upstream.getresponse()
            self.answer(answer, answer.read())
        finally:
            upstream.close()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_any

    def answer(self, answer, body):
        kept = [(name, value) for name, value in answer.getheaders()
                if name.lower() not in ("content-length", "transfer-encoding", "connection")]
        kind = answer.getheader("Content-Type") or ""
        if answer.status == 200 and re.match(r"/v1/contents/", self.path):
            body, mine = file_answer(self.path.split("?")[0])
            taken = {name.lower() for name, _ in mine}
            kept = [(n, v) for n, v in kept if n.lower() not in taken] + mine
        elif "json" in kind and body and "token" not in self.path:
            body = json.dumps(written(json.loads(body))).encode()
        body = body.replace(self.server.upstream.encode(), self.server.mine.encode())
        self.send_response_only(answer.status)  # the Date is the sandbox's
        for name, value in kept:
            self.send_header(name, value.replace(self.server.upstream, self.server.mine))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class Stranger:
    def __init__(self, base):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.upstream = base.split("//")[1]
        self.server.mine = f"127.0.0.1:{self.server.server_port}"
        self.theirs, self.base = base, "http://" + self.server.mine
        self.thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def addresses(self, settings):
        """A connector's settings, its addresses here."""
        return {key: value.replace(self.theirs, self.base) for key, value in settings.items()}
