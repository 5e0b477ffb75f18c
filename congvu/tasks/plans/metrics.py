"""Figures of plans: items done of all (n/m), plans issued of those owed. Definitions: docs/rules/plans.md."""

from congvu.core.numbers import Rounding
from congvu.core.ratio import WhenNothing
from congvu.metrics import facts
from congvu.metrics.facts import BALANCE, Cell, Part, Table
from congvu.metrics.questions import By
from congvu.metrics.registry import metric
from congvu.obligations.facts import ObligationFacts

SOURCE = "Kế hoạch cải cách hành chính đã ban hành; QĐ 922/QĐ-BNV không quy định cách làm tròn"
GOOD = ("accepted",)


def _ended(*whats: str, outcomes: tuple[str, ...] = GOOD) -> tuple[Part, ...]:
    return tuple(Part(what, outcomes=outcomes) for what in whats)


_DONE = _ended("done_early", "done_on_time", "done_late", "done_no_due")
_GONE = _ended("done_early", "done_on_time", "done_late", "done_no_due", outcomes=("withdrawn",))
_OPEN = tuple(Part(what) for what in ("running", "paused", "no_due", "overdue"))

CELLS = (
    Cell("total", "Mục phải thực hiện", "Items to be done", (*_DONE, *_OPEN)),
    Cell("done", "Đã hoàn thành", "Done", _DONE),
    Cell("done_early", "Hoàn thành trước hạn", "Done early", _ended("done_early")),
    Cell("done_on_time", "Hoàn thành đúng hạn", "Done on time", _ended("done_on_time")),
    Cell("done_late", "Hoàn thành quá hạn", "Done late", _ended("done_late")),
    Cell("done_no_due", "Hoàn thành, không có hạn", "Done, without a due date", _ended("done_no_due")),
    Cell("claimed", "Đã báo xong, chờ chấp nhận", "Claimed, waiting for acceptance", (Part("paused"),)),
    Cell("no_deadline", "Chưa hoàn thành, không có hạn", "Not done, without a due date", (Part("no_due"),)),
    Cell("withdrawn", "Đã bỏ khỏi kế hoạch", "Taken out of the plan", _GONE),
)
"""They stand before the common cells of the same code: what was taken out of a plan is neither done nor to be done."""

facts.register(
    ObligationFacts(
        code="plan",
        kind="plan_item",
        name_vi="Mục kế hoạch",
        name_en="Plan items",
        permission="plans.see",
        cuts=(By.UNIT, By.MONTH),
        more_cells=CELLS,
    )
)
facts.register(
    ObligationFacts(
        code="plan_issue",
        kind="plan_issue",
        name_vi="Đơn vị phải ban hành kế hoạch",
        name_en="Units that must issue a plan",
        permission="plans.see",
        cuts=(By.UNIT, By.MONTH),
    )
)

metric(
    code="plan_items_done_rate",
    name_vi="Tỷ lệ mục kế hoạch đã hoàn thành",
    name_en="Plan items done",
    facts="plan",
    unit_of_measure="%",
    numerator=("done",),
    denominator=("total",),
    when_nothing=WhenNothing.EXCLUDED,
    source=SOURCE,
    note_vi="Mục do đơn vị ban hành chấp nhận hoàn thành / mọi mục còn trong kế hoạch (10/18 = 55,56 %).",
    note_en="Items accepted as done by the plan's owner / all items still in the plan (10/18 = 55.56%).",
)
metric(
    code="plan_items_done_rate_truncated",
    name_vi="Tỷ lệ mục kế hoạch đã hoàn thành, cắt bớt",
    name_en="Plan items done, cut off",
    facts="plan",
    unit_of_measure="%",
    numerator=("done",),
    denominator=("total",),
    when_nothing=WhenNothing.EXCLUDED,
    rounding=Rounding.TRUNCATED,
    source=SOURCE,
    note_vi="Như tỷ lệ trên nhưng cắt bớt, không làm tròn (10/18 in là 55,55 %), để đối chiếu với báo cáo đã in.",
    note_en="The same cut off instead of rounded (10/18 printed as 55.55%), to compare with printed reports.",
)
metric(
    code="plan_items_done_of_due_rate",
    name_vi="Tỷ lệ hoàn thành trên số mục đến hạn",
    name_en="Plan items done, of those due",
    facts="plan",
    unit_of_measure="%",
    numerator=("done",),
    denominator=("done", "open_overdue"),
    when_nothing=WhenNothing.EXCLUDED,
    source=SOURCE,
    note_vi="Hoàn thành / (hoàn thành + đang quá hạn).",
    note_en="Done / (done + overdue).",
)
metric(
    code="plan_items_done",
    name_vi="Mục kế hoạch đã hoàn thành",
    name_en="Plan items done (number)",
    facts="plan",
    unit_of_measure="mục",
    numerator=("done",),
    source=SOURCE,
)
metric(
    code="plan_items_overdue",
    name_vi="Mục kế hoạch đang quá hạn",
    name_en="Plan items overdue",
    facts="plan",
    unit_of_measure="mục",
    numerator=("open_overdue",),
    source=SOURCE,
)
metric(
    code="plans_issued_rate",
    name_vi="Tỷ lệ đơn vị đã ban hành kế hoạch",
    name_en="Units that have issued their plan",
    facts="plan_issue",
    unit_of_measure="%",
    numerator=("done",),
    denominator=("done", "open"),
    when_nothing=WhenNothing.EXCLUDED,
    source=SOURCE,
    note_vi="Đơn vị trực thuộc và cơ quan ngành dọc trên địa bàn đã ban hành kế hoạch / số phải ban hành.",
    note_en="Subordinate units and vertical agencies in the area that have issued a plan / those that must.",
)

facts.register_table(
    Table(
        "plan",
        "plan",
        (
            "total",
            "done",
            "done_early",
            "done_on_time",
            "done_late",
            "done_no_due",
            "open",
            "open_in_term",
            "open_overdue",
            "no_deadline",
            "claimed",
            "withdrawn",
            "opened",
            "carried_over",
            "reopened",
            BALANCE,
        ),
        ("plan_items_done_rate", "plan_items_done_rate_truncated", "plan_items_done_of_due_rate"),
    )
)
