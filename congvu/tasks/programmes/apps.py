from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "congvu.tasks.programmes"
    label = "programmes"
    verbose_name = _("Chương trình công tác")

    def ready(self) -> None:
        from congvu.tasks.programmes import (
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
