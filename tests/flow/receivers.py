"""Those who are told: a mail server, a webhook's host, a syslog server.

Each runs in a thread, keeps what it took in a queue, and does on request what
goes wrong: refuse, send elsewhere, hang.
"""
import asyncio
import base64
import email
import email.policy
import http.server
import queue
import socket
import threading

WAIT = 60  # seconds until what must come is taken for lost


class Queue:
    """What arrived, in order."""

    def __init__(self):
        self.got = queue.Queue()

    def next(self, timeout=WAIT):
        return self.got.get(timeout=timeout)

    def all(self):
        """What is there now."""
        found = []
        while not self.got.empty():
            found.append(self.got.get_nowait())
        return found


class Mail(Queue):
    """An SMTP server on loopback that takes AUTH PLAIN."""

    def __init__(self, user=None, password=None):
        super().__init__()
        self.sign_in = (user, password) if user else None
        self.refuse = {}  # command -> reply instead
        self.loop = asyncio.new_event_loop()
        started = threading.Event()

        async def serve():
            server = await asyncio.start_server(self.session, "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            started.set()
            await asyncio.Event().wait()

        threading.Thread(target=self.loop.run_until_complete, args=(serve(),),
                         daemon=True).start()
        started.wait(WAIT)

    async def session(self, reader, writer):
        state = {"from": None, "to": [], "signed in": self.sign_in is None}

        async def say(line):
            writer.write(line.encode() + b"\r\n")
            await writer.drain()

        await say("220 sink ESMTP")
        while line := await reader.readline():
            words = line.decode().strip()
            command = words.split(" ")[0].upper()
            if command in self.refuse:
                await say(self.refuse[command])
            elif command == "DATA":
                await self.data(reader, state, say)
            else:
                await say(self.answer(command, words, state))
            if command == "QUIT":
                break
        writer.close()

    def answer(self, command, words, state):
        if command == "EHLO":
            return "250-sink\r\n250-AUTH PLAIN\r\n250 ENHANCEDSTATUSCODES"
        if command == "AUTH":
            _, user, password = base64.b64decode(
                words.split(" ")[2]).decode().split("\0")
            state["signed in"] = (user, password) == self.sign_in
            return ("235 2.7.0 welcome" if state["signed in"]
                    else "535 5.7.8 no")
        if not state["signed in"]:
            return "530 5.7.0 sign in first"
        if command == "MAIL":
            state["from"], state["to"] = words, []
        if command == "RCPT":
            state["to"].append(words.split("<")[1].split(">")[0])
        return "221 bye" if command == "QUIT" else "250 2.0.0 ok"

    async def data(self, reader, state, say):
        await say("354 go on")
        lines = []
        while (line := await reader.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        self.got.put((state["to"], email.message_from_bytes(
            b"".join(lines), policy=email.policy.default)))
        await say("250 2.0.0 taken")


class Hook(Queue):
    """A webhook's host. `answers`: statuses, the last one repeats; "hang"
    never answers."""

    def __init__(self):
        super().__init__()
        self.answers, self.asked = [204], 0
        self.release = threading.Event()
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # pylint: disable=invalid-name
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = hook.answers[min(hook.asked, len(hook.answers) - 1)]
                hook.asked += 1
                hook.got.put((answer, dict(self.headers), body))
                if answer == "hang":
                    hook.release.wait(WAIT)
                    answer = 503
                self.send_response(answer)
                if answer in (301, 302, 307, 308):
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                      Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()


class Syslog(Queue):
    """By UDP, or by TCP with counted octets."""

    def __init__(self, kind):
        super().__init__()
        self.socket = socket.socket(
            socket.AF_INET, socket.SOCK_DGRAM if kind == "udp"
            else socket.SOCK_STREAM)
        self.socket.bind(("127.0.0.1", 0))
        self.url = f"{kind}://127.0.0.1:{self.socket.getsockname()[1]}"
        if kind == "tcp":
            self.socket.listen(8)
        threading.Thread(target=self.udp if kind == "udp" else self.tcp,
                         daemon=True).start()

    def udp(self):
        while True:
            self.got.put(self.socket.recv(65536).decode())

    def tcp(self):
        while True:
            link, _ = self.socket.accept()
            with link, link.makefile("rb") as stream:
                while count := self.count(stream):
                    self.got.put(stream.read(count).decode())

    @staticmethod
    def count(stream):
        digits = b""
        while (byte := stream.read(1)) not in (b" ", b""):
            digits += byte
        return int(digits) if digits else 0
