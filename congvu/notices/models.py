"""The bell's rows, the outbox of mail, and what citizens were told. Rules: docs/rules/notices.md."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One line under a person's bell. `body` holds the plain values of its kind (`kinds`), put into words when read.

    `key` names what is told: the same key never reaches a person twice. `about`: the matter, where there is one.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=80, db_collation="C")
    body = models.JSONField()
    about_kind = models.CharField(max_length=40, db_collation="C")
    about_id = models.BigIntegerField()
    key = models.CharField(max_length=120, db_collation="C")
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notice"
        verbose_name = _("thông báo")
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_never_twice")]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["person", "-id"], name="notice_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class MailState(models.TextChoices):
    QUEUED = "queued", _("chờ gửi")
    SENDING = "sending", _("đang gửi")
    SENT = "sent", _("đã gửi")
    FAILED = "failed", _("không gửi được")
    UNSURE = "unsure", _("không rõ đã gửi chưa")


class OutgoingMail(models.Model):
    """A mail in the outbox. The address is encrypted (`files.secrets`), and erased with the text once it is old."""

    key = models.CharField(max_length=160, unique=True, db_collation="C")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    address = models.TextField(db_collation="C")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    about_kind = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    about_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=20, choices=MailState.choices, default=MailState.QUEUED, db_collation="C")
    attempts = models.IntegerField(default=0)
    queued_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        db_table = "outgoing_mail"
        verbose_name = _("thư gửi đi")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="queued", next_at__isnull=False) | (~Q(state="queued") & Q(next_at=None)),
                name="outgoing_mail_queued_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="outgoing_mail_sent_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], name="outgoing_mail_due", condition=Q(state="queued")),
            models.Index(fields=["state", "-id"], name="outgoing_mail_by_state"),
            models.Index(fields=["about_kind", "about_id"], name="outgoing_mail_about", condition=~Q(about_kind="")),
        ]

    def __str__(self) -> str:
        return f"mail #{self.pk} {self.state}"


class Channel(models.TextChoices):
    EMAIL = "email", _("thư điện tử")
    PHONE = "phone", _("gọi điện")
    DESK = "desk", _("báo tại quầy")


class CitizenNotice(models.Model):
    """What a citizen was told about a dossier. By mail: its state is the mail's. Otherwise an official tells, and
    notes it."""

    dossier_code = models.CharField(max_length=80, db_collation="C")
    kind = models.CharField(max_length=80, db_collation="C")
    text = models.TextField()
    channel = models.CharField(max_length=20, choices=Channel.choices, db_collation="C")
    address = models.TextField(blank=True, default="", db_collation="C")
    key = models.CharField(max_length=120, unique=True, db_collation="C")
    made_at = models.DateTimeField()
    mail = models.OneToOneField(OutgoingMail, on_delete=models.PROTECT, null=True, related_name="citizen_notice")
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "citizen_notice"
        verbose_name = _("thông báo cho công dân")
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="email", mail__isnull=False, told_at=None) | (~Q(channel="email") & Q(mail=None)),
                name="citizen_notice_goes_one_way",
            ),
        ]
        indexes = [models.Index(fields=["dossier_code", "id"], name="citizen_notice_of_dossier")]

    def __str__(self) -> str:
        return f"{self.kind} {self.dossier_code} #{self.pk}"
