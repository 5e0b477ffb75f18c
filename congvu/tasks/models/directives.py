"""The paper or the meeting's conclusion that tasks come from, clause by clause."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.tasks.sight import parts_in_sight


class DirectiveQuerySet(models.QuerySet["Directive"]):
    def visible_to(self, actor: Actor) -> Self:
        """Included if, and only if: a unit in reach issued or entered it, or has a part in one of its tasks, or the
        actor has by name.
        """
        if actor.reach("tasks.see").is_everything:
            return self.all()
        own = parts_in_sight(actor, "directive").values("subject_id")
        return self.filter(pk__in=own)

    def locked(self, pk: int) -> "Directive":
        """Locked until the end of the transaction. Out of sight: NotInSight."""
        found = self.select_for_update(of=("self",)).filter(pk=pk).first()
        if found is None:
            raise NotInSight
        return found


class Directive(models.Model):
    """`unit` gives the tasks; `issued_by` is set instead where the paper came from above and the unit passes it on."""

    class Kind(models.TextChoices):
        DISPATCH = "dispatch", _("Công văn")
        INSTRUCTION = "instruction", _("Chỉ thị")
        DECISION = "decision", _("Quyết định")
        PLAN = "plan", _("Kế hoạch")
        RESOLUTION = "resolution", _("Nghị quyết")
        CONCLUSION = "conclusion", _("Thông báo kết luận cuộc họp")
        PROGRAMME = "programme", _("Chương trình công tác")
        OPINION = "opinion", _("Ý kiến chỉ đạo")
        OTHER = "other", _("Văn bản khác")

    kind = models.CharField(_("loại văn bản"), max_length=12, choices=Kind.choices, default=Kind.DISPATCH)
    number = models.CharField(_("số, ký hiệu"), max_length=80)
    issued_on = models.DateField(_("ngày ban hành"))
    title = models.TextField(_("trích yếu"), blank=True, default="")
    signer = models.CharField(_("người ký, người kết luận"), max_length=200, blank=True, default="")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", verbose_name=_("đơn vị giao"))
    issued_by = models.CharField(_("nơi ban hành"), max_length=200, blank=True, default="")
    entered_at = models.DateTimeField(_("nhập lúc"))
    entered_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True)
    from_older_system = models.BooleanField(default=False)
    grams = ArrayField(models.TextField(), default=list)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        db_table = "directive"
        verbose_name = _("văn bản giao việc")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number", "issued_on"], name="directive_once",
                violation_error_message=_("Văn bản này đã được nhập rồi."),
            ),
            models.CheckConstraint(condition=~Q(number=""), name="directive_has_number"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["-issued_on", "-id"], name="directive_issued"),
            GinIndex(fields=["grams"], name="directive_grams"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def name(self) -> str:
        """“Công văn 123/UBND-TH”."""
        return f"{self.get_kind_display()} {self.number}"


class Clause(models.Model):
    """One demand of the paper. `no_task_because`: read, and nobody is given anything by it."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(_("mục, khoản"), max_length=40)
    content = models.TextField(_("nội dung"))
    no_task_because = models.TextField(_("lý do không giao việc"), blank=True, default="")

    class Meta:
        db_table = "directive_clause"
        verbose_name = _("mục của văn bản")
        constraints = [
            models.UniqueConstraint(fields=["directive", "position"], name="clause_position"),
            models.UniqueConstraint(
                fields=["directive", "label"], name="clause_label",
                violation_error_message=_("Văn bản đã có mục mang số này."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.directive_id}/{self.label}"
