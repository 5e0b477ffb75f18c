"""What the page of signs shows, as values: units that were looked at, and each doubt with its rows."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.core.numbers import round_to
from congvu.core.signs import Act, Doubt, Limits, Sign
from congvu.faces import words
from congvu.faces.parts import Column, EmptyState, Link, Num, Row, Table
from congvu.indexes.pages.points import points
from congvu.indexes.selectors.signs import MOST_ROWS, SignedUnit, Signs, subject_kind


@dataclass(frozen=True, slots=True)
class DoubtCard:
    """`said`: what was noticed; `innocent`: what may explain it; `more`: rows that are not shown."""

    title: str
    unit: str
    said: str
    innocent: str
    rows: tuple[tuple[str, str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class SignsPage:
    table: Table
    cards: tuple[DoubtCard, ...]
    limits: tuple[str, ...]


def signs_page(s: Signs) -> SignsPage:
    return SignsPage(_table(s), tuple(_card(s, one) for one in s.doubts), _limits(s.limits))


def _table(s: Signs) -> Table:
    return Table(
        key="index-signs", caption=_("Đơn vị đã xem xét"), noun=_("đơn vị"),
        columns=(
            Column("unit", _("Đơn vị"), phone="title", fixed=True),
            *(Column(sign.value, _(sign.label), unit=_("dòng"), figures=True, phone="meta") for sign in Sign),
        ),
        rows=[_row(s, one) for one in s.units], count=len(s.units), chooses_columns=False, keys_help=False,
        empty=EmptyState(_("Không có đơn vị nào trong phạm vi bạn kiểm tra."), ""),
    )  # fmt: skip


def _row(s: Signs, one: SignedUnit) -> Row:
    url = f"{reverse('indexes:signs', args=[s.round.code])}?dv={one.unit.pk}"
    desk = reverse("indexes:desk", args=[s.round.code, one.unit.pk])
    return Row(
        str(one.unit.pk), one.name,
        {
            "unit": Link(one.name, desk),
            **{sign.value: Num(one.counts.get(sign, 0) or None, url if one.counts.get(sign) else "") for sign in Sign},
        },
    )  # fmt: skip


def _card(s: Signs, doubt: Doubt) -> DoubtCard:
    rows = tuple(_line(s, doubt, row) for row in doubt.rows[:MOST_ROWS])
    return DoubtCard(
        _(doubt.sign.label), s.name_of(doubt.unit), said(doubt, s.limits), _(doubt.sign.innocent), rows,
        doubt.count - len(rows),
    )  # fmt: skip


def said(doubt: Doubt, limits: Limits) -> str:
    """What was noticed, with its figures and no judgement."""
    count = doubt.count
    if doubt.sign == Sign.RAISED_LATE:
        return _("%(count)s điểm được nâng trong %(hours)s giờ cuối trước khi khóa tự chấm.") % {
            "count": count, "hours": limits.raised_hours,
        }  # fmt: skip
    if doubt.sign == Sign.PAUSED_LATE:
        return _("%(count)s trong %(of)s lần dừng đồng hồ nằm trong %(hours)s giờ cuối trước khi hồ sơ trễ.") % {
            "count": count, "of": doubt.out_of, "hours": limits.paused_hours,
        }  # fmt: skip
    if doubt.sign == Sign.REOPENED:
        return _("%(count)s hồ sơ kết thúc rồi mở lại trong vòng %(days)s ngày.") % {
            "count": count, "days": limits.reopened_days,
        }  # fmt: skip
    if doubt.sign == Sign.SHARED_CONTACT:
        habit = words.number(round_to(doubt.habit, 1), 1) if doubt.habit is not None else "–"
        return _(
            "%(count)s trong %(of)s hồ sơ trực tuyến dùng số điện thoại của ít nhất %(people)s người nộp; "
            "mức quen thuộc là %(habit)s %%."
        ) % {"count": count, "of": doubt.out_of, "people": limits.contact_people, "habit": habit}
    return _("%(count)s thao tác của cùng một tài khoản từ %(since)s đến %(until)s.") % {
        "count": count, "since": words.moment(doubt.rows[0].at), "until": words.moment(doubt.rows[-1].at),
    }  # fmt: skip


def _line(s: Signs, doubt: Doubt, row: Act) -> tuple[str, str, str]:
    """(code, address, what and when)."""
    kind = subject_kind(row)
    if not kind:
        url = f"{reverse('indexes:desk', args=[s.round.code, s.pk_of(row.unit)])}?tc={row.what}"
        change = (
            f"{points(row.before)} → {points(row.after)}" if row.before is not None and row.after is not None else ""
        )
        return row.what, url, f"{change} · {words.moment(row.at)}"
    code, url = s.subjects.get((kind, row.what), (_("ngoài phạm vi bạn xem"), ""))
    return code, url, _when(doubt.sign, row.at, row.due_at)


def _when(sign: Sign, at: datetime, other: datetime | None) -> str:
    if sign == Sign.PAUSED_LATE and other is not None:
        return _("dừng %(at)s, hạn %(due)s") % {"at": words.moment(at), "due": words.moment(other)}
    if sign == Sign.REOPENED and other is not None:
        return _("kết thúc %(at)s, mở lại %(again)s") % {"at": words.moment(at), "again": words.moment(other)}
    return words.moment(at)


def _limits(one: Limits) -> tuple[str, ...]:
    return (
        _("Nâng điểm: trong %(hours)s giờ trước khi khóa tự chấm.") % {"hours": one.raised_hours},
        _("Dừng đồng hồ: từ %(count)s lần, ít nhất %(percent)s %% số lần dừng, trong %(hours)s giờ trước khi trễ.")
        % {"count": one.paused_count, "percent": words.number(one.paused_percent), "hours": one.paused_hours},
        _("Mở lại: từ %(count)s hồ sơ, trong %(days)s ngày.")
        % {"count": one.reopened_count, "days": one.reopened_days},
        _("Chung số điện thoại: từ %(count)s hồ sơ, ít nhất %(percent)s %% và %(times)s lần mức quen thuộc.")
        % {"count": one.contact_count, "percent": words.number(one.contact_percent),
           "times": words.number(one.contact_times)},
        _("Dồn dập: từ %(count)s thao tác trong %(minutes)s phút, trong %(hours)s giờ trước khi khóa hoặc hết kỳ.")
        % {"count": one.burst_count, "minutes": one.burst_minutes, "hours": one.burst_hours},
    )  # fmt: skip
