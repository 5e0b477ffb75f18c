"""Vietnamese text: folding for search, dictionary order, and what may be shown of a name or a number."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

# Đ has no decomposition in Unicode; Ð/ð (eth) stand in for it in much old data.
_D_STROKE = str.maketrans("đðĐÐ", "dddd")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Text as it is compared in searches: no diacritics, lower case, single spaces.

    >>> fold("  Trần  VĂN Đạt ")
    'tran van dat'
    """
    opened = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    plain = "".join(c for c in opened if not unicodedata.category(c).startswith("M"))
    return " ".join(plain.translate(_D_STROKE).split())


def folded_words(text: str) -> tuple[str, ...]:
    """The folded words in order; everything that is neither letter nor digit separates.

    >>> folded_words("12/BC-UBND")
    ('12', 'bc', 'ubnd')
    """
    return tuple(_WORD.findall(fold(text)))


_LONGEST_GRAM = 3


def _runs(words: tuple[str, ...], length: int) -> Iterator[str]:
    for start in range(len(words) - length + 1):
        yield " ".join(words[start : start + length])


def _once(grams: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(grams))


def search_grams(*texts: str) -> tuple[str, ...]:
    """What a row is found by: folded words, adjacent pairs, adjacent triples. No run crosses from one text to another.

    >>> search_grams("Trần Văn Đạt")
    ('tran', 'van', 'dat', 'tran van', 'van dat', 'tran van dat')
    """
    by_text = [folded_words(text) for text in texts]
    return _once(gram for length in range(1, _LONGEST_GRAM + 1) for words in by_text for gram in _runs(words, length))


def query_grams(query: str) -> tuple[str, ...]:
    """The longest runs of the query; a row matches when its `search_grams` hold all of them.

    >>> query_grams("tran van dat"), query_grams("văn đạt"), query_grams("")
    (('tran van dat',), ('van dat',), ())
    """
    words = folded_words(query)
    return _once(_runs(words, min(len(words), _LONGEST_GRAM))) if words else ()


# --- Dictionary order ------------------------------------------------------------------------------------------------
# The same steps as the SQL function vi_sort_key, which feeds stored columns; a test holds values made by both.

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS = str.maketrans(_ALPHABET, "ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`a")
_NO_TONES = str.maketrans("", "", _TONES)
_NO_HATS = str.maketrans("", "", "\u0302\u0306\u031b")
_TONE_RANK = {tone: str(rank) for rank, tone in enumerate(_TONES, start=2)}


def vi_sort_key(text: str) -> str:
    """Key whose plain order is the order of a Vietnamese dictionary; runs of digits compare as numbers.

    Letters first (a < ă < â), then tones (ngang, huyền, hỏi, ngã, sắc, nặng). Of a run of digits the last ten count.

    >>> sorted(["phường 10", "Phường 2", "đá", "da", "dà"], key=vi_sort_key)
    ['da', 'dà', 'đá', 'Phường 2', 'phường 10']
    """
    opened = unicodedata.normalize("NFD", text.lower())
    letters = unicodedata.normalize("NFC", opened.translate(_NO_TONES))
    numbered = re.sub(r"[0-9]+", lambda run: run[0].zfill(10)[-10:], letters)
    tones = "".join(_TONE_RANK.get(c, "1") for c in opened.translate(_NO_HATS))
    return f"{numbered.translate(_RANKS)}\x01{tones}"


# --- What may leave the house -----------------------------------------------------------------------------------------

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def spreadsheet_safe(value: object) -> object:
    """A cell that a spreadsheet reads as text and never as a formula. Numbers stay numbers.

    >>> spreadsheet_safe("=1+1"), spreadsheet_safe(-5)
    ("'=1+1", -5)
    """
    if not isinstance(value, str):
        return value
    starts_badly = value.startswith(_FORMULA_STARTS) or value.lstrip().startswith(_FORMULA_STARTS)
    return f"'{value}" if starts_badly else value


def _dots(count: int) -> str:
    return " ".join("•" * min(3, count - done) for done in range(0, count, 3))


def mask_identifier(number: str) -> str:
    """First and last three characters of a personal or tax number; a short one is hidden whole.

    >>> mask_identifier("080123456417")
    '080 ••• ••• 417'
    """
    plain = "".join(c for c in number if c.isalnum())
    if len(plain) < 9:
        return _dots(len(plain))
    return f"{plain[:3]} {_dots(len(plain) - 6)} {plain[-3:]}"


def mask_phone(number: str) -> str:
    """First two and last three digits of a phone number, written as it is dialled in the country.

    >>> mask_phone("+84 912 345 326")
    '09•• ••• 326'
    """
    digits = "".join(c for c in number if c.isdecimal())
    if number.strip().startswith("+84") or (len(digits) == 11 and digits.startswith("84")):
        digits = "0" + digits[2:]
    if len(digits) < 9:
        return _dots(len(digits))
    return f"{digits[:2]}{'•' * (len(digits) - 8)} ••• {digits[-3:]}"


def shorten_name(full_name: str) -> str:
    """A person's name for public pages: initials and the given name.

    >>> shorten_name("Nguyễn Thị Lan")
    'N. T. Lan'
    """
    *before, given = unicodedata.normalize("NFC", full_name).split() or [""]
    return " ".join([*(f"{part[0].upper()}." for part in before), given])
