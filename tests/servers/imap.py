"""IMAP servers that a test starts for itself and stops by process id.

    with Dovecot() as server:
        imap = server.login("user@example.com")

Each lives in a temporary folder and listens on a free port of the loopback
interface. Unavailable is raised, with the reason, where the server cannot be
had: the test then skips, saying so.
"""
import fcntl
import grp
import imaplib
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import tempfile
import time

from saslauthd import SaslAuthd

HERE = pathlib.Path(__file__).resolve().parent


class Unavailable(Exception):
    pass


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def plain_user():
    """Who the server's processes run as: ourselves, or mail for root."""
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid()).pw_name
    return "mail"


def dovecot_program():
    """It lies where a user's PATH often does not lead."""
    return shutil.which("dovecot",
                        path=os.environ.get("PATH", "") + ":/usr/sbin")


def unpack_packages(cache, packages):
    """Into cache/root, once, however many tests want it at the same time."""
    cache.mkdir(parents=True, exist_ok=True)
    with open(cache / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (cache / "unpacked").exists():
            unpack_alone(cache, packages)


def unpack_alone(cache, packages):
    if shutil.which("apt-get") is None:
        raise Unavailable(f"{packages[0]} needs apt-get")
    for package in packages:
        done = subprocess.run(["apt-get", "download", "-qq", package],
                              cwd=cache, capture_output=True)
        if done.returncode != 0:
            why = done.stderr.decode().strip()[-200:]
            raise Unavailable(f"{package} cannot be downloaded: {why}")
    for deb in cache.glob("*.deb"):
        subprocess.run(["dpkg", "-x", deb, cache / "root"], check=True)
    (cache / "unpacked").touch()


class Server:
    """What both have in common; subclasses give command() and prepare()."""

    name = ""
    conf = ()

    def __enter__(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix=f"{self.name}-"))
        self.process = None
        try:
            self.dir.chmod(0o755)
            self.port = free_port()
            self.user = plain_user()
            self.prepare()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.dir, ignore_errors=True)

    def fill(self, names, **more):
        """Lay out configuration files with their @WORDS@ filled in."""
        group = grp.getgrgid(pwd.getpwnam(self.user).pw_gid).gr_name
        words = {"DIR": self.dir, "PORT": self.port, "USER": self.user,
                 "GROUP": group, **more}
        for name in names:
            text = (HERE / self.name / name).read_text()
            for word, value in words.items():
                text = text.replace(f"@{word}@", str(value))
            (self.dir / name).write_text(text)

    def own(self, *folders):
        for folder in folders:
            path = self.dir / folder
            path.mkdir(parents=True, exist_ok=True)
            if os.getuid() == 0:
                shutil.chown(path, self.user)

    def start(self):
        self.log = open(self.dir / "out.log", "wb")
        self.process = subprocess.Popen(
            self.command(), env={**os.environ, **self.environment()},
            stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL,
            start_new_session=True)  # Cyrus ends all of its process group
        end = time.monotonic() + 30
        while True:
            try:
                imaplib.IMAP4("127.0.0.1", self.port).logout()
                return
            except (OSError, imaplib.IMAP4.error):
                if self.process.poll() is not None or time.monotonic() > end:
                    raise Unavailable(f"{self.name} does not start: "
                                      f"{self.told()}") from None
                time.sleep(0.1)

    def told(self):
        text = ""
        for log in sorted(self.dir.glob("*.log")):
            text += log.read_text(errors="replace")
        return text.strip()[-500:]

    def environment(self):
        return {}

    def login(self, user):
        imap = imaplib.IMAP4("127.0.0.1", self.port)
        imap.login(user, "secret")
        return imap


class Dovecot(Server):
    name = "dovecot"

    def prepare(self):
        if dovecot_program() is None:
            raise Unavailable("dovecot is not installed (dovecot-imapd)")
        root = os.getuid() == 0
        self.own("mail", "base", "state")
        self.fill(["dovecot.conf"],
                  LOGIN="nobody" if root else self.user)

    def command(self):
        return [dovecot_program(), "-F", "-c",
                str(self.dir / "dovecot.conf")]


class MaildirDovecot(Dovecot):
    """Over Maildirs of some layout, at mail/DOMAIN/NAME/Maildir."""

    def __init__(self, layout, separator="/", prefix=""):
        self.layout, self.separator, self.prefix = layout, separator, prefix

    def prepare(self):
        super().prepare()
        root = os.getuid() == 0
        self.fill(["maildir.conf"], LOGIN="nobody" if root else self.user,
                  LAYOUT=self.layout, SEPARATOR=self.separator,
                  PREFIX=self.prefix)

    def command(self):
        return [dovecot_program(), "-F", "-c", str(self.dir / "maildir.conf")]


class DeliveryDovecot(Dovecot):
    """With TLS, quotas, and one credential for all mailboxes.

    The account is importer/importpw: "mailbox*importer", or an authorisation
    id; with an Issuer (tokens.py) its tokens too. People sign in with their
    address and "secret".
    """

    conf = "delivery.conf"
    fsync = "never"
    max_size = 20 << 20

    def __init__(self, cert, key, users, issuer=None, full=()):
        self.cert, self.key, self.users = cert, key, users
        self.issuer, self.full = issuer, full

    def prepare(self):
        if dovecot_program() is None:
            raise Unavailable("dovecot is not installed (dovecot-imapd)")
        root = os.getuid() == 0
        self.own("mail", "base", "state", "keys/default/RS256")
        self.tls_port = free_port()
        shutil.copy(self.cert, self.dir / "cert.pem")
        shutil.copy(self.key, self.dir / "key.pem")
        (self.dir / "master-users").write_text("importer:{PLAIN}importpw\n")
        (self.dir / "users").write_text("".join(
            [f"{u}:{{PLAIN}}secret::::::\n" for u in self.users] +
            [f"{u}:{{PLAIN}}secret::::::userdb_quota_rule=*:storage=300K\n"
             for u in self.full]))
        if self.issuer is not None:
            (self.dir / "keys/default/RS256/k1").write_bytes(
                self.issuer.public_key)
        self.fill([self.conf, "oauth2.conf.ext"],
                  LOGIN="nobody" if root else self.user,
                  TLSPORT=self.tls_port, FSYNC=self.fsync,
                  MAXSIZE=self.max_size,
                  ISSUER=self.issuer.name if self.issuer else "nobody")

    def command(self):
        return [dovecot_program(), "-F", "-c", str(self.dir / self.conf)]


class LmtpDovecot(DeliveryDovecot):
    """Takes mail by LMTP at lmtp_port, with STARTTLS."""

    conf = "lmtp.conf"

    def fill(self, names, **more):
        if not pathlib.Path("/usr/lib/dovecot/lmtp").exists():
            raise Unavailable("LMTP is not installed (dovecot-lmtpd)")
        self.lmtp_port = free_port()
        self.auth = self.dir / "auth"
        super().fill(names, LMTPPORT=self.lmtp_port, **more)


class Cyrus(Server):
    """From Debian's packages, unpacked: they conflict with Dovecot's."""

    name = "cyrus"
    packages = ("cyrus-imapd", "cyrus-common", "libical3", "libxapian30",
                "libwrap0", "libpcre3", "libpq5", "libzephyr4")

    def __init__(self, cache):
        self.cache = pathlib.Path(cache)

    def unpack(self):
        unpack_packages(self.cache, self.packages)
        return self.cache / "root"

    def prepare(self):
        # a copy: the user it runs as may not get at the build folder
        self.root = self.dir / "root"
        shutil.copytree(self.unpack(), self.root, symlinks=True)
        self.bin = self.root / "usr/lib/cyrus/bin"
        self.own("conf", "spool", "conf/socket", "conf/proc", "conf/db",
                 "conf/log", "conf/msg", "conf/lock", "conf/user")
        self.fill_all()
        self.own(".")

    def fill_all(self):
        self.fill(["imapd.conf", "cyrus.conf"], BIN=self.bin)

    def environment(self):
        libs = next(self.root.glob("usr/lib/*-linux-gnu"))
        return {"LD_LIBRARY_PATH": f"{libs}:{self.root}/lib/{libs.name}",
                "PATH": f"{self.bin}:{os.environ['PATH']}"}

    def command(self):
        return [str(self.root / "usr/sbin/cyrmaster"),
                "-C", str(self.dir / "imapd.conf"),
                "-M", str(self.dir / "cyrus.conf"),
                "-p", str(self.dir / "cyrus.pid"),
                "-L", str(self.dir / "master.log"), "-D"]

    def login(self, user):
        """Any name without a dot; its mailbox is made."""
        admin = super().login("admin")
        admin.create(f"user/{user}")
        admin.logout()
        return super().login(user)


class DeliveryCyrus(Cyrus):
    """With quotas, and importer/importpw that acts for all mailboxes.

    Its mailboxes are made by make(); people's password does not matter.
    """

    max_size = 20 << 20

    def __init__(self, cache, alternative=False):
        super().__init__(cache)
        self.alternative = alternative

    def fill_all(self):
        yes_no = "yes" if self.alternative else "no"
        self.fill(["delivery.conf", "cyrus.conf"], BIN=self.bin,
                  MAXSIZE=self.max_size, ALTNAMESPACE=yes_no,
                  UNIXSEP="no" if self.alternative else "yes")
        (self.dir / "delivery.conf").rename(self.dir / "imapd.conf")
        self.passwords = SaslAuthd(self.dir / "mux", {"importer": "importpw"})

    def __exit__(self, *what):
        if hasattr(self, "passwords"):
            self.passwords.close()
        super().__exit__(*what)

    def make(self, user, quota_kb=None):
        admin = Server.login(self, "admin")
        dot = "." if self.alternative else "/"
        admin.create(f"user{dot}{user}")
        if quota_kb:
            admin.setquota(f"user{dot}{user}", f"(STORAGE {quota_kb})")
        admin.logout()

    def login(self, user):
        return Server.login(self, user)
