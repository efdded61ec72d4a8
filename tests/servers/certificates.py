"""Certificates for tests, by openssl: an authority, and what it issues.

    authority = Authority(folder)
    cert, key = authority.issue("DNS:localhost,IP:127.0.0.1")
    authority.cert          # for ca-file
"""
import pathlib
import shutil
import subprocess

NEW = ["openssl", "req", "-newkey", "ec", "-pkeyopt",
       "ec_paramgen_curve:P-256", "-nodes"]


def available():
    return shutil.which("openssl") is not None


class Authority:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.count = 0
        self.cert = self.folder / "authority.pem"
        self.key = self.folder / "authority.key"
        run([*NEW, "-x509", "-days", "3", "-subj", "/CN=authority",
             "-keyout", self.key, "-out", self.cert])

    def issue(self, names, dates=None):
        """dates: (from, until) as openssl ca wants them, YYMMDDHHMMSSZ."""
        self.count += 1
        base = self.folder / f"issued-{self.count}"
        key, request, cert = (base.with_suffix(s)
                              for s in (".key", ".csr", ".pem"))
        run([*NEW, "-subj", "/CN=server", "-keyout", key, "-out", request])
        conf = base.with_suffix(".conf")
        (self.folder / f"index-{self.count}").touch()
        conf.write_text(
            "[ca]\ndefault_ca=c\n[c]\n"
            f"database={self.folder}/index-{self.count}\n"
            f"new_certs_dir={self.folder}\nrand_serial=yes\n"
            "default_md=sha256\npolicy=p\nx509_extensions=x\n[p]\n"
            f"commonName=supplied\n[x]\nsubjectAltName={names}\n")
        begin, end = dates or ("", "")
        when = (["-startdate", begin, "-enddate", end] if dates
                else ["-days", "2"])
        run(["openssl", "ca", "-batch", "-config", conf, "-cert", self.cert,
             "-keyfile", self.key, "-in", request, "-out", cert,
             "-notext", *when])
        return cert, key


def run(command):
    done = subprocess.run([str(c) for c in command], capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.decode(errors="replace"))
