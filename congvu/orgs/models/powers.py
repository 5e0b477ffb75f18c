"""Powers: roles, positions from day to day, the categories they are cut to, and who stands in for whom."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from congvu.orgs.models.people import Person
from congvu.orgs.models.units import Unit

SAME = RangeOperators.EQUAL
MEETS = RangeOperators.OVERLAPS


class Role(models.Model):
    code = models.TextField(_("mã"), unique=True, db_collation="C")
    name = models.TextField(_("vai trò"))
    rank = models.SmallIntegerField(_("thứ tự"), default=50)
    needs_second_factor = models.BooleanField(_("bắt buộc xác thực hai bước"), default=False)

    class Meta:
        db_table = "role"
        verbose_name = _("vai trò")

    def __str__(self) -> str:
        return self.name


class RolePermission(models.Model):
    """Where this installation departs from `orgs/roles.py`: one permission more (`granted`) or one fewer."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="permissions")
    permission = models.TextField(_("quyền"), db_collation="C")
    granted = models.BooleanField(_("được phép"), default=True)

    class Meta:
        db_table = "role_permission"
        verbose_name = _("quyền của vai trò")
        constraints = [models.UniqueConstraint(fields=["permission", "role"], name="role_permission_once")]

    def __str__(self) -> str:
        return f"{self.role_id} {'+' if self.granted else '−'} {self.permission}"


class Category(models.Model):
    """What rights and figures are cut by: a procedure, a field, an assigner. Written by the rooms."""

    kind = models.TextField(_("loại"), db_collation="C")
    code = models.TextField(_("mã"), db_collation="C")
    name = models.TextField(_("tên"))
    parent = models.ForeignKey("self", models.PROTECT, related_name="children", null=True, blank=True)

    class Meta:
        db_table = "category"
        verbose_name = _("phạm vi")
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="category_code_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


class Position(models.Model):
    """A person holds a role in a unit, and so in all units below it, from day to day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="positions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="positions")
    role = models.ForeignKey(Role, models.PROTECT, related_name="positions")
    title = models.TextField(_("chức vụ"), blank=True, default="")
    during = DateRangeField(_("thời gian"))

    class Meta:
        db_table = "position"
        verbose_name = _("vị trí công tác")
        indexes = [GistIndex(fields=["unit", "during"], name="position_by_unit")]
        constraints = [
            ExclusionConstraint(
                name="position_once",
                expressions=[("person", SAME), ("unit", SAME), ("role", SAME), ("during", MEETS)],
                violation_error_message=_("Người này đã giữ vai trò đó ở đơn vị này trong thời gian trùng nhau."),
            ),
            models.CheckConstraint(name="position_has_a_day", condition=models.Q(during__isempty=False)),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role_id} @ {self.unit_id}"


class PositionCategory(models.Model):
    """The position counts for these categories only (and what lies below them). None at all: for every category."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="categories")
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")

    class Meta:
        db_table = "position_category"
        constraints = [models.UniqueConstraint(fields=["position", "category"], name="position_category_once")]

    def __str__(self) -> str:
        return f"{self.position_id}: {self.category_id}"


class StandIn(models.Model):
    """`deputy` acts for `person` while `during` runs: with all the powers of `person`'s own positions, not onward."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(Person, models.CASCADE, related_name="stands_in_for")
    during = DateRangeField(_("thời gian"))
    reason = models.TextField(_("lý do"), blank=True, default="")

    class Meta:
        db_table = "stand_in"
        verbose_name = _("làm thay")
        indexes = [GistIndex(fields=["deputy", "during"], name="stand_in_by_deputy")]
        constraints = [
            ExclusionConstraint(
                name="stand_in_once",
                expressions=[("person", SAME), ("deputy", SAME), ("during", MEETS)],
                violation_error_message=_("Người này đã được cử làm thay trong thời gian trùng nhau."),
            ),
            models.CheckConstraint(
                name="stand_in_for_another",
                condition=~models.Q(person=models.F("deputy")),
                violation_error_message=_("Không thể tự làm thay chính mình."),
            ),
            models.CheckConstraint(name="stand_in_has_a_day", condition=models.Q(during__isempty=False)),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.person_id}"
