"""Refusals around plans: what happened, and what to do next."""

from congvu.core.errors import N_, DomainError


class NoDraft(DomainError):
    code = "plan_no_draft"
    sentence = N_("Kế hoạch không có bản dự thảo nào. Hãy bấm “Điều chỉnh” để soạn bản mới, hoặc tải lại trang.")


class DraftThere(DomainError):
    code = "plan_draft_there"
    sentence = N_("Kế hoạch đang có bản dự thảo %(n)s. Hãy sửa tiếp bản đó hoặc ban hành nó trước.")


class NotYetApproved(DomainError):
    code = "plan_not_yet_approved"
    sentence = N_("Kế hoạch chưa ban hành nên sửa thẳng vào dự thảo, không cần bản điều chỉnh.")


class PlanEmpty(DomainError):
    code = "plan_empty"
    sentence = N_("Kế hoạch chưa có nhiệm vụ nào. Hãy thêm ít nhất một mục có nhiệm vụ và đơn vị chủ trì.")
    status = 422


class PlanTaken(DomainError):
    code = "plan_taken"
    sentence = N_("Đơn vị đã có kế hoạch “%(ref)s” năm %(year)s. Hãy mở kế hoạch đó hoặc đặt ký hiệu khác.")


class ReasonMissing(DomainError):
    code = "plan_reason_missing"
    sentence = N_("Hãy ghi lý do; lý do được lưu cùng lịch sử.")
    status = 422


class LeadMissing(DomainError):
    code = "plan_lead_missing"
    sentence = N_("Mục %(item)s có nhiệm vụ mà chưa có đơn vị chủ trì. Mỗi nhiệm vụ có đúng một đơn vị chủ trì.")
    status = 422


class LeadCoordinates(DomainError):
    code = "plan_lead_coordinates"
    sentence = N_("Mục %(item)s: đơn vị chủ trì không đồng thời là đơn vị phối hợp. Hãy bỏ khỏi danh sách phối hợp.")
    status = 422


class UnitGone(DomainError):
    code = "plan_unit_gone"
    sentence = N_("Mục %(item)s: %(unit)s không còn tồn tại ngày %(on)s. Hãy giao cho đơn vị kế tục.")
    status = 422


class CarriesOutNothing(DomainError):
    code = "plan_carries_out_unknown"
    sentence = N_("Kế hoạch cấp trên không có mục %(item)s đang hiệu lực để thực hiện.")
    status = 422


class CodeOdd(DomainError):
    code = "plan_item_code_odd"
    sentence = N_("Mã mục “%(item)s” không dùng được. Hãy ghi mã ngắn, không trống, không có dấu / như 1.2 hoặc II.3.")
    status = 422


class NotOwed(DomainError):
    code = "plan_item_not_open"
    sentence = N_("Mục %(item)s đang ở trạng thái “%(state)s” nên không làm được việc này. Hãy tải lại trang.")


class EvidenceMissing(DomainError):
    code = "plan_evidence_missing"
    sentence = N_("Mục này phải có minh chứng. Hãy đính kèm văn bản hoặc tệp chứng minh trước khi báo xong.")
    status = 422


class ValueMissing(DomainError):
    code = "plan_value_missing"
    sentence = N_("Mục này có chỉ tiêu %(target)s %(measure)s. Hãy ghi giá trị đạt được khi báo xong.")
    status = 422


class OwnClaim(DomainError):
    code = "plan_own_claim"
    sentence = N_("Bạn là người báo xong mục này nên không tự chấp nhận được. Hãy để người khác của đơn vị ban hành.")
    status = 403


class ValueOdd(DomainError):
    code = "plan_value_odd"
    sentence = N_("Giá trị “%(value)s” không hợp lý. Hãy ghi một số không âm, phần thập phân sau dấu phẩy hoặc chấm.")
    status = 422


class AnswerFirst(DomainError):
    code = "plan_answer_first"
    sentence = N_("Mục %(item)s đang chờ chấp nhận kết quả. Hãy trả lời trước khi đổi đơn vị chủ trì.")
