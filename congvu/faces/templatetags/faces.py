"""Wording filters and small tags of the face: `{% load faces %}`."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from congvu.faces import assets, help_pages, words
from congvu.faces.parts import Action

register = template.Library()


def _given(function: Callable[..., str]) -> Callable[..., str]:
    """A filter that writes nothing for None and the empty string."""

    @wraps(function)
    def filtered(value: Any, *args: Any) -> str:
        return "" if value is None or value == "" else function(value, *args)

    return filtered


for _function in (
    words.day,
    words.day_month,
    words.day_full,
    words.day_short,
    words.weekday,
    words.weekday_short,
    words.month,
    words.moment,
    words.moment_short,
    words.hour,
    words.number,
    words.signed,
    words.percent,
    words.fraction,
    words.days,
    words.working_days,
    words.days_left,
    words.initials,
    words.limit,
):
    register.filter(_function.__name__, _given(_function))


@register.filter
def iso(value: date | datetime | time) -> str:
    """For `<time datetime="…">`."""
    return value.isoformat()


@lru_cache
def icon_names() -> frozenset[str]:
    lines = (Path(__file__).resolve().parent.parent / "icons.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """An outline icon, hidden from screen readers: the word beside it speaks. An empty name draws nothing."""
    if not name:
        return SafeString("")
    if name not in icon_names():
        raise template.TemplateSyntaxError(f"“{name}” is not among the icons of congvu/faces/icons.txt")
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        f" {css}" if css else "",
        static(assets.ICONS),
        name,
    )


@register.simple_tag
def help(slug: str) -> SafeString:
    """The “?” that opens the help of this page; nothing when there is no such help page."""
    page = help_pages.find(slug)
    if page is None:
        return SafeString("")
    return format_html(
        '<a class="btn help" href="{}" aria-label="{}" title="{}">{}</a>',
        reverse("faces:help", args=[slug]),
        _("Hướng dẫn: %(title)s") % {"title": page.title},
        _("Hướng dẫn"),
        icon("help"),
    )


@register.simple_tag
def confirm_fields(action: Action) -> SafeString:
    """The `data-confirm…` attributes of an action's form."""
    question = action.confirm
    if question is None:
        return SafeString("")
    return format_html(
        ' data-confirm="{}" data-confirm-title="{}" data-confirm-yes="{}"{}',
        question.question,
        question.title or action.label,
        question.yes or action.label,
        SafeString(" data-confirm-danger") if question.danger else "",
    )
