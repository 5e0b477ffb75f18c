"""Tables that are only ever added to (event, seal, seal_leaf), counters, and keys of repeated requests.

Ids of people and units are plain numbers: nothing here points to a floor above. Rules: docs/rules/ledger.md.
"""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from congvu.ledger.fields import PlainJSON


class Event(models.Model):
    """One act. Written by `ledger.record` alone; the database refuses every change."""

    subject_kind = models.CharField(max_length=40, db_collation="C")
    subject_id = models.BigIntegerField()
    seq = models.IntegerField()
    kind = models.CharField(max_length=80, db_collation="C")
    actor_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    body = PlainJSON()
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "event"
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "seq"], name="event_one_chain"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="event_seq_from_one"),
        ]
        indexes = [BrinIndex(fields=["recorded_at"], name="event_recorded")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} #{self.seq} {self.kind}"


class Seal(models.Model):
    """The root over the chains that grew since the seal before it."""

    sealed_at = models.DateTimeField()
    leaves = models.IntegerField()
    previous_root = models.BinaryField(max_length=32)
    root = models.BinaryField(max_length=32)

    class Meta:
        db_table = "seal"

    def __str__(self) -> str:
        return f"seal {self.pk}"


class SealLeaf(models.Model):
    """Where a chain ended when it was sealed."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT)
    subject_kind = models.CharField(max_length=40, db_collation="C")
    subject_id = models.BigIntegerField()
    seq = models.IntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "seal_leaf"
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "seq"], name="seal_leaf_grows"),
            models.UniqueConstraint(fields=["seal", "subject_kind", "subject_id"], name="seal_leaf_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} #{self.seq} in seal {self.seal_id}"


class Counter(models.Model):
    """The latest number of a series in a period; without gaps, because it is taken in the command's transaction."""

    series = models.CharField(max_length=80, db_collation="C")
    period = models.CharField(max_length=20, db_collation="C")
    latest = models.BigIntegerField()

    class Meta:
        db_table = "counter"
        constraints = [models.UniqueConstraint(fields=["series", "period"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.period}: {self.latest}"


class RequestKey(models.Model):
    """A request that was carried out, and its answer: asked again, it gets the same answer and nothing happens."""

    actor_id = models.BigIntegerField()
    key = models.CharField(max_length=80, db_collation="C")
    fingerprint = models.CharField(max_length=64, db_collation="C")
    answer = PlainJSON(null=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "request_key"
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="request_key_once")]
        indexes = [models.Index(fields=["made_at"], name="request_key_age")]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.key}"
