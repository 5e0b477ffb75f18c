"""What the search page finds here: plans in sight, by code and name."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy

from congvu.faces import search
from congvu.tasks.plans.selectors.listing import PlanFilter, plan_rows


def register_all() -> None:
    search.register(
        search.Source("plans", gettext_lazy("Kế hoạch"), "target", _plans, order=30, permission="plans.see")
    )


def _plans(asked: search.Asked) -> search.Found:
    page = plan_rows(actor=asked.actor, filters=PlanFilter(query=asked.text), now=asked.now, size=asked.most)
    hits = tuple(
        search.Hit(row.title, reverse("plans:detail", args=[row.code]), row.code, f"{row.owner} · {row.year}")
        for row in page.rows
    )
    exact = hits[0].url if page.count == 1 and asked.text.strip().upper() == hits[0].code else ""
    return search.Found(hits, page.count, f"{reverse('plans:list')}?{urlencode({'q': asked.text})}", exact)
