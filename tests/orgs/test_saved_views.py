"""Views of lists that a person keeps: in every list, under the person's own names, one of them the default."""

import pytest
from django.test import Client

from congvu.orgs.commands import saved_views as commands
from congvu.orgs.models import Person, SavedView
from tests.orgs.test_pages import queries
from tests.orgs.test_people import Office, account, acting

pytestmark = pytest.mark.django_db
LEADERS = "vt=leader"


@pytest.fixture
def admin(office: Office) -> Person:
    return account("quan.tri", office["tinh"], "admin")


@pytest.fixture
def client(admin: Person) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def keep(client: Client, name: str, query: str = LEADERS, **more: str):  # type: ignore[no-untyped-def]
    return client.post("/-/cach-xem/people/", {"name": name, "query": query, "path": "/nguoi-dung/", **more})


def test_kept_opened_renamed_and_dropped(client: Client, admin: Person) -> None:
    assert "Lưu cách xem này" not in client.get("/nguoi-dung/").content.decode(), "there is nothing to keep"
    assert "Lưu cách xem này" in client.get(f"/nguoi-dung/?{LEADERS}").content.decode()
    assert keep(client, "Lãnh đạo").headers["Location"] == f"/nguoi-dung/?{LEADERS}"
    page = client.get(f"/nguoi-dung/?{LEADERS}&sau=x").content.decode()
    assert f'<a href="/nguoi-dung/?{LEADERS}" aria-current="page">' in page, "whatever the page of the list"
    assert "Lưu cách xem này" not in page, "it is kept already"
    view = SavedView.objects.get(person=admin)
    client.post(f"/-/cach-xem/{view.pk}/ten/", {"name": " Các  lãnh đạo ", "path": "/nguoi-dung/"})
    assert "Các lãnh đạo" in client.get("/nguoi-dung/").content.decode()
    client.post(f"/-/cach-xem/{view.pk}/bo/", {"path": "/nguoi-dung/"})
    assert "Các lãnh đạo" not in client.get("/nguoi-dung/").content.decode()


def test_the_default_is_what_the_bare_address_shows(client: Client, office: Office) -> None:
    account("truong", office["xa1"], "leader")
    assert ">2 người<" in client.get("/nguoi-dung/").content.decode()
    keep(client, "Lãnh đạo", default="on")
    page = client.get("/nguoi-dung/").content.decode()
    assert ">1 người<" in page
    assert 'href="/nguoi-dung/?tat-ca=1"' in page, "taking the last condition away shows everything"
    assert ">2 người<" in client.get("/nguoi-dung/?tat-ca=1").content.decode()
    keep(client, "Quản trị", "vt=admin", default="on")
    assert list(SavedView.objects.filter(is_default=True).values_list("name", flat=True)) == ["Quản trị"]
    view = SavedView.objects.get(is_default=True)
    client.post(f"/-/cach-xem/{view.pk}/mac-dinh/", {"default": "0", "path": "/nguoi-dung/"})
    assert ">2 người<" in client.get("/nguoi-dung/").content.decode()


def test_one_query_however_many_views(client: Client) -> None:
    before = queries(client, "/nguoi-dung/")
    for number in range(10):
        keep(client, f"Cách {number}", f"q=x{number}")
    assert queries(client, "/nguoi-dung/") == before


def test_refusals(client: Client, admin: Person, office: Office) -> None:
    keep(client, "Lãnh đạo")
    assert keep(client, "Lãnh  đạo").status_code == 409
    for name, query in ((" ", LEADERS), ("x" * 61, LEADERS), ("x", ""), ("x", "q=" + "x" * 2000)):
        assert keep(client, name, query).status_code == 422
    for number in range(19):
        keep(client, f"Cách {number}")
    assert "Hãy bỏ bớt" in keep(client, "thêm nữa").content.decode()
    view = SavedView.objects.order_by("id").first()
    assert view is not None
    other = Client()
    other.force_login(account("an", office["so"]))
    for act in ("ten", "bo", "mac-dinh"):
        assert other.post(f"/-/cach-xem/{view.pk}/{act}/", {"name": "x", "path": "/"}).status_code == 404
    assert "Lãnh đạo" not in other.get("/ho-so/").content.decode()
    with pytest.raises(commands.NotInSight):
        commands.remove_view(view_id=0, **acting(admin))
    elsewhere = client.post(f"/-/cach-xem/{view.pk}/bo/", {"path": "//elsewhere.example/"})
    assert elsewhere.headers["Location"] == "/"


@pytest.mark.parametrize("path", ["/", "/viec/don-vi/", "/ho-so/", "/thu-tuc/", "/nguoi-dung/", "/thu-gui-di/"])
def test_every_list_keeps_views(client: Client, office: Office, path: str) -> None:
    leader = Client()
    leader.force_login(account("lanh.dao", office["tinh"], "leader"))
    reader = client if path in ("/nguoi-dung/", "/thu-gui-di/") else leader
    assert "Lưu cách xem này" in reader.get(f"{path}?q=abc").content.decode()
