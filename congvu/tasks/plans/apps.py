from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "congvu.tasks.plans"
    label = "plans"
    verbose_name = _("Kế hoạch")

    def ready(self) -> None:
        from congvu.tasks.plans import (
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
