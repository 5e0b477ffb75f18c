"""Approved internal processes as rows: what an office can read is the same table the engine runs on."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.catalog.models.procedures import Procedure
from congvu.core.process import Role, Verb, WaitsFor


class Process(models.Model):
    """One version of a procedure's process; without a procedure it is the default. A running dossier keeps its own."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        PUBLISHED = "published", _("Đã công bố")

    procedure = models.ForeignKey(Procedure, models.PROTECT, null=True, related_name="processes")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    during = DateRangeField(null=True)
    name = models.TextField()
    limit = models.CharField(max_length=60, blank=True)
    source = models.TextField(blank=True)
    decision_no = models.CharField(max_length=120, blank=True)
    edited_at = models.DateTimeField(null=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "process"
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="process_number", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(state="draft", during=None) | Q(state="published", during__isnull=False),
                name="process_published_from",
                violation_error_message=_("Quy trình đã công bố phải có ngày hiệu lực, dự thảo thì không."),
            ),
            ExclusionConstraint(
                name="process_once_a_day",
                expressions=[("procedure", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(state="published"),
                violation_error_message=_("Hai quy trình của một thủ tục không thể cùng có hiệu lực một ngày."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class ProcessStep(models.Model):
    """One desk of a process, or a wait. `amount` and `unit` are empty when the table gives no time."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, db_collation="C")
    name = models.TextField()
    role_unit = models.TextField(blank=True)
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in Role])
    amount = models.DecimalField(max_digits=8, decimal_places=3, null=True)
    unit = models.CharField(max_length=20, blank=True)
    stage = models.PositiveSmallIntegerField(default=1)
    is_join = models.BooleanField(default=False)
    join_needs = models.PositiveSmallIntegerField(null=True)
    waits_for = models.CharField(max_length=20, blank=True, choices=[(why.value, why.label) for why in WaitsFor])
    output = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "process_step"
        constraints = [
            models.UniqueConstraint(fields=["process", "code"], name="process_step_code"),
            models.UniqueConstraint(fields=["process", "position"], name="process_step_position"),
        ]

    def __str__(self) -> str:
        return self.name


class Transition(models.Model):
    """A way out of a step."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="transitions")
    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=40, db_collation="C")
    verb = models.CharField(max_length=12, choices=[(verb.value, verb.label) for verb in Verb])
    targets = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        db_table = "process_transition"
        constraints = [models.UniqueConstraint(fields=["process", "position"], name="transition_position")]

    def __str__(self) -> str:
        return f"{self.source} {self.verb} {self.targets}"
