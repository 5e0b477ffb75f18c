"""How the inbox names items of plans, claims to be answered, and plans that must be issued."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.obligations import subjects
from congvu.obligations.subjects import Description, Moving
from congvu.tasks.plans.models import ItemState, PlanItem, PlanLine, PlanNamed, PlanVersion


def register_all() -> None:
    subjects.register(
        kind="plan_item", clock="legal", label=gettext_lazy("Mục kế hoạch"), icon="target", describe=describe_items,
        matching=matching_items, moving=Moving(_lock, _check, _moved),
    )  # fmt: skip
    subjects.register(
        kind="plan_claim", clock="step", label=gettext_lazy("Kết quả chờ chấp nhận"), icon="clipboard-check",
        describe=describe_claims, matching=matching_items,
    )  # fmt: skip
    subjects.register(
        kind="plan_issue", clock="legal", label=gettext_lazy("Ban hành kế hoạch"), icon="file-certificate",
        describe=describe_named,
    )  # fmt: skip


def describe_items(ids: list[int]) -> dict[int, Description]:
    need = {
        ItemState.OPEN: _("Thực hiện, báo kết quả kèm minh chứng"),
        ItemState.CLAIMED: _("Đã báo xong, chờ chấp nhận"),
    }
    return _described(ids, need)


def describe_claims(ids: list[int]) -> dict[int, Description]:
    return _described(ids, {ItemState.CLAIMED: _("Xem minh chứng, chấp nhận hoặc trả lại")})


def _described(ids: list[int], need: dict[ItemState, str]) -> dict[int, Description]:
    items = {item.pk: item for item in PlanItem.objects.filter(pk__in=ids).select_related("plan").order_by("id")}
    titles: dict[int, str] = {}
    for line in PlanLine.objects.filter(item__in=ids).order_by("version__number", "id"):
        titles[line.item_id] = line.title
    return {
        pk: Description(
            f"{item.plan.code}/{item.code}", titles.get(pk, item.code),
            reverse("plans:item", args=[item.plan.code, item.code]), detail=item.plan.title,
            need=need.get(ItemState(item.state), str(ItemState(item.state).label)),
        )
        for pk, item in items.items()
    }  # fmt: skip


def describe_named(ids: list[int]) -> dict[int, Description]:
    rows = PlanNamed.objects.filter(pk__in=ids).select_related("plan").order_by("id")
    return {
        row.pk: Description(
            row.plan.code, _("Ban hành kế hoạch thực hiện “%(title)s”") % {"title": row.plan.title},
            reverse("plans:detail", args=[row.plan.code]), need=_("Soạn và ban hành kế hoạch của đơn vị"),
        )
        for row in rows
    }  # fmt: skip


def matching_items(grams: Sequence[str]) -> Any:
    lines = PlanLine.objects.filter(grams__contains=list(grams), version__state=PlanVersion.State.APPROVED)
    return lines.values("item_id")


def _lock(item_id: int) -> None:
    PlanItem.objects.select_for_update(of=("self",)).get(pk=item_id)


def _check(item_id: int, unit_id: int, person_id: int | None, at: datetime) -> None:
    """Any unit may be given an item; what it cannot do it refuses to receive."""


def _moved(item_id: int, unit_id: int, person_id: int | None, at: datetime) -> None:
    """Whoever holds an item sees its plan."""
    from congvu.tasks.plans.commands.drafting import add_parts

    add_parts(PlanItem.objects.select_related("plan").get(pk=item_id).plan, {(unit_id, "holder")}, at=at)
