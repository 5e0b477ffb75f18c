from congvu.indexes.commands.appraisal import (
    appeal,
    appraise,
    approve_explanation,
    ask,
    enter_points,
    hand_over,
    send_back,
)
from congvu.indexes.commands.closing import correct_points, lock_round, publish_round
from congvu.indexes.commands.repair import finish_repair, give_repair_task, plan_repair
from congvu.indexes.commands.rounds import (
    Days,
    Entrant,
    add_units,
    assign_appraiser,
    open_round,
    plan_round,
    set_days,
)
from congvu.indexes.commands.scoring import (
    add_evidence,
    approve_self_score,
    exclude,
    go_on_without,
    remark,
    remove_evidence,
    self_score,
)
from congvu.indexes.commands.sets import accept_finding, change_criterion, next_version, publish_set
from congvu.indexes.commands.version import change_version

__all__ = [
    "Days",
    "Entrant",
    "accept_finding",
    "add_evidence",
    "add_units",
    "appeal",
    "appraise",
    "approve_explanation",
    "approve_self_score",
    "ask",
    "assign_appraiser",
    "change_criterion",
    "change_version",
    "correct_points",
    "enter_points",
    "exclude",
    "finish_repair",
    "give_repair_task",
    "go_on_without",
    "hand_over",
    "lock_round",
    "next_version",
    "open_round",
    "plan_repair",
    "plan_round",
    "publish_round",
    "publish_set",
    "remark",
    "remove_evidence",
    "self_score",
    "send_back",
    "set_days",
]
