#!/usr/bin/env python3
"""Run the contract suite of the stores on Ceph's S3 gateway, and try to get
at what is locked there.

usage: store-s3.py CONTRACT-STORE STORE-OBJECT

One cluster serves all, and the suites run at the same time: on a bucket with
object lock, on one without, and, with a proxy between in which things go wrong,
on one that only keeps versions. Says (in TAP) that it is skipped, and why,
where Ceph cannot be had.
"""
import concurrent.futures
import datetime
import hashlib
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] /
                       "servers"))
from ceph import Radosgw, Unavailable  # noqa: E402
from faults import Faults  # noqa: E402
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

    def suite(self, what, done, seconds):
        """A TAP program that has run: each of its tests is one of ours."""
        print(f"# {what}: {seconds:.1f} s")
        for line in done.stdout.splitlines():
            if line.startswith(("ok ", "not ok ")):
                self.ok(line.startswith("ok "),
                        f"{what}: {line.split(' - ', 1)[-1]}")
            elif line.startswith("#"):
                print(line)
        self.ok(done.returncode == 0, f"{what}: ends with {done.returncode}")
        if done.returncode != 0:
            print(f"# {done.stderr.strip()}")


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


def kind_of(method, path, query):
    """What the proxy tells apart; None where a fault would prove nothing."""
    if "object-lock" in query:
        return None
    for word in ("versions", "uploads", "partNumber"):
        if word in query:
            return word
    if "uploadId" in query:
        return "complete" if method == "POST" else None
    return {"PUT": "object", "GET": "range", "HEAD": "look",
            "DELETE": "delete"}.get(method)


WANTED = [("object", "lost"), ("object", "garbled"), ("object", "twice"),
          ("partNumber", "cut"), ("partNumber", "garbled"),
          ("partNumber", "busy"), ("uploads", "lost"), ("complete", "lost"),
          ("complete", "error"), ("complete", "twice"),
          ("complete", "short"), ("delete", "lost"), ("range", "short"),
          ("versions", "short"), ("look", "stale")]


def make_buckets(client):
    client.create(LOCKED, lock=True)
    client.create(PLAIN)
    client.create(VERSIONED)
    client.must("PUT", f"/{VERSIONED}", {"versioning": ""}, {},
                b"<VersioningConfiguration><Status>Enabled</Status>"
                b"</VersioningConfiguration>")


def suites(tests, server, folder, contract, proxy):
    """{what: (a bucket's store, more arguments)}, all at a time."""
    proxied = Store(server, folder, VERSIONED, prefix="v", page_size=7,
                    part_size=5, retry_pause=1, endpoint=proxy.url)
    runs = {"object lock": [*Store(
                server, folder, LOCKED, prefix="some/where", page_size=10,
                part_size=5).words, "--locks", "--large", "11000000"],
            "no lock, unsigned": Store(
                server, folder, PLAIN, payload_signing="unsigned",
                page_size=10).words,
            "versions and faults": [*proxied.words, "--large", "11000000"]}

    def run(words):
        begun = time.monotonic()
        done = subprocess.run([contract, *words], capture_output=True,
                              text=True)
        return done, time.monotonic() - begun

    with concurrent.futures.ThreadPoolExecutor() as pool:
        for what, result in zip(runs, pool.map(run, runs.values())):
            tests.suite(what, *result)


def main(contract, program):
    tests = Tests()
    with Radosgw() as server, \
            tempfile.TemporaryDirectory(prefix="store-s3-") as folder:
        client = S3(server)
        make_buckets(client)
        with Faults(("127.0.0.1", server.port), kind_of,
                    every={"complete": 1, "uploads": 2}) as proxy:
            suites(tests, server, folder, contract, proxy)
        for (kind, fault), times in sorted(proxy.done.items()):
            print(f"# {kind}: {fault}: {times}")
        missing = [w for w in WANTED if w not in proxy.done]
        tests.ok(not missing, f"all kinds of faults ({missing})")
        for bucket in PLAIN, VERSIONED:
            left = client.versions(bucket)
            tests.ok(left == [], f"no version is left in {bucket}")
        attack(tests, client,
               Store(server, folder, LOCKED, prefix="some/where"), program)
        refusals(tests, server, folder, program)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"# {used.ru_utime + used.ru_stime:.0f} s of processors, Ceph's "
          "included")
    print(f"1..{tests.n}")
    return 1 if tests.failed else 0


try:
    sys.exit(main(*sys.argv[1:]))
except Unavailable as why:
    print(f"1..0 # SKIP {why}")
