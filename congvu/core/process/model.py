"""An approved internal process as values: stages, steps, and the ways from one step to the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from congvu.core.clock import Allowance, AllowanceUnit, AllowanceWarning
from congvu.core.errors import N_, DomainError, Said
from congvu.core.numbers import format_number
from congvu.core.process.roles import Role, role_of_step


class TimeUnit(StrEnum):
    """In what a step's time is given. The value is the word the tables use."""

    WORKING_DAY = "ngày làm việc"
    DAY = "ngày"
    HOUR = "giờ"


@dataclass(frozen=True, slots=True)
class TimeAllowed:
    """So many days or hours. `text` is how the step tables and `congvu due --limit` write it."""

    value: Decimal
    unit: TimeUnit

    @property
    def text(self) -> str:
        return f"{format_number(self.value.normalize())} {self.unit.value}"

    @property
    def allowance(self) -> Allowance | None:
        """What the clock counts; None for nought: a step of no time of its own has no deadline."""
        if not self.value:
            return None
        if self.unit is TimeUnit.DAY and self.value != self.value.to_integral_value():
            return Allowance(self.value, AllowanceUnit.WORKING_DAYS, (AllowanceWarning.FRACTION_OF_A_DAY,))
        return Allowance(self.value, _CLOCK_UNITS[self.unit])


_CLOCK_UNITS = {
    TimeUnit.WORKING_DAY: AllowanceUnit.WORKING_DAYS,
    TimeUnit.DAY: AllowanceUnit.CALENDAR_DAYS,
    TimeUnit.HOUR: AllowanceUnit.WORKING_HOURS,
}


class Verb(StrEnum):
    """What can be done at a step to leave it."""

    FORWARD = "forward"
    SEND_BACK = "send_back"
    HAND_OUT = "hand_out"
    RESUME = "resume"
    REFUSE = "refuse"
    FINISH = "finish"

    @property
    def label(self) -> str:
        return Said(_VERB_LABELS[self])

    @property
    def needs_reason(self) -> bool:
        return self in (Verb.SEND_BACK, Verb.REFUSE)


_VERB_LABELS = {
    Verb.FORWARD: N_("chuyển tiếp"),
    Verb.SEND_BACK: N_("trả lại bước trước"),
    Verb.HAND_OUT: N_("giao cho nhiều nơi cùng làm"),
    Verb.RESUME: N_("làm tiếp sau khi chờ"),
    Verb.REFUSE: N_("từ chối giải quyết"),
    Verb.FINISH: N_("kết thúc"),
}


class WaitsFor(StrEnum):
    """Why a waiting step waits. The legal clock stands still meanwhile."""

    FINANCIAL_DUTY = "financial_duty"
    OUTSIDE = "outside"

    @property
    def label(self) -> str:
        return _WAIT_LABELS[self]


_WAIT_LABELS = {
    WaitsFor.FINANCIAL_DUTY: N_("Chờ thực hiện nghĩa vụ tài chính"),
    WaitsFor.OUTSIDE: N_("Chờ giữa hai giai đoạn"),
}


@dataclass(frozen=True, slots=True)
class Join:
    """Branches handed out meet before this step begins: `needs` of them, None for all. The rest are withdrawn."""

    needs: int | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A numbered part of the process; between two stages the clock of the procedure may stand still."""

    no: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One desk the matter passes. A step that `waits_for` something has no desk: it is left by RESUME."""

    code: str
    name: str
    role_unit: str = ""
    allowance: TimeAllowed | None = None
    stage: int = 1
    join: Join | None = None
    waits_for: WaitsFor | None = None
    output: str = ""
    note: str = ""
    given_role: Role | None = None  # named by who wrote the table; else read from its words

    @property
    def role(self) -> Role:
        return self.given_role or role_of_step(name=self.name, role_unit=self.role_unit)


@dataclass(frozen=True, slots=True)
class Transition:
    """A way to leave `source`: HAND_OUT has several targets, FINISH none, REFUSE one or none (the end)."""

    source: str
    verb: Verb
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Process:
    """The whole graph. `limit` is the procedure's own time; `is_default` marks one that nobody has approved."""

    code: str
    name: str
    start: str
    steps: tuple[Step, ...]
    transitions: tuple[Transition, ...]
    stages: tuple[Stage, ...] = (Stage(1),)
    limit: TimeAllowed | None = None
    is_default: bool = False
    source: str = ""

    def step(self, code: str) -> Step:
        """Raises NoSuchStep."""
        for step in self.steps:
            if step.code == code:
                return step
        raise NoSuchStep(step=code, process=self.code)

    def leaving(self, code: str) -> Iterator[Transition]:
        return (way for way in self.transitions if way.source == code)


class NoSuchStep(DomainError):
    """A code that is no step of this process."""

    code = "no_such_step"
    sentence = N_("Quy trình %(process)s không có bước “%(step)s”. Hãy tải lại trang để xem quy trình hiện hành.")


class IllegalMove(DomainError):
    """The step does not allow the verb, or not to that target."""

    code = "illegal_move"
    sentence = N_("Bước “%(step)s” không cho %(verb)s. Có thể: %(possible)s.")


def next_steps(process: Process, step: str, verb: Verb) -> tuple[tuple[str, ...], ...]:
    """Where `verb` may lead from `step`: one tuple of targets for each choice. Raises IllegalMove when it may not.

    >>> from congvu.core.process import default_process
    >>> next_steps(default_process(), "appraise", Verb.FORWARD)
    (('approve',),)
    """
    name = process.step(step).name
    choices = tuple(way.targets for way in process.leaving(step) if way.verb is verb)
    if not choices:
        possible = ", ".join(dict.fromkeys(way.verb.label for way in process.leaving(step)))
        raise IllegalMove(step=name, verb=verb.label, possible=Said(possible or "—"))
    return choices


Scope = tuple[str, ...]  # the hand-outs a step lies within, outermost first; () is the main line


@lru_cache(maxsize=512)
def scopes(process: Process) -> dict[str, frozenset[Scope]]:
    """For each step the scopes in which it can be met. A sound process has one for each; an unreachable step has none.

    Found by walking forward; a way into a joining step leaves the innermost hand-out. A step met only after sending
    back lies where it was sent from, one met only after a refusal on the main line: refusing withdraws all branches.
    """
    joins = {step.code for step in process.steps if step.join}
    found: dict[str, set[Scope]] = {step.code: set() for step in process.steps}
    _walk(process, [(process.start, ())], found, joins)
    for verb in (Verb.SEND_BACK, Verb.REFUSE) * len(process.steps):
        for way in process.transitions:
            for target in way.targets:
                if way.verb is verb and found.get(way.source) and found.get(target) == set():
                    scope = () if verb is Verb.REFUSE else min(found[way.source])
                    _walk(process, [(target, scope)], found, joins)
    return {code: frozenset(places) for code, places in found.items()}


def _walk(process: Process, to_visit: list[tuple[str, Scope]], found: dict[str, set[Scope]], joins: set[str]) -> None:
    while to_visit:
        code, scope = to_visit.pop()
        if code not in found or scope in found[code] or len(found[code]) > 1:  # two scopes already tell it is mixed
            continue
        found[code].add(scope)
        for way in process.leaving(code):
            if way.verb in (Verb.FORWARD, Verb.RESUME, Verb.HAND_OUT):
                inner = (*scope, code) if way.verb is Verb.HAND_OUT else scope
                to_visit += [(target, inner[:-1] if target in joins else inner) for target in way.targets]
