from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObligationsConfig(AppConfig):
    name = "congvu.obligations"
    label = "obligations"

    def ready(self) -> None:
        from congvu.ledger.selectors import provide_names
        from congvu.obligations import names, searching, telling  # noqa: F401  (its notices are registered)
        from congvu.orgs import permissions

        provide_names(persons=names.for_ledger_persons, units=names.for_ledger_units)
        for code, label in (
            ("obligations.see", _("Xem việc của đơn vị và cấp dưới")),
            ("obligations.assign", _("Phân công, chuyển người xử lý")),
            ("obligations.decide", _("Quyết định gia hạn và thời gian mất do hệ thống")),
            ("obligations.receive", _("Nhận hoặc trả lại việc được chuyển đến đơn vị")),
            ("obligations.urge", _("Đôn đốc")),
        ):
            permissions.register(code, label, "obligations")
        searching.register_all()
        _navigate()


def _navigate() -> None:
    from congvu.faces import navigation
    from congvu.obligations import selectors

    for item in (
        navigation.Item(
            key="inbox", label=_("Việc của tôi"), url_name="obligations:inbox", icon="inbox", group=navigation.MINE,
            order=10, count=selectors.open_count, phone={"*": 1},
        ),
        navigation.Item(
            key="waiting", label=_("Chờ người khác"), url_name="obligations:waiting", icon="hourglass",
            group=navigation.MINE, order=20, count=selectors.waiting_count,
        ),
        navigation.Item(
            key="unit-work", label=_("Việc của đơn vị"), url_name="obligations:unit", icon="users",
            group=navigation.UNIT, order=10, permission="obligations.see",
        ),
        navigation.Item(
            key="calendars", label=_("Lịch làm việc"), url_name="calendars:year", icon="calendar-month",
            group=navigation.SETUP, order=50,
        ),
    ):  # fmt: skip
        navigation.register(item)
