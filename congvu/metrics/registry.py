"""The catalogue: every figure has one definition, written once, in the room that knows it.

    metric(code="dossiers_on_time_rate", name_vi="Tỷ lệ …", name_en="…", facts="dossier", unit_of_measure="%",
           numerator=("c8", "c9"), denominator=("c7",), when_nothing=WhenNothing.EXCLUDED, source="TT 01/2020 …")

A room's `metrics.py` is imported when the house starts.
"""

from dataclasses import dataclass

from congvu.core.errors import N_, DomainError
from congvu.core.numbers import Rounding
from congvu.core.ratio import WhenNothing
from congvu.metrics.facts import FACTS, Cell, Facts, Part


class MetricUnknown(DomainError):
    """No figure of this code is defined."""

    code = "metric_unknown"
    sentence = N_("Không có chỉ tiêu “%(code)s”. Hãy chọn trong danh mục chỉ tiêu.")
    status = 404


@dataclass(frozen=True, slots=True)
class Metric:
    """A count (`denominator` empty) or a rate; both are sums of cells of one kind of facts.

    `source` names the rule with its article; `note_vi` says how we read it where the rule leaves a doubt.
    """

    code: str
    name_vi: str
    name_en: str
    facts_code: str
    unit_of_measure: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    when_nothing: WhenNothing | None
    rounding: Rounding
    places: int
    source: str
    note_vi: str = ""
    note_en: str = ""

    @property
    def facts(self) -> Facts:
        return FACTS[self.facts_code]

    @property
    def is_rate(self) -> bool:
        return bool(self.denominator)

    def cells(self, part: str = "numerator") -> tuple[Cell, ...]:
        codes = self.denominator if part == "denominator" else self.numerator
        return tuple(self.facts.cells[code] for code in codes)


_METRICS: dict[str, Metric] = {}


def metric(
    *,
    code: str,
    name_vi: str,
    name_en: str,
    facts: str,
    unit_of_measure: str,
    numerator: tuple[str, ...],
    denominator: tuple[str, ...] = (),
    when_nothing: WhenNothing | None = None,
    rounding: Rounding = Rounding.HALF_UP,
    places: int = 2,
    source: str,
    note_vi: str = "",
    note_en: str = "",
) -> Metric:
    """Define a figure. Refuses, at start, what would give a wrong or nameless one."""
    made = Metric(
        code,
        name_vi,
        name_en,
        facts,
        unit_of_measure,
        numerator,
        denominator,
        when_nothing,
        rounding,
        places,
        source,
        note_vi,
        note_en,
    )
    _check(made)
    _METRICS[code] = made
    return made


def _check(made: Metric) -> None:
    faults = [
        (not made.code.isidentifier(), "the code is no Python identifier"),
        (made.code in _METRICS, "the code is taken"),
        (not (made.name_vi and made.name_en and made.source), "names and source are needed"),
        (made.is_rate is (made.when_nothing is None), "a rate says what it means when nothing happened, a count not"),
        (_overlap(made.cells()) or _overlap(made.cells("denominator")), "a fact would be counted twice"),
    ]
    for is_fault, sentence in faults:
        if is_fault:
            raise ValueError(f"metric {made.code}: {sentence}")


def _overlap(cells: tuple[Cell, ...]) -> bool:
    """Whether two parts could hold the same fact."""
    parts = [part for cell in cells for part in cell.parts]
    return any(_meet(one, other) for n, one in enumerate(parts) for other in parts[n + 1 :])


def _meet(one: Part, other: Part) -> bool:
    if one.what != other.what or (one.outcomes and other.outcomes and not set(one.outcomes) & set(other.outcomes)):
        return False
    named = [set(part.channels) for part in (one, other) if part.channels]
    return not named or bool(set.intersection(*named) - set(one.other_than) - set(other.other_than))


def find(code: str) -> Metric:
    if code not in _METRICS:
        raise MetricUnknown(code=code)
    return _METRICS[code]


def all_metrics() -> list[Metric]:
    """By facts, then in the order of definition."""
    order = list(FACTS)
    return sorted(_METRICS.values(), key=lambda made: order.index(made.facts_code))
