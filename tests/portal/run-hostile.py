#!/usr/bin/env python3
"""Whatever strangers write is shown as text: nothing of it runs, loads or leads
elsewhere. A whole run of two connectors through hostile.py, then
hostile.test.mjs looks at everything in Chromium.

usage: run-hostile.py --build BUILD

Skipped (77), with words, where run.py would be.
"""
import argparse
import datetime
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "flow")]
import hostile  # noqa: E402
import tenant  # noqa: E402

spec = importlib.util.spec_from_file_location("portal_run", HERE / "run.py")
portal = importlib.util.module_from_spec(spec)
spec.loader.exec_module(portal)

ROLES = ("Organization Configuration,View-Only Configuration,Role Management,Audit Logs,"
         "Mailbox Import Export,Data Connector Admin,Mailbox Search,Preview,Export")


def fill(sandbox, archive, folder, stranger):
    """Everything the sandbox has, as strangers wrote it."""
    archive.init()
    archive.import_people(sandbox.directory)
    last = tenant.parse_time(sandbox.greeting["last_day"] + "T00:00:00Z")
    sandbox.set_now(last + datetime.timedelta(days=8))
    for source, name in (("zoom-meetings", "zoom"), ("webex", "webex"), ("ringcentral", "ringcentral")):
        settings, _ = tenant.SIGN_IN[source](sandbox.greeting)
        archive.add_connector(sandbox, folder, name=name, source=source, **stranger.addresses(settings))
        archive.run(name, codes=(0, 1))


def look(args, programs, folder, sandbox, archive, url):
    told = portal.world(args, programs, folder, sandbox, archive, url)
    told["snippets"] = hostile.SNIPPETS
    (folder / "world.json").write_text(json.dumps(told))
    return subprocess.run(["node", HERE / "hostile.test.mjs"], timeout=800,
                          env={**os.environ, "PORTAL_WORLD": str(folder / "world.json")}).returncode


def run(args):
    portal.install(pathlib.Path(args.build).resolve() / "npm-portal")
    if not list((pathlib.Path(args.build) / "web").glob("assets/*.js")):
        raise portal.Skip("this build has no pages (see what it said of web/)")
    programs = tenant.Programs.of_build(args.build)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        sandbox = tenant.Sandbox(programs, folder, seed=5, days=2, users=8, per_day=4,
                                 options=["--also", "webex,ringcentral"], truth=False)
        try:
            with hostile.Stranger(sandbox.base) as stranger:
                archive = tenant.Archive(programs, folder / "home")
                fill(sandbox, archive, folder, stranger)
                with portal.served(archive, folder) as url:
                    archive.do("role-group", "add", "Everything", "--roles", ROLES)
                    archive.do("role-group", "add-member", "Everything", "admin")
                    return look(args, programs, folder, sandbox, archive, url)
        finally:
            sandbox.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--shots", default="")
    try:
        sys.exit(run(parser.parse_args()))
    except portal.Skip as why:
        print("skipped:", why)
        sys.exit(77)


if __name__ == "__main__":
    main()
