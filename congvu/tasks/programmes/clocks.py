"""The two clocks of an item: its dossier by a day of the month, its decision by the end of the month."""

import calendar
from datetime import date, datetime

from congvu.obligations import clock, kernel
from congvu.obligations.clock import Terms
from congvu.obligations.models import Extension, Obligation
from congvu.tasks.programmes.models import Programme, ProgrammeItem

ITEM, DOSSIER = "programme_item", "programme_dossier"


def decided_by(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def submitted_by(programme: Programme, month: int) -> date:
    return date(programme.year, month, programme.submit_day)


def new_obligations(item: ProgrammeItem) -> tuple[kernel.New, kernel.New]:
    programme = item.programme
    whole = kernel.New(
        ITEM, "programme_item", item.pk, item.lead_unit_id, channel=item.level,
        terms=Terms(due_on=decided_by(programme.year, item.month)),
    )  # fmt: skip
    dossier = kernel.New(
        DOSSIER, "programme_item", item.pk, item.lead_unit_id, channel=item.level,
        terms=Terms(due_on=submitted_by(programme, item.month)),
    )  # fmt: skip
    return whole, dossier


def redate(item: ProgrammeItem, reason: str, *, at: datetime) -> None:
    """Both clocks follow the item into its new month; the days that held before stay in the story."""
    days = {ITEM: decided_by(item.programme.year, item.month), DOSSIER: submitted_by(item.programme, item.month)}
    owed = Obligation.objects.select_for_update(of=("self",)).filter(
        subject_kind="programme_item", subject_id=item.pk, closed_at=None
    )
    for one in owed.order_by("id"):
        Extension.objects.create(
            item=one,
            until_on=days[one.kind],
            why=reason,
            due_before=one.due_at,
            asked_at=at,
            decided_at=at,
            granted=True,
        )
        found = clock.due_for(clock.facts_of(one), kernel.frozen_calendar(one))
        kernel.replace(one.pk, cause="extended", at=at, **kernel.due_columns(found))
