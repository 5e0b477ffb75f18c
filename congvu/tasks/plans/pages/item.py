"""The page of an item: what is asked, one thing to do now, evidence, readings, claims, who takes it up below."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congvu.faces import words
from congvu.faces.parts import (
    Action,
    Crumb,
    Fact,
    Facts,
    MatterHead,
    Paper,
    Papers,
    StatusBadge,
    Timeline,
    TimelineEntry,
    Tip,
)
from congvu.ledger.selectors import TimelineRow
from congvu.tasks.pages.codes import badge as state_badge
from congvu.tasks.plans.forms import FIELDS
from congvu.tasks.plans.models import ItemState, PlanClaim
from congvu.tasks.plans.pages.plan import badge, criterion_of, figure_of
from congvu.tasks.plans.selectors.item import ItemView

ICONS = {
    "plan_item.begun": "flag",
    "plan_item.claimed": "clipboard-check",
    "plan_item.accepted": "circle-check",
    "plan_item.returned": "arrow-back-up",
    "plan_item.read": "number",
    "plan_item.evidence_attached": "paperclip",
    "plan_item.withdrawn": "x",
    "plan_item.changed": "pencil",
    "plan_item.loaded": "history",
}
TOLD_BY_OURS = ("obligation.paused", "obligation.resumed")


@dataclass(frozen=True, slots=True)
class ItemPage:
    head: MatterHead
    tips: tuple[Tip, ...]
    facts: Facts
    claims: Papers
    readings: Papers
    evidence: Papers
    below: Papers
    tasks: Papers
    timeline: Timeline
    may_act: bool


def item_page(v: ItemView) -> ItemPage:
    return ItemPage(
        head=_head(v),
        tips=tuple(_tips(v)),
        facts=_facts(v),
        claims=Papers(tuple(_claim(v, one) for one in reversed(v.claims))),
        readings=Papers(
            tuple(
                Paper(
                    figure_of(one.value, None, v.line.measure),
                    note=" · ".join(
                        part
                        for part in (
                            _("tính đến %(day)s") % {"day": words.day(one.on)},
                            one.text,
                            v.persons.get(one.person_id or 0, ""),
                        )
                        if part
                    ),
                    icon="number",
                )
                for one in v.readings
            )
        ),
        evidence=Papers(
            tuple(
                Paper(
                    one.name,
                    reverse("plans:evidence-file", args=[v.plan.code, v.item.code, one.pk]),
                    note=words.day_month(one.attached_at),
                    icon="paperclip",
                )
                for one in v.evidence
            ),
            empty=_("Chưa có minh chứng nào."),
        ),
        below=Papers(
            tuple(
                Paper(
                    v.units.get(one.item.plan.owner_unit_id, ""),
                    reverse("plans:item", args=[one.item.plan.code, one.item.code]),
                    badge(ItemState(one.item.state)),
                    note=f"{one.item.code} · {one.title}",
                    icon="subtask",
                )
                for one in v.below
            ),
            empty=_("Chưa có đơn vị nào đưa mục này vào kế hoạch của mình."),
        ),
        tasks=_tasks(v),
        timeline=Timeline(tuple(_entry(v, row) for row in reversed(v.events) if row.kind not in TOLD_BY_OURS)),
        may_act=v.may_report or v.may_accept,
    )


def _tasks(v: ItemView) -> Papers:
    shown = tuple(
        Paper(
            task.content, reverse("tasks:detail", args=[task.code]), state_badge(task.state),
            note=" · ".join(part for part in (task.code, v.units.get(task.lead_unit_id, "")) if part),
            icon="list-check",
        ) for task in v.tasks
    )  # fmt: skip
    if v.more_tasks:
        more = ngettext("và %(n)s nhiệm vụ nữa", "và %(n)s nhiệm vụ nữa", v.more_tasks) % {"n": v.more_tasks}
        shown = (*shown, Paper(more, icon="dots"))
    return Papers(shown, empty=_("Chưa giao nhiệm vụ nào để thực hiện mục này."))


def _head(v: ItemView) -> MatterHead:
    plan = v.plan
    primary, others = None, []
    if v.item.state == ItemState.OPEN and v.may_report:
        primary = Action(_("Báo đã xong"), icon="clipboard-check", target="d-claim")
        if v.line.measure or v.line.target is not None:
            others.append(Action(_("Báo số liệu"), icon="number", target="d-reading"))
        others.append(Action(_("Thêm minh chứng"), icon="paperclip", target="d-evidence"))
    elif v.item.state == ItemState.CLAIMED and v.may_accept:
        why = _("Bạn là người báo xong nên người khác của đơn vị ban hành chấp nhận.") if v.own_claim else ""
        primary = Action(_("Chấp nhận hoàn thành"), icon="check", target="d-accept", why_not=why)
        if not v.own_claim:
            others.append(Action(_("Trả lại, chưa đạt"), icon="arrow-back-up", target="d-giveback"))
    if v.may_give:
        give = f"{reverse('tasks:give')}?{urlencode({'muc': f'{plan.code}/{v.item.code}'})}"
        others.append(Action(_("Giao nhiệm vụ"), give, "send"))
    if v.owed is not None and v.item.state == ItemState.OPEN:
        others.append(
            Action(_("Xin gia hạn, chuyển người"), reverse("obligations:detail", args=[v.owed.pk]), "calendar-plus")
        )
    return MatterHead(
        title=v.line.title,
        code=v.item.code,
        status=badge(ItemState(v.item.state)),
        crumbs=(
            Crumb(_("Kế hoạch"), reverse("plans:list")),
            Crumb(plan.code, reverse("plans:detail", args=[plan.code])),
            Crumb(v.item.code),
        ),
        meta=tuple(part for part in (v.units.get(v.line.lead_unit_id or 0, ""), v.line.product) if part),
        due_label=_("Đồng hồ dừng từ") if v.deadline and v.deadline.kind == "paused" else _("Hạn hoàn thành"),
        deadline=v.deadline,
        primary=primary,
        others=tuple(others),
    )


def _tips(v: ItemView) -> list[Tip]:
    found = []
    if v.waiting:
        who = v.persons.get(v.waiting.claimed_by_id or 0, "")
        title = _("%(who)s báo đã xong ngày %(day)s:") % {"who": who, "day": words.day(v.waiting.done_on)}
        found.append(Tip(v.waiting.text, title=title, tone="wait"))
    if v.returned:
        who = v.persons.get(v.returned.decided_by_id or 0, "")
        found.append(Tip(v.returned.answer, title=_("%(who)s trả lại, chưa đạt yêu cầu:") % {"who": who}, tone="wait"))
    if v.line.due_on and v.line.due_on.year != v.plan.year:
        found.append(Tip(_("Hạn nằm ngoài năm %(year)s của kế hoạch.") % {"year": v.plan.year}, tone="wait"))
    return found


def _facts(v: ItemView) -> Facts:
    line = v.line
    above = line.carries_out
    helping = ", ".join(v.units.get(unit, "") for unit in line.coordinating)
    holder = ""
    if v.owed and (v.owed.unit_id != line.lead_unit_id or v.owed.person_id):
        parts = (v.persons.get(v.owed.person_id or 0, ""), v.units.get(v.owed.unit_id, ""))
        holder = ", ".join(part for part in parts if part)
    return Facts(
        (
            Fact(_("Mục tiêu"), line.goal if line.task else "", wide=True),
            Fact(_("Sản phẩm"), line.product, wide=True),
            Fact(_("Đơn vị chủ trì"), v.units.get(line.lead_unit_id or 0, "")),
            Fact(_("Đơn vị phối hợp"), helping, wide=True),
            Fact(_("Đang giữ"), holder),
            Fact(_("Đạt được / chỉ tiêu"), figure_of(v.item.value, line.target, line.measure)),
            Fact(_("Kinh phí, đồng"), words.number(line.budget_vnd) if line.budget_vnd is not None else ""),
            Fact(_("Lĩnh vực"), str(dict(FIELDS).get(line.field, line.field))),
            Fact(_("Tiêu chí của bộ chỉ số"), criterion_of(line.criterion_code, line.points)),
            Fact(_("Minh chứng"), _("bắt buộc") if line.needs_evidence else _("không bắt buộc")),
            Fact(_("Phạm vi"), _("mọi đơn vị phải đưa vào kế hoạch của mình") if line.to_all else ""),
            Fact(
                _("Thực hiện mục cấp trên"),
                f"{above.plan.code}/{above.code}" if above else "",
                url=reverse("plans:item", args=[above.plan.code, above.code]) if above else "",
            ),
            Fact(_("Ngày xong"), words.day(v.item.done_on) if v.item.done_on else ""),
        )
    )


def _claim(v: ItemView, claim: PlanClaim) -> Paper:
    if claim.accepted is None:
        state = StatusBadge(_("chờ chấp nhận"), "wait")
    else:
        state = StatusBadge(_("chấp nhận"), "ok") if claim.accepted else StatusBadge(_("trả lại"), "no")
    said = [
        _("lần %(n)s, ngày %(day)s") % {"n": claim.number, "day": words.day(claim.done_on)},
        v.persons.get(claim.claimed_by_id or 0, ""),
        claim.answer,
    ]
    return Paper(claim.text, badge=state, note=" · ".join(part for part in said if part), icon="clipboard-text")


def _entry(v: ItemView, row: TimelineRow) -> TimelineEntry:
    quote = ""
    claim = next((one for one in v.claims if one.pk == row.body.get("claim_id")), None)
    if claim is not None:
        quote = claim.text if row.kind == "plan_item.claimed" else claim.answer
    who = " · ".join(part for part in (row.person, row.unit) if part)
    note = _("ghi ngày %(day)s") % {"day": words.day(row.recorded_at)} if row.entered_later else ""
    return TimelineEntry(row.sentence, row.at, who, note, icon=ICONS.get(row.kind, "check"), quote=quote)
