"""What can happen to an obligation."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.ledger.events import event

PAUSE_CAUSES = {
    "supplement": gettext_noop("chờ bổ sung hồ sơ"),
    "payment": gettext_noop("chờ thực hiện nghĩa vụ tài chính"),
    "consultation": gettext_noop("chờ ý kiến nơi khác"),
    "publication": gettext_noop("niêm yết công khai"),
    "acceptance": gettext_noop("chờ chấp nhận kết quả"),
    "other": gettext_noop("lý do khác"),
}
RUNGS = {
    "before": gettext_noop("sắp đến hạn"),
    "at": gettext_noop("đến hạn"),
    "after1": gettext_noop("quá hạn, báo người phụ trách"),
    "after2": gettext_noop("quá hạn, báo cấp trên"),
    "hand": gettext_noop("đôn đốc"),
}


def cause_words(cause: str) -> str:
    return _(PAUSE_CAUSES.get(cause, PAUSE_CAUSES["other"]))


@event("obligation.paused")
@dataclass(frozen=True, slots=True)
class Paused:
    obligations: tuple[int, ...]
    cause: str

    def sentence(self) -> str:
        return _("Tạm dừng tính hạn: %(cause)s") % {"cause": cause_words(self.cause)}


@event("obligation.resumed")
@dataclass(frozen=True, slots=True)
class Resumed:
    obligations: tuple[int, ...]

    def sentence(self) -> str:
        return _("Tính hạn tiếp")


@event("obligation.extension_asked")
@dataclass(frozen=True, slots=True)
class ExtensionAsked:
    extension_id: int
    obligation_id: int

    def sentence(self) -> str:
        return _("Đề nghị gia hạn")


@event("obligation.extension_granted")
@dataclass(frozen=True, slots=True)
class ExtensionGranted:
    extension_id: int
    obligation_id: int

    def sentence(self) -> str:
        return _("Đồng ý gia hạn")


@event("obligation.extension_refused")
@dataclass(frozen=True, slots=True)
class ExtensionRefused:
    extension_id: int
    obligation_id: int

    def sentence(self) -> str:
        return _("Không đồng ý gia hạn")


@event("obligation.handed_over")
@dataclass(frozen=True, slots=True)
class HandedOver:
    handover_id: int
    obligation_id: int
    to_unit_id: int

    def sentence(self) -> str:
        return _("Chuyển việc sang đơn vị khác, chờ nhận")


@event("obligation.handover_received")
@dataclass(frozen=True, slots=True)
class HandoverReceived:
    handover_id: int
    obligation_id: int
    from_unit_id: int

    def sentence(self) -> str:
        return _("Nhận việc được chuyển đến")


@event("obligation.handover_refused")
@dataclass(frozen=True, slots=True)
class HandoverRefused:
    handover_id: int
    obligation_id: int

    def sentence(self) -> str:
        return _("Không nhận việc được chuyển đến, trả lại nơi gửi")


@event("obligation.reassigned")
@dataclass(frozen=True, slots=True)
class Reassigned:
    obligation_id: int
    to_person_id: int | None

    def sentence(self) -> str:
        return _("Chuyển người xử lý trong đơn vị")


@event("obligation.urged")
@dataclass(frozen=True, slots=True)
class Urged:
    urging_id: int
    obligation_id: int
    rung: str

    def sentence(self) -> str:
        return _("Đôn đốc: %(rung)s") % {"rung": _(RUNGS.get(self.rung, RUNGS["hand"]))}


@event("obligation.system_time_claimed")
@dataclass(frozen=True, slots=True)
class SystemTimeClaimed:
    system_time_id: int
    obligation_id: int
    minutes: int

    def sentence(self) -> str:
        return _("Báo thời gian mất do hệ thống: %(minutes)s phút làm việc") % {"minutes": self.minutes}


@event("obligation.system_time_granted")
@dataclass(frozen=True, slots=True)
class SystemTimeGranted:
    system_time_id: int
    obligation_id: int
    minutes: int

    def sentence(self) -> str:
        return _("Công nhận %(minutes)s phút làm việc mất do hệ thống") % {"minutes": self.minutes}


@event("obligation.system_time_refused")
@dataclass(frozen=True, slots=True)
class SystemTimeRefused:
    system_time_id: int
    obligation_id: int

    def sentence(self) -> str:
        return _("Không công nhận thời gian mất do hệ thống")


@event("obligation.redated")
@dataclass(frozen=True, slots=True)
class Redated:
    obligations: tuple[int, ...]
    calendar_id: int
    calendar_version: int

    def sentence(self) -> str:
        return _("Tính lại hạn theo lịch làm việc mới")


@event("obligation.corrected")
@dataclass(frozen=True, slots=True)
class Corrected:
    obligation_id: int

    def sentence(self) -> str:
        return _("Đính chính hạn theo dữ kiện đã ghi")
