"""Who leads a unit on a day, and who leads above: for telling, urging, deciding."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from congvu.obligations.policy import DECIDE
from congvu.orgs import roles
from congvu.orgs.models import Position

# Every unit above with its chiefs, nearest first; a role has the permission by default unless the installation departs.
_CHIEFS = """
SELECT u.lower_id, u.depth, p.person_id
FROM unit_under u JOIN position p ON p.unit_id = u.upper_id AND p.during @> %(on)s::date
JOIN role r ON r.id = p.role_id
LEFT JOIN role_permission own ON own.role_id = r.id AND own.permission = %(permission)s
WHERE u.lower_id = ANY(%(units)s) AND u.during @> %(on)s::date
  AND coalesce(own.granted, r.code = ANY(%(roles)s))
  AND NOT EXISTS (SELECT FROM position_category c WHERE c.position_id = p.id)
ORDER BY u.lower_id, u.depth, p.person_id
"""


def ladder_of(units: Iterable[int], on: date) -> dict[int, list[tuple[int, ...]]]:
    """Unit → rungs of chiefs, the nearest first; a level without chiefs is no rung. One query."""
    values: dict[str, Any] = {
        "units": list(units),
        "on": on,
        "permission": DECIDE,
        "roles": roles.with_permission(DECIDE),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CHIEFS, values)
        rows = cursor.fetchall()
    by_level: dict[int, dict[int, list[int]]] = {}
    for unit, depth, person in rows:
        by_level.setdefault(unit, {}).setdefault(depth, []).append(person)
    return {unit: [tuple(levels[depth]) for depth in sorted(levels)] for unit, levels in by_level.items()}


def chiefs_of(units: Iterable[int], on: date) -> dict[int, tuple[int, ...]]:
    """Unit → its nearest chiefs."""
    return {unit: rungs[0] for unit, rungs in ladder_of(units, on).items() if rungs}


def works_in(person_id: int, unit_id: int, on: date) -> bool:
    return Position.objects.filter(person_id=person_id, unit_id=unit_id, during__contains=on).exists()
