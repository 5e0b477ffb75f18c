"""How points are written: two places, more where there are more."""

from decimal import Decimal

from congvu.faces import words


def points(value: Decimal | None, places: int = 2) -> str:
    """2,00 · 0,125 · –

    >>> points(Decimal("0.1250")), points(None)
    ('0,125', '–')
    """
    if value is None:
        return "–"
    exponent = value.normalize().as_tuple().exponent
    return words.number(value, max(places, -exponent if isinstance(exponent, int) else places))
