"""The formula language: exact, closed, and quick to say where it is wrong."""

import re
import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.core.errors import DomainError
from congvu.core.ratio import Ratio, WhenNothing
from congvu.core.scoring import FormulaRefused, compile_formula, parse_rule

D = Decimal


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        pytest.param("7 / 2", {}, Fraction(7, 2), id="no whole-number division"),
        pytest.param("0.1 + 0.2", {}, Fraction(3, 10), id="decimals are exact"),
        pytest.param("a / 3 * 3", {"a": 1}, Fraction(1), id="thirds are exact"),
        pytest.param("-a + +b", {"a": 1, "b": 3}, Fraction(2), id="signs"),
        pytest.param("min(2, 2.5 * b)", {"b": Ratio(1, 1)}, Fraction(2), id="a cap"),
        pytest.param("max(a, b, 3)", {"a": 1, "b": 2}, Fraction(3), id="the largest"),
        pytest.param("1 if a >= 0.9 else 0", {"a": Ratio(9, 10)}, Fraction(1), id="at the threshold"),
        pytest.param("1 if 0.7 <= a < 0.9 else 0", {"a": Ratio(7, 10)}, Fraction(1), id="between"),
        pytest.param("1 if a > 1 and not b > 1 or a == 0 else 2", {"a": 0, "b": 5}, Fraction(1), id="and, or, not"),
        pytest.param("round(a, 1)", {"a": D("1.25")}, Fraction(13, 10), id="half up"),
        pytest.param("round(a)", {"a": D("2.5")}, Fraction(3), id="half up to whole, not to even"),
        pytest.param("floor(a / 4)", {"a": 11}, Fraction(2), id="whole steps"),
        pytest.param("abs(a - 3)", {"a": 1}, Fraction(2), id="distance"),
        pytest.param("percent(a)", {"a": Ratio(1, 8)}, Fraction(25, 2), id="a ratio as a percentage"),
        pytest.param("numerator(a) - denominator(a)", {"a": Ratio(3, 5)}, Fraction(-2), id="a ratio opened"),
        pytest.param("denominator(a)", {"a": 7}, Fraction(1), id="a plain number opened"),
        pytest.param("maximum * a", {"a": Ratio(1, 2)}, Fraction(3), id="the maximum of the criterion"),
        pytest.param("hồ_sơ + đúng_hạn", {"hồ_sơ": 1, "đúng_hạn": 2}, Fraction(3), id="Vietnamese names"),
        pytest.param("1 if b == 0 else a / b", {"a": 1, "b": 0}, Fraction(1), id="a guarded division"),
        pytest.param("(a +\n b)", {"a": 1, "b": 2}, Fraction(3), id="over two lines"),
    ],
)
def test_values(text, given, expected):
    assert compile_formula(text).value(given, 6) == expected


def test_names_are_known_when_it_is_saved():
    assert compile_formula("maximum * b / (a + b) + numerator(c)").names == ("b", "a", "c")


@pytest.mark.parametrize(
    ("text", "column"),
    [
        pytest.param("a.b", 1, id="an attribute"),
        pytest.param("1 + a.__class__", 5, id="the way out"),
        pytest.param("2 * a[0]", 5, id="a subscript"),
        pytest.param("2 ** 9", 1, id="a power"),
        pytest.param("9**9**9", 4, id="a tower of powers"),
        pytest.param("a // 2", 1, id="whole division"),
        pytest.param("a % 2", 1, id="remainder"),
        pytest.param("1 << 9", 1, id="a shift"),
        pytest.param("'x' * 9", 1, id="text"),
        pytest.param("True", 1, id="a truth"),
        pytest.param("None", 1, id="None"),
        pytest.param("1e9", 1, id="an exponent"),
        pytest.param("0x10", 1, id="hexadecimal"),
        pytest.param("1_000", 1, id="an underscore in a number"),
        pytest.param("1j", 1, id="imaginary"),
        pytest.param("123456789012345678901", 1, id="too many digits"),
        pytest.param("[a for a in b]", 1, id="a comprehension"),
        pytest.param("(lambda: 1)()", 1, id="a lambda"),
        pytest.param("3 + open(a)", 5, id="another function"),
        pytest.param("min(a)", 1, id="too few values"),
        pytest.param("min(*a)", 1, id="unpacking"),
        pytest.param("round(a, ndigits=1)", 1, id="a keyword"),
        pytest.param("round(a, b)", 10, id="digits that are not written down"),
        pytest.param("round(a, 7)", 10, id="too many digits to round to"),
        pytest.param("numerator(a + b)", 1, id="the numerator of a sum"),
        pytest.param("a > b", 1, id="a comparison that is no number"),
        pytest.param("1 if a else 0", 6, id="a number that is no comparison"),
        pytest.param("1 if a is b else 0", 6, id="is"),
        pytest.param("1 if a in b else 0", 6, id="in"),
        pytest.param("a := 1", 3, id="an assignment"),
        pytest.param("f'{a}'", 1, id="a format"),
        pytest.param("đủ + a.b", 6, id="the column counts letters, not bytes"),
        pytest.param("a +\n  b.c", 7, id="the column runs over lines"),
        pytest.param("1 +", 4, id="unfinished"),
        pytest.param("", 1, id="empty"),
        pytest.param("a\x00b", 4, id="a null byte"),
    ],
)
def test_what_is_not_in_the_language_is_refused_with_its_column(text, column):
    with pytest.raises(FormulaRefused) as refusal:
        compile_formula(text)
    assert refusal.value.data["column"] == column
    assert str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "1" + ")" * 5000, "-" * 1900 + "1", "+".join("a" * 1500), "1 if a > 0 else " * 100 + "0",
        "min(" * 60 + "1" + ", 1)" * 60, "a" * 3000, "not " * 400 + "a", "((((" * 300, "a<" * 900 + "a",
    ],
)  # fmt: skip
def test_monsters_are_refused_at_once(text):
    begun = time.perf_counter()
    with pytest.raises(FormulaRefused):
        compile_formula(text)
    assert time.perf_counter() - begun < 0.5


def test_the_largest_formula_on_the_largest_figures_stays_quick():
    formula = compile_formula("*".join(["a"] * 30))
    begun = time.perf_counter()
    formula.value({"a": D("9" * 30)})
    assert time.perf_counter() - begun < 0.1


@pytest.mark.parametrize("when", WhenNothing)
def test_division_by_nought_is_what_the_rule_says_it_is(when):
    rule = parse_rule({"type": "formula", "formula": "6 * a / b", "when_nothing": when.value})
    scored = rule.score({"a": 5, "b": 0}, D(6))
    assert scored.nothing_happened
    assert scored.points == {WhenNothing.FULL: 6, WhenNothing.ZERO: 0, WhenNothing.EXCLUDED: None}[when]


NAMES = ("a", "b", "rate")
numbers = st.decimals(-1000, 1000, places=2) | st.integers(-10, 10)
ratios = st.builds(Ratio, st.integers(0, 50), st.integers(1, 50))
leaves = st.sampled_from(NAMES) | st.decimals(0, 100, places=2).map(str)
formulas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, inner).map(lambda t: f"min({t[0]}, {t[1]})"),
        st.tuples(inner, inner).map(lambda t: f"max({t[0]}, {t[1]})"),
        st.tuples(inner, st.sampled_from(["<", "<=", "==", ">"]), inner, inner).map(
            lambda t: f"({t[3]} if {t[0]} {t[1]} {t[2]} else {t[0]})"
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=150)
@given(formulas, numbers, numbers, ratios)
def test_every_formula_gives_points_within_the_scale_and_agrees_with_python(text, a, b, rate):
    """The same expression by Python's own evaluator over exact fractions is the model."""
    rule = parse_rule({"type": "formula", "formula": text, "when_nothing": "zero"})
    scored = rule.score({"a": a, "b": b, "rate": rate}, D(10))
    assert scored.points.is_finite()
    assert 0 <= scored.points <= 10
    literals = compile_formula(text)
    quotient = Fraction(rate.numerator) / rate.denominator
    env = {"a": Fraction(a), "b": Fraction(b), "rate": quotient, "min": min, "max": max, "Fraction": Fraction}
    exact_text = _with_exact_literals(text)
    try:
        expected = eval(exact_text, {"__builtins__": {}}, env)
    except ZeroDivisionError:
        assert scored.nothing_happened
        return
    assert not scored.nothing_happened
    assert literals.value({"a": a, "b": b, "rate": rate}) == expected


def _with_exact_literals(text):
    return re.sub(r"\d+\.\d+", lambda found: f"Fraction('{found.group()}')", text)


@settings(max_examples=200)
@given(st.text(alphabet="ab01.+-*/()<>=, iflse_minmaxđ'\"[]{}:;\n", max_size=60))
def test_any_text_is_read_or_refused_but_never_breaks(text):
    try:
        compiled = compile_formula(text)
    except DomainError:
        return
    rule = parse_rule({"type": "formula", "formula": text, "when_nothing": "excluded"})
    scored = rule.score(dict.fromkeys(compiled.names, 1), D(6))
    assert scored.excluded or 0 <= scored.points <= 6
