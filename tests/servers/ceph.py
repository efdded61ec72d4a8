"""Ceph's S3 gateway, which a test starts for itself and stops by process id.

    with Radosgw() as server:
        ... server.endpoint, server.ACCESS_KEY_ID, server.SECRET_ACCESS_KEY

A whole cluster of one machine: a monitor, one OSD, one gateway, in a temporary
folder, on free ports of the loopback interface, as whoever runs the test (root
too). Unavailable is raised, with the reason, where Ceph is not installed or
does not start: the test then skips, saying so.
"""
import http.client
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import uuid

from imap import Unavailable, free_port

# Safety of data is not what is tested: one copy, no fsid of others, no auth
# between the daemons. The gateway's own sign-in is as always.
CONF = """
[global]
fsid = @FSID@
mon host = v1:127.0.0.1:@MON@
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
osd pool default size = 1
osd pool default min size = 1
osd crush chooseleaf type = 0
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon warn on pool no redundancy = false
mon data avail warn = 1
mon data avail crit = 1
run dir = @DIR@/run
log file = @DIR@/log/$name.log
crash dir = @DIR@/crash
admin socket = @DIR@/run/$name.asok
keyring = @DIR@/keyring
mon data = @DIR@/mon
osd data = @DIR@/osd
ms bind ipv6 = false
osd objectstore = @KIND@
bluestore block size = 21474836480
memstore device bytes = 8589934592
osd memory target = 1073741824
[client.rgw]
rgw data = @DIR@/rgw
rgw frontends = beast endpoint=127.0.0.1:@PORT@
rgw thread pool size = 32
rgw gc max objs = 4
"""

PROGRAMS = ("ceph-mon", "ceph-osd", "radosgw", "ceph", "ceph-authtool",
            "monmaptool", "radosgw-admin")


class Radosgw:
    ACCESS_KEY_ID = "AKTEST"
    SECRET_ACCESS_KEY = "SKTEST"
    REGION = "default"

    def __init__(self, kind="memstore"):
        """kind: where its OSD keeps bytes, "bluestore" or "memstore"."""
        self.kind = kind

    def __enter__(self):
        for name in PROGRAMS:
            if shutil.which(name) is None:
                raise Unavailable(f"{name} is not installed (ceph-mon, "
                                  "ceph-osd, radosgw, ceph-common)")
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="radosgw-"))
        self.daemons, self.restarts = {}, 0
        try:
            self.lay_out()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for daemon in reversed(self.daemons.values()):
            daemon.kill()  # nobody will read its data again
            daemon.wait()
        shutil.rmtree(self.dir, ignore_errors=True)

    def run(self, *command):
        done = subprocess.run(command, env=self.environment, timeout=60,
                              stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode != 0:
            raise Unavailable(f"{command[0]} fails: " +
                              done.stderr.decode(errors="replace")[-500:])

    def daemon(self, *command):
        log = open(self.dir / "log" / f"{command[0]}.out", "ab")
        self.daemons[command] = subprocess.Popen(
            [*command, "-f"], env=self.environment, stdout=log, stderr=log,
            stdin=subprocess.DEVNULL)

    def look_after_daemons(self):
        """An OSD may meet its monitor too early ("wrong fsid"), and ends."""
        for command, daemon in list(self.daemons.items()):
            if daemon.poll() is not None:
                self.restarts += 1
                if self.restarts > 10:
                    raise Unavailable(f"{command[0]} ends: {self.told()}")
                self.daemon(*command)

    def lay_out(self):
        for name in ("mon", "osd", "rgw", "log", "run", "crash"):
            (self.dir / name).mkdir()
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        text = CONF
        self.fsid, mon = str(uuid.uuid4()), str(free_port())
        for word, value in (("DIR", self.dir), ("FSID", self.fsid),
                            ("MON", mon), ("PORT", self.port),
                            ("KIND", self.kind)):
            text = text.replace(f"@{word}@", str(value))
        (self.dir / "ceph.conf").write_text(text)
        self.environment = {**os.environ, "CEPH_ARGS": "",
                            "CEPH_CONF": str(self.dir / "ceph.conf")}
        keyring = str(self.dir / "keyring")
        self.run("ceph-authtool", "--create-keyring", keyring, "--gen-key",
                 "-n", "mon.", "--cap", "mon", "allow *")
        for name in ("client.admin", "client.rgw"):
            self.run("ceph-authtool", keyring, "--gen-key", "-n", name,
                     "--cap", "mon", "allow *", "--cap", "osd", "allow *")
        monmap = str(self.dir / "monmap")
        self.run("monmaptool", "--create", "--addv", "a",
                 f"[v1:127.0.0.1:{mon}]", "--fsid", self.fsid, monmap)
        self.run("ceph-mon", "--mkfs", "-i", "a", "--monmap", monmap,
                 "--keyring", keyring)

    def start(self):
        self.daemon("ceph-mon", "-i", "a")
        osd = str(uuid.uuid4())
        self.run("ceph", "osd", "new", osd)
        if self.kind == "bluestore":
            with open(self.dir / "osd" / "block", "wb") as block:
                block.truncate(20 << 30)
        self.run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", osd)
        self.run("ceph", "osd", "crush", "add", "osd.0", "1.0",
                 "root=default", "host=localhost")
        self.daemon("ceph-osd", "-i", "0")
        self.daemon("radosgw", "-n", "client.rgw")
        self.wait()
        self.run("radosgw-admin", "-n", "client.rgw", "user", "create",
                 "--uid=archive", "--display-name=archive",
                 f"--access-key={self.ACCESS_KEY_ID}",
                 f"--secret-key={self.SECRET_ACCESS_KEY}")

    def wait(self):
        """Until the gateway answers: then the others do as well."""
        end = time.monotonic() + 120
        while True:
            try:
                link = http.client.HTTPConnection("127.0.0.1", self.port,
                                                  timeout=10)
                link.request("GET", "/")
                link.getresponse().read()
                return
            except OSError:
                self.look_after_daemons()
                if time.monotonic() > end:
                    raise Unavailable("radosgw does not start: " +
                                      self.told()) from None
                time.sleep(0.1)

    def told(self):
        text = ""
        for log in sorted((self.dir / "log").glob("*.out")):
            text += f"{log.name}: {log.read_text(errors='replace')[-300:]}\n"
        return text
