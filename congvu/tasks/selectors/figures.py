"""The figures page as values: the grid, both rates, units beside each other, the period before, the late list."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from congvu.core.clock import day_of, working_days_between
from congvu.core.periods import Period
from congvu.core.ratio import Rate, Ratio, rate
from congvu.core.tracking.standing import ABOVE_80, Means, Standing, banded, means, ranked
from congvu.metrics import values
from congvu.metrics.closings import ClosingRow
from congvu.metrics.closings import rows as closing_rows
from congvu.metrics.figures import CellLine, CellTable
from congvu.metrics.questions import By, Question
from congvu.metrics.rows import rows
from congvu.obligations import calendars
from congvu.orgs import units
from congvu.orgs.actor import Actor

LATE_SHOWN = 20
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LateRow:
    """Open and overdue, or done late: by how many working days."""

    code: str
    title: str
    url: str
    unit: str
    due_on: date
    days_late: int


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """`standings`: the lines of the chosen cut with any task of the period, with ranks where it is cut by unit.
    `before`: the period before, of equal length.
    """

    table: CellTable
    before: CellTable
    standings: tuple[Standing[CellLine], ...]
    bands: dict[str, int]
    above_80: int
    means_of_all: Means
    means_of_due: Means
    late: tuple[LateRow, ...]
    closed: ClosingRow | None

    @property
    def total(self) -> CellLine:
        return self.table.total


def task_figures(question: Question, *, by: By, actor: Actor) -> TaskFigures:
    """About fifteen queries whatever there is."""
    table = values.cells("tasks", question, by=by, actor=actor)
    by_unit = table if by is By.UNIT else values.cells("tasks", question, by=By.UNIT, actor=actor)
    before = values.cells("tasks", period_before(question), actor=actor)
    of_all = [of_all_ratio(line) for line in by_unit.lines]
    with_something = [line for line in table.lines if line.cells["total"]]
    biggest_first = sorted(with_something, key=lambda line: (-line.cells["total"], line.name, line.code))
    return TaskFigures(
        table=table,
        before=before,
        standings=ranked((line, of_all_ratio(line)) for line in biggest_first),
        bands=banded(of_all),
        above_80=sum(ABOVE_80.holds(exact) for one in of_all if (exact := one.exact) is not None),
        means_of_all=means(of_all),
        means_of_due=means([of_due_ratio(line) for line in by_unit.lines]),
        late=late_rows(question, actor=actor),
        closed=_closed(question, actor),
    )


def of_all_ratio(line: CellLine) -> Ratio:
    return Ratio(line.cells["done"], line.cells["total"])


def of_due_ratio(line: CellLine) -> Ratio:
    return Ratio(line.cells["done"], line.cells["done"] + line.cells["open_overdue"])


def rate_of(ratio: Ratio) -> Rate:
    return rate(ratio.numerator, ratio.denominator)


def period_before(question: Question) -> Question:
    """The period just before, of the same kind: the month before, the quarter before; else as many days. As of the
    same distance from its end, so that both are looked at equally long after."""
    period = question.period
    length = period.until_on - period.first_on
    months = len(period.months())
    first = _months_earlier(period.first_on, months) if _is_whole(period) else period.first_on - length
    earlier = Period(first, period.first_on)
    lag = question.as_of - period.last_on
    as_of = max(earlier.last_on + lag, earlier.first_on)
    return replace(question, period=earlier, as_of=as_of)


def _is_whole(period: Period) -> bool:
    return period.first_on.day == 1 and period.until_on.day == 1


def _months_earlier(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def late_rows(question: Question, *, actor: Actor, limit: int = LATE_SHOWN) -> tuple[LateRow, ...]:
    """What is open and overdue at the as-of day, the latest first among the oldest `limit`."""
    found = rows("tasks_open_overdue", question, limit=limit, actor=actor).rows
    names = units.names_of({row.unit_id for row in found}, question.as_of)
    calendar = calendars.in_force(None).calendar
    late = []
    for row in found:
        assert row.due_at is not None
        due_on = day_of(row.due_at)
        days = working_days_between(due_on, question.as_of, calendar)
        late.append(LateRow(row.code, row.title, row.url, names.get(row.unit_id, ""), due_on, days))
    return tuple(sorted(late, key=lambda row: (-row.days_late, row.code)))


def _closed(question: Question, actor: Actor) -> ClosingRow | None:
    found = closing_rows(actor=actor, subject="tasks")
    period = question.period
    return next(
        (
            row
            for row in found
            if not row.replaced
            and (row.first_on, row.last_on) == (period.first_on, period.last_on)
            and (row.unit_id == question.unit_id)
        ),
        None,
    )
