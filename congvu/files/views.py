"""Giving a file out. Not a door of its own: a room calls `serve` after it has found the attachment within sight."""

import unicodedata
from urllib.parse import quote

from django.http import StreamingHttpResponse

from congvu.files import store
from congvu.files.models import Attachment

_D_STROKE = str.maketrans("đĐ", "dD")


def serve(attachment: Attachment) -> StreamingHttpResponse:
    """The file as a download that no browser will carry out, under its Vietnamese name.

    Raises (before the first byte) StoredFileMissing, StoredFileDamaged, KeysDoNotFit.
    """
    stored = attachment.stored_file
    response = StreamingHttpResponse(store.pieces(stored), content_type=content_type(stored.content_type))
    response.headers["Content-Length"] = str(stored.size_bytes)
    response.headers["Content-Disposition"] = disposition(attachment.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def content_type(stored: str) -> str:
    return f"{stored}; charset=utf-8" if stored.startswith("text/") else stored


def disposition(name: str) -> str:
    """Content-Disposition after RFC 6266: a plain name for old clients, the true one after RFC 5987.

    >>> disposition("Đơn.pdf")
    'attachment; filename="Don.pdf"; filename*=UTF-8\\'\\'%C4%90%C6%A1n.pdf'
    """
    return f"attachment; filename=\"{_plain(name)}\"; filename*=UTF-8''{quote(name, safe='')}"


def _plain(name: str) -> str:
    """Without diacritics and without what would end the quoted text."""
    opened = unicodedata.normalize("NFD", name).translate(_D_STROKE)
    bare = "".join(letter for letter in opened if not unicodedata.category(letter).startswith("M"))
    return "".join(
        letter if letter.isascii() and letter.isprintable() and letter not in '"\\%' else "_" for letter in bare
    )
