"""A strict reader of the text format of Prometheus, version 0.0.4.

After prometheus.io "Exposition formats" and "Metric and label naming": what
promtool would not take, fails here.
"""
import re

NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*\Z")
LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*\Z")
TYPES = {"counter", "gauge", "histogram", "summary", "untyped"}
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")


class Bad(Exception):
    """A line that is none."""


def need(true, line, why):
    if not true:
        raise Bad(f"{why}: {line!r}")


def labels_of(text, line):
    """{...}: its labels, and what stands behind it."""
    labels, at = {}, 1
    while text[at] != "}":
        name, _, rest = text[at:].partition("=")
        need(LABEL.match(name) and rest[:1] == '"', line, "no label")
        need(name not in labels, line, "a label twice")
        at += len(name) + 2
        value = ""
        while text[at] != '"':
            if text[at] == "\\":
                at += 1
                need(text[at] in '\\"n', line, "no escape")
                value += {"n": "\n"}.get(text[at], text[at])
            else:
                value += text[at]
            at += 1
        labels[name] = value
        at += 1
        need(text[at] in ",}", line, "no comma")
        at += text[at] == ","
        need(text[at - 1] != "," or text[at] != "}", line, "a comma too many")
    return labels, text[at + 1:]


def sample(line):
    name = re.match(r"[^{ ]*", line)[0]
    need(NAME.match(name), line, "no name")
    rest = line[len(name):]
    labels = {}
    if rest.startswith("{"):
        labels, rest = labels_of(rest, line)
    need(rest.startswith(" ") and NUMBER.match(rest[1:]), line, "no number")
    return name, labels, float(rest[1:])


def read(text):
    """{family: (type, help, {labels as a tuple: value})}."""
    need(text.endswith("\n"), text[-40:], "the last line has no end")
    families, current, asked = {}, None, None
    for line in text[:-1].split("\n"):
        need(line == line.strip() and line, line, "blanks")
        words = line.split(" ", 3)
        if line.startswith("# HELP "):
            need(words[2] not in families, line, "a family twice")
            need(len(words) == 4, line, "help without words")
            asked = (words[2], words[3])
        elif line.startswith("# TYPE "):
            need(asked and asked[0] == words[2], line, "type without help")
            need(words[3] in TYPES, line, "no type")
            current = words[2]
            families[current] = (words[3], asked[1], {})
        else:
            need(not line.startswith("#"), line, "a comment")
            name, labels, value = sample(line)
            need(name == current, line, "outside of its family")
            key = tuple(sorted(labels.items()))
            need(key not in families[name][2], line, "a sample twice")
            families[name][2][key] = value
    for name, (kind, _, samples) in families.items():
        need((kind == "counter") == name.endswith("_total"), name,
             "counters, and they alone, end in _total")
        for labels in samples:
            need(kind != "counter" or samples[labels] >= 0, name,
                 "a counter below zero")
            need({n for n, _ in labels} ==
                 {n for n, _ in next(iter(samples))}, name,
                 "other labels than its siblings")
    return families
