from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndexesConfig(AppConfig):
    name = "congvu.indexes"
    verbose_name = _("Chỉ số, chấm điểm")

    def ready(self) -> None:
        from congvu.indexes import (
            events,  # noqa: F401  (registers the kinds of event)
            navigation,
            permissions,
            searching,
            subjects,
        )

        permissions.register_all()
        subjects.register_all()
        navigation.register_all()
        searching.register_all()
