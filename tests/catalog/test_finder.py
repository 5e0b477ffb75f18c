"""“Which procedure do I need?”: what happened, plain questions, the few procedures that fit."""

import pytest

from congvu.catalog.finder import EVENTS, QUESTIONS, Answers, Candidate, suggest
from tests.catalog.conftest import procedure_rows

CANDIDATES = [Candidate(r.cells["code"], r.cells["name"], r.cells["field"]) for r in procedure_rows()]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        pytest.param(Answers("sinh-con"), "1.001193", id="a child is born: the plain registration first"),
        pytest.param(Answers("ket-hon"), "1.000894", id="marrying"),
        pytest.param(Answers("ket-hon", yes=frozenset({"nuoc-ngoai"}), no=frozenset({"bien-gioi"})), "2.000806",
                     id="marrying a foreigner"),
        pytest.param(Answers("sinh-con", yes=frozenset({"luu-dong"})), "1.003583", id="at home"),
        pytest.param(Answers(text="mất sổ đỏ"), "1.012786", id="in people's words"),
        pytest.param(Answers(text="mat so do"), "1.012786", id="without diacritics"),
        pytest.param(Answers(text="cưới"), "1.000894", id="a word the law does not use"),
        pytest.param(Answers(text="tách thửa"), "1.012784", id="the name"),
        pytest.param(Answers(text="1.001193"), "1.001193", id="the code"),
        pytest.param(Answers("cho-o", yes=frozenset({"tam"}), text="tạm vắng"), "1.003677", id="away for a while"),
    ],
)  # fmt: skip
def test_what_is_asked_leads_to(asked: Answers, first: str) -> None:
    assert suggest(CANDIDATES, asked).found[0].code == first


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.code)
def test_every_life_event_finds_something(event: object) -> None:
    assert suggest(CANDIDATES, Answers(event.code)).found  # type: ignore[attr-defined]


def test_every_question_can_be_answered_both_ways_and_narrows() -> None:
    for event in EVENTS:
        there = suggest(CANDIDATES, Answers(event.code))
        for question in there.questions:
            for answer in ("yes", "no"):
                after = suggest(CANDIDATES, Answers(event.code, **{answer: frozenset({question.code})}))
                assert 0 < len(after.found) < len(there.found), (event.code, question.code, answer)
                assert question not in after.questions


def test_every_procedure_can_be_reached_by_an_event() -> None:
    reached = {one.code for event in EVENTS for one in suggest(CANDIDATES, Answers(event.code)).found}
    assert {one.code for one in CANDIDATES} - reached == set()


def test_nothing_asked_and_nonsense_give_nothing() -> None:
    assert suggest(CANDIDATES, Answers()).found == ()
    assert suggest(CANDIDATES, Answers(text="phi thuyền mặt trăng")).found == ()
    assert len({question.code for question in QUESTIONS}) == len(QUESTIONS)
