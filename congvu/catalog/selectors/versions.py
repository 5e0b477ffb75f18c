"""Versions of a procedure: what held when, and the draft of the next."""

from dataclasses import dataclass
from datetime import date

from congvu.catalog.errors import VersionUnknown
from congvu.catalog.models import Procedure, ProcedureVersion
from congvu.orgs.ranges import last_day


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version. `until`: the last day included. `never`: replaced on its first day."""

    number: int
    is_draft: bool
    since: date | None
    until: date | None
    never: bool
    decision_no: str
    decided_on: date | None
    announced_on: date | None


def version_rows(procedure: Procedure) -> list[VersionRow]:
    """Newest first. One query."""
    return [
        VersionRow(
            v.number, v.during is None, v.during.lower if v.during else None, last_day(v.during) if v.during else None,
            bool(v.during is not None and v.during.isempty), v.decision_no, v.decided_on, v.announced_on,
        ) for v in procedure.versions.order_by("-number")
    ]  # fmt: skip


def version_numbered(code: str, number: int) -> ProcedureVersion:
    """Raises VersionUnknown."""
    versions = ProcedureVersion.objects.select_related("procedure")
    version = versions.filter(procedure__code=code, number=number).first()
    if version is None:
        raise VersionUnknown(code=code, number=number)
    return version


def draft_of(code: str) -> ProcedureVersion | None:
    return ProcedureVersion.objects.select_related("procedure").filter(procedure__code=code, during=None).first()
