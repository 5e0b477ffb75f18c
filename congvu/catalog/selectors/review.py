"""What waits for a person, and who may decide it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef

from congvu.catalog.models import ProcedureVersion, ReviewItem
from congvu.orgs.models import Position, RolePermission
from congvu.orgs.roles import with_permission

PAGE = 50


@dataclass(frozen=True, slots=True)
class Doubtful:
    id: int
    procedure_code: str
    procedure_name: str
    about: str
    code: str
    message: str
    raised_at: datetime
    document_id: int | None = None


def open_doubts() -> int:
    return ReviewItem.objects.filter(settled_at=None).count()


def review_queue(
    *,
    day: date,
    about: str = "",
    procedure: str = "",
    code: str = "",
    after: Sequence[str | int | None] | None = None,
    size: int = PAGE,
) -> tuple[list[Doubtful], int, tuple[int] | None]:
    """Open doubts, oldest first; their exact count; the key of the next page. Two queries."""
    items = ReviewItem.objects.filter(settled_at=None)
    if about:
        items = items.filter(about=about)
    if procedure:
        items = items.filter(procedure__code=procedure)
    if code:
        items = items.filter(code=code)
    count = items.count()
    page = items.filter(id__gt=int(after[0] or 0)) if after else items
    names = ProcedureVersion.objects.filter(procedure=OuterRef("procedure"), during__contains=day)
    rows = [
        Doubtful(i.pk, i.procedure.code, i.version_name or "", i.about, i.code, i.message, i.raised_at, i.document_id)
        for i in page.select_related("procedure")
        .annotate(version_name=names.values("name")[:1])
        .order_by("id")[: size + 1]
    ]
    return rows[:size], count, (rows[size - 1].id,) if len(rows) > size else None


def deciders(*, day: date, most: int = 3) -> list[str]:
    """Who may decide doubts today, by name: the first few. Two queries."""
    granted = dict(RolePermission.objects.filter(permission="catalog.manage").values_list("role__code", "granted"))
    roles = {*with_permission("catalog.manage"), *(r for r, yes in granted.items() if yes)}
    roles -= {role for role, yes in granted.items() if not yes}
    held = Position.objects.filter(role__code__in=roles, during__contains=day).select_related("person")
    names = held.order_by("person__full_name", "pk").values_list("person__full_name", flat=True)
    return list(dict.fromkeys(names[: 4 * most]))[:most]
