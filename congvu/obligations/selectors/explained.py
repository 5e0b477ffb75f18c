"""“Vì sao là ngày này?”: the days from start to due, and the story of the date line by line."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from congvu.core.clock import Explanation, day_of, explain
from congvu.faces import words
from congvu.obligations import clock, kernel
from congvu.obligations.events import cause_words
from congvu.obligations.models import Extension, Facts, Obligation, ObligationStretch
from congvu.orgs.calendars.selectors import source_of


@dataclass(frozen=True, slots=True)
class StoryLine:
    """The date as it stood (None while paused), what changed it, and why. `replaced`: it holds no more."""

    due_on: date | None
    change: str
    why: str
    at: datetime
    replaced: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """`days` is None for a day set by a person, or without a deadline: then the story alone explains."""

    limit: str
    days: Explanation | None
    lines: tuple[StoryLine, ...]
    provisional: bool


def explain_due(item_id: int, *, today: date | None = None) -> Explained:
    """From the facts, not from what is stored. The caller has checked that the item is in sight. Four queries."""
    item = Obligation.objects.get(pk=item_id)
    calendar = kernel.frozen_calendar(item)
    facts = clock.facts_of(item)
    terms = clock.extended(facts, calendar)
    days = None
    if terms.allowance is not None:
        days = explain(
            facts.clock_from_at, terms.allowance, calendar, pauses=facts.pauses, rule=facts.rule, until=today
        )
    limit = (
        words.limit(str(terms.allowance))
        if terms.allowance
        else _("ngày ấn định")
        if terms.due_on
        else _("không có hạn")
    )
    return Explained(limit, days, _story(item), item.provisional)


def _story(item: Obligation) -> tuple[StoryLine, ...]:
    """Every date that held, oldest first, and what made it. Moves between people change no date and are left out."""
    stretches = list(ObligationStretch.objects.filter(item=item).order_by("since_at"))
    extensions = {e.decided_at: e for e in Extension.objects.filter(item=item, granted=True).order_by("decided_at")}
    held: list[Facts] = [*stretches, item]
    lines: list[StoryLine] = []
    for number, one in enumerate(held):
        made_by = stretches[number - 1].cause if number else ""
        due_on = one.due_at and day_of(one.due_at)
        if number and made_by == "moved":
            continue
        why = _why(one, made_by, extensions.get(one.since_at))
        lines.append(StoryLine(due_on, _change(made_by), why, one.since_at, replaced=False))
    return tuple(
        StoryLine(line.due_on, line.change, line.why, line.at, replaced=place < len(lines) - 1)
        for place, line in enumerate(lines)
    )


def _change(cause: str) -> str:
    if not cause:
        return _("hẹn ban đầu")
    return str(ObligationStretch.Cause(cause).label)


def _why(one: Facts, cause: str, extension: Extension | None) -> str:
    if not cause:
        terms = clock.terms_of(one)
        if terms.allowance:
            return _("Thời hạn %(limit)s.") % {"limit": words.limit(str(terms.allowance))}
        return _("Ngày do người giao ấn định.") if terms.due_on else _("Không có hạn.")
    if cause == "paused":
        return cause_words(one.pause_cause)
    if cause == "extended" and extension is not None:
        return extension.why
    if cause == "calendar":
        source = source_of(one.calendar_id, one.calendar_version)
        said = _("Lịch làm việc được công bố lại (bản %(version)s).") % {"version": one.calendar_version}
        return f"{said} {source}".strip()
    if cause == "resumed":
        return _("Những ngày tạm dừng không tính.")
    return ""
