"""The rows that signs are sought in: scores, obligations, events, what citizens filed. Thresholds are data."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib import resources

from django.db.models import Count, F, Q

from congvu.core import periods, signs
from congvu.core.clock import end_of, start_of
from congvu.core.signs import Act, Doubt, Filing, Limits, limits_from
from congvu.indexes import duties
from congvu.indexes.commands.rounds import NoWindow
from congvu.indexes.models import Round, RoundUnit
from congvu.ledger.models import Event
from congvu.obligations import filings
from congvu.obligations.models import ObligationStretch
from congvu.orgs.models import UnitUnder

DOSSIER = "dossier"
MASS_ACTS = (
    "dossier.step_completed", "dossier.decided", "dossier.finished", "dossier.result_returned",
    "task.progress_reported", "task.claimed",
)  # fmt: skip
"""Acts that make figures better and that nobody does by the dozen in a minute."""

Uppers = Mapping[int, int]


@cache
def limits() -> Limits:
    return limits_from(json.loads(resources.files("congvu.data").joinpath("signs/limits.json").read_text("utf-8")))


def doubts(found: Round, units: Sequence[RoundUnit], *, as_of: date, at: datetime) -> list[Doubt]:
    """Every sign of these units up to the day, by unit. As many queries however many units and rows."""
    period, kept = periods.period_from(found.period), limits()
    uppers = _uppers([one.unit_id for one in units], as_of)
    since, until = start_of(period.first_on), end_of(as_of)
    windows = _windows(found, units, at)
    shut = {unit: end_of(day) for unit, day in windows.items()}
    ends = {
        unit: sorted({end_of(period.last_on), shut.get(unit, end_of(period.last_on))}) for unit in set(uppers.values())
    }
    pauses, of_all, again = _stretches(uppers, since, until)
    length = (as_of - period.first_on).days + 1
    before_since, before_until = start_of(period.first_on - timedelta(days=length)), since - timedelta(microseconds=1)
    made = [
        *signs.raised_late(_self_scores(units), shut, kept),
        *signs.paused_late(pauses, of_all, kept),
        *signs.reopened(again, kept),
        *signs.shared_contacts(
            _filings(uppers, since, until, kept), _filings(uppers, before_since, before_until, kept), kept
        ),
        *signs.bursts(_mass_acts(uppers, ends, kept), ends, kept),
    ]
    order = {one.unit_id: place for place, one in enumerate(units)}
    return sorted(made, key=lambda one: (order[one.unit], list(signs.Sign).index(one.sign)))


def _uppers(unit_ids: Sequence[int], on: date) -> dict[int, int]:
    """Unit below → the scored unit it belongs to, itself included; the nearest where several hold it."""
    rows = UnitUnder.objects.filter(upper_id__in=unit_ids, during__contains=on)
    under: dict[int, set[int]] = defaultdict(set)
    for upper, lower in rows.order_by("upper_id", "lower_id").values_list("upper_id", "lower_id"):
        under[upper].add(lower)
    found: dict[int, int] = {}
    for upper in sorted(under, key=lambda one: -len(under[one])):
        found |= dict.fromkeys(under[upper], upper)
    return found | {unit: unit for unit in unit_ids}


def _windows(found: Round, units: Sequence[RoundUnit], at: datetime) -> dict[int, date]:
    """The day a unit's self-score is due; none for scores that came from a file."""
    try:
        return {unit: one.self_due_on for unit, one in duties.windows_of(found, [u.unit_id for u in units], at).items()}
    except NoWindow:
        return {}


def _self_scores(units: Sequence[RoundUnit]) -> Iterable[Act]:
    own = {one.pk: one.unit_id for one in units}
    rows = Event.objects.filter(subject_kind="index_unit", subject_id__in=own, kind="index.self_scored")
    for row in rows.order_by("subject_id", "seq"):
        points = row.body.get("points", "")
        yield Act(
            own[row.subject_id], row.body["criterion"], row.at, row.kind, row.actor_id,
            after=Decimal(points) if points else None,
        )  # fmt: skip


def _stretches(uppers: Uppers, since: datetime, until: datetime) -> tuple[list[Act], dict[int, int], list[Act]]:
    """Pauses with the moment after which it would have been late, how many pauses in all, and what was reopened."""
    rows = ObligationStretch.objects.filter(
        kind=DOSSIER, cause__in=("paused", "reopened"), until_at__range=(since, until), unit_id__in=list(uppers)
    )  # fmt: skip
    near = Q(cause="reopened") | Q(late_at__lte=F("until_at") + timedelta(hours=limits().paused_hours))
    pauses, again = [], []
    for row in rows.filter(near).order_by("until_at", "id"):
        unit, what = uppers[row.unit_id], str(row.subject_id)
        if row.cause == "paused":
            pauses.append(Act(unit, what, row.until_at, DOSSIER, due_at=row.late_at))
        elif row.closed_at is not None:
            again.append(Act(unit, what, row.closed_at, DOSSIER, due_at=row.until_at))
    of_all: dict[int, int] = defaultdict(int)
    for counted in rows.filter(cause="paused").order_by("unit_id").values("unit_id").annotate(many=Count("id")):
        of_all[uppers[counted["unit_id"]]] += counted["many"]
    return pauses, of_all, again


def _filings(uppers: Uppers, since: datetime, until: datetime, kept: Limits) -> list[Filing]:
    online: dict[int, int] = defaultdict(int)
    shared: dict[int, list[Act]] = defaultdict(list)
    for kind, one in filings.filed(sorted(uppers), since, until, kept.contact_people):
        unit = uppers[one.unit_id]
        online[unit] += one.online
        shared[unit] += [Act(unit, str(what), at, kind) for what, at in one.shared]
    return [Filing(unit, many, tuple(shared[unit])) for unit, many in sorted(online.items())]


def _mass_acts(uppers: Uppers, ends: Mapping[int, Sequence[datetime]], kept: Limits) -> Iterable[Act]:
    """By the unit somebody acted for. What counts is when it was done; nothing is recorded before it was done, so
    `recorded_at`, which has the index, bounds the search.
    """
    near, moments = timedelta(hours=kept.burst_hours), Q(pk__in=())
    for end in sorted({end for several in ends.values() for end in several}):
        moments |= Q(recorded_at__gte=end - near, at__range=(end - near, end))
    rows = Event.objects.filter(moments, kind__in=MASS_ACTS, unit_id__in=list(uppers), actor_id__isnull=False)
    for row in rows.order_by("at", "id").iterator(chunk_size=2000):
        if row.unit_id is not None:
            yield Act(uppers[row.unit_id], str(row.subject_id), row.at, row.kind, row.actor_id)
