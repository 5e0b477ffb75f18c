"""What the search page finds here: open work in sight, except steps: their dossier is found."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy

from congvu.faces import search
from congvu.obligations import subjects, tables
from congvu.obligations.policy import SEE
from congvu.obligations.selectors import InboxFilters, Scope, inbox


def register_all() -> None:
    search.register(search.Source("work", gettext_lazy("Việc đang mở"), "list-check", _work, order=20))


def _work(asked: search.Asked) -> search.Found:
    scope = Scope.UNIT if asked.actor.may(SEE) else Scope.MINE
    hits: list[search.Hit] = []
    count = 0
    for kind in subjects.kinds():
        if kind.matching is None or kind.whole or not kind.inbox:
            continue
        page = inbox(
            asked.actor, asked.now, InboxFilters(scope, kind=kind.kind, search=asked.text), limit=asked.most
        )  # fmt: skip
        count += page.count
        hits += [
            search.Hit(
                row.subject.title,
                row.subject.url or reverse("obligations:detail", args=[row.id]),
                row.subject.code,
                " · ".join(part for part in (row.subject.detail, row.person or row.unit) if part),
                deadline=tables.deadline_of(row),
            )
            for row in page.rows
        ]
    address = reverse("obligations:unit" if scope is Scope.UNIT else "obligations:inbox")
    return search.Found(tuple(hits[: asked.most]), count, f"{address}?{urlencode({'q': asked.text})}")
