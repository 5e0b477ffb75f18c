"""Proposals as a list and one by one: what is proposed, what it costs before and after, what is owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.catalog import selectors
from congvu.catalog.models import Simplification
from congvu.core.compliance import CostLine, Saving, saving, whole
from congvu.faces import words
from congvu.faces.lists import ListState
from congvu.faces.parts import Code, Column, EmptyState, Fact, Facts, Link, Num, Row, StatusBadge, Table
from congvu.orgs.units import name_of

TONES: dict[str, Any] = {"proposed": "wait", "approved": "primary", "refused": "no", "announced": "ok"}


def _badge(state: str) -> StatusBadge:
    return StatusBadge(Simplification.State(state).label, TONES[state])


def proposal_table(rows: Sequence[Any], state: ListState, count: int, total: int, next_key: Any) -> Table:
    return Table(
        key="simplifications", caption=_("Đề xuất đơn giản hóa thủ tục"), noun=_("đề xuất"),
        columns=(
            Column("code", _("Thủ tục"), width="m", phone="code", fixed=True),
            Column("title", _("Đề xuất"), phone="title", fixed=True),
            Column("before", _("Chi phí hiện nay"), unit=_("đồng/năm"), width="l", phone="meta"),
            Column("saved", _("Tiết kiệm"), unit=_("đồng/năm"), width="l", phone="side"),
            Column("due", _("Phải công bố trước hết"), width="m", phone="meta"),
            Column("state", _("Trạng thái"), width="m", phone="meta"),
        ),
        rows=[
            Row(
                str(r.id), r.title,
                {
                    "code": Code(r.procedure_code), "title": Link(r.title, reverse("catalog:proposal", args=[r.id])),
                    "before": Num(r.saving.before), "saved": Num(r.saving.saved), "due": r.announce_due_on or "",
                    "state": _badge(r.state),
                },
            ) for r in rows
        ],
        count=count, total=total, sort="", sort_url=state.sort_url, shown=state.columns,
        filters=(
            state.choice("tt", _("Trạng thái"), Simplification.State.choices), state.typed("ma", _("Mã thủ tục")),
        ),
        paging=state.paging(next_key),
        empty=EmptyState(_("Chưa có đề xuất nào."), _("Mở trang một thủ tục, chọn “Đề xuất đơn giản hóa”.")),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CostRow:
    activity: str
    line: CostLine
    once: int
    a_year: int


@dataclass(frozen=True, slots=True)
class ProposalPage:
    id: int
    code: str
    title: str
    status: StatusBadge
    facts: Facts
    proposal: str
    reason: str
    tables: list[tuple[str, list[CostRow], int]]
    saving: Saving
    may_decide: bool
    may_announce: bool


def proposal_page(row_id: int, *, actor: Any, now: datetime) -> ProposalPage:
    """Raises SimplificationUnknown."""
    row = selectors.simplification(row_id)
    before, after = selectors.costs_of(row_id)
    found = saving(before, after)
    facts = Facts(
        (
            Fact(_("Thủ tục"), row.procedure.code, url=reverse("catalog:detail", args=[row.procedure.code])),
            Fact(_("Đơn vị đề xuất"), name_of(row.unit_id, now.date())),
            Fact(_("Ngày đề xuất"), words.day(row.proposed_at)),
            Fact(_("Quyết định"), row.decision_no),
            Fact(_("Ngày quyết định"), words.day(row.decided_on) if row.decided_on else ""),
            Fact(_("Hiệu lực từ"), words.day(row.effective_on) if row.effective_on else ""),
            Fact(_("Phải công bố trước hết"), words.day(row.announce_due_on) if row.announce_due_on else ""),
            Fact(_("Đã công bố"), words.day(row.announced_on) if row.announced_on else ""),
            Fact(_("Ý kiến kết luận"), row.decision_note, wide=True),
        )
    )
    return ProposalPage(
        id=row.pk, code=row.procedure.code, title=row.title, status=_badge(row.state), facts=facts,
        proposal=row.proposal, reason=row.reason,
        tables=[(_("Chi phí hiện nay"), _costs(before), found.before), (_("Chi phí sau"), _costs(after), found.after)],
        saving=found,
        may_decide=row.state == Simplification.State.PROPOSED and actor.may("catalog.publish"),
        may_announce=row.state == Simplification.State.APPROVED and actor.may("catalog.manage"),
    )  # fmt: skip


def _costs(lines: Sequence[CostLine]) -> list[CostRow]:
    return [CostRow(line.activity, line, whole(line.once), whole(line.a_year)) for line in lines]
