"""A Blob service with version-level immutability, as Azure documents it.

    with AzureWorm() as server: server.url, server.account

Azurite has neither versions nor locks: it takes the headers and ignores them.
This one has what a store needs of Azure, in memory, and enforces it: blobs
with versions; policies that are unlocked or locked; legal holds; deleting
makes the current version one of the past, locked or not, and only versions of
the past can be deleted by their id. It does not look at signatures: that is
what Azurite is for.

Source: Azure Storage REST API, version 2023-11-03: Put Blob, Put Block List,
Delete Blob, Set Blob Immutability Policy, Set Blob Legal Hold, List Blobs;
"Version-level WORM policies for immutable blob data"; Blob service error
codes.
"""
import base64
import email.utils
import hashlib
import http.server
import threading
import time
import urllib.parse
from xml.sax.saxutils import escape
import xml.etree.ElementTree as ElementTree


class Refusal(Exception):
    def __init__(self, status, code):
        super().__init__(code)
        self.status, self.code = status, code


class Version:
    def __init__(self, number, content, headers):
        self.id = f"2026-11-27T17:00:00.{number:07}Z"
        self.content = content
        self.meta = {k: v for k, v in headers.items()
                     if k.startswith("x-ms-meta-")}
        self.until, self.mode, self.hold = 0, None, False

    def headers(self):
        out = {"x-ms-version-id": self.id, "x-ms-blob-type": "BlockBlob",
               **self.meta}
        if self.mode is not None:
            out["x-ms-immutability-policy-until-date"] = \
                email.utils.formatdate(self.until, usegmt=True)
            out["x-ms-immutability-policy-mode"] = self.mode
        if self.hold:
            out["x-ms-legal-hold"] = "true"
        return out

    def refuse_if_locked(self):
        if self.hold:
            raise Refusal(409, "BlobImmutableDueToLegalHold")
        if self.mode is not None and self.until > time.time():
            raise Refusal(409, "BlobImmutableDueToPolicy")

    def set_policy(self, headers):
        until = email.utils.parsedate_to_datetime(
            headers["x-ms-immutability-policy-until-date"]).timestamp()
        mode = headers["x-ms-immutability-policy-mode"].lower()
        if mode not in ("unlocked", "locked") or until <= time.time():
            raise Refusal(400, "InvalidHeaderValue")
        if self.mode == "locked" and (until < self.until or mode != "locked"):
            raise Refusal(409, "BlobImmutableDueToPolicy")
        self.until, self.mode = until, mode


class Blob:
    def __init__(self):
        self.current, self.past, self.blocks = None, [], {}


class Service:
    def __init__(self):
        self.blobs, self.count, self.lock = {}, 0, threading.Lock()

    # --- what a request does: (status, headers, body) ------------------------

    def answer(self, method, path, query, headers, body):
        parts = path.lstrip("/").split("/", 2)
        name = parts[2] if len(parts) > 2 else None
        if headers.get("x-ms-version", "") < "2020-06-12":
            raise Refusal(400, "InvalidHeaderValue")
        with self.lock:
            if name is None:
                return self.container(method, query)
            what = (method, query.get("comp"))
            return {("PUT", None): self.put_blob,
                    ("PUT", "block"): self.put_block,
                    ("PUT", "blocklist"): self.put_list,
                    ("PUT", "immutabilityPolicies"): self.set_policy,
                    ("PUT", "legalhold"): self.set_hold,
                    ("GET", None): self.get, ("HEAD", None): self.get,
                    ("DELETE", None): self.delete,
                    }[what](self.blobs.setdefault(name, Blob()), query,
                            headers, body)

    def create(self, blob, headers, content):
        if blob.current is not None:
            blob.current.refuse_if_locked()
            if headers.get("if-none-match") == "*":
                raise Refusal(409, "BlobAlreadyExists")
            blob.past.append(blob.current)
        self.count += 1
        version = Version(self.count, content, headers)
        if "x-ms-immutability-policy-until-date" in headers:
            version.set_policy(headers)
        version.hold = headers.get("x-ms-legal-hold") == "true"
        blob.current, blob.blocks = version, {}
        return 201, {"x-ms-version-id": version.id}, b""

    def put_blob(self, blob, _, headers, body):
        if headers["x-ms-blob-type"] != "BlockBlob":
            raise Refusal(400, "InvalidHeaderValue")
        return self.create(blob, headers, body)

    def put_block(self, blob, query, _, body):
        if any(len(i) != len(query["blockid"]) for i in blob.blocks):
            raise Refusal(400, "InvalidBlobOrBlock")
        if blob.current is not None:
            blob.current.refuse_if_locked()
        blob.blocks[query["blockid"]] = body
        return 201, {}, b""

    def put_list(self, blob, _, headers, body):
        ids = [e.text for e in ElementTree.fromstring(body)]
        if any(i not in blob.blocks for i in ids):
            raise Refusal(400, "InvalidBlockList")
        return self.create(blob, headers,
                           b"".join(blob.blocks[i] for i in ids))

    @staticmethod
    def there(blob):
        if blob.current is None:
            raise Refusal(404, "BlobNotFound")
        return blob.current

    def get(self, blob, _, headers, __):
        version = self.there(blob)
        content, size = version.content, len(version.content)
        if "x-ms-range" not in headers:
            return 200, version.headers(), content
        first, last = headers["x-ms-range"].removeprefix("bytes=").split("-")
        first, last = int(first), min(int(last), size - 1)
        if first >= size:
            raise Refusal(416, "InvalidRange")
        return 206, {**version.headers(), "Content-Range":
                     f"bytes {first}-{last}/{size}"}, content[first:last + 1]

    def set_policy(self, blob, _, headers, __):
        self.there(blob).set_policy(headers)
        return 200, {}, b""

    def set_hold(self, blob, _, headers, __):
        self.there(blob).hold = headers["x-ms-legal-hold"] == "true"
        return 200, {}, b""

    def delete(self, blob, query, _, __):
        if "versionid" not in query:
            blob.past.append(self.there(blob))
            blob.current = None
            return 202, {}, b""
        wanted = query["versionid"]
        if blob.current is not None and blob.current.id == wanted:
            raise Refusal(403, "OperationNotAllowedOnRootBlob")
        for version in blob.past:
            if version.id == wanted:
                version.refuse_if_locked()
                blob.past.remove(version)
                return 202, {}, b""
        raise Refusal(404, "BlobNotFound")

    # --- the container ---------------------------------------------------------

    def container(self, method, query):
        if query.get("comp") != "list":
            return 200, {"x-ms-immutable-storage-with-versioning-enabled":
                         "true"}, b""
        rows = []
        for name, blob in sorted(self.blobs.items()):
            if "versions" in query.get("include", ""):
                rows += [(name, v, False) for v in blob.past]
            if blob.current is not None:
                rows.append((name, blob.current, True))
        rows = [r for r in rows if r[0].startswith(query.get("prefix", ""))]
        start = int(query.get("marker", "0"))
        end = start + int(query["maxresults"])
        body = "".join(
            f"<Blob><Name>{escape(name)}</Name><VersionId>{v.id}</VersionId>" +
            ("<IsCurrentVersion>true</IsCurrentVersion>" if is_current else "")
            + f"<Properties><Content-Length>{len(v.content)}</Content-Length>"
            "</Properties></Blob>" for name, v, is_current in rows[start:end])
        marker = str(end) if end < len(rows) else ""
        return 200, {}, (
            '\ufeff<?xml version="1.0" encoding="utf-8"?><EnumerationResults>'
            f"<Blobs>{body}</Blobs><NextMarker>{marker}</NextMarker>"
            "</EnumerationResults>").encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def run(self):
        url = urllib.parse.urlsplit(self.path)
        headers = {k.lower(): v for k, v in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        try:
            md5 = headers.get("content-md5")
            if md5 and base64.b64decode(md5) != hashlib.md5(body).digest():
                raise Refusal(400, "Md5Mismatch")
            status, more, content = self.server.service.answer(
                self.command, urllib.parse.unquote(url.path),
                dict(urllib.parse.parse_qsl(url.query)), headers, body)
        except Refusal as refusal:
            status, more = refusal.status, {"x-ms-error-code": refusal.code}
            content = f"<Error><Code>{refusal.code}</Code></Error>".encode()
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_PUT = do_HEAD = do_DELETE = run

    def log_message(self, *_):
        pass


class AzureWorm:
    account = "estreattest"

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                      Handler)
        self.server.daemon_threads = True
        self.server.service = Service()
        self.url = f"http://127.0.0.1:{self.server.server_port}/{self.account}"
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
