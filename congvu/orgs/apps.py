from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgsConfig(AppConfig):
    name = "congvu.orgs"
    label = "orgs"
    verbose_name = _("Đơn vị, con người, quyền")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from congvu.orgs.calendars.shipped import after_migrate

        post_migrate.connect(after_migrate, sender=self)
