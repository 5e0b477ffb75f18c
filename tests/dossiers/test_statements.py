"""How many statements an act takes: what is slow on a busy morning is seen here first."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.dossiers import commands
from congvu.dossiers.load import load_dossiers
from congvu.dossiers.models import Dossier, StepRun
from congvu.orgs.actor import Actor
from tests.dossiers.test_load import row
from tests.dossiers.walking import later, open_run, someone_for
from tests.dossiers.world import World, moment

AT = moment("2026-01-07 09:00")


def test_finishing_a_step_takes_few_statements(world: World) -> None:
    dossier = world.receive("1.012784", AT)
    at = later(AT)
    actor = world.actor("dung", at)
    with CaptureQueriesContext(connection) as asked:
        commands.complete_step(code=dossier.code, actor=actor, at=at)
    writes = [one for one in asked if one["sql"].lstrip().startswith(("INSERT", "UPDATE", "WITH closed"))]
    assert StepRun.objects.filter(dossier=dossier).count() == 2
    assert len(writes) == 6, [one["sql"][:60] for one in writes]
    assert len(asked) <= 13, [one["sql"][:60] for one in asked]


def test_a_dossier_that_went_a_long_way_takes_no_more(world: World) -> None:
    dossier = world.receive("1.012784", AT)
    counts, at = [], AT
    for _step in range(3):
        run = open_run(dossier)
        actor = someone_for(run, at)
        at = later(at) + timedelta(minutes=1)
        with CaptureQueriesContext(connection) as asked:
            commands.complete_step(code=dossier.code, actor=actor, at=at)
        counts.append(len(asked))
    assert counts[2] <= counts[1] + 1, counts


def test_loading_history_asks_as_often_for_many_as_for_few(world: World) -> None:
    counts = []
    for first, number in ((1, 3), (100, 40)):
        rows = [
            row(
                place, f"H53.10-2511{day:02}-{first + place:04}", 10, received_at=f"2025-11-{day:02}T09:00",
                finished_at="2025-12-18T10:00", returned_at="2025-12-20T09:00",
            )
            for place, day in ((place, 1 + place % 28) for place in range(number))
        ]  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            report = load_dossiers(rows, actor=Actor.clock(), at=moment("2026-01-12 08:00"))
        assert (report.new, report.errors) == (number, [])
        counts.append(len(asked))
    assert Dossier.objects.count() == 43
    assert counts[1] <= counts[0], counts
