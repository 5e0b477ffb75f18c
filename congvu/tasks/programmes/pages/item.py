"""The page of an item of a programme."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

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
from congvu.tasks.programmes.course import ENDED, State
from congvu.tasks.programmes.models import ProgrammeChange
from congvu.tasks.programmes.pages.programme import state_badge
from congvu.tasks.programmes.selectors.programmes import ItemView, kind_label, level_label

ICONS = {
    "programme_item.registered": "clipboard-list",
    "programme_item.submitted": "send",
    "programme_item.passed": "rubber-stamp",
    "programme_item.sent_back": "arrow-back-up",
    "programme_item.change_asked": "message",
    "programme_item.change_decided": "gavel",
    "programme_item.loaded": "history",
}


@dataclass(frozen=True, slots=True)
class ItemPage:
    head: MatterHead
    tips: tuple[Tip, ...]
    facts: Facts
    changes: Papers
    timeline: Timeline


def item_page(v: ItemView) -> ItemPage:
    changes = Papers(tuple(_change(v, change) for change in reversed(v.changes)), empty=_("Chưa chuyển kỳ lần nào."))
    entries = Timeline(tuple(_entry(v, row) for row in reversed(v.events)))
    return ItemPage(_head(v), tuple(_tips(v)), _facts(v), changes, entries)


def _head(v: ItemView) -> MatterHead:
    state = v.item.where
    primary, others = None, []
    if v.waiting and v.may_consent:
        why = _("Bạn là người đề nghị nên lãnh đạo khác quyết định.") if v.own_request else ""
        primary = Action(_("Trả lời đề nghị"), icon="gavel", target="d-decide", why_not=why)
    elif state is State.NOT_SUBMITTED and v.may_act:
        primary = Action(
            _("Trình hồ sơ"), reverse("programmes:submissions", args=[v.programme.code, v.item.code]), "send", "post"
        )
    elif state is State.SUBMITTED and v.may_keep:
        primary = Action(_("Ghi đã thông qua"), icon="rubber-stamp", target="d-pass")
    if state is State.SUBMITTED and v.may_keep:
        url = reverse("programmes:returns", args=[v.programme.code, v.item.code])
        others.append(Action(_("Trả lại hồ sơ"), url, "arrow-back-up", "post"))
    if state not in ENDED and v.may_act and not v.waiting:
        others.append(Action(_("Xin chuyển kỳ"), icon="calendar-plus", target="d-move"))
        others.append(Action(_("Xin rút"), icon="x", target="d-withdraw"))
    if v.dossier_owed is not None and v.dossier_owed.closed_at is None:
        others.append(
            Action(_("Chuyển người xử lý"), reverse("obligations:detail", args=[v.dossier_owed.pk]), "user-check")
        )
    return MatterHead(
        title=v.item.name,
        code=v.item.code,
        status=state_badge(state),
        crumbs=(
            Crumb(_("Chương trình công tác"), reverse("programmes:list")),
            Crumb(v.programme.code, reverse("programmes:detail", args=[v.programme.code])),
            Crumb(v.item.code),
        ),
        meta=(v.lead, kind_label(v.item.kind), level_label(v.item.level)),
        due_label=_("Quyết định trong"),
        deadline=v.deadline,
        primary=primary,
        others=tuple(others),
    )


def _tips(v: ItemView) -> list[Tip]:
    found = []
    if v.waiting:
        who = v.persons.get(v.waiting.asked_by_id or 0, "")
        found.append(
            Tip(v.waiting.reason, title=f"{_said(v.waiting)} ({who}):" if who else f"{_said(v.waiting)}:", tone="wait")
        )
    if v.item.registered_late:
        day = words.day(v.programme.register_until)
        found.append(Tip(_("Đăng ký sau hạn %(day)s.") % {"day": day}, tone="wait"))
    return found


def _facts(v: ItemView) -> Facts:
    item = v.item
    return Facts(
        (
            Fact(_("Đơn vị chủ trì"), v.lead),
            Fact(_("Đơn vị phối hợp"), ", ".join(v.helping), wide=True),
            Fact(_("Loại"), kind_label(item.kind)),
            Fact(_("Cấp quyết định"), level_label(item.level)),
            Fact(_("Tháng"), f"{item.month}/{v.programme.year}"),
            Fact(
                _("Đăng ký lúc đầu"), f"{item.first_month}/{v.programme.year}" if item.first_month != item.month else ""
            ),
            Fact(
                _("Trình hồ sơ trước ngày"),
                words.day(v.dossier_owed.due_at) if v.dossier_owed and v.dossier_owed.due_at else "",
            ),
            Fact(_("Đã trình ngày"), words.day(item.submitted_on) if item.submitted_on else ""),
            Fact(_("Kết thúc ngày"), words.day(item.ended_on) if item.ended_on else ""),
            Fact(_("Văn bản thông qua"), item.document_no),
            Fact(_("Số lần chuyển kỳ"), words.number(item.moves) if item.moves else ""),
        )
    )


def _said(change: ProgrammeChange) -> str:
    if change.what == ProgrammeChange.What.WITHDRAW:
        return _("Xin rút khỏi chương trình")
    values = {"before": change.from_month, "after": change.to_month, "year": change.to_year}
    return _("Xin chuyển từ tháng %(before)s sang tháng %(after)s/%(year)s") % values


def _change(v: ItemView, change: ProgrammeChange) -> Paper:
    if change.granted is None:
        badge = StatusBadge(_("chờ trả lời"), "wait")
    else:
        badge = StatusBadge(_("đồng ý"), "ok") if change.granted else StatusBadge(_("không đồng ý"), "no")
    decided = words.day(change.decided_at) if change.decided_at else ""
    parts = (change.reason, v.persons.get(change.decided_by_id or 0, ""), decided, change.answer)
    return Paper(_said(change), badge=badge, note=" · ".join(part for part in parts if part), icon="arrow-forward-up")


def _entry(v: ItemView, row: TimelineRow) -> TimelineEntry:
    change = next((one for one in v.changes if one.pk == row.body.get("change_id")), None)
    quote = ""
    if change is not None:
        quote = change.reason if row.kind == "programme_item.change_asked" else change.answer
    who = " · ".join(part for part in (row.person, row.unit) if part)
    note = _("ghi ngày %(day)s") % {"day": words.day(row.recorded_at)} if row.entered_later else ""
    return TimelineEntry(row.sentence, row.at, who, note, icon=ICONS.get(row.kind, "check"), quote=quote)
