"""Postfix, from Debian's package, unpacked: an instance of a test's own.

    with Postfix(cache, cert, key, lmtp_port, auth, people) as server:
        server.port            # STARTTLS
        server.tls_port        # TLS from the start
        server.wait_empty()    # all that was taken has been handed on

It takes mail for people who sign in (Dovecot's authentication, at the socket
`auth`) and hands it to a server that speaks LMTP. It has to be root: Postfix
changes to other users.
"""
import grp
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import imap as servers

HERE = pathlib.Path(__file__).resolve().parent / "postfix"
OWNER = "mail"  # any user that is nobody else's here


class Postfix:
    max_size = 20 << 20

    def __init__(self, cache, cert, key, lmtp_port, auth, people):
        self.cache = pathlib.Path(cache).resolve()
        self.words = {"CERT": cert, "KEY": key, "LMTPPORT": lmtp_port,
                      "AUTH": auth, "MAXSIZE": self.max_size, "OWNER": OWNER}
        self.people = people

    def unpack(self):
        if os.getuid() != 0:
            raise servers.Unavailable("Postfix has to be started as root")
        root = self.cache / "root"
        if not (self.cache / "unpacked").exists():
            servers.unpack_packages(self.cache, ["postfix"])
        self.daemons = root / "usr/lib/postfix/sbin"
        self.environment = {**os.environ,
                            "LD_LIBRARY_PATH": str(root / "usr/lib/postfix")}
        if subprocess.run([root / "usr/sbin/postconf", "mail_version"],
                          env={**self.environment,
                               "MAIL_CONFIG": "/nowhere"},
                          capture_output=True).returncode == 127:
            raise servers.Unavailable("Postfix's libraries are missing")

    def fill(self):
        words = {**self.words, "DIR": self.dir, "DAEMONS": self.daemons,
                 "ROOT": self.daemons.parents[3], "PORT": self.port,
                 "TLSPORT": self.tls_port, "GROUP": "games",
                 "LIBRARIES": self.environment["LD_LIBRARY_PATH"],
                 "DOMAINS": " ".join(sorted({p.split("@")[1]
                                             for p in self.people}))}
        for name in ("main.cf", "master.cf"):
            text = (HERE / name).read_text()
            for word, value in words.items():
                text = text.replace(f"@{word}@", str(value))
            (self.dir / name).write_text(text)
        (self.dir / "people").write_text(
            "".join(f"{p} yes\n" for p in self.people))

    def __enter__(self):
        self.unpack()
        grp.getgrnam("games")
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="postfix-"))
        self.process = None
        try:
            self.dir.chmod(0o755)
            self.port, self.tls_port = servers.free_port(), servers.free_port()
            self.fill()
            self.make_queue()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def make_queue(self):
        for name in ("active", "bounce", "corrupt", "defer", "deferred",
                     "flush", "hold", "incoming", "private", "saved", "trace",
                     "maildrop", "public"):
            folder = self.dir / "queue" / name
            folder.mkdir(parents=True)
            shutil.chown(folder, OWNER)
        (self.dir / "queue/pid").mkdir()
        (self.dir / "data").mkdir()
        shutil.chown(self.dir / "data", OWNER)

    def start(self):
        self.log = open(self.dir / "out.log", "wb")
        self.process = subprocess.Popen(
            [self.daemons / "master", "-c", self.dir, "-d"],
            env=self.environment, stdin=subprocess.DEVNULL, stdout=self.log,
            stderr=self.log, start_new_session=True)  # it ends its group
        end = time.monotonic() + 30
        while True:
            try:
                import smtplib
                with smtplib.SMTP("127.0.0.1", self.port, timeout=5):
                    return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise servers.Unavailable(
                        f"Postfix does not start: {self.told()}") from None
                time.sleep(0.1)

    def told(self):
        return "".join(log.read_text(errors="replace")
                       for log in self.dir.glob("*.log")).strip()[-800:]

    def wait_empty(self):
        end = time.monotonic() + 60
        while any(path.is_file() for name in ("incoming", "active", "deferred")
                  for path in (self.dir / "queue" / name).rglob("*")):
            if time.monotonic() > end:
                raise AssertionError(f"mail stays in Postfix: {self.told()}")
            time.sleep(0.05)

    def __exit__(self, *_):
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.log.close()
        shutil.rmtree(self.dir, ignore_errors=True)
