"""Plans in sight: searched, filtered, counted exactly, paged by key; how much of each is done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from congvu.core.clock import day_of
from congvu.core.text import query_grams
from congvu.obligations.models import Obligation
from congvu.obligations.names import unit_names
from congvu.orgs.actor import Actor
from congvu.tasks.plans.models import ItemState, Plan, PlanItem, PlanState, PlanVersion

PAGE = 50
COUNTED = (ItemState.OPEN, ItemState.CLAIMED, ItemState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """`upper`: code of the plan that they carry out. `unit_id`: whose plan it is."""

    query: str = ""
    year: int | None = None
    state: str = ""
    upper: str = ""
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class PlanRow:
    id: int
    code: str
    title: str
    year: int
    owner: str
    owner_id: int
    state: str
    state_label: str
    version: int
    document_no: str
    document_date: date | None
    done: int
    items: int
    claimed: int
    overdue: int


@dataclass(frozen=True, slots=True)
class PlanPage:
    rows: list[PlanRow]
    count: int
    total: int
    next_key: tuple[int, int] | None


def narrowed(seen: QuerySet[Plan], filters: PlanFilter) -> QuerySet[Plan]:
    grams = query_grams(filters.query)
    if filters.query.strip():
        found = Q(code__startswith=filters.query.strip().upper())
        seen = seen.filter(found | Q(grams__contains=list(grams)) if grams else found)
    if filters.year:
        seen = seen.filter(year=filters.year)
    if filters.state in PlanState.values:
        seen = seen.filter(state=filters.state)
    if filters.upper:
        seen = seen.filter(upper__code=filters.upper)
    if filters.unit_id is not None:
        seen = seen.filter(owner_unit_id=filters.unit_id)
    return seen


def plan_rows(
    *, actor: Actor, filters: PlanFilter, now: datetime, after: Sequence[str | int | None] | None = None,
    size: int = PAGE,
) -> PlanPage:  # fmt: skip
    """Newest year first. About eight queries whatever there is."""
    seen = Plan.objects.visible_to(actor)
    found = narrowed(seen, filters)
    count = found.count()
    match after:
        case (int() as year, int() as pk) if abs(year) < 10_000 and 0 <= pk < 2**63:
            found = found.filter(Q(year__lt=year) | Q(year=year, pk__lt=pk))
    page = list(found.order_by("-year", "-pk")[: size + 1])
    latest = page[size - 1] if len(page) > size else None
    total = count if filters == PlanFilter() else seen.count()
    return PlanPage(described(page[:size], now), count, total, (latest.year, latest.pk) if latest else None)


def described(page: Sequence[Plan], now: datetime) -> list[PlanRow]:
    ids = [plan.pk for plan in page]
    states: dict[int, dict[str, int]] = {}
    counted = PlanItem.objects.filter(plan__in=ids).order_by("plan", "state").values_list("plan", "state")
    for plan_id, state, many in counted.annotate(many=Count("pk")):
        states.setdefault(plan_id, {})[state] = many
    late = Obligation.objects.filter(kind="plan_item", closed_at=None, late_at__lt=now)
    owing = PlanItem.objects.filter(plan__in=ids, obligation_id__in=late.values("pk")).order_by("plan")
    overdue = dict(owing.values_list("plan").annotate(many=Count("pk")))
    versions: dict[int, PlanVersion] = {}
    for version in PlanVersion.objects.filter(plan__in=ids).order_by("plan", "number"):
        if version.state != PlanVersion.State.DRAFT or version.plan_id not in versions:
            versions[version.plan_id] = version
    names = unit_names((plan.owner_unit_id for plan in page), day_of(now))
    rows = []
    for plan in page:
        mine, version = states.get(plan.pk, {}), versions[plan.pk]
        rows.append(
            PlanRow(
                id=plan.pk, code=plan.code, title=plan.title, year=plan.year, owner=names.get(plan.owner_unit_id, ""),
                owner_id=plan.owner_unit_id, state=plan.state, state_label=str(PlanState(plan.state).label),
                version=version.number, document_no=version.document_no, document_date=version.document_date,
                done=mine.get(ItemState.ACCEPTED, 0), items=sum(mine.get(state, 0) for state in COUNTED),
                claimed=mine.get(ItemState.CLAIMED, 0), overdue=overdue.get(plan.pk, 0),
            )
        )  # fmt: skip
    return rows


def all_rows(*, actor: Actor, filters: PlanFilter, now: datetime) -> Iterator[PlanRow]:
    """Every row that matches, for the export."""
    after: tuple[int, int] | None = None
    while True:
        page = plan_rows(actor=actor, filters=filters, now=now, after=after, size=500)
        yield from page.rows
        if page.next_key is None:
            return
        after = page.next_key


def years(actor: Actor) -> list[int]:
    """Years of plans in sight, newest first."""
    return sorted(
        set(Plan.objects.visible_to(actor).order_by("-year").values_list("year", flat=True).distinct()), reverse=True
    )
