"""A programme of a year, its items and every move of them; quality goals; leaders' weeks and what stands in them."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.obligations.models import Part
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.orgs.reach import within
from congvu.tasks.programmes.course import State


class Kind(models.TextChoices):
    """Others that a file brings are kept as they are written."""

    SCHEME = "scheme", _("Đề án")
    DECISION = "decision", _("Quyết định")
    PLAN = "plan", _("Kế hoạch")
    REPORT = "report", _("Báo cáo")
    RESOLUTION = "resolution", _("Nghị quyết trình HĐND")
    PROGRAMME = "programme", _("Chương trình")


class Level(models.TextChoices):
    """Who decides."""

    COUNCIL = "council", _("HĐND")
    PARTY = "party", _("Ban Thường vụ")
    COMMITTEE = "committee", _("UBND")
    CHAIRMAN = "chairman", _("Chủ tịch UBND")


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, actor: Actor) -> Self:
        """Included if, and only if, a unit in reach has a part in it: its body's, the office's that keeps it, the lead
        or coordinating unit of an item."""
        reach = actor.reach("programmes.see")
        if reach.is_everything:
            return self.all()
        parts = Part.objects.filter(within(reach), subject_kind="programme")
        return self.filter(pk__in=parts.values("subject_id"))


class Programme(models.Model):
    """`steward_unit` keeps it for its body. `register_until`, `submit_day`: NĐ 191/2026 Đ19–20 by default."""

    code = models.CharField(_("mã"), max_length=80, unique=True, db_collation="C")
    year = models.PositiveSmallIntegerField(_("năm"))
    title = models.CharField(_("tên"), max_length=300)
    owner_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    steward_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", null=True)
    register_until = models.DateField(_("đăng ký trước hết ngày"))
    submit_day = models.PositiveSmallIntegerField(_("trình hồ sơ trước ngày"), default=20)
    document_no = models.CharField(_("số văn bản"), max_length=60, blank=True, default="")
    document_date = models.DateField(_("ngày văn bản"), null=True)
    grams = ArrayField(models.TextField(), default=list)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        db_table = "programme"
        constraints = [
            models.UniqueConstraint(fields=["owner_unit", "year"], name="programme_one_a_year"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="programme_year"),
            models.CheckConstraint(condition=Q(submit_day__gte=1, submit_day__lte=28), name="programme_submit_day"),
        ]
        indexes = [
            models.Index(fields=["-year", "-id"], name="programme_by_year"),
            GinIndex(fields=["grams"], name="programme_grams"),
        ]

    def __str__(self) -> str:
        return self.code


class ProgrammeItemQuerySet(models.QuerySet["ProgrammeItem"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the programme sees all its items."""
        if actor.reach("programmes.see").is_everything:
            return self.all()
        return self.filter(programme__in=Programme.objects.visible_to(actor).values("pk"))

    def locked(self, programme: str, code: str) -> "ProgrammeItem":
        found = self.select_for_update(of=("self",)).filter(programme__code=programme, code=code).first()
        if found is None:
            raise NotInSight
        return found


class ProgrammeItem(models.Model):
    """`month` is where it stands now, `first_month` where it was registered. Two clocks: dossier, and decision."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="items")
    code = models.CharField(_("mã"), max_length=40, db_collation="C")
    name = models.TextField(_("nội dung"))
    kind = models.CharField(_("loại"), max_length=40, db_collation="C")
    level = models.CharField(_("cấp quyết định"), max_length=40, db_collation="C")
    lead_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    coordinating = ArrayField(models.BigIntegerField(), default=list)
    month = models.PositiveSmallIntegerField(_("tháng"))
    first_month = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=14, default=State.NOT_SUBMITTED.value)
    registered_at = models.DateTimeField()
    registered_late = models.BooleanField(default=False)
    submitted_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    document_no = models.CharField(_("văn bản thông qua"), max_length=60, blank=True, default="")
    obligation_id = models.BigIntegerField(null=True)
    dossier_id = models.BigIntegerField(null=True)
    moves = models.PositiveSmallIntegerField(default=0)
    grams = ArrayField(models.TextField(), default=list)

    objects = ProgrammeItemQuerySet.as_manager()

    class Meta:
        db_table = "programme_item"
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="programme_item_code"),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12, first_month__gte=1, first_month__lte=12),
                name="programme_item_month",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "month", "id"], name="programme_item_by_month"),
            GinIndex(fields=["grams"], name="programme_item_grams"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}/{self.code}"

    @property
    def where(self) -> State:
        return State(self.state)


class ProgrammeChange(models.Model):
    """Asked for by the lead unit, consented to or not by a leader of the deciding level; every one is kept."""

    class What(models.TextChoices):
        MOVE = "move", _("chuyển kỳ")
        WITHDRAW = "withdraw", _("rút")

    item = models.ForeignKey(ProgrammeItem, models.PROTECT, related_name="changes")
    what = models.CharField(max_length=10, choices=What.choices)
    from_month = models.PositiveSmallIntegerField()
    to_year = models.PositiveSmallIntegerField(null=True)
    to_month = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(_("lý do"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    granted = models.BooleanField(null=True)
    answer = models.TextField(blank=True, default="")

    class Meta:
        db_table = "programme_change"
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(decided_at=None), name="programme_change_one_waiting"),
            models.CheckConstraint(condition=~Q(reason=""), name="programme_change_says_why"),
            models.CheckConstraint(
                condition=Q(what="withdraw") | Q(to_year__isnull=False, to_month__gte=1, to_month__lte=12),
                name="programme_change_where_to",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.what}"


class QualityGoal(models.Model):
    """A goal of the quality of work; `met` None until somebody says."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="goals")
    code = models.CharField(max_length=20, db_collation="C")
    text = models.TextField(_("mục tiêu"))
    met = models.BooleanField(null=True)
    note = models.TextField(blank=True, default="")
    said_at = models.DateTimeField(null=True)
    said_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)

    class Meta:
        db_table = "quality_goal"
        ordering = ["code", "id"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="quality_goal_code")]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.code}"


class Week(models.Model):
    """A week of a body's leaders. Published, it is for everybody in the house; what changes later is marked."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    monday = models.DateField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)

    class Meta:
        db_table = "leader_week"
        constraints = [
            models.UniqueConstraint(fields=["unit", "monday"], name="leader_week_once"),
            models.CheckConstraint(condition=Q(monday__iso_week_day=1), name="leader_week_from_monday"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.monday}"


class LeaderEvent(models.Model):
    """One entry of a leader. Cancelled, it stays and is struck out once the week was published."""

    week = models.ForeignKey(Week, models.PROTECT, related_name="events")
    leader = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    content = models.TextField(_("nội dung"))
    place = models.CharField(_("địa điểm"), max_length=300, blank=True, default="")
    preparing_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", null=True)
    attendees = models.TextField(_("thành phần"), blank=True, default="")
    cancelled = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "leader_event"
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="leader_event_lasts"),
            models.CheckConstraint(condition=~Q(content=""), name="leader_event_says"),
        ]
        indexes = [models.Index(fields=["leader", "starts_at"], name="leader_event_of")]

    def __str__(self) -> str:
        return f"{self.leader_id} {self.starts_at}"
