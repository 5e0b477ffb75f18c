"""Cells of plans and programmes: units by code with the nearest named, amounts, words for states."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import gettext as _

from congvu.core.errors import DomainError
from congvu.core.loading import LoadReport, Row
from congvu.core.text import fold
from congvu.faces.errors import sentence_of
from congvu.orgs.models import Unit, UnitCode, UnitSpan
from congvu.orgs.units import unit_among, units_named

TRUE = frozenset({"1", "true", "yes", "x", "co"})


@dataclass
class Units:
    """Units that a file names; each code is looked up once."""

    named: dict[str, list[UnitCode]] = field(default_factory=dict)
    _all: list[tuple[str, str]] = field(default_factory=list)

    def one(self, row: Row, column: str, text: str, on: date, report: LoadReport) -> Unit | None:
        """The unit, or None with an error that names the nearest."""
        if text not in self.named:
            self.named[text] = units_named(text)
        try:
            return unit_among(self.named[text], text, on)
        except DomainError as unknown:
            near = self.nearest(text)
            said = sentence_of(unknown)
            report.refuse(row.line, column, f"{said} {_('Gần nhất: %(near)s.') % {'near': near}}" if near else said)
            return None

    def cell(self, row: Row, column: str, on: date, report: LoadReport) -> Unit | None:
        text = row.get(column)
        return self.one(row, column, text, on, report) if text else None

    def several(self, row: Row, column: str, on: date, report: LoadReport) -> list[Unit]:
        parts = [part.strip() for part in row.get(column).split(";")]
        found = [self.one(row, column, part, on, report) for part in parts if part]
        return [unit for unit in found if unit is not None]

    def nearest(self, text: str) -> str:
        """The three units whose code or name is most like the text."""
        if not self._all:
            codes = dict(Unit.objects.order_by("id").values_list("id", "code"))
            for unit, name, short in UnitSpan.objects.order_by("unit_id", "id").values_list(
                "unit_id", "name", "short_name"
            ):
                self._all += [(fold(said), f"{codes[unit]} ({name})") for said in {codes[unit], name, short}]
        wanted = fold(text.rpartition(":")[2])
        close = difflib.get_close_matches(wanted, [said for said, _shown in self._all], n=6, cutoff=0.6)
        shown = [shown for said in close for known, shown in self._all if known == said]
        return ", ".join(list(dict.fromkeys(shown))[:3])


def whole(row: Row, column: str, report: LoadReport) -> int | None:
    """A whole number; thousands may be set apart by dots, commas or blanks."""
    text = row.get(column)
    digits = "".join(c for c in text if c not in " .,\u00a0")
    if not text:
        return None
    if not digits.isdecimal() or len(digits) > 17:
        report.refuse(row.line, column, _("“%(text)s” không phải số nguyên; hãy ghi như 1500000") % {"text": text})
        return None
    return int(digits)


def too_long(row: Row, most: Mapping[str, int], report: LoadReport) -> None:
    """Cells longer than what is kept of them are refused, not cut."""
    for column, limit in most.items():
        if len(row.get(column)) > limit:
            message = _("dài %(length)s ký tự; hãy ghi ngắn lại, nhiều nhất %(limit)s ký tự")
            report.refuse(row.line, column, message % {"length": len(row.get(column)), "limit": limit})


def decimal(row: Row, column: str, report: LoadReport, *, most: int = 10**14, places: int = 4) -> Decimal | None:
    """A number as it is kept: more decimals than `places` are rounded, with a warning."""
    text = row.get(column).replace(" ", "").removesuffix("%")
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0 or value >= most:
        report.refuse(row.line, column, _("“%(text)s” không phải số; hãy ghi như 95,5") % {"text": row.get(column)})
        return None
    kept = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if kept != value:
        report.warn(row.line, column, _("giữ %(places)s chữ số thập phân: %(kept)s") % {"places": places, "kept": kept})
    return kept.normalize()


def choice(row: Row, column: str, known: Mapping[str, str], report: LoadReport) -> str | None:
    """What a word of the file means; folded, so that diacritics and case do not matter. None with an error."""
    text = fold(row.get(column)).replace("_", " ")
    if text in known:
        return known[text]
    offered = ", ".join(sorted(set(known.values())))
    message = _("không có lựa chọn “%(text)s”; hãy ghi một trong: %(known)s")
    report.refuse(row.line, column, message % {"text": row.get(column), "known": offered})
    return None


def is_true(row: Row, column: str) -> bool:
    return fold(row.get(column)) in TRUE
