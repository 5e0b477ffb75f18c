"""Which units enter a round, and what is to be known of each: its group, and whether it came into being in mid-year."""

from collections.abc import Sequence
from datetime import date

from congvu.indexes import groups
from congvu.indexes.commands.rounds import Entrant
from congvu.orgs.models import Unit
from congvu.orgs.units import unit_by_code


def entrants_of(codes: Sequence[str], on: date, *, since: date | None = None) -> list[Entrant]:
    """Units by code, each in the group of its kind on the day. Raises UnitUnknown, UnitAmbiguous.

    `since`: the first day of the period; a unit that began later is scored for its part of it, and says so.
    """
    units: dict[int, Unit] = {}
    for code in codes:
        unit = unit_by_code(code, on)
        units[unit.pk] = unit
    kinds = groups.kinds_on(units, on)
    return [
        Entrant(
            pk, groups.group_of_kind(kinds.get(pk, "")),
            joined_on=unit.during.lower if since and unit.during.lower and unit.during.lower > since else None,
        )
        for pk, unit in units.items()
    ]  # fmt: skip
