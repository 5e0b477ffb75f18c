"""A calendar is changed in two acts: new versions are proposed, then put in force together.

Between the two everybody can see what would follow. `obligations.recompute` puts in force and computes due dates
again; here is only what concerns the calendars themselves.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max

from congvu.core.clock import DayNote, loaded_years
from congvu.core.errors import N_, DomainError
from congvu.ledger.record import record
from congvu.orgs import policy
from congvu.orgs.actor import Actor
from congvu.orgs.calendars.content import Content, Named, content_of, extent, materialise, save, value_from
from congvu.orgs.calendars.events import PutInForce
from congvu.orgs.everywhere import answers_for_all
from congvu.orgs.models import Unit
from congvu.orgs.models.calendar import OFFICIAL, Calendar, CalendarChange, CalendarVersion

MANAGE = "calendars.manage"


class ChangeOutdated(DomainError):
    """Another change came into force after this one was made."""

    code = "calendar_change_outdated"
    sentence = N_("Lịch làm việc đã đổi từ khi lập thay đổi này. Hãy bỏ nó và lập lại trên lịch đang dùng.")


class ChangeNotOpen(DomainError):
    """The change was applied or withdrawn before."""

    code = "calendar_change_not_open"
    sentence = N_("Thay đổi này không còn chờ áp dụng (%(state)s). Hãy tải lại trang để xem tình trạng mới nhất.")


class NothingChanges(DomainError):
    """The days and hours are those that hold already."""

    code = "calendar_nothing_changes"
    sentence = N_("Các ngày và giờ này trùng với lịch đang dùng; không có gì để thay đổi.")
    status = 422


class DayNotThere(DomainError):
    """The calendar has no such day of its own: it was taken out before, or it belongs to the calendar above."""

    code = "calendar_day_not_there"
    sentence = N_("Lịch này không có riêng ngày đó. Hãy tải lại trang; ngày của lịch chung thì sửa ở lịch chung.")


class YearWouldBreak(DomainError):
    """Without the day the official year would no longer be whole."""

    code = "calendar_year_would_break"
    sentence = N_("Bỏ ngày này thì năm %(year)s không còn đủ ngày lễ của luật. Hãy nạp lại tệp lịch của cả năm.")


def require_may_manage(actor: Actor, unit_ids: Sequence[int | None]) -> None:
    """The official calendar (None) is for those who manage calendars of the whole house; others for their units."""
    for unit_id in unit_ids:
        if unit_id is None:
            if not actor.is_clock and not answers_for_all(actor, MANAGE):
                raise policy.NotAllowed(sentence=N_("Lịch chung chỉ người quản trị toàn hệ thống mới được đổi."))
        else:
            policy.require(actor, MANAGE, unit_id=unit_id)


def may_manage(actor: Actor, unit_id: int | None) -> bool:
    """The same question, for a page that offers the act."""
    try:
        require_may_manage(actor, [unit_id])
    except policy.NotAllowed:
        return False
    return True


@transaction.atomic
def propose(contents: Sequence[Named], *, source: str, actor: Actor, at: datetime) -> CalendarChange:
    """New versions, not in force, of every calendar whose content differs; of all when the official one does.

    Raises NothingChanges, and what `build_calendar` refuses.
    """
    _lock()
    current = {version.calendar.unit_id: version for version in _in_force()}
    wanted = {one.unit_id: one.content.sorted() for one in contents}
    changed = {unit: new for unit, new in wanted.items() if _differs(current.get(unit), new)}
    if not changed:
        raise NothingChanges
    require_may_manage(actor, list(changed))
    change = CalendarChange.objects.create(source=source, proposed_at=at, proposed_by_id=actor.person_id)
    officially = changed.get(None) or content_of(current[None].pk)
    base = current.get(None)
    if None in changed:
        base = _new_version(change, None, base, None, changed[None], changed[None], source, at)
        for unit, version in current.items():
            if unit is not None and unit not in changed:
                _new_version(change, unit, version, base, content_of(version.pk), officially, source, at)
    for unit, content in changed.items():
        if unit is not None:
            _new_version(change, unit, current.get(unit), base, content, officially, source, at)
    return change


@transaction.atomic
def propose_without(
    day: date, name: str, *, unit_id: int | None, source: str, actor: Actor, at: datetime
) -> CalendarChange:
    """The calendar as it is, without one day of its own; the other half of a swap goes with it.

    A proposal like any other: its effects are looked at, then it is applied. Raises DayNotThere, YearWouldBreak.
    """
    require_may_manage(actor, [unit_id])
    current = next((version for version in _in_force() if version.calendar.unit_id == unit_id), None)
    known = content_of(current.pk) if current else Content()
    gone = next((note for note in known.days if (note.day, note.name) == (day, name)), None)
    if gone is None:
        raise DayNotThere
    kept = tuple(note for note in known.days if note is not gone and not _swapped(note, gone))
    lost = sorted(set(loaded_years(known.days)) - set(loaded_years(kept)))
    if unit_id is None and lost:
        raise YearWouldBreak(year=lost[0])
    return propose([Named(unit_id, Content(kept, known.hours))], source=source, actor=actor, at=at)


def _swapped(note: DayNote, other: DayNote) -> bool:
    return note.day == other.swap_pair and note.swap_pair == other.day


@transaction.atomic
def put_in_force(change_id: int, *, actor: Actor, at: datetime) -> CalendarChange:
    """From now on the versions of the change hold. Raises ChangeNotOpen, ChangeOutdated."""
    _lock()
    change = CalendarChange.objects.select_for_update().get(pk=change_id)
    if change.state != CalendarChange.State.PROPOSED:
        raise ChangeNotOpen(state=change.get_state_display())
    versions = list(change.versions.select_related("calendar", "follows").order_by("id"))
    require_may_manage(actor, proposed_for(change))
    _require_up_to_date(versions)
    hold(versions, at=at)
    for version in versions:
        replaced = version.follows.number if version.follows else None
        happened = PutInForce(version=version.number, replaced=replaced, change_id=change.pk)
        record(happened, about=("calendar", version.calendar_id), actor=actor, at=at)
    change.state, change.applied_at = CalendarChange.State.APPLYING, at
    change.applied_by_id, change.applied_in_id = actor.person_id, actor.unit_id
    change.save(update_fields=["state", "applied_at", "applied_by", "applied_in"])
    return change


def hold(versions: Sequence[CalendarVersion], *, at: datetime) -> None:
    """These versions instead of those in force before, with all their days. Called under the lock of calendars."""
    for version in versions:
        CalendarVersion.objects.filter(calendar=version.calendar_id, in_force=True).update(in_force=False)
        version.in_force, version.in_force_from = True, at
        version.save(update_fields=["in_force", "in_force_from"])
    materialise(versions)


@transaction.atomic
def finish(change_id: int, *, at: datetime) -> None:
    """Every due date that depends on the change has been computed again."""
    CalendarChange.objects.filter(pk=change_id, state=CalendarChange.State.APPLYING).update(
        state=CalendarChange.State.DONE, finished_at=at
    )


@transaction.atomic
def withdraw(change_id: int, *, actor: Actor, at: datetime) -> None:
    """The proposal is put away; its versions stay readable but never come into force."""
    del at
    change = CalendarChange.objects.select_for_update().get(pk=change_id)
    if change.state != CalendarChange.State.PROPOSED:
        raise ChangeNotOpen(state=change.get_state_display())
    require_may_manage(actor, proposed_for(change))
    change.state = CalendarChange.State.WITHDRAWN
    change.save(update_fields=["state"])


def proposed_for(change: CalendarChange) -> list[int | None]:
    """The units whose calendars were edited; None alone when the official one was (the others only follow it)."""
    units: list[int | None] = [*change.versions.order_by("id").values_list("calendar__unit_id", flat=True)]
    return [None] if None in units else units


def _lock() -> None:
    """One change of calendars at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('congvu.calendars'))")


def _in_force() -> list[CalendarVersion]:
    return list(CalendarVersion.objects.filter(in_force=True).select_related("calendar").order_by("id"))


def _differs(version: CalendarVersion | None, new: Content) -> bool:
    return content_of(version.pk).sorted() != new if version else True


def _new_version(
    change: CalendarChange, unit_id: int | None, follows: CalendarVersion | None, base: CalendarVersion | None,
    content: Content, official: Content, source: str, at: datetime,
) -> CalendarVersion:  # fmt: skip
    calendar = follows.calendar if follows else _new_calendar(unit_id)
    value = value_from(content, None if unit_id is None else official)
    latest = calendar.versions.aggregate(latest=Max("number"))["latest"] or 0
    version = CalendarVersion.objects.create(
        calendar=calendar, number=latest + 1, base=base, follows=follows, change=change, source=source, loaded_at=at,
        **extent(value),
    )  # fmt: skip
    save(version, content)
    return version


def _new_calendar(unit_id: int | None) -> Calendar:
    if unit_id is None:
        return Calendar.objects.get_or_create(code=OFFICIAL)[0]
    if known := Calendar.objects.filter(unit=unit_id).first():
        return known
    code = Unit.objects.values_list("code", flat=True).get(pk=unit_id)
    taken = code == OFFICIAL or Calendar.objects.filter(code=code).exists()
    return Calendar.objects.create(code=f"{code}-{unit_id}" if taken else code, unit_id=unit_id)


def _require_up_to_date(versions: Sequence[CalendarVersion]) -> None:
    current = {version.calendar_id: version.pk for version in _in_force()}
    of_change = {version.pk for version in versions}
    official = any(version.calendar.unit_id is None for version in versions)
    made_from_old = any(version.follows_id != current.get(version.calendar_id) for version in versions)
    on_old_base = any(
        version.base_id is not None and version.base_id not in of_change | set(current.values()) for version in versions
    )
    forgotten = official and set(current) - {version.calendar_id for version in versions}
    if made_from_old or on_old_base or forgotten:
        raise ChangeOutdated
