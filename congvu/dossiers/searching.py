"""What the search page finds here: dossiers in sight, by code, name, number."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy

from congvu.core.errors import DomainError
from congvu.core.numbering import parse_code
from congvu.dossiers.selectors.listing import ListFilter, dossier_rows
from congvu.faces import search


def register_all() -> None:
    search.register(
        search.Source(
            "dossiers", gettext_lazy("Hồ sơ một cửa"), "stack-2", _dossiers, order=10, permission="dossiers.see"
        )
    )


def _dossiers(asked: search.Asked) -> search.Found:
    page = dossier_rows(actor=asked.actor, filters=ListFilter(query=asked.text), now=asked.now, size=asked.most)
    hits = tuple(
        search.Hit(
            row.procedure,
            reverse("dossiers:detail", args=[row.code]),
            row.code,
            " · ".join(part for part in (row.applicant, row.summary) if part),
            deadline=row.deadline,
        )
        for row in page.rows
    )
    exact = hits[0].url if page.count == 1 and _is_code(asked.text, hits[0].code) else ""
    return search.Found(hits, page.count, f"{reverse('dossiers:list')}?{urlencode({'q': asked.text})}", exact)


def _is_code(text: str, code: str) -> bool:
    try:
        return parse_code(text).text == code
    except DomainError:
        return False
