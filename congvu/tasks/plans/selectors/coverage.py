"""The coverage matrix: which item of a plan was taken up by which unit in its own plan, and where the gaps are.

Expected: the lead and coordinating units of an item, and for an item `to_all` every unit the plan names. Taken up: the
unit's own plan in force has a line that carries it out.
"""

from dataclasses import dataclass
from datetime import date, datetime

from congvu.core.clock import day_of
from congvu.obligations.models import Obligation
from congvu.obligations.names import unit_names
from congvu.orgs.actor import Actor
from congvu.orgs.reach import ALL
from congvu.tasks.plans import lines, policy
from congvu.tasks.plans.models import Plan, PlanLine, PlanNamed, PlanVersion
from congvu.tasks.plans.selectors.plan import seen, shown_version


@dataclass(frozen=True, slots=True)
class Taken:
    """One place of the matrix; `plan` and `item` say where it was taken up, "" where it was not."""

    unit_id: int
    code: str
    plan: str = ""
    item: str = ""

    @property
    def is_gap(self) -> bool:
        return not self.plan


@dataclass(frozen=True, slots=True)
class ItemCover:
    code: str
    title: str
    to_all: bool
    taken: tuple[Taken, ...]

    @property
    def covered(self) -> int:
        return sum(not one.is_gap for one in self.taken)

    @property
    def gaps(self) -> tuple[Taken, ...]:
        return tuple(one for one in self.taken if one.is_gap)


@dataclass(frozen=True, slots=True)
class UnitCover:
    """`issued_on` None: its plan is not there yet. `takes_part`: a vertical agency, not subordinate."""

    unit_id: int
    name: str
    takes_part: bool
    must_issue: bool
    due_on: date | None
    issued_on: date | None
    plan: str
    taken: tuple[Taken, ...]

    @property
    def covered(self) -> int:
        return sum(not one.is_gap for one in self.taken)

    @property
    def gaps(self) -> tuple[Taken, ...]:
        return tuple(one for one in self.taken if one.is_gap)


@dataclass(frozen=True, slots=True)
class Coverage:
    """`complete` False: only the units that the reader may see."""

    plan: Plan
    items: tuple[ItemCover, ...]
    units: tuple[UnitCover, ...]
    complete: bool

    @property
    def expected(self) -> int:
        return sum(len(item.taken) for item in self.items)

    @property
    def covered(self) -> int:
        return sum(item.covered for item in self.items)

    @property
    def must_issue(self) -> int:
        return sum(unit.must_issue for unit in self.units)

    @property
    def issued(self) -> int:
        return sum(unit.must_issue and unit.issued_on is not None for unit in self.units)


def coverage(code: str, *, actor: Actor, now: datetime) -> Coverage:
    """Eight queries, whatever the number of units. Raises NotInSight."""
    plan = seen(code, actor)
    version, _versions = shown_version(plan, actor)
    own = [line for line in lines.lines_of(version) if line.is_owed]
    named = {one.unit_id: one for one in plan.named.all()}
    reach = actor.reach("plans.see").unit_ids
    expected = [(line, sorted(_expected(line, plan, named))) for line in own]
    everyone = {unit for _line, units in expected for unit in units} | set(named)
    # Whose plan it is, and who follows it, sees every unit it names, agencies that are not below included.
    own_plan = any(policy.may_for(actor, one, plan) for one in (policy.DRAFT, policy.ACCEPT))
    within = everyone if own_plan or reach is ALL else everyone & set(reach)  # type: ignore[arg-type]
    carried = _carried(plan)
    plans = {
        one.owner_unit_id: one
        for one in Plan.objects.filter(upper=plan, state="approved").order_by("id")
        if one.owner_unit_id in within
    }
    names = unit_names(within, day_of(now), short=True)
    items, by_unit = [], {unit: [] for unit in within}  # type: ignore[var-annotated]
    for line, units in expected:
        taken = []
        for unit in units:
            if unit in within:
                where = carried.get((line.item_id, unit), ("", ""))
                one = Taken(unit, line.item.code, *where)
                taken.append(one)
                by_unit[unit].append(one)
        items.append(ItemCover(line.item.code, line.title, line.to_all, tuple(taken)))
    issues = {one.pk: one for one in Obligation.objects.filter(pk__in=[one.obligation_id for one in named.values()])}
    rows = [_unit(unit, names.get(unit, ""), named.get(unit), issues, plans, by_unit[unit]) for unit in within]
    rows.sort(key=lambda row: (row.issued_on is not None, len(row.gaps) == 0, -len(row.gaps), row.name, row.unit_id))
    return Coverage(plan, tuple(items), tuple(rows), complete=within == everyone)


def _expected(line: PlanLine, plan: Plan, named: dict[int, PlanNamed]) -> set[int]:
    units = {line.lead_unit_id, *line.coordinating} | (set(named) if line.to_all else set())
    return {unit for unit in units if unit is not None and unit != plan.owner_unit_id}


def _carried(plan: Plan) -> dict[tuple[int, int], tuple[str, str]]:
    """(item of the upper plan, unit) → (plan, item) that carries it out."""
    found = PlanLine.objects.filter(
        carries_out__plan=plan, version__state=PlanVersion.State.APPROVED
    ).select_related("item__plan").order_by("id")  # fmt: skip
    return {
        (line.carries_out_id, line.item.plan.owner_unit_id): (line.item.plan.code, line.item.code)
        for line in found
        if line.carries_out_id is not None
    }


def _unit(
    unit: int, name: str, named: PlanNamed | None, issues: dict[int, Obligation], plans: dict[int, Plan],
    taken: list[Taken],
) -> UnitCover:  # fmt: skip
    owed = issues.get(named.obligation_id or 0) if named else None
    issued = day_of(owed.closed_at) if owed and owed.closed_at else None
    due = day_of(owed.due_at) if owed and owed.due_at else None
    takes_part = named is not None and named.why == PlanNamed.Why.TAKES_PART
    plan = plans[unit].code if unit in plans else ""
    return UnitCover(unit, name, takes_part, named is not None, due, issued, plan, tuple(taken))
