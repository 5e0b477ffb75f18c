"""The keys of the house: `CONGVU_KEYS`, newest first. Each gives three keys of its own, one per use.

A key is 32 random bytes in URL-safe base64 (`congvu keys new` makes one). The newest encrypts; all of them decrypt.
"""

import base64
import binascii
import functools
from dataclasses import dataclass, field

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from congvu.core.errors import N_, DomainError


class KeysDoNotFit(DomainError):
    """What was encrypted was encrypted with a key that is not in `CONGVU_KEYS`."""

    code = "keys_do_not_fit"
    sentence = N_(
        "Không giải mã được: khóa %(key_id)s không có trong CONGVU_KEYS. Người quản trị cần đặt lại khóa đã dùng khi"
        " lưu dữ liệu này (xếp sau khóa mới nhất), rồi thử lại."
    )
    status = 503


class EncryptedTextDamaged(DomainError):
    """The key is there, yet the stored bytes are not those that were written."""

    code = "encrypted_text_damaged"
    sentence = N_(
        "Dữ liệu đã mã hóa bị hỏng hoặc bị sửa ngoài hệ thống. Hãy báo người quản trị để khôi phục từ bản lưu."
    )
    status = 503


@dataclass(frozen=True, slots=True)
class Key:
    """`key_id` names the key without giving it away; it stands in front of everything encrypted with it."""

    key_id: str
    texts: Fernet = field(repr=False)
    wraps: Fernet = field(repr=False)
    index: bytes = field(repr=False)


def all_keys() -> tuple[Key, ...]:
    """Newest first. Raises ImproperlyConfigured, without the key, for one that is none."""
    return _parsed(settings.CONGVU_KEYS)


def newest() -> Key:
    return all_keys()[0]


def by_id(key_id: str) -> Key:
    """Raises KeysDoNotFit."""
    for key in all_keys():
        if key.key_id == key_id:
            return key
    raise KeysDoNotFit(key_id=key_id[:16])


def fingerprints() -> list[str]:
    """Names of the keys, newest first: what a backup notes in place of the keys."""
    return [key.key_id for key in all_keys()]


def fresh() -> str:
    """A new key for `CONGVU_KEYS`."""
    return Fernet.generate_key().decode()


@functools.lru_cache(maxsize=8)
def _parsed(text: str) -> tuple[Key, ...]:
    keys = tuple(_key(part.strip(), place) for place, part in enumerate(text.split(","), start=1) if part.strip())
    if not keys:
        raise ImproperlyConfigured("CONGVU_KEYS is empty; make a key with `congvu keys new`.")
    return keys


def _key(text: str, place: int) -> Key:
    try:
        master = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        master = b""
    if len(master) != 32:
        raise ImproperlyConfigured(
            f"CONGVU_KEYS: number {place} is no key (32 bytes in URL-safe base64); make one with `congvu keys new`."
        )
    return Key(
        key_id=_derive(master, b"congvu key name")[:4].hex(),
        texts=Fernet(base64.urlsafe_b64encode(_derive(master, b"congvu texts"))),
        wraps=Fernet(base64.urlsafe_b64encode(_derive(master, b"congvu file keys"))),
        index=_derive(master, b"congvu blind index"),
    )


def _derive(master: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=use).derive(master)
