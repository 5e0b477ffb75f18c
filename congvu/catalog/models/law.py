"""The law a procedure rests on: documents once, cited by versions; a repealed document touches whatever cites it."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from congvu.catalog.models.procedures import ProcedureVersion


class LegalDocument(models.Model):
    """A law, decree, circular, decision by its number. `repealed_on`: the first day on which it no longer holds."""

    number = models.CharField(max_length=120, unique=True)
    name = models.TextField(blank=True)
    issued_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    repealed_on = models.DateField(null=True)
    repealed_by = models.TextField(blank=True)

    class Meta:
        db_table = "legal_document"

    def __str__(self) -> str:
        return self.number

    def is_repealed(self, on: date) -> bool:
        return self.repealed_on is not None and self.repealed_on <= on


class LegalBasis(models.Model):
    """That a version rests on (an article of) a document."""

    class Part(models.TextChoices):
        BASIS = "basis", _("Căn cứ pháp lý")
        ANNOUNCES = "announces", _("Quyết định công bố")
        FORM = "form", _("Ban hành mẫu giấy tờ")

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="legal_bases")
    position = models.PositiveSmallIntegerField()
    document = models.ForeignKey(LegalDocument, models.PROTECT, related_name="cited_by")
    part = models.CharField(max_length=10, choices=Part.choices, default=Part.BASIS)
    article = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "procedure_legal_basis"
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="legal_basis_position")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.article}"
