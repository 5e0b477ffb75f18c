import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.core.periods import Grain, Period, PeriodTurned, PeriodUnreadable, days, month_of, named, period_from


@pytest.mark.parametrize(
    ("code", "first_on", "last_on"),
    [
        pytest.param("2025", date(2025, 1, 1), date(2025, 12, 31), id="calendar year"),
        pytest.param("2024Q1", date(2024, 1, 1), date(2024, 3, 31), id="calendar quarter"),
        pytest.param("2024M02", date(2024, 2, 1), date(2024, 2, 29), id="February of a leap year"),
        pytest.param("2025H2", date(2025, 7, 1), date(2025, 12, 31), id="second half"),
        pytest.param("2025M12", date(2025, 12, 1), date(2025, 12, 31), id="December ends the year"),
        pytest.param("2025Q1-BC", date(2024, 12, 15), date(2025, 3, 14), id="report of quarter I"),
        pytest.param("2025H1-BC", date(2024, 12, 15), date(2025, 6, 14), id="report of six months, cumulative"),
        pytest.param(
            "2025Q3-BC", date(2025, 6, 15), date(2025, 9, 14), id="report of quarter III, its own quarter only"
        ),
        pytest.param("2025-BC", date(2024, 12, 15), date(2025, 12, 14), id="report of the year"),
        pytest.param("2025M01-BC", date(2024, 12, 15), date(2025, 1, 14), id="reporting month turns on the 15th"),
        pytest.param("2025-07-01..2025-07-01", date(2025, 7, 1), date(2025, 7, 1), id="one day"),
    ],
)
def test_a_code_names_its_days_and_is_written_back(code: str, first_on: date, last_on: date) -> None:
    period = period_from(code)
    assert (period.first_on, period.last_on) == (first_on, last_on)
    assert period.code == code


@pytest.mark.parametrize(
    "text",
    ["", "2025Q5", "2025M00", "2025M13", "2025H3", "25", "2025-13-01..2025-14-01", "2025..", "0000", "9999", "1"],
)
def test_what_is_no_period_is_refused_with_examples(text: str) -> None:
    with pytest.raises(PeriodUnreadable, match="2025Q1"):
        period_from(text)


def test_a_period_needs_a_first_day_before_its_last() -> None:
    with pytest.raises(PeriodTurned):
        period_from("2025-03-02..2025-03-01")
    with pytest.raises(PeriodTurned):
        Period(date(2025, 1, 1), date(2025, 1, 1))


DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(DAYS, st.integers(0, 800), st.booleans())
def test_months_of_a_period_are_together_exactly_the_period(first: date, length: int, reporting: bool) -> None:
    last = first + timedelta(days=length)
    period = Period(first, last + timedelta(days=1), reporting=reporting)
    cut = period.months()
    assert cut[0].first_on == first
    assert cut[-1].last_on == last
    assert all(one.until_on == next_.first_on for one, next_ in itertools.pairwise(cut))


@given(DAYS, st.booleans())
def test_every_day_has_one_month_quarter_half_and_year(day: date, reporting: bool) -> None:
    month = month_of(day, reporting=reporting)
    assert day in month
    for grain, months in ((Grain.QUARTER, 3), (Grain.HALF, 6), (Grain.YEAR, 12)):
        whole = named(month.year, grain, (month.number - 1) // months + 1, reporting=reporting)
        assert day in whole
        assert sum(part.code == month.code for part in whole.months()) == 1
        assert len(whole.months()) == months


@given(DAYS, DAYS)
def test_days_are_written_and_read_back(one: date, other: date) -> None:
    period = days(min(one, other), max(one, other))
    assert period_from(period.code) == period
