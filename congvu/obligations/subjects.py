"""What obligations are about: each room registers its kinds, so that the inbox can name and open them.

subjects.register(kind="dossier_step", clock="step", label=_("Hồ sơ"), icon="stack-2", describe=describe_steps)
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from congvu.core.clock import ClockKind


@dataclass(frozen=True, slots=True)
class Description:
    """A subject in words. `need`: what its holder must do now; `of_whom`: applicant, assigner; `detail`: small."""

    code: str
    title: str
    url: str
    detail: str = ""
    need: str = ""
    of_whom: str = ""


Describe = Callable[[list[int]], dict[int, Description]]
Matching = Callable[[Sequence[str]], Any]


@dataclass(frozen=True, slots=True)
class Moving:
    """How a room goes along when one of its obligations changes hands, so that both never name different holders.

    `lock(subject_id)` comes before the obligation is locked: the order of the room's own commands. `check` refuses a
    holder who could do nothing with it; `moved` writes the room's rows. Both: (subject_id, unit_id, person_id, at).
    """

    lock: Callable[[int], None]
    check: Callable[[int, int, int | None, datetime], None]
    moved: Callable[[int, int, int | None, datetime], None]


@dataclass(frozen=True, slots=True)
class Extending:
    """A room's own rules of more time. `check(subject_id, at)` refuses an asking; `may_answer(actor, subject_id)` says
    who answers instead of the holder's chief; `asked(subject_id, extension_id, at)` and
    `answered(subject_id, extension_id, granted, at)` let the room's rows and obligations follow.
    """

    check: Callable[[int, datetime], None]
    may_answer: Callable[[Any, int], bool]
    asked: Callable[[int, int, datetime], None]
    answered: Callable[[int, int, bool, datetime], None]


@dataclass(frozen=True, slots=True)
class Ladder:
    """When reminders are sent: so many working days before the due day; the next chief so many after it."""

    before: int
    next_chief_after: int


LADDER = Ladder(before=2, next_chief_after=3)
LadderOf = Callable[[int, datetime], Ladder]


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """`matching(grams)` gives a queryset (or list) of subject ids whose code or name holds the folded words.

    `whole`: events about the obligation go into the chain of the subject it is part of (a step's into its dossier's).
    `bulk`: (label, url name, icon) of acts that the room offers for many at once.
    `inbox`: shown in *Việc của tôi*; False for a whole whose parts stand there (a dossier, whose steps do).
    `ladder(subject_id, at)`: when its reminders are sent, where the room has rules of its own.
    `offer(actor)`: work of the actor's unit that nobody has taken and the actor could; None where there is no unit.
    """

    kind: str
    clock: ClockKind
    label: Any
    icon: str
    describe: Describe
    matching: Matching | None = None
    whole: bool = False
    bulk: tuple[tuple[Any, str, str], ...] = ()
    inbox: bool = True
    moving: Moving | None = None
    offer: "Offering | None" = None
    extending: Extending | None = None
    ladder: LadderOf | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """How much waits to be taken, and the list it is taken from."""

    label: Any
    count: int
    url: str


Offering = Callable[[Any], Offer | None]
_kinds: dict[str, SubjectKind] = {}


def register(
    *,
    kind: str,
    clock: str,
    label: Any,
    icon: str,
    describe: Describe,
    matching: Matching | None = None,
    whole: bool = False,
    bulk: Iterable[tuple[Any, str, str]] = (),
    inbox: bool = True,
    moving: Moving | None = None,
    offer: Offering | None = None,
    extending: Extending | None = None,
) -> None:
    """Add a kind of obligation; called in a room's `ready()`."""
    _kinds[kind] = SubjectKind(
        kind, ClockKind(clock), label, icon, describe, matching, whole, tuple(bulk), inbox, moving, offer,
        extending,
    )  # fmt: skip


def kind_of(kind: str) -> SubjectKind:
    try:
        return _kinds[kind]
    except KeyError:
        raise LookupError(f"no room has registered obligations of kind {kind!r}") from None


def known(kind: str) -> SubjectKind | None:
    """The same; None for a kind whose room is not installed: its obligations are read without the room's ways."""
    return _kinds.get(kind)


def kinds() -> list[SubjectKind]:
    return [_kinds[name] for name in sorted(_kinds)]


def offers(actor: Any) -> list[Offer]:
    """What each room has for this actor to take; one query each."""
    found = [kind.offer(actor) for kind in kinds() if kind.offer is not None]
    return [offer for offer in found if offer is not None and offer.count]


def ladder_of(kind: str, subject_id: int, at: datetime) -> Ladder:
    """The rungs of reminders for one obligation: its room's, else the house's."""
    own = _kinds[kind].ladder if kind in _kinds else None
    return own(subject_id, at) if own is not None else LADDER


def give_ladder(kind: str, ladder: LadderOf) -> None:
    """A room's rules for reminders of a kind that it has registered."""
    _kinds[kind] = replace(kind_of(kind), ladder=ladder)


def describe(pairs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Description]:
    """(kind, subject id) → description; one call per kind. A subject that its room does not name is left out."""
    by_kind: dict[str, list[int]] = {}
    for kind, subject_id in pairs:
        by_kind.setdefault(kind, []).append(subject_id)
    found = {}
    for kind, ids in by_kind.items():
        if kind in _kinds:
            for subject_id, description in _kinds[kind].describe(sorted(set(ids))).items():
                found[kind, subject_id] = description
    return found
