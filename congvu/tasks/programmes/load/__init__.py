"""`congvu load programme`. Columns: docs/contracts.md §5 and docs/rules/programmes.md."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.core.clock import day_of, end_of, start_of
from congvu.core.loading import LoadReport, Row, require_columns
from congvu.core.text import fold, search_grams
from congvu.ledger.record import Entry, record_many
from congvu.obligations import kernel
from congvu.obligations.models import Obligation
from congvu.orgs.actor import Actor
from congvu.orgs.load.cells import day_of as day_in
from congvu.orgs.models import Unit, UnitUnder
from congvu.tasks.plans.commands.drafting import is_code
from congvu.tasks.plans.load.cells import Units, choice, too_long, whole
from congvu.tasks.programmes import clocks
from congvu.tasks.programmes.commands.items import take_effect
from congvu.tasks.programmes.commands.programmes import add_parts, new_programme
from congvu.tasks.programmes.course import State
from congvu.tasks.programmes.events import ItemLoaded
from congvu.tasks.programmes.models import Kind, Programme, ProgrammeItem

COLUMNS = ("year", "month", "code", "name", "lead_unit")
MOST = {"code": 40, "title": 300, "document_no": 60}
KINDS = {
    "de an": "scheme",
    "scheme": "scheme",
    "proposal": "scheme",
    "quyet dinh": "decision",
    "decision": "decision",
    "ke hoach": "plan",
    "plan": "plan",
    "bao cao": "report",
    "report": "report",
    "nghi quyet": "resolution",
    "nghi quyet trinh hdnd": "resolution",
    "resolution": "resolution",
    "chuong trinh": "programme",
    "programme": "programme",
}
LEVELS = {
    "hdnd": "council",
    "hoi dong nhan dan": "council",
    "council": "council",
    "ubnd": "committee",
    "committee": "committee",
    "uy ban nhan dan": "committee",
    "chu tich": "chairman",
    "chu tich ubnd": "chairman",
    "chairman": "chairman",
    "ban thuong vu": "party",
    "thuong truc tinh uy": "party",
    "party": "party",
}
STATES = {
    "": "not_submitted",
    "not submitted": "not_submitted",
    "open": "not_submitted",
    "chua trinh": "not_submitted",
    "submitted": "submitted",
    "da trinh": "submitted",
    "passed": "passed",
    "da thong qua": "passed",
    "thong qua": "passed",
    "done": "passed",
    "withdrawn": "withdrawn",
    "xin rut": "withdrawn",
    "da rut": "withdrawn",
    "rut": "withdrawn",
    "moved": "moved",
    "chuyen ky": "moved",
}


@dataclass(frozen=True, slots=True)
class _Read:
    """`moved_to`: (year, month) where the row says that it was moved."""

    row: Row
    year: int
    month: int
    code: str
    kind: str
    level: str
    lead: Unit
    helping: tuple[int, ...]
    state: State
    moved_to: tuple[int, int] | None
    done_on: date | None
    submitted_on: date | None
    body: Unit | None
    steward: Unit | None

    @property
    def moves_within(self) -> bool:
        return self.state is State.MOVED and self.moved_to is not None and self.moved_to[0] == self.year


def load_programme(rows: Sequence[Row], *, actor: Actor, at: datetime, dry_run: bool = False) -> LoadReport:
    """All or nothing. The same rows again are unchanged."""
    report, units = LoadReport("programme"), Units()
    require_columns(rows, COLUMNS, name="programme")
    with transaction.atomic():
        found = [one for row in rows if (one := _read(row, units, report)) is not None]
        _codes_once(found, report)
        if report.is_good:
            for programme, group in _programmes(found, at=at):
                _load(programme, group, report, actor=actor, at=at)
        if dry_run or not report.is_good:
            transaction.set_rollback(True)
    return report


def _read(row: Row, units: Units, report: LoadReport) -> _Read | None:
    before = len(report.errors)
    for column in COLUMNS:
        if not row.get(column):
            report.refuse(row.line, column, _("không được để trống"))
    year, month = whole(row, "year", report), whole(row, "month", report)
    if month is not None and not 1 <= month <= 12:
        report.refuse(row.line, "month", _("tháng %(month)s không có; hãy ghi từ 1 đến 12") % {"month": month})
    if year is not None and not 2000 <= year <= 2100:
        report.refuse(row.line, "year", _("năm %(year)s nằm ngoài 2000–2100") % {"year": year})
    if len(report.errors) > before or year is None or month is None:
        return None
    too_long(row, MOST, report)
    if not is_code(row.get("code")):
        report.refuse(row.line, "code", _("mã không có dấu /; hãy ghi như NQ-01"))
    on = date(year, month, 1)
    lead, body = units.cell(row, "lead_unit", on, report), units.cell(row, "unit", on, report)
    steward = units.cell(row, "steward_unit", on, report)
    helping = tuple(one.pk for one in units.several(row, "coordinating_units", on, report) if one != lead)
    state = choice(row, "status", STATES, report)
    moved_to = _moved_to(row, year, report)
    done_on, submitted_on = day_in(row, "done_on", report), day_in(row, "submitted_on", report)
    if len(report.errors) > before or lead is None or state is None:
        return None
    kind = _word(row, "kind", KINDS, Kind.SCHEME.value, report)
    level = _word(row, "level", LEVELS, "council" if kind == "resolution" else "committee", report)
    if state == "moved" and moved_to is None:
        report.warn(row.line, "moved_to", _("chuyển kỳ mà không ghi tháng chuyển đến; tính là chuyển sang năm khác"))
    return _Read(
        row,
        year,
        month,
        row.get("code"),
        kind,
        level,
        lead,
        helping,
        State(state),
        moved_to,
        done_on,
        submitted_on,
        body,
        steward,
    )


def _word(row: Row, column: str, known: dict[str, str], usual: str, report: LoadReport) -> str:
    """A word we know; another one is kept as it is, with a warning."""
    text = row.get(column)
    if not text:
        return usual
    if fold(text) not in known:
        report.warn(row.line, column, _("“%(text)s” chưa có trong danh mục; giữ nguyên") % {"text": text})
    return known.get(fold(text), text[:40])


def _moved_to(row: Row, year: int, report: LoadReport) -> tuple[int, int] | None:
    """`5`, `2026-05`, `05/2026`, a day of the month."""
    text = row.get("moved_to")
    if not text:
        return None
    parts = [int(part) for part in text.replace("/", "-").split("-") if part.isdecimal()]
    match parts:
        case [month] if 1 <= month <= 12:
            return year, month
        case [int() as to, month, *_rest] if 2000 <= to <= 2100 and 1 <= month <= 12:
            return to, month
        case [*_rest, month, int() as to] if 2000 <= to <= 2100 and 1 <= month <= 12:
            return to, month
    report.refuse(row.line, "moved_to", _("“%(text)s” không phải tháng; hãy ghi như 2026-05") % {"text": text})
    return None


def _codes_once(found: list[_Read], report: LoadReport) -> None:
    met: dict[tuple[int, int, str], int] = {}
    for one in found:
        key = (one.body.pk if one.body else 0, one.year, one.code)
        if key in met:
            message = _("mã %(code)s đã ghi ở dòng %(line)s; mỗi nội dung một dòng")
            report.refuse(one.row.line, "code", message % {"code": one.code, "line": met[key]})
        met.setdefault(key, one.row.line)


def _programmes(found: list[_Read], *, at: datetime) -> list[tuple[Programme, list[_Read]]]:
    """Each body and year; without a `unit` column the body is the one above the lead units."""
    groups: dict[tuple[int, int], list[_Read]] = {}
    tops = _tops(found)
    for one in found:
        groups.setdefault((one.body.pk if one.body else tops[one.year], one.year), []).append(one)
    made = []
    for (body, year), group in groups.items():
        programme = Programme.objects.select_for_update(of=("self",)).filter(owner_unit_id=body, year=year).first()
        if programme is None:
            title = group[0].row.get("title") or f"Chương trình công tác năm {year}"
            steward = group[0].steward
            programme = new_programme(year, title, body, steward.pk if steward else None, at=at)
        made.append((programme, group))
    return made


def _tops(found: list[_Read]) -> dict[int, int]:
    """Year → the unit at the top of most lead units in the middle of that year; an existing programme's body first."""
    tops: dict[int, int] = {}
    for year in sorted({one.year for one in found if one.body is None}):
        there = Programme.objects.filter(year=year).order_by("id").values_list("owner_unit_id", flat=True)
        leads = [one.lead.pk for one in found if one.year == year]
        above: dict[int, tuple[int, int]] = {}
        rows = UnitUnder.objects.filter(lower_id__in=leads, during__contains=date(year, 12, 31)).order_by("id")
        for lower, upper, depth in rows.values_list("lower_id", "upper_id", "depth"):
            above[lower] = max(above.get(lower, (-1, lower)), (depth, upper))
        counted = Counter(above.get(lead, (0, lead))[1] for lead in leads)
        best = counted.most_common(1)[0][0]
        tops[year] = next((body for body in there if body in counted), best)
    return tops


def _load(programme: Programme, group: list[_Read], report: LoadReport, *, actor: Actor, at: datetime) -> None:
    there = {item.code: item for item in programme.items.all()}
    fresh = [one for one in group if one.code not in there]
    since = min(at, start_of(date(programme.year, 1, 1)))
    items = ProgrammeItem.objects.bulk_create([_item(programme, one, since) for one in fresh], batch_size=500)
    wholes, dossiers = [], []
    for item, one in zip(items, fresh, strict=True):
        whole, dossier = clocks.new_obligations(item)
        ended, handed = _ended(one, at), _handed(one, at)
        wholes.append(kernel.Past(whole, min(since, ended or since), ended, _outcome(one) if ended else ""))
        dossiers.append(kernel.Past(dossier, min(since, handed or since), handed, "submitted" if handed else ""))
    for item, whole_id, dossier_id in zip(items, kernel.load_many(wholes), kernel.load_many(dossiers), strict=True):
        item.obligation_id, item.dossier_id = whole_id, dossier_id
    ProgrammeItem.objects.bulk_update(items, ["obligation_id", "dossier_id"], batch_size=500)
    record_many(
        [Entry(ItemLoaded(item.state, item.month), ("programme_item", item.pk), at) for item in items], actor=actor
    )
    for item, one in zip(items, fresh, strict=True):
        if one.state is State.MOVED:
            _moved(item, one, actor=actor, at=at)
    who = {(item.lead_unit_id, "lead") for item in items}
    add_parts(programme, who | {(unit, "coordinating") for item in items for unit in item.coordinating}, at=since)
    report.new += len(fresh)
    for one in group:
        if one.code in there:
            _doubt_month(there[one.code], one, report)
            if _move_on(there[one.code], one, actor=actor, at=at):
                report.changed += 1
            else:
                report.unchanged += 1


def _item(programme: Programme, one: _Read, since: datetime) -> ProgrammeItem:
    """As the row says it stands; a moved one stands at first where it was registered."""
    state = State.NOT_SUBMITTED if one.state is State.MOVED else one.state
    name = one.row.get("name")
    return ProgrammeItem(
        programme=programme,
        code=one.code,
        name=name,
        kind=one.kind,
        level=one.level,
        lead_unit=one.lead,
        coordinating=list(one.helping),
        month=one.month,
        first_month=one.month,
        state=state.value,
        registered_at=since,
        submitted_on=one.submitted_on,
        ended_on=one.done_on if one.done_on else None,
        document_no=one.row.get("document_no"),
        grams=list(search_grams(one.code, name)),
    )


def _outcome(one: _Read) -> str:
    return one.state.value


def _ended(one: _Read, at: datetime) -> datetime | None:
    """Without a day of its own, what was passed or withdrawn ended on the last day of its month."""
    if one.state not in (State.PASSED, State.WITHDRAWN):
        return None
    if one.done_on:
        return min(start_of(one.done_on) + timedelta(hours=12), at)
    return min(end_of(clocks.decided_by(one.year, one.month)), at)


def _handed(one: _Read, at: datetime) -> datetime | None:
    if one.state not in (State.SUBMITTED, State.PASSED, State.WITHDRAWN):
        return None
    if one.submitted_on:
        return min(start_of(one.submitted_on) + timedelta(hours=12), at)
    return min(start_of(date(one.year, one.month, 20)) + timedelta(hours=12), _ended(one, at) or at, at)


def _moved(item: ProgrammeItem, one: _Read, *, actor: Actor, at: datetime) -> None:
    to = one.moved_to or (one.year + 1, 1)
    change = item.changes.create(
        what="move",
        from_month=item.month,
        to_year=to[0],
        to_month=to[1],
        reason=one.row.get("reason") or _("Không ghi lý do"),
        asked_at=at,
        decided_at=at,
        granted=True,
    )
    take_effect(item, change, at=at)


def _doubt_month(item: ProgrammeItem, one: _Read, report: LoadReport) -> None:
    """A month is not changed in silence: a move has its own column and its reason."""
    if one.month not in (item.month, item.first_month):
        message = _("mã %(code)s đang ở tháng %(month)s; muốn chuyển hãy ghi status “moved”, cột moved_to và lý do")
        report.warn(one.row.line, "month", message % {"code": item.code, "month": item.month})


def _lead(item: ProgrammeItem, lead: Unit, at: datetime) -> bool:
    """Another lead unit takes over what is still owed, and sees the programme."""
    if item.lead_unit_id == lead.pk:
        return False
    item.lead_unit = lead
    item.save(update_fields=["lead_unit"])
    owed = Obligation.objects.select_for_update(of=("self",)).filter(
        subject_kind="programme_item", subject_id=item.pk, closed_at=None
    )  # fmt: skip
    for one in owed.order_by("id"):
        kernel.replace(one.pk, cause="moved", at=at, unit_id=lead.pk, person_id=None)
    return True


def _move_on(item: ProgrammeItem, one: _Read, *, actor: Actor, at: datetime) -> bool:
    """A known item moves on as the file says; what ended here stays ended."""
    from congvu.ledger.record import record

    name, changed = one.row.get("name"), []
    for attribute, value in (
        ("name", name),
        ("kind", one.kind),
        ("level", one.level),
        ("coordinating", list(one.helping)),
    ):
        if getattr(item, attribute) != value:
            setattr(item, attribute, value)
            changed.append(attribute)
    if _lead(item, one.lead, at):
        changed.append("lead_unit")
    if changed:
        add_parts(
            item.programme, {(item.lead_unit_id, "lead"), *((u, "coordinating") for u in item.coordinating)}, at=at
        )
        item.grams = list(search_grams(item.code, name))
        item.save(update_fields=[*changed, "grams"])
    to = one.moved_to or (one.year + 1, 1)
    known_move = item.changes.filter(what="move", granted=True, to_year=to[0], to_month=to[1]).exists()
    if (
        item.where in (State.PASSED, State.WITHDRAWN, State.MOVED)
        or item.where is one.state
        or (one.state is State.MOVED and known_move)
    ):
        return bool(changed)
    if one.state is State.MOVED:
        _moved(item, one, actor=actor, at=at)
    else:
        _stand(item, one, at)
    record(ItemLoaded(one.state.value, item.month), about=("programme_item", item.pk), actor=actor, at=at)
    return True


def _stand(item: ProgrammeItem, one: _Read, at: datetime) -> None:
    from congvu.tasks.programmes.commands.items import _close

    item.state = one.state.value
    if one.state is State.NOT_SUBMITTED:
        item.submitted_on = None
        item.dossier_id = kernel.open_new(clocks.new_obligations(item)[1], at=at)
    else:
        handed, ended = _handed(one, at), _ended(one, at)
        item.submitted_on = one.submitted_on or (day_of(handed) if handed else None)
        _close(clocks.DOSSIER, item, "submitted", handed or at)
        if ended is not None:
            item.ended_on = day_of(ended)
            _close(clocks.ITEM, item, one.state.value, ended)
    item.document_no = one.row.get("document_no") or item.document_no
    item.save(update_fields=["state", "submitted_on", "ended_on", "document_no", "dossier_id"])
