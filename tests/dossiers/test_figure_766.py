"""Figure 2.1 of Decision 766/QĐ-TTg: the same dossiers as in the worked example of docs/rules/metrics.md §4."""

from datetime import date, timedelta

import pytest

from congvu.core.clock import day_of
from congvu.core.periods import days
from congvu.dossiers import commands
from congvu.dossiers.models import Dossier
from congvu.indexes import live
from congvu.metrics import values
from congvu.metrics.questions import By, Narrow, Question
from congvu.metrics.registry import find
from congvu.metrics.sight import EVERYTHING
from congvu.obligations.models import Obligation
from congvu.orgs.actor import Actor
from tests.core.scoring.real_sets import real_set
from tests.dossiers.walking import later, open_run, someone_for, to_the_end
from tests.dossiers.world import World, moment

AT = moment("2026-01-07 09:00")
CLOCK = Actor.clock()
PERIOD = days(date(2026, 1, 1), date(2026, 3, 31))


def ask(world: World, dossier: Dossier, at, *, again: str = "") -> None:
    actor = someone_for(open_run(dossier), at)
    commands.request_supplement(code=dossier.code, missing="Bản vẽ", again_because=again, actor=actor, at=at)


def to_specialist(world: World, dossier: Dossier) -> None:
    commands.complete_step(code=dossier.code, actor=world.actor("dung", later(AT)), at=later(AT))


def figure(as_of: date, code: str = "dossiers_in_time_766"):
    found = values.value(code, Question(PERIOD, as_of), actor=CLOCK)
    return found.numerator, found.denominator


@pytest.fixture
def five(world: World) -> dict[str, Dossier]:
    names = ("settled", "waiting", "asked_twice", "settled_late", "asked_late")
    made = {name: world.receive("1.012784", AT) for name in names}
    for name in ("waiting", "asked_twice", "asked_late"):
        to_specialist(world, made[name])
    return made


def test_the_worked_example(world: World, five: dict[str, Dossier]) -> None:
    to_the_end(five["settled"], later(AT))
    early = later(AT, 120)
    ask(world, five["waiting"], early)
    ask(world, five["asked_twice"], early)
    supplied = later(early)
    commands.accept_supplement(code=five["asked_twice"].code, actor=world.actor("dung", supplied), at=supplied)
    ask(world, five["asked_twice"], later(early, 90), again="Thiếu chữ ký")
    due = Obligation.objects.get(pk=five["asked_late"].obligation_id).late_at
    assert due is not None
    world.receive("1.012784", due.replace(hour=2))  # in term for long
    assert figure(day_of(due)) == (5, 6)  # nobody is late on the due day, but one was asked twice
    after = later(due, 24 * 60)
    ask(world, five["asked_late"], after)
    to_the_end(five["settled_late"], after)
    as_of = day_of(after) + timedelta(days=1)
    assert figure(as_of) == (3, 6)
    assert figure(as_of, "dossiers_in_time_so_far_rate") == (4, 6)
    assert figure(day_of(early)) == (4, 5)  # as of that day only the second request tells


def test_rows_and_cuts_agree_with_the_figure(world: World, five: dict[str, Dossier]) -> None:
    early = later(AT, 120)
    ask(world, five["waiting"], early)
    made, question = find("dossiers_in_time_766"), Question(PERIOD, day_of(early))
    table = values.table(made.code, question, by=By.UNIT, actor=CLOCK)
    assert sum(line.figure.numerator for line in table.lines) == table.total.numerator == 5
    parts = [part for cell in made.cells() for part in cell.parts]
    rows = made.facts.rows(question, parts=parts, narrow=Narrow(), sight=EVERYTHING, after=None, limit=50)
    assert {row.code for row in rows} == {dossier.code for dossier in five.values()}


def test_the_rule_of_decision_766_reads_it_live(world: World, five: dict[str, Dossier]) -> None:
    early = later(AT, 120)
    ask(world, five["waiting"], early)
    commands.accept_supplement(code=five["waiting"].code, actor=world.actor("dung", later(early)), at=later(early))
    ask(world, five["waiting"], later(early, 90), again="Thiếu chữ ký")
    unit = Obligation.objects.get(pk=five["waiting"].obligation_id).unit_id
    name = "dossiers_in_time_766"
    known = live.figures([name], [unit], PERIOD, as_of=day_of(early))
    criterion = real_set("QD766").criterion("2.1")
    scored = criterion.rule.score({name: known[name, unit]}, criterion.maximum)
    assert (known[name, unit].numerator, known[name, unit].denominator) == (4, 5)
    assert str(scored.points) == "16.00"
