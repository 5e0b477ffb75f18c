"""Formulas against plain Python of the same rule, a whole province of scores, and one what-if."""

import csv
import importlib.resources
import re
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from congvu.core.ratio import Ratio
from congvu.core.scoring import (
    CriteriaSet,
    Criterion,
    Given,
    Input,
    Standing,
    compile_formula,
    criterion_from_row,
    next_points,
    parse_rule,
    readers,
    rule_to_dict,
    what_if,
)
from tools.bench.measured import Measured

FORMULA = "6 * paid + min(2, 2.5 * used) + 2.5 * offered if paid > 0 else 0"
UNITS, CRITERIA, BAR_SECONDS, BAR_MS = 200, 200, 2.0, 200.0


NOUGHT, TWO, TWO_AND_A_HALF = Fraction(0), Fraction(2), Fraction("2.5")


def plain(paid: Fraction, used: Fraction, offered: Fraction) -> Fraction:
    return 6 * paid + min(TWO, TWO_AND_A_HALF * used) + TWO_AND_A_HALF * offered if paid > 0 else NOUGHT


def measure(rounds: int = 20_000) -> list[Measured]:
    given: Given = {"paid": Ratio(30, 70), "used": Ratio(3, 9), "offered": Ratio(4, 11)}
    formula = compile_formula(FORMULA)
    env = (Fraction(6), Fraction(30, 70), Fraction(3, 9), Fraction(4, 11))
    assert formula.names == ("paid", "used", "offered")
    assert formula.run(env) == plain(*env[1:]) == formula.value(given)
    by_formula = best_of(lambda: formula.run(env), rounds)
    by_python = best_of(lambda: plain(*env[1:]), rounds)
    found = [
        Measured("formula", 1 / by_formula, "per second and core", "plain Python, exact", by_formula / by_python),
    ]
    of, figures = model()
    units = [{name: figure_of(name, unit) for name in figures} for unit in range(UNITS)]
    begun = time.process_time()
    for unit_given in units:
        scored(of, unit_given).result()
    seconds = time.process_time() - begun
    against = f"{UNITS} units × {CRITERIA} criteria; bar {BAR_SECONDS:.0f} s"
    found.append(Measured("scores of a province", seconds, "CPU s", against, seconds / BAR_SECONDS))
    standing, read_by = scored(of, units[7]), readers(of)
    asked = (
        best_of(lambda: what_if(standing, {"dossiers_in_time_766_0": Ratio(1260, 1276)}, read_by=read_by), 20) * 1000
    )
    found.append(Measured("what-if", asked, "CPU ms", f"{CRITERIA} criteria; bar {BAR_MS:.0f} ms", asked / BAR_MS))
    asked = best_of(lambda: next_points(standing), 3) * 1000
    found.append(Measured("cheapest points", asked, "CPU ms", f"{CRITERIA} criteria"))
    return found


def best_of(act: Callable[[], object], times: int) -> float:
    """Seconds of one, the best of five series."""
    found = []
    for _ in range(5):
        begun = time.process_time()
        for _ in range(times // 5 or 1):
            act()
        found.append((time.process_time() - begun) / (times // 5 or 1))
    return min(found)


def model() -> tuple[CriteriaSet, list[str]]:
    """The leaves of Decision 766 again and again until there are enough, each copy with figures of its own."""
    text = (importlib.resources.files("congvu.data") / "criteria/qd766.csv").read_text("utf-8")
    leaves = [row for row in map(criterion_from_row, csv.DictReader(text.splitlines())) if row.rule]
    rows, names = [], list[str]()
    for number in range(CRITERIA):
        leaf = leaves[number % len(leaves)]
        assert leaf.rule is not None
        wanted = [each.name for each in leaf.rule.wants()]
        document = parse_rule_of(leaf, number // len(leaves))
        names += [f"{name}_{number // len(leaves)}" for name in wanted]
        rows.append(Criterion(f"c{number}", leaf.name, "", leaf.maximum, rule=parse_rule(document)))
    return CriteriaSet(tuple(rows)), names


def parse_rule_of(leaf: Criterion, copy: int) -> dict[str, object]:
    assert leaf.rule is not None
    document = {key: value for key, value in rule_to_dict(leaf.rule).items() if key != "examples"}
    for name in sorted((each.name for each in leaf.rule.wants()), key=len, reverse=True):
        for key in ("of", "formula"):
            if key in document:
                document[key] = rename(str(document[key]), name, f"{name}_{copy}")
    return document


def rename(text: str, name: str, other: str) -> str:
    return re.sub(rf"\b{name}\b", other, text)


def figure_of(name: str, unit: int) -> Input:
    if any(part in name for part in ("displeased", "synced", "expected")):
        return unit
    if re.fullmatch(r"(petitions|dossiers_reported|dossiers_on_portal)_\d+", name):
        return 300 + unit
    return Ratio(unit + 40, 1276)


def scored(of: CriteriaSet, given: Given) -> Standing:
    scores = {leaf.code: leaf.rule.score(given, leaf.maximum or Decimal(0)) for leaf in of.leaves if leaf.rule}
    return Standing(of, given, scores)
