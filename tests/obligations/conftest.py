"""A small province: two offices under one, four people, one calendar; obligations of a made-up room."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.resources import files

import pytest

from congvu.core.clock import VIETNAM, WorkCalendar, build_calendar, note_from_row, parse_allowance
from congvu.core.loading import rows_of
from congvu.obligations import calendars, kernel, subjects, telling
from congvu.obligations.calendars import Dated
from congvu.obligations.clock import Terms
from congvu.obligations.models import Obligation
from congvu.obligations.subjects import Description
from congvu.orgs.actor import Actor
from congvu.orgs.models import Person, Position, Role, Unit, UnitHeir, UnitKind, UnitSpan, UnitUnder
from congvu.orgs.ranges import days


def moment(text: str) -> datetime:
    """ "2026-11-24 09:00" in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@cache
def official_calendar() -> WorkCalendar:
    content = (files("congvu.data") / "calendar" / "holidays-official.csv").read_bytes()
    return build_calendar([note_from_row(row.cells) for row in rows_of(content, name="holidays-official.csv")])


@pytest.fixture(autouse=True)
def one_calendar(monkeypatch):
    """Every unit works by the official calendar, as version 1 of calendar 1, until a test says otherwise."""
    versions = {(1, 1): official_calendar()}
    monkeypatch.setattr(calendars, "of_unit", lambda unit_id, on: Dated(1, 1, versions[1, 1]))
    monkeypatch.setattr(calendars, "of_version", lambda calendar, version: versions[calendar, version])
    monkeypatch.setattr(calendars, "in_force", lambda calendar: Dated(calendar, 1, versions[calendar, 1]))
    return versions


def describe(ids: list[int]) -> dict[int, Description]:
    return {
        i: Description(f"V-{i:04}", f"Việc thử số {i}", f"/thu/{i}/", need="Thẩm định", of_whom="Trần Thị Ảnh")
        for i in ids
    }


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr(subjects, "_kinds", {})
    matching = lambda grams: [i for i in range(200) if f"v {i:04}" in grams or f"{i:04}" in grams]  # noqa: E731
    subjects.register(
        kind="probe", clock="legal", label="Việc thử", icon="list-check", describe=describe, matching=matching
    )
    subjects.register(kind="probe_step", clock="step", label="Bước thử", icon="stack-2", describe=describe, whole=True)


@pytest.fixture(autouse=True)
def told(monkeypatch) -> list[tuple[str, str, str]]:
    """(what, user name, said) of every notice; notices have tests of their own."""
    found: list[tuple[str, str, str]] = []

    def send(people, message, *, about, key, at):
        names = Person.objects.filter(pk__in=people).order_by("pk").values_list("username", flat=True)
        found.extend((message.what, name, message.said) for name in names)
        assert key.startswith("event:")

    monkeypatch.setattr(telling, "send", send)
    return found


@dataclass
class World:
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def actor(self, name: str, on: date = date(2026, 11, 24)) -> Actor:
        position = Position.objects.filter(person=self.people[name]).order_by("id")[0]
        return Actor(self.people[name].pk, position.unit_id, on)

    def owe(
        self,
        subject: int = 1,
        *,
        at: str = "2026-11-24 09:00",
        limit: str = "5 ngày làm việc",
        kind: str = "probe",
        unit: str = "so",
        person: str | None = "an",
        due_on: date | None = None,
        **more,
    ) -> Obligation:
        """Open one obligation of the made-up room."""
        terms = Terms(due_on=due_on) if due_on else Terms(parse_allowance(limit)) if limit else Terms()
        pk = kernel.open_obligation(
            kind=kind, subject_kind=kind, subject_id=subject, unit_id=self.units[unit].pk,
            person_id=self.people[person].pk if person else None, terms=terms, at=moment(at), **more,
        )  # fmt: skip
        return Obligation.objects.get(pk=pk)


@pytest.fixture
def world(db) -> World:
    return make_world()


def make_world() -> World:
    """tinh > so > phong, tinh > xa; an and binh work in so, chi leads it, dung leads the province, em works in xa."""
    world = World()
    always = days(None)
    kind = UnitKind.objects.get(code="so")
    parents = {"so": "tinh", "phong": "so", "xa": "tinh"}
    for code in ("tinh", "so", "phong", "xa"):
        unit = world.units[code] = Unit.objects.create(code=code, during=always)
        UnitSpan.objects.create(
            unit=unit, parent=world.units.get(parents.get(code, "")), name=f"Đơn vị {code}", short_name=code, kind=kind,
            during=always,
        )  # fmt: skip
        UnitHeir.objects.create(unit=unit, heir=unit, during=always)
        upper, depth = code, 0
        while upper:
            UnitUnder.objects.create(upper=world.units[upper], lower=unit, depth=depth, during=always)
            upper, depth = parents.get(upper, ""), depth + 1
    for name, role, unit in (
        ("an", "specialist", "so"), ("binh", "specialist", "so"), ("chi", "leader", "so"),
        ("dung", "vice_chairman", "tinh"), ("em", "specialist", "xa"), ("phuc", "leader", "xa"),
    ):  # fmt: skip
        person = world.people[name] = Person.objects.create(
            username=name, full_name=f"Nguyễn Văn {name.title()}", email=f"{name}@example.org"
        )
        Position.objects.create(
            person=person, role=Role.objects.get(code=role), unit=world.units[unit], during=days(date(2020, 1, 1))
        )
    return world
