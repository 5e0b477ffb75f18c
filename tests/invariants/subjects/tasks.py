"""Tasks and their directives: seen by a unit with a part in them, by persons named, by who is above each, and by the
office of the body that gave them.
"""

import io
import re
from datetime import date

from congvu.files import store
from congvu.files.models import Attachment
from congvu.obligations.models import Part
from congvu.orgs.actor import Actor
from congvu.tasks.models import Directive, PartRole, Task, TaskPart
from congvu.tasks.samplers import codes_in_csv
from tests.invariants import making, oracle
from tests.invariants.oracle import Fact
from tests.invariants.paging import found_by_the_house, pages, rows_of_api
from tests.invariants.subject import Count, Detail, Reader, Subject, Viewer
from tests.invariants.subjects.dossiers import PNG
from tests.invariants.world import World

VIEWS = "congvu.tasks.views.reading."
API = "congvu.tasks.api."
SEARCH = "congvu.orgs.views.search.search"
CODE = re.compile(r"/nhiem-vu/(NV-\d{4}-\d+)/")
PAPER = re.compile(r"/nhiem-vu/van-ban/(\d+)/")
_COUNT = re.compile(r'class="count"[^>]*><b>([\d.]+) nhiệm vụ')
_PAPERS = re.compile(r'class="count"[^>]*><b>([\d.]+) văn bản')
GIVEN_ON = date(2026, 1, 5)


def make(world: World) -> list[Fact]:
    """Two for each unit, also for those gone or to come: led by it, mostly given by another, some held by a person."""
    facts: list[Fact] = []
    stored = store.put(
        io.BytesIO(PNG), name="a.png", declared_type="image/png", actor=Actor.clock(), at=making.LONG_AGO
    )
    for number, unit in enumerate([*world.units, *world.units], start=1):
        category = world.random.choice([None, *world.categories])
        assigner, holder = world.random.choice([unit, *world.units]), world.random.choice([None, *world.people])
        code = f"NV-2026-{number:04}"
        paper = Directive.objects.create(
            number=f"{number}/UBND", issued_on=GIVEN_ON, unit_id=assigner, entered_at=making.LONG_AGO
        )
        task = Task.objects.create(
            code=code, year=2026, directive=paper, content="Nhiệm vụ", category_id=category, assigner_unit_id=assigner,
            lead_unit_id=unit, assigned_on=GIVEN_ON, entered_at=making.LONG_AGO, grams=["nhiem", "vu", "nhiem vu"],
        )  # fmt: skip
        lead = TaskPart.objects.create(task=task, role=PartRole.LEAD, unit_id=unit, person_id=holder)
        item = making.owed("task", "legal", task.pk, unit, holder, category)
        Task.objects.filter(pk=task.pk).update(obligation_id=item.pk)
        TaskPart.objects.filter(pk=lead.pk).update(obligation_id=item.pk)
        places = [(assigner, None, "assigner"), (unit, None, "lead"), *([(unit, holder, "lead")] if holder else [])]
        for kind, subject in (("task", task.pk), ("directive", paper.pk)):
            Part.objects.bulk_create(
                Part(
                    subject_kind=kind, subject_id=subject, unit_id=u, person_id=p, category_id=category, role=role,
                    since_at=making.LONG_AGO,
                ) for u, p, role in places
            )  # fmt: skip
            Attachment.objects.create(
                subject_kind=kind, subject_id=subject, role="other", stored_file=stored, name="a.png",
                attached_at=making.LONG_AGO,
            )  # fmt: skip
        facts.append(Fact(code, tuple((u, category, p) for u, p, _role in places)))
    return facts


def make_papers(world: World) -> list[Fact]:
    return [
        Fact(str(Task.objects.values_list("directive_id", flat=True).get(code=one.code)), one.places)
        for one in make(world)
    ]


def sees(world: World, reader: int, fact: Fact) -> bool:
    """By reach; or the reader's office stands directly below the body that gave it (the first place of the fact)."""
    return oracle.may_see(world, reader, "tasks.see", fact) or fact.places[0][0] in bodies(world, reader)


def bodies(world: World, reader: int) -> set[int | None]:
    hats = oracle.worn_by(world, reader)
    found: set[int | None] = set()
    own: set[int | None] = {None}
    for seat in world.seats:
        if seat.person not in hats or not oracle.is_held(world, seat, "tasks.follow"):
            continue
        for unit in world.units:
            if oracle.answers_for(world, seat.unit, unit):
                own.add(unit)
                if oracle.exists(world, unit):
                    found.add(oracle.parent_today(world, unit))
    return found - own


def from_selector(viewer: Viewer) -> set[str]:
    actor = Actor(viewer.person_id, None, viewer.world.today)
    return set(Task.objects.visible_to(actor).values_list("code", flat=True))


def shown(viewer: Viewer, address: str) -> set[str]:
    return {code for page in pages(viewer.client, address) for code in CODE.findall(page)}


def papers_shown(viewer: Viewer) -> set[str]:
    return {found for page in pages(viewer.client, "/nhiem-vu/van-ban/") for found in PAPER.findall(page)}


def from_export(viewer: Viewer) -> set[str]:
    response = viewer.client.get("/nhiem-vu/tai-ve.csv")
    return codes_in_csv(response) if response.status_code == 200 else set()


def from_api(viewer: Viewer) -> set[str]:
    return {str(row["code"]) for row in rows_of_api(viewer.client, "/api/v1/tasks?size=20", "items")}


def papers_from_api(viewer: Viewer) -> set[str]:
    return {str(row["id"]) for row in rows_of_api(viewer.client, "/api/v1/directives?size=20", "items")}


def _number(found: re.Match[str] | None) -> int:
    return int(found[1].replace(".", "")) if found else 0


def count_by_api(viewer: Viewer) -> int:
    response = viewer.client.get("/api/v1/tasks?size=1")
    return int(response.json()["count"]) if response.status_code == 200 else 0


def file_of(code: str, world: World) -> str:
    attachment = Attachment.objects.about("task", Task.objects.get(code=code).pk).get()
    return f"/nhiem-vu/{code}/tep/{attachment.pk}/"


def file_of_paper(code: str, world: World) -> str:
    attachment = Attachment.objects.about("directive", int(code)).get()
    return f"/nhiem-vu/van-ban/{code}/tep/{attachment.pk}/"


SUBJECTS = (
    Subject(
        name="tasks",
        permission="tasks.see",
        make=make,
        sees=sees,
        readers=(
            Reader("selector", from_selector, guard="none"),
            Reader("list", lambda viewer: shown(viewer, "/nhiem-vu/"), door=VIEWS + "task_list"),
            Reader("by due day", lambda viewer: shown(viewer, "/nhiem-vu/?xep=han"), door=VIEWS + "task_list"),
            Reader("search", lambda viewer: shown(viewer, "/nhiem-vu/?q=nhiem+vu"), door=VIEWS + "task_list"),
            Reader("export", from_export, door=VIEWS + "task_export"),
            Reader("api", from_api, door=API + "tasks.list_tasks"),
        ),
        counts=(
            Count(
                "list", lambda viewer: _number(_COUNT.search(viewer.client.get("/nhiem-vu/").content.decode())),
                door=VIEWS + "task_list",
            ),
            Count("api", count_by_api, door=API + "tasks.list_tasks"),
            Count("whole search", lambda viewer: found_by_the_house(viewer.client, "nhiem vu", "tasks"), door=SEARCH),
        ),
        details=(
            Detail(VIEWS + "task_detail", lambda code, world: f"/nhiem-vu/{code}/", "permission"),
            Detail(VIEWS + "attachment", file_of, "permission"),
            Detail(API + "tasks.read_task", lambda code, world: f"/api/v1/tasks/{code}", "permission"),
        ),
    ),
    Subject(
        name="directives",
        permission="tasks.see",
        make=make_papers,
        sees=sees,
        readers=(
            Reader("list", papers_shown, door=VIEWS + "directive_list"),
            Reader("api", papers_from_api, door=API + "directives.list_directives"),
        ),
        counts=(
            Count(
                "list",
                lambda viewer: _number(_PAPERS.search(viewer.client.get("/nhiem-vu/van-ban/").content.decode())),
                door=VIEWS + "directive_list",
            ),
        ),
        details=(
            Detail(VIEWS + "directive_detail", lambda code, world: f"/nhiem-vu/van-ban/{code}/", "permission"),
            Detail(VIEWS + "directive_attachment", file_of_paper, "permission"),
            Detail(API + "directives.read_directive", lambda code, world: f"/api/v1/directives/{code}", "permission"),
        ),
    ),
)  # fmt: skip
