"""One matter's way through a process: where it stands, what may be done next, what comes of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from congvu.core.errors import N_, DomainError, Said
from congvu.core.process.model import IllegalMove, Process, Transition, Verb, next_steps, scopes


class RunEnded(DomainError):
    """Nothing more can be done: the matter has come out."""

    code = "run_ended"
    sentence = N_("Quy trình này đã kết thúc. Hãy tải lại trang để xem kết quả.")


class NotAtStep(DomainError):
    """The matter is not there; somebody moved it on, or it waits for other branches."""

    code = "not_at_step"
    sentence = N_("Hồ sơ không còn ở bước “%(step)s”. Hiện ở: %(active)s. Hãy tải lại trang.")


class ReasonMissing(DomainError):
    """Sent back or refused without saying why."""

    code = "reason_missing"
    sentence = N_("Muốn %(verb)s phải nêu lý do. Hãy ghi lý do rồi làm lại.")
    status = 422


class ChoiceMissing(DomainError):
    """The step leads several ways (or is open in several branches) and none was named."""

    code = "choice_missing"
    sentence = N_("Từ bước “%(step)s” có nhiều lựa chọn: %(choices)s. Hãy chọn một.")
    status = 422


Branch = tuple[str, ...]  # "source:2/3" (second of three) for each hand-out the token lies within, outermost first


@dataclass(frozen=True, slots=True)
class Token:
    """One place where the matter stands. `arrived`: at a joining step, waiting there for the other branches."""

    step: str
    branch: Branch = ()
    arrived: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """All places where the matter stands. A value: every move gives a new one. `ended_by` tells how it came out."""

    process: Process
    tokens: tuple[Token, ...]
    ended_by: Verb | None = None

    @property
    def active(self) -> tuple[Token, ...]:
        """Where somebody (or something awaited) must act now."""
        return tuple(token for token in self.tokens if not token.arrived)

    @property
    def has_ended(self) -> bool:
        return self.ended_by is not None

    def moves(self) -> Iterator[tuple[Token, Transition]]:
        """Everything that may be done now."""
        return ((token, way) for token in self.active for way in self.process.leaving(token.step))

    def move(
        self,
        step: str,
        verb: Verb,
        *,
        target: str | None = None,
        reason: str = "",
        branch: Branch | None = None,
    ) -> "Run":
        """The run after `verb` at `step`. `target` where it leads several ways ("" is the end).

        Raises RunEnded, NotAtStep, IllegalMove, ReasonMissing, ChoiceMissing.
        """
        token = self._token(step, branch)
        way = self._way(step, verb, target)
        if verb.needs_reason and not reason.strip():
            raise ReasonMissing(field="reason", verb=verb.label)
        return self.after(token, way)

    def _token(self, step: str, branch: Branch | None) -> Token:
        if self.has_ended:
            raise RunEnded
        here = [token for token in self.active if token.step == step and branch in (None, token.branch)]
        if not here:
            active = ", ".join(self.process.step(token.step).name for token in self.active)
            raise NotAtStep(step=self.process.step(step).name, active=active or "—")
        if len(here) > 1:
            raise ChoiceMissing(
                field="branch", step=self.process.step(step).name, choices=", ".join("/".join(t.branch) for t in here)
            )
        return here[0]

    def _way(self, step: str, verb: Verb, target: str | None) -> Transition:
        choices = next_steps(self.process, step, verb)
        if target is not None:
            fitting = [targets for targets in choices if target in (targets or ("",))]
            if not fitting:
                possible = ", ".join(self.process.step(code).name for targets in choices for code in targets)
                raise IllegalMove(step=self.process.step(step).name, verb=verb.label, possible=Said(possible or "—"))
            choices = (fitting[0],)
        if len(choices) > 1:
            names = ", ".join(self.process.step(code).name for targets in choices for code in targets)
            raise ChoiceMissing(field="target", step=self.process.step(step).name, choices=names)
        return Transition(step, verb, choices[0])

    def after(self, token: Token, way: Transition) -> "Run":
        """The run after a move that `moves()` offers."""
        if not way.targets:
            return replace(self, tokens=(), ended_by=way.verb)
        if way.verb in (Verb.SEND_BACK, Verb.REFUSE):
            return self._back_to(token, way.targets[0])
        branches = [token.branch]
        if way.verb is Verb.HAND_OUT:
            many = len(way.targets)
            branches = [(*token.branch, f"{way.source}:{n}/{many}") for n in range(1, many + 1)]
        landed = [
            Token(target, branch, arrived=bool(self.process.step(target).join))
            for target, branch in zip(way.targets, branches, strict=True)
        ]
        run = replace(self, tokens=(*(other for other in self.tokens if other is not token), *landed))
        return next((run._joined(arrival) for arrival in landed if run._is_complete(arrival)), run)

    def _is_complete(self, arrival: Token) -> bool:
        join = self.process.step(arrival.step).join
        if join is None or not arrival.branch:
            return False
        met = [t for t in self.tokens if t.arrived and t.step == arrival.step and _siblings(t.branch, arrival.branch)]
        return len(met) >= (join.needs or _branches_handed_out(arrival.branch))

    def _joined(self, arrival: Token) -> "Run":
        """The joining step begins; what is still on its way from the same hand-out is withdrawn."""
        level = len(arrival.branch)
        kept = (token for token in self.tokens if not _siblings(token.branch[:level], arrival.branch))
        return replace(self, tokens=(*kept, Token(arrival.step, arrival.branch[:-1])))

    def _back_to(self, token: Token, target: str) -> "Run":
        """Sent back before a hand-out, all its branches are withdrawn."""
        depth = len(next(iter(scopes(self.process).get(target, ())), token.branch))
        branch = token.branch[:depth]
        kept = tuple(other for other in self.tokens if not _is_within(other.branch, branch))
        return replace(self, tokens=(*kept, Token(target, branch)))


def _is_within(branch: Branch, outer: Branch) -> bool:
    return branch[: len(outer)] == outer


def _siblings(branch: Branch, other: Branch) -> bool:
    """Whether two branches (possibly the same one) come from one hand-out."""
    same_depth = len(branch) == len(other) > 0
    return same_depth and branch[:-1] == other[:-1] and _source(branch[-1]) == _source(other[-1])


def _source(entry: str) -> str:
    return entry.rpartition(":")[0]


def _branches_handed_out(branch: Branch) -> int:
    return int(branch[-1].rpartition("/")[2])


def start(process: Process) -> Run:
    """A matter that has just entered."""
    return Run(process, (Token(process.start),))


def run_at(process: Process, tokens: Iterable[Token]) -> Run:
    """A run as it was stored."""
    return Run(process, tuple(tokens))
