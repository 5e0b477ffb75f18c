"""Criteria sets from a file (docs/contracts.md §5). The same file again is unchanged; a changed one changes the draft,
or makes the next version when the present one is in force. A set in which nothing is doubtful is published at once."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from congvu.core.errors import N_, DomainError
from congvu.core.loading import LoadReport, Row
from congvu.core.numbers import parse_number, round_to
from congvu.core.scoring import Combine, NotApplicable
from congvu.faces.errors import sentence_of
from congvu.indexes import checks, rules
from congvu.indexes.events import SetLoaded, SetPublished
from congvu.indexes.models import Counts, CriteriaSet, Criterion, Score, SetKind, SetState, SourceKind
from congvu.ledger.record import record
from congvu.orgs.actor import Actor

COLUMNS = ("code", "parent_code", "name_vi", "max_score")
MOST, PLACES = Decimal("99999.9999"), 4
LONGEST = {"code": 40, "level": 30, "method": 60, "appraiser": 80}


class CellWrong(DomainError):
    code = "criteria_cell_wrong"
    sentence = N_("Cột %(column)s ghi “%(text)s”; hãy ghi một trong: %(choices)s.")
    status = 422


class ColumnEmpty(DomainError):
    code = "criteria_column_empty"
    sentence = N_("Cột %(column)s trống hoặc thiếu; mỗi tiêu chí phải có mã và tên.")
    status = 422


class SetUnnamed(DomainError):
    code = "criteria_set_unnamed"
    sentence = N_("Chưa biết dòng này thuộc bộ nào. Hãy thêm cột set, hoặc chạy lệnh với --set MÃ.")
    status = 422


class ParentUnknown(DomainError):
    code = "criteria_parent_unknown"
    sentence = N_("Tiêu chí cha “%(parent)s” không có trong bộ. Hãy thêm dòng của tiêu chí cha hoặc sửa parent_code.")
    status = 422


class ParentCircle(DomainError):
    code = "criteria_parent_circle"
    sentence = N_("Tiêu chí “%(code)s” nằm dưới chính nó qua các cấp cha. Hãy sửa parent_code.")
    status = 422


class CodeTwice(DomainError):
    code = "criteria_code_twice"
    sentence = N_("Mã “%(code)s” đã có ở dòng %(line)s. Mỗi tiêu chí trong bộ phải có mã riêng.")
    status = 422


class MaximumUnreadable(DomainError):
    code = "criteria_maximum_unreadable"
    sentence = N_("“%(text)s” không phải là điểm tối đa; hãy ghi số từ 0 đến 99999, nhiều nhất 4 chữ số lẻ, như 1.5.")
    status = 422


class CellTooLong(DomainError):
    code = "criteria_cell_too_long"
    sentence = N_("Cột %(column)s dài quá %(most)s ký tự. Hãy rút ngắn lại.")
    status = 422


class RuleUnreadable(DomainError):
    code = "criteria_rule_unreadable"
    sentence = N_("Cột rule không phải JSON: %(why)s. Hãy sửa dấu ngoặc, dấu nháy.")
    status = 422


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says of the whole file. `version` 0: the present draft, or the next one."""

    set: str = ""
    set_kind: str = ""
    year: str = ""
    unit_kind: str = ""
    decision: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion as the file has it."""

    code: str
    parent: str
    level: str
    name: str
    maximum: Decimal | None
    counts: str
    source_kind: str
    method: str
    scoring_rule: str
    rule: Any
    formula: str
    when_nothing: str
    evidence: str
    appraiser: str
    source: str
    extra: dict[str, str]


def load_criteria(
    rows: Sequence[Row], *, actor: Actor, at: datetime, dry_run: bool = False, options: Options | None = None
) -> LoadReport:
    """All or nothing, for each set named in the file or by `--set`."""
    report, options = LoadReport("criteria"), options or Options()
    with transaction.atomic():
        for code, own in _by_set(rows, options, report).items():
            lines = _lines(own, report)
            if report.is_good:
                _write(code, lines, own, options, report, actor=actor, at=at)
        if dry_run or report.errors:
            transaction.set_rollback(True)
    return report


def _by_set(rows: Sequence[Row], options: Options, report: LoadReport) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        code = row.get("set") or options.set
        if code:
            found.setdefault(code.strip(), []).append(row)
        else:
            report.refuse(row.line, "set", sentence_of(SetUnnamed()))
    return found


def _lines(rows: Sequence[Row], report: LoadReport) -> list[Line]:
    made: list[Line] = []
    first: dict[str, int] = {}
    for row in rows:
        try:
            line = _line(row)
            if line.code in first:
                raise CodeTwice(field="code", code=line.code, line=first[line.code])
            first[line.code] = row.line
            made.append(line)
        except DomainError as error:
            report.refuse(row.line, error.field or "", sentence_of(error))
    parents = {line.code: line.parent for line in made}
    for row in rows:
        code, parent = row.get("code"), row.get("parent_code")
        if parent and parent not in first and report.is_good:
            report.refuse(row.line, "parent_code", sentence_of(ParentUnknown(parent=parent)))
        elif report.is_good and _goes_round(code, parents):
            report.refuse(row.line, "parent_code", sentence_of(ParentCircle(code=code)))
    return made


def _goes_round(code: str, parents: dict[str, str]) -> bool:
    seen, place = {code}, parents.get(code, "")
    while place:
        if place in seen:
            return True
        seen.add(place)
        place = parents.get(place, "")
    return False


def _line(row: Row) -> Line:
    for column in ("code", "name_vi"):
        if not row.get(column):
            raise ColumnEmpty(field=column, column=column)
    for column, most in LONGEST.items():
        if len(row.get(column)) > most:
            raise CellTooLong(field=column, column=column, most=most)
    level = row.get("level")
    counts = _choice(row, "counts", Counts.values) or (level if level in Counts.values else Counts.BASE.value)
    source_kind = _SOURCES.get(row.get("source_kind").lower(), "") or _source_of(row.get("method"))
    made = Line(
        code=row.get("code"), parent=row.get("parent_code"), level=level, name=row.get("name_vi"),
        maximum=_maximum(row.get("max_score")), counts=counts, source_kind=source_kind, method=row.get("method"),
        scoring_rule=row.get("scoring_rule"), rule=_rule(row.get("rule")), formula=row.get("formula"),
        when_nothing=_choice(row, "when_nothing", ("full", "zero", "excluded")), evidence=row.get("evidence"),
        appraiser=row.get("appraiser"), source=row.get("source"), extra=_extra(row),
    )  # fmt: skip
    rules.rule_of(Criterion(rule=made.rule, formula=made.formula, when_nothing=made.when_nothing))
    return made


def _extra(row: Row) -> dict[str, str]:
    """Columns that few sets have; a value the house does not know is refused."""
    known: dict[str, Sequence[str]] = {
        "combine": [one.value for one in Combine], "not_applicable": [one.value for one in NotApplicable],
        "rescales": ("yes", "no", "true", "false"),
    }  # fmt: skip
    found = {column: _choice(row, column, choices) for column, choices in known.items()}
    if row.get("rescale_to"):
        found["rescale_to"] = str(_maximum(row.get("rescale_to")))
    if not found["combine"] and row.get("method") == "max_of":
        found["combine"] = Combine.HIGHEST.value
    return {column: text for column, text in found.items() if text}


_SOURCES = {one.value: one.value for one in SourceKind} | {
    "system": SourceKind.SYSTEM.value, "auto": SourceKind.SYSTEM.value, "sipas": SourceKind.SURVEY.value,
}  # fmt: skip
_METHODS = {"auto": SourceKind.SYSTEM, "survey": SourceKind.SURVEY, "external": SourceKind.EXTERNAL}


def _source_of(method: str) -> str:
    return _METHODS.get(method.strip().lower(), SourceKind.SELF).value


def _choice(row: Row, column: str, known: Sequence[str]) -> str:
    text = row.get(column).lower()
    if text and text not in known:
        raise CellWrong(field=column, column=column, text=text, choices=", ".join(known))
    return text


def _maximum(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        value = parse_number(text, lang="en")
    except DomainError:
        raise MaximumUnreadable(field="max_score", text=text) from None
    if not 0 <= value <= MOST or value != round_to(value, PLACES):
        raise MaximumUnreadable(field="max_score", text=text)
    return value


def _rule(text: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RuleUnreadable(field="rule", why=str(error)) from None


def _write(
    code: str, lines: list[Line], rows: Sequence[Row], options: Options, report: LoadReport, *, actor: Actor,
    at: datetime,
) -> None:  # fmt: skip
    year = options.year or rows[0].get("year")
    kind = options.set_kind.lower() or rows[0].get("set_kind").lower() or _kind_of(code)
    if kind not in SetKind.values:
        wrong = CellWrong(column="--set-kind", text=kind, choices=", ".join(SetKind.values))
        report.refuse(rows[0].line, "set_kind", sentence_of(wrong))
        return
    digest = digest_of(lines)
    found, before = _version(code, year, options, digest)
    known = {c.code: _said(c) for c in before.tree} if before else {}
    for line in lines:
        if line.code not in known:
            report.new += 1
        elif known[line.code] == _digest(line):
            report.unchanged += 1
        else:
            report.changed += 1
    gone = set(known) - {line.code for line in lines}
    for one in sorted(gone):
        report.warn(rows[0].line, "code", sentence_of(CriterionGone(code=one)))
    if found is None:
        return
    _describe(found, lines, kind, options, at)
    write_tree(found, lines)
    _tell(found, lines, rows, report)
    event = SetLoaded(found.code, found.version, len(lines), digest)
    record(event, about=("criteria_set", found.pk), actor=actor, at=at)
    publish_where_sound(found, actor=actor, at=at)


class CriterionGone(DomainError):
    code = "criteria_gone"
    sentence = N_("Tiêu chí “%(code)s” có ở bản trước nhưng không có trong tệp, nên bỏ khỏi bản này.")


def _kind_of(code: str) -> str:
    folded = code.lower()
    return next((kind for kind in ("cchc", "dti", "766") if kind in folded), "own")


def _version(code: str, year: str, options: Options, digest: str) -> tuple[CriteriaSet | None, CriteriaSet | None]:
    """The version to write (None: nothing to do) and the one to compare with."""
    versions = list(CriteriaSet.objects.filter(code=code, year=year).order_by("-version"))
    if options.version:
        present = next((one for one in versions if one.version == options.version), None)
    else:
        present = versions[0] if versions else None
    before = present or (versions[0] if versions else None)
    if present is not None and present.digest == digest:
        return None, present
    fixed = present is not None and (present.is_published or _is_scored(present))
    if present is not None and not fixed:
        return present, present
    if present is not None and options.version:
        raise VersionInForce(code=code, version=options.version)
    number = options.version or (versions[0].version + 1 if versions else 1)
    return CriteriaSet(code=code, year=year, version=number), before


def _is_scored(found: CriteriaSet) -> bool:
    """Scores refer to its lines, be it in a rehearsal: what comes is the next version."""
    return Score.objects.filter(criterion__set=found).exists()


class VersionInForce(DomainError):
    code = "criteria_version_in_force"
    sentence = N_("Phiên bản %(version)s của bộ “%(code)s” đã ban hành nên không sửa. Hãy nạp thành phiên bản mới.")


def _describe(found: CriteriaSet, lines: list[Line], kind: str, options: Options, at: datetime) -> None:
    roots = [line for line in lines if not line.parent]
    found.kind, found.digest = kind, digest_of(lines)
    found.name = found.name or (roots[0].name if len(roots) == 1 else found.code)
    if options.unit_kind:
        found.unit_kinds = [one.strip() for one in options.unit_kind.split(",")]
    found.decision = options.decision or found.decision
    found.made_at = found.made_at or at
    found.save()


def write_tree(found: CriteriaSet, lines: Sequence[Line]) -> None:
    """The whole tree anew; only a draft, which no round refers to by key, is written over."""
    found.criteria.all().delete()
    found.__dict__.pop("tree", None)
    made: dict[str, Criterion] = {}
    waiting = list(enumerate(lines, start=1))
    while waiting:
        ready = [(n, line) for n, line in waiting if not line.parent or line.parent in made]
        batch = [
            Criterion(
                set=found, code=line.code, parent=made.get(line.parent), position=n, level=line.level, name=line.name,
                maximum=line.maximum, counts=line.counts, source_kind=line.source_kind, method=line.method,
                scoring_rule=line.scoring_rule, rule=line.rule, formula=line.formula, when_nothing=line.when_nothing,
                evidence=line.evidence, appraiser=line.appraiser, source=line.source, extra=line.extra,
            )
            for n, line in ready
        ]  # fmt: skip
        made |= {row.code: row for row in Criterion.objects.bulk_create(batch)}
        waiting = [(n, line) for n, line in waiting if line.code not in made]


def _tell(found: CriteriaSet, lines: list[Line], rows: Sequence[Row], report: LoadReport) -> None:
    """What the checkers find, each at its line."""
    line_of = {row.get("code"): row.line for row in rows}
    for finding in checks.findings(found):
        report.warn(line_of.get(finding.place, rows[0].line), finding.field, finding.text)


def publish_where_sound(found: CriteriaSet, *, actor: Actor, at: datetime) -> bool:
    """In force at once when nothing is doubtful; otherwise a draft that waits for somebody."""
    if checks.findings(found):
        return False
    found.state, found.published_at, found.published_by_id = SetState.PUBLISHED, at, actor.person_id
    found.save(update_fields=["state", "published_at", "published_by"])
    record(SetPublished(digest=found.digest), about=("criteria_set", found.pk), actor=actor, at=at)
    return True


def digest_of(lines: Sequence[Line]) -> str:
    """Of the whole tree, in its order."""
    return hashlib.sha256("\n".join(_digest(line) for line in lines).encode()).hexdigest()


def _digest(line: Line) -> str:
    values = [getattr(line, one.name) for one in fields(line)]
    said = [f"{value.normalize():f}" if isinstance(value, Decimal) else value for value in values]
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def _said(c: Criterion) -> str:
    return _digest(line_of(c, c.parent.code if c.parent_id and c.parent else ""))


def line_of(c: Criterion, parent: str) -> Line:
    """A stored criterion as a line of a file."""
    return Line(
        code=c.code, parent=parent, level=c.level, name=c.name, maximum=c.maximum, counts=c.counts,
        source_kind=c.source_kind, method=c.method, scoring_rule=c.scoring_rule, rule=c.rule, formula=c.formula,
        when_nothing=c.when_nothing, evidence=c.evidence, appraiser=c.appraiser, source=c.source, extra=c.extra,
    )  # fmt: skip


def lines_of(found: CriteriaSet) -> list[Line]:
    """The whole tree as lines. One query."""
    codes = {c.pk: c.code for c in found.tree}
    return [line_of(c, codes.get(c.parent_id or 0, "")) for c in found.tree]
