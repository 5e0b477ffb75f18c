"""The four writes of the kernel, as SQL text: open, close, close and open, replace. Nothing else writes obligations.

Rooms call them inside their command's transaction, with the subject's row locked. What was closed already, or is
dated before what it changes, is refused with a sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from congvu.core.clock import Due, Pause, day_of, local
from congvu.ledger.prepared import prepared_cursor
from congvu.obligations import calendars, clock, subjects
from congvu.obligations.calendars import Dated
from congvu.obligations.clock import NO_DEADLINE, DueFacts, Terms
from congvu.obligations.errors import AlreadyDone, AlreadyOpen, ClockWentBack, NoSuchObligation
from congvu.obligations.models import FACTS, Obligation

_COLUMNS = ", ".join(FACTS)
_OPEN = """
INSERT INTO obligation (kind, subject_kind, subject_id, unit_id, person_id, category_id, channel, opened_at,
    clock_from_at, clock, allowance, allowance_unit, fixed_due_on, waiting, cut_off, calendar_id, calendar_version,
    due_at, late_at, provisional, paused, pause_cause, since_at, first, closed_at, outcome, part_of_id, system_minutes)
SELECT %s, %s, %s, %s, %s, %s, %s, %s::timestamptz, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,
       false, '', %s::timestamptz, true, NULL, '', %s, 0
"""
# The columns that an opening has values for, in the order of `_values`.
_OPENED = (
    "kind", "subject_kind", "subject_id", "unit_id", "person_id", "category_id", "channel", "opened_at",
    "clock_from_at", "clock", "allowance", "allowance_unit", "fixed_due_on", "waiting", "cut_off", "calendar_id",
    "calendar_version", "due_at", "late_at", "provisional", "since_at", "part_of_id",
)  # fmt: skip
_CLOSE = """
UPDATE obligation SET closed_at = %s, outcome = %s
WHERE kind = %s AND subject_kind = %s AND subject_id = %s AND closed_at IS NULL AND NOT paused AND since_at <= %s
RETURNING id
"""
_CLOSE_EARLIER = """
UPDATE obligation SET closed_at = %s, outcome = %s
WHERE id = %s AND closed_at IS NULL AND NOT paused AND opened_at <= %s RETURNING id
"""
_CLOSE_AND_OPEN = f"WITH closed AS ({_CLOSE}) {_OPEN} FROM closed RETURNING id"
_REPLACE = f"""
WITH before AS MATERIALIZED (SELECT * FROM obligation WHERE id = %s AND since_at <= %s FOR UPDATE),
kept AS (
    INSERT INTO obligation_stretch ({_COLUMNS}, item_id, until_at, cause, event_id)
    SELECT {_COLUMNS}, id, %s, %s, %s FROM before WHERE since_at < %s)
UPDATE obligation o SET since_at = %s, first = (o.first AND before.since_at = %s){{changes}}
FROM before WHERE o.id = before.id RETURNING o.id
"""  # noqa: S608  (column names of our own)
CHANGES = frozenset({
    "unit_id", "person_id", "category_id", "channel", "clock_from_at", "allowance", "allowance_unit", "fixed_due_on",
    "calendar_id", "calendar_version", "due_at", "late_at", "provisional", "paused", "pause_cause", "closed_at",
    "outcome",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class New:
    """An obligation about to arise. `clock_from_at`: when the clock counts from something else than the opening."""

    kind: str
    subject_kind: str
    subject_id: int
    unit_id: int
    person_id: int | None = None
    category_id: int | None = None
    channel: str = ""
    part_of: int | None = None
    terms: Terms = NO_DEADLINE
    clock_from_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What an older system owed since `at`; when and how it was done there, if it was."""

    new: New
    at: datetime
    closed_at: datetime | None = None
    outcome: str = ""


def open_obligation(
    *,
    kind: str,
    subject_kind: str,
    subject_id: int,
    unit_id: int,
    at: datetime,
    person_id: int | None = None,
    category_id: int | None = None,
    channel: str = "",
    part_of: int | None = None,
    terms: Terms = NO_DEADLINE,
    clock_from_at: datetime | None = None,
) -> int:
    """Something is owed from `at` on; its id. Raises AlreadyOpen, CalendarMissing."""
    new = New(kind, subject_kind, subject_id, unit_id, person_id, category_id, channel, part_of, terms, clock_from_at)
    return open_new(new, at=at)


def close_obligation(*, kind: str, subject_kind: str, subject_id: int, outcome: str, at: datetime) -> int:
    """It was done (or ended otherwise) at `at`; its id. Raises AlreadyDone, NoSuchObligation, ClockWentBack.

    A pause that is open ends with it.
    """
    with prepared_cursor() as cursor:
        cursor.execute(_CLOSE, [at, outcome, kind, subject_kind, subject_id, at])
        row = cursor.fetchone()
    return int(row[0]) if row else _close_paused(kind, subject_kind, subject_id, outcome, at)


def close_earlier(item_id: int, *, outcome: str, at: datetime) -> None:
    """It was done at `at`, which is only agreed now; in between its calendar or its holder may have changed.

    It ended then, and is judged by the due date as it stands. Raises AlreadyDone, NoSuchObligation, ClockWentBack.
    """
    with prepared_cursor() as cursor:
        cursor.execute(_CLOSE_EARLIER, [at, outcome, item_id, at])
        if cursor.fetchone() is not None:
            return
    item = Obligation.objects.filter(pk=item_id).first()
    if item is None:
        raise NoSuchObligation
    if item.closed_at is not None:
        raise already_done(item)
    raise ClockWentBack(at=shown(at), since=shown(item.since_at if item.paused else item.opened_at))


def close_and_open(*, outcome: str, new: New, kind: str, subject_kind: str, subject_id: int, at: datetime) -> int:
    """One is done and the next arises, in one statement; the id of the new one."""
    values = _values(new, at)
    with prepared_cursor() as cursor:
        try:
            cursor.execute(_CLOSE_AND_OPEN, [at, outcome, kind, subject_kind, subject_id, at, *values])
        except IntegrityError as refused:
            raise _open_already(refused) from refused
        row = cursor.fetchone()
    if row:
        return int(row[0])
    _close_paused(kind, subject_kind, subject_id, outcome, at)
    return open_new(new, at=at)


def replace(item_id: int, *, cause: str, at: datetime, event_id: int | None = None, **changes: Any) -> None:
    """What held until `at` becomes a stretch, and `changes` (column → value) hold from then on.

    Twice at the same instant writes no second stretch: nothing held in between. Raises ClockWentBack.
    """
    unknown = changes.keys() - CHANGES
    if unknown:
        raise TypeError(f"no facts of an obligation: {sorted(unknown)}")
    text = _REPLACE.format(changes="".join(f", {name} = %s" for name in changes))
    values = [item_id, at, at, cause, event_id, at, at, at, *changes.values()]
    with prepared_cursor() as cursor:
        cursor.execute(text, values)
        if cursor.fetchone() is None:
            cursor.execute("SELECT since_at FROM obligation WHERE id = %s", [item_id])
            row = cursor.fetchone()
            if row is None:
                raise NoSuchObligation
            raise ClockWentBack(at=shown(at), since=shown(row[0]))


def due_columns(found: Due | None, *, paused: bool = False) -> dict[str, Any]:
    """The columns that hold a due date; none while paused."""
    if found is None or paused:
        return {"due_at": None, "late_at": None, "provisional": False}
    return {"due_at": found.due_at, "late_at": found.late_at, "provisional": found.provisional}


def open_new(new: New, *, at: datetime) -> int:
    """The same, given as a value."""
    with prepared_cursor() as cursor:
        try:
            cursor.execute(_OPEN + " RETURNING id", _values(new, at))
        except IntegrityError as refused:
            raise _open_already(refused) from refused
        return int(cursor.fetchone()[0])


def load_many(past: Sequence[Past]) -> list[int]:
    """What an older system owed, all at once; their ids in the same order."""
    calendar_of = calendars.of_units(_asked(one.new, one.at) for one in past)
    rows = [
        Obligation(
            **dict(zip(_OPENED, _values(one.new, one.at, calendar_of[_asked(one.new, one.at)]), strict=True)),
            closed_at=one.closed_at, outcome=one.outcome,
        )
        for one in past
    ]  # fmt: skip
    return [int(row.pk) for row in Obligation.objects.bulk_create(rows, batch_size=500)]


def _asked(new: New, at: datetime) -> tuple[int, date]:
    """Whose calendar counts, and of which day."""
    return new.unit_id, day_of(new.clock_from_at or at)


def _values(new: New, at: datetime, dated: Dated | None = None) -> list[Any]:
    kind = subjects.kind_of(new.kind)
    start = new.clock_from_at or at
    dated = dated or calendars.of_unit(*_asked(new, at))
    found = clock.due_for(DueFacts(start, kind.clock, new.terms), dated.calendar)
    columns = due_columns(found)
    allowance, fixed = new.terms.allowance, new.terms.due_on
    return [
        new.kind, new.subject_kind, new.subject_id, new.unit_id, new.person_id, new.category_id, new.channel, at,
        start, kind.clock.value, allowance and allowance.amount, allowance.unit.value if allowance else "", fixed,
        new.terms.waiting.value, new.terms.cut_off, dated.calendar_id, dated.version,
        columns["due_at"], columns["late_at"], columns["provisional"], at, new.part_of,
    ]  # fmt: skip


def _open_already(refused: IntegrityError) -> Exception:
    return AlreadyOpen() if "obligation_one_open" in str(refused) else refused


def _close_paused(kind: str, subject_kind: str, subject_id: int, outcome: str, at: datetime) -> int:
    """The rare ways of closing: while paused, or not at all, with the reason."""
    item = (
        Obligation.objects.filter(kind=kind, subject_kind=subject_kind, subject_id=subject_id)
        .select_for_update(of=("self",))
        .order_by("-opened_at", "-id")
        .first()
    )
    if item is None:
        raise NoSuchObligation
    if item.closed_at is not None:
        raise already_done(item)
    if at < item.since_at:
        raise ClockWentBack(at=shown(at), since=shown(item.since_at))
    pauses = clock.pauses_of(item)
    ended = (Pause(pauses[-1].since, at),) if at > item.since_at else ()
    pauses = (*pauses[:-1], *ended)
    found = clock.due_for(clock.facts_of(item, pauses=pauses), frozen_calendar(item))
    replace(
        item.pk,
        cause="resumed",
        at=at,
        paused=False,
        pause_cause="",
        closed_at=at,
        outcome=outcome,
        **due_columns(found),
    )
    return int(item.pk)


def frozen_calendar(item: Any) -> Any:
    return calendars.of_version(item.calendar_id, item.calendar_version)


def already_done(item: Any) -> AlreadyDone:
    """Who did what when, from the ledger."""
    from congvu.ledger.selectors import timeline

    latest = timeline(*about_of(item), limit=1)
    who = latest[-1].person if latest else ""
    return AlreadyDone(
        what=latest[-1].sentence if latest else _("đã xong"),
        who=who or _("hệ thống"),
        when=shown(item.closed_at),
    )


def about_of(item: Any) -> tuple[str, int]:
    """The subject in whose chain events about the obligation are written."""
    if item.part_of_id and subjects.kind_of(item.kind).whole:
        whole = item.part_of
        return whole.subject_kind, whole.subject_id
    return item.subject_kind, item.subject_id


def require_forward(item: Any, at: datetime, *, not_before: datetime | None = None) -> None:
    """Refuse an act that is dated before what it changes."""
    since = max(item.since_at, not_before or item.since_at)
    if at < since:
        raise ClockWentBack(at=shown(at), since=shown(since))


def shown(moment: datetime | date) -> str:
    return local(moment).strftime("%d/%m/%Y %H:%M") if isinstance(moment, datetime) else moment.strftime("%d/%m/%Y")
