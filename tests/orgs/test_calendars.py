"""Versions of calendars: what an installation begins with, what a change makes, whose calendar holds where."""

from datetime import date, time

import pytest
from django.db import connection

from congvu.core.clock import DayKind, DayNote, OpeningHours
from congvu.ledger.models import Event
from congvu.orgs.actor import Actor
from congvu.orgs.calendars import commands, selectors, shipped
from congvu.orgs.calendars.content import Content, Named, content_of
from congvu.orgs.models import Calendar, CalendarVersion, Unit, WorkDay
from tests.orgs.calendar_world import NOW, province

CLOCK = Actor.clock()
DUTY = DayNote(date(2026, 12, 26), DayKind.SWAP_WORK, "Trực")
MOURNING = DayNote(date(2026, 12, 1), DayKind.HOLIDAY, "Quốc tang", source="CV 9/VPCP")

pytestmark = pytest.mark.django_db


def official_content() -> Content:
    return content_of(CalendarVersion.objects.get(calendar__unit=None, in_force=True).pk)


def with_day(note: DayNote) -> Content:
    content = official_content()
    return Content((*content.days, note), content.hours)


def apply(*contents: Named) -> int:
    change = commands.propose(contents, source="CV 9/VPCP", actor=CLOCK, at=NOW)
    commands.put_in_force(change.pk, actor=CLOCK, at=NOW)
    return change.pk


def test_an_installation_begins_with_the_shipped_calendar() -> None:
    found = selectors.official()
    assert found.version == 1
    assert found.calendar.loaded_years == (2019, 2020, 2021, 2022, 2024, 2025, 2026)
    assert not found.calendar.is_working(date(2026, 1, 2))
    assert found.calendar.is_working(date(2026, 1, 10))
    assert selectors.loaded_years()[-1] == 2026
    assert shipped.load(at=NOW) is False


def test_work_days_are_those_of_the_calendar() -> None:
    version = CalendarVersion.objects.get(in_force=True)
    stored = list(WorkDay.objects.filter(version=version).order_by("day"))
    computed = list(selectors.official().calendar.days())
    assert len(stored) == len(computed) > 6000
    for row, day in zip(stored, computed, strict=True):
        assert (row.day, row.minutes, row.before, row.position) == (day.day, day.minutes, day.before, day.position)
        assert row.shifts == [minute for shift in day.shifts for minute in shift]
        assert row.provisional is day.provisional


def test_a_change_makes_a_version_and_the_old_one_stays() -> None:
    old = selectors.official()
    apply(Named(None, with_day(MOURNING)))
    new = selectors.official()
    assert (old.version, new.version) == (1, 2)
    assert not new.calendar.is_working(MOURNING.day)
    assert selectors.calendar_version(old.calendar_id, 1).is_working(MOURNING.day)
    assert Event.objects.filter(subject_kind="calendar", subject_id=old.calendar_id).count() == 1


def test_a_proposal_changes_nothing_until_it_is_applied() -> None:
    commands.propose([Named(None, with_day(MOURNING))], source="", actor=CLOCK, at=NOW)
    assert selectors.official().version == 1
    assert selectors.official().calendar.is_working(MOURNING.day)


def test_the_same_content_is_no_change() -> None:
    with pytest.raises(commands.NothingChanges):
        commands.propose([Named(None, official_content())], source="", actor=CLOCK, at=NOW)


def test_the_nearest_calendar_above_holds() -> None:
    units = province()
    apply(Named(units["tinh"].pk, Content((DUTY,))))
    apply(Named(units["so"].pk, Content(hours=(OpeningHours(5, time(8), time(11)),))))
    on = date(2026, 11, 24)
    found = selectors.calendars_of([unit.pk for unit in units.values()], on)
    codes = {code: Calendar.objects.get(pk=found[unit.pk].calendar_id).code for code, unit in units.items()}
    assert codes == {"tinh": "tinh", "so": "so", "phong": "so", "xa": "tinh"}
    assert found[units["xa"].pk].calendar.is_working(DUTY.day)
    assert found[units["phong"].pk].calendar.minutes_on(date(2026, 11, 28)) == 180
    stranger = Unit.objects.create(code="la", during=units["xa"].during)
    assert selectors.calendar_of(stranger.pk, on).calendar_id == selectors.official().calendar_id


def test_units_in_one_query(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    ids = [unit.pk for unit in province().values()]
    selectors.calendars_of(ids, date(2026, 11, 24))
    with django_assert_num_queries(1):
        selectors.calendars_of(ids, date(2026, 11, 24))


def test_calendars_of_units_follow_the_official_one() -> None:
    units = province()
    apply(Named(units["so"].pk, Content((DUTY,))))
    apply(Named(None, with_day(MOURNING)))
    found = selectors.calendar_of(units["so"].pk, date(2026, 11, 24))
    assert found.version == 2
    assert not found.calendar.is_working(MOURNING.day)
    assert found.calendar.is_working(DUTY.day)


def test_a_unit_keeps_the_official_hours_of_other_weekdays() -> None:
    units = province()
    early = OpeningHours(0, time(7), time(11))
    content = official_content()
    apply(Named(None, Content(content.days, (early,))))
    apply(Named(units["so"].pk, Content(hours=(OpeningHours(5, time(8), time(11)),))))
    calendar = selectors.calendar_of(units["so"].pk, date(2026, 11, 24)).calendar
    assert calendar.minutes_on(date(2026, 11, 23)) == 240
    assert calendar.minutes_on(date(2026, 11, 28)) == 180
    assert calendar.minutes_on(date(2026, 11, 24)) == 480


def test_a_proposal_made_on_old_facts_is_refused() -> None:
    first = commands.propose([Named(None, with_day(MOURNING))], source="", actor=CLOCK, at=NOW)
    second = commands.propose([Named(None, with_day(DUTY))], source="", actor=CLOCK, at=NOW)
    commands.put_in_force(second.pk, actor=CLOCK, at=NOW)
    with pytest.raises(commands.ChangeOutdated):
        commands.put_in_force(first.pk, actor=CLOCK, at=NOW)


def test_an_official_change_that_does_not_know_a_new_unit_calendar_is_refused() -> None:
    units = province()
    official = commands.propose([Named(None, with_day(MOURNING))], source="", actor=CLOCK, at=NOW)
    apply(Named(units["so"].pk, Content((DUTY,))))
    with pytest.raises(commands.ChangeOutdated):
        commands.put_in_force(official.pk, actor=CLOCK, at=NOW)


def test_applied_or_withdrawn_once_only() -> None:
    change = commands.propose([Named(None, with_day(MOURNING))], source="", actor=CLOCK, at=NOW)
    commands.withdraw(change.pk, actor=CLOCK, at=NOW)
    with pytest.raises(commands.ChangeNotOpen):
        commands.put_in_force(change.pk, actor=CLOCK, at=NOW)
    assert selectors.official().version == 1
    apply(Named(None, with_day(MOURNING)))
    assert selectors.official().version == 3  # numbers of proposals are not used again


def test_an_unknown_code_is_refused_with_what_would_be_right() -> None:
    with pytest.raises(selectors.CalendarUnknown, match="official"):
        selectors.calendar_by_code("không-có", date(2026, 11, 24))


def test_without_any_calendar_the_refusal_says_what_to_do() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE calendar_version SET in_force = false")
    assert selectors.loaded_years() == ()
    with pytest.raises(selectors.NoCalendar):
        selectors.official()
