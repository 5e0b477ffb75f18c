"""What the counter needs on one screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.catalog import selectors as catalog
from congvu.catalog.models import ProcedureVersion
from congvu.catalog.processes import process_value
from congvu.core.clock import start_of
from congvu.core.process import Process
from congvu.dossiers import desks, policy
from congvu.dossiers.intake import Checked
from congvu.dossiers.models import Dossier, State
from congvu.dossiers.promise import Promise, promise
from congvu.orgs.actor import Actor
from congvu.orgs.units import name_of


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of the checklist with what is marked so far."""

    position: int
    name: str
    note: str
    checked: str
    conditional: bool
    is_next: bool = False

    @property
    def css(self) -> str:
        mark = {"handed_in": "ok", "missing": "miss", "not_needed": "na", "from_data": "db"}.get(self.checked, "")
        return f"{mark} cur" if self.is_next else mark

    @property
    def icon(self) -> str:
        return {"handed_in": "check", "missing": "x", "not_needed": "minus", "from_data": "database"}.get(
            self.checked, ""
        )


@dataclass(frozen=True, slots=True)
class Recent:
    code: str
    name: str
    procedure: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeskView:
    """`version` None: no procedure is chosen yet."""

    version: ProcedureVersion | None
    limit: str
    papers: list[PaperLine]
    left: int
    promise: Promise | None
    competent: list[desks.CompetentChoice]
    competent_id: int
    unit_name: str
    officer: str
    today: list[Recent]
    today_count: int
    to_return: list[Recent]
    to_return_count: int


MARKS = (
    (Checked.HANDED_IN.value, gettext_lazy("Đủ"), "check"),
    (Checked.MISSING.value, gettext_lazy("Thiếu"), "x"),
    (Checked.NOT_NEEDED.value, gettext_lazy("Không áp dụng"), "minus"),
    (Checked.FROM_DATA.value, gettext_lazy("Đã có dữ liệu"), "database"),
)


def desk_view(
    *,
    actor: Actor,
    officer: str,
    procedure: str = "",
    channel: str = "direct",
    competent: int | None = None,
    marks: Mapping[int, str] | None = None,
    at: datetime,
    today: date,
) -> DeskView:
    """About ten queries, whatever there is to show."""
    unit_id = policy.seat_of(actor)
    version = catalog.version_on(procedure, today) if procedure else None
    limit = catalog.limit_for(version, channel) if version else ""
    papers = _papers(version, marks or {}) if version else []
    choices = desks.competent_choices(unit_id, today, _process(version, today) if version else None)
    mine = Dossier.objects.visible_to(actor).filter(received_unit_id=unit_id)
    todays = mine.filter(accepted_at__gte=start_of(today), from_older_system=False)
    waiting = mine.filter(state=State.TO_RETURN)
    return DeskView(
        version=version,
        limit=limit,
        papers=papers,
        left=sum(not paper.checked for paper in papers),
        promise=promise(limit=limit, unit_id=unit_id, at=at) if version else None,
        competent=choices,
        competent_id=competent or (choices[0].unit_id if choices else unit_id),
        unit_name=next((c.name for c in choices if c.unit_id == unit_id), "") or unit_name(unit_id, today),
        officer=officer,
        today=_recent(todays.order_by("-accepted_at", "-id")[:5]),
        today_count=todays.count(),
        to_return=_recent(waiting.order_by("finished_at", "id")[:5]),
        to_return_count=waiting.count(),
    )


def _process(version: ProcedureVersion, today: date) -> Process | None:
    found = catalog.process_on(version.procedure, today)
    return process_value(found) if found else None


def unit_name(unit_id: int, on: date) -> str:
    return name_of(unit_id, on)


def _papers(version: ProcedureVersion, marks: Mapping[int, str]) -> list[PaperLine]:
    lines = []
    met_open = False
    for paper in catalog.papers(version):
        checked = marks.get(paper.position, "")
        is_next = not checked and not met_open
        met_open = met_open or is_next
        lines.append(PaperLine(paper.position, paper.name, _note(paper), checked, paper.conditional, is_next))
    return lines


def _note(paper: object) -> str:
    originals, copies = getattr(paper, "originals", 0), getattr(paper, "copies", 0)
    parts = []
    if originals:
        parts.append(_("%(count)s bản chính") % {"count": originals})
    if copies:
        parts.append(_("%(count)s bản sao") % {"count": copies})
    if getattr(paper, "conditional", False):
        parts.append(_("chỉ trong một số trường hợp; không cần thì đánh dấu Không áp dụng"))
    return " · ".join(parts)


def _recent(found: object) -> list[Recent]:
    rows = found.select_related("applicant", "version")  # type: ignore[attr-defined]
    return [Recent(d.code, d.applicant.name, d.version.name, d.accepted_at) for d in rows]
