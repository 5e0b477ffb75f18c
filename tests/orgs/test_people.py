"""Accounts, positions and stand-ins: who may change whom, and what the dates mean."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from congvu.core.loading import Row
from congvu.ledger.models import Event
from congvu.orgs.actor import Actor
from congvu.orgs.commands import people, positions, roles
from congvu.orgs.load.people import load_people
from congvu.orgs.models import Category, Person, Position, Role, RolePermission, StandIn, Unit
from congvu.orgs.policy import NotAllowed, NotInSight
from congvu.orgs.ranges import through
from tests.orgs.conftest import CLOCK, NOW, TODAY

Office = dict[str, Unit]
by_clock = {"actor": CLOCK, "at": NOW}


def account(name: str, unit: Unit, role: str = "specialist", **more) -> Person:  # type: ignore[no-untyped-def]
    known = {"username": name, "full_name": name.title(), "unit_id": unit.pk, "role": role, "since": None, **by_clock}
    return people.create_person(**known | more)


def acting(person: Person, on: date = TODAY) -> dict:  # type: ignore[type-arg]
    return {"actor": Actor(person.pk, None, on), "at": NOW}


def test_an_administrator_manages_own_units_only(office: Office) -> None:
    admin = account("admin", office["so"], "admin")
    mine = account("mine", office["phong"])
    foreign = account("foreign", office["xa1"])
    people.change_person(person_id=mine.pk, full_name="Trần Văn Đạt", email="", **acting(admin))
    assert list(Person.objects.named_like("van dat")) == [mine]
    with pytest.raises(NotInSight):
        people.change_person(person_id=foreign.pk, full_name="x", email="", **acting(admin))
    with pytest.raises(NotAllowed):
        account("new", office["xa1"], **acting(admin))
    with pytest.raises(NotAllowed):
        positions.grant_position(
            person_id=mine.pk, unit_id=office["tinh"].pk, role="vice_chairman", since=None, **acting(admin)
        )


def test_nobody_borrows_the_powers_of_a_superior_by_setting_the_password(office: Office) -> None:
    admin = account("admin", office["so"], "admin")
    boss = account("boss", office["so"])
    positions.grant_position(person_id=boss.pk, unit_id=office["tinh"].pk, role="leader", since=None, **by_clock)
    for act in (
        lambda: people.set_password(person_id=boss.pk, password="mot-mat-khau-dai", **acting(admin)),
        lambda: people.remove_second_factor(person_id=boss.pk, **acting(admin)),
        lambda: positions.appoint_stand_in(
            person_id=boss.pk, deputy_id=admin.pk, since=TODAY, last=TODAY, reason="", **acting(admin)
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not StandIn.objects.exists()


def test_nor_by_setting_that_of_the_superiors_stand_in(office: Office) -> None:
    admin = account("admin", office["so"], "admin")
    deputy, boss = account("deputy", office["so"]), account("boss", office["tinh"], "vice_chairman")
    StandIn.objects.create(person=boss, deputy=deputy, during=through(TODAY, TODAY))
    with pytest.raises(NotAllowed):
        people.set_password(person_id=deputy.pk, password="mot-mat-khau-dai", **acting(admin))
    after = acting(admin, date(2026, 6, 2))
    people.set_password(person_id=deputy.pk, password="mot-mat-khau-dai", **after)


def test_some_acts_need_a_second_person(office: Office) -> None:
    """A stolen session neither takes the second factor off nor keeps the account, and nobody raises himself."""
    admin = account("admin", office["tinh"], "admin")
    Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={})
    for act in (
        lambda: people.set_password(person_id=admin.pk, password="mot-mat-khau-dai", **acting(admin)),
        lambda: people.remove_second_factor(person_id=admin.pk, **acting(admin)),
        lambda: positions.grant_position(
            person_id=admin.pk, unit_id=office["tinh"].pk, role="vice_chairman", since=None, **acting(admin)
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Authenticator.objects.filter(user=admin).exists()
    assert Position.objects.filter(person=admin).count() == 1
    second = account("second", office["so"], "admin")
    people.remove_second_factor(person_id=second.pk, **acting(admin))


def test_positions_are_granted_to_whom_one_sees(office: Office) -> None:
    admin = account("admin", office["so"], "admin")
    foreign = account("foreign", office["xa1"])
    for person_id in (foreign.pk, 10**9):
        with pytest.raises(NotInSight):
            positions.grant_position(
                person_id=person_id, unit_id=office["so"].pk, role="clerk", since=None, **acting(admin)
            )
    new = account("new", office["so"], **acting(admin))
    positions.grant_position(person_id=new.pk, unit_id=office["so"].pk, role="clerk", since=None, **acting(admin))


def test_whoever_does_not_manage_people_changes_nobody(office: Office) -> None:
    leader = account("leader", office["so"], "leader")
    other = account("other", office["so"])
    with pytest.raises(NotAllowed):
        people.set_password(person_id=other.pk, password="mot-mat-khau-dai", **acting(leader))


def test_a_position_lasts_through_its_last_day(office: Office) -> None:
    an = account("an", office["so"], "leader")
    held = Position.objects.get(person=an)
    positions.end_position(position_id=held.pk, last=TODAY, **by_clock)
    assert Actor(an.pk, None, TODAY).may("orgs.see_people")
    assert not Actor(an.pk, None, date(2026, 6, 2)).may("orgs.see_people")
    with pytest.raises(positions.AlreadyEnded):
        positions.end_position(position_id=held.pk, last=date(2026, 7, 1), **by_clock)
    story = Event.objects.filter(subject_kind="person", subject_id=an.pk).order_by("seq")
    assert list(story.values_list("kind", flat=True)) == [
        "orgs.person_created", "orgs.position_granted", "orgs.position_ended",
    ]  # fmt: skip


def test_the_same_position_is_not_held_twice_at_once(office: Office) -> None:
    an = account("an", office["so"])
    again = {"person_id": an.pk, "unit_id": office["so"].pk, "role": "specialist", **by_clock}
    with pytest.raises(positions.AlreadyHeld):
        positions.grant_position(since=TODAY, **again)
    with pytest.raises(positions.EndsBeforeItBegins):
        positions.grant_position(since=TODAY, last=date(2026, 5, 1), **again)


def test_a_stand_in_is_named_by_the_person_themself(office: Office) -> None:
    an, binh = account("an", office["so"], "leader"), account("binh", office["so"])
    days = {"since": TODAY, "last": TODAY, "reason": "nghỉ phép"}
    positions.appoint_stand_in(person_id=an.pk, deputy_id=binh.pk, **days, **acting(an))
    assert Actor(binh.pk, None, TODAY).may("orgs.see_people")
    assert not Actor(binh.pk, None, date(2026, 6, 2)).may("orgs.see_people")
    with pytest.raises(positions.AlreadyStandsIn):
        positions.appoint_stand_in(person_id=an.pk, deputy_id=binh.pk, **days, **acting(an))
    with pytest.raises(positions.OwnDeputy):
        positions.appoint_stand_in(person_id=an.pk, deputy_id=an.pk, **days, **acting(an))


@pytest.mark.parametrize("name", ["", "Nguyễn An", "nguyễn.an", ".an", "an@b"])
def test_user_names_are_plain(office: Office, name: str) -> None:
    with pytest.raises(people.UsernameUnsound):
        account(name, office["so"])


def test_user_names_are_taken_once_and_passwords_must_be_strong(office: Office) -> None:
    an = account("an", office["so"])
    with pytest.raises(people.UsernameTaken):
        account("AN", office["so"])
    with pytest.raises(people.PasswordWeak):
        people.set_password(person_id=an.pk, password="12345678", **by_clock)
    people.set_password(person_id=an.pk, password="mot-mat-khau-dai", **by_clock)
    an.refresh_from_db()
    assert an.check_password("mot-mat-khau-dai")


def test_roles_of_this_installation(office: Office) -> None:
    top, local = account("top", office["tinh"], "admin"), account("local", office["so"], "admin")
    change = {"role": "clerk", "permission": "orgs.see_people"}
    with pytest.raises(NotAllowed):
        roles.set_permission(**change, granted=True, **acting(local))
    roles.set_permission(**change, granted=True, **acting(top))
    clerk = account("clerk", office["so"], "clerk")
    assert Actor(clerk.pk, None, TODAY).may("orgs.see_people")
    roles.set_permission(**change, granted=False, **acting(top))
    assert not RolePermission.objects.exists()
    roles.demand_second_factor(role="clerk", demanded=True, **acting(top))
    assert Role.objects.get(code="clerk").needs_second_factor


def person_row(line: int, **cells: str) -> Row:
    return Row(line, {"username": "an", "full_name": "An", "unit_code": "so", "role": "leader", **cells})


def test_a_file_of_people_loads_and_again_nothing_changes(office: Office) -> None:
    rows = [
        person_row(2, title="Giám đốc", valid_from="2026-01-01", valid_until="2026-06-01"),
        person_row(3, role="Chuyên viên", unit_code="phong"),
        person_row(4, username="binh", full_name="Bình", email="binh@example.org"),
    ]
    report = load_people(rows, **by_clock)
    assert (report.new, report.changed, report.errors) == (2, 1, [])
    again = load_people(rows, **by_clock)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    held = Position.objects.get(person__username="an", role__code="leader")
    assert held.during.upper == date(2026, 6, 2), "the last day is included"
    assert load_people([person_row(2, full_name="Ân", valid_from="2026-01-01")], **by_clock).changed == 1


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        pytest.param({"role": "vua"}, "role", id="no such role"),
        pytest.param({"unit_code": "nowhere"}, "unit_code", id="no such unit"),
        pytest.param({"username": "Nguyễn"}, "username", id="unsound user name"),
        pytest.param({"full_name": ""}, "full_name", id="no name"),
        pytest.param({"valid_from": "hôm qua"}, "valid_from", id="no day"),
    ],
)
def test_a_bad_row_refuses_the_whole_file(office: Office, cells: dict[str, str], field: str) -> None:
    report = load_people([person_row(2), person_row(3, **{"username": "binh", **cells})], **by_clock)
    assert [(note.line, note.field) for note in report.errors] == [(3, field)]
    assert not Person.objects.exists()


def test_many_people_are_loaded_by_as_many_statements_as_few(office: Office) -> None:
    counts = []
    for first, number in ((1, 2), (100, 60)):
        rows = [
            person_row(line, username=f"nguoi{first + line}", unit_code=("so", "phong")[line % 2], role="specialist")
            for line in range(number)
        ]
        with CaptureQueriesContext(connection) as asked:
            report = load_people(rows, **by_clock)
        assert (report.new, report.errors) == (number, [])
        counts.append(len(asked))
    assert Person.objects.filter(username__startswith="nguoi", positions__role__code="specialist").count() == 62
    assert counts[1] == counts[0], counts


def test_a_position_is_narrowed_to_fields_and_procedures_and_widened_again(office: Office) -> None:
    admin, an = account("admin", office["tinh"], "admin"), account("an", office["so"], "head_of_division")
    land, births = (Category.objects.create(kind="field", code=name, name=name) for name in ("Đất đai", "Hộ tịch"))
    split = Category.objects.create(kind="procedure", code="1.001", name="Tách thửa", parent=land)
    held = Position.objects.get(person=an)
    narrowed = {"position_id": held.pk, **acting(admin)}
    positions.narrow_position(category_ids=[split.pk], **narrowed)
    unit = office["so"].pk
    assert Actor(an.pk, None, TODAY).may("obligations.assign", unit, split.pk)
    assert not Actor(an.pk, None, TODAY).may("obligations.assign", unit, births.pk)
    positions.narrow_position(category_ids=[births.pk, land.pk], **narrowed)
    positions.narrow_position(category_ids=[land.pk, births.pk], **narrowed)
    assert Actor(an.pk, None, TODAY).may("obligations.assign", unit, split.pk), "below the field"
    positions.narrow_position(category_ids=[], **narrowed)
    assert Actor(an.pk, None, TODAY).may("obligations.assign", unit, births.pk)
    story = Event.objects.filter(subject_kind="person", subject_id=an.pk, kind="orgs.position_narrowed")
    assert story.count() == 3, "the same again is no event"
    with pytest.raises(NotAllowed):
        positions.narrow_position(position_id=Position.objects.get(person=admin).pk, category_ids=[], **acting(admin))
    with pytest.raises(NotAllowed):
        positions.narrow_position(position_id=held.pk, category_ids=[], **acting(an))


def test_the_scope_of_a_position_by_page(office: Office) -> None:
    client = Client()
    client.force_login(account("admin", office["tinh"], "admin"))
    an = account("an", office["so"])
    land = Category.objects.create(kind="field", code="Đất đai", name="Đất đai")
    split = Category.objects.create(kind="procedure", code="1.001", name="Tách thửa", parent=land)
    held = Position.objects.get(person=an)
    there = f"/nguoi-dung/{an.pk}/vi-tri/{held.pk}/pham-vi/"
    assert "Đổi phạm vi thủ tục" in client.get(f"/nguoi-dung/{an.pk}/").content.decode()
    refused = client.post(there, {"codes": "1.001, 9.999"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "mang mã 9.999" in page
    assert "1.001, 9.999" in page, "what was typed is kept"
    assert client.post(there, {"codes": "1.001"}).status_code == 302
    assert list(held.categories.values_list("category_id", flat=True)) == [split.pk]
    assert "Tách thửa" in client.get(f"/nguoi-dung/{an.pk}/").content.decode()
    assert client.post(there, {"whole": land.pk}).status_code == 302
    assert list(held.categories.values_list("category_id", flat=True)) == [land.pk]
    assert client.post(there.replace(f"/{held.pk}/", "/999/"), {}).status_code == 404
