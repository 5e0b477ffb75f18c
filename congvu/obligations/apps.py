from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "congvu.obligations"
    label = "obligations"

    def ready(self) -> None:
        from congvu.ledger.selectors import provide_names
        from congvu.obligations import names

        provide_names(persons=names.for_ledger_persons, units=names.for_ledger_units)
