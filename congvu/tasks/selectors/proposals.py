"""A pasted directive, or a table, as rows that a person confirms: nothing is given here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from congvu.core.clock import WorkCalendar
from congvu.core.directive import Doubt, Head, Proposal, UnitName, UnitNames, UnitRead, read
from congvu.core.directive.deadlines import deadlines_in
from congvu.core.errors import N_
from congvu.core.loading import Row
from congvu.core.text import fold
from congvu.obligations import calendars
from congvu.orgs.models import UnitSpan

MOST_ROWS = 400
_COLUMNS = {
    "clause": ("clause", "muc", "khoan", "dieu khoan", "stt", "tt"),
    "content": ("content", "noi dung", "noi dung nhiem vu", "nhiem vu", "ten nhiem vu"),
    "lead_unit": ("lead unit", "chu tri", "don vi chu tri", "co quan chu tri", "don vi thuc hien"),
    "coordinating": ("coordinating units", "phoi hop", "don vi phoi hop", "co quan phoi hop"),
    "due_on": ("due on", "han", "thoi han", "thoi gian", "thoi gian hoan thanh", "thoi han hoan thanh", "ngay den han"),
    "product": ("product", "san pham", "ket qua", "san pham du kien"),
    "field": ("field", "linh vuc"),
}


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """`initial` fills the form of one task; `place` says where it was read; `doubts` what a person must look at."""

    initial: Mapping[str, object]
    place: str
    line: int
    doubts: tuple[Doubt, ...]

    @property
    def asks(self) -> bool:
        return any(doubt.asks for doubt in self.doubts)


@dataclass(frozen=True, slots=True)
class Proposals:
    head: Head
    rows: tuple[ProposedRow, ...]
    skipped: tuple[tuple[int, str], ...]
    left_off: int = 0

    @property
    def asking(self) -> int:
        return sum(row.asks for row in self.rows)


@dataclass(frozen=True)
class _Units:
    """The units of a day; a name that several bear is written with its code."""

    names: UnitNames
    shown: Mapping[str, str]

    @classmethod
    def of(cls, on: date) -> "_Units":
        spans = UnitSpan.objects.filter(during__contains=on).select_related("unit").order_by("name", "unit_id")
        rows = [(str(span.unit_id), span.name, span.short_name, span.unit.code) for span in spans]
        bearers: dict[str, int] = {}
        for _id, name, _short, _code in rows:
            bearers[name] = bearers.get(name, 0) + 1
        names = UnitNames(UnitName(pk, name, (short,) if short != name else ()) for pk, name, short, _code in rows)
        return cls(names, {pk: name if bearers[name] == 1 else code for pk, name, _short, code in rows})

    def written(self, unit: UnitRead) -> str:
        return self.shown[unit.code] if unit.code is not None else unit.quote.text

    def list_of(self, units: Iterable[UnitRead]) -> str:
        return "; ".join(self.written(unit) for unit in units if not unit.group)


def from_text(text: str, *, today: date, unit_id: int | None, split: bool) -> Proposals:
    """Clause by clause. `split`: a clause that is given to several known units becomes a row for each of them.

    Two queries, and the calendar. Raises SecretText, TextTooLong.
    """
    units = _Units.of(today)
    found = read(text, names=units.names, today=today, calendar=_calendar(unit_id, today))
    rows = [row for proposal in found.proposals for row in _rows(proposal, units, split=split)]
    skipped = tuple((one.line, one.text) for one in found.skipped)
    return Proposals(found.head, tuple(rows[:MOST_ROWS]), skipped, max(0, len(rows) - MOST_ROWS))


def _calendar(unit_id: int | None, today: date) -> WorkCalendar:
    return calendars.of_unit(unit_id, today).calendar if unit_id else calendars.in_force(None).calendar


def _rows(proposal: Proposal, units: _Units, *, split: bool) -> Iterable[ProposedRow]:
    leads = proposal.leads
    if split and len(leads) > 1 and all(unit.code for unit in leads):
        kept = tuple(doubt for doubt in proposal.doubts if doubt.code != "many_leads")
        names = "; ".join(units.written(unit) for unit in leads)
        for unit in leads:
            yield _row(proposal, units, units.written(unit), (_split_doubt(names), *kept))
    else:
        yield _row(proposal, units, units.list_of(leads), proposal.doubts)


def _split_doubt(names: str) -> Doubt:
    return Doubt(
        "split", False, N_("Mục giao nhiều đơn vị (%(names)s): đã tách mỗi đơn vị một dòng."), {"names": names}
    )


def _row(proposal: Proposal, units: _Units, lead: str, doubts: tuple[Doubt, ...]) -> ProposedRow:
    content = proposal.content.text
    due = proposal.due
    initial = {
        "clause": proposal.clause[:40],
        "content": content[:1].upper() + content[1:],
        "lead_unit": lead,
        "coordinating": units.list_of(proposal.coordinating),
        "due_on": due.due_on if due and len(proposal.deadlines) == 1 else None,
        "product": proposal.product.text if proposal.product else "",
    }
    return ProposedRow(initial, content[:160], proposal.content.line, doubts)


def from_table(rows: Sequence[Row], *, today: date) -> Proposals:
    """A table with heads in Vietnamese or English. Unknown names get the nearest as doubts; nothing is written."""
    units = _Units.of(today)
    found = []
    for row in rows[:MOST_ROWS]:
        cells = _known_cells(row.cells)
        if any(cells.values()):
            found.append(_table_row(cells, row.line, units, today))
    return Proposals(Head(), tuple(found), (), max(0, len(rows) - MOST_ROWS))


def columns_known(rows: Sequence[Row]) -> bool:
    """Whether the table has a content and a lead."""
    names = {name for row in rows[:1] for name in _heads(row.cells)}
    return {"content", "lead_unit"} <= names


def _heads(cells: Mapping[str, str]) -> dict[str, str]:
    """Our name → theirs."""
    found: dict[str, str] = {}
    for head in cells:
        plain = " ".join(fold(head).replace("_", " ").split())
        name = next((ours for ours, theirs in _COLUMNS.items() if plain in theirs), None)
        if name and name not in found:
            found[name] = head
    return found


def _known_cells(cells: Mapping[str, str]) -> dict[str, str]:
    heads = _heads(cells)
    return {ours: cells[heads[ours]].strip() if ours in heads else "" for ours in _COLUMNS}


def _table_row(cells: Mapping[str, str], line: int, units: _Units, today: date) -> ProposedRow:
    doubts: list[Doubt] = []
    written: dict[str, str] = {}
    for column, asks in (("lead_unit", True), ("coordinating", False)):
        reads = [units.names.named(part) for part in cells[column].split(";") if part.strip()]
        written[column] = "; ".join(units.written(unit) for unit in reads)
        for unit in reads:
            if unit.code is None:
                near = ", ".join(name for _code, name in unit.near) or "–"
                sentence = N_("Không có đơn vị “%(name)s”. Gần nhất: %(near)s.")
                doubts.append(Doubt("unit_unknown_near", asks, sentence, {"name": unit.quote.text, "near": near}))
    if not cells["lead_unit"]:
        doubts.append(Doubt("no_lead", True, N_("Không thấy đơn vị chủ trì. Hãy chọn một đơn vị.")))
    due_on, due_doubts = _due(cells["due_on"], today)
    initial = {
        "clause": cells["clause"][:40], "content": cells["content"], "product": cells["product"],
        "field": cells["field"], "due_on": due_on, **written,
    }  # fmt: skip
    return ProposedRow(initial, cells["content"][:160], line, (*doubts, *due_doubts))


def _due(text: str, today: date) -> tuple[date | None, tuple[Doubt, ...]]:
    """A cell with a day, or with words such as “quý III/2026”."""
    if not text:
        return None, (Doubt("no_deadline", False, N_("Không thấy thời hạn: nhiệm vụ sẽ vào ô “không có thời hạn”.")),)
    try:
        return date.fromisoformat(text[:10]), ()
    except ValueError:
        pass
    said = f"hoàn thành {text}" if text[:1].isdigit() else f"hoàn thành trong {text}"
    found = deadlines_in(said, 0, len(said), written_on=today)
    if not found or found[0].due_on is None:
        return None, (Doubt("not_counted", True, N_("“%(text)s”: chưa tính được ngày. Hãy ghi hạn."), {"text": text}),)
    return found[0].due_on, tuple(doubt for doubt in found[0].doubts if doubt.code != "before_document")
