"""Rules that an installation sets: entry, updates, extensions, decisions. And templates of tasks that come again."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Approver(models.TextChoices):
    """Who answers an extension: whoever may accept for the assigner, or only a leader there."""

    ASSIGNER = "assigner", _("nơi giao (lãnh đạo hoặc văn phòng theo dõi)")
    LEADER = "leader", _("lãnh đạo của nơi giao")


class TaskRules(models.Model):
    """For tasks given by `unit` and those below it; without a unit, for all. The nearest row holds."""

    unit = models.OneToOneField("orgs.Unit", models.CASCADE, related_name="+", null=True)
    entry_days = models.PositiveSmallIntegerField(_("nhập trong, ngày làm việc"), default=2)
    update_days = models.PositiveSmallIntegerField(_("cập nhật tiến độ mỗi, ngày"), default=7)
    decision_days = models.PositiveSmallIntegerField(_("trả lời báo xong trong, ngày làm việc"), default=5)
    extension_lead_days = models.PositiveSmallIntegerField(_("xin gia hạn trước hạn, ngày làm việc"), default=0)
    extension_most = models.PositiveSmallIntegerField(_("gia hạn nhiều nhất, lần"), default=2)
    extension_approver = models.CharField(max_length=10, choices=Approver.choices, default=Approver.ASSIGNER)

    class Meta:
        db_table = "task_rules"
        verbose_name = _("quy tắc nhiệm vụ")
        constraints = [models.UniqueConstraint(fields=["unit"], name="task_rules_once", nulls_distinct=False)]

    def __str__(self) -> str:
        return f"rules of {self.unit_id}"


class Template(models.Model):
    """A task that is given again and again, by hand or by the calendar. `next_on`: the day of the next one."""

    class Every(models.TextChoices):
        NEVER = "never", _("khi cần")
        WEEK = "week", _("hằng tuần")
        MONTH = "month", _("hằng tháng")
        QUARTER = "quarter", _("hằng quý")
        YEAR = "year", _("hằng năm")

    name = models.CharField(_("tên mẫu"), max_length=200)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    lead_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", null=True)
    coordinating = ArrayField(models.BigIntegerField(), default=list)
    content = models.TextField(_("nội dung"))
    product = models.TextField(_("sản phẩm"), blank=True, default="")
    field = models.CharField(_("lĩnh vực"), max_length=200, blank=True, default="")
    urgency = models.CharField(max_length=12, default="normal")
    working_days = models.PositiveSmallIntegerField(_("hạn sau, ngày làm việc"), null=True)
    every = models.CharField(_("lặp lại"), max_length=8, choices=Every.choices, default=Every.NEVER)
    next_on = models.DateField(_("lần tới"), null=True)
    anchor_on = models.DateField(_("lần đầu"), null=True)
    made_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "task_template"
        verbose_name = _("mẫu nhiệm vụ")
        constraints = [
            models.CheckConstraint(
                condition=Q(every="never", next_on=None)
                | (~Q(every="never") & Q(next_on__isnull=False, anchor_on__isnull=False, lead_unit__isnull=False)),
                name="task_template_recurs_whole",
                violation_error_message=_("Việc định kỳ phải có lần đầu và đơn vị chủ trì."),
            )
        ]
        indexes = [models.Index(fields=["next_on"], condition=Q(active=True), name="task_template_next")]

    def __str__(self) -> str:
        return self.name
