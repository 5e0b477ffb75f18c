"""Figures of the tasks: the grid, its rates, how they are registered in the catalogue (docs/rules/task-figures.md)."""

from congvu.core.ratio import WhenNothing
from congvu.metrics import facts
from congvu.metrics.facts import Table
from congvu.metrics.registry import metric
from congvu.tasks.facts import CELLS, TaskFacts

RULE = "QĐ 42/2014/QĐ-TTg, QĐ 23/2018/QĐ-TTg"
PRINTED = (
    "total",
    "done",
    "done_on_time",
    "done_late",
    "open",
    "open_in_term",
    "open_overdue",
    "no_deadline",
    "returned",
    "extended",
    "withdrawn",
    "carried_over",
    "done_no_deadline",
    "open_no_deadline",
    "claimed",
    "claimed_overdue",
    "carried_over_done",
    "carried_over_open",
    "carried_over_overdue",
    "entered_in_two_days",
    "entered_later",
)

facts.register(TaskFacts())
facts.register_table(
    Table("tasks", "tasks", PRINTED, ("done_of_all", "done_of_due", "late_of_done", "self_reported", "entered_in_time"))
)

for cell in CELLS:
    metric(
        code=f"tasks_{cell.code}",
        name_vi=f"Nhiệm vụ: {cell.name_vi[:1].lower()}{cell.name_vi[1:]}",
        name_en=f"Tasks: {cell.name_en[:1].lower()}{cell.name_en[1:]}",
        facts="tasks",
        unit_of_measure="nhiệm vụ",
        numerator=(cell.code,),
        source=RULE,
    )

metric(
    code="done_of_all",
    name_vi="Tỷ lệ nhiệm vụ hoàn thành trên tổng số giao",
    name_en="Tasks done, of all given",
    facts="tasks",
    unit_of_measure="%",
    numerator=("done",),
    denominator=("total",),
    when_nothing=WhenNothing.EXCLUDED,
    source=f"{RULE}: hoàn thành / tổng số",
    note_vi="Nhiệm vụ chưa đến hạn cũng nằm trong mẫu số. Nhiệm vụ đã thu hồi không tính.",
    note_en="What is not due yet is in the denominator. Withdrawn tasks are not counted.",
)
metric(
    code="done_of_due",
    name_vi="Tỷ lệ nhiệm vụ hoàn thành trên số đến hạn",
    name_en="Tasks done, of those due",
    facts="tasks",
    unit_of_measure="%",
    numerator=("done",),
    denominator=("done", "open_overdue"),
    when_nothing=WhenNothing.EXCLUDED,
    source=f"{RULE}: hoàn thành / (hoàn thành + quá hạn chưa hoàn thành)",
    note_vi="Đến hạn là đã hoàn thành hoặc quá hạn chưa hoàn thành; nhiệm vụ còn hạn không nằm trong mẫu số.",
    note_en="Due is what is done, and what is open and overdue; what is in term is not in the denominator.",
)
metric(
    code="late_of_done",
    name_vi="Tỷ lệ hoàn thành quá hạn trên số hoàn thành",
    name_en="Done late, of those done",
    facts="tasks",
    unit_of_measure="%",
    numerator=("done_late",),
    denominator=("done",),
    when_nothing=WhenNothing.EXCLUDED,
    source=f"{RULE}: hoàn thành quá hạn / hoàn thành",
)
metric(
    code="self_reported",
    name_vi="Tỷ lệ hoàn thành theo đơn vị tự báo",
    name_en="Done by the units' own word, of all",
    facts="tasks",
    unit_of_measure="%",
    numerator=("done", "claimed"),
    denominator=("total",),
    when_nothing=WhenNothing.EXCLUDED,
    source=f"{RULE}: (hoàn thành + đã báo xong chờ chấp nhận) / tổng số",
    note_vi="Để đối chiếu với tỷ lệ đã được chấp nhận: chênh lệch là những báo cáo nơi giao chưa trả lời.",
    note_en="To be held against what was accepted: the difference are claims that nobody has answered.",
)
metric(
    code="entered_in_time",
    name_vi="Tỷ lệ nhiệm vụ được nhập trong 2 ngày làm việc",
    name_en="Tasks entered within 2 working days of their document",
    facts="tasks",
    unit_of_measure="%",
    numerator=("entered_in_two_days",),
    denominator=("entered_in_two_days", "entered_later"),
    when_nothing=WhenNothing.EXCLUDED,
    source=f"{RULE}: nhiệm vụ phải được cập nhật đầy đủ, kịp thời vào hệ thống theo dõi",
    note_vi="Chỉ tính nhiệm vụ giao bằng văn bản nhập trên hệ thống này; mức 2 ngày là cài đặt thường dùng.",
    note_en="Of tasks given by a document and entered here; two days is the usual setting.",
)
