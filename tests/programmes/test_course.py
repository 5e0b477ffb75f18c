"""Registered, submitted, passed; moved with consent, every move kept; what has passed moves no more."""

from datetime import date

import pytest

from congvu.obligations.models import Obligation, ObligationStretch
from congvu.orgs.policy import NotAllowed
from congvu.tasks.programmes import commands, errors
from congvu.tasks.programmes.course import ENDED, TRANSITIONS, NotFromHere, State, Verb, after
from congvu.tasks.programmes.models import ProgrammeItem
from tests.dossiers.world import World, moment
from tests.programmes.conftest import NOW

AT = moment("2026-02-10 09:00")


def item() -> ProgrammeItem:
    return ProgrammeItem.objects.get(code="DA-01")


def owed(kind: str) -> Obligation:
    return Obligation.objects.filter(kind=kind).latest("id")


def on(kind: str) -> date:
    due = owed(kind).due_at
    assert due is not None
    return due.date()


def ask(world: World, programme: str, month: int = 5, year: int = 2026, by: str = "ld_so") -> None:
    commands.ask_move(
        programme=programme, code="DA-01", to_year=year, to_month=month, reason="Chờ ý kiến bộ",
        actor=world.actor(by, AT), at=AT,
    )  # fmt: skip


def decide(world: World, programme: str, *, granted: bool = True, by: str = "ubnd", answer: str = "") -> None:
    at = moment("2026-02-12 09:00")
    commands.decide_change(
        programme=programme, code="DA-01", granted=granted, answer=answer, actor=world.actor(by, at), at=at
    )


def test_the_table_of_transitions_is_closed() -> None:
    """Every state and verb has an answer; what has ended goes nowhere."""
    for verb in Verb:
        for state in State:
            if state in TRANSITIONS[verb][0]:
                assert isinstance(after(state, verb), State)
            else:
                with pytest.raises(NotFromHere):
                    after(state, verb)
    assert not any(state in allowed for allowed, _target in TRANSITIONS.values() for state in ENDED)


def test_two_clocks_the_dossier_by_the_twentieth_the_decision_by_the_end(world: World, programme: str) -> None:
    assert (on("programme_dossier"), on("programme_item")) == (date(2026, 3, 20), date(2026, 3, 31))
    lead = world.actor("ld_so", AT)
    commands.submit_item(programme=programme, code="DA-01", actor=lead, at=AT)
    assert owed("programme_dossier").outcome == "submitted"
    passed = moment("2026-03-05 10:00")
    commands.pass_item(
        programme=programme, code="DA-01", document_no="5/NQ-HĐND", actor=world.actor("cvp", passed), at=passed
    )
    assert (item().state, item().ended_on, owed("programme_item").outcome) == ("passed", date(2026, 3, 5), "passed")


def test_what_was_not_submitted_is_not_passed_and_what_was_passed_moves_no_more(world: World, programme: str) -> None:
    chief = world.actor("cvp", AT)
    with pytest.raises(NotFromHere):
        commands.pass_item(programme=programme, code="DA-01", document_no="1", actor=chief, at=AT)
    commands.submit_item(programme=programme, code="DA-01", actor=chief, at=AT)
    commands.send_back(programme=programme, code="DA-01", actor=chief, at=AT)
    assert owed("programme_dossier").closed_at is None
    commands.submit_item(programme=programme, code="DA-01", actor=chief, at=AT)
    commands.pass_item(programme=programme, code="DA-01", document_no="1", actor=chief, at=AT)
    with pytest.raises(NotFromHere):
        ask(world, programme)
    with pytest.raises(NotFromHere):
        commands.ask_withdrawal(programme=programme, code="DA-01", reason="x", actor=world.actor("ld_so", AT), at=AT)


def test_a_move_needs_consent_and_both_days_follow(world: World, programme: str) -> None:
    ask(world, programme)
    assert item().month == 3
    with pytest.raises(errors.ChangeWaiting):
        ask(world, programme, 6)
    with pytest.raises(NotAllowed):
        decide(world, programme, by="ld_so")
    with pytest.raises(errors.ReasonMissing):
        decide(world, programme, granted=False)
    decide(world, programme)
    assert (item().month, item().first_month, item().moves, item().state) == (5, 3, 1, "not_submitted")
    assert (on("programme_dossier"), on("programme_item")) == (date(2026, 5, 20), date(2026, 5, 31))
    assert ObligationStretch.objects.filter(kind="programme_item").count() == 1
    change = item().changes.get()
    assert (change.reason, change.from_month, change.decided_by_id) == ("Chờ ý kiến bộ", 3, world.people["ubnd"].pk)


def test_a_refused_move_changes_nothing_and_is_kept(world: World, programme: str) -> None:
    ask(world, programme)
    decide(world, programme, granted=False, answer="Phải trình kỳ họp tháng 3")
    assert (item().month, item().moves, item().changes.count()) == (3, 0, 1)


def test_nobody_consents_to_his_own_request(world: World, programme: str) -> None:
    from congvu.orgs.models import Position, Role
    from congvu.orgs.ranges import days

    role = Role.objects.get(code="leader")
    Position.objects.create(person=world.people["ld_so"], unit=world.units["tinh"], role=role, during=days(None))
    ask(world, programme)
    with pytest.raises(errors.OwnRequest):
        decide(world, programme, by="ld_so")


def test_into_another_year_it_leaves_the_programme(world: World, programme: str) -> None:
    ask(world, programme, 1, 2027)
    decide(world, programme)
    assert (item().state, owed("programme_item").outcome) == ("moved", "moved")
    assert owed("programme_dossier").closed_at is not None


def test_withdrawn_with_consent(world: World, programme: str) -> None:
    commands.ask_withdrawal(
        programme=programme, code="DA-01", reason="Trùng nội dung", actor=world.actor("ld_so", AT), at=AT
    )
    decide(world, programme)
    assert item().state == "withdrawn"


def test_a_move_goes_forward_only(world: World, programme: str) -> None:
    with pytest.raises(errors.NotLater):
        ask(world, programme, 3)


def test_registered_after_15_november_is_marked(world: World, programme: str) -> None:
    late = moment("2025-11-16 00:00")
    for code, at in (("A", moment("2025-11-15 23:59")), ("B", late)):
        commands.register_item(
            programme=programme, code=code, name="X", kind="report", level="committee", month=1,
            lead_unit_id=world.units["so"].pk, actor=world.actor("ld_so", at), at=at,
        )  # fmt: skip
    assert dict(ProgrammeItem.objects.values_list("code", "registered_late").order_by("code")) == {
        "A": False, "B": True, "DA-01": False,
    }  # fmt: skip
    with pytest.raises(errors.CodeTaken):
        commands.register_item(
            programme=programme, code="A", name="X", kind="report", level="committee", month=1,
            lead_unit_id=world.units["so"].pk, actor=world.actor("ld_so", late), at=late,
        )  # fmt: skip
    assert late > NOW
