"""Random processes for property tests: sound ones by construction, mutants of them, and an exhaustive judge."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from congvu.core.errors import DomainError
from congvu.core.process import Join, Process, Run, Step, TimeAllowed, TimeUnit, Transition, Verb, WaitsFor, start

Block = tuple[str, str]  # where it is entered, where it is left


@dataclass
class Builder:
    """Draws nested blocks, each with one entry and one exit."""

    draw: Callable[[Any], Any]
    steps: list[Step] = field(default_factory=list)
    ways: list[Transition] = field(default_factory=list)

    def step(self, **facts: Any) -> str:
        code = f"s{len(self.steps) + 1}"
        self.steps.append(Step(code, f"Bước {code}", allowance=TimeAllowed(Decimal(1), TimeUnit.DAY), **facts))
        return code

    def way(self, source: str, verb: Verb, *targets: str) -> None:
        self.ways.append(Transition(source, verb, targets))

    def block(self, depth: int) -> Block:
        kinds = [self.single, self.wait, *([self.sequence, self.choice, self.branches] if depth else [])]
        return self.draw(st.sampled_from(kinds))(depth - 1)

    def single(self, depth: int) -> Block:
        code = self.step()
        return code, code

    def wait(self, depth: int) -> Block:
        entry, waiting, leave = self.step(), self.step(waits_for=WaitsFor.OUTSIDE), self.step()
        self.way(entry, Verb.FORWARD, waiting)
        self.way(waiting, Verb.RESUME, leave)
        return entry, leave

    def sequence(self, depth: int) -> Block:
        (entry, middle), (after, leave) = self.block(depth), self.block(depth)
        self.way(middle, Verb.FORWARD, after)
        if self.draw(st.booleans()):
            self.way(leave, Verb.SEND_BACK, entry)
        return entry, leave

    def choice(self, depth: int) -> Block:
        entry, leave = self.step(), self.step()
        for inner, out in (self.block(depth), self.block(depth)):
            self.way(entry, Verb.FORWARD, inner)
            self.way(out, Verb.FORWARD, leave)
        return entry, leave

    def branches(self, depth: int) -> Block:
        entry, count = self.step(), self.draw(st.integers(2, 3))
        join = self.step(join=Join(self.draw(st.sampled_from([None, *range(1, count + 1)]))))
        inner = [self.block(depth) for _ in range(count)]
        self.way(entry, Verb.HAND_OUT, *(into for into, _ in inner))
        for _, out in inner:
            self.way(out, Verb.FORWARD, join)
            if self.draw(st.integers(0, 3)) == 0:
                self.way(out, Verb.SEND_BACK, entry)  # withdraws the other branches
        return entry, join


@st.composite
def sound_processes(draw: Callable[[Any], Any], *, branched: bool = False) -> Process:
    build = Builder(draw)
    first = out = build.step()
    blocks = [build.branches] if draw(st.booleans()) or branched else []
    for block in [*blocks, *[build.block] * draw(st.integers(0, 1))]:
        entry, leave = block(1)
        build.way(out, Verb.FORWARD, entry)
        out = leave
    last = build.step()
    build.way(out, Verb.FORWARD, last)
    build.way(last, Verb.FINISH)
    for step in build.steps:
        if not step.waits_for and step.code != last and draw(st.integers(0, 4)) == 0:
            build.way(step.code, Verb.REFUSE, *([last] if draw(st.booleans()) else []))
    return Process("generated", "Quy trình", first, tuple(build.steps), tuple(build.ways))


@st.composite
def mutants(draw: Callable[[Any], Any]) -> Process:
    """A process with branches and one or two random wounds. Not every wound kills: the judge decides."""
    process = draw(sound_processes(branched=True))
    for _ in range(draw(st.integers(1, 2))):
        wounds = [_turn_way, _turn_way, _change_join, _change_verb, _add_way, _lose_way]
        process = draw(st.sampled_from(wounds))(process, draw)
    return process


def _with_way(process: Process, place: int, *ways: Transition) -> Process:
    return replace(process, transitions=process.transitions[:place] + ways + process.transitions[place + 1 :])


def _a_way(process: Process, draw: Callable[[Any], Any]) -> int:
    return draw(st.integers(0, len(process.transitions) - 1)) if process.transitions else 0


def _a_step(process: Process, draw: Callable[[Any], Any]) -> str:
    return draw(st.sampled_from([step.code for step in process.steps]))


def _lose_way(process: Process, draw: Callable[[Any], Any]) -> Process:
    return _with_way(process, _a_way(process, draw))


def _turn_way(process: Process, draw: Callable[[Any], Any]) -> Process:
    place = _a_way(process, draw)
    if not process.transitions or not process.transitions[place].targets:
        return process
    way = process.transitions[place]
    return _with_way(process, place, replace(way, targets=(_a_step(process, draw), *way.targets[1:])))


def _add_way(process: Process, draw: Callable[[Any], Any]) -> Process:
    verb = draw(st.sampled_from([Verb.FORWARD, Verb.SEND_BACK, Verb.REFUSE, Verb.FINISH]))
    targets = () if verb is Verb.FINISH else (_a_step(process, draw),)
    return replace(process, transitions=(*process.transitions, Transition(_a_step(process, draw), verb, targets)))


def _change_verb(process: Process, draw: Callable[[Any], Any]) -> Process:
    place = _a_way(process, draw)
    if not process.transitions:
        return process
    way = process.transitions[place]
    verb = draw(st.sampled_from([Verb.FORWARD, Verb.SEND_BACK, Verb.HAND_OUT, Verb.REFUSE, Verb.FINISH]))
    targets = {Verb.FINISH: (), Verb.HAND_OUT: (_a_step(process, draw), _a_step(process, draw))}
    return _with_way(process, place, Transition(way.source, verb, targets.get(verb, way.targets[:1])))


def _change_join(process: Process, draw: Callable[[Any], Any]) -> Process:
    code = _a_step(process, draw)
    join = draw(st.sampled_from([None, Join(), Join(1), Join(2), Join(3), Join(4)]))
    steps = (replace(step, join=join) if step.code == code else step for step in process.steps)
    return replace(process, steps=tuple(steps))


class TooManyStates(Exception):
    """The judge gives up; the caller discards the example."""


def judge(process: Process, *, at_most: int = 3000) -> str:
    """What is wrong when every run is tried in every order; empty when nothing is. Shares no code with `soundness`."""
    try:
        after = _all_states(process, at_most)
    except (DomainError, IndexError, ValueError) as fault:
        return f"a run breaks: {fault!r}"
    able = {state for state in after if not state}
    while True:
        more = {state for state, nexts in after.items() if state not in able and nexts & able}
        if not more:
            break
        able |= more
    stuck = next((state for state in after if state not in able), None)
    return f"stuck at {stuck}" if stuck else _left_behind(process, after)


def _left_behind(process: Process, states: dict[frozenset[Any], set[frozenset[Any]]]) -> str:
    for state in states:
        for token in state:
            finishes = any(way.verb is Verb.FINISH for way in process.leaving(token.step)) and not token.arrived
            if finishes and len(state) > 1:
                return f"{token.step} may finish while {len(state) - 1} others are open"
    met = {token.step for state in states for token in state if not token.arrived}
    return ", ".join(f"{step.code} is never met" for step in process.steps if step.code not in met)


def _all_states(process: Process, at_most: int) -> dict[frozenset[Any], set[frozenset[Any]]]:
    after: dict[frozenset[Any], set[frozenset[Any]]] = {}
    to_visit: list[Run] = [start(process)]
    while to_visit:
        run = to_visit.pop()
        state = frozenset(run.tokens)
        if state in after:
            continue
        if len(after) >= at_most or any(len(token.branch) > 4 for token in run.tokens):
            raise TooManyStates
        nexts = [run.after(token, way) for token, way in run.moves()]
        after[state] = {frozenset(step.tokens) for step in nexts}
        to_visit += nexts
    return after
