"""Whatever is excluded, rescaled, redistributed or rounded: every line of a result follows from the lines below it."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.core.numbers import Rounding, round_to
from congvu.core.scoring import (
    Combine,
    Counts,
    CriteriaSet,
    Criterion,
    NotApplicable,
    parse_rule,
    redistributed,
    rule_to_dict,
    total,
)

D = Decimal
maxima = st.integers(1, 80).map(lambda n: D(n) / 4)
KINDS = ["", "self", "survey"]


@st.composite
def sets(draw):
    rows = []

    def grow(code, parent, depth):
        children = draw(st.integers(0, 3)) if depth < 3 else 0
        more = {
            "rescales": draw(st.booleans()),
            "not_applicable": draw(st.sampled_from(NotApplicable)),
            "source_kind": draw(st.sampled_from(KINDS)),
        }
        place = len(rows)
        rows.append(None)
        whole = sum((grow(f"{code}.{n}", code, depth + 1) for n in range(1, children + 1)), D(0))
        maximum = whole if children else draw(maxima)
        rows[place] = Criterion(code, "", parent, maximum, **more)
        return maximum

    for number in range(1, draw(st.integers(1, 4)) + 1):
        grow(str(number), "", 1)
    if draw(st.booleans()):
        rows.append(Criterion("B", "", "", D(5), Counts.BONUS, combine=draw(st.sampled_from(Combine))))
        rows += [Criterion("B.1", "", "B", D(4)), Criterion("B.2", "", "B", D(3))]
        rows.append(Criterion("P", "", draw(st.sampled_from(["", "1"])), D(2), Counts.PENALTY))
    return CriteriaSet(
        tuple(rows),
        digits=draw(st.integers(0, 3)),
        rounding=draw(st.sampled_from(Rounding)),
        rescales=draw(st.booleans()),
        bonus_cap=draw(st.none() | maxima),
    )


@st.composite
def results(draw):
    of = draw(sets())
    scores = {
        leaf.code: None if quarters is None else of.maximum(leaf.code) * quarters / 4
        for leaf in of.leaves
        for quarters in [draw(st.none() | st.integers(0, 4))]
    }
    base = [row.code for row in of.criteria if of.counts(row.code) is Counts.BASE]
    out = draw(st.lists(st.sampled_from(base), max_size=3, unique=True))
    not_held = draw(st.lists(st.sampled_from(["self", "survey"]), max_size=1))
    return of, scores, out, not_held


def follows(of, parts, points, rescaled, out_of):
    """The number printed above from the numbers printed below."""
    together = sum((part.points for part in parts), D(0))
    if not rescaled:
        return points == together
    left_out = sum((part.excluded_points for part in parts), D(0))
    exact = Fraction(together) * Fraction(out_of) / Fraction(out_of - left_out)
    return points == round_to(exact, of.digits, of.rounding)


@settings(max_examples=200, deadline=None)
@given(results())
def test_the_total_is_the_sum_of_its_parts(drawn):
    of, scores, out, not_held = drawn
    found = total(of, scores, not_applicable=out, not_held=not_held)
    base = [row for row in of.criteria if of.counts(row.code) is Counts.BASE]
    for row in base:
        children = [found.part(child.code) for child in of.children(row.code) if of.counts(child.code) is Counts.BASE]
        part = found.part(row.code)
        if children:
            assert follows(of, children, part.points, part.rescaled, part.out_of)
        assert 0 <= part.points <= part.out_of + D(1)  # a rescaled line may be rounded up at coarse digits
        assert 0 <= part.excluded_points <= part.out_of
    roots = [found.part(row.code) for row in of.roots if of.counts(row.code) is Counts.BASE]
    left_out = sum((part.excluded_points for part in roots), D(0))
    rescaled = of.rescales and 0 < left_out < found.out_of
    assert follows(of, roots, found.base, rescaled, found.out_of)
    assert found.points == max(D(0), found.base + found.bonus - found.penalty)
    if of.bonus_cap is not None:
        assert found.bonus <= of.bonus_cap
    assert found.index is None or found.index >= 0


@settings(max_examples=100, deadline=None)
@given(results())
def test_all_points_of_what_applies_give_the_full_scale(drawn):
    """Rescaling makes an excluded criterion neither gain nor loss."""
    of, _, out, _ = drawn
    of = CriteriaSet(of.criteria, digits=6, rescales=True)
    full = {leaf.code: of.maximum(leaf.code) for leaf in of.leaves if of.counts(leaf.code) is Counts.BASE}
    kept = [code for code in out if of.criterion(code).not_applicable is NotApplicable.EXCLUDED]
    found = total(of, full, not_applicable=kept)
    if found.index is not None:
        assert abs(found.base - found.out_of) <= D("0.0001")


@settings(max_examples=100, deadline=None)
@given(results())
def test_redistribution_keeps_the_scale(drawn):
    of, _, out, _ = drawn
    for code in out:
        changed = redistributed(of, [code])
        assert changed.base_maximum == of.base_maximum
        for row in changed.criteria:
            below = [child for child in changed.children(row.code) if child.counts is Counts.BASE]
            children = [changed.maximum(child.code) for child in below]
            if children and changed.counts(row.code) is Counts.BASE:
                assert sum(children) == changed.maximum(row.code)


@settings(max_examples=100, deadline=None)
@given(results())
def test_nothing_that_was_excluded_can_be_lost_or_forgotten(drawn):
    of, scores, out, not_held = drawn
    found = total(of, scores, not_applicable=out, not_held=not_held)
    leaves = {leaf.code for leaf in of.leaves if of.counts(leaf.code) is Counts.BASE}
    open_ones = leaves & set(found.unscored)
    assert set(found.excluded) == {code for code in leaves if found.part(code).excluded}
    assert not open_ones & set(found.excluded)
    assert found.counted == len(leaves) - len(found.excluded) - len(open_ones)


# --- Rules as documents ---------------------------------------------------------------------------------------------

names = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True)
decimals = st.decimals(0, 100, places=2)
positive = st.decimals("0.01", 100, places=2)


def coded(value):
    return st.lists(st.tuples(names, value), min_size=1, max_size=4, unique_by=lambda pair: pair[0])


steps = coded(decimals).map(lambda pairs: [{"code": c, "points": str(v), "label": c.upper()} for c, v in pairs])
levels = coded(decimals).map(lambda pairs: [{"code": c, "share": str(v)} for c, v in pairs])
figures = st.builds(lambda n, y: {"figure": n} | ({"year": y} if y else {}), names, st.integers(-2, 0))
bases = decimals.map(str) | figures
flat = st.one_of(
    st.builds(lambda n, no: {"type": "yes_no", "of": n, "no": str(no)}, names, decimals),
    steps.map(lambda s: {"type": "ordinal", "steps": s}),
    steps.map(lambda s: {"type": "average_over_cases", "steps": s}),
    steps.map(lambda s: {"type": "highest_of", "factors": s}),
    levels.map(lambda s: {"type": "levels", "levels": s}),
    levels.map(lambda s: {"type": "survey_weights", "options": s}),
    st.builds(lambda n, t: {"type": "ratio_to_threshold", "of": n, "threshold": str(t)}, names, positive),
    st.builds(lambda f, i: {"type": "proportion", "floor": str(f), "floor_inclusive": i}, decimals, st.booleans()),
    st.builds(lambda e, c: {"type": "per_unit", "each": str(e), "cap": str(c)}, decimals, decimals),
    st.builds(
        lambda b, p, s, d, w: {
            "type": "linear", "base": b, "base_points": str(p), "step": str(s), "step_points": "0.5", "downward": d,
            "whole_steps": w,
        },
        bases, decimals, positive, st.booleans(), st.booleans(),
    ),
    st.builds(lambda b, s: {"type": "at_least", "base": b, "strict": s}, bases, st.booleans()),
    names.map(lambda n: {"type": "formula", "formula": f"min(2, 2.5 * x_{n})"}),
)  # fmt: skip
documents = st.recursive(
    flat,
    lambda inner: st.builds(
        lambda n, a, b: {"type": "branch", "when": n, "then": a, "otherwise": b}, names, inner, inner
    ),
    max_leaves=3,
)


@settings(max_examples=200, deadline=None)
@given(documents, st.sampled_from([None, "full", "zero", "excluded"]), st.integers(0, 6), st.sampled_from(Rounding))
def test_a_rule_goes_out_as_it_came_in(document, when, digits, rounding):
    about = {"digits": digits, "rounding": rounding.value, "source": "Điều 1", "when_nothing": when}
    rule = parse_rule(document | about)
    assert parse_rule(rule_to_dict(rule)) == rule
    assert rule.digits == digits
