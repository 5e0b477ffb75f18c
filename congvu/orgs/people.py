"""Questions about people and powers. Each takes the actor, so it cannot leak, and the day, so it can be replayed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from congvu.orgs import roles, units
from congvu.orgs.actor import Actor
from congvu.orgs.models import (
    Category,
    Person,
    PersonQuerySet,
    Position,
    PositionCategory,
    Role,
    RolePermission,
    StandIn,
)
from congvu.orgs.policy import NotInSight
from congvu.orgs.ranges import holds, last_day

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of people is narrowed to."""

    text: str = ""
    unit_id: int | None = None
    role: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class CutRow:
    """A category that a position is cut to. `is_whole`: nothing lies above it (a field of procedures)."""

    id: int
    code: str
    name: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A position as shown. `now`: valid on the asked day; `ends`: it has a last day."""

    id: int
    unit_id: int
    unit_name: str
    role: str
    role_name: str
    title: str
    since: date | None
    last: date | None
    now: bool
    categories: tuple[CutRow, ...] = ()

    @property
    def over(self) -> bool:
        """Its last day has passed."""
        return not self.now and self.last is not None

    @property
    def words(self) -> str:
        return self.title or self.role_name


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: int
    username: str
    full_name: str
    email: str
    is_active: bool
    held: tuple[Held, ...]
    sort_key: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    rows: tuple[PersonRow, ...]
    count: int
    next_key: tuple[str, int] | None


def people_page(*, actor: Actor, asked: Asked, today: date, after: tuple[object, ...] | None = None) -> PeoplePage:
    """By given name. Three queries, one more when a unit is asked for."""
    found = _asked(actor, asked, today)
    count = found.count()
    rows = _after(found, after).order_by("sort_key", "id")[: PAGE + 1]
    people = list(rows)
    more = people[PAGE:]
    shown = people[:PAGE]
    next_key = (shown[-1].sort_key, shown[-1].pk) if more else None
    return PeoplePage(_rows(shown, asked.on or today), count, next_key)


def people_rows(*, actor: Actor, asked: Asked, today: date) -> tuple[PersonRow, ...]:
    """All of them, for an export."""
    return _rows(list(_asked(actor, asked, today).order_by("sort_key", "id")), asked.on or today)


def _asked(actor: Actor, asked: Asked, today: date) -> PersonQuerySet:
    found: PersonQuerySet = Person.objects.visible_to(actor).named_like(asked.text)
    if not (asked.unit_id or asked.role or asked.on):
        return found
    on = asked.on or today
    held = Position.objects.filter(during__contains=on)
    if asked.unit_id:
        held = held.filter(unit_id__in=units.under(asked.unit_id, on))
    if asked.role:
        held = held.filter(role__code=asked.role)
    return found.filter(pk__in=held.values("person_id"))


def _after(found: PersonQuerySet, after: tuple[object, ...] | None) -> PersonQuerySet:
    if after is None or len(after) != 2 or not isinstance(after[0], str) or not isinstance(after[1], int):
        return found
    return found.filter(sort_key__gte=after[0]).filter(Q(sort_key__gt=after[0]) | Q(id__gt=after[1]))


def _rows(people: list[Person], on: date) -> tuple[PersonRow, ...]:
    held = _held({person.pk for person in people}, on, only_now=True)
    return tuple(
        PersonRow(p.pk, p.username, p.full_name, p.email, p.is_active, tuple(held[p.pk]), p.sort_key) for p in people
    )


def _held(person_ids: set[int], on: date, *, only_now: bool) -> dict[int, list[Held]]:
    rows = Position.objects.filter(person_id__in=person_ids).select_related("role")
    rows = rows.filter(during__contains=on) if only_now else rows.prefetch_related("categories__category")
    positions = list(rows.order_by("role__rank", "-during", "id"))
    names = units.names_of({position.unit_id for position in positions}, on)
    held: dict[int, list[Held]] = defaultdict(list)
    for p in positions:
        categories = (
            () if only_now else tuple(sorted(map(_cut, p.categories.all()), key=lambda cut: (cut.name, cut.id)))
        )
        held[p.person_id].append(
            Held(
                p.pk, p.unit_id, names[p.unit_id], p.role.code, p.role.name, p.title, p.during.lower,
                last_day(p.during), holds(p.during, on), categories,
            )
        )  # fmt: skip
    return held


def _cut(row: PositionCategory) -> CutRow:
    category = row.category
    return CutRow(category.pk, category.code, category.name, category.parent_id is None)


@dataclass(frozen=True, slots=True)
class StandInRow:
    id: int
    person_id: int
    full_name: str
    since: date | None
    last: date | None
    reason: str
    now: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    id: int
    username: str
    full_name: str
    email: str
    is_active: bool
    has_password: bool
    has_second_factor: bool
    held: tuple[Held, ...]
    deputies: tuple[StandInRow, ...]
    stands_in_for: tuple[StandInRow, ...]


def person_page(*, person_id: int, actor: Actor, on: date) -> PersonPage:
    """One person with all positions, past and coming. Raises NotInSight."""
    person = Person.objects.visible_to(actor).filter(pk=person_id).first()
    if person is None:
        raise NotInSight
    stand_ins = StandIn.objects.filter(Q(person=person) | Q(deputy=person)).select_related("person", "deputy")
    ordered = list(stand_ins.order_by("-during", "id"))
    return PersonPage(
        id=person.pk,
        username=person.username,
        full_name=person.full_name,
        email=person.email,
        is_active=person.is_active,
        has_password=person.has_usable_password(),
        has_second_factor=person.authenticator_set.exists(),
        held=tuple(_held({person.pk}, on, only_now=False)[person.pk]),
        deputies=tuple(_stand_in(row, row.deputy, on) for row in ordered if row.person_id == person.pk),
        stands_in_for=tuple(_stand_in(row, row.person, on) for row in ordered if row.deputy_id == person.pk),
    )


def _stand_in(row: StandIn, other: Person, on: date) -> StandInRow:
    during = row.during
    return StandInRow(row.pk, other.pk, other.full_name, during.lower, last_day(during), row.reason, holds(during, on))


@dataclass(frozen=True, slots=True)
class RoleRow:
    code: str
    name: str
    permissions: frozenset[str]
    needs_second_factor: bool
    holders: int


def role_rows(*, actor: Actor, on: date) -> list[RoleRow]:
    """Every role with what it may do here, and how many whom the actor sees hold it on the day. Three queries."""
    own: dict[int, dict[str, bool]] = defaultdict(dict)
    for row in RolePermission.objects.order_by("id"):
        own[row.role_id][row.permission] = row.granted
    holders: dict[int, set[int]] = defaultdict(set)
    held = Position.objects.filter(during__contains=on, person__in=Person.objects.visible_to(actor))
    for role_id, person_id in held.order_by("id").values_list("role_id", "person_id"):
        holders[role_id].add(person_id)
    return [
        RoleRow(
            role.code,
            role.name,
            _permissions(role.code, own[role.pk]),
            role.needs_second_factor,
            len(holders[role.pk]),
        )
        for role in Role.objects.order_by("rank", "id")
    ]


def _permissions(role: str, own: dict[str, bool]) -> frozenset[str]:
    given = set(roles.ROLES.get(role, frozenset()))
    given |= {permission for permission, granted in own.items() if granted}
    return frozenset(given - {permission for permission, granted in own.items() if not granted})


def manageable_units(*, actor: Actor, on: date) -> list[tuple[int, str]]:
    """Units in which the actor may give positions, as an indented list for choosing. One query more than reach."""
    reach = actor.reach("orgs.manage_people")
    chart = units.chart(on)
    return [(row.id, f"{' ' * 3 * row.depth}{row.name}") for row in chart if reach.holds_unit(row.id)]


def whole_categories() -> list[tuple[int, str]]:
    """Fields and whatever else stands at the top of the categories, by name, for choosing. One query."""
    return list(Category.objects.filter(parent=None).order_by("name", "id").values_list("id", "name"))


def categories_coded(codes: Iterable[str]) -> dict[str, int]:
    """Code → id of the categories below the top (procedures) that bear one of the codes."""
    found = Category.objects.filter(code__in=set(codes), parent__isnull=False)
    return dict(found.order_by("id").values_list("code", "id"))
