"""How the inbox names what a round makes people owe."""

from collections.abc import Callable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.indexes import duties
from congvu.indexes.models import Appraiser, Repair, RoundUnit, Score
from congvu.obligations import subjects
from congvu.obligations.subjects import Description
from congvu.orgs.units import names_of


def register_all() -> None:
    _register(duties.SELF, gettext_lazy("Tự chấm điểm"), "clipboard-list", describe_self)
    _register(duties.EXPLAIN, gettext_lazy("Giải trình điểm"), "message", describe_explain)
    _register(duties.APPRAISE, gettext_lazy("Thẩm định điểm"), "scale", describe_appraisal)
    _register(duties.REPAIR, gettext_lazy("Khắc phục điểm mất"), "target", describe_repair)


def _register(kind: str, label: object, icon: str, describe: Callable[[list[int]], dict[int, Description]]) -> None:
    subjects.register(kind=kind, clock="legal", label=label, icon=icon, describe=describe)


def describe_self(ids: list[int]) -> dict[int, Description]:
    return _units(ids, _("Tự chấm, nộp minh chứng, trình lãnh đạo duyệt"))


def describe_explain(ids: list[int]) -> dict[int, Description]:
    return _units(ids, _("Giải trình những điểm bị trừ"))


def _units(ids: list[int], need: str) -> dict[int, Description]:
    rows = list(RoundUnit.objects.filter(pk__in=ids).select_related("round").order_by("id"))
    names = names_of((row.unit_id for row in rows), date.max)
    return {
        row.pk: Description(
            row.round.code, row.round.name, reverse("indexes:desk", args=[row.round.code, row.pk]),
            detail=names.get(row.unit_id, ""), need=need,
        )
        for row in rows
    }  # fmt: skip


def describe_appraisal(ids: list[int]) -> dict[int, Description]:
    rows = Appraiser.objects.filter(pk__in=ids).select_related("round").order_by("id")
    return {
        row.pk: Description(
            row.round.code, row.round.name, f"{reverse('indexes:board', args=[row.round.code])}?cho=toi",
            need=_("Thẩm định các đơn vị đã gửi bản tự chấm"),
        )
        for row in rows
    }  # fmt: skip


def describe_repair(ids: list[int]) -> dict[int, Description]:
    rows = Repair.objects.filter(pk__in=ids).select_related("score__criterion", "score__round_unit__round")
    return {row.pk: _repair(row, row.score) for row in rows.order_by("id")}


def _repair(row: Repair, score: Score) -> Description:
    found = score.round_unit.round
    return Description(
        found.code, row.what, reverse("indexes:repairs", args=[found.code]),
        detail=f"{score.criterion.code} {score.criterion.name}", need=_("Khắc phục điểm đã mất"),
    )  # fmt: skip
