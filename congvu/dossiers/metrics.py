"""Figures of the one-stop dossiers: the cells of form II.06a and the rates made from them (docs/rules/metrics.md)."""

from congvu.core.ratio import WhenNothing
from congvu.dossiers import figure_766
from congvu.metrics import facts
from congvu.metrics.facts import BALANCE, Cell, Part, Table
from congvu.metrics.questions import By
from congvu.metrics.registry import metric
from congvu.obligations.facts import ObligationFacts

FORM = "TT 02/2017/TT-VPCP (sửa đổi bởi TT 01/2020/TT-VPCP), biểu II.06a/VPCP/KSTT"
ONLINE = "online"


def _came(*whats: str, **channels: tuple[str, ...]) -> tuple[Part, ...]:
    return tuple(Part(what, **channels) for what in whats)


_C4 = _came("opened", "reopened", channels=(ONLINE,))
_C5 = _came("opened", "reopened", other_than=(ONLINE,))
_C6 = _came("carried_over")
_C8 = _came("done_early")
_C9 = _came("done_on_time", "done_no_due")
_C10 = _came("done_late")
_C12 = _came("running", "paused", "no_due")
_C13 = _came("overdue")

CELLS = (
    Cell("c3", "Tiếp nhận: tổng số", "Received: all", (*_C4, *_C5, *_C6)),
    Cell("c4", "Tiếp nhận trực tuyến", "Received online", _C4),
    Cell("c5", "Tiếp nhận trực tiếp, dịch vụ bưu chính", "Received at the desk or by post", _C5),
    Cell("c6", "Từ kỳ trước chuyển qua", "Carried over from the period before", _C6),
    Cell("c7", "Đã giải quyết: tổng số", "Settled: all", (*_C8, *_C9, *_C10)),
    Cell("c8", "Giải quyết trước hạn", "Settled early", _C8),
    Cell("c9", "Giải quyết đúng hạn", "Settled on time", _C9),
    Cell("c10", "Giải quyết quá hạn", "Settled late", _C10),
    Cell("c11", "Đang giải quyết: tổng số", "In progress: all", (*_C12, *_C13)),
    Cell("c12", "Đang giải quyết trong hạn", "In progress, in term", _C12),
    Cell("c13", "Đang giải quyết quá hạn", "In progress, overdue", _C13),
)
FORM_CELLS = tuple(cell.code for cell in CELLS)
ONLINE_LATE = Cell(
    "online_late", "Hồ sơ trực tuyến quá hạn", "Online dossiers late", _came("done_late", "overdue", channels=(ONLINE,))
)

facts.register(
    ObligationFacts(
        code="dossiers",
        kind="dossier",
        name_vi="Hồ sơ một cửa",
        name_en="One-stop dossiers",
        permission="dossiers.see",
        cuts=(By.UNIT, By.FIELD, By.PROCEDURE, By.CHANNEL, By.MONTH),
        more_cells=(*CELLS, ONLINE_LATE),
    )
)
facts.register_table(
    Table(
        "dossiers",
        "dossiers",
        (*FORM_CELLS, "reopened", BALANCE),
        ("dossiers_on_time_rate", "dossiers_in_time_so_far_rate", "dossiers_online_rate"),
    )
)


def _count(code: str, cell: str, name_vi: str, name_en: str, column: int) -> None:
    metric(
        code=code,
        name_vi=name_vi,
        name_en=name_en,
        facts="dossiers",
        unit_of_measure="hồ sơ",
        numerator=(cell,),
        source=f"{FORM}, cột {column}",
    )


_count("dossiers_received", "c3", "Hồ sơ tiếp nhận", "Dossiers received", 3)
_count("dossiers_carried_over", "c6", "Hồ sơ từ kỳ trước chuyển qua", "Dossiers carried over", 6)
_count("dossiers_settled", "c7", "Hồ sơ đã giải quyết", "Dossiers settled", 7)
_count("dossiers_settled_early", "c8", "Hồ sơ giải quyết trước hạn", "Dossiers settled early", 8)
_count("dossiers_settled_on_time", "c9", "Hồ sơ giải quyết đúng hạn", "Dossiers settled on time", 9)
_count("dossiers_settled_late", "c10", "Hồ sơ giải quyết quá hạn", "Dossiers settled late", 10)
_count("dossiers_in_progress", "c11", "Hồ sơ đang giải quyết", "Dossiers in progress", 11)
_count("dossiers_overdue", "c13", "Hồ sơ đang quá hạn", "Dossiers overdue", 13)

metric(
    code="dossiers_on_time_rate",
    name_vi="Tỷ lệ hồ sơ giải quyết trước và đúng hạn",
    name_en="Dossiers settled early or on time",
    facts="dossiers",
    unit_of_measure="%",
    numerator=("c8", "c9"),
    denominator=("c7",),
    when_nothing=WhenNothing.EXCLUDED,
    source=f"{FORM}: (cột 8 + cột 9) / cột 7",
    note_vi="Chỉ tính trên hồ sơ đã giải quyết. Hồ sơ kết thúc khi không có hạn thì không thể trễ, nằm ở cột 9.",
    note_en="Of settled dossiers only. One that ended without a due date cannot be late and stands in column 9.",
)
metric(
    code="dossiers_in_time_so_far_rate",
    name_vi="Tỷ lệ hồ sơ đúng hạn trên tổng tiếp nhận",
    name_en="Dossiers in time so far, of all received",
    facts="dossiers",
    unit_of_measure="%",
    numerator=("c8", "c9", "c12"),
    denominator=("c3",),
    when_nothing=WhenNothing.EXCLUDED,
    source=f"{FORM}: (cột 8 + cột 9 + cột 12) / cột 3",
    note_vi="Gồm cả hồ sơ đang giải quyết còn trong hạn; khác chỉ tiêu 2.1 của QĐ 766/QĐ-TTg.",
    note_en="Counts what is still open in term; not figure 2.1 of Decision 766/QĐ-TTg.",
)
metric(
    code="dossiers_online_rate",
    name_vi="Tỷ lệ hồ sơ tiếp nhận trực tuyến",
    name_en="Dossiers received online",
    facts="dossiers",
    unit_of_measure="%",
    numerator=("c4",),
    denominator=("c4", "c5"),
    when_nothing=WhenNothing.EXCLUDED,
    source=f"{FORM}: cột 4 / (cột 4 + cột 5)",
    note_vi="Chỉ tính hồ sơ tiếp nhận trong kỳ, không tính hồ sơ kỳ trước chuyển qua.",
    note_en="Of what came in during the period, without what was carried over.",
)
metric(
    code="online_dossiers_late",
    name_vi="Hồ sơ trực tuyến quá hạn",
    name_en="Online dossiers late",
    facts="dossiers",
    unit_of_measure="hồ sơ",
    numerator=("online_late",),
    source="TT 01/2018/TT-VPCP, Điều 13, chỉ số 9",
)

facts.register(
    figure_766.Dossiers766(
        code="dossiers_766",
        kind="dossier",
        name_vi="Hồ sơ một cửa theo QĐ 766/QĐ-TTg",
        name_en="One-stop dossiers by Decision 766 of 2022",
        permission="dossiers.see",
        cuts=(By.UNIT, By.FIELD, By.PROCEDURE, By.CHANNEL, By.MONTH),
        more_cells=figure_766.CELLS,
    )
)
metric(
    code="dossiers_in_time_766",
    name_vi="Hồ sơ xử lý đúng hạn, trước hạn và còn trong hạn (QĐ 766)",
    name_en="Dossiers in time, by Decision 766",
    facts="dossiers_766",
    unit_of_measure="%",
    numerator=("q766_in_time",),
    denominator=("q766_received",),
    when_nothing=WhenNothing.EXCLUDED,
    source="QĐ 766/QĐ-TTg (23/6/2022), chỉ số 2.1, theo tài liệu “Mô tả công thức tính chỉ số 766”",
    note_vi="Chờ bổ sung thì kết thúc lúc yêu cầu; yêu cầu quá một lần tính trễ. Mẫu số gồm cả kỳ trước chuyển qua.",
    note_en="A request for a supplement ends it; more than one request is late. Received includes carried over.",
)
