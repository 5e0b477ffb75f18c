"""Texts that only we can read (identity numbers, phones, addresses of citizens), and how they are found again.

    row.phone = encrypt("0912345678");  row.phone_index = blind_index("0912345678", "phone")
    Applicant.objects.filter(phone_index__in=blind_indexes("0912345678", "phone"))

A room names such columns once (`register`), so that `rotate` finds them.
"""

import hashlib
import hmac
from dataclasses import dataclass

from cryptography.fernet import InvalidToken

from congvu.files import keys


@dataclass(frozen=True, slots=True)
class Column:
    """An encrypted column of `model` (`app_label.Model`), and the column of its blind index if it has one."""

    model: str
    field: str
    index_field: str = ""
    purpose: str = ""


COLUMNS: dict[tuple[str, str], Column] = {}


def register(model: str, field: str, *, index_field: str = "", purpose: str = "") -> None:
    """Name an encrypted column; in `ready()` of the room's `apps.py`."""
    COLUMNS[model, field] = Column(model, field, index_field, purpose)


def encrypt(text: str) -> str:
    """`key_id:token`, with the newest key; another token each time."""
    key = keys.newest()
    return f"{key.key_id}:{key.texts.encrypt(text.encode()).decode()}"


def decrypt(token: str) -> str:
    """Raises KeysDoNotFit when the key is not ours, EncryptedTextDamaged when the token was changed."""
    key_id, _colon, rest = token.partition(":")
    key = keys.by_id(key_id)
    try:
        return key.texts.decrypt(rest.encode()).decode()
    except InvalidToken:
        raise keys.EncryptedTextDamaged from None


def is_newest(token: str) -> bool:
    """Whether the token was made with the newest key."""
    return token.startswith(keys.newest().key_id + ":")


def blind_index(text: str, purpose: str = "") -> str:
    """64 hexadecimal digits: equal for equal texts of one purpose, and telling nothing without the key.

    Give the text in its one normal form (`core.identity`): the index knows no spaces or spellings.
    """
    return _index(keys.newest(), text, purpose)


def blind_indexes(text: str, purpose: str = "") -> list[str]:
    """The index under every key, newest first: look rows up by these, also while keys are being rotated."""
    return [_index(key, text, purpose) for key in keys.all_keys()]


def _index(key: keys.Key, text: str, purpose: str) -> str:
    return hmac.new(key.index, purpose.encode() + b"\0" + text.encode(), hashlib.sha256).hexdigest()
