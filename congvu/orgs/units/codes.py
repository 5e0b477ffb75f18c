"""From a code, as files and integrators write it, to the unit it names."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from congvu.core.errors import N_, DomainError
from congvu.orgs.models import Unit, UnitCode
from congvu.orgs.ranges import holds


class UnitUnknown(DomainError):
    code = "unit_unknown"
    sentence = N_("Không có đơn vị nào mang mã “%(unit)s”. Hãy xem mã ở trang Đơn vị.")
    status = 422


class UnitAmbiguous(DomainError):
    """Two systems, or two times, share the code."""

    code = "unit_ambiguous"
    sentence = N_("Mã “%(unit)s” là của nhiều đơn vị: %(choices)s. Hãy ghi kèm hệ mã.")
    status = 422


def unit_by_code(text: str, on: date | None = None) -> Unit:
    """The unit named `CODE` or `SYSTEM:CODE`, preferring one that carries the code on the day `on`.

    Raises UnitUnknown, UnitAmbiguous.
    """
    return unit_among(units_named(text), text, on)


def units_named(text: str) -> list[UnitCode]:
    """Every unit that carries or carried `CODE` or `SYSTEM:CODE`. One query."""
    system, _, code = text.strip().rpartition(":")
    found = UnitCode.objects.filter(code=code).select_related("unit").order_by("system", "id")
    return [row for row in found if not system or row.system == system]


def units_carrying(texts: Iterable[str]) -> dict[str, list[UnitCode]]:
    """The same for every text of a file. One query."""
    parts = {text: text.strip().rpartition(":") for text in texts}
    carried: dict[str, list[UnitCode]] = defaultdict(list)
    codes = {code for _system, _, code in parts.values()}
    for row in UnitCode.objects.filter(code__in=codes).select_related("unit").order_by("system", "id"):
        carried[row.code].append(row)
    return {
        text: [row for row in carried[code] if not system or row.system == system]
        for text, (system, _, code) in parts.items()
    }


def unit_among(named: list[UnitCode], text: str, on: date | None) -> Unit:
    """Which of them is meant on a day; files that name a unit many times ask for its codes once."""
    if on is not None and len({row.unit_id for row in named}) > 1:
        named = [row for row in named if _carried(row, on)] or named
    units = {row.unit_id: row.unit for row in named}
    if not units:
        raise UnitUnknown(unit=text)
    if len(units) > 1:
        raise UnitAmbiguous(unit=text, choices=", ".join(f"{row.system}:{row.code}" for row in named))
    return next(iter(units.values()))


def codes_of(ids: Iterable[int]) -> dict[int, str]:
    """The code each unit was loaded under, as JSON and exports print it. One query."""
    return dict(Unit.objects.filter(pk__in=set(ids)).order_by("id").values_list("id", "code"))


def _carried(row: UnitCode, on: date) -> bool:
    return holds(row.during, on)
