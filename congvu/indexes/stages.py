"""The way of one unit through a round, as a table. Nobody sets a state by hand: callers ask `after`."""

from enum import StrEnum

from congvu.core.errors import N_, DomainError
from congvu.indexes.models import UnitState


class Verb(StrEnum):
    APPROVE = "approve"
    GO_ON_WITHOUT = "go_on_without"
    SEND_BACK = "send_back"
    FINISH_FIRST = "finish_first"
    EXPLAIN = "explain"
    LET_STAND = "let_stand"
    FINISH_SECOND = "finish_second"


WAYS: dict[Verb, tuple[frozenset[UnitState], UnitState]] = {
    Verb.APPROVE: (frozenset({UnitState.SELF_SCORING}), UnitState.APPRAISING),
    Verb.GO_ON_WITHOUT: (frozenset({UnitState.SELF_SCORING}), UnitState.APPRAISING),
    Verb.SEND_BACK: (frozenset({UnitState.APPRAISING}), UnitState.SELF_SCORING),
    Verb.FINISH_FIRST: (frozenset({UnitState.APPRAISING}), UnitState.EXPLAINING),
    Verb.EXPLAIN: (frozenset({UnitState.EXPLAINING}), UnitState.REAPPRAISING),
    Verb.LET_STAND: (frozenset({UnitState.EXPLAINING}), UnitState.SETTLED),
    Verb.FINISH_SECOND: (frozenset({UnitState.REAPPRAISING}), UnitState.SETTLED),
}


class NotNow(DomainError):
    """The unit stands elsewhere on its way."""

    code = "index_not_now"
    sentence = N_("Đơn vị đang ở bước “%(state)s” nên chưa làm được việc này. Hãy tải lại trang để xem tình trạng mới.")


def after(state: str, verb: Verb) -> UnitState:
    """The state the verb leads to. Raises NotNow.

    >>> after("self_scoring", Verb.APPROVE).value
    'appraising'
    """
    since, to = WAYS[verb]
    if state not in since:
        raise NotNow(state=UnitState(state).label)
    return to
