"""Where the vault ships to, each started for one test.

	with STORES["azure"](cache) as store:
	    store.kind, store.settings(), store.secrets()   for `store set`

kind is None where the vault stays in its folder. A further store is one more
class here. Unavailable is raised, with the reason, where a server cannot be had.
"""
import contextlib
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] /
                       "servers"))
sys.dont_write_bytecode = True

import azurite  # noqa: E402
from ceph import Radosgw  # noqa: E402
from s3 import S3  # noqa: E402


class Local:
    kind = None

    def __init__(self, cache):
        self.cache = cache
        self.stack = contextlib.ExitStack()

    def __enter__(self):
        try:
            self.begin()
        except BaseException:
            self.stack.close()
            raise
        return self

    def __exit__(self, *_):
        self.stack.close()

    def begin(self):
        pass

    def secrets(self):
        return {}


class Dir(Local):
    kind = "dir"

    def begin(self):
        self.folder = self.stack.enter_context(tempfile.TemporaryDirectory())

    def settings(self):
        return {"path": self.folder}


class Azure(Local):
    kind = "azure"

    def begin(self):
        self.server = self.stack.enter_context(
            azurite.Azurite(self.cache / "npm-azurite"))
        self.server.create("vault")

    def settings(self):
        return {"auth": "shared-key", "account": self.server.account,
                "endpoint": self.server.url, "container": "vault",
                "prefix": "some/where"}

    def secrets(self):
        return {"account-key": self.server.key}


class Ceph(Local):
    kind = "s3"

    def begin(self):
        self.server = self.stack.enter_context(Radosgw())
        S3(self.server).create("vault")

    def settings(self):
        return {"bucket": "vault", "endpoint": self.server.endpoint,
                "region": self.server.REGION, "prefix": "some/where",
                "access-key-id": self.server.ACCESS_KEY_ID}

    def secrets(self):
        return {"secret-access-key": self.server.SECRET_ACCESS_KEY}


STORES = {"none": Local, "dir": Dir, "azure": Azure, "s3": Ceph}
