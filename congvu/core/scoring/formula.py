"""The formula language: a few expressions over named figures, exact, compiled once, without any way out.

    6 * paid_online + min(2, 2.5 * procedures_paid) + 2.5 * procedures_offered

A name is a figure; a ratio stands for its quotient (0 to 1), `percent(x)` makes it 0 to 100, `numerator(x)` and
`denominator(x)` open it, `maximum` is the maximum of the criterion. + - * /, comparisons, `a if c else b`, and, or,
not, min, max, abs, round(x, digits) half up, floor. Dividing by zero means that nothing happened.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import ClassVar

from congvu.core.errors import N_, DomainError, Said
from congvu.core.numbers import round_to
from congvu.core.ratio import Ratio
from congvu.core.scoring.spec import Codec, rule_type, unreadable
from congvu.core.scoring.values import Given, Kind, Nothing, Wanted, Worth, exact, line, present, quotient, write

LONGEST = 2_000  # characters
MOST_NODES = 300
DEEPEST = 40
MOST_DIGITS_OF_A_NUMBER = 20
MAXIMUM = "maximum"

Value = Fraction | Ratio
Env = tuple[Value, ...]
Run = Callable[[Env], Fraction]
Test = Callable[[Env], bool]


class FormulaRefused(DomainError):
    """The formula does not belong to the language; `column` counts from 1."""

    code = "formula_refused"
    sentence = N_("Công thức, cột %(column)s: %(what)s.")
    status = 422


def refused(column: int, what: str) -> FormulaRefused:
    return FormulaRefused(field="formula", column=column, what=Said(what))


_BY_ZERO = N_("mẫu số trong công thức bằng 0: không phát sinh")


def _divide(left: Run, right: Run) -> Run:
    def run(env: Env) -> Fraction:
        under = right(env)
        if not under:
            raise Nothing(line(_BY_ZERO))
        return left(env) / under

    return run


def _arithmetic(op: ast.operator, left: Run, right: Run) -> Run | None:
    if isinstance(op, ast.Add):
        return lambda env: left(env) + right(env)
    if isinstance(op, ast.Sub):
        return lambda env: left(env) - right(env)
    if isinstance(op, ast.Mult):
        return lambda env: left(env) * right(env)
    return _divide(left, right) if isinstance(op, ast.Div) else None


_COMPARE: dict[type[ast.cmpop], Callable[[Fraction, Fraction], bool]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
}


class _Compiler:
    """One walk over the tree: nodes become closures, names become places in the environment."""

    def __init__(self, source: str) -> None:
        self.source, self.names, self.quotients, self.nodes = source, [MAXIMUM], set[str](), 0
        self.divides = False
        self.columns: dict[str, int] = {}

    def number(self, node: ast.expr, depth: int = 0) -> Run:
        self._enter(node, depth)
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, ast.Name):
            return self._name(node)
        if isinstance(node, ast.BinOp):
            run = _arithmetic(node.op, self.number(node.left, depth + 1), self.number(node.right, depth + 1))
            if run is None:
                raise refused(self._column(node), N_("chỉ dùng được các phép + − * /"))
            self.divides = self.divides or isinstance(node.op, ast.Div)
            return run
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            inner = self.number(node.operand, depth + 1)
            return (lambda env: -inner(env)) if isinstance(node.op, ast.USub) else inner
        if isinstance(node, ast.IfExp):
            test = self.test(node.test, depth + 1)
            then, otherwise = self.number(node.body, depth + 1), self.number(node.orelse, depth + 1)
            return lambda env: then(env) if test(env) else otherwise(env)
        if isinstance(node, ast.Call):
            return self._call(node, depth)
        if isinstance(node, ast.Compare | ast.BoolOp) or (
            isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
        ):
            raise refused(self._column(node), N_("phép so sánh chỉ đứng sau “if”"))
        raise refused(self._column(node), N_("không dùng được cách viết này"))

    def test(self, node: ast.expr, depth: int) -> Test:
        self._enter(node, depth)
        if isinstance(node, ast.BoolOp):
            parts = [self.test(part, depth + 1) for part in node.values]
            if isinstance(node.op, ast.And):
                return lambda env: all(part(env) for part in parts)
            return lambda env: any(part(env) for part in parts)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.test(node.operand, depth + 1)
            return lambda env: not inner(env)
        if isinstance(node, ast.Compare):
            return self._compare(node, depth)
        raise refused(self._column(node), N_("sau “if” phải là một phép so sánh"))

    def _compare(self, node: ast.Compare, depth: int) -> Test:
        values = [self.number(part, depth + 1) for part in (node.left, *node.comparators)]
        ways = []
        for op in node.ops:
            if type(op) not in _COMPARE:
                raise refused(self._column(node), N_("chỉ so sánh được bằng < <= > >= == !="))
            ways.append(_COMPARE[type(op)])
        if len(ways) == 1:
            (way,), (left, right) = ways, values
            return lambda env: way(left(env), right(env))

        def run(env: Env) -> bool:
            found = [value(env) for value in values]
            return all(way(found[n], found[n + 1]) for n, way in enumerate(ways))

        return run

    def _call(self, node: ast.Call, depth: int) -> Run:
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        if node.keywords or any(isinstance(part, ast.Starred) for part in node.args):
            raise refused(self._column(node), N_("chỉ viết các giá trị cách nhau bằng dấu phẩy"))
        if called in ("numerator", "denominator"):
            return self._open(node, called)
        if called == "round":
            return self._round(node, depth)
        fewest, most = {"min": (2, 50), "max": (2, 50), "abs": (1, 1), "floor": (1, 1), "percent": (1, 1)}.get(
            called, (0, -1)
        )
        if most < 0:
            raise refused(
                self._column(node),
                N_("không có hàm này; dùng được min, max, round, abs, floor, percent, numerator, denominator"),
            )
        if not fewest <= len(node.args) <= most:
            raise refused(self._column(node), N_("hàm này nhận số giá trị khác"))
        parts = [self.number(part, depth + 1) for part in node.args]
        if called == "min":
            return lambda env: min(part(env) for part in parts)
        if called == "max":
            return lambda env: max(part(env) for part in parts)
        (inner,) = parts
        if called == "abs":
            return lambda env: abs(inner(env))
        if called == "floor":
            return lambda env: Fraction(inner(env).__floor__())
        return lambda env: inner(env) * 100

    def _open(self, node: ast.Call, called: str) -> Run:
        if len(node.args) != 1 or not isinstance(node.args[0], ast.Name):
            raise refused(self._column(node), N_("hàm này nhận tên của một tỷ lệ"))
        self._enter(node.args[0], 0)
        place, name = self._place(node.args[0]), node.args[0].id
        self.quotients.add(name)

        def run(env: Env) -> Fraction:
            value = env[place]
            if not isinstance(value, Ratio):
                return value if called == "numerator" else Fraction(1)
            return exact(value.numerator if called == "numerator" else value.denominator, name)

        return run

    def _round(self, node: ast.Call, depth: int) -> Run:
        digits = 0
        if not 1 <= len(node.args) <= 2:
            raise refused(self._column(node), N_("hàm này nhận số giá trị khác"))
        if len(node.args) == 2:
            places = node.args[1]
            self._enter(places, depth + 1)
            if not isinstance(places, ast.Constant) or type(places.value) is not int or not 0 <= places.value <= 6:
                raise refused(self._column(places), N_("số chữ số làm tròn là số nguyên từ 0 đến 6"))
            digits = places.value
        inner = self.number(node.args[0], depth + 1)
        return lambda env: Fraction(round_to(inner(env), digits))

    def _constant(self, node: ast.Constant) -> Run:
        text = ast.get_source_segment(self.source, node) or ""
        plain = text.replace(".", "", 1)
        if type(node.value) not in (int, float) or not plain.isascii() or not plain.isdigit():
            raise refused(self._column(node), N_("số viết bằng chữ số, phần lẻ sau dấu chấm, ví dụ 2.5"))
        if len(plain) > MOST_DIGITS_OF_A_NUMBER:
            raise refused(self._column(node), N_("số quá dài"))
        value = Fraction(Decimal(text))
        return lambda env: value

    def _name(self, node: ast.Name) -> Run:
        place, name = self._place(node), node.id

        def run(env: Env) -> Fraction:
            value = env[place]
            return value if type(value) is Fraction else quotient(value, name)  # type: ignore[arg-type]

        return run

    def _place(self, node: ast.Name) -> int:
        if node.id not in self.names:
            self.names.append(node.id)
            self.columns[node.id] = self._column(node)
        return self.names.index(node.id)

    def _enter(self, node: ast.expr, depth: int) -> None:
        self.nodes += 1
        if depth > DEEPEST or self.nodes > MOST_NODES:
            raise refused(self._column(node), N_("công thức quá dài hoặc lồng quá sâu; hãy tách thành nhiều tiêu chí"))

    def _column(self, node: ast.expr) -> int:
        """In letters from 1; the tree counts bytes."""
        return len(self.source.encode()[: node.col_offset].decode(errors="ignore")) + 1


@dataclass(frozen=True, slots=True)
class Compiled:
    """`names` are the figures it reads, in order of appearance; `run` takes `maximum` and then those."""

    text: str
    names: tuple[str, ...]
    divides: bool
    run: Run
    tree: ast.expr
    columns: Mapping[str, int]

    def value(self, given: Given, maximum: Decimal | int = 0) -> Fraction:
        """Raises Nothing on division by zero and Missing on a figure that is not there."""
        env: list[Value] = [Fraction(maximum)]
        for name in self.names:
            found = present(given, name)
            env.append(found if isinstance(found, Ratio) else exact(found, name, Kind.FIGURE))
        return self.run(tuple(env))


_ONE_LINE = dict.fromkeys(map(ord, "\n\r\t"), " ")


def compile_formula(text: str) -> Compiled:
    """Read, check and compile; refuses with the column.

    >>> from congvu.core.ratio import Ratio
    >>> compile_formula("min(2, 2.5 * paid)").value({"paid": Ratio(30, 50)})
    Fraction(3, 2)
    """
    source = text.strip().translate(_ONE_LINE)
    if not source or len(source) > LONGEST:
        raise refused(1, N_("công thức trống hoặc dài quá 2.000 ký tự"))
    if any(source.count(mark) > DEEPEST for mark in "(") or source.count("-") > MOST_NODES:
        raise refused(1, N_("công thức quá dài hoặc lồng quá sâu; hãy tách thành nhiều tiêu chí"))
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
        column = getattr(fault, "offset", None) or len(source) + 1
        raise refused(column, N_("không đọc được từ chỗ này")) from None
    compiler = _Compiler(source)
    run = compiler.number(tree)
    return Compiled(source, tuple(compiler.names[1:]), compiler.divides, run, tree, compiler.columns)


def _read_formula(value: object, place: str, depth: int) -> str:
    if not isinstance(value, str):
        raise unreadable(place, N_("cần một đoạn chữ"))
    compile_formula(value)
    return value


@rule_type
@dataclass(frozen=True)
class Formula:
    """Points by a formula over figures."""

    type: ClassVar[str] = "formula"
    shape: ClassVar[Mapping[str, Codec]] = {"formula": Codec(_read_formula, lambda value: value)}
    may_be_nothing: ClassVar[bool] = True
    formula: str

    @cached_property
    def compiled(self) -> Compiled:
        return compile_formula(self.formula)

    def wants(self) -> tuple[Wanted, ...]:
        return tuple(Wanted(name, Kind.FIGURE) for name in self.compiled.names)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        points = self.compiled.value(given, out_of)
        figures = "; ".join(f"{name} = {_shown(given[name])}" for name in self.compiled.names)
        said = N_("%(formula)s = %(points)s (%(figures)s)")
        return Worth(points, (line(said, formula=self.compiled.text, points=points, figures=figures),))

    def most(self, out_of: Decimal) -> Decimal | None:
        return None


def _shown(value: object) -> str:
    if isinstance(value, Ratio):
        return f"{write(value.numerator)}/{write(value.denominator)}"
    return write(value)
