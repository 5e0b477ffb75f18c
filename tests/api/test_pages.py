"""The page of keys: for who manages them; the key is shown once; revoking asks first."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from congvu.api.models import Token
from congvu.orgs.models import Role
from tests.api.conftest import Office, key_for

pytestmark = pytest.mark.django_db
LIST, NEW = "/-/khoa-api/", "/-/khoa-api/moi/"


@pytest.fixture
def admin(office: Office, client: Client) -> Client:
    Role.objects.update(needs_second_factor=False)
    client.force_login(office.admin)
    return client


def filled(**changes: object) -> dict[str, object]:
    last_day = timezone.localtime().date() + timedelta(days=30)
    return {"name": "Cổng", "username": "quan.tri", "scopes": ["orgs.see"], "last_day": last_day, **changes}


def test_others_do_not_come_in(office: Office, client: Client) -> None:
    client.force_login(office.specialist)
    for address in (LIST, NEW):
        assert client.get(address).status_code == 403
    assert client.post(NEW, filled()).status_code == 403
    assert not Token.objects.exists()


def test_a_new_key_is_shown_once_and_opens_the_door(admin: Client) -> None:
    page = admin.post(NEW, filled())
    assert page.headers["Cache-Control"] == "no-store"
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/me").status_code == 200
    listed = admin.get(LIST).content.decode()
    assert secret not in listed
    assert "Cổng" in listed
    assert "đang dùng" in listed


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "khong.co"}, "username"),
        ({"scopes": []}, "scopes"),
        ({"username": "chuyen.vien", "scopes": ["orgs.manage_people"]}, "scopes"),
        ({"last_day": "2020-01-01"}, "last_day"),
    ],
)
def test_a_refused_form_says_where_and_keeps_what_was_typed(
    admin: Client, changes: dict[str, object], field: str
) -> None:
    page = admin.post(NEW, filled(**changes))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert 'value="Cổng"' in page.content.decode()
    assert not Token.objects.exists()


def test_revoking_asks_first(admin: Client, office: Office) -> None:
    key_for(office.admin)
    token = Token.objects.get()
    address = f"{LIST}{token.pk}/thu-hoi/"
    assert "Thu hồi" in admin.post(address).content.decode()
    assert Token.objects.get().revoked_at is None
    assert admin.post(address, {"confirmed": "1"}).status_code == 302
    assert Token.objects.get().revoked_at is not None
    assert admin.get(address).status_code == 405
