"""Closings as parts of a page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.faces import words
from congvu.faces.lists import ListState
from congvu.faces.parts import Code, Column, EmptyState, Fact, Facts, Link, Num, Row, StatusBadge, SumRow, Table, View
from congvu.faces.parts.lists import CellValue
from congvu.metrics.closings import Changed, ClosingRow, Correction, is_intact
from congvu.metrics.facts import FACTS, TABLES, Cell
from congvu.metrics.models import Closing
from congvu.metrics.questions import By, Structure
from congvu.orgs import units

MOST_LINES = 400


def subject_name(subject: str) -> str:
    source = FACTS[TABLES[subject].facts]
    return source.name_en if words.english() else source.name_vi


def listing(rows: Sequence[ClosingRow], state: ListState) -> Table:
    return Table(
        key="closings",
        caption=_("Các kỳ đã chốt số liệu"),
        noun=_("lần chốt"),
        count=len(rows),
        columns=(
            Column("period", _("Kỳ"), phone="title", fixed=True),
            Column("subject", _("Số liệu"), phone="meta", fixed=True),
            Column("unit", _("Đơn vị"), phone="meta", fixed=True),
            Column("document", _("Báo cáo"), phone="meta", fixed=True),
            Column("signer", _("Người ký"), phone="meta", fixed=True),
            Column("state", _("Hiệu lực"), phone="side", fixed=True),
        ),
        rows=[_row(row) for row in rows],
        views=(
            View(_("Tất cả"), state.url(**{"so-lieu": None}), current=not state.get("so-lieu")),
            *(
                View(subject_name(one), state.url(**{"so-lieu": one}), current=state.get("so-lieu") == one)
                for one in TABLES
            ),
        ),
        empty=EmptyState(
            _("Chưa có kỳ nào được chốt."),
            _("Chốt khi báo cáo đã ký: số đã ký được giữ nguyên, điều chỉnh về sau hiện thành danh sách bên cạnh."),
        ),
        chooses_columns=False,
    )


def _row(row: ClosingRow) -> Row:
    period = f"{words.day(row.first_on)} – {words.day(row.last_on)}"
    state = (
        StatusBadge(_("Đã thay bằng lần sau"), "wait") if row.replaced else StatusBadge(_("Đang dùng"), "ok", "check")
    )
    cells: dict[str, CellValue] = {
        "period": Link(period, reverse("metrics:closing", args=[row.id])),
        "subject": subject_name(row.subject),
        "unit": row.unit or _("Toàn bộ"),
        "document": row.document,
        "signer": row.signer,
        "state": state,
    }
    return Row(str(row.id), period, cells)


def signed_facts(found: Closing) -> Facts:
    unit = units.name_of(found.unit_id, found.as_of) if found.unit_id else _("Toàn bộ")
    intact = _("Nguyên vẹn, khớp mã niêm phong") if is_intact(found) else _("KHÔNG khớp mã niêm phong")
    return Facts(
        (
            Fact(_("Kỳ"), f"{words.day(found.first_on)} – {words.day(found.last_on)}"),
            Fact(_("Tính đến hết ngày"), words.day(found.as_of)),
            Fact(_("Đơn vị"), unit),
            Fact(_("Người ký"), found.signer),
            Fact(_("Báo cáo"), found.document),
            Fact(_("Chốt lúc"), words.moment(found.closed_at)),
            Fact(_("Tình trạng"), intact),
            Fact(_("Mã niêm phong"), found.sha256, wide=True),
            Fact(_("Ghi chú"), found.note, wide=True),
        )
    )


def signed(found: Closing, state: ListState) -> Table:
    """The figures as they were signed, by one cut; nothing here is counted anew."""
    kept = found.figures[Structure.THEN.value]
    cuts = [by for by in By if by.value in kept]
    by = next((one for one in cuts if one.value == state.get("theo")), cuts[0])
    known = FACTS[TABLES[found.subject].facts].cells
    codes = [code for code in TABLES[found.subject].cells if code in kept["total"]["cells"]]
    rates = kept["total"]["rates"]
    columns = (
        Column("name", str(by.label), phone="title", fixed=True),
        *(
            Column(code, _name(known.get(code), code), figures=True, phone="meta", hidden_at_first=n > 7)
            for n, code in enumerate(codes)
        ),
        *(Column(rate["code"], _rate_name(rate["code"]), figures=True, phone="meta") for rate in rates[:2]),
    )
    return Table(
        key=f"closing-{found.subject}",
        caption=_("Số liệu như đã ký, chia theo %(by)s") % {"by": str(by.label).lower()},
        columns=columns,
        shown=state.columns,
        rows=[
            Row(str(n), line["name"], {"name": line["name"], **_cells(line)})
            for n, line in enumerate(kept[by.value][:MOST_LINES])
        ],
        sums=SumRow(_("Tổng đã ký"), _cells(kept["total"])),
        views=tuple(View(str(one.label), state.url(theo=one.value), current=one is by) for one in cuts),
        keys_help=False,
        back_url=state.url(),
        chooses_columns=False,
    )


def _name(cell: Cell | None, code: str) -> str:
    return code if cell is None else cell.name_en if words.english() else cell.name_vi


def _rate_name(code: str) -> str:
    from congvu.metrics import registry, wording

    return wording.name_of(registry.find(code))


def _cells(line: dict[str, Any]) -> dict[str, CellValue]:
    counts: dict[str, CellValue] = {code: Num(count) for code, count in line["cells"].items()}
    return counts | {rate["code"]: _rate(rate) for rate in line["rates"]}


def _rate(rate: dict[str, Any]) -> str:
    fraction = f"{rate['numerator']}/{rate['denominator']}"
    value = rate["value"]
    return (
        f"– ({fraction})"
        if value is None
        else f"{str(value) if words.english() else str(value).replace('.', ',')} % ({fraction})"
    )


def changes(found: Sequence[Changed]) -> Table:
    """Cells that would be another number today, beside what was signed."""
    return Table(
        key="closing-changes",
        caption=_("Ô số liệu nay khác số đã ký"),
        columns=(
            Column("cell", _("Ô số liệu"), phone="title", fixed=True),
            Column("signed", _("Đã ký"), figures=True, phone="meta", fixed=True),
            Column("now", _("Nay đếm được"), figures=True, phone="meta", fixed=True),
            Column("change", _("Chênh lệch"), figures=True, phone="side", fixed=True),
        ),
        rows=[
            Row(
                one.cell,
                one.name,
                {
                    "cell": one.name,
                    "signed": Num(one.signed),
                    "now": Num(one.now),
                    "change": words.signed(one.now - one.signed),
                },
            )
            for one in found
        ],
        empty=EmptyState(_("Không có điều chỉnh nào."), _("Đếm lại hôm nay vẫn ra đúng số đã ký.")),
        chooses_columns=False,
        keys_help=False,
    )


def corrections(found: Sequence[Correction], closing: Closing) -> Table:
    """Row by row: how it was counted when signed, and how it counts now."""
    known = FACTS[TABLES[closing.subject].facts].cells
    return Table(
        key="closing-corrections",
        caption=_("Điều chỉnh sau khi chốt"),
        noun=_("dòng"),
        columns=(
            Column("code", _("Mã"), phone="code", fixed=True),
            Column("title", _("Nội dung"), phone="title", fixed=True),
            Column("before", _("Lúc ký"), width="xl", phone="meta", fixed=True),
            Column("now", _("Nay"), width="xl", phone="meta", fixed=True),
        ),
        rows=[
            Row(
                str(one.item_id),
                one.code,
                {
                    "code": Code(one.code),
                    "title": Link(one.title, one.url) if one.url else one.title,
                    "before": _side(one.before, known),
                    "now": _side(one.now, known),
                },
            )
            for one in found
        ],
        empty=EmptyState(
            _("Không có điều chỉnh nào."), _("Điều ghi sau khi ký mà làm đổi số sẽ hiện ở đây, từng dòng.")
        ),
        chooses_columns=False,
        keys_help=False,
    )


def _side(pairs: Sequence[tuple[str, str]], known: Mapping[str, Cell]) -> str:
    names = {
        part.what: _name(cell, cell.code)
        for cell in reversed(list(known.values()))
        for part in cell.parts
        if len(cell.parts) == 1
    }
    return "; ".join(f"{names.get(what, what)} ({unit})" for what, unit in pairs) or _("không có trong số đã tính")
