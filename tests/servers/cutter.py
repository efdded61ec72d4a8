"""A way to a server that breaks: bytes go through until a connection is cut.

    with Cutter(port, answer=rb"APPENDUID", every=7) as way:
        ... way.port ...

Every fifth line of the server that matches `answer` is kept back, and both
sides are cut: what was asked has been done, and nobody was told. Between these,
connections are cut in the middle of what the client sends.
"""
import re
import socket
import threading


class Cutter:
    def __init__(self, port, answer, every, middle=3000000):
        self.to, self.answer, self.every = port, re.compile(answer), every
        self.middle = middle
        self.answers = self.cut_answers = self.cut_middles = 0
        self.lock = threading.Lock()

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.to))
            for way in (self.up, self.down):
                threading.Thread(target=way, args=(client, server),
                                 daemon=True).start()

    def up(self, client, server):
        passed = 0
        try:
            while data := client.recv(65536):
                passed += len(data)
                if passed > self.middle:
                    server.sendall(data[:len(data) // 2])
                    self.cut_middles += 1
                    break
                server.sendall(data)
        except OSError:
            pass
        cut(client, server)

    def down(self, client, server):
        try:
            for line in server.makefile("rb"):
                if self.answer.search(line):
                    with self.lock:
                        self.answers += 1
                        if self.answers % self.every == 0:
                            self.cut_answers += 1
                            break
                client.sendall(line)
        except OSError:
            pass
        cut(client, server)


def cut(*sockets):
    for one in sockets:
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
