"""The list of dossiers in sight: searched, filtered, counted exactly, paged by key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from congvu.core.clock import end_of, start_of
from congvu.core.errors import DomainError
from congvu.core.identity import personal_number, phone, tax_code
from congvu.core.numbering import parse_code
from congvu.core.text import query_grams
from congvu.dossiers.models import Dossier, State, StepRun
from congvu.dossiers.selectors.unclaimed import unclaimed
from congvu.faces.lists import moment_and_id
from congvu.faces.parts import Deadline
from congvu.files.secrets import blind_indexes
from congvu.obligations.deadlines import Calendars, deadline_of, obligations_by_id
from congvu.obligations.models import Obligation
from congvu.obligations.names import unit_names
from congvu.orgs.actor import Actor

PAGE = 50
OPEN = "open"


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What the address asks for. `state` is a State, or `open`; `timeliness` overdue, near, paused or late."""

    query: str = ""
    state: str = ""
    timeliness: str = ""
    field: str = ""
    procedure: str = ""
    channel: str = ""
    received_since: date | None = None
    received_until: date | None = None
    mine: bool = False
    unclaimed: bool = False


@dataclass(frozen=True, slots=True)
class DossierRow:
    id: int
    code: str
    procedure: str
    procedure_code: str
    summary: str
    applicant: str
    state: str
    state_label: str
    channel: str
    accepted_at: datetime
    step: str
    unit: str
    person: str
    received_unit: str
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class DossierPage:
    rows: list[DossierRow]
    count: int
    total: int
    next_key: tuple[str, int] | None


def dossier_rows(
    *,
    actor: Actor,
    filters: ListFilter,
    sort: str = "-nhan",
    after: Sequence[str | int | None] | None = None,
    now: datetime,
    size: int = PAGE,
) -> DossierPage:
    """About ten queries whatever there is. `sort`: nhan (accepted), han (legal due; only open dossiers)."""
    seen = Dossier.objects.visible_to(actor)
    found = narrowed(seen, filters, actor=actor, now=now)
    if sort == "han":
        page, next_key = _by_due(found, after, size)
    else:
        page, next_key = _by_accepted(found, after, size, descending=sort != "nhan")
    count = found.count() if sort != "han" else found.exclude(state__in=_CLOSED).count()
    total = count if filters == ListFilter() and sort != "han" else seen.count()
    return DossierPage(described(page, now=now), count, total, next_key)


_CLOSED = (State.RETURNED, State.NOT_ACCEPTED, State.WITHDRAWN, State.STOPPED, State.TO_RETURN)


def narrowed(seen: QuerySet[Dossier], filters: ListFilter, *, actor: Actor, now: datetime) -> QuerySet[Dossier]:
    found = seen
    if filters.query.strip():
        found = found.filter(_matching(filters.query))
    if filters.state == OPEN:
        found = found.exclude(state__in=_CLOSED)
    elif filters.state:
        found = found.filter(state=filters.state)
    if filters.field:
        found = found.filter(version__field=filters.field)
    if filters.procedure:
        found = found.filter(version__procedure__code=filters.procedure)
    if filters.channel:
        found = found.filter(channel=filters.channel)
    if filters.received_since:
        found = found.filter(accepted_at__gte=start_of(filters.received_since))
    if filters.received_until:
        found = found.filter(accepted_at__lte=end_of(filters.received_until))
    if filters.mine:
        held = StepRun.objects.filter(closed_at=None, person_id__in=[actor.person_id or 0])
        found = found.filter(pk__in=held.values("dossier"))
    if filters.unclaimed:
        found = found.filter(pk__in=unclaimed(actor).values("dossier"))
    if filters.timeliness:
        found = found.filter(pk__in=_timely(filters.timeliness, now).values("subject_id"))
    return found


def _timely(kind: str, now: datetime) -> QuerySet[Obligation]:
    legal = Obligation.objects.filter(kind="dossier", subject_kind="dossier")
    if kind == "overdue":
        return legal.filter(closed_at=None, late_at__lt=now)
    if kind == "paused":
        return legal.filter(closed_at=None, paused=True)
    if kind == "late":
        return legal.filter(closed_at__gt=F("late_at"))
    return legal.filter(closed_at=None, late_at__gte=now, due_at__lte=now + timedelta(days=4))


def _matching(query: str) -> Q:
    """A code as typed or scanned, an identity number, a phone, else words without diacritics."""
    text = query.strip()
    try:
        return Q(code=parse_code(text).text)
    except DomainError:
        pass
    digits = "".join(c for c in text if c.isdigit())
    if len(digits) >= 9 and not any(c.isalpha() for c in text):
        return _by_number(text)
    grams = query_grams(text)
    return Q(grams__contains=list(grams)) | Q(code__startswith=text.upper()) if grams else Q()


def _by_number(text: str) -> Q:
    found = Q(pk__in=())
    for read, purpose, column in (
        (personal_number, "identifier", "identifier_index"), (tax_code, "identifier", "identifier_index"),
        (phone, "phone", "phone_index"),
    ):  # fmt: skip
        try:
            found |= Q(**{f"applicant__{column}__in": blind_indexes(read(text), purpose)})
        except DomainError:
            continue
    return found


def _by_accepted(
    found: QuerySet[Dossier], after: Any, size: int, *, descending: bool
) -> tuple[list[Dossier], tuple[str, int] | None]:
    order = ("-accepted_at", "-id") if descending else ("accepted_at", "id")
    if place := moment_and_id(after):
        moment, pk = place
        edge, beyond = ("lte", "lt") if descending else ("gte", "gt")
        found = found.filter(**{f"accepted_at__{edge}": moment}).filter(
            Q(**{f"accepted_at__{beyond}": moment}) | Q(**{f"id__{beyond}": pk})
        )
    page = list(_joined(found).order_by(*order)[: size + 1])
    latest = page[size - 1] if len(page) > size else None
    return page[:size], (latest.accepted_at.isoformat(), latest.pk) if latest else None


def _by_due(found: QuerySet[Dossier], after: Any, size: int) -> tuple[list[Dossier], tuple[str, int] | None]:
    """From the obligations, in the order of what is due first; paused and undated ones last."""
    items = Obligation.objects.filter(kind="dossier", subject_kind="dossier", closed_at=None)
    items = items.filter(subject_id__in=found.values("pk"))
    if place := moment_and_id(after):
        moment, pk = place
        items = items.filter(due_rank__gte=moment).filter(Q(due_rank__gt=moment) | Q(id__gt=pk))
    rows = list(items.order_by("due_rank", "id").values_list("id", "due_rank", "subject_id")[: size + 1])
    by_id = {d.pk: d for d in _joined(Dossier.objects.filter(pk__in=[row[2] for row in rows[:size]])).order_by("id")}
    page = [by_id[row[2]] for row in rows[:size] if row[2] in by_id]
    return page, (rows[size - 1][1].isoformat(), rows[size - 1][0]) if len(rows) > size else None


def _joined(found: QuerySet[Dossier]) -> QuerySet[Dossier]:
    return found.select_related("version__procedure", "applicant")


def described(page: Sequence[Dossier], *, now: datetime) -> list[DossierRow]:
    """Rows of these dossiers: open steps, deadlines and names in one query each."""
    runs: dict[int, StepRun] = {}
    opened = StepRun.objects.filter(dossier__in=[d.pk for d in page], closed_at=None, arrived=False)
    for run in opened.select_related("person").order_by("number"):
        runs.setdefault(run.dossier_id, run)
    items = obligations_by_id(d.obligation_id for d in page)
    on = max((d.accepted_at for d in page), default=now).date()
    units = unit_names(
        [*(run.unit_id for run in runs.values()), *(d.received_unit_id for d in page)], max(on, now.date()), short=True
    )
    rows = []
    calendars: Calendars = {}
    for d in page:
        found = runs.get(d.pk)
        rows.append(
            DossierRow(
                id=d.pk, code=d.code, procedure=d.version.name, procedure_code=d.version.procedure.code,
                summary=d.summary, applicant=d.applicant.name, state=d.state, state_label=str(State(d.state).label),
                channel=str(d.get_channel_display()), accepted_at=d.accepted_at, step=found.name if found else "",
                unit=units.get(found.unit_id, "") if found else "",
                person=found.person.full_name if found and found.person else "",
                received_unit=units.get(d.received_unit_id, ""),
                deadline=deadline_of(items.get(d.obligation_id or 0), now=now, known=calendars),
            )
        )  # fmt: skip
    return rows


def all_rows(*, actor: Actor, filters: ListFilter, now: datetime) -> Iterator[DossierRow]:
    """Every row that matches, for the export, in batches of a constant number of queries each."""
    after: tuple[str, int] | None = None
    while True:
        found = narrowed(Dossier.objects.visible_to(actor), filters, actor=actor, now=now)
        page, after = _by_accepted(found, after, 500, descending=True)
        yield from described(page, now=now)
        if after is None:
            return
