"""Points of one criterion of one unit: what the unit says, what the system says, what the appraisers decide."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.indexes.models.rounds import RoundUnit
from congvu.indexes.models.sets import Criterion


class Score(models.Model):
    """One leaf of the tree for one unit. `revision` grows with every change: who saves over another is told.

    `answer`: what the unit reported for the rule. `proposed_*`: what the system counted then, kept beside it.
    `excluded`: does not apply to this unit, with the reason.
    """

    round_unit = models.ForeignKey(RoundUnit, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    appraiser = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    answer = models.JSONField(null=True, blank=True)
    self_points = models.DecimalField(null=True, max_digits=9, decimal_places=4)
    explanation = models.TextField(blank=True)
    proposed = models.JSONField(null=True, blank=True)
    proposed_points = models.DecimalField(null=True, max_digits=9, decimal_places=4)
    override_reason = models.TextField(blank=True)
    excluded = models.BooleanField(default=False)
    excluded_because = models.TextField(blank=True)
    first_points = models.DecimalField(null=True, max_digits=9, decimal_places=4)
    first_reason = models.TextField(blank=True)
    question = models.TextField(blank=True)
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True)
    second_points = models.DecimalField(null=True, max_digits=9, decimal_places=4)
    second_reason = models.TextField(blank=True)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")
    changed_what = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "index_score"
        constraints = [
            models.UniqueConstraint(fields=["round_unit", "criterion"], name="index_score_once"),
            models.CheckConstraint(
                condition=Q(excluded=False) | ~Q(excluded_because=""), name="index_excluded_because",
                violation_error_message=_("Tiêu chí không áp dụng phải ghi lý do."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["criterion"], name="index_score_criterion")]

    def __str__(self) -> str:
        return f"{self.round_unit_id} {self.criterion_id}"

    @property
    def appraised(self) -> Decimal | None:
        """What the appraisers decided last; None before they did."""
        return self.second_points if self.second_points is not None else self.first_points

    @property
    def points(self) -> Decimal | None:
        """What counts now: appraised, else claimed."""
        return self.appraised if self.appraised is not None else self.self_points


class Evidence(models.Model):
    """A file that proves a claim, on which page. Taken back it stays in the row; after appraisal it cannot be."""

    score = models.ForeignKey(Score, models.CASCADE, related_name="evidence")
    attachment_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    page = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "index_evidence"
        indexes = [models.Index(fields=["score"], name="index_evidence_score", condition=Q(removed_at=None))]

    def __str__(self) -> str:
        return f"{self.score_id} {self.attachment_id}"


class Remark(models.Model):
    """What somebody said about a criterion of a unit; a talk between unit and appraiser."""

    score = models.ForeignKey(Score, models.CASCADE, related_name="remarks")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "index_remark"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="index_remark_says_something")]

    def __str__(self) -> str:
        return f"{self.score_id} {self.at}"


class Repair(models.Model):
    """A lost point to be won back: why it was lost, who answers, by when; the task given for it (an id, no key up)."""

    score = models.ForeignKey(Score, models.PROTECT, related_name="repairs")
    lost = models.DecimalField(max_digits=9, decimal_places=4)
    why = models.TextField()
    what = models.TextField()
    due_on = models.DateField()
    owner = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")
    task = models.CharField(max_length=80, blank=True, db_collation="C")
    done_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        db_table = "index_repair"
        constraints = [models.CheckConstraint(condition=Q(lost__gt=0), name="index_repair_of_a_loss")]

    def __str__(self) -> str:
        return f"{self.score_id} {self.due_on}"
