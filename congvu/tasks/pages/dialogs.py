"""What the reader of a task may do: one dialog with one form for each act. A refused form keeps what was typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.faces import words
from congvu.obligations.models import Extension
from congvu.tasks import forms as shapes
from congvu.tasks.selectors.matter import Matter, people_of


@dataclass(frozen=True, slots=True)
class Dialog:
    """`files`: the form carries uploads. `open`: it was refused just now."""

    id: str
    title: str
    yes: str
    url: str
    form: forms.Form
    note: str = ""
    files: bool = False
    open: bool = False
    danger: bool = False


def dialogs(m: Matter, today: date, typed: dict[str, forms.Form]) -> list[Dialog]:
    return [
        Dialog(d.id, d.title, d.yes, d.url, typed.get(d.id, d.form), d.note, d.files, d.id in typed, d.danger)
        for d in (*_working(m), *_unit(m, today), *_answering(m), *_steering(m))
    ]


def form_for(name: str, m: Matter, today: date, data: Any, files: Any) -> forms.Form:
    """The form of a dialog with what was sent."""
    match name:
        case "d-claim":
            return shapes.ClaimForm(data, files, demands=m.demands)
        case "d-report":
            return shapes.ReportForm(data, files)
        case "d-person":
            return shapes.AssignForm(data, people=people_of(m.lead.unit_id, today))
        case "d-resolve":
            return shapes.ResolveForm(data, blocks=open_blocks(m))
        case "d-evidence":
            return shapes.WithdrawEvidenceForm(data, evidence=standing(m))
    return PLAIN[name](data)


PLAIN: dict[str, type[forms.Form]] = {
    "d-accept": shapes.AcceptForm, "d-return": shapes.SendBackForm, "d-extension": shapes.ExtensionForm,
    "d-decide-extension": shapes.DecisionForm, "d-decide-objection": shapes.DecisionForm, "d-object": shapes.ObjectForm,
    "d-block": shapes.BlockForm, "d-withdraw": shapes.WithdrawForm, "d-parts": shapes.PartForm,
    "d-finish": shapes.FinishForm,
}  # fmt: skip


def asked_until(asked: Extension) -> str:
    """The day asked for, or how many more working days."""
    if asked.until_on is not None:
        return words.day(asked.until_on)
    return _("thêm %(n)s ngày làm việc") % {"n": words.number(asked.amount or 0)}


def open_blocks(m: Matter) -> list[tuple[int, str]]:
    return [(one.pk, m.units.get(one.by_unit_id, "")) for one in m.blocks if one.until_at is None]


def standing(m: Matter) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in m.evidence if one.withdrawn_at is None]


def _url(name: str, m: Matter, *more: int) -> str:
    return reverse(f"tasks:{name}", args=[m.task.code, *more])


def _working(m: Matter) -> Iterator[Dialog]:
    if "claim" in m.may:
        note = _("Đồng hồ chỉ dừng khi nơi giao chấp nhận; ngày hoàn thành tính theo ngày báo.")
        claim = shapes.ClaimForm(demands=m.demands)
        yield Dialog("d-claim", _("Báo hoàn thành"), _("Gửi báo cáo"), _url("claims", m), claim, note, files=True)
    if "report" in m.may:
        form = shapes.ReportForm(initial={"percent": m.own_part.percent if m.own_part else 0})
        yield Dialog("d-report", _("Báo cáo tiến độ"), _("Gửi"), _url("reports", m), form, files=True)
    if "finish_part" in m.may:
        yield Dialog("d-finish", _("Xong phần phối hợp"), _("Xong"), _url("part-ends", m), shapes.FinishForm())
    if "ask_extension" in m.may:
        note = _("Hạn cũ vẫn ở trong hồ sơ của nhiệm vụ.")
        yield Dialog(
            "d-extension", _("Xin gia hạn"), _("Gửi đề nghị"), _url("extensions", m), shapes.ExtensionForm(), note
        )
    if "block" in m.may:
        note = _("Đơn vị được chờ nhận việc này ngay; hạn của nhiệm vụ không dừng.")
        yield Dialog("d-block", _("Báo vướng ở đơn vị khác"), _("Báo"), _url("blocks", m), shapes.BlockForm(), note)
    if blocks := open_blocks(m):
        yield Dialog(
            "d-resolve", _("Đã gỡ vướng"), _("Ghi nhận"), _url("block-ends", m), shapes.ResolveForm(blocks=blocks)
        )
    if "object" in m.may:
        note = _("Cho đến khi nơi giao đồng ý, nhiệm vụ vẫn là của đơn vị.")
        title = _("Từ chối hoặc đề nghị chuyển đơn vị")
        yield Dialog("d-object", title, _("Gửi đề nghị"), _url("objections", m), shapes.ObjectForm(), note)
    if "withdraw_evidence" in m.may and (evidence := standing(m)):
        note = _("Minh chứng đã rút vẫn còn trong danh sách, có lý do.")
        proof = shapes.WithdrawEvidenceForm(evidence=evidence)
        yield Dialog("d-evidence", _("Rút minh chứng"), _("Rút"), _url("evidence-ends", m), proof, note)


def _unit(m: Matter, today: date) -> Iterator[Dialog]:
    if "assign_person" in m.may:
        form = shapes.AssignForm(people=people_of(m.lead.unit_id, today), initial={"person": m.lead.person_id})
        yield Dialog("d-person", _("Phân công người thực hiện"), _("Phân công"), _url("persons", m), form)


def _answering(m: Matter) -> Iterator[Dialog]:
    if "accept" in m.may:
        note = _("Ngày hoàn thành tính theo ngày báo.")
        yield Dialog(
            "d-accept", _("Chấp nhận hoàn thành"), _("Chấp nhận"), _url("acceptances", m), shapes.AcceptForm(), note
        )
        note = _("Hạn giữ nguyên. Đây là lần trả lại thứ %(n)s.") % {"n": m.task.returns + 1}
        title = _("Trả lại, nêu điều chưa đạt")
        yield Dialog("d-return", title, _("Gửi trả lại"), _url("returns", m), shapes.SendBackForm(), note)
    if "decide_extension" in m.may and (asked := m.extension):
        note = _("Xin đến %(day)s: %(why)s") % {"day": asked_until(asked), "why": asked.why}
        url = _url("extension-answers", m, asked.pk)
        yield Dialog("d-decide-extension", _("Đề nghị gia hạn"), _("Trả lời"), url, shapes.DecisionForm(), note)
    if "decide_objection" in m.may and (objection := m.objection):
        url = _url("objection-answers", m, objection.pk)
        title = _("Trả lời đề nghị của đơn vị")
        yield Dialog("d-decide-objection", title, _("Trả lời"), url, shapes.DecisionForm(), objection.reason)


def _steering(m: Matter) -> Iterator[Dialog]:
    if "change_parts" in m.may:
        yield Dialog("d-parts", _("Thêm đơn vị phối hợp"), _("Thêm"), _url("parts", m), shapes.PartForm())
    if "withdraw" in m.may:
        form = shapes.WithdrawForm(initial={"with_children": False})
        yield Dialog("d-withdraw", _("Thu hồi nhiệm vụ"), _("Thu hồi"), _url("withdrawals", m), form, danger=True)
