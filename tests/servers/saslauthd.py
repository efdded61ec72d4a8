"""Who may sign in, for servers that ask saslauthd (Cyrus): a dictionary.

The protocol: four counted strings (user, password, service, realm) come, a
counted "OK" or "NO" goes. Source: cyrus-sasl, saslauthd/ipc_unix.c.
"""
import socket
import struct
import threading


def take(connection):
    size, = struct.unpack("!H", connection.recv(2, socket.MSG_WAITALL))
    return connection.recv(size, socket.MSG_WAITALL).decode() if size else ""


class SaslAuthd:
    def __init__(self, path, passwords):
        self.passwords = passwords
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(path))
        path.chmod(0o777)
        self.socket.listen(16)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                user, password, _, _ = (take(connection) for _ in range(4))
                good = self.passwords.get(user) == password
                reply = b"OK" if good else b"NO"
                connection.sendall(struct.pack("!H", len(reply)) + reply)

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
