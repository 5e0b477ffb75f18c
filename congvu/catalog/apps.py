from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "congvu.catalog"
    verbose_name = _("Thủ tục hành chính")

    def ready(self) -> None:
        from congvu.catalog import events, searching, subjects  # noqa: F401  (events: registers the kinds of event)
        from congvu.faces import navigation
        from congvu.orgs.permissions import register

        searching.register_all()
        subjects.register_all()
        register("catalog.manage", _("Soát danh mục thủ tục, soạn phiên bản, quy trình, mức phí"), "catalog")
        register("catalog.publish", _("Công bố thủ tục, quy trình; ghi văn bản hết hiệu lực"), "catalog")
        register("catalog.simplify", _("Đề xuất đơn giản hóa thủ tục"), "catalog")

        navigation.register(
            navigation.Item(
                key="catalog",
                label=_("Thủ tục hành chính"),
                short=_("Thủ tục"),
                url_name="catalog:list",
                icon="file-text",
                group=navigation.SETUP,
                order=10,
            )
        )
