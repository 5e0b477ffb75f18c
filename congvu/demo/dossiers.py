"""Dossiers of the demonstration: two years that are done (loaded), and those under way (walked by the commands)."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from congvu.catalog.models import ProcedureVersion
from congvu.catalog.processes import process_value
from congvu.core.clock import VIETNAM, AllowanceUnit, WorkCalendar, add_minutes, local, next_opening, parse_allowance
from congvu.core.loading import Row
from congvu.core.process import Role
from congvu.demo import history, people, routes, units
from congvu.dossiers import commands, desks
from congvu.dossiers.commands.receive import slots_of
from congvu.dossiers.intake import ApplicantFacts, Checked, PaperCheck, WayIn
from congvu.dossiers.models import Dossier, State, StepRun
from congvu.orgs.actor import Actor, actor_for
from congvu.orgs.calendars.selectors import official
from congvu.orgs.models import Person, Position, UnitCode

HISTORY, UNDER_WAY = 2800, 140
BEN_LUC = "27991"
# procedure → how often people ask for it, relative to each other
ASKED_FOR = {
    "1.001193": 16, "1.000656": 5, "1.000894": 6, "1.004873": 8, "1.004884": 2, "1.004194": 7, "1.004222": 9,
    "1.010041": 6, "2.000720": 3, "1.001266": 2, "1.001570": 2, "1.013225": 3, "1.013227": 1, "1.011607": 2,
    "1.012784": 6, "1.012790": 4, "1.012783": 4, "1.013988": 4, "1.013995": 2, "1.011441": 5, "1.012766": 1,
}  # fmt: skip
LAND = ("1.012784", "1.012790", "1.012783", "1.013988", "1.013995", "1.012766")


def load_history(now: datetime) -> None:
    from congvu.dossiers.load import load_dossiers

    calendar = official().calendar
    today = local(now).date()
    offers = [
        history.Offer(code, parse_allowance(limit), ASKED_FOR[code]) for code, limit in _limits(today).items() if limit
    ]
    made = history.rows(
        offers=offers,
        places=_places(),
        calendar=calendar,
        since=today - timedelta(days=730),
        until=today,
        count=HISTORY,
    )
    report = load_dossiers([Row(line, row) for line, row in enumerate(made, start=2)], actor=Actor.clock(), at=now)
    if report.errors:
        raise RuntimeError(f"dossiers: {report.errors[0]}")


def walk(now: datetime) -> None:
    """Dossiers received in the last four weeks, each as far as it would be by now."""
    routes.set_up()
    chance = random.Random(260701)
    names = [username for username, *_ in people.ACCOUNTS]
    accounts = frozenset(Person.objects.filter(username__in=names).values_list("id", flat=True))
    walker = Walker(
        now=now, calendar=official().calendar, chance=chance, limits=_limits(local(now).date()), accounts=accounts
    )
    codes = list(UnitCode.objects.filter(system="gso-2025").exclude(code="80").order_by("code"))
    communes = [code.code for code in codes]
    for _number in range(UNDER_WAY):
        commune = BEN_LUC if chance.random() < 0.45 else chance.choice(communes[::6])
        walker.walk(commune)


@dataclass(slots=True)
class Walker:
    now: datetime
    calendar: WorkCalendar
    chance: random.Random
    limits: dict[str, str]
    accounts: frozenset[int]
    named: str = ""

    def walk(self, commune: str) -> None:
        """One dossier from the counter to where it would be now. Its pace, and whether it is stuck, are drawn."""
        codes = [code for code in self.limits if code not in LAND] if self.chance.random() < 0.5 else list(LAND)
        procedure = self.chance.choices(codes, [ASKED_FOR[code] for code in codes])[0]
        moment = self._received()
        if moment >= self.now:
            return
        dossier = self._receive(commune, procedure, moment)
        pace = self.chance.triangular(0.3, 1.5, 0.7)
        supplement = self.chance.random() < 0.08
        while dossier.state not in {State.RETURNED, State.WAITING_DUTY, State.WAITING_OUTSIDE}:
            run = dossier.runs.filter(closed_at=None).order_by("number").first()
            if run is None:
                return
            moment = add_minutes(moment, max(10, int(pace * self._minutes(dossier, run))), self.calendar)
            person = self._person(run, self.now)
            if person is None:
                return
            if moment >= self.now or self.chance.random() < 0.03:
                if self.chance.random() < 0.7:  # taken up, not done yet
                    commands.claim(code=dossier.code, actor=person, at=self._soon(run.opened_at))
                return
            if supplement and run.role == Role.SPECIALIST:
                self._ask_for_more(dossier, person, moment)
                return
            dossier = self._onward(dossier, run.role, person, moment)

    def _soon(self, opened_at: datetime) -> datetime:
        return min(self.now, add_minutes(opened_at, self.chance.randrange(10, 90), self.calendar))

    def _received(self) -> datetime:
        day = local(self.now).date() - timedelta(days=int(self.chance.triangular(0, 27, 3)))
        moment = datetime.combine(day, time(7, 30), VIETNAM)
        return next_opening(moment + timedelta(minutes=self.chance.choice(history.MINUTES_OF_INTAKE)), self.calendar)

    def _receive(self, commune: str, procedure: str, moment: datetime) -> Dossier:
        version = ProcedureVersion.objects.filter(procedure__code=procedure).order_by("-id").first()
        assert version is not None
        desk = f"X{commune}.PVHCC"
        officer = self._seated(desk, "receiving_officer", moment)
        checks = [PaperCheck(slot.position, Checked.HANDED_IN) for slot in slots_of(version)]
        return commands.receive(
            procedure=procedure, applicant=self._applicant(), papers=checks,
            way=WayIn(channel=self.chance.choice(("direct", "direct", "online"))), actor=officer, at=moment,
        )  # fmt: skip

    def _onward(self, dossier: Dossier, role: str, person: Actor, moment: datetime) -> Dossier:
        commands.claim(code=dossier.code, actor=person, at=moment)
        if role == Role.RETURNING:
            return commands.return_result(code=dossier.code, receiver=self.named, actor=person, at=moment)
        return commands.complete_step(code=dossier.code, actor=person, at=moment)

    def _ask_for_more(self, dossier: Dossier, person: Actor, moment: datetime) -> None:
        commands.claim(code=dossier.code, actor=person, at=moment)
        commands.request_supplement(code=dossier.code, missing=self.chance.choice(MISSING), actor=person, at=moment)

    def _applicant(self) -> ApplicantFacts:
        self.named = people.name(self.chance)
        born = self.chance.randrange(60, 100)
        return ApplicantFacts(
            name=self.named,
            identifier=f"080{self.chance.randrange(2)}{born:02}{self.chance.randrange(10**6):06}",
            phone=f"0912{self.chance.randrange(10**6):06}",
            address=f"ấp {self.chance.randrange(1, 9)}",
        )

    def _minutes(self, dossier: Dossier, run: StepRun) -> int:
        """Working minutes the step is allowed; some hours where the table gives none."""
        allowance = None
        if dossier.process is not None:
            time_allowed = process_value(dossier.process).step(run.step).allowance
            allowance = time_allowed.allowance if time_allowed else None
        if allowance is None:
            return self.chance.choice((40, 120, 300))
        return int(allowance.amount * (60 if allowance.unit is AllowanceUnit.WORKING_HOURS else 480))

    def _person(self, run: StepRun, moment: datetime) -> Actor | None:
        """Who does it: who has it already, else an account of the demonstration, else whoever can."""
        if run.person_id:
            return actor_for(Person.objects.get(pk=run.person_id), run.unit_id, at=moment)
        able = desks.people_for(Role(run.role), run.unit_id, local(moment).date(), category_id=run.dossier.category_id)
        if not able:
            return None
        known = [each for each in able if each.id in self.accounts]
        chosen = known[0] if known else self.chance.choice(able)
        return actor_for(Person.objects.get(pk=chosen.id), run.unit_id, at=moment)

    def _seated(self, unit: str, role: str, moment: datetime) -> Actor:
        positions = Position.objects.filter(role__code=role, unit__code=unit).order_by("id").select_related("person")
        position = positions[0]
        return actor_for(position.person, position.unit_id, at=moment)


MISSING = (
    "Bản vẽ chưa ghi kích thước cạnh giáp đường; đề nghị gửi bản vẽ mới.",
    "Thiếu chữ ký của người được ủy quyền ở trang 2 tờ đơn; đề nghị ký bổ sung.",
    "Bản sao giấy chứng nhận bị mờ, không đọc được số vào sổ; đề nghị nộp bản rõ hơn.",
)


def _limits(today: date) -> dict[str, str]:
    """Procedure → its limit as text, of those asked for that have one."""
    rows = ProcedureVersion.objects.filter(procedure__code__in=ASKED_FOR).order_by("id").select_related("procedure")
    return {row.procedure.code: row.limit for row in rows if row.limit}


def _places() -> list[history.Place]:
    """Old communes until the merger, new ones since; a third of the new ones, Bến Lức above all."""
    old = UnitCode.objects.filter(system="gso", during__endswith=history.REORGANISED_ON).order_by("code")
    agencies = units.agency_codes()
    places = [
        history.Place(f"gso:{code.code}", f"H53.{code.code}", 1, date.min, history.REORGANISED_ON)
        for code in list(old)[30::5]
        if len(code.code) == 5
    ]
    for number, (unit, agency) in enumerate(sorted(agencies.items())):
        if unit == "gso-2025:80" or (number % 2 and not unit.endswith(BEN_LUC)):
            continue
        weight = 12 if unit.endswith(BEN_LUC) else 1 + number % 5
        places.append(history.Place(unit, agency, weight, history.REORGANISED_ON, date.max))
    return places
