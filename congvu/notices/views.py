"""Pages of notices and of the outbox."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from congvu.faces.lists import ListState
from congvu.notices import commands, kinds, selectors, tables
from congvu.notices.models import MailState
from congvu.orgs.doors import door


@require_GET
@door(kind="list", room="notices", audience="signed_in")
def notice_list(request: Any) -> HttpResponse:
    state = ListState.of(request, key="notices")
    page = selectors.notices_of(request.actor, unread_only=state.get("tt") != "tat-ca", before_id=_before(state))
    context = {"page": page, "views": tables.notice_views(state, page), "paging": state.paging(_next(page.next_id))}
    return render(request, "notices/list.html", context)


@require_POST
@door(kind="act", room="notices", audience="signed_in")
def opened(request: Any, notice_id: int) -> HttpResponse:
    notice = commands.open_notice(notice_id=notice_id, actor=request.actor, at=request.now)
    url = kinds.said(notice.kind, notice.body).url
    return redirect(url if url_has_allowed_host_and_scheme(url, None) else reverse("notices:list"))


@require_POST
@door(kind="act", room="notices", audience="signed_in")
def all_read(request: Any) -> HttpResponse:
    newest = _number(request.POST.get("up_to", ""))
    count = commands.mark_read(person_id=request.actor.person_id, up_to_id=newest, at=request.now)
    text = ngettext("Đã đánh dấu %(count)s thông báo là đã đọc.", "Đã đánh dấu %(count)s thông báo là đã đọc.", count)
    messages.success(request, text % {"count": count})
    return redirect("notices:list")


@require_GET
@door(kind="list", room="notices", permission=commands.MANAGE_MAIL)
def mail_list(request: Any) -> HttpResponse:
    state = ListState.of(request, key="outgoing-mail")
    wanted = state.get("tt", MailState.FAILED)
    chosen = MailState(wanted) if wanted in MailState.values else None
    page = selectors.outgoing_mail(state=chosen, before_id=_before(state))
    return render(request, "notices/mail.html", {"table": tables.mail_table(state, page, chosen)})


@require_POST
@door(kind="act", room="notices", permission=commands.MANAGE_MAIL)
def mail_again(request: Any) -> HttpResponse:
    chosen = [_number(text) for text in request.POST.getlist("rows")]
    count = commands.send_again(mail_ids=chosen, actor=request.actor, at=request.now)
    text = ngettext("Đã xếp %(count)s thư để gửi lại.", "Đã xếp %(count)s thư để gửi lại.", count)
    messages.success(request, text % {"count": count} if count else _("Chưa chọn thư nào gửi lại được."))
    return redirect("notices:mail")


def _before(state: ListState) -> int | None:
    place = state.after[0] if state.after else None
    return place if isinstance(place, int) else None


def _next(next_id: int | None) -> list[int] | None:
    return None if next_id is None else [next_id]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
