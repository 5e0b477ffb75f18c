"""What the counter takes in: the applicant, the papers, the way in, checked for shape. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from congvu.core.errors import N_, DomainError
from congvu.core.identity import personal_number, phone, tax_code


class Checked(StrEnum):
    """What the officer found about a paper."""

    HANDED_IN = "handed_in"
    FROM_DATA = "from_data"
    NOT_NEEDED = "not_needed"
    MISSING = "missing"
    OPEN = ""


class ApplicantNameMissing(DomainError):
    code = "applicant_name_missing"
    sentence = N_("Hãy ghi họ và tên người nộp.")
    status = 422


class PapersNotChecked(DomainError):
    """Some papers were not looked at yet."""

    code = "papers_not_checked"
    sentence = N_("Còn %(count)s giấy tờ chưa kiểm, đầu tiên là “%(paper)s”. Hãy đánh dấu từng mục rồi tiếp nhận.")
    status = 422


class PapersMissing(DomainError):
    """Accepted is only what is complete."""

    code = "papers_missing"
    sentence = N_("Hồ sơ còn thiếu: %(papers)s. Hãy in phiếu yêu cầu bổ sung, chưa tiếp nhận được.")


class PaperUnknown(DomainError):
    code = "paper_unknown"
    sentence = N_("Thủ tục không có giấy tờ số %(position)s. Hãy tải lại trang để lấy danh sách hiện hành.")
    status = 422


class SubmittedLater(DomainError):
    """Handed in after it was accepted."""

    code = "submitted_later"
    sentence = N_("Thời điểm nộp %(submitted)s sau thời điểm tiếp nhận %(accepted)s; hãy ghi lại cho đúng.")
    status = 422


class AcknowledgedOutside(DomainError):
    """Acknowledged before it was handed in, or after it was accepted."""

    code = "acknowledged_outside"
    sentence = N_(
        "Thời điểm báo đã nhận phải từ lúc nộp %(submitted)s đến lúc tiếp nhận %(accepted)s; hãy ghi lại cho đúng."
    )
    status = 422


class NoSuchUnit(DomainError):
    """The unit that is to decide does not exist on that day."""

    code = "no_such_competent_unit"
    sentence = N_("Đơn vị giải quyết được chọn không tồn tại hôm nay. Hãy chọn lại.")
    status = 422


@dataclass(frozen=True, slots=True)
class ApplicantFacts:
    """Who asks. `identifier` is a personal number (a person) or a tax code (an organisation)."""

    name: str
    identifier: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""
    kind: str = "person"


def applicant_facts(given: ApplicantFacts, *, today: date) -> ApplicantFacts:
    """The same with tidy numbers. Raises what `core.identity` raises, and ApplicantNameMissing."""
    name = " ".join(given.name.split())
    if not name:
        raise ApplicantNameMissing(field="applicant_name")
    number = given.identifier.strip()
    if number:
        read = personal_number if given.kind == "person" else tax_code
        number = read(number, today=today, field="identifier")
    called = phone(given.phone, field="phone") if given.phone.strip() else ""
    return ApplicantFacts(name, number, called, given.address.strip(), given.email.strip(), given.kind)


@dataclass(frozen=True, slots=True)
class PaperSlot:
    """A paper that the procedure asks for."""

    position: int
    name: str
    originals: int
    copies: int


@dataclass(frozen=True, slots=True)
class PaperCheck:
    position: int
    checked: Checked


def require_complete(slots: Sequence[PaperSlot], checks: Sequence[PaperCheck]) -> list[tuple[PaperSlot, Checked]]:
    """Every paper with what was found about it. Raises PaperUnknown, PapersNotChecked, PapersMissing."""
    found = {check.position: check.checked for check in checks}
    for position in found:
        if position not in {slot.position for slot in slots}:
            raise PaperUnknown(field="papers", position=position)
    left = [slot for slot in slots if found.get(slot.position, Checked.OPEN) is Checked.OPEN]
    if left:
        raise PapersNotChecked(field=f"paper_{left[0].position}", count=len(left), paper=left[0].name)
    missing = [slot for slot in slots if found[slot.position] is Checked.MISSING]
    if missing:
        raise PapersMissing(field=f"paper_{missing[0].position}", papers="; ".join(slot.name for slot in missing))
    return [(slot, found[slot.position]) for slot in slots]


@dataclass(frozen=True, slots=True)
class WayIn:
    """How and when it came in. Moments that are absent are those of acceptance."""

    channel: str = "direct"
    submitted_at: datetime | None = None
    acknowledged_at: datetime | None = None
    delivery: str = "direct"
    sets: int = 1
    summary: str = ""
