"""How far an actor's permission reaches, as plain values, and the condition made from it (kernel: reach)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from django.db.models import Q


class _All:
    """Every unit, or every category. There is one."""

    _only: _All | None = None

    def __new__(cls) -> _All:
        cls._only = cls._only or super().__new__(cls)
        return cls._only

    def __repr__(self) -> str:
        return "ALL"


ALL: Final = _All()
Ids: TypeAlias = "tuple[int, ...] | _All"


@dataclass(frozen=True, slots=True)
class Block:
    """These units for these categories: a product. Only a union of blocks says what someone may see."""

    units: Ids
    categories: Ids = ALL

    def holds(self, unit_id: int | None, category_id: int | None = None) -> bool:
        in_units = isinstance(self.units, _All) or unit_id in self.units
        return in_units and (isinstance(self.categories, _All) or category_id in self.categories)


@dataclass(frozen=True, slots=True)
class Reach:
    """`persons`: the actor and those acted for; what is theirs by name is seen whatever the blocks say."""

    blocks: tuple[Block, ...] = ()
    persons: tuple[int, ...] = ()

    @property
    def is_everything(self) -> bool:
        return any(block.units is ALL and block.categories is ALL for block in self.blocks)

    @property
    def unit_ids(self) -> Ids:
        """Every unit of some block, whatever its categories: for choosing among units, never for rows."""
        if any(block.units is ALL for block in self.blocks):
            return ALL
        return tuple(sorted({unit for block in self.blocks if isinstance(block.units, tuple) for unit in block.units}))

    def holds(self, unit_id: int | None, category_id: int | None = None) -> bool:
        """Whether a row of this unit and category lies in some block."""
        return any(block.holds(unit_id, category_id) for block in self.blocks)

    def holds_unit(self, unit_id: int) -> bool:
        """Whether the unit lies in some block, for whatever categories."""
        return any(isinstance(block.units, _All) or unit_id in block.units for block in self.blocks)


EVERYTHING: Final = Reach((Block(ALL, ALL),))


def within(
    reach: Reach, *, unit: str = "unit_id", category: str | None = "category_id", person: str | None = "person_id"
) -> Q:
    """The condition on rows: a union of products. An empty reach gives only what is the actor's own, by name.

    `person` None: the rows belong to nobody. `category` None: the rows have no category, a block counts by its units.
    """
    sight = Q(**{f"{person}__in": reach.persons}) if person else Q(pk__in=())
    for block in reach.blocks:
        if block.units is ALL and block.categories is ALL:
            return Q()  # everything; `sight | Q()` would be `sight` in Django and shrink to “my own”
        part = Q() if block.units is ALL else Q(**{f"{unit}__in": block.units})
        if block.categories is ALL or category is None:
            if not part:
                return Q()
            sight |= part
        else:
            sight |= part & Q(**{f"{category}__in": block.categories})
    return sight
