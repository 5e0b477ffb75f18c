from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from congvu.orgs import permissions


class ApiConfig(AppConfig):
    name = "congvu.api"
    label = "api"
    verbose_name = _("Kết nối hệ thống khác")

    def ready(self) -> None:
        from congvu.faces import navigation

        permissions.register("api.manage_tokens", _("Cấp và thu hồi khóa API"), "api")
        navigation.register(
            navigation.Item(
                key="api", label=_("Khóa API"), url_name="api_tokens", icon="key",
                group=navigation.SETUP, order=90, permission="api.manage_tokens",
            )
        )  # fmt: skip
