"""Numbers as people write them: Vietnamese 1.234,56 and English 1,234.56, out and in."""

import re
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from congvu.core.errors import N_, DomainError

Lang = Literal["vi", "en"]

NO_BREAK_SPACE = "\u00a0"
NOTHING = "–"  # shown where there is no number at all


class UnreadableNumber(DomainError):
    """The text is no number in either way of writing."""

    code = "unreadable_number"
    sentence = N_("“%(text)s” không phải là số. Hãy viết như 1.234 hoặc 1.234,56.")
    status = 422


class AmbiguousNumber(DomainError):
    """The text reads as two different numbers; nobody should guess which."""

    code = "ambiguous_number"
    sentence = N_(
        "“%(text)s” có thể đọc là %(as_whole)s hoặc %(as_fraction)s. Hãy viết %(as_whole)s nếu là số nguyên, "
        "hoặc %(as_fraction)s0 nếu là số thập phân."
    )
    status = 422


def _separators(lang: Lang) -> tuple[str, str]:
    """Thousands mark, decimal mark."""
    return (".", ",") if lang == "vi" else (",", ".")


def format_number(value: Decimal | int, *, places: int | None = None, lang: Lang = "vi") -> str:
    """The number with thousands marked; `places` rounds half up and keeps its zeros, None keeps what is there.

    >>> format_number(Decimal("1234.5"), places=2), format_number(1276), format_number(1276, lang="en")
    ('1.234,50', '1.276', '1,276')
    """
    number = Decimal(value)
    if places is not None:
        number = round_to(number, places)
    written = f"{number:,f}"
    if number == 0:
        written = written.removeprefix("-")
    thousands, decimal = _separators(lang)
    return written.translate({ord(","): thousands, ord("."): decimal})


class Rounding(StrEnum):
    """How a value becomes digits. Half up is the rule of the house; truncation is labelled wherever it shows."""

    HALF_UP = "half_up"
    TRUNCATED = "truncated"

    @property
    def label(self) -> str:
        return _ROUNDING_LABELS[self]


_ROUNDING_LABELS = {Rounding.HALF_UP: N_("làm tròn"), Rounding.TRUNCATED: N_("cắt bớt, không làm tròn")}


def round_to(value: Decimal | Fraction | int, places: int, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """An exact value of so many decimal places, however large; half goes away from zero.

    >>> round_to(Fraction(1000, 18), 2), round_to(Fraction(1000, 18), 2, Rounding.TRUNCATED)
    (Decimal('55.56'), Decimal('55.55'))
    """
    exact = Fraction(value)
    whole, rest = divmod(abs(exact.numerator) * 10**places, exact.denominator)
    if rounding is Rounding.HALF_UP and rest * 2 >= exact.denominator:
        whole += 1
    sign = "-" if exact.numerator < 0 and whole else ""
    return Decimal(f"{sign}{whole}E-{places}")


def format_percent(value: Decimal | None, *, places: int = 2, lang: Lang = "vi") -> str:
    """A percentage with its sign; a dash when there is none.

    >>> format_percent(Decimal("98.625")).replace(NO_BREAK_SPACE, " "), format_percent(None)
    ('98,63 %', '–')
    """
    if value is None:
        return NOTHING
    gap = NO_BREAK_SPACE if lang == "vi" else ""
    return f"{format_number(value, places=places, lang=lang)}{gap}%"


def format_money(dong: int, *, lang: Lang = "vi") -> str:
    """Whole đồng, the only money there is here.

    >>> format_money(1_250_000).replace(NO_BREAK_SPACE, " ")
    '1.250.000 đồng'
    """
    return f"{format_number(dong, places=0, lang=lang)}{NO_BREAK_SPACE}{'đồng' if lang == 'vi' else 'VND'}"


_GROUPED = r"[1-9]\d{0,2}(?:\%s\d{3})+"
_SPACES = dict.fromkeys(map(ord, " \u00a0\u2009\u202f"))


def parse_number(text: str, *, lang: Lang = "vi", field: str | None = None) -> Decimal:
    """The number a person wrote.

    A text with one possible reading is read, whichever country it comes from. `1.234` is one thousand here and a
    fraction with `lang="en"` (files). `1,234` by a Vietnamese hand is refused: too many mean one thousand.

    >>> parse_number("1.234,56"), parse_number("55,55"), parse_number("73.63")
    (Decimal('1234.56'), Decimal('55.55'), Decimal('73.63'))
    """
    body = text.strip().translate(_SPACES).replace("\u2212", "-")
    signed = re.fullmatch(r"([+-]?)([0-9][0-9.,]*)", body, re.ASCII)
    if not signed:
        raise UnreadableNumber(field=field, text=text)
    sign, digits = signed.groups()
    if lang == "vi" and re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits, re.ASCII):
        raise AmbiguousNumber(
            field=field, text=text, as_whole=sign + digits.replace(",", "."), as_fraction=sign + digits
        )
    own, foreign = _separators(lang), _separators("en" if lang == "vi" else "vi")
    for thousands, decimal in (own, foreign):
        shape = rf"(?:\d+|{_GROUPED % thousands})(?:\{decimal}\d+)?"
        if re.fullmatch(shape, digits, re.ASCII):
            return Decimal(sign + digits.replace(thousands, "").replace(decimal, "."))
    raise UnreadableNumber(field=field, text=text)


def parse_percent(text: str, *, lang: Lang = "vi", field: str | None = None) -> Decimal:
    """The number before a percent sign, the sign being optional: `55,55 %` is Decimal("55.55")."""
    return parse_number(text.strip().removesuffix("%"), lang=lang, field=field)


class UnreadableMoney(DomainError):
    """An amount that is not whole, non-negative đồng."""

    code = "unreadable_money"
    sentence = N_("“%(text)s” không phải là số tiền. Hãy viết số đồng nguyên, ví dụ 1.250.000.")
    status = 422


def parse_money(text: str, *, lang: Lang = "vi", field: str | None = None) -> int:
    """Whole đồng out of `1.250.000`, `1250000 đồng`, `1.250.000 đ`, `1.250.000 VND`."""
    bare = re.sub(r"\s*(đồng|đ|vnđ|vnd|₫)\.?\s*$", "", text.strip(), flags=re.IGNORECASE)
    try:
        amount = parse_number(bare, lang=lang, field=field)
    except UnreadableNumber:
        raise UnreadableMoney(field=field, text=text) from None
    if amount < 0 or amount != amount.to_integral_value():
        raise UnreadableMoney(field=field, text=text)
    return int(amount)
