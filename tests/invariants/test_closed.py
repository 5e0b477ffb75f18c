"""Every reading door shows exactly what the oracle says; and the test notices when the rights are broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.models import Q
from django.utils import timezone, translation

from congvu.orgs import actor, reach
from congvu.orgs.models import people
from tests.invariants import oracle
from tests.invariants.oracle import Fact
from tests.invariants.subject import Subject, Viewer
from tests.invariants.subjects import all_subjects
from tests.invariants.world import World, make_world

pytestmark = pytest.mark.django_db
SEEDS = (1, 2, 3)
SUBJECTS = all_subjects()


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield


def expected(world: World, facts: list[Fact], subject: Subject, reader: int) -> set[str]:
    return {fact.code for fact in facts if oracle.may_see(world, reader, subject.permission, fact)}


def may_enter(world: World, subject: Subject, reader: int) -> bool:
    return oracle.has_a_seat(world, reader) and oracle.may(world, reader, subject.permission)


def differences(world: World, facts: list[Fact], subject: Subject, *, selectors_only: bool = False) -> list[str]:
    """Sentences, one per reader and person that do not agree; empty when the door is closed as it should be."""
    found = []
    for person, name in world.people.items():
        viewer, right = Viewer(person, world), expected(world, facts, subject, person)
        for reader in subject.readers:
            if selectors_only and reader.door:
                continue
            wanted = right & reader.narrowed(world) if reader.narrowed else right
            if reader.guarded and not may_enter(world, subject, person):
                wanted = set()
            if (seen := reader.read(viewer)) != wanted:
                wrong = f"too many {sorted(seen - wanted)}, too few {sorted(wanted - seen)}"
                found.append(f"{subject.name} {reader.name} {name}: {wrong}")
    return found


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_each_reading_door_shows_exactly_what_may_be_seen(subject: Subject, seed: int) -> None:
    world = make_world(seed, timezone.localdate())
    facts = subject.make(world)
    assert differences(world, facts, subject) == []
    for person in world.people:
        wanted = len(expected(world, facts, subject, person)) if may_enter(world, subject, person) else 0
        for name, count in subject.counts:
            assert count(Viewer(person, world)) == wanted, (subject.name, name, world.people[person])


@pytest.mark.parametrize("subject", [one for one in SUBJECTS if one.detail], ids=lambda subject: subject.name)
def test_each_door_with_an_id_answers_404_outside_and_200_within(subject: Subject) -> None:
    world = make_world(1, timezone.localdate())
    facts = subject.make(world)
    assert subject.detail
    for person in world.people:
        if not oracle.has_a_seat(world, person):
            continue
        client, seen = Viewer(person, world).client, expected(world, facts, subject, person)
        for fact in facts:
            status = client.get(subject.detail(fact.code, world)).status_code
            assert status == (200 if fact.code in seen else 404), (world.people[person], fact.code)


def test_the_generator_is_not_tame() -> None:
    """Boundary days, empty reach, everything, a cut reach and a mixed one all occur."""
    kinds: set[str] = set()
    for seed in SEEDS:
        world = make_world(seed, timezone.localdate())
        for person in world.people:
            here = actor.Actor(person, None, world.today).reach("obligations.see")
            if here.is_everything:
                kinds.add("everything")
            elif not here.blocks:
                kinds.add("nothing")
            elif len(here.blocks) > 1:
                kinds.add("several blocks")
            elif here.blocks[0].categories is not reach.ALL:
                kinds.add("cut")
            else:
                kinds.add("some units")
        _forget()
    assert kinds == {"everything", "nothing", "several blocks", "cut", "some units"}


def _forget() -> None:
    from congvu.orgs.models import Category, Person, Position, RolePermission, StandIn, Succession, Unit, UnitSpan

    for table in (StandIn, Position, RolePermission, Person, Succession, UnitSpan, Category, Unit):
        if table is Category:
            Category.objects.exclude(parent=None).delete()
        table.objects.all().delete()


# --- Mutants: the rights broken on purpose; each must be noticed ------------------------------------------------------


def _everything(*_args: object, **_kwargs: object) -> Q:
    return Q()


def _nothing(*_args: object, **_kwargs: object) -> Q:
    return Q(pk__in=())


def _product(
    found: reach.Reach, *, unit: str = "unit_id", category: str | None = "category_id", person: str | None = "person_id"
) -> Q:
    """A product of unions: any unit of some block with any category of some block."""
    units = found.unit_ids
    cuts = [block.categories for block in found.blocks]
    sight = Q(**{f"{person}__in": found.persons}) if person else Q(pk__in=())
    if not found.blocks:
        return sight
    part = Q() if units is reach.ALL else Q(**{f"{unit}__in": units})
    if category and not any(cut is reach.ALL for cut in cuts):
        part &= Q(**{f"{category}__in": [one for cut in cuts for one in cut]})
    return sight | part if part else Q()


def _in_reach(old: str, new: str) -> Callable[[pytest.MonkeyPatch], None]:
    def mutate(monkeypatch: pytest.MonkeyPatch) -> None:
        assert old in actor._REACH
        monkeypatch.setattr(actor, "_REACH", actor._REACH.replace(old, new))

    return mutate


def _in_grants(broken: Callable[[Any, str], bool]) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda monkeypatch: monkeypatch.setattr(actor, "_grants", broken)


def _in_within(broken: Callable[..., Q]) -> Callable[[pytest.MonkeyPatch], None]:
    def mutate(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reach, "within", broken)
        monkeypatch.setattr(people, "within", broken)

    return mutate


DATES = "during @> %(on)s::date"
MUTANTS = {
    "positions without dates": _in_reach(f"WHERE p.{DATES}", "WHERE true"),
    "stand-ins without dates": _in_reach(f"AND {DATES}),\nheld", "),\nheld"),
    "no stand-in": _in_reach("FROM stand_in WHERE deputy_id", "FROM stand_in WHERE false AND deputy_id"),
    "chart of any day": _in_reach(f"u.upper_id = held.unit_id AND u.{DATES}", "u.upper_id = held.unit_id"),
    "no heirs": _in_reach("h.heir_id = u.lower_id", "h.unit_id = u.lower_id AND h.heir_id = h.unit_id"),
    "any role": _in_grants(lambda _position, _permission: True),
    "product instead of union": _in_within(_product),
    "everything": _in_within(_everything),
    "nothing": _in_within(_nothing),
}  # fmt: skip


@pytest.mark.parametrize("mutant", MUTANTS)
def test_broken_rights_are_noticed(mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    subject = next(one for one in SUBJECTS if one.name == "obligations")
    found = []
    MUTANTS[mutant](monkeypatch)
    for seed in SEEDS:
        world = make_world(seed, timezone.localdate())
        found += differences(world, subject.make(world), subject, selectors_only=True)
        if found:
            break
        _forget_rows()
    assert found, f"nobody noticed: {mutant}"


def _forget_rows() -> None:
    from congvu.obligations.models import Obligation

    Obligation.objects.all().delete()
    _forget()
