"""Load a file of units: who they are, under whom, from when, and whom they succeed (docs/contracts.md §5)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext

from congvu.core.errors import DomainError
from congvu.core.loading import LoadReport, Row, require_columns
from congvu.core.text import fold
from congvu.faces.errors import sentence_of
from congvu.ledger.record import Entry, record_many
from congvu.orgs import derived, events, policy
from congvu.orgs.actor import Actor
from congvu.orgs.commands.units import ABOUT, REORGANISE
from congvu.orgs.load.cells import period_of
from congvu.orgs.models import Succession, Unit, UnitCode, UnitKind, UnitSpan
from congvu.orgs.ranges import Days, covers, days, overlap

COLUMNS = ("code", "name", "kind")
_STRETCH = """
UPDATE {table} SET during = hull.during
FROM (SELECT unit_id, range_merge(range_agg(during)) AS during FROM unit_span WHERE unit_id = ANY(%s)
      GROUP BY unit_id) AS hull
WHERE hull.unit_id = {table}.{key} AND {table}.during <> hull.during
"""
PRINCIPAL_HERE = "phần chính ở đây"
Key = tuple[str, str]


@dataclass(slots=True)
class _Line:
    """One row read: the unit it speaks of and what it says for a period."""

    row: Row
    key: Key
    during: Days
    unit_id: int = 0
    state: str = "unchanged"


@dataclass(slots=True)
class _House:
    """What is known before the file, and what it adds; asked once, kept as plain dictionaries."""

    report: LoadReport
    codes: dict[Key, list[tuple[int, Days]]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[str, int] = field(default_factory=dict)
    existing: dict[int, Days] = field(default_factory=dict)

    @classmethod
    def read(cls, report: LoadReport) -> _House:
        house = cls(report)
        for code in UnitCode.objects.order_by("id"):
            house.codes[code.system, code.code].append((code.unit_id, code.during))
        for kind in UnitKind.objects.order_by("-id"):
            house.kinds |= {fold(kind.name): kind.pk, kind.code: kind.pk}
        house.existing = dict(Unit.objects.order_by("id").values_list("id", "during"))
        return house


@transaction.atomic
def load_units(rows: Sequence[Row], *, actor: Actor, at: datetime, dry_run: bool = False) -> LoadReport:
    """Make and change units as the file says. With an error, or on a dry run, nothing stays written."""
    policy.require(actor, REORGANISE)
    require_columns(rows, COLUMNS, name="units")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('orgs.reorganise'))")
    report = LoadReport("units")
    house = _House.read(report)
    lines = _read(rows, report)
    if report.is_good:
        _make_units(lines, house)
        _write_spans(lines, house)
        _write_successions(lines, house)
        _check(lines, report)
    for line in lines:
        setattr(report, line.state, getattr(report, line.state) + 1)
    if report.is_good:
        changed = {line.unit_id: line.key[1] for line in lines if line.state != "unchanged"}
        entries = [Entry(events.UnitLoaded(code), (ABOUT, unit), at) for unit, code in changed.items()]
        record_many(entries, actor=actor) if entries else None
    if dry_run or not report.is_good:
        transaction.set_rollback(True)
    if not report.is_good:
        report.new = report.changed = report.unchanged = 0
    return report


def _read(rows: Sequence[Row], report: LoadReport) -> list[_Line]:
    lines = []
    periods: dict[Key, list[Days]] = defaultdict(list)
    for row in rows:
        for column in COLUMNS:
            if not row.get(column):
                report.refuse(row.line, column, gettext("ô trống; mỗi đơn vị cần mã, tên và loại"))
        key = (row.get("code_system") or "local", row.get("code"))
        during = period_of(row, report)
        if any(overlap(during, other) for other in periods[key]):
            said = gettext("%(unit)s đã có dòng khác trong cùng thời gian") % {"unit": ":".join(key)}
            report.refuse(row.line, "valid_from", said)
        periods[key].append(during)
        lines.append(_Line(row, key, during))
    return lines


def _make_units(lines: list[_Line], house: _House) -> None:
    """Find the unit of each key, or make it; a key used again after a gap names another unit."""
    together: dict[Key, list[_Line]] = defaultdict(list)
    for line in lines:
        together[line.key].append(line)
    fresh: list[tuple[Key, list[_Line]]] = []
    for key, of_key in together.items():
        hull = _hull([line.during for line in of_key])
        known = [unit for unit, during in house.codes[key] if overlap(during, hull) or during.upper == hull.lower]
        if known:
            for line in of_key:
                line.unit_id = known[0]
        else:
            fresh.append((key, of_key))
    units = Unit.objects.bulk_create(
        [Unit(code=key[1], during=_hull([line.during for line in of])) for key, of in fresh]
    )
    for unit, (key, of_key) in zip(units, fresh, strict=True):
        house.codes[key].append((unit.pk, unit.during))
        house.existing[unit.pk] = unit.during
        for line in of_key:
            line.unit_id, line.state = unit.pk, "new"
    UnitCode.objects.bulk_create(
        UnitCode(unit=unit, system=key[0], code=key[1], during=unit.during)
        for unit, (key, _of) in zip(units, fresh, strict=True)
    )


def _write_spans(lines: list[_Line], house: _House) -> None:
    spans: dict[int, list[UnitSpan]] = defaultdict(list)
    for span in UnitSpan.objects.filter(unit_id__in={line.unit_id for line in lines}).order_by("during"):
        spans[span.unit_id].append(span)
    new: list[UnitSpan] = []
    shortened: list[UnitSpan] = []
    changed: list[UnitSpan] = []
    for line in sorted(lines, key=lambda line: line.during.lower or date.min):
        wanted = _wanted(line, house)
        known = next((span for span in spans[line.unit_id] if span.during.lower == line.during.lower), None)
        if known is None:
            for span in spans[line.unit_id]:
                if overlap(span.during, line.during) and line.during.lower is not None:
                    span.during = days(span.during.lower, line.during.lower)
                    shortened.append(span)
            new.append(UnitSpan(unit_id=line.unit_id, during=line.during, **wanted))
            line.state = "new" if line.state == "new" else "changed"
        elif known.during != line.during or any(getattr(known, name) != value for name, value in wanted.items()):
            for name, value in {**wanted, "during": line.during}.items():
                setattr(known, name, value)
            changed.append(known)
            line.state = "changed"
    UnitSpan.objects.bulk_update(shortened, ["during"])
    if changed:
        UnitSpan.objects.bulk_update(changed, ["during", "parent_id", "name", "short_name", "kind_id", "document"])
    UnitSpan.objects.bulk_create(new)
    _stretch_units({line.unit_id for line in lines if line.state == "changed"})
    _say_how_they_ended(lines)


def _wanted(line: _Line, house: _House) -> dict[str, object]:
    row, parent_id = line.row, None
    if row.get("parent_code"):
        parent_id = _find(row.get("parent_code"), line, "parent_code", house, at=line.during.lower)
    if parent_id is not None and not covers(house.existing[parent_id], line.during):
        said = gettext("%(unit)s không tồn tại suốt thời gian của đơn vị này") % {"unit": row.get("parent_code")}
        house.report.refuse(row.line, "parent_code", said)
    return {
        "parent_id": parent_id,
        "name": row.get("name"),
        "short_name": row.get("short_name") or row.get("name"),
        "kind_id": _kind(row, house),
        "document": row.get("document"),
    }


def _kind(row: Row, house: _House) -> int:
    folded = fold(row.get("kind"))
    if folded not in house.kinds:
        code = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
        house.kinds[folded] = UnitKind.objects.get_or_create(code=code, defaults={"name": row.get("kind")})[0].pk
        said = gettext("loại đơn vị mới “%(kind)s” đã được thêm vào danh mục") % {"kind": row.get("kind")}
        house.report.warn(row.line, "kind", said)
    return house.kinds[folded]


def _find(reference: str, line: _Line, column: str, house: _House, *, at: date | None) -> int | None:
    """The unit a reference means: of the named system, else of the row's own, else the only one."""
    system, _, code = reference.rpartition(":")
    systems = [system] if system else [line.key[0], *sorted({key[0] for key in house.codes if key[1] == code})]
    for each in systems:
        known = house.codes.get((each, code), [])
        if len(known) > 1 and at is not None:
            known = [one for one in known if overlap(one[1], days(at))] or known
        if known:
            return known[-1][0]
    said = gettext("không có đơn vị mang mã “%(unit)s” trong tệp hay trong hệ thống") % {"unit": reference}
    house.report.refuse(line.row.line, column, said)
    return None


def _stretch_units(unit_ids: set[int]) -> None:
    """A unit exists while it has a name; its codes go with it."""
    with connection.cursor() as cursor:
        for table, key in (("unit", "id"), ("unit_code", "unit_id")):
            cursor.execute(_STRETCH.format(table=table, key=key), [sorted(unit_ids)])


def _say_how_they_ended(lines: list[_Line]) -> None:
    for line in lines:
        if line.during.upper and line.row.get("note"):
            Unit.objects.filter(pk=line.unit_id).exclude(ended_by=line.row.get("note")).update(
                ended_by=line.row.get("note")
            )


@dataclass(frozen=True, slots=True)
class _Claim:
    line: _Line
    source_id: int
    on: date
    kind: str
    noted: bool


def _write_successions(lines: list[_Line], house: _House) -> None:
    claims = [claim for line in lines for claim in _claims(line, house)]
    by_source: dict[tuple[int, date], list[_Claim]] = defaultdict(list)
    for claim in claims:
        by_source[claim.source_id, claim.on].append(claim)
    known = {(s.source_id, s.target_id, s.on): s for s in Succession.objects.order_by("id")}
    new = []
    for (source, on), of_source in by_source.items():
        principal = _principal(of_source, house)
        for claim in of_source:
            wanted = {
                "kind": claim.kind,
                "document": claim.line.row.get("document"),
                "principal": claim is principal,
            }
            found = known.get((source, claim.line.unit_id, on))
            if found is None:
                new.append(Succession(source_id=source, target_id=claim.line.unit_id, on=on, **wanted))
            elif any(getattr(found, name) != value for name, value in wanted.items()):
                Succession.objects.filter(pk=found.pk).update(**wanted)
            else:
                continue
            claim.line.state = "new" if claim.line.state == "new" else "changed"
    Succession.objects.bulk_create(new)


def _claims(line: _Line, house: _House) -> list[_Claim]:
    """`merge:A+B;split:C` → one claim per named source. A claim needs the day on which it happened."""
    claims = []
    for part in filter(None, (part.strip() for part in line.row.get("succeeds").split(";"))):
        kind, _, sources = part.partition(":")
        if kind not in Succession.How.values or not sources:
            said = gettext("“%(text)s” không đọc được; hãy ghi merge:A+B, rename:A hoặc split:A") % {"text": part}
            house.report.refuse(line.row.line, "succeeds", said)
            continue
        if line.during.lower is None:
            house.report.refuse(line.row.line, "valid_from", gettext("kế tục cần ngày bắt đầu"))
            continue
        for reference in filter(None, sources.split("+")):
            source = _find(reference, line, "succeeds", house, at=None)
            if source is not None:
                noted = f"{reference}: {PRINCIPAL_HERE}" in line.row.get("note")
                claims.append(_Claim(line, source, line.during.lower, kind, noted))
    return claims


def _principal(claims: list[_Claim], house: _House) -> _Claim | None:
    """Who gets the main part: who takes the whole, who is noted so, or the only one. Two of a kind are refused."""
    whole = [claim for claim in claims if claim.kind != Succession.How.SPLIT]
    noted = whole or [claim for claim in claims if claim.noted]
    if len(noted) > 1:
        said = gettext("một đơn vị cũ có hai đơn vị cùng nhận phần chính")
        house.report.refuse(noted[1].line.row.line, "succeeds", said)
    if noted:
        return noted[0]
    lives_on = overlap(house.existing[claims[0].source_id], days(claims[0].on))
    if len(claims) == 1:
        return None if lives_on else claims[0]
    if not lives_on:
        said = gettext("chưa rõ đơn vị nào nhận phần chính; hãy ghi “mã: %(note)s” ở cột note của đơn vị đó")
        house.report.warn(claims[0].line.row.line, "note", said % {"note": PRINCIPAL_HERE})
    return None


def _check(lines: list[_Line], report: LoadReport) -> None:
    """The chart as a whole: only when every line could be read."""
    if not report.is_good:
        return
    try:
        with transaction.atomic():
            derived.rebuild()
    except DomainError as refusal:
        report.refuse(lines[0].row.line if lines else 1, "parent_code", sentence_of(refusal))


def _hull(periods: list[Days]) -> Days:
    lowers = [during.lower for during in periods]
    uppers = [during.upper for during in periods]
    lower = None if None in lowers else min(lower for lower in lowers if lower is not None)
    upper = None if None in uppers else max(upper for upper in uppers if upper is not None)
    return days(lower, upper)
