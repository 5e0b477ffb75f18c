"""Parts of a matter page: head with its one primary action, steps, facts, papers, timeline."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from congvu.faces import words
from congvu.faces.parts.deadline import Deadline
from congvu.faces.words import Words

Tone = Literal["", "primary", "ok", "no", "wait", "system"]


@dataclass(frozen=True, slots=True)
class StatusBadge:
    """A state in words. Colour only repeats what the words say: ok = good, no = lacking, wait = waits for someone."""

    label: Words
    tone: Tone = ""
    icon: str = ""

    @property
    def css(self) -> str:
        return {"": "", "primary": "tag-p", "ok": "tag-ok", "no": "tag-no", "wait": "tag-w", "system": "tag-sys"}[
            self.tone
        ]


@dataclass(frozen=True, slots=True)
class Confirm:
    """One question before an act that is hard to undo. Shown as a dialog, or as a page where scripts do not run."""

    question: Words
    title: Words = ""
    yes: Words = ""
    danger: bool = True


@dataclass(frozen=True, slots=True)
class Action:
    """Something the reader may do. `method` "post" makes a form with one button, "get" a link.

    `target` instead of a URL opens the dialog or the part of the page with this id. `key` is the key that does it."""

    label: Words
    url: str = ""
    icon: str = ""
    method: Literal["get", "post"] = "get"
    target: str = ""
    confirm: Confirm | None = None
    key: str = ""
    why_not: Words = ""
    """Set when the reader sees the action but may not do it now: shown instead of a dead button."""


@dataclass(frozen=True, slots=True)
class Crumb:
    label: Words
    url: str = ""


@dataclass(frozen=True, slots=True)
class MatterHead:
    """Title line of a matter: what, code, state; the promised date; **one** primary action, the rest behind “…”."""

    title: Words
    code: str
    status: StatusBadge | None = None
    crumbs: tuple[Crumb, ...] = ()
    meta: tuple[Words, ...] = ()
    due_label: Words = ""
    deadline: Deadline | None = None
    primary: Action | None = None
    others: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way. `lines`: when, who, how long; at most two."""

    name: Words
    state: Literal["done", "now", "next"]
    lines: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Steps:
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with its name. `wide` takes two columns. `link_label` is a second, small link (“Hiện, có ghi lại”)."""

    label: Words
    value: Words
    url: str = ""
    wide: bool = False
    figures: bool = False
    link_label: Words = ""
    link_url: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts without a value are left out, so a room may list all it knows."""

    facts: tuple[Fact, ...]
    narrow: bool = False

    @property
    def shown(self) -> list[Fact]:
        return [fact for fact in self.facts if fact.value not in ("", None)]


@dataclass(frozen=True, slots=True)
class Paper:
    name: Words
    url: str = ""
    badge: StatusBadge | None = None
    note: Words = ""
    icon: str = "file-text"


@dataclass(frozen=True, slots=True)
class Papers:
    papers: tuple[Paper, ...]
    empty: Words = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened. tone: "now" the present holder, "pause" the clock stood still, "system" lost time."""

    text: Words
    at: datetime | None = None
    who: Words = ""
    note: Words = ""
    icon: str = "check"
    tone: Literal["", "now", "pause", "system"] = ""
    quote: Words = ""
    url: str = ""

    @property
    def css(self) -> str:
        return {"": "", "now": "p", "pause": "pa", "system": "sy"}[self.tone]

    @property
    def when(self) -> str:
        parts = [words.moment_short(self.at) if self.at else "", str(self.who), str(self.note)]
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Newest first."""

    entries: tuple[TimelineEntry, ...]
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class Tip:
    """What happened and what to do, beside the work. tone: "" to know, "wait" to mind, "system" a system's fault."""

    text: Words
    title: Words = ""
    tone: Literal["", "wait", "system"] = ""
    url: str = ""
    link_label: Words = ""

    @property
    def css(self) -> str:
        return {"": "", "wait": "w", "system": "sys"}[self.tone]

    @property
    def icon(self) -> str:
        return {"": "info-circle", "wait": "alert-triangle", "system": "cloud-off"}[self.tone]


@dataclass(frozen=True, slots=True)
class EmptyState:
    """Teaches: what will appear here, how it comes here, one action."""

    what: Words
    how: Words = ""
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A long job. The part asks `url` again every two seconds until `finished`; the page may be left meanwhile."""

    label: Words
    done: int
    total: int | None
    url: str
    finished: bool = False
    failed: Words = ""
    detail: Words = ""
    result_url: str = ""
    result_label: Words = ""

    @property
    def share(self) -> int:
        return 100 if self.finished else 0 if not self.total else min(100, self.done * 100 // self.total)

    @property
    def of(self) -> str:
        return words.fraction(self.done, self.total) if self.total else words.number(self.done)

    @property
    def runs(self) -> bool:
        return not self.finished and not self.failed
