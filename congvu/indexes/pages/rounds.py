"""What the pages of rounds show, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.faces import words
from congvu.faces.lists import ListState
from congvu.faces.parts import (
    Action,
    Code,
    Column,
    Confirm,
    Crumb,
    EmptyState,
    Figure,
    Link,
    MatterHead,
    Num,
    Rate,
    Row,
    StatusBadge,
    Table,
    View,
)
from congvu.faces.parts.matter import Tone
from congvu.indexes.models import CriteriaSet, Round, RoundState, UnitState
from congvu.indexes.selectors.rounds import Board, RoundRow, UnitProgress

TONES: dict[str, tuple[Tone, str]] = {
    "planned": ("", "pencil"), "open": ("primary", "clipboard-list"), "locked": ("wait", "lock"),
    "published": ("ok", "check"), "self_scoring": ("wait", "pencil"), "appraising": ("primary", "scale"),
    "explaining": ("wait", "message"), "reappraising": ("primary", "scale"), "settled": ("ok", "check"),
}  # fmt: skip


def badge(state: str, label: str) -> StatusBadge:
    return StatusBadge(label, *TONES[state])


def round_table(rows: Sequence[RoundRow], request: Any) -> Table:
    state = ListState.of(request, key="index-rounds")
    return Table(
        key="index-rounds", caption=_("Các đợt đánh giá"), noun=_("đợt"),
        columns=(
            Column("code", _("Mã đợt"), width="l", phone="code", fixed=True),
            Column("name", _("Đợt đánh giá"), phone="title", fixed=True),
            Column("period", _("Kỳ"), width="s", phone="meta"),
            Column("set", _("Bộ tiêu chí"), width="m", phone="hide"),
            Column("done", _("Đã thẩm định xong"), unit=_("đơn vị"), phone="meta"),
            Column("state", _("Trạng thái"), width="l", phone="side"),
        ),
        rows=[
            Row(
                row.code, row.name,
                {
                    "code": Code(row.code),
                    "name": Link(row.name, _round_url(row), _("chấm thử") if row.rehearsal else ""),
                    "period": row.period, "set": row.set, "done": Rate(row.settled, row.units, bar=True),
                    "state": badge(row.state, row.state_label),
                },
            )
            for row in rows
        ],
        count=len(rows), shown=state.columns,
        empty=EmptyState(
            _("Chưa có đợt đánh giá nào."),
            _("Lập đợt từ một bộ tiêu chí đã ban hành, hoặc nạp điểm các năm trước bằng “congvu load scores”."),
            Action(_("Xem bộ tiêu chí"), reverse("indexes:sets"), "list-check"),
        ),
    )  # fmt: skip


def _round_url(row: RoundRow) -> str:
    name = "indexes:ranking" if row.state == "published" else "indexes:board"
    return reverse(name, args=[row.code])


@dataclass(frozen=True, slots=True)
class BoardPage:
    head: MatterHead
    table: Table
    figures: tuple[Figure, ...]
    newer: tuple[CriteriaSet, ...]


def board_page(b: Board, request: Any) -> BoardPage:
    state = ListState.of(request, key="index-board")
    return BoardPage(head_of(b), _table(b, state), _figures(b), newer_versions(b.round) if b.may_manage else ())


def newer_versions(found: Round) -> tuple[CriteriaSet, ...]:
    """Versions the round could go over to."""
    if found.state != RoundState.OPEN:
        return ()
    known = found.versions.values("criteria_set")
    there = CriteriaSet.objects.filter(code=found.criteria_set.code, year=found.criteria_set.year)
    return tuple(there.exclude(pk__in=known).order_by("-version"))


def head_of(b: Board) -> MatterHead:
    found, code = b.round, b.round.code
    primary: Action | None = None
    waiting = sum(count for state, count in b.counts.items() if state != UnitState.SETTLED)
    if b.may_manage and found.state == RoundState.PLANNED:
        primary = Action(
            _("Mở đợt"), reverse("indexes:openings", args=[code]), "player-play", "post",
            confirm=Confirm(_("Mở đợt: mọi đơn vị nhận việc tự chấm, phân công không đổi nữa."), danger=False),
        )  # fmt: skip
    elif b.may_manage and found.state == RoundState.OPEN:
        primary = Action(
            _("Ký chốt điểm"), reverse("indexes:locks", args=[code]), "lock", "post",
            confirm=Confirm(_("Sau khi chốt không ai sửa được điểm nữa."), danger=False),
            why_not=_("Còn %(count)s đơn vị chưa thẩm định xong.") % {"count": waiting} if waiting else "",
        )  # fmt: skip
    elif b.may_manage and found.state == RoundState.LOCKED and not found.rehearsal:
        primary = Action(
            _("Công bố kết quả"), reverse("indexes:publications", args=[code]), "send", "post",
            confirm=Confirm(_("Kết quả công bố được giữ nguyên cùng số liệu đầu vào."), danger=False),
        )  # fmt: skip
    others: tuple[Action, ...] = (
        Action(_("Xếp hạng, kết quả"), reverse("indexes:ranking", args=[code]), "chart-bar"),
        Action(_("Điểm mất"), reverse("indexes:lost", args=[code]), "target"),
        Action(_("Kế hoạch khắc phục"), reverse("indexes:repairs", args=[code]), "list-check"),
    )
    if b.may_inspect:
        others += (Action(_("Dấu hiệu cần kiểm tra"), reverse("indexes:signs", args=[code]), "alert-circle"),)
    meta = [_("kỳ %(period)s") % {"period": found.period}, str(found.criteria_set), found.plan]
    if found.rehearsal:
        meta.append(_("chấm thử"))
    return MatterHead(
        found.name, code, badge(found.state, str(found.get_state_display())),
        crumbs=(Crumb(_("Các đợt đánh giá"), reverse("indexes:rounds")), Crumb(code)),
        meta=tuple(text for text in meta if text), primary=primary, others=others,
    )  # fmt: skip


def _figures(b: Board) -> tuple[Figure, ...]:
    whole = sum(b.counts.values())
    base = reverse("indexes:board", args=[b.round.code])
    return tuple(
        Figure(UnitState(state).label, f"{base}?tt={state}", _("đơn vị"), value=b.counts[state], denominator=whole)
        for state in ("self_scoring", "appraising", "explaining", "reappraising", "settled")
    )


def _table(b: Board, state: ListState) -> Table:
    now = (state.get("tt"), state.get("cho"))
    return Table(
        key="index-board", caption=_("Tiến độ từng đơn vị"), noun=_("đơn vị"),
        columns=(
            Column("unit", _("Đơn vị"), phone="title", fixed=True),
            Column("group", _("Khối"), width="m", phone="hide"),
            Column("state", _("Đang ở bước"), width="l", phone="side", fixed=True),
            Column("scored", _("Đã chấm"), unit=_("tiêu chí"), phone="meta"),
            Column("waits", _("Còn thiếu"), width="xl", phone="meta"),
        ),
        rows=[_unit_row(b, row) for row in b.rows],
        count=len(b.rows), total=sum(b.counts.values()), shown=state.columns,
        views=(
            View(_("Tất cả"), state.url(tt=None, cho=None), current=now == ("", "")),
            View(_("Chờ tôi thẩm định"), state.url(tt=None, cho="toi"), current=now[1] == "toi"),
            *(
                View(one.label, state.url(tt=one.value, cho=None), b.counts[one.value], current=now[0] == one.value)
                for one in UnitState
            ),
        ),
        empty=EmptyState(_("Không có đơn vị nào ở bước này."), _("Bỏ bớt điều kiện để xem các đơn vị khác.")),
    )  # fmt: skip


def _unit_row(b: Board, row: UnitProgress) -> Row:
    note = ""
    if row.unit.joined_on:
        note = _("thành lập %(day)s") % {"day": words.day(row.unit.joined_on)}
    if not row.unit.ranked:
        note = _("không xếp hạng: %(why)s") % {"why": row.unit.not_ranked_because}
    return Row(
        str(row.unit.pk), row.name,
        {
            "unit": Link(row.name, reverse("indexes:desk", args=[b.round.code, row.unit.pk]), note),
            "group": row.group, "state": badge(row.unit.state, str(UnitState(row.unit.state).label)),
            "scored": Rate(row.scored, row.criteria, bar=True) if row.criteria else Num(None), "waits": waits(row),
        },
    )  # fmt: skip


def waits(row: UnitProgress) -> str:
    """What is missing, in words."""
    state = UnitState(row.unit.state)
    if state == UnitState.SELF_SCORING:
        parts = []
        if row.missing:
            parts.append(_("%(n)s chưa chấm") % {"n": row.missing})
        if row.bare:
            parts.append(_("%(n)s thiếu minh chứng") % {"n": row.bare})
        return ", ".join(parts) or (_("chờ lãnh đạo duyệt") if row.criteria else "")
    if state == UnitState.APPRAISING:
        if not row.to_appraise:
            return _("chờ chuyển kết quả")
        return _("%(n)s chưa thẩm định") % {"n": row.to_appraise}
    if state == UnitState.EXPLAINING:
        return _("%(n)s tiêu chí có thể giải trình") % {"n": row.asked}
    if state == UnitState.REAPPRAISING:
        return _("%(n)s giải trình chờ xem lại") % {"n": row.appealed}
    return ""
