"""A round from its plan to the day it opens: windows, units, who appraises what; and what everybody then owes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from congvu.core import periods
from congvu.core.errors import N_, DomainError
from congvu.indexes import duties, policy, reckoning
from congvu.indexes.events import AppraiserAssigned, RoundOpened, RoundPlanned
from congvu.indexes.models import (
    Appraiser,
    CriteriaSet,
    Criterion,
    Round,
    RoundState,
    RoundUnit,
    RoundVersion,
    Score,
    SourceKind,
    Window,
)
from congvu.ledger.record import record
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight


class SetNotPublished(DomainError):
    code = "index_set_not_published"
    sentence = N_("Bộ tiêu chí “%(set)s” còn là bản thảo. Hãy ban hành trước khi lập đợt, hoặc lập đợt chấm thử.")


class RoundExists(DomainError):
    code = "index_round_exists"
    sentence = N_("Đã có đợt “%(code)s”. Hãy mở đợt đó, hoặc chọn kỳ khác.")


class NoWindow(DomainError):
    code = "index_no_window"
    sentence = N_("Loại đơn vị “%(kind)s” chưa có thời hạn trong đợt. Hãy ghi hạn cho loại này hoặc hạn chung.")


class NobodyAppraises(DomainError):
    code = "index_nobody_appraises"
    sentence = N_("Tiêu chí %(criterion)s của %(unit)s chưa có cơ quan thẩm định nào khác chính đơn vị. Hãy phân công.")


class NoUnits(DomainError):
    code = "index_no_units"
    sentence = N_("Đợt chưa có đơn vị nào. Hãy thêm đơn vị được chấm trước khi mở.")


class AlreadyOpen(DomainError):
    code = "index_round_open_already"
    sentence = N_("Đợt “%(round)s” đã mở. Đơn vị và phân công giữ như lúc mở.")


class CriterionUnknown(DomainError):
    code = "index_criterion_unknown"
    sentence = N_("Bộ tiêu chí “%(set)s” không có tiêu chí “%(criterion)s”. Hãy xem mã ở trang bộ tiêu chí.")
    status = 422


@dataclass(frozen=True, slots=True)
class Entrant:
    """A unit to be scored. `group`: ranked among these. `not_ranked_because`: scored without a rank."""

    unit_id: int
    group: str = ""
    not_ranked_because: str = ""
    joined_on: date | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """The window of a kind of unit; "" is for every kind without one of its own."""

    self_due_on: date
    appraise_due_on: date
    explain_due_on: date
    unit_kind: str = ""


def locked(code: str) -> Round:
    """The round of that code, locked. Rounds are in sight of whoever may see indexes. Raises NotInSight."""
    found = Round.objects.select_for_update(of=("self",)).select_related("criteria_set").filter(code=code).first()
    if found is None:
        raise NotInSight
    return found


@transaction.atomic
def plan_round(
    *, criteria_set: CriteriaSet, period: str, name: str, rehearsal: bool = False, plan: str = "",
    owner_unit_id: int | None = None, actor: Actor, at: datetime,
) -> Round:  # fmt: skip
    """A round of `SET-PERIOD`, not open yet. A rehearsal may run on a draft and is called `SET-PERIOD` with `T`."""
    policy.require_manager(actor, owner_unit_id or actor.unit_id)
    if not rehearsal and not criteria_set.is_published:
        raise SetNotPublished(set=criteria_set.code)
    period = periods.period_from(period).code
    code = f"{criteria_set.code}-{period}{'T' if rehearsal else ''}"
    if Round.objects.filter(code=code).exists():
        raise RoundExists(code=code, field="period")
    made = Round.objects.create(
        code=code, name=name.strip() or code, criteria_set=criteria_set, period=period, rehearsal=rehearsal,
        owner_id=owner_unit_id or actor.unit_id, plan=plan.strip(), made_at=at,
        tie_rule=criteria_set.options.get("ties", "competition"),
    )  # fmt: skip
    RoundVersion.objects.create(round=made, criteria_set=criteria_set, since_at=at)
    event = RoundPlanned(code=code, set_id=criteria_set.pk, rehearsal=rehearsal)
    record(event, about=("index_round", made.pk), actor=actor, at=at)
    return made


@transaction.atomic
def set_days(*, code: str, days: Iterable[Days], actor: Actor, at: datetime) -> None:
    """The windows, by kind of unit; replaces those there were. Only before the round opens."""
    found = _planned(code)
    policy.require_manager(actor, found.owner_id)
    found.windows.all().delete()
    for one in days:
        window = Window(
            round=found, unit_kind=one.unit_kind, self_due_on=one.self_due_on, appraise_due_on=one.appraise_due_on,
            explain_due_on=one.explain_due_on,
        )  # fmt: skip
        _validated(window).save()


@transaction.atomic
def add_units(*, code: str, entrants: Sequence[Entrant], actor: Actor, at: datetime) -> int:
    """Units to be scored; one that is there keeps what was said of it. How many were new."""
    found = _planned(code)
    policy.require_manager(actor, found.owner_id)
    there = set(found.units.values_list("unit_id", flat=True))
    rows = [
        RoundUnit(
            round=found, unit_id=one.unit_id, group=one.group, ranked=not one.not_ranked_because,
            not_ranked_because=one.not_ranked_because, joined_on=one.joined_on,
        )
        for one in entrants if one.unit_id not in there
    ]  # fmt: skip
    RoundUnit.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def assign_appraiser(*, code: str, body_id: int, criteria: Sequence[str], actor: Actor, at: datetime) -> Appraiser:
    """A body appraises these criteria with all below them. Raises CriterionUnknown."""
    found = _planned(code)
    policy.require_manager(actor, found.owner_id)
    known = {c.code for c in found.criteria_set.tree}
    for one in criteria:
        if one not in known:
            raise CriterionUnknown(field="criteria", criterion=one, set=found.criteria_set.code)
    made, _made = Appraiser.objects.update_or_create(
        round=found, unit_id=body_id, defaults={"criteria": list(criteria)}
    )  # fmt: skip
    event = AppraiserAssigned(body_id=body_id, criteria=",".join(criteria))
    record(event, about=("index_round", found.pk), actor=actor, at=at)
    return made


@transaction.atomic
def open_round(*, code: str, actor: Actor, at: datetime) -> Round:
    """A row for each criterion of each unit, and what each unit and body owes by when."""
    found = _planned(code)
    policy.require_manager(actor, found.owner_id)
    units = list(found.units.order_by("id"))
    if not units:
        raise NoUnits
    if not found.rehearsal and not found.criteria_set.is_published:
        raise SetNotPublished(set=found.criteria_set.code)
    windows = duties.windows_of(found, [one.unit_id for one in units], at)
    leaves = leaves_of(found.criteria_set)
    bodies = Assigned(found)
    rows = [
        Score(round_unit=one, criterion=leaf, appraiser_id=bodies.body_for(leaf, one.unit_id, found.owner_id))
        for one in units for leaf in leaves
    ]  # fmt: skip
    Score.objects.bulk_create(rows, batch_size=2000)
    found.state, found.opened_at = RoundState.OPEN, at
    found.save(update_fields=["state", "opened_at"])
    duties.open_all(found, units, windows, at=at)
    event = RoundOpened(units=len(units), criteria=len(leaves))
    record(event, about=("index_round", found.pk), actor=actor, at=at)
    return found


def leaves_of(criteria_set: CriteriaSet) -> list[Criterion]:
    """What is itself scored, in the order of the annex; what is only shown is not."""
    scored = {leaf.code for leaf in reckoning.core_set(criteria_set).leaves}
    return [c for c in criteria_set.tree if c.code in scored]


class Assigned:
    """Who appraises which criterion: the nearest assignment at the criterion or above it."""

    def __init__(self, found: Round) -> None:
        self.tree = {c.pk: c for c in found.criteria_set.tree}
        self.bodies = {
            code: one.unit_id for one in found.appraisers.order_by("id") for code in one.criteria
        }  # fmt: skip
        self.others = sorted(set(self.bodies.values()))

    def body_for(self, leaf: Criterion, unit_id: int, owner_id: int | None) -> int | None:
        """Never the unit itself: then the owner of the round, or another body. Survey and outside figures have none.

        Raises NobodyAppraises.
        """
        if leaf.source_kind in (SourceKind.SURVEY, SourceKind.EXTERNAL):
            return None
        place: Criterion | None = leaf
        wanted = [owner_id, *self.others]
        while place is not None:
            if place.code in self.bodies:
                wanted.insert(0, self.bodies[place.code])
                break
            place = self.tree.get(place.parent_id or 0)
        chosen = next((body for body in wanted if body is not None and body != unit_id), None)
        if chosen is None:
            raise NobodyAppraises(criterion=leaf.code, unit=unit_id)
        return chosen


def _planned(code: str) -> Round:
    found = locked(code)
    if found.state != RoundState.PLANNED:
        raise AlreadyOpen(round=found.name)
    return found


class DaysOutOfOrder(DomainError):
    code = "index_days_out_of_order"
    sentence = N_("Hạn tự chấm, thẩm định, giải trình phải theo thứ tự thời gian. Hãy sửa lại các ngày.")
    status = 422


def _validated(window: Window) -> Window:
    if not window.self_due_on <= window.appraise_due_on <= window.explain_due_on:
        raise DaysOutOfOrder(field="self_due_on")
    return window
