"""An archive and a sandbox tenant that is played day by day.

Only the standard library, and nothing of the product but its command line:
what is proven with this is what a user would see.

	with Tenant(programs, seed=7, days=6, faults="all=0.05") as tenant:
	    tenant.play()
	    print(tenant.archive.report())

ESTREAT_KEEP=1 in the environment leaves the folder of a failed test behind.
"""
import collections
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from datetime import datetime, timedelta, timezone

NAME = "zoom"  # of the connector
DAY = timedelta(days=1)


class Failed(Exception):
    """A verb ended with another exit code than was wanted."""

    def __init__(self, words, process):
        self.code = process.returncode
        self.out = process.stdout or ""
        self.err = process.stderr or ""
        super().__init__(f"estreat {' '.join(map(str, words))}: exit code "
                         f"{self.code}\n{self.out[-2000:]}"
                         f"{self.err[-4000:]}")


def parse_time(text):
    """Seconds and microseconds of an RFC 3339 time; None for null."""
    if not text:
        return None
    text = text.replace("Z", "+00:00")
    return datetime.fromisoformat(text).astimezone(timezone.utc)


def iso(moment):
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Programs:
    """Where the programs under test are."""

    def __init__(self, estreat, sandbox):
        self.estreat = str(pathlib.Path(estreat).resolve())
        self.sandbox = str(pathlib.Path(sandbox).resolve())

    @staticmethod
    def of_build(folder):
        folder = pathlib.Path(folder)
        return Programs(folder / "estreat", folder / "estreat-sandbox")


class Sandbox:
    """The stand-in tenant: one process, ended by its id."""

    def __init__(self, programs, folder, *, seed=1, days=6, users=12,
                 per_day=None, faults=None, setup=None, listen="127.0.0.1:0",
                 options=(), trust=None, truth=True):
        self.trust = trust  # ssl.SSLContext of a sandbox that speaks TLS
        self.folder = pathlib.Path(folder)
        self.truth_file = self.folder / "truth.jsonl"
        self.directory = self.folder / "people.csv"
        self.command = [programs.sandbox, "--seed", str(seed),
                        "--days", str(days), "--users", str(users),
                        "--directory", str(self.directory)]
        if truth:
            self.command += ["--truth", str(self.truth_file)]
        if per_day:
            self.command += ["--meetings-per-day", str(per_day)]
        if faults:
            self.command += ["--fault", faults]
        if setup:
            self.command += ["--setup", setup]
        self.command += [str(o) for o in options]
        self.listen = listen
        self.process = None
        self.start()
        self.facts = [] # where the truth of so much is not worth its time
        if truth:
            with open(self.truth_file, encoding="utf-8") as lines:
                self.facts = [json.loads(line) for line in lines]
        self.base = self.greeting["base"]

    def start(self):
        self.process = subprocess.Popen(
            [*self.command, "--listen", self.listen],
            stdout=subprocess.PIPE, start_new_session=True)
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            raise RuntimeError("the sandbox did not start")
        self.greeting = json.loads(line)
        # a second start serves under the same address
        self.listen = self.greeting["base"].split("//")[1]

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        code = self.process.wait(60)
        self.process.stdout.close()
        self.process = None
        if code != 0:
            raise RuntimeError(f"the sandbox ended with {code}")

    def control(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.base}/sandbox/{path}", data)
        with urllib.request.urlopen(request, timeout=60,
                                    context=self.trust) as answer:
            return json.load(answer)

    def set_now(self, moment):
        self.control("now", {"now": iso(moment)})

    def stats(self):
        return self.control("stats")


def zoom_sign_in(greeting):
    return ({"account-id": greeting["account_id"],
             "client-id": greeting["client_id"], "api-url": greeting["api"],
             "token-url": greeting["token"], "plan": "business",
             "limit-share": "100"},
            {"client-secret": greeting["client_secret"]})


def webex_sign_in(greeting):
    mine = greeting["webex"]
    return ({"client-id": mine["client_id"], "api-url": mine["api"],
             "token-url": mine["token"],
             "recording-hosts": "localhost,127.0.0.1",
             "requests-per-minute": "1000000"},
            {"client-secret": mine["client_secret"],
             "refresh-token": mine["refresh_token"]})


def ringcentral_sign_in(greeting):
    mine = greeting["ringcentral"]
    return ({"client-id": mine["client_id"], "api-url": mine["api"],
             "media-url": mine["media"], "limit-share": "100",
             "export-poll": "1"},
            {"client-secret": mine["client_secret"], "jwt": mine["jwt"]})


# Settings and secrets by what the sandbox greets with.
SIGN_IN = {"zoom-meetings": zoom_sign_in, "webex": webex_sign_in,
           "ringcentral": ringcentral_sign_in}


class Archive:
    """An installation, asked and told by the command line alone."""

    def __init__(self, programs, home):
        self.program = programs.estreat
        self.home = pathlib.Path(home)
        self.env = {**os.environ, "ESTREAT_HOME": str(self.home)}

    def start(self, *words, **more):
        """A verb in a process group of its own, to be killed as a whole."""
        return subprocess.Popen([self.program, *map(str, words)],
                                env=self.env, stdin=subprocess.DEVNULL,
                                start_new_session=True, **more)

    def do(self, *words, codes=(0,), timeout=1200):
        process = subprocess.run(
            [self.program, *map(str, words)], env=self.env,
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=timeout)
        if process.returncode not in codes:
            raise Failed(words, process)
        return process

    def init(self, domain="archive.example"):
        return self.do("init", "--domain", domain)

    def add_connector(self, sandbox, folder, name=NAME, codes=(0,),
                      source="zoom-meetings", **more):
        """Credentials go by files, as the help tells to."""
        settings, secrets = SIGN_IN[source](sandbox.greeting)
        settings.update({"since": sandbox.greeting["first_day"], **more})
        words = ["connector", "add", name, "--source", source]
        for key, value in settings.items():
            words += ["--set", f"{key}={value}"]
        for key, value in secrets.items():
            path = pathlib.Path(folder) / f"{name}-{key}"
            path.write_text(value + "\n")
            path.chmod(0o600)
            words += ["--secret", f"{key}={path}"]
        return self.do(*words, codes=codes)

    def run(self, name=NAME, codes=(0,), timeout=3600):
        return self.do("connector", "run", name, codes=codes,
                       timeout=timeout)

    def report(self, run=None, name=NAME):
        words = ["connector", "report", name, "--json"]
        if run is not None:
            words += ["--run", run]
        return json.loads(self.do(*words).stdout)

    def log(self, run=None, name=NAME):
        words = ["connector", "log", name, "--format", "json"]
        if run is not None:
            words += ["--run", run]
        return json.loads(self.do(*words).stdout)["log"]

    def import_people(self, path, codes=(0,)):
        return self.do("person", "import", path, codes=codes)

    def export(self, folder):
        """All mailboxes as .eml files; returns Message-ID -> path, and the
        (Message-ID, mailbox) found there, with how often each."""
        self.do("export", "--all", "--format", "eml", folder)
        paths, copies = {}, collections.Counter()
        for path in sorted(pathlib.Path(folder).rglob("*.eml")):
            id_ = message_id(path)
            paths[id_] = path
            copies[id_, path.relative_to(folder).parts[0].lower()] += 1
        return paths, copies

    def check(self):
        return self.do("vault", "check")


def message_id(path):
    """The Message-ID of a mail, read as RFC 5322 says, without a parser."""
    value = None
    with open(path, "rb") as mail:
        for line in mail:
            if line in (b"\r\n", b"\n"):
                break
            if value is not None:
                if line[:1] in b" \t":
                    value += line.strip()
                    continue
                break
            if line[:11].lower() == b"message-id:":
                value = line[11:].strip()
    if not value:
        raise ValueError(f"{path} has no Message-ID")
    return value.decode()


class Tenant:
    """A sandbox and an archive for it, in a folder of their own."""

    def __init__(self, programs, *, people=True, folder=None, connect=True,
                 settings=None, **tenant):
        self.programs = programs
        self.stack = contextlib.ExitStack()
        self.folder = pathlib.Path(
            folder or tempfile.mkdtemp(prefix="estreat-flow-"))
        self.own = folder is None
        self.folder.mkdir(exist_ok=True)
        self.sandbox = Sandbox(programs, self.folder, **tenant)
        self.archive = Archive(programs, self.folder / "home")
        self.first = parse_time(self.sandbox.greeting["first_day"]
                                + "T00:00:00Z")
        self.until = DAY + parse_time(self.sandbox.greeting["last_day"]
                                      + "T00:00:00Z")
        self.last_run = self.until + 7 * DAY
        self.runs = []  # virtual times at which it ran
        try:
            self.sandbox.set_now(self.first)
            self.archive.init()
            if people:
                self.archive.import_people(self.sandbox.directory)
            if connect:
                self.archive.add_connector(self.sandbox, self.folder,
                                           **(settings or {}))
        except BaseException:
            self.sandbox.stop()
            raise

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.sandbox.stop()
        if not self.own:
            return
        if kind is not None and os.environ.get("ESTREAT_KEEP"):
            print(f"# kept: {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def days(self):
        """Every midnight within the tenant's days, and a week later."""
        now = self.first + DAY
        while now <= self.until:
            yield now
            now += DAY
        yield self.last_run

    def run_at(self, moment, again=0, run=None):
        """One run, and so many more to ask again for what was refused."""
        self.sandbox.set_now(moment)
        self.runs.append(moment)
        run = run or self.archive.run
        run()
        for _ in range(again):
            if not retry_wanted(self.archive.report()):
                break
            run()

    def play(self, again=0, run=None, until=None):
        for moment in self.days():
            if until is not None and moment > until:
                break
            self.run_at(moment, again, run)


# Reasons that lie with the way to the source, not with the thing itself.
NOT_READY = ("not ready", "ready yet", "processing", "waits for", "still")


def retry_wanted(report):
    """Is something pending that a run at the same time might get?"""
    return any(r["state"] == "pending" and
               not any(word in r["reason"].lower() for word in NOT_READY)
               for r in report["reasons"])


def kill_group(process, number=signal.SIGKILL):
    """To a verb started by Archive.start(), with all it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def options(parser):
    """What all tests of this kind take."""
    parser.add_argument("--build", default=os.environ.get("ESTREAT_BUILD"),
                        help="folder with estreat and estreat-sandbox")
    parser.add_argument("--seed", type=int,
                        default=int(os.environ.get("ESTREAT_SEED", "1")))
    parser.add_argument("--days", type=int)
    parser.add_argument("--users", type=int)
    parser.add_argument("--per-day", type=int)
    parser.add_argument("--faults")


class Results:
    """Counts what was wanted and tells the first of what was not."""

    SHOWN = 25

    def __init__(self):
        self.good = self.bad = 0

    def ok(self, what, true, more=""):
        if true:
            self.good += 1
            return True
        self.bad += 1
        if self.bad <= self.SHOWN:
            print(f"not ok - {what}{': ' if more else ''}{more}", flush=True)
        return False

    def same(self, what, got, want):
        return self.ok(what, got == want, f"{got!r:.700}, not {want!r:.700}")

    def end(self):
        if self.bad > self.SHOWN:
            print(f"# and {self.bad - self.SHOWN} more")
        print(f"# {self.good} as wanted, {self.bad} not", flush=True)
        return 1 if self.bad or not self.good else 0


def say(text):
    print(f"# {text}", flush=True)


def main(function):
    try:
        sys.exit(function())
    except Failed as failed:
        print(f"not ok - {failed}")
        sys.exit(1)
