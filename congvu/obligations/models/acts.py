"""Facts beside an obligation: extensions, hand-overs, urgings, time lost to a system. Each asked and answered once."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.obligations.models.items import Obligation


class Extension(models.Model):
    """More time asked for, in the unit of the rule (`amount`) or until a day (`until_on`), and the answer."""

    item = models.ForeignKey(Obligation, models.PROTECT, related_name="extensions")
    amount = models.DecimalField(_("thêm"), max_digits=10, decimal_places=6, null=True)
    until_on = models.DateField(_("đến hết ngày"), null=True)
    why = models.TextField(_("lý do"))
    due_before = models.DateTimeField(_("hạn lúc xin"), null=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("orgs.Person", models.PROTECT, db_index=False, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("orgs.Person", models.PROTECT, db_index=False, related_name="+", null=True)
    granted = models.BooleanField(null=True)
    answer = models.TextField(_("trả lời"), blank=True, default="")

    class Meta:
        db_table = "extension"
        verbose_name = _("gia hạn")
        constraints = [
            models.CheckConstraint(
                name="extension_amount_or_day",
                condition=Q(amount__gt=0, until_on=None) | Q(amount=None, until_on__isnull=False),
                violation_error_message=_("Gia hạn ghi số ngày thêm hoặc ngày mới, không ghi cả hai."),
            ),
            models.CheckConstraint(
                name="extension_decided_whole",
                condition=Q(decided_at=None, granted=None)
                | Q(decided_at__isnull=False, decided_at__gte=F("asked_at"), granted__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(decided_at=None), name="extension_one_pending",
                violation_error_message=_("Đang có một đề nghị gia hạn chờ trả lời."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"extension of {self.item_id}"


class Handover(models.Model):
    """Sent by one unit to another; until it is received it is the sender's."""

    item = models.ForeignKey(Obligation, models.PROTECT, related_name="handovers")
    from_unit = models.ForeignKey("orgs.Unit", models.PROTECT, db_index=False, related_name="+")
    from_person = models.ForeignKey("orgs.Person", models.PROTECT, db_index=False, related_name="+", null=True)
    to_unit = models.ForeignKey("orgs.Unit", models.PROTECT, db_index=False, related_name="+")
    to_person = models.ForeignKey("orgs.Person", models.PROTECT, db_index=False, related_name="+", null=True)
    why = models.TextField(_("lý do"))
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("orgs.Person", models.PROTECT, db_index=False, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("orgs.Person", models.PROTECT, db_index=False, related_name="+", null=True)
    received = models.BooleanField(null=True)
    refusal = models.TextField(_("lý do không nhận"), blank=True, default="")

    class Meta:
        db_table = "handover"
        verbose_name = _("chuyển việc")
        constraints = [
            models.CheckConstraint(
                name="handover_answered_whole",
                condition=Q(answered_at=None, received=None)
                | Q(answered_at__isnull=False, answered_at__gte=F("sent_at"), received__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_refused_with_reason", condition=~Q(received=False) | ~Q(refusal=""),
                violation_error_message=_("Không nhận thì phải nêu lý do."),
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(answered_at=None), name="handover_one_pending",
                violation_error_message=_("Việc này đang chờ nơi khác nhận."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["to_unit", "sent_at"], condition=Q(answered_at=None), name="handover_waiting"),
        ]

    def __str__(self) -> str:
        return f"handover of {self.item_id}"


class Urging(models.Model):
    """A reminder sent: by a rule (once for each due date and rung) or by hand."""

    item = models.ForeignKey(Obligation, models.PROTECT, related_name="urgings")
    rung = models.TextField(_("nấc"), db_collation="C")
    about_due_at = models.DateTimeField(_("về hạn"), null=True)
    to_person = models.ForeignKey("orgs.Person", models.PROTECT, db_index=False, related_name="+", null=True)
    to_unit = models.ForeignKey("orgs.Unit", models.PROTECT, db_index=False, related_name="+")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("orgs.Person", models.PROTECT, db_index=False, related_name="+", null=True)
    text = models.TextField(_("nội dung"), blank=True, default="")

    class Meta:
        db_table = "urging"
        verbose_name = _("đôn đốc")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "about_due_at", "rung"], condition=~Q(rung="hand"), name="urging_never_twice"
            ),
        ]
        indexes = [models.Index(fields=["item", "-sent_at"], name="urging_of_item")]

    def __str__(self) -> str:
        return f"{self.rung} {self.item_id}"


class SystemTime(models.Model):
    """Time that a failing system took: claimed with evidence, decided by somebody else."""

    item = models.ForeignKey(Obligation, models.PROTECT, related_name="system_times")
    during = DateTimeRangeField(_("từ – đến"))
    system = models.TextField(_("hệ thống"))
    evidence = models.TextField(_("chứng cứ"))
    minutes = models.IntegerField(_("phút làm việc"))
    claimed_at = models.DateTimeField()
    claimed_by = models.ForeignKey("orgs.Person", models.PROTECT, db_index=False, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("orgs.Person", models.PROTECT, db_index=False, related_name="+", null=True)
    granted = models.BooleanField(null=True)
    answer = models.TextField(_("trả lời"), blank=True, default="")

    class Meta:
        db_table = "system_time"
        verbose_name = _("thời gian do hệ thống")
        constraints = [
            models.CheckConstraint(name="system_time_minutes", condition=Q(minutes__gt=0)),
            models.CheckConstraint(name="system_time_with_evidence", condition=~Q(evidence="")),
            models.CheckConstraint(
                name="system_time_decided_by_another",
                condition=Q(decided_at=None, granted=None)
                | (Q(decided_at__isnull=False, granted__isnull=False) & ~Q(decided_by=F("claimed_by"))),
                violation_error_message=_("Người đề nghị không tự quyết định cho mình."),
            ),
            ExclusionConstraint(
                name="system_time_no_overlap",
                expressions=[("item", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(granted=None) | Q(granted=True),
                violation_error_message=_("Khoảng thời gian này đã được đề nghị rồi."),
            ),
        ]

    def __str__(self) -> str:
        return f"system time of {self.item_id}"
