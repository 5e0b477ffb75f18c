"""`congvu load plan`: new plans come into force as the file says, known ones are amended by what it says otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from congvu.core.clock import day_of, start_of
from congvu.core.errors import DomainError
from congvu.core.loading import LoadReport, Row, require_columns
from congvu.faces.errors import sentence_of
from congvu.ledger.record import Entry, record, record_many
from congvu.obligations import kernel
from congvu.obligations.clock import Terms
from congvu.orgs.actor import Actor
from congvu.orgs.load.cells import day_of as day_in
from congvu.tasks.plans import lines
from congvu.tasks.plans.commands import approving
from congvu.tasks.plans.commands.drafting import add_parts, new_plan
from congvu.tasks.plans.difference import Said, changes
from congvu.tasks.plans.events import ItemLoaded, Loaded
from congvu.tasks.plans.load.cells import Units
from congvu.tasks.plans.load.rows import COLUMNS, PlanRow, read
from congvu.tasks.plans.models import ItemState, Plan, PlanItem, PlanLine, PlanState, PlanVersion
from congvu.tasks.plans.tree import places

NOON = timedelta(hours=12)


def load_plans(rows: Sequence[Row], *, actor: Actor, at: datetime, dry_run: bool = False) -> LoadReport:
    """All or nothing. The same rows again are unchanged."""
    report, units = LoadReport("plan"), Units()
    require_columns(rows, COLUMNS, name="plan")
    with transaction.atomic():
        groups: dict[tuple[str, int, int], list[PlanRow]] = {}
        for row in rows:
            found = read(row, units, report)
            if found is not None:
                groups.setdefault(found.key, []).append(found)
        sound = [key for key, group in groups.items() if _is_sound(group, report)]
        if report.is_good:
            for key in sound:
                _load(groups[key], units, report, actor=actor, at=at)
        if dry_run or not report.is_good:
            transaction.set_rollback(True)
    return report


def _is_sound(group: list[PlanRow], report: LoadReport) -> bool:
    by_code: dict[str, PlanRow] = {}
    for row in group:
        if row.code in by_code:
            message = _("mã mục %(code)s đã ghi ở dòng %(line)s; mỗi mục một dòng")
            report.refuse(row.line, "code", message % {"code": row.code, "line": by_code[row.code].line})
        by_code.setdefault(row.code, row)
    parents = {code: row.said.parent for code, row in by_code.items()}
    for code, row in by_code.items():
        if row.said.parent and row.said.parent not in by_code:
            known = ", ".join(sorted(by_code)[:8])
            message = _("không có mục cha “%(parent)s” trong kế hoạch này; các mục: %(known)s")
            report.refuse(row.line, "parent_code", message % {"parent": row.said.parent, "known": known})
            parents[code] = ""
    try:
        places(parents)
    except DomainError as cycle:
        first = str(cycle.data.get("codes", "")).split(", ")[0]
        report.refuse(by_code[first].line, "parent_code", sentence_of(cycle))
    return report.is_good


def _load(group: list[PlanRow], units: Units, report: LoadReport, *, actor: Actor, at: datetime) -> None:
    ref, year, owner = group[0].key
    plan = Plan.objects.select_for_update(of=("self",)).filter(ref=ref, year=year, owner_unit_id=owner).first()
    said, above = _said(group, report)
    if not report.is_good:
        return
    if plan is None:
        plan = _begin(group, units, report, at=at)
        if plan is None:
            return
        plan.state = PlanState.APPROVED
        plan.save(update_fields=["state"])
        version = _version(plan, group[0].cells, 1, report, actor=actor, at=at)
        _take(plan, version, group, said, above, actor=actor, at=at)
        record(Loaded(len(group)), about=("plan", plan.pk), actor=actor, at=at)
        _name(plan, group[0].cells, report, actor=actor, at=at)
        approving._issued(plan, at=version.approved_at or at)
        report.new += len(group)
        return
    _amend(plan, group, said, above, report, actor=actor, at=at)


def _said(group: list[PlanRow], report: LoadReport) -> tuple[dict[str, Said], dict[str, PlanItem]]:
    """What each row says, with the item of another plan that it carries out, named `PLAN-CODE/ITEM`. One query."""
    named = {row.above.rpartition("/")[::2] for row in group if row.above}
    plans, codes = {plan for plan, _code in named}, {code for _plan, code in named}
    rows = PlanItem.objects.filter(plan__code__in=plans, code__in=codes) if named else PlanItem.objects.none()
    known = {f"{item.plan.code}/{item.code}": item for item in rows.select_related("plan").order_by("id")}
    said, above = {}, {}
    for row in group:
        said[row.code] = row.said
        if row.above in known:
            above[row.code] = known[row.above]
            said[row.code] = replace(row.said, carries_out=row.above)
        elif row.above:
            message = _("không có mục “%(item)s”; hãy ghi MÃ-KẾ-HOẠCH/MÃ-MỤC của kế hoạch cấp trên")
            report.refuse(row.line, "carries_out", message % {"item": row.above})
    return said, above


def _begin(group: list[PlanRow], units: Units, report: LoadReport, *, at: datetime) -> Plan | None:
    cells, (ref, year, owner) = group[0].cells, group[0].key
    steward = units.cell(cells, "steward_unit", date(year, 12, 31), report)
    upper = None
    if code := cells.get("upper_plan"):
        upper = Plan.objects.filter(code=code).first()
        if upper is None:
            report.refuse(cells.line, "upper_plan", _("không có kế hoạch “%(code)s”") % {"code": code})
    if not report.is_good:
        return None
    return new_plan(ref, year, cells.get("title"), owner, steward.pk if steward else None, upper, at=at)


def _version(plan: Plan, cells: Row, number: int, report: LoadReport, *, actor: Actor, at: datetime) -> PlanVersion:
    document_date = day_in(cells, "document_date", report)
    approved_at = min(at, start_of(document_date)) if document_date else at
    return plan.versions.create(
        number=number,
        state=PlanVersion.State.APPROVED,
        document_no=cells.get("document_no"),
        document_date=document_date,
        drafted_at=approved_at,
        drafted_by_id=actor.person_id,
        approved_at=approved_at,
        approved_by_id=actor.person_id,
        reason="" if number == 1 else _("Nạp lại từ tệp"),
    )


def _write(
    plan: Plan, version: PlanVersion, said: dict[str, Said], above: dict[str, PlanItem], fresh: Mapping[str, PlanItem]
) -> None:
    """Items that are new, as `fresh` has them or not yet owed, and every line of the version; a few statements."""
    there = {item.code: item for item in plan.items.all()}
    new = [
        fresh.get(code) or PlanItem(plan=plan, code=code, state=ItemState.PLANNED) for code in said if code not in there
    ]
    there |= {item.code: item for item in PlanItem.objects.bulk_create(new, batch_size=500)}
    made = []
    for number, place in enumerate(places({code: what.parent for code, what in said.items()}), start=1):
        what = said[place.code]
        line = lines.made(version, there[place.code], what, parent=there.get(what.parent), above=above.get(place.code))
        line.position = number
        made.append(line)
    PlanLine.objects.bulk_create(made, batch_size=500)
    who = {(line.lead_unit_id, "lead") for line in made if line.lead_unit_id}
    add_parts(
        plan, who | {(unit, "coordinating") for line in made for unit in line.coordinating}, at=version.drafted_at
    )


_OWED = """
UPDATE plan_item i SET obligation_id = o.id FROM obligation o
WHERE o.kind = 'plan_item' AND o.subject_kind = 'plan_item' AND o.subject_id = i.id AND i.id = ANY(%s)
"""


def _take(
    plan: Plan,
    version: PlanVersion,
    group: list[PlanRow],
    said: dict[str, Said],
    above: dict[str, PlanItem],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """The plan as the file has it: lines, what the items owe since the first day of its year, how it ended there."""
    items = _fresh(plan, group, at)
    _write(plan, version, said, above, items)
    _owe(plan, group, items, actor=actor, at=at)


def _fresh(plan: Plan, group: Sequence[PlanRow], at: datetime) -> dict[str, PlanItem]:
    """Items that are not there yet, as the file says they stand."""
    items = {row.code: PlanItem(plan=plan, code=row.code, state=ItemState.HEADING) for row in group}
    for row in group:
        if row.is_owed:
            _stand(items[row.code], row, at)
    return items


def _owe(plan: Plan, group: Sequence[PlanRow], items: Mapping[str, PlanItem], *, actor: Actor, at: datetime) -> None:
    """What they owe since the first day of the year, and how it ended."""
    since = min(at, start_of(date(plan.year, 1, 1)))
    owed = [row for row in group if row.is_owed]
    past = []
    for row in owed:
        new = kernel.New(
            approving.ITEM,
            "plan_item",
            items[row.code].pk,
            row.said.lead_unit or plan.owner_unit_id,
            terms=Terms(due_on=row.said.due_on),
        )
        begun, ended = _span(row, since, at)
        past.append(kernel.Past(new, begun, ended, row.state if ended else ""))
    kernel.load_many(past)
    with connection.cursor() as cursor:
        cursor.execute(_OWED, [[items[row.code].pk for row in owed]])
    record_many(
        [
            Entry(
                ItemLoaded(row.state, row.done_on.isoformat() if row.done_on else ""),
                ("plan_item", items[row.code].pk),
                at,
            )
            for row in owed
        ],
        actor=actor,
    )


def _span(row: PlanRow, since: datetime, at: datetime) -> tuple[datetime, datetime | None]:
    if row.state == "open":
        return since, None
    ended = min(start_of(row.done_on) + NOON, at) if row.done_on else at
    return min(since, ended), ended


def _stand(item: PlanItem, row: PlanRow, at: datetime) -> None:
    item.value = row.value if row.value is not None else item.value
    item.state = {"open": ItemState.OPEN, "accepted": ItemState.ACCEPTED, "withdrawn": ItemState.WITHDRAWN}[row.state]
    item.done_on = (row.done_on or day_of(at)) if row.state == "accepted" else None


def _amend(
    plan: Plan,
    group: list[PlanRow],
    said: dict[str, Said],
    above: dict[str, PlanItem],
    report: LoadReport,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """What the file says otherwise becomes the next version; items the file does not name stay as they are."""
    before = plan.versions.filter(state=PlanVersion.State.APPROVED).first()
    if before is None:
        report.refuse(group[0].line, "plan", _("kế hoạch đang là dự thảo ở đây; hãy ban hành hoặc sửa trên trang"))
        return
    old = lines.lines_of(before)
    wanted = lines.said_by(old) | said
    found = changes(lines.said_by(old), wanted)
    by_code = {line.item.code: line for line in old}
    if found:
        above = {code: line.carries_out for code, line in by_code.items() if line.carries_out} | above
        before.state = PlanVersion.State.SUPERSEDED
        before.save(update_fields=["state"])
        if plan.versions.filter(state=PlanVersion.State.DRAFT).exists():
            message = _("kế hoạch đang có bản dự thảo điều chỉnh; hãy ban hành bản đó rồi nạp lại tệp")
            report.refuse(group[0].line, "plan", message)
            return
        version = _version(plan, group[0].cells, before.number + 1, report, actor=actor, at=at)
        known = set(plan.items.values_list("code", flat=True))
        new = [row for row in group if row.code not in known]
        fresh = _fresh(plan, new, at)
        _write(plan, version, wanted, above, fresh)
        _owe(plan, new, fresh, actor=actor, at=at)
        there = [line for line in lines.lines_of(version) if line.item.code not in fresh]
        approving._take_effect(plan, version.number, by_code, there, found, actor=actor, at=at)
        record(approving._approved(version, found), about=("plan", plan.pk), actor=actor, at=at)
    touched = {change.code for change in found}
    items = {item.code: item for item in plan.items.all()}
    for row in group:
        moved = _move_on(items[row.code], row, report, actor=actor, at=at)
        if row.code not in by_code:
            report.new += 1
        elif moved or row.code in touched:
            report.changed += 1
        else:
            report.unchanged += 1


def _move_on(item: PlanItem, row: PlanRow, report: LoadReport, *, actor: Actor, at: datetime) -> bool:
    """The item as the file says it stands; what ended stays ended."""
    changed = False
    if row.value is not None and row.value != item.value:
        item.value, changed = row.value, True
        item.save(update_fields=["value"])
    if not row.is_owed or row.state == "open" or item.state in (ItemState.ACCEPTED, ItemState.WITHDRAWN):
        if row.is_owed and row.state == "open" and item.state in (ItemState.ACCEPTED, ItemState.WITHDRAWN):
            report.warn(row.line, "status", _("mục đã kết thúc ở đây, tệp ghi chưa hoàn thành; giữ nguyên"))
        return changed
    ended = min(start_of(row.done_on) + NOON, at) if row.done_on else at
    try:
        kernel.close_obligation(
            kind=approving.ITEM, subject_kind="plan_item", subject_id=item.pk, outcome=row.state, at=ended
        )
    except DomainError as refused:
        report.refuse(row.line, "done_on", sentence_of(refused))
        return changed
    answer = row.cells.get("note") or _("Ghi theo tệp đã nạp")
    approving.settle_waiting(item, accepted=row.state == "accepted", answer=answer, at=at)
    _stand(item, row, at)
    item.save(update_fields=["state", "done_on", "value"])
    event = ItemLoaded(row.state, row.done_on.isoformat() if row.done_on else "")
    record(event, about=("plan_item", item.pk), actor=actor, at=at)
    return True


def _name(plan: Plan, cells: Row, report: LoadReport, *, actor: Actor, at: datetime) -> None:
    due_on = day_in(cells, "issue_due_on", report)
    if due_on is not None:
        approving.name_units(plan=plan, due_on=due_on, actor=actor, at=min(at, start_of(date(plan.year, 1, 1))))
