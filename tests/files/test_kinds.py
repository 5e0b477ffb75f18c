"""What is taken, what is not, and that the content decides, not the name."""

import io
import struct
import zipfile

import pytest

from congvu.files import kinds, zips
from congvu.files.kinds import DOCX, JPEG, ODT, PDF, PNG, TEXT, TIFF, XLSX, XML
from tests.files.conftest import PDF as A_PDF
from tests.files.conftest import PNG as A_PNG
from tests.files.conftest import archive, docx

XLSX_PARTS = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"}
ODT_PARTS = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<c/>"}


def kind(content: bytes, name: str):
    return kinds.kind_of(io.BytesIO(content), name)


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (A_PDF, "đơn.pdf", PDF),
        (A_PNG, "a.png", PNG),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "ảnh.JPG", JPEG),
        (b"II*\0\x08\0\0\0", "quét.tif", TIFF),
        (b"MM\0*\0\0\0\x08", "quét.tiff", TIFF),
        (docx(), "a.docx", DOCX),
        (archive(XLSX_PARTS), "a.xlsx", XLSX),
        (archive(ODT_PARTS), "a.odt", ODT),
        ("Họ và tên;Số tiền\nLê A;1.000\n".encode(), "a.csv", TEXT),
        ("\ufeffCó dấu đầu tệp".encode(), "a.txt", TEXT),
        (b"<?xml version='1.0' encoding='UTF-8'?><a><b>x</b></a>", "a.xml", XML),
    ],
)
def test_taken(content, name, expected):
    assert kind(content, name) is expected


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        pytest.param(b"MZ\x90\0" + b"\0" * 100, "hoá-đơn.pdf", kinds.FileIsProgram, id="a Windows program called .pdf"),
        pytest.param(b"\x7fELF\2\1", "a.txt", kinds.FileIsProgram, id="a Linux program"),
        pytest.param(b"#!/bin/sh\nrm x\n", "a.txt", kinds.FileIsProgram, id="a script by its first line"),
        pytest.param(b"L\0\0\0\1\x14\2\0", "a.pdf", kinds.FileIsProgram, id="a Windows shortcut"),
        pytest.param(b"echo hi", "a.bat", kinds.FileIsProgram, id="a script by its name"),
        pytest.param(b"<!DOCTYPE html><p>x", "a.txt", kinds.FileIsWebPage, id="a page called .txt"),
        pytest.param(b"\n  <ScRipt>alert(1)</script>", "a.csv", kinds.FileIsWebPage, id="a script element"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.xml", kinds.FileIsWebPage, id="svg"),
        pytest.param(
            b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
            "a.xml",
            kinds.FileIsWebPage,
            id="svg behind an xml head",
        ),
        pytest.param(
            b"<?xml version='1.0'?><x:html xmlns:x='http://www.w3.org/1999/xhtml'/>",
            "a.xml",
            kinds.FileIsWebPage,
            id="xhtml under a prefix",
        ),
        pytest.param(
            b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
            "a.xml",
            kinds.XmlHasDoctype,
            id="an outer entity",
        ),
        pytest.param(b"<?xml version='1.0'?><!DOCTYPE a><a/>", "a.xml", kinds.XmlHasDoctype, id="a bare doctype"),
        pytest.param(b"<?xml version='1.0'?><a><b></a>", "a.xml", kinds.FileIsBroken, id="broken xml"),
        pytest.param(
            b"<?xml version='1.0' encoding='utf-7'?><a/>", "a.xml", kinds.TextIsNotUtf8, id="xml in a tricky encoding"
        ),
        pytest.param(
            "Hà Nội".encode("cp1258", "replace") + b"\xd5\xfe", "a.txt", kinds.TextIsNotUtf8, id="an old encoding"
        ),
        pytest.param(b"\0\1\2\3" * 50, "a.txt", kinds.FileKindRefused, id="binary called text"),
        pytest.param(b"GIF89a\1\0\1\0\0\0\0", "a.gif", kinds.FileKindRefused, id="a kind not on the list"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "a.doc", kinds.FileIsOldOffice, id="old Word"),
        pytest.param(b"%PDF-1.7\nhalf of it", "a.pdf", kinds.FileIsBroken, id="half a pdf"),
        pytest.param(A_PDF, "a.docx", kinds.FileIsNotWhatItsNameSays, id="a pdf called .docx"),
        pytest.param(docx(), "a.zip", kinds.FileIsNotWhatItsNameSays, id="a docx called .zip"),
        pytest.param(docx(), "a.docm", kinds.FileIsProgram, id="a name for macros"),
        pytest.param(archive({"a.pdf": A_PDF}), "a.zip", kinds.FileKindRefused, id="a plain zip"),
        pytest.param(docx(**{"word/vbaProject.bin": b"x"}), "a.docx", zips.FileHasMacros, id="macros"),
        pytest.param(
            archive({**XLSX_PARTS, "xl/macrosheets/sheet1.xml": b"x"}),
            "a.xlsx",
            zips.FileHasMacros,
            id="macro sheets of Excel 4",
        ),
        pytest.param(
            archive({**XLSX_PARTS, "[Content_Types].xml": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"}),
            "a.xlsx",
            zips.FileHasMacros,
            id="macros by content type",
        ),
        pytest.param(
            archive({**ODT_PARTS, "Basic/Standard/Module1.xml": b"x"}),
            "a.odt",
            zips.FileHasMacros,
            id="macros of OpenDocument",
        ),
        pytest.param(docx()[:-30], "a.docx", kinds.FileIsBroken, id="half a docx"),
        pytest.param(docx(**{"../../etc/x": b"x"}), "a.docx", kinds.FileIsBroken, id="a part outside"),
        pytest.param(docx(**{"word/media/a.xml": b"\0" * (50 * 1024 * 1024)}), "a.docx", zips.FileBlowsUp, id="a bomb"),
    ],
)
def test_refused(content, name, refusal):
    with pytest.raises(refusal) as refused:
        kind(content, name)
    error = refused.value
    assert str(error) == error.sentence % error.data
    assert (error.status, error.field) == (422, "file")


def test_the_refusal_names_what_it_is_and_the_right_ending():
    with pytest.raises(kinds.FileIsNotWhatItsNameSays) as refused:
        kind(A_PDF, "đơn.docx")
    assert "“đơn.docx” có đuôi .docx nhưng bên trong là PDF" in str(refused.value)
    assert "(.pdf)" in str(refused.value)


def test_a_broken_letter_far_behind_is_found_and_one_cut_in_two_by_reading_is_not():
    kind(b"a" * ((1 << 16) - 1) + "ắ".encode() + b"b" * 100, "a.txt")
    with pytest.raises(kinds.TextIsNotUtf8):
        kind(b"a" * 200_000 + b"\xff", "a.txt")


def test_a_million_laughs_are_not_laughed():
    laughs = "".join(f"<!ENTITY l{n} '&l{n - 1};&l{n - 1};&l{n - 1};&l{n - 1};'>" for n in range(1, 40))
    bomb = f"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY l0 'ha'>{laughs}]><a>&l39;</a>".encode()
    with pytest.raises((kinds.XmlHasDoctype, kinds.FileIsBroken)):
        kind(bomb, "a.xml")


def test_a_long_plain_xml_is_read_without_keeping_it():
    import tracemalloc

    rows = b"<?xml version='1.0'?><a>" + b"<r><c>1</c><c>2</c></r>" * 300_000 + b"</a>"
    tracemalloc.start()
    try:
        assert kind(rows, "a.xml") is XML
        assert tracemalloc.get_traced_memory()[1] < 3 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_parts_that_share_their_bytes_are_refused():
    """The quine-like bomb: many entries of the directory point at one compressed part."""
    data = bytearray(docx(**{"word/media/a.bin": b"x" * 500}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as made:
        entries = made.infolist()
    first = entries[0].header_offset
    place = data.rindex(b"PK\x01\x02")
    data[place + 42 : place + 46] = struct.pack("<I", first)
    with pytest.raises((zips.FileBlowsUp, kinds.FileIsBroken)):
        kind(bytes(data), "a.docx")


def test_a_part_that_is_longer_than_it_says_is_refused():
    data = bytearray(docx())
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 3)
    with pytest.raises(kinds.FileIsBroken):
        kind(bytes(data), "a.docx")


def test_a_locked_part_is_refused():
    data = bytearray(docx())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(zips.FileHasPassword):
        kind(bytes(data), "a.docx")
