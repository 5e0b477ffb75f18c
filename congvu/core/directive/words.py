"""Words of a text with their places, doubts about what was read."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from congvu.core.ratio import Explanation
from congvu.core.text import fold

_WORD = re.compile(r"[^\W_]+")
# How offices shorten what others write out; both are one to the reader.
SHORT_FORMS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "ubmttq": "uy ban mat tran to quoc",
    "vp": "van phong",
    "tp": "thanh pho",
    "tx": "thi xa",
    "bhxh": "bao hiem xa hoi",
    "bql": "ban quan ly",
    "bch": "ban chi huy",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stands; `small` when written with a small initial."""

    text: str
    start: int
    end: int
    small: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """What was read, and where: offsets into the text as given, and the line, counted from 1."""

    text: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person must look at. `asks`: without an answer the task cannot be given."""

    code: str
    asks: bool
    sentence: str
    data: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> Explanation:
        return Explanation(self.sentence, self.data)


def normal(text: str) -> str:
    """The text as places count in it: composed letters, plain spaces and line ends."""
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return plain.replace("\u00a0", " ").replace("\t", " ")


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Words between two places, short forms written out (each of their words keeps the place of the short form)."""
    found: list[Word] = []
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        folded = fold(match[0])
        small = match[0][0].islower()
        found += [Word(one, match.start(), match.end(), small) for one in SHORT_FORMS.get(folded, folded).split()]
    return found


def folded(text: str) -> tuple[str, ...]:
    return tuple(word.text for word in words_of(text))


def quote(text: str, start: int, end: int) -> Quote:
    """The piece without the spaces around it."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    body = piece.strip()
    return Quote(" ".join(body.split()), start, start + len(body), text.count("\n", 0, start) + 1)


def starts_with(words: Sequence[Word], at: int, phrase: tuple[str, ...]) -> bool:
    return tuple(word.text for word in words[at : at + len(phrase)]) == phrase
