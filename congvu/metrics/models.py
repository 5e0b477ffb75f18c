"""Figures from outside, each with its source; and figures as they were signed: a closing keeps what it counted."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class OutsideFigure(models.Model):
    """What a source says of a unit (None: of the whole country or province) in a period. A corrected value stays, with
    the moment it was replaced; what was published with it can still be followed.
    """

    metric = models.CharField(max_length=80, db_collation="C")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+")
    period = models.CharField(max_length=30, db_collation="C")
    value = models.DecimalField(max_digits=24, decimal_places=6)
    source = models.TextField()
    loaded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "outside_figure"
        verbose_name = _("số liệu từ bên ngoài")
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "unit", "period"], condition=Q(replaced_at=None), nulls_distinct=False,
                name="outside_figure_once",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="outside_figure_has_source"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.metric} {self.unit_id} {self.period}"


class Closing(models.Model):
    """The figures of a subject for a period, frozen. Never changed; a later one of the same period replaces it.

    `unit` None: the whole installation. `figures`: by structure (`then`, `now`), `total` and each cut, as
    `congvu stats` prints them; `sha256` seals them together with period, signer and document.
    """

    subject = models.TextField(_("số liệu"), db_collation="C")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", null=True, db_index=False)
    first_on = models.DateField(_("từ ngày"))
    last_on = models.DateField(_("đến hết ngày"))
    as_of = models.DateField(_("tính đến hết ngày"))
    signer = models.TextField(_("người ký"))
    document = models.TextField(_("số, ký hiệu báo cáo"))
    note = models.TextField(_("ghi chú"), blank=True, default="")
    figures = models.JSONField()
    sha256 = models.TextField(db_collation="C")
    closed_at = models.DateTimeField(_("chốt lúc"))
    closed_by = models.ForeignKey("orgs.Person", models.PROTECT, related_name="+", null=True, db_index=False)
    replaced_by = models.OneToOneField("self", models.PROTECT, related_name="replaces", null=True)

    class Meta:
        db_table = "closing"
        verbose_name = _("lần chốt số liệu")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "unit", "first_on", "last_on"],
                condition=Q(replaced_by=None),
                nulls_distinct=False,
                name="closing_one_in_force",
                violation_error_message=_("Kỳ này đã chốt rồi."),
            ),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="closing_days_in_order"),
            models.CheckConstraint(condition=Q(as_of__gte=F("first_on")), name="closing_as_of_in_order"),
        ]
        indexes = [models.Index(fields=["-last_on", "-id"], name="closing_latest")]

    def __str__(self) -> str:
        return f"{self.subject} {self.first_on}–{self.last_on}"


class ClosingItem(models.Model):
    """One fact that a closing counted: which item, whose, in which cell."""

    pk = models.CompositePrimaryKey("closing", "item_id", "unit_id", "what")
    closing = models.ForeignKey(Closing, models.PROTECT, related_name="items", db_index=False)
    item_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    what = models.TextField(db_collation="C")

    class Meta:
        db_table = "closing_item"
        verbose_name = _("dòng đã chốt")

    def __str__(self) -> str:
        return f"{self.closing_id}/{self.item_id}"
