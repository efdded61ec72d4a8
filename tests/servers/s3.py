"""A small S3 client for tests, by the standard library alone.

It signs by its own reading of Signature Version 4, so that what src/store/s3
does is seen from outside.
"""
import base64
import datetime
import hashlib
import hmac
import http.client
import re
import urllib.parse


def quoted(text, safe=""):
    return urllib.parse.quote(text, safe=safe + "-_.~")


def signature(secret, day, region, text):
    key = b"AWS4" + secret.encode()
    for part in (day, region, "s3", "aws4_request", text):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key.hex()


class S3:
    def __init__(self, server):
        self.host = server.endpoint.split("//")[1]
        self.id, self.secret = server.ACCESS_KEY_ID, server.SECRET_ACCESS_KEY
        self.region = server.REGION

    def ask(self, method, path, query=(), headers=(), body=b""):
        """(status, headers, body) of a request for /path."""
        now = datetime.datetime.now(datetime.timezone.utc)
        date = now.strftime("%Y%m%dT%H%M%SZ")
        path = quoted(path, "/")
        query = "&".join(f"{quoted(k)}={quoted(v)}"
                         for k, v in sorted(dict(query).items()))
        payload = hashlib.sha256(body).hexdigest()
        all_headers = {"host": self.host, "x-amz-date": date,
                       "x-amz-content-sha256": payload, **dict(headers)}
        if body:
            all_headers["content-md5"] = base64.b64encode(
                hashlib.md5(body).digest()).decode()
        names = ";".join(sorted(all_headers))
        canonical = "\n".join(
            [method, path, query,
             *(f"{k}:{v}" for k, v in sorted(all_headers.items())), "",
             names, payload])
        scope = f"{date[:8]}/{self.region}/s3/aws4_request"
        text = "\n".join(["AWS4-HMAC-SHA256", date, scope,
                          hashlib.sha256(canonical.encode()).hexdigest()])
        sign = signature(self.secret, date[:8], self.region, text)
        all_headers["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={self.id}/{scope}, "
            f"SignedHeaders={names}, Signature={sign}")
        link = http.client.HTTPConnection(self.host, timeout=60)
        link.request(method, path + ("?" + query if query else ""),
                     body or None, all_headers)
        answer = link.getresponse()
        data = answer.read()
        link.close()
        return answer.status, answer.headers, data

    def must(self, *question, **more):
        status, headers, body = self.ask(*question, **more)
        if status // 100 != 2:
            raise RuntimeError(f"{question[:2]}: {status} {body[:300]}")
        return headers, body

    def create(self, bucket, lock=False):
        headers = {"x-amz-bucket-object-lock-enabled": "true"} if lock else {}
        self.must("PUT", f"/{bucket}", headers=headers)

    def versions(self, bucket, prefix=""):
        """[(key, version, is a delete marker)]"""
        body = self.must("GET", f"/{bucket}",
                         {"versions": "", "prefix": prefix})[1].decode()
        return [(re.search("<Key>(.*?)</Key>", e)[1],
                 re.search("<VersionId>(.*?)</VersionId>", e)[1],
                 kind == "DeleteMarker")
                for kind, e in re.findall(
                    r"<(Version|DeleteMarker)>(.*?)</\1>", body, re.S)]
