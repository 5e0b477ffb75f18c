"""Processes of a procedure: the one in force, drafts, every version."""

from dataclasses import dataclass
from datetime import date

from congvu.catalog.errors import ProcessNotFound
from congvu.catalog.models import Procedure, Process
from congvu.catalog.processes import process_value
from congvu.core.process import Finding, soundness
from congvu.core.process import Process as ProcessValue
from congvu.orgs.ranges import last_day


def process_on(procedure: Procedure, day: date) -> Process | None:
    """The approved process in force; None where the default one serves."""
    return procedure.processes.filter(state=Process.State.PUBLISHED, during__contains=day).first()


def process_numbered(code: str, number: int) -> Process:
    """Raises ProcessNotFound."""
    process = Process.objects.select_related("procedure").filter(procedure__code=code, number=number).first()
    if process is None:
        raise ProcessNotFound(code=code, number=number)
    return process


@dataclass(frozen=True, slots=True)
class ProcessView:
    """A process to be shown: the value, its findings in words, its number and whether it is a draft."""

    value: ProcessValue
    number: int
    is_draft: bool
    source: str
    findings: tuple[Finding, ...]


def process_view(process: Process) -> ProcessView:
    value = process_value(process)
    is_draft = process.state == Process.State.DRAFT
    return ProcessView(value, process.number, is_draft, process.source, tuple(soundness(value)))


def latest_draft(procedure: Procedure) -> Process | None:
    """The draft that is newer than every published version, if there is one."""
    latest = procedure.processes.order_by("-number").first()
    return latest if latest and latest.state == Process.State.DRAFT else None


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """One version. `until`: the last day included. `never`: replaced on its first day."""

    number: int
    is_draft: bool
    since: date | None
    until: date | None
    never: bool
    decision_no: str


def process_rows(procedure: Procedure) -> list[ProcessRow]:
    """Newest first. One query."""
    return [
        ProcessRow(
            p.number, p.state == Process.State.DRAFT, p.during.lower if p.during else None,
            last_day(p.during) if p.during else None, bool(p.during is not None and p.during.isempty), p.decision_no,
        ) for p in procedure.processes.order_by("-number")
    ]  # fmt: skip
