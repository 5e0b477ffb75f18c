"""From what callers send to what the commands take."""

from typing import Any

from congvu.core.tasks import NoLead, PartGiven, TwoLeads
from congvu.orgs.units import unit_by_code
from congvu.tasks import commands
from congvu.tasks.api.given import EvidenceIn, PartIn, TaskIn
from congvu.tasks.commands.evidence import EvidenceGiven


def tasks_given(request: Any, given: list[TaskIn]) -> list[commands.TaskGiven]:
    units: dict[str, int] = {}

    def unit(code: str) -> int:
        if code not in units:
            units[code] = unit_by_code(code, request.today).pk
        return units[code]

    found = []
    for one in given:
        leads = list(dict.fromkeys([*([one.lead_unit] if one.lead_unit else []), *one.lead_units]))
        if not leads:
            raise NoLead(field="lead_unit")
        if len(leads) > 1:
            raise TwoLeads(field="lead_unit", count=len(leads), units=", ".join(leads))
        found.append(
            commands.TaskGiven(
                content=one.content, lead_unit_id=unit(leads[0]), due_on=one.due_on, product=one.product,
                field=one.field, urgency=one.urgency, confidentiality=one.confidentiality,
                coordinating=tuple(PartGiven(unit(part.unit), part.work, part.due_on) for part in one.coordinating),
                person_id=one.person, clause=one.clause, demands=tuple(one.demands), starred=one.starred,
            )
        )  # fmt: skip
    return found


def parts_given(request: Any, given: list[PartIn]) -> list[PartGiven]:
    return [PartGiven(unit_by_code(one.unit, request.today).pk, one.work, one.due_on) for one in given]


def evidence_given(given: list[EvidenceIn]) -> list[EvidenceGiven]:
    return [EvidenceGiven(one.name, None, one.demand) for one in given]
