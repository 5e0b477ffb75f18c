"""Rounds: the list, and one round's board of who has not yet and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q
from django.utils.translation import gettext

from congvu.indexes import groups, policy
from congvu.indexes.models import Evidence, Round, RoundState, RoundUnit, Score, SourceKind, UnitState
from congvu.ledger.selectors import TimelineRow, timeline
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.orgs.units import names_of


@dataclass(frozen=True, slots=True)
class RoundRow:
    code: str
    name: str
    set: str
    period: str
    state: str
    state_label: str
    rehearsal: bool
    units: int
    settled: int
    published_at: datetime | None


def round_rows() -> list[RoundRow]:
    """Latest period first. One query; every reader of indexes sees which rounds there are."""
    found = Round.objects.select_related("criteria_set").annotate(
        many=Count("units"), done=Count("units", filter=Q(units__state=UnitState.SETTLED))
    )  # fmt: skip
    return [
        RoundRow(
            row.code, row.name, str(row.criteria_set), row.period, row.state, str(row.get_state_display()),
            row.rehearsal, row.many, row.done, row.published_at,
        )
        for row in found.order_by("-period", "code")
    ]  # fmt: skip


def one_round(code: str) -> Round:
    """Raises NotInSight."""
    found = Round.objects.select_related("criteria_set", "locked_by").filter(code=code).first()
    if found is None:
        raise NotInSight
    return found


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """How far a unit is. `missing`: not scored; `bare`: neither evidence nor explanation; `first`, `second`: how many
    criteria still wait for the appraisal of the stage.
    """

    unit: RoundUnit
    name: str
    group: str
    criteria: int
    scored: int
    missing: int
    bare: int
    appraised: int
    to_appraise: int
    asked: int
    appealed: int

    @property
    def waits_for(self) -> int:
        return {
            UnitState.SELF_SCORING: self.missing + self.bare, UnitState.APPRAISING: self.to_appraise,
            UnitState.EXPLAINING: self.asked, UnitState.REAPPRAISING: self.appealed,
        }.get(UnitState(self.unit.state), 0)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Board:
    round: Round
    rows: tuple[UnitProgress, ...]
    counts: Mapping[str, int]
    windows: tuple[tuple[str, date, date, date], ...]
    bodies: tuple[tuple[str, str], ...]
    events: tuple[TimelineRow, ...]
    versions: tuple[str, ...]
    may_manage: bool
    lines: int
    may_inspect: bool


def board(code: str, *, actor: Actor, state: str = "", mine: bool = False) -> Board:
    """About twelve queries however many units and criteria. Raises NotInSight."""
    found = one_round(code)
    seen = RoundUnit.objects.visible_to(actor).filter(round=found).select_related("unit")
    units = list(seen.order_by("group", "id"))
    progress = _progress(found)
    names = names_of([u.unit_id for u in units], date.max)
    rows = [_row(u, names.get(u.unit_id, u.unit.code), progress.get(u.pk, {})) for u in units]
    counts = {one.value: sum(row.unit.state == one for row in rows) for one in UnitState}
    if state:
        rows = [row for row in rows if row.unit.state == state]
    if mine:
        rows = [row for row in rows if row.unit.pk in _waiting_for(found, actor)]
    bodies = list(found.appraisers.order_by("id"))
    body_names = names_of([b.unit_id for b in bodies], date.max)
    return Board(
        found, tuple(sorted(rows, key=lambda row: (row.group, row.name))), counts,
        tuple(
            (w.unit_kind, w.self_due_on, w.appraise_due_on, w.explain_due_on)
            for w in found.windows.order_by("unit_kind")
        ),
        tuple((body_names.get(b.unit_id, ""), ", ".join(b.criteria)) for b in bodies),
        tuple(timeline("index_round", found.pk)),
        tuple(str(v.criteria_set) for v in found.versions.select_related("criteria_set").order_by("id")),
        policy.may_manage(actor, found.owner_id), len(rows),
        RoundUnit.objects.inspectable_by(actor).filter(round=found).exists(),
    )  # fmt: skip


def _progress(found: Round) -> dict[int, dict[str, int]]:
    """Counts per unit in two statements."""
    own = Q(criterion__source_kind__in=(SourceKind.SELF, SourceKind.SYSTEM))
    there = Score.objects.filter(round_unit__round=found, criterion__set=found.criteria_set_id)
    rows = there.order_by("round_unit_id").values("round_unit_id").annotate(
        criteria=Count("id"),
        scored=Count("id", filter=Q(self_points__isnull=False) | Q(first_points__isnull=False) | Q(excluded=True)),
        missing=Count("id", filter=own & Q(self_points=None, excluded=False)),
        to_appraise=Count("id", filter=Q(first_points=None, excluded=False) & ~Q(appraiser=None)),
        given=Count("id", filter=Q(first_points__isnull=False)),
        asked=Count("id", filter=Q(appealed_at=None) & (~Q(question="") | Q(first_points__lt=F("self_points")))),
        appealed=Count("id", filter=Q(appealed_at__isnull=False, second_points=None)),
    )  # fmt: skip
    progress = {row["round_unit_id"]: {key: int(str(value)) for key, value in row.items()} for row in rows}
    proved = Evidence.objects.filter(removed_at=None).order_by().values("score")
    bare = there.filter(own, self_points__isnull=False, explanation="", proposed=None, excluded=False)
    for row in bare.exclude(pk__in=proved).order_by("round_unit_id").values("round_unit_id").annotate(bare=Count("id")):
        progress[row["round_unit_id"]]["bare"] = row["bare"]
    return progress


def _row(unit: RoundUnit, name: str, counts: Mapping[str, int]) -> UnitProgress:
    def of(key: str) -> int:
        return counts.get(key, 0)

    return UnitProgress(
        unit, name, gettext(groups.label_of(unit.group)) if unit.group else "", of("criteria"), of("scored"),
        of("missing"), of("bare"), of("given"), of("to_appraise"), of("asked"), of("appealed"),
    )  # fmt: skip


def _waiting_for(found: Round, actor: Actor) -> set[int]:
    """Units in which a body of the actor has something to appraise now."""
    reach = actor.reach(policy.APPRAISE)
    waiting = Score.objects.filter(
        round_unit__round=found, criterion__set=found.criteria_set_id,
        round_unit__state__in=(UnitState.APPRAISING, UnitState.REAPPRAISING),
    ).exclude(appraiser=None)  # fmt: skip
    pairs = waiting.order_by().values_list("round_unit_id", "appraiser_id").distinct()
    return {unit for unit, body in pairs if body is not None and reach.holds_unit(body)}


def is_open(found: Round) -> bool:
    return found.state == RoundState.OPEN
