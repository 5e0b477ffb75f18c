"""Points of the leaves to a total: every printed line follows from the printed lines below it.

Order: what does not apply is excluded, redistributed, or counted full; children are added (or the highest taken);
where a criterion rescales, actual × maximum / (maximum − excluded), rounded once there; then bonus and penalty, capped.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from congvu.core.errors import N_, DomainError
from congvu.core.numbers import round_to
from congvu.core.scoring.tree import Combine, Counts, CriteriaSet, Criterion, NotApplicable
from congvu.core.scoring.values import Line, PointsOutOfRange, Scored, line, write

ZERO = Decimal(0)


class ScoreOfParent(DomainError):
    """Points were given for a criterion that is the sum of others."""

    code = "score_of_parent"
    sentence = N_("Tiêu chí “%(code)s” được cộng từ các tiêu chí thành phần; hãy chấm ở tiêu chí thành phần.")
    status = 422


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion of the result. `points` is on the scale of `out_of`; `actual` before it was rescaled.

    `excluded`: all of it is out (`points` and `actual` 0). `excluded_points`: how much of `out_of` does not apply.
    """

    code: str
    points: Decimal
    out_of: Decimal
    actual: Decimal
    excluded_points: Decimal
    excluded: bool
    rescaled: bool
    unscored: int
    bonus: Decimal
    penalty: Decimal
    because: tuple[Line, ...]

    @property
    def available(self) -> Decimal:
        return self.out_of - self.excluded_points

    @property
    def index(self) -> Decimal | None:
        """Points / maximum × 100, two places half up; None when nothing of it applies or there is no maximum."""
        whole = self.out_of if self.rescaled else self.available
        return round_to(Fraction(self.points) / Fraction(whole) * 100, 2) if whole > 0 else None

    @property
    def after(self) -> Decimal:
        """With its bonus and penalty."""
        return self.points + self.bonus - self.penalty


@dataclass(frozen=True, slots=True)
class Total:
    """`base` of `out_of`, `bonus` and `penalty` after their caps; `points` is the result that is ranked."""

    points: Decimal
    out_of: Decimal
    base: Decimal
    bonus: Decimal
    penalty: Decimal
    parts: Mapping[str, Part]
    excluded: tuple[str, ...]
    unscored: tuple[str, ...]
    counted: int
    excluded_points: Decimal
    because: tuple[Line, ...]

    @property
    def index(self) -> Decimal | None:
        """`points` / maximum × 100, two places half up; None when nothing applies."""
        if self.excluded_points >= self.out_of:
            return None
        return round_to(Fraction(self.points) / Fraction(self.out_of) * 100, 2)

    def part(self, code: str) -> Part:
        return self.parts[code]


Points = Decimal | int | Scored | None


def total(
    of: CriteriaSet,
    scores: Mapping[str, Points],
    *,
    not_applicable: Collection[str] = (),
    not_held: Collection[str] = (),
) -> Total:
    """The result of one unit.

    `scores`: leaf → points or Scored; None or absent is not yet scored (0 so far, named in `unscored`).
    `not_applicable`: codes that do not apply to this unit (a parent stands for all below it).
    `not_held`: source kinds that were not run for anybody ("survey"): excluded and rescaled.
    """
    return _Adding(of, scores, not_applicable, not_held).total()


class _Adding:
    def __init__(
        self, of: CriteriaSet, scores: Mapping[str, Points], not_applicable: Collection[str], not_held: Collection[str]
    ) -> None:
        self.of, self.scores = of, scores
        for code in scores:
            if not of.is_leaf(of.criterion(code).code):
                raise ScoreOfParent(field="criterion", code=code)
        self.out: dict[str, NotApplicable] = {}
        self.inapplicable = dict.fromkeys(code for code in not_applicable if of.criterion(code))
        for code in self.inapplicable:
            way = of.criterion(code).not_applicable
            if way is not NotApplicable.REDISTRIBUTED:
                self.out |= {leaf.code: way for leaf in of.under(code)}
        for leaf in of.leaves:
            scored = scores.get(leaf.code)
            if leaf.source_kind and leaf.source_kind in not_held:
                self.out[leaf.code] = NotApplicable.EXCLUDED
            elif isinstance(scored, Scored) and scored.excluded:
                self.out.setdefault(leaf.code, NotApplicable.EXCLUDED)
        given_away = [
            code for code in self.inapplicable if of.criterion(code).not_applicable is NotApplicable.REDISTRIBUTED
        ]
        self.effective = redistributed(of, given_away)
        for code in given_away:  # nothing stands beside it that could take its points
            if self.effective.maximum(code) > 0:
                self.out |= {leaf.code: NotApplicable.EXCLUDED for leaf in of.under(code)}
        self.parts: dict[str, Part] = {}
        self.unscored: list[str] = []

    def total(self) -> Total:
        base = [self.part(row) for row in self.of.roots if self.of.counts(row.code) is Counts.BASE]
        for row in self.of.roots:
            if self.of.counts(row.code) in (Counts.BONUS, Counts.PENALTY):
                self.part(row)
        out_of = self.of.base_maximum
        lines: list[Line] = []
        points, left_out, _ = self._sum(base, out_of, rescales=self.of.rescales, combine=Combine.SUM, lines=lines)
        of_base = points
        bonus = self._extra(Counts.BONUS, self.of.bonus_cap, lines)
        penalty = self._extra(Counts.PENALTY, self.of.penalty_cap, lines)
        points = points + bonus - penalty
        if bonus or penalty:
            said = N_("%(base)s + %(bonus)s − %(penalty)s = %(points)s")
            lines.append(line(said, base=of_base, bonus=bonus, penalty=penalty, points=points))
        if points < 0:
            points = round_to(0, self.of.digits)
            lines.append(line(N_("tổng điểm không dưới 0")))
        if self.of.ceiling is not None and points > self.of.ceiling:
            points = self.of.ceiling
            lines.append(line(N_("tổng điểm tối đa %(ceiling)s"), ceiling=points))
        leaves = [row.code for row in self.of.leaves if self.of.counts(row.code) is Counts.BASE]
        excluded = tuple(code for code in leaves if self.parts[code].excluded)
        counted = len(leaves) - len(excluded) - sum(code in self.unscored for code in leaves)
        return Total(
            points,
            out_of,
            of_base,
            bonus,
            penalty,
            self.parts,
            excluded,
            tuple(self.unscored),
            counted,
            left_out,
            tuple(lines),
        )

    def part(self, row: Criterion) -> Part:
        made = self._with_extras(row, self._leaf(row)) if self.of.is_leaf(row.code) else self._parent(row)
        self.parts[row.code] = made
        return made

    def _with_extras(self, row: Criterion, made: Part) -> Part:
        """A leaf under which bonus or penalty points stand."""
        below = [
            self.part(child) for child in self.of.children(row.code) if self.of.counts(child.code) is not Counts.INFO
        ]
        if not below:
            return made
        return replace(
            made,
            bonus=made.bonus + sum((part.bonus for part in below), ZERO),
            penalty=made.penalty + sum((part.penalty for part in below), ZERO),
            unscored=made.unscored + sum(part.unscored for part in below),
        )

    def _leaf(self, row: Criterion) -> Part:
        out_of, lines = self.effective.maximum(row.code), list[Line]()
        printed = self.of.maximum(row.code)
        kind = self.of.counts(row.code)
        way = self.out.get(row.code)
        if way is NotApplicable.EXCLUDED:
            why = line(N_("không áp dụng: loại %(out_of)s điểm khỏi thang"), out_of=out_of)
            return Part(row.code, ZERO, out_of, ZERO, out_of, True, False, 0, ZERO, ZERO, (why,))
        if out_of == 0 and printed > 0:
            why = line(N_("không áp dụng: %(out_of)s điểm đã chia cho các tiêu chí còn lại"), out_of=printed)
            return Part(row.code, ZERO, ZERO, ZERO, ZERO, True, False, 0, ZERO, ZERO, (why,))
        if way is not None:
            points = out_of if way is NotApplicable.FULL else ZERO
            lines.append(line(N_("không áp dụng: tính %(points)s"), points=points))
            return Part(row.code, points, out_of, points, ZERO, False, False, 0, *_extra(kind, points), tuple(lines))
        given = self._given(row, printed)
        if given is None:
            self.unscored.append(row.code)
            return Part(row.code, ZERO, out_of, ZERO, ZERO, False, False, 1, ZERO, ZERO, (line(N_("chưa chấm")),))
        points = given
        if out_of != printed and printed > 0:
            points = round_to(Fraction(given) * Fraction(out_of) / Fraction(printed), self.of.digits, self.of.rounding)
            said = N_("%(given)s/%(printed)s quy sang thang %(out_of)s: %(points)s")
            lines.append(line(said, given=given, printed=printed, out_of=out_of, points=points))
        return Part(row.code, points, out_of, points, ZERO, False, False, 0, *_extra(kind, points), tuple(lines))

    def _given(self, row: Criterion, out_of: Decimal) -> Decimal | None:
        found = self.scores.get(row.code)
        points = found.points if isinstance(found, Scored) else found
        if points is None:
            return None
        points = Decimal(points)
        if not points.is_finite() or not 0 <= points <= out_of:
            raise PointsOutOfRange(field=row.code, points=write(points), least="0", most=write(out_of))
        return points

    def _parent(self, row: Criterion) -> Part:
        kind, children = self.of.counts(row.code), []
        for child in self.of.children(row.code):
            if self.of.counts(child.code) is not Counts.INFO:
                children.append(self.part(child))
        same = [part for part in children if self.of.counts(part.code) is kind]
        out_of, lines = self.effective.maximum(row.code), list[Line]()
        points, excluded, rescaled = self._sum(same, out_of, rescales=row.rescales, combine=row.combine, lines=lines)
        actual = _combined(row.combine, same)
        bonus = sum((part.bonus for part in children), ZERO)
        penalty = sum((part.penalty for part in children), ZERO)
        if kind in (Counts.BONUS, Counts.PENALTY):
            if points > out_of:
                points = out_of
                lines.append(line(N_("tối đa %(cap)s"), cap=out_of))
            bonus, penalty = _extra(kind, points)
        nothing_left = bool(same) and all(part.excluded for part in same)
        excluded = out_of if nothing_left else excluded
        return Part(
            row.code, points, out_of, actual, excluded, nothing_left, rescaled, sum(part.unscored for part in children),
            bonus, penalty, tuple(lines),
        )  # fmt: skip

    def _sum(
        self, parts: list[Part], out_of: Decimal, *, rescales: bool, combine: Combine, lines: list[Line]
    ) -> tuple[Decimal, Decimal, bool]:
        """Points, points excluded, whether rescaled."""
        points = _combined(combine, parts)
        excluded = ZERO if combine is Combine.HIGHEST else sum((part.excluded_points for part in parts), ZERO)
        if combine is Combine.HIGHEST and parts and all(part.excluded for part in parts):
            excluded = out_of
        if not excluded or not rescales or excluded >= out_of:
            return points, min(excluded, out_of) if excluded > 0 else excluded, False
        scaled = round_to(
            Fraction(points) * Fraction(out_of) / Fraction(out_of - excluded), self.of.digits, self.of.rounding
        )
        said = N_("%(actual)s/(%(out_of)s − %(excluded)s) × %(out_of)s = %(points)s")
        lines.append(line(said, actual=points, out_of=out_of, excluded=excluded, points=scaled))
        return scaled, ZERO, True

    def _extra(self, kind: Counts, cap: Decimal | None, lines: list[Line]) -> Decimal:
        """All bonus, or all penalty, wherever it stands in the tree, up to the cap of the set."""
        tops = [self.parts[row.code] for row in self.of.roots if row.code in self.parts]
        found = sum((part.bonus if kind is Counts.BONUS else part.penalty for part in tops), ZERO)
        if cap is not None and found > cap:
            lines.append(
                line(N_("điểm cộng tối đa %(cap)s") if kind is Counts.BONUS else N_("điểm trừ tối đa %(cap)s"), cap=cap)
            )
            return cap
        return found


def _extra(kind: Counts, points: Decimal) -> tuple[Decimal, Decimal]:
    return (points if kind is Counts.BONUS else ZERO, points if kind is Counts.PENALTY else ZERO)


def _combined(combine: Combine, parts: list[Part]) -> Decimal:
    if combine is Combine.HIGHEST:
        return max((part.points for part in parts), default=ZERO)
    return sum((part.points for part in parts), ZERO)


def redistributed(of: CriteriaSet, codes: Iterable[str]) -> CriteriaSet:
    """The set with the maxima of `codes` given in equal parts to the criteria beside them.

    Parts are cut to the digits of the set, what is left goes to the first ones, so that the maxima still add up; below
    a parent each child grows in proportion, in the same way.
    """
    changed = of
    for code in codes:
        row = changed.criterion(code)
        kind = changed.counts(code)
        beside = [
            other
            for other in changed.children(row.parent)
            if other.code != code and changed.counts(other.code) is kind and changed.maximum(other.code) > 0
        ]
        if not beside:
            continue
        given = _split(changed.maximum(code), [Fraction(1)] * len(beside), of.digits)
        maxima = {leaf.code: ZERO for leaf in _all_under(changed, code)}
        for other, more in zip(beside, given, strict=True):
            _grow(changed, other.code, changed.maximum(other.code) + more, maxima)
        changed = changed.with_criteria(
            _with_maximum(changed.criterion(each), maximum) for each, maximum in maxima.items()
        )
    return changed


def _all_under(of: CriteriaSet, code: str) -> Iterable[Criterion]:
    yield of.criterion(code)
    for child in of.children(code):
        yield from _all_under(of, child.code)


def _grow(of: CriteriaSet, code: str, maximum: Decimal, into: dict[str, Decimal]) -> None:
    into[code] = maximum
    kind = of.counts(code)
    below = [row for row in of.children(code) if of.counts(row.code) is kind and of.maximum(row.code) > 0]
    if below:
        weights = [Fraction(of.maximum(row.code)) for row in below]
        digits = max(of.digits, *(-int(of.maximum(row.code).as_tuple().exponent) for row in below))
        for row, part in zip(below, _split(maximum, weights, digits), strict=True):
            _grow(of, row.code, part, into)


def _split(points: Decimal, weights: list[Fraction], digits: int) -> list[Decimal]:
    digits = max(digits, -int(points.as_tuple().exponent))
    whole, unit = sum(weights), Fraction(1, 10**digits)
    exact = [Fraction(points) * weight / whole for weight in weights]
    cut = [(part // unit) * unit for part in exact]
    left = int((Fraction(points) - sum(cut)) / unit)
    by_rest = sorted(range(len(exact)), key=lambda number: (cut[number] - exact[number], number))
    for number in by_rest[:left]:
        cut[number] += unit
    return [round_to(part, digits) for part in cut]


def _with_maximum(row: Criterion, maximum: Decimal) -> Criterion:
    return replace(row, maximum=maximum)
