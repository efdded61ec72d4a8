#!/usr/bin/env python3
"""The Zoom source over TLS, as it is in earnest.

A TLS end of Python's own stands before the sandbox. With the authority's
certificate in the setting ca-file a day is collected whole; without it, and
with a certificate for another host, the run ends before the token is asked
for, and says why.
"""
import argparse
import contextlib
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading

import tenant
from tenant import DAY, Programs, Results, Tenant, say

OPENSSL = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
           "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]


def certificate(folder, host):
    """A certificate that is its own authority, and its key."""
    cert, key = folder / f"{host}.pem", folder / f"{host}.key"
    subprocess.run([*OPENSSL, "-subj", f"/CN={host}", "-addext",
                    f"subjectAltName=DNS:{host}", "-keyout", key, "-out",
                    cert], check=True, capture_output=True)
    return cert, key


class TlsEnd:
    """Takes TLS on a free port of localhost and passes on what is in it."""

    def __init__(self, to, cert, key):
        self.to = to
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(cert, key)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.requests = 0  # connections in which something was sent
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                raw, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(raw,),
                             daemon=True).start()

    def serve(self, raw):
        with contextlib.suppress(OSError), \
                self.context.wrap_socket(raw, server_side=True) as client, \
                socket.create_connection(self.to) as server:
            back = threading.Thread(target=self.pump, args=(server, client),
                                    daemon=True)
            back.start()
            self.pump(client, server)
            back.join()

    def pump(self, source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if isinstance(source, ssl.SSLSocket):
                    self.requests += 1
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()


def play(programs, results, folder, host, trusted, words):
    """A day; `words`: what it must say, None where all must go well."""
    with Tenant(programs, connect=False, seed=3, days=1, users=6) as played:
        address, _, port = played.sandbox.base[7:].rpartition(":")
        with TlsEnd((address, int(port)), *certificate(folder, host)) as end:
            base = f"https://localhost:{end.port}"
            more = {"api-url": base + "/v2",
                    "token-url": base + "/oauth/token",
                    "download-hosts": address}
            if trusted:
                more["ca-file"] = folder / f"{host}.pem"
            played.archive.add_connector(played.sandbox, played.folder,
                                         **more)
            played.sandbox.set_now(played.until + DAY)
            if words is None:
                played.archive.run()
                total = played.archive.report()["total"]
                results.ok("all came through TLS", total["archived"] > 0 and
                           total["archived"] == total["listed"], str(total))
                results.ok("it went that way", end.requests > 0)
                return
            ended = played.archive.run(codes=range(1, 256))
            said = ended.stdout + ended.stderr
            say(said.strip()[-200:])
            results.ok(f"{host}: it says why", words in said, said)
            results.same(f"{host}: nothing was sent", end.requests, 0)


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    args = parser.parse_args()
    if shutil.which("openssl") is None:
        print("skipped: openssl is not installed")
        return 77
    programs, results = Programs.of_build(args.build), Results()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        play(programs, results, folder, "localhost", True, None)
        play(programs, results, folder, "localhost", False, "certificate")
        play(programs, results, folder, "elsewhere.example", True,
             "certificate")
    return results.end()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    tenant.main(run)
