"""Figure 2.1 of Decision 766/QĐ-TTg: a dossier waiting for a supplement ended when it was asked; asked twice is late.

Reading and worked example: docs/rules/metrics.md §4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from congvu.metrics.facts import Cell, Part
from congvu.metrics.questions import Question
from congvu.obligations.facts import CAME, COMMON_CELLS, ObligationFacts

IN_TIME: Final = ("done_early", "done_on_time", "done_no_due", "running", "paused", "no_due")
LATE: Final = ("done_late", "overdue", "asked_twice")


def _parts(*whats: str) -> tuple[Part, ...]:
    return tuple(Part(what) for what in whats)


CELLS: Final = (
    Cell("q766_received", "Tổng tiếp nhận (QĐ 766)", "Received (Decision 766)", _parts(*CAME)),
    Cell("q766_in_time", "Đúng hạn, trước hạn, còn trong hạn (QĐ 766)", "In time (Decision 766)", _parts(*IN_TIME)),
    Cell("q766_late", "Trễ hạn (QĐ 766)", "Late (Decision 766)", _parts(*LATE)),
    Cell("q766_asked_twice", "Yêu cầu bổ sung quá một lần", "Supplement asked more than once", _parts("asked_twice")),
)

# `asked_twice`: a second request by the as-of day. One asked after its due moment is overdue anyway: its clock ran on.
_JUDGED = """(
SELECT n, item_id, CASE
         WHEN what = ANY(%(q766_in_time)s) AND item_id IN (
           SELECT dossier.obligation_id FROM dossier_supplement again JOIN dossier ON dossier.id = again.dossier_id
           WHERE again.number = 2 AND again.asked_at <= {seen}) THEN 'asked_twice'
         ELSE what END AS what,
       outcome, unit_id, person_id, category_id, channel, opened_at, day
FROM {facts}) AS fact"""


@dataclass(frozen=True)
class Dossiers766(ObligationFacts):
    """Dossiers as facts, those in time judged once more by the decision."""

    @property
    def cells(self) -> Mapping[str, Cell]:
        return {cell.code: cell for cell in (*COMMON_CELLS[:4], *self.more_cells)}

    def _facts(self, questions: Sequence[Question], values: dict[str, Any]) -> tuple[str, str]:
        pieces, facts = super()._facts(questions, values)
        values["q766_in_time"] = list(IN_TIME)
        seen = " ".join(f"WHEN {n} THEN %(seen_{n})s::timestamptz" for n in range(len(questions)))
        return pieces, _JUDGED.format(facts=facts, seen=f"(CASE n {seen} END)")
