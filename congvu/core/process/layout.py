"""Where the steps of a process stand in a drawing: ranks along the way, columns side by side. Pure."""

from dataclasses import dataclass

from congvu.core.process.model import Process, Verb

ONWARD = (Verb.FORWARD, Verb.RESUME, Verb.HAND_OUT)


@dataclass(frozen=True, slots=True)
class Spot:
    """A step's place: `rank` along the way from 0, `column` beside others of its rank from 0."""

    code: str
    rank: int
    column: int


def spots(process: Process) -> dict[str, Spot]:
    """Each step as late as its longest way from the start; steps that nothing leads to stand below. No two coincide."""
    ranks = _ranks(process)
    before: dict[str, list[str]] = {step.code: [] for step in process.steps}
    for way in process.transitions:
        if way.verb in ONWARD:
            for target in way.targets:
                before.setdefault(target, []).append(way.source)
    placed: dict[str, Spot] = {}
    taken: set[tuple[int, int]] = set()
    for step in sorted(process.steps, key=lambda step: ranks[step.code]):
        rank = ranks[step.code]
        wished = 0 if step.join else min((placed[b].column for b in before[step.code] if b in placed), default=0)
        column = next(c for c in range(wished, wished + len(process.steps) + 1) if (rank, c) not in taken)
        taken.add((rank, column))
        placed[step.code] = Spot(step.code, rank, column)
    return placed


def _ranks(process: Process) -> dict[str, int]:
    ranks = {process.start: 0}
    for _round in process.steps:  # longest ways settle in as many rounds as there are steps; loops stop there too
        changed = False
        for way in process.transitions:
            if way.verb in ONWARD and way.source in ranks:
                for target in way.targets:
                    rank = ranks[way.source] + 1
                    if rank < len(process.steps) and ranks.get(target, -1) < rank and target != process.start:
                        ranks[target], changed = rank, True
        if not changed:
            break
    below = max(ranks.values(), default=-1) + 1
    for step in process.steps:
        if step.code not in ranks:
            ranks[step.code] = below
            below += 1
    return ranks
