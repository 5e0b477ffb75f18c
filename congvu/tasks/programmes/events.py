"""What can have happened to an item of a programme and to a week. Names and free text live in the rows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.ledger.events import event


@event("programme.opened")
@dataclass(frozen=True, slots=True)
class Opened:
    year: int

    def sentence(self) -> str:
        return _("Mở đăng ký chương trình năm %(year)s") % {"year": self.year}


@event("programme_item.registered")
@dataclass(frozen=True, slots=True)
class Registered:
    month: int
    late: bool

    def sentence(self) -> str:
        if self.late:
            return _("Đăng ký vào tháng %(month)s, sau hạn đăng ký") % {"month": self.month}
        return _("Đăng ký vào tháng %(month)s") % {"month": self.month}


@event("programme_item.submitted")
@dataclass(frozen=True, slots=True)
class Submitted:
    on: str

    def sentence(self) -> str:
        return _("Trình hồ sơ")


@event("programme_item.sent_back")
@dataclass(frozen=True, slots=True)
class SentBack:
    month: int

    def sentence(self) -> str:
        return _("Trả lại hồ sơ để hoàn thiện")


@event("programme_item.passed")
@dataclass(frozen=True, slots=True)
class Passed:
    document_no: str

    def sentence(self) -> str:
        return _("Thông qua")


@event("programme_item.change_asked")
@dataclass(frozen=True, slots=True)
class ChangeAsked:
    change_id: int
    what: str
    to_year: int | None
    to_month: int | None

    def sentence(self) -> str:
        if self.what == "withdraw":
            return _("Xin rút khỏi chương trình")
        return _("Xin chuyển sang tháng %(month)s/%(year)s") % {"month": self.to_month, "year": self.to_year}


@event("programme_item.change_decided")
@dataclass(frozen=True, slots=True)
class ChangeDecided:
    change_id: int
    what: str
    granted: bool

    def sentence(self) -> str:
        return _("Đồng ý thay đổi") if self.granted else _("Không đồng ý thay đổi")


@event("programme_item.loaded")
@dataclass(frozen=True, slots=True)
class ItemLoaded:
    state: str
    month: int

    def sentence(self) -> str:
        return _("Nạp từ tệp, tháng %(month)s") % {"month": self.month}


@event("programme.goal_said")
@dataclass(frozen=True, slots=True)
class GoalSaid:
    goal: str
    met: bool

    def sentence(self) -> str:
        said = _("Mục tiêu chất lượng %(goal)s: đạt") if self.met else _("Mục tiêu chất lượng %(goal)s: chưa đạt")
        return said % {"goal": self.goal}


@event("leader_week.published")
@dataclass(frozen=True, slots=True)
class WeekPublished:
    monday: str
    events: int

    def sentence(self) -> str:
        return _("Công bố lịch tuần, %(count)s việc") % {"count": self.events}


@event("leader_week.event_written")
@dataclass(frozen=True, slots=True)
class EventWritten:
    event_id: int
    what: str

    def sentence(self) -> str:
        return {
            "added": _("Thêm việc vào lịch"),
            "changed": _("Sửa việc trong lịch"),
            "cancelled": _("Hủy việc trong lịch"),
        }[self.what]
