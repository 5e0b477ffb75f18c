"""Scores of another system or of years past (docs/contracts.md §5). A round that does not exist is made, and closed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from congvu.core import periods
from congvu.core.errors import N_, DomainError
from congvu.core.loading import LoadReport, Row, require_columns
from congvu.core.numbers import parse_number
from congvu.faces.errors import sentence_of
from congvu.indexes import groups, rules
from congvu.indexes.commands.rounds import CriterionUnknown, leaves_of
from congvu.indexes.events import RoundPlanned, ScoresLoaded
from congvu.indexes.models import CriteriaSet, Criterion, Round, RoundState, RoundUnit, RoundVersion, Score, UnitState
from congvu.ledger.record import record
from congvu.orgs.actor import Actor
from congvu.orgs.units import unit_by_code

COLUMNS = ("round", "unit", "criterion")


class RoundUnreadable(DomainError):
    code = "scores_round_unreadable"
    sentence = N_("“%(round)s” không phải mã đợt. Hãy ghi MÃ_BỘ-KỲ, kỳ sau dấu gạch cuối: CCHC-2023, CCHC-2023Q1.")
    status = 422


class SetUnknown(DomainError):
    code = "scores_set_unknown"
    sentence = N_("Chưa có bộ tiêu chí “%(set)s” cho kỳ %(period)s. Hãy nạp bằng “congvu load criteria --set %(set)s”.")
    status = 422


class NotALeaf(DomainError):
    code = "scores_not_a_leaf"
    sentence = N_(
        "Tiêu chí “%(criterion)s” là tổng của các tiêu chí thành phần; hãy nhập điểm của tiêu chí thành phần."
    )
    status = 422


class LineTwice(DomainError):
    code = "scores_line_twice"
    sentence = N_("Điểm của tiêu chí này, đơn vị này đã có ở dòng %(line)s. Hãy bỏ một dòng.")
    status = 422


class AlreadyPublished(DomainError):
    code = "scores_round_published"
    sentence = N_(
        "Đợt “%(round)s” đã công bố; kết quả đã công bố không đổi lặng lẽ. Hãy sửa từng điểm kèm lý do rồi công bố lại."
    )


class AlreadySigned(DomainError):
    code = "scores_round_signed"
    sentence = N_("Đợt “%(round)s” đã ký chốt điểm nên không nạp điểm vào được nữa. Hãy kiểm tra lại mã đợt.")


@dataclass
class _Open:
    """A round while its lines are read."""

    found: Round
    leaves: dict[str, Criterion]
    others: set[str]
    on: date
    units: dict[str, int] = field(default_factory=dict)
    rows: dict[tuple[int, str], tuple[Row, Decimal | None, Decimal | None]] = field(default_factory=dict)


def load_scores(rows: Sequence[Row], *, actor: Actor, at: datetime, dry_run: bool = False) -> LoadReport:
    """All or nothing."""
    require_columns(rows, COLUMNS, name="scores")
    report = LoadReport("scores")
    with transaction.atomic():
        rounds: dict[str, _Open] = {}
        for row in rows:
            try:
                _read(row, rounds, report, actor=actor, at=at)
            except DomainError as error:
                report.refuse(row.line, error.field or "", sentence_of(error))
        if report.is_good:
            for one in rounds.values():
                _write(one, report, actor=actor, at=at)
        if dry_run or report.errors:
            transaction.set_rollback(True)
    return report


def _read(row: Row, rounds: dict[str, _Open], report: LoadReport, *, actor: Actor, at: datetime) -> None:
    code = row.get("round")
    if code not in rounds:
        rounds[code] = _round(code, row.line, report, actor=actor, at=at)
    one = rounds[code]
    unit_code = row.get("unit")
    if unit_code not in one.units:
        try:
            one.units[unit_code] = unit_by_code(unit_code, one.on).pk
        except DomainError as error:
            error.field = "unit"
            raise
    criterion = one.leaves.get(row.get("criterion"))
    if criterion is None:
        if row.get("criterion") in one.others:
            raise NotALeaf(field="criterion", criterion=row.get("criterion"))
        raise CriterionUnknown(field="criterion", criterion=row.get("criterion"), set=one.found.criteria_set.code)
    key = (one.units[unit_code], criterion.code)
    if key in one.rows:
        raise LineTwice(field="criterion", line=one.rows[key][0].line)
    one.rows[key] = (row, _points(row, "self_score", criterion), _points(row, "appraised_score", criterion))


def _points(row: Row, column: str, criterion: Criterion) -> Decimal | None:
    if not row.get(column):
        return None
    try:
        return rules.allowed_points(criterion, parse_number(row.get(column), lang="en"), steps=False)
    except DomainError as error:
        error.field = column
        raise


def _round(code: str, line: int, report: LoadReport, *, actor: Actor, at: datetime) -> _Open:
    set_code, _, text = code.rpartition("-")
    try:
        period = periods.period_from(text)
    except DomainError:
        raise RoundUnreadable(field="round", round=code) from None
    if not set_code:
        raise RoundUnreadable(field="round", round=code)
    found = Round.objects.select_for_update(of=("self",)).select_related("criteria_set").filter(code=code).first()
    if found is None:
        found = _made(code, set_code, period, line, report, actor=actor, at=at)
    leaves = {leaf.code: leaf for leaf in leaves_of(found.criteria_set)}
    others = {c.code for c in found.criteria_set.tree} - set(leaves)
    return _Open(found, leaves, others, period.last_on)


def set_for(set_code: str, year: str) -> CriteriaSet | None:
    """The version that holds: of the year before any year's, in force before drafts, the latest."""
    versions = CriteriaSet.objects.filter(code=set_code, year__in=("", year)).order_by("version")
    return max(versions, key=lambda one: (one.year != "", one.is_published, one.version), default=None)


def _made(
    code: str, set_code: str, period: periods.Period, line: int, report: LoadReport, *, actor: Actor, at: datetime
) -> Round:
    criteria_set = set_for(set_code, period.code) or set_for(set_code, str(period.year))
    if criteria_set is None:
        raise SetUnknown(field="round", set=set_code, period=period.code)
    if not criteria_set.is_published:
        report.warn(line, "round", sentence_of(StillADraft(set=set_code)))
    made = Round.objects.create(
        code=code, name=f"{criteria_set.name} {period.code}", criteria_set=criteria_set, period=period.code,
        state=RoundState.LOCKED, made_at=at, opened_at=at, locked_at=at, owner_id=actor.unit_id,
        tie_rule=criteria_set.options.get("ties", "competition"),
    )  # fmt: skip
    RoundVersion.objects.create(round=made, criteria_set=criteria_set, since_at=at)
    event = RoundPlanned(code=code, set_id=criteria_set.pk, rehearsal=False)
    record(event, about=("index_round", made.pk), actor=actor, at=at)
    return made


class StillADraft(DomainError):
    code = "scores_set_is_a_draft"
    sentence = N_("Bộ tiêu chí “%(set)s” còn là bản thảo (có điểm phải soát); điểm vẫn được nạp.")


def _write(one: _Open, report: LoadReport, *, actor: Actor, at: datetime) -> None:
    """New units with a row for every criterion; then what differs. A handful of statements, however many lines."""
    units = {u.unit_id: u for u in one.found.units.order_by("id")}
    new_ids = sorted(set(one.units.values()) - set(units))
    kinds = groups.kinds_on(new_ids, one.on)
    made = RoundUnit.objects.bulk_create(
        RoundUnit(
            round=one.found, unit_id=unit_id, group=groups.group_of_kind(kinds.get(unit_id, "")),
            state=UnitState.SETTLED if one.found.is_closed else UnitState.SELF_SCORING, approved_at=at,
        ) for unit_id in new_ids
    )  # fmt: skip
    units |= {u.unit_id: u for u in made}
    Score.objects.bulk_create(
        [Score(round_unit=u, criterion=leaf) for u in made for leaf in one.leaves.values()], batch_size=2000
    )
    stored = Score.objects.filter(round_unit__round=one.found, criterion__set=one.found.criteria_set_id)
    there = {
        (s.round_unit.unit_id, s.criterion.code): s
        for s in stored.select_related("round_unit", "criterion").order_by("id")
    }
    changed: list[Score] = []
    per_round: dict[str, int] = defaultdict(int)
    for key, (row, claimed, appraised) in one.rows.items():
        score = there[key]
        before = (score.self_points, score.appraised, score.first_reason)
        if before == (claimed, appraised, row.get("note")):
            report.unchanged += 1
            per_round["same"] += 1
            continue
        is_new = score.changed_at is None
        report.new, report.changed = report.new + is_new, report.changed + (not is_new)
        score.self_points, score.first_points, score.second_points = claimed, appraised, None
        score.first_reason, score.changed_at, score.changed_what = row.get("note"), at, "entered"
        score.revision += 1
        changed.append(score)
    if not changed and not made:
        return
    refused = AlreadyPublished if one.found.state == RoundState.PUBLISHED else AlreadySigned
    if one.found.state == RoundState.PUBLISHED or one.found.locked_by_id is not None:
        line = next(iter(one.rows.values()))[0].line
        report.refuse(line, "round", sentence_of(refused(round=one.found.code)))
        return
    fields = ["self_points", "first_points", "second_points", "first_reason", "changed_at", "changed_what", "revision"]
    Score.objects.bulk_update(changed, fields, batch_size=1000)
    record(ScoresLoaded(rows=len(changed)), about=("index_round", one.found.pk), actor=actor, at=at)
