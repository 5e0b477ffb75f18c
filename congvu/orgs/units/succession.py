"""Then and now: facts stay with the unit that did them; figures by the structure of a day follow principal
successions up to it."""

from collections import defaultdict
from datetime import date

from congvu.orgs.models import Succession


def successors(as_of: date) -> dict[int, int]:
    """For every unit whose duties had passed on by the day: who has the principal part of them then. One query.

    Units that are themselves the answer are not listed: read `successors(d).get(unit, unit)`.
    """
    passed: dict[int, list[tuple[date, int]]] = defaultdict(list)
    rows = Succession.objects.filter(principal=True, on__lte=as_of).order_by("on", "id")
    for source, on, target in rows.values_list("source_id", "on", "target_id"):
        passed[source].append((on, target))
    return {source: _follow(source, passed) for source in passed}


def successor_of(unit_id: int, as_of: date) -> int:
    """Who has the principal part of this unit's duties on the day; itself when they never passed on."""
    return successors(as_of).get(unit_id, unit_id)


def _follow(source: int, passed: dict[int, list[tuple[date, int]]]) -> int:
    """Days never go back along the way, so a unit whose duties return to it later is no circle."""
    unit, since = source, date.min
    taken: set[tuple[int, date]] = set()
    while steps := [step for step in passed.get(unit, []) if step[0] >= since and (unit, step[0]) not in taken]:
        since, target = steps[-1]
        taken.add((unit, since))
        unit = target
    return unit
