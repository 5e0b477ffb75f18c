"""Load a file of people: one row per position (docs/contracts.md §5). Accounts come without a password."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.core.errors import DomainError
from congvu.core.loading import LoadReport, Row, require_columns
from congvu.core.text import fold
from congvu.faces.errors import sentence_of
from congvu.ledger.record import Entry, record_many
from congvu.orgs import events, policy
from congvu.orgs.actor import Actor
from congvu.orgs.commands.managed import MANAGE
from congvu.orgs.commands.people import ABOUT, account_of
from congvu.orgs.load.cells import period_of
from congvu.orgs.models import Person, Position, Role, Unit, UnitCode
from congvu.orgs.models.people import search_of
from congvu.orgs.ranges import Days, covers, days, last_day, overlap
from congvu.orgs.units import unit_among, units_carrying

COLUMNS = ("username", "full_name", "unit_code", "role")


@dataclass(slots=True)
class _Known:
    people: dict[str, Person]
    roles: dict[str, Role]
    positions: dict[tuple[str, int, int], list[Position]]
    named: dict[str, list[UnitCode]]
    units: dict[tuple[str, object], Unit]
    new_people: list[Person]
    new_positions: list[Position]


Told = Callable[[], Entry]
"""What goes into the ledger about a row: asked for when the row has its number."""


@transaction.atomic
def load_people(rows: Sequence[Row], *, actor: Actor, at: datetime, dry_run: bool = False) -> LoadReport:
    """Make and change accounts and positions. With an error, or on a dry run, nothing stays written."""
    policy.require(actor, MANAGE)
    require_columns(rows, COLUMNS, name="people")
    report, known, entries = LoadReport("people"), _known(rows), []
    for row in rows:
        blank = [column for column in COLUMNS if not row.get(column)]
        if blank:
            report.refuse(row.line, blank[0], _("ô trống; mỗi dòng cần tên đăng nhập, họ tên, đơn vị và vai trò"))
            continue
        entries += _load(row, known, actor, at, report)
    if report.is_good and entries:
        Person.objects.bulk_create(known.new_people, batch_size=500)
        Position.objects.bulk_create(known.new_positions, batch_size=500)
        record_many([tell() for tell in entries], actor=actor)
    if dry_run or not report.is_good:
        transaction.set_rollback(True)
    if not report.is_good:
        report.new = report.changed = report.unchanged = 0
    return report


def _known(rows: Sequence[Row]) -> _Known:
    names = {row.get("username").lower() for row in rows}
    people = {person.username: person for person in Person.objects.filter(username__in=names)}
    found_roles = list(Role.objects.order_by("rank"))
    by_name = {fold(role.name): role for role in found_roles} | {role.code: role for role in found_roles}
    positions: dict[tuple[str, int, int], list[Position]] = defaultdict(list)
    for position in Position.objects.filter(person__username__in=names).select_related("person").order_by("id"):
        positions[position.person.username, position.unit_id, position.role_id].append(position)
    return _Known(people, by_name, positions, units_carrying(row.get("unit_code") for row in rows), {}, [], [])


def _load(row: Row, known: _Known, actor: Actor, at: datetime, report: LoadReport) -> list[Told]:
    during = period_of(row, report)
    role = known.roles.get(row.get("role")) or known.roles.get(fold(row.get("role")))
    if role is None:
        roles = ", ".join(sorted(role.code for role in known.roles.values()))
        said = _("không có vai trò “%(role)s”; các vai trò: %(roles)s") % {"role": row.get("role"), "roles": roles}
        report.refuse(row.line, "role", said)
        return []
    unit = _unit(row, known, during, actor, report)
    if unit is None:
        return []
    during = during if during.lower or during.upper else days(unit.during.lower, unit.during.upper)
    during = during if during.lower else days(unit.during.lower, during.upper)
    if not covers(unit.during, during):
        said = _("đơn vị %(unit)s không tồn tại suốt thời gian này") % {"unit": row.get("unit_code")}
        report.refuse(row.line, "valid_from", said)
        return []
    try:
        person, entries, state = _account(row, known, at)
    except DomainError as refusal:
        report.refuse(row.line, refusal.field or "", sentence_of(refusal))
        return []
    state, more = _position(row, person, unit, role, during, known, state, at, report)
    setattr(report, state, getattr(report, state) + 1)
    return entries + more


def _unit(row: Row, known: _Known, during: Days, actor: Actor, report: LoadReport) -> Unit | None:
    key = (row.get("unit_code"), during.lower)
    try:
        if key not in known.units:
            known.units[key] = unit_among(known.named[row.get("unit_code")], row.get("unit_code"), during.lower)
        policy.require(actor, MANAGE, unit_id=known.units[key].pk)
    except DomainError as refusal:
        outside = _("ngoài phạm vi bạn quản trị")
        said = outside if refusal.status == 403 else sentence_of(refusal)
        report.refuse(row.line, "unit_code", said)
        return None
    return known.units[key]


def _account(row: Row, known: _Known, at: datetime) -> tuple[Person, list[Told], str]:
    username, full_name, email = row.get("username").lower(), row.get("full_name"), row.get("email")
    person = known.people.get(username)
    if person is None:
        person = known.people[username] = account_of(username=username, full_name=full_name, email=email)
        known.new_people.append(person)
        return person, [lambda: Entry(events.PersonCreated(person.pk), (ABOUT, person.pk), at)], "new"
    wanted = {"full_name": full_name, "email": email or person.email}
    changed = tuple(name for name, value in wanted.items() if getattr(person, name) != value)
    if not changed:
        return person, [], "unchanged"
    person.full_name, person.email = wanted["full_name"], wanted["email"]
    person.search = search_of(full_name, username)
    if person.pk:
        person.save(update_fields=["full_name", "email", "search"])
    return person, [lambda: Entry(events.PersonChanged(changed), (ABOUT, person.pk), at)], "changed"


def _position(
    row: Row, person: Person, unit: Unit, role: Role, during: Days, known: _Known, state: str, at: datetime,
    report: LoadReport,
) -> tuple[str, list[Told]]:  # fmt: skip
    """The same first day is the same position; another that overlaps it is an error, not a guess."""
    held = known.positions[person.username, unit.pk, role.pk]
    same = next((position for position in held if position.during.lower == during.lower), None)
    if any(overlap(position.during, during) for position in held if position is not same):
        said = _("người này đã giữ vai trò đó ở đơn vị này trong thời gian trùng nhau")
        report.refuse(row.line, "valid_from", said)
        return state, []
    title = row.get("title")
    if same is None:
        same = Position(person=person, unit=unit, role=role, title=title, during=during)
        known.new_positions.append(same)
        held.append(same)
        state = "new" if state == "new" else "changed"
    elif same.during != during or same.title != title:
        same.during, same.title = during, title
        if same.pk:
            same.save(update_fields=["during", "title"])
        state = "changed"
    else:
        return state, []
    since, last = during.lower, last_day(during)
    held_then, first, until = same, since.isoformat() if since else "", last.isoformat() if last else ""

    def told() -> Entry:
        granted = events.PositionGranted(held_then.pk, unit.pk, role.code, first, until)
        return Entry(granted, (ABOUT, person.pk), at)

    return state, [told]
