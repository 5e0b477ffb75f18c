"""Signs that points may have come from the keyboard rather than from work. A sign is a doubt with its rows, no verdict.

Every threshold is data (`Limits`); a row never stands in a sign of another unit. Rules: docs/rules/signs.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from congvu.core.errors import N_, DomainError


class Sign(StrEnum):
    RAISED_LATE = "raised_late"
    PAUSED_LATE = "paused_late"
    REOPENED = "reopened"
    SHARED_CONTACT = "shared_contact"
    BURST = "burst"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def innocent(self) -> str:
        """What may explain it without any fault."""
        return _INNOCENT[self]


_LABELS = {
    Sign.RAISED_LATE: N_("Nâng điểm tự chấm sát giờ khóa"),
    Sign.PAUSED_LATE: N_("Dừng đồng hồ sát hạn trả"),
    Sign.REOPENED: N_("Kết thúc rồi mở lại"),
    Sign.SHARED_CONTACT: N_("Nhiều người nộp trực tuyến chung một số điện thoại"),
    Sign.BURST: N_("Thao tác dồn dập trước giờ khóa"),
}
_INNOCENT = {
    Sign.RAISED_LATE: N_("Có thể số liệu cuối kỳ vừa về, hoặc sửa một lỗi nhập."),
    Sign.PAUSED_LATE: N_("Có thể giấy tờ thiếu thật và chỉ thấy ra ở bước cuối."),
    Sign.REOPENED: N_("Có thể bấm nhầm, hoặc người nộp có yêu cầu mới sau khi kết thúc."),
    Sign.SHARED_CONTACT: N_(
        "Có thể là người nhà, tổ chức dịch vụ, hoặc cán bộ hướng dẫn người không có điện thoại theo đúng quy định."
    ),
    Sign.BURST: N_("Có thể nhập bù sau khi mất mạng, hoặc trả kết quả nhiều hồ sơ trong một buổi."),
}


class LimitUnknown(DomainError):
    code = "sign_limit_unknown"
    sentence = N_("Ngưỡng “%(name)s” không có. Các ngưỡng: %(known)s.")
    status = 422


class LimitUnusable(DomainError):
    code = "sign_limit_unusable"
    sentence = N_("Ngưỡng “%(name)s” phải lớn hơn 0, đang là %(value)s.")
    status = 422


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on something is a sign. Hours and days are of the calendar."""

    raised_hours: int
    paused_hours: int
    paused_count: int
    paused_percent: Decimal
    reopened_days: int
    reopened_count: int
    contact_people: int
    contact_count: int
    contact_percent: Decimal
    contact_times: Decimal
    burst_count: int
    burst_minutes: int
    burst_hours: int


def limits_from(given: Mapping[str, object]) -> Limits:
    """From a table of data; every limit named, none unknown, all above nought. Raises LimitUnknown, LimitUnusable."""
    known = {one.name: one.type for one in fields(Limits)}
    for name in given:
        if name not in known:
            raise LimitUnknown(name=name, known=", ".join(known))
    made: dict[str, int | Decimal] = {}
    for name, kind in known.items():
        value = Decimal(str(given.get(name, 0)))
        if not value.is_finite() or value <= 0:
            raise LimitUnusable(name=name, value=str(given.get(name, "–")))
        made[name] = int(value) if kind is int else value
    return Limits(**made)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done. `what` is what it was done to (a dossier, a criterion); `before`, `after` are points."""

    unit: int
    what: str
    at: datetime
    kind: str = ""
    person: int | None = None
    before: Decimal | None = None
    after: Decimal | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sign of a unit with the rows it stands on. `out_of`: among how many; `habit`: the usual share in per cent."""

    sign: Sign
    unit: int
    rows: tuple[Act, ...]
    out_of: int | None = None
    habit: Fraction | None = None

    @property
    def count(self) -> int:
        return len(self.rows)


def raised_late(acts: Iterable[Act], shut: Mapping[int, datetime], limits: Limits) -> list[Doubt]:
    """A score that was there before and was raised in the last hours before its unit's window shut."""
    latest: dict[tuple[int, str], Decimal] = {}
    found: dict[int, list[Act]] = defaultdict(list)
    near = timedelta(hours=limits.raised_hours)
    for act in sorted(acts, key=_in_order):
        if act.after is None:
            continue
        before = latest.get((act.unit, act.what))
        end = shut.get(act.unit)
        if before is not None and act.after > before and end is not None and end - near <= act.at <= end:
            found[act.unit].append(Act(act.unit, act.what, act.at, act.kind, act.person, before, act.after))
        latest[act.unit, act.what] = act.after
    return [Doubt(Sign.RAISED_LATE, unit, tuple(rows)) for unit, rows in sorted(found.items())]


def paused_late(pauses: Iterable[Act], of_all: Mapping[int, int], limits: Limits) -> list[Doubt]:
    """Clocks stopped in the last hours before they would have been late, when that is not rare among the unit's."""
    near = timedelta(hours=limits.paused_hours)
    found = _by_unit(one for one in pauses if one.due_at is not None and one.due_at - near <= one.at <= one.due_at)
    return [
        Doubt(Sign.PAUSED_LATE, unit, rows, of_all.get(unit, len(rows)))
        for unit, rows in found
        if len(rows) >= limits.paused_count
        and Fraction(len(rows) * 100) >= Fraction(limits.paused_percent) * max(of_all.get(unit, 0), len(rows))
    ]


def reopened(again: Iterable[Act], limits: Limits) -> list[Doubt]:
    """Closed and opened again within days. `at` is the closing, `due_at` the moment it was opened again."""
    near = timedelta(days=limits.reopened_days)
    found = _by_unit(one for one in again if one.due_at is not None and one.at <= one.due_at <= one.at + near)
    return [Doubt(Sign.REOPENED, unit, rows) for unit, rows in found if len(rows) >= limits.reopened_count]


@dataclass(frozen=True, slots=True)
class Filing:
    """What came in online at a unit: how many, and which of them under a telephone number of several people."""

    unit: int
    online: int
    shared: tuple[Act, ...] = ()

    @property
    def percent(self) -> Fraction | None:
        return Fraction(len(self.shared) * 100, self.online) if self.online else None


def shared_contacts(now: Sequence[Filing], before: Sequence[Filing], limits: Limits) -> list[Doubt]:
    """Far above the unit's own habit; a unit without a habit is measured by what the other units do now."""
    habits = {one.unit: one.percent for one in before}
    found = []
    for one in sorted(now, key=lambda one: one.unit):
        percent = one.percent
        if percent is None or len(one.shared) < limits.contact_count or percent < Fraction(limits.contact_percent):
            continue
        habit = habits.get(one.unit)
        if habit is None:
            habit = _percent_of([other for other in now if other.unit != one.unit])
        if percent >= Fraction(limits.contact_times) * (habit or 0):
            rows = tuple(sorted(one.shared, key=_in_order))
            found.append(Doubt(Sign.SHARED_CONTACT, one.unit, rows, one.online, habit))
    return found


def _percent_of(filings: Sequence[Filing]) -> Fraction | None:
    online = sum(one.online for one in filings)
    return Fraction(sum(len(one.shared) for one in filings) * 100, online) if online else None


def bursts(acts: Iterable[Act], shuts: Mapping[int, Sequence[datetime]], limits: Limits) -> list[Doubt]:
    """Many acts of one kind by one person within minutes, in the last hours before a window shut.

    A run goes on while the next act is within the minutes of the first; every act stands in one run at most.
    """
    near, span = timedelta(hours=limits.burst_hours), timedelta(minutes=limits.burst_minutes)
    lines: dict[tuple[int, int, str], list[Act]] = defaultdict(list)
    for act in acts:
        if act.person is not None and any(end - near <= act.at <= end for end in shuts.get(act.unit, ())):
            lines[act.unit, act.person, act.kind].append(act)
    found = []
    for key in sorted(lines):
        run: list[Act] = []
        line: list[Act | None] = [*sorted(lines[key], key=_in_order), None]
        for one in line:
            if one is not None and (not run or one.at - run[0].at <= span):
                run.append(one)
                continue
            if len(run) >= limits.burst_count:
                found.append(Doubt(Sign.BURST, key[0], tuple(run)))
            run = [one] if one is not None else []
    return found


def _by_unit(acts: Iterable[Act]) -> list[tuple[int, tuple[Act, ...]]]:
    found: dict[int, list[Act]] = defaultdict(list)
    for act in sorted(acts, key=_in_order):
        found[act.unit].append(act)
    return [(unit, tuple(rows)) for unit, rows in sorted(found.items())]


def _in_order(act: Act) -> tuple[datetime, str]:
    return act.at, act.what
