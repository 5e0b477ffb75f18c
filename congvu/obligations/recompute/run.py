"""Putting a change in force, and computing again what depends on it.

`apply` only turns the calendars over, in an instant. The due dates follow in batches: each is one transaction that
locks its rows, keeps the old facts as stretches, writes a chained event on every subject, tells whom a promise was
made to, and notes how far it came. Whoever is killed between two batches is followed by another who goes on there;
doing a batch twice finds nothing left to do.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, OperationalError, connection, transaction

from congvu.core.errors import N_, DomainError
from congvu.ledger.events import body_of
from congvu.ledger.record import record_selected
from congvu.obligations import kernel, promises
from congvu.obligations.events import Redated
from congvu.obligations.models import FACTS, Obligation
from congvu.obligations.recompute.effects import Effect, effects_on, summary_of
from congvu.obligations.recompute.scopes import Scope, scopes_of
from congvu.orgs.actor import Actor
from congvu.orgs.calendars import commands as calendars
from congvu.orgs.models import CalendarChange

State = CalendarChange.State
KIND = "obligation.redated"
AT_A_TIME = 1_000
"""Rows locked by one batch: a fraction of a second, so that no officer waits."""
ATTEMPTS = 5


class EffectsChanged(DomainError):
    """Between looking and applying, obligations were opened, closed or re-dated."""

    code = "calendar_effects_changed"
    sentence = N_("Danh sách việc bị ảnh hưởng đã khác với lúc bạn xem. Hãy xem lại rồi áp dụng.")


@transaction.atomic
def apply(*, change_id: int, digest: str | None, actor: Actor, at: datetime) -> CalendarChange:
    """The new versions hold from now on, and the recomputation begins; `digest` is that of the effects looked at.

    None for who loads a file from the console and accepts whatever follows. Raises EffectsChanged, ChangeNotOpen,
    ChangeOutdated, NotAllowed.
    """
    from congvu.obligations.recompute import jobs

    change = CalendarChange.objects.select_for_update().get(pk=change_id)
    if change.state == State.PROPOSED:
        found = summary_of(change, shown=0)
        if digest is not None and digest != found.digest:
            raise EffectsChanged
        change.total = found.looked_at
        change.save(update_fields=["total"])
    change = calendars.put_in_force(change_id, actor=actor, at=at)
    jobs.recompute.defer(change_id=change_id)
    return change


def finish(change_id: int, *, at: datetime) -> CalendarChange:
    """Batch after batch until nothing is left."""
    while _step_again(change_id, at):
        pass
    return CalendarChange.objects.get(pk=change_id)


def _step_again(change_id: int, at: datetime) -> bool:
    """A command that writes to the same chain at the same instant wins; the batch is then done once more."""
    for _ in range(ATTEMPTS - 1):
        try:
            return step(change_id, at=at)
        except (IntegrityError, OperationalError):
            if connection.in_atomic_block:
                raise
    return step(change_id, at=at)


@transaction.atomic
def step(change_id: int, *, at: datetime, size: int = AT_A_TIME) -> bool:
    """One batch; whether there may be more. Two workers take turns at the row of the change."""
    change = CalendarChange.objects.select_for_update().get(pk=change_id)
    if change.state != State.APPLYING:
        return False
    for scope in scopes_of(change):
        items = _locked(scope, reached=change.reached, size=size)
        if items:
            _redate(change, scope, items, at)
            return True
    if change.passes == 0:
        change.passes, change.reached = 1, 0
        change.save(update_fields=["passes", "reached"])
        return True
    calendars.finish(change_id, at=at)
    return False


def _locked(scope: Scope, *, reached: int, size: int) -> list[Obligation]:
    found = Obligation.objects.filter(scope.candidates(), pk__gt=reached).select_related("part_of")
    return list(found.select_for_update(of=("self",)).order_by("pk")[:size])


def _redate(change: CalendarChange, scope: Scope, items: Sequence[Obligation], at: datetime) -> None:
    effects = [effect for effect in effects_on(items, scope) if not effect.refused]
    events = _events(effects, scope, change, at)
    _write(effects, scope, events, at)
    _tell(effects, events, at)
    change.reached = items[-1].pk
    change.looked_at += len(items) if change.passes == 0 else 0
    change.moved += len(effects)
    change.moved_later += sum(effect.is_later and effect.is_promised for effect in effects)
    change.save(update_fields=["reached", "looked_at", "moved", "moved_later"])


def _events(effects: Sequence[Effect], scope: Scope, change: CalendarChange, at: datetime) -> dict[int, int]:
    """One event on each subject; obligation → event."""
    about: dict[tuple[str, int], list[int]] = {}
    for effect in effects:
        about.setdefault(kernel.about_of(effect.item), []).append(effect.item.pk)
    actor = Actor(change.applied_by_id, change.applied_in_id, None)
    found: dict[int, int] = {}
    for kind in sorted({kind for kind, _ in about}):
        subjects = sorted(subject for of_kind, subject in about if of_kind == kind)
        bodies = [
            body_of(Redated(tuple(about[kind, subject]), scope.calendar_id, scope.version)) for subject in subjects
        ]
        select = "SELECT %s::text, u.id, u.body FROM unnest(%s::bigint[], %s::text[]) AS u(id, body)"
        by_subject = dict(record_selected(KIND, select, [kind, subjects, bodies], actor=actor, at=at))
        found |= {item: by_subject[subject] for subject in subjects for item in about[kind, subject]}
    return found


_COLUMNS = ", ".join(FACTS)
_WRITE = f"""
WITH new AS MATERIALIZED (
    SELECT * FROM unnest(%(ids)s::bigint[], %(due)s::timestamptz[], %(late)s::timestamptz[], %(provisional)s::bool[],
                         %(events)s::bigint[]) AS n(id, due_at, late_at, provisional, event_id)),
kept AS (
    INSERT INTO obligation_stretch ({_COLUMNS}, item_id, until_at, cause, event_id)
    SELECT {", ".join(f"o.{name}" for name in FACTS)}, o.id, %(at)s, 'calendar', new.event_id
    FROM obligation o JOIN new USING (id) WHERE o.since_at < %(at)s)
UPDATE obligation o SET due_at = new.due_at, late_at = new.late_at, provisional = new.provisional,
    calendar_id = %(calendar)s, calendar_version = %(version)s,
    first = (o.first AND o.since_at >= %(at)s), since_at = greatest(o.since_at, %(at)s)
FROM new WHERE o.id = new.id
"""  # noqa: S608  (column names of our own)


def _write(effects: Sequence[Effect], scope: Scope, events: dict[int, int], at: datetime) -> None:
    if not effects:
        return
    dated = [(effect.item.pk, effect.new) for effect in effects if effect.new is not None]
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            {
                "ids": [item for item, _ in dated],
                "due": [new.due_at for _, new in dated],
                "late": [new.late_at for _, new in dated],
                "provisional": [new.provisional for _, new in dated],
                "events": [events[item] for item, _ in dated],
                "calendar": scope.calendar_id,
                "version": scope.version,
                "at": at,
            },
        )


def _tell(effects: Iterable[Effect], events: dict[int, int], at: datetime) -> None:
    """Once per batch and kind, those whose promised date is now later."""
    by_kind: dict[str, list[promises.MovedLater]] = {}
    for effect in effects:
        item, new = effect.item, effect.new
        if effect.is_later and effect.is_promised and item.due_at and new and new.due_at:
            moved = promises.MovedLater(item.pk, item.subject_id, item.due_at, new.due_at, events[item.pk])
            by_kind.setdefault(item.kind, []).append(moved)
    for kind, moved_later in sorted(by_kind.items()):
        promises.tell(kind, moved_later, at=at)
