"""A small province for tests of calendars: tinh > so > phong, and xa beside so."""

from datetime import UTC, datetime

from congvu.core.loading import Row, rows_of
from congvu.orgs.models import Unit, UnitHeir, UnitKind, UnitSpan, UnitUnder
from congvu.orgs.ranges import days

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
ALWAYS = days(None)
HEAD = "date,weekday,name,kind,swap_pair,source,unit\n"


def province() -> dict[str, Unit]:
    kind = UnitKind.objects.get(code="so")
    units = {code: Unit.objects.create(code=code, during=ALWAYS) for code in ("tinh", "so", "phong", "xa")}
    parents = {"so": "tinh", "phong": "so", "xa": "tinh"}
    for code, unit in units.items():
        parent = units.get(parents.get(code, ""))
        UnitSpan.objects.create(
            unit=unit, parent=parent, name=f"Đơn vị {code}", short_name=code, kind=kind, during=ALWAYS
        )
        UnitHeir.objects.create(unit=unit, heir=unit, during=ALWAYS)
        upper, depth = code, 0
        while upper:
            UnitUnder.objects.create(upper=units[upper], lower=unit, depth=depth, during=ALWAYS)
            upper, depth = parents.get(upper, ""), depth + 1
    return units


def table(text: str) -> list[Row]:
    return rows_of((HEAD + text.strip() + "\n").encode(), name="lich.csv")


NEXT_YEAR = """
2027-01-01,Thứ Sáu,Tết Dương lịch,holiday,,CV 1/VPCP,
2027-02-05,,Tết Nguyên đán,holiday,,CV 1/VPCP,
2027-02-08,,Tết Nguyên đán,holiday,,CV 1/VPCP,
2027-02-09,,Tết Nguyên đán,holiday,,CV 1/VPCP,
2027-02-10,,Tết Nguyên đán,holiday,,CV 1/VPCP,
2027-04-16,,Giỗ Tổ Hùng Vương,holiday,,CV 1/VPCP,
2027-04-30,,Ngày Chiến thắng,holiday,,CV 1/VPCP,
2027-05-01,,Quốc tế Lao động,holiday,,CV 1/VPCP,
2027-09-02,,Quốc khánh,holiday,,CV 1/VPCP,
"""
