"""By when a changed procedure must be announced. Source: QĐ 766/QĐ-TTg (23/6/2022), indicators 1.1 and 1.2."""

from dataclasses import dataclass
from datetime import date, timedelta

from congvu.core.clock import WorkCalendar

DAYS = 5  # of a province; ministries have 20 (1.1) and 10 (1.2)


@dataclass(frozen=True, slots=True)
class AnnounceBy:
    """`before_effect`: 1.1, at least five working days before it takes effect. `after_decision`: 1.2, within five
    working days of the decision. What is owed is the earlier of the two.
    """

    before_effect: date
    after_decision: date

    @property
    def due_on(self) -> date:
        return min(self.before_effect, self.after_decision)


def announce_by(*, decided_on: date, effective_on: date, calendar: WorkCalendar) -> AnnounceBy:
    """Both days. The day of the decision is day 0. Raises CalendarMissing."""
    before = calendar.working_day(calendar.position_of(effective_on.toordinal()) - DAYS)
    day_after = (decided_on + timedelta(days=1)).toordinal()
    after = calendar.working_day(calendar.position_of(day_after) + DAYS - 1)
    return AnnounceBy(date.fromordinal(before), date.fromordinal(after))
