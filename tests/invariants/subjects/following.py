"""Following tasks: console, signals, weekly list, reminders and figures hold exactly the tasks in sight."""

import csv
import io

from congvu.obligations.models import Urging
from congvu.tasks.models import Task
from tests.invariants import making
from tests.invariants.oracle import Fact
from tests.invariants.paging import pages, rows_of_api
from tests.invariants.subject import Count, Reader, Subject, Viewer
from tests.invariants.subjects import tasks
from tests.invariants.world import World

URGING, FIGURES, API = "congvu.tasks.views.urging.", "congvu.tasks.views.figures.", "congvu.tasks.following_api."


def make(world: World) -> list[Fact]:
    """The tasks of that subject, each reminded of once."""
    facts = tasks.make(world)
    Urging.objects.bulk_create(
        Urging(
            item_id=task.obligation_id, rung="hand", to_unit_id=task.lead_unit_id, sent_at=making.LONG_AGO, text="Nhắc"
        )
        for task in Task.objects.order_by("id")
    )
    return facts


def shown(viewer: Viewer, *addresses: str) -> set[str]:
    return {
        code for address in addresses for page in pages(viewer.client, address) for code in tasks.CODE.findall(page)
    }


def signals_by_api(viewer: Viewer) -> set[str]:
    response = viewer.client.get("/api/v1/task-signals")
    return {row["code"] for row in response.json()["tasks"]} if response.status_code == 200 else set()


def reminders_by_api(viewer: Viewer) -> set[str]:
    return {str(row["code"]) for row in rows_of_api(viewer.client, "/api/v1/task-reminders?rung=hand", "reminders")}


def weekly_file(viewer: Viewer) -> set[str]:
    response = viewer.client.get("/nhiem-vu/don-doc/tuan/?tai=csv")
    if response.status_code != 200:
        return set()
    lines = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    return {line[1] for line in lines if len(line) > 2 and line[1].startswith("NV-")}


def total_of_file(viewer: Viewer) -> int:
    response = viewer.client.get("/nhiem-vu/so-lieu/?ky=2026&tai=csv")
    if response.status_code != 200:
        return 0
    return int(list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))[-1][3])


def total_by_api(viewer: Viewer, by: str = "") -> int:
    response = viewer.client.get(f"/api/v1/task-figures?period=2026{by}")
    if response.status_code != 200:
        return 0
    answer = response.json()
    rows = answer["rows"] if by else [answer["total"]]
    return sum(int(row["cells"]["total"]) for row in rows)


def open_by_api(viewer: Viewer) -> int:
    response = viewer.client.get("/api/v1/task-update-rates")
    return sum(row["denominator"] for row in response.json()) if response.status_code == 200 else 0


SUBJECT = Subject(
    name="following",
    permission="tasks.see",
    make=make,
    sees=tasks.sees,
    readers=(
        Reader("console", lambda viewer: shown(viewer, "/nhiem-vu/don-doc/"), door=URGING + "console"),
        Reader(
            "signals",
            lambda viewer: shown(viewer, *(f"/nhiem-vu/dau-hieu/?xem={tab}" for tab in ("risk", "overdue", "watch"))),
            door=URGING + "signals",
        ),
        Reader("weekly list", lambda viewer: shown(viewer, "/nhiem-vu/don-doc/tuan/"), door=URGING + "weekly"),
        Reader("weekly list as a file", weekly_file, door=URGING + "weekly"),
        Reader("reminders", lambda viewer: shown(viewer, "/nhiem-vu/don-doc/da-gui/"), door=URGING + "sent"),
        Reader("signals by api", signals_by_api, door=API + "task_signals"),
        Reader("reminders by api", reminders_by_api, door=API + "reminders"),
    ),
    counts=(
        Count("figures as a file", total_of_file, door=FIGURES + "figures"),
        Count("figures by api", total_by_api, door=API + "task_figures"),
        Count("figures by unit", lambda viewer: total_by_api(viewer, "&by=unit"), door=API + "task_figures"),
        Count("open tasks by api", open_by_api, door=API + "update_rates"),
    ),
)
