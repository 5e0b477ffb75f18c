"""A process as a simple picture: boxes in the order of the table, an arrow to each next, waits set apart. Pure."""

from dataclasses import dataclass

from congvu.core.process import Process, Verb


@dataclass(frozen=True, slots=True)
class Box:
    """One step in the picture. `back`: names of the steps it may be sent back to."""

    number: int
    name: str
    role_unit: str
    role: str
    time: str
    stage: int
    is_wait: bool
    is_last: bool
    opens_stage: bool
    back: tuple[str, ...]
    may_refuse: bool
    output: str
    note: str


def boxes(process: Process) -> list[Box]:
    made: list[Box] = []
    number = 0
    for step in process.steps:
        ways = list(process.leaving(step.code))
        number += not step.waits_for
        made.append(
            Box(
                number=0 if step.waits_for else number,
                name=step.name,
                role_unit=step.role_unit,
                role=step.role.label,
                time=step.allowance.text if step.allowance else "",
                stage=step.stage,
                is_wait=step.waits_for is not None,
                is_last=any(way.verb is Verb.FINISH for way in ways),
                opens_stage=len(process.stages) > 1 and (not made or made[-1].stage != step.stage),
                back=tuple(process.step(w.targets[0]).name for w in ways if w.verb is Verb.SEND_BACK),
                may_refuse=any(way.verb is Verb.REFUSE for way in ways),
                output=step.output,
                note=step.note,
            )
        )
    return made
