"""A door before a server, by TLS, that a test shuts and opens.

    with Gate(port, cert, key) as gate:
        gate.port               # always the same
        gate.shut()             # nobody listens there
        gate.open(cert, key)    # somebody does again, with this certificate
        gate.to                 # the server's port, which may be another one

Each change ends the connections there are.
"""
import contextlib
import socket
import ssl
import threading


class Gate:
    def __init__(self, to, cert, key):
        self.to, self.cert, self.key = to, cert, key
        self.port, self.listener, self.links = 0, None, set()

    def __enter__(self):
        self.open(self.cert, self.key)
        return self

    def __exit__(self, *_):
        self.shut()

    def open(self, cert, key):
        self.shut()
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(cert, key)
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, args=(self.listener, tls),
                         daemon=True).start()

    def shut(self):
        for link in [self.listener, *self.links]:
            if link is not None:
                close(link)
        self.listener, self.links = None, set()

    def accept(self, listener, tls):
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client, tls),
                             daemon=True).start()

    def serve(self, client, tls):
        server = None
        try:
            client = tls.wrap_socket(client, server_side=True)
            server = socket.create_connection(("127.0.0.1", self.to))
            self.links |= {client, server}
            back = threading.Thread(target=pump, args=(server, client),
                                    daemon=True)
            back.start()
            pump(client, server)
            back.join()
        except OSError:  # a client that does not trust us is one
            pass
        finally:
            for link in (client, server):
                if link is not None:
                    close(link)
            self.links -= {client, server}


def pump(source, to):
    """Until one of them ends; then the other one does."""
    with contextlib.suppress(OSError):
        while data := source.recv(1 << 16):
            to.sendall(data)
    for link in (source, to):
        with contextlib.suppress(OSError):
            socket.socket.shutdown(link, socket.SHUT_RDWR)


def close(link):
    with contextlib.suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)
    link.close()
