"""The weekly calendar of leaders: the week, its paper and file, writing, publishing."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from congvu.core.clock import VIETNAM, local
from congvu.core.errors import DomainError
from congvu.faces import words
from congvu.faces.errors import sentence_of
from congvu.orgs.doors import door
from congvu.orgs.policy import NotInSight
from congvu.tasks.exports import csv_of
from congvu.tasks.programmes import commands
from congvu.tasks.programmes.commands.weeks import require_keep
from congvu.tasks.programmes.forms import EventForm
from congvu.tasks.programmes.models import LeaderEvent
from congvu.tasks.programmes.selectors.weeks import WeekView, leaders_of, week_view

SEE, KEEP = "leader_events.see", "leader_events.keep"


def _day(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    return found if 2000 <= found.year <= 2100 else today


def _unit(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 18 else None


@require_safe
@door(kind="list", room="programmes", permission=SEE)
def week(request: Any) -> HttpResponse:
    day = _day(request.GET.get("ngay", ""), request.today)
    view = week_view(actor=request.actor, now=request.now, day=day, unit_id=_unit(request.GET.get("dv", "")))
    if request.GET.get("tai") == "csv":
        return _csv(view)
    here = reverse("weeks:week")
    chosen = f"dv={view.unit_id}&" if view.unit_id else ""
    context = {
        "v": view,
        "before": f"{here}?{chosen}ngay={view.monday - timedelta(days=7)}",
        "after": f"{here}?{chosen}ngay={view.monday + timedelta(days=7)}",
        "csv": f"{here}?{chosen}ngay={view.monday}&tai=csv",
        "sunday": view.monday + timedelta(days=6),
        "here": here,
    }
    return render(request, "programmes/week.html", context)


def _csv(view: WeekView) -> HttpResponse:
    head = (
        _("Ngày"),
        _("Từ giờ"),
        _("Đến giờ"),
        _("Lãnh đạo"),
        _("Nội dung"),
        _("Địa điểm"),
        _("Đơn vị chuẩn bị"),
        _("Thành phần"),
        _("Thay đổi"),
    )
    marks = {"": "", "added": _("thêm"), "changed": _("sửa"), "cancelled": _("hủy")}
    lines = (
        (
            f"{local(row.event.starts_at):%Y-%m-%d}",
            words.hour(local(row.event.starts_at).time()),
            words.hour(local(row.event.ends_at).time()),
            row.leader,
            row.event.content,
            row.event.place,
            row.preparing,
            row.event.attendees,
            marks[row.mark],
        )
        for row in view.rows
    )
    return csv_of(head, lines, f"lich-tuan-{view.monday}")


@require_http_methods(["GET", "POST"])
@door(kind="form", room="programmes", permission=KEEP)
def event_new(request: Any, unit_id: int) -> HttpResponse:
    require_keep(request.actor, unit_id)
    day = _day(request.GET.get("ngay", ""), request.today)
    return _event(request, unit_id, None, {"day": day, "since": "08:00", "until": "09:30"})


@require_http_methods(["GET", "POST"])
@door(kind="form", room="programmes", permission=KEEP)
def event_edit(request: Any, unit_id: int, event_id: int) -> HttpResponse:
    require_keep(request.actor, unit_id)
    event = LeaderEvent.objects.filter(pk=event_id, week__unit_id=unit_id).first()
    if event is None:
        raise NotInSight
    starts, ends = local(event.starts_at), local(event.ends_at)
    initial = {
        "leader": event.leader_id,
        "day": starts.date(),
        "since": f"{starts:%H:%M}",
        "until": f"{ends:%H:%M}",
        "content": event.content,
        "place": event.place,
        "preparing": event.preparing_unit_id,
        "attendees": event.attendees,
    }
    return _event(request, unit_id, event_id, initial)


def _event(request: Any, unit_id: int, event_id: int | None, initial: dict[str, Any]) -> HttpResponse:
    leaders = leaders_of(unit_id, request.today)
    form = EventForm(request.POST or None, on=request.today, leaders=leaders, initial=initial)
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        try:
            commands.write_event(
                unit_id=unit_id,
                leader_id=d["leader"],
                starts_at=datetime.combine(d["day"], d["since"], VIETNAM),
                ends_at=datetime.combine(d["day"], d["until"], VIETNAM),
                content=d["content"],
                place=d["place"],
                preparing_unit_id=d["preparing"],
                attendees=d["attendees"],
                event_id=event_id,
                actor=request.actor,
                at=request.now,
            )
        except DomainError as error:
            if error.status in (403, 404):
                raise
            form.add_error("until" if error.field == "ends_at" else None, sentence_of(error))
        else:
            return redirect(f"{reverse('weeks:week')}?dv={unit_id}&ngay={d['day']}")
    context = {"form": form, "unit_id": unit_id, "event_id": event_id}
    return render(request, "programmes/event.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@door(kind="act", room="programmes", permission=KEEP)
def event_cancel(request: Any, unit_id: int, event_id: int) -> HttpResponse:
    commands.cancel_event(unit_id=unit_id, event_id=event_id, actor=request.actor, at=request.now)
    messages.success(request, _("Đã hủy việc này."))
    return redirect(f"{reverse('weeks:week')}?dv={unit_id}&ngay={_day(request.POST.get('ngay', ''), request.today)}")


@require_POST
@door(kind="act", room="programmes", permission=KEEP)
def publications(request: Any, unit_id: int) -> HttpResponse:
    monday = _day(request.POST.get("ngay", ""), request.today)
    commands.publish_week(unit_id=unit_id, monday=monday, actor=request.actor, at=request.now)
    messages.success(request, _("Đã công bố lịch tuần; thay đổi từ nay được đánh dấu."))
    return redirect(f"{reverse('weeks:week')}?dv={unit_id}&ngay={monday}")
