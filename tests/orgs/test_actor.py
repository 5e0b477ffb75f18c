"""Reach of an actor: positions, stand-ins, categories and days become values."""

from datetime import date

import pytest
from django.db.models import Q

from congvu.orgs.actor import Actor, seats_of
from congvu.orgs.models import (
    Category,
    Person,
    Position,
    PositionCategory,
    Role,
    RolePermission,
    StandIn,
    Unit,
    UnitHeir,
    UnitKind,
    UnitSpan,
    UnitUnder,
)
from congvu.orgs.ranges import days
from congvu.orgs.reach import ALL, Block, Reach, within

D = date(2026, 6, 1)
ALWAYS = days(None)


@pytest.fixture
def province(db: None) -> dict[str, Unit]:
    """tinh > so > phong, and xa beside so. The derived tables are filled by hand here."""
    kind = UnitKind.objects.get(code="so")
    units = {code: Unit.objects.create(code=code, during=ALWAYS) for code in ("tinh", "so", "phong", "xa")}
    parents = {"so": "tinh", "phong": "so", "xa": "tinh"}
    for code, unit in units.items():
        parent = units.get(parents.get(code, ""))
        UnitSpan.objects.create(unit=unit, parent=parent, name=code, short_name=code, kind=kind, during=ALWAYS)
        UnitHeir.objects.create(unit=unit, heir=unit, during=ALWAYS)
        upper, depth = code, 0
        while upper:
            UnitUnder.objects.create(upper=units[upper], lower=unit, depth=depth, during=ALWAYS)
            upper, depth = parents.get(upper, ""), depth + 1
    return units


def person(name: str) -> Person:
    return Person.objects.create(username=name, full_name=name)


def give(who: Person, role: str, unit: Unit, during=ALWAYS) -> Position:  # type: ignore[no-untyped-def]
    return Position.objects.create(person=who, role=Role.objects.get(code=role), unit=unit, during=during)


def reach(who: Person, permission: str = "orgs.see_people", on: date = D) -> Reach:
    return Actor(who.pk, None, on).reach(permission)


def test_a_position_reaches_its_unit_and_all_below(province: dict[str, Unit]) -> None:
    an = person("an")
    give(an, "leader", province["so"])
    assert reach(an).blocks == (Block(tuple(sorted([province["so"].pk, province["phong"].pk])), ALL),)
    assert reach(an).persons == (an.pk,)


def test_at_the_top_it_is_everything(province: dict[str, Unit]) -> None:
    an = person("an")
    give(an, "leader", province["tinh"])
    assert reach(an).is_everything
    assert within(reach(an)) == Q()


def test_a_role_without_the_permission_reaches_nothing_but_ones_own(province: dict[str, Unit]) -> None:
    an = person("an")
    give(an, "specialist", province["tinh"])
    assert reach(an) == Reach((), (an.pk,))
    assert not Actor(an.pk, None, D).may("orgs.see_people")


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2026, 5, 31), False), (D, True), (date(2026, 6, 30), True), (date(2026, 7, 1), False)],
    ids=["day before", "first day", "last day", "day after"],
)
def test_only_on_the_days_of_the_position(province: dict[str, Unit], on: date, expected: bool) -> None:
    an = person("an")
    give(an, "leader", province["xa"], days(D, date(2026, 7, 1)))
    assert Actor(an.pk, None, on).may("orgs.see_people") is expected
    assert bool(seats_of(an.pk, on)) is expected


def test_a_stand_in_has_the_powers_of_the_other_but_not_onward(province: dict[str, Unit]) -> None:
    an, binh, chi = person("an"), person("binh"), person("chi")
    give(an, "leader", province["xa"])
    StandIn.objects.create(person=an, deputy=binh, during=days(D, date(2026, 6, 2)))
    StandIn.objects.create(person=binh, deputy=chi, during=ALWAYS)
    assert reach(binh).holds_unit(province["xa"].pk)
    assert reach(binh).persons == tuple(sorted([an.pk, binh.pk]))
    assert not reach(binh, on=date(2026, 6, 2)).blocks
    assert reach(chi) == Reach((), tuple(sorted([binh.pk, chi.pk])))
    assert [(seat.unit_id, seat.instead_of) for seat in seats_of(binh.pk, D)] == [(province["xa"].pk, "an")]


def test_categories_cut_a_position_and_hold_what_is_below_them(province: dict[str, Unit]) -> None:
    an = person("an")
    field = Category.objects.create(kind="field", code="dat", name="Đất đai")
    procedure = Category.objects.create(kind="procedure", code="1.1", name="Cấp giấy", parent=field)
    held = give(an, "leader", province["so"])
    PositionCategory.objects.create(position=held, category=field)
    give(an, "leader", province["xa"])
    units = tuple(sorted([province["so"].pk, province["phong"].pk]))
    assert reach(an).blocks == (
        Block((province["xa"].pk,), ALL),
        Block(units, tuple(sorted([field.pk, procedure.pk]))),
    )
    actor = Actor(an.pk, None, D)
    assert actor.may("orgs.see_people", province["so"].pk, procedure.pk)
    assert not actor.may("orgs.see_people", province["so"].pk, procedure.pk + 1)
    assert actor.may("orgs.see_people", province["xa"].pk, procedure.pk + 1)


def test_an_installation_may_give_and_take_permissions(province: dict[str, Unit]) -> None:
    an = person("an")
    give(an, "leader", province["xa"])
    RolePermission.objects.create(role=Role.objects.get(code="leader"), permission="orgs.see_people", granted=False)
    RolePermission.objects.create(role=Role.objects.get(code="leader"), permission="orgs.reorganise", granted=True)
    assert not Actor(an.pk, None, D).may("orgs.see_people")
    assert Actor(an.pk, None, D).may("orgs.reorganise", province["xa"].pk)


def test_what_a_unit_left_behind_goes_with_its_heir(province: dict[str, Unit]) -> None:
    gone = Unit.objects.create(code="old", during=days(None, D))
    UnitHeir.objects.create(unit=gone, heir=gone, during=days(None, D))
    UnitHeir.objects.create(unit=gone, heir=province["xa"], during=days(D))
    an = person("an")
    give(an, "leader", province["xa"])
    assert reach(an, on=date(2026, 5, 31)).unit_ids == (province["xa"].pk,)
    assert reach(an).unit_ids == tuple(sorted([province["xa"].pk, gone.pk]))


def test_reach_costs_one_query_for_all_permissions(province: dict[str, Unit], django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    an = person("an")
    for code in province:
        give(an, "leader", province[code])
    actor = Actor(an.pk, None, D)
    with django_assert_num_queries(1):
        actor.reach("orgs.see_people")
        actor.may("orgs.see_people", province["xa"].pk)
        assert actor.may("dossiers.approve", province["xa"].pk)
        assert not actor.may("orgs.manage_people")


def test_the_installations_own_word_on_a_role_goes_before_the_houses(province: dict[str, Unit]) -> None:
    an = person("an")
    give(an, "leader", province["xa"])
    leader = Role.objects.get(code="leader")
    RolePermission.objects.create(role=leader, permission="orgs.see_people", granted=False)
    RolePermission.objects.create(role=leader, permission="orgs.manage_people", granted=True)
    assert not reach(an).blocks
    assert reach(an, "orgs.manage_people").holds_unit(province["xa"].pk)
    assert reach(an, "dossiers.see").holds_unit(province["xa"].pk)


def test_the_clock_sees_everything_and_a_nobody_nothing() -> None:
    assert Actor.clock().reach("anything").is_everything
    assert Actor(None, None, D).reach("anything") == Reach()
