"""Between stored criteria and the rules of the core: what a rule asks, what an answer is worth, what may be typed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from congvu.core.errors import N_, DomainError
from congvu.core.numbers import round_to
from congvu.core.scoring import Kind, PointsOffStep, PointsOutOfRange, Rule, Scored, Wanted, input_from, parse_rule
from congvu.core.scoring.judged import Free, Levels, Ordinal, YesNo
from congvu.core.scoring.measured import Band, Bands
from congvu.faces import words
from congvu.indexes.models import Criterion

Given = dict[str, Any]


class NoPoints(DomainError):
    code = "index_no_points"
    sentence = N_("Hãy nhập điểm, hoặc trả lời câu hỏi của quy tắc để hệ thống tính điểm.")
    status = 422


class AnswerLacks(DomainError):
    code = "index_answer_lacks"
    sentence = N_("Quy tắc chấm còn thiếu số liệu: %(names)s. Hãy nhập đủ.")
    status = 422


class NothingCounts(DomainError):
    """The rule says that without a case the criterion does not count."""

    code = "index_nothing_counts"
    sentence = N_("Không phát sinh nên tiêu chí này không tính điểm; hãy chọn “Không áp dụng” và ghi lý do.")
    status = 422


@lru_cache(maxsize=4096)
def _parsed(document: str) -> Rule:
    return parse_rule(json.loads(document))


def document_of(criterion: Criterion) -> Mapping[str, object] | None:
    """The rule as data: the column `rule`, or the formula alone; with what happens when nothing happened."""
    document = criterion.rule
    if document is None and criterion.formula:
        document = {"type": "formula", "formula": criterion.formula}
    if isinstance(document, dict) and criterion.when_nothing and "when_nothing" not in document:
        document = {**document, "when_nothing": criterion.when_nothing}
    return document


def rule_of(criterion: Criterion) -> Rule | None:
    """The parsed rule; None where the points are judged. Raises what `parse_rule` raises."""
    document = document_of(criterion)
    return None if document is None else _parsed(json.dumps(document, sort_keys=True, ensure_ascii=False))


def rule_or_none(criterion: Criterion) -> Rule | None:
    """For pages: a rule that cannot be read is a finding of the set, not a fault of the page."""
    try:
        return rule_of(criterion)
    except DomainError:
        return None


def given_of(answer: Mapping[str, Any] | None) -> Given:
    """A stored answer as the core reads it."""
    return {name: input_from(value, name) for name, value in (answer or {}).items()}


def scored(criterion: Criterion, answer: Mapping[str, Any]) -> Scored | None:
    """What the answer is worth, with its working; None where there is no rule."""
    rule = rule_of(criterion)
    return None if rule is None else rule.score(given_of(answer), criterion.out_of)


def points_for(criterion: Criterion, answer: Mapping[str, Any] | None, points: Decimal | None) -> Decimal:
    """Points by the rule where it was answered, else as typed. Raises AnswerLacks, NothingCounts, NoPoints, …"""
    if answer and (found := scored(criterion, answer)) is not None:
        if found.missing:
            raise AnswerLacks(field="answer", names=", ".join(found.missing))
        if found.points is None:
            raise NothingCounts(field="answer")
        return found.points
    if points is None:
        raise NoPoints(field="points")
    return allowed_points(criterion, points)


def allowed_points(criterion: Criterion, points: Decimal, *, steps: bool = True) -> Decimal:
    """Typed points within 0 and the maximum, on the steps the rule has. Raises PointsOutOfRange, PointsOffStep."""
    most = abs(criterion.out_of)
    if not points.is_finite() or not 0 <= points <= most:
        shown = words.number(points) if points.is_finite() else str(points)
        raise PointsOutOfRange(field="points", points=shown, least="0", most=words.number(most))
    rule = rule_or_none(criterion) if steps else None
    if rule is not None and isinstance(rule.body, Free):
        rule.score({rule.body.of: points}, most)
    known = outcomes(rule, most)
    if known and points not in known:
        below = max((one for one in known if one < points), default=min(known))
        above = min((one for one in known if one > points), default=max(known))
        raise PointsOffStep(
            field="points", points=words.number(points), step="", below=words.number(below), above=words.number(above)
        )  # fmt: skip
    return round_to(points, PLACES) if points != round_to(points, PLACES) else points


PLACES = 4
"""Digits after the point that are kept of a score."""


def outcomes(rule: Rule | None, most: Decimal) -> set[Decimal]:
    """The only points a judged rule can give; empty where any can come out."""
    return {line.points for line in lines_of(rule, most)} if rule and isinstance(rule.body, Ordinal | YesNo) else set()


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One line of the rule as the desk shows it. `hit`: the line the answer falls on."""

    text: str
    points: Decimal
    hit: bool = False


def lines_of(rule: Rule | None, most: Decimal, answer: Mapping[str, Any] | None = None) -> list[RuleLine]:
    """Bands, steps, levels, yes and no; empty for rules that are formulas."""
    if rule is None:
        return []
    body, given = rule.body, given_of(answer)
    if isinstance(body, Bands):
        found = _measured(given.get(body.of))
        return [RuleLine(band_words(band), band.points, found is not None and band.holds(found)) for band in body.bands]
    if isinstance(body, Ordinal):
        return [RuleLine(s.label or s.code, s.points, given.get(body.of) == s.code) for s in body.steps]
    if isinstance(body, Levels):
        return [
            RuleLine(s.label or s.code, s.share * most / 100, given.get(body.of) == s.code) for s in body.levels
        ]  # fmt: skip
    if isinstance(body, YesNo):
        yes = most if body.yes is None else body.yes
        return [
            RuleLine(_("có"), yes, given.get(body.of) is True),
            RuleLine(_("không"), body.no, given.get(body.of) is False),
        ]
    return []


def band_words(band: Band) -> str:
    """Both ends in words, so that 90 exactly is nobody's guess: “từ 90 đến dưới 98”."""
    low = None if band.min is None else words.number(band.min)
    high = None if band.max is None else words.number(band.max)
    since = _("từ %(low)s") if band.min_inclusive else _("trên %(low)s")
    until = _("đến hết %(high)s") if band.max_inclusive else _("đến dưới %(high)s")
    if low is None and high is None:
        return _("mọi giá trị")
    if high is None:
        return (_("từ %(low)s trở lên") if band.min_inclusive else _("trên %(low)s")) % {"low": low}
    if low is None:
        return (_("từ %(high)s trở xuống") if band.max_inclusive else _("dưới %(high)s")) % {"high": high}
    return f"{since % {'low': low}} {until % {'high': high}}"


def _measured(value: Any) -> Any:
    from fractions import Fraction

    from congvu.core.ratio import Ratio

    if isinstance(value, Ratio):
        exact = value.exact
        return None if exact is None else exact * 100
    return None if value is None or isinstance(value, bool | str) else Fraction(value)


def wanted_of(criterion: Criterion) -> tuple[Wanted, ...]:
    """What the rule asks, in the order of a form; nothing where points are typed."""
    rule = rule_or_none(criterion)
    if rule is None or isinstance(rule.body, Free):
        return ()
    return rule.wants()


def answer_from(wanted: Iterable[Wanted], typed: Mapping[str, Any], many: Any) -> dict[str, Any]:
    """The answer out of a form: fields `a-NAME`, of a ratio `a-NAME-n` and `a-NAME-d`. What is empty is left out.

    `many(name)` gives all values of a field. Raises UnreadableNumber with the field.
    """
    answer: dict[str, Any] = {}
    for one in wanted:
        name = f"a-{one.name}"
        if one.kind is Kind.CHOICES:
            answer[one.name] = list(many(name))
        elif one.kind in (Kind.RATIO, Kind.FIGURE, Kind.NUMBER) and (typed.get(f"{name}-d") or "").strip():
            answer[one.name] = {
                "numerator": _number(typed.get(f"{name}-n"), f"{name}-n"),
                "denominator": _number(typed.get(f"{name}-d"), f"{name}-d"),
            }
        elif one.kind is Kind.TALLY:
            answer[one.name] = {
                code: _typed(Kind.COUNT, typed.get(f"{name}-{code}") or "0", f"{name}-{code}") for code in one.codes
            }
        elif (text := (typed.get(name) or "").strip()) != "":
            answer[one.name] = _typed(one.kind, text, name)
    return answer


def _typed(kind: Kind, text: str, name: str) -> Any:
    if kind is Kind.YES_NO:
        return text == "yes"
    if kind is Kind.CHOICE:
        return text
    number = _number(text, name)
    return int(number) if kind in (Kind.COUNT, Kind.RANK) and number.isdigit() else number


def _number(text: Any, name: str) -> str:
    from congvu.core.numbers import parse_number

    return str(parse_number(str(text or "0"), field=name))
