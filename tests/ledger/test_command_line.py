"""`congvu ledger`: one answer, one exit code, the first break by name."""

import argparse
import json

import pytest
from django.db import connection

from congvu.cli.commands import ledger
from congvu.cli.errors import BadInput

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def book(settings, tmp_path):
    settings.SEALS_BOOK = str(tmp_path / "roots.tsv")
    return tmp_path / "roots.tsv"


def call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    ledger.add_arguments(parser)
    return ledger.run(parser.parse_args(words))


def test_whole_and_sealed(tell, capsys, book):
    tell(1)
    assert call("seal", "--json") == 0
    sealed = json.loads(capsys.readouterr().out)["sealed"]
    assert (sealed["seal"], len(sealed["root"])) == (1, 64)
    assert book.read_text().count("\n") == 1
    assert call("verify", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["whole"], answer["seals"], answer["roots_compared"], answer["first_break"]) == (True, 1, 1, None)


def test_the_first_break_is_named_and_the_exit_code_is_1(tell, capsys):
    tell(1)
    tell(1)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE event DISABLE TRIGGER USER")
        cursor.execute("UPDATE event SET at = now() WHERE subject_id = 1 AND seq = 1")
        cursor.execute("ALTER TABLE event ENABLE TRIGGER USER")
    assert call("verify") == 1
    assert "probe 1: sự kiện số 1" in capsys.readouterr().err
    assert call("verify", "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["whole"], answer["first_break"]["code"], answer["first_break"]["seq"]) == (False, "edited", 1)


def test_a_book_that_is_none_is_bad_input(tmp_path):
    with pytest.raises(BadInput, match="no such file"):
        call("verify", "--book", str(tmp_path / "absent.tsv"))
    (tmp_path / "other.txt").write_text("hello\n")
    with pytest.raises(BadInput, match="not a book of roots"):
        call("verify", "--book", str(tmp_path / "other.txt"))


def test_a_copy_of_the_book_kept_elsewhere_shows_an_old_copy(tell, capsys, book, tmp_path):
    tell(1)
    call("seal")
    elsewhere = tmp_path / "elsewhere.tsv"
    elsewhere.write_text(book.read_text() + book.read_text().replace("1\t", "2\t", 1))
    capsys.readouterr()
    assert call("verify", "--book", str(elsewhere), "--json") == 1
    assert json.loads(capsys.readouterr().out)["first_break"]["code"] == "replayed"
