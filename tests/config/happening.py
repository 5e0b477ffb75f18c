from dataclasses import dataclass

from congvu.ledger.events import event


@event("config_test.happened")
@dataclass(frozen=True, slots=True)
class Happened:
    number: int

    def sentence(self) -> str:
        return "Đã xảy ra"
