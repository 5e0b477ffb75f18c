"""Refusals around obligations: what happened, and what to do next."""

from congvu.core.errors import N_, DomainError


class AlreadyDone(DomainError):
    """Somebody was faster, or the same person pressed twice."""

    code = "obligation_already_done"
    sentence = N_(
        "Việc này đã được làm rồi: %(what)s (%(who)s, %(when)s). Hãy tải lại trang để xem tình trạng mới nhất."
    )


class NoSuchObligation(DomainError):
    """Nothing of this kind is open on this subject."""

    code = "obligation_not_open"
    sentence = N_("Không có việc đang mở để làm bước này. Hãy tải lại trang để xem tình trạng mới nhất.")


class AlreadyOpen(DomainError):
    """The same thing is owed already."""

    code = "obligation_already_open"
    sentence = N_("Việc này đang mở rồi. Hãy tải lại trang để xem ai đang giữ.")


class ClockWentBack(DomainError):
    """The act is dated before what it changes."""

    code = "clock_went_back"
    sentence = N_(
        "Thời điểm %(at)s sớm hơn lần thay đổi gần nhất của việc này (%(since)s). "
        "Hãy kiểm tra đồng hồ của máy chủ hoặc ghi lại thời điểm cho đúng."
    )


class AlreadyPaused(DomainError):
    code = "obligation_already_paused"
    sentence = N_("Việc này đang tạm dừng rồi; hãy cho tính tiếp trước khi tạm dừng lần nữa.")


class NotPaused(DomainError):
    code = "obligation_not_paused"
    sentence = N_("Việc này không tạm dừng nên không cần cho tính tiếp. Hãy tải lại trang.")


class TooLateToExtend(DomainError):
    code = "extension_too_late"
    sentence = N_("Đã quá hạn %(due)s nên không xin gia hạn được nữa. Hãy báo lý do trễ cho người giao việc.")


class NothingToExtend(DomainError):
    code = "extension_without_due"
    sentence = N_("Việc này chưa có hạn (không có hạn hoặc đang tạm dừng) nên không có gì để gia hạn.")


class ExtensionNotLater(DomainError):
    code = "extension_not_later"
    sentence = N_("Hạn mới phải sau hạn hiện nay (%(due)s).")
    status = 422


class ExtensionPending(DomainError):
    code = "extension_pending"
    sentence = N_("Đang có một đề nghị gia hạn chờ trả lời; hãy chờ hoặc hỏi người quyết định.")


class ReasonMissing(DomainError):
    code = "reason_missing"
    sentence = N_("Hãy ghi lý do.")
    status = 422


class AlreadyAnswered(DomainError):
    code = "already_answered"
    sentence = N_("Đề nghị này đã có trả lời lúc %(when)s. Hãy tải lại trang.")


class AskedBySame(DomainError):
    code = "asked_by_same"
    sentence = N_("Người đề nghị không tự quyết định cho mình; hãy để người khác có thẩm quyền trả lời.")
    status = 403


class HandoverPending(DomainError):
    code = "handover_pending"
    sentence = N_("Việc này đã được chuyển và đang chờ nơi nhận trả lời.")


class HandoverToHolder(DomainError):
    code = "handover_to_holder"
    sentence = N_("Nơi nhận đang giữ việc này rồi; hãy chọn đơn vị hoặc người khác.")
    status = 422


class UnitNotActive(DomainError):
    code = "unit_not_active"
    sentence = N_("Đơn vị nhận không còn hoạt động ngày %(on)s; hãy chọn đơn vị kế tục.")
    status = 422


class PeriodReversed(DomainError):
    code = "period_reversed"
    sentence = N_("Thời điểm kết thúc phải sau thời điểm bắt đầu và không ở tương lai.")
    status = 422


class PeriodClaimed(DomainError):
    code = "system_time_overlaps"
    sentence = N_("Khoảng thời gian này trùng với một đề nghị trước; hãy ghi phần chưa đề nghị.")


class NoWorkingTime(DomainError):
    code = "system_time_nothing"
    sentence = N_("Trong khoảng này không có giờ làm việc nào nên không mất thời gian.")
    status = 422


class PersonNotThere(DomainError):
    code = "person_not_in_unit"
    sentence = N_("Người này hôm nay không giữ vị trí nào ở đơn vị nhận; hãy chọn người khác.")
    status = 422
