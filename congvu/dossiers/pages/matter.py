"""The matter page as values: head with one primary action, steps, strip, three clocks, facts, papers, timeline."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.core.clock import AllowanceUnit, Budget, day_of
from congvu.core.errors import N_
from congvu.core.process import Role
from congvu.dossiers.matter_parts import Asked, Card, Dialog, Place, parts, told
from congvu.dossiers.models import DossierPaper, State
from congvu.dossiers.promise import why_lines
from congvu.dossiers.selectors.matter import Matter, legal_explanation, used_of
from congvu.faces import words
from congvu.faces.explained import strip_of
from congvu.faces.parts import (
    Action,
    Clock,
    Crumb,
    Fact,
    Facts,
    MatterHead,
    Paper,
    Papers,
    Segment,
    StatusBadge,
    Step,
    Steps,
    Strip,
    StripLine,
    ThreeClocks,
    Timeline,
    TimelineEntry,
    Tip,
)
from congvu.ledger.selectors import TimelineRow
from congvu.obligations.deadlines import deadline_of
from congvu.orgs.actor import Actor

TONE = {
    State.IN_PROGRESS: ("primary", "pencil"), State.WAITING_SUPPLEMENT: ("wait", "hourglass"),
    State.WAITING_DUTY: ("wait", "coin"), State.WAITING_OUTSIDE: ("wait", "hourglass"),
    State.TO_RETURN: ("ok", "door-exit"), State.RETURNED: ("ok", "check"), State.NOT_ACCEPTED: ("no", "x"),
    State.WITHDRAWN: ("", "arrow-back-up"), State.STOPPED: ("no", "player-stop"),
}  # fmt: skip
ICONS = {
    "dossier.supplement_requested": ("player-pause", "pause"), "dossier.wait_begun": ("player-pause", "pause"),
    "dossier.sent_back": ("arrow-back-up", ""), "dossier.accepted": ("receipt", ""),
    "dossier.result_returned": ("door-exit", ""), "dossier.identifier_revealed": ("eye", ""),
    "dossier.paper_attached": ("paperclip", ""), "dossier.decided": ("rubber-stamp", ""),
    "dossier.step_claimed": ("user-check", ""), "dossier.step_assigned": ("user-check", ""),
    "dossier.withdrawn": ("arrow-back-up", ""), "dossier.not_accepted": ("x", ""),
    "dossier.loaded": ("history", ""),
}  # fmt: skip
PRIMARY = {
    Role.RECEIVING: N_("Kiểm tra xong, chuyển xử lý"), Role.SPECIALIST: N_("Xong bước này, chuyển tiếp"),
    Role.DIVISION_HEAD: N_("Soát xong, trình tiếp"), Role.SIGNING_LEADER: N_("Phê duyệt"),
    Role.CLERK: N_("Phát hành, chuyển trả"), Role.RETURNING: N_("Trả kết quả"),
}  # fmt: skip


TOLD_BY_OURS = ("obligation.paused", "obligation.resumed")  # the room's own event says why


@dataclass(frozen=True, slots=True)
class MatterPage:
    head: MatterHead
    tips: tuple[Tip, ...]
    steps: Steps | None
    strip: Strip | None
    clocks: ThreeClocks | None
    facts: Facts
    papers: Papers
    papers_note: str
    timeline: Timeline
    top: tuple[Card, ...]
    main: tuple[Card, ...]
    aside: tuple[Card, ...]
    dialogs: tuple[Dialog, ...]


def matter_page(m: Matter, *, actor: Actor, now: datetime, today: date) -> MatterPage:
    """The room's own parts, and what other apps hang there (`matter_parts`)."""
    d, asked = m.dossier, Asked(m, actor, now, today)
    handed = [paper for paper in m.papers if paper.state != DossierPaper.Handed.NOT_NEEDED]
    return MatterPage(
        head=_head(asked), tips=(*_tips(m), *parts(Place.TIPS, asked)), steps=_steps(m, now),
        strip=_strip(m, now, today), clocks=_clocks(m, now), facts=_facts(asked), papers=_papers(m),
        papers_note=_("%(have)s giấy tờ") % {"have": len(handed)} if handed else "",
        timeline=Timeline(tuple(_entries(m, d.state))), top=parts(Place.TOP, asked), main=parts(Place.MAIN, asked),
        aside=parts(Place.ASIDE, asked), dialogs=parts(Place.DIALOGS, asked),
    )  # fmt: skip


def _head(asked: Asked) -> MatterHead:
    m, now = asked.matter, asked.now
    d = m.dossier
    primary = _primary(m) or next(iter(parts(Place.PRIMARY, asked)), None)
    others = (*_others(m), *parts(Place.ACTIONS, asked), *_prints(m), *parts(Place.PRINTS, asked))
    tone, icon = TONE[State(d.state)]
    step = m.open_runs[0].name if m.open_runs and d.state == State.IN_PROGRESS else ""
    meta = tuple(text for text in (m.applicant.name, d.summary) if text)
    deadline = deadline_of(m.legal, now=now, long=True, why_url="#why" if legal_explanation(m.legal, at=now) else "")
    return MatterHead(
        title=d.version.name, code=d.code, status=StatusBadge(step or State(d.state).label, tone, icon),  # type: ignore[arg-type]
        crumbs=(Crumb(_("Hồ sơ một cửa"), reverse("dossiers:list")), Crumb(d.code)), meta=meta,
        due_label=_("Hẹn trả người dân"), deadline=deadline, primary=primary, others=others,
    )  # fmt: skip


def _primary(m: Matter) -> Action | None:
    """The one thing to do now, for this reader."""
    state = m.dossier.state
    if state == State.WAITING_SUPPLEMENT:
        ok = m.may_receive or m.mine is not None
        return Action(_("Ghi nhận bổ sung"), icon="file-plus", target="d-supplied") if ok else None
    if state in (State.WAITING_DUTY, State.WAITING_OUTSIDE):
        if not m.may_receive:
            return None
        label = (
            _("Đã thực hiện nghĩa vụ tài chính, làm tiếp")
            if state == State.WAITING_DUTY
            else _("Làm tiếp giai đoạn sau")
        )
        return Action(label, icon="player-play", target="d-resume")
    if m.mine is None:
        return None
    if m.is_last_step:
        return Action(_("Trả kết quả"), icon="door-exit", target="d-return")
    if m.mine.person_id is None:
        return Action(_("Nhận xử lý"), reverse("dossiers:claims", args=[m.dossier.code]), "user-check", "post")
    return Action(_(PRIMARY[Role(m.mine.role)]), icon="send", target="d-forward")


def _others(m: Matter) -> list[Action]:
    d = m.dossier
    found = []
    working = m.mine is not None and d.state in (State.IN_PROGRESS, State.TO_RETURN)
    if working and not m.is_last_step and m.mine is not None:
        if m.mine.person_id is None:
            found.append(Action(_(PRIMARY[Role(m.mine.role)]), icon="send", target="d-forward"))
        found.append(Action(_("Yêu cầu bổ sung"), icon="file-alert", target="d-supplement"))
        if m.back_to:
            found.append(Action(_("Trả lại bước trước"), icon="arrow-back-up", target="d-back"))
        found.append(Action(_("Từ chối giải quyết"), icon="file-x", target="d-refuse"))
    if m.open_runs and not m.open_runs[0].waits_for and (m.may_assign or working):
        found.append(Action(_("Giao người khác xử lý"), icon="user-edit", target="d-assign"))
    if m.may_receive and not d.has_ended and d.state != State.TO_RETURN and m.result is None:
        found.append(Action(_("Người nộp rút hồ sơ"), icon="logout", target="d-withdraw"))
    if m.may_attach:
        found.append(Action(_("Thêm giấy tờ"), icon="paperclip", target="d-attach"))
    return found


def _prints(m: Matter) -> list[Action]:
    if not m.may_receive or m.dossier.from_older_system:
        return []
    return [Action(_("In giấy hẹn"), reverse("dossiers:receipt", args=[m.dossier.code]), "printer")]


def _tips(m: Matter) -> list[Tip]:
    found = []
    d = m.dossier
    waiting = next((s for s in m.supplements if s.received_at is None), None)
    if waiting and d.state == State.WAITING_SUPPLEMENT:
        title = _("Đang chờ người nộp bổ sung, đồng hồ dừng.")
        found.append(Tip(waiting.missing, title=title, tone="wait"))
    if m.held_by_other:
        found.append(Tip(_("%(name)s đang giữ bước này.") % {"name": m.held_by_other}))
    if d.from_older_system:
        found.append(Tip(_("Hồ sơ nạp từ hệ thống cũ; diễn biến trước khi nạp không có ở đây.")))
    if not d.limit and not d.from_older_system:
        found.append(Tip(_("Nguồn chưa ghi thời hạn của thủ tục nên hồ sơ chưa có ngày hẹn."), tone="wait"))
    sent_back = next((r for r in reversed(m.runs) if r.closed_at), None)
    if sent_back and sent_back.verb == "send_back" and m.open_runs and sent_back.note:
        who = m.persons.get(sent_back.closed_by_id or 0, "")
        found.append(
            Tip(
                sent_back.note,
                title=_("%(who)s trả lại từ bước “%(step)s”:") % {"who": who, "step": sent_back.name},
                tone="wait",
            )
        )
    return found


def _steps(m: Matter, now: datetime) -> Steps | None:
    if m.value is None:
        return None
    latest = {run.step: run for run in m.runs}
    current = {run.step for run in m.open_runs}
    order = [step.code for step in m.value.steps]
    reached = max((order.index(code) for code in current), default=len(order))
    made = []
    for place, step in enumerate(m.value.steps):
        run = latest.get(step.code)
        if step.code in current and run:
            holder = m.persons.get(run.person_id or 0) or m.units.get(run.unit_id, "")
            item = m.items.get(run.obligation_id or 0)
            due = _("hạn %(when)s") % {"when": words.moment_short(item.due_at)} if item and item.due_at else ""
            lines = (holder if not run.waits_for else _("đồng hồ dừng"), due)
            made.append(Step(step.name, "now", tuple(line for line in lines if line)))
        elif run and run.closed_at and (place < reached or m.dossier.has_ended):
            done = _("xong %(when)s") % {"when": words.moment_short(run.closed_at)}
            made.append(Step(step.name, "done", (done, m.persons.get(run.closed_by_id or 0, ""))))
        else:
            lines = (
                step.role_unit[:60],
                words.limit(step.allowance.text) if step.allowance and step.allowance.value else "",
            )
            made.append(Step(step.name, "next", tuple(line for line in lines if line)))
    return Steps(tuple(made))


def _strip(m: Matter, now: datetime, today: date) -> Strip | None:
    explanation = legal_explanation(m.legal, at=now)
    if explanation is None or m.legal is None:
        return None
    d = m.dossier
    due = explanation.due
    lines = []
    if d.promised_at and due.due_on != day_of(d.promised_at):
        lines.append(
            StripLine(
                words.day(d.promised_at), _("hẹn lúc nhận"),
                _("Nhận %(day)s, %(limit)s.")
                % {"day": words.day_month(d.accepted_at), "limit": words.limit(d.limit)},
                struck=True,
            )
        )  # fmt: skip
    for supplement in m.supplements:
        until = words.day_month(supplement.received_at) if supplement.received_at else _("nay")
        lines.append(
            StripLine(
                words.day(supplement.asked_at), _("dừng"),
                _("Chờ bổ sung lần %(number)s, từ %(since)s đến %(until)s; thời gian chờ không tính.")
                % {"number": supplement.number, "since": words.day_month(supplement.asked_at), "until": until},
            )
        )  # fmt: skip
    story = " ".join(why_lines(explanation, d.limit, d.accepted_at)) if d.limit else ""
    lines.append(StripLine(words.day(due.due_on) if due.due_on else _("chưa có"), _("hiện nay"), story))
    note = _("%(limit)s · lịch bản %(version)s") % {"limit": words.limit(d.limit), "version": m.legal.calendar_version}
    return strip_of(explanation, today=today, lines=lines, note=note)


_UNIT = {AllowanceUnit.WORKING_HOURS: N_("giờ"), AllowanceUnit.CALENDAR_DAYS: N_("ngày")}


def _clocks(m: Matter, now: datetime) -> ThreeClocks | None:
    legal = used_of(m.legal, at=now)
    if legal is None or m.legal is None:
        return None
    clocks = [_clock(_("Hẹn với dân"), _("lời hứa theo luật"), legal)]
    step, current = used_of(m.step_item, at=now), m.mine or (m.open_runs[0] if m.open_runs else None)
    if step is not None and current is not None:
        clocks.append(_clock(_("Bước này"), current.name, step))
    lost = Decimal(m.legal.system_minutes) / 480
    clocks.append(
        Clock(
            _("Hệ thống"), _("đồng bộ hỏng, ngừng máy"),
            (Segment("system", lost),) if lost else (Segment("none", legal.total),),
            sentence=_("Mất %(days)s ngày vì hệ thống") % {"days": words.number(lost, 1)},
            figure=_("mất %(days)s") % {"days": words.number(lost, 1)},
        )
    )  # fmt: skip
    until = m.legal.closed_at if m.legal.closed_at else now
    note = _("%(unit)s, tính đến %(when)s") % {
        "unit": _(_UNIT.get(legal.unit, N_("ngày làm việc"))),
        "when": words.moment(until),
    }
    return ThreeClocks(tuple(clocks), note=note)


def _clock(name: str, note: str, used: Budget) -> Clock:
    left = max(used.left, Decimal(0))
    over = max(-used.left, Decimal(0))
    segments = [Segment("used", used.used)] if used.used > 0 else []
    if used.paused > 0:
        segments.append(Segment("pause", used.paused, title=_("Chờ, không tính"), in_legend=True))
    if left > 0:
        segments.append(Segment("left", left, label=_("còn %(left)s") % {"left": words.number(left, 1)}))
    total, spent = words.number(used.total, 1), words.number(max(used.used, Decimal(0)), 1)
    second = (
        _("vượt %(over)s") % {"over": words.number(over, 1)}
        if over
        else _("còn %(left)s") % {"left": words.number(left, 1)}
    )
    sentence = _("Đã dùng %(used)s trên %(total)s, %(rest)s") % {"used": spent, "total": total, "rest": second}
    return Clock(
        name, note, tuple(segments) or (Segment("none", used.total),), sentence=sentence,
        figure=_("đã dùng %(used)s") % {"used": spent}, figure_note=f"/ {total}", second=second,
    )  # fmt: skip


def _facts(asked: Asked) -> Facts:
    m = asked.matter
    d, a = m.dossier, m.applicant
    reveal = reverse("dossiers:reveals", args=[d.code]) if m.may_reveal else ""
    link = _("Hiện, có ghi lại") if reveal else ""
    return Facts(
        (
            Fact(_("Người nộp"), a.name),
            Fact(_("Số định danh"), a.identifier_mask, figures=True, link_label=link, link_url="#d-reveal" if reveal and a.identifier else ""),  # noqa: E501
            Fact(_("Điện thoại"), a.phone_mask, figures=True),
            Fact(_("Địa chỉ"), a.address, wide=True),
            Fact(_("Nội dung"), d.summary, wide=True),
            Fact(_("Cách nộp"), str(d.get_channel_display())),
            Fact(_("Nhận kết quả"), str(d.get_delivery_display())),
            Fact(_("Nộp lúc"), words.moment(d.submitted_at)),
            Fact(_("Tự động xác nhận lúc"), words.moment(d.acknowledged_at) if d.acknowledged_at else ""),
            Fact(_("Tiếp nhận lúc"), words.moment(d.accepted_at)),
            Fact(_("Cơ quan có thẩm quyền nhận lúc"), words.moment(d.received_by_competent_at) if d.received_by_competent_at else ""),  # noqa: E501
            Fact(_("Nơi nhận"), m.units.get(d.received_unit_id, "")),
            Fact(_("Nơi giải quyết"), m.units.get(d.competent_unit_id, "")),
            Fact(_("Người tiếp nhận"), m.persons.get(d.accepted_by_id or 0, "")),
            Fact(_("Phí, lệ phí"), d.fee),
            Fact(_("Kết quả"), _result(m), wide=True),
            Fact(
                _("Thủ tục lúc nhận"),
                " · ".join(x for x in (d.version.procedure.code, d.version.decision_no, m.value.name if m.value and m.value.is_default else "") if x),  # noqa: E501
                url=reverse("catalog:detail", args=[d.version.procedure.code]), wide=True,
            ),
            *parts(Place.FACTS, asked),
        )
    )  # fmt: skip


def _result(m: Matter) -> str:
    if m.result is None:
        return ""
    parts = [str(m.result.get_outcome_display()), m.result.reason, m.persons.get(m.result.decided_by_id or 0, "")]
    if m.result.receiver:
        parts.append(_("%(who)s nhận") % {"who": m.result.receiver})
    return " · ".join(part for part in parts if part)


def _papers(m: Matter) -> Papers:
    by_role: dict[str, list[Paper]] = {}
    for one in m.attachments:
        url = reverse("dossiers:attachment", args=[m.dossier.code, one.pk])
        by_role.setdefault(one.role, []).append(
            Paper(
                one.name, url, StatusBadge(_("tệp"), "primary"), note=words.day_month(one.attached_at), icon="paperclip"
            )
        )
    made = []
    for paper in m.papers:
        copies = " · ".join(
            text
            for text in (
                _("%(n)s chính") % {"n": paper.originals} if paper.originals else "",
                _("%(n)s sao") % {"n": paper.copies} if paper.copies else "",
            )
            if text
        )
        tone = "ok" if paper.state == DossierPaper.Handed.HANDED_IN else ""
        made.append(Paper(paper.name, "", StatusBadge(str(paper.get_state_display()), tone), note=copies))  # type: ignore[arg-type]
        made += by_role.pop(f"paper:{paper.position}", [])
    for others in by_role.values():
        made += others
    return Papers(tuple(made), empty=_("Chưa có giấy tờ nào."))


def _entries(m: Matter, state: str) -> list[TimelineEntry]:
    found = [_entry(m, row) for row in reversed(m.events) if not _is_hidden(row.kind)]
    if m.open_runs:
        run = m.open_runs[0]
        who = m.persons.get(run.person_id or 0) or m.units.get(run.unit_id, "")
        text = run.name if not run.waits_for else State(state).label
        note = _("giữ từ %(when)s") % {"when": words.moment_short(run.claimed_at or run.opened_at)}
        tone = "pause" if state == State.WAITING_SUPPLEMENT or run.waits_for else "now"
        found.insert(0, TimelineEntry(text, None, who, note, icon="pencil", tone=tone))  # type: ignore[arg-type]
    return found


def _is_hidden(kind: str) -> bool:
    said = told(kind)
    return kind in TOLD_BY_OURS or (said is not None and said.hidden)


def _entry(m: Matter, row: TimelineRow) -> TimelineEntry:
    said = told(row.kind)
    icon, tone = (said.icon, said.tone) if said else ICONS.get(row.kind, ("check", ""))
    who = " · ".join(part for part in (row.person, row.unit) if part)
    note = _("ghi ngày %(day)s") % {"day": words.day(row.recorded_at)} if row.entered_later else ""
    return TimelineEntry(row.sentence, row.at, who, note, icon=icon, tone=tone, quote=_quote(m, row))  # type: ignore[arg-type]


def _quote(m: Matter, row: TimelineRow) -> str:
    """Free text lives in the rows, not in the events."""
    said = told(row.kind)
    if said is not None:
        return said.quote(m, row) if said.quote else ""
    if row.kind in ("dossier.sent_back", "dossier.step_completed"):
        run = next((run for run in m.runs if run.number == row.body.get("run")), None)
        return run.note if run else ""
    if row.kind.startswith("dossier.supplement_"):
        one = next((s for s in m.supplements if s.number == row.body.get("number")), None)
        asked = row.kind == "dossier.supplement_requested"
        return (one.missing if asked else one.received_note) if one else ""
    if row.kind in ("dossier.decided", "dossier.withdrawn") and m.result:
        return m.result.reason
    return ""
