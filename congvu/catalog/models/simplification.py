"""Review and simplification (rà soát, đơn giản hóa): what is proposed, its cost before and after, what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.catalog.models.procedures import Procedure


class Simplification(models.Model):
    """One proposal about one procedure."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Đang đề xuất")
        APPROVED = "approved", _("Được thông qua")
        REFUSED = "refused", _("Không thông qua")
        ANNOUNCED = "announced", _("Đã công bố")

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="simplifications")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    title = models.TextField()
    proposal = models.TextField()
    reason = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decision_no = models.CharField(max_length=120, blank=True)
    decided_on = models.DateField(null=True)
    decision_note = models.TextField(blank=True)
    effective_on = models.DateField(null=True)
    announce_due_on = models.DateField(null=True)
    announced_on = models.DateField(null=True)
    obligation_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "procedure_simplification"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "announced"])
                | Q(effective_on__isnull=False, decided_on__isnull=False),
                name="simplification_approved_when",
                violation_error_message=_("Đề xuất được thông qua phải có ngày quyết định và ngày hiệu lực."),
            ),
            models.CheckConstraint(
                condition=~Q(state="announced") | Q(announced_on__isnull=False),
                name="simplification_announced_when",
                violation_error_message=_("Đã công bố thì phải có ngày công bố."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ComplianceCost(models.Model):
    """One line of what it costs one applicant to comply, as it is (`after` False) or would be."""

    simplification = models.ForeignKey(Simplification, models.CASCADE, related_name="costs")
    after = models.BooleanField()
    position = models.PositiveSmallIntegerField()
    activity = models.TextField()
    hours = models.DecimalField(max_digits=9, decimal_places=2, default=0)
    hourly_vnd = models.PositiveBigIntegerField(default=0)
    fees_vnd = models.PositiveBigIntegerField(default=0)
    other_vnd = models.PositiveBigIntegerField(default=0)
    times_a_year = models.PositiveIntegerField(default=1)
    applicants_a_year = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "procedure_compliance_cost"
        constraints = [
            models.UniqueConstraint(fields=["simplification", "after", "position"], name="compliance_cost_position")
        ]

    def __str__(self) -> str:
        return self.activity
