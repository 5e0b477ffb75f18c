"""Dossiers: seen by who sees dossiers in a unit that has a part in them, for their procedure, or who held a step."""

import io
import re

from congvu.dossiers.models import Dossier, Slip
from congvu.dossiers.samplers import codes_in_csv
from congvu.files import store
from congvu.files.models import Attachment
from congvu.orgs.actor import Actor
from tests.invariants import making, oracle
from tests.invariants.oracle import Fact
from tests.invariants.paging import found_by_the_house, pages, rows_of_api
from tests.invariants.subject import Count, Detail, Reader, Subject, Viewer
from tests.invariants.world import World

VIEWS = "congvu.dossiers.views.matter."
API = "congvu.dossiers.api."
SEARCH = "congvu.orgs.views.search.search"
LINK = re.compile(r"/ho-so/([A-Z0-9.]+-\d{6}-\d+)/")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33"
    "0000000049454e44ae426082"
)
_COUNT = re.compile(r'class="count"[^>]*><b>([\d.]+) hồ sơ')


def make(world: World) -> list[Fact]:
    made = making.dossiers(world)
    stored = store.put(
        io.BytesIO(PNG), name="a.png", declared_type="image/png", actor=Actor.clock(), at=making.LONG_AGO
    )
    Attachment.objects.bulk_create(
        Attachment(
            subject_kind="dossier", subject_id=one.row.pk, role="other", stored_file=stored, name="a.png",
            attached_at=making.LONG_AGO,
        ) for one in made
    )  # fmt: skip
    return [Fact(one.code, tuple((unit, one.category, person) for unit, person in one.parts)) for one in made]


def from_selector(viewer: Viewer) -> set[str]:
    actor = Actor(viewer.person_id, None, viewer.world.today)
    return set(Dossier.objects.visible_to(actor).values_list("code", flat=True))


def shown(viewer: Viewer, address: str) -> set[str]:
    return {code for page in pages(viewer.client, address) for code in LINK.findall(page)}


def from_export(viewer: Viewer) -> set[str]:
    response = viewer.client.get("/ho-so/tai-ve.csv")
    return codes_in_csv(response) if response.status_code == 200 else set()


def from_api(viewer: Viewer) -> set[str]:
    return {str(row["code"]) for row in rows_of_api(viewer.client, "/api/v1/dossiers?size=20", "items")}


def count_on_page(viewer: Viewer) -> int:
    said = _COUNT.search(viewer.client.get("/ho-so/").content.decode())
    return int(said[1].replace(".", "")) if said else 0


def count_by_api(viewer: Viewer) -> int:
    response = viewer.client.get("/api/v1/dossiers?size=1")
    return int(response.json()["count"]) if response.status_code == 200 else 0


def file_of(code: str, world: World) -> str:
    dossier = Dossier.objects.get(code=code)
    attachment = Attachment.objects.about("dossier", dossier.pk).get()
    return f"/ho-so/{code}/tep/{attachment.pk}/"


def receives(world: World, reader: int, code: str) -> bool:
    dossier = Dossier.objects.get(code=code)
    return oracle.may_at(world, reader, "dossiers.receive", dossier.received_unit_id, dossier.category_id)


def make_slips(world: World) -> list[Fact]:
    facts, known = [], making.versions(world)
    person = next(iter(world.people))
    for number, unit in enumerate([*world.units, *world.units], start=1):
        category = world.random.choice(list(known))
        slip = Slip.objects.create(
            kind="supplement", year=2026, number=number, unit_id=unit, person_id=person, version=known[category],
            applicant_name="Lê An", reason="Thiếu", at=making.LONG_AGO,
        )  # fmt: skip
        facts.append(Fact(str(slip.pk), ((unit, category, None),)))
    return facts


SUBJECTS = (
    Subject(
        name="dossiers",
        permission="dossiers.see",
        make=make,
        readers=(
            Reader("selector", from_selector, guard="none"),
            Reader("list", lambda viewer: shown(viewer, "/ho-so/"), door=VIEWS + "dossier_list"),
            Reader("by due day", lambda viewer: shown(viewer, "/ho-so/?xep=han"), door=VIEWS + "dossier_list"),
            Reader("search", lambda viewer: shown(viewer, "/ho-so/?q=thu+tuc"), door=VIEWS + "dossier_list"),
            Reader("export", from_export, door=VIEWS + "dossier_export"),
            Reader("api", from_api, door=API + "list_dossiers"),
        ),
        counts=(
            Count("list", count_on_page, door=VIEWS + "dossier_list"),
            Count("api", count_by_api, door=API + "list_dossiers"),
            Count("whole search", lambda viewer: found_by_the_house(viewer.client, "thu tuc", "dossiers"), door=SEARCH),
        ),
        details=(
            Detail(VIEWS + "dossier_detail", lambda code, world: f"/ho-so/{code}/", "permission"),
            Detail(VIEWS + "receipt", lambda code, world: f"/ho-so/{code}/giay-hen/", "permission", receives),
            Detail(VIEWS + "attachment", file_of, "permission"),
            Detail(API + "read_dossier", lambda code, world: f"/api/v1/dossiers/{code}", "permission"),
        ),
    ),
    Subject(
        name="slips",
        permission="dossiers.receive",
        make=make_slips,
        details=(
            Detail("congvu.dossiers.views.intake.slip", lambda code, world: f"/tiep-nhan/phieu/{code}/", "permission"),
        ),
    ),
)
