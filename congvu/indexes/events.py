"""What can have happened to a criteria set, a round, a unit in it. Points are numbers; words stay in the rows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.ledger.events import event


@event("index.set_loaded")
@dataclass(frozen=True, slots=True)
class SetLoaded:
    code: str
    version: int
    criteria: int
    digest: str

    def sentence(self) -> str:
        return _("Nạp bộ tiêu chí, %(count)s dòng") % {"count": self.criteria}


@event("index.finding_accepted")
@dataclass(frozen=True, slots=True)
class FindingAccepted:
    place: str
    finding: str
    digest: str

    def sentence(self) -> str:
        return _("Chấp nhận bằng văn bản điểm lệch ở %(place)s") % {"place": self.place or "–"}


@event("index.set_published")
@dataclass(frozen=True, slots=True)
class SetPublished:
    digest: str

    def sentence(self) -> str:
        return _("Ban hành bộ tiêu chí")


@event("index.criterion_changed")
@dataclass(frozen=True, slots=True)
class CriterionChanged:
    criterion: str

    def sentence(self) -> str:
        return _("Sửa tiêu chí %(code)s") % {"code": self.criterion}


@event("index.round_planned")
@dataclass(frozen=True, slots=True)
class RoundPlanned:
    code: str
    set_id: int
    rehearsal: bool

    def sentence(self) -> str:
        return _("Lập đợt chấm thử") if self.rehearsal else _("Lập đợt đánh giá")


@event("index.round_opened")
@dataclass(frozen=True, slots=True)
class RoundOpened:
    units: int
    criteria: int

    def sentence(self) -> str:
        return _("Mở đợt cho %(units)s đơn vị, %(criteria)s tiêu chí") % {
            "units": self.units, "criteria": self.criteria,
        }  # fmt: skip


@event("index.appraiser_assigned")
@dataclass(frozen=True, slots=True)
class AppraiserAssigned:
    body_id: int
    criteria: str

    def sentence(self) -> str:
        return _("Phân công thẩm định tiêu chí %(codes)s") % {"codes": self.criteria}


@event("index.version_changed")
@dataclass(frozen=True, slots=True)
class VersionChanged:
    before_id: int
    after_id: int
    carried: int
    dropped: int

    def sentence(self) -> str:
        return _("Chuyển sang phiên bản mới của bộ tiêu chí: giữ %(carried)s điểm, bỏ %(dropped)s") % {
            "carried": self.carried, "dropped": self.dropped,
        }  # fmt: skip


@event("index.scores_loaded")
@dataclass(frozen=True, slots=True)
class ScoresLoaded:
    rows: int

    def sentence(self) -> str:
        return _("Nạp %(rows)s dòng điểm từ tệp") % {"rows": self.rows}


@event("index.self_scored")
@dataclass(frozen=True, slots=True)
class SelfScored:
    criterion: str
    points: str
    proposed: str

    def sentence(self) -> str:
        return _("Tự chấm %(code)s: %(points)s điểm") % {"code": self.criterion, "points": self.points or "–"}


@event("index.excluded")
@dataclass(frozen=True, slots=True)
class Excluded:
    criterion: str

    def sentence(self) -> str:
        return _("Ghi %(code)s không áp dụng cho đơn vị") % {"code": self.criterion}


@event("index.evidence_added")
@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    criterion: str
    evidence_id: int
    sha256: str

    def sentence(self) -> str:
        return _("Nộp minh chứng cho %(code)s") % {"code": self.criterion}


@event("index.evidence_removed")
@dataclass(frozen=True, slots=True)
class EvidenceRemoved:
    criterion: str
    evidence_id: int

    def sentence(self) -> str:
        return _("Rút minh chứng của %(code)s") % {"code": self.criterion}


@event("index.self_approved")
@dataclass(frozen=True, slots=True)
class SelfApproved:
    criteria: int

    def sentence(self) -> str:
        return _("Lãnh đạo đơn vị duyệt bản tự chấm, gửi thẩm định")


@event("index.gone_on_without")
@dataclass(frozen=True, slots=True)
class GoneOnWithout:
    missing: int
    silent: bool = False

    def sentence(self) -> str:
        if self.silent:
            return _("Hết hạn giải trình, điểm thẩm định giữ nguyên")
        return _("Hết hạn, chuyển thẩm định khi đơn vị chưa duyệt bản tự chấm (%(count)s tiêu chí chưa chấm)") % {
            "count": self.missing
        }


@event("index.sent_back")
@dataclass(frozen=True, slots=True)
class SentBack:
    unit_id: int

    def sentence(self) -> str:
        return _("Trả bản tự chấm để đơn vị bổ sung")


@event("index.appraised")
@dataclass(frozen=True, slots=True)
class Appraised:
    criterion: str
    stage: int
    points: str
    before: str

    def sentence(self) -> str:
        return _("Thẩm định lần %(stage)s, %(code)s: %(points)s điểm") % {
            "stage": self.stage, "code": self.criterion, "points": self.points,
        }  # fmt: skip


@event("index.asked")
@dataclass(frozen=True, slots=True)
class Asked:
    criterion: str

    def sentence(self) -> str:
        return _("Hỏi giải trình về %(code)s") % {"code": self.criterion}


@event("index.handed_over")
@dataclass(frozen=True, slots=True)
class HandedOver:
    body_id: int
    stage: int

    def sentence(self) -> str:
        return _("Xong phần thẩm định lần %(stage)s") % {"stage": self.stage}


@event("index.appealed")
@dataclass(frozen=True, slots=True)
class Appealed:
    criterion: str

    def sentence(self) -> str:
        return _("Giải trình, đề nghị xem lại %(code)s") % {"code": self.criterion}


@event("index.explained")
@dataclass(frozen=True, slots=True)
class Explained:
    appeals: int

    def sentence(self) -> str:
        return _("Lãnh đạo đơn vị gửi bản giải trình, %(count)s tiêu chí") % {"count": self.appeals}


@event("index.remarked")
@dataclass(frozen=True, slots=True)
class Remarked:
    criterion: str
    remark_id: int

    def sentence(self) -> str:
        return _("Trao đổi về %(code)s") % {"code": self.criterion}


@event("index.points_entered")
@dataclass(frozen=True, slots=True)
class PointsEntered:
    criterion: str
    points: str
    sample: int

    def sentence(self) -> str:
        return _("Ghi điểm %(code)s: %(points)s") % {"code": self.criterion, "points": self.points}


@event("index.corrected")
@dataclass(frozen=True, slots=True)
class Corrected:
    """Points changed after the signed lock; the reason stands with the score."""

    criterion: str
    points: str
    before: str

    def sentence(self) -> str:
        return _("Sửa điểm %(code)s sau khi chốt: %(before)s → %(points)s") % {
            "code": self.criterion, "before": self.before or "–", "points": self.points,
        }  # fmt: skip


@event("index.locked")
@dataclass(frozen=True, slots=True)
class Locked:
    units: int
    digest: str

    def sentence(self) -> str:
        return _("Ký chốt điểm của %(units)s đơn vị") % {"units": self.units}


@event("index.published")
@dataclass(frozen=True, slots=True)
class Published:
    publication_id: int
    number: int
    digest: str

    def sentence(self) -> str:
        return _("Công bố kết quả lần %(number)s") % {"number": self.number}


@event("index.repair_planned")
@dataclass(frozen=True, slots=True)
class RepairPlanned:
    criterion: str
    repair_id: int
    task: str

    def sentence(self) -> str:
        if self.task:
            return _("Giao nhiệm vụ khắc phục %(code)s: %(task)s") % {"code": self.criterion, "task": self.task}
        return _("Lập việc khắc phục cho %(code)s") % {"code": self.criterion}


@event("index.repair_done")
@dataclass(frozen=True, slots=True)
class RepairDone:
    criterion: str
    repair_id: int

    def sentence(self) -> str:
        return _("Xong việc khắc phục %(code)s") % {"code": self.criterion}
