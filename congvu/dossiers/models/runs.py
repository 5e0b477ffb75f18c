"""What happens to a dossier: runs of steps, supplements, the result, slips given at the counter."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.core.process import Role, Verb, WaitsFor
from congvu.dossiers.models.dossiers import Dossier


class StepRun(models.Model):
    """One time a dossier stood at a step. `arrived`: at a joining step, waiting for the other branches."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=40, db_collation="C")
    name = models.TextField()
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in Role])
    branch = ArrayField(models.CharField(max_length=60), default=list)
    arrived = models.BooleanField(default=False)
    waits_for = models.CharField(max_length=20, blank=True, choices=[(why.value, why.label) for why in WaitsFor])
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    person = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=12, blank=True, choices=[(verb.value, verb.label) for verb in Verb])
    note = models.TextField(blank=True)
    obligation_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "dossier_step"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="step_run_number"),
            models.UniqueConstraint(
                fields=["dossier", "step", "branch"], condition=Q(closed_at=None), name="step_run_open_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, verb="") | Q(closed_at__isnull=False),
                name="step_run_closed_by_verb",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "opened_at", "id"], condition=Q(closed_at=None), name="step_run_open_unit")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.number}"


class Supplement(models.Model):
    """A request to complete the dossier; while it is open the legal clock stands still."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="supplements")
    number = models.PositiveSmallIntegerField()
    missing = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")
    received_note = models.TextField(blank=True)

    class Meta:
        db_table = "dossier_supplement"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="supplement_number"),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(received_at=None),
                name="supplement_open_once",
                violation_error_message=_("Hồ sơ đang có một phiếu yêu cầu bổ sung chưa xong."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.number}"


class Outcome(models.TextChoices):
    GRANTED = "granted", _("Giải quyết")
    REFUSED = "refused", _("Từ chối giải quyết")
    WITHDRAWN = "withdrawn", _("Người nộp rút")
    NOT_ACCEPTED = "not_accepted", _("Không tiếp nhận")
    STOPPED = "stopped", _("Dừng xử lý")


class Result(models.Model):
    """What came of the dossier, who answers for it, and how it was handed over."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="result")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    number = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")
    decided_unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+")
    handed_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")
    receiver = models.TextField(blank=True)
    delivery = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = "dossier_result"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="granted") | ~Q(reason=""),
                name="result_refused_says_why",
                violation_error_message=_("Từ chối phải nêu lý do."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.outcome}"


class Slip(models.Model):
    """A paper given at the counter instead of a receipt: what is missing, or why it is not accepted."""

    class Kind(models.TextChoices):
        SUPPLEMENT = "supplement", _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")
        REFUSAL = "refusal", _("Phiếu từ chối tiếp nhận giải quyết hồ sơ")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    person = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+")
    version = models.ForeignKey("catalog.ProcedureVersion", models.PROTECT, related_name="+")
    applicant_name = models.TextField()
    applicant_address = models.TextField(blank=True)
    reason = models.TextField()
    missing = ArrayField(models.TextField(), default=list)
    at = models.DateTimeField()

    class Meta:
        db_table = "dossier_slip"
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "year", "number"], name="slip_number")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}/{self.year}"
