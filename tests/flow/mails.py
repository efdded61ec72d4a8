"""One exported mail against the truth, read by Python's own parser."""
import csv
import email
import email.policy
import email.utils
import hashlib
import html
import io
import re

POLICY = email.policy.default


class Mail:
    def __init__(self, path):
        self.path = path
        with open(path, "rb") as mail:
            self.bytes = mail.read()
        self.message = email.message_from_bytes(self.bytes, policy=POLICY)
        self.id = self.message["Message-ID"].strip()
        self.uuid = self.message["X-Estreat-Item"]

    def digest(self):
        return hashlib.sha256(self.bytes).hexdigest()

    def attachments(self):
        for part in self.message.walk():
            if part.get_content_disposition() == "attachment":
                yield part

    def artefacts(self):
        """(kind, id, version) -> bytes of what the mail carries."""
        found = {}
        for part in self.attachments():
            name = part["X-Estreat-Artefact"]
            if name is None:
                continue
            kind, id_, version = (name.split(" ") + ["", ""])[:3]
            found[kind, id_, version] = part.get_payload(decode=True)
        return found

    def participants(self):
        for part in self.attachments():
            if part.get_filename() == "participants.csv":
                text = part.get_payload(decode=True).decode("utf-8-sig")
                return list(csv.DictReader(io.StringIO(text)))
        return None

    def body(self, kind):
        for part in self.message.walk():
            if part.get_content_type() == f"text/{kind}" and (
                    part.get_content_disposition() != "attachment"):
                return part.get_content()
        return None


def check_form(mail, results):
    """What every mail must be, whatever it says."""
    what = mail.path.name
    lines = mail.bytes.split(b"\r\n")
    results.ok(f"{what}: ends with a line", mail.bytes.endswith(b"\r\n"))
    results.ok(f"{what}: no bare CR or LF", not any(
        b"\n" in line or b"\r" in line for line in lines))
    results.ok(f"{what}: 7 bit without NUL", mail.bytes.isascii() and
               b"\0" not in mail.bytes)
    longest = max(len(line) for line in lines)
    results.ok(f"{what}: lines of at most 78", longest <= 78, str(longest))
    for part in mail.message.walk():
        results.same(f"{what}: defects", list(part.defects), [])
        for name, value in part.items():
            results.same(f"{what}: defects of {name}",
                         list(getattr(value, "defects", ())), [])
        stated = part["X-Estreat-SHA256"]
        if stated is None:
            continue
        data = part.get_payload(decode=True)
        results.same(f"{what}: digest of {part.get_filename()}",
                     hashlib.sha256(data).hexdigest(), stated.strip())
        results.same(f"{what}: size of {part.get_filename()}",
                     str(len(data)),
                     part["Content-Disposition"].params.get("size"))


def listed(header):
    """Addresses of To or From, lower case."""
    if header is None:
        return []
    return [a.addr_spec.lower() for a in header.addresses]


def check_headers(mail, meeting, results):
    what, message = mail.path.name, mail.message
    external = meeting["external"]
    date = message["Date"].datetime.strftime("%Y-%m-%dT%H:%M:%SZ")
    if message["X-Estreat-Kind"] == "meeting":
        results.same(f"{what}: Date", date, meeting["start"])
    else: # what came later has a time of its own
        results.ok(f"{what}: Date", date >= meeting["end"], date)
        results.ok(f"{what}: answers", message["In-Reply-To"] is not None)
    results.same(f"{what}: start", message["X-Estreat-Start"],
                 meeting["start"])
    results.same(f"{what}: end", message["X-Estreat-End"], meeting["end"])
    if not external:
        # what parts lines or words in a topic is one blank in a header
        topic = " ".join(meeting["topic"].split())[:200]
        results.ok(f"{what}: Subject", topic in message["Subject"],
                   f"{message['Subject']}, not {topic}")
    if not external and not meeting["parent"]:
        results.same(f"{what}: From", listed(message["From"]),
                     [meeting["host_email"].lower()])
        results.ok(f"{what}: From's name",
                   message["From"].addresses[0].display_name in
                   host_names(meeting), str(message["From"]))


def host_names(meeting):
    """The account's, and what the host was called in the meeting."""
    return {meeting["host_name"]} | {
        p["name"] for p in meeting["participants"] if p["host"]}


def check_participants(mail, meeting, addresses, results):
    """Everybody the truth knows is in the headers and in the table."""
    what, message = mail.path.name, mail.message
    shown = {a.strip().lower() for a in
             (message["X-Estreat-Email"] or "").split(",") if a.strip()}
    real = {a for a in shown if not a.endswith(".invalid")}
    results.same(f"{what}: X-Estreat-Email", real, addresses)
    everyone = set(listed(message["To"]) + listed(message["From"]))
    results.same(f"{what}: From and To",
                 {a for a in everyone if not a.endswith(".invalid")},
                 addresses)
    to = listed(message["To"])
    results.same(f"{what}: To is sorted", to, sorted(to))
    rows = mail.participants()
    if not results.ok(f"{what}: participants.csv", rows is not None):
        return
    if meeting["external"] or meeting["parent"]:
        return
    if len(meeting["participants"]) == 1:
        return # Zoom has no list of those who met nobody
    want = sorted((p["email"].lower(), join, leave)
                  for p in meeting["participants"]
                  for join, leave in p["joins"])
    got = sorted((r["email"].lower(), r["joined_utc"], r["left_utc"])
                 for r in rows if r["joined_utc"])
    results.same(f"{what}: joins and leaves", got, want)
    for participant in meeting["participants"]:
        name = participant["name"]
        results.ok(f"{what}: {name} is named", any(
            name in r["name"] or f'"{name}"' in r["note"] for r in rows))


def check_artefacts(mail, truth, results):
    """The bytes of what it carries are those the truth tells."""
    what = mail.path.name
    for key, data in mail.artefacts().items():
        fact = truth.objects.get(key)
        if not results.ok(f"{what}: {key} is known", fact is not None):
            continue
        results.same(f"{what}: meeting of {key}", fact["meeting"], mail.uuid)
        results.same(f"{what}: bytes of {key}",
                     (len(data), hashlib.sha256(data).hexdigest()),
                     (fact["size"], fact["sha256"]))


def squeeze(text):
    return "".join(text.split())


def check_chat(mail, meeting, results):
    """Every line that a chat file of this mail shows is in the text."""
    keys = [k for k in mail.artefacts() if is_archived_chat(mail, k)]
    if not keys:
        return
    body = mail.body("plain")
    flat = squeeze(body)
    page = squeeze(text_of(mail.body("html")))
    for line in meeting["messages"]:
        what = f"{mail.path.name}: line {line['id'][:8]}"
        if results.ok(f"{what} in the text", squeeze(line["text"]) in flat,
                      line["text"]):
            results.ok(f"{what} in the page", squeeze(line["text"]) in page,
                       line["text"])
        for edit in line["edits"]:
            results.ok(f"{what}, edited", squeeze(edit["text"]) in flat,
                       edit["text"])


def text_of(page):
    return html.unescape(re.sub("<[^>]*>", "", page))


def is_archived_chat(mail, key):
    data = mail.artefacts()[key]
    return key[0] == "archive-file" and data.startswith(b'{"uuid"')
