"""Amounts to pay from a file. Columns: contracts §5; rules in docs/rules/catalog.md."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from congvu.catalog.commands.locking import lock_procedure
from congvu.catalog.commands.terms import FeeFacts, period, write_fee
from congvu.catalog.events import FeeSet
from congvu.catalog.models import Channel, FeeRule, Procedure
from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.core.loading import LoadReport, Row, require_columns
from congvu.core.numbering import parse_procedure_code
from congvu.core.text import fold
from congvu.faces.errors import sentence_of
from congvu.ledger.record import record
from congvu.orgs.actor import Actor
from congvu.orgs.ranges import last_day
from congvu.orgs.units import unit_by_code

COLUMNS = ("procedure_code", "amount_vnd")


class FeeCellUnreadable(DomainError):
    code = "fee_cell_unreadable"
    sentence = N_("Cột %(column)s ghi “%(text)s”, không đọc được. Hãy ghi %(example)s.")
    status = 422


def load_fees(rows: Sequence[Row], *, actor: Actor, at: datetime, dry_run: bool = False) -> LoadReport:
    """All or nothing. The same rule again is unchanged; the same rule with another amount or last day is changed."""
    require_columns(rows, COLUMNS, name="fees")
    report = LoadReport("fees")
    with transaction.atomic():
        for row in sorted(rows, key=lambda row: row.get("valid_from")):  # what begins later ends what began before
            try:
                with transaction.atomic():
                    _load(row, report, actor, at)
            except DomainError as error:
                report.refuse(row.line, _column(error.field), sentence_of(error))
        if dry_run or report.errors:
            transaction.set_rollback(True)
    return report


_OF_FIELD = {"procedure": "procedure_code", "since": "valid_from", "until": "valid_until", "unit": "unit_code"}


def _column(name: str | None) -> str:
    return _OF_FIELD.get(name or "", name or "")


def _load(row: Row, report: LoadReport, actor: Actor, at: datetime) -> None:
    procedure = lock_procedure(parse_procedure_code(row.get("procedure_code"), field="procedure_code").national)
    facts = _facts(row, at)
    present = _same(procedure, facts)
    if present is None:
        rule = write_fee(procedure, facts)
        report.new += 1
    else:
        if _gave_way(procedure, present, facts):
            facts = replace(facts, until=last_day(present.during))
        during = period(facts.since, facts.until)
        same_days = (present.during.lower, present.during.upper) == (during.lower, during.upper)
        if same_days and present.amount_vnd == facts.amount_vnd and present.document == facts.document:
            report.unchanged += 1
            return
        present.delete()
        rule = write_fee(procedure, facts)
        report.changed += 1
    event = FeeSet(rule_id=rule.pk, amount_vnd=rule.amount_vnd)
    record(event, about=("procedure", procedure.pk), actor=actor, at=at)


def _same(procedure: Procedure, facts: FeeFacts) -> FeeRule | None:
    """The rule of the same place, way in and reduction that begins on the same day."""
    found = procedure.fee_rules.filter(unit=facts.unit_id, channel=facts.channel).order_by("id")
    return next(
        (r for r in found if r.during.lower == facts.since and fold(r.reduction) == fold(facts.reduction)), None
    )


def _gave_way(procedure: Procedure, present: FeeRule, facts: FeeFacts) -> bool:
    """It was given without an end, and ended because another begins the day after: the file still says so."""
    if facts.until is not None or present.during.upper is None:
        return False
    same = procedure.fee_rules.filter(unit=facts.unit_id, channel=facts.channel).order_by("id")
    return any(
        rule.during.lower == present.during.upper and fold(rule.reduction) == fold(facts.reduction) for rule in same
    )


def _facts(row: Row, at: datetime) -> FeeFacts:
    channel = row.get("channel")
    if channel and channel not in Channel.values:
        raise _unreadable(row, "channel", "direct, online, post")
    unit = unit_by_code(row.get("unit_code"), day_of(at)).pk if row.get("unit_code") else None
    return FeeFacts(
        amount_vnd=_amount(row), unit_id=unit, channel=channel, reduction=row.get("reduction"),
        since=_day(row, "valid_from"), until=_day(row, "valid_until"), document=row.get("document"),
    )  # fmt: skip


def _amount(row: Row) -> int:
    """Whole đồng; 0 is free of charge. Thousands may be parted by points."""
    text = row.get("amount_vnd")
    plain = text.replace(".", "") if all(len(part) == 3 for part in text.split(".")[1:]) else text
    if not plain.isascii() or not plain.isdigit() or len(plain) > 12:
        raise _unreadable(row, "amount_vnd", "8000")
    return int(plain)


def _day(row: Row, column: str) -> date | None:
    text = row.get(column)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _unreadable(row, column, "2026-01-01") from None


def _unreadable(row: Row, column: str, example: str) -> FeeCellUnreadable:
    return FeeCellUnreadable(field=column, column=column, text=row.get(column), example=example)
