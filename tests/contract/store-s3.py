#!/usr/bin/env python3
"""Run the contract suite of the stores on Ceph's S3 gateway, and try to get
at what is locked there.

usage: store-s3.py CONTRACT-STORE STORE-OBJECT

One cluster serves all: a bucket with object lock, one without, and one with
versions alone. Ends with 77 (skipped) and the reason where Ceph cannot be had.
"""
import datetime
import hashlib
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] /
                       "servers"))
from ceph import Radosgw, Unavailable  # noqa: E402
from s3 import S3  # noqa: E402

LOCKED, PLAIN, VERSIONED = "estreat-locked", "estreat-plain", "estreat-kept"


class Tests:
    """TAP over several programs' runs and checks of our own."""

    def __init__(self):
        self.n = self.failed = 0

    def ok(self, good, what):
        self.n += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.n} - {what}", flush=True)

    def program(self, what, command):
        """A TAP program: each of its tests is one of ours."""
        begun = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True)
        print(f"# {what}: {time.monotonic() - begun:.1f} s", flush=True)
        for line in done.stdout.splitlines():
            if line.startswith(("ok ", "not ok ")):
                self.ok(line.startswith("ok "),
                        f"{what}: {line.split(' - ', 1)[-1]}")
            elif line.startswith("#"):
                print(line)
        if done.returncode != 0:
            print(f"# {done.stderr.strip()}")
            self.ok(False, f"{what}: ends with {done.returncode}")


class Store:
    """Our programs, set up for a bucket."""

    def __init__(self, server, folder, bucket, **settings):
        secret = pathlib.Path(folder) / "secret"
        secret.write_text(server.SECRET_ACCESS_KEY + "\n")
        self.words = ["s3", "--secret", f"secret-access-key={secret}"]
        for name, value in {"endpoint": server.endpoint, "bucket": bucket,
                            "region": server.REGION,
                            "access-key-id": server.ACCESS_KEY_ID,
                            **settings}.items():
            self.words += ["--set", f"{name.replace('_', '-')}={value}"]

    def object(self, program, *words):
        return subprocess.run([program, *self.words, *words],
                              capture_output=True)


def retention(mode, until):
    return (f"<Retention><Mode>{mode}</Mode><RetainUntilDate>"
            f"{until:%Y-%m-%dT%H:%M:%SZ}</RetainUntilDate></Retention>"
            ).encode()


# Each with a word for what the store must answer.
def attacks(bucket, key, version):
    path, one = f"/{bucket}/{key}", {"versionId": version}
    bypass = {"x-amz-bypass-governance-retention": "true"}
    soon = datetime.datetime.now(datetime.timezone.utc) + \
        datetime.timedelta(seconds=20)
    many = ("<Delete><Object><Key>%s</Key><VersionId>%s</VersionId></Object>"
            "</Delete>" % (key, version)).encode()
    yield "delete the version", "refused", ("DELETE", path, one)
    yield ("delete the version, bypassing governance", "refused",
           ("DELETE", path, one, bypass))
    yield ("shorten its retention", "refused",
           ("PUT", path, {"retention": "", **one}, {},
            retention("COMPLIANCE", soon)))
    yield ("shorten its retention, bypassing governance", "refused",
           ("PUT", path, {"retention": "", **one}, bypass,
            retention("COMPLIANCE", soon)))
    yield ("make its retention governance", "refused",
           ("PUT", path, {"retention": "", **one}, bypass,
            retention("GOVERNANCE", soon)))
    yield "overwrite it", "hidden", ("PUT", path, {}, {}, b"something else")
    yield "delete it", "hidden", ("DELETE", path)
    yield "delete it among others", "any", ("POST", f"/{bucket}",
                                            {"delete": ""}, {}, many)
    yield "delete the bucket", "refused", ("DELETE", f"/{bucket}")


def attack(tests, client, store, program):
    """A locked object survives what its owner can do to it."""
    content = b"kept for good" * 1000
    digest = hashlib.sha256(content).hexdigest()
    name = "some/where/survivor"
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        put = store.object(program, "put", "survivor", file.name, "86400")
    tests.ok(put.returncode == 0, "put, retained for a day")
    if put.returncode != 0:
        print(f"# {put.stderr.decode()}")
        return
    [(_, version, _)] = client.versions(LOCKED, name)
    for what, must, question in attacks(LOCKED, name, version):
        status, _, body = client.ask(*question)
        print(f"# {what}: {status}")
        if must == "refused":
            tests.ok(status in (400, 403, 409), f"{what}: refused")
        got = client.ask("GET", f"/{LOCKED}/{name}", {"versionId": version})
        tests.ok(got[0] == 200 and got[2] == content,
                 f"{what}: it survives")
    removed = store.object(program, "remove", "survivor")
    tests.ok(removed.returncode == 1 and b"protected" in removed.stderr,
             "our own removing says that it is protected")
    got = client.ask("GET", f"/{LOCKED}/{name}", {"versionId": version})
    tests.ok(got[0] == 200 and got[2] == content, "and leaves it")
    undelete(tests, client, store, program, name, version, digest)


def undelete(tests, client, store, program, name, version, digest):
    """Under somebody's delete marker it is there for us all the same."""
    for key, other, marker in client.versions(LOCKED, name):
        if other != version and not marker:  # what was put over it
            client.must("DELETE", f"/{LOCKED}/{key}", {"versionId": other})
    tests.ok(client.ask("GET", f"/{LOCKED}/{name}")[0] == 404,
             "a delete marker is over it")
    got = store.object(program, "cat", "survivor")
    tests.ok(hashlib.sha256(got.stdout).hexdigest() == digest,
             "what is under a delete marker can be read")
    got = store.object(program, "stat", "survivor")
    tests.ok(digest.encode() in got.stdout, "and looked at")
    got = store.object(program, "list", "surv")
    tests.ok(got.stdout == b"survivor 13000\n", "and is listed")


def refusals(tests, server, folder, program):
    """What a person did wrong, said so."""
    for what, word, settings in (
            ("a wrong secret", "check secret-access-key", {}),
            ("a wrong id", "check access-key-id", {"access-key-id": "NO"}),
            ("no such bucket", "create the bucket", {"bucket": "nowhere"})):
        given = {"bucket": PLAIN, **settings}
        store = Store(server, folder, **given)
        if what == "a wrong secret":
            (pathlib.Path(folder) / "secret").write_text("wrong\n")
        for verb in ("stat", "cat", "list", "remove"):
            got = store.object(program, verb, "x")
            tests.ok(got.returncode == 1 and word.encode() in got.stderr,
                     f"{what}: {verb}")
            if word.encode() not in got.stderr:
                print(f"# {got.stderr}")


def main(contract, program):
    tests = Tests()
    with Radosgw() as server, \
            tempfile.TemporaryDirectory(prefix="store-s3-") as folder:
        client = S3(server)
        client.create(LOCKED, lock=True)
        client.create(PLAIN)
        client.create(VERSIONED)
        client.must("PUT", f"/{VERSIONED}", {"versioning": ""}, {},
                    b"<VersioningConfiguration><Status>Enabled</Status>"
                    b"</VersioningConfiguration>")
        large = ["--large", "11000000"]
        store = Store(server, folder, LOCKED, prefix="some/where",
                      page_size=10, part_size=5)
        tests.program("object lock",
                      [contract, *store.words, "--locks", *large])
        attack(tests, client, store, program)
        store = Store(server, folder, PLAIN, payload_signing="unsigned",
                      page_size=10)
        tests.program("no lock, unsigned", [contract, *store.words])
        left = client.versions(PLAIN)
        tests.ok(left == [], "nothing is left in the bucket")
        store = Store(server, folder, VERSIONED, prefix="v", page_size=7,
                      part_size=5)
        tests.program("versions, no lock",
                      [contract, *store.words, *large])
        left = client.versions(VERSIONED)
        tests.ok(left == [], "no version is left in the bucket")
        refusals(tests, server, folder, program)
    print(f"1..{tests.n}")
    return 1 if tests.failed else 0


try:
    sys.exit(main(*sys.argv[1:]))
except Unavailable as why:
    print(f"1..0 # SKIP {why}")
    sys.exit(77)
