"""A rule: its body, its rounding, what it means when nothing happened, its source, its worked examples."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from congvu.core.errors import N_, DomainError
from congvu.core.numbers import Rounding, round_to
from congvu.core.ratio import Ratio, WhenNothing
from congvu.core.scoring import branch, counted, formula, judged, measured  # noqa: F401  (they make their types known)
from congvu.core.scoring.spec import (
    DECIMAL,
    TEXT,
    Body,
    Codec,
    list_of,
    optional,
    read_body,
    record,
    unreadable,
    write_body,
)
from congvu.core.scoring.values import Given, Input, Line, Missing, Nothing, Scored, Wanted, line

_CAPPED = N_("%(points)s vượt điểm tối đa %(out_of)s: tính %(out_of)s")
_BELOW = N_("%(points)s dưới 0: tính 0")
_ROUNDED = N_("làm tròn %(digits)s chữ số: %(points)s")
_CUT = N_("cắt bớt còn %(digits)s chữ số, không làm tròn: %(points)s")
_NOTHING = {
    WhenNothing.FULL: N_("không phát sinh, tính điểm tối đa: %(points)s"),
    WhenNothing.ZERO: N_("không phát sinh, tính 0 điểm"),
    WhenNothing.EXCLUDED: N_("không phát sinh, loại khỏi thang điểm"),
}
_MISSING = N_("thiếu số liệu: %(name)s")


def _read_given(value: object, place: str, depth: int) -> tuple[tuple[str, Input], ...]:
    if not isinstance(value, Mapping):
        raise unreadable(place, N_("cần một nhóm mục { … }"))
    return tuple((str(name), input_from(part, f"{place}.{name}")) for name, part in value.items())


def input_from(value: object, place: str = "") -> Input:
    """An input out of JSON: numbers as strings or whole, a ratio as {numerator, denominator}, a tally as {code: n}."""
    if isinstance(value, Mapping):
        if set(value) == {"numerator", "denominator"}:
            return Ratio(DECIMAL.read(value["numerator"], place, 0), DECIMAL.read(value["denominator"], place, 0))
        if all(isinstance(many, int) and not isinstance(many, bool) for many in value.values()):
            return {str(code): many for code, many in value.items()}
        raise unreadable(place, N_("cần tử số và mẫu số, hoặc số lượng theo từng mức"))
    if isinstance(value, list | tuple):
        return frozenset(str(part) for part in value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        try:
            return DECIMAL.read(value, place, 0)  # type: ignore[no-any-return]
        except DomainError:
            return value
    raise unreadable(place, N_("không đọc được giá trị này"))


def input_to_json(value: Input) -> object:
    if isinstance(value, Ratio):
        return {"numerator": str(value.numerator), "denominator": str(value.denominator)}
    if isinstance(value, Mapping):
        return dict(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value) if isinstance(value, Decimal) else sorted(value)


def _write_given(value: tuple[tuple[str, Input], ...]) -> object:
    return {name: input_to_json(part) for name, part in value}


@dataclass(frozen=True, slots=True)
class Example:
    """Worked by hand: what is given, out of how many points, and what it must give (`points` None: excluded)."""

    shape = {
        "given": Codec(_read_given, _write_given), "out_of": DECIMAL, "points": optional(DECIMAL), "note": TEXT,
    }  # fmt: skip
    given: tuple[tuple[str, Input], ...]
    out_of: Decimal
    points: Decimal | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """An example that does not come out."""

    number: int
    expected: Decimal | None
    found: Decimal | None
    because: str


@dataclass(frozen=True, slots=True)
class Rule:
    """How one criterion is scored. `when_nothing` None is only right where nothing can be nothing."""

    body: Body
    when_nothing: WhenNothing | None = None
    digits: int = 2
    rounding: Rounding = Rounding.HALF_UP
    source: str = ""
    note: str = ""
    examples: tuple[Example, ...] = ()

    @property
    def type(self) -> str:
        return self.body.type

    def wants(self) -> tuple[Wanted, ...]:
        """The inputs it reads, in the order a form asks for them."""
        return self.body.wants()

    def most(self, out_of: Decimal) -> Decimal | None:
        """The best outcome after cap and rounding; None when it cannot be told."""
        best = self.body.most(out_of)
        return None if best is None else min(round_to(best, self.digits, self.rounding), out_of)

    def score(self, given: Given, out_of: Decimal) -> Scored:
        """Points between 0 and `out_of`, rounded once, with their working. Unfit input is refused, never guessed."""
        try:
            worth = self.body.worth(given, out_of)
        except Missing as missing:
            lacking = tuple(part.name for part in self.wants() if given.get(part.name) is None)
            return Scored(None, out_of, (line(_MISSING, name=", ".join(lacking) or missing.name),), missing=lacking)
        except Nothing as nothing:
            return self._nothing(nothing.because, out_of)
        return self._rounded(worth.points, worth.because, out_of)

    def _nothing(self, because: Line, out_of: Decimal) -> Scored:
        when = self.when_nothing or WhenNothing.EXCLUDED
        points = {WhenNothing.FULL: out_of, WhenNothing.ZERO: round_to(0, self.digits)}.get(when)
        lines = (because, line(_NOTHING[when], points=points))
        return Scored(points, out_of, lines, excluded=points is None, nothing_happened=True)

    def _rounded(self, points: Fraction, because: tuple[Line, ...], out_of: Decimal) -> Scored:
        lines, capped = because, False
        if points > (limit := Fraction(out_of)):
            lines, points, capped = (*lines, line(_CAPPED, points=points, out_of=out_of)), limit, True
        elif points < 0:
            lines, points, capped = (*lines, line(_BELOW, points=points)), Fraction(0), True
        rounded = round_to(points, self.digits, self.rounding)
        if 10**self.digits % points.denominator:  # digits were lost
            said = _ROUNDED if self.rounding is Rounding.HALF_UP else _CUT
            lines = (*lines, line(said, digits=self.digits, points=rounded))
        return Scored(rounded, out_of, lines, capped=capped)


def check_examples(rule: Rule) -> list[Missed]:
    """Run the worked examples; what does not come out, with what came out instead."""
    return list(_missed(rule))


def _missed(rule: Rule) -> Iterator[Missed]:
    for number, example in enumerate(rule.examples, start=1):
        try:
            scored = rule.score(dict(example.given), example.out_of)
        except DomainError as refusal:
            yield Missed(number, example.points, None, str(refusal))
            continue
        if scored.points != example.points or scored.missing:
            yield Missed(number, example.points, scored.points, "; ".join(map(str, scored.because)))


def _read_digits(value: object, place: str, depth: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 6:
        raise unreadable(place, N_("cần một số nguyên từ 0 đến 6"))
    return value


def _named(kind: type[WhenNothing] | type[Rounding]) -> Codec:
    def read(value: object, place: str, depth: int) -> object:
        if value not in list(kind):
            raise unreadable(place, N_("cần một trong các mã đã định (xem docs/rules/scoring.md)"))
        return kind(str(value))

    return Codec(read, str)


_ABOUT = {
    "when_nothing": optional(_named(WhenNothing)),
    "digits": Codec(_read_digits, int),
    "rounding": _named(Rounding),
    "source": TEXT,
    "note": TEXT,
    "examples": list_of(record(Example)),
}


def parse_rule(document: Mapping[str, object]) -> Rule:
    """A rule out of its JSON document; RuleUnreadable or FormulaRefused say where it is wrong.

    >>> rule = parse_rule({"type": "ratio_to_threshold", "threshold": "80", "when_nothing": "zero"})
    >>> str(rule.score({"value": Ratio(30, 50)}, Decimal(2)).points)
    '1.50'
    """
    read = read_body(document, "", 0, set(_ABOUT))
    about = {name: codec.read(document[name], name, 0) for name, codec in _ABOUT.items() if name in document}
    return Rule(read, **about)


def rule_to_dict(rule: Rule) -> dict[str, object]:
    """The document again; what is at its default is left out."""
    plain = Rule(rule.body)
    about = {
        name: codec.write(getattr(rule, name))
        for name, codec in _ABOUT.items()
        if getattr(rule, name) != getattr(plain, name)
    }
    return {**write_body(rule.body), **about}
