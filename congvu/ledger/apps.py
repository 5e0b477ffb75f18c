from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "congvu.ledger"
    label = "ledger"
