from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    name = "congvu.tasks"
    label = "tasks"
    verbose_name = _("Nhiệm vụ được giao")

    def ready(self) -> None:
        from congvu.tasks import (
            events,  # noqa: F401  (registers the kinds of event)
            navigation,
            notices,  # noqa: F401  (registers its notices)
            permissions,
            searching,
            subjects,
            urging_rules,
        )

        permissions.register_all()
        subjects.register_all()
        navigation.register_all()
        searching.register_all()
        urging_rules.register()
