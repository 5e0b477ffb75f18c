"""Between units: sent, received or refused; until received it is the sender's."""

import pytest

from congvu.ledger.selectors import timeline
from congvu.obligations import commands
from congvu.obligations.errors import (
    AlreadyAnswered,
    AlreadyDone,
    HandoverPending,
    HandoverToHolder,
    PersonNotThere,
    ReasonMissing,
)
from congvu.obligations.models import Handover, ObligationStretch
from congvu.orgs.policy import NotAllowed, NotInSight
from tests.obligations.conftest import moment
from tests.obligations.test_kernel import close


def send(world, item, *, to="xa", person=None, who="an", at="2026-11-25 09:00", why="Thuộc địa bàn xã"):
    return commands.send_handover(
        item_id=item.pk, to_unit_id=world.units[to].pk, to_person_id=person and world.people[person].pk, why=why,
        actor=world.actor(who), at=moment(at),
    )  # fmt: skip


def test_until_received_it_is_the_senders_then_it_changes_hands(world):
    item = world.owe(1)
    sent = send(world, item, person="em")
    item.refresh_from_db()
    assert (item.unit_id, item.person_id) == (world.units["so"].pk, world.people["an"].pk)
    commands.receive_handover(handover_id=sent, actor=world.actor("em"), at=moment("2026-11-25 14:00"))
    item.refresh_from_db()
    assert (item.unit_id, item.person_id, item.due_at) == (
        world.units["xa"].pk, world.people["em"].pk, moment("2026-12-01 17:00"),
    )  # fmt: skip
    stretch = ObligationStretch.objects.get()
    assert (stretch.unit_id, stretch.cause) == (world.units["so"].pk, "moved")
    rows = timeline("probe", 1)
    assert [(row.kind, row.unit_id) for row in rows] == [
        ("obligation.handed_over", world.units["so"].pk), ("obligation.handover_received", world.units["xa"].pk),
    ]  # fmt: skip
    assert stretch.event_id == rows[1].id


def test_refused_it_stays_and_the_sender_is_told_why(world, told):
    item = world.owe(1)
    sent = send(world, item)
    with pytest.raises(ReasonMissing):
        commands.refuse_handover(handover_id=sent, reason="", actor=world.actor("phuc"), at=moment("2026-11-25 14:00"))
    commands.refuse_handover(
        handover_id=sent, reason="Không thuộc thẩm quyền", actor=world.actor("phuc"), at=moment("2026-11-25 14:00")
    )
    item.refresh_from_db()
    assert item.unit_id == world.units["so"].pk
    assert told == [
        ("handover_sent", "phuc", "Thuộc địa bàn xã"), ("handover_refused", "an", "Không thuộc thẩm quyền"),
    ]  # fmt: skip
    assert Handover.objects.get().received is False
    send(world, item, at="2026-11-26 09:00")  # may be offered again


def test_the_second_of_two_receivers_is_told_when_it_was_answered(world):
    sent = send(world, world.owe(1))
    commands.receive_handover(handover_id=sent, actor=world.actor("phuc"), at=moment("2026-11-25 14:00"))
    with pytest.raises(AlreadyAnswered, match="25/11/2026 14:00"):
        commands.receive_handover(handover_id=sent, actor=world.actor("phuc"), at=moment("2026-11-25 14:01"))


def test_refusals(world):
    item = world.owe(1)
    with pytest.raises(HandoverToHolder):
        send(world, item, to="so")
    with pytest.raises(PersonNotThere):
        send(world, item, to="xa", person="binh")
    with pytest.raises(NotAllowed):
        send(world, item, who="binh")
    sent = send(world, item)
    with pytest.raises(HandoverPending):
        send(world, item)
    with pytest.raises(NotAllowed):  # the sender's own chief is not the receiver
        commands.receive_handover(handover_id=sent, actor=world.actor("chi"), at=moment("2026-11-25 14:00"))


def test_who_is_neither_side_does_not_find_it(world):
    item = world.owe(1, unit="tinh", person="dung")
    sent = send(world, item, to="so", who="dung")
    with pytest.raises(NotInSight):
        commands.receive_handover(handover_id=sent, actor=world.actor("em"), at=moment("2026-11-25 14:00"))


def test_done_meanwhile_it_cannot_be_received(world):
    sent = send(world, world.owe(1))
    close(1, at="2026-11-25 10:00")
    with pytest.raises((AlreadyDone, NotInSight)):
        commands.receive_handover(handover_id=sent, actor=world.actor("phuc"), at=moment("2026-11-25 14:00"))


def test_reassigning_inside_the_unit_needs_the_right_and_a_colleague(world, told):
    item = world.owe(1)
    at = moment("2026-11-25 09:00")
    with pytest.raises(NotAllowed):
        commands.reassign(item_id=item.pk, to_person_id=world.people["binh"].pk, actor=world.actor("an"), at=at)
    with pytest.raises(PersonNotThere):
        commands.reassign(item_id=item.pk, to_person_id=world.people["em"].pk, actor=world.actor("chi"), at=at)
    commands.reassign(item_id=item.pk, to_person_id=world.people["binh"].pk, actor=world.actor("chi"), at=at)
    item.refresh_from_db()
    assert item.person_id == world.people["binh"].pk
    assert told == [("assigned", "binh", "")]
