"""Between the rows of a process and the value the engine runs on."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from congvu.catalog.models import Procedure, Process, ProcessStep, Transition
from congvu.core import process as core
from congvu.core.clock import Allowance, AllowanceUnit, parse_allowance

_UNITS = {
    core.TimeUnit.WORKING_DAY: AllowanceUnit.WORKING_DAYS,
    core.TimeUnit.DAY: AllowanceUnit.CALENDAR_DAYS,
    core.TimeUnit.HOUR: AllowanceUnit.WORKING_HOURS,
}


def process_value(process: Process, *, limit: core.TimeAllowed | None = None) -> core.Process:
    """The process as the engine reads it. Published processes never change, so they are read once per server."""
    if process.state == Process.State.PUBLISHED:
        return published_value(process.pk)
    return _value(process)


@lru_cache(maxsize=2048)
def published_value(process_id: int) -> core.Process:
    """The same by the id of a published process, which a dossier keeps. No query once it was read."""
    return _value(Process.objects.get(pk=process_id, state=Process.State.PUBLISHED))


def _value(process: Process) -> core.Process:
    steps = tuple(_step(row) for row in process.steps.order_by("position"))
    ways = tuple(
        core.Transition(row.source, core.Verb(row.verb), tuple(row.targets))
        for row in process.transitions.order_by("position")
    )
    return core.Process(
        code=str(process.pk),
        name=process.name,
        start=steps[0].code,
        steps=steps,
        transitions=ways,
        stages=tuple(core.Stage(no) for no in sorted({step.stage for step in steps})),
        limit=time_of(process.limit),
        is_default=process.procedure_id is None,
        source=process.source,
    )


def _step(row: ProcessStep) -> core.Step:
    read_role = core.role_of_step(name=row.name, role_unit=row.role_unit)
    allowed = None if row.amount is None else core.TimeAllowed(row.amount.normalize(), core.TimeUnit(row.unit))
    return core.Step(
        code=row.code,
        name=row.name,
        role_unit=row.role_unit,
        allowance=allowed,
        stage=row.stage,
        join=core.Join(row.join_needs) if row.is_join else None,
        waits_for=core.WaitsFor(row.waits_for) if row.waits_for else None,
        output=row.output,
        note=row.note,
        given_role=None if row.role == read_role.value else core.Role(row.role),
    )


def step_rows(process: Process, steps: Sequence[core.Step]) -> list[ProcessStep]:
    return [
        ProcessStep(
            process=process,
            position=position,
            code=step.code,
            name=step.name,
            role_unit=step.role_unit,
            role=step.role.value,
            amount=step.allowance.value if step.allowance else None,
            unit=step.allowance.unit.value if step.allowance else "",
            stage=step.stage,
            is_join=step.join is not None,
            join_needs=step.join.needs if step.join else None,
            waits_for=step.waits_for.value if step.waits_for else "",
            output=step.output,
            note=step.note,
        )
        for position, step in enumerate(steps, 1)
    ]


def transition_rows(process: Process, ways: Iterable[core.Transition]) -> list[Transition]:
    return [
        Transition(
            process=process, position=position, source=way.source, verb=way.verb.value, targets=list(way.targets)
        )
        for position, way in enumerate(ways, 1)
    ]


def time_of(limit: str) -> core.TimeAllowed | None:
    """A procedure's limit as a time that sums of steps can be compared with; None when it is none."""
    if not limit:
        return None
    allowance = parse_allowance(limit)
    word = {
        AllowanceUnit.WORKING_DAYS: core.TimeUnit.WORKING_DAY,
        AllowanceUnit.CALENDAR_DAYS: core.TimeUnit.DAY,
        AllowanceUnit.WORKING_HOURS: core.TimeUnit.HOUR,
    }.get(allowance.unit)
    return core.TimeAllowed(allowance.amount, word) if word else None


def step_allowance(step: core.Step) -> Allowance | None:
    """The time of a step for its clock: working time from hand-over. None where the table gives none, or nought."""
    if step.allowance is None or step.allowance.value <= 0:
        return None
    unit = _UNITS[step.allowance.unit]
    if unit is AllowanceUnit.CALENDAR_DAYS and step.allowance.value % 1:
        unit = AllowanceUnit.WORKING_DAYS
    return Allowance(step.allowance.value, unit)


def store_process(
    value: core.Process, *, procedure: Procedure | None, number: int, limit: str = "", digest: str = ""
) -> Process:
    """The rows of a process, as a draft."""
    process = Process.objects.create(
        procedure=procedure, number=number, state=Process.State.DRAFT, name=value.name, limit=limit,
        source=value.source, digest=digest,
    )  # fmt: skip
    write_process(process, value)
    return process


def write_process(process: Process, value: core.Process) -> None:
    """A draft's steps and ways are exactly these."""
    process.steps.all().delete()
    process.transitions.all().delete()
    ProcessStep.objects.bulk_create(step_rows(process, value.steps))
    Transition.objects.bulk_create(transition_rows(process, value.transitions))
