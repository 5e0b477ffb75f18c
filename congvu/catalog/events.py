"""What can have happened to a procedure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.faces import words
from congvu.ledger.events import event


@event("catalog.procedure_announced")
@dataclass(frozen=True, slots=True)
class ProcedureAnnounced:
    code: str
    version_id: int
    decision_no: str

    def sentence(self) -> str:
        if not self.decision_no:
            return _("Ghi phiên bản mới của thủ tục %(code)s") % {"code": self.code}
        return _("Ghi phiên bản mới của thủ tục %(code)s theo %(decision)s") % {
            "code": self.code,
            "decision": self.decision_no,
        }


@event("catalog.process_published")
@dataclass(frozen=True, slots=True)
class ProcessPublished:
    process_id: int
    number: int

    def sentence(self) -> str:
        return _("Công bố quy trình nội bộ, bản %(number)s") % {"number": self.number}


@event("catalog.process_drafted")
@dataclass(frozen=True, slots=True)
class ProcessDrafted:
    process_id: int

    def sentence(self) -> str:
        return _("Ghi dự thảo quy trình nội bộ; chưa công bố được vì còn lỗi")


@event("catalog.limit_corrected")
@dataclass(frozen=True, slots=True)
class LimitCorrected:
    version_id: int
    limit: str

    def sentence(self) -> str:
        return _("Ghi thời hạn của thủ tục: %(limit)s") % {"limit": words.limit(self.limit)}


@event("catalog.doubt_settled")
@dataclass(frozen=True, slots=True)
class DoubtSettled:
    item_id: int
    code: str

    def sentence(self) -> str:
        return _("Soát xong một nghi vấn của danh mục")
