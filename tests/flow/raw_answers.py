"""Messages of two archives of one tenant: the same but for what is named here.

	excused, wrong = compared(mine, other)

excused: one text for each difference that is the source's own, where a fault
had an archive ask otherwise than the other; wrong: the first one that is not.

Webex, for one: to "504, reduce max" the same is asked for in halves, and the
links inside the answer to polls and questions repeat the `max` of the question.
"""
import email
import email.policy
import hashlib
import json
import re

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
    return f"{len(mine)}, not {len(other)}: {mine[-1]!r:.100}, " \
           f"{other[-1]!r:.100}"


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
