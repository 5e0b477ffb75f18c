"""The official sets that travel with the program, with what their decisions say beside the tree (classes, rounding)."""

import json
from datetime import datetime
from importlib import resources
from typing import Any

from congvu.core.loading import LoadReport, rows_of
from congvu.indexes.load.criteria import Options, load_criteria
from congvu.indexes.models import CriteriaSet
from congvu.orgs.actor import Actor

_KEPT = ("classes", "digits", "rescales", "bonus_cap", "penalty_cap", "ceiling")


def described() -> list[dict[str, Any]]:
    """What `sets.json` says of each file."""
    text = resources.files("congvu.data").joinpath("criteria/sets.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found


def load_packaged(code: str, *, actor: Actor, at: datetime) -> tuple[CriteriaSet, LoadReport]:
    """One of them by its code (`QD766`, `TT01`). It is a draft where figures are unknown to this installation."""
    about = next(one for one in described() if one["set"] == code)
    content = resources.files("congvu.data").joinpath(f"criteria/{about['file']}").read_bytes()
    options = Options(
        set=code, set_kind=about["kind"], year=str(about["year"]), unit_kind=",".join(about["unit_kinds"]),
        decision=about["decision"],
    )  # fmt: skip
    report = load_criteria(rows_of(content, name=about["file"]), actor=actor, at=at, options=options)
    found = CriteriaSet.objects.filter(code=code).order_by("-version")[0]
    if not found.options:
        found.options = {name: about[name] for name in _KEPT if name in about}
        found.name = about["name"]
        found.save(update_fields=["options", "name"])
    return found, report
