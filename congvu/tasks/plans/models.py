"""A plan, its versions and items, what each version says, readings, claims, and who must issue a plan too."""

from decimal import Decimal
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


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Đang soạn")
    APPROVED = "approved", _("Đã ban hành")


class ItemState(models.TextChoices):
    """`HEADING` owes nothing: a goal that holds others together."""

    HEADING = "heading", _("Mục tiêu")
    PLANNED = "planned", _("Chưa ban hành")
    OPEN = "open", _("Đang thực hiện")
    CLAIMED = "claimed", _("Đã báo xong, chờ chấp nhận")
    ACCEPTED = "accepted", _("Hoàn thành")
    WITHDRAWN = "withdrawn", _("Bỏ khỏi kế hoạch")


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, actor: Actor) -> Self:
        """Included if, and only if, a unit in reach has a part in it: it is its plan, it follows it, leads or helps in
        an item of it, holds one, or must issue its own because of it. A draft has the first two only.
        """
        reach = actor.reach("plans.see")
        if reach.is_everything:
            return self.all()
        parts = Part.objects.filter(within(reach), subject_kind="plan")
        return self.filter(pk__in=parts.values("subject_id"))

    def locked(self, code: str) -> "Plan":
        """The plan of that code, locked until the end of the transaction. Out of sight: NotInSight."""
        found = self.select_for_update(of=("self",)).filter(code=code).first()
        if found is None:
            raise NotInSight
        return found


class Plan(models.Model):
    """`ref` is what the unit calls it; (ref, year, owner) is one plan. `steward_unit` follows it for its owner."""

    code = models.CharField(_("mã"), max_length=80, unique=True, db_collation="C")
    ref = models.CharField(_("ký hiệu"), max_length=300, db_collation="C")
    year = models.PositiveSmallIntegerField(_("năm"))
    title = models.CharField(_("tên"), max_length=300)
    owner_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", verbose_name=_("đơn vị ban hành"))
    steward_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", null=True)
    upper = models.ForeignKey("self", models.PROTECT, null=True, related_name="lower_plans")
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    grams = ArrayField(models.TextField(), default=list)

    objects = PlanQuerySet.as_manager()

    class Meta:
        db_table = "plan"
        constraints = [
            models.UniqueConstraint(
                fields=["ref", "year", "owner_unit"],
                name="plan_once",
                violation_error_message=_("Đơn vị đã có kế hoạch mang ký hiệu này trong năm."),
            ),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="plan_year"),
            models.CheckConstraint(condition=Q(upper=None) | ~Q(upper=F("id")), name="plan_not_own_upper"),
        ]
        indexes = [
            models.Index(fields=["-year", "-id"], name="plan_by_year"),
            models.Index(fields=["owner_unit", "-year"], name="plan_by_owner"),
            GinIndex(fields=["grams"], name="plan_grams"),
        ]

    def __str__(self) -> str:
        return self.code


class PlanVersion(models.Model):
    """A version is written freely while a draft; approved, it is frozen with its document and never changes again."""

    class State(models.TextChoices):
        DRAFT = "draft", _("dự thảo")
        APPROVED = "approved", _("đang hiệu lực")
        SUPERSEDED = "superseded", _("đã thay")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    reason = models.TextField(_("lý do điều chỉnh"), blank=True, default="")
    document_no = models.CharField(_("số văn bản"), max_length=60, blank=True, default="")
    document_date = models.DateField(_("ngày văn bản"), null=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)

    class Meta:
        db_table = "plan_version"
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state="approved"),
                name="plan_version_one_in_force",
                violation_error_message=_("Kế hoạch đã có một bản khác đang hiệu lực."),
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state="draft"),
                name="plan_version_one_draft",
                violation_error_message=_("Kế hoạch đang có một bản dự thảo khác."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", approved_at=None) | (~Q(state="draft") & Q(approved_at__isnull=False)),
                name="plan_version_approved_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the plan sees all its items: a plan is one document."""
        if actor.reach("plans.see").is_everything:
            return self.all()
        return self.filter(plan__in=Plan.objects.visible_to(actor).values("pk"))

    def locked(self, plan_code: str, code: str) -> "PlanItem":
        """The item, locked until the end of the transaction. Out of sight: NotInSight."""
        found = self.select_for_update(of=("self",)).filter(plan__code=plan_code, code=code).first()
        if found is None:
            raise NotInSight
        return found


class PlanItem(models.Model):
    """What stays the same through all versions: its code, how far it is. What is asked stands in the lines."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items")
    code = models.CharField(_("mã mục"), max_length=40, db_collation="C")
    state = models.CharField(max_length=10, choices=ItemState.choices)
    obligation_id = models.BigIntegerField(null=True)
    value = models.DecimalField(_("giá trị"), max_digits=18, decimal_places=4, null=True)
    done_on = models.DateField(_("ngày xong"), null=True)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        db_table = "plan_item"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="plan_item_code",
                violation_error_message=_("Kế hoạch đã có mục mang mã này."),
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(done_on__isnull=False), name="plan_item_accepted_when"
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="plan_item_state")]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.code}"


class PlanLine(models.Model):
    """What one version says of one item. `to_all`: every unit named by the plan must take it up in its own plan."""

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="lines")
    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="lines")
    parent = models.ForeignKey(PlanItem, models.PROTECT, null=True, related_name="+")
    position = models.PositiveIntegerField()
    goal = models.TextField(_("mục tiêu"), blank=True, default="")
    task = models.TextField(_("nhiệm vụ"), blank=True, default="")
    product = models.TextField(_("sản phẩm"), blank=True, default="")
    lead_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", null=True)
    coordinating = ArrayField(models.BigIntegerField(), default=list)
    due_on = models.DateField(_("hạn"), null=True)
    budget_vnd = models.BigIntegerField(_("kinh phí"), null=True)
    field = models.CharField(_("lĩnh vực"), max_length=40, blank=True, default="", db_collation="C")
    criterion_code = models.CharField(_("tiêu chí chỉ số"), max_length=40, blank=True, default="", db_collation="C")
    points = models.DecimalField(_("điểm"), max_digits=7, decimal_places=2, null=True)
    measure = models.CharField(_("đơn vị tính"), max_length=60, blank=True, default="")
    target = models.DecimalField(_("chỉ tiêu"), max_digits=18, decimal_places=4, null=True)
    needs_evidence = models.BooleanField(_("phải có minh chứng"), default=True)
    to_all = models.BooleanField(_("mọi đơn vị phải đưa vào kế hoạch"), default=False)
    carries_out = models.ForeignKey(PlanItem, models.PROTECT, null=True, related_name="carried_out_by")
    grams = ArrayField(models.TextField(), default=list)

    class Meta:
        db_table = "plan_line"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "item"], name="plan_line_once"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("item")),
                name="plan_line_not_own_parent",
                violation_error_message=_("Một mục không nằm dưới chính nó."),
            ),
            models.CheckConstraint(condition=Q(budget_vnd=None) | Q(budget_vnd__gte=0), name="plan_line_budget"),
        ]
        indexes = [
            models.Index(fields=["lead_unit", "id"], name="plan_line_lead"),
            GinIndex(fields=["grams"], name="plan_line_grams"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.item_id}"

    @property
    def title(self) -> str:
        return self.task or self.goal or self.product

    @property
    def is_owed(self) -> bool:
        return bool(self.task or self.lead_unit_id or self.due_on)


class PlanReading(models.Model):
    """A value of an item's figure on a day, as its lead unit reports it."""

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="readings")
    value = models.DecimalField(max_digits=18, decimal_places=4)
    on = models.DateField(_("tính đến ngày"))
    text = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    person = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)

    class Meta:
        db_table = "plan_reading"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.value}"

    @property
    def plain(self) -> Decimal:
        return self.value.normalize()


class PlanClaim(models.Model):
    """“It is done”, and the answer of the plan's owner. What was returned never happened to the clock."""

    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="claims")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("kết quả"))
    done_on = models.DateField(_("ngày xong"))
    claimed_at = models.DateTimeField()
    claimed_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    accepted = models.BooleanField(null=True)
    answer = models.TextField(_("ý kiến"), blank=True, default="")

    class Meta:
        db_table = "plan_claim"
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="plan_claim_number"),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(decided_at=None),
                name="plan_claim_one_waiting",
                violation_error_message=_("Mục này đã được báo xong và đang chờ trả lời."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, accepted=None) | Q(decided_at__isnull=False, accepted__isnull=False),
                name="plan_claim_decided_whole",
            ),
            models.CheckConstraint(condition=~Q(accepted=False) | ~Q(answer=""), name="plan_claim_returned_why"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(claimed_by=None) | ~Q(decided_by=F("claimed_by")),
                name="plan_claim_not_own",
                violation_error_message=_("Không ai tự chấp nhận kết quả do chính mình báo."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} #{self.number}"


class PlanNamed(models.Model):
    """A unit that must issue its own plan because of this one."""

    class Why(models.TextChoices):
        BELOW = "below", _("trực thuộc")
        TAKES_PART = "takes_part", _("ngành dọc trên địa bàn")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="named")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    why = models.CharField(max_length=12, choices=Why.choices)
    obligation_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "plan_named"
        constraints = [models.UniqueConstraint(fields=["plan", "unit"], name="plan_named_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} → {self.unit_id}"
