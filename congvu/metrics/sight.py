"""What of the rows a viewer may count: his reach, as plain values for SQL text."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from congvu.orgs.actor import Actor
from congvu.orgs.reach import ALL

Ids = tuple[int, ...] | None
"""None: all of them."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Units × categories, one product per block, and the rows of one's own. No block: nothing but one's own."""

    blocks: tuple[tuple[Ids, Ids], ...]
    persons: tuple[int, ...] = ()

    @property
    def everything(self) -> bool:
        return (None, None) in self.blocks

    def covers(self, units: Collection[int] | None) -> bool:
        """Whether all rows of these units (None: of all) are within it, whatever their category."""
        if self.everything or units is None:
            return self.everything
        reached = {unit for held, categories in self.blocks if categories is None for unit in held or ()}
        return reached.issuperset(units)

    def sql(self, unit: str, category: str, person: str) -> tuple[str, dict[str, Any]]:
        """A condition over three columns, and its parameters. Everything is no condition at all."""
        if self.everything:
            return "true", {}
        ways, values = [f"{person} = ANY(%(sight_persons)s)"], {"sight_persons": list(self.persons)}
        for n, (units, categories) in enumerate(self.blocks):
            sides = []
            for name, column, ids in (("units", unit, units), ("categories", category, categories)):
                if ids is not None:
                    sides.append(f"{column} = ANY(%(sight_{name}_{n})s)")
                    values[f"sight_{name}_{n}"] = list(ids)
            ways.append(f"({' AND '.join(sides)})")
        return f"({' OR '.join(ways)})", values


EVERYTHING = Sight(blocks=((None, None),))


def sight_of(actor: Actor, permission: str) -> Sight:
    """The rows this actor may count under a permission, resolved once."""
    reach = actor.reach(permission)
    blocks = tuple((_ids(block.units), _ids(block.categories)) for block in reach.blocks)
    return Sight(blocks, tuple(sorted(reach.persons)))


def _ids(held: Any) -> Ids:
    return None if held is ALL else tuple(sorted(held))
