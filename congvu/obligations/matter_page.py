"""From one obligation to the parts of its page."""

import secrets
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.faces import words
from congvu.faces.explained import strip_of
from congvu.faces.parts import (
    Action,
    Clock,
    Crumb,
    Fact,
    Facts,
    MatterHead,
    Segment,
    StatusBadge,
    StripLine,
    ThreeClocks,
    Timeline,
    TimelineEntry,
)  # fmt: skip
from congvu.obligations.action_cards import cards
from congvu.obligations.selectors.explained import Explained
from congvu.obligations.selectors.matter import Matter
from congvu.obligations.selectors.three_clocks import ClockReading, Clocks
from congvu.obligations.tables import deadline_of


def context(matter: Matter, *, now: datetime, today: date, typed: dict[str, forms.Form]) -> dict[str, Any]:
    days = matter.explained.days
    lines = story(matter.explained)
    return {
        "matter": matter,
        "request_key": secrets.token_urlsafe(16),
        "head": head(matter),
        "strip": strip_of(days, today=today, lines=lines) if days else None,
        "story": () if days else lines,
        "clocks": clocks(matter.clocks, now),
        "facts": facts(matter),
        "timeline": Timeline(tuple(entries(matter))),
        "cards": cards(matter, today, typed),
        "causes": matter.causes,
        "held": matter.held,
    }


def head(matter: Matter) -> MatterHead:
    row = matter.row
    status = StatusBadge(_("đã xong"), "ok", "check") if matter.item.closed_at else StatusBadge(_("đang mở"), "primary")
    to_subject = Action(_("Mở %(code)s") % {"code": row.subject.code}, row.subject.url, "arrow-right")
    return MatterHead(
        title=row.subject.title or row.kind_label,
        code=row.subject.code,
        status=status,
        crumbs=(Crumb(_("Việc của tôi"), reverse("obligations:inbox")), Crumb(row.kind_label)),
        meta=tuple(text for text in (row.subject.need, row.subject.detail) if text),
        due_label=_("Hạn"),
        deadline=deadline_of(row, long=True),
        primary=to_subject if row.subject.url else None,
    )


def facts(matter: Matter) -> Facts:
    row = matter.row
    return Facts((
        Fact(_("Người giữ"), row.person or _("chưa phân công")),
        Fact(_("Đơn vị giữ"), matter.held[-1].unit if matter.held else row.unit),
        Fact(_("Của ai"), row.subject.of_whom),
        Fact(_("Phát sinh"), words.moment(row.opened_at)),
        Fact(_("Thời hạn"), matter.explained.limit),
        Fact(_("Xong lúc"), words.moment(matter.item.closed_at) if matter.item.closed_at else ""),
    ))  # fmt: skip


def story(explained: Explained) -> list[StripLine]:
    return [
        StripLine(
            words.day_short(line.due_on) if line.due_on else _("chưa có hạn"), line.change, line.why,
            source=words.moment_short(line.at), struck=line.replaced,
        )
        for line in explained.lines
    ]  # fmt: skip


def clocks(found: Clocks, now: datetime) -> ThreeClocks:
    names = {
        "legal": (_("Đã hẹn"), _("với dân hoặc người giao")),
        "step": (_("Bước này"), _("trên bàn người giữ")),
    }
    drawn = [_clock(reading, *names[reading.which]) for reading in found.readings]
    drawn.append(_system(found))
    note = _("ngày làm việc, tính đến %(now)s") % {"now": words.moment(now)}
    return ThreeClocks(tuple(drawn), note=note)


def _clock(reading: ClockReading, name: str, note: str) -> Clock:
    used, paused = _one(reading.used), _one(reading.paused)
    segments = [Segment("used", reading.used, title=_("đã dùng"), in_legend=True)]
    if reading.paused:
        segments.append(Segment("pause", reading.paused, title=_("tạm dừng, không tính"), in_legend=True))
    if reading.total is None or reading.left is None:
        sentence = _("Đã dùng %(used)s ngày, không có hạn.") % {"used": used}
        return Clock(name, note, tuple(segments), sentence, _("đã dùng %(used)s") % {"used": used})
    if reading.left > 0:
        left = _("còn %(left)s") % {"left": _one(reading.left)}
        segments.append(Segment("left", reading.left, label=left))
    else:
        left = _("quá %(over)s") % {"over": _one(-reading.left)}
    sentence = _("Đã dùng %(used)s trên %(total)s ngày, dừng %(paused)s, %(left)s.") % {
        "used": used, "total": _one(reading.total), "paused": paused, "left": left,
    }  # fmt: skip
    figure = _("đã dùng %(used)s") % {"used": used}
    return Clock(name, note, tuple(segments), sentence, figure, f"/ {_one(reading.total)}", left)


def _system(found: Clocks) -> Clock:
    days = (Decimal(found.granted_minutes) / 480).quantize(Decimal("0.01"))
    lost = words.number(days, 2)
    sentence = _("Mất %(days)s ngày do hệ thống, đã được công nhận.") % {"days": lost}
    if not found.granted_minutes:
        sentence = _("Không có thời gian mất do hệ thống được công nhận.")
    scales = [reading.used + reading.paused + max(reading.left or Decimal(0), Decimal(0)) for reading in found.readings]
    rest = max(max(scales, default=days) - days, Decimal(0))
    segments = (
        Segment("system", days, title=_("mất do hệ thống"), in_legend=bool(days)),
        Segment("none", rest),
    )
    return Clock(
        _("Hệ thống"), _("đồng bộ hỏng, ngừng máy"), segments, sentence, _("mất %(days)s") % {"days": lost},
        evidence_url="#chung-cu" if found.lost else "",
    )  # fmt: skip


def entries(matter: Matter) -> list[TimelineEntry]:
    icons = {"obligation.paused": "player-pause", "obligation.resumed": "player-play"}
    return [
        TimelineEntry(
            row.sentence, row.at, who=", ".join(part for part in (row.person, row.unit) if part),
            note=_("ghi sổ %(at)s") % {"at": words.moment(row.recorded_at)} if row.entered_later else "",
            icon=icons.get(row.kind, "check"), tone="pause" if row.kind == "obligation.paused" else "",
        )
        for row in reversed(matter.timeline)
    ]  # fmt: skip


def _one(value: Decimal) -> str:
    return words.number(value, 1)
