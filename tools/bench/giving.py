"""One directive to as many units and officers as there are, a thousand tasks in one command; rolled back each time."""

from datetime import timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from congvu.orgs.actor import Actor
from congvu.orgs.models import Position, UnitUnder
from congvu.tasks import commands
from tools.bench.measured import Measured, Processor

TASKS, ROUNDS, BAR = 1000, 3, 5000


def measure(size: str) -> list[Measured]:
    """The unit with most below it gives; persons who hold a position below it carry, over again when they are few."""
    now = timezone.now()
    tops = UnitUnder.objects.filter(during__contains=now.date()).order_by("upper_id").values_list("upper_id", flat=True)
    counts: dict[int, int] = {}
    for top in tops:
        counts[top] = counts.get(top, 0) + 1
    top = max(sorted(counts), key=lambda unit: counts[unit])
    below = UnitUnder.objects.filter(upper_id=top, during__contains=now.date()).values("lower_id")
    held = Position.objects.filter(unit_id__in=below, during__contains=now.date()).order_by("unit_id", "id")
    places = list(held.values_list("unit_id", "person_id")[:TASKS])
    due_on = (now + timedelta(days=20)).date()
    given = [
        commands.TaskGiven(f"Phần việc số {n}", unit, due_on, person_id=person, field="Cải cách hành chính")
        for n, (unit, person) in enumerate((places * TASKS)[:TASKS])
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        spent = Processor(cursor.fetchone()[0])
    statements = 0
    for _round in range(ROUNDS):
        with transaction.atomic():
            spent.start()
            with CaptureQueriesContext(connection) as asked:
                commands.give_tasks(tasks=given, unit_id=top, actor=Actor.clock(), at=now)
            spent.stop()
            statements = len(asked)
            transaction.set_rollback(True)
    against = f"{statements} statements, {len({unit for unit, _person in places})} units; aim ≤ {BAR}"
    return [Measured("1,000 tasks in one command", spent.ms_each, "CPU ms", against, spent.ms_each / BAR, size)]
