"""What a reader keeps of a list, for `congvu.faces.lists`. One query."""

from typing import Any

from django.urls import reverse

from congvu.faces.parts.saved import SavedView, SavedViews
from congvu.orgs import models


def views_of(request: Any, list_key: str) -> SavedViews | None:
    """None for who is not signed in."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.person_id is None:
        return None
    rows = models.SavedView.objects.filter(person_id=actor.person_id, list_key=list_key).order_by("name", "id")
    return SavedViews(reverse("orgs:keep_view", args=[list_key]), tuple(map(_view, rows)))


def _view(row: models.SavedView) -> SavedView:
    rename, remove, default = (
        reverse(f"orgs:{act}", args=[row.pk]) for act in ("rename_view", "remove_view", "default_view")
    )
    return SavedView(row.name, row.query, row.is_default, rename, remove, default)
