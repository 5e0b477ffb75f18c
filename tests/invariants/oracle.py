"""What each person may see, said plainly in loops over the facts. Shares no code with `within()` or the reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from congvu.orgs.roles import ROLES
from tests.invariants.world import World

ANY = -1  # rows of this kind have no category: every block counts by its units
NOWHERE = -2  # a row that belongs to no unit: seen by who has everything


@dataclass(frozen=True)
class Fact:
    """A row that exists: its code, and each (unit, category, person) under which somebody may come upon it."""

    code: str
    places: tuple[tuple[int | None, int | None, int | None], ...]


def may_see(world: World, reader: int, permission: str, fact: Fact) -> bool:
    hats = worn_by(world, reader)
    for unit, category, person in fact.places:
        if person is not None and person in hats:
            return True
        if unit == NOWHERE:
            if has_everything(world, hats, permission):
                return True
            continue
        for seat in world.seats:
            if seat.person not in hats or not is_held(world, seat, permission) or unit is None:
                continue
            if answers_for(world, seat.unit, unit) and counts_for(world, seat.categories, category):
                return True
    return False


def may_at(world: World, reader: int, permission: str, unit: int, category: int) -> bool:
    """Whether the reader holds the permission today for a row of this unit and category, by a position of a hat."""
    hats = worn_by(world, reader)
    return any(
        seat.person in hats
        and is_held(world, seat, permission)
        and answers_for(world, seat.unit, unit)
        and counts_for(world, seat.categories, category)
        for seat in world.seats
    )


def has_everything(world: World, hats: set[int], permission: str) -> bool:
    """Whether positions that are not cut answer for every unit there was, is, or will be."""
    whole = [seat for seat in world.seats if seat.person in hats and not seat.categories]
    held = [seat for seat in whole if is_held(world, seat, permission)]
    return all(any(answers_for(world, seat.unit, unit) for seat in held) for unit in world.units)


def may(world: World, reader: int, permission: str) -> bool:
    """Whether the reader holds the permission anywhere at all today."""
    hats = worn_by(world, reader)
    return any(
        seat.person in hats and is_held(world, seat, permission) and exists(world, seat.unit) for seat in world.seats
    )


def has_a_seat(world: World, reader: int) -> bool:
    hats = worn_by(world, reader)
    return any(
        seat.person in hats and runs(seat.since, seat.until, world.today) and exists(world, seat.unit)
        for seat in world.seats
    )


def worn_by(world: World, reader: int) -> set[int]:
    hats = {reader}
    for one in world.deputies:
        if one.deputy == reader and runs(one.since, one.until, world.today):
            hats.add(one.person)
    return hats


def is_held(world: World, seat, permission: str) -> bool:  # type: ignore[no-untyped-def]
    allowed = permission in ROLES[seat.role]
    allowed = world.changes.get((seat.role, permission), allowed)
    return allowed and runs(seat.since, seat.until, world.today)


def counts_for(world: World, cut: tuple[int, ...], category: int | None) -> bool:
    if not cut or category == ANY:
        return True
    while category is not None:
        if category in cut:
            return True
        category = world.categories[category]
    return False


def answers_for(world: World, upper: int, unit: int | None) -> bool:
    """Whether the unit, or who answers for it when it is gone or still to come, is `upper` or below it today."""
    holder = unit
    seen = set()
    while holder is not None and not exists(world, holder):
        if holder in seen:
            return False
        seen.add(holder)
        holder = next_holder(world, holder)
    while holder is not None:
        if holder == upper:
            return True
        holder = parent_today(world, holder)
    return False


def next_holder(world: World, unit: int) -> int | None:
    if world.today < world.units[unit][0]:
        first_span = None
        for span in world.spans:
            if span.unit == unit and (first_span is None or span.since < first_span.since):
                first_span = span
        return first_span.parent if first_span else None
    latest = None
    for step in world.passed:
        if step.source == unit and step.on <= world.today and (latest is None or step.on > latest.on):
            latest = step
    if latest is not None:
        return latest.target
    last_span = None
    for span in world.spans:
        if span.unit == unit and (last_span is None or span.since > last_span.since):
            last_span = span
    return last_span.parent if last_span else None


def parent_today(world: World, unit: int) -> int | None:
    for span in world.spans:
        if span.unit == unit and runs(span.since, span.until, world.today):
            return span.parent
    return None


def exists(world: World, unit: int) -> bool:
    since, until = world.units[unit]
    return runs(since, until, world.today)


def runs(since: date, until: date | None, day: date) -> bool:
    if day < since:
        return False
    return until is None or day < until
