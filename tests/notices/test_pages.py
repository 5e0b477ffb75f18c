"""The bell, the page of notices, and the outbox for who looks after it."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.notices import defer
from congvu.notices.models import Notice, OutgoingMail
from congvu.orgs.models import Position, Role, Unit, UnitHeir, UnitKind, UnitSpan, UnitUnder
from congvu.orgs.ranges import days
from tests.notices.conftest import NOON, Told


@pytest.fixture
def office(db) -> Unit:
    unit, always = Unit.objects.create(code="so", during=days(None)), days(None)
    UnitSpan.objects.create(
        unit=unit, name="Sở Y", short_name="Sở Y", kind=UnitKind.objects.get(code="so"), during=always
    )
    UnitHeir.objects.create(unit=unit, heir=unit, during=always)
    UnitUnder.objects.create(upper=unit, lower=unit, depth=0, during=always)
    return unit


@pytest.fixture
def sign_in(client, office, monkeypatch):
    """A client of somebody who holds this role."""
    monkeypatch.setattr("congvu.orgs.middleware.must_set_up", lambda request: False)

    def one(role: str = "specialist", name: str = "an"):
        person = get_user_model().objects.create(username=name, full_name=name.title())
        Position.objects.create(person=person, role=Role.objects.get(code=role), unit=office, during=days(None))
        client.force_login(person, backend="congvu.orgs.signing_in.Backend")
        return person.pk

    return one


def tell(person: int, text: str, url: str = "/thong-bao/?tt=tat-ca") -> int:
    defer.notify([person], Told(text, url), about=("dossier", 1), key=text, at=NOON)
    return Notice.objects.get(person_id=person, key=text).pk


def test_the_bell_counts_what_is_unread_and_leads_to_it(client, sign_in):
    me = sign_in()
    tell(me, "Hồ sơ A được chuyển đến")
    tell(me, "Hồ sơ B được chuyển đến")
    page = client.get("/thong-bao/").content.decode()
    assert "Thông báo: 2 tin chưa đọc" in page
    assert page.index("Hồ sơ B") < page.index("Hồ sơ A")


def test_opening_marks_as_read_and_leads_to_the_matter(client, sign_in):
    pk = tell(sign_in(), "Việc mới", url="/thong-bao/?tt=tat-ca")
    assert client.get(f"/thong-bao/{pk}/mo/").status_code == 405  # a GET writes nothing
    answer = client.post(f"/thong-bao/{pk}/mo/")
    assert (answer.status_code, answer["Location"]) == (302, "/thong-bao/?tt=tat-ca")
    assert Notice.objects.get(pk=pk).read_at is not None
    assert "Việc mới" not in client.get("/thong-bao/").content.decode()
    assert "Việc mới" in client.get("/thong-bao/?tt=tat-ca").content.decode()


def test_a_notice_never_leads_out_of_the_house(client, sign_in):
    pk = tell(sign_in(), "Việc mới", url="https://elsewhere.example/")
    assert client.post(f"/thong-bao/{pk}/mo/")["Location"] == "/thong-bao/"


def test_somebody_elses_notice_is_not_there(client, sign_in, people):
    pk = tell(people["binh"], "Chuyện của Bình")
    sign_in(name="dung")
    assert client.post(f"/thong-bao/{pk}/mo/").status_code == 404
    assert Notice.objects.get(pk=pk).read_at is None
    assert "Chuyện của Bình" not in client.get("/thong-bao/?tt=tat-ca").content.decode()


def test_marking_all_leaves_what_came_meanwhile(client, sign_in):
    me = sign_in()
    seen = tell(me, "Đã thấy")
    later = tell(me, "Vừa đến")
    client.post("/thong-bao/da-doc/", {"up_to": str(seen)})
    assert list(Notice.objects.filter(read_at=None).values_list("pk", flat=True)) == [later]


def test_a_stranger_is_led_to_the_sign_in(client, db):
    assert client.get("/thong-bao/")["Location"].startswith("/tai-khoan/")


def test_long_lists_come_in_pages_with_the_same_number_of_queries(client, sign_in):
    me = sign_in()
    tell(me, "Tin đầu")
    client.get("/thong-bao/")  # what is read once per process is read now
    with CaptureQueriesContext(connection) as short:
        client.get("/thong-bao/")
    for number in range(35):
        tell(me, f"Tin số {number:02}")
    with CaptureQueriesContext(connection) as long:
        first = client.get("/thong-bao/")
    assert len(long) == len(short)
    page = first.content.decode()
    assert "Tin số 05" in page
    assert "Tin số 04" not in page
    following = first.context["paging"].next_url
    assert "Tin số 04" in client.get(following).content.decode()


def test_the_outbox_shows_failures_with_their_reason_and_no_address(client, sign_in):
    sign_in("admin")
    pk = defer.defer_mail(address="lan@x.vn", subject="Kết quả hồ sơ", body="…", key="k", at=NOON)
    OutgoingMail.objects.filter(pk=pk).update(state="failed", next_at=None, error="SMTPDataError: 554 spam")
    page = client.get("/thu-gui-di/").content.decode()
    assert "Kết quả hồ sơ" in page
    assert "554 spam" in page
    assert "lan@x.vn" not in page
    client.post("/thu-gui-di/gui-lai/", {"rows": [str(pk), "abc"]})
    assert OutgoingMail.objects.get(pk=pk).state == "queued"


def test_the_outbox_is_for_who_looks_after_it(client, sign_in):
    sign_in("specialist")
    assert client.get("/thu-gui-di/").status_code == 403
    assert client.post("/thu-gui-di/gui-lai/", {"rows": ["1"]}).status_code == 403
