"""A generated province on its boundary days: units that began today and ended yesterday, positions that end today,
stand-ins that start today, categories that cut. Kept twice: as plain facts for the oracle, and as rows."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from congvu.orgs import derived
from congvu.orgs.models import (
    Category,
    Person,
    Position,
    PositionCategory,
    Role,
    RolePermission,
    StandIn,
    Succession,
    Unit,
    UnitCode,
    UnitKind,
    UnitSpan,
)
from congvu.orgs.models.people import search_of
from congvu.orgs.ranges import days

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    unit: int
    parent: int | None
    since: date
    until: date | None


@dataclass(frozen=True)
class Passed:
    source: int
    target: int
    on: date


@dataclass(frozen=True)
class Seat:
    person: int
    unit: int
    role: str
    since: date
    until: date | None
    categories: tuple[int, ...]


@dataclass(frozen=True)
class Deputy:
    person: int
    deputy: int
    since: date
    until: date


@dataclass
class World:
    """`changes`: (role, permission) → granted, where the installation departs from the house."""

    today: date
    random: random.Random
    units: dict[int, tuple[date, date | None]] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    people: dict[int, str] = field(default_factory=dict)
    seats: list[Seat] = field(default_factory=list)
    deputies: list[Deputy] = field(default_factory=list)
    categories: dict[int, int | None] = field(default_factory=dict)
    changes: dict[tuple[str, str], bool] = field(default_factory=dict)


ROLES = ("leader", "specialist", "head_of_division", "admin", "inspector", "clerk", "receiving_officer")


def make_world(seed: int, today: date) -> World:
    world = World(today, random.Random(seed))
    _make_units(world)
    _make_categories(world)
    _make_people(world)
    return world


def _unit(world: World, code: str, parents: list[tuple[int | None, date, date | None]]) -> int:
    """One unit with a span per parent and period; it exists from the first to the last."""
    since, until = parents[0][1], parents[-1][2]
    unit = Unit.objects.create(code=code, during=days(since, until))
    UnitCode.objects.create(unit=unit, system="local", code=code, during=days(since, until))
    kind = UnitKind.objects.get(code="so")
    for parent, start, end in parents:
        UnitSpan.objects.create(
            unit=unit, parent_id=parent, name=f"Đơn vị {code}", short_name=code, kind=kind, during=days(start, end)
        )
        world.spans.append(Span(unit.pk, parent, start, end))
    world.units[unit.pk] = (since, until)
    return unit.pk


def _succeeds(world: World, source: int, target: int, on: date) -> None:
    Succession.objects.create(source_id=source, target_id=target, on=on, kind="merge")
    world.passed.append(Passed(source, target, on))


def _make_units(world: World) -> None:
    """top > a(a1, a2), b(b1); with ends yesterday, births today, a move today, a chain of heirs, an orphan."""
    long_ago, today = world.today - 1000 * DAY, world.today
    month_ago = today - 30 * DAY
    top = _unit(world, "top", [(None, long_ago, None)])
    a = _unit(world, "a", [(top, long_ago, None)])
    b = _unit(world, "b", [(top, long_ago, None)])
    for code, parent in (("a1", a), ("a2", a), ("b1", b), ("b2", b)):
        _unit(world, code, [(parent, long_ago, None)])
    born = _unit(world, "born", [(a, today, None)])
    _unit(world, "unborn", [(a, today + DAY, None)])
    _unit(world, "moved", [(a, long_ago, today), (b, today, None)])
    ended = _unit(world, "ended", [(a, long_ago, today)])
    _succeeds(world, ended, born, today)
    first = _unit(world, "first", [(a, long_ago, month_ago)])
    second = _unit(world, "second", [(a, month_ago, today)])
    _succeeds(world, first, second, month_ago)
    _succeeds(world, second, b, today)
    left_to_parent = _unit(world, "ward", [(second, month_ago, today - DAY)])
    assert left_to_parent
    last_day = _unit(world, "lastday", [(b, long_ago, today + DAY)])
    _succeeds(world, last_day, a, today + DAY)
    if world.random.random() < 0.5:
        _unit(world, "orphan", [(None, long_ago, month_ago)])
    derived.rebuild()


def _make_categories(world: World) -> None:
    for number in range(2):
        above = Category.objects.create(kind="field", code=f"f{number}", name=f"Lĩnh vực {number}")
        world.categories[above.pk] = None
        for below in range(2):
            one = Category.objects.create(
                kind="procedure", code=f"p{number}{below}", name=f"Thủ tục {number}{below}", parent=above
            )
            world.categories[one.pk] = above.pk


def _make_people(world: World) -> None:
    changed = ("clerk", "orgs.see_people")
    RolePermission.objects.create(role=Role.objects.get(code=changed[0]), permission=changed[1], granted=True)
    world.changes[changed] = True
    for number in range(16):
        name = f"p{number:02}"
        person = Person.objects.create(
            username=name, full_name=f"Người {number}", search=search_of(f"Người {number}", name)
        )
        world.people[person.pk] = name
    people = list(world.people)
    _seat(world, people[0], next(iter(world.units)), "leader", (world.today - 9 * DAY, None), ())
    for person in people[1:13]:
        for _again in range(world.random.randint(1, 2)):
            _random_seat(world, person)
    _stand_ins(world, people)


def _random_seat(world: World, person: int) -> None:
    today = world.today
    periods = [
        (today - 100 * DAY, None),
        (today - 100 * DAY, today + DAY),  # the last day is today
        (today - 100 * DAY, today),  # ended yesterday
        (today, None),  # starts today
        (today + DAY, None),  # starts tomorrow
    ]
    known = list(world.categories)
    cut = tuple(world.random.sample(known, world.random.choice((0, 0, 1, 2))))
    unit, role = world.random.choice(list(world.units)), world.random.choice(ROLES)
    _seat(world, person, unit, role, world.random.choice(periods), cut)


def _seat(
    world: World, person: int, unit: int, role: str, period: tuple[date, date | None], cut: tuple[int, ...]
) -> None:
    if any((seat.person, seat.unit, seat.role) == (person, unit, role) for seat in world.seats):
        return
    position = Position.objects.create(
        person_id=person, unit_id=unit, role=Role.objects.get(code=role), during=days(*period)
    )
    for category in cut:
        PositionCategory.objects.create(position=position, category_id=category)
    world.seats.append(Seat(person, unit, role, *period, cut))


def _stand_ins(world: World, people: list[int]) -> None:
    today = world.today
    periods = [
        (today, today + DAY),
        (today - 5 * DAY, today),
        (today + DAY, today + 9 * DAY),
        (today - DAY, today + DAY),
    ]
    for number, period in enumerate(periods * 2):
        person, deputy = world.random.sample(people, 2)
        if number == 0:
            person, deputy = people[0], people[13]  # the top, acted for by somebody without a position
        if not any({person, deputy} == {one.person, one.deputy} for one in world.deputies):
            StandIn.objects.create(person_id=person, deputy_id=deputy, during=days(*period))
            world.deputies.append(Deputy(person, deputy, *period))
