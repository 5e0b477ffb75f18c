"""Figures against an oracle that replays every act: any period, any past day, every cut."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from congvu.core.periods import days
from congvu.metrics.facts import Part
from congvu.metrics.questions import Narrow, Question
from congvu.metrics.sight import EVERYTHING
from congvu.obligations.facts import CAME, ObligationFacts
from congvu.orgs.models import Category, Unit
from tests.metrics.conftest import live
from tests.metrics.lives import counted, make_lives

EVERY_WHAT = {
    *CAME, "done_early", "done_on_time", "done_late", "done_no_due", "running", "paused", "no_due", "overdue",
}  # fmt: skip


def _questions(seed: int, count: int) -> list[Question]:
    chance = random.Random(seed)
    starts = [date(2025, 4, 1) + timedelta(days=chance.randint(0, 120)) for _ in range(count)]
    spans = [(start, timedelta(days=chance.randint(0, 60)), chance.randint(0, 100)) for start in starts]
    return [Question(days(start, start + length), start + timedelta(days=seen)) for start, length, seen in spans]


@pytest.mark.parametrize("seed", range(4))
def test_every_day_answers_as_the_replayed_acts_do(
    seed: int, office: dict[str, Unit], procedures: list[Category], probe: ObligationFacts
) -> None:
    units = [office[code].pk for code in ("so", "xa1", "xa2")]
    categories = [None, *(procedure.pk for procedure in procedures)]
    lives = make_lives(seed, 60, units, categories, date(2025, 6, 15))
    for life in lives:
        live(life)
    seen: Counter[str] = Counter()
    for question in _questions(seed, 25):
        facts = counted(lives, question.period, question.as_of)
        for key, keyed in (
            ("unit", Counter((what, unit) for _s, what, unit, _l in facts)),
            ("category", Counter((what, life.category) for _s, what, _u, life in facts)),
            ("channel", Counter((what, life.channel) for _s, what, _u, life in facts)),
            ("month", Counter((what, f"{life.acts[0][0]:%Y-%m}") for _s, what, _u, life in facts)),
        ):
            answered: Counter[tuple[str, object]] = Counter()
            for group in probe.count([question], key=key, narrow=Narrow(), sight=EVERYTHING):
                answered[group.what, group.key] += group.count
            assert answered == keyed, (question, key)
        seen.update(what for _s, what, _u, _l in facts)
    assert set(seen) == EVERY_WHAT, "the generator is too tame"


def test_many_periods_in_one_statement_answer_as_one_by_one(office: dict[str, Unit], probe: ObligationFacts) -> None:
    for life in make_lives(7, 40, [office["so"].pk, office["xa1"].pk], [None], date(2025, 6, 15)):
        live(life)
    asked = _questions(7, 6)
    together = probe.count(asked, key="unit", narrow=Narrow(), sight=EVERYTHING)
    for n, question in enumerate(asked):
        alone = probe.count([question], key="unit", narrow=Narrow(), sight=EVERYTHING)
        assert [(g.key, g.what, g.channel, g.outcome, g.count) for g in together if g.n == n] == [
            (g.key, g.what, g.channel, g.outcome, g.count) for g in alone
        ]


def test_rows_are_as_many_as_the_figure_counts_and_none_comes_twice(
    office: dict[str, Unit], probe: ObligationFacts
) -> None:
    lives = make_lives(3, 60, [office["so"].pk, office["xa1"].pk], [None], date(2025, 6, 15))
    for life in lives:
        live(life)
    question = Question(days(date(2025, 5, 1), date(2025, 6, 30)), date(2025, 7, 10))
    groups = probe.count([question], key="unit", narrow=Narrow(), sight=EVERYTHING)
    for what in sorted(EVERY_WHAT):
        wanted = sum(group.count for group in groups if group.what == what)
        got, after = [], None
        while True:
            page = probe.rows(
                question, parts=[Part(what)], narrow=Narrow(), sight=EVERYTHING, after=after, limit=3
            )  # fmt: skip
            got += page
            if len(page) < 3:
                break
            after = (page[-1].came_at, page[-1].item_id)
        assert len(got) == wanted == len({row.item_id for row in got}), what
        assert got == sorted(got, key=lambda row: (row.came_at, row.item_id))
        assert all((row.closed_at is not None) >= what.startswith("done") for row in got)
