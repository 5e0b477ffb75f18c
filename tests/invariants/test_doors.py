"""Complete: every door is declared, stands in the matrix, and does to each role what the matrix says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone, translation

from congvu.orgs import derived, permissions
from congvu.orgs.doors import DOORS, door
from congvu.orgs.models import Person, Position, Role, Unit, UnitKind, UnitSpan
from congvu.orgs.ranges import days
from congvu.orgs.roles import ROLES
from tests.invariants import matrix
from tests.invariants.doors_found import Found, all_doors
from tests.invariants.subjects import all_subjects

READING = {"list", "search", "export", "count", "feed", "figure"}
SAME_FOR_ALL = {
    "congvu.orgs.views.units.chart": "the chart is the same for whoever may see it",
    "congvu.orgs.views.units.export": "the chart is the same for whoever may see it",
    "congvu.orgs.views.units.comparison": "the chart is the same for whoever may see it",
    "congvu.orgs.views.roles.role_list": "roles belong to the whole house",
    "congvu.catalog.views.review": "the catalogue is public; the permission is for working on it",
}
# Read by selectors or pages of their own tests until their room brings a subject; each line names why it is safe.
WITHOUT_ROWS_OF_UNITS = {
    "congvu.notices.views.mail": "outgoing mail belongs to the installation",
}


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield


def test_every_door_is_declared() -> None:
    undeclared = [one.name for one in all_doors() if not one.for_whom]
    assert not undeclared, f"put @door(...) on these, or a line into tests/invariants/foreign.py: {undeclared}"


def test_every_door_stands_in_the_matrix() -> None:
    wanted, there = matrix.lines(), matrix.committed()
    missing = [line for line in wanted if line not in there]
    stale = [line for line in there if line not in wanted]
    assert not missing, "add these lines (python -m tests.invariants.matrix --write):\n" + "\n".join(missing)
    assert not stale, "take these lines out (python -m tests.invariants.matrix --write):\n" + "\n".join(stale)


def test_every_permission_of_a_door_or_role_exists() -> None:
    known = {permission.code for permission in permissions.registered()}
    asked = {declared.permission for declared in DOORS.values() if declared.permission}
    given = set().union(*ROLES.values())
    assert asked <= known, f"register these: {asked - known}"
    assert given <= known, f"roles name permissions nobody registered: {given - known}"
    assert asked <= given, f"no role has these, so nobody can enter: {asked - given}"


def test_every_reading_door_behind_a_permission_is_read_by_the_closed_test() -> None:
    read = {reader.door for subject in all_subjects() for reader in subject.readers if reader.door}
    scoped = {
        name
        for name, declared in DOORS.items()
        if declared.permission and declared.kind in READING and name.startswith("congvu.")
    }
    unread = scoped - read - set(SAME_FOR_ALL) - set(WITHOUT_ROWS_OF_UNITS)
    # Rooms are named here so that the message says where a module under tests/invariants/subjects/ is wanted.
    assert not {name for name in unread if name.split(".")[1] == "orgs"}, f"no subject reads {sorted(unread)}"


@pytest.fixture
def people(db: None) -> dict[str, Person]:
    """One person per role, at the top of an office of one unit."""
    unit = Unit.objects.create(code="u", during=days(None))
    kind = UnitKind.objects.get(code="tinh")
    UnitSpan.objects.create(unit=unit, name="U", short_name="U", kind=kind, during=days(None))
    derived.rebuild()
    made = {}
    for role in ROLES:
        made[role] = Person.objects.create(username=role.replace("_", "."), full_name=role)
        Position.objects.create(
            person=made[role], unit=unit, role=Role.objects.get(code=role), during=days(timezone.localdate())
        )
    return made


def _answer(client: Client, one: Found) -> int:
    response = client.get(one.address)
    return response.status_code if response.status_code != 405 else client.post(one.address).status_code


def _callable_doors() -> list[Found]:
    ours = [one for one in all_doors() if one.name.startswith("congvu.") and one.address.startswith("/")]
    return [one for one in ours if one.address and ":" not in one.address]


def test_each_door_does_to_each_role_what_the_matrix_says(people: dict[str, Person]) -> None:
    clients = {"stranger": Client(raise_request_exception=True)}
    for role, person in people.items():
        clients[role] = Client()
        clients[role].force_login(person)
    doors = _callable_doors()
    assert len(doors) > 20
    wrong = []
    for one in doors:
        for who, outcome in one.outcomes.items():
            status = _answer(clients[who], one)
            if who == "stranger" and outcome == "sign-in":
                right = status in (302, 401)
            elif outcome == "no":
                right = status == 403
            else:
                right = status != 401 and (status != 403 or one.kind == "act")
            if not right:
                wrong.append(f"{one.name}: {who} should get {outcome}, got {status}")
    assert not wrong, "\n".join(wrong)


def test_a_door_without_a_declaration_would_be_noticed() -> None:
    def bare(request: object) -> None: ...

    from tests.invariants.doors_found import _found

    assert _found(bare, "/x/").for_whom == ""
    before = dict(DOORS)
    declared = door(kind="page", room="sample", audience="public")(bare)
    DOORS.clear()
    DOORS.update(before)
    assert _found(declared, "/x/").for_whom == "public"


def test_a_door_names_a_permission_or_an_audience() -> None:
    with pytest.raises(TypeError):
        door(kind="page", room="sample")
    with pytest.raises(TypeError):
        door(kind="page", room="sample", permission="orgs.see", audience="public")
