"""Numbers of tasks: one series a year for the house (`NV-2026-0012`), and the place in the assigner's own register."""

from collections.abc import Sequence

from congvu.core.numbering import task_number
from congvu.ledger.numbers import all_at_least, next_numbers

HOUSE = "task"


def register_of(unit_id: int) -> str:
    return f"task-register:{unit_id}"


def next_codes(year: int, count: int) -> list[str]:
    """The next codes of the year, without gaps: a transaction that rolls back gives them back."""
    return [task_number(year=year, sequence=number) for number in next_numbers(HOUSE, str(year), count)]


def next_places(unit_id: int, year: int, count: int) -> Sequence[int]:
    """The next places in the register of the unit that gives."""
    return next_numbers(register_of(unit_id), str(year), count)


def used(numbers: Sequence[tuple[int, int]]) -> None:
    """Codes (year, number) that a file brought are not given again."""
    latest: dict[tuple[str, str], int] = {}
    for year, number in numbers:
        latest[HOUSE, str(year)] = max(latest.get((HOUSE, str(year)), 0), number)
    if latest:
        all_at_least(latest)
