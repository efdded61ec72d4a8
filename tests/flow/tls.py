#!/usr/bin/env python3
"""The Zoom source over TLS, as it is in earnest.

With the authority's certificate in the setting ca-file a day is collected
whole, downloads and their redirect to another host included. Without it, and
with a certificate for another host, the run ends before anything is sent, and
says why.
"""
import argparse
import pathlib
import shutil
import ssl
import subprocess
import tempfile

import tenant
from tenant import DAY, Programs, Results, Tenant, say

OPENSSL = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
           "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
HERE = "DNS:localhost,IP:127.0.0.1"


def certificate(folder, names):
    """A certificate that is its own authority, and its key."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run([*OPENSSL, "-subj", "/CN=sandbox", "-addext",
                    f"subjectAltName={names}", "-keyout", key, "-out",
                    cert], check=True, capture_output=True)
    return cert, key


def context(cert):
    """The test itself may ask a sandbox of any name."""
    trust = ssl.create_default_context(cafile=cert)
    trust.check_hostname = False
    return trust


def play(programs, results, names, trusted, words=None):
    """A day; `words`: what it must say, None where all must go well."""
    with tempfile.TemporaryDirectory() as folder:
        cert, key = certificate(pathlib.Path(folder), names)
        with Tenant(programs, seed=3, days=1, users=6, trust=context(cert),
                    options=["--cert", cert, "--key", key],
                    settings={"ca-file": cert} if trusted else {}) as played:
            played.sandbox.set_now(played.until + DAY)
            if words is None:
                check_all(played, results)
            else:
                check_refused(played, results, words)


def check_all(played, results):
    played.archive.run()
    report = played.archive.report()
    total = report["total"]
    results.ok("all came through", total["archived"] > 0 and
               total["archived"] == total["listed"], str(report))
    counts = played.sandbox.stats().get("counts", {})
    results.same("tokens shown to the other host",
                 counts.get("bearer_leaks", 0), 0)


def check_refused(played, results, words):
    ended = played.archive.run(codes=range(1, 256))
    said = ended.stdout + ended.stderr
    say(said.strip()[-200:])
    results.ok("it says why", words in said, said)
    asked = played.sandbox.stats().get("endpoints", {})
    results.same("nothing was asked", [
        path for path in asked if not path.startswith("/sandbox/")], [])


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    args = parser.parse_args()
    if shutil.which("openssl") is None:
        print("skipped: openssl is not installed")
        return 77
    programs, results = Programs.of_build(args.build), Results()
    play(programs, results, HERE, True)
    play(programs, results, HERE, False, "certificate")
    play(programs, results, "DNS:elsewhere.example", True, "certificate")
    return results.end()


if __name__ == "__main__":
    tenant.main(run)
