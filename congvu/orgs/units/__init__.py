"""Questions about units, as of a day. `on` is a day on which the answer holds; names are never keys."""

from congvu.orgs.units.chart import ChartRow, beside, chart, name_of, names_of, parts_taken, under
from congvu.orgs.units.codes import (
    UnitAmbiguous,
    UnitUnknown,
    codes_of,
    unit_among,
    unit_by_code,
    units_carrying,
    units_named,
)
from congvu.orgs.units.comparison import Difference, compare
from congvu.orgs.units.one import Change, PartRow, PersonNow, SpanRow, UnitPage, unit_page
from congvu.orgs.units.succession import successor_of, successors
from congvu.orgs.units.tree import Node, tree, turning_days

__all__ = [
    "Change",
    "ChartRow",
    "Difference",
    "Node",
    "PartRow",
    "PersonNow",
    "SpanRow",
    "UnitAmbiguous",
    "UnitPage",
    "UnitUnknown",
    "beside",
    "chart",
    "codes_of",
    "compare",
    "name_of",
    "names_of",
    "parts_taken",
    "successor_of",
    "successors",
    "tree",
    "turning_days",
    "under",
    "unit_among",
    "unit_by_code",
    "unit_page",
    "units_carrying",
    "units_named",
]
