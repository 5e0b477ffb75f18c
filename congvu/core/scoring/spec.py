"""Rules as data: a JSON document to frozen values and back. Numbers are strings there, so no digit is lost."""

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Protocol

from congvu.core.errors import N_, DomainError, Said
from congvu.core.scoring.values import MOST_DIGITS, Base, External, Given, Wanted, Worth

MOST_PARTS = 200
MOST_DEPTH = 6


class RuleUnreadable(DomainError):
    """The document is no rule; `place` says where."""

    code = "rule_unreadable"
    sentence = N_("Quy tắc chấm, chỗ “%(place)s”: %(what)s.")
    status = 422


def unreadable(place: str, what: str) -> RuleUnreadable:
    return RuleUnreadable(field="rule", place=place or "rule", what=Said(what))


class Body(Protocol):
    """One type of rule. `worth` may raise Nothing or Missing; `most` is the best outcome, None when nobody can say."""

    type: ClassVar[str]
    shape: ClassVar[Mapping[str, "Codec"]]

    def wants(self) -> tuple[Wanted, ...]: ...

    def worth(self, given: Given, out_of: Decimal) -> Worth: ...

    def most(self, out_of: Decimal) -> Decimal | None: ...

    @property
    def may_be_nothing(self) -> bool: ...


TYPES: dict[str, type[Any]] = {}


def rule_type(cls: type[Any]) -> type[Any]:
    """Make a type of rule known to the documents."""
    TYPES[cls.type] = cls
    return cls


@dataclass(frozen=True, slots=True)
class Codec:
    read: Callable[[object, str, int], Any]
    write: Callable[[Any], object]


def _text(value: object, place: str, depth: int) -> str:
    if not isinstance(value, str) or len(value) > 4000:
        raise unreadable(place, N_("cần một đoạn chữ"))
    return value


NAME_SHAPE = re.compile(r"[^\W\d]\w{0,79}")


def _name(value: object, place: str, depth: int) -> str:
    if not isinstance(value, str) or not NAME_SHAPE.fullmatch(value):
        raise unreadable(place, N_("cần một tên gồm chữ, số và dấu gạch dưới"))
    return value


def _decimal(value: object, place: str, depth: int) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise unreadable(place, N_("cần một số viết thành chữ, ví dụ “0.5”"))
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise unreadable(place, N_("cần một số")) from None
    if not number.is_finite() or (number and abs(number.adjusted()) > MOST_DIGITS) or len(str(value)) > 60:
        raise unreadable(place, N_("cần một số hữu hạn, không quá dài"))
    return number


def _flag(value: object, place: str, depth: int) -> bool:
    if not isinstance(value, bool):
        raise unreadable(place, N_("cần true hoặc false"))
    return value


def _whole(value: object, place: str, depth: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 10**9:
        raise unreadable(place, N_("cần một số nguyên"))
    return value


def _base(value: object, place: str, depth: int) -> Base:
    if isinstance(value, Mapping):
        _only(value, {"figure", "year"}, place)
        return External(
            _name(value.get("figure"), f"{place}.figure", depth), _whole(value.get("year", 0), place, depth)
        )
    return _decimal(value, place, depth)


def _write_base(value: Base) -> object:
    if isinstance(value, External):
        return {"figure": value.figure} | ({"year": value.year} if value.year else {})
    return str(value)


def _only(value: Mapping[Any, Any], known: AbstractSet[str], place: str) -> None:
    for key in value:
        if key not in known:
            raise unreadable(f"{place}.{key}".lstrip("."), N_("không có mục này trong loại quy tắc đã chọn"))


TEXT = Codec(_text, lambda value: value)
NAME = Codec(_name, lambda value: value)
DECIMAL = Codec(_decimal, str)
FLAG = Codec(_flag, lambda value: value)
WHOLE = Codec(_whole, lambda value: value)
BASE = Codec(_base, _write_base)


def optional(codec: Codec) -> Codec:
    return Codec(
        lambda value, place, depth: None if value is None else codec.read(value, place, depth),
        lambda value: None if value is None else codec.write(value),
    )


def list_of(codec: Codec) -> Codec:
    def read(value: object, place: str, depth: int) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple) or not value or len(value) > MOST_PARTS:
            raise unreadable(place, N_("cần một danh sách có từ 1 đến 200 mục"))
        return tuple(codec.read(part, f"{place}[{number}]", depth) for number, part in enumerate(value))

    return Codec(read, lambda value: [codec.write(part) for part in value])


def record(cls: Any) -> Codec:
    """A part of a rule: a frozen dataclass with a `shape`."""
    return Codec(lambda value, place, depth: read_shape(cls, value, place, depth), write_shape)


def read_shape(cls: Any, value: object, place: str, depth: int, also: AbstractSet[str] = frozenset()) -> Any:
    if not isinstance(value, Mapping):
        raise unreadable(place, N_("cần một nhóm mục { … }"))
    _only(value, {*cls.shape, *also}, place)
    known = {field.name: field for field in fields(cls)}
    found = {}
    for name, codec in cls.shape.items():
        here = f"{place}.{name}".lstrip(".")
        if name in value:
            found[name] = codec.read(value[name], here, depth)
        elif known[name].default is MISSING:
            raise unreadable(here, N_("thiếu mục này"))
    return cls(**found)


def write_shape(value: Any) -> dict[str, object]:
    """All that differs from its default."""
    known = {field.name: field.default for field in fields(value)}
    return {
        name: codec.write(getattr(value, name))
        for name, codec in value.shape.items()
        if known[name] is MISSING or getattr(value, name) != known[name]
    }


def read_body(value: object, place: str, depth: int, also: AbstractSet[str] = frozenset()) -> Any:
    if depth > MOST_DEPTH:
        raise unreadable(place, N_("lồng nhau quá sâu"))
    if not isinstance(value, Mapping) or not isinstance(value.get("type"), str) or value["type"] not in TYPES:
        raise unreadable(f"{place}.type".lstrip("."), N_("không có loại quy tắc này"))
    return read_shape(TYPES[value["type"]], value, place, depth + 1, {"type", *also})


def write_body(value: Any) -> dict[str, object]:
    return {"type": value.type, **write_shape(value)}


BODY = Codec(read_body, write_body)
