"""Work calendars: a year to look at, a change with its effects before it holds, and the tool that explains a date."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congvu.core.clock import explain, moment_from, parse_allowance
from congvu.core.errors import DomainError
from congvu.core.loading import LoadReport, Row, rows_of
from congvu.faces.errors import sentence_of
from congvu.faces.explained import strip_of
from congvu.obligations import calendar_pages as pages
from congvu.obligations.recompute import run
from congvu.obligations.recompute.effects import summary_of
from congvu.obligations.recompute.loading import READERS, propose_file
from congvu.orgs.calendars import commands, selectors
from congvu.orgs.doors import door
from congvu.orgs.models import Calendar, CalendarChange

MANAGE = "calendars.manage"
DAY_FIELDS = ("date", "name", "kind", "swap_pair", "source", "unit")
HOUR_FIELDS = ("unit", "weekday", "opens", "closes", "valid_from", "valid_until")


@require_safe
@door(kind="page", room="calendars", audience="signed_in")
def year(request: Any) -> HttpResponse:
    return _year(request)


def _year(request: Any, *, report: LoadReport | None = None, refused: str = "", form: str = "") -> HttpResponse:
    asked, which = request.GET.get("nam", ""), request.GET.get("lich", "")
    shown = int(asked) if asked.isdecimal() and len(asked) == 4 and asked > "1999" else request.today.year
    page = pages.calendar_page(
        int(which) if which.isdecimal() and len(which) < 18 else None, shown, actor=request.actor, today=request.today
    )
    context = {
        "page": page, "may_manage": request.actor.may(MANAGE), "report": report, "refused": refused, "form": form,
        "sent": request.POST,
    }  # fmt: skip
    return render(request, "calendars/year.html", context, status=422 if report or refused else 200)


@require_POST
@door(kind="act", room="calendars", permission=MANAGE)
def upload(request: Any) -> HttpResponse:
    """A file of days or hours becomes a proposal; nothing holds yet."""
    file, kind = request.FILES.get("file"), request.POST.get("kind", "")
    if file is None or kind not in READERS:
        return _year(request, refused=_("Hãy chọn loại lịch và một tệp CSV hoặc XLSX."), form="file")
    try:
        rows = rows_of(file.read(), name=file.name)
    except DomainError as error:
        return _year(request, refused=sentence_of(error), form="file")
    return _propose(request, kind, rows, form="file")


@require_POST
@door(kind="act", room="calendars", permission=MANAGE)
def add_day(request: Any) -> HttpResponse:
    cells = {name: request.POST.get(name, "").strip() for name in DAY_FIELDS}
    return _propose(request, "calendar", [Row(1, cells)], form="day")


@require_POST
@door(kind="act", room="calendars", permission=MANAGE)
def remove_day(request: Any) -> HttpResponse:
    """One day of a calendar's own is proposed to go; nothing holds yet."""
    day, calendar = parse_date(request.POST.get("date", "")), request.POST.get("calendar", "")
    shown = get_object_or_404(Calendar, pk=calendar if calendar.isdecimal() and len(calendar) < 18 else 0)
    if day is None:
        raise commands.DayNotThere
    change = commands.propose_without(
        day, request.POST.get("name", ""), unit_id=shown.unit_id, source=request.POST.get("source", "").strip(),
        actor=request.actor, at=request.now,
    )  # fmt: skip
    return redirect("calendars:change", change_id=change.pk)


@require_POST
@door(kind="act", room="calendars", permission=MANAGE)
def set_hours(request: Any) -> HttpResponse:
    """Up to two stretches of one weekday; none at all closes it."""
    common = {name: request.POST.get(name, "").strip() for name in HOUR_FIELDS}
    rows = [Row(1, common)]
    if request.POST.get("opens2", "").strip():
        second = {"opens": request.POST["opens2"].strip(), "closes": request.POST.get("closes2", "").strip()}
        rows.append(Row(2, common | second))
    return _propose(request, "hours", rows, form="hours")


def _propose(request: Any, kind: str, rows: list[Row], *, form: str) -> HttpResponse:
    source = request.POST.get("source", "").strip()
    try:
        report, change = propose_file(kind, rows, actor=request.actor, at=request.now, source=source)
    except DomainError as error:
        if error.status != 422:
            raise
        return _year(request, refused=sentence_of(error), form=form)
    if report.errors:
        return _year(request, report=report, form=form)
    if change is None:
        return _year(request, refused=_("Các ngày và giờ này trùng với lịch đang dùng; không có gì để đổi."), form=form)
    for note in report.warnings:
        messages.warning(request, _("Dòng %(line)s: %(message)s") % {"line": note.line, "message": note.message})
    return redirect("calendars:change", change_id=change.pk)


@require_safe
@door(kind="page", room="calendars", permission=MANAGE)
def change(request: Any, change_id: int) -> HttpResponse:
    found = get_object_or_404(CalendarChange, pk=change_id)
    commands.require_may_manage(request.actor, commands.proposed_for(found))
    waits = found.state == CalendarChange.State.PROPOSED
    page = pages.change_page(found, summary_of(found) if waits else None, today=request.today)
    return render(request, "calendars/change.html", {"page": page, "waits": waits})


@require_safe
@door(kind="page", room="calendars", permission=MANAGE)
def progress(request: Any, change_id: int) -> HttpResponse:
    found = get_object_or_404(CalendarChange, pk=change_id)
    return render(request, "faces/_progress.html", {"progress": pages.progress_of(found)})


@require_POST
@door(kind="act", room="calendars", permission=MANAGE)
def apply(request: Any, change_id: int) -> HttpResponse:
    get_object_or_404(CalendarChange, pk=change_id)
    run.apply(change_id=change_id, digest=request.POST.get("digest", ""), actor=request.actor, at=request.now)
    messages.success(request, _("Lịch mới đã có hiệu lực; hạn của các việc đang mở được tính lại."))
    return redirect("calendars:change", change_id=change_id)


@require_POST
@door(kind="act", room="calendars", permission=MANAGE)
def withdraw(request: Any, change_id: int) -> HttpResponse:
    get_object_or_404(CalendarChange, pk=change_id)
    commands.withdraw(change_id, actor=request.actor, at=request.now)
    messages.success(request, _("Đã bỏ thay đổi; lịch đang dùng không đổi."))
    return redirect("calendars:year")


@require_safe
@door(kind="page", room="calendars", audience="public")
def due_tool(request: Any) -> HttpResponse:
    """From a date and a limit to the due date, and why it is that one. For anybody."""
    received, limit = request.GET.get("nhan", "").strip(), request.GET.get("han", "").strip()
    context: dict[str, Any] = {"received": received, "limit": limit, "unit": request.GET.get("dv", "").strip()}
    if received or limit:
        try:
            at = moment_from(received)
            calendar = selectors.calendar_by_code(context["unit"] or "official", at.date()).calendar
            story = explain(at, parse_allowance(limit), calendar)
        except DomainError as error:
            context |= {"refused": sentence_of(error), "field": error.field}
        else:
            context |= {"due": story.due, "strip": strip_of(story, today=request.today)}
    status = 422 if "refused" in context else 200
    return render(request, "calendars/due.html", context, status=status)
