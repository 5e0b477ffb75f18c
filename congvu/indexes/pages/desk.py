"""What the desk shows, as values: the field of each answer, the head, the words of marks and modes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.core.ratio import Ratio, rate
from congvu.core.scoring import Kind, Wanted
from congvu.faces import words
from congvu.faces.parts import Deadline
from congvu.indexes.exports import plain
from congvu.indexes.models import SourceKind, UnitState
from congvu.indexes.pages.points import points
from congvu.indexes.selectors.desk import Desk, FieldRow, LeafRow, OpenCriterion
from congvu.metrics import registry
from congvu.obligations.selectors.inbox import edges_at, rows_of
from congvu.obligations.tables import deadline_of
from congvu.orgs.actor import Actor

ICONS = {"ok": "check", "lost": "alert-circle", "no": "file-alert", "wait": "messages", "na": "minus", "todo": "circle"}


def mark_words(mark: str) -> str:
    return {
        "ok": _("đủ điểm"), "lost": _("mất điểm"), "no": _("thiếu minh chứng"), "wait": _("chờ giải trình"),
        "na": _("không áp dụng"), "todo": _("chưa chấm"),
    }[mark]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leaf:
    code: str
    name: str
    mark: str
    icon: str
    words: str
    points: str
    maximum: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Field:
    code: str
    name: str
    points: str
    maximum: str
    leaves: tuple[Leaf, ...]
    opened: bool


@dataclass(frozen=True, slots=True)
class Ask:
    """An input of the rule as a field of the form; a ratio has two."""

    name: str
    label: str
    kind: str
    value: Any
    numerator: str
    denominator: str
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Live:
    """A figure of the system behind the rule: what it is, its fraction, its rows."""

    name: str
    text: str
    fraction: str
    url: str
    drift: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    fields: tuple[Field, ...]
    scored: int
    whole: int
    state: str
    deadline: Deadline | None
    asks: tuple[Ask, ...]
    live: tuple[Live, ...]
    proposed: str
    typed_points: str
    total: str
    out_of: str
    index: str
    source: str
    before: str
    base_url: str
    only_open: bool
    query: str
    open_count: int
    previous_url: str
    next_url: str


def desk_page(
    d: Desk, *, typed: Mapping[str, Any] | None, query: Mapping[str, str], actor: Actor, now: datetime
) -> DeskPage:
    base = reverse("indexes:desk", args=[d.round.code, d.unit.pk])
    only = query.get("viec") == "1"
    text = query.get("q", "").strip()
    fields = [_field(one, d, base, only, text) for one in d.fields]
    whole = sum(d.counts.values())
    total_index = d.total.index
    return DeskPage(
        fields=tuple(one for one in fields if one.leaves or not (only or text)), scored=whole - d.counts["todo"],
        whole=whole, state=str(UnitState(d.unit.state).label), deadline=_deadline(d, actor, now),
        asks=tuple(_asks(d.open, typed)) if d.open else (), live=tuple(_live(d.open, d)) if d.open else (),
        proposed=points(d.open.proposal.points) if d.open and d.open.proposal else "",
        typed_points=_typed_points(d, typed), total=points(d.total.points), out_of=points(d.total.out_of),
        index="–" if total_index is None else words.number(total_index, 2),
        source=str(SourceKind(d.open.score.criterion.source_kind).label) if d.open else "",
        before=_before(d.open) if d.open else "", base_url=base, only_open=only, query=text,
        open_count=d.counts["todo"] + d.counts["no"] + d.counts["wait"],
        previous_url=f"{base}?tc={d.open.previous_code}" if d.open and d.open.previous_code else "",
        next_url=f"{base}?tc={d.open.next_code}" if d.open and d.open.next_code else "",
    )  # fmt: skip


def _field(row: FieldRow, d: Desk, base: str, only: bool, text: str) -> Field:
    from congvu.core.text import fold

    shown = [
        leaf for leaf in row.leaves
        if (not only or leaf.mark in ("todo", "no", "wait"))
        and (not text or fold(text) in fold(f"{leaf.score.criterion.code} {leaf.score.criterion.name}"))
    ]  # fmt: skip
    return Field(
        row.code, row.name, points(row.points), points(row.maximum), tuple(_leaf(leaf, d, base) for leaf in shown),
        row.opened or only or bool(text),
    )  # fmt: skip


def _leaf(leaf: LeafRow, d: Desk, base: str) -> Leaf:
    c = leaf.score.criterion
    return Leaf(
        c.code, c.name, leaf.mark, ICONS[leaf.mark], mark_words(leaf.mark), points(leaf.points), points(leaf.maximum),
        f"{base}?tc={c.code}", bool(d.open and d.open.score.pk == leaf.score.pk),
    )  # fmt: skip


def _deadline(d: Desk, actor: Actor, now: datetime) -> Deadline | None:
    if d.owed is None:
        return None
    (row,) = rows_of([d.owed], now, edges_at(actor, now))
    return deadline_of(row)


def _asks(o: OpenCriterion, typed: Mapping[str, Any] | None) -> list[Ask]:
    answer = o.score.answer or (o.proposal.as_json()["inputs"] if o.proposal else {})
    return [_ask(one, answer.get(one.name), typed) for one in o.wanted]


def _ask(one: Wanted, value: Any, typed: Mapping[str, Any] | None) -> Ask:
    numerator = denominator = ""
    kind = one.kind.value
    if isinstance(value, dict) and set(value) == {"numerator", "denominator"}:
        numerator, denominator = shown(value["numerator"]), shown(value["denominator"])
    elif value is not None and one.kind in (Kind.RATIO, Kind.FIGURE, Kind.NUMBER, Kind.COUNT, Kind.RANK):
        value = shown(value)
    if one.kind is Kind.YES_NO and value is not None:
        value = "yes" if value else "no"
    if typed is not None:
        value = typed.get(f"a-{one.name}", value)
        numerator, denominator = typed.get(f"a-{one.name}-n", numerator), typed.get(f"a-{one.name}-d", denominator)
    if one.kind is Kind.FIGURE:
        kind = "ratio" if denominator or not value else "number"
    chosen = value if isinstance(value, (list, set, frozenset, tuple)) else (value,)
    tally = value if isinstance(value, dict) and one.kind is Kind.TALLY else {}
    options = tuple(
        (code, label or code, tally.get(code, "") if one.kind is Kind.TALLY else code in chosen)
        for code, label in one.options
    )  # fmt: skip
    return Ask(
        one.name,
        name_words(one.name),
        kind,
        value if not isinstance(value, dict) else "",
        numerator,
        denominator,
        options,
    )


def shown(value: object) -> str:
    """A stored number as people type it."""
    text = str(value)
    return text.replace(".", ",") if text.replace(".", "", 1).replace("-", "", 1).isdigit() else text


def name_words(name: str) -> str:
    """What a figure is called: in the catalogue, or as the rule calls it."""
    plain = name.partition("@")[0]
    found = next((one for one in registry.all_metrics() if one.code == plain), None)
    if found is not None:
        return found.name_en if words.english() else found.name_vi
    return {
        "value": _("Số liệu"), "answer": _("Trả lời"), "step": _("Mức đạt"), "level": _("Mức đạt"),
        "conditions": _("Các yêu cầu đạt"), "points": _("Điểm"), "factors": _("Các yếu tố"), "count": _("Số lượng"),
        "rank": _("Thứ hạng"),
    }.get(plain, plain.replace("_", " "))  # fmt: skip


def _live(o: OpenCriterion, d: Desk) -> list[Live]:
    if o.proposal is None:
        return []
    known = {one.code for one in registry.all_metrics()}
    made = []
    for name, value in o.proposal.inputs.items():
        text, fraction = _figure(value)
        url = ""
        if name in known:
            url = f"{reverse('metrics:rows', args=[name])}?ky={d.round.period}&dv={d.unit.unit.code}"
        made.append(Live(name_words(name), text, fraction, url, _drift(name, value, o)))
    return made


def _figure(value: object) -> tuple[str, str]:
    if isinstance(value, Ratio):
        made = rate(value.numerator, value.denominator, when_nothing=value.when_nothing)
        return made.text(), made.fraction()
    return (words.number(value), "") if isinstance(value, int | Decimal) else (str(value), "")


def _drift(name: str, value: object, o: OpenCriterion) -> str:
    """How far the unit's claim is from the system's figure."""
    claimed = (o.score.answer or {}).get(name)
    if not isinstance(value, Ratio) or not isinstance(claimed, dict):
        return ""
    numerator, denominator = Decimal(claimed["numerator"]), Decimal(claimed["denominator"])
    if (numerator, denominator) == (value.numerator, value.denominator):
        return ""
    return _("Đơn vị báo %(claimed)s, lệch %(by)s.") % {
        "claimed": words.fraction(numerator, denominator), "by": words.signed(numerator - value.numerator),
    }  # fmt: skip


def _typed_points(d: Desk, typed: Mapping[str, Any] | None) -> str:
    if d.open is None:
        return ""
    if typed is not None and typed.get("points"):
        return str(typed["points"])
    s = d.open.score
    value = s.points
    if value is None and d.mode == "self":
        return ""
    if value is None and d.open.proposal is not None:
        value = d.open.proposal.points
    return "" if value is None else typed_form(value)


def typed_form(value: Decimal) -> str:
    """Points as a person types them, in every language: 2,00; three places get a fourth, as 1,125 could be a thousand.

    >>> typed_form(Decimal("2")), typed_form(Decimal("1.125"))
    ('2,00', '1,1250')
    """
    whole, _point, rest = plain(value).partition(".")
    return f"{whole},{rest.ljust(4 if len(rest) == 3 else 2, '0')}"


def _before(o: OpenCriterion) -> str:
    if o.before is None or o.before.points is None:
        return ""
    lost = o.before.criterion.out_of - o.before.points
    period = o.before.round_unit.round.period
    if lost <= 0:
        return _("kỳ %(period)s: đủ điểm") % {"period": period}
    return _("kỳ %(period)s: mất %(lost)s") % {"period": period, "lost": points(lost)}
