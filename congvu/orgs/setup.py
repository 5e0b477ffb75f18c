"""The first run of an empty house: one code printed at the console makes the first administrator, once."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from psycopg import sql

from congvu.core.errors import N_, DomainError
from congvu.orgs.actor import Actor
from congvu.orgs.commands import people, roles, units
from congvu.orgs.models import Person, Unit

PERIOD = 24 * 3600


class SetupDone(DomainError):
    code = "setup_done"
    sentence = N_("Đã có quản trị đầu tiên. Hãy đăng nhập, hoặc nhờ quản trị lập tài khoản.")
    status = 404


class CodeWrong(DomainError):
    code = "setup_code_wrong"
    sentence = N_("Mã thiết lập không đúng hoặc đã hết hạn. Chạy lệnh congvu setup-code trên máy chủ để lấy mã mới.")
    status = 422


def is_wanted() -> bool:
    """Whether nobody is here yet. One query."""
    return not Person.objects.exists()


def setup_code(at: datetime) -> str:
    """The code of this day: made from the secret of the installation, so nothing has to be stored or sent."""
    return _code(int(at.timestamp()) // PERIOD)


def is_right(code: str, at: datetime) -> bool:
    """Today's or yesterday's code; compared without telling how much of it was right."""
    period = int(at.timestamp()) // PERIOD
    given = code.replace("-", "").replace(" ", "").upper().encode()
    right = [secrets.compare_digest(given, _code(each).replace("-", "").encode()) for each in (period, period - 1)]
    return any(right)


def _code(period: int) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), f"congvu setup {period}".encode(), hashlib.sha256).digest()
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    plain = "".join(letters[byte % 32] for byte in digest[:20])
    return "-".join(plain[start : start + 5] for start in range(0, 20, 5))


@transaction.atomic
def set_up(
    *, code: str, unit_name: str, unit_code: str, full_name: str, username: str, password: str, at: datetime
) -> Person:
    """The office itself and its first administrator, who must have a second factor. Raises SetupDone, CodeWrong."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('orgs.setup'))")
    if not is_wanted():
        raise SetupDone
    if not is_right(code, at):
        raise CodeWrong(field="code")
    clock = Actor.clock()
    new = units.NewUnit(code=unit_code, name=unit_name, kind="ubnd", parent_id=None)
    office = Unit.objects.filter(spans__parent=None, code=unit_code).first() or units.create_unit(
        new=new, on=None, document=_("Thiết lập ban đầu"), actor=clock, at=at
    )
    person = people.create_person(
        username=username, full_name=full_name, unit_id=office.pk, role="admin", since=None, title=_("Quản trị"),
        actor=clock, at=at,
    )  # fmt: skip
    people.set_password(person_id=person.pk, password=password, actor=clock, at=at)
    roles.demand_second_factor(role="admin", demanded=True, actor=clock, at=at)
    return person


@dataclass(frozen=True, slots=True)
class SetupStep:
    """`command` does it at the console; `url` shows what is there."""

    name: str
    done: bool
    fact: str
    command: str
    url: str


def steps(on: date) -> list[SetupStep]:
    """What an office needs before the first dossier, and how far it is."""
    counts = {
        "units": Unit.objects.filter(during__contains=on).count(),
        "people": Person.objects.filter(is_active=True).count(),
    }
    later = [_rows_of("work_day"), _rows_of("procedure")]
    said = (
        (_("Đơn vị"), counts["units"] > 1, counts["units"], _("congvu load units TỆP"), "orgs:chart"),
        (_("Lịch làm việc"), bool(later[0]), later[0], _("congvu load calendar TỆP"), "orgs:calendars"),
        (_("Người dùng"), counts["people"] > 1, counts["people"], _("congvu load people TỆP"), "orgs:people"),
        (_("Thủ tục hành chính"), bool(later[1]), later[1], _("congvu load procedures TỆP"), "catalog:list"),
    )
    return [SetupStep(name, done, str(number), command, _url(url)) for name, done, number, command, url in said]


def _rows_of(table: str) -> int:
    """Rows of a room that may not be installed here; orgs stands below it and asks by the name of its table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        return int(cursor.fetchone()[0])


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
