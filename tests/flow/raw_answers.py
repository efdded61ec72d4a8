#!/usr/bin/env python3
"""Messages of two archives of one tenant: the same but for what is named here.

	excused, wrong = compared(mine, other)

excused: one text for each difference that is the source's own, where a fault
had an archive ask otherwise than the other; wrong: the first one that is not.

Webex, for one: to "504, reduce max" the same is asked for in halves, and the
links inside the answer to polls and questions repeat the `max` of the question.

	raw_answers.py --build build        tries itself
"""
import argparse
import email
import email.message
import email.policy
import hashlib
import json
import re
import tempfile

import tenant
import webex_client

LINKS = ("self", "next", "prev")


def compared(mine, other):
    if mine == other:
        return [], None
    mine, other = Taken(mine), Taken(other)
    for what in ("fields", "names"):
        if getattr(mine, what) != getattr(other, what):
            return [], first_of(getattr(mine, what), getattr(other, what))
    excused = []
    for name, a, b in zip(mine.names, mine.parts, other.parts):
        if a == b:
            continue
        if not mine.has_sum(a) or not other.has_sum(b):
            return excused, f"{name}: {difference(a, b)}"
        for place, one, two in leaves(a, b):
            if not is_page_size(place, one, two):
                return excused, (f"{name}, {place or 'whole'}: {one!r:.200}, "
                                 f"not {two!r:.200}")
            excused.append(f"{name}, {place}: {one}, not {two}")
    if not excused:
        return [], "not the same bytes, though all parts are"
    return excused, None


class Taken:
    """A message in its parts."""

    def __init__(self, raw):
        whole = email.message_from_bytes(raw, policy=email.policy.SMTP)
        leaf = [p for p in whole.walk() if not p.is_multipart()]
        self.fields = [(k, v) for k, v in whole.items()
                       if k != "X-Estreat-Raw"]
        self.names = [p.get_filename() or p.get_content_type() for p in leaf]
        self.parts = [p.get_payload(decode=True) for p in leaf]
        self.sums = whole.get("X-Estreat-Raw", "").split()

    def has_sum(self, data):
        """Is it a raw answer, as the message itself says?"""
        return hashlib.sha256(data).hexdigest() in self.sums


def first_of(mine, other):
    for a, b in zip(mine, other):
        if a != b:
            return f"{a!r:.200}, not {b!r:.200}"
    return f"{len(mine)}, not {len(other)}: {mine[-1:]!r:.100}, " \
           f"{other[-1:]!r:.100}"


def difference(mine, other):
    return first_of(mine.split(b"\n"), other.split(b"\n"))


def leaves(mine, other):
    """(place, mine, other) of all that differs in two JSON texts."""
    try:
        one, two = json.loads(mine), json.loads(other)
    except ValueError:
        return [("", mine, other)]
    found = list(walk("", one, two))
    return found or [("", mine, other)]


def walk(place, one, two):
    if isinstance(one, dict) and isinstance(two, dict) and \
            one.keys() == two.keys():
        for key in one:
            yield from walk(f"{place}.{key}", one[key], two[key])
    elif isinstance(one, list) and isinstance(two, list) and \
            len(one) == len(two):
        for i, pair in enumerate(zip(one, two)):
            yield from walk(f"{place}[{i}]", *pair)
    elif one != two:
        yield place, one, two


def is_page_size(place, one, two):
    """A link of the source's to a page, and only max= is another one."""
    parts = place.split(".")
    if parts[-2:-1] != ["links"] or parts[-1] not in LINKS:
        return False
    return re.sub(r"([?&]max)=\d+", r"\1", one) == \
        re.sub(r"([?&]max)=\d+", r"\1", two)


# --- this file against the sandbox --------------------------------------------

def message(answer, text=b"said"):
    """As small as one may be that carries a raw answer."""
    out = email.message.EmailMessage(policy=email.policy.SMTP)
    out["X-Estreat-Raw"] = hashlib.sha256(answer).hexdigest()
    out.set_content(text.decode())
    out.add_attachment(answer, "application", "json",
                       filename="raw-meeting-qa.1.json")
    out.set_boundary("=-=")
    return out.as_bytes()


def asked(client, facts, size):
    """Webex's answer about the first meeting that has questions."""
    for fact in facts:
        if fact.get("source") != "webex" or fact.get("kind") != "meeting":
            continue
        rows = client.get("/meetings/q_and_a", meetingId=fact["id"], max=size)
        if rows["items"]:
            return json.dumps(rows).encode()
    raise AssertionError("no meeting has questions")


def check(results, whole, half):
    excused, wrong = compared(message(whole), message(half))
    results.same("another page size: nothing is wrong", wrong, None)
    # what is left of the page when a question's answers begin
    sizes = [re.fullmatch(r"raw-meeting-qa\.1\.json, \.items\[.*max=(\d+), "
                          r"not .*max=(\d+)", text) for text in excused]
    results.ok("another page size: each is named", sizes and all(
        found and int(found[1]) - int(found[2]) == 50 for found in sizes),
        str(excused))
    print(f"# {excused[0]}")
    results.same("the same", compared(message(whole), message(whole)),
                 ([], None))
    for what, mine, other in (
            ("something else in it", whole, half.replace(b'"question": "',
                                                         b'"question": "X')),
            ("another address", whole, half.replace(b"localhost", b"else")
             .replace(b"127.0.0.1", b"else")),
            ("one more", whole, half.replace(b'"items": [', b'"items": [1, ',
                                             1)),
            ("no JSON", whole, half[:-1])):
        results.ok(f"{what}: wrong",
                   compared(message(mine), message(other))[1] is not None)
    results.ok("another text: wrong", compared(
        message(whole), message(whole, b"other"))[1] is not None)


def run():
    parser = argparse.ArgumentParser()
    tenant.options(parser)
    args, results = parser.parse_args(), tenant.Results()
    with tempfile.TemporaryDirectory() as folder:
        sandbox = tenant.Sandbox(
            tenant.Programs.of_build(args.build), folder, users=20, days=4,
            options=["--also", "webex"])
        try:
            sandbox.set_now(tenant.parse_time(
                sandbox.greeting["last_day"] + "T00:00:00Z") +
                7 * tenant.DAY)
            client = webex_client.Client(sandbox.greeting)
            check(results, *(asked(client, sandbox.facts, size)
                             for size in (100, 50)))
        finally:
            sandbox.stop()
    return results.end()


if __name__ == "__main__":
    tenant.main(run)
