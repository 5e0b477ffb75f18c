"""The task, who has which part in it, and what must be there when it is done."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.tasks.models.directives import Clause, Directive
from congvu.tasks.models.settings import Template
from congvu.tasks.sight import parts_in_sight


class TaskState(models.TextChoices):
    """The first axis: where the task stands. Timeliness is not here; it is derived from the obligation."""

    ASSIGNED = "assigned", _("Đã giao, chờ nhận")
    IN_PROGRESS = "in_progress", _("Đang thực hiện")
    CLAIMED = "claimed", _("Báo xong, chờ chấp nhận")
    RETURNED = "returned", _("Chưa đạt yêu cầu, làm tiếp")
    ACCEPTED = "accepted", _("Hoàn thành")
    WITHDRAWN = "withdrawn", _("Đã thu hồi")


OPEN = (TaskState.ASSIGNED, TaskState.IN_PROGRESS, TaskState.CLAIMED, TaskState.RETURNED)
ENDED = (TaskState.ACCEPTED, TaskState.WITHDRAWN)


class Urgency(models.TextChoices):
    NORMAL = "normal", _("Thường")
    URGENT = "urgent", _("Khẩn")
    VERY_URGENT = "very_urgent", _("Thượng khẩn, hỏa tốc")


class Confidentiality(models.TextChoices):
    """Secret levels are not among them: such tasks are never entered here (QĐ 23/2018/QĐ-TTg)."""

    NORMAL = "normal", _("Thường")
    INTERNAL = "internal", _("Nội bộ")


class PartRole(models.TextChoices):
    LEAD = "lead", _("chủ trì")
    COORDINATING = "coordinating", _("phối hợp")


class PartState(models.TextChoices):
    """The second axis: where one unit stands with its part."""

    WAITING = "waiting", _("chờ nhận")
    WORKING = "working", _("đang làm")
    DONE = "done", _("xong phần của mình")
    RELEASED = "released", _("thôi không làm nữa")


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, actor: Actor) -> Self:
        """Included if, and only if: a unit in reach has a part in it (assigner, lead, coordinating, above), or the
        actor's office follows it for the body above, or the actor holds or held it by name.
        """
        if actor.reach("tasks.see").is_everything:
            return self.all()
        return self.filter(pk__in=parts_in_sight(actor, "task").values("subject_id"))

    def locked(self, code: str) -> "Task":
        """The task of that code, locked until the end of the transaction. Out of sight: NotInSight."""
        found = self.select_for_update(of=("self",)).filter(code=code).first()
        if found is None:
            raise NotInSight
        return found


class Task(models.Model):
    """One thing given to exactly one lead unit. `obligation_id`: what the lead owes; `loaded_as`: its number there."""

    code = models.CharField(_("mã"), max_length=64, unique=True, db_collation="C")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(null=True)
    directive = models.ForeignKey(Directive, models.PROTECT, related_name="tasks", null=True)
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="tasks", null=True)
    parent = models.ForeignKey("self", models.PROTECT, related_name="children", null=True)
    template = models.ForeignKey(Template, models.PROTECT, related_name="tasks", null=True)
    occurrence_on = models.DateField(_("kỳ của việc định kỳ"), null=True)
    plan_item_id = models.BigIntegerField(_("mục kế hoạch"), null=True)
    content = models.TextField(_("nội dung"))
    product = models.TextField(_("sản phẩm"), blank=True, default="")
    category = models.ForeignKey("orgs.Category", models.PROTECT, related_name="+", null=True)
    urgency = models.CharField(max_length=12, choices=Urgency.choices, default=Urgency.NORMAL)
    confidentiality = models.CharField(max_length=10, choices=Confidentiality.choices, default=Confidentiality.NORMAL)
    starred = models.BooleanField(_("gắn sao"), default=False)
    assigner_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    assigner_person = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    assigner_name = models.CharField(_("người giao"), max_length=200, blank=True, default="")
    lead_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    assigned_on = models.DateField(_("ngày giao"))
    due_on = models.DateField(_("hạn gốc"), null=True)
    entered_at = models.DateTimeField(_("nhập lúc"))
    entered_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    entry_days = models.SmallIntegerField(_("nhập sau văn bản, ngày làm việc"), null=True)
    state = models.CharField(max_length=12, choices=TaskState.choices, default=TaskState.ASSIGNED)
    percent = models.PositiveSmallIntegerField(_("tiến độ"), default=0)
    reported_at = models.DateTimeField(_("cập nhật tiến độ lúc"), null=True)
    returns = models.PositiveSmallIntegerField(_("số lần trả lại"), default=0)
    extensions = models.PositiveSmallIntegerField(_("số lần gia hạn"), default=0)
    done_on = models.DateField(_("ngày hoàn thành"), null=True)
    accepted_at = models.DateTimeField(_("chấp nhận lúc"), null=True)
    withdrawn_at = models.DateTimeField(_("thu hồi lúc"), null=True)
    withdrawn_because = models.TextField(_("lý do thu hồi"), blank=True, default="")
    obligation_id = models.BigIntegerField(null=True)
    from_older_system = models.BooleanField(default=False)
    loaded_as = models.CharField(max_length=120, blank=True, default="", db_collation="C")
    note = models.TextField(_("ghi chú"), blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    grams = ArrayField(models.TextField(), default=list)

    objects = TaskQuerySet.as_manager()

    class Meta:
        db_table = "task"
        verbose_name = _("nhiệm vụ")
        constraints = [
            models.UniqueConstraint(
                fields=["assigner_unit", "year", "number"], condition=Q(number__isnull=False), name="task_number"
            ),
            models.UniqueConstraint(fields=["loaded_as"], condition=~Q(loaded_as=""), name="task_loaded_once"),
            models.UniqueConstraint(
                fields=["template", "occurrence_on", "lead_unit"], condition=Q(template__isnull=False),
                name="task_one_per_occurrence",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("assigned_on")), name="task_due_after_assigned",
                violation_error_message=_("Hạn không thể trước ngày giao."),
            ),
            models.CheckConstraint(condition=~Q(content=""), name="task_has_content"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="task_percent"),
            models.CheckConstraint(
                condition=Q(clause=None) | Q(directive__isnull=False), name="task_clause_of_directive"
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", done_on__isnull=False)
                | (~Q(state="accepted") & Q(accepted_at=None)),
                name="task_accepted_when",
                violation_error_message=_("Nhiệm vụ hoàn thành phải có ngày hoàn thành; chưa chấp nhận thì chưa có."),
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at=None)),
                name="task_withdrawn_when",
            ),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="task_not_own_parent"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["-assigned_on", "-id"], name="task_assigned"),
            models.Index(fields=["state", "-assigned_on", "-id"], name="task_by_state"),
            models.Index(fields=["lead_unit", "-assigned_on", "-id"], name="task_by_lead"),
            models.Index(fields=["assigner_unit", "-assigned_on", "-id"], name="task_by_assigner"),
            models.Index(fields=["plan_item_id"], condition=Q(plan_item_id__isnull=False), name="task_of_plan_item"),
            GinIndex(fields=["grams"], name="task_grams"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED


class TaskPart(models.Model):
    """One unit's part. The lead's is the whole task; a coordinating unit's has its own deadline and obligation."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="parts")
    role = models.CharField(max_length=12, choices=PartRole.choices)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    person = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    work = models.TextField(_("phần việc"), blank=True, default="")
    due_on = models.DateField(_("hạn riêng"), null=True)
    state = models.CharField(max_length=10, choices=PartState.choices, default=PartState.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    obligation_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "task_part"
        verbose_name = _("phần của đơn vị")
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(role="lead"), name="task_part_one_lead",
                violation_error_message=_("Mỗi nhiệm vụ có đúng một đơn vị chủ trì."),
            ),
            models.UniqueConstraint(
                fields=["task", "unit"], name="task_part_unit_once",
                violation_error_message=_("Đơn vị đã có phần ở đây; chủ trì thì không đồng thời phối hợp."),
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | ~Q(state="done"), name="task_part_done_when"
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="task_part_percent"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["unit", "state"], name="task_part_of_unit")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.role} {self.unit_id}"


class Demand(models.Model):
    """What must be there when the task is done, as the directive says; evidence is held against it."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="demands")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(_("điều phải có"))

    class Meta:
        db_table = "task_demand"
        constraints = [models.UniqueConstraint(fields=["task", "position"], name="task_demand_position")]

    def __str__(self) -> str:
        return f"{self.task_id}/{self.position}"
