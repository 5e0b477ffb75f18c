"""A process as the table that officials know: one row a step, and in cells beside it where it goes next.

Cells name rows by their number. `next`: empty is the row below (of the last row: the end), `4` that row, `4/6` one of
them by choice, `4+6` all of them side by side, `hết` the end. `back`: rows it may be returned to. `refuse`: a row, or
`hết`. `join`: `tất cả`, or how many branches must have come. Rules: docs/rules/catalog.md.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from congvu.core.errors import N_, DomainError, Said
from congvu.core.numbers import AmbiguousNumber, UnreadableNumber, format_number, parse_number
from congvu.core.process.model import (
    Join,
    Process,
    Stage,
    Step,
    TimeAllowed,
    TimeUnit,
    Transition,
    Verb,
    WaitsFor,
)
from congvu.core.process.roles import Role
from congvu.core.process.rows import NoSteps
from congvu.core.text import fold

END = "hết"
ALL = "tất cả"


class CellUnreadable(DomainError):
    """A cell of the table that says something, but nothing that can be read."""

    code = "step_cell_unreadable"
    sentence = N_("Dòng %(row)s, cột “%(column)s”: không đọc được “%(text)s”. Hãy ghi %(example)s.")
    status = 422


class NoSuchRow(DomainError):
    """A cell names a row that the table does not have."""

    code = "no_such_row"
    sentence = N_("Dòng %(row)s, cột “%(column)s”: không có dòng %(target)s. Bảng có %(count)s dòng.")
    status = 422


COLUMNS = {
    "name": N_("Bước"),
    "role_unit": N_("Người, đơn vị thực hiện"),
    "role": N_("Vai trò"),
    "time": N_("Thời gian"),
    "unit": N_("Đơn vị tính"),
    "stage": N_("Giai đoạn"),
    "next": N_("Tiếp theo"),
    "back": N_("Trả lại"),
    "refuse": N_("Từ chối"),
    "join": N_("Gộp nhánh"),
    "wait": N_("Chờ"),
    "output": N_("Sản phẩm"),
}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row as typed. `code`: of a step that exists already, "" for a new one. `role`: "" as its words say."""

    name: str = ""
    role_unit: str = ""
    time: str = ""
    unit: str = TimeUnit.WORKING_DAY.value
    stage: str = "1"
    next: str = ""
    back: str = ""
    refuse: str = ""
    join: str = ""
    wait: str = ""
    role: str = ""
    output: str = ""
    note: str = ""
    code: str = ""


# --- From the value to the table -------------------------------------------------------------------------------------


def rows_of(process: Process) -> tuple[TableRow, ...]:
    """The table of a process. `process_of(rows_of(p))` has the same steps and ways."""
    number = {step.code: place for place, step in enumerate(process.steps, 1)}
    last = len(process.steps)
    return tuple(_row(process, step, number, place == last) for place, step in enumerate(process.steps, 1))


def _row(process: Process, step: Step, number: dict[str, int], is_last: bool) -> TableRow:
    ways = list(process.leaving(step.code))
    onward = [
        END if way.verb is Verb.FINISH else "+".join(str(number[t]) for t in way.targets if t in number)
        for way in ways
        if way.verb in (Verb.FORWARD, Verb.RESUME, Verb.HAND_OUT, Verb.FINISH)
    ]
    implied = END if is_last else str(number[step.code] + 1)
    refused = [way.targets for way in ways if way.verb is Verb.REFUSE]
    back = sorted(number[w.targets[0]] for w in ways if w.verb is Verb.SEND_BACK and w.targets[0] in number)
    return TableRow(
        name=step.name, role_unit=step.role_unit,
        time=format_number(step.allowance.value.normalize()) if step.allowance else "",
        unit=step.allowance.unit.value if step.allowance else TimeUnit.WORKING_DAY.value, stage=str(step.stage),
        next="" if onward == [implied] else "/".join(onward) or "0", back=", ".join(map(str, back)),
        refuse="/".join(str(number.get(targets[0], "")) if targets else END for targets in refused),
        join="" if step.join is None else str(step.join.needs or ALL),
        wait=step.waits_for.value if step.waits_for else "", role=step.given_role.value if step.given_role else "",
        output=step.output, note=step.note, code=step.code,
    )  # fmt: skip


# --- From the table to the value -------------------------------------------------------------------------------------


def process_of(
    rows: Sequence[TableRow], *, code: str, name: str, limit: TimeAllowed | None = None, source: str = ""
) -> Process:
    """The process a table says; it may be unsound, that is for `soundness` to tell. Raises NoSteps, CellUnreadable,
    NoSuchRow.
    """
    if not rows:
        raise NoSteps
    codes = _codes(rows)
    steps = tuple(_step(row, place, codes[place - 1]) for place, row in enumerate(rows, 1))
    ways = tuple(way for place, row in enumerate(rows, 1) for way in _ways(row, place, codes))
    stages = tuple(Stage(no) for no in sorted({step.stage for step in steps}))
    return Process(code, name, codes[0], steps, ways, stages, limit, source=source)


def _codes(rows: Sequence[TableRow]) -> list[str]:
    """Codes stay with their steps: a running dossier stands at a code. New rows get the next free ones."""
    taken = {row.code for row in rows if row.code}
    fresh = (f"s{n}" for n in range(1, 2 * len(rows) + len(taken) + 2) if f"s{n}" not in taken)
    given: list[str] = []
    for row in rows:
        given.append(next(fresh) if not row.code or row.code in given else row.code)
    return given


def _refuse(place: int, column: str, text: str, example: str) -> CellUnreadable:
    return CellUnreadable(
        field=f"{column}-{place}", row=place, column=Said(COLUMNS[column]), text=text, example=Said(example)
    )


def _step(row: TableRow, place: int, code: str) -> Step:
    if not row.name.strip():
        raise _refuse(place, "name", "", N_("tên bước"))
    if not re.fullmatch(r"[1-9][0-9]?", row.stage.strip() or "1"):
        raise _refuse(place, "stage", row.stage, N_("số nguyên, ví dụ 1"))
    return Step(
        code, row.name.strip(), row.role_unit.strip(), _time(row, place), int(row.stage.strip() or 1),
        _join(row, place), _choice(WaitsFor, row.wait, place, "wait"), row.output.strip(), row.note.strip(),
        _choice(Role, row.role, place, "role"),
    )  # fmt: skip


def _choice(kind: Callable[[str], object], text: str, place: int, column: str):  # type: ignore[no-untyped-def]
    try:
        return kind(text) if text else None
    except ValueError:
        raise _refuse(place, column, text, N_("một mục trong danh sách")) from None


def _time(row: TableRow, place: int) -> TimeAllowed | None:
    text = row.time.strip()
    if not text:
        return None
    try:
        value = parse_number(text, lang="vi" if "," in text else "en")
    except (UnreadableNumber, AmbiguousNumber):
        value = None
    if value is None or not 0 <= value <= 9999:
        raise _refuse(place, "time", text, N_("số, ví dụ 0,5"))
    unit = next((unit for unit in TimeUnit if fold(unit.value) == fold(row.unit)), None)
    if unit is None:
        raise _refuse(place, "unit", row.unit, N_("ngày làm việc, ngày hoặc giờ"))
    return TimeAllowed(value, unit)


def _join(row: TableRow, place: int) -> Join | None:
    text = fold(row.join)
    if not text:
        return None
    if text == fold(ALL):
        return Join()
    if not re.fullmatch(r"[1-9][0-9]?", text):
        raise _refuse(place, "join", row.join, N_("“tất cả” hoặc số nhánh, ví dụ 2"))
    return Join(int(text))


def _ways(row: TableRow, place: int, codes: Sequence[str]) -> Iterator[Transition]:
    here = codes[place - 1]
    onward = Verb.RESUME if row.wait else Verb.FORWARD
    for group in _onward(row, place, len(codes)):
        targets = tuple(codes[_number(text, place, "next", codes) - 1] for text in group)
        if not targets:
            yield Transition(here, Verb.FINISH)
        else:
            yield Transition(here, Verb.HAND_OUT if len(targets) > 1 else onward, targets)
    for text in re.split(r"[,;/ ]+", row.back.strip()):
        if text:
            yield Transition(here, Verb.SEND_BACK, (codes[_number(text, place, "back", codes) - 1],))
    for text in filter(None, (part.strip() for part in re.split(r"[,;/]+", row.refuse))):
        ends = fold(text) == fold(END)
        yield Transition(here, Verb.REFUSE, () if ends else (codes[_number(text, place, "refuse", codes) - 1],))


def _onward(row: TableRow, place: int, count: int) -> Iterator[list[str]]:
    """Each choice as the rows it leads to; [] is the end. `0`: no way onward."""
    text = row.next.strip()
    if not text:
        yield [str(place + 1)] if place < count else []
    elif text != "0":
        for choice in text.split("/"):
            yield [] if fold(choice) == fold(END) else [part.strip() for part in choice.split("+")]


def _number(text: str, place: int, column: str, codes: Sequence[str]) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text):
        example = N_("số dòng, ví dụ 4, 4/6, 4+6, hoặc “hết”") if column == "next" else N_("số dòng, ví dụ 2")
        raise _refuse(place, column, text, example)
    if not 1 <= int(text) <= len(codes):
        raise NoSuchRow(
            field=f"{column}-{place}", row=place, column=Said(COLUMNS[column]), target=text, count=len(codes)
        )
    return int(text)


# --- Rows come, go and change places; cells that name rows follow ----------------------------------------------------


def add_row(rows: Sequence[TableRow], below: int) -> tuple[TableRow, ...]:
    """An empty row below row `below` (0: on top)."""
    stage = rows[below - 1].stage if below else "1"
    there = {place: place + (place > below) for place in range(1, len(rows) + 1)}
    moved = _renumbered(rows, there)
    return (*moved[:below], TableRow(stage=stage), *moved[below:])


def remove_row(rows: Sequence[TableRow], place: int) -> tuple[TableRow, ...]:
    """Without row `place`; cells that named it name it no more."""
    there = {p: p - (p > place) for p in range(1, len(rows) + 1) if p != place}
    moved = _renumbered(rows, there)
    return (*moved[: place - 1], *moved[place:])


def move_row(rows: Sequence[TableRow], place: int, by: int) -> tuple[TableRow, ...]:
    """Row `place` one up (-1) or down (1); at the edge nothing moves."""
    other = place + by
    if not 1 <= other <= len(rows) or not 1 <= place <= len(rows):
        return tuple(rows)
    there = {p: p for p in range(1, len(rows) + 1)} | {place: other, other: place}
    moved = list(_renumbered(rows, there))
    moved[place - 1], moved[other - 1] = moved[other - 1], moved[place - 1]
    return tuple(moved)


_COUNT = re.compile(r"[0-9]+")


def _renumbered(rows: Sequence[TableRow], there: dict[int, int]) -> tuple[TableRow, ...]:
    def cell(text: str) -> str:
        def new(found: re.Match[str]) -> str:
            old = int(found[0])
            return str(there.get(old, "")) if old <= len(rows) and old else found[0]

        tidy = _COUNT.sub(new, text)
        return re.sub(r"^[\s,;/+]+|[\s,;/+]+$|([,;/+])(?:\s*[,;/+])+", r"\1", tidy) if tidy != text else text

    return tuple(replace(row, next=cell(row.next), back=cell(row.back), refuse=cell(row.refuse)) for row in rows)


def standard_ways(rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """The usual ways of a plain table: back to every earlier row of the stage, refusal through the last row."""
    last = len(rows)
    made = []
    for place, row in enumerate(rows, 1):
        earlier = [p for p in range(1, place) if rows[p - 1].stage == row.stage and not rows[p - 1].wait]
        refuse = "" if place == last and not row.wait else END if place == 1 else str(last)
        made.append(replace(row, back="" if row.wait else ", ".join(map(str, earlier)), refuse=refuse))
    return tuple(made)


def with_waits(rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """A waiting row between two stages where none stands."""
    found = tuple(rows)
    for place, (before, after) in reversed(list(enumerate(pairwise(rows), 1))):
        if before.stage != after.stage and not before.wait and not after.wait:
            is_duty = "nghia vu tai chinh" in fold(before.name + before.output)
            cause = WaitsFor.FINANCIAL_DUTY if is_duty else WaitsFor.OUTSIDE
            more = list(add_row(found, place))
            more[place] = TableRow(name=cause.label, stage=before.stage, wait=cause.value)
            found = tuple(more)
    return found
