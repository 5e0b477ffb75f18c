"""Rules of given tasks: where they may go next, who may have which part, when a whole is done. Prose and sources:
docs/rules/tasks.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from congvu.core.errors import N_, DomainError


class Verb(StrEnum):
    RECEIVE = "receive"
    REPORT = "report"
    CLAIM = "claim"
    ACCEPT = "accept"
    RETURN = "return"
    WITHDRAW = "withdraw"


_WORKING: Final = frozenset({"assigned", "in_progress", "returned"})
_OPEN: Final = _WORKING | {"claimed"}
_LEADS_TO: Final[dict[Verb, tuple[frozenset[str], str | None]]] = {
    Verb.RECEIVE: (frozenset({"assigned"}), "in_progress"),
    Verb.REPORT: (_WORKING, None),
    Verb.CLAIM: (_WORKING, "claimed"),
    Verb.ACCEPT: (frozenset({"claimed"}), "accepted"),
    Verb.RETURN: (frozenset({"claimed"}), "returned"),
    Verb.WITHDRAW: (_OPEN, "withdrawn"),
}


def may(state: str, verb: Verb) -> bool:
    return state in _LEADS_TO[verb][0]


def after(state: str, verb: Verb) -> str:
    """The state that the verb leads to; the caller has asked `may`.

    >>> after("claimed", Verb.RETURN), after("returned", Verb.REPORT), after("assigned", Verb.REPORT)
    ('returned', 'returned', 'in_progress')
    """
    from_states, to = _LEADS_TO[verb]
    if state not in from_states:
        raise ValueError(f"{verb} does not follow {state}")
    return to or ("in_progress" if state == "assigned" else state)


class DueBeforeAssigned(DomainError):
    code = "task_due_before_assigned"
    sentence = N_("Hạn %(due)s trước ngày giao %(assigned)s; hãy sửa một trong hai.")
    status = 422


class AssignedBeforeDirective(DomainError):
    code = "task_assigned_before_directive"
    sentence = N_("Ngày giao %(assigned)s trước ngày văn bản %(issued)s; hãy sửa một trong hai.")
    status = 422


class AssignedLater(DomainError):
    code = "task_assigned_in_future"
    sentence = N_("Ngày giao %(assigned)s chưa đến; hãy ghi ngày hôm nay hoặc trước đó.")
    status = 422


class TwoLeads(DomainError):
    """NĐ 191/2026/NĐ-CP, Điều 2: one task, exactly one lead."""

    code = "task_two_leads"
    sentence = N_(
        "Mỗi nhiệm vụ chỉ có một đơn vị chủ trì, ở đây ghi %(count)s (%(units)s). Hãy chọn một, các đơn vị còn lại ghi "
        "phối hợp; hoặc tách thành nhiều nhiệm vụ."
    )
    status = 422


class NoLead(DomainError):
    code = "task_no_lead"
    sentence = N_("Hãy chọn đơn vị chủ trì.")
    status = 422


class CoordinatingIsLead(DomainError):
    code = "task_coordinating_is_lead"
    sentence = N_("Đơn vị chủ trì không đồng thời là đơn vị phối hợp; hãy bỏ đơn vị đó khỏi danh sách phối hợp.")
    status = 422


class PartTwice(DomainError):
    code = "task_part_twice"
    sentence = N_("Một đơn vị phối hợp được ghi hai lần; hãy giữ một.")
    status = 422


class PartDueLater(DomainError):
    code = "task_part_due_later"
    sentence = N_("Hạn của đơn vị phối hợp (%(part)s) sau hạn của nhiệm vụ (%(due)s); phần phối hợp phải xong trước.")
    status = 422


class ContentMissing(DomainError):
    code = "task_content_missing"
    sentence = N_("Hãy ghi nội dung nhiệm vụ.")
    status = 422


class SecretNotHere(DomainError):
    """QĐ 23/2018/QĐ-TTg: secret documents are followed apart and never put into an open system."""

    code = "task_secret"
    sentence = N_(
        "Nhiệm vụ thuộc danh mục bí mật nhà nước (%(level)s) không được nhập ở đây: theo Quyết định 23/2018/QĐ-TTg, "
        "văn bản mật được theo dõi riêng, không đưa lên hệ thống này."
    )
    status = 422


class CircularSplit(DomainError):
    code = "task_circular_split"
    sentence = N_("Không chia ngược lại cho nơi đã giao việc này (%(unit)s); hãy dùng “Đề nghị chuyển đơn vị”.")
    status = 422


class CircularTree(DomainError):
    code = "task_circular_tree"
    sentence = N_("%(code)s nằm trong chính nhánh của nhiệm vụ này nên không thể là việc cấp trên của nó.")
    status = 422


class ChildDueLater(DomainError):
    code = "task_child_due_later"
    sentence = N_("Hạn phần việc (%(child)s) sau hạn của nhiệm vụ được chia (%(due)s); hãy chọn ngày sớm hơn.")
    status = 422


SECRET: Final = {
    "secret": N_("mật"), "mật": N_("mật"), "mat": N_("mật"),
    "top_secret": N_("tối mật"), "tối mật": N_("tối mật"), "toi mat": N_("tối mật"),
    "absolute_secret": N_("tuyệt mật"), "tuyệt mật": N_("tuyệt mật"), "tuyet mat": N_("tuyệt mật"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PartGiven:
    """A coordinating unit: what it helps with, by when (None: with the task)."""

    unit_id: int
    work: str = ""
    due_on: date | None = None


def require_sound(
    *,
    content: str,
    lead_unit_ids: Sequence[int],
    coordinating: Sequence[PartGiven],
    assigned_on: date,
    due_on: date | None,
    issued_on: date | None = None,
    confidentiality: str = "normal",
    today: date,
) -> None:
    """What a task must be before anybody is given it. Raises one of the refusals above."""
    if level := SECRET.get(confidentiality.strip().lower()):
        raise SecretNotHere(field="confidentiality", level=level)
    if not content.strip():
        raise ContentMissing(field="content")
    if not lead_unit_ids:
        raise NoLead(field="lead_unit")
    if len(set(lead_unit_ids)) > 1:
        raise TwoLeads(field="lead_unit", count=len(set(lead_unit_ids)), units=", ".join(map(str, lead_unit_ids)))
    units = [part.unit_id for part in coordinating]
    if lead_unit_ids[0] in units:
        raise CoordinatingIsLead(field="coordinating")
    if len(set(units)) < len(units):
        raise PartTwice(field="coordinating")
    if assigned_on > today:
        raise AssignedLater(field="assigned_on", assigned=_shown(assigned_on))
    if issued_on and assigned_on < issued_on:
        raise AssignedBeforeDirective(field="assigned_on", assigned=_shown(assigned_on), issued=_shown(issued_on))
    require_due_order(assigned_on=assigned_on, due_on=due_on, parts=[part.due_on for part in coordinating])


def require_due_order(*, assigned_on: date, due_on: date | None, parts: Iterable[date | None]) -> None:
    """Raises DueBeforeAssigned, PartDueLater."""
    if due_on is not None and due_on < assigned_on:
        raise DueBeforeAssigned(field="due_on", due=_shown(due_on), assigned=_shown(assigned_on))
    for part in parts:
        if part is not None and part < assigned_on:
            raise DueBeforeAssigned(field="coordinating", due=_shown(part), assigned=_shown(assigned_on))
        if part is not None and due_on is not None and part > due_on:
            raise PartDueLater(field="coordinating", part=_shown(part), due=_shown(due_on))


def require_no_circle(*, lead_unit_id: int, above: Iterable[int], name: str) -> None:
    """`above`: the units that gave the task that is split, and all who gave what it came from. Raises CircularSplit."""
    if lead_unit_id in set(above):
        raise CircularSplit(field="lead_unit", unit=name)


@dataclass(frozen=True, slots=True)
class Child:
    """A part that a task was split into, with its own roll-up already applied."""

    state: str
    percent: Fraction


def rolled_up(own_percent: int, children: Sequence[Child]) -> Fraction:
    """How far a task is: of a split one the plain mean of its children, each counting the same; an accepted child is
    100, a withdrawn one does not count. Without children what its lead reported. Accepted or not is never rolled up.

    >>> done, going = Child("accepted", Fraction(100)), Child("in_progress", Fraction(25))
    >>> rolled_up(10, [done, going, Child("withdrawn", Fraction(0))])
    Fraction(125, 2)
    """
    counted = [
        Fraction(100) if one.state == "accepted" else one.percent for one in children if one.state != "withdrawn"
    ]
    return sum(counted, Fraction(0)) / len(counted) if counted else Fraction(own_percent)


def all_done(children: Sequence[str]) -> bool:
    """Whether everything a task was split into is accepted or withdrawn: only then may it be claimed."""
    return all(state in ("accepted", "withdrawn") for state in children)


def _shown(day: date) -> str:
    return day.strftime("%d/%m/%Y")
