"""Which amount an applicant pays: the rule that fits best, and why. Pure; rules in docs/rules/catalog.md."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from congvu.core.text import fold


@dataclass(frozen=True, slots=True)
class Fee:
    """One rule as a value. `unit_id` None: everywhere. `channel` "": every way in. `until` is the last day included."""

    amount_vnd: int
    channel: str = ""
    unit_id: int | None = None
    reduction: str = ""
    since: date | None = None
    until: date | None = None
    document: str = ""

    def holds(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


def fee_for(
    rules: Iterable[Fee], *, on: date, channel: str, units: Sequence[int] = (), reduction: str = ""
) -> Fee | None:
    """The rule in force; None when none is known (which is not “free of charge”).

    `units`: where the dossier is received, then the units above it. Nearest unit first, then the rule of the way in
    before the one for all, then the latest. A reduction that has no rule of its own pays the ordinary amount.
    """
    near = {unit: place for place, unit in enumerate(units)}
    fitting = [
        rule
        for rule in rules
        if rule.holds(on)
        and rule.channel in ("", channel)
        and (rule.unit_id is None or rule.unit_id in near)
        and fold(rule.reduction) in ("", fold(reduction))
    ]
    if not fitting:
        return None
    return min(
        fitting,
        key=lambda rule: (
            fold(rule.reduction) != fold(reduction),
            near.get(rule.unit_id, len(near)) if rule.unit_id is not None else len(near),
            rule.channel != channel,
            -(rule.since.toordinal() if rule.since else 0),
        ),
    )
