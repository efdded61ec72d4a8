#!/usr/bin/env python3
"""Copies to mailboxes outside of the archive, and what goes wrong there.

The target is a file (tests/fake/file-agent.c): a line a copy. What stands
there in the end is held against the archive's own exports: the same messages,
byte for byte, for the same mailboxes, each once.

	delivery.py --build build
	delivery.py --build build --only trouble
"""
import argparse
import collections
import hashlib
import json
import pathlib
import tempfile

import main_job
import mails
from tenant import NAME, Archive, Programs, Results, Tenant, parse_time, say


def programs_of(build):
    build = pathlib.Path(build)
    return Programs(build / "tests/fake/estreat-file",
                    build / "estreat-sandbox")


class Post:
    """The file that the target is."""

    def __init__(self, archive, folder, **settings):
        self.archive = archive
        self.file = pathlib.Path(folder) / "post"
        self.words = pathlib.Path(folder) / "post.trouble"
        words = ["target", "add", "post", "--kind", "file",
                 "--set", f"file={self.file}"]
        for key, value in settings.items():
            words += ["--set", f"{key}={value}"]
        archive.do(*words)
        archive.do("connector", "set", NAME, "--set", "target=post")

    def trouble(self, *lines):
        self.words.write_text("".join(line + "\n" for line in lines))

    def copies(self):
        """(Message-ID, mailbox) -> [(size, sha256, folder)]"""
        found = collections.defaultdict(list)
        if self.file.exists():
            for line in self.file.read_text().splitlines():
                mailbox, id_, folder, size, sha = line.split("\t")
                found[id_, mailbox.lower()].append((int(size), sha, folder))
        return found

    def shown(self):
        return json.loads(self.archive.do("target", "show", "post",
                                          "--json").stdout)


def check_copies(post, folder, results):
    """The file has what the archive says that the mailboxes have."""
    paths, held = post.archive.export(folder)
    there = post.copies()
    want = {k: n for k, n in held.items() if k[1] != "quarantine"}
    results.same("copies outside", sorted(there), sorted(want))
    results.ok("there are some", len(there) > 20, str(len(there)))
    digests = {id_: hashlib.sha256(path.read_bytes()).hexdigest()
               for id_, path in paths.items()}
    for key, copies in there.items():
        results.same(f"{key}: once", len(copies), 1)
        results.same(f"{key}: its bytes", copies[0][1], digests.get(key[0]))


def check_log(archive, post, results):
    for line in archive.log():
        if line["kind"] != "copy" or line["state"] != "copied":
            continue
        results.same("where it is", (line["target"], line["place"]),
                     ("post", "line"))
        results.ok("since when", parse_time(line["copied"]) is not None)


def last_mailbox(post):
    counts = collections.Counter(k[1] for k in post.copies())
    return counts.most_common(1)[0][0]


def scenario_plain(programs, results):
    """All is well: the same mailboxes as without a target."""
    with Tenant(programs, seed=5, days=2, users=8) as played, \
            tempfile.TemporaryDirectory() as folder:
        post = Post(played.archive, folder)
        played.play()
        check_copies(post, pathlib.Path(folder) / "out", results)
        check_log(played.archive, post, results)
        main_job.check_runs(played.archive, results)
        shown = post.shown()
        results.same("nothing waits", (shown["waiting"], shown["refused"],
                                       shown["troubles"]), (0, 0, []))
        copies = len(post.copies())
        played.archive.do("catalog", "rebuild")
        played.archive.run()
        results.same("nothing comes twice", len(post.copies()), copies)
        check_copies(post, pathlib.Path(folder) / "again", results)


def waiting_of(report):
    return sum(u["count"] for u in report["undelivered"]
               if u["state"] == "waiting")


def scenario_trouble(programs, results):
    """One mailbox is full, then the server refuses us, then all is well."""
    with Tenant(programs, seed=6, days=2, users=8) as played, \
            tempfile.TemporaryDirectory() as folder:
        archive = played.archive
        post = Post(archive, folder)
        moments = list(played.days())
        played.run_at(moments[0])
        full = last_mailbox(post)
        before = len(post.copies())
        post.trouble(f"{full} mailbox full")
        played.run_at(moments[1])
        report = archive.report()
        results.same("sums close though", report["closed"], True)
        results.ok("the others got theirs", len(post.copies()) > before)
        results.same("waiting by its reason", waiting_of(report),
                     report["total"]["waiting"])
        results.ok("some wait", report["total"]["waiting"] > 0)
        told = post.shown()["troubles"]
        results.same("whose", [t["mailbox"].lower() for t in told], [full])
        results.ok("why", "do something" in told[0]["reason"], str(told))
        log = [x for x in archive.log() if x["state"] == "waiting"]
        results.same("the log has them", len(log), report["total"]["waiting"])
        results.ok("with the reason", all("mailbox full" in x["reason"]
                                          for x in log), str(log[:1]))
        listed = json.loads(archive.do("connector", "list", "--json").stdout)
        results.same("the list says so", listed["connectors"][0]["waiting"],
                     len(log))
        check_refused(played, post, moments[2], results)
        check_well_again(archive, post, pathlib.Path(folder), results)


def check_refused(played, post, moment, results):
    post.trouble("* refuses")
    played.run_at(moment)
    report = played.archive.report()
    results.same("closed when refused", report["closed"], True)
    shown = post.shown()
    if report["total"]["mapped"] > report["total"]["quarantined"]:
        results.same("parked", shown["state"], "parked")
        results.ok("says what to do", "another password" in shown["reason"],
                   shown["reason"])
    check = played.archive.do("target", "check", "post", codes=(1,))
    results.ok("the check says it", "take the trouble away" in check.stdout)


def check_well_again(archive, post, folder, results):
    """What waited comes, and is accounted for in the run it was due in."""
    post.words.unlink()
    run = archive.report()["run"] - 1
    old = archive.report(run)
    out = archive.do("target", "retry", "post", "--json")
    results.same("all is delivered", json.loads(out.stdout)["open"], 0)
    new = archive.report(run)
    results.same("the report stays", new["total"], old["total"])
    results.same("and says how it is now", (
        new["now"]["waiting"], new["now"]["closed"], new["now"]["copies"]),
        (0, True, old["total"]["copies"] + old["total"]["waiting"]))
    results.same("the run's log", sum(
        x["kind"] == "copy" and x["state"] == "copied"
        for x in archive.log(run)), new["now"]["copies"])
    check_copies(post, folder / "out", results)


def scenario_setup(programs, results):
    """What a person gets wrong is said."""
    with Tenant(programs, seed=7, days=1, users=4, truth=False) as played, \
            tempfile.TemporaryDirectory() as folder:
        archive = played.archive
        for words, says in (
                (("target", "add", "x", "--kind", "pigeon"), "there are: file"),
                (("target", "add", "x", "--kind", "file"), "needs file"),
                (("target", "add", "embedded", "--kind", "file", "--set",
                  "file=/x"), "always there"),
                (("target", "show", "nowhere"), "estreat target list"),
                (("connector", "set", NAME, "--set", "target=nowhere"),
                 "estreat target list")):
            failed = archive.do(*words, codes=(2,))
            results.ok(f"{words}", says in failed.stderr, failed.stderr)
        Post(archive, folder)
        again = archive.do("target", "add", "Post", "--kind", "file", "--set",
                           "file=/x", codes=(2,))
        results.ok("taken", "already" in again.stderr, again.stderr)
        used = archive.do("target", "remove", "post", codes=(2,))
        results.ok("in use", NAME in used.stderr, used.stderr)
        archive.do("connector", "set", NAME, "--set", "target=")
        archive.do("target", "remove", "post")
        listed = json.loads(archive.do("target", "list", "--json").stdout)
        results.same("gone", [t["name"] for t in listed["targets"]],
                     ["embedded"])


def scenario_reduced(programs, results):
    """A recording too large for the mailboxes stays in the archive."""
    with Tenant(programs, seed=8, days=1, users=8, truth=False,
                options=["--large", "3000000"]) as played, \
            tempfile.TemporaryDirectory() as folder:
        kept = pathlib.Path(folder) / "kept"
        kept.mkdir()
        post = Post(played.archive, folder, largest=2000000, keep=kept,
                    portal="https://archive.example")
        played.play()
        sizes = [c[0] for copies in post.copies().values() for c in copies]
        results.ok("all fit", max(sizes) <= 2000000, str(max(sizes)))
        reduced = 0
        for run in range(1, played.archive.report()["run"] + 1):
            report = played.archive.report(run)
            reduced += report["total"]["reduced"]
            results.same("closed", report["closed"], True)
        results.ok("some were reduced", reduced > 0)
        results.same("the log names them", sum(
            "reduced to" in (x["reason"] or "")
            for x in played.archive.log()), reduced)
        paths, _ = played.archive.export(pathlib.Path(folder) / "out")
        for path in sorted(kept.iterdir()):
            check_reduced(mails.Mail(path), paths, results)


def check_reduced(mail, paths, results):
    """What is left out is named, all else is as in the archive."""
    mails.check_form(mail, results)
    whole = mails.Mail(paths[mail.id])
    if mail.message["X-Estreat-Reduced"] is None:
        results.same(f"{mail.id}: whole", mail.bytes, whole.bytes)
        return
    here, there = list(mail.attachments()), list(whole.attachments())
    results.same(f"{mail.id}: files", len(here), len(there))
    for mine, its in zip(here, there):
        gone = mine["X-Estreat-Left-Out"]
        if gone is None:
            results.same(f"{mail.id}: {its.get_filename()}",
                         mine.get_payload(decode=True),
                         its.get_payload(decode=True))
            continue
        results.same("of which digest", gone, its["X-Estreat-SHA256"])
        results.same("whose place it takes", (
            mine["X-Estreat-Artefact"], mine.get_filename()),
            (its["X-Estreat-Artefact"], its.get_filename() + ".txt"))
        text = mine.get_content()
        for word in (its.get_filename(), gone, its.get_content_type(),
                     f'{its["Content-Disposition"].params["size"]} bytes',
                     "https://archive.example/messages/"):
            results.ok(f"it names {word}", word in text, text)
    for name in mail.message.keys():
        if name != "X-Estreat-Reduced":
            results.same(f"{mail.id}: {name}", mail.message[name],
                         whole.message[name])
    for kind in "plain", "html":
        results.same(f"{mail.id}: {kind}", mail.body(kind),
                     whole.body(kind))


SCENARIOS = {"plain": scenario_plain, "trouble": scenario_trouble,
             "setup": scenario_setup, "reduced": scenario_reduced}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--only", choices=SCENARIOS)
    args = parser.parse_args()
    results = Results()
    for name, scenario in SCENARIOS.items():
        if args.only in (None, name):
            say(f"scenario {name}")
            scenario(programs_of(args.build), results)
    return results.end()


if __name__ == "__main__":
    raise SystemExit(main())
