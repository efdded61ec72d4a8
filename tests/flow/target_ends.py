"""Mail servers that copies are brought to, and how each is read back.

	with TARGETS["dovecot"](people, cache) as end:
	    end.kind, end.settings(), end.secrets()     for `target add`
	    end.read("anna@example.com")                [Found]: all that is there

A further target is one more class here. Unavailable is raised, with the
reason, where a server cannot be had.
"""
import contextlib
import importlib
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
for room in ("servers", "contract"):
    sys.path.insert(0, str(ROOT / room))
sys.dont_write_bytecode = True

import certificates  # noqa: E402
import imap as servers  # noqa: E402
from imap import Unavailable  # noqa: E402

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


class Dovecot(End):
    """By TLS; the certificate is of an authority of the test's own."""

    fsync = "never"

    def begin(self):
        if not certificates.available():
            raise Unavailable("openssl is not installed")
        self.authority = certificates.Authority(self.folder)
        cert, key = self.authority.issue("DNS:localhost")
        self.server = self.stack.enter_context(
            servers.DeliveryDovecot(cert, key, self.people))

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


TARGETS = {"dovecot": Dovecot, "cyrus": Cyrus}
