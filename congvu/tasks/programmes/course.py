"""The course of an item of a working programme: its states and what leads from one to another. Pure."""

from enum import StrEnum

from congvu.core.errors import N_, DomainError


class State(StrEnum):
    NOT_SUBMITTED = "not_submitted"
    SUBMITTED = "submitted"
    PASSED = "passed"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    State.NOT_SUBMITTED: N_("Chưa trình"), State.SUBMITTED: N_("Đã trình"), State.PASSED: N_("Đã thông qua"),
    State.WITHDRAWN: N_("Đã rút"), State.MOVED: N_("Chuyển sang năm khác"),
}  # fmt: skip
ENDED = (State.PASSED, State.WITHDRAWN, State.MOVED)


class Verb(StrEnum):
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PASS = "pass"  # noqa: S105  (no password: the body passes it)
    MOVE = "move"
    MOVE_OUT = "move_out"
    WITHDRAW = "withdraw"


_WAITING = frozenset({State.NOT_SUBMITTED, State.SUBMITTED})
TRANSITIONS: dict[Verb, tuple[frozenset[State], State | None]] = {
    Verb.SUBMIT: (frozenset({State.NOT_SUBMITTED}), State.SUBMITTED),
    Verb.SEND_BACK: (frozenset({State.SUBMITTED}), State.NOT_SUBMITTED),
    Verb.PASS: (frozenset({State.SUBMITTED}), State.PASSED),
    Verb.MOVE: (_WAITING, None),
    Verb.MOVE_OUT: (_WAITING, State.MOVED),
    Verb.WITHDRAW: (_WAITING, State.WITHDRAWN),
}
"""Verb → from which states, to which; None: it stays where it is, in another month."""


class NotFromHere(DomainError):
    code = "programme_not_from_here"
    sentence = N_("Nội dung %(item)s đang ở trạng thái “%(state)s” nên không làm được việc này. Hãy tải lại trang.")


def after(state: State, verb: Verb, *, item: str = "") -> State:
    """The state that follows. Raises NotFromHere.

    >>> after(State.SUBMITTED, Verb.PASS), after(State.SUBMITTED, Verb.MOVE)
    (<State.PASSED: 'passed'>, <State.SUBMITTED: 'submitted'>)
    """
    allowed, target = TRANSITIONS[verb]
    if state not in allowed:
        raise NotFromHere(item=item, state=state.label)
    return target or state
