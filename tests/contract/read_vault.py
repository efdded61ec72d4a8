#!/usr/bin/env python3
"""Read a vault from docs/formats/vault.md alone, without Estreat.

usage: read_vault.py CONTROL.db VAULT-FOLDER KEY-FILE

Prints one line a record: seq, kind, time, length, SHA-256 of the content as
read and decrypted here. Exits 77 (skipped) where libcrypto or libzstd cannot
be loaded; 1 with a message where anything does not fit the document.
"""
import ctypes
import ctypes.util
import hashlib
import hmac
import pathlib
import sqlite3
import struct
import sys

DEPTH = 24
FRAME = 1048576


def load(name):
    path = ctypes.util.find_library(name)
    if path is None:
        print(f"skipped: no lib{name} here")
        sys.exit(77)
    return ctypes.CDLL(path)


crypto, zstd = load("crypto"), load("zstd")


# --- the primitives ----------------------------------------------------------

def prototype(lib, result, **functions):
    for name, arguments in functions.items():
        getattr(lib, name).restype = result
        getattr(lib, name).argtypes = arguments


P, I, S, B = ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t, ctypes.c_char_p
IP = ctypes.POINTER(ctypes.c_int)
prototype(crypto, P, EVP_CIPHER_CTX_new=[], EVP_aes_256_gcm=[])
prototype(crypto, None, EVP_CIPHER_CTX_free=[P])
prototype(crypto, I, EVP_DecryptInit_ex=[P, P, P, B, B],
          EVP_DecryptUpdate=[P, P, IP, B, I],
          EVP_DecryptFinal_ex=[P, P, IP], EVP_CIPHER_CTX_ctrl=[P, I, I, B])
prototype(zstd, P, ZSTD_createDCtx=[])
prototype(zstd, S, ZSTD_freeDCtx=[P],
          ZSTD_decompress_usingDict=[P, P, S, B, S, B, S])
prototype(zstd, ctypes.c_uint, ZSTD_isError=[S])


def gcm_open(key, nonce, sealed, bound):
    ctx = crypto.EVP_CIPHER_CTX_new()
    out, n = ctypes.create_string_buffer(len(sealed)), ctypes.c_int()
    body, tag = sealed[:-16], sealed[-16:]
    crypto.EVP_DecryptInit_ex(ctx, crypto.EVP_aes_256_gcm(), None, key, nonce)
    crypto.EVP_DecryptUpdate(ctx, None, ctypes.byref(n), bound, len(bound))
    crypto.EVP_DecryptUpdate(ctx, out, ctypes.byref(n), body, len(body))
    crypto.EVP_CIPHER_CTX_ctrl(ctx, 0x11, 16, tag)  # EVP_CTRL_AEAD_SET_TAG
    good = crypto.EVP_DecryptFinal_ex(ctx, out, ctypes.byref(n))
    crypto.EVP_CIPHER_CTX_free(ctx)
    if good != 1:
        raise ValueError("tag does not fit")
    return out.raw[:len(body)]


def expand(frame, plain_len, dictionary):
    ctx = zstd.ZSTD_createDCtx()
    out = ctypes.create_string_buffer(plain_len)
    n = zstd.ZSTD_decompress_usingDict(ctx, out, plain_len, frame, len(frame),
                                       dictionary, len(dictionary))
    zstd.ZSTD_freeDCtx(ctx)
    if zstd.ZSTD_isError(n) or n != plain_len:
        raise ValueError("zstd frame does not give the plaintext")
    return out.raw


def mac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def hkdf(key, label):
    return mac(mac(bytes(32), key), label.encode() + b"\x01")


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def crc32c_table():
    for i in range(256):
        for _ in range(8):
            i = i >> 1 ^ (0x82F63B78 if i & 1 else 0)
        yield i


TABLE = list(crc32c_table())


def check_sum(data, at, what):
    stated, crc = struct.unpack_from("<I", data, at)[0], 0xFFFFFFFF
    rest = data[at + 4:]  # none where the checksum stands behind its bytes
    for byte in data[:at] + (bytes(4) + rest if rest else b""):
        crc = TABLE[(crc ^ byte) & 255] ^ crc >> 8
    if crc ^ 0xFFFFFFFF != stated:
        raise ValueError(f"{what}: checksum does not fit")


# --- the tree of leaves (section 5) ------------------------------------------

class Tree:
    def __init__(self):
        self.size, self.edge = 0, {}

    def add(self, leaf):
        value, height = sha256(b"\0", leaf), 0
        while self.size >> height & 1:
            value = sha256(b"\1", self.edge[height], value)
            height += 1
        self.edge[height] = value
        self.size += 1

    def root(self):
        value = None
        for height in range(64):
            if self.size >> height & 1:
                value = self.edge[height] if value is None else sha256(
                    b"\1", self.edge[height], value)
        return value


# --- the vault ---------------------------------------------------------------

class Vault:
    def __init__(self, control, folder, key):
        self.folder, self.key = pathlib.Path(folder), key
        self.db = sqlite3.connect(f"file:{control}?mode=ro", uri=True)
        self.id, check = self.db.execute(
            "SELECT vault, key_check FROM vault_identity").fetchone()
        if hkdf(key, "estreat vault: key check")[:16] != check:
            raise ValueError("not the key of this vault")
        self.wrap = hkdf(key, "estreat vault: wrap key nodes")
        self.name = hkdf(key, "estreat vault: names in footers")
        self.tree, self.packs = Tree(), {}

    def nodes(self, pack):
        found = self.db.execute("SELECT node, wrapped FROM vault_key_node "
                                "WHERE pack = ?", (pack,))
        return {n: gcm_open(self.wrap, w[:12], w[12:], f"{pack}:{n}".encode())
                for n, w in found}

    def pack(self, number):
        if number not in self.packs:
            self.packs[number] = Pack(self, number)
        return self.packs[number]

    def records(self):
        for (number,) in self.db.execute("SELECT id FROM vault_pack ORDER BY "
                                         "id").fetchall():
            yield from self.pack(number).records()

    def object(self, manifest, length):
        name = manifest[:16].hex() + ".obj"
        path = self.folder / "objects" / name[:2] / name
        if not path.exists():
            path = self.folder / "objects" / "new" / name
        data = path.read_bytes()
        header, key = data[:64], manifest[16:48]
        check_sum(header, 60, name)
        if header[:8] != b"ESTROBJ1" or header[16:48] != self.id + manifest[:16]:
            raise ValueError(f"{name}: of another object")
        frames = max(1, -(-length // FRAME))
        for i in range(frames):
            at = 64 + i * (FRAME + 16)
            last = i == frames - 1
            nonce = bytes(7) + struct.pack(">IB", i, last)
            sealed = data[at:] if last else data[at:at + FRAME + 16]
            yield gcm_open(key, nonce, sealed, header)


class Pack:
    def __init__(self, vault, number):
        epoch, self.state, self.bytes, self.sha256 = vault.db.execute(
            "SELECT epoch, state, bytes, sha256 FROM vault_pack WHERE id = ?",
            (number,)).fetchone()
        self.vault, self.number = vault, number
        self.data = (vault.folder / "packs" /
                     f"{epoch // 100:04}-{epoch % 100:02}" /
                     f"{number:08}.pack").read_bytes()
        header = self.data[:4096]
        check_sum(header, 4092, "pack header")
        (magic, version, size, vault_id, own, head_epoch, self.first_seq, _,
         dict_pack, dict_offset) = struct.unpack_from("<8sII16sQI4xQqQQ",
                                                      header)
        if (magic, version, size, vault_id, own, head_epoch) != (
                b"ESTRPACK", 1, 4096, vault.id, number, epoch):
            raise ValueError(f"pack {number}: header does not fit")
        self.keys, self.dictionary = vault.nodes(number), b""
        if dict_pack:
            record = vault.pack(dict_pack).record(dict_offset)
            if record["kind"] != 6:
                raise ValueError(f"pack {number}: no dictionary there")
            self.dictionary = record["content"]

    def leaf(self, i):
        number = 2 ** DEPTH + i
        above, depth = number, 0
        while above not in self.keys:
            above, depth = above >> 1, depth + 1
            if above == 0:
                raise ValueError("key destroyed")
        key = self.keys[above]
        for bit in range(depth - 1, -1, -1):
            key = sha256(bytes([number >> bit & 1]), key)
        return key

    def record(self, at):
        (magic, flags, stored, plain, seq, leaf, nonce) = struct.unpack_from(
            "<4sH2xIIQI12s", self.data, at)
        if magic != b"EREC":
            raise ValueError(f"no record at {at}")
        end = at + 48 + stored
        check_sum(self.data[at:(end + 7) // 8 * 8], 40, f"record at {at}")
        key = self.leaf(leaf)
        bound = self.data[at:at + 40] + bytes(8)
        text = gcm_open(sha256(b"\2", key), nonce, self.data[at + 48:end],
                        bound)
        if flags & 1:
            text = expand(text, plain, self.dictionary if flags & 2 else b"")
        (kind, form, info_len, ident, time, _, length,
         digest) = struct.unpack_from("<HHI16sqqQ32s", text)
        body = text[80 + info_len:]
        hashed = hashlib.sha256()
        for piece in (self.vault.object(body, length) if form else [body]):
            hashed.update(piece)
        if hashed.digest() != digest:
            raise ValueError(f"record at {at}: digest does not fit")
        return {"seq": seq, "kind": kind, "time": time, "length": length,
                "digest": digest, "content": body, "end": (end + 7) // 8 * 8,
                "offset": at, "ident": ident, "leaf": mac(
                    sha256(b"\3", key), text[:80 + info_len])}

    def records(self):
        at, batch, seen, seq = 4096, [], [], self.first_seq
        while self.data[at:at + 4] in (b"EREC", b"EBAT"):
            if self.data[at:at + 4] == b"EREC":
                batch.append(self.record(at))
                at = batch[-1]["end"]
                continue
            (count, _, first, start, _, root) = struct.unpack_from(
                "<4xII4xQQq32s", self.data, at)
            mark = self.data[at:at + 96 + 32 * count]
            check_sum(mark, 8, f"mark at {at}")
            if (count, first, start) != (len(batch), seq, batch[0]["offset"]):
                raise ValueError(f"mark at {at} does not fit")
            for i, record in enumerate(batch):
                if (record["seq"] != seq + i or
                        record["leaf"] != mark[96 + 32 * i:128 + 32 * i]):
                    raise ValueError(f"mark at {at}: leaf {i} does not fit")
                self.vault.tree.add(record["leaf"])
            if self.vault.tree.root() != root:
                raise ValueError(f"mark at {at}: root does not fit")
            yield from batch
            seen, seq, batch = seen + batch, seq + count, []
            at += len(mark)
        if self.state == 2:
            self.check_footer(at, seen)

    def check_footer(self, at, seen):
        magic, version, count, first, start = struct.unpack_from(
            "<4sIQQQ", self.data, at)
        check_sum(self.data[at:at + 48 + 16 * count], 32, "footer")
        want = sorted((struct.unpack("<Q", mac(
            self.vault.name, r["ident"])[:8])[0], r["offset"]) for r in seen)
        have = [struct.unpack_from("<QQ", self.data, at + 48 + 16 * i)
                for i in range(count)]
        trailer = self.data[at + 48 + 16 * count:]
        if ((magic, version, first, start) != (b"EFOT", 1, self.first_seq, at)
                or want != have or
                trailer != struct.pack("<Q", at) + b"ESTRSEAL"):
            raise ValueError(f"pack {self.number}: footer does not fit")
        if (len(self.data), sha256(self.data)) != (self.bytes, self.sha256):
            raise ValueError(f"pack {self.number}: not the file as sealed")


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    key = pathlib.Path(sys.argv[3]).read_bytes()
    vault = Vault(sys.argv[1], sys.argv[2], key)
    for r in vault.records():
        print(r["seq"], r["kind"], r["time"], r["length"], r["digest"].hex())


if __name__ == "__main__":
    main()
