"""Two years of dossiers as rows for COPY: drawn from one seed, their due dates from the clock of the house."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from congvu.cli.province.ground import Commune, name_of
from congvu.core.clock import STEP_RULE, Allowance, Due, WorkCalendar, due, parse_allowance, start_of
from congvu.core.text import search_grams

STEPS = (
    ("receive", "Tiếp nhận", "receiving"),
    ("examine", "Thẩm định", "specialist"),
    ("sign", "Phê duyệt", "signing_leader"),
)
HOLDERS = {"receiving": "receiving_officer", "specialist": "specialist", "signing_leader": "leader"}
SHARES = ((0.0, 0.1), (0.1, 0.85), (0.85, 1.0))
OPEN_DOSSIERS = 0.032  # each has two open obligations of four: 1.6 % of all
OBLIGATIONS_EACH = 1 + len(STEPS)
DAYS = 500
FULL_DESK = 60  # one specialist of the first commune has a full page in every size


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure on offer: its version, category and limit."""

    version_id: int
    category_id: int
    name: str
    limit: str
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one dossier, in the order of COLUMNS."""

    dossier: tuple[Any, ...]
    applicant: tuple[Any, ...]
    steps: list[tuple[Any, ...]]
    obligations: list[tuple[Any, ...]]
    parts: list[tuple[Any, ...]]


COLUMNS = {
    "dossier": (
        "id", "code", "version_id", "category_id", "channel", "state", "summary", "submitted_unit_id",
        "received_unit_id", "competent_unit_id", "submitted_at", "accepted_at", "received_by_competent_at",
        "accepted_by_id", '"limit"', "promised_at", "promised_why", "fee", "sets", "delivery", "receipt_secret",
        "obligation_id", "finished_at", "returned_at", "from_older_system", "digest", "grams",
    ),
    "dossier_applicant": (
        "dossier_id", "kind", "name", "address", "email", "identifier", "identifier_index", "identifier_mask", "phone",
        "phone_index", "phone_mask",
    ),
    "dossier_step": (
        "id", "dossier_id", "number", "step", "name", "role", "branch", "arrived", "waits_for", "unit_id", "person_id",
        "opened_at", "claimed_at", "closed_at", "closed_by_id", "verb", "note", "obligation_id",
    ),
    "obligation": (
        "id", "kind", "subject_kind", "subject_id", "unit_id", "person_id", "category_id", "channel", "opened_at",
        "clock_from_at", "clock", "allowance", "allowance_unit", "waiting", "calendar_id", "calendar_version", "due_at",
        "late_at", "provisional", "paused", "pause_cause", "since_at", "first", "closed_at", "outcome", "part_of_id",
        "system_minutes",
    ),
    "part": ("subject_kind", "subject_id", "unit_id", "person_id", "category_id", "role", "since_at"),
}  # fmt: skip


@dataclass(slots=True)
class Drawer:
    """Draws dossiers 1, 2, 3, …; the same ones in every run."""

    communes: list[Commune]
    offers: list[Offer]
    calendar: WorkCalendar
    calendar_id: int
    calendar_version: int
    until: date
    chance: random.Random

    def dossiers(self, number: int) -> Iterator[Rows]:
        working = [day for day in self._days() if self.calendar.is_working(day)]
        legal: dict[tuple[date, str], Due] = {}
        full_desk = FULL_DESK
        for dossier in range(1, number + 1):
            is_open = self.chance.random() < OPEN_DOSSIERS
            day = working[-1 - int(self.chance.triangular(0, 14, 2))] if is_open else self.chance.choice(working[:-15])
            offer = self.chance.choice(self.offers)
            accepted = start_of(day) + timedelta(minutes=450 + self.chance.randrange(200))
            promise = legal.get((day, offer.limit))
            if promise is None:
                promise = legal[day, offer.limit] = due(accepted, offer.allowance, self.calendar)
            commune, holder = self.chance.choice(self.communes), None
            if is_open and full_desk:
                full_desk -= 1
                commune, holder = self.communes[0], self.communes[0].staff["specialist"][0]
            yield self._dossier(dossier, commune, offer, accepted, promise, is_open=is_open, holder=holder)

    def _days(self) -> list[date]:
        return [self.until - timedelta(days=back) for back in range(DAYS, 0, -1)]

    def _dossier(
        self, number: int, commune: Commune, offer: Offer, accepted: datetime, promise: Due, *, is_open: bool,
        holder: int | None,
    ) -> Rows:  # fmt: skip
        assert promise.due_at is not None
        term = promise.due_at - accepted
        closed = None if is_open else accepted + term * self.chance.triangular(0.2, 1.06, 0.7)
        unit, channel = commune.unit_id, self.chance.choice(("direct", "direct", "online"))
        code = f"MH{commune.code}-{accepted:%y%m%d}-{number:08}"
        name = name_of(number)
        legal_id = (number - 1) * OBLIGATIONS_EACH + 1
        staff = commune.staff
        dossier = (
            number, code, offer.version_id, offer.category_id, channel, "returned" if closed else "in_progress", "",
            unit, unit, unit, accepted, accepted, accepted, staff["receiving_officer"][0], offer.limit, promise.due_at,
            "", "", 1, "direct", f"{number:08}", legal_id, closed, closed, True, "",
            [*search_grams(code), *_grams(name), *_grams(offer.name)],
        )  # fmt: skip
        applicant = (number, "person", name, "", "", "", "", "", "", "", "")
        common = (offer.category_id, channel)
        obligations = [
            self._obligation(
                legal_id, "dossier", number, unit, None, common, accepted, offer.allowance, promise, closed, None
            )
        ]
        steps: list[tuple[Any, ...]] = []
        now_at = 1 if is_open else len(STEPS)
        span = (closed or promise.due_at) - accepted
        for position, (step, title, role) in enumerate(STEPS[: now_at + 1]):
            begun, ended = accepted + span * SHARES[position][0], accepted + span * SHARES[position][1]
            finished = None if is_open and position == now_at else ended
            person = self.chance.choice(staff[HOLDERS[role]])
            if holder is not None and finished is None:
                person = holder
            step_id, item = number * 4 + position, legal_id + 1 + position
            allowance = _STEP_ALLOWANCES[position]
            answer = due(begun, allowance, self.calendar, rule=STEP_RULE)
            obligations.append(
                self._obligation(
                    item, "dossier_step", step_id, unit, person, common, begun, allowance, answer, finished, legal_id
                )
            )
            steps.append((
                step_id, number, position + 1, step, title, role, [], False, "", unit, person, begun, begun, finished,
                person if finished else None, "complete" if finished else "", "", item,
            ))  # fmt: skip
        parts = [("dossier", number, unit, None, offer.category_id, "received", accepted)]
        return Rows(dossier, applicant, steps, obligations, parts)

    def _obligation(
        self, item: int, kind: str, subject: int, unit: int, person: int | None, common: tuple[int, str],
        opened: datetime, allowance: Allowance, answer: Due, closed: datetime | None, part_of: int | None,
    ) -> tuple[Any, ...]:  # fmt: skip
        return (
            item, kind, kind, subject, unit, person, *common, opened, answer.clock_from_at,
            "legal" if part_of is None else "step", allowance.amount, allowance.unit.value, "pauses", self.calendar_id,
            self.calendar_version, answer.due_at, answer.late_at, answer.provisional, False, "", opened, True, closed,
            "done" if closed else "", part_of, 0,
        )  # fmt: skip


@cache
def _grams(text: str) -> tuple[str, ...]:
    return tuple(search_grams(text))


_STEP_ALLOWANCES = tuple(parse_allowance(text) for text in ("4 giờ làm việc", "3 ngày làm việc", "1 ngày làm việc"))
