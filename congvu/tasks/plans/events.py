"""What can have happened to a plan and to its items. Names and free text live in the rows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.ledger.events import event


@event("plan.drafted")
@dataclass(frozen=True, slots=True)
class Drafted:
    version: int

    def sentence(self) -> str:
        return _("Soạn dự thảo") if self.version == 1 else _("Soạn bản điều chỉnh %(n)s") % {"n": self.version}


@event("plan.line_written")
@dataclass(frozen=True, slots=True)
class LineWritten:
    version: int
    item: str

    def sentence(self) -> str:
        return _("Ghi mục %(item)s vào dự thảo") % {"item": self.item}


@event("plan.line_removed")
@dataclass(frozen=True, slots=True)
class LineRemoved:
    version: int
    item: str

    def sentence(self) -> str:
        return _("Bỏ mục %(item)s khỏi dự thảo") % {"item": self.item}


@event("plan.approved")
@dataclass(frozen=True, slots=True)
class Approved:
    version: int
    document_no: str
    document_date: str
    added: int
    removed: int
    changed: int

    def sentence(self) -> str:
        if self.version == 1:
            return _("Ban hành kế hoạch, văn bản %(no)s") % {"no": self.document_no or "–"}
        return _("Ban hành bản điều chỉnh %(n)s: thêm %(added)s, bỏ %(removed)s, sửa %(changed)s mục") % {
            "n": self.version, "added": self.added, "removed": self.removed, "changed": self.changed,
        }  # fmt: skip


@event("plan.units_named")
@dataclass(frozen=True, slots=True)
class UnitsNamed:
    count: int
    due_on: str

    def sentence(self) -> str:
        return _("Yêu cầu %(count)s đơn vị ban hành kế hoạch của mình") % {"count": self.count}


@event("plan.loaded")
@dataclass(frozen=True, slots=True)
class Loaded:
    items: int

    def sentence(self) -> str:
        return _("Nạp kế hoạch từ tệp, %(items)s mục") % {"items": self.items}


@event("plan_item.begun")
@dataclass(frozen=True, slots=True)
class Begun:
    version: int
    lead_unit_id: int
    due_on: str

    def sentence(self) -> str:
        return _("Giao đơn vị chủ trì thực hiện")


@event("plan_item.changed")
@dataclass(frozen=True, slots=True)
class Changed:
    version: int
    fields: tuple[str, ...]

    def sentence(self) -> str:
        return _("Điều chỉnh theo bản %(n)s") % {"n": self.version}


@event("plan_item.withdrawn")
@dataclass(frozen=True, slots=True)
class Withdrawn:
    version: int

    def sentence(self) -> str:
        return _("Bỏ khỏi kế hoạch theo bản %(n)s") % {"n": self.version}


@event("plan_item.read")
@dataclass(frozen=True, slots=True)
class Read:
    reading_id: int
    value: str
    on: str

    def sentence(self) -> str:
        return _("Báo số liệu: %(value)s") % {"value": self.value}


@event("plan_item.evidence_attached")
@dataclass(frozen=True, slots=True)
class EvidenceAttached:
    attachment_id: int
    sha256: str

    def sentence(self) -> str:
        return _("Đính kèm minh chứng")


@event("plan_item.claimed")
@dataclass(frozen=True, slots=True)
class Claimed:
    claim_id: int
    number: int
    done_on: str

    def sentence(self) -> str:
        return _("Báo đã xong, chờ đơn vị ban hành chấp nhận")


@event("plan_item.accepted")
@dataclass(frozen=True, slots=True)
class Accepted:
    claim_id: int
    number: int

    def sentence(self) -> str:
        return _("Chấp nhận hoàn thành")


@event("plan_item.returned")
@dataclass(frozen=True, slots=True)
class Returned:
    claim_id: int
    number: int

    def sentence(self) -> str:
        return _("Trả lại, chưa đạt yêu cầu")


@event("plan_item.loaded")
@dataclass(frozen=True, slots=True)
class ItemLoaded:
    status: str
    done_on: str

    def sentence(self) -> str:
        return _("Nạp từ tệp")
