from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObligationsConfig(AppConfig):
    name = "congvu.obligations"
    label = "obligations"

    def ready(self) -> None:
        from congvu.ledger.selectors import provide_names
        from congvu.obligations import names, telling
        from congvu.orgs import permissions

        provide_names(persons=names.for_ledger_persons, units=names.for_ledger_units)
        telling.register()
        for code, label in (
            ("obligations.see", _("Xem việc của đơn vị và cấp dưới")),
            ("obligations.assign", _("Phân công, chuyển người xử lý")),
            ("obligations.decide", _("Quyết định gia hạn và thời gian mất do hệ thống")),
            ("obligations.receive", _("Nhận hoặc trả lại việc được chuyển đến đơn vị")),
            ("obligations.urge", _("Đôn đốc")),
        ):
            permissions.register(code, label, "obligations")
