"""Units that may be given a task: those that exist that day, below the one that gives or taking part at its places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from congvu.core.errors import N_, DomainError
from congvu.obligations.names import unit_names
from congvu.orgs.models import TakesPart, Unit, UnitUnder
from congvu.orgs.units.succession import successors


class UnitEnded(DomainError):
    code = "task_unit_ended"
    sentence = N_("%(unit)s không hoạt động ngày %(on)s; hãy giao cho đơn vị kế tục: %(heir)s.")
    status = 422


class NotBelow(DomainError):
    code = "task_unit_not_below"
    sentence = N_(
        "%(unit)s không trực thuộc và không tham gia ở địa bàn của đơn vị giao, nên không giao chủ trì được; "
        "hãy đề nghị phối hợp hoặc nhờ cấp trên giao."
    )
    status = 422


def require_active(units: Iterable[int], on: date) -> None:
    """Raises UnitEnded, naming who has its duties now."""
    wanted = set(units)
    living = set(Unit.objects.filter(pk__in=wanted, during__contains=on).values_list("id", flat=True))
    for unit in sorted(wanted - living):
        heir = successors(on).get(unit)
        names = unit_names([unit, heir] if heir else [unit], on)
        said = names.get(heir or 0, "") or str(N_("xem trang Đơn vị"))
        raise UnitEnded(field="lead_unit", unit=names.get(unit, str(unit)), on=f"{on:%d/%m/%Y}", heir=said)


@dataclass(frozen=True, slots=True)
class Reachable:
    """Units that may lead what `unit_id` gives."""

    unit_id: int
    below: frozenset[int]
    taking_part: frozenset[int]
    on: date

    @classmethod
    def of(cls, unit_id: int, on: date) -> Reachable:
        """Two queries. Vertical agencies take part at a place without being below it."""
        below = frozenset(
            UnitUnder.objects.filter(upper_id=unit_id, during__contains=on).values_list("lower_id", flat=True)
        )
        beside = frozenset(
            TakesPart.objects.filter(place_id__in=below, during__contains=on).values_list("unit_id", flat=True)
        )
        return cls(unit_id, below, beside, on)

    def require(self, lead_unit_id: int) -> None:
        """Raises NotBelow."""
        if lead_unit_id in self.below or lead_unit_id in self.taking_part:
            return
        names = unit_names([lead_unit_id], self.on)
        raise NotBelow(field="lead_unit", unit=names.get(lead_unit_id, ""))
