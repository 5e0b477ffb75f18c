"""Figures: their rows and numbers hold exactly the reader's part of what is owed, by unit and procedure."""

import csv
import io

from tests.invariants import making
from tests.invariants.oracle import Fact
from tests.invariants.paging import pages, rows_of_api
from tests.invariants.subject import Count, Reader, Subject, Viewer
from tests.invariants.subjects.dossiers import LINK
from tests.invariants.world import World

VIEWS, API = "congvu.metrics.views.", "congvu.metrics.api."
CODE = "dossiers_received"


def make(world: World) -> list[Fact]:
    return [Fact(one.code, ((one.competent, one.category, None),)) for one in making.dossiers(world)]


def on_page(viewer: Viewer) -> set[str]:
    found = pages(viewer.client, f"/so-lieu/{CODE}/danh-sach/?ky=2026")
    return {code for page in found for code in LINK.findall(page)}


def from_csv(viewer: Viewer) -> set[str]:
    return {line[0] for line in _csv(viewer, f"/so-lieu/{CODE}/danh-sach/?ky=2026&tai=csv")[1:]}


def from_api(viewer: Viewer) -> set[str]:
    return {str(row["code"]) for row in rows_of_api(viewer.client, f"/api/v1/metrics/{CODE}/rows?period=2026", "rows")}


def number_on_page(viewer: Viewer) -> int:
    """The sum in the file of the figure's table."""
    lines = _csv(viewer, f"/so-lieu/{CODE}/?ky=2026&tai=csv")
    return int(lines[-1][3]) if lines else 0


def number_by_api(viewer: Viewer) -> int:
    response = viewer.client.get(f"/api/v1/metrics/{CODE}?period=2026")
    return int(response.json()["numerator"]) if response.status_code == 200 else 0


def sum_of_lines(viewer: Viewer, by: str) -> int:
    response = viewer.client.get(f"/api/v1/metrics/{CODE}/lines?period=2026&by={by}")
    return sum(int(line["numerator"]) for line in response.json()["lines"]) if response.status_code == 200 else 0


def _csv(viewer: Viewer, address: str) -> list[list[str]]:
    response = viewer.client.get(address)
    if response.status_code != 200:
        return []
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


SUBJECT = Subject(
    name="figures",
    permission="dossiers.see",
    make=make,
    readers=(
        Reader("rows", on_page, door=VIEWS + "figure_rows"),
        Reader("rows as a file", from_csv, door=VIEWS + "figure_rows"),
        Reader("rows by api", from_api, door=API + "figure_rows"),
    ),
    counts=(
        Count("page", number_on_page, door=VIEWS + "figure"),
        Count("api", number_by_api, door=API + "one_figure"),
        Count("lines by unit", lambda viewer: sum_of_lines(viewer, "unit"), door=API + "figure_lines"),
        Count("lines by procedure", lambda viewer: sum_of_lines(viewer, "procedure"), door=API + "figure_lines"),
    ),
)
