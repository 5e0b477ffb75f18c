"""Folding, dictionary order, and what may be shown of a name or a number."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from congvu.core.text import (
    fold,
    folded_words,
    mask_identifier,
    mask_phone,
    query_grams,
    search_grams,
    shorten_name,
    spreadsheet_safe,
    vi_sort_key,
)

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
vietnamese = st.text(alphabet=LETTERS + LETTERS.upper() + " 0123456789-./", max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("Trần Văn Đạt", "tran van dat", id="marks and stroke go"),
        pytest.param("ĐẮK LẮK", "dak lak", id="capitals with two marks"),
        pytest.param("Ðồng Tháp ðường", "dong thap duong", id="eth of old data is read as đ"),
        pytest.param("  xã\u00a0 Bến \t Lức ", "xa ben luc", id="all kinds of space collapse"),
        pytest.param("Thuỷ / Thủy", "thuy / thuy", id="both places of the tone mark are one"),
        pytest.param("ẞ Ångström", "ss angstrom", id="other alphabets too"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(st.text(max_size=40))
@example("\u0345İẞ")
def test_fold_is_settled_and_blind_to_the_form_of_unicode(text):
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(vietnamese)
def test_folded_vietnamese_is_plain_ascii(text):
    assert fold(text).isascii()


def test_words_split_at_everything_that_is_neither_letter_nor_digit():
    assert folded_words("H53.18-260107-0006; 12/BC-UBND, thửa_215") == (
        *("h53", "18", "260107", "0006", "12", "bc", "ubnd", "thua", "215"),
    )


def test_grams_of_several_texts_never_run_across_them():
    assert search_grams("Lê An", "Bến Lức") == ("le", "an", "ben", "luc", "le an", "ben luc")


@given(st.lists(st.sampled_from(["Nguyễn", "Thị", "Lan", "Trần", "Văn"]), max_size=6), st.data())
def test_every_stretch_of_a_text_finds_it(words, data):
    start = data.draw(st.integers(0, len(words)))
    stop = data.draw(st.integers(start, len(words)))
    stretch = fold(" ".join(words[start:stop]))
    assert set(query_grams(stretch)) <= set(search_grams(" ".join(words)))


def test_a_name_in_another_order_is_not_found_by_its_run():
    assert not set(query_grams("dat van tran")) <= set(search_grams("Trần Văn Đạt"))


def test_a_long_query_asks_for_all_its_triples():
    assert query_grams("tách thửa hoặc hợp") == ("tach thua hoac", "thua hoac hop")


# Made by the SQL function vi_sort_key on PostgreSQL; the two must stay equal.
@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Phường 2", "VL\\URK 0000000002\x01111121111"),
        ("Xã Bến Lức", "_A DIR P\\E\x011141115111151"),
        ("Đặc khu Phú Quốc", "GBE OL[ VL[ W[TE\x011161111111115111151"),
        ("THỊ TRẤN Đông Thành", "ZLM ZXCR GTRK ZLARL\x011116111151111111111211"),
        ("12345678901234 số", "5678901234 YT\x01111111111111111115"),
        ("Ưu, ở; ợ", "\\[, U; U\x011111131116"),
        (unicodedata.normalize("NFD", "Mỹ Hạnh"), "Q` LARL\x01114111611"),
    ],
)
def test_sort_key_is_the_one_of_the_database(text, key):
    assert vi_sort_key(text) == key


@pytest.mark.parametrize(
    ("mixed", "ordered"),
    [
        pytest.param(["má", "mạ", "ma", "mã", "mả", "mà"], ["ma", "mà", "mả", "mã", "má", "mạ"], id="the six tones"),
        pytest.param(["âm", "ăn", "an", "ấm", "bà"], ["an", "ăn", "âm", "ấm", "bà"], id="letters before tones"),
        pytest.param(["đa", "dạ", "eo", "dz"], ["dạ", "dz", "đa", "eo"], id="đ is a letter after d"),
        pytest.param(["Phường 10", "phường 2", "Phường 1"], ["Phường 1", "phường 2", "Phường 10"], id="numbers count"),
        pytest.param(["Lê Bá", "Le Van", "Lê An"], ["Le Van", "Lê An", "Lê Bá"], id="word by word, e before ê"),
        pytest.param(["oan", "ôn", "ơn", "on"], ["oan", "on", "ôn", "ơn"], id="o, ô, ơ"),
        pytest.param(["uy", "ưng", "vui", "ung"], ["ung", "uy", "ưng", "vui"], id="u, ư, v"),
    ],
)
def test_dictionary_order(mixed, ordered):
    assert sorted(mixed, key=vi_sort_key) == ordered


@given(vietnamese)
def test_sort_key_is_blind_to_case_and_form(text):
    keys = {vi_sort_key(form(text)) for form in (str.upper, str.lower, lambda t: unicodedata.normalize("NFD", t))}
    assert keys == {vi_sort_key(text)}


@given(vietnamese, vietnamese)
def test_only_equal_texts_share_a_key(left, right):
    same = vi_sort_key(left) == vi_sort_key(right)
    assert same == (left.lower() == right.lower()) or any(c.isdigit() for c in left)


@pytest.mark.parametrize(
    "value", ["=1+1", "+84912345678", "-2+3", "@SUM(A1)", "\tx", "\r=1", "\n=1", " =1+1", "\u00a0=1", "＝1+1"]
)
def test_a_cell_that_would_run_is_made_text(value):
    assert spreadsheet_safe(value) == f"'{value}"


@pytest.mark.parametrize("value", ["Nguyễn Thị Lan", "a=b", "12/BC-UBND", "", -5, 3.5, None])
def test_a_harmless_cell_stays(value):
    assert spreadsheet_safe(value) == value


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        pytest.param("080123456417", "080 ••• ••• 417", id="twelve digits"),
        pytest.param("080 123 456 417", "080 ••• ••• 417", id="spaces do not count"),
        pytest.param("300123417", "300 ••• 417", id="nine digits"),
        pytest.param("0100109106-001", "010 ••• ••• • 001", id="thirteen digits"),
        pytest.param("B1234567", "••• ••• ••", id="a short one is hidden whole"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_mask_identifier(number, shown):
    assert mask_identifier(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        pytest.param("0912345326", "09•• ••• 326", id="mobile"),
        pytest.param("+84912345326", "09•• ••• 326", id="international form is shown as at home"),
        pytest.param("84912345326", "09•• ••• 326", id="without the plus too"),
        pytest.param("028 3829 1234", "02••• ••• 234", id="landline of eleven digits"),
        pytest.param("113", "•••", id="too short to show anything"),
    ],
)
def test_mask_phone(number, shown):
    assert mask_phone(number) == shown


@given(st.text(alphabet="0123456789 .-", max_size=20))
def test_masks_show_at_most_six_digits(number):
    for shown in (mask_identifier(number), mask_phone(number)):
        assert sum(c.isdigit() for c in shown) <= 6


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Nguyễn Thị Lan", "N. T. Lan"),
        ("đặng  Văn Út", "Đ. V. Út"),
        ("Lan", "Lan"),
        ("", ""),
        (unicodedata.normalize("NFD", "Ấu Thị Ế"), "Ấ. T. Ế"),
    ],
)
def test_shorten_name(name, short):
    assert shorten_name(name) == short
