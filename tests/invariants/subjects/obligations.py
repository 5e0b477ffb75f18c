"""Obligations: unit, category and person, all three; the unit's work, one's own, and what is chosen by number."""

import csv
import io
import re

from congvu.obligations.models import Obligation
from congvu.orgs import reach
from congvu.orgs.actor import Actor
from tests.invariants import making
from tests.invariants.oracle import Fact
from tests.invariants.paging import pages, rows_of_api
from tests.invariants.subject import Count, Detail, Reader, Subject, Viewer
from tests.invariants.world import World

SEE = "obligations.see"
LISTS = "congvu.obligations.views.lists."
API = "congvu.obligations.api."
_CODE = re.compile(r"\bsample (\d+)\b")
_COUNT = re.compile(r'class="count"[^>]*><b>([\d.]+) việc')


def make(world: World) -> list[Fact]:
    made = making.obligations(world)
    return [Fact(str(one.subject_id), ((one.unit_id, one.category_id, one.person_id),)) for one in made]


def make_mine(world: World) -> list[Fact]:
    made = making.obligations(world)
    return [Fact(str(one.subject_id), ((None, None, one.person_id),)) for one in made]


def from_selector(viewer: Viewer) -> set[str]:
    actor = Actor(viewer.person_id, None, viewer.world.today)
    seen = Obligation.objects.filter(reach.within(actor.reach(SEE)), kind="sample")
    return {str(subject) for subject in seen.values_list("subject_id", flat=True)}


def shown(viewer: Viewer, address: str) -> set[str]:
    return {code for page in pages(viewer.client, address) for code in _CODE.findall(page)}


def in_csv(response) -> set[str]:  # type: ignore[no-untyped-def]
    if response.status_code != 200:
        return set()
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    return {line[1].removeprefix("sample ") for line in lines[1:]}


def from_api(viewer: Viewer, scope: str) -> set[str]:
    found = rows_of_api(viewer.client, f"/api/v1/obligations?scope={scope}&limit=200", "items")
    return {str(row["code"]).removeprefix("sample ") for row in found}


def count_by_api(viewer: Viewer, scope: str) -> int:
    response = viewer.client.get(f"/api/v1/obligations?scope={scope}&limit=1")
    return int(response.json()["count"]) if response.status_code == 200 else 0


def count_on_page(viewer: Viewer, address: str) -> int:
    said = _COUNT.search(viewer.client.get(address).content.decode())
    return int(said[1].replace(".", "")) if said else 0


def from_chosen(viewer: Viewer) -> set[str]:
    """Everything there is, asked for by number."""
    ids = list(Obligation.objects.filter(kind="sample").values_list("pk", flat=True))
    return in_csv(viewer.client.post("/viec/tai-viec-da-chon/", {"rows": ids}))


def number_of(code: str) -> int:
    return Obligation.objects.values_list("pk", flat=True).get(kind="sample", subject_id=int(code))


SUBJECTS = (
    Subject(
        name="obligations",
        permission=SEE,
        make=make,
        readers=(
            Reader("selector", from_selector, guard="none"),
            Reader("page", lambda viewer: shown(viewer, "/viec/don-vi/"), door=LISTS + "unit"),
            Reader("csv", lambda viewer: in_csv(viewer.client.get("/viec/don-vi/?tai=csv")), door=LISTS + "unit"),
            Reader("api", lambda viewer: from_api(viewer, "unit"), door=API + "list_obligations", guard="seat"),
            Reader("chosen", from_chosen, door=LISTS + "export_chosen", guard="seat"),
        ),
        counts=(
            Count("page", lambda viewer: count_on_page(viewer, "/viec/don-vi/"), door=LISTS + "unit"),
            Count("api", lambda viewer: count_by_api(viewer, "unit"), door=API + "list_obligations", guard="seat"),
        ),
        details=(
            Detail("congvu.obligations.views.matter.detail", lambda code, world: f"/viec/{number_of(code)}/"),
            Detail(API + "get_obligation", lambda code, world: f"/api/v1/obligations/{number_of(code)}"),
        ),
    ),
    Subject(
        name="my obligations",
        permission=SEE,
        make=make_mine,
        readers=(
            Reader("page", lambda viewer: shown(viewer, "/"), door=LISTS + "inbox", guard="seat"),
            Reader("csv", lambda viewer: in_csv(viewer.client.get("/?tai=csv")), door=LISTS + "inbox", guard="seat"),
            Reader("api", lambda viewer: from_api(viewer, "mine"), door=API + "list_obligations", guard="seat"),
        ),
        counts=(
            Count("page", lambda viewer: count_on_page(viewer, "/"), door=LISTS + "inbox", guard="seat"),
            Count("api", lambda viewer: count_by_api(viewer, "mine"), door=API + "list_obligations", guard="seat"),
        ),
    ),
)
