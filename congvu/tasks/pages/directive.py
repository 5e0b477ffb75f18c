"""A directive with its clauses, and the board by state, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.faces import words
from congvu.faces.lists import ListState
from congvu.faces.parts import (
    Action,
    Choice,
    Crumb,
    Fact,
    Facts,
    Figure,
    MatterHead,
    Paper,
    Papers,
    StatusBadge,
    Timeline,
    TimelineEntry,
)
from congvu.tasks.pages.codes import badge
from congvu.tasks.pages.matter import clause_badge
from congvu.tasks.selectors.directives import ClauseStatus, DirectiveMatter
from congvu.tasks.selectors.listing import COORDINATING, GIVEN, MINE, OF_UNIT, Lane, TaskRow


@dataclass(frozen=True, slots=True)
class ClauseCard:
    """`rest`: how many more tasks the clause has than are shown; `more_url` opens them."""

    status: ClauseStatus
    badge: StatusBadge
    tasks: tuple[tuple[TaskRow, StatusBadge], ...]
    rest: int


@dataclass(frozen=True, slots=True)
class DirectivePage:
    head: MatterHead
    figures: tuple[Figure, ...]
    clauses: tuple[ClauseCard, ...]
    facts: Facts
    papers: Papers
    timeline: Timeline
    list_url: str


def directive_page(d: DirectiveMatter) -> DirectivePage:
    one, of = d.directive, _("nhiệm vụ đã giao")
    list_url = f"{reverse('tasks:list')}?van-ban={one.pk}"
    give = Action(_("Giao thêm nhiệm vụ"), f"{reverse('tasks:give')}?van-ban={one.pk}", "plus") if d.may_give else None
    return DirectivePage(
        head=MatterHead(
            title=one.title or one.name, code=one.name, primary=give,
            status=StatusBadge(_("%(n)s nhiệm vụ") % {"n": words.number(d.total)}, "primary", "checklist"),
            crumbs=(
                Crumb(_("Nhiệm vụ được giao"), reverse("tasks:list")),
                Crumb(_("Văn bản giao việc"), reverse("tasks:directives")),
            ),
            meta=tuple(text for text in (words.day(one.issued_on), one.signer, one.issued_by or d.unit) if text),
        ),
        figures=(
            Figure(_("Hoàn thành"), f"{list_url}&tt=accepted", of, numerator=d.done, denominator=d.total),
            Figure(_("Quá hạn"), f"{list_url}&han=overdue", _("nhiệm vụ"), value=d.overdue),
            Figure(_("Mục chưa giao việc"), "#clauses", _("mục"), value=sum(c.kind == "none" for c in d.clauses)),
        ),
        clauses=tuple(_card(status) for status in d.clauses),
        facts=Facts(
            (
                Fact(_("Loại"), one.get_kind_display()), Fact(_("Nơi ban hành"), one.issued_by or d.unit),
                Fact(_("Người ký"), one.signer), Fact(_("Ngày văn bản"), words.day(one.issued_on)),
                Fact(_("Nhập lúc"), words.moment(one.entered_at)), Fact(_("Người nhập"), d.entered_by),
            ),
            narrow=True,
        ),
        papers=Papers(
            tuple(
                Paper(paper.name, reverse("tasks:directive-attachment", args=[one.pk, paper.pk]))
                for paper in d.attachments
            ),
            empty=_("Chưa có tệp văn bản."),
        ),
        timeline=Timeline(
            tuple(
                TimelineEntry(row.sentence, row.at, who=", ".join(p for p in (row.person, row.unit) if p), icon="send")
                for row in reversed(d.events)
            )
        ),
        list_url=list_url,
    )  # fmt: skip


def _card(status: ClauseStatus) -> ClauseCard:
    tasks = tuple((row, badge(row.state)) for row in status.rows)
    return ClauseCard(status, clause_badge(status), tasks, max(status.total - len(tasks), 0))


def board_page(lanes: Sequence[Lane], state: ListState) -> dict[str, Any]:
    """Lanes with their heads and the way to the rest of each; whose tasks is a choice above."""
    base = reverse("tasks:list")
    choices = (
        ("", _("Tất cả")), (MINE, _("Của tôi")), (OF_UNIT, _("Của đơn vị")), (COORDINATING, _("Phối hợp")),
        (GIVEN, _("Đơn vị tôi giao")),
    )  # fmt: skip
    now = state.get("cua")
    return {
        "lanes": [
            (
                lane, badge(lane.state), max(lane.count - len(lane.rows), 0),
                f"{base}?tt={lane.state.value}&xep=han" + (f"&cua={now}" if now else ""),
            )
            for lane in lanes
        ],
        "choices": [Choice(label, state.url(cua=key or None), current=key == now) for key, label in choices],
    }  # fmt: skip
