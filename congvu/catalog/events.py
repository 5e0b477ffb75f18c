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
    decision: str = ""

    def sentence(self) -> str:
        return _("Soát xong một nghi vấn của danh mục")


@event("catalog.version_drafted")
@dataclass(frozen=True, slots=True)
class VersionDrafted:
    number: int

    def sentence(self) -> str:
        return _("Soạn dự thảo phiên bản %(number)s") % {"number": self.number}


@event("catalog.version_discarded")
@dataclass(frozen=True, slots=True)
class VersionDiscarded:
    number: int

    def sentence(self) -> str:
        return _("Bỏ dự thảo phiên bản %(number)s") % {"number": self.number}


@event("catalog.process_edited")
@dataclass(frozen=True, slots=True)
class ProcessEdited:
    process_id: int
    number: int

    def sentence(self) -> str:
        return _("Lưu dự thảo quy trình nội bộ, bản %(number)s") % {"number": self.number}


@event("catalog.process_discarded")
@dataclass(frozen=True, slots=True)
class ProcessDiscarded:
    number: int

    def sentence(self) -> str:
        return _("Bỏ dự thảo quy trình nội bộ, bản %(number)s") % {"number": self.number}


@event("catalog.fee_set")
@dataclass(frozen=True, slots=True)
class FeeSet:
    rule_id: int
    amount_vnd: int

    def sentence(self) -> str:
        return _("Ghi mức phí %(amount)s đồng") % {"amount": words.number(self.amount_vnd)}


@event("catalog.competence_set")
@dataclass(frozen=True, slots=True)
class CompetenceSet:
    row_id: int

    def sentence(self) -> str:
        return _("Ghi cơ quan có thẩm quyền giải quyết")


@event("catalog.term_ended")
@dataclass(frozen=True, slots=True)
class TermEnded:
    what: str
    row_id: int

    def sentence(self) -> str:
        return _("Ghi ngày cuối của một mức phí") if self.what == "fee" else _("Ghi ngày cuối của một thẩm quyền")


@event("catalog.document_repealed")
@dataclass(frozen=True, slots=True)
class DocumentRepealed:
    number: str
    procedures: int

    def sentence(self) -> str:
        return _("Văn bản %(number)s hết hiệu lực, %(count)s thủ tục phải soát") % {
            "number": self.number,
            "count": self.procedures,
        }


@event("catalog.basis_repealed")
@dataclass(frozen=True, slots=True)
class BasisRepealed:
    document_id: int
    number: str

    def sentence(self) -> str:
        return _("Căn cứ %(number)s hết hiệu lực") % {"number": self.number}


@event("catalog.simplification_proposed")
@dataclass(frozen=True, slots=True)
class SimplificationProposed:
    row_id: int

    def sentence(self) -> str:
        return _("Đề xuất đơn giản hóa thủ tục")


@event("catalog.simplification_decided")
@dataclass(frozen=True, slots=True)
class SimplificationDecided:
    row_id: int
    approved: bool

    def sentence(self) -> str:
        return _("Thông qua đề xuất đơn giản hóa") if self.approved else _("Không thông qua đề xuất đơn giản hóa")


@event("catalog.simplification_announced")
@dataclass(frozen=True, slots=True)
class SimplificationAnnounced:
    row_id: int

    def sentence(self) -> str:
        return _("Công bố thủ tục đã đơn giản hóa")
