"""Loads for an IMAP server: our agent alone, and a bare loader (a C program
that does nothing but write prepared bytes), each a command that tells its
messages a second.

The loader is proof-imapload.c of the reference servers; without it there is
no peer, and the benchmarks say so.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/servers"))
import imap as servers  # noqa: E402

CONNECTIONS = 4
LOADER = ROOT.parent / "shared/servers/proof-imapload.c"
# whose mailboxes are loaded
LOADED = [f"l{i}@example.com" for i in range(1, CONNECTIONS + 1)]
ALONE = [f"u{i}@example.com" for i in range(1, CONNECTIONS + 1)]


class Disk(servers.DeliveryDovecot):
    fsync = "optimized"


def rate(command):
    done = subprocess.run([str(c) for c in command], capture_output=True,
                          text=True)
    found = re.search(r"(\d+) msg/s", done.stdout)
    if done.returncode != 0 or found is None:
        sys.exit(f"{command[0]}: {done.stdout}{done.stderr}")
    return int(found[1])


def build_loader(folder, source=LOADER):
    """The program, or None."""
    if not source.exists():
        print(f"{source} is not there: without a peer")
        return None
    program = pathlib.Path(folder) / "imapload"
    subprocess.run(["gcc", "-O2", "-w", str(source), "-o", str(program),
                    "-lssl", "-lcrypto", "-lpthread"], check=True)
    return program


def loader(program, server, tls, messages, size):
    port = server.tls_port if tls else server.port
    return [program, "127.0.0.1", port, int(tls), "l%d@example.com",
            "importer", "importpw", "multi", 50, messages, size, CONNECTIONS]


def agent(build, server, tls, authority, messages, size):
    command = [pathlib.Path(build) / "tests/perf/perf-targets", "imap"]
    for one in ("user=importer", "password=importpw", "host=localhost",
                f"ca-file={authority.cert}",
                *(("tls=tls", f"port={server.tls_port}") if tls else
                  ("tls=none", f"port={server.port}"))):
        command += ["--set", one]
    for mailbox in ALONE:
        command += ["--mailbox", mailbox]
    return [*command, messages, size]
