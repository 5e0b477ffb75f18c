"""The pages: what each reader sees and may do; refused forms keep what was typed; nothing is written by reading."""

from datetime import timedelta

import pytest
from django.utils import timezone

from congvu.ledger.models import Event
from congvu.obligations.models import Extension, Handover, Obligation, SystemTime, Urging
from congvu.orgs.models import Role


@pytest.fixture(autouse=True)
def without_second_factor(db):
    Role.objects.update(needs_second_factor=False)


@pytest.fixture
def login(client, world):
    def sign_in(name: str):
        client.force_login(world.people[name], backend="congvu.orgs.signing_in.Backend")
        return client

    return sign_in


@pytest.fixture
def item(world) -> Obligation:
    """Arose an hour ago, five working days."""
    an_hour_ago = timezone.localtime(timezone.now() - timedelta(hours=1))
    return world.owe(1, at=an_hour_ago.strftime("%Y-%m-%d %H:%M"))


def test_strangers_are_led_to_the_sign_in(client, db):
    for path in ("/", "/viec/1/", "/viec/don-vi/", "/viec/cho-nguoi-khac/"):
        response = client.get(path)
        assert response.status_code == 302
        assert "/tai-khoan/" in response["Location"]


def test_the_inbox_names_opens_and_counts(login, item):
    response = login("an").get("/")
    html = response.content.decode()
    assert response.status_code == 200
    for words in ("Việc của tôi", "V-0001", "Việc thử số 1", "Thẩm định", "Trần Thị Ảnh", 'href="/thu/1/"', "1 việc"):
        assert words in html
    assert "Chuyển người xử lý" not in html


def test_an_empty_inbox_teaches(login):
    assert "Không còn việc nào đang mở." in login("em").get("/").content.decode()
    assert "Không có việc nào khớp điều kiện." in login("em").get("/?q=abc").content.decode()


def test_odd_addresses_show_the_first_page(login, item):
    for query in ("sau=%FF", "sau=WyJ4IiwxXQ", "den=31/12", "nhom=x", "loai=x", "xep=x", "don-vi=99999999999999999999"):
        assert login("an").get(f"/?{query}").status_code == 200


def test_csv_has_a_bom_and_no_formulas(login, item, monkeypatch):
    from congvu.obligations import subjects
    from congvu.obligations.subjects import Description

    monkeypatch.setattr(subjects, "_kinds", {})
    subjects.register(
        kind="probe", clock="legal", label="Việc", icon="list-check",
        describe=lambda ids: {i: Description("V-1", "=cmd|calc", "/x/") for i in ids},
    )  # fmt: skip
    response = login("an").get("/?tai=csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert "'=cmd|calc" in response.content.decode()
    assert 'attachment; filename="viec-' in response["Content-Disposition"]


def test_the_page_explains_and_offers_what_the_reader_may(login, item):
    holder = login("an").get(f"/viec/{item.pk}/").content.decode()
    for words in ("Vì sao là ngày này?", "Ba đồng hồ", "Ai đã giữ", "Xin gia hạn", "Chuyển sang đơn vị khác"):
        assert words in holder
    assert "act-urge" not in holder
    chief = login("chi").get(f"/viec/{item.pk}/").content.decode()
    assert "act-urge" in chief
    assert "act-reassign" in chief


def test_out_of_sight_is_404_and_in_sight_without_the_right_is_403(login, item, world):
    assert login("em").get(f"/viec/{item.pk}/").status_code == 404
    assert login("em").get("/viec/999999/").status_code == 404
    assert login("binh").get(f"/viec/{item.pk}/").status_code == 200
    assert login("binh").post(f"/viec/{item.pk}/gia-han/", {"amount": "2", "why": "x"}).status_code == 403
    assert login("binh").post(f"/viec/{item.pk}/don-doc/", {"text": ""}).status_code == 403


def test_reading_writes_nothing(login, item):
    before = Event.objects.count()
    for path in ("/", f"/viec/{item.pk}/", "/viec/don-vi/", "/viec/cho-nguoi-khac/"):
        login("chi").get(path)
    assert Event.objects.count() == before


def test_extension_from_asking_to_the_new_date(login, item):
    due_before = item.due_at
    refused = login("an").post(f"/viec/{item.pk}/gia-han/", {"amount": "2", "until_on": "2099-01-01", "why": "Đo lại"})
    assert refused.status_code == 422
    assert "Đo lại" in refused.content.decode()
    assert "chỉ một trong hai" in refused.content.decode()
    assert login("an").post(f"/viec/{item.pk}/gia-han/", {"amount": "2", "why": "Đo lại"}).status_code == 302
    extension = Extension.objects.get()
    chief = login("chi")
    assert "Đo lại" in chief.get(f"/viec/{item.pk}/").content.decode()
    address = f"/viec/{item.pk}/gia-han/{extension.pk}/"
    without_reason = chief.post(address, {"granted": "no", "answer": ""})
    assert without_reason.status_code == 422
    assert "Hãy ghi lý do." in without_reason.content.decode()
    assert chief.post(address, {"granted": "yes", "answer": ""}).status_code == 302
    item.refresh_from_db()
    assert item.due_at > due_before
    again = chief.post(address, {"granted": "yes", "answer": ""})
    assert again.status_code == 409
    assert "đã có trả lời" in again.content.decode()


def test_handover_by_page(login, item, world):
    address = f"/viec/{item.pk}/chuyen/"
    assert login("an").post(address, {"to_unit_id": "999", "why": "x"}).status_code == 422
    assert login("an").post(address, {"to_unit_id": world.units["xa"].pk, "why": "Địa bàn"}).status_code == 302
    sent = Handover.objects.get()
    receiver = login("phuc")
    assert "Việc được chuyển đến" in receiver.get(f"/viec/{item.pk}/").content.decode()
    assert receiver.post(f"{address}{sent.pk}/", {"received": "yes"}).status_code == 302
    item.refresh_from_db()
    assert item.unit_id == world.units["xa"].pk


def test_system_time_reassigning_and_urging_by_page(login, item, world):
    long_ago = timezone.now() - timedelta(days=10)
    Obligation.objects.update(opened_at=long_ago, since_at=long_ago)
    since, until = timezone.localtime() - timedelta(days=8), timezone.localtime() - timedelta(days=1)
    typed = {
        "system": "Cổng", "since": since.strftime("%Y-%m-%dT%H:%M"), "until": until.strftime("%Y-%m-%dT%H:%M"),
        "evidence": "Biên bản 5",
    }  # fmt: skip
    assert login("an").post(f"/viec/{item.pk}/loi-he-thong/", typed).status_code == 302
    claim = SystemTime.objects.get()
    chief = login("chi")
    assert "Biên bản 5" in chief.get(f"/viec/{item.pk}/").content.decode()
    answer = {"granted": "yes", "answer": "Đúng"}
    assert chief.post(f"/viec/{item.pk}/loi-he-thong/{claim.pk}/", answer).status_code == 302
    item.refresh_from_db()
    assert item.system_minutes == claim.minutes > 0
    assert chief.post(f"/viec/{item.pk}/don-doc/", {"text": "Gấp"}).status_code == 302
    assert Urging.objects.get().text == "Gấp"
    person = world.people["binh"].pk
    assert chief.post(f"/viec/{item.pk}/nguoi-xu-ly/", {"to_person_id": person}).status_code == 302
    item.refresh_from_db()
    assert item.person_id == person


def test_a_second_press_is_not_a_second_act(login, item):
    import re

    chief = login("chi")
    key = re.search(r'name="request_key" value="([^"]+)"', chief.get(f"/viec/{item.pk}/").content.decode())[1]
    for _ in range(2):
        assert chief.post(f"/viec/{item.pk}/don-doc/", {"text": "Gấp", "request_key": key}).status_code == 302
    assert Urging.objects.count() == 1
    other = chief.post(f"/viec/{item.pk}/don-doc/", {"text": "Khác", "request_key": key})
    assert other.status_code == 422
    assert Urging.objects.count() == 1


def test_many_at_once_are_asked_about_first(login, item, world):
    chief = login("chi")
    asked = chief.post("/viec/chuyen-nguoi-xu-ly/", {"rows": [item.pk, 999999]})
    assert "2 việc đã chọn" in asked.content.decode()
    done = chief.post(
        "/viec/chuyen-nguoi-xu-ly/", {"rows": [item.pk, 999999], "to_person_id": world.people["binh"].pk}, follow=True
    )
    html = done.content.decode()
    assert "Đã chuyển 1 việc." in html
    assert "999999" in html
    item.refresh_from_db()
    assert item.person_id == world.people["binh"].pk
    export = chief.post("/viec/tai-viec-da-chon/", {"rows": [item.pk]})
    assert "V-0001" in export.content.decode()
