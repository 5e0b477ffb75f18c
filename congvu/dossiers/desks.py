"""Where a step of the approved table is done: which unit, which people. The table names kinds of unit, not units."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Q

from congvu.core.errors import N_, DomainError
from congvu.core.process import Process, Role, Step
from congvu.core.text import folded_words
from congvu.dossiers.policy import PERMISSION
from congvu.ledger.prepared import prepared_cursor
from congvu.orgs import roles
from congvu.orgs.models import TakesPart, UnitSpan, UnitUnder


class NoSuchDesk(DomainError):
    """The chosen unit has nobody who could do the step."""

    code = "no_such_desk"
    sentence = N_("Đơn vị được chọn không có người làm được bước “%(step)s”. Hãy chọn đơn vị khác.")
    status = 422


@dataclass(frozen=True, slots=True)
class Desk:
    """A unit with `people` who can do a step; the best fitting first."""

    unit_id: int
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class DeskPerson:
    id: int
    name: str
    title: str


_GRANTED = """
JOIN role r ON r.id = p.role_id
LEFT JOIN role_permission own ON own.role_id = r.id AND own.permission = %(permission)s
WHERE p.during @> %(on)s::date AND coalesce(own.granted, r.code = ANY(%(roles)s))
"""
# Units with people of their own for the step, and how far they are: the competent unit and what lies below it, the
# place that received, agencies that take part there, those above; anything else only when the table names it.
_FAR = 30
_DESKS = f"""
WITH RECURSIVE field AS (
  SELECT id, parent_id FROM category WHERE id = %(category)s::bigint
  UNION SELECT above.id, above.parent_id FROM field JOIN category above ON above.id = field.parent_id),
head AS (
  SELECT coalesce(max(upper_id), %(received)s) AS unit_id FROM unit_under
  WHERE lower_id = %(received)s AND depth = 1 AND during @> %(on)s::date),
near AS MATERIALIZED (
  SELECT lower_id AS unit_id, depth AS far FROM unit_under WHERE upper_id = %(competent)s AND during @> %(on)s::date
  UNION ALL
  SELECT u.lower_id, u.depth + 3 FROM head JOIN unit_under u ON u.upper_id = head.unit_id AND u.during @> %(on)s::date
  UNION ALL
  SELECT below.lower_id, below.depth + 5 + place.depth FROM unit_under place
  JOIN takes_part t ON t.place_id = place.upper_id AND t.during @> %(on)s::date
  JOIN unit_under below ON below.upper_id = t.unit_id AND below.during @> %(on)s::date
  WHERE place.lower_id = %(received)s AND place.during @> %(on)s::date
  UNION ALL
  SELECT upper_id, depth + 20 FROM unit_under WHERE lower_id = %(received)s AND during @> %(on)s::date),
nearest AS MATERIALIZED (SELECT unit_id, min(far) AS far FROM near GROUP BY unit_id),
granting AS MATERIALIZED (
  SELECT r.id FROM role r LEFT JOIN role_permission own ON own.role_id = r.id AND own.permission = %(permission)s
  WHERE coalesce(own.granted, r.code = ANY(%(roles)s))),
staffed AS MATERIALIZED (
  SELECT p.unit_id, {{people}} AS people FROM position p
  WHERE p.during @> %(on)s::date AND p.role_id IN (SELECT id FROM granting)
    AND (%(category)s::bigint IS NULL OR NOT EXISTS (SELECT FROM position_category c WHERE c.position_id = p.id)
         OR EXISTS (SELECT FROM position_category c JOIN field ON field.id = c.category_id WHERE c.position_id = p.id))
  GROUP BY p.unit_id),
named AS MATERIALIZED (SELECT unit_id, name FROM unit_span WHERE during @> %(on)s::date)
SELECT staffed.unit_id, named.name, staffed.people, coalesce(nearest.far, {_FAR}) AS far
FROM staffed JOIN named USING (unit_id) LEFT JOIN nearest USING (unit_id)
"""  # noqa: S608  (our own text)
# Every part is materialized: the plan is then the same with and without the values, and can be kept.
_COUNTED = _DESKS.format(people="count(DISTINCT p.person_id)")
_PEOPLE = f"""
WITH RECURSIVE field AS (
  SELECT id, parent_id FROM category WHERE id = %(category)s
  UNION SELECT above.id, above.parent_id FROM field JOIN category above ON above.id = field.parent_id)
SELECT p.person_id, person.full_name, min(p.title) FROM position p
JOIN unit_under u ON u.upper_id = p.unit_id AND u.lower_id = %(unit)s AND u.during @> %(on)s::date
JOIN person ON person.id = p.person_id AND person.is_active
{_GRANTED}
  AND (NOT EXISTS (SELECT FROM position_category c WHERE c.position_id = p.id)
       OR EXISTS (SELECT FROM position_category c JOIN field ON field.id = c.category_id WHERE c.position_id = p.id))
GROUP BY p.person_id, person.full_name, person.sort_key ORDER BY min(u.depth), person.sort_key, p.person_id
"""  # noqa: S608


def desks_for(
    step: Step, competent_unit_id: int, on: date, *, received_unit_id: int, category_id: int | None
) -> list[Desk]:
    """Units that can do the step, best first: those whose name the table's words name, then the nearest. One query.

    Positions that are cut to other fields or procedures do not count; `category_id` None asks for any."""
    asked = _asked(step.role) | {"category": category_id}
    with prepared_cursor() as cursor:
        cursor.execute(_COUNTED, {**asked, "competent": competent_unit_id, "received": received_unit_id, "on": on})
        return _best_first(step, cursor.fetchall())


def _best_first(step: Step, rows: Iterable[tuple[int, str, int, int]]) -> list[Desk]:
    words = _words(step.role_unit)
    ranked = sorted((-_likeness(words, name), far, unit, name, people) for unit, name, people, far in rows)
    return [Desk(unit, name, people) for like, far, unit, name, people in ranked if like or far < _FAR]


def _asked(role: Role) -> dict[str, Any]:
    return {"permission": PERMISSION[role], "roles": roles.with_permission(PERMISSION[role])}


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    return frozenset(folded_words(name))


def _likeness(words: frozenset[str], name: str) -> int:
    """How many words of the unit's name the table names; half of them are needed to count as named."""
    own = _words(name)
    common = len(own & words)
    return common if common * 2 >= len(own) else 0


def unit_for(
    step: Step, competent_unit_id: int, on: date, *, received_unit_id: int, version_id: int, category_id: int,
    chosen: int | None = None,
) -> int:  # fmt: skip
    """The unit a step goes to: the chosen one if it can do it, else the routed, else the best, else the competent."""
    if chosen is None:
        place = {"received_unit_id": received_unit_id, "version_id": version_id, "category_id": category_id}
        return _proposed(step, competent_unit_id, on, **place)
    if chosen != routed_unit(step, received_unit_id=received_unit_id, version_id=version_id, on=on):
        found = desks_for(step, competent_unit_id, on, received_unit_id=received_unit_id, category_id=category_id)
        if chosen not in {desk.unit_id for desk in found}:
            raise NoSuchDesk(field="to_unit", step=step.name)
    return chosen


# Routes whose words the step's unit holds, at the place that received or above it; the most telling first.
_ROUTED = """
SELECT r.unit_id FROM dossier_route r
LEFT JOIN unit_under u ON u.upper_id = r.place_id AND u.lower_id = %(received)s AND u.during @> %(on)s::date
WHERE position(r.words IN %(words)s) > 0 AND (r.place_id IS NULL OR u.depth IS NOT NULL)
  AND (r.procedure_id IS NULL OR r.procedure_id = (SELECT procedure_id FROM procedure_version WHERE id = %(version)s))
ORDER BY length(r.words) DESC, r.procedure_id NULLS LAST, u.depth NULLS LAST, r.id LIMIT 1
"""


# The routed unit, which has no name here, or else every desk.
_PROPOSED = f"""
WITH routed AS ({_ROUTED}), desk AS ({_DESKS.format(people="1")})
SELECT unit_id, NULL, 0, 0 FROM routed
UNION ALL SELECT unit_id, name, people, far FROM desk WHERE NOT EXISTS (SELECT FROM routed)
"""  # noqa: S608


def _proposed(
    step: Step, competent_unit_id: int, on: date, *, received_unit_id: int, version_id: int, category_id: int
) -> int:
    """Where the step goes when nobody chooses. One query."""
    known = _asked(step.role) | {"competent": competent_unit_id, "received": received_unit_id, "on": on}
    with prepared_cursor() as cursor:
        cursor.execute(_PROPOSED, known | {"version": version_id, "words": _said(step), "category": category_id})
        rows = cursor.fetchall()
    if rows and rows[0][1] is None:
        return int(rows[0][0])
    found = _best_first(step, rows)
    return found[0].unit_id if found else competent_unit_id


def routed_unit(step: Step, *, received_unit_id: int, version_id: int, on: date) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_ROUTED, {"received": received_unit_id, "on": on, "words": _said(step), "version": version_id})
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _said(step: Step) -> str:
    return " ".join(folded_words(step.role_unit))


def people_for(role: Role, unit_id: int, on: date, *, category_id: int) -> list[DeskPerson]:
    """Who can do a step of that kind and field at the unit: its own people first, then those above, by name."""
    asked = _asked(role)
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {**asked, "unit": unit_id, "on": on, "category": category_id})
        return [DeskPerson(*row) for row in cursor.fetchall()]


def competent_for(desk_unit_id: int, on: date, process: Process | None = None) -> int:
    """Who decides what this counter receives, when nobody is named: the unit that the first step after the counter
    names, if it lies outside; else the unit above the counter.
    """
    above = _above(desk_unit_id, on)
    if process is None:
        return above
    step = next((s for s in process.steps if not s.waits_for and s.role not in (Role.RECEIVING, Role.RETURNING)), None)
    if step is None:
        return above
    words = _words(step.role_unit)
    best = next(iter(desks_for(step, above, on, received_unit_id=desk_unit_id, category_id=None)), None)
    if best is None or not _likeness(words, best.name):
        return above
    inside = UnitUnder.objects.filter(upper_id=above, lower_id=best.unit_id, during__contains=on).exists()
    return above if inside else best.unit_id


def _above(desk_unit_id: int, on: date) -> int:
    """A counter belongs to the unit above it; any other unit receives for itself."""
    span = UnitSpan.objects.filter(unit_id=desk_unit_id, during__contains=on).first()
    if span is None or span.parent_id is None:
        return desk_unit_id
    return span.parent_id if _is_counter(span) else desk_unit_id


def _is_counter(span: UnitSpan) -> bool:
    words = " ".join(folded_words(span.name))
    return words.startswith(("trung tam phuc vu hanh chinh cong", "bo phan mot cua", "bo phan tiep nhan"))


@dataclass(frozen=True, slots=True)
class CompetentChoice:
    unit_id: int
    name: str


def competent_choices(desk_unit_id: int, on: date, process: Process | None = None) -> list[CompetentChoice]:
    """Units the counter may receive for: the proposed one first, then its head, neighbours, agencies taking part."""
    first, above = competent_for(desk_unit_id, on, process), _above(desk_unit_id, on)
    spans = UnitSpan.objects.filter(during__contains=on)
    parent = spans.filter(unit_id=above).values_list("parent_id", flat=True).first()
    part = TakesPart.objects.filter(place_id=above, during__contains=on).values_list("unit_id", flat=True)
    near = Q(unit_id__in=[first, above, desk_unit_id, *part]) | Q(
        parent_id__in=[unit for unit in (parent, above) if unit]
    )
    rows = spans.filter(near).order_by("kind__rank", "name", "unit_id").values_list("unit_id", "name")
    choices = [CompetentChoice(unit_id, name) for unit_id, name in rows]
    return sorted(choices, key=lambda choice: (choice.unit_id != first, choice.unit_id != above))
