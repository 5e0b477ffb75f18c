"""Programmes: seen by who sees programmes in a unit that has a part in them."""

from congvu.obligations.models import Part
from congvu.orgs.actor import Actor
from congvu.tasks.programmes.models import Programme
from congvu.tasks.programmes.samplers import _CODE
from tests.invariants import making
from tests.invariants.oracle import Fact
from tests.invariants.paging import pages, rows_of_api
from tests.invariants.subject import Count, Detail, Reader, Subject, Viewer
from tests.invariants.world import World

VIEWS = "congvu.tasks.programmes.views.programmes."
API = "congvu.tasks.programmes.api."


def make(world: World) -> list[Fact]:
    """One for each unit, also for those gone or to come, with an item that mostly another unit leads."""
    facts = []
    for number, unit in enumerate(world.units, start=1):
        lead = world.random.choice([unit, *world.units])
        programme = Programme.objects.create(
            code=f"CT-2026-{number}", year=2026, title=f"Chương trình {number}", owner_unit_id=unit,
            register_until="2025-11-15",
        )  # fmt: skip
        programme.items.create(
            code="1", name="Đề án", kind="scheme", level="committee", lead_unit_id=lead, month=3, first_month=3,
            registered_at=making.LONG_AGO,
        )  # fmt: skip
        for part, role in {(unit, "owner"), (lead, "lead")}:
            Part.objects.create(
                subject_kind="programme", subject_id=programme.pk, unit_id=part, role=role, since_at=making.LONG_AGO
            )
        facts.append(Fact(programme.code, ((unit, None, None), (lead, None, None))))
    return facts


def from_selector(viewer: Viewer) -> set[str]:
    actor = Actor(viewer.person_id, None, viewer.world.today)
    return set(Programme.objects.visible_to(actor).values_list("code", flat=True))


def shown(viewer: Viewer) -> set[str]:
    return {code for page in pages(viewer.client, "/chuong-trinh-cong-tac/") for code in _CODE.findall(page)}


def from_export(viewer: Viewer) -> set[str]:
    response = viewer.client.get("/chuong-trinh-cong-tac/?tai=csv")
    if response.status_code != 200:
        return set()
    return {line.partition(",")[0] for line in response.content.decode("utf-8-sig").splitlines()[1:]}


def from_api(viewer: Viewer) -> set[str]:
    return {str(row["code"]) for row in rows_of_api(viewer.client, "/api/v1/programmes?size=5", "items")}


def count_by_api(viewer: Viewer) -> int:
    response = viewer.client.get("/api/v1/programmes?size=1")
    return int(response.json()["count"]) if response.status_code == 200 else 0


SUBJECT = Subject(
    name="programmes",
    permission="programmes.see",
    make=make,
    readers=(
        Reader("selector", from_selector, guard="none"),
        Reader("list", shown, door=VIEWS + "programme_list"),
        Reader("export", from_export, door=VIEWS + "programme_list"),
        Reader("api", from_api, door=API + "list_programmes"),
    ),
    counts=(Count("api", count_by_api, door=API + "list_programmes"),),
    details=(
        Detail(VIEWS + "programme_detail", lambda code, world: f"/chuong-trinh-cong-tac/{code}/", "permission"),
        Detail(VIEWS + "item_detail", lambda code, world: f"/chuong-trinh-cong-tac/{code}/1/", "permission"),
        Detail(API + "list_items", lambda code, world: f"/api/v1/programme-items?programme={code}", "permission"),
        Detail(API + "read_programme_item", lambda code, world: f"/api/v1/programme-items/{code}/1", "permission"),
    ),
)
