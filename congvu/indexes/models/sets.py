"""Criteria sets: one row is one version, with its tree; what checkers find and a person accepted in writing."""

from decimal import Decimal
from functools import cached_property

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SetKind(models.TextChoices):
    CCHC = "cchc", _("Chỉ số cải cách hành chính")
    DTI = "dti", _("Chỉ số chuyển đổi số")
    QD766 = "766", _("Chỉ số phục vụ người dân, doanh nghiệp (QĐ 766)")
    ONE_STOP = "one_stop", _("Đánh giá giải quyết thủ tục hành chính")
    OWN = "own", _("Bộ tiêu chí khác")


class SetState(models.TextChoices):
    DRAFT = "draft", _("Bản thảo")
    PUBLISHED = "published", _("Đã ban hành")


class SourceKind(models.TextChoices):
    """Where the points of a criterion come from."""

    SELF = "self", _("Tự chấm, có thẩm định")
    SYSTEM = "live", _("Hệ thống tự tính")
    SURVEY = "survey", _("Điều tra xã hội học")
    EXTERNAL = "external", _("Số liệu bên ngoài")
    APPRAISAL = "appraisal", _("Cơ quan thẩm định chấm")


class Counts(models.TextChoices):
    BASE = "base", _("điểm chính")
    BONUS = "bonus", _("điểm thưởng")
    PENALTY = "penalty", _("điểm trừ")
    INFO = "info", _("chỉ để xem")


class CriteriaSet(models.Model):
    """A version of a set: (code, year, version). `year` is empty where a set holds for any year.

    `options`: what the decision says beside the tree (tie rule, rounding, classes, gates, caps of bonus and penalty).
    """

    code = models.CharField(max_length=40, db_collation="C")
    year = models.CharField(max_length=7, blank=True, db_collation="C")
    version = models.PositiveSmallIntegerField(default=1)
    name = models.TextField()
    kind = models.CharField(max_length=10, choices=SetKind.choices)
    unit_kinds = ArrayField(models.TextField(), default=list, blank=True)
    decision = models.TextField(blank=True)
    owner = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=SetState.choices, default=SetState.DRAFT)
    options = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True, db_collation="C")
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "criteria_set"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "year", "version"], name="criteria_set_once",
                violation_error_message=_("Bộ tiêu chí đã có phiên bản này."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False), name="criteria_set_published_when",
                violation_error_message=_("Bộ đã ban hành phải có thời điểm ban hành."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.year} v{self.version}".replace("  ", " ")

    @property
    def is_published(self) -> bool:
        return self.state == SetState.PUBLISHED

    @property
    def has_scores(self) -> bool:
        """Somebody was scored by it, outside a rehearsal: its lines stay as they are."""
        from congvu.indexes.models.scores import Score

        return Score.objects.filter(criterion__set=self, round_unit__round__rehearsal=False).exists()

    @cached_property
    def tree(self) -> list["Criterion"]:
        """Every criterion, parents before children, in the order of the annex. One query."""
        return list(self.criteria.order_by("position", "id"))


class Criterion(models.Model):
    """A line of the set. `rule` is the rule as data (`core.scoring`); without children it is itself scored."""

    set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=40, db_collation="C")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    position = models.PositiveIntegerField()
    level = models.CharField(max_length=30, blank=True)
    name = models.TextField()
    maximum = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    counts = models.CharField(max_length=8, choices=Counts.choices, default=Counts.BASE)
    source_kind = models.CharField(max_length=10, choices=SourceKind.choices, default=SourceKind.SELF)
    method = models.CharField(max_length=60, blank=True)
    scoring_rule = models.TextField(blank=True)
    rule = models.JSONField(null=True, blank=True)
    formula = models.TextField(blank=True)
    when_nothing = models.CharField(max_length=10, blank=True)
    evidence = models.TextField(blank=True)
    appraiser = models.CharField(max_length=80, blank=True)
    source = models.TextField(blank=True)
    extra = models.JSONField(default=dict, blank=True)
    """What few sets need: combine, rescales, rescale_to, not_applicable."""

    class Meta:
        db_table = "criterion"
        constraints = [
            models.UniqueConstraint(fields=["set", "code"], name="criterion_code_once"),
            models.UniqueConstraint(fields=["set", "position"], name="criterion_position_once"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="criterion_not_own_parent",
                violation_error_message=_("Tiêu chí không thể nằm dưới chính nó."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def out_of(self) -> Decimal:
        return self.maximum if self.maximum is not None else Decimal(0)


class AcceptedFinding(models.Model):
    """A flagged difference that somebody accepted in writing before the set was published. Kept for good.

    `place` is the criterion's code, `digest` of what was said: a finding that changes has to be accepted anew.
    """

    set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="accepted")
    place = models.CharField(max_length=40, blank=True, db_collation="C")
    code = models.CharField(max_length=60, db_collation="C")
    digest = models.CharField(max_length=64, db_collation="C")
    sentence = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "criteria_accepted_finding"
        constraints = [
            models.UniqueConstraint(fields=["set", "digest"], name="criteria_finding_accepted_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="criteria_finding_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.code}"
