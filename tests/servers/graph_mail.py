"""Mailboxes of Exchange Online as Microsoft Graph shows them, for tests.

    with GraphMail(["anna.ek@example.com"]) as server:
        server.settings(), server.secrets()    # what the agent needs
        server.found("anna.ek@example.com")    # what is in the mailbox

Each request is held against the documentation (graph_rules.py), and what is
in a mailbox can be read back. Trouble is played by plans: a function that
gets each Call and answers None or what is to go wrong.
"""
import base64
import collections
import dataclasses
import json
import random
import re
import socket
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import graph_rules as rules
from entra import CLIENT, SECRET, TENANT, SignIn
from graph_rules import Refused

AT_ONCE_MAX = 4   # requests for one mailbox by one application


@dataclasses.dataclass
class Message:
    id: str
    folder: str
    json: dict
    files: list          # [(name, bytes)]
    unseen: int = 0      # searches that do not show it yet

    def property(self, id_):
        for one in self.json.get("singleValueExtendedProperties", []):
            if one["id"] == id_:
                return one["value"]
        return None

    def size(self):
        return len(json.dumps(self.json)) + sum(len(d) for _, d in self.files)

    def is_draft(self):
        flags = self.property("Integer 0x0E07")
        return flags is None or bool(int(flags) & 8)


@dataclasses.dataclass
class Upload:
    message: Message
    name: str
    size: int
    data: bytearray


@dataclasses.dataclass
class Call:
    """A request, for plans of trouble."""
    n: int
    method: str
    path: str      # below the mailbox; "upload" of a piece
    mailbox: str

    def makes(self):
        return self.method in ("POST", "PUT")


class Mailbox:
    def __init__(self, name):
        self.name = name
        self.folders = {"inbox": ("Inbox", None, False)}  # name, parent, hid
        self.messages = {}
        self.quota = None
        self.max_message = 35 * 1024 * 1024
        self.closed = None       # (status, code): nothing works
        self.policy = False      # an access policy keeps applications out
        self.at_once = self.most_at_once = 0
        self.deleted = []

    def used(self):
        return sum(m.size() for m in self.messages.values())

    def check_size(self, message, more=0):
        if message.size() + more > self.max_message:
            raise Refused(413, "ErrorMessageSizeExceeded",
                          "The message exceeds the maximum supported size.")
        if self.quota and self.used() + message.size() + more > self.quota:
            raise Refused(507, "ErrorQuotaExceeded",
                          "The mailbox quota has been exceeded.")


class GraphMail(SignIn):
    def __init__(self, mailboxes, roles=("Mail.ReadWrite",), lag=0):
        super().__init__(graph_handler)
        self.lock = threading.RLock()
        self.mailboxes = {m.lower(): Mailbox(m) for m in mailboxes}
        self.roles = list(roles)
        self.lag = lag           # searches until a new message is shown
        self.plan = lambda call: None
        self.uploads = {}
        self.ids = self.calls = 0
        self.log = []            # (method, path, status or "lost")
        self.leaks = []          # tokens where they must not be
        self.faults = collections.Counter()

    def __enter__(self):
        super().__enter__()
        self.files = ThreadingHTTPServer(("127.0.0.1", 0),
                                         upload_handler(self))
        self.files_base = f"http://127.0.0.1:{self.files.server_port}"
        self.files_thread = threading.Thread(target=self.files.serve_forever)
        self.files_thread.start()
        return self

    def __exit__(self, *args):
        self.files.shutdown()
        self.files_thread.join()
        self.files.server_close()
        super().__exit__(*args)

    def settings(self):
        return {"tenant-id": TENANT, "client-id": CLIENT,
                "login-url": self.base, "graph-url": self.base}

    @staticmethod
    def secrets():
        return {"client-secret": SECRET}

    def new_token(self):
        def part(thing):
            text = json.dumps(thing).encode()
            return base64.urlsafe_b64encode(text).decode().rstrip("=")
        return ".".join((part({"alg": "none", "n": len(self.tokens)}),
                         part({"roles": self.roles, "idtyp": "app"}), "sig"))

    def new_id(self, kind="AAkALg"):
        self.ids += 1
        return f"{kind}{self.ids:08d}-_="

    # --- reading back ------------------------------------------------------

    def found(self, mailbox):
        """[(folder, Message)] of what people see."""
        box = self.mailboxes[mailbox.lower()]
        hidden = {k for k, f in box.folders.items() if f[2]}
        return [(box.folders[m.folder][0], m) for m in box.messages.values()
                if m.folder not in hidden]

    def half(self, mailbox):
        """What is in hidden folders."""
        box = self.mailboxes[mailbox.lower()]
        return [m for m in box.messages.values() if box.folders[m.folder][2]]

    # --- mailboxes ---------------------------------------------------------

    def box(self, name):
        box = self.mailboxes.get(name.lower())
        if box is None:
            raise Refused(404, "ErrorInvalidUser",
                          f"The requested user '{name}' is invalid.")
        if box.closed:
            raise Refused(*box.closed, "as the test wants it")
        if "Mail.ReadWrite" not in self.roles or box.policy:
            raise Refused(403, "ErrorAccessDenied",
                          "Access is denied. Check credentials and try again.")
        return box

    @staticmethod
    def folder(box, id_):
        if id_ not in box.folders:
            raise Refused(404, "ErrorItemNotFound",
                          "The specified object was not found in the store.")
        return id_

    @staticmethod
    def message(box, id_):
        if id_ not in box.messages:
            raise Refused(404, "ErrorItemNotFound",
                          "The specified object was not found in the store.")
        return box.messages[id_]

    def list_folders(self, box, parent, query):
        rules.query_of(query, {"$select", "$filter", "includeHiddenFolders"})
        hidden = query.get("includeHiddenFolders") == "true"
        name = rules.condition(query["$filter"], "displayName")
        return 200, {"value": [
            {"id": k, "displayName": f[0]} for k, f in box.folders.items()
            if f[1] == parent and f[0].lower() == name.lower() and
            (hidden or not f[2])]}

    def make_folder(self, box, parent, thing):
        rules.check_folder(thing)
        name = thing["displayName"]
        if any(f[1] == parent and f[0].lower() == name.lower()
               for f in box.folders.values()):
            raise Refused(409, "ErrorFolderExists",
                          "A folder with the specified name already exists.")
        id_ = self.new_id("AQMk")
        box.folders[id_] = (name, parent, thing.get("isHidden", False))
        return 201, {"id": id_, "displayName": name}

    def list_messages(self, box, folder, query):
        rules.query_of(query, {"$select", "$filter", "$top"})
        wanted = None
        if "$filter" in query:
            wanted = rules.condition(query["$filter"], "internetMessageId")
        found = []
        for one in box.messages.values():
            if one.folder != folder:
                continue
            if one.unseen > 0:
                one.unseen -= 1
            elif wanted in (None, one.json.get("internetMessageId")):
                found.append({"id": one.id, "internetMessageId":
                              one.json.get("internetMessageId")})
        return 200, {"value": found[:int(query.get("$top", "10"))]}

    def make_message(self, box, folder, thing):
        files = rules.check_message(thing)
        thing = {k: v for k, v in thing.items() if k != "attachments"}
        message = Message(self.new_id(), folder, thing, files, self.lag)
        box.check_size(message)
        box.messages[message.id] = message
        return 201, {"id": message.id, "isDraft": message.is_draft()}

    def move(self, box, message, thing):
        rules.only("move", thing, {"destinationId": str})
        message.folder = self.folder(box, thing.get("destinationId"))
        message.unseen = self.lag
        return 201, {"id": message.id}

    def attach(self, box, message, thing):
        data = rules.check_file(thing)
        box.check_size(message, len(data))
        self.add_file(message, thing["name"], data)
        return 201, {"id": self.new_id("AAMkAtt"), "name": thing["name"]}

    @staticmethod
    def add_file(message, name, data):
        if len(message.files) == rules.FILES_MAX:
            rules.bad("too many", "ErrorAttachmentCountLimitExceeded")
        message.files.append((name, data))

    def begin_upload(self, box, message, thing):
        item = rules.check_upload(thing)
        box.check_size(message, item["size"])
        key = self.new_id("upload").rstrip("=")
        self.uploads[key] = (box, Upload(message, item["name"], item["size"],
                                         bytearray()))
        return 201, {"uploadUrl": f"{self.files_base}/sessions/{key}"
                                  f"?authtoken=tok{key}",
                     "nextExpectedRanges": ["0-"]}

    def piece(self, key, headers, data):
        if key not in self.uploads:
            raise Refused(404, "UploadSessionNotFound", "it has expired")
        box, upload = self.uploads[key]
        rules.check_piece(headers, len(data), upload.size, len(upload.data))
        upload.data += data
        if len(upload.data) < upload.size:
            return 200, {"nextExpectedRanges": [str(len(upload.data))]}
        del self.uploads[key]
        self.message(box, upload.message.id)
        self.add_file(upload.message, upload.name, bytes(upload.data))
        return 201, None

    def route(self, method, box, path, query, thing):
        part = [urllib.parse.unquote(p) for p in path.split("/")[1:]]
        if method == "GET" and path == "/mailFolders/inbox":
            return 200, {"id": "inbox", "displayName": "Inbox"}
        if path == "/mailFolders":
            return (self.list_folders(box, None, query) if method == "GET"
                    else self.make_folder(box, None, thing))
        if part[0] == "mailFolders" and len(part) == 3:
            folder = self.folder(box, part[1])
            if part[2] == "childFolders":
                return (self.list_folders(box, folder, query)
                        if method == "GET" else
                        self.make_folder(box, folder, thing))
            if part[2] == "messages":
                return (self.list_messages(box, folder, query)
                        if method == "GET" else
                        self.make_message(box, folder, thing))
        if part[0] == "messages" and len(part) > 1:
            message = self.message(box, part[1])
            rest = part[2:]
            if method == "DELETE" and not rest:
                box.deleted.append(box.messages.pop(message.id))
                return 204, None
            if method == "POST" and rest == ["move"]:
                return self.move(box, message, thing)
            if method == "POST" and rest == ["attachments"]:
                return self.attach(box, message, thing)
            if method == "POST" and rest == ["attachments",
                                             "createUploadSession"]:
                return self.begin_upload(box, message, thing)
        raise Refused(400, "BadRequest", f"no {method} {path}")

    def trouble(self, method, path, mailbox):
        with self.lock:
            call = Call(self.calls, method, path, mailbox)
            self.calls += 1
        what = self.plan(call)
        if what:
            self.faults[what.split()[0]] += 1
        return what


# Trouble a plan can name; "late" is after the request was carried out.
#   429 SECONDS, 503 SECONDS, 500, 504   refused, nothing done
#   late 500, late lost                  done, but nobody is told
#   lost                                 the connection ends, nothing done
#   expire                               upload sessions are gone

def rates(seed, **shares):
    """A plan by chance: rates(1, lost=0.02, late_lost=0.05)."""
    chance = random.Random(seed)
    lock = threading.Lock()

    def plan(call):
        with lock:
            dice = chance.random()
        for name, share in shares.items():
            dice -= share
            if dice < 0:
                words = name.replace("_", " ")
                if words.startswith("late") and not call.makes():
                    return None
                if words == "expire" and call.path != "upload":
                    return None
                return words + " 0" if words in ("429", "503") else words
        return None
    return plan


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def taken(self):
        return self.rfile.read(int(self.headers.get("Content-Length", "0")))

    def answer(self, status, body, headers=()):
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in dict(headers).items():
            self.send_header(name, value)
        try:
            self.end_headers()
            self.wfile.write(data)
        except ConnectionError:  # who asked was killed
            self.close_connection = True

    def refuse(self, why):
        self.answer(why.status, {"error": {"code": why.code,
                                           "message": why.text}}, why.headers)

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True

    def hang_up(self):
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def played(self, graph, method, path, mailbox, do):
        """Carry it out, or what the plan says."""
        words = (graph.trouble(method, path, mailbox) or "").split()
        status = words[-1] if words[:1] == ["late"] else (words or [""])[0]
        try:
            if words[:1] == ["lost"]:
                result = None
            elif words[:1] == ["expire"]:
                graph.uploads.clear()
                result = do()
            elif words and words[0] != "late":
                headers = {"Retry-After": words[1]} if len(words) > 1 else {}
                raise Refused(int(words[0]), "TooManyRequests" if
                              words[0] == "429" else "ServiceUnavailable",
                              "as the test wants it", headers)
            else:
                result = do()
            if status == "lost":
                graph.log.append((method, path, "lost"))
                return self.hang_up()
            if words[:1] == ["late"]:
                raise Refused(int(status), "InternalServerError", "late")
        except Refused as why:
            graph.log.append((method, path, why.status))
            return self.refuse(why)
        graph.log.append((method, path, result[0]))
        return self.answer(*result)


def graph_handler(graph):
    class Handler(Answering):
        def do_POST(self):
            if self.path.startswith("/v1.0/"):
                return self.asked("POST")
            form = dict(urllib.parse.parse_qsl(self.taken().decode()))
            return self.answer(*graph.token(self.path.split("/")[1], form))

        def do_GET(self):
            return self.asked("GET")

        def do_DELETE(self):
            return self.asked("DELETE")

        def asked(self, method):
            data = self.taken()
            url = urllib.parse.urlsplit(self.path)
            query = dict(urllib.parse.parse_qsl(url.query))
            match = re.fullmatch(r"/v1\.0/users/([^/]+)(/.*)", url.path)
            bearer = self.headers.get("Authorization", "")
            if bearer.removeprefix("Bearer ") not in graph.tokens:
                return self.refuse(Refused(401, "InvalidAuthenticationToken",
                                           "Access token is empty."))
            if not match:
                return self.refuse(Refused(400, "BadRequest", url.path))
            name = urllib.parse.unquote(match[1])
            return self.played(graph, method, match[2], name, lambda:
                               self.carry_out(method, name, match[2], query,
                                              data))

        def carry_out(self, method, name, path, query, data):
            if len(data) > rules.REQUEST_MAX:
                raise Refused(413, "RequestEntityTooLarge", "4 MB")
            if self.headers.get("Prefer") != 'IdType="ImmutableId"':
                rules.bad("ids of this request change when it is moved")
            thing = None
            if method == "POST":
                if self.headers.get("Content-Type") != "application/json":
                    raise Refused(415, "UnsupportedMediaType", "no JSON")
                try:
                    thing = json.loads(data)
                except ValueError as why:
                    rules.bad(str(why))
            with graph.lock:
                box = graph.box(name)
                box.at_once += 1
                box.most_at_once = max(box.most_at_once, box.at_once)
            try:
                if box.at_once > AT_ONCE_MAX:
                    raise Refused(429, "ApplicationThrottled", "Application "
                                  "is over its MailboxConcurrency limit.",
                                  {"Retry-After": "1"})
                with graph.lock:
                    return graph.route(method, box, path, query, thing)
            finally:
                with graph.lock:
                    box.at_once -= 1
    return Handler


def upload_handler(graph):
    class Handler(Answering):
        def do_PUT(self):
            data = self.taken()
            url = urllib.parse.urlsplit(self.path)
            key = url.path.rsplit("/", 1)[1]
            if "Authorization" in self.headers:
                graph.leaks.append(self.path)
            box = graph.uploads.get(key, (Mailbox(""), None))[0]
            return self.played(graph, "PUT", "upload", box.name, lambda:
                               self.carry_out(key, url.query, data))

        def carry_out(self, key, query, data):
            if query != f"authtoken=tok{key}":
                raise Refused(401, "InvalidAuthenticationToken", "authtoken")
            with graph.lock:
                status, body = graph.piece(key, self.headers, data)
            if status == 201:
                return 201, None, {"Location": f"{graph.files_base}/done"}
            return status, body
    return Handler
