"""Figures of working programmes: passed of all, papers to the Council, dossiers in time. docs/rules/programmes.md."""

from congvu.core.ratio import WhenNothing
from congvu.metrics import facts
from congvu.metrics.facts import BALANCE, Cell, Part, Table
from congvu.metrics.questions import By
from congvu.metrics.registry import metric
from congvu.obligations.facts import ObligationFacts

SOURCE = "Chương trình công tác năm đã ban hành; NĐ 191/2026/NĐ-CP Đ19–20"
_DONE = ("done_early", "done_on_time", "done_late", "done_no_due")
_OPEN = ("running", "paused", "no_due", "overdue")


def _ended(*outcomes: str, channels: tuple[str, ...] = ()) -> tuple[Part, ...]:
    return tuple(Part(what, outcomes=outcomes, channels=channels) for what in _DONE)


def _all(channels: tuple[str, ...] = ()) -> tuple[Part, ...]:
    return tuple(Part(what, channels=channels) for what in (*_DONE, *_OPEN))


COUNCIL = ("council",)
CELLS = (
    Cell("items", "Nội dung trong chương trình", "Items of the programme", _all()),
    Cell("passed", "Đã thông qua", "Passed", _ended("passed")),
    Cell("withdrawn", "Đã rút", "Withdrawn", _ended("withdrawn")),
    Cell("moved_out", "Chuyển sang năm khác", "Moved to another year", _ended("moved")),
    Cell("kept", "Còn trong chương trình", "Still in the programme", (*_ended("passed"), *(Part(w) for w in _OPEN))),
    Cell("to_council", "Trình HĐND", "For the People's Council", _all(COUNCIL)),
    Cell(
        "to_council_passed", "Trình HĐND, đã thông qua", "For the Council, passed", _ended("passed", channels=COUNCIL)
    ),
)
facts.register(
    ObligationFacts(
        code="programme", kind="programme_item", name_vi="Nội dung chương trình công tác",
        name_en="Items of working programmes", permission="programmes.see", cuts=(By.UNIT, By.MONTH), more_cells=CELLS,
    )
)  # fmt: skip
facts.register(
    ObligationFacts(
        code="programme_dossier", kind="programme_dossier", name_vi="Hồ sơ trình theo chương trình",
        name_en="Dossiers of working programmes", permission="programmes.see", cuts=(By.UNIT, By.MONTH),
    )
)  # fmt: skip
metric(
    code="programme_passed_rate", name_vi="Tỷ lệ nội dung chương trình đã thông qua",
    name_en="Programme items passed", facts="programme", unit_of_measure="%", numerator=("passed",),
    denominator=("items",), when_nothing=WhenNothing.EXCLUDED, source=SOURCE,
    note_vi="Đã thông qua / mọi nội dung đã đăng ký, kể cả đã rút, chuyển kỳ (82/114 = 71,93 %).",
    note_en="Passed / all items registered, withdrawn and moved ones included (82/114 = 71.93%).",
)  # fmt: skip
metric(
    code="programme_passed_of_kept_rate", name_vi="Tỷ lệ đã thông qua trên nội dung còn trong chương trình",
    name_en="Passed, of items still in the programme", facts="programme", unit_of_measure="%", numerator=("passed",),
    denominator=("kept",), when_nothing=WhenNothing.EXCLUDED, source=SOURCE,
    note_vi="Không tính nội dung đã rút hoặc chuyển sang năm khác.",
    note_en="Without items withdrawn or moved to another year.",
)  # fmt: skip
metric(
    code="programme_papers_to_council", name_vi="Nội dung trình HĐND", name_en="Papers for the People's Council",
    facts="programme", unit_of_measure="nội dung", numerator=("to_council",), source=SOURCE,
)  # fmt: skip
metric(
    code="programme_dossiers_in_time_rate", name_vi="Tỷ lệ hồ sơ chương trình trình đúng hạn",
    name_en="Programme dossiers submitted in time", facts="programme_dossier", unit_of_measure="%",
    numerator=("done_early", "done_on_time"), denominator=("done", "open_overdue"), when_nothing=WhenNothing.EXCLUDED,
    source="NĐ 191/2026/NĐ-CP Đ20: hồ sơ trình trước ngày 20 của tháng ghi trong chương trình",
)  # fmt: skip
facts.register_table(
    Table(
        "programme", "programme",
        ("items", "passed", "withdrawn", "moved_out", "kept", "to_council", "to_council_passed", "open", "open_in_term",
         "open_overdue", "opened", "carried_over", BALANCE),
        ("programme_passed_rate", "programme_passed_of_kept_rate"),
    )
)  # fmt: skip
