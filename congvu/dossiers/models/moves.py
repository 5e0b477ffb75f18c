"""Running dossiers taken over to another version of their process: one operation, an answer for each."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from congvu.dossiers.models.dossiers import Dossier


class ProcessMove(models.Model):
    """The operation. `same`: what a person named, as old code=new code, beside what both versions share."""

    source = models.ForeignKey("catalog.Process", models.PROTECT, related_name="+")
    target = models.ForeignKey("catalog.Process", models.PROTECT, related_name="+")
    same = ArrayField(models.CharField(max_length=90), default=list)
    reason = models.TextField()
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "dossier_process_move"
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=Q(done_at=None), name="process_move_open_once")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class MoveAnswer(models.Model):
    """What came of one dossier. `code`: "" while it waits, `moved`, or the code of the refusal; `why` says it."""

    move = models.ForeignKey(ProcessMove, models.CASCADE, related_name="answers")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+")
    code = models.CharField(max_length=40, blank=True)
    why = models.TextField(blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        db_table = "dossier_move_answer"
        constraints = [models.UniqueConstraint(fields=["move", "dossier"], name="move_answer_once")]

    def __str__(self) -> str:
        return f"{self.move_id}/{self.dossier_id} {self.code}"
