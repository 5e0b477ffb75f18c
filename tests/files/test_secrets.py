"""Encrypted texts: only with the key, changed never, found by an index that tells nothing; keys change without loss."""

import io

import pytest
from cryptography.fernet import InvalidToken
from django.core.exceptions import ImproperlyConfigured

from congvu.files import keys, rotation, secrets, store, verify
from congvu.files.keys import EncryptedTextDamaged, KeysDoNotFit
from congvu.files.models import StoredFile
from tests.files.conftest import NOON, PDF, Who

OLD, NEW = "b2xkLWZvci10ZXN0cy1vbGQtZm9yLXRlc3RzLTEyLTM=", "bmV3LWZvci10ZXN0cy1uZXctZm9yLXRlc3RzLTEyLTM="
CCCD = "079085001234"


@pytest.fixture(autouse=True)
def old_key(settings):
    settings.CONGVU_KEYS = OLD


def test_what_was_encrypted_is_read_back_and_looks_different_each_time():
    one, other = secrets.encrypt(CCCD), secrets.encrypt(CCCD)
    assert one != other
    assert CCCD not in one
    assert secrets.decrypt(one) == secrets.decrypt(other) == CCCD


def test_vietnamese_and_nothing_survive():
    assert secrets.decrypt(secrets.encrypt("Ấp 3, xã Mỹ Hạnh")) == "Ấp 3, xã Mỹ Hạnh"
    assert secrets.decrypt(secrets.encrypt("")) == ""


def test_another_key_says_that_the_key_is_missing(settings):
    token = secrets.encrypt(CCCD)
    name = keys.newest().key_id
    settings.CONGVU_KEYS = NEW
    with pytest.raises(KeysDoNotFit) as refused:
        secrets.decrypt(token)
    assert name in str(refused.value)
    assert OLD not in str(refused.value)


def test_a_changed_token_says_that_it_was_changed():
    token = secrets.encrypt(CCCD)
    changed = token[:-5] + ("A" if token[-5] != "A" else "B") + token[-4:]
    with pytest.raises(EncryptedTextDamaged):
        secrets.decrypt(changed)


@pytest.mark.parametrize("token", ["", "x", "không", ":", "00000000:"])
def test_what_is_no_token_is_refused_in_words(token):
    with pytest.raises(KeysDoNotFit):
        secrets.decrypt(token)


def test_the_index_is_equal_for_equal_texts_of_one_purpose_only():
    assert secrets.blind_index(CCCD, "cccd") == secrets.blind_index(CCCD, "cccd")
    assert secrets.blind_index(CCCD, "cccd") != secrets.blind_index(CCCD, "phone")
    assert secrets.blind_index(CCCD, "cccd") != secrets.blind_index(CCCD + "0", "cccd")
    assert len(secrets.blind_index(CCCD)) == 64


def test_the_index_depends_on_the_key(settings):
    before = secrets.blind_index(CCCD)
    settings.CONGVU_KEYS = f"{NEW},{OLD}"
    assert secrets.blind_index(CCCD) != before
    assert secrets.blind_indexes(CCCD) == [secrets.blind_index(CCCD), before]


def test_the_keys_of_three_uses_differ():
    key = keys.newest()
    token = key.texts.encrypt(b"x")
    with pytest.raises(InvalidToken):
        key.wraps.decrypt(token)


def test_a_key_is_never_shown():
    assert OLD not in repr(keys.all_keys())
    assert repr(keys.newest()) == f"Key(key_id='{keys.newest().key_id}')"


@pytest.mark.parametrize("text", ["", " , ", "short", "không-phải", OLD[:-4], f"{OLD},oops"])
def test_what_is_no_key_is_refused_without_showing_it(settings, text):
    settings.CONGVU_KEYS = text
    with pytest.raises(ImproperlyConfigured) as refused:
        keys.all_keys()
    assert OLD[:-4] not in str(refused.value)
    assert "oops" not in str(refused.value)


def test_keys_that_others_made_with_the_same_recipe_fit(settings):
    """Pinned: what is stored today must be readable by every later version."""
    settings.CONGVU_KEYS = "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtMTI="
    assert keys.newest().key_id == "be12590b"
    assert (
        secrets.decrypt(
            "be12590b:gAAAAABrBcsf9mx2OXiWBjoRMxSERvWkOlnHdqtAWlox50vanJmaMySXVpKqjLqOX5Q4FSqSe-V59FYtu2rfYtW6tMTz9nqxxA=="
        )
        == CCCD
    )
    assert secrets.blind_index(CCCD, "cccd") == "8c098dc41302733550bc9beb477bb200210bc72b08766bd46c2b6ba4c527cda3"


@pytest.mark.django_db
def test_rotation_encrypts_anew_and_the_old_key_can_go(settings, put, monkeypatch):
    from congvu.notices.models import OutgoingMail

    stored = put()
    for number in range(7):
        OutgoingMail.objects.create(
            key=f"k{number}", address=secrets.encrypt(f"a{number}@x.vn"), subject="s", body="b",
            queued_at=NOON, next_at=NOON,
        )  # fmt: skip
    index = secrets.blind_index("a3@x.vn", "mail")
    OutgoingMail.objects.filter(key="k3").update(error=index)
    monkeypatch.setitem(
        secrets.COLUMNS,
        ("notices.OutgoingMail", "address"),
        secrets.Column("notices.OutgoingMail", "address", index_field="error", purpose="mail"),
    )
    monkeypatch.setattr(rotation, "BATCH", 3)
    settings.CONGVU_KEYS = f"{NEW},{OLD}"
    done = {each.column: each.count for each in rotation.rotate()}
    assert (done["files.StoredFile.wrapped_key"], done["notices.OutgoingMail.address"]) == (1, 7)
    assert sum(each.count for each in rotation.rotate()) == 0

    settings.CONGVU_KEYS = NEW
    assert b"".join(store.pieces(StoredFile.objects.get(pk=stored.pk))) == PDF
    mails = OutgoingMail.objects.order_by("key")
    assert [secrets.decrypt(mail.address) for mail in mails] == [f"a{number}@x.vn" for number in range(7)]
    assert OutgoingMail.objects.get(error=secrets.blind_index("a3@x.vn", "mail")).key == "k3"


@pytest.mark.django_db
def test_rotation_without_the_old_key_changes_nothing_and_says_which_is_missing(settings, put):
    stored = put()
    settings.CONGVU_KEYS = NEW
    with pytest.raises(KeysDoNotFit):
        rotation.rotate()
    stored.refresh_from_db()
    settings.CONGVU_KEYS = OLD
    assert b"".join(store.pieces(stored)) == PDF


@pytest.mark.django_db
def test_files_under_a_missing_key_are_named(settings, put):
    stored = put()
    settings.CONGVU_KEYS = NEW
    with pytest.raises(KeysDoNotFit):
        store.open_stored(stored)
    assert [wrong.code for wrong in verify.verify().wrong] == ["keys_do_not_fit"]
    from congvu.config.checks.papers import stored_files

    assert stored_files(NOON)[0].state == "bad"


@pytest.mark.django_db
def test_every_registered_column_is_there():
    from django.apps import apps

    assert secrets.COLUMNS
    for column in secrets.COLUMNS.values():
        names = {field.name for field in apps.get_model(column.model)._meta.get_fields()}
        assert {column.field, *filter(None, [column.index_field])} <= names


@pytest.mark.django_db
def test_a_file_put_under_the_old_key_and_again_under_the_new_is_one(settings):
    def put_it():
        return store.put(io.BytesIO(PDF), name="a.pdf", declared_type="", actor=Who(), at=NOON)

    first = put_it()
    settings.CONGVU_KEYS = f"{NEW},{OLD}"
    assert put_it().pk == first.pk
    assert verify.verify().whole
