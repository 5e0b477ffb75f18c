"""What the search page finds here: procedures in force."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy

from congvu.catalog import selectors
from congvu.faces import search

ALL = 10_000


def register_all() -> None:
    search.register(search.Source("procedures", gettext_lazy("Thủ tục hành chính"), "file-text", _procedures, order=30))


def _procedures(asked: search.Asked) -> search.Found:
    found = selectors.find(asked.text, day=asked.today, most=ALL)
    hits = tuple(
        search.Hit(one.name, reverse("catalog:detail", args=[one.code]), one.code,
                   " · ".join(part for part in (one.field, one.limit) if part))
        for one in found[: asked.most]
    )  # fmt: skip
    return search.Found(hits, len(found), f"{reverse('catalog:list')}?{urlencode({'q': asked.text})}")
