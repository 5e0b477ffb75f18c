"""Typed parts of the pages of people and roles."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.faces import words
from congvu.faces.lists import ListState
from congvu.faces.parts import Action, Code, Column, EmptyState, Filter, Link, Row, StatusBadge, Table
from congvu.faces.parts.lists import CellValue
from congvu.orgs import people, units
from congvu.orgs.models import Role


def people_table(page: people.PeoplePage, state: ListState, *, today: date) -> Table:
    roles = list(Role.objects.order_by("rank", "id").values_list("code", "name"))
    return Table(
        saved=state.saved,
        key="people",
        caption=_("Người dùng"),
        noun=_("người"),
        columns=(
            Column("name", _("Họ và tên"), sort="ten", width="xl", phone="title", fixed=True),
            Column("username", _("Tên đăng nhập"), width="l", phone="code"),
            Column("held", _("Vị trí"), phone="todo"),
            Column("unit", _("Đơn vị"), width="xl", phone="meta"),
            Column("status", _("Đăng nhập"), width="m", phone="side"),
        ),
        rows=[_person(row) for row in page.rows],
        count=page.count,
        total=page.count,
        sort="ten",
        sort_url=state.sort_url,
        shown=state.columns,
        filters=(
            *((state.typed("q", _("Tên")),) if state.get("q") else ()),
            *((_unit_filter(state, today),) if state.get("dv") else ()),
            state.choice("vt", _("Vai trò"), roles),
            state.typed("ngay", _("Giữ vị trí vào ngày"), input="date"),
        ),
        paging=state.paging(page.next_key),
        exports=(Action(_("CSV"), state_url(state), "download"),),
        empty=EmptyState(
            _("Không có ai khớp với điều kiện."),
            _("Bớt điều kiện, hoặc nạp tệp người dùng (congvu load people)."),
        ),
    )


def state_url(state: ListState) -> str:
    query = state.url().partition("?")[2]
    address = reverse("orgs:people_export")
    return f"{address}?{query}" if query else address


def _unit_filter(state: ListState, today: date) -> Filter:
    """Set from a unit's page; named by the unit, taken away like any other."""
    unit = state.get("dv")
    name = units.names_of([int(unit)], today).get(int(unit), "") if unit.isdecimal() and len(unit) < 18 else ""
    return state.typed("dv", _("Mã số đơn vị"), input="number", value_label=name)


def _person(row: people.PersonRow) -> Row:
    held = "; ".join(dict.fromkeys(str(one.words) for one in row.held))
    where = "; ".join(dict.fromkeys(one.unit_name for one in row.held))
    if not row.is_active:
        status = StatusBadge(_("Đã khóa"), "no", "lock")
    elif not row.held:
        status = StatusBadge(_("Không còn vị trí"), "wait", "user-off")
    else:
        status = StatusBadge(_("Đang làm việc"), "ok", "user-check")
    cells: dict[str, CellValue] = {
        "name": Link(row.full_name, reverse("orgs:person", args=[row.id])),
        "username": Code(row.username),
        "held": held,
        "unit": where,
        "status": status,
    }
    return Row(str(row.id), row.full_name, cells)


def span_words(since: date | None, last: date | None) -> str:
    """“từ 01/07/2025 đến hết 30/06/2026”, with what is open left out."""
    if since and last:
        return _("từ %(since)s đến hết %(last)s") % {"since": words.day(since), "last": words.day(last)}
    if since:
        return _("từ %(since)s") % {"since": words.day(since)}
    return _("đến hết %(last)s") % {"last": words.day(last)} if last else _("không ghi thời hạn")
