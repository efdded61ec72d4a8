#!/usr/bin/env python3
"""Copies to mailboxes of Exchange Online by Graph, on a stand-in of it.

What stands in the mailboxes in the end is held against the archive's own
export: the same messages for the same mailboxes, each once, message.eml byte
for byte, and everything else of each what the message itself says, read by
Python's own parser.

	exchange.py --build build
	exchange.py --build build --only trouble
	exchange.py --build build --only killed --kills 50      by hand
"""
import argparse
import collections
import csv
import email.utils
import json
import pathlib
import sys
import tempfile
from datetime import timezone

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / x)
                for x in ("servers", "crash")]

import main_job  # noqa: E402
import mails  # noqa: E402
from graph_mail import GraphMail, rates  # noqa: E402
from kill_delivery import check_ends, undisturbed  # noqa: E402
from kill_run import Killer, disturbed  # noqa: E402
from tenant import NAME, Archive, Programs, Results, Tenant, say  # noqa: E402

TROUBLE = {"429": .02, "503": .02, "500": .02, "lost": .02, "late_lost": .02,
           "late_500": .02, "expire": .01}
HEADERS = ("Item", "Source", "Kind", "Conversation", "Email")


def mailboxes(played):
    with open(played.sandbox.directory, encoding="utf-8") as lines:
        return sorted({row["mailbox"] for row in csv.DictReader(lines)
                       if row["mailbox"]})


def add_target(played, server, folder, archive=None, **settings):
    archive = archive or played.archive
    words = ["target", "add", "exo", "--kind", "graph",
             "--set", "consent=portal"] # consent.py has the other way
    for key, value in {**server.settings(), **settings}.items():
        words += ["--set", f"{key}={value}"]
    for key, value in server.secrets().items():
        path = pathlib.Path(folder) / key
        path.write_text(value + "\n")
        words += ["--secret", f"{key}={path}"]
    archive.do(*words)
    archive.do("connector", "set", NAME, "--set", "target=exo")


def copies(server):
    """(Message-ID, mailbox) -> [(folder, message)]"""
    found = collections.defaultdict(list)
    for name in server.mailboxes:
        for folder, message in server.found(name):
            found[message.json["internetMessageId"], name].append(
                (folder, message))
    return found


def addresses(mail, field):
    values = [str(v) for v in mail.message.get_all(field, [])]
    return [{"name": name or address, "address": address}
            for name, address in email.utils.getaddresses(values)]


def check_json(message, mail, results):
    """What was told to Graph, against the message itself."""
    told, id_ = message.json, mail.id
    date = email.utils.parsedate_to_datetime(mail.message["Date"])
    date = date.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    people = [r["emailAddress"] for r in told["toRecipients"]]
    results.same(f"{id_}: no draft", message.is_draft(), False)
    results.same(f"{id_}: subject", told["subject"], mail.message["Subject"])
    results.same(f"{id_}: from", [told["from"]["emailAddress"]],
                 addresses(mail, "From"))
    results.same(f"{id_}: to", people, addresses(mail, "To"))
    for name in ("SystemTime 0x0039", "SystemTime 0x0E06"):
        results.same(f"{id_}: {name}", message.property(name), date)
    results.same(f"{id_}: class", message.property("String 0x001A"),
                 mail.message["X-Estreat-Message-Class"])
    headers = {h["name"]: h["value"] for h in told["internetMessageHeaders"]}
    for name in HEADERS:
        whole = str(mail.message[f"X-Estreat-{name}"] or "")
        have = headers.get(f"X-Estreat-{name}", "")
        results.ok(f"{id_}: {name}", whole == have or
                   (len(have) > 700 and whole.startswith(have)),
                   f"{have!r}, not {whole!r}")
    results.same(f"{id_}: body", (
        told["body"]["contentType"],
        told["body"]["content"].replace("\r\n", "\n").rstrip("\n")),
        ("html", mail.body("html").replace("\r\n", "\n").rstrip("\n")))
    want = [(p.get_filename(), p.get_payload(decode=True))
            for p in mail.attachments()]
    results.same(f"{id_}: its files", [n for n, _ in message.files],
                 [n for n, _ in want] + ["message.eml"])
    for (name, data), (_, whole) in zip(message.files, want):
        results.ok(f"{id_}: {name}", data == whole)


def check_copies(archive, server, folder, results):
    paths, held = archive.export(folder)
    there = copies(server)
    want = {k for k in held if k[1] != "quarantine"}
    results.same("copies in mailboxes",
                 sorted((i, m.lower()) for i, m in there),
                 sorted((i, m.lower()) for i, m in want))
    results.ok("there are some", len(there) > 20, str(len(there)))
    for (id_, mailbox), found in there.items():
        results.same(f"{id_} in {mailbox}: once", len(found), 1)
        where, message = found[0]
        mail = mails.Mail(paths[id_])
        results.same(f"{id_}: folder", where, "Zoom Meetings")
        results.ok(f"{id_}: message.eml, byte for byte",
                   message.files[-1] == ("message.eml", mail.bytes))
        check_json(message, mail, results)
    for name, box in server.mailboxes.items():
        results.same(f"{name}: half messages", server.half(name), [])
        results.ok(f"{name}: at once", box.most_at_once <= 4)
    refused = [x for x in server.log if x[2] in (400, 401, 415)]
    results.same("against the documentation", refused[:5], [])
    results.same("tokens at the host of uploads", server.leaks, [])
    say(f"{len(there)} copies, {server.calls} requests, "
        f"{dict(server.faults)}")


def scenario_plain(args, results):
    """Small and large; a mailbox that is full gets its copies later."""
    with Tenant(args.programs, seed=11, days=2, users=8, options=[
            "--large", "4000000"]) as played, \
            GraphMail(mailboxes(played)) as server, \
            tempfile.TemporaryDirectory() as folder:
        add_target(played, server, folder)
        archive = played.archive
        archive.do("target", "check", "exo")
        played.run_at(list(played.days())[0])
        full = max(server.mailboxes.values(), key=lambda b: len(b.messages))
        full.quota = full.used()
        played.run_at(list(played.days())[1])
        told = json.loads(archive.do("target", "show", "exo",
                                     "--json").stdout)["troubles"]
        results.ok("full, and said so", any(
            t["outcome"] == "mailbox full" and t["mailbox"] == full.name
            for t in told), str(told))
        full.quota = None
        archive.do("target", "retry", "exo")
        check_copies(archive, server, pathlib.Path(folder) / "out", results)
        check_places(archive, server, results)
        for method, ending in (("PUT", "upload"), ("POST", "/attachments"),
                               ("POST", "/move")):
            results.ok(f"{method} {ending} was needed", any(
                x[0] == method and x[1].endswith(ending)
                for x in server.log))
        main_job.check_runs(archive, results)
        check_consent(archive, server, results)


def check_places(archive, server, results):
    ids = {m.id for name in server.mailboxes for _, m in server.found(name)}
    for run in range(1, archive.report()["run"] + 1):
        for line in archive.log(run):
            if line["kind"] == "copy" and line["state"] == "copied":
                results.ok("the log says where", line["place"] in ids,
                           str(line))


def check_consent(archive, server, results):
    """The administrator takes the consent back."""
    server.roles.clear()
    server.tokens.clear()
    check = archive.do("target", "check", "exo", codes=(1,))
    results.ok("what to do", "let an administrator consent" in check.stdout,
               check.stdout)


def scenario_trouble(args, results):
    with Tenant(args.programs, seed=12, days=2, users=8, options=[
            "--large", "4000000"]) as played, \
            GraphMail(mailboxes(played), lag=1) as server, \
            tempfile.TemporaryDirectory() as folder:
        server.plan = rates(5, **TROUBLE)
        add_target(played, server, folder)
        played.play()
        server.plan = lambda call: None
        played.archive.do("target", "retry", "exo")
        check_copies(played.archive, server, pathlib.Path(folder) / "out",
                     results)
        check_ends(played.archive, results)


def scenario_killed(args, results):
    with Tenant(args.programs, seed=13, days=2, users=6, options=[
            "--large", "4000000"]) as played, \
            GraphMail(mailboxes(played), lag=1) as server, \
            tempfile.TemporaryDirectory() as folder:
        seconds = undisturbed(played)
        played.archive = Archive(args.programs, played.folder / "second")
        played.archive.init()
        played.archive.import_people(played.sandbox.directory)
        played.archive.add_connector(played.sandbox, played.folder)
        add_target(played, server, folder)
        killer = Killer(played.archive, 4, args.kills)
        disturbed(played, killer, [5 * s for s in seconds])
        played.archive.run()
        check_copies(played.archive, server, pathlib.Path(folder) / "out",
                     results)
        check_ends(played.archive, results)
        played.archive.check()
        say(f"{killer.done} kills")


SCENARIOS = {"plain": scenario_plain, "trouble": scenario_trouble,
             "killed": scenario_killed}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--only", choices=SCENARIOS, action="append")
    parser.add_argument("--kills", type=int, default=10)
    args = parser.parse_args()
    args.programs = Programs.of_build(args.build)
    results = Results()
    for name, scenario in SCENARIOS.items():
        if name in (args.only or SCENARIOS):
            say(f"scenario {name}")
            scenario(args, results)
    return results.end()


if __name__ == "__main__":
    raise SystemExit(main())
