"""What the search page finds here: units of today, people in sight."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.core.text import fold
from congvu.faces import search
from congvu.orgs import people, units


def register_all() -> None:
    search.register(search.Source("units", gettext_lazy("Đơn vị"), "sitemap", _units, order=40, permission="orgs.see"))
    search.register(
        search.Source("people", gettext_lazy("Người"), "users", _people, order=50, permission="orgs.see_people")
    )


def _units(asked: search.Asked) -> search.Found:
    """Names that begin with what was typed come first."""
    wanted = fold(asked.text)
    rows = units.chart(asked.today)
    names = {row.id: row.name for row in rows}
    found = [row for row in rows if wanted in fold(row.name) or wanted == fold(row.code)]
    found.sort(key=lambda row: (not fold(row.name).startswith(wanted), row.depth))
    hits = tuple(
        search.Hit(row.name, reverse("orgs:unit", args=[row.id]), row.code, names.get(row.parent_id or 0, row.kind))
        for row in found[: asked.most]
    )
    return search.Found(hits, len(found), f"{reverse('orgs:chart')}?{urlencode({'q': asked.text})}")


def _people(asked: search.Asked) -> search.Found:
    page = people.people_page(actor=asked.actor, asked=people.Asked(text=asked.text), today=asked.today)
    hits = tuple(
        search.Hit(
            row.full_name,
            reverse("orgs:person", args=[row.id]),
            note="; ".join(dict.fromkeys(f"{held.words}, {held.unit_name}" for held in row.held))
            or _("không còn giữ vị trí nào"),
        )
        for row in page.rows[: asked.most]
    )
    return search.Found(hits, page.count, f"{reverse('orgs:people')}?{urlencode({'q': asked.text})}")
