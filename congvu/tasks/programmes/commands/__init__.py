"""One function per verb of programmes and weeks; the only writers."""

from congvu.tasks.programmes.commands.items import (
    ask_move,
    ask_withdrawal,
    decide_change,
    pass_item,
    register_item,
    send_back,
    submit_item,
)  # fmt: skip
from congvu.tasks.programmes.commands.programmes import open_programme, say_goal
from congvu.tasks.programmes.commands.weeks import cancel_event, publish_week, write_event

__all__ = [
    "ask_move", "ask_withdrawal", "cancel_event", "decide_change", "open_programme", "pass_item", "publish_week",
    "register_item", "say_goal", "send_back", "submit_item", "write_event",
]  # fmt: skip
