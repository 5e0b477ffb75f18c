"""What the search page finds here: programmes in sight by code and name, and their items by code and content."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.faces import search
from congvu.tasks.programmes.selectors.programmes import found_items, programme_rows


def register_all() -> None:
    label = gettext_lazy("Chương trình công tác")
    search.register(search.Source("programmes", label, "calendar-event", _programmes, order=31, permission=SEE))
    items = gettext_lazy("Nội dung chương trình")
    search.register(search.Source("programme-items", items, "file-text", _items, order=32, permission=SEE))


SEE = "programmes.see"


def _programmes(asked: search.Asked) -> search.Found:
    page = programme_rows(actor=asked.actor, now=asked.now, query=asked.text, size=asked.most)
    hits = tuple(
        search.Hit(row.title, reverse("programmes:detail", args=[row.code]), row.code, f"{row.owner} · {row.year}")
        for row in page.rows
    )
    exact = hits[0].url if page.count == 1 and asked.text.strip().upper() == hits[0].code else ""
    return search.Found(hits, page.count, f"{reverse('programmes:list')}?{urlencode({'q': asked.text})}", exact)


def _items(asked: search.Asked) -> search.Found:
    rows, count = found_items(asked.text, actor=asked.actor, most=asked.most)
    hits = tuple(
        search.Hit(
            item.name, reverse("programmes:item", args=[item.programme.code, item.code]), item.code,
            _("%(programme)s · tháng %(month)s") % {"programme": item.programme.title, "month": item.month},
        ) for item in rows
    )  # fmt: skip
    return search.Found(hits, count, reverse("programmes:list"))
