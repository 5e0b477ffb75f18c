"""A process out of the rows of an approved step table, and the four steps that serve where no table is approved."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from congvu.core.errors import N_, DomainError, Said
from congvu.core.numbers import AmbiguousNumber, UnreadableNumber, parse_number
from congvu.core.process.model import Process, Stage, Step, TimeAllowed, TimeUnit, Transition, Verb, WaitsFor
from congvu.core.text import fold


class NoSteps(DomainError):
    """A table without rows."""

    code = "no_steps"
    sentence = N_("Bảng quy trình không có bước nào. Hãy nhập ít nhất một bước.")
    status = 422


class UnreadableStep(DomainError):
    """A cell of the table that is neither empty nor readable."""

    code = "unreadable_step"
    sentence = N_("Bước %(step_no)s: cột %(column)s ghi “%(text)s”, không đọc được. Hãy ghi %(example)s.")
    status = 422


def from_step_rows(
    rows: Iterable[Mapping[str, str]], *, code: str, name: str = "", limit: TimeAllowed | None = None
) -> Process:
    """The sequential process of a table with the columns step_no, step_name, role_unit, time_limit_value,
    time_limit_unit, output, stage and perhaps source; rows in any order.

    Row 3 becomes step `s3`. Between two stages stands a waiting step (`wait1`), for which no time counts. Ways:
    forward to the next; back, with a reason, to any earlier step of the stage; refusal at the first step ends the
    matter, a later one goes to the last step, which hands the refusal over. A blank time stays blank (a warning of
    `soundness`), 0 is 0. Raises NoSteps, UnreadableStep.
    """
    table = sorted(rows, key=lambda row: _whole(row, "step_no"))
    if not table:
        raise NoSteps
    steps = tuple(_with_waits([_step(row) for row in table]))
    return Process(
        code=code, name=name or code, start=steps[0].code, steps=steps, transitions=tuple(_ways(steps)),
        stages=tuple(Stage(no) for no in sorted({step.stage for step in steps})), limit=limit,
        source=_cell(table[0], "source"),
    )  # fmt: skip


def _cell(row: Mapping[str, str], column: str) -> str:
    return (row.get(column) or "").strip()


def _unreadable(row: Mapping[str, str], column: str, example: str) -> UnreadableStep:
    step_no = _cell(row, "step_no") or "?"
    return UnreadableStep(field=column, step_no=step_no, column=column, text=_cell(row, column), example=Said(example))


def _whole(row: Mapping[str, str], column: str, default: int | None = None) -> int:
    text = _cell(row, column)
    if not text and default is not None:
        return default
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise _unreadable(row, column, N_("số nguyên, ví dụ 3"))
    return int(text)


_REMARK = re.compile(r"\s*\(((?:nguồn|suy ra)[^)]*)\)\s*$", re.IGNORECASE)


def _without_remark(text: str) -> tuple[str, str]:
    """What the compiler of a table put in brackets is no part of the name.

    >>> _without_remark("Lãnh đạo soát xét (nguồn chỉ ghi tên chức danh)")
    ('Lãnh đạo soát xét', 'nguồn chỉ ghi tên chức danh')
    """
    remark = _REMARK.search(text)
    return (text[: remark.start()], remark[1]) if remark else (text, "")


def _step(row: Mapping[str, str]) -> Step:
    name, remark = _without_remark(_cell(row, "step_name"))
    if not name:
        raise _unreadable(row, "step_name", N_("tên bước"))
    output, inferred = _without_remark(_cell(row, "output"))
    allowance, doubt = _time(row)
    return Step(
        code=f"s{_whole(row, 'step_no')}",
        name=name,
        role_unit=_cell(row, "role_unit"),
        allowance=allowance,
        stage=_whole(row, "stage", default=1),
        output=output,
        note="; ".join(part for part in (remark, inferred, doubt) if part),
    )


_UNITS = {
    "ngay lam viec": TimeUnit.WORKING_DAY, "ngay": TimeUnit.DAY,
    "gio": TimeUnit.HOUR, "gio lam viec": TimeUnit.HOUR,
}  # fmt: skip


def _time(row: Mapping[str, str]) -> tuple[TimeAllowed | None, str]:
    """The time of a step and what is doubtful about it: a value without a unit is kept as a note, never guessed."""
    text, unit_text = _cell(row, "time_limit_value"), _cell(row, "time_limit_unit")
    unit = _UNITS.get(fold(unit_text))
    if unit_text and unit is None:
        raise _unreadable(row, "time_limit_unit", N_("ngày làm việc, ngày hoặc giờ"))
    if not text:
        return None, ""
    try:
        value = parse_number(text, lang="vi" if "," in text else "en")  # tables write 0.5 and 0,5 alike
    except (UnreadableNumber, AmbiguousNumber):
        raise _unreadable(row, "time_limit_value", N_("số, ví dụ 0,5")) from None
    if value < 0:
        raise _unreadable(row, "time_limit_value", N_("số từ 0 trở lên"))
    if unit is None:
        return None, f"{text} (?)"
    return TimeAllowed(value, unit), ""


def _with_waits(steps: Sequence[Step]) -> Iterator[Step]:
    """The steps in order, a waiting step between the last of one stage and the first of the next."""
    for before, after in pairwise([None, *steps]):
        if before and after and before.stage != after.stage:
            yield _wait_between(before, after)
        if after:
            yield after


def _wait_between(before: Step, after: Step) -> Step:
    words = fold(" ".join((before.name, before.output, after.name)))
    cause = WaitsFor.FINANCIAL_DUTY if "nghia vu tai chinh" in words else WaitsFor.OUTSIDE
    return Step(code=f"wait{before.stage}", name=cause.label, stage=before.stage, waits_for=cause)


def _ways(steps: Sequence[Step]) -> Iterator[Transition]:
    first, last = steps[0], steps[-1]
    for before, after in pairwise(steps):
        yield Transition(before.code, Verb.RESUME if before.waits_for else Verb.FORWARD, (after.code,))
    yield Transition(last.code, Verb.FINISH)
    for place, step in enumerate(steps):
        if step.waits_for:
            yield Transition(step.code, Verb.REFUSE, (last.code,))
            continue
        for earlier in steps[:place]:
            if earlier.stage == step.stage and not earlier.waits_for:
                yield Transition(step.code, Verb.SEND_BACK, (earlier.code,))
        if step is not last:
            yield Transition(step.code, Verb.REFUSE, () if step is first else (last.code,))


def default_process() -> Process:
    """Four steps for a procedure whose internal process is not approved yet; marked as such and without times."""
    steps = (
        Step("receive", N_("Tiếp nhận hồ sơ"), N_("Bộ phận một cửa")),
        Step("appraise", N_("Thẩm định hồ sơ"), N_("Chuyên viên")),
        Step("approve", N_("Phê duyệt kết quả"), N_("Lãnh đạo đơn vị")),
        Step("return", N_("Trả kết quả"), N_("Bộ phận một cửa")),
    )
    return Process(
        *("default", N_("Quy trình mặc định bốn bước"), "receive", steps), tuple(_ways(steps)), is_default=True
    )


def limit_of(value: Decimal | int, unit: str) -> TimeAllowed | None:
    """The limit of a procedure out of its catalogue row; None when its unit is not one a sum can be compared with."""
    known = _UNITS.get(fold(unit))
    return TimeAllowed(Decimal(value), known) if known else None
