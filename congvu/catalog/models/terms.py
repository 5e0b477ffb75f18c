"""What holds for a procedure by its own days, apart from its versions: fees, and who decides."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from congvu.catalog.models.procedures import Channel, Procedure


class FeeRule(models.Model):
    """An amount to pay, from–until. Without `unit`: everywhere; else there and below. Without `channel`: every way in.

    `reduction` names whom or what the amount is for (“hộ nghèo”); empty is the ordinary amount. A provincial council
    decides many of these, and a reduction for some months ends by itself.
    """

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="fee_rules")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, blank=True, choices=Channel.choices)
    amount_vnd = models.PositiveBigIntegerField()
    reduction = models.CharField(max_length=200, blank=True)
    during = DateRangeField()
    document = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "procedure_fee"
        constraints = [
            ExclusionConstraint(
                name="fee_once_a_day",
                expressions=[
                    ("procedure", RangeOperators.EQUAL),
                    (Coalesce("unit", 0), RangeOperators.EQUAL),
                    ("channel", RangeOperators.EQUAL),
                    ("reduction", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Hai mức phí cùng nơi, cùng cách nộp, cùng đối tượng trùng ngày hiệu lực."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id}: {self.amount_vnd}"


class Competence(models.Model):
    """Who decides a procedure, from–until: a named unit, or every unit of a kind (each commune for its own people)."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="competences")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+")
    kind = models.ForeignKey("orgs.UnitKind", models.PROTECT, null=True, related_name="+")
    during = DateRangeField()
    document = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "procedure_competence"
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, kind=None) | Q(unit=None, kind__isnull=False),
                name="competence_unit_or_kind",
                violation_error_message=_("Thẩm quyền là của một đơn vị, hoặc của mọi đơn vị thuộc một loại."),
            ),
            ExclusionConstraint(
                name="competence_once_a_day",
                expressions=[
                    ("procedure", RangeOperators.EQUAL),
                    (Coalesce("unit", 0), RangeOperators.EQUAL),
                    (Coalesce("kind", 0), RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Thẩm quyền này đã ghi cho những ngày đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id}: {self.unit_id or self.kind_id}"
