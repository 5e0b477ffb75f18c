"""Where the encrypted bytes lie: a folder (`FILES_URL=file:///…`). The store gives each content a random name, so the
place tells nothing about what is in it.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from congvu.core.errors import N_, DomainError


class StoredFileMissing(DomainError):
    """The row is there, the bytes are not."""

    code = "stored_file_missing"
    sentence = N_("Không tìm thấy nội dung tệp trong kho lưu trữ. Hãy báo người quản trị để khôi phục từ bản lưu.")
    status = 503


class Folder:
    """One file per blob, under `ab/cd/` by its first letters. A blob appears whole or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextlib.contextmanager
    def new(self) -> Iterator[tuple[str, IO[bytes]]]:
        """(name, file to write and read); kept when the block ends well and `keep` was called by leaving it."""
        blob = secrets.token_hex(16)
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = self.root / ".unfinished"
        unfinished.mkdir(exist_ok=True, mode=0o700)
        path = unfinished / blob
        with open(path, "x+b", opener=_private) as target:
            try:
                yield blob, target
                target.flush()
                os.fsync(target.fileno())
                self._path(blob).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                path.rename(self._path(blob))
                _sync_folder(self._path(blob).parent)
            except BaseException:
                path.unlink(missing_ok=True)
                raise

    def open(self, blob: str) -> IO[bytes]:
        """Raises StoredFileMissing."""
        try:
            return self._path(blob).open("rb")
        except FileNotFoundError:
            raise StoredFileMissing from None

    def exists(self, blob: str) -> bool:
        return self._path(blob).is_file()

    def remove(self, blob: str) -> None:
        self._path(blob).unlink(missing_ok=True)

    def blobs(self) -> Iterator[str]:
        """Every blob there is, in order of name."""
        for path in sorted(self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            yield path.name

    def written_before(self, moment: datetime) -> Iterator[str]:
        """Blobs older than `moment`; a blob that vanishes meanwhile is left out."""
        for blob in self.blobs():
            with contextlib.suppress(FileNotFoundError):
                if self._path(blob).stat().st_mtime < moment.timestamp():
                    yield blob

    def forget_unfinished(self, before: datetime) -> int:
        """What was begun and never finished (a crash while writing); how many went."""
        gone = 0
        for path in sorted((self.root / ".unfinished").glob("*")):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    gone += 1
        return gone

    def _path(self, blob: str) -> Path:
        return self.root / blob[:2] / blob[2:4] / blob


def backend() -> Folder:
    """The store that `FILES_URL` names."""
    parts = urlsplit(settings.FILES_URL)
    if parts.scheme == "s3":
        raise ImproperlyConfigured(
            "FILES_URL=s3://… is not supported: mount the bucket as a folder and give FILES_URL=file:///folder."
        )
    if parts.scheme != "file" or parts.netloc not in ("", "localhost") or not parts.path.startswith("/"):
        raise ImproperlyConfigured("FILES_URL must look like file:///srv/congvu/files (three slashes).")
    return Folder(Path(unquote(parts.path)))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
