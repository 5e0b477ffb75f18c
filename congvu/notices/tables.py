"""How notices and mails are laid out."""

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.faces import words
from congvu.faces.lists import ListState
from congvu.faces.parts.lists import Bulk, CellValue, Column, Row, Table, View
from congvu.faces.parts.matter import Action, Confirm, EmptyState, StatusBadge, Tone
from congvu.notices.models import MailState
from congvu.notices.selectors import MailPage, MailRow, NoticePage

_TONES: dict[MailState, tuple[Tone, str]] = {
    MailState.QUEUED: ("wait", "clock"),
    MailState.SENDING: ("primary", "send"),
    MailState.SENT: ("ok", "check"),
    MailState.FAILED: ("no", "alert-circle"),
    MailState.UNSURE: ("wait", "alert-triangle"),
}


def notice_views(state: ListState, page: NoticePage) -> tuple[View, ...]:
    shows_all = state.get("tt") == "tat-ca"
    return (
        View(_("Chưa đọc"), state.url(tt=None), page.unread, not shows_all),
        View(_("Tất cả"), state.url(tt="tat-ca"), page.total, shows_all),
    )


def mail_table(state: ListState, page: MailPage, chosen: MailState | None) -> Table:
    total = sum(page.counts.values())
    return Table(
        saved=state.saved,
        key="outgoing-mail",
        caption=_("Thư gửi đi"),
        noun=_("thư"),
        columns=(
            Column("subject", _("Thư"), phone="title", fixed=True),
            Column("to", _("Gửi cho"), width="m"),
            Column("state", _("Tình trạng"), width="xl", phone="side", fixed=True),
            Column("error", _("Lý do")),
            Column("queued", _("Xếp lúc"), width="m"),
        ),
        rows=[_row(row) for row in page.rows],
        count=page.counts.get(chosen, 0) if chosen else total,
        total=total,
        views=(*(_view(state, each, page, chosen) for each in MailState), _all_view(state, total, chosen)),
        paging=state.paging([page.next_id] if page.next_id is not None else None),
        empty=EmptyState(
            _("Không có thư nào ở mục này."), _("Thư không gửi được sẽ hiện ở đây cùng lý do; sửa xong thì gửi lại.")
        ),
        bulk=_bulk(chosen) if chosen in (MailState.FAILED, MailState.UNSURE) else None,
        chooses_columns=False,
        keys_help=False,
    )


def _row(row: MailRow) -> Row:
    tone, icon = _TONES[row.state]
    cells: dict[str, CellValue] = {
        "subject": row.subject,
        "to": row.to or _("công dân"),
        "state": StatusBadge(_state_text(row), tone, icon),
        "error": row.error,
        "queued": words.moment_short(row.queued_at),
    }
    return Row(str(row.id), row.subject, cells, selectable=row.state in (MailState.FAILED, MailState.UNSURE))


def _state_text(row: MailRow) -> str:
    if row.state == MailState.SENT and row.sent_at:
        return _("đã gửi %(at)s") % {"at": words.moment_short(row.sent_at)}
    if row.state == MailState.QUEUED and row.next_at and row.attempts:
        return _("thử lại %(at)s") % {"at": words.moment_short(row.next_at)}
    return str(row.state.label)


def _view(state: ListState, each: MailState, page: MailPage, chosen: MailState | None) -> View:
    return View(each.label.capitalize(), state.url(tt=each.value), page.counts.get(each, 0), each == chosen)


def _all_view(state: ListState, total: int, chosen: MailState | None) -> View:
    return View(_("Tất cả"), state.url(tt="tat-ca"), total, chosen is None)


def _bulk(chosen: MailState | None) -> Bulk:
    doubt = _("Không rõ những thư này đã đến nơi chưa. Gửi lại thì người nhận có thể nhận hai lần. Vẫn gửi lại?")
    confirm = Confirm(doubt, _("Gửi lại"), _("Gửi lại"), danger=False) if chosen == MailState.UNSURE else None
    return Bulk((Action(_("Gửi lại"), reverse("notices:mail-again"), "send", "post", confirm=confirm),), _("thư"))
