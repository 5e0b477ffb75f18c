"""Tables of units, people and powers. One file per subject; the names are taken from here."""

from congvu.orgs.models.calendar import (
    Calendar,
    CalendarChange,
    CalendarVersion,
    ExceptionalDay,
    Hours,
    WorkDay,
)
from congvu.orgs.models.people import Person, PersonQuerySet
from congvu.orgs.models.powers import (
    Category,
    Position,
    PositionCategory,
    Role,
    RolePermission,
    StandIn,
)
from congvu.orgs.models.saved_views import SavedView
from congvu.orgs.models.units import (
    Succession,
    TakesPart,
    Unit,
    UnitCode,
    UnitHeir,
    UnitKind,
    UnitSpan,
    UnitUnder,
)

__all__ = [
    "Calendar",
    "CalendarChange",
    "CalendarVersion",
    "Category",
    "ExceptionalDay",
    "Hours",
    "Person",
    "PersonQuerySet",
    "Position",
    "PositionCategory",
    "Role",
    "RolePermission",
    "SavedView",
    "StandIn",
    "Succession",
    "TakesPart",
    "Unit",
    "UnitCode",
    "UnitHeir",
    "UnitKind",
    "UnitSpan",
    "UnitUnder",
    "WorkDay",
]
