from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class MetricsConfig(AppConfig):
    name = "congvu.metrics"
    label = "metrics"
    verbose_name = _("Số liệu")

    def ready(self) -> None:
        """Every room's `metrics.py` adds its figures; the catalogue gets its place in the navigation."""
        from congvu.faces import navigation
        from congvu.orgs.permissions import register

        register("metrics.close", _("Chốt số liệu của kỳ như đã ký báo cáo"), "metrics")
        register("metrics.see", _("Xem số liệu thống kê trong phạm vi được xem"), "metrics")
        navigation.register(
            navigation.Item(
                key="metrics",
                label=_("Số liệu"),
                url_name="metrics:catalogue",
                icon="chart-bar",
                group=navigation.OVERVIEW,
                order=20,
                permission="metrics.see",
            )
        )
        autodiscover_modules("metrics")
