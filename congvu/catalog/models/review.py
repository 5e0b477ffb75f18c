"""Doubts about what was loaded: shown to a person, never guessed away."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.catalog.models.procedures import Procedure


class ReviewItem(models.Model):
    """One doubt about one procedure. A doubt that no longer holds after a new load is settled by the load.

    `document`: the repealed document that raised it.
    """

    class Decision(models.TextChoices):
        CORRECTED = "corrected", _("ghi thời hạn đúng")
        ACCEPTED = "accepted", _("chấp nhận như nguồn ghi")
        DISCARDED = "discarded", _("không phải nghi vấn, bỏ")
        RELOADED = "reloaded", _("lần nạp sau không còn")

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="review_items")
    about = models.CharField(max_length=20)  # limit, component, process, result, basis, source
    code = models.CharField(max_length=40)
    message = models.TextField()
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settlement = models.TextField(blank=True)
    decision = models.CharField(max_length=10, blank=True, choices=Decision.choices)
    document = models.ForeignKey("catalog.LegalDocument", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "procedure_review_item"
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "about", "code", "message"],
                condition=Q(settled_at=None),
                name="review_item_open_once",
            )
        ]
        indexes = [models.Index(fields=["raised_at", "id"], condition=Q(settled_at=None), name="review_item_open")]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.code}"
