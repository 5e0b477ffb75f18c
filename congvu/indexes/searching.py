"""What the search page finds here: rounds by name or code."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from congvu.core.text import fold
from congvu.faces import search
from congvu.indexes.selectors.rounds import round_rows


def register_all() -> None:
    search.register(
        search.Source("indexes", gettext_lazy("Đợt đánh giá"), "chart-bar", _rounds, order=60, permission="indexes.see")
    )


def _rounds(asked: search.Asked) -> search.Found:
    wanted = fold(asked.text).split()
    found = [row for row in round_rows() if wanted and all(word in fold(f"{row.code} {row.name}") for word in wanted)]
    hits = tuple(
        search.Hit(row.name, reverse("indexes:board", args=[row.code]), row.code, row.state_label)
        for row in found[: asked.most]
    )
    exact = hits[0].url if len(found) == 1 and fold(asked.text) == fold(found[0].code) else ""
    return search.Found(hits, len(found), reverse("indexes:rounds"), exact)
