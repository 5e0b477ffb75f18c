"""Obligations: unit, category and person, all three; read through `within()` itself."""

from datetime import UTC, datetime

from congvu.obligations.models import Obligation
from congvu.orgs import reach
from congvu.orgs.actor import Actor
from tests.invariants.oracle import Fact
from tests.invariants.subject import Reader, Subject, Viewer
from tests.invariants.world import World

SEE = "obligations.see"
LONG_AGO = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


def make(world: World) -> list[Fact]:
    """For each unit, also those gone or to come: without category, and of each category; some held by a person."""
    made = []
    for unit in world.units:
        for category in (None, *world.categories):
            person = world.random.choice([None, None, *world.people])
            made.append(
                Obligation(
                    kind="sample", subject_kind="sample", subject_id=len(made) + 1, unit_id=unit, person_id=person,
                    category_id=category, opened_at=LONG_AGO, clock_from_at=LONG_AGO, clock="step", since_at=LONG_AGO,
                )
            )  # fmt: skip
    Obligation.objects.bulk_create(made)
    return [Fact(str(one.subject_id), ((one.unit_id, one.category_id, one.person_id),)) for one in made]


def from_selector(viewer: Viewer) -> set[str]:
    actor = Actor(viewer.person_id, None, viewer.world.today)
    seen = Obligation.objects.filter(reach.within(actor.reach(SEE)), kind="sample")
    return {str(subject) for subject in seen.values_list("subject_id", flat=True)}


SUBJECT = Subject(
    name="obligations",
    permission=SEE,
    make=make,
    readers=(Reader("selector", from_selector, guarded=False),),
)
