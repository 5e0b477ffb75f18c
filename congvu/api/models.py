"""Keys of other systems: who they act for, what for, until when. The key itself is nowhere, only its hash."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from congvu.orgs.models import Person, Unit


class TokenQuerySet(models.QuerySet["Token"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=now, person__is_active=True)


class Token(models.Model):
    """Acts as `person` in the name of `unit`, with those of the person's permissions that `scopes` names."""

    name = models.TextField(_("hệ thống dùng khóa"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="api_tokens")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    scopes = ArrayField(models.TextField(), verbose_name=_("quyền"))
    hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("cấp lúc"))
    expires_at = models.DateTimeField(_("hết hạn lúc"))
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        db_table = "api_token"
        verbose_name = _("khóa API")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="api_token_expires_later",
                violation_error_message=_("Khóa phải hết hạn sau lúc cấp."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
