"""A key acts for one person, with the scopes it was given, until its last day; and is kept as a hash alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from congvu.api import commands
from congvu.api.models import Token
from congvu.ledger.selectors import timeline
from congvu.orgs.actor import Actor, actor_for
from congvu.orgs.models import Position
from congvu.orgs.policy import NotAllowed
from congvu.orgs.ranges import days
from tests.api.conftest import Office, caller, key_for

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.urls")]
ME = "/api/v1/me"


def test_a_key_says_for_whom_it_acts(office: Office) -> None:
    found = caller(key_for(office.admin, "orgs.see", "orgs.manage_people")).get(ME).json()
    assert found == {
        "username": "quan.tri", "full_name": "Lê Quản Trị", "unit_id": office.unit.pk,
        "permissions": ["orgs.manage_people", "orgs.see"],
    }  # fmt: skip


def test_a_key_may_no_more_than_its_scopes(office: Office) -> None:
    assert caller(key_for(office.admin, "orgs.see_people")).get("/api/trial/people").status_code == 200
    refused = caller(key_for(office.admin, "orgs.see")).get("/api/trial/people")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


def test_a_key_may_no_more_than_its_person(office: Office) -> None:
    with pytest.raises(commands.ScopeNotHeld):
        key_for(office.specialist, "orgs.see_people")


@pytest.mark.parametrize("scopes", [("no.such",), ("orgs.see", "no.such")])
def test_an_unknown_scope_is_refused(office: Office, scopes: tuple[str, ...]) -> None:
    with pytest.raises(commands.ScopeUnknown):
        key_for(office.admin, *scopes)


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_key_ends_after_it_begins_and_within_a_year(office: Office, days: int) -> None:
    with pytest.raises(commands.TokenLifeUnsound):
        key_for(office.admin, days=days)


def test_the_key_itself_is_nowhere(office: Office) -> None:
    key = key_for(office.admin)
    assert len(key) > 40
    with connection.cursor() as cursor:
        for table in ("api_token", "event"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            assert not any(key in row[0] for row in cursor.fetchall())


def test_an_expired_key_opens_nothing(office: Office) -> None:
    key = key_for(office.admin, days=30, at=timezone.now() - timedelta(days=30, seconds=1))
    assert caller(key).get(ME).status_code == 401


def test_a_revoked_key_opens_nothing_and_the_ledger_tells(office: Office) -> None:
    key = key_for(office.admin)
    token = Token.objects.get()
    now = timezone.now()
    commands.revoke_token(token_id=token.pk, actor=Actor.clock(), at=now)
    commands.revoke_token(token_id=token.pk, actor=Actor.clock(), at=now + timedelta(hours=1))
    assert caller(key).get(ME).status_code == 401
    token.refresh_from_db()
    assert token.revoked_at == now
    kinds = [row.kind for row in timeline("api_token", token.pk)]
    assert sorted(kinds) == ["api.token_issued", "api.token_revoked"]


def test_a_key_ends_with_the_position(office: Office) -> None:
    key = key_for(office.admin)
    assert caller(key).get(ME).status_code == 200
    Position.objects.filter(person=office.admin).update(during=days(None, timezone.localtime().date()))
    assert caller(key).get(ME).status_code == 401


def test_a_barred_person_bars_the_key(office: Office) -> None:
    key = key_for(office.admin)
    office.admin.is_active = False
    office.admin.save()
    assert caller(key).get(ME).status_code == 401


def test_only_who_manages_keys_issues_and_revokes(office: Office) -> None:
    now = timezone.now()
    other = actor_for(office.specialist, at=now)
    with pytest.raises(NotAllowed):
        commands.issue_token(
            name="x", person=office.admin, unit_id=None, scopes=["orgs.see"],
            expires_at=now + timedelta(days=1), actor=other, at=now,
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        commands.revoke_token(token_id=1, actor=other, at=now)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer cv_wrong", "Bearer a b c"])
def test_without_a_key_nobody_comes_in(office: Office, header: str) -> None:
    response = caller(None).get(ME, headers={"Authorization": header} if header else {})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "not_signed_in"


def test_a_key_costs_few_queries(office: Office, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    client = caller(key_for(office.admin))
    client.get(ME)
    with django_assert_max_num_queries(4):
        client.get(ME)
