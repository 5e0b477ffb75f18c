"""Random lives of matters, told as acts; and an oracle that replays the acts, sharing nothing with the SQL.

An act is (moment, verb, argument). Verbs: open, move, extend, pause, resume, close, reopen.
"""

import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from congvu.core.clock.moments import VIETNAM
from congvu.core.periods import Period
from congvu.core.timeliness import Clocked, Status, status_at

Act = tuple[datetime, str, Any]
CHANNELS = ("direct", "online", "post")
_ROUGH = timedelta(hours=9, minutes=7)


@dataclass(frozen=True)
class Life:
    """One matter: what it is about, and all that was done with it, in order of time."""

    number: int
    category: int | None
    channel: str
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class State:
    unit: int
    opened_at: datetime
    due_at: datetime | None
    paused: bool = False
    closed_at: datetime | None = None
    outcome: str = ""

    def after(self, act: Act) -> "State":
        at, verb, argument = act
        if verb == "move":
            return replace(self, unit=argument)
        if verb == "pause":
            return replace(self, paused=True, due_at=None)
        if verb in ("resume", "extend"):
            return replace(self, paused=False, due_at=argument)
        if verb == "close":
            return replace(self, closed_at=at, outcome=argument, paused=False)
        assert verb == "reopen"
        return replace(self, closed_at=None, outcome="", due_at=argument)


def late_at(due_at: datetime | None) -> datetime | None:
    """24:00 of the day due, as deadlines in days have it."""
    if due_at is None:
        return None
    return due_at.astimezone(VIETNAM).replace(hour=23, minute=59, second=59, microsecond=999999)


@dataclass
class Replay:
    """What the acts of a life had made of it by a moment; None before it began."""

    life: Life
    by: datetime
    state: State | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        for act in self.life.acts:
            if act[0] > self.by:
                break
            if act[1] == "open":
                unit, due = act[2]
                self.state = State(unit, act[0], due)
            else:
                assert self.state is not None
                self.state = self.state.after(act)

    @property
    def status(self) -> Status:
        if self.state is None:
            return Status.NOT_YET
        s = self.state
        return status_at(Clocked(s.opened_at, s.due_at, late_at(s.due_at), s.paused, s.closed_at), self.by)


def midnight_before(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM) - timedelta(microseconds=1)


def counted(lives: list[Life], period: Period, as_of: date) -> list[tuple[str, str, int, Life]]:
    """(side, what, unit, life): how each life enters the period, and how it stands at the end of the as-of day."""
    before, seen = midnight_before(period.first_on), midnight_before(as_of + timedelta(days=1))
    last = min(midnight_before(period.until_on), seen)
    found = []
    for life in lives:
        came = _came(life, before, last)
        if came is None:
            continue
        then = Replay(life, seen)
        assert then.state is not None
        found.append(("came", *came, life))
        found.append(("stands", then.status.value, then.state.unit, life))
    return found


def _came(life: Life, before: datetime, last: datetime) -> tuple[str, int] | None:
    opened_at, _verb, (unit, _due) = life.acts[0]
    if before < opened_at <= last:
        return "opened", unit
    earlier = Replay(life, before).state
    if earlier is None:
        return None
    if earlier.closed_at is None:
        return "carried_over", earlier.unit
    for at, verb, _argument in life.acts:
        if verb == "reopen" and before < at <= last:
            again = Replay(life, at).state
            assert again is not None
            return "reopened", again.unit
    return None


def make_lives(seed: int, count: int, units: list[int], categories: list[int | None], around: date) -> list[Life]:
    """Lives over some four months around a day; some acts fall exactly on midnight."""
    chance = random.Random(seed)
    return [_life(chance, number, units, categories, around) for number in range(1, count + 1)]


def _life(chance: random.Random, number: int, units: list[int], categories: list[int | None], around: date) -> Life:
    at = _moment(chance, around + timedelta(days=chance.randint(-70, 40)))
    due = _due(chance, at)
    acts: list[Act] = [(at, "open", (chance.choice(units), due))]
    open_, paused = True, False
    for _ in range(chance.randint(0, 6)):
        at = _moment(chance, at.astimezone(VIETNAM).date() + timedelta(days=chance.randint(0, 25)), after=at)
        verb = _verb(chance, open_=open_, paused=paused)
        argument: Any = None
        if verb == "move":
            argument = chance.choice(units)
        elif verb in ("resume", "extend", "reopen"):
            argument = due = _due(chance, at)
        elif verb == "close":
            argument = chance.choice(("returned", "withdrawn"))
            on_the_day = due is not None and not paused and chance.random() < 0.4
            at = max(at, due) if on_the_day and due is not None else at
        open_ = verb != "close" if verb in ("close", "reopen") else open_
        paused = verb == "pause" if verb in ("pause", "resume", "close") else paused
        acts.append((at, verb, argument))
    return Life(number, chance.choice(categories), chance.choice(CHANNELS), tuple(acts))


def _verb(chance: random.Random, *, open_: bool, paused: bool) -> str:
    if not open_:
        return "reopen"
    return chance.choice(("resume", "move", "close") if paused else ("move", "extend", "pause", "close", "close"))


def _due(chance: random.Random, at: datetime) -> datetime | None:
    if chance.random() < 0.15:
        return None
    day = at.astimezone(VIETNAM).date() + timedelta(days=chance.randint(0, 30))
    return datetime(day.year, day.month, day.day, 17, tzinfo=VIETNAM)


def _moment(chance: random.Random, day: date, after: datetime | None = None) -> datetime:
    midnight = datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
    at = midnight if chance.random() < 0.2 else midnight + timedelta(seconds=chance.randint(1, 86399))
    return at if after is None or at > after else after + _ROUGH
