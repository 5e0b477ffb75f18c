"""Taking files in and giving them out. The only writer of `stored_file` and `attachment`.

    stored = put(upload, name=upload.name, declared_type=upload.content_type, actor=actor, at=at)
    attach(stored, about=("dossier", dossier.pk), role="paper:1", name=upload.name, actor=actor, at=at)

The bytes are written, whole, before the row. A crash or a roll-back in between leaves bytes without a row, which
`sweep` removes a day later; a row without bytes is never left.
"""

import hashlib
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import connection

from congvu.core.errors import N_, DomainError
from congvu.files import cipher, keys, kinds, scanner
from congvu.files.backends import Folder, backend
from congvu.files.models import Attachment, ScanState, StoredFile
from congvu.files.names import clean_name
from congvu.ledger.record import Acting

READ_AT_ONCE = 1 << 18
GIVE_AT_ONCE = 1 << 18
_COLUMNS = ("sha256", "size_bytes", "content_type", "blob", "wrapped_key", "scan_state", "put_by_id", "put_at")


class FileTooLarge(DomainError):
    """Larger than `FILES_MAX_MB`."""

    code = "file_too_large"
    sentence = N_(
        "Tệp lớn hơn %(megabytes)s MB nên không nhận. Hãy giảm độ phân giải khi quét, hoặc tách thành nhiều tệp."
    )
    status = 413


class FileIsEmpty(DomainError):
    """Nothing in it."""

    code = "file_is_empty"
    sentence = N_("Tệp “%(name)s” không có nội dung (0 byte). Hãy mở thử trên máy của bạn rồi gửi lại.")
    status = 422


class Readable(Protocol):
    """Anything with `read(size) -> bytes`: an upload, an open file."""

    def read(self, size: int, /) -> bytes: ...


def put(stream: Readable, *, name: str, declared_type: str, actor: Acting, at: datetime) -> StoredFile:
    """Keep the content once, encrypted. Memory does not grow with its size.

    What it is, is seen from the content; `declared_type`, which the sender's machine guessed, decides nothing.
    Raises FileTooLarge, FileIsEmpty and the refusals of `names`, `kinds`, `zips`, `scanner`. Inside a transaction the
    row is locked until its end: put files before taking other locks where you can.
    """
    del declared_type
    name = clean_name(name)
    _require_announced_size(stream)
    store, key = backend(), cipher.fresh_key()
    with store.new() as (blob, target):
        digest, size = _seal(stream, cipher.SealingWriter(target, key, blob), name)
        with cipher.opening(target, key, blob, size, close_source=False) as reader:
            kind = kinds.kind_of(reader, name)
            scan_state = scanner.scan(reader, name)
    stored = StoredFile(
        sha256=digest, size_bytes=size, content_type=kind.content_type, blob=blob, wrapped_key=wrap(key),
        scan_state=scan_state, put_by_id=actor.person_id, put_at=at,
    )  # fmt: skip
    return _keep(stored, store)


def attach(
    stored: StoredFile, *, about: tuple[str, int], role: str, name: str, actor: Acting, at: datetime
) -> Attachment:
    """Attach a kept file to a matter under a name. The room records the event.

    Raises FileHasNoName, FileIsNotWhatItsNameSays.
    """
    name = clean_name(name)
    kinds.require_name_fits(name, kinds.BY_TYPE[stored.content_type])
    subject_kind, subject_id = about
    return Attachment.objects.create(
        subject_kind=subject_kind, subject_id=subject_id, role=role, stored_file=stored, name=name,
        attached_by_id=actor.person_id, attached_at=at,
    )  # fmt: skip


def open_stored(stored: StoredFile) -> io.BufferedReader:
    """The plain bytes, seekable. Raises StoredFileMissing, StoredFileDamaged, KeysDoNotFit."""
    source = backend().open(stored.blob)
    try:
        return cipher.opening(source, unwrap(stored.wrapped_key), stored.blob, stored.size_bytes)
    except BaseException:
        source.close()
        raise


def pieces(stored: StoredFile) -> Iterator[bytes]:
    """The plain bytes for a streaming answer. The first piece is read at once, so that a refusal comes before it."""
    reader = open_stored(stored)
    try:
        first = reader.read(GIVE_AT_ONCE)
    except BaseException:
        reader.close()
        raise
    return _rest(reader, first)


def wrap(key: bytes) -> str:
    """The key of a file, encrypted with the newest key of the house."""
    house = keys.newest()
    return f"{house.key_id}:{house.wraps.encrypt(key).decode()}"


def unwrap(wrapped: str) -> bytes:
    """Raises KeysDoNotFit, EncryptedTextDamaged."""
    key_id, _colon, token = wrapped.partition(":")
    house = keys.by_id(key_id)
    try:
        return house.wraps.decrypt(token)
    except InvalidToken:
        raise keys.EncryptedTextDamaged from None


def limit() -> int:
    """The largest file that is taken in, in bytes."""
    return int(settings.FILES_MAX_BYTES)


def too_large() -> FileTooLarge:
    return FileTooLarge(field="file", megabytes=limit() // (1024 * 1024))


def _rest(reader: io.BufferedReader, piece: bytes) -> Iterator[bytes]:
    with reader:
        while piece:
            yield piece
            piece = reader.read(GIVE_AT_ONCE)


def _require_announced_size(stream: Readable) -> None:
    announced = getattr(stream, "size", None)
    if isinstance(announced, int) and announced > limit():
        raise too_large()


def _seal(stream: Readable, writer: cipher.SealingWriter, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while piece := stream.read(READ_AT_ONCE):
        size += len(piece)
        if size > limit():
            raise too_large()
        digest.update(piece)
        writer.write(piece)
    if not size:
        raise FileIsEmpty(field="file", name=name)
    writer.close()
    return digest.hexdigest(), size


_INSERT = """
INSERT INTO stored_file (sha256, size_bytes, content_type, blob, wrapped_key, scan_state, put_by_id, put_at)
VALUES (%(sha256)s, %(size_bytes)s, %(content_type)s, %(blob)s, %(wrapped_key)s, %(scan_state)s,
        %(put_by_id)s, %(put_at)s)
ON CONFLICT (sha256) DO NOTHING RETURNING id
"""


def _keep(stored: StoredFile, store: Folder) -> StoredFile:
    """Our row, or the one that was there first: then our bytes go, unless its own are missing."""
    values = {name: getattr(stored, name) for name in _COLUMNS}
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        if made := cursor.fetchone():
            stored.pk, stored._state.adding = made[0], False
            return stored
        first = StoredFile.objects.get(sha256=stored.sha256)
        if stored.scan_state == ScanState.CLEAN != first.scan_state:
            StoredFile.objects.filter(pk=first.pk).update(scan_state=ScanState.CLEAN)
        if not store.exists(first.blob):
            cursor.execute(
                "UPDATE stored_file SET blob = %s, wrapped_key = %s WHERE id = %s AND blob = %s",
                [stored.blob, stored.wrapped_key, first.pk, first.blob],
            )
    first.refresh_from_db()
    if first.blob != stored.blob:
        store.remove(stored.blob)
    return first
