"""Every reading door shows exactly what the oracle says; and the test notices when the rights are broken."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from congvu.orgs import actor, reach
from tests.invariants import oracle
from tests.invariants.oracle import Fact
from tests.invariants.subject import Detail, Guard, Reader, Subject, Viewer
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
    def sees(fact: Fact) -> bool:
        if subject.sees is not None:
            return subject.sees(world, reader, fact)
        return oracle.may_see(world, reader, subject.permission, fact)

    return {fact.code for fact in facts if sees(fact)}


def may_enter(world: World, subject: Subject, reader: int, guard: Guard) -> bool:
    """Whether the door opens at all: a session needs a position today, some doors the permission besides."""
    if guard == "none":
        return True
    return oracle.has_a_seat(world, reader) and (guard == "seat" or oracle.may(world, reader, subject.permission))


def differences(
    world: World, facts: list[Fact], subject: Subject, readers: tuple[Reader, ...] | None = None
) -> Iterator[str]:
    """Sentences, one per reader and person that do not agree; none when the doors are closed as they should be."""
    for person, name in world.people.items():
        viewer, right = Viewer(person, world), expected(world, facts, subject, person)
        for reader in subject.readers if readers is None else readers:
            wanted = right & reader.narrowed(world) if reader.narrowed else right
            if not may_enter(world, subject, person, reader.guard):
                wanted = set()
            if (seen := reader.read(viewer)) != wanted:
                wrong = f"too many {sorted(seen - wanted)}, too few {sorted(wanted - seen)}"
                yield f"{subject.name} {reader.name} {name}: {wrong}"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("subject", [one for one in SUBJECTS if one.readers], ids=lambda subject: subject.name)
def test_each_reading_door_shows_exactly_what_may_be_seen(subject: Subject, seed: int) -> None:
    world = make_world(seed, timezone.localdate())
    facts = subject.make(world)
    assert list(differences(world, facts, subject)) == []
    for person, name in world.people.items():
        right = len(expected(world, facts, subject, person))
        for count in subject.counts:
            wanted = right if may_enter(world, subject, person, count.guard) else 0
            assert count.read(Viewer(person, world)) == wanted, (subject.name, count.name, name)


WITH_IDS = [(subject, detail) for subject in SUBJECTS for detail in subject.details]
ROWS_ASKED = 3


@pytest.mark.parametrize(("subject", "detail"), WITH_IDS, ids=[f"{one.name} {each.door}" for one, each in WITH_IDS])
def test_each_door_with_an_id_answers_404_outside_and_200_within(subject: Subject, detail: Detail) -> None:
    """A few rows of either side for each person; a door with a permission says 403 to who does not have it."""
    world = make_world(1, timezone.localdate())
    facts = subject.make(world)
    answers = set()
    for person, name in world.people.items():
        if not oracle.has_a_seat(world, person):
            continue
        client, seen = Viewer(person, world).client, expected(world, facts, subject, person)
        enters = may_enter(world, subject, person, detail.guard)
        inside = [fact.code for fact in facts if fact.code in seen]
        outside = [fact.code for fact in facts if fact.code not in seen]
        for code in [*_some(world, inside), *_some(world, outside)]:
            may = detail.allowed is None or detail.allowed(world, person, code)
            wanted = 403 if not enters else 404 if code not in seen else 200 if may else 403
            answers.add(wanted)
            assert _status(client.get(detail.address(code, world))) == wanted, (name, code)
    assert answers >= {200, 404}


def _status(response) -> int:  # type: ignore[no-untyped-def]
    if response.streaming:
        assert b"".join(response.streaming_content)
    return int(response.status_code)


def _some(world: World, codes: list[str]) -> list[str]:
    return world.random.sample(codes, min(ROWS_ASKED, len(codes)))


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


USERS_OF_WITHIN = (
    "congvu.dossiers.models.dossiers", "congvu.indexes.models.rounds", "congvu.obligations.policy",
    "congvu.obligations.selectors.inbox", "congvu.orgs.commands.managed", "congvu.orgs.models.people",
    "congvu.orgs.reach", "congvu.tasks.plans.models", "congvu.tasks.programmes.models", "congvu.tasks.sight",
)  # fmt: skip


def test_the_mutants_reach_every_user_of_within() -> None:
    for name in ("congvu.config.urls", *USERS_OF_WITHIN):
        importlib.import_module(name)
    using = {
        name for name, module in sys.modules.items()
        if name.startswith("congvu.") and getattr(module, "within", None) is reach.within
    }  # fmt: skip
    assert using == set(USERS_OF_WITHIN)


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
        assert old in actor._STANDING
        monkeypatch.setattr(actor, "_STANDING", actor._STANDING.replace(old, new))

    return mutate


def _in_grants(broken: Callable[[Any, str], bool]) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda monkeypatch: monkeypatch.setattr(actor, "_grants", broken)


def _in_within(broken: Callable[..., Q]) -> Callable[[pytest.MonkeyPatch], None]:
    def mutate(monkeypatch: pytest.MonkeyPatch) -> None:
        for name in USERS_OF_WITHIN:
            monkeypatch.setattr(sys.modules[name], "within", broken)

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


THROUGH = {
    "obligations": ("selector", "api"),
    "dossiers": ("selector", "api"),
    "plans": ("selector", "api"),
    "programmes": ("selector", "api"),
    "tasks": ("selector",),
    "index units": ("selector",),
    "figures": ("rows by api",),
}
UNTOUCHED = {
    # Figures resolve reach into SQL text of their own and never call `within()`.
    ("product instead of union", "figures"), ("everything", "figures"), ("nothing", "figures"),
    # Units of a round are not cut by category: a product of their blocks is their union.
    ("product instead of union", "index units"),
}  # fmt: skip
CASES = [(mutant, name) for mutant in MUTANTS for name in THROUGH if (mutant, name) not in UNTOUCHED]


@pytest.mark.parametrize(("mutant", "name"), CASES)
def test_broken_rights_are_noticed(mutant: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By each way of reading alone: a door that asks nobody would not notice."""
    subject = next(one for one in SUBJECTS if one.name == name)
    unnoticed = {reader.name for reader in subject.readers if reader.name in THROUGH[name]}
    assert unnoticed == set(THROUGH[name])
    MUTANTS[mutant](monkeypatch)
    for seed in range(1, 9):
        with transaction.atomic():
            world = make_world(seed, timezone.localdate())
            facts = subject.make(world)
            for reader in subject.readers:
                if reader.name in unnoticed and next(differences(world, facts, subject, (reader,)), None):
                    unnoticed.discard(reader.name)
            transaction.set_rollback(True)
        if not unnoticed:
            break
    assert not unnoticed, f"{mutant} goes unnoticed through {sorted(unnoticed)}"
