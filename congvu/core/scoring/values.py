"""What a rule is given: answers, choices, counts, figures. Exact in, exact inside; only the rule rounds, once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from congvu.core.errors import N_, DomainError, Said
from congvu.core.numbers import Lang, format_number, round_to
from congvu.core.ratio import Explanation, Ratio

Input = bool | str | int | Decimal | Ratio | Iterable[str] | Mapping[str, int] | None
Given = Mapping[str, Input]

_LARGEST = 10**31
MOST_DIGITS = 30  # before or after the point: more than any figure of an administration has


class InputUnfit(DomainError):
    """What was given for a criterion is not what its rule reads."""

    code = "score_input_unfit"
    sentence = N_("“%(name)s” nhận “%(value)s”, không hợp lệ: cần %(wanted)s. Hãy nhập lại.")
    status = 422


class PointsOutOfRange(DomainError):
    """Points above the maximum or below the least."""

    code = "points_out_of_range"
    sentence = N_("Điểm %(points)s không nằm trong khoảng %(least)s đến %(most)s. Hãy nhập lại.")
    status = 422


class PointsOffStep(DomainError):
    """Points between two steps."""

    code = "points_off_step"
    sentence = N_("Điểm %(points)s lệch bước chấm %(step)s. Hãy nhập %(below)s hoặc %(above)s.")
    status = 422


class Kind(StrEnum):
    """The shape of one input; a form field is made from it."""

    YES_NO = "yes_no"  # bool
    CHOICE = "choice"  # one code of the options
    CHOICES = "choices"  # several codes
    TALLY = "tally"  # code → how many
    NUMBER = "number"  # Decimal, int, or Ratio read as a percentage
    RATIO = "ratio"  # Ratio (or a percentage already made, as Decimal)
    FIGURE = "figure"  # number or Ratio, for a formula
    COUNT = "count"  # whole, not negative
    RANK = "rank"  # 1 is the first
    POINTS = "points"  # entered by the appraiser

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]


_KIND_LABELS = {
    Kind.YES_NO: N_("có hoặc không"),
    Kind.CHOICE: N_("một mức trong danh sách"),
    Kind.CHOICES: N_("các điều kiện trong danh sách"),
    Kind.TALLY: N_("số lượng theo từng mức trong danh sách"),
    Kind.NUMBER: N_("một số"),
    Kind.RATIO: N_("tử số và mẫu số"),
    Kind.FIGURE: N_("một số hoặc tử số và mẫu số"),
    Kind.COUNT: N_("một số nguyên không âm"),
    Kind.RANK: N_("thứ hạng, từ 1"),
    Kind.POINTS: N_("số điểm"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One input that a rule reads. `options` are code and label; `year` -1 asks for the figure of the year before."""

    name: str
    kind: Kind
    options: tuple[tuple[str, str], ...] = ()
    year: int = 0

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.options)


@dataclass(frozen=True, slots=True)
class External:
    """A base that is a published figure of the year scored (`year=0`) or of an earlier one (`-1`)."""

    figure: str
    year: int = 0

    @property
    def name(self) -> str:
        """The name of the input: `national_poverty_rate`, or `national_poverty_rate@-1`."""
        return self.figure if self.year == 0 else f"{self.figure}@{self.year}"


Base = Decimal | External


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the working of a score. Numbers stay numbers until they are written."""

    sentence: str
    numbers: Mapping[str, object]

    def written(self, lang: Lang = "vi") -> Explanation:
        return Explanation(self.sentence, {name: write(value, lang) for name, value in self.numbers.items()})

    def __str__(self) -> str:
        return str(self.written())


def line(sentence: str, /, **numbers: object) -> Line:
    return Line(sentence, numbers)


def write(value: object, lang: Lang = "vi") -> str:
    """A number as people read it: all its digits when they end, four places when they do not.

    >>> write(Fraction(1, 3)), write(Decimal("5.20")), write(20000)
    ('0,3333', '5,2', '20.000')
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        return str(value)
    if isinstance(value, Fraction):
        value = _decimal(value)
    number = Decimal(value)
    if number == number.to_integral_value():
        return format_number(number.to_integral_value(), lang=lang)
    return format_number(number.normalize(), lang=lang)


def _decimal(value: Fraction) -> Decimal:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return round_to(value, 20 if rest == 1 else 4)


class Nothing(Exception):
    """Inside a rule: there was nothing to count. Never leaves `Rule.score`."""

    def __init__(self, because: Line) -> None:
        super().__init__()
        self.because = because


class Missing(Exception):
    """Inside a rule: an input has not been given. Never leaves `Rule.score`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def exact(value: object, name: str, kind: Kind = Kind.NUMBER) -> Fraction:
    """The number as a fraction; NaN, infinity, binary floats and monsters of a million digits are refused."""
    if type(value) is int and -_LARGEST < value < _LARGEST:
        return Fraction(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise InputUnfit(field=name, name=name, value=value, wanted=Said(kind.label))
    if isinstance(value, Decimal):
        too_long = not value.is_finite() or (value != 0 and abs(value.adjusted()) > MOST_DIGITS)
        exponent = value.as_tuple().exponent
        if too_long or (isinstance(exponent, int) and exponent < -2 * MOST_DIGITS) or (value == 0 and exponent != 0):
            if not too_long and value == 0:
                return Fraction(0)
            raise InputUnfit(field=name, name=name, value=value, wanted=Said(kind.label))
    elif isinstance(value, int):
        raise InputUnfit(field=name, name=name, value="…", wanted=Said(kind.label))
    return Fraction(value)


def present(given: Given, name: str) -> object:
    value = given.get(name)
    if value is None:
        raise Missing(name)
    return value


def number(given: Given, name: str) -> Fraction:
    """A number; a ratio is read as a percentage, a ratio over nothing means that nothing happened."""
    value = present(given, name)
    return quotient(value, name) * 100 if isinstance(value, Ratio) else exact(value, name)


_NOTHING = N_("%(numerator)s/%(denominator)s: không phát sinh")


def quotient(value: Ratio, name: str) -> Fraction:
    numerator, denominator = exact(value.numerator, name), exact(value.denominator, name)
    if not denominator:
        if numerator:
            raise InputUnfit(field=name, name=name, value=f"{numerator}/0", wanted=Said(Kind.RATIO.label))
        raise Nothing(line(_NOTHING, numerator=numerator, denominator=denominator))
    return numerator / denominator


def percentage(given: Given, name: str) -> tuple[Fraction, Line]:
    """The percentage in a ratio and the line that tells it."""
    value = present(given, name)
    if not isinstance(value, Ratio):
        whole = exact(value, name, Kind.RATIO)
        return whole, line(N_("tỷ lệ %(value)s %%"), value=whole)
    percent = quotient(value, name) * 100
    return percent, line(
        N_("%(numerator)s/%(denominator)s = %(value)s %%"),
        numerator=value.numerator,
        denominator=value.denominator,
        value=percent,
    )


def yes_no(given: Given, name: str) -> bool:
    value = present(given, name)
    if not isinstance(value, bool):
        raise InputUnfit(field=name, name=name, value=value, wanted=Said(Kind.YES_NO.label))
    return value


def count(given: Given, name: str) -> int:
    value = present(given, name)
    whole = exact(value, name, Kind.COUNT)
    if whole < 0 or whole.denominator != 1:
        raise InputUnfit(field=name, name=name, value=value, wanted=Said(Kind.COUNT.label))
    return whole.numerator


def choice(given: Given, name: str, codes: Iterable[str]) -> str:
    value = present(given, name)
    if not isinstance(value, str) or value not in set(codes):
        raise InputUnfit(field=name, name=name, value=value, wanted=Said(Kind.CHOICE.label))
    return value


def choices(given: Given, name: str, codes: Iterable[str]) -> frozenset[str]:
    value, known = present(given, name), set(codes)
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        raise InputUnfit(field=name, name=name, value=value, wanted=Said(Kind.CHOICES.label))
    chosen = frozenset(value)
    if not chosen <= known:
        raise InputUnfit(
            field=name, name=name, value=", ".join(map(str, chosen - known)), wanted=Said(Kind.CHOICES.label)
        )
    return chosen


def tally(given: Given, name: str, codes: Iterable[str]) -> dict[str, int]:
    value, known = present(given, name), set(codes)
    if not isinstance(value, Mapping) or not set(value) <= known:
        raise InputUnfit(field=name, name=name, value=value, wanted=Said(Kind.TALLY.label))
    return {code: count(value, code) for code in value}


def base_of(base: Base, given: Given) -> Fraction:
    return number(given, base.name) if isinstance(base, External) else Fraction(base)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a rule body says, before cap and rounding."""

    points: Fraction
    because: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """Points with their working. `points` is None when the criterion is excluded or an input is missing."""

    points: Decimal | None
    out_of: Decimal
    because: tuple[Line, ...] = ()
    excluded: bool = False
    nothing_happened: bool = False
    missing: tuple[str, ...] = ()
    capped: bool = False

    @property
    def is_known(self) -> bool:
        return self.points is not None or self.excluded

    @property
    def lost(self) -> Decimal:
        """Points not won; nothing is lost by what does not apply."""
        return self.out_of - self.points if self.points is not None else Decimal(0)
