"""The complete real sets of `congvu/data/criteria`."""

import csv
import importlib.resources
import json
from functools import cache

from congvu.core.scoring import CriteriaSet, criterion_from_row, parse_classes

FOLDER = importlib.resources.files("congvu.data") / "criteria"
ABOUT = {each["set"]: each for each in json.loads((FOLDER / "sets.json").read_text("utf-8"))}


@cache
def rows(code):
    return tuple(csv.DictReader((FOLDER / ABOUT[code]["file"]).read_text("utf-8").splitlines()))


@cache
def real_set(code):
    about = ABOUT[code]
    criteria = tuple(criterion_from_row(row) for row in rows(code))
    return CriteriaSet(criteria, name=about["name"], digits=about["digits"], rescales=about["rescales"])


def classes_of(code):
    return parse_classes(ABOUT[code]["classes"])


def scores_of(code, given):
    """Every leaf whose inputs are all there, by its own rule."""
    of = real_set(code)
    scored = {leaf.code: leaf.rule.score(given, of.maximum(leaf.code)) for leaf in of.leaves}
    return {leaf: each for leaf, each in scored.items() if not each.missing}
