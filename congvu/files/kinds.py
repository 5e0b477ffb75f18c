"""What a file is, by its content: the short list of kinds that are taken, and a sentence for each that is not."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from typing import IO

import puremagic
from lxml import etree

from congvu.core.errors import N_, DomainError
from congvu.files.names import ending_of

HEAD = 4096


class FileKindRefused(DomainError):
    """A kind that is not on the list."""

    code = "file_kind_refused"
    sentence = N_("Không nhận loại tệp này (%(is_kind)s). Hãy gửi một trong các loại: %(taken)s.")
    status = 422


class FileIsProgram(DomainError):
    """Something a machine would carry out."""

    code = "file_is_program"
    sentence = N_(
        "“%(name)s” là tệp chương trình (chạy được trên máy) nên không nhận. Hãy gửi bản PDF hoặc ảnh của giấy tờ."
    )
    status = 422


class FileIsWebPage(DomainError):
    """HTML or SVG: a browser would carry out what is in it."""

    code = "file_is_web_page"
    sentence = N_("“%(name)s” là trang web (HTML, SVG), có thể chứa mã lệnh nên không nhận. Hãy in ra PDF rồi gửi.")
    status = 422


class FileIsOldOffice(DomainError):
    """The binary formats before 2007, or one locked with a password: macros cannot be told."""

    code = "file_is_old_office"
    sentence = N_(
        "“%(name)s” là tệp Office đời cũ hoặc có mật khẩu mở. Hãy bỏ mật khẩu, lưu lại thành .docx, .xlsx hoặc"
        " PDF rồi gửi."
    )
    status = 422


class FileIsNotWhatItsNameSays(DomainError):
    """Name and content disagree."""

    code = "file_is_not_what_its_name_says"
    sentence = N_(
        "Tên tệp “%(name)s” có đuôi .%(ending)s nhưng bên trong là %(is_kind)s. Hãy gửi đúng tệp, hoặc đặt lại đuôi tệp"
        " (.%(right)s)."
    )
    status = 422


class FileIsBroken(DomainError):
    """It begins as its kind does and does not go on so."""

    code = "file_is_broken"
    sentence = N_("“%(name)s” bị hỏng hoặc chưa tải xong (%(is_kind)s). Hãy mở thử trên máy của bạn rồi gửi lại.")
    status = 422


class TextIsNotUtf8(DomainError):
    """A text file in an old encoding."""

    code = "text_is_not_utf8"
    sentence = N_("“%(name)s” không phải văn bản UTF-8. Hãy lưu lại với bảng mã UTF-8 (Unicode) rồi gửi.")
    status = 422


class XmlHasDoctype(DomainError):
    """A document type declaration can make a reader fetch or blow up things."""

    code = "xml_has_doctype"
    sentence = N_("Tệp XML “%(name)s” có khai báo DOCTYPE nên không nhận. Hãy bỏ khai báo đó rồi gửi lại.")
    status = 422


@dataclass(frozen=True, slots=True)
class Kind:
    """`endings`: the first is the usual one."""

    content_type: str
    endings: tuple[str, ...]
    label: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = Kind("application/pdf", ("pdf",), "PDF")
DOCX = Kind(f"{_OFFICE}.wordprocessingml.document", ("docx",), "Word (.docx)")
XLSX = Kind(f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",), "Excel (.xlsx)")
PPTX = Kind(f"{_OFFICE}.presentationml.presentation", ("pptx",), "PowerPoint (.pptx)")
ODT = Kind("application/vnd.oasis.opendocument.text", ("odt",), "OpenDocument (.odt)")
ODS = Kind("application/vnd.oasis.opendocument.spreadsheet", ("ods",), "OpenDocument (.ods)")
PNG = Kind("image/png", ("png",), "PNG")
JPEG = Kind("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), "JPEG")
TIFF = Kind("image/tiff", ("tif", "tiff"), "TIFF")
XML = Kind("application/xml", ("xml", "edxml"), "XML")
TEXT = Kind("text/plain", ("txt", "csv", "tsv", "md", "log"), N_("văn bản UTF-8"))
TAKEN = (PDF, DOCX, XLSX, PPTX, ODT, ODS, PNG, JPEG, TIFF, XML, TEXT)
BY_TYPE = {kind.content_type: kind for kind in TAKEN}

_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe",
             b"\x00asm", b"L\x00\x00\x00\x01\x14\x02\x00", b"dex\n")  # fmt: skip
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = ((b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"II*\x00", TIFF), (b"MM\x00*", TIFF))
# What makes a browser take a text for a page (WHATWG MIME Sniffing §7.1), and SVG.
_PAGE_STARTS = tuple(
    f"<{tag}".encode()
    for tag in ("!doctype html", "html", "head", "script", "iframe", "h1", "div", "font", "table", "a ", "a>", "style",
                "title", "b>", "body", "br", "p>", "p ", "svg", "img", "form", "object", "embed", "meta", "link")
)  # fmt: skip
_ENCODING = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"']*)", re.I)
_PROGRAM_ENDINGS = frozenset(
    (  # noqa: SIM905  (one line to read)
        "exe com scr bat cmd ps1 psm1 vbs vbe js jse mjs wsf wsh hta msi msp jar sh py pl php lnk reg cpl dll apk app"
        " html htm xhtml mht mhtml svg svgz swf chm url docm dotm xlsm xltm xlam pptm potm ppsm"
    ).split()
)


def kind_of(stream: IO[bytes], name: str) -> Kind:
    """The kind of a seekable stream whose cleaned name is `name`; reads it through where the kind asks for that.

    Raises the refusals of this module and of `zips`.
    """
    kind = _by_content(stream, name)
    require_name_fits(name, kind)
    return kind


def require_name_fits(name: str, kind: Kind) -> None:
    """Raises FileIsNotWhatItsNameSays."""
    ending = ending_of(name)
    if ending not in kind.endings:
        if ending in _PROGRAM_ENDINGS:
            raise FileIsProgram(field="file", name=name)
        raise FileIsNotWhatItsNameSays(
            field="file", name=name, ending=ending, is_kind=kind.label, right=kind.endings[0]
        )


def _by_content(stream: IO[bytes], name: str) -> Kind:
    from congvu.files import zips

    stream.seek(0)
    head = stream.read(HEAD)
    if head.startswith(_PROGRAMS):
        raise FileIsProgram(field="file", name=name)
    if head.startswith(_OLD_OFFICE):
        raise FileIsOldOffice(field="file", name=name)
    if head.startswith(b"%PDF-"):
        return _pdf(stream, name)
    for start, kind in _IMAGES:
        if head.startswith(start):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return zips.kind_of(stream, name)
    return _text(stream, head, name)


def _pdf(stream: IO[bytes], name: str) -> Kind:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - 4096))
    if b"startxref" not in stream.read():
        raise FileIsBroken(field="file", name=name, is_kind=PDF.label)
    return PDF


def _text(stream: IO[bytes], head: bytes, name: str) -> Kind:
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(_PAGE_STARTS):
        raise FileIsWebPage(field="file", name=name)
    _require_text(stream, head, name)
    return _xml(stream, name) if start.startswith(b"<?xml") else TEXT


def _require_text(stream: IO[bytes], head: bytes, name: str) -> None:
    """UTF-8 to its end, without the control characters that no text has."""
    decode = codecs.getincrementaldecoder("utf-8")().decode
    stream.seek(0)
    while True:
        piece = stream.read(1 << 16)
        try:
            text = decode(piece, final=not piece)
        except UnicodeDecodeError:
            if not _is_binary(head):
                raise TextIsNotUtf8(field="file", name=name) from None
            text = "\0"
        if any(letter < " " and letter not in "\t\n\r\f" for letter in set(text)):
            raise FileKindRefused(field="file", is_kind=_name_of(head), taken=taken_kinds())
        if not piece:
            return


def _xml(stream: IO[bytes], name: str) -> Kind:
    stream.seek(0)
    named = _ENCODING.match(stream.read(HEAD).removeprefix(codecs.BOM_UTF8).lstrip())
    if named and named[1].lower() not in (b"utf-8", b"utf8", b"ascii", b"us-ascii"):
        raise TextIsNotUtf8(field="file", name=name)
    stream.seek(0)
    depth = 0
    try:
        walk = etree.iterparse(
            stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        for number, (event, element) in enumerate(walk):
            if number == 0:
                _require_plain_root(element, name)
            depth += 1 if event == "start" else -1
            if event == "end":
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError:
        raise FileIsBroken(field="file", name=name, is_kind=XML.label) from None
    return XML


def _require_plain_root(root: etree._Element, name: str) -> None:
    about = root.getroottree().docinfo
    if about.doctype or about.internalDTD is not None:
        raise XmlHasDoctype(field="file", name=name)
    if etree.QName(root).localname.lower() in {"svg", "html"}:
        raise FileIsWebPage(field="file", name=name)


def taken_kinds() -> str:
    """The list for people."""
    return ", ".join(kind.label for kind in TAKEN[:-1]) + ", .txt, .csv"


def _is_binary(head: bytes) -> bool:
    return b"\0" in head or sum(byte < 9 for byte in head) > len(head) // 50


def _name_of(head: bytes) -> str:
    """What others call it."""
    try:
        return puremagic.magic_string(head)[0].name or puremagic.from_string(head)
    except (puremagic.PureError, ValueError, IndexError):
        return "?"
