"""Work sent to another unit and not yet answered: the sender waits for it, the receiver may look before he takes it."""

from congvu.obligations.models import Handover, Obligation
from tests.invariants import making, oracle
from tests.invariants.oracle import ANY, Fact
from tests.invariants.subject import Count, Detail, Reader, Subject
from tests.invariants.subjects.obligations import (
    API,
    LISTS,
    SEE,
    count_by_api,
    count_on_page,
    from_api,
    from_chosen,
    number_of,
    shown,
)
from tests.invariants.world import World

WAITING = "/viec/cho-nguoi-khac/"


def _sent(world: World) -> list[tuple[Obligation, Handover]]:
    made = []
    for item in making.obligations(world)[::3]:
        to_unit = world.random.choice([unit for unit in world.units if unit != item.unit_id])
        sent = Handover.objects.create(
            item=item, from_unit_id=item.unit_id, from_person_id=item.person_id, to_unit_id=to_unit,
            to_person_id=world.random.choice([None, None, *world.people]),
            sent_by_id=world.random.choice(list(world.people)), sent_at=making.LONG_AGO, why="x",
        )  # fmt: skip
        made.append((item, sent))
    Obligation.objects.exclude(pk__in=[item.pk for item, _sent in made]).delete()
    return made


def make_sent(world: World) -> list[Fact]:
    return [Fact(str(item.subject_id), ((None, None, sent.sent_by_id),)) for item, sent in _sent(world)]


def make_offered(world: World) -> list[Fact]:
    """First as an obligation, then as what is offered."""
    return [
        Fact(
            str(item.subject_id),
            ((item.unit_id, item.category_id, item.person_id), (sent.to_unit_id, ANY, sent.to_person_id)),
        )
        for item, sent in _sent(world)
    ]


def sees_offered(world: World, reader: int, fact: Fact) -> bool:
    own, offered = fact.places
    return oracle.may_see(world, reader, SEE, Fact(fact.code, (own,))) or oracle.may_see(
        world, reader, "obligations.receive", Fact(fact.code, (offered,))
    )


SUBJECTS = (
    Subject(
        name="handovers sent",
        permission=SEE,
        make=make_sent,
        readers=(
            Reader("page", lambda viewer: shown(viewer, WAITING), door=LISTS + "waiting", guard="seat"),
            Reader("api", lambda viewer: from_api(viewer, "waiting"), door=API + "list_obligations", guard="seat"),
        ),
        counts=(
            Count("page", lambda viewer: count_on_page(viewer, WAITING), door=LISTS + "waiting", guard="seat"),
            Count("api", lambda viewer: count_by_api(viewer, "waiting"), door=API + "list_obligations", guard="seat"),
        ),
    ),
    Subject(
        name="handovers offered",
        permission=SEE,
        make=make_offered,
        sees=sees_offered,
        readers=(Reader("chosen", from_chosen, door=LISTS + "export_chosen", guard="seat"),),
        details=(Detail("congvu.obligations.views.matter.detail", lambda code, world: f"/viec/{number_of(code)}/"),),
    ),
)
