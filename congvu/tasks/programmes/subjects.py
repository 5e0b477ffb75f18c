"""How the inbox names dossiers that are to be submitted, and figures the items behind them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.obligations import subjects
from congvu.obligations.subjects import Description, Moving
from congvu.tasks.programmes.models import ProgrammeItem


def register_all() -> None:
    moving = Moving(_lock, _check, _moved)
    subjects.register(
        kind="programme_item",
        clock="legal",
        label=gettext_lazy("Nội dung chương trình"),
        icon="calendar-month",
        describe=describe,
        matching=matching,
        inbox=False,
        moving=moving,
    )
    subjects.register(
        kind="programme_dossier",
        clock="step",
        label=gettext_lazy("Trình theo chương trình"),
        icon="calendar-month",
        describe=describe,
        matching=matching,
        moving=moving,
    )


def describe(ids: list[int]) -> dict[int, Description]:
    rows = ProgrammeItem.objects.filter(pk__in=ids).select_related("programme").order_by("id")
    return {
        row.pk: Description(
            f"{row.programme.code}/{row.code}",
            row.name,
            reverse("programmes:item", args=[row.programme.code, row.code]),
            detail=_("tháng %(month)s") % {"month": row.month},
            need=_("Trình hồ sơ trước ngày %(day)s") % {"day": row.programme.submit_day},
        )
        for row in rows
    }


def matching(grams: Sequence[str]) -> Any:
    return ProgrammeItem.objects.filter(grams__contains=list(grams)).values("pk")


def _lock(item_id: int) -> None:
    ProgrammeItem.objects.select_for_update(of=("self",)).get(pk=item_id)


def _check(item_id: int, unit_id: int, person_id: int | None, at: datetime) -> None:
    """Any unit may prepare the dossier; the lead stays who it was."""


def _moved(item_id: int, unit_id: int, person_id: int | None, at: datetime) -> None:
    """Whoever holds the dossier sees the programme."""
    from congvu.tasks.programmes.commands.programmes import add_parts

    item = ProgrammeItem.objects.select_related("programme").get(pk=item_id)
    add_parts(item.programme, {(unit_id, "holder")}, at=at)
