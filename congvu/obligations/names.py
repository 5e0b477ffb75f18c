"""Names of people and units for lists and timelines; one query each, however many."""

from collections.abc import Iterable
from datetime import date, datetime

from congvu.core.clock import day_of
from congvu.orgs.models import Person, UnitSpan


def person_names(ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {one for one in ids if one is not None}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "full_name")) if wanted else {}


def unit_names(ids: Iterable[int | None], on: date, *, short: bool = False) -> dict[int, str]:
    """Names on the day; a unit that is gone by then keeps its latest name."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    name = "short_name" if short else "name"
    spans = UnitSpan.objects.filter(unit_id__in=wanted, during__startswith__lte=on) | UnitSpan.objects.filter(
        unit_id__in=wanted, during__startswith__isnull=True
    )
    return dict(spans.order_by("during").values_list("unit_id", name))


def for_ledger_persons(ids: Iterable[int], at: datetime) -> dict[int, str]:
    del at
    return person_names(ids)


def for_ledger_units(ids: Iterable[int], at: datetime) -> dict[int, str]:
    return unit_names(ids, day_of(at))
