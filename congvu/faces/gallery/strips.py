"""Sample strips: a common one, one that folds into weeks, one whose middle is folded away."""

from datetime import date, timedelta

from congvu.faces.parts import Strip, StripDay, StripLine, marks_of
from congvu.faces.parts.strip import Kind

TODAY = date(2026, 1, 8)
_HOLIDAYS = {date(2026, 1, 1): "Nghỉ Tết Dương lịch"}
_SWAP_OFF = {date(2026, 1, 2): "Nghỉ hoán đổi, làm bù 10/01"}
_SWAP_WORK = {date(2026, 1, 10): "thứ Bảy làm bù cho 02/01"}


def days_between(received: date, due: date, paused: frozenset[date]) -> tuple[StripDay, ...]:
    days = [StripDay(received, "received", None, "Ngày nhận 14:20, không tính")]
    number, day = 0, received
    while day < due:
        day += timedelta(days=1)
        kind, sentence = _kind(day, paused)
        if kind in ("counted", "swap-work"):
            number += 1
            extra = f" ({_SWAP_WORK[day]})" if day in _SWAP_WORK else ""
            days.append(StripDay(day, kind, number, f"Ngày làm việc thứ {number}{extra}"))
        else:
            days.append(StripDay(day, kind, None, sentence))
    return tuple(days)


def _kind(day: date, paused: frozenset[date]) -> tuple[Kind, str]:
    if day in _HOLIDAYS:
        return "holiday", _HOLIDAYS[day]
    if day in _SWAP_OFF:
        return "swap-off", _SWAP_OFF[day]
    if day in paused:
        return "pause", "Dừng: chờ người nộp bổ sung, không tính"
    if day in _SWAP_WORK:
        return "swap-work", ""
    return ("off", "Cuối tuần, không tính") if day.weekday() > 4 else ("counted", "")


def plain_strip() -> Strip:
    due = date(2026, 1, 13)
    days = days_between(date(2025, 12, 23), due, frozenset({date(2025, 12, 29), date(2025, 12, 30)}))
    return Strip(
        days=days,
        due_on=due,
        today=TODAY,
        note="12 ngày làm việc · lịch tỉnh Tây Ninh, bản 25/12/2025",
        marks=marks_of(days, due_on=due, today=TODAY, received="Nhận 14:20, ngày đầu không tính"),
        lines=(
            StripLine("09/01/2026", "hẹn lúc nhận", "Nhận đủ hồ sơ 23/12, đếm 12 ngày làm việc từ 24/12.", struck=True),
            StripLine(
                "10/01/2026",
                "+1 ngày lịch",
                "Lịch đổi: thứ Sáu 02/01 nghỉ, thứ Bảy 10/01 làm bù. Đã nhắn người nộp 26/12.",
                "Công văn 12729/VPCP-KGVX",
                "#van-ban",
                struck=True,
            ),
            StripLine(
                "13/01/2026",
                "+2 ngày dừng",
                "Dừng 29 và 30/12 chờ bổ sung bản vẽ, thời gian chờ không tính.",
                "Phiếu bổ sung lần 1",
                "#phieu",
            ),
        ),
    )


def long_strip() -> Strip:
    """30 working days: more than a row holds, so it folds into weeks on wide screens too."""
    due = date(2026, 2, 5)
    days = days_between(date(2025, 12, 24), due, frozenset({date(2026, 1, 20), date(2026, 1, 21), date(2026, 1, 22)}))
    return Strip(
        days=days,
        due_on=due,
        today=TODAY,
        title="Dài hơn một hàng: gập theo tuần",
        note="28 ngày làm việc",
        marks=marks_of(days, due_on=due, today=TODAY, received="Nhận 14:20"),
        anchor="why-long",
        provisional=True,
    )


def very_long_strip() -> Strip:
    due = date(2026, 5, 15)
    days = days_between(date(2025, 12, 24), due, frozenset())
    return Strip(
        days=days,
        due_on=due,
        today=TODAY,
        title="Rất dài: phần giữa gập lại",
        note="hạn theo kế hoạch năm",
        marks=marks_of(days, due_on=due, today=TODAY),
        anchor="why-very-long",
    )
