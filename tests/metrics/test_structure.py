"""Then and now: random reorganisations, random matters; every table adds up to the same totals in both views."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from congvu.core.clock.moments import start_of
from congvu.core.periods import days
from congvu.metrics import values
from congvu.metrics.figures import CellLine
from congvu.metrics.questions import By, Question, Structure
from congvu.obligations import kernel
from congvu.orgs.commands import units as commands
from congvu.orgs.models import Category, Unit
from tests.metrics.conftest import CLOCK, NOW, PAPER, make_unit

BEGIN, END = date(2025, 4, 1), date(2025, 8, 31)
TURNS = (date(2025, 5, 20), date(2025, 6, 10), date(2025, 7, 1))


class Province:
    """A province whose communes are reorganised on every turn, and the matters they have meanwhile."""

    def __init__(self, seed: int, procedures: list[Category]) -> None:
        self.chance = random.Random(seed)
        self.root = make_unit("tinh", kind="tinh")
        self.alive = [make_unit(f"xa{n}", self.root, kind="xa").pk for n in range(7)]
        self.procedures = [None, *(procedure.pk for procedure in procedures)]
        self.open: dict[int, tuple[int, int]] = {}  # item → (subject, unit)
        self.heirs: list[tuple[date, int, int]] = []
        self.subject = 0
        begin = BEGIN
        for turn in (*TURNS, END):
            self._work(begin, turn)
            if turn != END:
                self._reorganise(turn)
            begin = turn

    def heir(self, unit: int, as_of: date) -> int:
        for on, source, target in self.heirs:
            if source == unit and on <= as_of:
                unit = target
        return unit

    def _work(self, begin: date, end: date) -> None:
        for _ in range(25):
            self.subject += 1
            day = begin + timedelta(days=self.chance.randrange((end - begin).days))
            unit = self.chance.choice(self.alive)
            item = kernel.open_obligation(
                kind="probe", subject_kind="probe", subject_id=self.subject, unit_id=unit, at=start_of(day),
                category_id=self.chance.choice(self.procedures), channel=self.chance.choice(("online", "direct")),
            )  # fmt: skip
            self.open[item] = (self.subject, unit)
            if self.chance.random() < 0.5:
                done = day + timedelta(days=self.chance.randrange(max((end - day).days, 1)))
                kernel.close_obligation(
                    kind="probe", subject_kind="probe", subject_id=self.subject, outcome="done", at=start_of(done)
                )
                del self.open[item]

    def _reorganise(self, turn: date) -> None:
        common = {"on": turn, "document": PAPER, "actor": CLOCK, "at": NOW}
        one, other, third = self.chance.sample(self.alive, 3)
        ended: dict[int, int] = {}
        match self.chance.choice(("merge", "found", "split", "dissolve")):
            case "merge":
                commands.merge_units(source_ids=[one, third], into=other, **common)
                ended = {one: other, third: other}
            case "found":
                born = commands.NewUnit(f"moi{turn:%m%d}", "Xã mới", "xa", self.root.pk)
                unit = commands.merge_units(source_ids=[one, other], into=born, **common)
                ended = {one: unit.pk, other: unit.pk}
                self.alive.append(unit.pk)
            case "split":
                born = commands.NewUnit(f"tach{turn:%m%d}", "Xã tách", "xa", self.root.pk)
                parts = [commands.Part(other, principal=True), commands.Part(born)]
                self.alive.append(commands.split_unit(source_id=one, parts=parts, **common)[1].pk)
                ended = {one: other}
            case "dissolve":
                commands.dissolve_unit(unit_id=one, **common)
                self._move({one: self.root.pk}, turn)
                self.alive.remove(one)
        self.heirs += [(turn, source, target) for source, target in ended.items()]
        self.alive = [unit for unit in self.alive if unit not in ended]
        self._move(ended, turn)

    def _move(self, ended: dict[int, int], turn: date) -> None:
        for item, (subject, unit) in list(self.open.items()):
            if unit in ended:
                kernel.replace(item, cause="moved", at=start_of(turn), unit_id=ended[unit])
                self.open[item] = (subject, ended[unit])


def _by_unit(question: Question) -> Sequence[CellLine]:
    return values.cells("probes", question, by=By.UNIT, actor=CLOCK).lines


def _questions(chance: random.Random, unit_id: int | None) -> list[Question]:
    starts = [BEGIN + timedelta(days=chance.randrange(100)) for _ in range(4)]
    spans = [(start, start + timedelta(days=chance.randrange(5, 80))) for start in (*starts, TURNS[2])]
    return [
        Question(days(first, last), first + timedelta(days=chance.randrange(90)), unit_id)
        for first, last in spans
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_every_cut_adds_up_to_the_same_total_then_and_now(seed: int, db: None, procedures: list[Category]) -> None:
    province = Province(seed, procedures)
    for question in [q for unit in (None, province.root.pk) for q in _questions(province.chance, unit)]:
        totals = []
        for structure in Structure:
            asked = Question(question.period, question.as_of, question.unit_id, structure)
            for by in (By.UNIT, By.FIELD, By.PROCEDURE, By.CHANNEL, By.MONTH):
                counted = values.cells("probes", asked, by=by, actor=CLOCK)
                added: Counter[str] = Counter()
                for line in counted.lines:
                    added.update(line.cells)
                assert {code: added[code] for code in counted.total.cells} == counted.total.cells, (asked, by)
                totals.append(counted.total.cells)
        assert all(total == totals[0] for total in totals), question
        assert totals[0]["total"] == totals[0]["done"] + totals[0]["open"]
        assert totals[0]["moved"] == 0


@pytest.mark.parametrize("seed", range(5))
def test_now_an_heir_counts_what_it_and_its_predecessors_did(seed: int, db: None, procedures: list[Category]) -> None:
    province = Province(seed, procedures)
    period = days(BEGIN, END)
    for as_of in (TURNS[0] - timedelta(days=1), TURNS[0], TURNS[2], END):
        lines = {
            structure: {
                line.key: line.cells
                for line in values.cells(
                    "probes", Question(period, as_of, None, structure), by=By.UNIT, actor=CLOCK
                ).lines
            }
            for structure in Structure
        }
        wanted: dict[int, Counter[str]] = {}
        for unit, cells in lines[Structure.THEN].items():
            wanted.setdefault(province.heir(int(unit), as_of), Counter()).update(cells)
        assert set(lines[Structure.NOW]) == set(wanted)
        for unit, cells in lines[Structure.NOW].items():
            assert all(wanted[int(unit)][code] == cells[code] for code in cells)


def test_a_merger_moves_open_matters_but_not_what_was_done(office: dict[str, Unit]) -> None:
    """1/7/2025: xa1 is merged into xa2. Then: xa1 keeps its done one and hands over its open one. Now: all is xa2's."""
    old, new = office["xa1"], office["xa2"]
    about = {"kind": "probe", "subject_kind": "probe"}
    kernel.open_obligation(**about, subject_id=1, unit_id=old.pk, at=start_of(date(2025, 6, 2)))
    kernel.close_obligation(**about, subject_id=1, outcome="done", at=start_of(date(2025, 6, 9)))
    item = kernel.open_obligation(**about, subject_id=2, unit_id=old.pk, at=start_of(date(2025, 6, 20)))
    commands.merge_units(source_ids=[old.pk], into=new.pk, on=date(2025, 7, 1), document=PAPER, actor=CLOCK, at=NOW)
    kernel.replace(item, cause="moved", at=start_of(date(2025, 7, 1)), unit_id=new.pk)
    year = days(date(2025, 1, 1), date(2025, 12, 31))
    lines = {
        structure: {line.code: line.cells for line in _by_unit(Question(year, END, None, structure))}
        for structure in Structure
    }
    then, now = lines[Structure.THEN], lines[Structure.NOW]
    assert (then["xa1"]["opened"], then["xa1"]["done"], then["xa1"]["open"], then["xa1"]["moved"]) == (2, 1, 0, -1)
    assert (then["xa2"]["opened"], then["xa2"]["done"], then["xa2"]["open"], then["xa2"]["moved"]) == (0, 0, 1, 1)
    assert set(now) == {"xa2"}
    assert (now["xa2"]["opened"], now["xa2"]["done"], now["xa2"]["open"], now["xa2"]["moved"]) == (2, 1, 1, 0)


def test_a_unit_counts_with_all_under_it_as_the_chart_was_on_the_day(office: dict[str, Unit]) -> None:
    """phong leaves so for tinh on 1/7: what it did before stays in the sum of so; now it is not."""
    about = {"kind": "probe", "subject_kind": "probe"}
    for subject, day in ((1, date(2025, 6, 2)), (2, date(2025, 7, 2))):
        kernel.open_obligation(**about, subject_id=subject, unit_id=office["phong"].pk, at=start_of(day))
        kernel.close_obligation(**about, subject_id=subject, outcome="done", at=start_of(day))
    commands.move_unit(
        unit_id=office["phong"].pk,
        parent_id=office["tinh"].pk,
        on=date(2025, 7, 1),
        document=PAPER,
        actor=CLOCK,
        at=NOW,
    )
    year = days(date(2025, 1, 1), date(2025, 12, 31))
    for structure, done in ((Structure.THEN, 1), (Structure.NOW, 0)):
        asked = Question(year, END, office["so"].pk, structure)
        assert values.cells("probes", asked, actor=CLOCK).total.cells["done"] == done
