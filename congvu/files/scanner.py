"""Asks clamd, when one is configured (`CLAMD_URL=tcp://host:3310` or `unix:///run/clamav/clamd.ctl`), over INSTREAM."""

import socket
import struct
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from congvu.core.errors import N_, DomainError
from congvu.files.models import ScanState

PIECE = 1 << 16
PATIENCE = 30.0  # seconds without a sign of life


class FileIsInfected(DomainError):
    """The scanner knows something in it."""

    code = "file_is_infected"
    sentence = N_("“%(name)s” có mã độc (%(virus)s) nên không nhận. Hãy quét máy của bạn rồi gửi bản sạch.")
    status = 422


class ScannerDoesNotAnswer(DomainError):
    """A scanner is configured, and cannot be asked: nothing is taken unscanned then."""

    code = "scanner_does_not_answer"
    sentence = N_(
        "Chưa quét được mã độc vì máy quét không trả lời. Hãy thử lại sau ít phút; nếu vẫn vậy, báo người quản trị."
    )
    status = 503


def scan(stream: IO[bytes], name: str) -> ScanState:
    """CLEAN, or NOT_SCANNED where no scanner is configured. Raises FileIsInfected, ScannerDoesNotAnswer."""
    if not settings.CLAMD_URL:
        return ScanState.NOT_SCANNED
    try:
        with _connection(settings.CLAMD_URL) as connection:
            said = _ask(connection, stream)
    except OSError:
        raise ScannerDoesNotAnswer from None
    answer = said.removeprefix("stream:").strip()
    if answer.endswith(" FOUND"):
        raise FileIsInfected(field="file", name=name, virus=answer.removesuffix(" FOUND"))
    if answer != "OK":
        raise ScannerDoesNotAnswer
    return ScanState.CLEAN


def _connection(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(PATIENCE)
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
        return connection
    if parts.scheme != "tcp" or not parts.hostname:
        raise ImproperlyConfigured("CLAMD_URL must look like tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl")
    return socket.create_connection((parts.hostname, parts.port or 3310), timeout=PATIENCE)


def _ask(connection: socket.socket, stream: IO[bytes]) -> str:
    stream.seek(0)
    connection.sendall(b"zINSTREAM\0")
    while piece := stream.read(PIECE):
        connection.sendall(struct.pack("!I", len(piece)) + piece)
    connection.sendall(struct.pack("!I", 0))
    said = b""
    while not said.endswith(b"\0"):
        more = connection.recv(4096)
        if not more:
            break
        said += more
    return said.rstrip(b"\0").decode("utf-8", "replace")
