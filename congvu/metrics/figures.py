"""What is answered: a figure that carries what it was made from."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.core.numbers import Lang, format_number
from congvu.core.ratio import Rate, rate
from congvu.faces import words
from congvu.metrics.questions import By, Counts, Key, Question
from congvu.metrics.registry import Metric


@dataclass(frozen=True, slots=True)
class Figure:
    """A count, or a rate with its numerator and denominator; the definition, and the question it answers.

    `complete` is False when the viewer's rights do not reach all that was asked for: the figure then counts what he
    may see, and says so.
    """

    metric: Metric
    question: Question
    numerator: int
    denominator: int | None
    complete: bool = True

    @property
    def rate(self) -> Rate | None:
        if self.denominator is None or self.metric.when_nothing is None:
            return None
        return rate(
            self.numerator,
            self.denominator,
            places=self.metric.places,
            rounding=self.metric.rounding,
            when_nothing=self.metric.when_nothing,
        )

    @property
    def value(self) -> str | None:
        """For machines: `98.63`, `1276`; None when nothing happened and the rule gives no value."""
        made = self.rate
        if made is None:
            return str(self.numerator)
        return None if made.value is None else str(made.value)

    @property
    def text(self) -> str:
        """For people: `98,63 %`, `1.276`, or a dash."""
        made = self.rate
        return format_number(self.numerator, lang=_lang()) if made is None else made.text(_lang())

    @property
    def fraction(self) -> str:
        made = self.rate
        return "" if made is None else made.fraction(_lang())


@dataclass(frozen=True, slots=True)
class KeyedFigure:
    """A line of a table: the key as an id or code for addresses, and its name."""

    key: Key
    code: str
    name: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Lines that add up: counts of `total` are the sums of the lines' counts, in both structures."""

    by: By
    lines: tuple[KeyedFigure, ...]
    total: Figure


@dataclass(frozen=True, slots=True)
class CellLine:
    key: Key
    code: str
    name: str
    cells: Counts


@dataclass(frozen=True, slots=True)
class CellTable:
    """All cells of one subject, line by line, as a form prints them."""

    question: Question
    by: By | None
    lines: tuple[CellLine, ...]
    total: CellLine
    complete: bool


def _lang() -> Lang:
    return "en" if words.english() else "vi"


def nameless(by: By) -> str:
    """The line of facts that have no key: said, not left out, so that the lines add up."""
    return {
        By.FIELD: _("Chưa phân lĩnh vực"),
        By.PROCEDURE: _("Chưa gắn thủ tục"),
        By.ASSIGNER: _("Chưa rõ người giao"),
        By.DOCUMENT: _("Không theo văn bản"),
        By.CHANNEL: _("Chưa rõ kênh"),
    }.get(by, _("Chưa rõ"))
