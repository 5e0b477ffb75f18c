"""What a person should look at although the process is sound: times that are missing or do not add up."""

from collections.abc import Iterator

from congvu.core.errors import N_, Said
from congvu.core.numbers import format_number
from congvu.core.process.findings import Finding, warning
from congvu.core.process.model import Process
from congvu.core.process.times import UnitsDiffer, comparable, in_days, time_needed


def doubts(process: Process) -> Iterator[Finding]:
    """Warnings: real tables hold all of these, so they keep no process from being loaded."""
    if process.is_default:
        yield warning(
            "default_process", "", N_("Đây là quy trình mặc định, chưa phải quy trình nội bộ được phê duyệt.")
        )
    else:
        for step in process.steps:
            if step.allowance is None and step.waits_for is None:
                yield warning("step_without_time", step.code, N_("Bước “%(step)s” chưa có thời hạn."), step=step.name)
    used = {step.stage for step in process.steps}
    for stage in process.stages:
        if stage.no not in used:
            yield warning("empty_stage", str(stage.no), N_("Giai đoạn %(no)s không có bước nào."), no=stage.no)
    yield from _sum_against_limit(process)


def _sum_against_limit(process: Process) -> Iterator[Finding]:
    if process.limit is None:
        return
    try:
        total = time_needed(process)
    except UnitsDiffer:
        total = None
    same = total is not None and comparable(total.unit, process.limit.unit)
    if total is None or not same:
        if any(step.allowance and step.allowance.value for step in process.steps):
            yield warning(
                "units_differ", "", N_("Thời hạn các bước và của thủ tục (%(limit)s) khác đơn vị, không so được tổng."),
                limit=Said(process.limit.text),
            )  # fmt: skip
        return
    steps, limit = in_days(total), in_days(process.limit)
    if steps != limit:
        above = steps > limit
        yield warning(
            "sum_above_limit" if above else "sum_below_limit", "",
            N_("Tổng thời hạn các bước là %(total)s, lớn hơn hạn của thủ tục %(limit)s (vượt %(gap)s).")
            if above
            else N_("Tổng thời hạn các bước là %(total)s, nhỏ hơn hạn của thủ tục %(limit)s (còn %(gap)s)."),
            total=Said(total.text), limit=Said(process.limit.text), gap=format_number((abs(steps - limit)).normalize()),
        )  # fmt: skip
