"""What a unit has set for its tasks is seen by whoever gives tasks in its name: there, or in the office of it."""

from congvu.orgs.models import UnitCode
from congvu.tasks.models import Template
from tests.invariants import oracle
from tests.invariants.oracle import ANY, Fact
from tests.invariants.subject import Detail, Subject
from tests.invariants.subjects.tasks import bodies
from tests.invariants.world import World

ASSIGN = "tasks.assign"


def make(world: World) -> list[Fact]:
    """One template of every unit there is, was or will be."""
    for unit in world.units:
        Template.objects.create(name="Mẫu", unit_id=unit, content="Kín")
    return [Fact(str(unit), ((unit, ANY, None),)) for unit in world.units]


def sees(world: World, reader: int, fact: Fact) -> bool:
    unit = fact.places[0][0]
    return oracle.may_see(world, reader, ASSIGN, fact) or unit in bodies(world, reader)


def by_code(unit: str, world: World) -> str:
    code = UnitCode.objects.filter(unit_id=int(unit)).order_by("id").values_list("code", flat=True)[0]
    return f"/api/v1/task-settings/local:{code}"


SUBJECT = Subject(
    name="task settings",
    permission=ASSIGN,
    make=make,
    sees=sees,
    details=(
        Detail(
            "congvu.tasks.views.settings.settings_of_unit", lambda unit, world: f"/nhiem-vu/thiet-lap/{unit}/",
            "permission",
        ),
        Detail("congvu.tasks.api.settings.read_task_settings", by_code, "permission"),
    ),
)  # fmt: skip
