"""What was published: the inputs as they were, their hash, and the lines of the ranking. Only ever added to."""

from django.db import models
from django.db.models import Q

from congvu.indexes.models.rounds import Round


class Publication(models.Model):
    """`inputs`: everything the result follows from (set, scores, settings); `digest` of it and of the result."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="publications")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("orgs.Person", models.PROTECT, null=True, related_name="+")
    inputs = models.JSONField()
    digest = models.CharField(max_length=64, db_collation="C")
    reason = models.TextField(blank=True)

    class Meta:
        db_table = "index_publication"
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="index_publication_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="index_published_again_because",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.round_id} #{self.number}"


class ResultLine(models.Model):
    """One unit of a publication. `fields`: points per field as printed."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="lines")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    group = models.CharField(max_length=60, blank=True)
    total = models.DecimalField(max_digits=9, decimal_places=4)
    maximum = models.DecimalField(max_digits=9, decimal_places=4)
    index = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    rank = models.PositiveIntegerField(null=True)
    of = models.PositiveIntegerField(null=True)
    class_name = models.CharField(max_length=80, blank=True)
    fields = models.JSONField(default=list)

    class Meta:
        db_table = "index_result_line"
        constraints = [models.UniqueConstraint(fields=["publication", "unit"], name="index_result_once")]
        indexes = [models.Index(fields=["unit"], name="index_result_unit")]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.unit_id}"
