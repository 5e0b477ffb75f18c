"""An item of a programme: registered, submitted, passed; moved or withdrawn with the consent of a leader."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.core.clock import day_of
from congvu.core.text import search_grams
from congvu.ledger.record import record
from congvu.obligations import kernel
from congvu.obligations.models import Obligation
from congvu.orgs import policy as rights
from congvu.orgs.actor import Actor
from congvu.tasks.plans.commands.drafting import is_code
from congvu.tasks.programmes import clocks, errors, policy
from congvu.tasks.programmes.commands.programmes import add_parts
from congvu.tasks.programmes.course import State, Verb, after
from congvu.tasks.programmes.events import ChangeAsked, ChangeDecided, Passed, Registered, SentBack, Submitted
from congvu.tasks.programmes.models import Programme, ProgrammeChange, ProgrammeItem


@transaction.atomic
def register_item(
    *, programme: str, code: str, name: str, kind: str, level: str, month: int, lead_unit_id: int, actor: Actor,
    at: datetime, coordinating: Sequence[int] = (),
) -> ProgrammeItem:  # fmt: skip
    """Put something before the body in a month. After `register_until` it is kept, and marked late."""
    found = Programme.objects.visible_to(actor).select_for_update(of=("self",)).filter(code=programme).first()
    if found is None:
        raise rights.NotInSight
    if not policy.may_keep(actor, found):
        rights.require(actor, policy.REGISTER, unit_id=lead_unit_id)
    code = code.strip()
    if not is_code(code):
        raise errors.CodeOdd(field="code", item=code)
    if found.items.filter(code=code).exists():
        raise errors.CodeTaken(field="code", item=code)
    late = day_of(at) > found.register_until
    item = ProgrammeItem.objects.create(
        programme=found, code=code, name=name.strip(), kind=kind, level=level, lead_unit_id=lead_unit_id,
        coordinating=[unit for unit in coordinating if unit != lead_unit_id], month=month, first_month=month,
        registered_at=at, registered_late=late, grams=list(search_grams(code, name)),
    )  # fmt: skip
    whole, dossier = clocks.new_obligations(item)
    item.obligation_id, item.dossier_id = kernel.open_new(whole, at=at), kernel.open_new(dossier, at=at)
    item.save(update_fields=["obligation_id", "dossier_id"])
    add_parts(found, {(lead_unit_id, "lead"), *((unit, "coordinating") for unit in item.coordinating)}, at=at)
    record(Registered(month, late), about=("programme_item", item.pk), actor=actor, at=at)
    return item


def _locked(programme: str, code: str, actor: Actor) -> ProgrammeItem:
    return ProgrammeItem.objects.visible_to(actor).locked(programme, code)


@transaction.atomic
def submit_item(*, programme: str, code: str, actor: Actor, at: datetime) -> ProgrammeItem:
    """The lead unit hands in the dossier."""
    item = _locked(programme, code, actor)
    policy.require_act(actor, item)
    item.state = after(item.where, Verb.SUBMIT, item=code).value
    item.submitted_on = day_of(at)
    item.save(update_fields=["state", "submitted_on"])
    _close(clocks.DOSSIER, item, "submitted", at)
    record(Submitted(item.submitted_on.isoformat()), about=("programme_item", item.pk), actor=actor, at=at)
    return item


@transaction.atomic
def send_back(*, programme: str, code: str, actor: Actor, at: datetime) -> ProgrammeItem:
    """The dossier is not good enough to be laid before the body; a new one is owed."""
    item = _locked(programme, code, actor)
    policy.require_keep(actor, item.programme)
    item.state = after(item.where, Verb.SEND_BACK, item=code).value
    item.submitted_on = None
    item.dossier_id = kernel.open_new(clocks.new_obligations(item)[1], at=at)
    item.save(update_fields=["state", "submitted_on", "dossier_id"])
    record(SentBack(item.month), about=("programme_item", item.pk), actor=actor, at=at)
    return item


@transaction.atomic
def pass_item(*, programme: str, code: str, document_no: str, actor: Actor, at: datetime) -> ProgrammeItem:
    """The body has passed it, by this document."""
    item = _locked(programme, code, actor)
    policy.require_keep(actor, item.programme)
    item.state = after(item.where, Verb.PASS, item=code).value
    item.ended_on, item.document_no = day_of(at), document_no.strip()
    item.save(update_fields=["state", "ended_on", "document_no"])
    _refuse_waiting(item, at)
    _close(clocks.ITEM, item, State.PASSED.value, at)
    record(Passed(item.document_no), about=("programme_item", item.pk), actor=actor, at=at)
    return item


@transaction.atomic
def ask_move(
    *, programme: str, code: str, to_year: int, to_month: int, reason: str, actor: Actor, at: datetime
) -> ProgrammeChange:
    """Ask to lay it before the body in a later month, with the reason."""
    item = _locked(programme, code, actor)
    policy.require_act(actor, item)
    after(item.where, Verb.MOVE, item=code)
    if (to_year, to_month) <= (item.programme.year, item.month):
        now = f"{item.month}/{item.programme.year}"
        raise errors.NotLater(field="to_month", to=f"{to_month}/{to_year}", now=now)
    return _ask(item, ProgrammeChange.What.MOVE, to_year, to_month, reason, actor=actor, at=at)


@transaction.atomic
def ask_withdrawal(*, programme: str, code: str, reason: str, actor: Actor, at: datetime) -> ProgrammeChange:
    item = _locked(programme, code, actor)
    policy.require_act(actor, item)
    after(item.where, Verb.WITHDRAW, item=code)
    return _ask(item, ProgrammeChange.What.WITHDRAW, None, None, reason, actor=actor, at=at)


def _ask(
    item: ProgrammeItem, what: str, year: int | None, month: int | None, reason: str, *, actor: Actor, at: datetime
) -> ProgrammeChange:
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    if item.changes.filter(decided_at=None).exists():
        raise errors.ChangeWaiting
    change = item.changes.create(
        what=what, from_month=item.month, to_year=year, to_month=month, reason=reason.strip(), asked_at=at,
        asked_by_id=actor.person_id,
    )  # fmt: skip
    record(ChangeAsked(change.pk, what, year, month), about=("programme_item", item.pk), actor=actor, at=at)
    return change


@transaction.atomic
def decide_change(
    *, programme: str, code: str, granted: bool, answer: str, actor: Actor, at: datetime
) -> ProgrammeItem:
    """A leader of the deciding level consents, or not. A move within the year counts as a slip; the day follows."""
    item = _locked(programme, code, actor)
    policy.require_consent(actor, item.programme)
    change = item.changes.filter(decided_at=None).first()
    if change is None:
        raise errors.NothingAsked
    if policy.is_own(actor, change.asked_by_id):
        raise errors.OwnRequest
    if actor.person_id is None and not actor.is_clock:
        raise rights.NotAllowed(sentence=_("Đề nghị phải do một người quyết định."))
    if not granted and not answer.strip():
        raise errors.ReasonMissing(field="answer")
    change.decided_at, change.decided_by_id, change.granted, change.answer = (
        at,
        actor.person_id,
        granted,
        answer.strip(),
    )
    change.save(update_fields=["decided_at", "decided_by", "granted", "answer"])
    if granted:
        take_effect(item, change, at=at)
    record(ChangeDecided(change.pk, change.what, granted), about=("programme_item", item.pk), actor=actor, at=at)
    return item


def take_effect(item: ProgrammeItem, change: ProgrammeChange, *, at: datetime) -> None:
    if change.what == ProgrammeChange.What.MOVE:
        item.moves += 1
    if change.what == ProgrammeChange.What.MOVE and change.to_year == item.programme.year:
        item.state, item.month = after(item.where, Verb.MOVE, item=item.code).value, change.to_month or item.month
        item.save(update_fields=["state", "month", "moves"])
        clocks.redate(item, change.reason, at=at)
        return
    verb = Verb.WITHDRAW if change.what == ProgrammeChange.What.WITHDRAW else Verb.MOVE_OUT
    item.state, item.ended_on = after(item.where, verb, item=item.code).value, day_of(at)
    item.save(update_fields=["state", "ended_on", "moves"])
    _close(clocks.DOSSIER, item, item.state, at)
    _close(clocks.ITEM, item, item.state, at)


def _refuse_waiting(item: ProgrammeItem, at: datetime) -> None:
    """What was passed meanwhile need not be moved."""
    item.changes.filter(decided_at=None).update(decided_at=at, granted=False, answer="Đã thông qua")


def _close(kind: str, item: ProgrammeItem, outcome: str, at: datetime) -> None:
    owed = Obligation.objects.filter(kind=kind, subject_kind="programme_item", subject_id=item.pk, closed_at=None)
    if owed.exists():
        kernel.close_obligation(kind=kind, subject_kind="programme_item", subject_id=item.pk, outcome=outcome, at=at)
