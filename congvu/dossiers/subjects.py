"""How the inbox names dossiers and their steps."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.core.errors import N_
from congvu.core.process import Role
from congvu.dossiers import handover
from congvu.dossiers.models import Dossier, StepRun
from congvu.dossiers.selectors import unclaimed
from congvu.obligations import subjects
from congvu.obligations.subjects import Description

NEED = {
    Role.RECEIVING: N_("Kiểm tra, chuyển xử lý"),
    Role.SPECIALIST: N_("Thẩm định, trình"),
    Role.DIVISION_HEAD: N_("Soát xét, trình lãnh đạo"),
    Role.SIGNING_LEADER: N_("Phê duyệt"),
    Role.CLERK: N_("Phát hành, chuyển trả"),
    Role.RETURNING: N_("Trả kết quả cho người nộp"),
}


def register_all() -> None:
    subjects.register(
        kind="dossier", clock="legal", label=gettext_lazy("Hồ sơ, hẹn với dân"), icon="stack-2",
        describe=describe_dossiers, matching=matching_dossiers, inbox=False, moving=handover.DOSSIER,
    )  # fmt: skip
    subjects.register(
        kind="dossier_step", clock="step", label=gettext_lazy("Hồ sơ"), icon="stack-2",
        describe=describe_steps, matching=matching_steps, whole=True, moving=handover.STEP, offer=unclaimed.offer,
    )  # fmt: skip


def describe_dossiers(ids: list[int]) -> dict[int, Description]:
    rows = Dossier.objects.filter(pk__in=ids).select_related("version", "applicant")
    return {
        row.pk: Description(
            row.code, row.version.name, reverse("dossiers:detail", args=[row.code]), detail=row.summary,
            need=row.get_state_display(), of_whom=row.applicant.name,
        )
        for row in rows
    }  # fmt: skip


def describe_steps(ids: list[int]) -> dict[int, Description]:
    rows = StepRun.objects.filter(pk__in=ids).select_related("dossier__version", "dossier__applicant")
    return {
        row.pk: Description(
            row.dossier.code, row.dossier.version.name, reverse("dossiers:detail", args=[row.dossier.code]),
            detail=row.dossier.summary, need=_(NEED[Role(row.role)]), of_whom=row.dossier.applicant.name,
        )
        for row in rows
    }  # fmt: skip


def matching_dossiers(grams: Sequence[str]) -> Any:
    return Dossier.objects.filter(holding(grams)).values("pk")


def matching_steps(grams: Sequence[str]) -> Any:
    return StepRun.objects.filter(dossier__in=matching_dossiers(grams)).values("pk")


def holding(grams: Sequence[str]) -> Q:
    return Q(grams__contains=list(grams))
