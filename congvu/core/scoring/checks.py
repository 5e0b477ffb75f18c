"""What is found at saving: in a rule, in its classes, in the set. Real annexes hold all of these faults."""

import difflib
from collections import Counter
from collections.abc import Collection, Iterator
from decimal import Decimal

from congvu.core.errors import N_
from congvu.core.scoring.bands import covering
from congvu.core.scoring.bounds import bounds
from congvu.core.scoring.branch import Branch
from congvu.core.scoring.classes import Classes
from congvu.core.scoring.counted import AverageOverCases, Deductions, PerUnit, SurveyWeights
from congvu.core.scoring.findings import Finding, Severity, flag, refuse
from congvu.core.scoring.formula import Formula
from congvu.core.scoring.judged import AllOf, Free, HighestOf, Levels, Ordinal, YesNo
from congvu.core.scoring.measured import AtLeast, Bands, Linear, RankBands
from congvu.core.scoring.rule import Rule, check_examples
from congvu.core.scoring.spec import Body
from congvu.core.scoring.tree import Combine, Counts, CriteriaSet, Criterion
from congvu.core.scoring.values import External, Kind

Figures = Collection[str] | None


def check_set(
    of: CriteriaSet, *, figures: Figures = None, rates: Collection[str] = (), classes: Classes | None = None
) -> list[Finding]:
    """Everything found, what is refused first.

    `figures`: codes that formulas may read (metrics and outside figures), None when that is not to be checked; `rates`:
    those of them that lie between 0 and 1.
    """
    found = [*_tree(of), *_rules(of, figures, rates), *_reach(of)]
    if classes is not None:
        found += check_classes(classes, of.base_maximum)
    return sorted(found, key=lambda each: each.severity is Severity.FLAG)


# --- The tree -------------------------------------------------------------------------------------------------------


def _tree(of: CriteriaSet) -> Iterator[Finding]:
    for row in of.criteria:
        kind = of.counts(row.code)
        if kind is Counts.INFO:
            continue
        if of.is_leaf(row.code):
            if row.maximum is None:
                yield refuse("maximum_missing", row.code, N_("Tiêu chí “%(code)s” chưa có điểm tối đa."), code=row.code)
            continue
        if row.rule is not None:
            said = N_("Tiêu chí “%(code)s” được cộng từ thành phần nên quy tắc chấm của nó không dùng đến.")
            yield flag("rule_of_parent", row.code, said, code=row.code)
        yield from _sum(of, row, kind)
        if row.rescale_to is not None and row.rescale_to != of.maximum(row.code):
            yield flag(
                "footnote_scale", row.code,
                N_("Chú thích quy đổi “%(code)s” về thang %(to)s nhưng điểm tối đa của mục là %(maximum)s."),
                code=row.code, to=row.rescale_to, maximum=of.maximum(row.code),
            )  # fmt: skip


def _sum(of: CriteriaSet, row: Criterion, kind: Counts) -> Iterator[Finding]:
    parts = [of.maximum(child.code) for child in of.children(row.code) if of.counts(child.code) is kind]
    if row.maximum is None or row.combine is Combine.HIGHEST or not parts:
        return
    together = sum(parts, Decimal(0))
    if kind is not Counts.BASE and together >= row.maximum:
        return  # the maximum of a bonus is a cap
    if together != row.maximum:
        yield flag(
            "children_sum", row.code,
            N_("Các thành phần của “%(code)s” cộng lại là %(sum)s, điểm tối đa ghi %(maximum)s (lệch %(gap)s)."),
            code=row.code, sum=together, maximum=row.maximum, gap=abs(together - row.maximum),
        )  # fmt: skip


def _reach(of: CriteriaSet) -> Iterator[Finding]:
    most, whole = Decimal(0), of.base_maximum
    for leaf in of.leaves:
        if of.counts(leaf.code) is Counts.BASE and leaf.maximum is not None:
            best = leaf.rule.most(leaf.maximum) if leaf.rule else leaf.maximum
            most += leaf.maximum if best is None else best
    declared = sum(
        (leaf.maximum or Decimal(0) for leaf in of.leaves if of.counts(leaf.code) is Counts.BASE), Decimal(0)
    )
    if most < declared:
        yield flag(
            "total_unreachable", "",
            N_("Điểm cao nhất đạt được theo các quy tắc là %(most)s, thang điểm là %(whole)s."),
            most=most, whole=whole,
        )  # fmt: skip


# --- Rules ----------------------------------------------------------------------------------------------------------


def _rules(of: CriteriaSet, figures: Figures, rates: Collection[str]) -> Iterator[Finding]:
    for leaf in of.leaves:
        if leaf.rule is None:
            yield flag(
                "rule_missing", leaf.code, N_("Tiêu chí “%(code)s” chưa có quy tắc, sẽ chấm tự do."), code=leaf.code
            )
        elif leaf.maximum is not None:
            yield from check_rule(leaf.rule, leaf.maximum, place=leaf.code, figures=figures, rates=rates)


def check_rule(
    rule: Rule, out_of: Decimal, *, place: str = "", figures: Figures = None, rates: Collection[str] = ()
) -> list[Finding]:
    """One rule under its maximum."""
    found = [*_nothing(rule, place), *_reading(rule, place, figures), *_examples(rule, place)]
    for part, where in _parts(rule.body, f"{place}:"):
        found += _body(part, where, out_of)
    found += _maximum(rule, out_of, place, figures, rates)
    if not rule.source:
        found.append(flag("source_missing", place, N_("Quy tắc chưa ghi căn cứ pháp lý.")))
    return found


def _parts(body: Body, where: str) -> Iterator[tuple[Body, str]]:
    yield body, where
    if isinstance(body, Branch):
        yield from _parts(body.then, f"{where}then.")
        yield from _parts(body.otherwise, f"{where}otherwise.")


def _nothing(rule: Rule, place: str) -> Iterator[Finding]:
    if rule.when_nothing is not None:
        return
    bodies = [body for body, _ in _parts(rule.body, "")]
    divides = any(isinstance(body, Formula) and body.compiled.divides for body in bodies)
    counts = any(isinstance(body, AverageOverCases | SurveyWeights) for body in bodies)
    kinds = {wanted.kind for wanted in rule.wants()}
    if divides or counts or Kind.RATIO in kinds:
        said = N_("Quy tắc có phép chia nhưng chưa nói khi không phát sinh thì tính thế nào (tối đa, 0 hay loại ra).")
        yield refuse("when_nothing_missing", place, said)
    elif kinds & {Kind.NUMBER, Kind.FIGURE}:
        said = N_("Chưa nói khi không phát sinh thì tính thế nào; nếu số liệu là một tỷ lệ thì mẫu số có thể bằng 0.")
        yield flag("when_nothing_missing", place, said)


def _reading(rule: Rule, place: str, figures: Figures) -> Iterator[Finding]:
    if figures is None:
        return
    for body, where in _parts(rule.body, f"{place}:"):
        if isinstance(body, Formula):
            for name in body.compiled.names:
                if name not in figures:
                    near = difflib.get_close_matches(name, list(figures), 1)
                    said = N_("Cột %(column)s: không có chỉ tiêu “%(name)s”.")
                    if near:
                        said = N_("Cột %(column)s: không có chỉ tiêu “%(name)s”; có phải là “%(near)s”?")
                    column = body.compiled.columns[name]
                    yield refuse(
                        "unknown_metric", f"{where}formula", said, column=column, name=name, near="".join(near)
                    )
        else:
            base = getattr(body, "base", None)
            if isinstance(base, External) and base.figure not in figures:
                said = N_("Mức gốc “%(name)s” chưa có số liệu; hãy nạp số liệu bên ngoài trước khi chấm.")
                yield flag("unknown_base", f"{where}base", said, name=base.figure)


def _examples(rule: Rule, place: str) -> Iterator[Finding]:
    for missed in check_examples(rule):
        said = N_("Ví dụ %(number)s phải được %(expected)s nhưng tính ra %(found)s: %(because)s")
        yield refuse(
            "example_missed", f"{place}:examples[{missed.number - 1}]", said,
            number=missed.number, expected=_shown(missed.expected), found=_shown(missed.found), because=missed.because,
        )  # fmt: skip
    if not rule.examples and not isinstance(rule.body, Free):
        yield flag("no_examples", place, N_("Quy tắc chưa có ví dụ tính tay."))


def _shown(points: Decimal | None) -> object:
    return "–" if points is None else points


def _maximum(rule: Rule, out_of: Decimal, place: str, figures: Figures, rates: Collection[str]) -> Iterator[Finding]:
    best = rule.most(out_of)
    if best is None and isinstance(rule.body, Formula):
        counts = set(figures or ()) - set(rates)
        tree = rule.body.compiled.tree
        high = bounds(tree, rates=rates, counts=counts, maximum=out_of)[1]
        best = Decimal(str(float(high))) if high < out_of else None
    if best is not None and best < out_of:
        yield flag(
            "maximum_unreachable", place,
            N_("Điểm tối đa ghi %(maximum)s nhưng kết quả tốt nhất theo quy tắc chỉ được %(most)s."),
            maximum=out_of, most=best,
        )  # fmt: skip


def _body(body: Body, where: str, out_of: Decimal) -> Iterator[Finding]:
    if isinstance(body, Bands):
        yield from covering(body.bands, f"{where}bands")
        yield from _open_ends(body, where)
    if isinstance(body, RankBands):
        untils = [part.until for part in body.places]
        if untils != sorted(set(untils)) or untils[0] < 1:
            yield refuse("places_out_of_order", f"{where}places", N_("Các mức thứ hạng phải tăng dần từ 1."))
    if isinstance(body, Linear) and body.cap is not None and body.base_points > body.cap:
        said = N_("Điểm ở mức gốc %(base)s lớn hơn mức tối đa %(cap)s.")
        yield refuse("base_above_cap", f"{where}base_points", said, base=body.base_points, cap=body.cap)
    if isinstance(body, Free) and body.step and (out_of - body.least) % body.step:
        said = N_("Điểm tối đa %(maximum)s không nằm trên bước chấm %(step)s.")
        yield flag("maximum_off_step", f"{where}step", said, maximum=out_of, step=body.step)
    codes = Counter(_codes(body))
    for code, times in codes.items():
        if times > 1:
            yield refuse(
                "code_twice", where.rstrip(".:"), N_("Mã “%(code)s” dùng %(times)s lần."), code=code, times=times
            )
    for points in _points(body):
        if points > out_of:
            said = N_("Có mức %(points)s điểm, lớn hơn điểm tối đa %(maximum)s.")
            yield flag("points_above_maximum", where.rstrip(".:"), said, points=points, maximum=out_of)


def _open_ends(body: Bands, where: str) -> Iterator[Finding]:
    """A percentage goes from 0 to 100; values below the first band or above the last would have no points."""
    lowest = min(body.bands, key=lambda band: (band.min is not None, band.min or 0))
    if lowest.min is not None and (lowest.min > 0 or (lowest.min == 0 and not lowest.min_inclusive)):
        said = N_("Giá trị dưới %(at)s không thuộc khoảng nào.")
        yield flag("band_below", f"{where}bands", said, at=lowest.min)
    highest = max(body.bands, key=lambda band: (band.max is None, band.max or 0))
    if highest.max is not None and (highest.max < 100 or (highest.max == 100 and not highest.max_inclusive)):
        said = N_("Giá trị trên %(at)s không thuộc khoảng nào.")
        yield flag("band_above", f"{where}bands", said, at=highest.max)


def _codes(body: Body) -> list[str]:
    if isinstance(body, Ordinal | AverageOverCases):
        return [step.code for step in body.steps]
    if isinstance(body, Levels):
        return [level.code for level in body.levels]
    if isinstance(body, SurveyWeights):
        return [part.code for part in body.options]
    if isinstance(body, AllOf):
        return [part.code for part in body.conditions]
    if isinstance(body, HighestOf):
        return [part.code for part in body.factors]
    return [part.code for part in body.faults] if isinstance(body, Deductions) else []


def _points(body: Body) -> list[Decimal]:
    named: list[Decimal | None] = []
    if isinstance(body, Ordinal | AverageOverCases):
        named = [step.points for step in body.steps]
    elif isinstance(body, HighestOf):
        named = [factor.points for factor in body.factors]
    elif isinstance(body, Bands):
        named = [band.points for band in body.bands]
    elif isinstance(body, YesNo):
        named = [body.yes, body.no]
    elif isinstance(body, AtLeast):
        named = [body.reached, body.below]
    elif isinstance(body, Linear | PerUnit | Deductions):
        named = [body.cap]
    elif isinstance(body, RankBands):
        named = [body.otherwise, *(part.points for part in body.places)]
    return [points for points in named if points is not None]


# --- Classes --------------------------------------------------------------------------------------------------------


def check_classes(of: Classes, scale: Decimal) -> list[Finding]:
    """Classes cover 0 to the scale (100 when they are over the index) without gap or overlap.

    A class with conditions may lie over the next one: who fails them falls into it.
    """
    top = Decimal(100) if of.by_index else scale
    plain = [
        each
        for number, each in enumerate(of.classes)
        if not (each.needs and any(_covers_too(other, each) for other in of.classes[number + 1 :]))
    ]
    found = list(covering(plain, "classes", "class"))
    lowest, highest = of.classes[-1], of.classes[0]
    if lowest.min is not None and lowest.min > 0:
        found.append(flag("class_below", "classes", N_("Điểm dưới %(at)s không thuộc hạng nào."), at=lowest.min))
    if highest.max is not None and highest.max < top:
        found.append(flag("class_above", "classes", N_("Điểm trên %(at)s không thuộc hạng nào."), at=highest.max))
    order = [each.min for each in of.classes if each.min is not None]
    if order != sorted(order, reverse=True):
        found.append(refuse("classes_out_of_order", "classes", N_("Các hạng phải xếp từ cao xuống thấp.")))
    return found


def _covers_too(other: object, each: object) -> bool:
    """Whether a lower class reaches over all of a higher one."""
    low, high = getattr(other, "max", None), getattr(each, "max", None)
    return low is None or (high is not None and low >= high)
