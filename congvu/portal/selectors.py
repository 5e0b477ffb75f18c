"""What the public may know of a dossier: by its code alone only how far it is; with the secret of the receipt more."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.core.numbering import issued_code
from congvu.core.process import Role
from congvu.core.text import shorten_name
from congvu.dossiers.models import Dossier, State, StepRun
from congvu.dossiers.promise import why_lines
from congvu.dossiers.selectors.matter import legal_explanation
from congvu.faces import words
from congvu.faces.parts import Deadline
from congvu.obligations.deadlines import deadline_of
from congvu.obligations.models import Obligation
from congvu.obligations.names import unit_names


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop on the way. state: ok, now2 or empty (to come)."""

    name: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What a page shows. Without `full`, only code, procedure, state and date."""

    code: str
    procedure: str
    full: bool
    applicant: str
    doing: str
    turn: str
    you: str
    you_must: bool
    deadline: Deadline | None
    promised_on: date | None
    where: str
    why: tuple[str, ...]
    first_promise: str
    path: tuple[Stop, ...]


DOING = {
    State.IN_PROGRESS: N_("Đang được giải quyết"), State.WAITING_SUPPLEMENT: N_("Chờ ông/bà bổ sung giấy tờ"),
    State.WAITING_DUTY: N_("Chờ ông/bà thực hiện nghĩa vụ tài chính"),
    State.WAITING_OUTSIDE: N_("Đang chờ cơ quan khác trả lời"),
    State.TO_RETURN: N_("Đã có kết quả, mời ông/bà đến nhận"),
    State.RETURNED: N_("Đã trả kết quả"), State.NOT_ACCEPTED: N_("Không được tiếp nhận"),
    State.WITHDRAWN: N_("Ông/bà đã rút hồ sơ"), State.STOPPED: N_("Đã dừng xử lý"),
}  # fmt: skip
BY_ROLE = {
    Role.RECEIVING: N_("Đã nhận, đang kiểm tra"), Role.SPECIALIST: N_("Đang được thẩm định"),
    Role.DIVISION_HEAD: N_("Đang được soát xét"), Role.SIGNING_LEADER: N_("Đang chờ ký duyệt"),
    Role.CLERK: N_("Đang phát hành kết quả"), Role.RETURNING: N_("Đã có kết quả, mời ông/bà đến nhận"),
}  # fmt: skip
NOTHING_TO_DO = N_("Ông/bà chưa phải làm gì.")


def progress(code: str, secret: str, *, now: datetime) -> Progress | None:
    """None for a code that does not exist. A wrong secret shows no more than no secret."""
    try:
        tidy = issued_code(code)
    except DomainError:
        return None
    d = Dossier.objects.select_related("version__procedure", "applicant").filter(code=tidy).first()
    if d is None:
        return None
    tidy_secret = "".join(secret.upper().split())
    full = bool(tidy_secret) and hmac.compare_digest(d.receipt_secret.encode(), tidy_secret.encode())
    runs = list(StepRun.objects.filter(dossier=d).order_by("number"))
    current = next((run for run in runs if run.closed_at is None and not run.arrived), None)
    legal = Obligation.objects.filter(pk=d.obligation_id).first() if d.obligation_id else None
    units = unit_names([d.received_unit_id, current.unit_id if current else None], day_of(now))
    must, you = _you(d, full)
    holder = current.unit_id if current and not current.waits_for else None
    return Progress(
        code=d.code, procedure=d.version.name, full=full, applicant=shorten_name(d.applicant.name) if full else "",
        doing=_doing(d, current), turn=units.get(holder or 0, "") if full else "",
        you=you, you_must=must, deadline=deadline_of(legal, now=now, long=True), promised_on=_on(legal),
        where=units.get(d.received_unit_id, "") if full else "", why=tuple(_why(d, legal, now)) if full else (),
        first_promise=_first_promise(d, legal) if full else "", path=tuple(_path(runs, units)) if full else (),
    )  # fmt: skip


def _doing(d: Dossier, current: StepRun | None) -> str:
    if d.state == State.IN_PROGRESS and current:
        return _(BY_ROLE[Role(current.role)])
    return _(DOING[State(d.state)])


def _you(d: Dossier, full: bool) -> tuple[bool, str]:
    """What the citizen must do; what exactly is missing is told only with the secret."""
    if d.state == State.WAITING_SUPPLEMENT:
        asked = d.supplements.filter(received_at=None).first()
        return True, asked.missing if full and asked else _("Hãy bổ sung giấy tờ theo phiếu đã gửi.")
    if d.state == State.WAITING_DUTY:
        return True, _("Hãy nộp tiền theo thông báo, rồi báo lại nơi nhận hồ sơ.")
    if d.state == State.TO_RETURN:
        return True, _("Mang theo giấy hẹn và căn cước khi đến nhận.")
    if d.has_ended:
        return False, _("Hồ sơ đã kết thúc.")
    return False, _(NOTHING_TO_DO)


def _on(legal: Obligation | None) -> date | None:
    return day_of(legal.due_at) if legal and legal.due_at else None


def _why(d: Dossier, legal: Obligation | None, now: datetime) -> list[str]:
    explanation = legal_explanation(legal, at=now)
    return why_lines(explanation, d.limit, d.accepted_at) if explanation and d.limit else []


def _first_promise(d: Dossier, legal: Obligation | None) -> str:
    if d.promised_at is None or legal is None or legal.due_at is None or day_of(legal.due_at) == day_of(d.promised_at):
        return ""
    return _("Giấy hẹn lúc đầu ghi %(day)s.") % {"day": words.day_month(d.promised_at)}


def _path(runs: list[StepRun], units: dict[int, str]) -> list[Stop]:
    """Steps that were done once, then where it stands; no names of officials."""
    stops = [
        Stop(run.name, words.day_month(run.closed_at), "ok")
        for run in runs
        if run.closed_at and run.verb not in ("", "send_back")
    ]
    current = next((run for run in runs if run.closed_at is None and not run.arrived), None)
    if current:
        since = _("từ %(day)s") % {"day": words.day_month(current.opened_at)}
        stops.append(Stop(current.name, since, "now2"))
    return stops
