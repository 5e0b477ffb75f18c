"""A calendar changes: what is shown before, what is written after, and that nobody is told twice."""

from datetime import date, time

import pytest

from congvu.core.clock import DayKind, DayNote, OpeningHours, moment_from
from congvu.core.loading import rows_of
from congvu.ledger.models import Event
from congvu.ledger.selectors import timeline
from congvu.obligations import kernel
from congvu.obligations.commands import pause, resume
from congvu.obligations.models import Obligation, ObligationStretch
from congvu.obligations.promises import MovedLater
from congvu.obligations.recompute import loading, run
from congvu.obligations.recompute.effects import summary_of
from congvu.orgs.calendars import selectors, shipped
from congvu.orgs.calendars.content import Content, Named
from congvu.orgs.models import CalendarChange, Unit, UnitCode
from tests.orgs.calendar_world import NEXT_YEAR, table
from tests.recompute.conftest import CLOCK, SWAP_OFF, SWAP_WORK, due_of, official_with, open_matter, propose

NOW = moment_from("2026-12-18T10:00")

pytestmark = pytest.mark.django_db


def swap() -> CalendarChange:
    return propose(official_with(SWAP_OFF, SWAP_WORK), at=NOW)


def do(change: CalendarChange) -> CalendarChange:
    run.apply(change_id=change.pk, digest=summary_of(change).digest, actor=CLOCK, at=NOW)
    return run.finish(change.pk, at=NOW)


def test_the_effects_are_shown_before_anything_is_written(units: dict[str, Unit]) -> None:
    moved = open_matter(units["xa"], "15 ngày làm việc", "2026-12-10", subject=1)  # 31/12 → 30/12 (26/12 counts)
    later = open_matter(units["so"], "14 ngày", "2026-12-17", subject=2)  # last day 31/12 → 02/01 off → 04/01
    still = open_matter(units["so"], "5 ngày làm việc", "2026-12-09", subject=3)
    found = summary_of(swap())
    assert [(effect.item.pk, effect.is_later) for effect in found.rows] == [(moved, False), (later, True)]
    assert (found.moved, found.later, found.earlier, found.promised_later) == (2, 1, 1, 1)
    assert found.by_unit == {units["xa"].pk: 1, units["so"].pk: 1}
    assert [due_of(item) for item in (moved, later, still)] == [
        "2026-12-31 17:00", "2026-12-31 17:00", "2026-12-16 17:00",
    ]  # fmt: skip
    assert not ObligationStretch.objects.exists()


def test_dates_are_computed_again_with_stretch_event_and_one_notice(
    units: dict[str, Unit], told: list[MovedLater]
) -> None:
    later = open_matter(units["so"], "14 ngày", "2026-12-17", subject=2)
    still = open_matter(units["so"], "5 ngày làm việc", "2026-12-09", subject=3)
    change = do(swap())
    assert (due_of(later), due_of(still)) == ("2027-01-04 17:00", "2026-12-16 17:00")
    item = Obligation.objects.get(pk=later)
    assert (item.calendar_version, item.provisional, item.first, item.since_at) == (2, True, False, NOW)
    stretch = ObligationStretch.objects.get()
    assert (stretch.item_id, stretch.cause, stretch.until_at) == (later, "calendar", item.since_at)
    assert [row.id for row in timeline("matter", 2)] == [stretch.event_id]
    assert timeline("matter", 3) == []
    assert [(one.item_id, one.event_id) for one in told] == [(later, stretch.event_id)]
    assert (change.state, change.moved, change.moved_later) == ("done", 1, 1)
    assert run.step(change.pk, at=NOW) is False


def test_what_changed_meanwhile_is_refused(units: dict[str, Unit]) -> None:
    open_matter(units["so"], "14 ngày", "2026-12-17", subject=2)
    change = swap()
    seen = summary_of(change).digest
    open_matter(units["xa"], "14 ngày", "2026-12-17", subject=4)
    with pytest.raises(run.EffectsChanged):
        run.apply(change_id=change.pk, digest=seen, actor=CLOCK, at=NOW)
    assert selectors.official().version == 1
    assert CalendarChange.objects.get(pk=change.pk).state == "proposed"


def test_what_is_closed_or_paused_is_left_and_the_pause_ends_by_the_new_days(units: dict[str, Unit]) -> None:
    closed = open_matter(units["so"], "14 ngày", "2026-12-17", subject=1)
    kernel.close_obligation(
        kind="matter", subject_kind="matter", subject_id=1, outcome="done", at=moment_from("2026-12-18")
    )
    paused = open_matter(units["so"], "7 ngày làm việc", "2026-12-14T09:00", subject=2)
    pause(about=("matter", 2), cause="supplement", actor=CLOCK, at=moment_from("2026-12-16T09:00"))
    do(swap())
    assert due_of(closed) == "2026-12-31 17:00"
    assert ObligationStretch.objects.filter(cause="calendar").count() == 0
    resume(about=("matter", 2), actor=CLOCK, at=moment_from("2026-12-21T09:00"))
    item = Obligation.objects.get(pk=paused)
    assert item.calendar_version == 2
    assert due_of(paused) == "2026-12-26 17:00"  # 15/12, then 21–25; the make-up day is the seventh


def test_the_official_year_takes_away_what_was_provisional(units: dict[str, Unit]) -> None:
    same = open_matter(units["xa"], "20 ngày làm việc", "2026-12-10", subject=1)
    tet = open_matter(units["xa"], "45 ngày làm việc", "2026-12-10", subject=2)
    assert Obligation.objects.get(pk=same).provisional
    before = due_of(same)
    report = loading.load_calendar(table(NEXT_YEAR), actor=CLOCK, at=NOW)
    assert (report.new, report.errors) == (9, [])
    assert (due_of(same), Obligation.objects.get(pk=same).provisional) == (before, False)
    assert Obligation.objects.get(pk=tet).provisional is False
    assert len(timeline("matter", 1)) == len(timeline("matter", 2)) == 1
    assert selectors.loaded_years()[-1] == 2027
    events = Event.objects.count()
    again = loading.load_calendar(table(NEXT_YEAR), actor=CLOCK, at=NOW)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 9)
    assert Event.objects.count() == events


def test_the_shipped_file_loaded_by_hand_is_unchanged() -> None:
    report = loading.load_calendar(shipped.rows(), actor=CLOCK, at=NOW)
    assert (report.new, report.changed, report.unchanged) == (0, 0, len(shipped.rows()))
    assert selectors.official().version == 1


def test_a_dry_run_writes_nothing(units: dict[str, Unit]) -> None:
    report = loading.load_calendar(table(NEXT_YEAR), actor=CLOCK, at=NOW, dry_run=True)
    assert report.new == 9


def test_a_file_with_an_error_changes_nothing(units: dict[str, Unit]) -> None:
    report = loading.load_calendar(table(NEXT_YEAR + "2027-13-01,,Lễ,holiday,,,"), actor=CLOCK, at=NOW)
    assert [note.line for note in report.errors] == [11]
    assert selectors.official().version == 1
    assert not CalendarChange.objects.filter(source="CV 1/VPCP").exists()


def test_hours_of_a_unit_move_its_own_matters_and_those_below(units: dict[str, Unit]) -> None:
    below = open_matter(units["phong"], "10 giờ làm việc", "2026-12-10T14:00", subject=1)
    other = open_matter(units["xa"], "10 giờ làm việc", "2026-12-10T14:00", subject=2)
    text = "unit,weekday,opens,closes,valid_from,valid_until\nso,Thứ Sáu,07:30,11:30,,\n"
    UnitCode.objects.create(unit=units["so"], system="local", code="so", during=units["so"].during)
    now = moment_from("2026-12-10T15:00")
    report = loading.load_hours(rows_of(text.encode(), name="gio.csv"), actor=CLOCK, at=now)
    assert (report.new, report.errors) == (1, [])
    assert due_of(other) == "2026-12-11 16:00"
    assert due_of(below) == "2026-12-14 10:30"
    item = Obligation.objects.get(pk=below)
    assert (item.calendar_id, item.calendar_version) == selectors.calendar_of(units["so"].pk, date(2026, 12, 10))[:2]
    again = loading.load_hours(rows_of(text.encode(), name="gio.csv"), actor=CLOCK, at=now)
    assert (again.new, again.unchanged) == (0, 1)


def test_an_official_day_moves_matters_of_units_with_their_own_calendar(units: dict[str, Unit]) -> None:
    saturdays = Named(units["so"].pk, Content(hours=(OpeningHours(5, time(8), time(11)),)))
    do(propose(saturdays, at=NOW))
    item = open_matter(units["phong"], "2 ngày làm việc", "2026-12-10T11:00", subject=1)
    assert due_of(item) == "2026-12-12 11:00"
    do(propose(official_with(DayNote(date(2026, 12, 11), DayKind.HOLIDAY, "Quốc tang")), at=NOW))
    assert due_of(item) == "2026-12-14 17:00"
