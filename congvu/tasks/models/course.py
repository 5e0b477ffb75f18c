"""What happens to a task: progress, blocks, claims with evidence, objections. The third axis, extensions, is kept by
`obligations.Extension` on the task's obligation.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.tasks.models.tasks import Demand, Task, TaskPart


class Progress(models.Model):
    """A report on the way: how far, in words, with what in hand (see Evidence)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="reports")
    part = models.ForeignKey(TaskPart, models.CASCADE, related_name="reports")
    percent = models.PositiveSmallIntegerField()
    text = models.TextField(_("kết quả, khó khăn"))
    at = models.DateTimeField()
    person = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")

    class Meta:
        db_table = "task_progress"
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__lte=100), name="task_progress_percent",
                violation_error_message=_("Tiến độ từ 0 đến 100 %."),
            ),
            models.CheckConstraint(condition=~Q(text=""), name="task_progress_says"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["task", "-at", "-id"], name="task_progress_latest")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.percent}%"


class Block(models.Model):
    """The work waits for another unit. The task's clock runs on; this one shows where the time went."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="blocks")
    part = models.ForeignKey(TaskPart, models.CASCADE, related_name="blocks")
    by_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    needs = models.TextField(_("cần gì"))
    needed_on = models.DateField(_("cần trước"), null=True)
    since_at = models.DateTimeField()
    since_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    until_at = models.DateTimeField(null=True)
    until_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    answer = models.TextField(_("đã gỡ bằng cách"), blank=True, default="")
    obligation_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "task_block"
        constraints = [
            models.UniqueConstraint(
                fields=["task", "by_unit"], condition=Q(until_at=None), name="task_block_open_once",
                violation_error_message=_("Vướng ở đơn vị này đã được báo và chưa gỡ."),
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("since_at")), name="task_block_in_order"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["by_unit", "since_at"], condition=Q(until_at=None), name="task_block_by")]

    def __str__(self) -> str:
        return f"{self.task_id} by {self.by_unit_id}"


class Claim(models.Model):
    """“It is done”, with evidence, and the assigner's answer. A claim that was returned never happened to the clock."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="claims")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("kết quả"))
    claimed_at = models.DateTimeField()
    claimed_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    accepted = models.BooleanField(null=True)
    answer = models.TextField(_("ý kiến"), blank=True, default="")

    class Meta:
        db_table = "task_claim"
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="task_claim_number"),
            models.UniqueConstraint(
                fields=["task"], condition=Q(decided_at=None), name="task_claim_open_once",
                violation_error_message=_("Đã báo hoàn thành và đang chờ nơi giao trả lời."),
            ),
            models.UniqueConstraint(fields=["task"], condition=Q(accepted=True), name="task_claim_accepted_once"),
            models.CheckConstraint(
                condition=Q(decided_at=None, accepted=None) | Q(decided_at__isnull=False, accepted__isnull=False),
                name="task_claim_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(accepted=None) | Q(accepted=True) | ~Q(answer=""), name="task_claim_returned_says_why",
                violation_error_message=_("Trả lại phải nêu điều chưa đạt."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(claimed_by=None) | ~Q(decided_by=F("claimed_by")),
                name="task_claim_decided_by_another",
                violation_error_message=_("Người báo hoàn thành không tự chấp nhận."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.task_id}/{self.number}"


class Evidence(models.Model):
    """A file, a document's number or a link that proves something; withdrawn evidence stays listed."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="evidence")
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="evidence", null=True)
    progress = models.ForeignKey(Progress, models.CASCADE, related_name="evidence", null=True)
    demand = models.ForeignKey(Demand, models.SET_NULL, related_name="evidence", null=True)
    attachment_id = models.BigIntegerField(null=True)
    name = models.CharField(_("tên, số văn bản"), max_length=300)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        db_table = "task_evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""), name="task_evidence_withdrawn_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Objection(models.Model):
    """The unit refuses the task, or asks to move it to the right one; until the assigner agrees it stays theirs."""

    class Kind(models.TextChoices):
        REFUSE = "refuse", _("từ chối nhận")
        MOVE = "move", _("đề nghị chuyển đơn vị")

    task = models.ForeignKey(Task, models.CASCADE, related_name="objections")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    to_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", null=True)
    reason = models.TextField(_("lý do"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    agreed = models.BooleanField(null=True)
    answer = models.TextField(_("trả lời"), blank=True, default="")

    class Meta:
        db_table = "task_objection"
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(decided_at=None), name="task_objection_open_once",
                violation_error_message=_("Đã có một đề nghị từ chối hoặc chuyển đang chờ trả lời."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="task_objection_says_why"),
            models.CheckConstraint(
                condition=Q(kind="refuse", to_unit=None) | Q(kind="move", to_unit__isnull=False),
                name="task_objection_move_names_unit",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, agreed=None) | Q(decided_at__isnull=False, agreed__isnull=False),
                name="task_objection_decided_whole",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.task_id}"
