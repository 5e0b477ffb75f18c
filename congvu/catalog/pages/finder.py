"""The guided finder as a page: life events, questions, procedures; every answer is an address that can be sent on."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.catalog import selectors
from congvu.catalog.finder import EVENTS, QUESTIONS, Answers
from congvu.catalog.selectors import Suggested
from congvu.faces import words


@dataclass(frozen=True, slots=True)
class EventLink:
    label: str
    url: str
    icon: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    yes_url: str
    no_url: str


@dataclass(frozen=True, slots=True)
class Answered:
    text: str
    answer: str
    undo_url: str


@dataclass(frozen=True, slots=True)
class FinderPage:
    base: str
    text: str
    event: str
    events: list[EventLink]
    questions: list[Asked]
    answered: list[Answered]
    rows: list[tuple[Suggested, str, str]]
    count: int
    is_empty: bool
    hidden: list[tuple[str, str]]


def answers_of(given: Any) -> Answers:
    known = {question.code for question in QUESTIONS}
    return Answers(
        event=given.get("viec", ""), text=given.get("q", "")[:200],
        yes=frozenset(given.getlist("co")) & known, no=frozenset(given.getlist("khong")) & known,
    )  # fmt: skip


def finder_page(given: Any, *, base: str, day: date, detail: str = "") -> FinderPage:
    """`detail`: url name of a procedure's page, where the reader may open it."""
    answers = answers_of(given)
    found = selectors.guided(answers, day=day)
    texts = {question.code: _(question.text) for question in QUESTIONS}
    return FinderPage(
        base=base, text=answers.text, event=answers.event,
        events=[
            EventLink(_(e.label), _url(base, Answers(event=e.code)), e.icon, e.code == answers.event) for e in EVENTS
        ],
        questions=[
            Asked(texts[q.code], _url(base, answers, yes=q.code), _url(base, answers, no=q.code))
            for q in found.questions
        ],
        answered=[
            Answered(texts[code], _("có") if code in answers.yes else _("không"), _url(base, answers, drop=code))
            for code in sorted(answers.yes | answers.no)
        ],
        rows=[
            (row, reverse(detail, args=[row.code]) if detail else "", words.limit(row.limit)) for row in found.rows
        ],
        count=found.count, is_empty=answers.is_empty, hidden=[("viec", answers.event)] if answers.event else [],
    )  # fmt: skip


def _url(base: str, answers: Answers, *, yes: str = "", no: str = "", drop: str = "") -> str:
    said = {code for code in answers.yes | {yes} if code and code != drop}
    denied = {code for code in answers.no | {no} if code and code != drop}
    pairs = [("viec", answers.event), ("q", answers.text)]
    pairs += [("co", code) for code in sorted(said)] + [("khong", code) for code in sorted(denied)]
    return f"{base}?{urlencode([(key, value) for key, value in pairs if value])}"
