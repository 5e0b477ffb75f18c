"""The obligation as it stands, the stretches it went through, and who else has a part in a matter."""

from datetime import UTC, datetime

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

NO_DUE = datetime(9999, 1, 1, tzinfo=UTC)
PAUSED = datetime(9999, 1, 2, tzinfo=UTC)


class Facts(models.Model):
    """What holds for a time and may be replaced: whose it is, under which rule, due when, paused, closed."""

    kind = models.TextField(_("loại việc"), db_collation="C")
    subject_kind = models.TextField(db_collation="C")
    subject_id = models.BigIntegerField()
    unit = models.ForeignKey(
        "orgs.Unit", models.PROTECT, db_index=False, related_name="+", verbose_name=_("đơn vị đang giữ")
    )
    person = models.ForeignKey(
        "orgs.Person", models.PROTECT, db_index=False, related_name="+", null=True, verbose_name=_("người đang giữ")
    )
    category = models.ForeignKey("orgs.Category", models.PROTECT, db_index=False, related_name="+", null=True)
    channel = models.TextField(_("kênh"), db_collation="C", default="")
    opened_at = models.DateTimeField(_("phát sinh lúc"))
    clock_from_at = models.DateTimeField(_("tính hạn từ"))
    clock = models.TextField(db_collation="C")
    allowance = models.DecimalField(_("thời hạn"), max_digits=10, decimal_places=6, null=True)
    allowance_unit = models.TextField(db_collation="C", default="")
    fixed_due_on = models.DateField(_("hạn ấn định"), null=True)
    waiting = models.TextField(db_collation="C", default="pauses")
    cut_off = models.TimeField(_("giờ chốt"), null=True)
    calendar_id = models.BigIntegerField(null=True)
    calendar_version = models.IntegerField(null=True)
    due_at = models.DateTimeField(_("hạn"), null=True)
    late_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(_("tạm tính"), default=False)
    paused = models.BooleanField(_("tạm dừng"), default=False)
    pause_cause = models.TextField(_("lý do tạm dừng"), db_collation="C", default="")
    since_at = models.DateTimeField()
    first = models.BooleanField(default=True)
    closed_at = models.DateTimeField(_("xong lúc"), null=True)
    outcome = models.TextField(_("kết quả"), db_collation="C", default="")

    class Meta:
        abstract = True


FACTS = tuple(field.attname for field in Facts._meta.local_fields)
"""Column names that a stretch copies; the kernel's SQL is built from them, and a test compares both tables."""


class Obligation(Facts):
    """One thing owed. Written by `obligations.kernel` alone."""

    part_of = models.ForeignKey("self", models.PROTECT, null=True, db_index=False, related_name="parts")
    system_minutes = models.IntegerField(_("phút hệ thống được công nhận"), default=0)
    due_rank = models.GeneratedField(
        expression=Case(
            When(paused=True, then=Value(PAUSED)),
            default=Coalesce(F("due_at"), Value(NO_DUE)),
            output_field=models.DateTimeField(),
        ),
        output_field=models.DateTimeField(),
        db_persist=True,
    )

    class Meta:
        db_table = "obligation"
        verbose_name = _("việc")
        constraints = [
            models.CheckConstraint(
                name="obligation_closed_has_outcome",
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                violation_error_message=_("Việc đã xong phải có kết quả; việc đang mở thì chưa có."),
            ),
            models.CheckConstraint(
                name="obligation_paused_has_no_due", condition=Q(paused=False) | Q(due_at=None, closed_at=None),
                violation_error_message=_("Việc đang tạm dừng thì chưa có hạn và chưa xong."),
            ),
            models.CheckConstraint(
                name="obligation_due_and_late",
                condition=Q(due_at=None, late_at=None)
                | Q(due_at__isnull=False, late_at__isnull=False, late_at__gte=F("due_at")),
                violation_error_message=_("Hạn in ra và thời điểm trễ phải đi cùng nhau."),
            ),
            models.CheckConstraint(
                name="obligation_times_in_order",
                condition=Q(since_at__gte=F("opened_at")) & (Q(closed_at=None) | Q(closed_at__gte=F("opened_at"))),
                violation_error_message=_("Thời điểm của việc không theo thứ tự."),
            ),
            models.CheckConstraint(
                name="obligation_first_is_from_opening", condition=Q(first=False) | Q(since_at=F("opened_at")),
            ),
            models.CheckConstraint(
                name="obligation_one_rule", condition=Q(allowance=None) | Q(fixed_due_on=None),
                violation_error_message=_("Một việc có thời hạn hoặc ngày ấn định, không có cả hai."),
            ),
            models.CheckConstraint(name="obligation_system_minutes", condition=Q(system_minutes__gte=0)),
            models.UniqueConstraint(
                name="obligation_one_open", fields=["kind", "subject_kind", "subject_id"], condition=Q(closed_at=None),
                violation_error_message=_("Việc này đang mở rồi."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["person", "due_rank", "id"], condition=Q(closed_at=None), name="obligation_mine"),
            models.Index(fields=["unit", "due_rank", "id"], condition=Q(closed_at=None), name="obligation_units"),
            models.Index(fields=["kind", "due_rank", "id"], condition=Q(closed_at=None), name="obligation_kinds"),
            models.Index(fields=["kind", "-opened_at", "-id"], name="obligation_by_kind"),
            models.Index(fields=["unit", "-opened_at", "-id"], name="obligation_by_unit"),
            models.Index(fields=["unit", "category"], include=["due_at", "closed_at"], name="obligation_counted"),
            models.Index(fields=["subject_kind", "subject_id"], name="obligation_of_subject"),
            models.Index(fields=["part_of"], name="obligation_parts"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind} {self.subject_id}"


class ObligationStretch(Facts):
    """What held from `since_at` until `until_at`, before it was replaced. Only ever added to."""

    class Cause(models.TextChoices):
        EXTENDED = "extended", _("gia hạn")
        CALENDAR = "calendar", _("lịch làm việc thay đổi")
        MOVED = "moved", _("chuyển người hoặc đơn vị")
        PAUSED = "paused", _("tạm dừng")
        RESUMED = "resumed", _("tính tiếp")
        REOPENED = "reopened", _("mở lại")
        CORRECTED = "corrected", _("đính chính")

    item = models.ForeignKey(Obligation, models.PROTECT, db_index=False, related_name="stretches")
    until_at = models.DateTimeField()
    cause = models.TextField(choices=Cause.choices, db_collation="C")
    event_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "obligation_stretch"
        verbose_name = _("quãng trước đây của việc")
        constraints = [
            models.UniqueConstraint(fields=["item", "since_at"], name="obligation_stretch_once"),
            models.CheckConstraint(name="obligation_stretch_lasts", condition=Q(until_at__gt=F("since_at"))),
        ]
        indexes = [
            models.Index(fields=["unit", "since_at"], name="obligation_stretch_unit"),
            models.Index(fields=["kind", "since_at"], name="obligation_stretch_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.since_at} – {self.until_at}"


class Part(models.Model):
    """Who else has a part in a matter (submitted at, received by, consulted …): lists of what I may see."""

    subject_kind = models.TextField(db_collation="C")
    subject_id = models.BigIntegerField()
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey("orgs.Person", models.PROTECT, db_index=False, related_name="+", null=True)
    category = models.ForeignKey("orgs.Category", models.PROTECT, db_index=False, related_name="+", null=True)
    role = models.TextField(db_collation="C")
    since_at = models.DateTimeField()

    class Meta:
        db_table = "part"
        verbose_name = _("phần tham gia")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "unit", "role", "person"],
                name="part_once", nulls_distinct=False,
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["unit", "-since_at", "-id"], name="part_of_unit"),
            models.Index(fields=["person", "-since_at", "-id"], name="part_of_person"),
            models.Index(fields=["unit", "category"], name="part_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.subject_kind} {self.subject_id}"
