"""What can have happened to a dossier. Names and free text (reasons, what is missing) live in the rows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.ledger.events import event


@event("dossier.accepted")
@dataclass(frozen=True, slots=True)
class Accepted:
    code: str
    procedure: str
    channel: str
    limit: str
    due_at: str

    def sentence(self) -> str:
        return _("Tiếp nhận hồ sơ, cấp giấy tiếp nhận và hẹn trả kết quả")


@event("dossier.loaded")
@dataclass(frozen=True, slots=True)
class Loaded:
    """History of an older system: it happened then, it is written down now."""

    code: str
    procedure: str
    status: int
    due_at: str

    def sentence(self) -> str:
        return _("Nạp từ hệ thống cũ, trạng thái %(status)s") % {"status": self.status}


@event("dossier.step_claimed")
@dataclass(frozen=True, slots=True)
class StepClaimed:
    run: int
    step: str

    def sentence(self) -> str:
        return _("Nhận xử lý bước “%(step)s”") % {"step": self.step}


@event("dossier.step_assigned")
@dataclass(frozen=True, slots=True)
class StepAssigned:
    run: int
    step: str
    person_id: int

    def sentence(self) -> str:
        return _("Giao người xử lý bước “%(step)s”") % {"step": self.step}


@event("dossier.step_completed")
@dataclass(frozen=True, slots=True)
class StepCompleted:
    run: int
    step: str
    to: str
    to_unit_id: int | None

    def sentence(self) -> str:
        if not self.to:
            return _("Xong bước “%(step)s”") % {"step": self.step}
        return _("Xong bước “%(step)s”, chuyển sang “%(to)s”") % {"step": self.step, "to": self.to}


@event("dossier.sent_back")
@dataclass(frozen=True, slots=True)
class SentBack:
    run: int
    step: str
    to: str

    def sentence(self) -> str:
        return _("Trả lại từ bước “%(step)s” về bước “%(to)s”") % {"step": self.step, "to": self.to}


@event("dossier.received_by_competent")
@dataclass(frozen=True, slots=True)
class ReceivedByCompetent:
    unit_id: int

    def sentence(self) -> str:
        return _("Cơ quan có thẩm quyền đã nhận hồ sơ")


@event("dossier.supplement_requested")
@dataclass(frozen=True, slots=True)
class SupplementRequested:
    supplement_id: int
    number: int

    def sentence(self) -> str:
        return _("Yêu cầu bổ sung lần %(number)s, đồng hồ dừng") % {"number": self.number}


@event("dossier.supplement_received")
@dataclass(frozen=True, slots=True)
class SupplementReceived:
    supplement_id: int
    number: int
    due_at: str

    def sentence(self) -> str:
        return _("Nhận bổ sung lần %(number)s, đồng hồ chạy lại") % {"number": self.number}


@event("dossier.wait_begun")
@dataclass(frozen=True, slots=True)
class WaitBegun:
    run: int
    cause: str

    def sentence(self) -> str:
        if self.cause == "financial_duty":
            return _("Chờ người nộp thực hiện nghĩa vụ tài chính, đồng hồ dừng")
        return _("Chờ giữa hai giai đoạn, đồng hồ dừng")


@event("dossier.wait_ended")
@dataclass(frozen=True, slots=True)
class WaitEnded:
    run: int
    cause: str
    due_at: str

    def sentence(self) -> str:
        if self.cause == "financial_duty":
            return _("Đã thực hiện nghĩa vụ tài chính, đồng hồ chạy lại")
        return _("Bắt đầu giai đoạn tiếp theo, đồng hồ chạy lại")


@event("dossier.decided")
@dataclass(frozen=True, slots=True)
class Decided:
    outcome: str
    result_id: int

    def sentence(self) -> str:
        if self.outcome == "refused":
            return _("Từ chối giải quyết, có nêu lý do")
        return _("Phê duyệt kết quả giải quyết")


@event("dossier.finished")
@dataclass(frozen=True, slots=True)
class Finished:
    outcome: str

    def sentence(self) -> str:
        return _("Đã có kết quả, chờ trả cho người nộp")


@event("dossier.result_returned")
@dataclass(frozen=True, slots=True)
class ResultReturned:
    outcome: str
    delivery: str

    def sentence(self) -> str:
        return _("Trả kết quả cho người nộp")


@event("dossier.not_accepted")
@dataclass(frozen=True, slots=True)
class NotAccepted:
    run: int

    def sentence(self) -> str:
        return _("Không tiếp nhận hồ sơ, có nêu lý do")


@event("dossier.withdrawn")
@dataclass(frozen=True, slots=True)
class Withdrawn:
    runs: int

    def sentence(self) -> str:
        return _("Người nộp rút hồ sơ")


@event("dossier.identifier_revealed")
@dataclass(frozen=True, slots=True)
class IdentifierRevealed:
    what: str

    def sentence(self) -> str:
        if self.what == "phone":
            return _("Xem số điện thoại của người nộp")
        return _("Xem số định danh của người nộp")


@event("dossier.paper_attached")
@dataclass(frozen=True, slots=True)
class PaperAttached:
    attachment_id: int
    sha256: str

    def sentence(self) -> str:
        return _("Đính kèm giấy tờ")


@event("dossier.slip_given")
@dataclass(frozen=True, slots=True)
class SlipGiven:
    slip_id: int
    kind: str
    procedure: str

    def sentence(self) -> str:
        if self.kind == "refusal":
            return _("Từ chối tiếp nhận tại quầy, in phiếu")
        return _("Yêu cầu bổ sung tại quầy, in phiếu")


@event("dossier.process_changed")
@dataclass(frozen=True, slots=True)
class ProcessChanged:
    old: int
    new: int

    def sentence(self) -> str:
        return _("Chuyển sang quy trình bản %(new)s (trước là bản %(old)s)") % {"new": self.new, "old": self.old}
