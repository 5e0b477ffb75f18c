"""Reading closings: which there are, what one answers, what was corrected since it was signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from congvu.core.periods import days
from congvu.metrics.closings.commands import in_force
from congvu.metrics.facts import FACTS, TABLES, Facts
from congvu.metrics.models import Closing
from congvu.metrics.questions import By, Question, Structure
from congvu.metrics.sight import sight_of
from congvu.orgs import units
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight

SEE = "metrics.see"
LISTED = 200


@dataclass(frozen=True, slots=True)
class Changed:
    """A printed cell of the total that would be another number today."""

    cell: str
    name: str
    signed: int
    now: int


@dataclass(frozen=True, slots=True)
class Correction:
    """One item that was counted otherwise when it was signed. `before`, `now`: the cell and the unit; empty: not in."""

    item_id: int
    code: str
    title: str
    url: str
    before: tuple[tuple[str, str], ...]
    now: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ClosingRow:
    id: int
    subject: str
    unit_id: int | None
    unit: str
    first_on: date
    last_on: date
    as_of: date
    signer: str
    document: str
    closed_at: datetime
    replaced: bool


def visible_to(actor: Actor) -> QuerySet[Closing]:
    """Included if, and only if: the actor sees figures of the unit whose it is, of every category; those of the whole
    house, everywhere."""
    sight = sight_of(actor, SEE)
    if actor.is_clock or sight.everything:
        return Closing.objects.all()
    seen = {unit for held, categories in sight.blocks if categories is None for unit in held or ()}
    return Closing.objects.filter(unit_id__in=sorted(seen))


def in_sight(actor: Actor, closing_id: int) -> Closing:
    found = visible_to(actor).filter(pk=closing_id).first()
    if found is None:
        raise NotInSight
    return found


def rows(*, actor: Actor, subject: str = "", limit: int = LISTED) -> list[ClosingRow]:
    """The latest periods first. Two queries."""
    seen = visible_to(actor).filter(**({"subject": subject} if subject else {}))
    found = list(seen.order_by("-last_on", "-first_on", "-id").defer("figures")[:limit])
    names = units.names_of(
        {one.unit_id for one in found if one.unit_id}, max((o.as_of for o in found), default=date.min)
    )
    return [
        ClosingRow(
            one.pk,
            one.subject,
            one.unit_id,
            names.get(one.unit_id or 0, ""),
            one.first_on,
            one.last_on,
            one.as_of,
            one.signer,
            one.document,
            one.closed_at,
            one.replaced_by_id is not None,
        )
        for one in found
    ]


def answer(subject: str, question: Question, *, by: By | None, actor: Actor) -> dict[str, Any] | None:
    """The figures as signed, when this period was closed, asked as of the day it was closed for, and the asker's
    rights reach all of it; else None."""
    from congvu.metrics.values import all_in_sight

    closing = in_force(subject, question)
    source = FACTS[TABLES[subject].facts]
    if closing is None or question.as_of != closing.as_of or (by is not None and by not in source.cuts):
        return None
    if not all_in_sight(source.sight_of(actor), question):
        return None
    kept = closing.figures[question.structure.value]
    return {
        "subject": subject,
        "from": closing.first_on.isoformat(),
        "until": closing.last_on.isoformat(),
        "as_of": closing.as_of.isoformat(),
        "structure": question.structure.value,
        "by": by.value if by else None,
        "complete": True,
        "rows": kept[by.value] if by else [kept["total"]],
        "total": kept["total"],
        "closing": _described(closing, actor),
    }


def _described(closing: Closing, actor: Actor) -> dict[str, Any]:
    corrected = corrections(closing, limit=LISTED)
    return {
        "id": closing.pk,
        "signer": closing.signer,
        "document": closing.document,
        "closed_at": closing.closed_at.isoformat(),
        "sha256": closing.sha256,
        "changes": [
            {"cell": one.cell, "signed": one.signed, "now": one.now} for one in changed_cells(closing, actor=actor)
        ],
        "corrections": [
            {"code": one.code, "before": [list(pair) for pair in one.before], "now": [list(pair) for pair in one.now]}
            for one in corrected
        ],
        "corrections_count": count_corrections(closing) if len(corrected) == LISTED else len(corrected),
    }


def question_of(closing: Closing) -> Question:
    return Question(days(closing.first_on, closing.last_on), closing.as_of, closing.unit_id, Structure.THEN)


def changed_cells(closing: Closing, *, actor: Actor) -> list[Changed]:
    """Cells of the total that are another number now, in the order they are printed."""
    from congvu.metrics.values import cells

    del actor  # the closing was counted for everyone, and so is what it is held against
    now = cells(closing.subject, question_of(closing), actor=Actor.clock()).total.cells
    signed = closing.figures[Structure.THEN.value]["total"]["cells"]
    known = _source(closing).cells
    return [
        Changed(code, known[code].name_vi if code in known else code, signed[code], now[code])
        for code in TABLES[closing.subject].cells
        if code in signed and signed[code] != now[code]
    ]


_DIFFERENCE = """
WITH signed AS (SELECT item_id, unit_id, what FROM closing_item WHERE closing_id = %(closing_id)s),
present AS MATERIALIZED (SELECT DISTINCT f.item_id, f.unit_id, f.what FROM ({items}) AS f),
differs AS (
  (SELECT item_id, unit_id, what, true AS was FROM signed EXCEPT SELECT item_id, unit_id, what, true FROM present)
  UNION ALL
  (SELECT item_id, unit_id, what, false FROM present EXCEPT SELECT item_id, unit_id, what, false FROM signed))
"""


def count_corrections(closing: Closing) -> int:
    text, values = _difference(closing)
    with connection.cursor() as cursor:
        cursor.execute(f"{text} SELECT count(DISTINCT item_id) FROM differs", values)  # noqa: S608
        return int(cursor.fetchone()[0])


def corrections(closing: Closing, *, limit: int = LISTED) -> list[Correction]:
    """What was recorded after the signing and changes what it counted, item by item. Four queries."""
    text, values = _difference(closing)
    chosen = "SELECT DISTINCT item_id FROM differs ORDER BY item_id LIMIT %(limit)s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{text} SELECT item_id, unit_id, what, was FROM differs WHERE item_id IN ({chosen})"  # noqa: S608
            " ORDER BY item_id, was DESC, what, unit_id",
            values | {"limit": limit},
        )
        found = cursor.fetchall()
    names = units.names_of({unit for _item, unit, _what, _was in found}, closing.as_of)
    return _by_item(found, names, _source(closing))


def _by_item(found: Sequence[tuple[int, int, str, bool]], names: dict[int, str], source: Facts) -> list[Correction]:
    sides: dict[int, tuple[list[tuple[str, str]], list[tuple[str, str]]]] = {}
    for item, unit, what, was in found:
        sides.setdefault(item, ([], []))[0 if was else 1].append((what, names.get(unit, "")))
    named = source.named(list(sides))
    return [
        Correction(item, *named.get(item, ("", _("không còn"), "")), tuple(before), tuple(now))
        for item, (before, now) in sides.items()
    ]


def _difference(closing: Closing) -> tuple[str, dict[str, Any]]:
    text, values = _source(closing).items(question_of(closing))
    return _DIFFERENCE.format(items=text), values | {"closing_id": closing.pk}


def _source(closing: Closing) -> Facts:
    return FACTS[TABLES[closing.subject].facts]
