"""What a browser sends waits encrypted: no plain copy ever lies on a disk, and memory does not grow with it.

The key lives in memory alone, for as long as the request. A file over the limit is counted to its end and not kept; who
reads it is refused (`store.put` sees its size and says so at once).
"""

import io
import tempfile
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from congvu.files import cipher, store

IN_MEMORY = 512 * 1024
_NAME = "upload"


class TooLarge(io.RawIOBase):
    """Stands for the content of a file that was not kept."""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return 0

    def readinto(self, buffer: Any) -> int:
        raise store.too_large()

    def read(self, size: int = -1) -> bytes:
        raise store.too_large()


class EncryptedUploadHandler(FileUploadHandler):
    """Django's upload handler for the whole house (`FILE_UPLOAD_HANDLERS`)."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._key = cipher.fresh_key()
        self._waiting: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (lives on)
        self._writer = cipher.SealingWriter(self._waiting, self._key, _NAME)
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        del start
        self._size += len(raw_data)
        if self._size <= store.limit():
            self._writer.write(raw_data)
        elif not self._waiting.closed:
            self._waiting.close()

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        return UploadedFile(
            self._content(), self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "_waiting"):
            self._waiting.close()

    def _content(self) -> Any:
        if self._waiting.closed:
            return TooLarge()
        self._writer.close()
        return cipher.opening(self._waiting, self._key, _NAME, self._size)
