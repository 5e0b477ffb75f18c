"""The least and the most a formula can give, knowing that a rate lies between 0 and 1 and a count is not negative."""

import ast
from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from math import inf

Number = Fraction | float
Interval = tuple[Number, Number]

ANYTHING: Interval = (-inf, inf)
NOT_NEGATIVE: Interval = (Fraction(0), inf)
RATE: Interval = (Fraction(0), Fraction(1))


def bounds(tree: ast.expr, *, rates: Collection[str], counts: Collection[str], maximum: Decimal) -> Interval:
    """Never too narrow; as wide as anything where it cannot be told.

    >>> from congvu.core.scoring.formula import compile_formula
    >>> bounds(compile_formula("min(2, 2.5 * paid)").tree, rates={"paid"}, counts=(), maximum=Decimal(6))
    (Fraction(0, 1), Fraction(2, 1))
    """
    return _Bounds(set(rates), set(counts), Fraction(maximum)).of(tree)


class _Bounds:
    def __init__(self, rates: set[str], counts: set[str], maximum: Fraction) -> None:
        self.rates, self.counts, self.maximum = rates, counts, maximum

    def of(self, node: ast.expr) -> Interval:
        if isinstance(node, ast.Constant):
            value = Fraction(str(node.value))
            return value, value
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.UnaryOp):
            low, high = self.of(node.operand)
            return (-high, -low) if isinstance(node.op, ast.USub) else (low, high)
        if isinstance(node, ast.IfExp):
            one, other = self.of(node.body), self.of(node.orelse)
            return min(one[0], other[0]), max(one[1], other[1])
        if isinstance(node, ast.BinOp):
            return self._binary(node.op, self.of(node.left), self.of(node.right))
        return self._call(node) if isinstance(node, ast.Call) else ANYTHING

    def _name(self, name: str) -> Interval:
        if name == "maximum":
            return self.maximum, self.maximum
        return RATE if name in self.rates else NOT_NEGATIVE if name in self.counts else ANYTHING

    def _binary(self, op: ast.operator, left: Interval, right: Interval) -> Interval:
        if isinstance(op, ast.Add):
            return left[0] + right[0], left[1] + right[1]
        if isinstance(op, ast.Sub):
            return left[0] - right[1], left[1] - right[0]
        if isinstance(op, ast.Mult):
            ends = [_times(one, other) for one in left for other in right]
            return min(ends), max(ends)
        if right[0] > 0 and right[1] < inf:
            ends = [one / other for one in left for other in right]
            return min(ends), max(ends)
        return (Fraction(0), inf) if left[0] >= 0 and right[0] >= 0 else ANYTHING

    def _call(self, node: ast.Call) -> Interval:
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        if called in ("numerator", "denominator"):
            return NOT_NEGATIVE
        parts = [self.of(part) for part in node.args]
        if called == "min":
            return min(low for low, _ in parts), min(high for _, high in parts)
        if called == "max":
            return max(low for low, _ in parts), max(high for _, high in parts)
        low, high = parts[0]
        if called == "percent":
            return _times(low, Fraction(100)), _times(high, Fraction(100))
        if called == "abs":
            return (low, high) if low >= 0 else (Fraction(0), max(-low, high))
        return low - 1, high + 1  # round, floor


def _times(one: Number, other: Number) -> Number:
    return Fraction(0) if one == 0 or other == 0 else one * other
