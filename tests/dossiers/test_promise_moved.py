"""A promised day that a changed calendar moves later: the applicant is told once, and the history says why."""

from datetime import date, timedelta

import pytest

from congvu.core.clock import DayKind, DayNote, day_of
from congvu.ledger.selectors import timeline
from congvu.notices.models import CitizenNotice
from congvu.obligations.models import Obligation
from congvu.obligations.recompute import run
from congvu.obligations.recompute.effects import summary_of
from congvu.orgs.actor import Actor
from congvu.orgs.calendars import commands, selectors
from congvu.orgs.calendars.content import Content, Named, content_of
from congvu.orgs.models import CalendarVersion
from tests.dossiers.world import World, moment

pytestmark = pytest.mark.django_db


def off(day: date) -> Named:
    content = content_of(CalendarVersion.objects.get(calendar__unit=None, in_force=True).pk)
    note = DayNote(day, DayKind.HOLIDAY, "Nghỉ đột xuất", source="CV 9/VPCP")
    return Named(None, Content((*content.days, note), content.hours))


def test_the_applicant_is_told_once_and_the_timeline_says_why(world: World) -> None:
    received = moment("2026-03-03 08:15")
    dossier = world.receive("1.012784", received)
    promise = Obligation.objects.get(kind="dossier", subject_id=dossier.pk)
    assert promise.due_at is not None
    old = day_of(promise.due_at)
    at, clock = received + timedelta(hours=2), Actor.clock()
    change = commands.propose([off(old)], source="CV 9/VPCP", actor=clock, at=at)
    assert summary_of(change).promised_later == 1
    run.apply(change_id=change.pk, digest=None, actor=clock, at=at)
    run.finish(change.pk, at=at)
    promise.refresh_from_db()
    assert promise.due_at is not None
    new = day_of(promise.due_at)
    calendar = selectors.official().calendar
    assert new == date.fromordinal(calendar.working_day(calendar.position_of(old.toordinal())))
    notice = CitizenNotice.objects.get(dossier_code=dossier.code)
    assert f"{old:%d/%m/%Y}" in notice.text
    assert f"{new:%d/%m/%Y}" in notice.text
    assert [row.kind for row in timeline("dossier", dossier.pk)].count("obligation.redated") == 1
    run.finish(change.pk, at=at)
    assert CitizenNotice.objects.filter(dossier_code=dossier.code).count() == 1
