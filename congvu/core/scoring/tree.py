"""A criteria set: a tree of any depth, as printed. Only leaves are scored; everything above is added up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from congvu.core.errors import N_, DomainError
from congvu.core.numbers import Rounding
from congvu.core.scoring.rule import Rule


class Counts(StrEnum):
    """How the points of a criterion enter the total."""

    BASE = "base"
    BONUS = "bonus"
    PENALTY = "penalty"
    INFO = "info"

    @property
    def label(self) -> str:
        return {
            Counts.BASE: N_("điểm chuẩn"),
            Counts.BONUS: N_("điểm cộng"),
            Counts.PENALTY: N_("điểm trừ"),
            Counts.INFO: N_("chỉ thông tin, không tính điểm"),
        }[self]


class Combine(StrEnum):
    """How a parent comes out of its children."""

    SUM = "sum"
    HIGHEST = "highest"


class NotApplicable(StrEnum):
    """What becomes of the points of a criterion that does not apply to a unit."""

    EXCLUDED = "excluded"  # out of the maximum; the nearest criterion above that rescales brings it back to full scale
    FULL = "full"  # counted as reached
    ZERO = "zero"
    REDISTRIBUTED = "redistributed"  # its points go in equal parts to the other criteria beside it

    @property
    def label(self) -> str:
        return {
            NotApplicable.EXCLUDED: N_("loại khỏi thang điểm rồi quy đổi"),
            NotApplicable.FULL: N_("tính điểm tối đa"),
            NotApplicable.ZERO: N_("tính 0 điểm"),
            NotApplicable.REDISTRIBUTED: N_("chia đều cho các tiêu chí còn lại"),
        }[self]


class CriteriaUnsound(DomainError):
    """The rows are no tree."""

    code = "criteria_unsound"
    sentence = N_("Tiêu chí “%(code)s”: mã lặp lại, hoặc tiêu chí cha không có hay nằm dưới chính nó. Hãy sửa bảng.")
    status = 422


class CriterionUnknown(DomainError):
    """No criterion of this code in the set."""

    code = "criterion_unknown"
    sentence = N_("Bộ tiêu chí không có tiêu chí “%(code)s”. Hãy kiểm tra mã tiêu chí.")
    status = 422


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row. `maximum` None: that of its children together. `rescales`: exclusions below it end here."""

    code: str
    name: str
    parent: str = ""
    maximum: Decimal | None = None
    counts: Counts = Counts.BASE
    source_kind: str = ""  # self, survey, sipas, external, live, …: whence the points come
    rule: Rule | None = None
    combine: Combine = Combine.SUM
    rescales: bool = False
    rescale_to: Decimal | None = None  # the scale a footnote names, when it is not the maximum
    not_applicable: NotApplicable = NotApplicable.EXCLUDED
    level: str = ""
    scoring_text: str = ""  # the printed wording of the rule
    source: str = ""


@dataclass(frozen=True)
class CriteriaSet:
    """Criteria in printed order, parents anywhere. `rescales`: the whole is brought back to its full scale."""

    criteria: tuple[Criterion, ...]
    name: str = ""
    digits: int = 2
    rounding: Rounding = Rounding.HALF_UP
    rescales: bool = True
    bonus_cap: Decimal | None = None
    penalty_cap: Decimal | None = None
    ceiling: Decimal | None = None  # the total with bonus never exceeds it

    def __post_init__(self) -> None:
        known = self._by_code
        if len(known) != len(self.criteria):
            seen: set[str] = set()
            twice = next(row.code for row in self.criteria if row.code in seen or seen.add(row.code))  # type: ignore[func-returns-value]
            raise CriteriaUnsound(field="code", code=twice)
        for row in self.criteria:
            above, steps = row.parent, 0
            while above:
                steps += 1
                if above not in known or steps > len(known):
                    raise CriteriaUnsound(field="parent_code", code=row.code)
                above = known[above].parent

    @cached_property
    def _by_code(self) -> dict[str, Criterion]:
        return {row.code: row for row in self.criteria}

    @cached_property
    def _children(self) -> dict[str, tuple[Criterion, ...]]:
        found: dict[str, list[Criterion]] = {}
        for row in self.criteria:
            found.setdefault(row.parent, []).append(row)
        return {parent: tuple(rows) for parent, rows in found.items()}

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def criterion(self, code: str) -> Criterion:
        if code not in self._by_code:
            raise CriterionUnknown(field="criterion", code=code)
        return self._by_code[code]

    def children(self, code: str) -> tuple[Criterion, ...]:
        return self._children.get(code, ())

    @cached_property
    def roots(self) -> tuple[Criterion, ...]:
        return self.children("")

    def counts(self, code: str) -> Counts:
        """Its own, or what stands above it where that is no base."""
        return self._counts[code] if code in self._counts else self._counted(code)

    @cached_property
    def _counts(self) -> dict[str, Counts]:
        return {code: self._counted(code) for code in self._by_code}

    def _counted(self, code: str) -> Counts:
        row: Criterion | None = self.criterion(code)
        while row is not None:
            if row.counts is not Counts.BASE:
                return row.counts
            row = self._by_code.get(row.parent)
        return Counts.BASE

    def is_leaf(self, code: str) -> bool:
        """Scored itself: nothing below it is added up to it (a penalty or a line for information may stand there)."""
        return code in self._leaf_codes

    @cached_property
    def _leaf_codes(self) -> frozenset[str]:
        below = {row.parent for row in self.criteria if row.parent and self.counts(row.code) is self.counts(row.parent)}
        return frozenset(self._by_code) - below

    @cached_property
    def leaves(self) -> tuple[Criterion, ...]:
        """What is scored, in printed order; lines for information are not."""
        return tuple(
            row for row in self.criteria if self.counts(row.code) is not Counts.INFO and self.is_leaf(row.code)
        )

    def maximum(self, code: str) -> Decimal:
        """As printed, else the sum of its base children."""
        row = self.criterion(code)
        if row.maximum is not None:
            return row.maximum
        kind = self.counts(code)
        parts = [self.maximum(child.code) for child in self.children(code) if self.counts(child.code) is kind]
        return sum(parts, Decimal(0))

    @property
    def base_maximum(self) -> Decimal:
        """The scale: 100, 18, 600, 1000."""
        return sum((self.maximum(row.code) for row in self.roots if self.counts(row.code) is Counts.BASE), Decimal(0))

    def above(self, code: str) -> Iterator[Criterion]:
        """Its parents, the nearest first."""
        row = self.criterion(code)
        while row.parent:
            row = self.criterion(row.parent)
            yield row

    def under(self, code: str) -> Iterator[Criterion]:
        """The leaves under it, itself when it is one."""
        if self.is_leaf(code):
            yield self.criterion(code)
        for child in self.children(code):
            if self.counts(child.code) is not Counts.INFO:
                yield from self.under(child.code)

    def with_criteria(self, changed: Iterable[Criterion]) -> "CriteriaSet":
        by_code = {row.code: row for row in changed}
        return replace(self, criteria=tuple(by_code.get(row.code, row) for row in self.criteria))
