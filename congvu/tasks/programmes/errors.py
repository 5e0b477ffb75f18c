"""Refusals around programmes and weeks: what happened, and what to do next."""

from congvu.core.errors import N_, DomainError


class ReasonMissing(DomainError):
    code = "programme_reason_missing"
    sentence = N_("Hãy ghi lý do; lý do được lưu cùng mỗi lần chuyển.")
    status = 422


class YearTaken(DomainError):
    code = "programme_year_taken"
    sentence = N_("Cơ quan này đã có chương trình công tác năm %(year)s. Hãy mở chương trình đó, hoặc chọn năm khác.")
    status = 422


class CodeOdd(DomainError):
    code = "programme_code_odd"
    sentence = N_("Mã “%(item)s” không dùng được. Hãy ghi mã ngắn, không trống, không có dấu / như NQ-01.")
    status = 422


class EventEmpty(DomainError):
    code = "leader_event_empty"
    sentence = N_("Hãy ghi nội dung việc trong lịch.")
    status = 422


class CodeTaken(DomainError):
    code = "programme_code_taken"
    sentence = N_("Chương trình đã có nội dung mang mã %(item)s. Hãy đặt mã khác.")
    status = 422


class ChangeWaiting(DomainError):
    code = "programme_change_waiting"
    sentence = N_("Nội dung này đang có một đề nghị chờ trả lời. Hãy chờ hoặc nhắc người quyết định.")


class NothingAsked(DomainError):
    code = "programme_nothing_asked"
    sentence = N_("Không có đề nghị nào đang chờ trả lời. Hãy tải lại trang.")


class NotLater(DomainError):
    code = "programme_not_later"
    sentence = N_("Chuyển sang tháng %(to)s không muộn hơn tháng %(now)s đang ghi. Hãy chọn tháng sau đó.")
    status = 422


class OwnRequest(DomainError):
    code = "programme_own_request"
    sentence = N_("Bạn là người đề nghị nên không tự đồng ý được. Hãy để lãnh đạo khác quyết định.")
    status = 403


class TimesReversed(DomainError):
    code = "leader_event_times"
    sentence = N_("Giờ kết thúc phải sau giờ bắt đầu, trong cùng một tuần.")
    status = 422


class NotALeaderHere(DomainError):
    code = "leader_event_leader"
    sentence = N_("Người này không giữ vị trí nào ở đơn vị có lịch hoặc dưới đơn vị đó ngày %(on)s.")
    status = 422


class AlreadyCancelled(DomainError):
    code = "leader_event_cancelled"
    sentence = N_("Việc này đã hủy. Hãy ghi việc mới.")
