"""Who acts, in whose name, on which day, and how far each permission reaches then."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from congvu.ledger.prepared import prepared_cursor
from congvu.orgs import roles
from congvu.orgs.models import Person
from congvu.orgs.reach import ALL, EVERYTHING, Block, Ids, Reach


@dataclass(frozen=True, slots=True)
class Actor:
    """`unit_id`: the unit in whose name acts are recorded; rights come from *all* positions valid on `on`.

    Positions are asked once, for all permissions, and kept for as long as this value lives (one request).
    """

    person_id: int | None
    unit_id: int | None
    on: date | None
    _reaches: dict[str, Reach] = field(default_factory=dict, repr=False, compare=False)
    _held: list[_Held] = field(default_factory=list, repr=False, compare=False)

    @classmethod
    def clock(cls) -> Actor:
        """The clock deciding alone: no person, no unit, sees everything."""
        return cls(None, None, None)

    @property
    def is_clock(self) -> bool:
        return self.on is None

    def reach(self, permission: str) -> Reach:
        if permission not in self._reaches:
            self._reaches[permission] = _reach(self, permission)
        return self._reaches[permission]

    def may(self, permission: str, unit_id: int | None = None, category_id: int | None = None) -> bool:
        """Whether the permission is held anywhere, or at this unit, or at this unit for this category."""
        reach = self.reach(permission)
        if unit_id is None:
            return bool(reach.blocks)
        return reach.holds(unit_id, category_id) if category_id is not None else reach.holds_unit(unit_id)


def actor_for(person: Person, unit_id: int | None = None, *, at: datetime) -> Actor:
    """The actor this person is at that moment: in the name of `unit_id` when a position there is valid, else of the
    first position; without any, in nobody's name."""
    return acting(person.pk, unit_id, timezone.localtime(at).date())[0]


def acting(person_id: int, unit_id: int | None, on: date) -> tuple[Actor, list[SeatRow]]:
    """The actor of a day, and all seats he could act from; rights and seats are read together. One query."""
    seats, held = _ask(person_id, on)
    units = [seat.unit_id for seat in seats]
    return Actor(person_id, unit_id if unit_id in units else next(iter(units), None), on, _held=[held]), seats


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A unit in whose name a person may act on a day. `instead_of`: the person acted for, or None."""

    unit_id: int
    unit_name: str
    role: str
    role_name: str
    title: str
    needs_second_factor: bool
    instead_of: str | None


def seats_of(person_id: int, on: date) -> list[SeatRow]:
    """Own positions first, higher roles first. One query."""
    return _ask(person_id, on)[0]


@dataclass(frozen=True, slots=True)
class _Position:
    """`own`: where the installation departs from the house's roles, permission → granted. `categories` None: all."""

    role: str
    own: dict[str, bool]
    units: tuple[int, ...]
    categories: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class _Held:
    """Everything reach is made of: positions of the person and of those stood in for, on the actor's day."""

    persons: tuple[int, ...]
    positions: tuple[_Position, ...]
    every_unit: int


# One row per position of one's own, and of those one stands in for. Rights as values, not a join for others to build
# on: the planner must see them. Units that are gone are answered for by their heir of that day; a category stands for
# all below it. A seat (a name) only where the unit exists that day. All permissions at once: what a role may do is a
# small map. The text never changes, so it is planned once.
_STANDING = """
WITH RECURSIVE hats AS (
  SELECT %(person)s::bigint AS person_id
  UNION SELECT person_id FROM stand_in WHERE deputy_id = %(person)s AND during @> %(on)s::date),
held AS (
  SELECT p.id, p.unit_id, p.role_id, p.title, p.person_id FROM position p JOIN hats USING (person_id)
  WHERE p.during @> %(on)s::date),
cut AS (
  SELECT c.position_id, c.category_id FROM position_category c JOIN held ON held.id = c.position_id
  UNION SELECT cut.position_id, below.id FROM cut JOIN category below ON below.parent_id = cut.category_id),
answered AS (
  SELECT held.id AS position_id, h.unit_id FROM held
  JOIN unit_under u ON u.upper_id = held.unit_id AND u.during @> %(on)s::date
  JOIN unit_heir h ON h.heir_id = u.lower_id AND h.during @> %(on)s::date)
SELECT (SELECT array_agg(person_id ORDER BY person_id) FROM hats),
       (SELECT count(*) FROM unit_heir h WHERE h.during @> %(on)s::date),
       r.code,
       (SELECT json_object_agg(own.permission, own.granted)::text FROM role_permission own WHERE own.role_id = r.id),
       (SELECT array_agg(DISTINCT a.unit_id ORDER BY a.unit_id) FROM answered a WHERE a.position_id = held.id),
       (SELECT array_agg(DISTINCT c.category_id ORDER BY c.category_id) FROM cut c WHERE c.position_id = held.id),
       s.name IS NOT NULL, held.unit_id,
       CASE WHEN length(s.name) > 40 AND s.short_name <> '' THEN s.short_name ELSE s.name END,
       r.code, r.name, held.title, r.needs_second_factor, instead.full_name
FROM (SELECT) AS always
LEFT JOIN (held JOIN role r ON r.id = held.role_id
           LEFT JOIN unit_span s ON s.unit_id = held.unit_id AND s.during @> %(on)s::date
           LEFT JOIN person instead ON instead.id = held.person_id AND held.person_id <> %(person)s) ON true
ORDER BY held.person_id <> %(person)s, r.rank, held.id
"""


def _ask(person_id: int, on: date) -> tuple[list[SeatRow], _Held]:
    with prepared_cursor() as cursor:
        cursor.execute(_STANDING, {"person": person_id, "on": on})
        rows = cursor.fetchall()
    positions = tuple(
        _Position(role, json.loads(own) if own else {}, tuple(units or ()), tuple(categories) if categories else None)
        for _persons, _count, role, own, units, categories, *_seat in rows
        if role is not None
    )
    seats = [SeatRow(*row[7:]) for row in rows if row[6]]
    return seats, _Held(tuple(rows[0][0]), positions, rows[0][1])


def _reach(actor: Actor, permission: str) -> Reach:
    if actor.on is None:
        return EVERYTHING
    if actor.person_id is None:
        return Reach()
    if not actor._held:
        actor._held.append(_ask(actor.person_id, actor.on)[1])
    held = actor._held[0]
    by_categories: dict[tuple[int, ...] | None, set[int]] = {}
    for position in held.positions:
        if position.units and _grants(position, permission):
            by_categories.setdefault(position.categories, set()).update(position.units)
    return Reach(_blocks(by_categories, every_unit=held.every_unit), held.persons)


def _grants(position: _Position, permission: str) -> bool:
    """The installation's own word first, else the house's."""
    return position.own.get(permission, permission in roles.ROLES.get(position.role, frozenset()))


def _blocks(by_categories: dict[tuple[int, ...] | None, set[int]], *, every_unit: int) -> tuple[Block, ...]:
    """One block per set of categories; what lies wholly inside the block of all categories is left out."""
    whole = by_categories.get(None, set())
    blocks = []
    for categories, units in sorted(by_categories.items(), key=lambda item: (item[0] is not None, item[0] or ())):
        left = units if categories is None else units - whole
        ids: Ids = ALL if len(units) == every_unit else tuple(sorted(left))
        if left:
            blocks.append(Block(ids, ALL if categories is None else categories))
    return tuple(blocks)
