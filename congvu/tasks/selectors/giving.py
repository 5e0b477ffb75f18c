"""What the page “Giao việc” offers: in whose name, which units and fields, what is left of a directive."""

from dataclasses import dataclass
from datetime import date

from congvu.obligations.names import unit_names
from congvu.orgs.actor import Actor
from congvu.tasks import policy
from congvu.tasks.categories import field_names
from congvu.tasks.models import Directive
from congvu.tasks.selectors.matter import people_of, seen
from congvu.tasks.sight import bodies_of
from congvu.tasks.unit_names import choices


@dataclass(frozen=True, slots=True)
class GivingView:
    """`open_clauses`: those of the directive that nobody was given anything by, as (label, content)."""

    units: tuple[tuple[int, str], ...]
    unit_names: tuple[str, ...]
    fields: tuple[str, ...]
    people: tuple[str, ...]
    open_clauses: tuple[tuple[str, str], ...]
    parent_code: str
    parent_content: str
    parent_due_on: date | None


def giving_view(directive: Directive | None, *, actor: Actor, today: date, parent: str = "") -> GivingView:
    """A handful of queries."""
    here = [actor.unit_id] if actor.unit_id is not None and actor.may(policy.ASSIGN, actor.unit_id) else []
    bodies = list(bodies_of(actor))
    offered = [*reversed([one for one in bodies if one not in here]), *here]
    names = unit_names(offered, today)
    task = seen(parent, actor) if parent else None
    clauses = []
    if directive is not None:
        free = directive.clauses.filter(tasks=None, no_task_because="").order_by("position")
        clauses = list(free.values_list("label", "content"))
    return GivingView(
        units=tuple((pk, names[pk]) for pk in offered if pk in names), unit_names=tuple(choices(today)),
        fields=tuple(field_names()),
        people=tuple(name for _pk, name in people_of(task.lead_unit_id, today)) if task else (),
        open_clauses=tuple(clauses), parent_code=task.code if task else "",
        parent_content=task.content if task else "", parent_due_on=task.due_on if task else None,
    )  # fmt: skip
