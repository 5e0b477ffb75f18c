"""Which unit does what the approved table calls “cơ quan chuyên môn cấp xã” or “chi nhánh”: data, by place."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Route(models.Model):
    """Steps whose unit names hold `words` (folded), of dossiers received at `place` or below it, go to `unit`.

    Without `place`: everywhere. Without `procedure`: of every procedure. The longest words and nearest place win.
    """

    words = models.TextField(_("tên trong bảng quy trình"))
    place = models.ForeignKey("orgs.Unit", models.CASCADE, null=True, related_name="+")
    procedure = models.ForeignKey("catalog.Procedure", models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey("orgs.Unit", models.CASCADE, related_name="+")

    class Meta:
        db_table = "dossier_route"
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="route_has_words"),
            models.UniqueConstraint(fields=["words", "place", "procedure"], name="route_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.words} → {self.unit_id}"
