"""What Microsoft Graph takes of messages, as its documentation says.

check_message(json) and the others return nothing, or raise Refused with
status, code and text. Unknown properties are refused: so is what somebody
hopes Graph will understand.

Sources: Graph v1.0: message, fileAttachment, attachmentItem, mailFolder,
singleValueLegacyExtendedProperty, outlook-large-attachments,
outlook-create-send-messages (custom headers).
"""
import base64
import binascii
import datetime
import re

REQUEST_MAX = 4 * 1024 * 1024
SMALL_MAX = 3 * 1024 * 1024   # a file in JSON
LARGE_MIN = 3000000           # a file by upload session
LARGE_MAX = 150 * 1024 * 1024
PIECE_MAX = 4 * 1024 * 1024
PIECE_UNIT = 320 * 1024
RECIPIENTS_MAX = 500
HEADERS_MAX = 5
FILES_MAX = 250
SUBJECT_MAX = 255
PROPERTY = re.compile(
    r"(Integer|String|SystemTime|Boolean) (0x[0-9A-Fa-f]{1,4}|"
    r"\{[0-9a-f-]{36}\} Name \S+)")
MESSAGE = {"subject": str, "body": dict, "from": dict, "sender": dict,
           "toRecipients": list, "ccRecipients": list, "bccRecipients": list,
           "isRead": bool, "internetMessageId": str,
           "internetMessageHeaders": list,
           "singleValueExtendedProperties": list, "attachments": list}


class Refused(Exception):
    def __init__(self, status, code, text, headers=()):
        super().__init__(f"{status} {code}: {text}")
        self.status, self.code, self.text = status, code, text
        self.headers = dict(headers)


def bad(text, code="RequestBodyRead"):
    raise Refused(400, code, text)


def only(what, thing, known):
    if not isinstance(thing, dict):
        bad(f"{what} is no object")
    for name, value in thing.items():
        if name not in known:
            bad(f"The property '{name}' does not exist on type '{what}'.")
        if not isinstance(value, known[name]) or (
                known[name] is int and isinstance(value, bool)):
            bad(f"{what}.{name} is a {type(value).__name__}")


def check_recipient(thing):
    only("recipient", thing, {"emailAddress": dict})
    only("emailAddress", thing.get("emailAddress", {}),
         {"name": str, "address": str})
    address = thing["emailAddress"].get("address", "")
    if not re.fullmatch(r"[^\s<>,;@]+@[^\s<>,;@]+", address):
        bad(f"'{address}' is no address", "ErrorInvalidRecipients")


def check_header(header):
    only("internetMessageHeader", header, {"name": str, "value": str})
    name, value = header.get("name", ""), header.get("value", "")
    if not name.lower().startswith("x-"):
        bad(f"The internet message header name '{name}' should start with "
            "'x-' or 'X-'.", "InvalidInternetMessageHeader")
    if not re.fullmatch(r"[!-9;-~]+", name) or not value.isascii() or \
            re.search(r"[\r\n]", value) or len(name) + len(value) > 995:
        bad(f"header {name}", "InvalidInternetMessageHeader")


def check_property(one):
    only("singleValueLegacyExtendedProperty", one, {"id": str, "value": str})
    match = PROPERTY.fullmatch(one.get("id", ""))
    if not match or "value" not in one:
        bad(f"'{one.get('id')}' is no property id", "ErrorInvalidArgument")
    if match[1] == "Integer":
        int(one["value"])
    if match[1] == "SystemTime":
        # Edm.DateTimeOffset: a fraction of up to 7 digits may follow
        datetime.datetime.strptime(
            re.sub(r"(?<=:\d\d)\.\d{1,7}Z$", "Z", one["value"]),
            "%Y-%m-%dT%H:%M:%SZ")


def check_file(file):
    """The bytes of a fileAttachment."""
    only("fileAttachment", file, {
        "@odata.type": str, "name": str, "contentType": str,
        "contentBytes": str, "isInline": bool, "contentId": str})
    if file.get("@odata.type") != "#microsoft.graph.fileAttachment":
        bad("@odata.type")
    if not file.get("name") or "contentBytes" not in file:
        bad("name and contentBytes are required")
    try:
        data = base64.b64decode(file["contentBytes"], validate=True)
    except binascii.Error as why:
        bad(f"contentBytes: {why}")
    if len(data) >= SMALL_MAX:
        raise Refused(413, "ErrorAttachmentSizeLimitExceeded",
                      "use an upload session")
    return data


def check_recipients(message):
    every = [r for kind in ("to", "cc", "bcc")
             for r in message.get(kind + "Recipients", [])]
    if len(every) > RECIPIENTS_MAX:
        bad("too many recipients", "ErrorExceededMaxRecipientLimit")
    for one in every + [message[x] for x in ("from", "sender")
                        if x in message]:
        check_recipient(one)


def check_message(message):
    """Its files: [(name, bytes)]."""
    only("message", message, MESSAGE)
    if len(message.get("subject", "")) > SUBJECT_MAX:
        bad("subject", "ErrorInvalidPropertySet")
    if "body" in message:
        only("itemBody", message["body"], {"contentType": str,
                                           "content": str})
        if message["body"].get("contentType") not in ("text", "html"):
            bad("body.contentType")
    check_recipients(message)
    if "internetMessageId" in message and not re.fullmatch(
            r"<[^<>\s]+>", message["internetMessageId"]):
        bad("internetMessageId")
    headers = message.get("internetMessageHeaders")
    if headers is not None and not 1 <= len(headers) <= HEADERS_MAX:
        bad("The number of internet message headers is invalid.",
            "InvalidInternetMessageHeaderCollection")
    for header in headers or []:
        check_header(header)
    properties = message.get("singleValueExtendedProperties", [])
    for one in properties:
        check_property(one)
    if len({p["id"] for p in properties}) != len(properties):
        bad("a property twice", "ErrorDuplicate")
    files = message.get("attachments", [])
    if len(files) > FILES_MAX:
        bad("too many attachments", "ErrorAttachmentCountLimitExceeded")
    return [(f["name"], check_file(f)) for f in files]


def check_folder(folder):
    only("mailFolder", folder, {"displayName": str, "isHidden": bool})
    if not folder.get("displayName", "").strip():
        bad("displayName", "ErrorInvalidArgument")


def check_upload(json):
    only("createUploadSession", json, {"AttachmentItem": dict})
    item = json.get("AttachmentItem", {})
    only("attachmentItem", item, {
        "attachmentType": str, "name": str, "size": int, "contentType": str,
        "isInline": bool, "contentId": str})
    if item.get("attachmentType") != "file" or not item.get("name"):
        bad("attachmentType, name")
    if item.get("size", 0) < LARGE_MIN:
        bad("Attachment size must be greater than the minimum size.",
            "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize")
    if item["size"] > LARGE_MAX:
        raise Refused(413, "ErrorAttachmentSizeLimitExceeded", "150 MB")
    return item


def check_piece(headers, size, total, at):
    """One PUT of an upload: the range it brings, from what was expected."""
    if "Authorization" in headers:
        raise Refused(401, "LeakedToken", "the address has its own right")
    if headers.get("Content-Type") != "application/octet-stream":
        bad("Content-Type")
    match = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)",
                         headers.get("Content-Range", ""))
    if not match:
        bad("Content-Range")
    first, last, whole = map(int, match.groups())
    if whole != total or last - first + 1 != size or last >= total:
        bad("Content-Range")
    if size > PIECE_MAX:
        raise Refused(413, "RequestEntityTooLarge", "4 MB")
    if last + 1 != total and size % PIECE_UNIT:
        bad("a piece is no multiple of 320 KiB")
    if first != at:
        raise Refused(416, "InvalidRange", f"{at} is expected")


def condition(text, field):
    """The value of "field eq 'value'"; of other filters: refused."""
    match = re.fullmatch(field + r" eq '((?:[^']|'')*)'", text)
    if not match:
        bad(f"Invalid filter clause: {text}", "BadRequest")
    return match[1].replace("''", "'")


def query_of(query, known):
    for name in query:
        if name not in known:
            bad(f"unknown query option {name}", "BadRequest")
    for name in query.get("$select", "id").split(","):
        if name not in ("id", "displayName", "internetMessageId", "isDraft"):
            bad(f"Could not find a property named '{name}'", "BadRequest")
    return query
