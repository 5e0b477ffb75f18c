"""What the reader of an obligation's page may do there: one card with one form for each act."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.faces import words
from congvu.obligations import policy
from congvu.obligations.forms import (
    AnswerHandoverForm,
    DecisionForm,
    ExtensionForm,
    HandoverForm,
    ReassignForm,
    SystemTimeForm,
    UrgeForm,
)
from congvu.obligations.models import Extension, SystemTime
from congvu.obligations.selectors.matter import Matter


@dataclass(frozen=True, slots=True)
class ActionCard:
    """A form with its question; open when it waits for this reader or was refused just now."""

    key: str
    title: str
    form: forms.Form
    url: str
    button: str
    note: str = ""
    open: bool = False


def cards(matter: Matter, today: date, typed: dict[str, forms.Form]) -> list[ActionCard]:
    """What waits for the reader comes first. A refused form keeps what was typed."""
    offered = (*_waiting(matter), *_own(matter, today), *_leading(matter, today))
    return [replace(card, form=typed[card.key], open=True) if card.key in typed else card for card in offered]


def _waiting(matter: Matter) -> Iterator[ActionCard]:
    item, answer = matter.item.pk, _("Trả lời")
    if (sent := matter.handover) and policy.RECEIVE in matter.may:
        url = _url("answer-handover", item, sent.pk)
        yield ActionCard("answer", _("Việc được chuyển đến"), AnswerHandoverForm(), url, answer, sent.why, open=True)
    if (asked := matter.extension) and "extend" in matter.may:
        url, note = _url("decide-extension", item, asked.pk), f"{_asked(asked)}. {asked.why}"
        yield ActionCard("decision", _("Đề nghị gia hạn"), DecisionForm(), url, answer, note, open=True)
    if (claim := matter.claim) and policy.DECIDE in matter.may:
        url = _url("decide-system-time", item, claim.pk)
        title = _("Báo mất thời gian do hệ thống")
        yield ActionCard("claim", title, DecisionForm(), url, answer, _claimed(claim), open=True)


def _own(matter: Matter, today: date) -> Iterator[ActionCard]:
    item = matter.item
    if "hold" not in matter.may:
        return
    if not matter.extension and item.late_at is not None:
        url = _url("ask-extension", item.pk)
        yield ActionCard("extension", _("Xin gia hạn"), ExtensionForm(), url, _("Gửi đề nghị"))
    if not matter.handover:
        url, title = _url("send-handover", item.pk), _("Chuyển sang đơn vị khác")
        note = _("Cho đến khi nơi nhận đồng ý, việc vẫn là của đơn vị bạn.")
        yield ActionCard("handover", title, HandoverForm(on=today), url, _("Chuyển"), note)
    url, title = _url("claim-system-time", item.pk), _("Báo mất thời gian do hệ thống")
    yield ActionCard("system", title, SystemTimeForm(), url, _("Gửi"))


def _leading(matter: Matter, today: date) -> Iterator[ActionCard]:
    item = matter.item
    if policy.ASSIGN in matter.may:
        form = ReassignForm(unit_id=item.unit_id, on=today)
        yield ActionCard("reassign", _("Chuyển người xử lý"), form, _url("reassign", item.pk), _("Chuyển"))
    if policy.URGE in matter.may:
        yield ActionCard("urge", _("Đôn đốc"), UrgeForm(), _url("urge", item.pk), _("Đôn đốc"))


def _asked(extension: Extension) -> str:
    if extension.until_on:
        return words.day(extension.until_on)
    return _("thêm %(n)s ngày") % {"n": words.number(extension.amount or 0, 2)}


def _claimed(claim: SystemTime) -> str:
    known: dict[str, Any] = {"n": claim.minutes, "system": claim.system, "evidence": claim.evidence}
    return _("%(n)s phút làm việc, %(system)s. %(evidence)s") % known


def _url(name: str, *ids: int) -> str:
    return reverse(f"obligations:{name}", args=ids)
