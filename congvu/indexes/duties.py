"""What a round makes people owe, all of it in Việc của tôi: a unit its self-score and its explanation, a body its
appraisal. Thin over `obligations.kernel`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from congvu.core.clock import day_of
from congvu.indexes.models import Appraiser, Round, RoundUnit, Score, UnitState, Window
from congvu.obligations import kernel
from congvu.obligations.clock import Terms
from congvu.obligations.models import Obligation
from congvu.orgs.models import UnitSpan

SELF, EXPLAIN, APPRAISE, REPAIR = "index_self", "index_explain", "index_appraise", "index_repair"


def windows_of(found: Round, unit_ids: Sequence[int], at: datetime) -> dict[int, Window]:
    """The window of each unit by its kind on the day. Two queries. Raises NoWindow."""
    from congvu.indexes.commands.rounds import NoWindow

    spans = UnitSpan.objects.filter(unit_id__in=unit_ids, during__contains=day_of(at))
    kinds = dict(spans.order_by("unit_id").values_list("unit_id", "kind__code"))
    by_kind = {one.unit_kind: one for one in found.windows.order_by("id")}
    windows = {}
    for unit_id in unit_ids:
        window = by_kind.get(kinds.get(unit_id, "")) or by_kind.get("")
        if window is None:
            raise NoWindow(kind=kinds.get(unit_id, ""))
        windows[unit_id] = window
    return windows


def window_of(unit: RoundUnit, at: datetime) -> Window:
    return windows_of(unit.round, [unit.unit_id], at)[unit.unit_id]


def open_all(found: Round, units: Sequence[RoundUnit], windows: dict[int, Window], *, at: datetime) -> None:
    """Every unit owes its self-score, every body that appraises something its appraisal by the latest day."""
    kernel_items = [_new(SELF, one.pk, one.unit_id, windows[one.unit_id].self_due_on) for one in units]
    last = max(window.appraise_due_on for window in windows.values())
    bodies = bodies_of(found)
    kernel_items += [_new(APPRAISE, body.pk, body.unit_id, last) for body in bodies]
    for new in kernel_items:
        kernel.open_new(new, at=at)


def bodies_of(found: Round) -> list[Appraiser]:
    """Every body that has something to appraise, also the one that stands in for a body's own unit."""
    scores = Score.objects.filter(round_unit__round=found, criterion__set=found.criteria_set_id)
    ids = set(scores.exclude(appraiser=None).order_by().values_list("appraiser", flat=True))
    there = {one.unit_id: one for one in found.appraisers.order_by("id")}
    for unit_id in sorted(ids - set(there)):
        there[unit_id] = Appraiser.objects.create(round=found, unit_id=unit_id, criteria=[])
    return [there[unit_id] for unit_id in sorted(ids)]


def self_done(unit: RoundUnit, *, outcome: str, at: datetime) -> None:
    _close(SELF, unit.pk, outcome, at)


def self_again(unit: RoundUnit, *, at: datetime) -> None:
    """Sent back: the unit owes it again, by the same day; never by a day that has passed."""
    due_on = max(window_of(unit, at).self_due_on, day_of(at))
    kernel.open_new(_new(SELF, unit.pk, unit.unit_id, due_on), at=at)


def explain_by(unit: RoundUnit, *, at: datetime) -> None:
    """The unit may explain until the day of the window; never a day that has passed."""
    due_on = max(window_of(unit, at).explain_due_on, day_of(at))
    kernel.open_new(_new(EXPLAIN, unit.pk, unit.unit_id, due_on), at=at)


def explained(unit: RoundUnit, *, outcome: str, at: datetime) -> None:
    _close(EXPLAIN, unit.pk, outcome, at)


def appraisal_goes_on(unit: RoundUnit, *, at: datetime) -> None:
    """Bodies whose points are appealed owe a second look at this unit."""
    last = max(window_of(unit, at).explain_due_on, day_of(at))
    asked = set(unit.present.exclude(appraiser=None).order_by().values_list("appraiser", flat=True))
    asked -= set(unit.handed_over)
    bodies = list(unit.round.appraisers.filter(unit_id__in=asked).order_by("id"))
    there = set(_open(APPRAISE, [body.pk for body in bodies]))
    for body in bodies:
        if body.pk not in there:
            kernel.open_new(_new(APPRAISE, body.pk, body.unit_id, last), at=at)


def appraisal_done_where_nothing_waits(found: Round, body_id: int, *, at: datetime) -> None:
    """A body that has handed over every unit that waits for it owes nothing more, for now."""
    body = found.appraisers.filter(unit_id=body_id).first()
    if body is None or body.pk not in _open(APPRAISE, [body.pk]):
        return
    of_body = Score.objects.filter(appraiser=body_id, criterion__set=found.criteria_set_id).values("round_unit")
    units = found.units.filter(pk__in=of_body)
    waiting = units.filter(state__in=(UnitState.APPRAISING, UnitState.REAPPRAISING))
    coming = units.filter(state=UnitState.SELF_SCORING)
    if not coming.exists() and not waiting.exclude(handed_over__contains=[body_id]).exists():
        _close(APPRAISE, body.pk, "handed_over", at)


def close_everything(found: Round, *, at: datetime) -> None:
    """The round is locked: what is still open of it ends as settled."""
    units = list(found.units.values_list("pk", flat=True))
    for kind, ids in ((SELF, units), (EXPLAIN, units), (APPRAISE, [a.pk for a in found.appraisers.order_by("id")])):
        for pk in sorted(_open(kind, ids)):
            _close(kind, pk, "locked", at)


def repair_by(repair_id: int, unit_id: int, person_id: int | None, due_on: date, *, at: datetime) -> None:
    new = kernel.New(REPAIR, REPAIR, repair_id, unit_id, person_id, terms=Terms(due_on=due_on))
    kernel.open_new(new, at=at)


def repaired(repair_id: int, *, at: datetime) -> None:
    _close(REPAIR, repair_id, "done", at)


def _new(kind: str, subject_id: int, unit_id: int, due_on: date) -> kernel.New:
    return kernel.New(kind, kind, subject_id, unit_id, terms=Terms(due_on=due_on))


def _open(kind: str, ids: Iterable[int]) -> list[int]:
    rows = Obligation.objects.filter(kind=kind, subject_kind=kind, subject_id__in=list(ids), closed_at=None)
    return list(rows.order_by("id").values_list("subject_id", flat=True))


def _close(kind: str, subject_id: int, outcome: str, at: datetime) -> None:
    kernel.close_obligation(kind=kind, subject_kind=kind, subject_id=subject_id, outcome=outcome, at=at)
