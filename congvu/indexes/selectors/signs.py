"""Signs for the inspector: doubts of the units he may inspect, each with the rows behind it. Never an accusation."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from congvu.core import periods
from congvu.core.signs import Act, Doubt, Limits, Sign
from congvu.indexes import live, signs
from congvu.indexes.models import Round, RoundUnit
from congvu.indexes.selectors.rounds import one_round
from congvu.obligations import policy as sight
from congvu.obligations import subjects
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.orgs.units import names_of

MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class SignedUnit:
    """A unit that was looked at; `counts`: how many rows each sign has, empty where nothing was noticed."""

    unit: RoundUnit
    name: str
    counts: Mapping[Sign, int]


@dataclass(frozen=True, slots=True)
class Signs:
    """`subjects`: (kind, id) → code and address of what the reader may see; the rest is counted, not named."""

    round: Round
    as_of: date
    units: tuple[SignedUnit, ...]
    doubts: tuple[Doubt, ...]
    subjects: Mapping[tuple[str, str], tuple[str, str]]
    limits: Limits

    def pk_of(self, unit_id: int) -> int:
        return next(one.unit.pk for one in self.units if one.unit.unit_id == unit_id)

    def name_of(self, unit_id: int) -> str:
        return next(one.name for one in self.units if one.unit.unit_id == unit_id)


def signs_of(code: str, *, actor: Actor, now: datetime, unit_pk: int | None = None) -> Signs:
    """Raises NotInSight where the reader may inspect no unit of the round."""
    found = one_round(code)
    units = list(RoundUnit.objects.inspectable_by(actor).filter(round=found).select_related("unit").order_by("id"))
    if not units:
        raise NotInSight
    as_of = live.as_of_day(periods.period_from(found.period), now)
    made = signs.doubts(found, units, as_of=as_of, at=now)
    names = names_of([one.unit_id for one in units], as_of)
    counts: dict[int, Counter[Sign]] = {one.unit_id: Counter() for one in units}
    for doubt in made:
        counts[doubt.unit][doubt.sign] += doubt.count
    shown = [one for one in made if unit_pk is None or any(u.pk == unit_pk and u.unit_id == one.unit for u in units)]
    rows = [SignedUnit(one, names.get(one.unit_id, one.unit.code), counts[one.unit_id]) for one in units]
    rows.sort(key=lambda row: (-sum(row.counts.values()), row.name, row.unit.pk))
    return Signs(found, as_of, tuple(rows), tuple(shown), _subjects(shown, actor), signs.limits())


def _subjects(doubts: list[Doubt], actor: Actor) -> dict[tuple[str, str], tuple[str, str]]:
    """Two queries for each kind of subject that stands in the rows shown."""
    asked: dict[str, set[int]] = {}
    for row in (row for doubt in doubts for row in doubt.rows[:MOST_ROWS]):
        kind = subject_kind(row)
        if kind:
            asked.setdefault(kind, set()).add(int(row.what))
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for kind, ids in sorted(asked.items()):
        known = subjects.known(kind)
        if known is None:
            continue
        seen = sight.visible_to(actor).filter(kind=kind, subject_kind=kind, subject_id__in=ids).order_by()
        for pk, one in known.describe(sorted(set(seen.values_list("subject_id", flat=True)))).items():
            found[kind, str(pk)] = one.code, one.url
    return found


def subject_kind(row: Act) -> str:
    """`dossier.finished` → `dossier`; nothing for a criterion, which needs no looking up."""
    kind = row.kind.partition(".")[0]
    return "" if kind == "index" else kind
