"""What is asked for and is not there."""

from congvu.core.errors import N_, DomainError


class ProcedureNotFound(DomainError):
    """No procedure has this code."""

    code = "procedure_not_found"
    sentence = N_("Không có thủ tục %(code)s trong danh mục.")
    status = 404


class VersionUnknown(DomainError):
    """No version of that number."""

    code = "version_unknown"
    sentence = N_("Thủ tục %(code)s không có phiên bản số %(number)s.")
    status = 404


class ProcessNotFound(DomainError):
    """No version of the process has this number."""

    code = "process_not_found"
    sentence = N_("Thủ tục %(code)s không có bản quy trình số %(number)s. Hãy mở lại trang thủ tục.")
    status = 404


class DocumentUnknown(DomainError):
    code = "legal_document_unknown"
    sentence = N_("Không có văn bản này trong danh mục căn cứ pháp lý.")
    status = 404


class SimplificationUnknown(DomainError):
    code = "simplification_unknown"
    sentence = N_("Không có đề xuất đơn giản hóa này.")
    status = 404
