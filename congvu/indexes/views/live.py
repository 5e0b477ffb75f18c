"""Live boards: what the system counts scores itself, day by day."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from congvu.indexes.pages.live import board_table, criteria_table
from congvu.indexes.selectors.boards import live_board
from congvu.orgs.doors import door

SEE = "indexes.see"
GROUPS = {
    "so": ("so", "ban"), "xa": ("xa", "phuong", "dac-khu"),
}  # fmt: skip


@require_safe
@door(kind="list", room="indexes", permission=SEE)
def qd766(request: Any) -> HttpResponse:
    return _board(request, "766")


@require_safe
@door(kind="list", room="indexes", permission=SEE)
def one_stop(request: Any) -> HttpResponse:
    """By TT 01/2018/TT-VPCP, per unit; by default the present quarter."""
    return _board(request, "one_stop")


def _board(request: Any, kind: str) -> HttpResponse:
    group = request.GET.get("khoi", "")
    kinds = GROUPS.get(group) or (*GROUPS["so"], *GROUPS["xa"])
    today = request.today
    default = f"{today.year}Q{(today.month - 1) // 3 + 1}" if kind == "one_stop" else ""
    found = live_board(
        kind, request.GET.get("ky", "") or default, actor=request.actor, now=request.now, kinds=kinds
    )  # fmt: skip
    context = {
        "b": found, "table": board_table(found, request), "criteria": criteria_table(found), "group": group,
        "kind": kind,
    }  # fmt: skip
    return render(request, "indexes/live.html", context)
