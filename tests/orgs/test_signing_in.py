"""Every way in: password, then the second factor once it is set; nothing else leads inside."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from congvu.orgs.models import Person, Role
from tests.orgs.test_people import Office, account

pytestmark = pytest.mark.django_db
STRONG = "mot-mat-khau-dai"
LOGIN = "/tai-khoan/login/"


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


@pytest.fixture
def an(office: Office) -> Person:
    person = account("an", office["so"])
    person.set_password(STRONG)
    person.save()
    return person


@pytest.fixture
def secret(an: Person) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(an, secret)
    RecoveryCodes.activate(an)
    return secret


def sign_in(client: Client, password: str = STRONG, username: str = "an"):  # type: ignore[no-untyped-def]
    return client.post(LOGIN, {"login": username, "password": password})


def is_inside(client: Client) -> bool:
    return client.get("/don-vi/").status_code == 200


def code_for(secret: str) -> str:
    """The code the person's application shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def test_a_password_alone_is_enough_only_without_a_second_factor(an: Person) -> None:
    client = Client()
    assert sign_in(client).status_code == 302
    assert is_inside(client)


def test_with_a_second_factor_the_password_alone_opens_nothing(an: Person, secret: str) -> None:
    client = Client()
    response = sign_in(client)
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert not is_inside(client)
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert not is_inside(client)
    assert client.post(reverse("mfa_authenticate"), {"code": code_for(secret)}).status_code == 302
    assert is_inside(client)


def test_a_code_is_used_once(an: Person, secret: str) -> None:
    code = code_for(secret)
    first, second = Client(), Client()
    sign_in(first)
    first.post(reverse("mfa_authenticate"), {"code": code})
    sign_in(second)
    second.post(reverse("mfa_authenticate"), {"code": code})
    assert is_inside(first)
    assert not is_inside(second)


def test_a_recovery_code_works_once(an: Person, secret: str) -> None:
    code = Authenticator.objects.get(user=an, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    for expected in (True, False):
        client = Client()
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_inside(client) is expected


def _login_like() -> set[str]:
    """Addresses whose name or path speaks of signing in, signing up, or resetting."""
    found = set()

    def walk(patterns, before: str) -> None:  # type: ignore[no-untyped-def]
        for pattern in patterns:
            here = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, here)
            elif isinstance(pattern, URLPattern) and any(
                word in here for word in ("login", "signup", "reset", "admin")
            ):
                found.add(here)

    walk(get_resolver().url_patterns, "/")
    return found


def test_no_other_way_in_exists(an: Person, secret: str) -> None:
    ways = _login_like()
    assert LOGIN in ways
    for way in ways - {LOGIN}:
        client = Client()
        response = client.post(way, {"login": "an", "username": "an", "password": STRONG, "email": "a@b.vn"})
        assert response.status_code in (404, 403, 405), way
        assert not is_inside(client), way


@pytest.mark.parametrize(("active", "password"), [(True, "sai-mat-khau"), (False, STRONG)], ids=["wrong", "barred"])
def test_wrong_password_or_barred_account(an: Person, active: bool, password: str) -> None:
    Person.objects.filter(pk=an.pk).update(is_active=active)
    client = Client()
    sign_in(client, password)
    assert not is_inside(client)


def test_guessing_is_stopped_even_for_the_right_password(an: Person) -> None:
    client = Client()
    for _guess in range(5):
        assert sign_in(client, "sai-mat-khau").status_code == 200
    page = sign_in(client).content.decode()
    assert "Quá nhiều lần" in page
    assert not is_inside(client)


def test_roles_that_must_have_a_second_factor_are_led_to_it(an: Person) -> None:
    Role.objects.filter(code="specialist").update(needs_second_factor=True)
    client = Client()
    sign_in(client)
    for path in ("/don-vi/", "/nguoi-dung/", "/", "/-/thiet-lap/"):
        assert client.get(path).headers["Location"] == reverse("mfa_activate_totp"), path
    assert client.get(reverse("mfa_activate_totp")).status_code in (200, 302)
    totp.TOTP.activate(an, totp.generate_totp_secret())
    assert is_inside(client)


def test_a_demanded_second_factor_is_not_taken_off_by_its_owner(an: Person, secret: str) -> None:
    Role.objects.filter(code="specialist").update(needs_second_factor=True)
    client = Client()
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=an, type=Authenticator.Type.TOTP).exists()


def test_the_pages_of_signing_in_speak_vietnamese(an: Person, secret: str) -> None:
    client = Client()
    pages = [
        client.get(LOGIN),
        sign_in(client, "sai-mat-khau"),
        sign_in(client),
        client.get(reverse("mfa_authenticate")),
    ]
    words = " ".join(page.content.decode() for page in pages)
    for english in ("Password", "Username", "Sign In", "Remember", "Forgot", "not correct", "Authenticator", "Code:"):
        assert english not in words, english
    assert "không đúng" in words
