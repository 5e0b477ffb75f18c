"""The task page as values: head with one primary action, claim against demands, tree, facts, story, timeline."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congvu.core.clock import day_of, working_days_between
from congvu.faces import words
from congvu.faces.parts import (
    Action,
    Crumb,
    Deadline,
    Fact,
    Facts,
    MatterHead,
    StatusBadge,
    StripLine,
    Timeline,
    TimelineEntry,
    Tip,
)
from congvu.ledger.selectors import TimelineRow
from congvu.obligations import kernel
from congvu.obligations.deadlines import Calendars, deadline_of
from congvu.obligations.matter_page import story
from congvu.obligations.selectors.explained import explain_due
from congvu.tasks.models import PartRole, PartState, TaskPart, TaskState, Urgency
from congvu.tasks.pages.codes import badge, part_badge
from congvu.tasks.pages.dialogs import asked_until
from congvu.tasks.selectors.directives import ClauseStatus
from congvu.tasks.selectors.matter import Branch, Matter

ICONS = {
    "task.given": ("send", ""), "task.received": ("user-check", ""), "task.claimed": ("clipboard-check", "now"),
    "task.accepted": ("check", "now"), "task.returned": ("arrow-back-up", "pause"), "task.withdrawn": ("x", "pause"),
    "task.progress_reported": ("progress-check", ""), "task.blocked": ("hourglass", "pause"),
    "task.unblocked": ("player-play", ""), "task.split": ("subtask", ""), "task.starred": ("star", ""),
    "task.evidence_added": ("paperclip", ""), "task.evidence_withdrawn": ("trash", ""),
    "task.person_assigned": ("user-check", ""), "task.objected": ("arrow-back-up", "pause"),
    "task.lead_moved": ("switch-horizontal", ""), "task.loaded": ("history", ""),
    "obligation.extension_asked": ("calendar-plus", ""), "obligation.extension_granted": ("calendar-check", ""),
    "obligation.extension_refused": ("calendar-off", ""),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A demand of the directive faced with what proves it; `links` as (name, url, note, withdrawn)."""

    demand: str
    links: tuple[tuple[str, str, str, bool], ...]
    badge: StatusBadge


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """The latest claim: what it says, and how each demand is met. `waits`: for this reader."""

    title: str
    note: str
    text: str
    rows: tuple[ProofRow, ...]
    waits: bool
    hint: str
    answer: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of “who does which part”."""

    css: str
    name: str
    url: str
    person: str
    role: StatusBadge | None
    note: str
    state: StatusBadge | None
    deadline: Deadline | None
    current: bool = False


@dataclass(frozen=True, slots=True)
class MatterPage:
    head: MatterHead
    tips: tuple[Tip, ...]
    claim: ClaimCard | None
    lines: tuple[Line, ...]
    facts: Facts
    why: tuple[StripLine, ...]
    why_note: str
    timeline: Timeline
    others: tuple[tuple[str, str, str, bool], ...]


def matter_page(m: Matter, *, now: datetime, today: date) -> MatterPage:
    calendars: Calendars = {}
    explained = explain_due(m.item.pk, today=today) if m.item else None
    lines = tuple(story(explained)) if explained and m.item and m.item.due_at else ()
    return MatterPage(
        head=_head(m, now, has_why=bool(lines)), tips=tuple(_tips(m)), claim=_claim(m),
        lines=tuple(_lines(m, now, calendars)), facts=_facts(m), why=lines, why_note=_why_note(m),
        timeline=Timeline(tuple(_entries(m))), others=_other_evidence(m),
    )  # fmt: skip


def _head(m: Matter, now: datetime, *, has_why: bool) -> MatterHead:
    task = m.task
    meta = [text for text in (m.giver(), _("gắn sao") if task.starred else "", _urgency(m)) if text]
    label = _("Hạn") if not task.extensions else _("Hạn, đã gia hạn %(n)s lần") % {"n": task.extensions}
    crumbs = [Crumb(_("Nhiệm vụ được giao"), reverse("tasks:list"))]
    if task.directive:
        crumbs.append(Crumb(task.directive.name, reverse("tasks:directive", args=[task.directive_id])))
    return MatterHead(
        title=task.content, code=task.code, status=badge(task.state), crumbs=tuple(crumbs), meta=tuple(meta),
        due_label=label, deadline=deadline_of(m.item, now=now, long=True, why_url="#why" if has_why else ""),
        primary=_primary(m), others=tuple(_others(m)),
    )  # fmt: skip


def _urgency(m: Matter) -> str:
    return "" if m.task.urgency == Urgency.NORMAL else str(Urgency(m.task.urgency).label)


def _primary(m: Matter) -> Action | None:
    """The one thing to do now, for this reader. A claim that waits for him has its own button on its card."""
    if "accept" in m.may:
        return None
    if "decide_extension" in m.may:
        return Action(_("Trả lời đề nghị gia hạn"), icon="calendar-plus", target="d-decide-extension")
    if "decide_objection" in m.may:
        return Action(_("Trả lời đề nghị của đơn vị"), icon="message", target="d-decide-objection")
    if "receive" in m.may:
        return Action(_("Nhận nhiệm vụ"), reverse("tasks:receipts", args=[m.task.code]), "user-check", "post")
    if "claim" in m.may:
        return Action(_("Báo hoàn thành"), icon="clipboard-check", target="d-claim")
    if "finish_part" in m.may:
        return Action(_("Xong phần phối hợp"), icon="check", target="d-finish")
    return None


def _others(m: Matter) -> list[Action]:
    code = m.task.code
    offered = (
        ("claim", _("Báo hoàn thành"), "clipboard-check", "d-claim"),
        ("report", _("Báo cáo tiến độ"), "progress-check", "d-report"),
        ("ask_extension", _("Xin gia hạn"), "calendar-plus", "d-extension"),
        ("assign_person", _("Phân công người thực hiện"), "user-edit", "d-person"),
        ("block", _("Báo vướng ở đơn vị khác"), "hourglass", "d-block"),
        ("object", _("Từ chối hoặc đề nghị chuyển"), "arrow-back-up", "d-object"),
        ("decide_extension", _("Trả lời đề nghị gia hạn"), "calendar-plus", "d-decide-extension"),
        ("decide_objection", _("Trả lời đề nghị của đơn vị"), "message", "d-decide-objection"),
        ("change_parts", _("Thêm đơn vị phối hợp"), "users", "d-parts"),
        ("withdraw", _("Thu hồi nhiệm vụ"), "x", "d-withdraw"),
    )
    primary = _primary(m)
    found = [
        Action(label, icon=icon, target=target)
        for verb, label, icon, target in offered
        if verb in m.may and (primary is None or primary.target != target)
    ]
    if "split" in m.may:
        found.insert(1, Action(_("Chia việc xuống dưới"), reverse("tasks:split", args=[code]), "subtask"))
    if any(one.until_at is None for one in m.blocks):
        found.append(Action(_("Đã gỡ vướng"), icon="player-play", target="d-resolve"))
    if "withdraw_evidence" in m.may and any(one.withdrawn_at is None for one in m.evidence):
        found.append(Action(_("Rút minh chứng"), icon="trash", target="d-evidence"))
    if "star" in m.may:
        label, icon = (_("Bỏ sao"), "star-off") if m.task.starred else (_("Gắn sao"), "star")
        found.append(Action(label, reverse("tasks:stars", args=[code]), icon, "post"))
    return found


def _tips(m: Matter) -> list[Tip]:
    found = []
    for block in m.blocks:
        if block.until_at is None:
            title = _("Đang chờ %(unit)s từ %(since)s.") % {
                "unit": m.units.get(block.by_unit_id, ""), "since": words.day_month(day_of(block.since_at)),
            }  # fmt: skip
            found.append(Tip(block.needs, title=title, tone="wait"))
    if (objection := m.objection) is not None:
        title = _("Đơn vị từ chối nhận.")
        if objection.to_unit_id:
            title = _("Đơn vị đề nghị chuyển cho %(unit)s.") % {"unit": m.units.get(objection.to_unit_id, "")}
        found.append(Tip(objection.reason, title=title, tone="wait"))
    if (asked := m.extension) is not None:
        title = _("Xin gia hạn đến %(day)s, chờ nơi giao trả lời.") % {"day": asked_until(asked)}
        found.append(Tip(asked.why, title=title, tone="wait"))
    if m.task.state == TaskState.RETURNED and m.claims:
        title = _("Chưa đạt yêu cầu, đã trả lại lần %(n)s.") % {"n": m.task.returns}
        found.append(Tip(m.claims[-1].answer, title=title, tone="wait"))
    if m.task.state == TaskState.WITHDRAWN:
        found.append(Tip(m.task.withdrawn_because, title=_("Đã thu hồi.")))
    if m.task.from_older_system:
        found.append(Tip(_("Nhiệm vụ nạp từ hệ thống cũ; diễn biến trước khi nạp không có ở đây.")))
    return found


def _claim(m: Matter) -> ClaimCard | None:
    """The claim that waits, or the one that was accepted; a returned one stands in the timeline."""
    if not m.claims or m.claims[-1].accepted is False:
        return None
    claim = m.claims[-1]
    unit = m.units.get(claim.unit_id, "")
    title = _("%(unit)s báo đã hoàn thành") % {"unit": unit}
    note = " · ".join(
        part
        for part in (
            _("lần %(n)s") % {"n": claim.number}, words.moment(claim.claimed_at),
            m.persons.get(claim.claimed_by_id or 0, ""),
        )
        if part
    )  # fmt: skip
    rows = tuple(_proofs(m))
    lacking = sum(row.badge.tone == "no" for row in rows)
    hint = _("Ngày hoàn thành tính theo ngày báo, %(day)s.") % {"day": words.day_month(day_of(claim.claimed_at))}
    if lacking:
        hint = _("Còn %(n)s điều thiếu: chấp nhận thì phải ghi lý do.") % {"n": lacking} + " " + hint
    return ClaimCard(title, note, claim.text, rows, "accept" in m.may, hint, claim.answer)


def _proofs(m: Matter) -> list[ProofRow]:
    rows = []
    for demand in m.demands:
        links = tuple(_link(m, one.pk) for one in m.evidence if one.demand_id == demand.pk)
        has = any(not withdrawn for _name, _url, _note, withdrawn in links)
        there = StatusBadge(_("có"), "ok", "check") if has else StatusBadge(_("thiếu"), "no", "x")
        rows.append(ProofRow(demand.text, links, there))
    return rows


def _other_evidence(m: Matter) -> tuple[tuple[str, str, str, bool], ...]:
    return tuple(_link(m, one.pk) for one in m.evidence if one.demand_id is None)


def _link(m: Matter, evidence_id: int) -> tuple[str, str, str, bool]:
    one = next(each for each in m.evidence if each.pk == evidence_id)
    url = reverse("tasks:attachment", args=[m.task.code, one.attachment_id]) if one.attachment_id else ""
    note = words.day_month(day_of(one.added_at))
    if one.withdrawn_at is not None:
        note = _("đã rút %(day)s: %(why)s") % {
            "day": words.day_month(day_of(one.withdrawn_at)),
            "why": one.withdrawn_because,
        }
    return one.name, url, note, one.withdrawn_at is not None


def _lines(m: Matter, now: datetime, calendars: Calendars) -> list[Line]:
    """From who gave the first task down to the last officer. One lead, each part its own deadline."""
    top = m.tree[0].task if m.tree else m.task
    giver = m.units.get(top.assigner_unit_id, "")
    note = _("%(who)s giao, %(day)s") % {"who": top.assigner_name or giver, "day": words.day(top.assigned_on)}
    lines = [Line("l0", giver, "", "", None, note, None, None)]
    for branch in m.tree:
        lines += _branch(m, branch, now, calendars, "l1")
    own = Branch(m.task, len(m.tree), m.percent, tuple(m.parts))
    lead, *helpers = _branch(m, own, now, calendars, "l1", current=True)
    lines.append(lead)
    for branch in m.children:
        lines += _branch(m, branch, now, calendars, "l2")
    return [*lines, *helpers]


def _branch(
    m: Matter, branch: Branch, now: datetime, calendars: Calendars, css: str, *, current: bool = False
) -> list[Line]:
    """The lead with its task, then the units that coordinate."""
    return [
        _line(m, branch, part, now, calendars, css, current=current and part.role == PartRole.LEAD)
        for part in branch.parts
        if part.state != PartState.RELEASED or part.role == PartRole.LEAD
    ]


def _line(
    m: Matter, branch: Branch, part: TaskPart, now: datetime, calendars: Calendars, css: str, *, current: bool
) -> Line:
    leads = part.role == PartRole.LEAD
    role = StatusBadge(_("chủ trì"), "primary") if leads else StatusBadge(_("phối hợp"))
    note = part.work if not leads else (branch.task.content if css == "l2" else "")
    if leads:
        note = " · ".join(bit for bit in (note, f"{words.number(int(branch.percent))} %") if bit)
    deadline = deadline_of(m.items.get(part.obligation_id or 0), now=now, known=calendars)
    state = badge(branch.task.state) if leads else part_badge(part.state)
    url = "" if current or not leads else reverse("tasks:detail", args=[branch.task.code])
    return Line(
        css, m.units.get(part.unit_id, ""), url, m.persons.get(part.person_id or 0, ""), role, note, state, deadline,
        current,
    )  # fmt: skip


def _facts(m: Matter) -> Facts:
    task = m.task
    entered = words.moment(task.entered_at)
    if task.entry_days is not None:
        entered = ngettext(
            "%(at)s, %(n)s ngày làm việc sau văn bản", "%(at)s, %(n)s ngày làm việc sau văn bản", task.entry_days
        ) % {"at": entered, "n": task.entry_days}
    extended = ""
    if (granted := [one for one in m.extensions if one.granted]) and m.item and m.item.due_at:
        extended = _("đến %(day)s, %(who)s đồng ý %(on)s") % {
            "day": words.day(day_of(m.item.due_at)), "who": m.persons.get(granted[-1].decided_by_id or 0, ""),
            "on": words.day_month(day_of(granted[-1].decided_at)) if granted[-1].decided_at else "",
        }  # fmt: skip
    original = words.day(task.due_on) if task.due_on else _("không có hạn")
    return Facts(
        (
            Fact(_("Sản phẩm"), task.product),
            Fact(_("Lĩnh vực"), task.category.name if task.category else ""),
            Fact(_("Tiến độ"), f"{words.number(int(m.percent))} %" if not task.has_ended else ""),
            Fact(_("Hạn gốc"), original),
            Fact(_("Gia hạn"), extended),
            Fact(_("Ngày giao"), words.day(task.assigned_on)),
            Fact(_("Nhập lúc"), entered),
            Fact(_("Người nhập"), m.persons.get(task.entered_by_id or 0, "")),
            Fact(_("Hoàn thành ngày"), words.day(task.done_on) if task.done_on else ""),
            Fact(_("Ghi chú"), task.note),
        ),
        narrow=True,
    )


def _why_note(m: Matter) -> str:
    """How many working days there are from the giving to the day."""
    if m.item is None or m.item.due_at is None:
        return ""
    calendar = kernel.frozen_calendar(m.item)
    days = working_days_between(m.task.assigned_on, day_of(m.item.due_at), calendar)
    return _("%(n)s ngày làm việc kể từ ngày giao") % {"n": days}


def _entries(m: Matter) -> list[TimelineEntry]:
    return [_entry(m, row) for row in reversed(m.events)]


def _entry(m: Matter, row: TimelineRow) -> TimelineEntry:
    icon, tone = ICONS.get(row.kind, ("check", ""))
    who = ", ".join(part for part in (row.person, row.unit) if part)
    note = _("ghi sổ %(at)s") % {"at": words.moment(row.recorded_at)} if row.entered_later else ""
    return TimelineEntry(row.sentence, row.at, who=who, note=note, icon=icon, tone=tone, quote=_quote(m, row))  # type: ignore[arg-type]


def _quote(m: Matter, row: TimelineRow) -> str:
    """What was said then; it lives in the rows."""
    body = row.body
    if row.kind == "task.progress_reported":
        report = m.reports.get(body["progress_id"])
        return report.text if report else ""
    if row.kind in ("task.returned", "task.accepted", "task.claimed"):
        claim = next((one for one in m.claims if one.pk == body["claim_id"]), None)
        return "" if claim is None else claim.text if row.kind == "task.claimed" else claim.answer
    if row.kind in ("task.objected", "task.objection_decided"):
        one = next((each for each in m.objections if each.pk == body["objection_id"]), None)
        return "" if one is None else one.reason if row.kind == "task.objected" else one.answer
    if row.kind.startswith("obligation.extension"):
        asked = next((each for each in m.extensions if each.pk == body["extension_id"]), None)
        return "" if asked is None else asked.why if row.kind.endswith("asked") else asked.answer
    if row.kind in ("task.blocked", "task.unblocked"):
        block = next((each for each in m.blocks if each.pk == body["block_id"]), None)
        return "" if block is None else block.needs if row.kind == "task.blocked" else block.answer
    return m.task.withdrawn_because if row.kind == "task.withdrawn" else ""


def clause_badge(status: ClauseStatus) -> StatusBadge:
    """The status of a clause in words."""
    match status.kind:
        case "none":
            return StatusBadge(_("chưa giao việc"), "wait", "alert-circle")
        case "not_needed":
            return StatusBadge(_("không giao việc"), "", "minus")
        case "done":
            return StatusBadge(_("xong"), "ok", "check")
    done = words.fraction(status.done, status.total)
    if status.kind == "overdue":
        return StatusBadge(
            _("%(done)s xong, %(n)s quá hạn") % {"done": done, "n": status.overdue}, "no", "alert-triangle"
        )
    return StatusBadge(_("%(done)s xong") % {"done": done}, "primary", "pencil")
