"""A paper and the tasks it gives, entered in one go: its clauses come from the rows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import IO

from django.db import transaction

from congvu.orgs.actor import Actor
from congvu.tasks.commands.directives import Paper, add_clauses, enter_directive
from congvu.tasks.commands.giving import TaskGiven, give_tasks
from congvu.tasks.models import Directive, Task


@transaction.atomic
def give_with_paper(
    *, tasks: Sequence[TaskGiven], paper: Paper | None = None, directive_id: int | None = None,
    file: IO[bytes] | None = None, unit_id: int | None = None, assigned_on: date | None = None,
    confidentiality: str = "normal", plan_item_id: int | None = None, actor: Actor, at: datetime,
) -> list[Task]:  # fmt: skip
    """Enter the paper (or take the one named, or none) and give its tasks. A clause that is not there is made.

    Raises what `enter_directive` and `give_tasks` refuse; then nothing is written.
    """
    if paper is not None:
        name = getattr(file, "name", "") or ""
        directive = enter_directive(paper=paper, unit_id=unit_id, file=file, file_name=name, actor=actor, at=at)
        directive_id = directive.pk
    if directive_id is not None:
        _make_clauses(Directive.objects.visible_to(actor).locked(directive_id), tasks)
    given = [replace(one, confidentiality=confidentiality) for one in tasks]
    return give_tasks(
        tasks=given, directive_id=directive_id, unit_id=unit_id, assigned_on=assigned_on, plan_item_id=plan_item_id,
        actor=actor, at=at,
    )  # fmt: skip


def _make_clauses(directive: Directive, tasks: Sequence[TaskGiven]) -> None:
    known = set(directive.clauses.values_list("label", flat=True))
    new: dict[str, str] = {}
    for one in tasks:
        label = " ".join(one.clause.split())
        if label and label not in known:
            new.setdefault(label, one.content)
    add_clauses(directive, list(new.items()))
