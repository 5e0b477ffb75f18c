"""A stream of bytes encrypted piece by piece: any size with little memory, readable from any place, every change seen.

A piece is AES-256-GCM over 64 KB under a key of the file's own. Its nonce is its number; the name of the file, the
number and whether it is the last piece are authenticated with it, so pieces can be neither swapped nor cut off.
"""

import io
import secrets
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from congvu.core.errors import N_, DomainError

PIECE = 64 * 1024
TAG = 16
KEY = 32


class StoredFileDamaged(DomainError):
    """The stored bytes are not those that were written."""

    code = "stored_file_damaged"
    sentence = N_(
        "Tệp lưu trữ bị hỏng hoặc bị sửa ngoài hệ thống nên không mở được. Hãy báo người quản trị"
        " để khôi phục từ bản lưu."
    )
    status = 503


def fresh_key() -> bytes:
    return secrets.token_bytes(KEY)


class SealingWriter:
    """Encrypts what is written to it into `target`. `close()` writes the last piece; `target` stays open."""

    def __init__(self, target: IO[bytes], key: bytes, name: str) -> None:
        self._target, self._aead, self._name = target, AESGCM(key), name.encode()
        self._waiting = bytearray()
        self._number = 0

    def write(self, data: bytes) -> None:
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]

    def close(self) -> None:
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._target.write(self._aead.encrypt(nonce(self._number), piece, bound_to(self._name, self._number, last)))
        self._number += 1


class OpeningReader(io.RawIOBase):
    """The plain bytes of a sealed stream of `size` plain bytes. Seekable. Raises StoredFileDamaged.

    The stored length is compared at once; the pieces as they are read.
    """

    def __init__(self, source: IO[bytes], key: bytes, name: str, size: int, close_source: bool) -> None:
        self._close_source = close_source
        self._source, self._aead, self._name, self._size = source, AESGCM(key), name.encode(), size
        self._last = max(size - 1, 0) // PIECE
        self._place = 0
        self._piece_number, self._piece = -1, b""
        if source.seek(0, io.SEEK_END) != size + (self._last + 1) * TAG:
            raise StoredFileDamaged

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(start + offset, 0)
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: Any) -> int:
        if self._place >= self._size and self._size:
            return 0
        number, within = divmod(self._place, PIECE)
        if number != self._piece_number:
            self._piece_number, self._piece = number, self._open(number)
        taken = self._piece[within : within + len(buffer)]
        buffer[: len(taken)] = taken
        self._place += len(taken)
        return len(taken)

    def close(self) -> None:
        if self._close_source and not self.closed:
            self._source.close()
        super().close()

    def _open(self, number: int) -> bytes:
        self._source.seek(number * (PIECE + TAG))
        piece = self._source.read(PIECE + TAG)
        try:
            return self._aead.decrypt(nonce(number), piece, bound_to(self._name, number, number == self._last))
        except (InvalidTag, ValueError):
            raise StoredFileDamaged from None


def opening(source: IO[bytes], key: bytes, name: str, size: int, *, close_source: bool = True) -> io.BufferedReader:
    """An `OpeningReader` for ordinary use, with a buffer."""
    return io.BufferedReader(OpeningReader(source, key, name, size, close_source), PIECE)


def nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def bound_to(name: bytes, number: int, last: bool) -> bytes:
    return name + b"\0" + number.to_bytes(8, "big") + (b"\1" if last else b"\0")
