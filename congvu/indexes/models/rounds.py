"""A round: one scoring by one set, of these units, in these windows, appraised by those bodies."""

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.indexes.models.sets import CriteriaSet
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.orgs.reach import within

if TYPE_CHECKING:
    from congvu.indexes.models.scores import Score


class RoundState(models.TextChoices):
    PLANNED = "planned", _("Đang chuẩn bị")
    OPEN = "open", _("Đang chấm")
    LOCKED = "locked", _("Đã chốt điểm")
    PUBLISHED = "published", _("Đã công bố")


class UnitState(models.TextChoices):
    """Where one unit stands; the ways from one to the next are in `stages.WAYS`."""

    SELF_SCORING = "self_scoring", _("Đơn vị tự chấm")
    APPRAISING = "appraising", _("Thẩm định lần 1")
    EXPLAINING = "explaining", _("Đơn vị giải trình")
    REAPPRAISING = "reappraising", _("Thẩm định lần 2")
    SETTLED = "settled", _("Đã thẩm định xong")


class Round(models.Model):
    """`code` is `SET-PERIOD`. `criteria_set` is the version in force; all there were are in `versions`.

    `rehearsal`: a trial season, never ranked nor published. `owner` runs it (the Home-Affairs office).
    """

    code = models.CharField(max_length=60, unique=True, db_collation="C")
    name = models.TextField()
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="rounds")
    period = models.CharField(max_length=30, db_collation="C")
    owner = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.PLANNED)
    rehearsal = models.BooleanField(default=False)
    plan = models.TextField(blank=True)
    tie_rule = models.CharField(max_length=20, default="competition")
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    locked_by = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "index_round"
        constraints = [
            models.CheckConstraint(
                condition=Q(rehearsal=False) | ~Q(state="published"), name="index_rehearsal_is_not_published",
                violation_error_message=_("Đợt chấm thử không công bố."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("locked", "published")) | Q(locked_at__isnull=False),
                name="index_round_locked_when",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code

    @property
    def is_closed(self) -> bool:
        return self.state in (RoundState.LOCKED, RoundState.PUBLISHED)


class RoundVersion(models.Model):
    """A version of the set under which the round ran, from when."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="versions")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="+")
    since_at = models.DateTimeField()

    class Meta:
        db_table = "index_round_version"
        constraints = [models.UniqueConstraint(fields=["round", "criteria_set"], name="index_round_version_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.criteria_set_id}"


class Window(models.Model):
    """The days by which units of a kind score themselves, are appraised, explain. `unit_kind` "" is for all others."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="windows")
    unit_kind = models.CharField(max_length=40, blank=True, db_collation="C")
    self_due_on = models.DateField(_("hạn tự chấm"))
    appraise_due_on = models.DateField(_("hạn thẩm định"))
    explain_due_on = models.DateField(_("hạn giải trình"))

    class Meta:
        db_table = "index_window"
        constraints = [
            models.UniqueConstraint(fields=["round", "unit_kind"], name="index_window_once"),
            models.CheckConstraint(
                condition=Q(self_due_on__lte=models.F("appraise_due_on"))
                & Q(appraise_due_on__lte=models.F("explain_due_on")),
                name="index_window_in_order",
                violation_error_message=_("Hạn tự chấm, thẩm định, giải trình phải theo thứ tự thời gian."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.unit_kind}"


class RoundUnitQuerySet(models.QuerySet["RoundUnit"]):
    def visible_to(self, actor: Actor) -> Self:
        """Included if, and only if: the unit is in the reach of seeing, or a body within the reach of appraising has
        criteria of this round to appraise, or the unit that owns the round is in the reach of managing.
        """
        sees = actor.reach("indexes.see")
        if sees.is_everything:
            return self.all()
        appraises, manages = actor.reach("indexes.appraise"), actor.reach("indexes.manage")
        bodies = Appraiser.objects.filter(within(appraises, category=None, person=None))
        owned = Round.objects.filter(within(manages, unit="owner_id", category=None, person=None), owner__isnull=False)
        own = within(sees, category=None, person=None)
        return self.filter(own | Q(round__in=bodies.values("round")) | Q(round__in=owned.values("pk")))

    def inspectable_by(self, actor: Actor) -> Self:
        """Included if, and only if: the unit is in the reach of inspecting, or a body within the reach of appraising
        has criteria of this round to appraise and is not the unit itself. Being seen is not enough.
        """
        inspects = actor.reach("indexes.inspect")
        if inspects.is_everything:
            return self.all()
        bodies = Appraiser.objects.filter(within(actor.reach("indexes.appraise"), category=None, person=None))
        judged = Q(round__in=bodies.values("round")) & ~Q(unit__in=bodies.values("unit"))
        return self.filter(within(inspects, category=None, person=None) | judged)

    def locked(self, pk: int) -> "RoundUnit":
        """That one, locked until the end of the transaction. Out of sight: NotInSight."""
        found = self.select_for_update(of=("self",)).select_related("round").filter(pk=pk).first()
        if found is None:
            raise NotInSight
        return found


class RoundUnit(models.Model):
    """A unit in a round. `group`: ranked among (sở, xã). `ranked` False: scored, not ranked, with the reason."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="units")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    group = models.CharField(max_length=60, blank=True)
    ranked = models.BooleanField(default=True)
    not_ranked_because = models.TextField(blank=True)
    state = models.CharField(max_length=14, choices=UnitState.choices, default=UnitState.SELF_SCORING)
    joined_on = models.DateField(null=True)
    facts = models.JSONField(default=dict, blank=True)
    """Conditions of classes and gates that points do not tell: a head disciplined, a position held."""
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")
    explained_at = models.DateTimeField(null=True)
    handed_over = ArrayField(models.BigIntegerField(), default=list)
    """Bodies that have handed over their appraisal of this unit in the present stage."""

    objects = RoundUnitQuerySet.as_manager()

    class Meta:
        db_table = "index_round_unit"
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="index_round_unit_once"),
            models.CheckConstraint(
                condition=Q(ranked=True) | ~Q(not_ranked_because=""), name="index_not_ranked_because",
                violation_error_message=_("Đơn vị chấm mà không xếp hạng phải ghi lý do."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.round_id} {self.unit_id}"

    @property
    def present(self) -> "models.QuerySet[Score]":
        """Its scores under the version in force; those of earlier versions stay as they were."""
        return self.scores.filter(criterion__set=self.round.criteria_set_id)


class Appraiser(models.Model):
    """A body that appraises these criteria (with all below them) of every unit but itself."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="appraisers")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    criteria = ArrayField(models.TextField(), default=list)

    class Meta:
        db_table = "index_appraiser"
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="index_appraiser_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.unit_id}"
