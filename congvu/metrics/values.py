"""Figures counted from the rows: one value, a table, all cells of a form, a trend. The reader's only way in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from congvu.core.errors import N_, DomainError
from congvu.core.periods import Period
from congvu.metrics import facts as sources
from congvu.metrics import registry
from congvu.metrics.facts import BALANCE, Facts, Group
from congvu.metrics.figures import CellLine, CellTable, Figure, FigureTable, KeyedFigure
from congvu.metrics.keys import Names, column_of, group_keys
from congvu.metrics.questions import By, Counts, Key, Narrow, Question
from congvu.metrics.registry import Metric
from congvu.metrics.sight import Sight
from congvu.metrics.structure import Mapping, ever_under
from congvu.orgs.actor import Actor


class NotCutThisWay(DomainError):
    """The figure has no such cut."""

    code = "not_cut_this_way"
    sentence = N_("Chỉ tiêu này không chia theo “%(by)s”. Hãy chọn một trong: %(known)s.")
    status = 422


def value(code: str, question: Question, *, actor: Actor) -> Figure:
    """One figure, with what it was made from. Two to four queries."""
    made = registry.find(code)
    counted = _Counted.of(made.facts, (question,), actor)
    return counted.figure(made, counted.groups, 0)


def table(code: str, question: Question, *, by: By, actor: Actor) -> FigureTable:
    """One figure cut along `by`, ordered by name; every line's counts add up to the total's."""
    made = registry.find(code)
    counted = _Counted.of(made.facts, (question,), actor, by)
    keyed = counted.keyed()
    names = Names.of(by, keyed, question)
    lines = [
        KeyedFigure(key, names.code(key), names.name(key), counted.figure(made, groups, 0))
        for key, groups in keyed.items()
    ]
    wanted = [line for line in lines if line.figure.numerator or line.figure.denominator]
    return FigureTable(by, tuple(sorted(wanted, key=_by_name)), counted.figure(made, counted.groups, 0))


def trend(code: str, question: Question, *, actor: Actor) -> list[Figure]:
    """The figure of every month of the period, each as of its own last day (or of the question's, where earlier)."""
    made = registry.find(code)
    asked = tuple(_month_of(question, month) for month in question.period.months() if month.first_on <= question.as_of)
    counted = _Counted.of(made.facts, asked, actor)
    return [counted.figure(made, counted.groups, n) for n in range(len(asked))]


def cells(subject: str, question: Question, *, by: By | None = None, actor: Actor) -> CellTable:
    """All cells that `subject` prints, in one statement; without `by` only the total."""
    printed = sources.TABLES[subject]
    source = sources.FACTS[printed.facts]
    counted = _Counted.of(source, (question,), actor, by)
    total = CellLine(None, "", "", _cells(source, printed.cells, counted.groups))
    lines: Iterable[CellLine] = ()
    if by is not None:
        keyed = counted.keyed()
        names = Names.of(by, keyed, question)
        lines = (
            CellLine(key, names.code(key), names.name(key), _cells(source, printed.cells, groups))
            for key, groups in keyed.items()
        )
    return CellTable(question, by, tuple(sorted(lines, key=_by_name)), total, counted.complete)


@dataclass(frozen=True)
class _Counted:
    """The groups of facts behind some questions that differ in days only."""

    questions: tuple[Question, ...]
    groups: Sequence[Group]
    by: By | None
    complete: bool

    @classmethod
    def of(cls, source: Facts, questions: tuple[Question, ...], actor: Actor, by: By | None = None) -> "_Counted":
        if by is not None and by not in source.cuts:
            known = ", ".join(cut.value for cut in source.cuts)
            raise NotCutThisWay(field="by", by=by.value, known=known)
        sight = source.sight_of(actor)
        column = column_of(by) if by else ""
        groups = source.count(questions, key=column, narrow=Narrow(), sight=sight) if questions else []
        return cls(questions, groups, by, all_in_sight(sight, questions[-1]) if questions else True)

    def keyed(self) -> dict[Key, list[Group]]:
        """The groups under the keys they count as: heirs for units (now), fields for procedures."""
        assert self.by is not None
        as_key = group_keys(self.by, {group.key for group in self.groups}, self.questions[0])
        keyed: dict[Key, list[Group]] = defaultdict(list)
        for group in self.groups:
            keyed[as_key[group.key]].append(group)
        return dict(keyed)

    def figure(self, made: Metric, groups: Sequence[Group], n: int) -> Figure:
        own = [group for group in groups if group.n == n]
        numerator = sum(sources.total(cell, own) for cell in made.cells())
        denominator = sum(sources.total(cell, own) for cell in made.cells("denominator")) if made.is_rate else None
        return Figure(made, self.questions[n], numerator, denominator, self.complete)


def all_in_sight(sight: Sight, question: Question) -> bool:
    """Whether the viewer's rights reach every unit asked for."""
    if sight.everything or question.unit_id is None:
        return sight.everything
    mapping = Mapping(question)
    asked = mapping.asked_units
    return sight.covers(ever_under(question.unit_id) if asked is None else asked)


def _cells(source: Facts, codes: Iterable[str], groups: Sequence[Group]) -> Counts:
    known = source.cells
    return {code: source.balance(groups) if code == BALANCE else sources.total(known[code], groups) for code in codes}


def _month_of(question: Question, month: Period) -> Question:
    return replace(question, period=month, as_of=min(month.last_on, question.as_of))


def _by_name(line: KeyedFigure | CellLine) -> tuple[str, str]:
    return line.name, line.code
