"""What is kept (once per content), and what it is attached to. Rules: docs/rules/files.md.

Ids of people are plain numbers: nothing here points to a floor above.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScanState(models.TextChoices):
    CLEAN = "clean", _("đã quét, không có mã độc")
    NOT_SCANNED = "not_scanned", _("chưa quét mã độc")


class StoredFile(models.Model):
    """One content. `blob` is its place in the store; `wrapped_key` the key of the file, encrypted with ours."""

    sha256 = models.CharField(max_length=64, unique=True, db_collation="C")
    size_bytes = models.BigIntegerField()
    content_type = models.CharField(max_length=120, db_collation="C")
    blob = models.CharField(max_length=32, unique=True, db_collation="C")
    wrapped_key = models.TextField(db_collation="C")
    scan_state = models.CharField(max_length=20, choices=ScanState.choices, db_collation="C")
    put_by_id = models.BigIntegerField(null=True)
    put_at = models.DateTimeField()

    class Meta:
        db_table = "stored_file"
        verbose_name = _("tệp lưu trữ")
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="stored_file_sha256"),
            models.CheckConstraint(condition=models.Q(blob__regex="^[0-9a-f]{32}$"), name="stored_file_blob"),
            models.CheckConstraint(condition=models.Q(size_bytes__gt=0), name="stored_file_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.sha256[:12]}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def about(self, subject_kind: str, subject_id: int) -> Self:
        """What is attached to one matter, oldest first. The room has checked that the matter is in sight."""
        return self.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("attached_at", "id")


class Attachment(models.Model):
    """A file under a name, attached to a matter in a role the room knows (`paper:3`, `result`, `evidence`)."""

    subject_kind = models.CharField(max_length=40, db_collation="C")
    subject_id = models.BigIntegerField()
    role = models.CharField(max_length=40, db_collation="C")
    stored_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    attached_by_id = models.BigIntegerField(null=True)
    attached_at = models.DateTimeField()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        db_table = "attachment"
        verbose_name = _("tệp đính kèm")
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="attachment_subject")]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="attachment_has_a_name")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.role} #{self.pk}"
