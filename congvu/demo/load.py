"""Fills an empty embedded database with the demonstration province, part by part, through loaders and commands.

Deterministic for a given day: the same units, people, codes and moments. Development and the embedded database only.
"""

import csv
import random
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import resources

from django.db import transaction

from congvu.config import databases, environment
from congvu.core.loading import LoadReport, Row
from congvu.demo import dossiers, indexes, people, plans, tasks, units
from congvu.orgs.actor import Actor
from congvu.orgs.models import Person

Say = Callable[[str], None]


class NotHere(Exception):
    """The demonstration is for a trial: development, the embedded database, and nothing in it yet."""


def may_be_loaded() -> bool:
    return not environment.is_production() and databases.uses_embedded()


def is_wanted() -> bool:
    """Whether a start should load the demonstration: a trial installation that holds nobody."""
    return may_be_loaded() and not Person.objects.exists()


def load(now: datetime, say: Say) -> None:
    """Everything, in about a minute. Raises NotHere, and RuntimeError when a packaged file does not load."""
    if not may_be_loaded():
        raise NotHere("The demonstration loads only in development and only into the embedded database.")
    if Person.objects.exists():
        raise NotHere("There are people in this database already; the demonstration loads only into an empty one.")
    began = time.monotonic()
    for label, part in PARTS:
        say(f"{label} …")
        with transaction.atomic():
            part(now)
    say(f"Tỉnh trình diễn đã sẵn sàng sau {time.monotonic() - began:.0f} giây.")


def accounts_text() -> str:
    """Who can sign in, for the terminal: user name, role in words, what that person's day shows."""
    if not Person.objects.filter(username=people.ACCOUNTS[0][0]).exists():
        return ""
    width = max(len(username) for username, *_ in people.ACCOUNTS)
    lines = [
        f"  {username:<{width}}  {full_name}, {title}: {shows}"
        for username, full_name, _unit, _role, title, shows in people.ACCOUNTS
    ]
    return "\n".join([f"Tài khoản trình diễn, mật khẩu chung: {people.PASSWORD}", *lines])


def _load_units(now: datetime) -> None:
    from congvu.orgs.load.units import load_units

    real = _packaged("units/units-tayninh.csv")
    _loaded(load_units, real, now)
    communes = [row for row in real if row["code_system"] == "gso-2025" and row["parent_code"]]
    _loaded(load_units, units.rows(communes), now)
    units.place_vertical_agencies(communes)
    units.give_identifiers(communes)


def _load_people(now: datetime) -> None:
    from congvu.orgs.load.people import load_people

    real = _packaged("units/units-tayninh.csv")
    communes = [row for row in real if row["code_system"] == "gso-2025" and row["parent_code"]]
    _loaded(load_people, people.rows(units.rows(communes), random.Random(80)), now)
    people.open_accounts()


def _load_catalogue(now: datetime) -> None:
    from congvu.catalog.load import load_procedures, load_steps

    _loaded(load_procedures, _packaged("procedures/procedures.csv"), now)
    _loaded(load_steps, _packaged("procedures/procedure-steps.csv"), now)


PARTS: tuple[tuple[str, Callable[[datetime], None]], ...] = (
    ("Đơn vị của hai tỉnh cũ và tỉnh mới", _load_units),
    ("Con người, vai trò", _load_people),
    ("Thủ tục và quy trình", _load_catalogue),
    ("Kế hoạch, chương trình, lịch tuần", plans.load),
    ("Hai năm hồ sơ đã xong", dossiers.load_history),
    ("Hồ sơ đang đi", dossiers.walk),
    ("Hai năm nhiệm vụ", tasks.load_history),
    ("Nhiệm vụ đang làm", tasks.walk),
    ("Chỉ số: một đợt đã công bố, một đợt đang chấm", indexes.load),
)


def _packaged(name: str) -> list[dict[str, str]]:
    text = resources.files("congvu.data").joinpath(name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def _loaded(loader: Callable[..., LoadReport], cells: Sequence[dict[str, str]], now: datetime) -> None:
    rows = [Row(line, dict(each)) for line, each in enumerate(cells, start=2)]
    report = loader(rows, actor=Actor.clock(), at=now)
    if report.errors:
        raise RuntimeError(f"{report.kind}: {report.errors[0]}")
