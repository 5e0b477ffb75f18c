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
from tests.invariants.bodies import FORM, sample_body, sample_query
from tests.invariants.doors_found import Found, all_doors
from tests.invariants.subjects import all_subjects

READING = {"list", "search", "export", "count", "feed", "figure", "detail", "file"}
# Reading doors whose rows do not depend on the reader; every other one is read by a subject, or the test fails.
SAME_FOR_ALL = {
    "congvu.api.operations.me": "tells the asker about himself",
    "congvu.api.views.token_list": "keys of other systems belong to the installation",
    "congvu.catalog.api.find_procedure": "the catalogue is public",
    "congvu.catalog.api.list_citing": "the catalogue is public",
    "congvu.catalog.api.list_documents": "the catalogue is public",
    "congvu.catalog.api.list_fees": "the catalogue is public",
    "congvu.catalog.api.list_procedures": "the catalogue is public",
    "congvu.catalog.api.list_proposals": "the catalogue is public",
    "congvu.catalog.api.process_differences": "the catalogue is public",
    "congvu.catalog.api.read_bpmn": "the catalogue is public",
    "congvu.catalog.api.read_fee": "the catalogue is public",
    "congvu.catalog.api.read_procedure": "the catalogue is public",
    "congvu.catalog.api.read_process": "the catalogue is public",
    "congvu.catalog.api.read_proposal": "the catalogue is public",
    "congvu.catalog.api.read_version": "the catalogue is public",
    "congvu.catalog.api.version_differences": "the catalogue is public",
    "congvu.catalog.views.finder.finder": "the catalogue is public",
    "congvu.catalog.views.law.document": "the catalogue is public",
    "congvu.catalog.views.law.document_list": "the catalogue is public",
    "congvu.catalog.views.listing.procedure_detail": "the catalogue is public",
    "congvu.catalog.views.listing.procedure_list": "the catalogue is public",
    "congvu.catalog.views.processes.bpmn": "the catalogue is public",
    "congvu.catalog.views.processes.process": "the catalogue is public",
    "congvu.catalog.views.simplify.proposal": "the catalogue is public",
    "congvu.catalog.views.simplify.proposals": "the catalogue is public",
    "congvu.catalog.views.versions.comparison": "the catalogue is public",
    "congvu.dossiers.views.intake.find_procedure": "the catalogue is public",
    "congvu.indexes.api.list_rounds": "which rounds there are is the same for all",
    "congvu.indexes.api.list_sets": "criteria sets are issued for all",
    "congvu.indexes.api.read_set": "criteria sets are issued for all",
    "congvu.indexes.views.rounds.round_list": "which rounds there are is the same for all",
    "congvu.indexes.views.sets.differences": "criteria sets are issued for all",
    "congvu.indexes.views.sets.set_detail": "criteria sets are issued for all",
    "congvu.indexes.views.sets.set_file": "criteria sets are issued for all",
    "congvu.indexes.views.sets.set_list": "criteria sets are issued for all",
    "congvu.metrics.api.definitions": "definitions of figures are the same for all",
    "congvu.notices.views.mail_list": "outgoing mail belongs to the installation",
    "congvu.orgs.views.roles.role_list": "roles belong to the whole house",
    "congvu.orgs.views.units.chart": "the chart is the same for whoever may see it",
    "congvu.orgs.views.units.comparison": "the chart is the same for whoever may see it",
    "congvu.orgs.views.units.detail": "the chart is the same for whoever may see it",
    "congvu.orgs.views.units.export": "the chart is the same for whoever may see it",
    "congvu.tasks.programmes.api.list_leader_events": "a published week is for all; drafts: tests/programmes",
    "congvu.tasks.programmes.views.weeks.week": "a published week is for all; drafts: tests/programmes",
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


def _reading() -> set[str]:
    """Of every room that has landed; what is public shows nothing that rights could hide."""
    return {one.name for one in all_doors() if one.kind in READING and one.for_whom != "public"}


def test_every_reading_door_is_read_by_the_closed_test() -> None:
    read = set().union(*(subject.doors for subject in all_subjects()))
    unread = sorted(_reading() - read - set(SAME_FOR_ALL))
    assert not unread, f"a subject under tests/invariants/subjects/ must read these: {unread}"


def test_no_exception_outlives_its_reason() -> None:
    read = set().union(*(subject.doors for subject in all_subjects()))
    assert not set(SAME_FOR_ALL) & read, "a subject reads these; take them out of SAME_FOR_ALL"
    assert set(SAME_FOR_ALL) <= _reading(), "no such reading door; take it out of SAME_FOR_ALL"
    assert read <= set(DOORS), "a subject names a door that does not exist"


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
    if one.method == "POST":
        kind, body = sample_body(one.name)
        if kind == FORM:
            return client.post(one.address, body).status_code
        return client.post(one.address, body, content_type=kind).status_code
    response = client.get(one.address + sample_query(one.name))
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
    assert len(doors) > 80
    assert sum(bool(one.method) for one in doors) > 15
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
