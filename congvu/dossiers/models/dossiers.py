"""The dossier: what was asked for, under which version of the rules, by whom, at which of four moments."""

from functools import cached_property
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.catalog.models.procedures import Channel
from congvu.ledger.compiled import Compiled, Given
from congvu.obligations.models import Part
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.orgs.reach import Reach, within

if TYPE_CHECKING:
    from congvu.dossiers.models.runs import StepRun

SEE = "dossiers.see"


class State(models.TextChoices):
    """Where the dossier stands. `NATIONAL` gives the number under which the national portal knows it."""

    IN_PROGRESS = "in_progress", _("Đang xử lý")
    WAITING_SUPPLEMENT = "waiting_supplement", _("Chờ bổ sung")
    WAITING_DUTY = "waiting_duty", _("Chờ thực hiện nghĩa vụ tài chính")
    WAITING_OUTSIDE = "waiting_outside", _("Chờ giữa hai giai đoạn")
    TO_RETURN = "to_return", _("Đã có kết quả, chờ trả")
    RETURNED = "returned", _("Đã trả kết quả")
    NOT_ACCEPTED = "not_accepted", _("Không được tiếp nhận")
    WITHDRAWN = "withdrawn", _("Người nộp đã rút")
    STOPPED = "stopped", _("Dừng xử lý")


NATIONAL = {
    State.NOT_ACCEPTED: 3,
    State.IN_PROGRESS: 4,
    State.WAITING_SUPPLEMENT: 5,
    State.WAITING_DUTY: 6,
    State.WAITING_OUTSIDE: 6,
    State.WITHDRAWN: 7,
    State.STOPPED: 8,
    State.TO_RETURN: 9,
    State.RETURNED: 10,
}
ENDED = (State.RETURNED, State.NOT_ACCEPTED, State.WITHDRAWN, State.STOPPED)
WAITING = (State.WAITING_SUPPLEMENT, State.WAITING_DUTY, State.WAITING_OUTSIDE)


class DossierQuerySet(models.QuerySet["Dossier"]):
    def visible_to(self, actor: Actor) -> Self:
        """Included if, and only if: a unit in reach has a part in it (submitted at, received by, competent, holding),
        or the actor, or one acted for, holds or held it.
        """
        return self.within_sight(actor.reach(SEE))

    def within_sight(self, reach: Reach) -> Self:
        """The same for a reach that is known already."""
        if reach.is_everything:
            return self.all()
        parts = Part.objects.filter(within(reach), subject_kind="dossier")
        return self.filter(pk__in=parts.values("subject_id"))


def locked(code: str, actor: Actor) -> "Dossier":
    """The dossier of that code within sight, locked until the end of the transaction. Else NotInSight."""
    found = _LOCKED.first(within, actor.reach(SEE), code=code)
    if found is None:
        raise NotInSight
    return found


def _locked(rule: object, reach: Reach) -> DossierQuerySet:
    del rule  # the rule of sight itself: another rule is another text
    seen: DossierQuerySet = Dossier.objects.within_sight(reach)
    return seen.select_for_update(of=("self",)).filter(code=Given("code"))


def _walked(runs: "type[StepRun]") -> "models.QuerySet[StepRun]":
    return runs.objects.filter(dossier=Given("dossier")).order_by("number")


_LOCKED = Compiled(_locked)
_WALKED = Compiled(_walked)


class Dossier(models.Model):
    """A dossier keeps the version of the procedure and of the process it was received under."""

    code = models.CharField(max_length=64, unique=True, db_collation="C")
    version = models.ForeignKey("catalog.ProcedureVersion", models.PROTECT, related_name="+")
    process = models.ForeignKey("catalog.Process", models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey("orgs.Category", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=20, choices=State.choices)
    summary = models.TextField(blank=True)
    submitted_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    received_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    competent_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField()
    received_by_competent_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")
    limit = models.CharField(max_length=60, blank=True)
    promised_at = models.DateTimeField(null=True)
    promised_why = models.TextField(blank=True)
    fee = models.TextField(blank=True)
    sets = models.PositiveSmallIntegerField(default=1)
    delivery = models.CharField(max_length=10, choices=Channel.choices, default=Channel.DIRECT)
    register_no = models.PositiveIntegerField(null=True)
    receipt_secret = models.CharField(max_length=16)
    obligation_id = models.BigIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    from_older_system = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True)
    grams = ArrayField(models.TextField(), default=list)

    objects = DossierQuerySet.as_manager()

    class Meta:
        db_table = "dossier"
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at__lte=F("accepted_at")),
                name="dossier_submitted_before_accepted",
                violation_error_message=_("Thời điểm nộp không thể sau thời điểm tiếp nhận."),
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | Q(returned_at__isnull=False),
                name="dossier_returned_when",
                violation_error_message=_("Hồ sơ đã trả phải có thời điểm trả."),
            ),
            models.CheckConstraint(
                condition=~Q(state="to_return") | Q(finished_at__isnull=False),
                name="dossier_finished_when",
                violation_error_message=_("Hồ sơ chờ trả phải có thời điểm có kết quả."),
            ),
        ]
        indexes = [
            models.Index(fields=["-accepted_at", "-id"], name="dossier_accepted"),
            models.Index(fields=["state", "-accepted_at", "-id"], name="dossier_state"),
            models.Index(fields=["category", "-accepted_at", "-id"], name="dossier_category"),
            GinIndex(fields=["grams"], name="dossier_grams"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @cached_property
    def walked(self) -> "list[StepRun]":
        """Every run so far, by number, read once by the command that has locked the dossier; whoever opens one adds
        it.
        """
        runs = _WALKED.rows(self.runs.model, dossier=self.pk)
        for run in runs:
            run.dossier = self
        return runs


class Applicant(models.Model):
    """Who asked. Identity number and phone are encrypted; the blind indexes find them again."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Cá nhân")
        ORGANISATION = "organisation", _("Tổ chức, doanh nghiệp")

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="applicant")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PERSON)
    name = models.TextField()
    address = models.TextField(blank=True)
    email = models.CharField(max_length=200, blank=True)
    identifier = models.TextField(blank=True)
    identifier_index = models.CharField(max_length=64, blank=True)
    identifier_mask = models.CharField(max_length=30, blank=True)
    phone = models.TextField(blank=True)
    phone_index = models.CharField(max_length=64, blank=True)
    phone_mask = models.CharField(max_length=30, blank=True)

    class Meta:
        db_table = "dossier_applicant"
        indexes = [
            models.Index(fields=["identifier_index"], name="applicant_identifier", condition=~Q(identifier_index="")),
            models.Index(fields=["phone_index"], name="applicant_phone", condition=~Q(phone_index="")),
        ]

    def __str__(self) -> str:
        return f"applicant of {self.dossier_id}"


class DossierPaper(models.Model):
    """A paper of this dossier: handed in, read from data instead, or not needed in this case."""

    class Handed(models.TextChoices):
        HANDED_IN = "handed_in", _("đã nộp")
        FROM_DATA = "from_data", _("khai thác dữ liệu")
        NOT_NEEDED = "not_needed", _("không áp dụng")

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="papers")
    position = models.PositiveSmallIntegerField()
    name = models.TextField()
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=Handed.choices)

    class Meta:
        db_table = "dossier_paper"
        constraints = [models.UniqueConstraint(fields=["dossier", "position"], name="dossier_paper_position")]

    def __str__(self) -> str:
        return self.name
