"""Mail servers that copies are brought to, and how each is read back.

	with TARGETS["dovecot"](people, cache) as end:
	    end.kind, end.settings(), end.secrets()     for `target add`
	    end.read("anna@example.com")                [Found]: all that is there
	    end.read_all()                              {mailbox: [Found]}

A further target is one more class here. Unavailable is raised, with the
reason, where a server cannot be had.
"""
import contextlib
import datetime
import email
import email.policy
import importlib
import pathlib
import re
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
for room in ("servers", "contract"):
    sys.path.insert(0, str(ROOT / room))
sys.dont_write_bytecode = True

import certificates  # noqa: E402
import imap as servers  # noqa: E402
import postfix  # noqa: E402
from agent_suite import Found  # noqa: E402
from graph_mail import GraphMail  # noqa: E402
from imap import Unavailable  # noqa: E402

JOURNAL = "journal@example.com"

inbox = importlib.import_module("agent-smtp").inbox
look_at = importlib.import_module("agent-imap").look


class End:
    """What all have in common: a folder, and what is to be left."""

    kind = "imap"

    def __init__(self, people, cache):
        self.people, self.cache = sorted(people), cache
        self.stack = contextlib.ExitStack()

    def __enter__(self):
        try:
            self.folder = pathlib.Path(self.stack.enter_context(
                tempfile.TemporaryDirectory()))
            self.begin()
        except BaseException:
            self.stack.close()
            raise
        return self

    def __exit__(self, *_):
        self.stack.close()

    def secrets(self):
        return {"password": "importpw"}

    def read_all(self):
        return {mailbox: self.read(mailbox) for mailbox in self.people}


class Dovecot(End):
    """By TLS; the certificate is of an authority of the test's own."""

    server_class = servers.DeliveryDovecot

    def begin(self):
        if not certificates.available():
            raise Unavailable("openssl is not installed")
        self.authority = certificates.Authority(self.folder)
        cert, key = self.authority.issue("DNS:localhost")
        self.server = self.stack.enter_context(
            self.server_class(cert, key, self.people))

    def settings(self):
        return {"host": "localhost", "port": self.server.tls_port,
                "user": "importer", "ca-file": self.authority.cert}

    def read(self, mailbox):
        return look_at(self.server.login(mailbox))


class Cyrus(End):
    def begin(self):
        self.server = self.stack.enter_context(
            servers.DeliveryCyrus(self.cache / "cyrus"))
        for address in self.people:
            self.server.make(address.split("@")[0])

    def settings(self):
        return {"host": "127.0.0.1", "tls": "none", "user": "importer",
                "port": self.server.port, "login": "local-part"}

    def read(self, mailbox):
        return look_at(self.server.login(mailbox.split("@")[0]))


class Graph(End):
    """A stand-in of Exchange Online; message.eml is what is compared."""

    kind = "graph"

    def begin(self):
        self.server = self.stack.enter_context(GraphMail(self.people))

    def settings(self):
        return {**self.server.settings(), "consent": "portal"}

    def secrets(self):
        return self.server.secrets()

    def read(self, mailbox):
        if self.server.half(mailbox):
            raise AssertionError(f"{mailbox}: half messages")
        return [self.one(*found) for found in self.server.found(mailbox)]

    @staticmethod
    def one(folder, message):
        when = message.property("SystemTime 0x0E06")
        moment = datetime.datetime.fromisoformat(when.replace("Z", "+00:00"))
        eml, = [data for name, data in message.files if name == "message.eml"]
        return Found(folder=folder, raw=eml,
                     time_us=int(moment.timestamp()) * 1000000)


class Maildir(End):
    """Written to its folders, read by IMAP from a Dovecot over them."""

    kind = "maildir"

    def begin(self):
        self.server = self.stack.enter_context(
            servers.MaildirDovecot("maildir++"))

    def settings(self):
        return {"root": self.server.dir / "mail", "path": "%d/%n/Maildir",
                "create": "yes"}

    def secrets(self):
        return {}

    def read(self, mailbox):
        return look_at(self.server.login(mailbox))


class Lmtp(Dovecot):
    """To each mailbox's own address. What servers put before a message is left
    out; the folder and the time are theirs."""

    kind = "smtp"

    def begin(self):
        self.start([*self.people, JOURNAL])

    def start(self, users):
        if not certificates.available():
            raise Unavailable("openssl is not installed")
        self.authority = certificates.Authority(self.folder)
        self.cert, self.key = self.authority.issue("DNS:localhost")
        self.server = self.stack.enter_context(
            servers.LmtpDovecot(self.cert, self.key, users))

    def settings(self):
        return {"host": "localhost", "port": self.server.lmtp_port,
                "protocol": "lmtp", "ca-file": self.authority.cert,
                "sender": "archive@example.com", "mode": "deliver"}

    def secrets(self):
        return {}

    def read(self, mailbox):
        return [Found(folder=None, raw=raw[raw.index(b"Date: "):])
                for raw in inbox(self.server.login(mailbox))]


class Journal(Lmtp):
    """All reports come to one address; each names its mailbox."""

    def settings(self):
        return {**super().settings(), "mode": "journal", "journal": JOURNAL}

    def read(self, mailbox):
        return self.read_all()[mailbox]

    def read_all(self):
        """Once for all; who has mail and is none of the people is seen."""
        found = {mailbox: [] for mailbox in self.people}
        for to, one in map(taken_apart, inbox(self.server.login(JOURNAL))):
            found.setdefault(to.lower(), []).append(one)
        return found


class Postfix(Lmtp):
    """Signed in to by SMTP; what it has taken it hands on to Dovecot."""

    IMPORTER = "importer@example.com"

    def begin(self):
        self.start([*self.people, self.IMPORTER])
        self.relay = self.stack.enter_context(postfix.Postfix(
            self.cache / "postfix", self.cert, self.key,
            self.server.lmtp_port, self.server.auth, self.people))

    def settings(self):
        return {"host": "localhost", "port": self.relay.port,
                "protocol": "smtp", "ca-file": self.authority.cert,
                "auth": "plain", "user": self.IMPORTER,
                "sender": "archive@example.com", "mode": "deliver"}

    def secrets(self):
        return {"password": "secret"}

    def read(self, mailbox):
        self.relay.wait_empty()
        return super().read(mailbox)


def taken_apart(raw):
    """(mailbox, the message) of a journal report. What it carries is large, and
    is cut out without being parsed."""
    top = email.message_from_bytes(raw[:raw.index(b"\r\n\r\n") + 4],
                                   policy=email.policy.SMTP)
    parts = raw.split(b"\r\n--" + top.get_boundary().encode())
    report = email.message_from_bytes(parts[1].lstrip(),
                                      policy=email.policy.SMTP).get_content()
    message = parts[2].split(b"\r\n\r\n", 1)[1]
    to = re.search(r"(?m)^(?:Recipient|To|Cc): (.*?)\r?$", report)[1]
    return to, Found(folder=None, raw=message)


TARGETS = {"dovecot": Dovecot, "cyrus": Cyrus, "graph": Graph,
           "maildir": Maildir, "lmtp": Lmtp, "journal": Journal,
           "postfix": Postfix}
