"""The check of translations notices what a reader would stumble over; the catalogues as committed pass it."""

import polib
import pytest

from tools.translations import FOREIGN, Sentence, faults_of, foreign_faults

PLACE = [("congvu/x.py", "7")]
DAYS = Sentence("còn %(count)s ngày", "còn %(count)s ngày", None, PLACE)
HELLO = Sentence("<b>Chào</b> %(name)s, đạt 100%%", "", None, PLACE)


def _faults(sentence: Sentence, **entry: object) -> list[str]:
    said = polib.POEntry(msgid=sentence.msgid, msgid_plural=sentence.plural, **entry)
    catalogue = polib.POFile()
    catalogue.append(said)
    return faults_of({(None, sentence.msgid): sentence}, catalogue)


def test_what_fits_has_no_fault() -> None:
    assert _faults(HELLO, msgstr="Good day <b>to</b> %(name)s, 100%%") == []
    assert _faults(DAYS, msgstr_plural={0: "one day left", 1: "%(count)s days left"}) == []


@pytest.mark.parametrize(
    "english",
    [
        pytest.param("", id="missing"),
        pytest.param("<b>Hello</b>, 100%%", id="placeholder lost"),
        pytest.param("<b>Hello</b> %(nam)s, 100%%", id="placeholder renamed"),
        pytest.param("Hello %(name)s, 100%%", id="markup lost"),
        pytest.param("<b>Hello</b> %(name)s, 100%", id="lone percent"),
        pytest.param(" <b>Hello</b> %(name)s, 100%%", id="space before"),
    ],
)
def test_what_does_not_fit_is_a_fault(english: str) -> None:
    assert len(_faults(HELLO, msgstr=english)) == 1


def test_both_plural_forms_are_needed() -> None:
    assert _faults(DAYS, msgstr_plural={0: "%(count)s day left", 1: ""})
    assert _faults(DAYS, msgstr_plural={0: "%(count)s day left", 1: "%(n)s days left"})


def test_fuzzy_vanished_and_missing_entries_are_faults() -> None:
    assert "fuzzy" in _faults(HELLO, msgstr="<b>Hello</b> %(name)s, 100%%", flags=["fuzzy"])[0]
    catalogue = polib.POFile()
    assert "no entry" in faults_of({(None, HELLO.msgid): HELLO}, catalogue)[0]
    catalogue.append(polib.POEntry(msgid="Lời cũ", msgstr="Old words"))
    assert "no longer in the source" in faults_of({}, catalogue)[0]


def test_the_vietnamese_of_libraries_is_complete_and_has_one_form() -> None:
    catalogue = polib.pofile(str(FOREIGN))
    assert foreign_faults(catalogue) == []
    assert all(set(entry.msgstr_plural) <= {0} for entry in catalogue)
    catalogue.append(polib.POEntry(msgid="Log out of %(site)s", msgstr="Đăng xuất"))
    assert len(foreign_faults(catalogue)) == 1
