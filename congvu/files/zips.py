"""Office files are zip archives: which kind, no macros, nothing that blows up, nothing hidden between the parts."""

import itertools
import posixpath
import zipfile
import zlib
from typing import IO

from congvu.core.errors import N_, DomainError
from congvu.files import kinds
from congvu.files.kinds import Kind

MOST_PARTS = 5_000
MOST_BYTES = 400 * 1024 * 1024
MOST_RATIO = 150  # of a part; deflate reaches 1032, office texts 10 to 60
RATIO_MATTERS_FROM = 1024 * 1024
READ_AT_ONCE = 1 << 16


class FileHasMacros(DomainError):
    """Office file that carries programs."""

    code = "file_has_macros"
    sentence = N_(
        "“%(name)s” có macro (mã lệnh) nên không nhận. Hãy lưu lại thành tệp không có macro hoặc PDF rồi gửi."
    )
    status = 422


class FileBlowsUp(DomainError):
    """A small archive that becomes huge when it is opened."""

    code = "file_blows_up"
    sentence = N_("“%(name)s” khi mở ra lớn bất thường so với dung lượng tệp nên không nhận. Hãy gửi bản PDF.")
    status = 422


class FileHasPassword(DomainError):
    """Parts of the archive are locked."""

    code = "file_has_password"
    sentence = N_("“%(name)s” có mật khẩu mở. Hãy bỏ mật khẩu rồi gửi lại.")
    status = 422


_MAIN_PARTS = (("word/document.xml", kinds.DOCX), ("xl/workbook.xml", kinds.XLSX), ("ppt/presentation.xml", kinds.PPTX))
_PROGRAM_NAMES = frozenset({"vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin"})
_PROGRAM_FOLDERS = ("basic/", "scripts/", "xl/macrosheets/", "word/activex/", "xl/activex/", "ppt/activex/")


def kind_of(stream: IO[bytes], name: str) -> Kind:
    """Raises the refusals of this module, FileIsBroken, FileKindRefused."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            _require_harmless_sizes(parts, name)
            if any(part.flag_bits & 0x1 for part in parts):
                raise FileHasPassword(field="file", name=name)
            kind = _kind(archive, name)
            _require_no_programs(archive, kind, name)
            _require_whole(archive, parts, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, UnicodeError, ValueError):
        raise kinds.FileIsBroken(field="file", name=name, is_kind="zip") from None
    return kind


def _require_harmless_sizes(parts: list[zipfile.ZipInfo], name: str) -> None:
    too_dense = any(
        part.file_size > RATIO_MATTERS_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if too_dense or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise FileBlowsUp(field="file", name=name)
    in_order = sorted(parts, key=lambda part: part.header_offset)
    for part, following in itertools.pairwise(in_order):
        if part.header_offset + 30 + part.compress_size > following.header_offset:  # parts that share bytes
            raise FileBlowsUp(field="file", name=name)


def _kind(archive: zipfile.ZipFile, name: str) -> Kind:
    names = set(archive.namelist())
    if any(part.startswith("/") or ".." in part.split("/") or "\\" in part for part in names):
        raise kinds.FileIsBroken(field="file", name=name, is_kind="zip")
    if "[Content_Types].xml" in names:
        for main, kind in _MAIN_PARTS:
            if main in names:
                return kind
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            kind_named = kinds.BY_TYPE.get(part.read(100).decode("ascii").strip())
        if kind_named in (kinds.ODT, kinds.ODS) and "content.xml" in names:
            return kind_named
    raise kinds.FileKindRefused(field="file", is_kind="zip", taken=kinds.taken_kinds())


def _require_no_programs(archive: zipfile.ZipFile, kind: Kind, name: str) -> None:
    lower = [part.lower() for part in archive.namelist()]
    found = any(posixpath.basename(part) in _PROGRAM_NAMES or part.startswith(_PROGRAM_FOLDERS) for part in lower)
    if not found and kind in (kinds.DOCX, kinds.XLSX, kinds.PPTX):
        with archive.open("[Content_Types].xml") as part:
            told = part.read(4 * 1024 * 1024).lower()
        found = b"macroenabled" in told or b"vbaproject" in told
    if found:
        raise FileHasMacros(field="file", name=name)


def _require_whole(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str) -> None:
    """Reads every part to its end: check sums are right and no part is longer than it says."""
    left = MOST_BYTES
    for info in parts:
        with archive.open(info) as part:
            while piece := part.read(READ_AT_ONCE):
                left -= len(piece)
                if left < 0:
                    raise FileBlowsUp(field="file", name=name)
