"""A rule that depends on a yes/no answer: each arm has a rule of its own, and perhaps a cap below the maximum."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from congvu.core.errors import N_
from congvu.core.scoring.spec import BODY, DECIMAL, NAME, Body, Codec, optional, rule_type
from congvu.core.scoring.values import Given, Kind, Wanted, Worth, line, yes_no


@rule_type
@dataclass(frozen=True, slots=True)
class Branch:
    """When the answer to `when` is yes, `then`; otherwise `otherwise`. The caps are those of the two arms.

    Self-balanced budget: 10; else a formula up to 8, under a criterion whose maximum is 10.
    """

    type: ClassVar[str] = "branch"
    shape: ClassVar[Mapping[str, Codec]] = {
        "when": NAME, "then": BODY, "otherwise": BODY,
        "then_cap": optional(DECIMAL), "otherwise_cap": optional(DECIMAL),
    }  # fmt: skip
    when: str
    then: Body
    otherwise: Body
    then_cap: Decimal | None = None
    otherwise_cap: Decimal | None = None

    def wants(self) -> tuple[Wanted, ...]:
        arms = (*self.then.wants(), *self.otherwise.wants())
        return tuple(dict.fromkeys((Wanted(self.when, Kind.YES_NO), *arms)))

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        held = yes_no(given, self.when)
        body, cap = (self.then, self.then_cap) if held else (self.otherwise, self.otherwise_cap)
        found = body.worth(given, out_of)
        if cap is None or found.points <= cap:
            return found
        return Worth(Fraction(cap), (*found.because, line(N_("tối đa %(cap)s"), cap=cap)))

    def most(self, out_of: Decimal) -> Decimal | None:
        arms = [self.then.most(out_of), self.otherwise.most(out_of)]
        caps = [self.then_cap, self.otherwise_cap]
        known = [
            cap if most is None or (cap is not None and cap < most) else most
            for most, cap in zip(arms, caps, strict=True)
        ]
        return None if None in known else max(most for most in known if most is not None)

    @property
    def may_be_nothing(self) -> bool:
        return self.then.may_be_nothing or self.otherwise.may_be_nothing
