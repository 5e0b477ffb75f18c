"""A person's own ways of looking at lists."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from congvu.orgs.models.people import Person


class SavedView(models.Model):
    """`list_key` is the key of the table; `query` its address after “?”. A bookmark: no matter of the office."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_views")
    list_key = models.TextField(_("danh sách"), db_collation="C")
    name = models.TextField(_("tên"))
    query = models.TextField(_("điều kiện"), db_collation="C")
    is_default = models.BooleanField(_("mặc định"), default=False)

    class Meta:
        db_table = "saved_view"
        verbose_name = _("cách xem đã lưu")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "list_key", "name"],
                name="saved_view_name",
                violation_error_message=_("Bạn đã có một cách xem mang tên này. Hãy đặt tên khác."),
            ),
            models.UniqueConstraint(
                fields=["person", "list_key"],
                condition=models.Q(is_default=True),
                name="saved_view_one_default",
                violation_error_message=_("Mỗi danh sách chỉ có một cách xem mặc định. Hãy tải lại trang."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.list_key}: {self.name}"
