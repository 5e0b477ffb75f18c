"""Kept once, encrypted, and given back byte for byte; what was changed on the disk is seen."""

import hashlib
import os
import tracemalloc
from datetime import timedelta

import pytest
from django.db import connection, transaction

from congvu.files import store, sweep, verify
from congvu.files.backends import StoredFileMissing, backend
from congvu.files.cipher import PIECE, StoredFileDamaged
from congvu.files.models import ScanState, StoredFile
from tests.files.conftest import NOON, PDF, Who

pytestmark = pytest.mark.django_db


def blob_path(folder, stored):
    return folder / stored.blob[:2] / stored.blob[2:4] / stored.blob


def text_of(size: int) -> bytes:
    return (b"Cong hoa xa hoi chu nghia Viet Nam\n" * (size // 35 + 1))[:size]


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 17])
def test_what_was_put_comes_back(put, size):
    content = text_of(size)
    stored = put(content, "chữ.txt")
    assert (stored.size_bytes, stored.sha256) == (size, hashlib.sha256(content).hexdigest())
    assert b"".join(store.pieces(stored)) == content
    assert (stored.content_type, stored.scan_state) == ("text/plain", ScanState.NOT_SCANNED)


def test_a_part_can_be_read_from_the_middle(put):
    content = text_of(3 * PIECE)
    with store.open_stored(put(content, "a.txt")) as reader:
        reader.seek(2 * PIECE - 5)
        assert reader.read(10) == content[2 * PIECE - 5 : 2 * PIECE + 5]


def test_a_content_is_kept_once_whatever_its_name(put, folder):
    first, second = put(PDF, "a.pdf"), put(PDF, "b.pdf")
    assert first.pk == second.pk
    assert list(backend().blobs()) == [first.blob]


def test_the_disk_shows_nothing_of_the_content(put, folder):
    secret = b"079085001234 Nguyen Van A"
    stored = put(secret, "a.txt")
    path = blob_path(folder, stored)
    assert secret[:8] not in path.read_bytes()
    assert stored.sha256 not in str(path)
    assert path.stat().st_mode & 0o077 == 0


def test_one_changed_bit_is_seen_and_nothing_is_given_out(put, folder):
    stored = put(text_of(2 * PIECE), "a.txt")
    path = blob_path(folder, stored)
    data = bytearray(path.read_bytes())
    data[10] ^= 1
    path.write_bytes(data)
    with pytest.raises(StoredFileDamaged):
        store.pieces(stored)
    assert [(w.stored_file_id, w.code) for w in verify.verify().wrong] == [(stored.pk, "stored_file_damaged")]


@pytest.mark.parametrize(
    "tamper",
    [
        pytest.param(lambda data: data[: PIECE + 16], id="cut after the first piece"),
        pytest.param(
            lambda data: data[PIECE + 16 : 2 * (PIECE + 16)] + data[: PIECE + 16] + data[2 * (PIECE + 16) :],
            id="two pieces swapped",
        ),
        pytest.param(lambda data: data + data[-20:], id="something added"),
        pytest.param(lambda data: b"", id="emptied"),
    ],
)
def test_pieces_can_be_neither_cut_nor_moved(put, folder, tamper):
    stored = put(text_of(3 * PIECE), "a.txt")
    path = blob_path(folder, stored)
    path.write_bytes(tamper(path.read_bytes()))
    assert [wrong.code for wrong in verify.verify().wrong] == ["stored_file_damaged"]


def test_two_files_cannot_change_places(put, folder):
    one, other = put(text_of(100), "a.txt"), put(text_of(100)[::-1], "b.txt")
    content = blob_path(folder, one).read_bytes()
    blob_path(folder, one).write_bytes(blob_path(folder, other).read_bytes())
    blob_path(folder, other).write_bytes(content)
    assert [wrong.stored_file_id for wrong in verify.verify().wrong] == [one.pk, other.pk]


def test_a_missing_file_is_named_and_heals_when_it_is_put_again(put, folder):
    stored = put()
    blob_path(folder, stored).unlink()
    with pytest.raises(StoredFileMissing):
        store.open_stored(stored)
    assert [wrong.code for wrong in verify.verify_presence().wrong] == ["stored_file_missing"]
    again = put()
    assert again.pk == stored.pk
    assert b"".join(store.pieces(again)) == PDF
    assert verify.verify().whole


class Endless:
    """A stream that would never end, counting what was taken from it."""

    def __init__(self, size: int) -> None:
        self.left, self.given = size, 0

    def read(self, size: int) -> bytes:
        piece = b"a" * min(size, self.left)
        self.left -= len(piece)
        self.given += len(piece)
        return piece


def test_a_file_over_the_limit_is_refused_while_it_streams(settings, folder):
    settings.FILES_MAX_BYTES = 50 * 1024 * 1024
    stream = Endless(200 * 1024 * 1024)
    with pytest.raises(store.FileTooLarge) as refused:
        store.put(stream, name="a.txt", declared_type="", actor=Who(), at=NOON)
    assert "50 MB" in str(refused.value)
    assert stream.given <= settings.FILES_MAX_BYTES + store.READ_AT_ONCE
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert not StoredFile.objects.exists()


def test_an_announced_size_over_the_limit_is_refused_unread(settings):
    stream = Endless(200 * 1024 * 1024)
    stream.size = 200 * 1024 * 1024
    with pytest.raises(store.FileTooLarge):
        store.put(stream, name="a.txt", declared_type="", actor=Who(), at=NOON)
    assert stream.given == 0


def test_200_megabytes_pass_without_growing_memory(settings):
    settings.FILES_MAX_BYTES = 256 * 1024 * 1024
    size = 200 * 1024 * 1024
    tracemalloc.start()
    try:
        stored = store.put(Endless(size), name="a.txt", declared_type="", actor=Who(), at=NOON)
        assert sum(map(len, store.pieces(stored))) == size
        assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_an_empty_file_is_refused(put):
    with pytest.raises(store.FileIsEmpty):
        put(b"", "a.pdf")


def test_a_fault_while_reading_leaves_nothing_behind(folder):
    class Breaks:
        def read(self, size: int) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.put(Breaks(), name="a.pdf", declared_type="", actor=Who(), at=NOON)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_after_a_roll_back_the_bytes_are_swept_and_the_file_can_be_put_again(put, folder):
    with transaction.atomic():
        lost = put()
        transaction.set_rollback(True)
    assert list(backend().blobs()) == [lost.blob]
    assert sweep.sweep(NOON) == 0  # written just now: a transaction may still be on its way
    kept = put(PDF + b"\n", "khác.pdf")
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (NOON.timestamp() - 90000,) * 2)
    (folder / ".unfinished" / ("0" * 32)).write_bytes(b"x")
    os.utime(folder / ".unfinished" / ("0" * 32), (NOON.timestamp() - 90000,) * 2)
    assert sweep.sweep(NOON) == 2
    assert list(backend().blobs()) == [kept.blob]
    assert b"".join(store.pieces(put())) == PDF


def test_attaching_keeps_the_name_and_the_row_is_found_by_its_matter(put):
    stored = put()
    first = store.attach(stored, about=("dossier", 5), role="paper:1", name="C:\\ảnh\\Đơn.PDF", actor=Who(), at=NOON)
    later = NOON + timedelta(minutes=1)
    second = store.attach(stored, about=("dossier", 5), role="result", name="kq.pdf", actor=Who(), at=later)
    store.attach(stored, about=("task", 5), role="result", name="kq.pdf", actor=Who(), at=NOON)
    from congvu.files.models import Attachment

    assert list(Attachment.objects.about("dossier", 5)) == [first, second]
    assert first.name == "Đơn.PDF"


def test_columns_of_the_statement_are_the_columns_of_the_table():
    names = {
        column.name for column in connection.introspection.get_table_description(connection.cursor(), "stored_file")
    }
    assert names == {"id", *store._COLUMNS}
