"""Procedures and their versions: a decision that announces a change makes a new version from a day on."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a dossier comes in; the codes are those of the dossier files."""

    DIRECT = "direct", _("Trực tiếp")
    ONLINE = "online", _("Trực tuyến")
    POST = "post", _("Bưu chính công ích")


class OnlineLevel(models.TextChoices):
    """How far a procedure can be done online (NĐ 42/2022/NĐ-CP, Điều 11: toàn trình, một phần)."""

    UNKNOWN = "", _("chưa ghi")
    NONE = "none", _("Chưa cung cấp trực tuyến")
    PARTIAL = "partial", _("Trực tuyến một phần")
    FULL = "full", _("Trực tuyến toàn trình")


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

    def next_number(self) -> int:
        """Of its next version; the procedure locked."""
        latest = self.versions.order_by("-number").values_list("number", flat=True).first()
        return (latest or 0) + 1


class ProcedureVersionQuerySet(models.QuerySet["ProcedureVersion"]):
    def valid_on(self, day: date) -> "ProcedureVersionQuerySet":
        return self.filter(during__contains=day)


class ProcedureVersion(models.Model):
    """A procedure as announced, from–until. `limit` is the canonical text that the clock reads; "" when unknown.

    `process_limit` is the limit the approved step table was made for, where it differs from the announced one.
    A draft has no days; a version that was replaced on its first day has an empty range of them.
    `decided_on`, `announced_on`: the day of the announcing decision, and the day it was made public.
    """

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    during = DateRangeField(null=True)
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
    decided_on = models.DateField(null=True)
    announced_on = models.DateField(null=True)
    online_level = models.CharField(max_length=8, blank=True, choices=OnlineLevel.choices, default=OnlineLevel.UNKNOWN)
    no_paper = models.BooleanField(default=False)
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
            ),
            models.UniqueConstraint(fields=["procedure", "number"], name="procedure_version_number"),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=Q(during=None),
                name="procedure_one_draft",
                violation_error_message=_("Thủ tục này đang có một dự thảo phiên bản mới; hãy sửa tiếp dự thảo đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id}:{self.during}"

    @property
    def is_draft(self) -> bool:
        return self.during is None


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
    """A paper the procedure asks for, so many originals and copies.

    `form_no`, `form_url`: the form to fill in. `reuse_code`: the kind of result that serves instead of the paper.
    """

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="components")
    position = models.PositiveSmallIntegerField()
    name = models.TextField()
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    conditional = models.BooleanField(default=False)
    condition = models.TextField(blank=True)
    form_no = models.CharField(max_length=200, blank=True)
    form_url = models.TextField(blank=True)
    reuse_code = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "procedure_component"
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="component_position")]

    def __str__(self) -> str:
        return self.name


class ProcedureResult(models.Model):
    """What the applicant is given. `code` (as KQ.G15.000031) is how another procedure uses it again."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="results")
    position = models.PositiveSmallIntegerField()
    name = models.TextField()
    code = models.CharField(max_length=40, blank=True, db_collation="C")

    class Meta:
        db_table = "procedure_result"
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="procedure_result_position")]

    def __str__(self) -> str:
        return self.name
