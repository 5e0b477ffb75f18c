"""Rates that never travel bare: numerator, denominator, named rounding, and what it means when nothing happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from congvu.core.errors import N_, DomainError
from congvu.core.numbers import Lang, Rounding, format_number, format_percent, round_to

Count = int | Decimal


class WhenNothing(StrEnum):
    """What a rate means when there was nothing to count (denominator 0)."""

    EXCLUDED = "excluded"
    FULL = "full"
    ZERO = "zero"

    @property
    def label(self) -> str:
        return _WHEN_NOTHING_LABELS[self]


_WHEN_NOTHING_LABELS = {
    WhenNothing.EXCLUDED: N_("không phát sinh, không tính tỷ lệ"),
    WhenNothing.FULL: N_("không phát sinh, tính là 100 %"),
    WhenNothing.ZERO: N_("không phát sinh, tính là 0 %"),
}
_WORTH_OF_NOTHING = {WhenNothing.FULL: Fraction(1), WhenNothing.ZERO: Fraction(0)}


class NegativeCount(DomainError):
    """A rate of counts below nought."""

    code = "negative_count"
    sentence = N_("Tỷ lệ %(numerator)s/%(denominator)s có số âm. Hãy kiểm tra lại số liệu đếm được.")
    status = 422


@dataclass(frozen=True, slots=True)
class Ratio:
    """`numerator` out of `denominator`, exact and unrounded."""

    numerator: Count
    denominator: Count
    when_nothing: WhenNothing = WhenNothing.EXCLUDED

    def __post_init__(self) -> None:
        if self.numerator < 0 or self.denominator < 0:
            raise NegativeCount(numerator=self.numerator, denominator=self.denominator)

    @property
    def exact(self) -> Fraction | None:
        """The quotient; with nothing to count what `when_nothing` says. Something out of nothing has no value."""
        if self.denominator:
            return Fraction(self.numerator) / Fraction(self.denominator)
        return None if self.numerator else _WORTH_OF_NOTHING.get(self.when_nothing)

    @property
    def nothing_happened(self) -> bool:
        return not self.denominator

    @property
    def exceeds_whole(self) -> bool:
        """More than all: shown and flagged, never clipped (printed reports hold 101,9 %)."""
        return self.numerator > self.denominator

    def __add__(self, other: "Ratio") -> "Ratio":
        """The rate of two groups taken together: counts are added, percentages never."""
        return Ratio(self.numerator + other.numerator, self.denominator + other.denominator, self.when_nothing)


@dataclass(frozen=True, slots=True)
class Rate:
    """A ratio as a percentage of so many places, rounded in a named way. `value` is None when there is none."""

    ratio: Ratio
    places: int
    rounding: Rounding
    value: Decimal | None

    @property
    def numerator(self) -> Count:
        return self.ratio.numerator

    @property
    def denominator(self) -> Count:
        return self.ratio.denominator

    def text(self, lang: Lang = "vi") -> str:
        """`98,63 %`, or a dash."""
        return format_percent(self.value, places=self.places, lang=lang)

    def fraction(self, lang: Lang = "vi") -> str:
        """`1.242/1.276`, to stand beside the percentage."""
        return f"{format_number(self.numerator, lang=lang)}/{format_number(self.denominator, lang=lang)}"


def rate(
    numerator: Count,
    denominator: Count,
    *,
    places: int = 2,
    rounding: Rounding = Rounding.HALF_UP,
    when_nothing: WhenNothing = WhenNothing.EXCLUDED,
) -> Rate:
    """The percentage of `numerator` in `denominator`.

    >>> rate(1242, 1276).text(), rate(0, 0).value
    ('97,34\\xa0%', None)
    """
    ratio = Ratio(numerator, denominator, when_nothing)
    exact = ratio.exact
    value = None if exact is None else round_to(exact * 100, places, rounding)
    return Rate(ratio, places, rounding, value)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sentence to translate where it is shown, with its numbers already written; `str()` gives the Vietnamese."""

    sentence: str
    data: dict[str, str]

    def __str__(self) -> str:
        return self.sentence % self.data


_COUNTED = N_("%(numerator)s/%(denominator)s = %(value)s")
_TRUNCATED = N_("%(numerator)s/%(denominator)s = %(value)s (cắt bớt; làm tròn là %(half_up)s)")
_EXCEEDS = N_("%(numerator)s/%(denominator)s = %(value)s, vượt quá tổng số: hãy kiểm tra hai số đếm")
_NOTHING = {
    WhenNothing.EXCLUDED: N_("%(numerator)s/%(denominator)s: không phát sinh, không tính tỷ lệ"),
    WhenNothing.FULL: N_("%(numerator)s/%(denominator)s: không phát sinh, tính là %(value)s"),
    WhenNothing.ZERO: N_("%(numerator)s/%(denominator)s: không phát sinh, tính là %(value)s"),
}
_FROM_NOTHING = N_("%(numerator)s/%(denominator)s: có kết quả mà không có tổng số, hãy kiểm tra số liệu")


def explain(of: Rate, lang: Lang = "vi") -> Explanation:
    """How the percentage came about.

    >>> str(explain(rate(10, 18, rounding=Rounding.TRUNCATED))).replace("\\u00a0", " ")
    '10/18 = 55,55 % (cắt bớt; làm tròn là 55,56 %)'
    """
    data = {
        "numerator": format_number(of.numerator, lang=lang),
        "denominator": format_number(of.denominator, lang=lang),
        "value": of.text(lang),
    }
    if of.ratio.nothing_happened:
        return Explanation(_FROM_NOTHING if of.numerator else _NOTHING[of.ratio.when_nothing], data)
    if of.ratio.exceeds_whole:
        return Explanation(_EXCEEDS, data)
    half_up = rate(of.numerator, of.denominator, places=of.places)
    if half_up.value != of.value:
        return Explanation(_TRUNCATED, data | {"half_up": half_up.text(lang)})
    return Explanation(_COUNTED, data)


def roundings_of(numerator: Count, denominator: Count, *, printed: Decimal) -> tuple[Rounding, ...]:
    """Which roundings of numerator/denominator give the printed percentage; its own decimal places count.

    Empty: the figure does not follow from these numbers. Only TRUNCATED: it was cut, not rounded.

    >>> roundings_of(10, 18, printed=Decimal("55.55"))
    (<Rounding.TRUNCATED: 'truncated'>,)
    """
    exact = Ratio(numerator, denominator).exact
    exponent = printed.as_tuple().exponent
    if exact is None or not isinstance(exponent, int):
        return ()
    places = max(0, -exponent)
    return tuple(how for how in Rounding if round_to(exact * 100, places, how) == printed)


# --- Parts of a whole ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """One row of a table whose percentages add up to 100. `adjusted`: not plainly rounded, so that the sum closes."""

    count: Count
    total: Count
    value: Decimal | None
    adjusted: bool


SHARES_LABEL = N_("Tỷ trọng được điều chỉnh theo số dư lớn nhất để cộng đúng 100 %")


def shares(counts: Sequence[Count], *, places: int = 2) -> tuple[Share, ...]:
    """Percentages of the parts that add up to exactly 100: cut all, then give what is left to the largest remainders.

    Equal remainders go to the earlier row. With nothing counted no row has a value.

    >>> [share.value for share in shares([1, 1, 1])]
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    total: Count = sum(counts)
    if any(count < 0 for count in counts):
        raise NegativeCount(numerator=min(counts), denominator=total)
    if not total:
        return tuple(Share(count, 0, None, adjusted=False) for count in counts)
    whole = 100 * 10**places
    exact = [Fraction(count) / Fraction(total) * whole for count in counts]
    units = [value.numerator // value.denominator for value in exact]
    by_remainder = sorted(range(len(counts)), key=lambda row: (units[row] - exact[row], row))
    for row in by_remainder[: whole - sum(units)]:
        units[row] += 1
    return tuple(_share(*row, total=total, places=places) for row in zip(counts, exact, units, strict=True))


def _share(count: Count, exact: Fraction, units: int, *, total: Count, places: int) -> Share:
    value = Decimal((0, tuple(map(int, str(units))), -places))
    return Share(count, total, value, adjusted=value != round_to(exact / 10**places, places))


def sum_of(ratios: Iterable[Ratio]) -> Ratio:
    """All groups together; the empty sum is 0 out of 0."""
    together = Ratio(0, 0)
    for part in ratios:
        together = part + together
    return together
