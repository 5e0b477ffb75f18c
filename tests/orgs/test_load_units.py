"""The real file of a real province loads, whole, and again without a change."""

from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from congvu.core.loading import Row, read_rows
from congvu.ledger.models import Event
from congvu.orgs import units
from congvu.orgs.load.units import load_units
from congvu.orgs.models import Succession, Unit, UnitHeir, UnitKind, UnitSpan, UnitUnder
from tests.orgs.conftest import CLOCK, NOW

FILE = Path(str(resources.files("congvu.data") / "units" / "units-tayninh.csv"))
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)

pytestmark = pytest.mark.django_db


def load(rows: list[Row], **kwargs):  # type: ignore[no-untyped-def]
    return load_units(rows, actor=CLOCK, at=NOW, **kwargs)


def row(line: int, **cells: str) -> Row:
    return Row(line, {"code": "", "name": "", "kind": "xã", **cells})


def test_the_real_province_loads_and_again_nothing_changes() -> None:
    rows = read_rows(FILE)
    first = load(rows)
    assert first.as_json() == {"kind": "units", "new": 403, "changed": 0, "unchanged": 0, "warnings": [], "errors": []}
    written = Event.objects.filter(kind="orgs.unit_loaded")
    assert written.count() == 403
    again = load(rows)
    assert (again.new, again.changed, again.unchanged, again.errors) == (0, 0, 403, [])
    assert written.count() == 403

    before, after = units.chart(BEFORE), units.chart(AFTER)
    assert [sum(unit.depth == depth for unit in before) for depth in (0, 1, 2)] == [2, 24, 280]
    assert [sum(unit.depth == depth for unit in after) for depth in (0, 1, 2)] == [1, 96, 0]
    assert after[0].below == 96
    assert Unit.objects.filter(code="80").count() == 2, "the code of Long An names the new province too"

    moved = units.successors(AFTER)
    old = units.unit_by_code("gso:25516")
    assert moved[old.pk] == units.unit_by_code("gso-2025:25516").pk
    assert units.successors(BEFORE) == {}
    ended = {unit.id for unit in before}
    assert len([unit for unit in ended if unit in moved]) == 282, "280 communes and 2 provinces passed on"

    top = units.unit_by_code("gso-2025:80")
    heirs = dict(UnitHeir.objects.filter(during__contains=AFTER).values_list("unit_id", "heir_id"))
    district = units.unit_by_code("gso:703")
    assert heirs[district.pk] == top.pk, "a district ended without successor: its province's successor answers"
    assert set(heirs.values()) <= {unit.id for unit in after}


def test_each_divided_commune_has_one_principal_successor() -> None:
    load(read_rows(FILE))
    split = Succession.objects.filter(kind="split").values_list("source_id", flat=True)
    for source in set(split):
        assert Succession.objects.filter(source_id=source, principal=True).count() == 1


def test_a_dry_run_writes_nothing() -> None:
    assert load(read_rows(FILE), dry_run=True).new == 403
    assert not Unit.objects.exists()
    assert not UnitUnder.objects.exists()


def test_two_rows_of_one_code_are_one_unit_renamed() -> None:
    rows = [
        row(2, code="1", name="Xã Cũ", valid_until="2025-06-30"),
        row(3, code="1", name="Phường Mới", kind="phường", valid_from="2025-07-01"),
    ]
    assert load(rows).new == 2
    unit = units.unit_by_code("1")
    assert units.name_of(unit.pk, BEFORE) == "Xã Cũ"
    assert units.name_of(unit.pk, AFTER) == "Phường Mới"
    assert load(rows).unchanged == 2


def test_a_later_file_renames_from_a_day() -> None:
    load([row(2, code="1", name="Xã Cũ")])
    report = load([row(2, code="1", name="Xã Mới", valid_from="2025-07-01")])
    assert (report.new, report.changed) == (0, 1)
    unit = units.unit_by_code("1")
    assert [units.name_of(unit.pk, day) for day in (BEFORE, AFTER)] == ["Xã Cũ", "Xã Mới"]


def test_a_corrected_name_is_changed_in_place() -> None:
    load([row(2, code="1", name="Xã Sai")])
    assert load([row(2, code="1", name="Xã Đúng")]).changed == 1
    assert list(UnitSpan.objects.values_list("name", flat=True)) == ["Xã Đúng"]


def test_an_unknown_kind_is_added_with_a_warning() -> None:
    report = load([row(2, code="1", name="Khu A", kind="khu kinh tế")])
    assert [(note.line, note.field) for note in report.warnings] == [(2, "kind")]
    assert UnitKind.objects.get(code="khu-kinh-te").name == "khu kinh tế"


@pytest.mark.parametrize(
    ("rows", "line", "field"),
    [
        pytest.param([row(2, code="1", name="A", parent_code="9")], 2, "parent_code", id="unknown parent"),
        pytest.param([row(2, code="1", name="A", valid_from="32/01/2025")], 2, "valid_from", id="no such day"),
        pytest.param([row(2, code="", name="A")], 2, "code", id="no code"),
        pytest.param(
            [row(2, code="1", name="A", valid_from="2025-02-01", valid_until="2025-01-01")],
            2, "valid_until", id="ends before it begins",
        ),
        pytest.param(
            [row(2, code="1", name="A", valid_until="2025-06-30"), row(3, code="2", name="B", parent_code="1")],
            3, "parent_code", id="parent not there all the time",
        ),
        pytest.param(
            [row(2, code="1", name="A"), row(3, code="1", name="B", valid_from="2025-01-01")],
            3, "valid_from", id="two names at once",
        ),
        pytest.param(
            [row(2, code="1", name="A", parent_code="2"), row(3, code="2", name="B", parent_code="1")],
            2, "parent_code", id="below itself",
        ),
        pytest.param(
            [row(2, code="1", name="A", valid_from="2025-01-01", succeeds="nhap:2")], 2, "succeeds", id="unknown word"
        ),
        pytest.param(
            [row(2, code="1", name="A", valid_from="2025-01-01", succeeds="merge:9")], 2, "succeeds", id="from nobody"
        ),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_whole_with_its_line(rows: list[Row], line: int, field: str) -> None:
    report = load(rows)
    assert (line, field) in [(note.line, note.field) for note in report.errors]
    assert (report.new, report.changed) == (0, 0)
    assert not Unit.objects.exists()
