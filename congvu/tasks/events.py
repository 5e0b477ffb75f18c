"""What can have happened to a task or a directive. Names, contents and reasons live in the rows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.ledger.events import event


@event("directive.entered")
@dataclass(frozen=True, slots=True)
class DirectiveEntered:
    number: str
    issued_on: str
    clauses: int

    def sentence(self) -> str:
        return _("Nhập văn bản %(number)s") % {"number": self.number}


@event("directive.tasks_given")
@dataclass(frozen=True, slots=True)
class TasksGiven:
    count: int
    assigned_on: str

    def sentence(self) -> str:
        return _("Giao %(count)s nhiệm vụ từ văn bản") % {"count": self.count}


@event("directive.clause_without_task")
@dataclass(frozen=True, slots=True)
class ClauseWithoutTask:
    clause_id: int
    label: str

    def sentence(self) -> str:
        return _("Mục %(label)s không giao việc, có ghi lý do") % {"label": self.label}


@event("task.given")
@dataclass(frozen=True, slots=True)
class Given:
    code: str
    lead_unit_id: int
    coordinating: tuple[int, ...]
    assigned_on: str
    due_on: str
    directive_id: int | None = None
    parent_id: int | None = None

    def sentence(self) -> str:
        return _("Giao nhiệm vụ")


@event("task.loaded")
@dataclass(frozen=True, slots=True)
class Loaded:
    """History of an older system: it happened then, it is written down now."""

    code: str
    status: str
    due_on: str

    def sentence(self) -> str:
        words = {
            "open": _("đang thực hiện"), "done": _("đã báo xong"), "accepted": _("đã hoàn thành"),
            "returned": _("bị trả lại"), "withdrawn": _("đã thu hồi"),
        }  # fmt: skip
        return _("Nạp từ hệ thống cũ: %(status)s") % {"status": words.get(self.status, self.status)}


@event("task.received")
@dataclass(frozen=True, slots=True)
class Received:
    part_id: int

    def sentence(self) -> str:
        return _("Đơn vị nhận nhiệm vụ")


@event("task.objected")
@dataclass(frozen=True, slots=True)
class Objected:
    objection_id: int
    kind: str
    to_unit_id: int | None

    def sentence(self) -> str:
        if self.kind == "move":
            return _("Đề nghị chuyển sang đơn vị khác, chờ nơi giao trả lời")
        return _("Từ chối nhận, nêu lý do, chờ nơi giao trả lời")


@event("task.objection_decided")
@dataclass(frozen=True, slots=True)
class ObjectionDecided:
    objection_id: int
    agreed: bool
    kind: str

    def sentence(self) -> str:
        if not self.agreed:
            return _("Nơi giao không đồng ý, nhiệm vụ vẫn của đơn vị")
        return _("Nơi giao đồng ý chuyển đơn vị chủ trì") if self.kind == "move" else _("Nơi giao đồng ý rút lại")


@event("task.person_assigned")
@dataclass(frozen=True, slots=True)
class PersonAssigned:
    part_id: int
    person_id: int | None

    def sentence(self) -> str:
        return _("Phân công người thực hiện trong đơn vị")


@event("task.progress_reported")
@dataclass(frozen=True, slots=True)
class ProgressReported:
    progress_id: int
    part_id: int
    percent: int

    def sentence(self) -> str:
        return _("Báo cáo tiến độ: %(percent)s %%") % {"percent": self.percent}


@event("task.part_done")
@dataclass(frozen=True, slots=True)
class PartDone:
    part_id: int

    def sentence(self) -> str:
        return _("Xong phần phối hợp")


@event("task.parts_changed")
@dataclass(frozen=True, slots=True)
class PartsChanged:
    added: tuple[int, ...]
    released: tuple[int, ...]

    def sentence(self) -> str:
        return _("Thay đổi đơn vị phối hợp")


@event("task.blocked")
@dataclass(frozen=True, slots=True)
class Blocked:
    block_id: int
    by_unit_id: int

    def sentence(self) -> str:
        return _("Báo vướng ở đơn vị khác")


@event("task.unblocked")
@dataclass(frozen=True, slots=True)
class Unblocked:
    block_id: int

    def sentence(self) -> str:
        return _("Đã gỡ vướng")


@event("task.claimed")
@dataclass(frozen=True, slots=True)
class Claimed:
    claim_id: int
    number: int

    def sentence(self) -> str:
        return _("Báo hoàn thành lần %(number)s") % {"number": self.number}


@event("task.accepted")
@dataclass(frozen=True, slots=True)
class Accepted:
    claim_id: int
    done_on: str

    def sentence(self) -> str:
        return _("Chấp nhận hoàn thành")


@event("task.returned")
@dataclass(frozen=True, slots=True)
class Returned:
    claim_id: int
    times: int

    def sentence(self) -> str:
        return _("Trả lại lần %(times)s, chưa đạt yêu cầu") % {"times": self.times}


@event("task.withdrawn")
@dataclass(frozen=True, slots=True)
class Withdrawn:
    code: str

    def sentence(self) -> str:
        return _("Thu hồi nhiệm vụ")


@event("task.starred")
@dataclass(frozen=True, slots=True)
class Starred:
    starred: bool

    def sentence(self) -> str:
        return _("Gắn sao, theo dõi riêng") if self.starred else _("Bỏ sao")


@event("task.split")
@dataclass(frozen=True, slots=True)
class Split:
    children: tuple[int, ...]

    def sentence(self) -> str:
        return _("Chia thành %(count)s phần việc") % {"count": len(self.children)}


@event("task.placed_under")
@dataclass(frozen=True, slots=True)
class PlacedUnder:
    parent_id: int | None

    def sentence(self) -> str:
        return _("Xếp vào một nhiệm vụ cấp trên") if self.parent_id else _("Tách khỏi nhiệm vụ cấp trên")


@event("task.evidence_added")
@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    evidence_id: int
    sha256: str

    def sentence(self) -> str:
        return _("Thêm minh chứng")


@event("task.evidence_withdrawn")
@dataclass(frozen=True, slots=True)
class EvidenceWithdrawn:
    evidence_id: int

    def sentence(self) -> str:
        return _("Rút một minh chứng, vẫn còn trong danh sách")


@event("task.lead_moved")
@dataclass(frozen=True, slots=True)
class LeadMoved:
    from_unit_id: int
    to_unit_id: int

    def sentence(self) -> str:
        return _("Chuyển đơn vị chủ trì")


@event("task.unit_succeeded")
@dataclass(frozen=True, slots=True)
class UnitSucceeded:
    part_id: int
    from_unit_id: int
    to_unit_id: int

    def sentence(self) -> str:
        return _("Đơn vị không còn; đơn vị kế tục nhận phần việc, hạn giữ nguyên")


@event("task.rules_set")
@dataclass(frozen=True, slots=True)
class RulesSet:
    entry_days: int
    update_days: int
    decision_days: int
    extension_lead_days: int
    extension_most: int
    extension_approver: str

    def sentence(self) -> str:
        return _("Đặt quy tắc nhiệm vụ của đơn vị")


@event("task.urging_rule_set")
@dataclass(frozen=True, slots=True)
class UrgingRuleSet:
    kind: str
    before_days: int
    next_chief_days: int

    def sentence(self) -> str:
        return _("Đặt quy tắc nhắc nhiệm vụ")


@event("task.template_made")
@dataclass(frozen=True, slots=True)
class TemplateMade:
    template_id: int

    def sentence(self) -> str:
        return _("Lập mẫu nhiệm vụ")


@event("task.template_paused")
@dataclass(frozen=True, slots=True)
class TemplatePaused:
    template_id: int

    def sentence(self) -> str:
        return _("Tạm dừng việc định kỳ")


@event("task.template_resumed")
@dataclass(frozen=True, slots=True)
class TemplateResumed:
    template_id: int
    next_on: str

    def sentence(self) -> str:
        return _("Cho việc định kỳ chạy tiếp")
