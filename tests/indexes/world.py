"""A province with an office that runs rounds, two bodies that appraise, and units that are scored."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from importlib import resources

from congvu.core.clock import VIETNAM
from congvu.core.loading import LoadReport, Row, rows_of
from congvu.indexes import commands
from congvu.indexes.commands import Days, Entrant
from congvu.indexes.load import Options, load_criteria
from congvu.indexes.models import CriteriaSet, Round, RoundUnit, Score
from congvu.orgs import derived
from congvu.orgs.actor import Actor, actor_for
from congvu.orgs.models import Person, Position, Role, Unit, UnitCode, UnitKind, UnitSpan
from congvu.orgs.models.people import search_of
from congvu.orgs.ranges import days

ALWAYS = days(None)
CLOCK = Actor.clock()
D = Decimal


def moment(text: str) -> datetime:
    """ "2026-01-07 09:00" in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


LOADED_AT = moment("2026-01-02 08:00")

# A small set that has everything: two fields, a rule, a survey, points in steps.
SMALL = [
    {"code": "0", "name_vi": "Chỉ số", "max_score": "20", "level": "total"},
    {"code": "1", "parent_code": "0", "name_vi": "Chỉ đạo, điều hành", "max_score": "8"},
    {"code": "1.1", "parent_code": "1", "name_vi": "Kế hoạch", "max_score": "2", "evidence": "Kế hoạch",
     "rule": json.dumps({"type": "ordinal", "steps": [
         {"code": "timely", "label": "kịp thời", "points": "2"}, {"code": "late", "label": "chậm", "points": "1"},
         {"code": "none", "label": "không", "points": "0"}]})},
    {"code": "1.2", "parent_code": "1", "name_vi": "Nhiệm vụ", "max_score": "6"},
    {"code": "2", "parent_code": "0", "name_vi": "Thủ tục", "max_score": "8"},
    {"code": "2.1", "parent_code": "2", "name_vi": "Trả đúng hạn", "max_score": "5", "rule": json.dumps({
        "type": "bands", "of": "on_time", "when_nothing": "excluded", "bands": [
            {"min": "98", "points": "5"}, {"min": "90", "max": "98", "points": "3"}, {"max": "90", "points": "0"}]})},
    {"code": "2.2", "parent_code": "2", "name_vi": "Công khai", "max_score": "3"},
    {"code": "3", "parent_code": "0", "name_vi": "Khảo sát", "max_score": "4", "source_kind": "survey"},
]  # fmt: skip


def rows(cells: list[dict[str, str]]) -> list[Row]:
    return [Row(line, dict(each)) for line, each in enumerate(cells, start=2)]


def load_set(cells: list[dict[str, str]] = SMALL, code: str = "CCHC", year: str = "2025", **more: object) -> LoadReport:
    return load_criteria(
        rows(cells),
        actor=CLOCK,
        at=LOADED_AT,
        options=Options(set=code, year=year, **more),  # type: ignore[arg-type]
    )


def packaged(name: str) -> list[Row]:
    return rows_of(resources.files("congvu.data").joinpath(f"criteria/{name}").read_bytes(), name=name)


def set_of(code: str = "CCHC") -> CriteriaSet:
    return CriteriaSet.objects.filter(code=code).order_by("-version").first()  # type: ignore[return-value]


@dataclass
class World:
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def actor(self, name: str, at: datetime) -> Actor:
        return actor_for(self.people[name], at=at)

    def unit(self, code: str, kind: str, parent: str | None, name: str = "") -> Unit:
        unit = self.units[code] = Unit.objects.create(code=code, during=ALWAYS)
        UnitCode.objects.create(unit=unit, system="local", code=code, during=ALWAYS)
        UnitSpan.objects.create(
            unit=unit, parent=self.units.get(parent or ""), name=name or code, short_name=name or code,
            kind=UnitKind.objects.get(code=kind), during=ALWAYS,
        )  # fmt: skip
        return unit

    def person(self, username: str, unit: str, role: str) -> None:
        person = self.people[username] = Person.objects.create(
            username=username.lower(), full_name=f"Người {username}", search=search_of(username, username)
        )
        Position.objects.create(person=person, unit=self.units[unit], role=Role.objects.get(code=role), during=ALWAYS)


def build(departments: int = 3, communes: int = 0) -> World:
    """SNV runs the round and appraises; STC appraises field 2. Every unit has an officer and a leader."""
    world = World()
    world.unit("tinh", "tinh", None, "Ủy ban nhân dân tỉnh")
    for code, name in (("SNV", "Sở Nội vụ"), ("STC", "Sở Tài chính"), ("VPUB", "Văn phòng UBND tỉnh")):
        world.unit(code, "so" if code != "VPUB" else "van-phong", "tinh", name)
    for n in range(1, departments + 1):
        world.unit(f"S{n}", "so", "tinh", f"Sở số {n}")
    for n in range(1, communes + 1):
        world.unit(f"X{n}", "xa", "tinh", f"Xã số {n}")
    derived.rebuild()
    world.person("chu_tri", "SNV", "index_officer")
    world.person("chu_tich", "tinh", "vice_chairman")
    for unit in (
        "SNV",
        "STC",
        *(f"S{n}" for n in range(1, departments + 1)),
        *(f"X{n}" for n in range(1, communes + 1)),
    ):
        world.person(f"cv_{unit}", unit, "specialist")
        world.person(f"ld_{unit}", unit, "leader")
    return world


WINDOW = Days(date(2026, 1, 20), date(2026, 2, 10), date(2026, 2, 27))
OPENED = moment("2026-01-05 08:00")


def open_round(world: World, units: list[str], *, code: str = "CCHC", period: str = "2025") -> Round:
    """Planned and opened by SNV; STC appraises field 2, SNV the rest."""
    officer = world.actor("chu_tri", OPENED)
    made = commands.plan_round(
        criteria_set=set_of(code), period=period, name=f"Chỉ số CCHC {period}", actor=officer, at=OPENED
    )
    commands.set_days(code=made.code, days=[WINDOW], actor=officer, at=OPENED)
    entrants = [Entrant(world.units[unit].pk, "departments" if unit[0] == "S" else "communes") for unit in units]
    commands.add_units(code=made.code, entrants=entrants, actor=officer, at=OPENED)
    for body, criteria in (("SNV", ["1"]), ("STC", ["2"])):
        commands.assign_appraiser(
            code=made.code, body_id=world.units[body].pk, criteria=criteria, actor=officer, at=OPENED
        )
    return commands.open_round(code=made.code, actor=officer, at=OPENED)


def row_of(found: Round, unit: str) -> RoundUnit:
    return RoundUnit.objects.get(round=found, unit__code=unit)


def score_of(found: Round, unit: str, criterion: str) -> Score:
    return row_of(found, unit).present.select_related("criterion").get(criterion__code=criterion)


def self_score(world: World, found: Round, unit: str, criterion: str, **given: object) -> Score:
    """As the unit's specialist, with an explanation in place of evidence unless told."""
    at = moment("2026-01-12 09:00")
    given = {"explanation": "theo báo cáo", **given}
    return commands.self_score(
        score_id=score_of(found, unit, criterion).pk, revision=score_of(found, unit, criterion).revision,
        actor=world.actor(f"cv_{unit}", at), at=at, **given,  # type: ignore[arg-type]
    )  # fmt: skip


def score_whole_unit(world: World, found: Round, unit: str, points: tuple[str, str] = ("4", "2")) -> None:
    """Plan timely (2), tasks and publicity as given, on time 195 of 200 (97,5 % → 3)."""
    self_score(world, found, unit, "1.1", answer={"step": "timely"})
    self_score(world, found, unit, "1.2", points=D(points[0]))
    self_score(world, found, unit, "2.1", answer={"on_time": {"numerator": "195", "denominator": "200"}})
    self_score(world, found, unit, "2.2", points=D(points[1]))
    at = moment("2026-01-15 09:00")
    commands.approve_self_score(
        round_unit_id=row_of(found, unit).pk, actor=world.actor(f"ld_{unit}", at), at=at
    )  # fmt: skip


def appraise_whole_unit(world: World, found: Round, unit: str, changes: dict[str, str] | None = None) -> None:
    """Both bodies recognise what was claimed, apart from `changes`, and hand over; the survey gives 3 of 4."""
    at = moment("2026-02-02 09:00")
    row = row_of(found, unit)
    for score in row.present.select_related("criterion").order_by("criterion__position"):
        if score.appraiser_id is None:
            commands.enter_points(
                score_id=score.pk, points=D(3), source="Báo cáo khảo sát", sample=120, revision=score.revision,
                actor=world.actor("chu_tri", at), at=at,
            )  # fmt: skip
            continue
        given = (changes or {}).get(score.criterion.code)
        commands.appraise(
            score_id=score.pk, points=D(given) if given else score.self_points or D(0),
            reason="thiếu căn cứ" if given else "", revision=score.revision,
            actor=appraiser(world, score, at), at=at,
        )  # fmt: skip
    bodies = sorted(set(row.present.exclude(appraiser=None).order_by().values_list("appraiser", flat=True)))
    for body in bodies:
        commands.hand_over(round_unit_id=row.pk, body_id=body, actor=_of_body(world, body, at), at=at)


def appraiser(world: World, score: Score, at: datetime) -> Actor:
    return _of_body(world, score.appraiser_id or 0, at)


def _of_body(world: World, body: int, at: datetime) -> Actor:
    code = next(code for code, unit in world.units.items() if unit.pk == body)
    return world.actor(f"cv_{code}", at)
