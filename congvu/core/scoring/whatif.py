"""What if: other inputs, only the criteria that read them scored anew; and the cheapest next points."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from congvu.core.numbers import round_to
from congvu.core.ratio import Ratio
from congvu.core.scoring.lost import weight
from congvu.core.scoring.rule import Rule
from congvu.core.scoring.totals import Points, Total, total
from congvu.core.scoring.tree import CriteriaSet, Criterion
from congvu.core.scoring.values import Given, Input, Kind, Scored, Wanted

MOST_ACTIONS = 1_000_000


def readers(of: CriteriaSet) -> dict[str, tuple[str, ...]]:
    """Input name → the criteria whose rule reads it. Made once for a set, used for every question."""
    found: dict[str, list[str]] = {}
    for leaf in of.leaves:
        for wanted in leaf.rule.wants() if leaf.rule else ():
            found.setdefault(wanted.name, []).append(leaf.code)
    return {name: tuple(codes) for name, codes in found.items()}


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit as it stands: inputs by name, points by criterion, what does not apply, what was not held."""

    of: CriteriaSet
    given: Given
    scores: Mapping[str, Points]
    not_applicable: Collection[str] = ()
    not_held: Collection[str] = ()

    def result(self) -> Total:
        return total(self.of, self.scores, not_applicable=self.not_applicable, not_held=self.not_held)


@dataclass(frozen=True, slots=True)
class Changed:
    """`touched`: the criteria whose points were computed anew, with the points before and after."""

    before: Total
    after: Total
    touched: tuple[tuple[str, Decimal | None, Decimal | None], ...]

    @property
    def gain(self) -> Decimal:
        return self.after.points - self.before.points


def what_if(
    standing: Standing, changes: Mapping[str, Input], *, read_by: Mapping[str, tuple[str, ...]] | None = None
) -> Changed:
    """The result if these inputs were so. `read_by` is `readers(set)`, when it is at hand."""
    of = standing.of
    names = readers(of) if read_by is None else read_by
    codes = dict.fromkeys(code for name in changes for code in names.get(name, ()))
    given, scores, touched = {**standing.given, **changes}, dict(standing.scores), []
    for code in codes:
        rule = of.criterion(code).rule
        assert rule is not None
        scored = rule.score(given, of.maximum(code))
        touched.append((code, _plain(scores.get(code)), scored.points))
        scores[code] = scored
    after = Standing(of, given, scores, standing.not_applicable, standing.not_held)
    return Changed(standing.result(), after.result(), tuple(touched))


def more(value: Ratio, good: int, of_all: int = 0) -> Ratio:
    """So many more that are well, of so many more altogether: 37 dossiers finished on time are `more(r, 37)`."""
    return Ratio(value.numerator + good, value.denominator + of_all, value.when_nothing)


def _plain(points: Points) -> Decimal | None:
    if isinstance(points, Scored):
        return points.points
    return None if points is None else Decimal(points)


# --- The cheapest next points ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Next:
    """So many `actions` on one input give `gain` points of the criterion, `in_total` of the total.

    An action makes one more case good, adds one more, or turns one answer; `target` is the input afterwards.
    """

    code: str
    name: str
    input: str
    actions: int
    gain: Decimal
    in_total: Decimal
    points: Decimal
    target: Input

    @property
    def per_action(self) -> Fraction:
        return Fraction(self.in_total) / self.actions


def next_points(standing: Standing, *, actionable: Mapping[str, int] | None = None) -> list[Next]:
    """For each criterion and input the nearest gain and the full gain, the cheapest first.

    Only what people can do counts: a ratio gets better cases while its denominator stands, a count grows, an answer or
    a level turns. A plain number moves only when `actionable` names it with its step (1, or -1 where less is better).
    """
    result = standing.result()
    found: list[Next] = []
    out = set(standing.not_applicable)
    for leaf in standing.of.leaves:
        part = result.parts[leaf.code]
        if leaf.rule is None or part.excluded or leaf.code in out:
            continue
        worth = weight(standing.of, result, leaf.code)
        if part.out_of != standing.of.maximum(leaf.code):  # points of others were shared out to it
            worth *= Fraction(part.out_of) / Fraction(standing.of.maximum(leaf.code))
        for wanted in leaf.rule.wants():
            found += _of_input(standing, leaf, leaf.rule, wanted, worth, actionable or {})
    return sorted(found, key=lambda each: (-each.per_action, each.actions, each.code, each.input))


def _of_input(
    standing: Standing, leaf: Criterion, rule: Rule, wanted: Wanted, worth: Fraction, actionable: Mapping[str, int]
) -> Iterator[Next]:
    now = standing.given.get(wanted.name)
    moved = _ways(wanted, now, actionable.get(wanted.name))
    out_of = standing.of.maximum(leaf.code)
    if now is None or moved is None:
        return
    after, limit = moved
    points = rule.score(standing.given, out_of).points
    if points is None or limit < 1:
        return

    def gain(actions: int) -> Decimal:
        reached = rule.score({**standing.given, wanted.name: after(actions)}, out_of).points
        return Decimal(0) if reached is None else reached - points

    best = gain(limit)
    if best <= 0:
        return
    nearest = _least(lambda actions: gain(actions) > 0, limit)
    whole = _least(lambda actions: gain(actions) >= best, limit)
    for actions in dict.fromkeys((nearest, whole)):
        won = gain(actions)
        in_total = round_to(Fraction(won) * worth, 4)
        yield Next(
            leaf.code, leaf.name, wanted.name, actions, won, in_total, points + won, after(actions)
        )  # fmt: skip


def _ways(wanted: Wanted, now: Input, step: int | None) -> tuple[Callable[[int], Input], int] | None:
    """What the input is after so many actions, and how many are possible."""
    if isinstance(now, Ratio):
        left = now.denominator - now.numerator
        return (lambda actions: more(now, actions)), min(int(left), MOST_ACTIONS)
    if wanted.kind is Kind.YES_NO and isinstance(now, bool):
        return (lambda _: not now), 1
    if wanted.kind is Kind.COUNT and isinstance(now, int) and step is None:
        return (lambda actions: now + actions), 1_000
    if step is not None and isinstance(now, int | Decimal) and not isinstance(now, bool):
        limit = MOST_ACTIONS if step > 0 else int(now / -step)
        return (lambda actions: now + actions * step), limit
    return None


def _least(holds: Callable[[int], bool], limit: int) -> int:
    """The smallest number of actions for which it holds, knowing that it holds at the limit and, once, for good."""
    low, high = 1, 1
    while high < limit and not holds(high):
        low, high = high + 1, min(high * 2, limit)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
