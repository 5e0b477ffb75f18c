"""From what facts are grouped by to what a reader reads: units and their heirs, fields of procedures, channels."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from congvu.metrics.figures import nameless
from congvu.metrics.questions import By, Key, Narrow, Question
from congvu.metrics.structure import Mapping as Heirs
from congvu.orgs import units
from congvu.orgs.models import Category

_PROCEDURE: Final = "procedure"
_COLUMN: Final = {
    By.UNIT: "unit",
    By.MONTH: "month",
    By.CHANNEL: "channel",
    By.ASSIGNER: "assigner",
    By.DOCUMENT: "document",
}
_UNIT_SIGN: Final = "#"  # an assigner that is a unit, and not a name


def column_of(by: By) -> str:
    """What the facts are grouped by: categories serve procedures and fields alike."""
    return _COLUMN.get(by, "category")


def group_keys(by: By, keys: Iterable[Key], question: Question) -> dict[Key, Key]:
    """Raw key → the key it counts as."""
    raw = list(keys)
    if by is By.UNIT:
        heirs = Heirs(question)
        return {key: heirs.counted_as(key) for key in raw if isinstance(key, int)}
    if by is By.FIELD:
        fields = {
            id_: parent if kind == _PROCEDURE else id_
            for id_, kind, parent in Category.objects.filter(id__in=_ids(raw))
            .order_by("id")
            .values_list("id", "kind", "parent_id")
        }
        return {key: fields.get(key) if isinstance(key, int) else None for key in raw}
    return {key: key or None for key in raw}


def narrowed_to(by: By, key: Key, question: Question) -> Narrow:
    """The facts behind one line of a table."""
    if by is By.UNIT and isinstance(key, int):
        return Narrow(units=Heirs(question).counted_as_one_of([key]))
    if by is By.FIELD and not isinstance(key, str):
        within = Category.objects.filter(parent_id=key, kind=_PROCEDURE).order_by("id").values_list("id", flat=True)
        return Narrow(categories=(*within, key))
    if by is By.MONTH:
        return Narrow(month=str(key))
    if by is By.CHANNEL:
        return Narrow(channel=str(key or ""))
    if by is By.ASSIGNER and isinstance(key, str):
        return Narrow(assigner=key)
    if by is By.DOCUMENT:
        return Narrow(document=str(key or ""))
    return Narrow(categories=(None if key is None else int(key),))


@dataclass(frozen=True)
class Names:
    """Codes and names of the keys of one table. Two queries, whatever their number."""

    by: By
    codes: Mapping[Key, str]
    names: Mapping[Key, str]

    @classmethod
    def of(cls, by: By, keys: Iterable[Key], question: Question) -> "Names":
        found = list(keys)
        if by is By.UNIT:
            return cls(by, _keyed(units.codes_of(_ids(found))), _keyed(units.names_of(_ids(found), question.as_of)))
        if by in (By.MONTH, By.CHANNEL, By.DOCUMENT):
            return cls(by, {}, _channels() if by is By.CHANNEL else {})
        if by is By.ASSIGNER and any(isinstance(key, str) for key in found):
            return cls(by, *_assigners(found, question))
        rows = Category.objects.filter(id__in=_ids(found)).order_by("id").values_list("id", "code", "name")
        return cls(by, {id_: code for id_, code, _n in rows}, {id_: name for id_, _c, name in rows})

    def code(self, key: Key) -> str:
        return self.codes.get(key, "" if key is None else str(key))

    def name(self, key: Key) -> str:
        return self.names.get(key) or (nameless(self.by) if key is None else str(key))


def _assigners(keys: list[Key], question: Question) -> tuple[dict[Key, str], dict[Key, str]]:
    """Bodies by their unit's code and name, people by the name they were entered with."""
    of_unit = {key: int(key[1:]) for key in keys if isinstance(key, str) and key.startswith(_UNIT_SIGN)}
    codes, names = units.codes_of(of_unit.values()), units.names_of(set(of_unit.values()), question.as_of)
    return (
        {key: codes.get(unit, "") for key, unit in of_unit.items()},
        {key: names.get(unit, "") for key, unit in of_unit.items()},
    )


def _channels() -> dict[Key, str]:
    return {"direct": _("Trực tiếp"), "online": _("Trực tuyến"), "post": _("Bưu chính")}


def _ids(keys: Iterable[Key]) -> list[int]:
    return sorted(key for key in keys if isinstance(key, int))


def _keyed(words: dict[int, str]) -> dict[Key, str]:
    return dict(words.items())
