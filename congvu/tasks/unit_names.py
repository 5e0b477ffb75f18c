"""From what people write to the unit they mean: code, full name or short name, with or without diacritics."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from congvu.core.errors import N_, DomainError
from congvu.core.text import fold
from congvu.orgs.models import UnitCode, UnitSpan
from congvu.orgs.ranges import holds
from congvu.orgs.units.codes import unit_among


class UnitNameUnknown(DomainError):
    """Nothing is guessed: the nearest names are offered, and nothing is written."""

    code = "task_unit_name_unknown"
    sentence = N_("Không có đơn vị “%(unit)s”. Gần nhất: %(nearest)s. Hãy ghi đúng tên hoặc mã.")
    status = 422


class UnitNameAmbiguous(DomainError):
    code = "task_unit_name_ambiguous"
    sentence = N_("“%(unit)s” là tên của nhiều đơn vị (%(choices)s); hãy ghi mã.")
    status = 422


@dataclass
class UnitNames:
    """Every name and code there is or was, read once for a file or a form. Two queries."""

    spans: dict[str, list[UnitSpan]] = field(default_factory=dict)
    codes: dict[str, list[UnitCode]] = field(default_factory=dict)
    shown: dict[int, str] = field(default_factory=dict)
    strict: bool = False

    @classmethod
    def load(cls, *, strict: bool = False) -> UnitNames:
        """`strict`: files must write names as they are; people at a form may leave out the diacritics."""
        made = cls(strict=strict)
        for span in UnitSpan.objects.order_by("during", "id"):
            for name in {fold(span.name), fold(span.short_name)} - {""}:
                made.spans.setdefault(name, []).append(span)
            made.shown[span.unit_id] = span.name
        for code in UnitCode.objects.select_related("unit").order_by("system", "id"):
            made.codes.setdefault(code.code, []).append(code)
        return made

    def find(self, text: str, on: date, *, column: str) -> int:
        """The unit meant on a day: by code, `SYSTEM:CODE`, or name; a name of that day goes before an older one.

        Raises UnitNameUnknown, UnitNameAmbiguous, UnitAmbiguous.
        """
        said = " ".join(text.split())
        system, _colon, code = said.rpartition(":")
        carried = [row for row in self.codes.get(code, ()) if not system or row.system == system]
        if carried:
            return int(unit_among(carried, said, on).pk)
        spans = self.spans.get(fold(said), [])
        if self.strict or not said.isascii():
            spans = [span for span in spans if said.casefold() in (span.name.casefold(), span.short_name.casefold())]
        now = [span for span in spans if holds(span.during, on)] or spans
        units = sorted({span.unit_id for span in now})
        if len(units) == 1:
            return units[0]
        if units:
            raise UnitNameAmbiguous(field=column, unit=said, choices=", ".join(self._codes_of(units)))
        raise UnitNameUnknown(field=column, unit=said, nearest=self.nearest(said) or "—")

    def find_many(self, text: str, on: date, *, column: str) -> list[int]:
        """Units parted by `;` or new lines."""
        parts = [part for part in text.replace("\n", ";").split(";") if part.strip()]
        return [self.find(part, on, column=column) for part in parts]

    def nearest(self, text: str) -> str:
        """Up to three names and codes like it."""
        found = difflib.get_close_matches(fold(text), list(self.spans), n=3, cutoff=0.5)
        names = [self.spans[name][-1].name for name in found]
        names += difflib.get_close_matches(text, list(self.codes), n=1, cutoff=0.75)
        return ", ".join(dict.fromkeys(names))

    def _codes_of(self, units: Iterable[int]) -> list[str]:
        wanted = set(units)
        return sorted({str(row) for rows in self.codes.values() for row in rows if row.unit_id in wanted})


def choices(on: date) -> list[str]:
    """Names to choose from while typing."""
    return list(UnitSpan.objects.filter(during__contains=on).order_by("name", "unit_id").values_list("name", flat=True))
