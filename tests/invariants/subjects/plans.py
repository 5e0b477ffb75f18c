"""Plans: seen by who sees plans in a unit that has a part in them, whatever its role there."""

import io

from congvu.files import store
from congvu.files.models import Attachment
from congvu.obligations.models import Part
from congvu.orgs.actor import Actor
from congvu.tasks.plans.models import Plan
from congvu.tasks.plans.samplers import _CODE
from tests.invariants import making
from tests.invariants.oracle import Fact
from tests.invariants.paging import found_by_the_house, pages, rows_of_api
from tests.invariants.subject import Count, Detail, Reader, Subject, Viewer
from tests.invariants.subjects.dossiers import PNG
from tests.invariants.world import World

VIEWS = "congvu.tasks.plans.views.reading."
API = "congvu.tasks.plans.api."
SEARCH = "congvu.orgs.views.search.search"


def make(world: World) -> list[Fact]:
    """One for each unit, also for those gone or to come; mostly with a lead unit elsewhere; each with an item."""
    facts, stored = (
        [],
        store.put(io.BytesIO(PNG), name="a.png", declared_type="image/png", actor=Actor.clock(), at=making.LONG_AGO),
    )
    for number, unit in enumerate(world.units, start=1):
        lead = world.random.choice([unit, *world.units])
        plan = Plan.objects.create(
            code=f"KH-2026-{number}", ref=f"KH{number}", year=2026, title=f"Kế hoạch {number}", owner_unit_id=unit,
            state="approved", grams=["ke", "hoach", "ke hoach"],
        )  # fmt: skip
        version = plan.versions.create(
            number=1, state="approved", drafted_at=making.LONG_AGO, approved_at=making.LONG_AGO
        )
        item = plan.items.create(code="1", state="open")
        version.lines.create(item=item, position=1, task="Việc", lead_unit_id=lead)
        for part, role in {(unit, "owner"), (lead, "lead")}:
            Part.objects.create(
                subject_kind="plan", subject_id=plan.pk, unit_id=part, role=role, since_at=making.LONG_AGO
            )
        Attachment.objects.create(
            subject_kind="plan_item", subject_id=item.pk, role="evidence", stored_file=stored, name="a.png",
            attached_at=making.LONG_AGO,
        )  # fmt: skip
        facts.append(Fact(plan.code, ((unit, None, None), (lead, None, None))))
    return facts


def from_selector(viewer: Viewer) -> set[str]:
    actor = Actor(viewer.person_id, None, viewer.world.today)
    return set(Plan.objects.visible_to(actor).values_list("code", flat=True))


def shown(viewer: Viewer, address: str) -> set[str]:
    return {code for page in pages(viewer.client, address) for code in _CODE.findall(page)}


def from_export(viewer: Viewer) -> set[str]:
    response = viewer.client.get("/ke-hoach/?tai=csv")
    if response.status_code != 200:
        return set()
    return {line.partition(",")[0] for line in response.content.decode("utf-8-sig").splitlines()[1:]}


def from_api(viewer: Viewer) -> set[str]:
    return {str(row["code"]) for row in rows_of_api(viewer.client, "/api/v1/plans?size=5", "items")}


def count_by_api(viewer: Viewer) -> int:
    response = viewer.client.get("/api/v1/plans?size=1")
    return int(response.json()["count"]) if response.status_code == 200 else 0


def evidence_of(code: str, world: World) -> str:
    item = Plan.objects.get(code=code).items.get()
    return f"/ke-hoach/{code}/muc/1/minh-chung/{Attachment.objects.about('plan_item', item.pk).get().pk}/"


SUBJECT = Subject(
    name="plans",
    permission="plans.see",
    make=make,
    readers=(
        Reader("selector", from_selector, guard="none"),
        Reader("list", lambda viewer: shown(viewer, "/ke-hoach/"), door=VIEWS + "plan_list"),
        Reader("search", lambda viewer: shown(viewer, "/ke-hoach/?q=ke+hoach"), door=VIEWS + "plan_list"),
        Reader("export", from_export, door=VIEWS + "plan_list"),
        Reader("api", from_api, door=API + "list_plans"),
    ),
    counts=(
        Count("api", count_by_api, door=API + "list_plans"),
        Count("whole search", lambda viewer: found_by_the_house(viewer.client, "ke hoach", "plans"), door=SEARCH),
    ),
    details=(
        Detail(VIEWS + "plan_detail", lambda code, world: f"/ke-hoach/{code}/", "permission"),
        Detail(VIEWS + "plan_coverage", lambda code, world: f"/ke-hoach/{code}/phu/", "permission"),
        Detail(VIEWS + "plan_difference", lambda code, world: f"/ke-hoach/{code}/khac/1/1/", "permission"),
        Detail(VIEWS + "item_detail", lambda code, world: f"/ke-hoach/{code}/muc/1/", "permission"),
        Detail(VIEWS + "evidence_file", evidence_of, "permission"),
        Detail(API + "read_plan", lambda code, world: f"/api/v1/plans/{code}", "permission"),
        Detail(API + "read_coverage", lambda code, world: f"/api/v1/plans/{code}/coverage", "permission"),
        Detail(API + "read_changes", lambda code, world: f"/api/v1/plans/{code}/changes", "permission"),
        Detail(API + "read_item", lambda code, world: f"/api/v1/plan-items/{code}/1", "permission"),
    ),
)
