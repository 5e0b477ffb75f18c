"""What can be asked of a figure: for whom, over which days, as of when, by which structure, cut how."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congvu.core.errors import N_, DomainError
from congvu.core.periods import Period


class Structure(StrEnum):
    """Whose a fact is: the unit's that did it, or its successor's of the as-of day."""

    THEN = "then"
    NOW = "now"

    @property
    def label(self) -> Promise:
        return _STRUCTURE[self]


_STRUCTURE = {Structure.THEN: _("cơ cấu lúc đó"), Structure.NOW: _("cơ cấu hiện nay")}


class By(StrEnum):
    """Along what a figure is cut."""

    UNIT = "unit"
    FIELD = "field"
    PROCEDURE = "procedure"
    ASSIGNER = "assigner"
    DOCUMENT = "document"
    MONTH = "month"
    CHANNEL = "channel"

    @property
    def label(self) -> Promise:
        return _BY[self]


_BY = {
    By.UNIT: _("Đơn vị"),
    By.FIELD: _("Lĩnh vực"),
    By.PROCEDURE: _("Thủ tục"),
    By.ASSIGNER: _("Người giao"),
    By.DOCUMENT: _("Văn bản giao"),
    By.MONTH: _("Tháng phát sinh"),
    By.CHANNEL: _("Kênh tiếp nhận"),
}

Key = int | str | None
"""A unit's or category's id, a month `2025-03`, a channel, an assigner (`#17` a unit, else a name); None: has none."""


class AskedBeforeThePeriod(DomainError):
    """The as-of day lies before the period begins."""

    code = "as_of_before_period"
    sentence = N_("Ngày xem số liệu %(as_of)s nằm trước ngày đầu kỳ %(first)s. Hãy chọn ngày từ %(first)s trở đi.")
    status = 422


@dataclass(frozen=True, slots=True)
class Question:
    """`unit_id` stands for the unit with all under it; None for the whole installation.

    `as_of` counts to its end: what had happened by 24:00 of that day, by what is known now.
    """

    period: Period
    as_of: date
    unit_id: int | None = None
    structure: Structure = Structure.THEN

    def __post_init__(self) -> None:
        if self.as_of < self.period.first_on:
            raise AskedBeforeThePeriod(
                field="as_of", as_of=self.as_of.isoformat(), first=self.period.first_on.isoformat()
            )

    @property
    def last_on(self) -> date:
        """The last day on which something can come in and be counted."""
        return min(self.period.last_on, self.as_of)


@dataclass(frozen=True, slots=True)
class Narrow:
    """One part of a table: the facts whose key is this one. None does not narrow; a None within means "without one"."""

    units: tuple[int, ...] | None = None
    categories: tuple[int | None, ...] | None = None
    month: str | None = None
    channel: str | None = None
    assigner: str | None = None
    document: str | None = None


Counts = Mapping[str, int]
