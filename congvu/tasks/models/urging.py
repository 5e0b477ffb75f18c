"""When tasks are reminded of: rules per kind of task, where a unit departs from those of the house."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UrgingRule(models.Model):
    """For tasks given by `unit` and those below it; without a unit, for all. The nearest row of the kind holds."""

    class Kind(models.TextChoices):
        NORMAL = "normal", _("thường")
        URGENT = "urgent", _("khẩn")
        VERY_URGENT = "very_urgent", _("thượng khẩn, hỏa tốc")
        STARRED = "starred", _("gắn sao")

    unit = models.ForeignKey("orgs.Unit", models.CASCADE, related_name="+", null=True)
    kind = models.CharField(_("loại nhiệm vụ"), max_length=12, choices=Kind.choices)
    before_days = models.PositiveSmallIntegerField(_("nhắc trước hạn, ngày làm việc"))
    next_chief_days = models.PositiveSmallIntegerField(_("báo lãnh đạo cấp trên sau hạn, ngày làm việc"))

    class Meta:
        db_table = "task_urging_rule"
        verbose_name = _("quy tắc đôn đốc")
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind"], name="task_urging_rule_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=models.Q(next_chief_days__gte=1, next_chief_days__lte=60, before_days__lte=60),
                name="task_urging_rule_days",
                violation_error_message=_("Số ngày nhắc từ 0 đến 60; báo cấp trên sau hạn ít nhất 1 ngày."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.unit_id}"
