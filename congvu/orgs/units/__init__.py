"""Questions about units, as of a day. `on` is a day on which the answer holds; names are never keys."""

from congvu.orgs.units.chart import ChartRow, chart, name_of, names_of, parts_taken, under
from congvu.orgs.units.codes import UnitAmbiguous, UnitUnknown, codes_of, unit_by_code
from congvu.orgs.units.one import Change, PersonNow, SpanRow, UnitPage, unit_page
from congvu.orgs.units.succession import successor_of, successors

__all__ = [
    "Change",
    "ChartRow",
    "PersonNow",
    "SpanRow",
    "UnitAmbiguous",
    "UnitPage",
    "UnitUnknown",
    "chart",
    "codes_of",
    "name_of",
    "names_of",
    "parts_taken",
    "successor_of",
    "successors",
    "under",
    "unit_by_code",
    "unit_page",
]
