"""Names of files are made harmless and stay readable."""

import pytest

from congvu.files import names, views


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("Đơn đề nghị.pdf", "Đơn đề nghị.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\Lan\\đơn.pdf", "đơn.pdf"),
        ("hop\u202egpj.exe.pdf", "hopgpj.exe.pdf"),
        ("a\0b\r\nc.pdf", "a b c.pdf"),
        ("  nhiều   dấu cách .pdf ", "nhiều dấu cách.pdf"),
        ("Đo\u031b\u0300i.pdf", "Đời.pdf"),
        ("zero\u200bwidth\ufeff.pdf", "zerowidth.pdf"),
        ('a"b<c>|?*.pdf', "a_b_c____.pdf"),
        ("con.pdf", "_con.pdf"),
        ("...đơn.pdf...", "đơn.pdf"),
    ],
)
def test_cleaned(given, clean):
    assert names.clean_name(given) == clean


@pytest.mark.parametrize("given", ["", ".", "..", "đơn", ".pdf", "a/", "\u202e\u200b", " . "])
def test_without_a_name_or_an_ending_it_is_refused(given):
    with pytest.raises(names.FileHasNoName):
        names.clean_name(given)


def test_a_long_name_keeps_its_ending_and_fits_a_file_system():
    clean = names.clean_name("ệ" * 300 + ".pdf")
    assert clean.endswith("ệ.pdf")
    assert len(clean.encode()) <= 255


def test_the_download_keeps_vietnamese_and_cannot_break_the_header():
    header = views.disposition('Đơn „quote" 100%; x.pdf')
    assert header.isascii()
    assert "filename*=UTF-8''%C4%90%C6%A1n%20" in header
    plain = header.partition('filename="')[2].partition('"; filename*=')[0]
    assert plain == "Don _quote_ 100_; x.pdf"
