"""Values for the gallery page: every part in every state.

Development only; figures add up, nothing comes from the database.
"""

from typing import Any

from django.http import HttpRequest

from congvu.faces.gallery import scores
from congvu.faces.gallery.board import age_bars, cause_bars, figures, trend, units_table
from congvu.faces.gallery.desk import SampleForm, empty, progress
from congvu.faces.gallery.inbox import inbox_table
from congvu.faces.gallery.matter import clocks, deadlines, facts, head, papers, statuses, steps, timeline, tips
from congvu.faces.gallery.strips import long_strip, plain_strip, very_long_strip

__all__ = ["context", "progress"]


def context(request: HttpRequest) -> dict[str, Any]:
    sent = SampleForm(request.GET) if "ten" in request.GET else SampleForm({"ten": "", "so": "abc", "cach": "x"})
    return {
        "deadlines": deadlines(),
        "statuses": statuses(),
        "head": head(),
        "steps": steps(),
        "strip": plain_strip(),
        "long_strip": long_strip(),
        "very_long_strip": very_long_strip(),
        "clocks": clocks(),
        "facts": facts(),
        "papers": papers(),
        "timeline": timeline(),
        "tips": tips(),
        "table": inbox_table(request),
        "units": units_table(),
        "figures": figures(),
        "trend": trend(),
        "age_bars": age_bars(),
        "cause_bars": cause_bars(),
        "score_bars": scores.bars(),
        "dots": scores.dots(),
        "slope": scores.slope(),
        "heat": scores.heat(),
        "form": SampleForm(),
        "refused_form": sent,
        "empty": empty(),
        "progress": progress(40),
        "progress_failed": progress(60, failed=True),
    }
