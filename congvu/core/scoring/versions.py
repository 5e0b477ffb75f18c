"""Two versions of a set: what differs, in words, and which scores can be carried over."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from congvu.core.errors import N_
from congvu.core.scoring.rule import Rule, rule_to_dict
from congvu.core.scoring.tree import CriteriaSet, Criterion
from congvu.core.scoring.values import write
from congvu.core.text import fold


@dataclass(frozen=True, slots=True)
class Difference:
    """`kind`: added, removed, recoded, renamed, moved, maximum_changed, rule_changed, counts_changed, set_changed."""

    kind: str
    code: str
    sentence: str
    data: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence % {name: write(value) for name, value in self.data.items()}


def compare_sets(old: CriteriaSet, new: CriteriaSet) -> list[Difference]:
    """In the order of the new set, what was removed at last."""
    pairs = matched(old, new)
    back = {after: before for before, after in pairs.items()}
    found = list(_of_set(old, new))
    for row in new.criteria:
        if row.code in back:
            found += _of_criterion(old, new, old.criterion(back[row.code]), row, pairs)
        else:
            said = N_("Thêm tiêu chí %(code)s “%(name)s”, %(maximum)s điểm.")
            found.append(_difference("added", row.code, said, name=row.name, maximum=new.maximum(row.code)))
    for row in old.criteria:
        if row.code not in pairs:
            said = N_("Bỏ tiêu chí %(code)s “%(name)s”, %(maximum)s điểm.")
            found.append(_difference("removed", row.code, said, name=row.name, maximum=old.maximum(row.code)))
    return found


def matched(old: CriteriaSet, new: CriteriaSet) -> dict[str, str]:
    """Old code → new code of the same criterion.

    The same code with the same name, else the same name once on both sides (it was given another code), else the same
    code when neither of the two has found its like.
    """
    pairs = {row.code: row.code for row in old.criteria if row.code in new and _alike(row, new.criterion(row.code))}
    olds = _by_name(row for row in old.criteria if row.code not in pairs)
    taken = set(pairs.values())
    news = _by_name(row for row in new.criteria if row.code not in taken)
    pairs |= {olds[name]: news[name] for name in olds if name in news}
    taken = set(pairs.values())
    for row in old.criteria:
        if row.code not in pairs and row.code in new and row.code not in taken:
            pairs[row.code] = row.code
    return pairs


def _alike(one: Criterion, other: Criterion) -> bool:
    return fold(one.name) == fold(other.name)


def _by_name(rows: Iterable[Criterion]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(fold(row.name), []).append(row.code)
    return {name: codes[0] for name, codes in found.items() if name and len(codes) == 1}


def _of_set(old: CriteriaSet, new: CriteriaSet) -> Iterator[Difference]:
    if old.base_maximum != new.base_maximum:
        said = N_("Thang điểm đổi từ %(old)s sang %(new)s.")
        yield _difference("set_changed", "", said, old=old.base_maximum, new=new.base_maximum)
    if (old.digits, old.rounding) != (new.digits, new.rounding):
        yield _difference("set_changed", "", N_("Cách làm tròn của bộ tiêu chí đã đổi."))
    if old.rescales != new.rescales:
        yield _difference("set_changed", "", N_("Cách quy đổi khi có tiêu chí không áp dụng đã đổi."))
    if (old.bonus_cap, old.penalty_cap, old.ceiling) != (new.bonus_cap, new.penalty_cap, new.ceiling):
        yield _difference("set_changed", "", N_("Mức trần điểm cộng, điểm trừ hoặc tổng điểm đã đổi."))


def _of_criterion(
    old: CriteriaSet, new: CriteriaSet, before: Criterion, after: Criterion, pairs: Mapping[str, str]
) -> Iterator[Difference]:
    code = after.code
    if before.code != code:
        said = N_("Tiêu chí %(old)s đổi mã thành %(code)s.")
        yield _difference("recoded", code, said, old=before.code)
    if not _alike(before, after):
        said = N_("Tiêu chí %(code)s đổi tên từ “%(old)s” thành “%(new)s”.")
        yield _difference("renamed", code, said, old=before.name, new=after.name)
    if pairs.get(before.parent, before.parent) != after.parent:
        said = N_("Tiêu chí %(code)s chuyển từ mục “%(old)s” sang mục “%(new)s”.")
        yield _difference("moved", code, said, old=before.parent, new=after.parent)
    if old.maximum(before.code) != new.maximum(code):
        said = N_("Điểm tối đa của %(code)s đổi từ %(old)s sang %(new)s.")
        yield _difference("maximum_changed", code, said, old=old.maximum(before.code), new=new.maximum(code))
    if old.counts(before.code) is not new.counts(code):
        said = N_("Cách tính của %(code)s đổi từ %(old)s sang %(new)s.")
        labels = old.counts(before.code).label, new.counts(code).label
        yield _difference("counts_changed", code, said, old=labels[0], new=labels[1])
    if (before.not_applicable, before.rescales, before.combine) != (
        after.not_applicable, after.rescales, after.combine,
    ):  # fmt: skip
        said = N_("Cách cộng hoặc cách quy đổi của %(code)s đã đổi.")
        yield _difference("rule_changed", code, said)
    if _scoring(before.rule) != _scoring(after.rule):
        said = N_("Quy tắc chấm của %(code)s đổi: %(changes)s.")
        yield _difference("rule_changed", code, said, changes="; ".join(_changes(before.rule, after.rule)))


def _difference(kind: str, code: str, sentence: str, **data: object) -> Difference:
    return Difference(kind, code, sentence, {"code": code, **data})


def _scoring(rule: Rule | None) -> Rule | None:
    """What of a rule makes points: not its source, note or examples."""
    return None if rule is None else replace(rule, source="", note="", examples=())


def _changes(before: Rule | None, after: Rule | None) -> list[str]:
    old, new = _flat(_document(before)), _flat(_document(after))
    places = [place for place in dict.fromkeys((*old, *new)) if old.get(place) != new.get(place)]
    return [f"{place}: {old.get(place, '–')} → {new.get(place, '–')}" for place in places]


def _document(rule: Rule | None) -> Mapping[str, object]:
    plain = _scoring(rule)
    return rule_to_dict(plain) if plain else {}


def _flat(value: object, place: str = "") -> dict[str, str]:
    if isinstance(value, Mapping):
        return _merged(_flat(part, f"{place}.{name}".lstrip(".")) for name, part in value.items())
    if isinstance(value, list):
        return _merged(_flat(part, f"{place}[{number}]") for number, part in enumerate(value))
    return {place: str(value)}


def _merged(parts: Iterable[dict[str, str]]) -> dict[str, str]:
    return {place: value for part in parts for place, value in part.items()}


# --- Carrying scores over -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Carried:
    """`scores` under the new codes; `dropped`: old code → why it must be scored anew; `open`: new ones without."""

    scores: dict[str, Decimal]
    dropped: dict[str, str]
    open: tuple[str, ...]


_GONE, _OTHER = N_("tiêu chí không còn trong bộ mới"), N_("điểm tối đa hoặc quy tắc chấm đã đổi")


def carry_over(old: CriteriaSet, new: CriteriaSet, scores: Mapping[str, Decimal]) -> Carried:
    """Scores of criteria that are scored in the same way: same maximum, same rule, still a leaf."""
    pairs, kept, dropped = matched(old, new), dict[str, Decimal](), dict[str, str]()
    for code, points in scores.items():
        there = pairs.get(code)
        if there is None:
            dropped[code] = _GONE
        elif is_same(old, new, code, there):
            kept[there] = points
        else:
            dropped[code] = _OTHER
    return Carried(kept, dropped, tuple(leaf.code for leaf in new.leaves if leaf.code not in kept))


def is_same(old: CriteriaSet, new: CriteriaSet, before: str, after: str) -> bool:
    """Whether points of the one are points of the other."""
    one, other = old.criterion(before), new.criterion(after)
    return (
        old.is_leaf(before)
        and new.is_leaf(after)
        and old.maximum(before) == new.maximum(after)
        and old.counts(before) is new.counts(after)
        and _scoring(one.rule) == _scoring(other.rule)
    )
