"""The grid counted in SQL is the grid of the core; every cell opens into its rows; nobody counts what he cannot see."""

import random
from datetime import date, datetime, timedelta

import pytest

from congvu.core import periods
from congvu.core.clock import end_of
from congvu.core.errors import DomainError
from congvu.core.tracking.grid import Claim, DueFrom, Grid, TaskFacts, carried_over, cell_at, grid_of
from congvu.metrics import values
from congvu.metrics.questions import By, Question, Structure
from congvu.metrics.registry import find
from congvu.metrics.rows import Place, rows
from congvu.metrics.stats import stats
from congvu.obligations.models import Extension, Obligation, ObligationStretch
from congvu.orgs.actor import Actor
from congvu.tasks import commands
from congvu.tasks.facts import CELLS
from congvu.tasks.models import Task
from tests.tasks.world import GIVEN_AT, World, moment

CLOCK = Actor.clock()
FOURTH = periods.period_from("2025Q4")
LEADS = {"sxd": "gd_sxd", "stc": "gd_stc", "snv": "gd_snv", "xa": "ct_xa"}


def facts_of(task: Task) -> TaskFacts:
    """The life of a task, read from its rows without the figures' SQL."""
    item = Obligation.objects.get(pk=task.obligation_id)
    pieces = [*ObligationStretch.objects.filter(item=item).order_by("since_at"), item]
    claims = tuple(
        Claim(one.claimed_at, one.claimed_at, one.decided_at, bool(one.accepted))
        for one in task.claims.order_by("number")
    )
    granted = Extension.objects.filter(item=item, granted=True).order_by("decided_at")
    return TaskFacts(
        item.opened_at,
        tuple(DueFrom(piece.since_at, piece.late_at) for piece in pieces),
        claims,
        tuple(granted.values_list("decided_at", flat=True)),
        task.withdrawn_at,
    )


def walk(world: World, seed: int, count: int = 14) -> None:
    """Tasks given, claimed, returned, accepted, extended, withdrawn, at random days of 2025."""
    rng = random.Random(seed)
    for _n in range(count):
        lead = rng.choice(list(LEADS))
        at = moment("2025-09-01 08:00") + timedelta(days=rng.randrange(90), hours=rng.randrange(8))
        due_on = None if rng.random() < 0.2 else at.date() + timedelta(days=rng.randrange(1, 40))
        task = world.give(lead, at=at, due_on=due_on)
        for _act in range(rng.randrange(5)):
            at += timedelta(days=rng.randrange(1, 15), hours=rng.randrange(5))
            _act_on(world, task, LEADS[lead], rng, at)


def _act_on(world: World, task: Task, who: str, rng: random.Random, at: datetime) -> None:
    office, unit = {"actor": world.actor("cvp", at), "at": at}, {"actor": world.actor(who, at), "at": at}
    try:
        match rng.choice(("claim", "claim", "accept", "accept", "return", "extend", "withdraw")):
            case "claim":
                world.claim(task, at, by=who)
            case "accept":
                commands.accept(code=task.code, **office)
            case "return":
                commands.send_back(code=task.code, reason="Thiếu phụ lục.", **office)
            case "extend":
                asked = commands.ask_extension(
                    code=task.code, until_on=at.date() + timedelta(days=30), why="Chờ ý kiến", **unit
                )
                commands.decide_extension(
                    code=task.code, extension_id=asked, granted=rng.random() < 0.7, answer="Xét", **office
                )
            case "withdraw":
                commands.withdraw(code=task.code, reason="Trùng.", **office)
    except DomainError:
        return  # the state forbids it; another act comes next


def cells(question: Question, by: By | None = None):
    return values.cells("tasks", question, by=by, actor=CLOCK)


@pytest.mark.parametrize("seed", range(4))
def test_sql_and_core_give_the_same_grid_on_every_day(world: World, seed: int) -> None:
    walk(world, seed)
    lives = [(task, facts_of(task)) for task in Task.objects.order_by("id")]
    before = end_of(FOURTH.first_on - timedelta(days=1))
    for as_of in (date(2025, 10, 1), date(2025, 10, 20), date(2025, 11, 30), date(2025, 12, 31), date(2026, 3, 1)):
        question = Question(FOURTH, as_of)
        seen = end_of(as_of)
        mine = [life for task, life in lives if FOURTH.first_on <= task.assigned_on <= question.last_on]
        earlier = [life for task, life in lives if task.assigned_on < FOURTH.first_on and carried_over(life, before)]
        expected = grid_of(mine, seen)
        counted = cells(question).total.cells
        for name in ("total", "done", "open", "no_deadline", *Grid.__dataclass_fields__):
            assert counted[name] == getattr(expected, name), (name, as_of)
        assert counted["carried_over"] == len(earlier)
        done = [life for life in earlier if (cell := cell_at(life, seen)) and cell.value.startswith("done")]
        assert counted["carried_over_done"] == len(done)


def test_lines_add_up_to_the_total_and_every_cell_opens_into_its_rows(world: World) -> None:
    walk(world, 7, 20)
    question = Question(FOURTH, date(2025, 12, 10))
    for by in (By.UNIT, By.ASSIGNER, By.FIELD, By.DOCUMENT, By.MONTH):
        found = cells(question, by)
        for name, count in found.total.cells.items():
            assert sum(line.cells[name] for line in found.lines) == count
    for cell in CELLS:
        code = f"tasks_{cell.code}"
        figure = values.value(code, question, actor=CLOCK)
        page = rows(code, question, limit=100, actor=CLOCK)
        assert len(page.rows) == figure.numerator
    by_assigner = values.table("tasks_total", question, by=By.ASSIGNER, actor=CLOCK)
    for line in by_assigner.lines:
        page = rows("tasks_total", question, place=Place(By.ASSIGNER, line.key), limit=100, actor=CLOCK)
        assert len(page.rows) == line.figure.numerator > 0


def test_rows_come_page_by_page(world: World) -> None:
    walk(world, 3, 9)
    question = Question(FOURTH, date(2025, 12, 31))
    whole = [row.code for row in rows("tasks_total", question, limit=100, actor=CLOCK).rows]
    paged, after = [], None
    while True:
        page = rows("tasks_total", question, after=after, limit=2, actor=CLOCK)
        paged += [row.code for row in page.rows]
        if (after := page.next_after) is None:
            break
    assert paged == whole


def test_everybody_counts_what_he_may_see(world: World) -> None:
    walk(world, 11, 16)
    question = Question(FOURTH, date(2025, 12, 31))
    for name in ("pct", "cvp", "gd_sxd", "gd_stc", "cv_qlxd", "ct_xa2", "ld_thue"):
        actor = world.actor(name, GIVEN_AT)
        seen = set(Task.objects.visible_to(actor).values_list("code", flat=True))
        counted = {row.code for row in rows("tasks_total", question, limit=100, actor=actor).rows}
        everyone = {row.code for row in rows("tasks_total", question, limit=100, actor=CLOCK).rows}
        assert counted == everyone & seen
        assert values.value("tasks_total", question, actor=actor).numerator == len(counted)


def test_the_document_of_stats(world: World) -> None:
    task = world.give("sxd", due_on=date(2025, 12, 15))
    world.give("stc", due_on=date(2025, 11, 20))
    world.give("stc", due_on=None)
    world.claim(task, moment("2025-12-12 16:00"))
    world.accept(task, moment("2025-12-17 09:00"))
    year = periods.period_from("2025")
    answer = stats("tasks", Question(year, date(2025, 12, 31)), by=By.UNIT, actor=CLOCK)
    wanted = {
        "total": 3, "done": 1, "done_on_time": 1, "done_late": 0, "open": 2, "open_in_term": 0, "open_overdue": 1,
        "no_deadline": 1, "returned": 0, "extended": 0, "withdrawn": 0, "carried_over": 0,
    }  # fmt: skip
    assert {name: answer["total"]["cells"][name] for name in wanted} == wanted
    rates = {rate["code"]: (rate["numerator"], rate["denominator"], rate["value"]) for rate in answer["total"]["rates"]}
    assert rates["done_of_all"] == (1, 3, "33.33")
    assert rates["done_of_due"] == (1, 2, "50.00")
    assert {row["key"]: row["cells"]["total"] for row in answer["rows"]} == {"sxd": 1, "stc": 2}
    before = stats("tasks", Question(year, date(2025, 12, 16)), by=None, actor=CLOCK)
    assert before["total"]["cells"]["claimed_overdue"] == 1
    assert before["total"]["cells"]["done"] == 0


def test_by_unit_with_all_below_and_by_both_structures(world: World) -> None:
    world.give("sxd")
    world.give("xa")
    tinh, sxd = world.unit("tinh"), world.unit("sxd")
    for structure in Structure:
        assert cells(Question(FOURTH, date(2025, 12, 31), tinh, structure)).total.cells["total"] == 2
        assert cells(Question(FOURTH, date(2025, 12, 31), sxd, structure)).total.cells["total"] == 1


def test_the_assigner_is_the_signer_or_the_body(world: World) -> None:
    world.give("sxd", directive=world.directive())
    world.give("stc")
    found = cells(Question(FOURTH, date(2025, 12, 31)), By.ASSIGNER)
    assert {(line.code, line.name): line.cells["total"] for line in found.lines} == {
        ("Trần Quốc Bảo", "Trần Quốc Bảo"): 1,
        ("tinh", "Ủy ban nhân dân tỉnh Tây Ninh"): 1,
    }


def test_self_reported_is_beside_what_was_accepted(world: World) -> None:
    task = world.give("sxd")
    world.claim(task, moment("2025-12-01 08:00"))
    question = Question(FOURTH, date(2025, 12, 2))
    assert values.value("self_reported", question, actor=CLOCK).text.startswith("100,00")
    assert values.value("done_of_all", question, actor=CLOCK).text.startswith("0,00")
    assert find("self_reported").is_rate


def test_how_soon_a_document_was_entered_is_measured(world: World) -> None:
    paper = world.directive()
    for entry_days in (0, 2, 3, None):
        task = world.give("sxd", directive=paper if entry_days is not None else None)
        Task.objects.filter(pk=task.pk).update(entry_days=entry_days)
    question = Question(FOURTH, date(2025, 12, 31))
    found = cells(question).total.cells
    assert (found["entered_in_two_days"], found["entered_later"], found["total"]) == (2, 1, 4)
    figure = values.value("entered_in_time", question, actor=CLOCK)
    assert figure.text.startswith("66,67")
    assert (figure.numerator, figure.denominator) == (2, 3)
