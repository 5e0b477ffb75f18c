"""Creating, renaming, moving, merging, splitting and ending units; the chart and its refusals."""

from datetime import date

import pytest

from congvu.ledger.models import Event
from congvu.orgs import derived, units
from congvu.orgs.actor import Actor
from congvu.orgs.commands import units as commands
from congvu.orgs.commands.units import NewUnit, Part
from congvu.orgs.models import Person, Position, Role, Succession, Unit, UnitHeir, UnitSpan
from congvu.orgs.policy import NotAllowed
from congvu.orgs.ranges import days
from tests.orgs.conftest import CLOCK, NOW, PAPER, TODAY, make_unit

DAY = date(2026, 3, 1)
EVE = date(2026, 2, 28)
Office = dict[str, Unit]
how = {"on": DAY, "document": PAPER, "actor": CLOCK, "at": NOW}


def ids(office: Office, *codes: str) -> list[int]:
    return sorted(office[code].pk for code in codes)


def test_all_below_on_a_day(office: Office) -> None:
    assert units.under(office["so"].pk, TODAY) == ids(office, "so", "phong")
    assert units.under(office["tinh"].pk, TODAY) == ids(office, "tinh", "so", "phong", "xa1", "xa2")


def test_a_new_name_holds_from_its_day(office: Office) -> None:
    commands.rename_unit(unit_id=office["so"].pk, name="Sở Mới", short_name="SM", **how)
    assert [units.name_of(office["so"].pk, day) for day in (EVE, DAY)] == ["Đơn vị so", "Sở Mới"]
    assert Event.objects.filter(kind="orgs.unit_renamed", subject_id=office["so"].pk).count() == 1
    with pytest.raises(commands.LaterChange):
        commands.rename_unit(unit_id=office["so"].pk, name="Khác", short_name="K", **how | {"on": EVE})


def test_a_moved_unit_takes_all_below_it_along(office: Office) -> None:
    commands.move_unit(unit_id=office["so"].pk, parent_id=office["xa1"].pk, **how)
    assert units.under(office["xa1"].pk, EVE) == ids(office, "xa1")
    assert units.under(office["xa1"].pk, DAY) == ids(office, "xa1", "so", "phong")
    assert units.under(office["tinh"].pk, DAY) == ids(office, "tinh", "so", "phong", "xa1", "xa2")


def test_nobody_is_below_oneself(office: Office) -> None:
    with pytest.raises(derived.CycleInChart):
        commands.move_unit(unit_id=office["so"].pk, parent_id=office["phong"].pk, **how)
    assert UnitSpan.objects.filter(unit=office["so"]).count() == 1, "a refused move leaves nothing"


def test_turning_the_chart_around_is_no_circle_on_any_day(office: Office) -> None:
    commands.move_unit(unit_id=office["phong"].pk, parent_id=office["tinh"].pk, **how)
    commands.move_unit(unit_id=office["so"].pk, parent_id=office["phong"].pk, **how)
    assert units.under(office["so"].pk, EVE) == ids(office, "so", "phong")
    assert units.under(office["phong"].pk, DAY) == ids(office, "so", "phong")


def test_a_merger_ends_the_sources_and_passes_their_duties_on(office: Office) -> None:
    new = NewUnit("xa3", "Xã Ba", "xa", office["tinh"].pk)
    target = commands.merge_units(source_ids=ids(office, "xa1", "xa2"), into=new, **how)
    assert [row.code for row in units.chart(EVE) if row.kind == "xã"] == ["xa1", "xa2"]
    assert [row.code for row in units.chart(DAY) if row.kind == "xã"] == ["xa3"]
    assert units.successors(DAY) == {office["xa1"].pk: target.pk, office["xa2"].pk: target.pk}
    assert units.successors(EVE) == {}
    assert units.successor_of(office["so"].pk, DAY) == office["so"].pk


def test_followed_from_merger_to_merger_but_only_up_to_the_day(office: Office) -> None:
    xa3 = commands.merge_units(source_ids=ids(office, "xa1"), into=office["xa2"].pk, **how)
    later = date(2026, 5, 1)
    xa4 = commands.merge_units(
        source_ids=[xa3.pk], into=NewUnit("xa4", "Xã Bốn", "xa", office["tinh"].pk), **how | {"on": later}
    )
    assert units.successor_of(office["xa1"].pk, date(2026, 4, 30)) == office["xa2"].pk
    assert units.successor_of(office["xa1"].pk, later) == xa4.pk


def test_a_split_has_exactly_one_principal_part(office: Office) -> None:
    parts = [
        Part(NewUnit("a", "Xã A", "xa", office["tinh"].pk), principal=True),
        Part(NewUnit("b", "Xã B", "xa", office["tinh"].pk)),
    ]
    first, second = commands.split_unit(source_id=office["xa1"].pk, parts=parts, **how)
    assert units.successor_of(office["xa1"].pk, DAY) == first.pk
    assert Succession.objects.get(target=second).principal is False
    for unsound in (
        [Part(office["so"].pk, True)],
        [Part(office["xa2"].pk), Part(office["so"].pk)],
        [Part(office["so"].pk, True)] * 2,
    ):
        with pytest.raises(commands.PartsUnsound):
            commands.split_unit(source_id=office["xa2"].pk, parts=unsound, **how)


def test_a_part_taken_away_leaves_the_rest_where_it_is(office: Office) -> None:
    commands.detach_part(source_id=office["xa1"].pk, target=office["xa2"].pk, **how)
    assert units.successors(DAY) == {}
    assert units.under(office["xa1"].pk, DAY) == ids(office, "xa1")


def test_what_a_dissolved_unit_leaves_goes_to_where_it_belonged(office: Office) -> None:
    with pytest.raises(commands.StillHasUnits):
        commands.dissolve_unit(unit_id=office["so"].pk, **how)
    commands.dissolve_unit(unit_id=office["phong"].pk, **how)
    commands.dissolve_unit(unit_id=office["so"].pk, **how | {"on": date(2026, 5, 1)})

    def heir(on: date) -> int:
        return UnitHeir.objects.get(unit=office["phong"], during__contains=on).heir_id

    assert heir(EVE) == office["phong"].pk
    assert heir(DAY) == office["so"].pk
    assert heir(date(2026, 5, 1)) == office["tinh"].pk
    with pytest.raises(commands.UnitNotThere):
        commands.rename_unit(unit_id=office["phong"].pk, name="x", short_name="x", **how)


def test_positions_end_with_their_unit(office: Office) -> None:
    an = Person.objects.create(username="an", full_name="An")
    role = Role.objects.get(code="leader")
    held = Position.objects.create(person=an, unit=office["xa1"], role=role, during=days(None))
    never = Position.objects.create(
        person=an, unit=office["xa1"], role=Role.objects.get(code="clerk"), during=days(DAY)
    )
    commands.dissolve_unit(unit_id=office["xa1"].pk, **how)
    held.refresh_from_db()
    assert held.during.upper == DAY
    assert not Position.objects.filter(pk=never.pk).exists()


def test_a_name_is_no_key_but_a_code_is(office: Office) -> None:
    same_name = NewUnit("khac", "Đơn vị so", "so", office["tinh"].pk)
    commands.create_unit(new=same_name, **how)
    with pytest.raises(commands.CodeTaken):
        commands.create_unit(new=same_name, **how)


def test_a_freed_code_may_name_another_unit_and_the_day_tells_which(office: Office) -> None:
    commands.dissolve_unit(unit_id=office["xa1"].pk, **how)
    new = commands.create_unit(new=NewUnit("xa1", "Xã Một mới", "xa", office["tinh"].pk), **how)
    assert units.unit_by_code("xa1", EVE) == office["xa1"]
    assert units.unit_by_code("xa1", DAY) == new
    with pytest.raises(units.UnitAmbiguous):
        units.unit_by_code("local:xa1")
    with pytest.raises(units.UnitUnknown):
        units.unit_by_code("nowhere")


def test_a_child_cannot_be_born_before_its_parent(office: Office) -> None:
    young = make_unit("young", office["tinh"], on=DAY)
    with pytest.raises(commands.UnitNotThere):
        make_unit("older", young, on=EVE)
    with pytest.raises(derived.ParentNotCovering):
        make_unit("ancient", young, on=None)


def test_each_reorganisation_names_its_document_and_needs_the_power(office: Office) -> None:
    with pytest.raises(commands.DocumentMissing):
        commands.dissolve_unit(unit_id=office["xa1"].pk, **how | {"document": " "})
    an = Person.objects.create(username="an", full_name="An")
    Position.objects.create(person=an, unit=office["xa1"], role=Role.objects.get(code="admin"), during=days(None))
    local = how | {"actor": Actor(an.pk, office["xa1"].pk, TODAY)}
    with pytest.raises(NotAllowed):
        commands.dissolve_unit(unit_id=office["xa2"].pk, **local)
    with pytest.raises(NotAllowed):
        commands.merge_units(source_ids=ids(office, "xa2"), into=office["xa1"].pk, **local)
    with pytest.raises(NotAllowed):
        commands.create_unit(new=NewUnit("top", "Tỉnh khác", "tinh", None), **local)
    commands.rename_unit(unit_id=office["xa1"].pk, name="Xã Một", short_name="Một", **local)


def test_the_page_of_a_unit_tells_both_ways_in_constant_queries(office: Office, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    target = commands.merge_units(source_ids=ids(office, "xa1"), into=office["xa2"].pk, **how)
    with django_assert_max_num_queries(10):
        page = units.unit_page(target.pk, on=TODAY)
    assert [(change.unit_id, change.document) for change in page.came_from] == [(office["xa1"].pk, PAPER)]
    assert page.above == ((office["tinh"].pk, "Đơn vị tinh"),)
    old = units.unit_page(office["xa1"].pk, on=TODAY)
    assert (old.exists, old.last, old.ended_by) == (False, EVE, PAPER)
    assert [change.unit_id for change in old.went_to] == [office["xa2"].pk]


def test_a_unit_still_to_come_is_prepared_by_who_will_be_above(office: Office) -> None:
    soon = make_unit("soon", office["so"], on=date(2027, 1, 1))
    admin = Person.objects.create(username="an", full_name="An")
    Position.objects.create(person=admin, unit=office["so"], role=Role.objects.get(code="admin"), during=days(None))
    assert Actor(admin.pk, None, TODAY).may("orgs.manage_people", soon.pk)
    assert units.under(office["so"].pk, TODAY) == ids(office, "so", "phong")
