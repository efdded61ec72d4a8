"""OpenLDAP with the attributes of Active Directory, for a test of its own.

    with Slapd(people) as server:
        server.change(ldif)

people: dicts with uid, cn, mail and what else an entry has. Unavailable is
raised, with the reason, where slapd is not installed or does not start.
"""
import base64
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

from imap import Unavailable, free_port

HERE = pathlib.Path(__file__).resolve().parent
BASE = "ou=people,dc=example,dc=com"
ROOTS = """dn: dc=example,dc=com
objectClass: dcObject
objectClass: organization
dc: example
o: Example

dn: ou=people,dc=example,dc=com
objectClass: organizationalUnit
ou: people

dn: cn=reader,dc=example,dc=com
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reader
userPassword: readerpw
"""


def program(name):
    return shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")


def dn(person):
    return f"uid={person['uid']},{BASE}"


def entry(person):
    """LDIF of one; bytes go in base64, lists are several values."""
    lines = [f"dn: {dn(person)}", "objectClass: inetOrgPerson",
             "objectClass: adUserAux", "sn: x"]
    for name, values in person.items():
        for value in values if isinstance(values, list) else [values]:
            data = value if isinstance(value, bytes) else str(value).encode()
            lines.append(f"{name}:: {base64.b64encode(data).decode()}")
    return "\n".join(lines) + "\n"


class Slapd:
    def __init__(self, people):
        self.people = people

    def __enter__(self):
        if program("slapd") is None or program("openssl") is None:
            raise Unavailable("slapd or openssl is not installed")
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="slapd-"))
        self.process = None
        try:
            self.prepare()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def prepare(self):
        self.port, self.tls_port = free_port(), free_port()
        (self.dir / "db").mkdir()
        self.conf = self.dir / "slapd.conf"
        self.conf.write_text((HERE / "slapd/slapd.conf").read_text()
                             .replace("@DIR@", str(self.dir)))
        self.cert = self.dir / "cert.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
             "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
             "-keyout", self.dir / "key.pem", "-out", self.cert],
            check=True, capture_output=True)
        ldif = self.dir / "data.ldif"
        ldif.write_text("\n".join([ROOTS, *map(entry, self.people)]))
        loaded = subprocess.run(
            [program("slapadd"), "-q", "-f", self.conf, "-l", ldif],
            capture_output=True, text=True)
        if loaded.returncode != 0:
            raise Unavailable(f"slapadd: {loaded.stderr[-500:]}")

    def start(self):
        self.log = open(self.dir / "out.log", "wb")
        self.process = subprocess.Popen(
            [program("slapd"), "-d", "0", "-f", self.conf, "-h",
             f"ldap://127.0.0.1:{self.port} ldaps://127.0.0.1:{self.tls_port}"],
            stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise Unavailable("slapd does not start") from None
                time.sleep(0.05)

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)
            self.process = None

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)

    def url(self, tls=False):
        return (f"ldaps://127.0.0.1:{self.tls_port}" if tls
                else f"ldap://127.0.0.1:{self.port}")

    def change(self, ldif):
        subprocess.run(
            [program("ldapmodify"), "-x", "-H",
             f"ldap://127.0.0.1:{self.port}", "-D",
             "cn=admin,dc=example,dc=com", "-w", "secret"],
            input=ldif, text=True, check=True, capture_output=True)
