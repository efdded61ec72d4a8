"""A tap between the product and a sandbox: it writes down every request."""
import http.client
import http.server
import threading
import typing


class Asked(typing.NamedTuple):
    """A request as it came."""

    method: str
    target: str
    body: bytes
    headers: tuple  # of (name, value)


class Tap:
    """A reverse proxy that remembers what was asked.

    Where an answer tells an address in `others`, {upstream: tap}, or its
    own, the tap's is put there: else the next page would pass it by."""

    HOP = ("host", "connection", "content-length", "transfer-encoding")

    def __init__(self, upstream, others=()):
        self.asked = {}
        tap = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def relay(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length) if length else b""
                headers = [(k, v) for k, v in self.headers.items()
                           if k.lower() not in tap.HOP]
                asked = Asked(self.command, self.path, body, tuple(headers))
                tap.asked[asked[:3]] = asked
                to = http.client.HTTPConnection(upstream.split("//")[1],
                                                timeout=60)
                to.request(self.command, self.path, body or None,
                           dict(headers))
                answer = to.getresponse()
                data = answer.read()
                to.close()
                self.send_response_only(answer.status, answer.reason)
                for key, value in answer.getheaders():
                    if key.lower() not in tap.HOP:
                        self.send_header(key, tap.told(value))
                if (answer.getheader("Content-Type") or "").startswith(
                        "application/json"):
                    data = tap.told(data.decode()).encode()
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = relay

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                      Handler)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.addresses = {**dict(others), upstream: self.base}
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()

    def told(self, text):
        for upstream, own in self.addresses.items():
            text = text.replace(upstream, own)
        return text
