"""Work calendars in versions. A version is never changed: whatever alters a day makes the next one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.orgs.models.people import Person
from congvu.orgs.models.units import Unit

OFFICIAL = "official"
"""Code of the one calendar that belongs to no unit: the official days off and the usual hours."""


class Calendar(models.Model):
    """The official calendar, or that of a unit, which holds for the units below it that have none of their own."""

    code = models.TextField(_("mã"), unique=True, db_collation="C")
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="calendar", null=True, verbose_name=_("đơn vị"))

    class Meta:
        db_table = "calendar"
        verbose_name = _("lịch làm việc")
        constraints = [
            models.CheckConstraint(
                name="calendar_only_the_official_has_no_unit",
                condition=Q(unit=None, code=OFFICIAL) | (Q(unit__isnull=False) & ~Q(code=OFFICIAL)),
            )
        ]

    def __str__(self) -> str:
        return self.code


class CalendarChange(models.Model):
    """New versions that belong together: proposed, looked at with their effects, applied, recomputed.

    `reached` is the obligation up to which due dates were computed again: whoever takes over goes on from there.
    A second pass finds what was opened under the old version while the change came into force.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("chờ áp dụng")
        APPLYING = "applying", _("đang tính lại hạn")
        DONE = "done", _("đã áp dụng")
        WITHDRAWN = "withdrawn", _("đã bỏ")

    state = models.TextField(_("tình trạng"), choices=State.choices, default=State.PROPOSED, db_collation="C")
    source = models.TextField(_("văn bản"))
    proposed_at = models.DateTimeField(_("lập lúc"))
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    applied_at = models.DateTimeField(_("áp dụng lúc"), null=True)
    applied_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    applied_in = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True)
    total = models.IntegerField(default=0)
    looked_at = models.IntegerField(default=0)
    moved = models.IntegerField(default=0)
    moved_later = models.IntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    passes = models.SmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "calendar_change"
        verbose_name = _("thay đổi lịch làm việc")
        constraints = [
            models.CheckConstraint(
                name="calendar_change_applied_is_dated",
                condition=Q(state__in=["proposed", "withdrawn"], applied_at=None)
                | Q(state__in=["applying", "done"], applied_at__isnull=False),
            ),
            models.CheckConstraint(
                name="calendar_change_done_is_finished",
                condition=Q(state="done", finished_at__isnull=False) | (~Q(state="done") & Q(finished_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"calendar change {self.pk}"


class CalendarVersion(models.Model):
    """All days and hours of a calendar as they were known at one time.

    `base`: the official version that a unit's days and hours are laid over. `follows`: the version that was in force
    when this one was made; if another one is by now, it was made from old facts. A version that was only proposed
    has no `in_force_from`; of those that were in force, one is.
    """

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="versions")
    number = models.IntegerField(_("phiên bản"))
    base = models.ForeignKey("self", models.PROTECT, related_name="+", null=True)
    follows = models.ForeignKey("self", models.PROTECT, related_name="+", null=True)
    change = models.ForeignKey(CalendarChange, models.PROTECT, related_name="versions")
    source = models.TextField(_("văn bản"))
    loaded_at = models.DateTimeField(_("lập lúc"))
    in_force = models.BooleanField(_("đang dùng"), default=False)
    in_force_from = models.DateTimeField(_("dùng từ"), null=True)
    first_day = models.DateField(_("ngày đầu"))
    last_day = models.DateField(_("ngày cuối"))
    provisional_from = models.DateField(_("tạm tính từ"))

    class Meta:
        db_table = "calendar_version"
        verbose_name = _("phiên bản lịch làm việc")
        constraints = [
            models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_number"),
            models.UniqueConstraint(
                fields=["calendar"], condition=Q(in_force=True), name="calendar_version_one_in_force"
            ),
            models.CheckConstraint(
                name="calendar_version_in_force_is_dated", condition=Q(in_force=False) | Q(in_force_from__isnull=False)
            ),
            models.CheckConstraint(
                name="calendar_version_days_in_order",
                condition=Q(first_day__lte=F("last_day")) & Q(provisional_from__gt=F("first_day")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar_id} v{self.number}"


class ExceptionalDay(models.Model):
    """One day of a version that is not like its weekday. `swap_pair`: the other day of a swap."""

    version = models.ForeignKey(CalendarVersion, models.CASCADE, related_name="exceptional_days")
    day = models.DateField(_("ngày"))
    kind = models.TextField(_("loại"), db_collation="C")
    name = models.TextField(_("tên"))
    swap_pair = models.DateField(_("hoán đổi với"), null=True)
    source = models.TextField(_("văn bản"), blank=True, default="")

    class Meta:
        db_table = "exceptional_day"
        verbose_name = _("ngày nghỉ, ngày làm bù")
        constraints = [
            models.UniqueConstraint(fields=["version", "day", "name"], name="exceptional_day_once"),
            models.CheckConstraint(
                name="exceptional_day_kind",
                condition=Q(kind__in=["holiday", "compensatory", "swap-off", "swap-work"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class Hours(models.Model):
    """One stretch of work on a weekday (Monday is 0); without times: closed. `valid_until` is exclusive."""

    version = models.ForeignKey(CalendarVersion, models.CASCADE, related_name="hours")
    weekday = models.SmallIntegerField(_("thứ"))
    opens = models.TimeField(_("mở cửa"), null=True)
    closes = models.TimeField(_("đóng cửa"), null=True)
    valid_from = models.DateField(_("từ ngày"), null=True)
    valid_until = models.DateField(_("đến trước ngày"), null=True)

    class Meta:
        db_table = "opening_hours"
        verbose_name = _("giờ làm việc")
        constraints = [
            models.CheckConstraint(name="opening_hours_weekday", condition=Q(weekday__gte=0, weekday__lte=6)),
            models.CheckConstraint(
                name="opening_hours_both_or_none",
                condition=Q(opens=None, closes=None) | Q(opens__isnull=False, closes__isnull=False),
                violation_error_message=_("Ghi cả giờ mở cửa và giờ đóng cửa, hoặc để trống cả hai nếu không làm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}–{self.closes}"


class WorkDay(models.Model):
    """Every day of a version, made from `core.clock.WorkCalendar.days()`, for questions asked in SQL.

    `before`: minutes of all days before; `position`: working days before. `shifts`: opening and closing minutes.
    """

    version = models.ForeignKey(CalendarVersion, models.CASCADE, related_name="work_days")
    day = models.DateField()
    minutes = models.SmallIntegerField()
    before = models.IntegerField()
    position = models.IntegerField()
    shifts = ArrayField(models.SmallIntegerField())
    provisional = models.BooleanField()

    class Meta:
        db_table = "work_day"
        constraints = [models.UniqueConstraint(fields=["version", "day"], name="work_day_once")]
        indexes = [
            models.Index(fields=["version", "position"], condition=Q(minutes__gt=0), name="work_day_by_position"),
            models.Index(fields=["version", "before"], condition=Q(minutes__gt=0), name="work_day_by_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.minutes}"
