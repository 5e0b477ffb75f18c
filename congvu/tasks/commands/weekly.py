"""Every Monday the chiefs of each unit are told what is overdue, what falls due, what nobody has reported on."""

import logging
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from congvu.core.clock import day_of
from congvu.notices.defer import notify
from congvu.obligations.chiefs import chiefs_of
from congvu.orgs.actor import Actor
from congvu.tasks.models import OPEN, Task
from congvu.tasks.notices import WeeklyList
from congvu.tasks.selectors.weekly import weekly_list

log = logging.getLogger(__name__)


@dataclass(slots=True)
class WeeklyReport:
    units: int = 0
    told: int = 0
    failed: list[int] = field(default_factory=list)


def send_weekly_lists(*, now: datetime) -> WeeklyReport:
    """Each unit in a transaction of its own; the same week again tells nobody twice (a key of week and unit)."""
    report = WeeklyReport()
    leads = Task.objects.filter(state__in=OPEN).order_by("lead_unit_id").values_list("lead_unit_id", flat=True)
    for unit_id in leads.distinct():
        report.units += 1
        try:
            report.told += _tell(unit_id, now)
        except Exception:
            log.exception("weekly list failed", extra={"unit_id": unit_id})
            report.failed.append(unit_id)
    return report


@transaction.atomic
def _tell(unit_id: int, now: datetime) -> int:
    week = day_of(now).isocalendar()
    chiefs = chiefs_of([unit_id], day_of(now)).get(unit_id, ())
    found = weekly_list(actor=Actor.clock(), now=now, leads=[unit_id])
    if not chiefs or not found:
        return 0
    own = found[0]
    message = WeeklyList(len(own.overdue), len(own.due), len(own.silent))
    return notify(chiefs, message, about=("unit", unit_id), key=f"weekly:{week.year}W{week.week:02d}:{unit_id}", at=now)
