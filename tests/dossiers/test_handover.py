"""An obligation of a dossier moved on its own page: the dossier never names another holder than the inbox."""

from datetime import timedelta

import pytest

from congvu.core.errors import DomainError
from congvu.dossiers import commands
from congvu.dossiers.models import Dossier
from congvu.obligations import commands as obligations
from congvu.obligations.models import Obligation
from congvu.orgs.models import Position
from tests.dossiers.walking import forward, open_run
from tests.dossiers.world import World, moment

START = moment("2026-01-07 08:15")
AT = moment("2026-01-08 09:00")
LATER = AT + timedelta(minutes=30)


@pytest.fixture
def claimed(world: World) -> Dossier:
    dossier = world.receive("1.012784", START)
    forward(dossier, moment("2026-01-07 09:00"))
    commands.claim(code=dossier.code, actor=world.actor("cv_cn", AT), at=AT)
    return dossier


def send(world: World, item_id: int, unit: str, who: str, person: str | None = None) -> int:
    return obligations.send_handover(
        item_id=item_id, to_unit_id=world.units[unit].pk, to_person_id=world.people[person].pk if person else None,
        why="Đúng chuyên môn", actor=world.actor(who, AT), at=AT,
    )  # fmt: skip


def test_a_step_handed_over_is_done_by_the_unit_that_received_it(world: World, claimed: Dossier) -> None:
    item_id = open_run(claimed).obligation_id
    assert item_id
    sent = send(world, item_id, "kt", "cv_cn")
    assert open_run(claimed).unit_id == world.units["cn"].pk
    obligations.receive_handover(handover_id=sent, actor=world.actor("tp_kt", LATER), at=LATER)
    run, item = open_run(claimed), Obligation.objects.get(pk=item_id)
    assert (run.unit_id, run.person_id) == (item.unit_id, item.person_id) == (world.units["kt"].pk, None)
    given = {"code": claimed.code, "at": LATER}
    with pytest.raises(DomainError) as refused:
        commands.complete_step(actor=world.actor("cv_cn", LATER), **given)
    assert refused.value.code == "not_allowed"
    commands.claim(actor=world.actor("cv_kt", LATER), **given)
    commands.complete_step(actor=world.actor("cv_kt", LATER), **given)


def test_a_step_is_not_handed_to_who_cannot_do_it(world: World, claimed: Dossier) -> None:
    item_id = open_run(claimed).obligation_id
    assert item_id
    Position.objects.filter(person=world.people["bi"]).delete()  # above all, he could do it anywhere
    with pytest.raises(DomainError) as refused:
        send(world, item_id, "quay2", "cv_cn")
    assert (refused.value.code, refused.value.field) == ("no_such_desk", "to_unit_id")
    with pytest.raises(DomainError) as refused:
        obligations.reassign(
            item_id=item_id, to_person_id=world.people["ld_cn"].pk, actor=world.actor("ld_cn", AT), at=AT
        )
    assert (refused.value.code, refused.value.field) == ("not_a_holder", "to_person_id")
    assert open_run(claimed).person_id == world.people["cv_cn"].pk


def test_given_back_to_the_unit_the_step_is_free(world: World, claimed: Dossier) -> None:
    item_id = open_run(claimed).obligation_id
    assert item_id
    obligations.reassign(item_id=item_id, to_person_id=None, actor=world.actor("ld_cn", AT), at=AT)
    assert open_run(claimed).person_id is None
    assert Obligation.objects.get(pk=item_id).person_id is None


def test_the_promise_handed_over_makes_the_receiver_competent(world: World, claimed: Dossier) -> None:
    assert claimed.obligation_id
    holder = Obligation.objects.get(pk=claimed.obligation_id).unit_id
    chief = next(name for name, unit in (("ld_cn", "cn"), ("ld_vpdk", "vpdk"), ("ld_so", "so"), ("ld_xa", "xa"))
                 if world.units[unit].pk == holder)  # fmt: skip
    sent = send(world, claimed.obligation_id, "kt", chief)
    obligations.receive_handover(handover_id=sent, actor=world.actor("tp_kt", LATER), at=LATER)
    claimed.refresh_from_db()
    assert claimed.competent_unit_id == world.units["kt"].pk
    assert Dossier.objects.visible_to(world.actor("tp_kt", LATER)).filter(pk=claimed.pk).exists()
