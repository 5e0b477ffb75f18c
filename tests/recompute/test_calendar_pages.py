"""The pages of work calendars: a year, a proposal with its effects, applying it, the tool for everybody."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from congvu.obligations.models import Obligation
from congvu.obligations.recompute import run
from congvu.orgs.actor import Actor
from congvu.orgs.calendars import selectors
from congvu.orgs.models import Calendar, CalendarChange, Person, Position, Role, Unit, UnitCode
from congvu.orgs.ranges import days
from tests.orgs.calendar_world import HEAD, NEXT_YEAR
from tests.recompute.conftest import open_matter

pytestmark = pytest.mark.django_db


def signed_in(unit: Unit, role: str) -> Client:
    person = Person.objects.create(username=role.replace("_", "."), full_name=role)
    Position.objects.create(person=person, unit=unit, role=Role.objects.get(code=role), during=days(date(2020, 1, 1)))
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def admin(units: dict[str, Unit]) -> Client:
    return signed_in(units["tinh"], "admin")


def upload(client: Client, text: str, kind: str = "calendar"):  # type: ignore[no-untyped-def]
    file = SimpleUploadedFile("lich.csv", (HEAD + text.strip()).encode())
    return client.post("/lich-lam-viec/nap/", {"kind": kind, "file": file, "source": "CV 1/VPCP"})


def test_a_year_shows_swaps_and_their_papers(admin: Client) -> None:
    page = admin.get("/lich-lam-viec/?nam=2026").content.decode()
    assert "Công văn 12729/VPCP-KGVX (25/12/2025)" in page
    assert re.search(r'class="c swap-off[^"]*" title="Thứ Sáu 02/01/2026', page)
    assert re.search(r'class="c swap-work[^"]*" title="Thứ Bảy 10/01/2026', page)


def test_years_that_are_not_loaded_say_so(admin: Client) -> None:
    assert "Tạm tính – chưa có lịch năm 2027" in admin.get("/lich-lam-viec/?nam=2027").content.decode()
    assert "Chưa có lịch nghỉ chính thức năm 2023" in admin.get("/lich-lam-viec/?nam=2023").content.decode()


def test_a_file_is_looked_at_applied_and_recomputed(admin: Client, units: dict[str, Unit]) -> None:
    today = timezone.localdate()
    item = open_matter(units["xa"], "60 ngày làm việc", today.isoformat(), subject=1)
    answer = upload(admin, NEXT_YEAR)
    change = CalendarChange.objects.get(state="proposed")
    assert answer.headers["Location"] == f"/lich-lam-viec/thay-doi/{change.pk}/"
    page = admin.get(answer.headers["Location"]).content.decode()
    assert "Thêm 01/01/2027: Tết Dương lịch" in page
    found = re.search(r'name="digest" value="(\w+)"', page)
    assert found is not None
    assert selectors.official().version == 1
    applied = admin.post(f"/lich-lam-viec/thay-doi/{change.pk}/ap-dung/", {"digest": found[1]})
    assert applied.status_code == 302
    assert selectors.official().version == 2
    run.finish(change.pk, at=timezone.now())
    assert Obligation.objects.get(pk=item).provisional is False
    assert "đã áp dụng" in admin.get(answer.headers["Location"]).content.decode()
    again = upload(admin, NEXT_YEAR)
    assert again.status_code == 422


def test_a_refused_file_names_the_lines(admin: Client) -> None:
    answer = upload(admin, "2027-13-01,,Lễ,holiday,,,")
    assert answer.status_code == 422
    assert "Dòng 2" in answer.content.decode()
    assert not CalendarChange.objects.filter(state="proposed").exists()


def test_a_stale_digest_is_refused(admin: Client) -> None:
    upload(admin, NEXT_YEAR)
    change = CalendarChange.objects.get(state="proposed")
    answer = admin.post(f"/lich-lam-viec/thay-doi/{change.pk}/ap-dung/", {"digest": "0" * 32})
    assert answer.status_code == 409
    assert selectors.official().version == 1


def test_one_day_is_added_by_a_form_and_withdrawn(admin: Client) -> None:
    sent = {"date": "2026-12-28", "kind": "holiday", "name": "Quốc tang", "source": "CV 9"}
    answer = admin.post("/lich-lam-viec/ngay/", sent)
    assert answer.status_code == 302
    change = CalendarChange.objects.get(state="proposed")
    admin.post(f"/lich-lam-viec/thay-doi/{change.pk}/bo/")
    assert CalendarChange.objects.get(pk=change.pk).state == "withdrawn"


def test_who_manages_a_part_may_not_change_the_calendar_of_all(units: dict[str, Unit]) -> None:
    chief = signed_in(units["so"], "chief_of_office")
    sent = {"date": "2026-12-28", "kind": "holiday", "name": "Quốc tang"}
    assert chief.post("/lich-lam-viec/ngay/", sent).status_code == 403
    specialist = signed_in(units["so"], "specialist")
    assert specialist.get("/lich-lam-viec/").status_code == 200
    assert specialist.post("/lich-lam-viec/ngay/", sent).status_code == 403


def test_anybody_may_ask_when_something_is_due() -> None:
    page = Client().get("/lich-lam-viec/tinh-han/?nhan=2025-12-31T09:00&han=6+ngày+làm+việc").content.decode()
    assert "10/01/2026" in page
    refused = Client().get("/lich-lam-viec/tinh-han/?nhan=2025-12-31&han=6")
    assert refused.status_code == 422
    assert "6 ngày làm việc" in refused.content.decode()


def test_a_units_own_day_is_taken_out_with_its_effects_shown_first(admin: Client, units: dict[str, Unit]) -> None:
    _coded(units["so"])
    run.finish(
        _applied(admin, {"date": "2026-11-27", "kind": "holiday", "name": "Ngày truyền thống", "unit": "so"}),
        at=timezone.now(),
    )
    held = Calendar.objects.get(unit=units["so"])
    item = open_matter(units["so"], "3 ngày làm việc", "2026-11-24 09:00", subject=1)
    before = Obligation.objects.get(pk=item).due_at
    page = admin.get(f"/lich-lam-viec/?lich={held.pk}&nam=2026").content.decode()
    assert page.count("Bỏ ngày này") == 1, "only the day of its own"
    gone = {"calendar": held.pk, "date": "2026-11-27", "name": "Ngày truyền thống", "source": "CV 3/SNN"}
    answer = admin.post("/lich-lam-viec/ngay/bo/", gone)
    change = CalendarChange.objects.get(state="proposed")
    page = admin.get(answer.headers["Location"]).content.decode()
    assert "Bỏ 27/11/2026: Ngày truyền thống" in page
    assert "1 sớm hơn" in page
    assert Obligation.objects.get(pk=item).due_at == before, "nothing holds yet"
    digest = re.search(r'name="digest" value="([^"]+)"', page)
    assert digest
    admin.post(f"/lich-lam-viec/thay-doi/{change.pk}/ap-dung/", {"digest": digest[1]})
    run.finish(change.pk, at=timezone.now())
    after = Obligation.objects.get(pk=item).due_at
    assert before is not None
    assert after is not None
    assert before.date() - after.date() == timedelta(days=3), "Friday instead of Monday"
    assert admin.post("/lich-lam-viec/ngay/bo/", gone).status_code == 409, "it is gone already"


def test_the_other_half_of_a_swap_goes_with_it(admin: Client, units: dict[str, Unit]) -> None:
    rows = "2026-12-31,,Hoán đổi,swap-off,2026-12-26,CV 9,so\n2026-12-26,,Làm bù,swap-work,2026-12-31,CV 9,so"
    _coded(units["so"])
    upload(admin, rows)
    change = CalendarChange.objects.get(state="proposed")
    run.apply(change_id=change.pk, digest=None, actor=Actor.clock(), at=timezone.now())
    run.finish(change.pk, at=timezone.now())
    held = Calendar.objects.get(unit=units["so"])
    answer = admin.post("/lich-lam-viec/ngay/bo/", {"calendar": held.pk, "date": "2026-12-31", "name": "Hoán đổi"})
    page = admin.get(answer.headers["Location"]).content.decode()
    assert "Bỏ 31/12/2026" in page
    assert "Bỏ 26/12/2026" in page


def test_a_holiday_of_the_law_is_not_taken_out_of_the_official_year(admin: Client, units: dict[str, Unit]) -> None:
    official = Calendar.objects.get(unit=None)
    sent = {"calendar": official.pk, "date": "2026-04-30"}
    name = selectors.official().calendar.notes[date(2026, 4, 30)].name
    answer = admin.post("/lich-lam-viec/ngay/bo/", sent | {"name": name})
    assert answer.status_code == 409
    assert "không còn đủ ngày lễ" in answer.content.decode()
    assert not CalendarChange.objects.filter(state="proposed").exists()
    chief = signed_in(units["so"], "chief_of_office")
    assert chief.post("/lich-lam-viec/ngay/bo/", sent | {"name": name}).status_code == 403
    assert admin.post("/lich-lam-viec/ngay/bo/", {"calendar": "x", "date": "2026-04-30"}).status_code == 404
    assert admin.post("/lich-lam-viec/ngay/bo/", {"calendar": official.pk, "date": "30/4"}).status_code == 409


def _applied(client: Client, sent: dict[str, str]) -> int:
    client.post("/lich-lam-viec/ngay/", sent)
    change = CalendarChange.objects.get(state="proposed")
    run.apply(change_id=change.pk, digest=None, actor=Actor.clock(), at=timezone.now())
    return change.pk


def _coded(unit: Unit) -> None:
    UnitCode.objects.create(unit=unit, system="local", code=unit.code, during=days(None))
