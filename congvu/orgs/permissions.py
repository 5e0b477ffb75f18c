"""The permissions there are. A room registers its own in `apps.py`; roles are given them in `orgs/roles.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Permission:
    """`code` is `room.verb`; `label` says what it allows; `room` groups it on the page of roles."""

    code: str
    label: str | _StrPromise
    room: str


_registered: dict[str, Permission] = {}


def register(code: str, label: str | _StrPromise, room: str) -> None:
    """Make a permission known. Twice the same is harmless; the same code for another thing is a fault."""
    permission = Permission(code, label, room)
    known = _registered.setdefault(code, permission)
    if known.room != room:
        raise ValueError(f"two rooms claim the permission {code}")


def registered() -> list[Permission]:
    return sorted(_registered.values(), key=lambda permission: permission.code)


def label_of(code: str) -> str | _StrPromise:
    permission = _registered.get(code)
    return permission.label if permission else code


register("orgs.see", _("Xem đơn vị và danh bạ"), "orgs")
register("orgs.see_people", _("Xem tài khoản, vị trí và người làm thay"), "orgs")
register("orgs.manage_people", _("Lập tài khoản, giao và chấm dứt vị trí, cử người làm thay"), "orgs")
register("orgs.reorganise", _("Lập, đổi tên, nhập, chia, giải thể đơn vị"), "orgs")
register("orgs.manage_roles", _("Xem và sửa quyền của vai trò"), "orgs")
register("calendars.see", _("Xem lịch làm việc"), "calendars")
register("calendars.manage", _("Đổi lịch làm việc và giờ làm việc của đơn vị"), "calendars")
