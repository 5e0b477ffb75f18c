"""The pages of units, people and roles, as they are seen."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from congvu.orgs import setup
from congvu.orgs.commands import people, positions, units
from congvu.orgs.models import Person, Position, Role, RolePermission, StandIn, Unit
from tests.orgs.conftest import CLOCK, NOW, PAPER
from tests.orgs.test_people import Office, account

pytestmark = pytest.mark.django_db
STRONG = "mot-mat-khau-dai"


@pytest.fixture
def admin(office: Office) -> Person:
    return account("quan.tri", office["tinh"], "admin")


@pytest.fixture
def client(admin: Person) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_chart_of_any_day(client: Client, office: Office) -> None:
    units.merge_units(
        source_ids=[office["xa1"].pk], into=office["xa2"].pk, on=date(2026, 3, 1), document=PAPER, actor=CLOCK, at=NOW
    )
    assert "Đơn vị xa1" not in client.get("/don-vi/").content.decode()
    assert "Đơn vị xa1" in client.get("/don-vi/?ngay=2026-02-28").content.decode()
    before = queries(client, "/don-vi/")
    for unit in range(10):
        units.create_unit(
            new=units.NewUnit(f"n{unit}", f"Xã {unit}", "xa", office["tinh"].pk), on=None, document=PAPER,
            actor=CLOCK, at=NOW,
        )  # fmt: skip
    assert queries(client, "/don-vi/") == before, "whatever the number of units"


def test_search_without_diacritics_keeps_the_way_to_what_it_finds(client: Client, office: Office) -> None:
    units.rename_unit(
        unit_id=office["phong"].pk, name="Phòng Đất đai", short_name="PĐĐ", on=date(2026, 1, 1), document=PAPER,
        actor=CLOCK, at=NOW,
    )  # fmt: skip
    page = client.get("/don-vi/?q=dat+dai").content.decode()
    assert "<mark>Phòng Đất đai</mark>" in page
    assert "Đơn vị so" in page
    assert "Đơn vị xa1" not in page
    assert "không có đơn vị nào" in client.get("/don-vi/?q=khongco").content.decode()


def test_what_is_no_day_is_today(client: Client) -> None:
    assert client.get("/don-vi/?ngay=2026-02-31").status_code == 200
    assert client.get("/don-vi/?ngay=x").status_code == 200


def test_one_unit_and_two_days(client: Client, office: Office) -> None:
    units.merge_units(
        source_ids=[office["xa1"].pk], into=office["xa2"].pk, on=date(2026, 3, 1), document=PAPER, actor=CLOCK, at=NOW
    )
    page = client.get(f"/don-vi/{office['xa1'].pk}/").content.decode()
    assert "không tồn tại" in page
    assert PAPER in page
    assert f"/don-vi/{office['xa2'].pk}/" in page
    page = client.get("/don-vi/so-sanh/?tu=2026-02-28&den=2026-03-01").content.decode()
    assert "Chấm dứt" in page
    assert "1 thay đổi" in page
    assert client.get("/don-vi/999999/").status_code == 404


def test_the_export_reads_back(client: Client, office: Office) -> None:
    response = client.get("/don-vi/tai-ve/")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("code,code_system,name")
    assert len(lines) == 1 + len(office)
    assert "attachment" in response.headers["Content-Disposition"]


def test_people_by_name_unit_role_and_day(client: Client, office: Office) -> None:
    before = queries(client, "/nguoi-dung/")
    for number in range(60):
        account(f"nguoi{number}", office["so"], full_name=f"Trần Văn Đạt {number}")
    leader = account("truong", office["xa1"], "leader")
    assert queries(client, "/nguoi-dung/") == before, "whatever the number of people"
    page = client.get("/nguoi-dung/?q=van+dat").content.decode()
    assert "60 người" in page
    assert page.count('href="/nguoi-dung/') >= 50
    assert ">1 người<" in client.get("/nguoi-dung/?vt=leader").content.decode()
    assert ">1 người<" in client.get(f"/nguoi-dung/?dv={office['xa1'].pk}").content.decode()
    positions.end_position(
        position_id=Position.objects.get(person=leader).pk, last=date(2026, 1, 31), actor=CLOCK, at=NOW
    )
    assert "Không có ai khớp" in client.get("/nguoi-dung/?vt=leader&ngay=2026-02-01").content.decode()
    assert ">1 người<" in client.get("/nguoi-dung/?vt=leader&ngay=2026-01-31").content.decode()
    next_page = re.search(r'href="([^"]*sau=[^"]*)"', client.get("/nguoi-dung/").content.decode())
    assert next_page
    assert client.get(next_page[1].replace("&amp;", "&")).status_code == 200
    lines = client.get("/nguoi-dung/tai-ve/?vt=leader&ngay=2026-01-31").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2


def test_the_administrator_makes_an_account_gives_and_ends_positions(client: Client, office: Office) -> None:
    made = {
        "full_name": "Lê Văn An",
        "username": "an",
        "unit_id": office["so"].pk,
        "role": "specialist",
        "since": "2026-01-01",
    }
    response = client.post("/nguoi-dung/moi/", made)
    an = Person.objects.get(username="an")
    assert response.headers["Location"] == f"/nguoi-dung/{an.pk}/"
    assert client.post("/nguoi-dung/moi/", made).status_code == 422, "the user name is taken"
    base = f"/nguoi-dung/{an.pk}/"
    again = {"unit_id": office["so"].pk, "role": "specialist", "since": "2026-02-01"}
    refused = client.post(f"{base}vi-tri/", again)
    assert refused.status_code == 422
    assert "đã giữ vai trò" in refused.content.decode()
    assert client.post(f"{base}vi-tri/", again | {"role": "clerk"}).status_code == 302
    held = Position.objects.get(person=an, role__code="clerk")
    assert client.post(f"{base}vi-tri/{held.pk}/cham-dut/", {"last": "2026-03-31"}).status_code == 302
    held.refresh_from_db()
    assert held.during.upper == date(2026, 4, 1)
    assert client.post(f"{base}mat-khau/", {"password": "ngan"}).status_code == 422
    assert client.post(f"{base}mat-khau/", {"password": STRONG}).status_code == 302
    assert (
        client.post(f"{base}lam-thay/", {"deputy": "quan.tri", "since": "2026-05-01", "last": "2026-05-09"}).status_code
        == 302
    )
    assert StandIn.objects.get().during.upper == date(2026, 5, 10)
    assert client.get(base).status_code == 200


def test_barring_asks_first_and_ends_the_session(client: Client, office: Office) -> None:
    an = account("an", office["so"])
    theirs = Client()
    theirs.force_login(an)
    assert theirs.get("/don-vi/").status_code == 200
    client.post(f"/nguoi-dung/{an.pk}/khoa/")
    an.refresh_from_db()
    assert an.is_active, "not yet: the question comes first"
    client.post(f"/nguoi-dung/{an.pk}/khoa/", {"confirmed": "1"})
    assert theirs.get("/don-vi/").status_code == 302


def test_roles_are_shown_and_changed_by_the_top_only(client: Client, office: Office) -> None:
    assert "Chuyên viên" in client.get("/nguoi-dung/vai-tro/").content.decode()
    path = "/nguoi-dung/vai-tro/clerk/quyen/"
    assert client.post(path, {"permission": "orgs.see_people", "granted": "1"}).status_code == 302
    assert RolePermission.objects.count() == 1
    assert client.post(path, {"permission": "made.up", "granted": "1"}).status_code == 404
    local = Client()
    local.force_login(account("local", office["so"], "admin"))
    assert local.post(path, {"permission": "orgs.manage_people", "granted": "1"}).status_code == 403


def test_without_the_permission_the_reason_is_given(office: Office) -> None:
    an = account("an", office["so"])
    client = Client()
    client.force_login(an)
    response = client.get("/nguoi-dung/")
    assert response.status_code == 403
    assert "Xem tài khoản" in response.content.decode()
    assert client.get(f"/nguoi-dung/{an.pk}/").status_code == 200, "one's own page"
    other = account("other", office["so"])
    assert client.get(f"/nguoi-dung/{other.pk}/").status_code == 404
    assert client.get("/nguoi-dung/999999/").status_code == 404


def test_one_acts_in_the_name_of_a_unit_of_ones_own(client: Client, admin: Person, office: Office) -> None:
    positions.grant_position(person_id=admin.pk, unit_id=office["so"].pk, role="clerk", since=None, actor=CLOCK, at=NOW)
    assert client.post("/-/don-vi-lam-viec/", {"seat": str(office["so"].pk)}).status_code == 302
    assert client.get("/don-vi/").wsgi_request.actor.unit_id == office["so"].pk
    assert client.post("/-/don-vi-lam-viec/", {"seat": str(office["xa1"].pk)}).status_code == 404
    assert "Làm việc với quyền của" in client.get("/don-vi/").content.decode()


def test_the_session_ends_with_the_last_position(client: Client, admin: Person) -> None:
    Position.objects.filter(person=admin).delete()
    response = client.get("/don-vi/")
    assert response.status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_first_run_makes_one_administrator_with_the_code_of_the_console() -> None:
    client = Client()
    said = {
        "unit_name": "UBND tỉnh",
        "unit_code": "H80",
        "full_name": "Quản Trị",
        "username": "quan.tri",
        "password": STRONG,
    }
    assert client.get("/-/thiet-lap/").status_code == 200
    assert client.post("/-/thiet-lap/", {**said, "code": "AAAAA-AAAAA"}).status_code == 422
    assert not Person.objects.exists()
    code = setup.setup_code(timezone.now())
    assert client.post("/-/thiet-lap/", {**said, "code": code.lower()}).status_code == 302
    admin = Person.objects.get()
    assert admin.check_password(STRONG)
    assert Role.objects.get(code="admin").needs_second_factor
    assert client.post("/-/thiet-lap/", {**said, "code": code, "username": "ke.khac"}).status_code == 302
    assert Person.objects.count() == 1
    client.force_login(admin)
    assert client.get("/-/thiet-lap/").headers["Location"].startswith("/tai-khoan/2fa/")
    Role.objects.update(needs_second_factor=False)
    page = client.get("/-/thiet-lap/", follow=True).content.decode()
    assert "congvu load units" in page


def test_yesterdays_code_works_and_older_ones_do_not() -> None:
    assert setup.is_right(setup.setup_code(NOW), NOW + timedelta(days=1))
    assert not setup.is_right(setup.setup_code(NOW), NOW + timedelta(days=2))
    assert not setup.is_right("", NOW)


def test_deleting_nothing(client: Client, office: Office) -> None:
    """A GET never writes."""
    before = (Unit.objects.count(), Person.objects.count(), Position.objects.count())
    for path in ("/don-vi/", "/nguoi-dung/", "/nguoi-dung/moi/", "/nguoi-dung/vai-tro/", "/-/thiet-lap/cac-buoc/"):
        assert client.get(path).status_code == 200
    assert (Unit.objects.count(), Person.objects.count(), Position.objects.count()) == before
    people.allow_sign_in(person_id=Person.objects.get().pk, actor=CLOCK, at=NOW)
