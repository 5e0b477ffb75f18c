"""The urging console, the signals and what was sent, as tables."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.core.ratio import Explanation
from congvu.core.tracking.signals import DEFAULT, Level, Reason
from congvu.faces import words
from congvu.faces.lists import ListState
from congvu.faces.parts import (
    Action,
    Bulk,
    Code,
    Column,
    EmptyState,
    Link,
    Num,
    Rate,
    Row,
    StatusBadge,
    Table,
    View,
)
from congvu.obligations.telling import WORDS
from congvu.tasks.commands.urging import Answer
from congvu.tasks.selectors.urged import SentRow
from congvu.tasks.selectors.watching import KINDS, UpdateRow, Watched, WatchedTask

SHOWN = 200
TABS = {
    "near": gettext_lazy("Sắp đến hạn"),
    "overdue": gettext_lazy("Quá hạn"),
    "silent": gettext_lazy("Không cập nhật"),
    "risk": gettext_lazy("Có nguy cơ trễ"),
    "fine_but_bad": gettext_lazy("Báo ổn, dấu hiệu xấu"),
}
_TONES = {
    Level.DONE: ("ok", "circle-check"),
    Level.ON_TRACK: ("ok", "check"),
    Level.WATCH: ("wait", "eye"),
    Level.AT_RISK: ("wait", "alert-triangle"),
    Level.OVERDUE: ("no", "alert-circle"),
}


def badge(level: Level) -> StatusBadge:
    """A word and an icon; the colour beside them."""
    tone, icon = _TONES[level]
    return StatusBadge(_(level.label), tone, icon)  # type: ignore[arg-type]


def said(text: Explanation) -> str:
    return _(text.sentence) % text.data


def reasons(found: Sequence[Reason]) -> str:
    return " ".join(said(reason.text) for reason in found)


def console(found: Watched, state: ListState, units: Sequence[tuple[str, str]]) -> Table:
    """Due, overdue, silent, at risk; select many and remind them."""
    kind = state.get("xem")
    rows = found.of(kind) if kind in KINDS else list(found.rows)
    return Table(
        key="task-urging",
        caption=_("Nhiệm vụ cần đôn đốc"),
        noun=_("nhiệm vụ"),
        count=len(rows),
        total=len(found.rows),
        columns=_COLUMNS(),
        rows=[_row(row) for row in rows[:SHOWN]],
        shown=state.columns,
        views=(
            View(_("Tất cả đang mở"), state.url(xem=None), len(found.rows), kind not in KINDS),
            *(View(TABS[one], state.url(xem=one), found.count(one), kind == one) for one in KINDS),
        ),
        filters=(state.choice("dv", _("Đơn vị chủ trì"), units),),
        bulk=Bulk((Action(_("Đôn đốc"), reverse("following:compose"), "bell", "post"),), _("nhiệm vụ")),
        empty=EmptyState(_("Không có nhiệm vụ nào như vậy."), _("Chọn cách xem khác, hoặc bỏ điều kiện đơn vị.")),
        back_url=state.url(),
    )


def _COLUMNS() -> tuple[Column, ...]:  # noqa: N802
    return (
        Column("code", _("Mã"), phone="code", fixed=True),
        Column("content", _("Nhiệm vụ"), phone="title", fixed=True),
        Column("lead", _("Chủ trì"), width="l", phone="meta", fixed=True),
        Column("due", _("Hạn"), unit=_("số ngày làm việc"), width="xl", phone="side"),
        Column("level", _("Dấu hiệu"), phone="meta", fixed=True),
        Column("reasons", _("Vì sao"), width="xl", phone="meta"),
        Column("percent", _("Đơn vị báo"), unit="%", figures=True, phone="hide"),
        Column("reported", _("Cập nhật"), phone="hide"),
        Column("urged", _("Đã đôn đốc"), unit=_("lần"), figures=True, phone="hide"),
    )


def _row(row: WatchedTask) -> Row:
    return Row(
        row.code,
        f"{row.code} {row.content}",
        {
            "code": Code(row.code),
            "content": Link(row.content, reverse("tasks:detail", args=[row.code]), _("gắn sao") if row.starred else ""),
            "lead": row.lead,
            "due": row.deadline,
            "level": badge(row.signal.level),
            "reasons": reasons(row.signal.reasons),
            "percent": Num(row.percent),
            "reported": words.day(row.reported_at) if row.reported_at else _("chưa lần nào"),
            "urged": Num(row.urged),
        },
    )


def signals(found: Watched, state: ListState, units: Sequence[tuple[str, str]]) -> Table:
    """For the chief: the bad ones among those that report to be fine come first; without selection."""
    kind = state.get("xem") if state.get("xem") in ("fine_but_bad", "risk", "overdue", "watch") else "fine_but_bad"
    rows = [row for row in found.rows if row.signal.level is Level.WATCH] if kind == "watch" else found.of(kind)
    watch = sum(row.signal.level is Level.WATCH for row in found.rows)
    tabs = [(one, TABS[one], found.count(one)) for one in ("fine_but_bad", "risk", "overdue")]
    tabs.append(("watch", gettext_lazy("Cần theo dõi"), watch))
    return Table(
        key="task-signals",
        caption=_("Dấu hiệu của nhiệm vụ đang mở"),
        noun=_("nhiệm vụ"),
        count=len(rows),
        total=len(found.rows),
        columns=_COLUMNS(),
        rows=[_row(row) for row in rows[:SHOWN]],
        shown=state.columns,
        views=tuple(View(label, state.url(xem=one), count, kind == one) for one, label, count in tabs),
        filters=(state.choice("dv", _("Đơn vị chủ trì"), units),),
        empty=EmptyState(
            _("Không có nhiệm vụ nào như vậy."),
            _("Mức được tính từ hạn, tốc độ, lần trả lại, ngày không cập nhật và vướng mắc, không ai tự khai."),
        ),
        back_url=state.url(),
    )


def updates(rows: Sequence[UpdateRow], on: date) -> Table:
    """Units that do not report are seen: the worst first."""
    return Table(
        key="task-updates",
        caption=_("Tỷ lệ nhiệm vụ được cập nhật trong %(days)s ngày, tính đến hết %(day)s")
        % {
            "days": DEFAULT.update_days,
            "day": words.day(on),
        },
        columns=(
            Column("unit", _("Đơn vị"), phone="title", fixed=True),
            Column("silent", _("Không cập nhật"), figures=True, fixed=True, phone="meta"),
            Column("rate", _("Có cập nhật / đang mở"), figures=True, fixed=True, phone="side"),
        ),
        rows=[
            Row(
                str(row.unit_id),
                row.unit,
                {
                    "unit": row.unit,
                    "silent": Num(
                        int(row.ratio.denominator - row.ratio.numerator),
                        hot=row.ratio.numerator < row.ratio.denominator,
                    ),
                    "rate": Rate(row.ratio.numerator, row.ratio.denominator),
                },
            )
            for row in rows
        ],
        empty=EmptyState(_("Không có nhiệm vụ nào đang mở."), _("Tỷ lệ hiện khi có nhiệm vụ đang mở.")),
        chooses_columns=False,
        keys_help=False,
    )


def sent(rows: Sequence[SentRow], state: ListState, next_key: tuple[str, int] | None) -> Table:
    """Every reminder is kept: by rule or by whom, to whom, in which words."""
    return Table(
        key="task-sent",
        caption=_("Lời đôn đốc đã gửi"),
        noun=_("lời nhắc"),
        columns=(
            Column("at", _("Lúc"), phone="meta", fixed=True),
            Column("code", _("Mã"), phone="code", fixed=True),
            Column("content", _("Nhiệm vụ"), phone="title", fixed=True),
            Column("rung", _("Lý do"), phone="side"),
            Column("to", _("Gửi đến"), width="l", phone="meta"),
            Column("by", _("Người gửi"), width="l", phone="meta"),
            Column("text", _("Lời nhắn"), width="xxl", phone="meta"),
        ),
        rows=[
            Row(
                str(row.id),
                row.code,
                {
                    "at": words.moment(row.sent_at),
                    "code": Code(row.code),
                    "content": Link(row.content, reverse("tasks:detail", args=[row.code])),
                    "rung": _(WORDS[f"urged_{row.rung}"]),
                    "to": row.to,
                    "by": row.by or _("theo quy tắc"),
                    "text": row.text,
                },
            )
            for row in rows
        ],
        filters=(
            state.choice(
                "nac",
                _("Lý do"),
                [(rung, _(WORDS[f"urged_{rung}"])) for rung in ("before", "at", "after1", "after2", "hand")],
            ),
        ),
        paging=state.paging(next_key),
        shown=state.columns,
        empty=EmptyState(_("Chưa có lời đôn đốc nào."), _("Lời nhắc theo quy tắc và gửi tay đều hiện ở đây.")),
        back_url=state.url(),
    )


def answers(found: Sequence[Answer], contents: dict[str, str]) -> Table:
    """What became of each of the selected ones."""
    return Table(
        key="task-answers",
        caption=_("Kết quả đôn đốc"),
        noun=_("nhiệm vụ"),
        count=len(found),
        columns=(
            Column("code", _("Mã"), phone="code", fixed=True),
            Column("content", _("Nhiệm vụ"), phone="title", fixed=True),
            Column("state", _("Kết quả"), phone="side", fixed=True),
            Column("why", _("Vì sao không gửi"), width="xxl", phone="meta", fixed=True),
        ),
        rows=[
            Row(
                one.code,
                one.code,
                {
                    "code": Code(one.code),
                    "content": Link(contents[one.code], reverse("tasks:detail", args=[one.code]))
                    if one.code in contents
                    else "",
                    "state": StatusBadge(_("Đã gửi"), "ok", "check")
                    if one.urging_id
                    else StatusBadge(_("Không gửi"), "no", "alert-circle"),
                    "why": one.refused,
                },
            )
            for one in found
        ],
        chooses_columns=False,
        keys_help=False,
    )
