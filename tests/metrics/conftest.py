"""Units made by their commands; lives of matters written by the kernel; a made-up room's figures."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from congvu.core.clock import VIETNAM
from congvu.metrics import facts as sources
from congvu.metrics import registry
from congvu.metrics.facts import Table
from congvu.metrics.questions import By
from congvu.obligations import calendars, kernel, subjects
from congvu.obligations.calendars import Dated
from congvu.obligations.facts import ObligationFacts
from congvu.obligations.subjects import Description
from congvu.orgs import permissions
from congvu.orgs.actor import Actor
from congvu.orgs.commands import units as commands
from congvu.orgs.models import Category, Unit
from tests.metrics.lives import Life, State, late_at
from tests.obligations.conftest import official_calendar

NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
PAPER = "Nghị quyết 202/2025/QH15"
CLOCK = Actor.clock()


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield


@pytest.fixture(autouse=True)
def _one_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    """The figures read due dates as they stand; where they come from does not matter here."""
    monkeypatch.setattr(calendars, "of_unit", lambda unit_id, on: Dated(1, 1, official_calendar()))
    monkeypatch.setattr(calendars, "of_version", lambda calendar, version: official_calendar())


def describe(ids: list[int]) -> dict[int, Description]:
    return {i: Description(f"V-{i:04}", f"=Việc thử số {i}", f"/thu/{i}/") for i in ids}


@pytest.fixture(autouse=True)
def probe(monkeypatch: pytest.MonkeyPatch) -> ObligationFacts:
    """A made-up room: kind `probe`, seen by whoever has `probe.see`."""
    monkeypatch.setattr(subjects, "_kinds", dict(subjects._kinds))
    subjects.register(kind="probe", clock="legal", label="Việc thử", icon="list-check", describe=describe)
    monkeypatch.setattr(permissions, "_registered", dict(permissions._registered))
    permissions.register("probe.see", "Xem việc thử", "probe")
    for name in ("FACTS", "TABLES"):
        monkeypatch.setattr(sources, name, dict(getattr(sources, name)))
    monkeypatch.setattr(registry, "FACTS", sources.FACTS)
    monkeypatch.setattr(registry, "_METRICS", dict(registry._METRICS))
    made = ObligationFacts("probe", "probe", "Việc thử", "Probes", "probe.see", tuple(By))
    sources.register(made)
    registry.metric(
        code="probes_on_time_rate",
        name_vi="Tỷ lệ việc thử xong đúng hạn",
        name_en="Probes done on time",
        facts="probe",
        unit_of_measure="%",
        numerator=("done_early", "done_on_time"),
        denominator=("done",),
        when_nothing=registry.WhenNothing.EXCLUDED,
        source="Điều 1 Quy chế thử",
    )
    registry.metric(
        code="probes_open_overdue",
        name_vi="Việc thử quá hạn",
        name_en="Probes overdue",
        facts="probe",
        unit_of_measure="việc",
        numerator=("open_overdue",),
        source="Điều 2 Quy chế thử",
    )
    cells = ("total", "opened", "carried_over", "reopened", "done", "open", "moved")
    sources.register_table(Table("probes", "probe", cells, ("probes_on_time_rate",)))
    return made


def make_unit(code: str, parent: Unit | None = None, *, kind: str = "so") -> Unit:
    new = commands.NewUnit(code=code, name=f"Đơn vị {code}", kind=kind, parent_id=parent.pk if parent else None)
    return commands.create_unit(new=new, on=None, document=PAPER, actor=CLOCK, at=NOW)


@pytest.fixture
def office(db: None) -> dict[str, Unit]:
    """tinh > (so > phong, xa1, xa2)."""
    tinh = make_unit("tinh", kind="tinh")
    so = make_unit("so", tinh)
    units = {"tinh": tinh, "so": so, "phong": make_unit("phong", so, kind="phong")}
    return {**units, "xa1": make_unit("xa1", tinh, kind="xa"), "xa2": make_unit("xa2", tinh, kind="xa")}


@pytest.fixture
def procedures(db: None) -> list[Category]:
    """Two procedures of the field Đất đai, one of no field."""
    land = Category.objects.create(kind="field", code="DD", name="Đất đai")
    made = [("1.01", land), ("1.02", land), ("1.03", None)]
    return [Category.objects.create(kind="procedure", code=c, name=f"Thủ tục {c}", parent=p) for c, p in made]


_CAUSES = {"move": "moved", "extend": "extended", "pause": "paused", "resume": "resumed", "reopen": "reopened"}


def live(life: Life, kind: str = "probe") -> int:
    """Write a life act by act through the kernel, as rooms do; the id of its item."""
    opened_at, _verb, (unit, due) = life.acts[0]
    about = {"kind": kind, "subject_kind": kind, "subject_id": life.number}
    item = kernel.open_obligation(**about, unit_id=unit, category_id=life.category, channel=life.channel, at=opened_at)
    kernel.replace(item, cause="corrected", at=opened_at, due_at=due, late_at=late_at(due))
    state = State(unit, opened_at, due)
    for act in life.acts[1:]:
        at, verb, argument = act
        if verb == "close":
            kernel.close_obligation(**about, outcome=argument, at=at)
        else:
            after = state.after(act)
            changes = {"unit_id": after.unit, "due_at": after.due_at, "late_at": late_at(after.due_at)}
            kernel.replace(item, cause=_CAUSES[verb], at=at, paused=after.paused, closed_at=None, outcome="", **changes)
        state = state.after(act)
    return item


def day(text: str, hour: int = 9) -> datetime:
    return datetime.combine(date.fromisoformat(text), datetime.min.time(), VIETNAM).replace(hour=hour)
