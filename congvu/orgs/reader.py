"""What the header says about the reader: the units in whose name they may act, and their account."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.faces.shell import MenuLink, Reader, Seat, url_or_empty


def reader_of(request: Any) -> Reader | None:
    if getattr(request, "actor", None) is None:
        return None
    here, seats, seen = request.actor.unit_id, [], set()
    for seat in request.seats:
        if seat.unit_id not in seen:
            seen.add(seat.unit_id)
            note = seat.title or seat.role_name
            note = (
                _("%(role)s, thay %(person)s") % {"role": note, "person": seat.instead_of} if seat.instead_of else note
            )
            seats.append(Seat(str(seat.unit_id), seat.unit_name, note, current=seat.unit_id == here))
    current = next((seat for seat in seats if seat.current), None)
    return Reader(
        name=request.user.full_name,
        note=current.note if current else "",
        seats=tuple(seats),
        switch_url=reverse("orgs:seat"),
        roles=tuple(dict.fromkeys(seat.role for seat in request.seats)),
        search_url=reverse("orgs:search"),
        account=(
            MenuLink(
                _("Vị trí và người làm thay của tôi"), reverse("orgs:person", args=[request.actor.person_id]), "user"
            ),
            MenuLink(_("Đổi mật khẩu"), url_or_empty("account_change_password"), "key"),
            MenuLink(_("Xác thực hai bước"), url_or_empty("mfa_index"), "shield-lock"),
        ),
        sign_out_url=url_or_empty("account_logout"),
    )
