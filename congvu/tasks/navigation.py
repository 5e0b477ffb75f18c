from django.utils.translation import gettext_lazy as _

from congvu.faces import navigation


def register_all() -> None:
    navigation.register(
        navigation.Item(
            key="tasks", label=_("Nhiệm vụ được giao"), short=_("Nhiệm vụ"), url_name="tasks:list", icon="list-check",
            group=navigation.UNIT, order=20, permission="tasks.see", phone={"*": 3},
        )
    )  # fmt: skip
    navigation.register(
        navigation.Item(
            key="following", label=_("Theo dõi nhiệm vụ"), short=_("Theo dõi"), url_name="following:urging",
            icon="bell", group=navigation.UNIT, order=25, permission="tasks.see",
        )
    )  # fmt: skip
    navigation.register(
        navigation.Item(
            key="task-settings", label=_("Quy tắc nhiệm vụ"), short=_("Quy tắc"), url_name="tasks:settings-of-mine",
            icon="settings", group=navigation.SETUP, order=15, permission="tasks.settings",
        )
    )  # fmt: skip
