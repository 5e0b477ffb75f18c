"""Names of files as people give them, made harmless: no path, no hidden letters, not too long."""

import re
import unicodedata

from congvu.core.errors import N_, DomainError

LONGEST = 200  # characters
LONGEST_BYTES = 240  # what file systems bear is 255
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)
# Letters that change the direction of others, or are not seen: "hop\u202egpj.exe" reads as "hopexe.jpg".
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_FORBIDDEN = re.compile(r'[<>:"|?*]')


class FileHasNoName(DomainError):
    """Nothing readable is left of the name."""

    code = "file_has_no_name"
    sentence = N_(
        "Tệp không có tên đọc được. Hãy đặt lại tên tệp, có cả phần đuôi (ví dụ: don-de-nghi.pdf), rồi gửi lại."
    )
    status = 422


def clean_name(name: str) -> str:
    """The last part of the path, in NFC, without control, direction and unseen letters; the ending is kept.

    Raises FileHasNoName.

    >>> clean_name("C:\\\\Users\\\\Lan\\\\Đơn  xin.PDF ")
    'Đơn xin.PDF'
    """
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    text = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp", "Zs"} else letter for letter in text)
    text = "".join(
        letter for letter in _UNSEEN.sub("", text) if unicodedata.category(letter) not in {"Cf", "Cs", "Co", "Cn"}
    )
    text = " ".join(_FORBIDDEN.sub("_", text).split()).strip(". ")
    if _RESERVED.match(text):
        text = f"_{text}"
    stem, dot, ending = text.rpartition(".")
    if not dot or not stem.strip(". "):
        raise FileHasNoName(field="file")
    return _shortened(stem.rstrip(". "), f".{ending.strip()}"[:20])


def ending_of(name: str) -> str:
    """`pdf` for "Đơn.PDF"."""
    return name.rpartition(".")[2].lower()


def _shortened(stem: str, ending: str) -> str:
    stem = stem[: LONGEST - len(ending)]
    while len((stem + ending).encode()) > LONGEST_BYTES:
        stem = stem[:-1]
    return stem.rstrip() + ending
