"""Units are ranked among their like: departments apart from communes, and districts for the years that had some."""

from collections.abc import Iterable
from datetime import date

from congvu.core.errors import N_
from congvu.orgs.models import UnitSpan
from congvu.orgs.ranges import holds

DEPARTMENTS, DISTRICTS, COMMUNES, PROVINCES = "departments", "districts", "communes", "provinces"
LABELS = {
    DEPARTMENTS: N_("Sở, ban, ngành"),
    DISTRICTS: N_("Huyện, thị xã, thành phố"),
    COMMUNES: N_("Xã, phường, đặc khu"),
    PROVINCES: N_("Tỉnh, thành phố"),
}
_OF_KIND = {
    **dict.fromkeys(("so", "ban", "van-phong", "nganh-doc"), DEPARTMENTS),
    **dict.fromkeys(("huyen", "thi-xa", "thanh-pho", "quan"), DISTRICTS),
    **dict.fromkeys(("xa", "phuong", "dac-khu", "thi-tran"), COMMUNES),
    **dict.fromkeys(("tinh", "thanh-pho-tw"), PROVINCES),
}


def group_of_kind(kind: str) -> str:
    """The group of a kind of unit; a kind of its own where the house knows none.

    >>> group_of_kind("phuong"), group_of_kind("phong")
    ('communes', 'phong')
    """
    return _OF_KIND.get(kind, kind)


def label_of(group: str) -> str:
    """Vietnamese words, to be translated where they are shown."""
    return LABELS.get(group, group)


def kinds_on(unit_ids: Iterable[int], on: date) -> dict[int, str]:
    """The kind each unit was of on the day, or the nearest known. One query."""
    found: dict[int, str] = {}
    fits: set[int] = set()
    spans = UnitSpan.objects.filter(unit_id__in=set(unit_ids)).order_by("unit_id", "during")
    for unit, kind, during in spans.values_list("unit_id", "kind__code", "during"):
        then = holds(during, on)
        if then or unit not in fits:
            found[unit] = kind
        if then:
            fits.add(unit)
    return found
