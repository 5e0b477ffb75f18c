"""Figures in words: names of definitions, periods, what happens when nothing happened."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from congvu.core.numbers import Rounding
from congvu.core.periods import Grain, Period
from congvu.faces import words
from congvu.metrics.facts import Cell
from congvu.metrics.figures import Figure
from congvu.metrics.registry import Metric


def name_of(made: Metric) -> str:
    return made.name_en if words.english() else made.name_vi


def note_of(made: Metric) -> str:
    return made.note_en if words.english() else made.note_vi


def sum_of(cells: Iterable[Cell]) -> str:
    """“Giải quyết trước hạn + Giải quyết đúng hạn”."""
    return " + ".join(cell.name_en if words.english() else cell.name_vi for cell in cells)


def of_what(made: Metric) -> str:
    """What the denominator counts."""
    return sum_of(made.cells("denominator")).lower()


def when_nothing(made: Metric) -> str:
    """What it means that the denominator is 0."""
    return _(made.when_nothing.label) if made.when_nothing is not None else ""


def rounding_of(made: Metric) -> str:
    if not made.is_rate:
        return ""
    how = _(made.rounding.label)
    return _("%(how)s đến %(places)s chữ số thập phân") % {"how": how, "places": made.places}


def is_cut_off(made: Metric) -> bool:
    return made.rounding is Rounding.TRUNCATED


def period_name(period: Period) -> str:
    """“Quý 1/2025 (15/12/2024 – 14/03/2025)”."""
    ends = _("%(first)s – %(last)s") % {"first": words.day(period.first_on), "last": words.day(period.last_on)}
    return f"{period_short(period)} ({ends})" if period.grain is not Grain.DAYS else ends


def period_short(period: Period) -> str:
    values = {"number": period.number, "year": period.year}
    name = {
        Grain.MONTH: _("Tháng %(number)s/%(year)s"),
        Grain.QUARTER: _("Quý %(number)s/%(year)s"),
        Grain.HALF: _("Nửa năm %(number)s/%(year)s"),
        Grain.YEAR: _("Năm %(year)s"),
        Grain.DAYS: _("Từ ngày đến ngày"),
    }[period.grain]
    if not period.reporting:
        return name % values
    if (period.grain, period.number) == (Grain.HALF, 1):
        name = _("6 tháng đầu năm %(year)s")
    return _("Báo cáo %(period)s") % {"period": (name % values)[:1].lower() + (name % values)[1:]}


def scope_of(figure: Figure) -> str:
    """Said where the viewer's rights do not reach everything that was asked for."""
    if figure.complete:
        return ""
    return _("Chỉ tính phần bạn được xem; số của toàn đơn vị có thể lớn hơn.")
