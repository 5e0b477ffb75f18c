from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossiersConfig(AppConfig):
    name = "congvu.dossiers"
    verbose_name = _("Hồ sơ một cửa")

    def ready(self) -> None:
        from congvu.catalog import links
        from congvu.dossiers import (
            events,  # noqa: F401  (registers the kinds of event)
            jobs,  # noqa: F401  (makes its jobs known)
            navigation,
            permissions,
            promises,
            searching,
            subjects,
        )
        from congvu.dossiers.contacts import shared_filings
        from congvu.dossiers.views import process_moves
        from congvu.files import secrets
        from congvu.obligations import filings

        for field in ("identifier", "phone"):
            secrets.register("dossiers.Applicant", field, index_field=f"{field}_index", purpose=field)
        permissions.register_all()
        subjects.register_all()
        promises.register_all()
        filings.register("dossier", shared_filings)
        navigation.register_all()
        searching.register_all()
        links.of_process(process_moves.offer)
