"""Units over time. A unit is an identity; its name, kind and parent hold for a period (a span); codes likewise."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

SAME = RangeOperators.EQUAL
MEETS = RangeOperators.OVERLAPS


class UnitKind(models.Model):
    """Tỉnh, xã, phường, sở …; `rank` orders siblings of a chart (province offices first, wards after)."""

    code = models.TextField(_("mã"), unique=True, db_collation="C")
    name = models.TextField(_("loại đơn vị"))
    rank = models.SmallIntegerField(_("thứ tự"), default=50)

    class Meta:
        db_table = "unit_kind"
        verbose_name = _("loại đơn vị")

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """`code` is the one it was loaded under and printed with; what it is called, and under whom, is in its spans."""

    code = models.TextField(_("mã"), db_collation="C")
    during = DateRangeField(_("tồn tại"))
    ended_by = models.TextField(_("văn bản chấm dứt"), blank=True, default="")

    class Meta:
        db_table = "unit"
        verbose_name = _("đơn vị")
        indexes = [models.Index(fields=["code"], name="unit_by_code")]

    def __str__(self) -> str:
        return self.code


class UnitCode(models.Model):
    """A code in a system (`gso`, `qd20`, `local` …). The same code may name another unit at another time."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="codes")
    system = models.TextField(_("hệ mã"), db_collation="C")
    code = models.TextField(_("mã"), db_collation="C")
    during = DateRangeField(_("hiệu lực"))

    class Meta:
        db_table = "unit_code"
        verbose_name = _("mã đơn vị")
        indexes = [models.Index(fields=["code", "system"], name="unit_code_by_code")]
        constraints = [
            ExclusionConstraint(
                name="unit_code_names_one_unit",
                expressions=[("system", SAME), ("code", SAME), ("during", MEETS)],
                violation_error_message=_("Mã này đang là mã của một đơn vị khác trong cùng thời gian."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.system}:{self.code}"


class UnitSpan(models.Model):
    """What a unit was called, what kind it was and whose part, from day to day."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="spans")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True)
    name = models.TextField(_("tên"))
    short_name = models.TextField(_("tên ngắn"))
    kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="+")
    during = DateRangeField(_("hiệu lực"))
    document = models.TextField(_("văn bản"), blank=True, default="")

    class Meta:
        db_table = "unit_span"
        verbose_name = _("tên và vị trí của đơn vị")
        constraints = [
            ExclusionConstraint(
                name="unit_span_one_at_a_time",
                expressions=[("unit", SAME), ("during", MEETS)],
                violation_error_message=_("Đơn vị đã có tên và vị trí khác trong thời gian này."),
            ),
            models.CheckConstraint(
                name="unit_span_not_own_parent",
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("unit")),
                violation_error_message=_("Đơn vị không thể trực thuộc chính nó."),
            ),
            models.CheckConstraint(name="unit_span_has_a_day", condition=models.Q(during__isempty=False)),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """On the day `on` the duties of `source` passed, whole or in part, to `target`. `principal`: the main part."""

    class How(models.TextChoices):
        RENAME = "rename", _("đổi tên")
        MERGE = "merge", _("nhập")
        SPLIT = "split", _("chia")

    source = models.ForeignKey(Unit, models.PROTECT, related_name="successions_out")
    target = models.ForeignKey(Unit, models.PROTECT, related_name="successions_in")
    on = models.DateField(_("ngày"))
    kind = models.TextField(_("cách"), choices=How.choices, db_collation="C")
    document = models.TextField(_("văn bản"), blank=True, default="")
    principal = models.BooleanField(_("phần chính"), default=True)

    class Meta:
        db_table = "succession"
        verbose_name = _("kế tục")
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "on"], name="succession_once"),
            models.UniqueConstraint(
                fields=["source", "on"],
                condition=models.Q(principal=True),
                name="succession_one_principal_a_day",
                violation_error_message=_("Mỗi ngày, một đơn vị chỉ có một đơn vị nhận phần chính."),
            ),
            models.CheckConstraint(
                name="succession_of_another",
                condition=~models.Q(source=models.F("target")),
                violation_error_message=_("Một đơn vị không kế tục chính nó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id} {self.on}"


class UnitUnder(models.Model):
    """Derived from the spans, rebuilt whole: who is below whom on which days; itself included with depth 0."""

    upper = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    lower = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    depth = models.SmallIntegerField()
    during = DateRangeField()

    class Meta:
        db_table = "unit_under"
        constraints = [
            ExclusionConstraint(
                name="unit_under_once", expressions=[("upper", SAME), ("lower", SAME), ("during", MEETS)]
            )
        ]

    def __str__(self) -> str:
        return f"{self.upper_id} ⊇ {self.lower_id}"


class UnitHeir(models.Model):
    """Derived, rebuilt with `unit_under`: who answers for what a unit has done, on which days.

    While it exists, itself; afterwards its principal successor; without one, the unit it last belonged to; before it
    exists, the unit it will belong to first.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    heir = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    during = DateRangeField()

    class Meta:
        db_table = "unit_heir"
        indexes = [GistIndex(fields=["heir", "during"], name="unit_heir_by_heir")]
        constraints = [
            ExclusionConstraint(name="unit_heir_one_at_a_time", expressions=[("unit", SAME), ("during", MEETS)])
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} → {self.heir_id}"


class TakesPart(models.Model):
    """A vertical agency (tax, police, social insurance …) works at a place without being below it."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="takes_part_in")
    place = models.ForeignKey(Unit, models.CASCADE, related_name="taking_part")
    during = DateRangeField(_("hiệu lực"))
    document = models.TextField(_("văn bản"), blank=True, default="")

    class Meta:
        db_table = "takes_part"
        verbose_name = _("cơ quan ngành dọc tham gia")
        constraints = [
            ExclusionConstraint(
                name="takes_part_once",
                expressions=[("unit", SAME), ("place", SAME), ("during", MEETS)],
                violation_error_message=_("Cơ quan này đã tham gia tại đây trong thời gian trùng nhau."),
            ),
            models.CheckConstraint(
                name="takes_part_elsewhere",
                condition=~models.Q(unit=models.F("place")),
                violation_error_message=_("Đơn vị không tham gia ở chính nó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} @ {self.place_id}"
