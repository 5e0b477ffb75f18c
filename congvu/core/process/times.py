"""How long the steps of a process take together."""

from decimal import Decimal

from congvu.core.process.model import Process, Step, TimeAllowed, TimeUnit, Verb

HOURS_A_DAY = 8  # only to compare sums; deadlines use each day's real hours


class UnitsDiffer(Exception):
    """Steps timed in units that cannot be added."""


def comparable(one: TimeUnit, other: TimeUnit) -> bool:
    """Hours are parts of working days; calendar days are a thing of their own."""
    return (one is TimeUnit.DAY) == (other is TimeUnit.DAY)


def in_days(time: TimeAllowed) -> Decimal:
    return time.value / HOURS_A_DAY if time.unit is TimeUnit.HOUR else time.value


def time_needed(process: Process) -> TimeAllowed | None:
    """The longest way forward through the process; of branches side by side the longest counts. None: no step is timed.

    Raises UnitsDiffer when calendar days stand beside working time.
    """
    timed = [step.allowance for step in process.steps if step.allowance and step.allowance.value]
    if not timed:
        return None
    units = {time.unit for time in timed}
    if not all(comparable(timed[0].unit, unit) for unit in units):
        raise UnitsDiffer
    onward: dict[str, set[str]] = {step.code: set() for step in process.steps}
    for way in process.transitions:
        if way.verb in (Verb.FORWARD, Verb.RESUME, Verb.HAND_OUT):
            onward.setdefault(way.source, set()).update(way.targets)
    days = _longest(process.start, onward, {step.code: step for step in process.steps}, frozenset(), {})
    if units == {TimeUnit.HOUR}:
        return TimeAllowed(days * HOURS_A_DAY, TimeUnit.HOUR)
    return TimeAllowed(days, TimeUnit.DAY if TimeUnit.DAY in units else TimeUnit.WORKING_DAY)


def _longest(
    code: str, onward: dict[str, set[str]], steps: dict[str, Step], passed: frozenset[str], known: dict[str, Decimal]
) -> Decimal:
    if code in known:
        return known[code]
    if code in passed or code not in steps:
        return Decimal(0)
    own = steps[code].allowance
    here = passed | {code}
    after = max((_longest(target, onward, steps, here, known) for target in onward[code]), default=Decimal(0))
    known[code] = after + (in_days(own) if own else 0)
    return known[code]
