"""Fields of work (*lĩnh vực*) as categories: what figures and rights are cut by."""

from collections.abc import Iterable

from congvu.core.text import fold
from congvu.orgs.models import Category

KIND = "task_field"


def categories_of(names: Iterable[str]) -> dict[str, int | None]:
    """Name → category, made where it is new; "" has none. Two statements, however many."""
    wanted = {" ".join(name.split()) for name in names}
    codes = {name: fold(name)[:200] for name in wanted if name}
    if codes:
        made = [Category(kind=KIND, code=code, name=name) for name, code in sorted(codes.items(), reverse=True)]
        Category.objects.bulk_create({one.code: one for one in made}.values(), ignore_conflicts=True)
    known = dict(Category.objects.filter(kind=KIND, code__in=codes.values()).values_list("code", "id"))
    return {name: known.get(codes[" ".join(name.split())]) if name.strip() else None for name in names}


def field_names() -> list[str]:
    return list(Category.objects.filter(kind=KIND).order_by("name", "id").values_list("name", flat=True))


def field_choices() -> list[tuple[str, str]]:
    """Id and name, for choosing in an address."""
    rows = Category.objects.filter(kind=KIND).order_by("name", "id").values_list("id", "name")
    return [(str(pk), name) for pk, name in rows]
