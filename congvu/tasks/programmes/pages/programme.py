"""The page of a programme: figures, the board of twelve months with slips marked, the list, the moves, the goals."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.faces import words
from congvu.faces.lists import ListState
from congvu.faces.parts import (
    Action,
    Bar,
    BarChart,
    Code,
    Column,
    EmptyState,
    Figure,
    Link,
    Num,
    Rate,
    Row,
    RowGroup,
    StatusBadge,
    Table,
    View,
)
from congvu.faces.parts.lists import CellValue
from congvu.tasks.programmes.course import State
from congvu.tasks.programmes.models import Kind, Level
from congvu.tasks.programmes.selectors.programmes import ItemRow, ProgrammePage, ProgrammeView

TONE = {
    State.NOT_SUBMITTED: ("", "clock"),
    State.SUBMITTED: ("primary", "send"),
    State.PASSED: ("ok", "check"),
    State.WITHDRAWN: ("", "x"),
    State.MOVED: ("wait", "arrow-forward-up"),
}


def state_badge(state: State) -> StatusBadge:
    tone, icon = TONE[state]
    return StatusBadge(_(state.label), tone, icon)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Card:
    """An item on the board. `slips`: how often it was moved already."""

    code: str
    name: str
    url: str
    badge: StatusBadge
    lead: str
    slips: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class Month:
    number: int
    name: str
    url: str
    passed: int
    count: int
    cards: tuple[Card, ...]
    is_now: bool


@dataclass(frozen=True, slots=True)
class Quarter:
    name: str
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class MoveRow:
    code: str
    url: str
    said: str
    reason: str


@dataclass(frozen=True, slots=True)
class GoalRow:
    code: str
    text: str
    badge: StatusBadge
    note: str


@dataclass(frozen=True, slots=True)
class ProgrammeShown:
    figures: tuple[Figure, ...]
    views: tuple[View, ...]
    quarters: tuple[Quarter, ...]
    table: Table | None
    slips: BarChart | None
    moves: tuple[MoveRow, ...]
    goals: tuple[GoalRow, ...]
    goals_said: str


def programme_table(page: ProgrammePage, state: ListState, *, may_open: bool) -> Table:
    rows = []
    for row in page.rows:
        url = reverse("programmes:detail", args=[row.code])
        cells: dict[str, CellValue] = {
            "code": Code(row.code),
            "title": Link(row.title, url),
            "owner": row.owner,
            "year": str(row.year),
            "passed": Rate(row.passed, row.items, f"{url}?tt=passed", bar=True) if row.items else "–",
            "council": Num(row.council, f"{url}?cap=council"),
            "slips": Num(row.slips, f"{url}?chuyen=1"),
        }
        rows.append(Row(row.code, row.title, cells))
    new = Action(_("Mở đăng ký chương trình"), reverse("programmes:new"), "plus") if may_open else None
    return Table(
        key="programmes",
        caption=_("Chương trình công tác"),
        noun=_("chương trình"),
        rows=rows,
        count=page.count,
        columns=(
            Column("code", _("Mã"), phone="code"),
            Column("title", _("Chương trình"), phone="title", fixed=True),
            Column("owner", _("Cơ quan"), width="xl", phone="meta"),
            Column("year", _("Năm"), figures=True, phone="meta"),
            Column("passed", _("Đã thông qua"), unit=_("nội dung"), figures=True, width="l", phone="side"),
            Column("council", _("Trình HĐND"), figures=True, phone="meta"),
            Column("slips", _("Lượt chuyển kỳ"), figures=True, phone="meta"),
        ),
        paging=state.paging(page.next_key),
        shown=state.columns,
        exports=(Action(_("CSV (mở bằng bảng tính)"), state.url(tai="csv"), "file-spreadsheet"),),
        empty=EmptyState(
            _("Chưa có chương trình nào."), _("Văn phòng mở đăng ký cho năm sau; các đơn vị đăng ký trước 15/11."), new
        ),
    )


def programme_page(v: ProgrammeView, state: ListState, *, today: date) -> ProgrammeShown:
    as_list = bool(
        state.get("xem") == "bang" or state.get("tt") or state.get("cap") or state.get("chuyen") or state.get("q")
    )
    here = reverse("programmes:detail", args=[v.programme.code])
    quarter = state.get("quy")
    views = (
        View(_("Cả năm"), here, len(v.all_items), current=not quarter and not as_list, icon="layout-dashboard"),
        *(
            View(
                _("Quý %(n)s") % {"n": n},
                f"{here}?quy={n}",
                sum((i.month - 1) // 3 + 1 == n for i in v.all_items),
                current=quarter == str(n),
            )
            for n in range(1, 5)
        ),
        View(_("Danh sách"), f"{here}?xem=bang", current=as_list, icon="table"),
    )
    return ProgrammeShown(
        _figures(v, here),
        views,
        () if as_list else _quarters(v, here, today, quarter),
        _table(v, state) if as_list else None,
        _slips(v),
        _moves(v),
        _goals(v),
        _goals_said(v),
    )


def _figures(v: ProgrammeView, here: str) -> tuple[Figure, ...]:
    every = len(v.all_items)
    council = sum(item.level == Level.COUNCIL for item in v.all_items)
    slipped = sum(item.moves > 0 for item in v.all_items)
    met = sum(goal.met is True for goal in v.goals)
    figures = [
        Figure(
            _("Đã thông qua"), f"{here}?tt=passed", _("nội dung"), numerator=v.count(State.PASSED), denominator=every
        ),
        Figure(_("Trình HĐND"), f"{here}?cap=council", _("nội dung"), value=council, denominator=every),
        Figure(_("Nội dung bị chuyển kỳ"), f"{here}?chuyen=1", _("lượt: %(n)s") % {"n": len(v.slips)}, value=slipped),
    ]
    if v.goals:
        figures.append(
            Figure(
                _("Mục tiêu chất lượng đạt"), f"{here}#h-goals", _("mục tiêu"), numerator=met, denominator=len(v.goals)
            )
        )
    return tuple(figures)


def _quarters(v: ProgrammeView, here: str, today: date, quarter: str) -> tuple[Quarter, ...]:
    rows: dict[int, list[ItemRow]] = {}
    for row in v.rows:
        rows.setdefault(row.item.month, []).append(row)
    chosen = [int(quarter)] if quarter in ("1", "2", "3", "4") else [1, 2, 3, 4]
    return tuple(
        Quarter(
            _("Quý %(n)s") % {"n": n},
            tuple(_month(v, rows.get(month, []), month, here, today) for month in range(3 * n - 2, 3 * n + 1)),
        )
        for n in chosen
    )


def _month(v: ProgrammeView, rows: list[ItemRow], month: int, here: str, today: date) -> Month:
    cards = tuple(
        Card(
            row.item.code,
            row.item.name,
            reverse("programmes:item", args=[v.programme.code, row.item.code]),
            state_badge(row.state),
            row.lead,
            row.item.moves,
            row.is_late,
        )
        for row in rows
    )
    return Month(
        month,
        _("Tháng %(n)s") % {"n": month},
        f"{here}?xem=bang&thang={month}",
        sum(row.state is State.PASSED for row in rows),
        len(rows),
        cards,
        (today.year, today.month) == (v.programme.year, month),
    )


def _table(v: ProgrammeView, state: ListState) -> Table:
    groups: dict[int, list[Row]] = {}
    for row in v.rows:
        item = row.item
        moved = (
            _("đăng ký tháng %(first)s, chuyển %(n)s lần") % {"first": item.first_month, "n": item.moves}
            if item.moves
            else ""
        )
        groups.setdefault(item.month, []).append(
            Row(
                item.code,
                f"{item.code} {item.name}",
                {
                    "code": Code(item.code),
                    "name": Link(item.name, reverse("programmes:item", args=[v.programme.code, item.code]), moved),
                    "kind": row.kind,
                    "level": row.level,
                    "lead": row.lead,
                    "state": state_badge(row.state),
                    "due": row.deadline,
                },
            )
        )
    return Table(
        key="programme-items",
        caption=_("Nội dung của chương trình"),
        noun=_("nội dung"),
        count=len(v.rows),
        total=len(v.all_items),
        groups=tuple(RowGroup(_("Tháng %(n)s") % {"n": month}, rows, len(rows)) for month, rows in groups.items()),
        columns=(
            Column("code", _("Mã"), phone="code"),
            Column("name", _("Nội dung"), phone="title", fixed=True),
            Column("kind", _("Loại"), width="m", phone="kind"),
            Column("level", _("Cấp quyết định"), width="m", phone="meta"),
            Column("lead", _("Chủ trì"), width="l", phone="meta"),
            Column("state", _("Trạng thái"), width="l", phone="meta"),
            Column("due", _("Hạn"), unit=_("số ngày làm việc"), width="xl", phone="side"),
        ),
        shown=state.columns,
        filters=(
            state.choice("tt", _("Trạng thái"), [(one.value, _(one.label)) for one in State]),
            state.choice("loai", _("Loại"), Kind.choices),
            state.choice("cap", _("Cấp quyết định"), Level.choices),
            state.choice("thang", _("Tháng"), [(str(n), str(n)) for n in range(1, 13)]),
            state.choice("chuyen", _("Chuyển kỳ"), [("1", _("đã chuyển ít nhất một lần"))]),
            state.typed("q", _("Tìm")),
        ),
        exports=(Action(_("CSV (mở bằng bảng tính)"), state.url(tai="csv"), "file-spreadsheet"),),
        empty=EmptyState(_("Không có nội dung nào khớp."), _("Bỏ bớt điều kiện ở trên để thấy thêm.")),
    )


def _slips(v: ProgrammeView) -> BarChart | None:
    """How many moves left each month."""
    by_month = Counter(change.from_month for change in v.slips)
    if not by_month:
        return None
    here = reverse("programmes:detail", args=[v.programme.code])
    bars = [Bar(_("Tháng %(n)s") % {"n": month}, by_month[month], f"{here}?chuyen=1") for month in sorted(by_month)]
    return BarChart(_("Lượt chuyển kỳ theo tháng đã ghi"), bars, _("Tháng"), _("lượt"), sum_label=_("Cộng"))


def _moves(v: ProgrammeView) -> tuple[MoveRow, ...]:
    return tuple(
        MoveRow(
            change.item.code,
            reverse("programmes:item", args=[v.programme.code, change.item.code]),
            _("tháng %(before)s → %(after)s/%(year)s")
            % {"before": change.from_month, "after": change.to_month, "year": change.to_year},
            change.reason,
        )
        for change in reversed(v.slips[-20:])
    )


def _goals(v: ProgrammeView) -> tuple[GoalRow, ...]:
    badges = {
        True: StatusBadge(_("đạt"), "ok", "check"),
        False: StatusBadge(_("chưa đạt"), "no", "x"),
        None: StatusBadge(_("chưa đánh giá"), "", "clock"),
    }
    return tuple(GoalRow(goal.code, goal.text, badges[goal.met], goal.note) for goal in v.goals)


def _goals_said(v: ProgrammeView) -> str:
    met = sum(goal.met is True for goal in v.goals)
    return f"{words.number(met)}/{words.number(len(v.goals))}" if v.goals else ""
