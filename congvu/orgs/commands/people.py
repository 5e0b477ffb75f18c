"""Accounts: create, change, allow or bar signing in, set a password, take a lost second factor away."""

from __future__ import annotations

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congvu.core.errors import N_, DomainError
from congvu.core.text import fold
from congvu.ledger.record import record
from congvu.orgs import events, policy
from congvu.orgs.actor import Actor
from congvu.orgs.commands import positions
from congvu.orgs.commands.managed import MANAGE, managed, require_other
from congvu.orgs.models import Person
from congvu.orgs.models.people import search_of

ABOUT = "person"


class UsernameTaken(DomainError):
    code = "username_taken"
    sentence = N_("Tên đăng nhập “%(username)s” đã có người dùng. Hãy chọn tên khác.")


class UsernameUnsound(DomainError):
    code = "username_unsound"
    sentence = N_("Tên đăng nhập gồm chữ thường không dấu, chữ số, dấu chấm và gạch nối, ví dụ “nguyen.van.an”.")
    status = 422


class PasswordWeak(DomainError):
    code = "password_weak"
    sentence = N_("Mật khẩu chưa đủ mạnh: %(reasons)s")
    status = 422


@transaction.atomic
def create_person(
    *,
    username: str,
    full_name: str,
    unit_id: int,
    role: str,
    since: date | None,
    actor: Actor,
    at: datetime,
    email: str = "",
    title: str = "",
    last: date | None = None,
    category_ids: tuple[int, ...] = (),
) -> Person:
    """An account with its first position: nobody is here without one. Raises UsernameTaken, UsernameUnsound."""
    policy.require(actor, MANAGE, unit_id=unit_id)
    person = new_account(username=username, full_name=full_name, email=email)
    record(events.PersonCreated(person.pk), about=(ABOUT, person.pk), actor=actor, at=at)
    positions.grant_position(
        person_id=person.pk, unit_id=unit_id, role=role, title=title, since=since, last=last,
        category_ids=category_ids, actor=actor, at=at,
    )  # fmt: skip
    return person


def new_account(*, username: str, full_name: str, email: str) -> Person:
    """The row alone, without a usable password. Raises UsernameTaken, UsernameUnsound."""
    person = account_of(username=username, full_name=full_name, email=email)
    if Person.objects.filter(username=person.username).exists():
        raise UsernameTaken(username=person.username, field="username")
    person.save(force_insert=True)
    return person


def account_of(*, username: str, full_name: str, email: str) -> Person:
    """The same, not written yet, for who knows that the name is free. Raises UsernameUnsound."""
    name = username.strip().lower()
    if not name or fold(name) != name or not all(c.isalnum() or c in "._-" for c in name) or not name[0].isalnum():
        raise UsernameUnsound(field="username")
    person = Person(username=name, full_name=full_name.strip(), email=email.strip(), search=search_of(full_name, name))
    person.set_unusable_password()
    return person


@transaction.atomic
def change_person(*, person_id: int, full_name: str, email: str, actor: Actor, at: datetime) -> Person:
    """Name and address; the user name stays, because papers and logs know it."""
    person = managed(person_id, actor)
    wanted = {"full_name": full_name.strip(), "email": email.strip()}
    changed = tuple(name for name, value in wanted.items() if getattr(person, name) != value)
    if changed:
        person.full_name, person.email = wanted["full_name"], wanted["email"]
        person.search = search_of(person.full_name, person.username)
        person.save(update_fields=["full_name", "email", "search"])
        record(events.PersonChanged(changed), about=(ABOUT, person.pk), actor=actor, at=at)
    return person


@transaction.atomic
def allow_sign_in(*, person_id: int, actor: Actor, at: datetime) -> None:
    _set_active(person_id, True, actor, at)


@transaction.atomic
def bar_sign_in(*, person_id: int, actor: Actor, at: datetime) -> None:
    """The next request of an open session is already refused."""
    _set_active(person_id, False, actor, at)


@transaction.atomic
def set_password(*, person_id: int, password: str, actor: Actor, at: datetime) -> None:
    """By the administrator, for somebody else; open sessions of the person end. Raises PasswordWeak, NotAllowed."""
    person = managed(person_id, actor)
    require_other(person, actor, _("Mật khẩu của chính bạn đổi ở trang Tài khoản, nơi hỏi cả mật khẩu đang dùng."))
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise PasswordWeak(reasons=" ".join(error.messages), field="password") from None
    person.set_password(password)
    person.save(update_fields=["password"])
    record(events.PasswordSet(person.pk), about=(ABOUT, person.pk), actor=actor, at=at)


@transaction.atomic
def remove_second_factor(*, person_id: int, actor: Actor, at: datetime) -> None:
    """For a lost phone. Who must have a second factor is led to setting it up at the next sign-in."""
    person = managed(person_id, actor)
    require_other(person, actor, _("Không thể tự gỡ xác thực hai bước của mình. Hãy nhờ một quản trị khác."))
    removed, _kinds = Authenticator.objects.filter(user=person).delete()
    if removed:
        record(events.SecondFactorRemoved(person.pk), about=(ABOUT, person.pk), actor=actor, at=at)


def _set_active(person_id: int, active: bool, actor: Actor, at: datetime) -> None:
    person = managed(person_id, actor)
    if not active:
        require_other(person, actor, _("Không thể tự khóa tài khoản của mình. Hãy nhờ một quản trị khác."))
    if person.is_active != active:
        person.is_active = active
        person.save(update_fields=["is_active"])
        record(events.SignInAllowed(active), about=(ABOUT, person.pk), actor=actor, at=at)
