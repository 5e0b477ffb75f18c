from django.utils.translation import gettext_lazy as _

from congvu.faces import navigation


def register_all() -> None:
    navigation.register(
        navigation.Item(
            key="programmes", label=_("Chương trình công tác"), short=_("Chương trình"), url_name="programmes:list",
            icon="calendar-month", group=navigation.UNIT, order=32, permission="programmes.see",
        )
    )  # fmt: skip
    navigation.register(
        navigation.Item(
            key="weeks", label=_("Lịch công tác tuần"), short=_("Lịch tuần"), url_name="weeks:week",
            icon="calendar-time", group=navigation.UNIT, order=34, permission="leader_events.see",
        )
    )  # fmt: skip
