from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "congvu.notices"
    label = "notices"
    verbose_name = _("Thông báo")

    def ready(self) -> None:
        from congvu.faces import navigation, shell
        from congvu.files import secrets
        from congvu.notices import bell, events  # noqa: F401  (events: registers the kinds of event)
        from congvu.orgs import permissions

        permissions.register("notices.manage_mail", _("Xem thư gửi đi và gửi lại thư bị lỗi"), "notices")
        secrets.register("notices.OutgoingMail", "address")
        secrets.register("notices.CitizenNotice", "address")
        shell.provide_bell(bell.bell)
        navigation.register(
            navigation.Item(
                key="notices",
                label=_("Thông báo"),
                url_name="notices:list",
                icon="bell",
                group=navigation.MINE,
                order=80,
                active=("notices:list",),
                phone={"*": 8},
            )
        )
        navigation.register(
            navigation.Item(
                key="outgoing-mail",
                label=_("Thư gửi đi"),
                url_name="notices:mail",
                icon="send",
                group=navigation.SETUP,
                order=80,
                permission="notices.manage_mail",
                active=("notices:mail",),
            )
        )
