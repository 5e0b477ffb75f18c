"""Procedures and their versions: a decision that announces a change makes a new version from a day on."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a dossier comes in; the codes are those of the dossier files."""

    DIRECT = "direct", _("Trực tiếp")
    ONLINE = "online", _("Trực tuyến")
    POST = "post", _("Bưu chính công ích")


class Procedure(models.Model):
    """A procedure by its national code. What it asks and grants stands in its versions."""

    code = models.CharField(max_length=60, unique=True, db_collation="C")
    category = models.OneToOneField("orgs.Category", models.PROTECT, related_name="procedure")
    grams = ArrayField(models.TextField(), default=list)

    class Meta:
        db_table = "procedure"
        indexes = [GinIndex(fields=["grams"], name="procedure_grams")]

    def __str__(self) -> str:
        return self.code


class ProcedureVersionQuerySet(models.QuerySet["ProcedureVersion"]):
    def valid_on(self, day: date) -> "ProcedureVersionQuerySet":
        return self.filter(during__contains=day)


class ProcedureVersion(models.Model):
    """A procedure as announced, from–until. `limit` is the canonical text that the clock reads; "" when unknown.

    `process_limit` is the limit the approved step table was made for, where it differs from the announced one.
    """

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="versions")
    during = DateRangeField()
    name = models.TextField()
    field = models.TextField()
    level = models.TextField(blank=True)
    limit = models.CharField(max_length=60, blank=True)
    limit_text = models.TextField(blank=True)
    process_limit = models.CharField(max_length=60, blank=True)
    fee = models.TextField(blank=True)
    result = models.TextField(blank=True)
    result_code = models.TextField(blank=True)
    agency = models.TextField(blank=True)
    decision_no = models.TextField(blank=True)
    note = models.TextField(blank=True)
    source_url = models.TextField(blank=True)
    digest = models.CharField(max_length=64)

    objects = ProcedureVersionQuerySet.as_manager()

    class Meta:
        db_table = "procedure_version"
        constraints = [
            ExclusionConstraint(
                name="procedure_version_once_a_day",
                expressions=[("procedure", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                violation_error_message=_("Hai phiên bản của một thủ tục không thể cùng có hiệu lực một ngày."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id}:{self.during}"


class ChannelLimit(models.Model):
    """A row of the table “cách thức thực hiện”. `for_difficult_area` rows hold only for areas of difficulty."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="channel_limits")
    position = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    text = models.TextField()
    limit = models.CharField(max_length=60, blank=True)
    for_difficult_area = models.BooleanField(default=False)

    class Meta:
        db_table = "procedure_channel_limit"
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="channel_limit_position")]

    def __str__(self) -> str:
        return f"{self.channel}: {self.text}"


class Component(models.Model):
    """A paper the procedure asks for, so many originals and copies."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="components")
    position = models.PositiveSmallIntegerField()
    name = models.TextField()
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    conditional = models.BooleanField(default=False)

    class Meta:
        db_table = "procedure_component"
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="component_position")]

    def __str__(self) -> str:
        return self.name
