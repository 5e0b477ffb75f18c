"""Figures that come from outside: population, satisfaction surveys, published indexes. Each with its source."""

from django.db import models
from django.db.models import Q
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
