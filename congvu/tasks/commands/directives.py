"""Entering the paper that tasks come from, with its clauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from django.db import transaction

from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.core.tasks import SECRET, SecretNotHere
from congvu.core.text import search_grams
from congvu.files import store
from congvu.ledger.record import record
from congvu.obligations.models import Part
from congvu.orgs.actor import Actor
from congvu.tasks import policy
from congvu.tasks.commands.moving import require_reason
from congvu.tasks.events import ClauseWithoutTask, DirectiveEntered
from congvu.tasks.models import Clause, Directive


class DirectiveAgain(DomainError):
    code = "directive_entered_before"
    sentence = N_("Văn bản %(number)s ngày %(issued)s đã được nhập rồi; hãy mở văn bản đó và giao thêm nhiệm vụ.")
    status = 409


class IssuedLater(DomainError):
    code = "directive_issued_later"
    sentence = N_("Ngày văn bản %(issued)s chưa đến; hãy kiểm tra lại.")
    status = 422


class NumberMissing(DomainError):
    code = "directive_number_missing"
    sentence = N_("Hãy ghi số, ký hiệu văn bản (hoặc “Kết luận họp ngày …” nếu chưa có số).")
    status = 422


class ClauseTwice(DomainError):
    code = "directive_clause_twice"
    sentence = N_("Mục “%(label)s” ghi hai lần; mỗi mục một số riêng.")
    status = 422


class ClauseHasTasks(DomainError):
    code = "directive_clause_has_tasks"
    sentence = N_("Mục này đã có nhiệm vụ được giao nên không ghi là không giao việc.")


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of the document or the meeting's conclusion."""

    number: str
    issued_on: date
    kind: str = "dispatch"
    title: str = ""
    signer: str = ""
    issued_by: str = ""
    confidentiality: str = "normal"


@transaction.atomic
def enter_directive(
    *, paper: Paper, clauses: Sequence[tuple[str, str]] = (), unit_id: int | None = None,
    file: IO[bytes] | None = None, file_name: str = "", actor: Actor, at: datetime,
) -> Directive:  # fmt: skip
    """Enter it once, in the name of the unit that gives (the actor's without another); clauses as (label, content).

    Raises NotAllowed, SecretNotHere, DirectiveAgain, IssuedLater, NumberMissing, ClauseTwice.
    """
    unit = unit_id or policy.seat_of(actor)
    policy.require_give(actor, unit)
    if level := SECRET.get(paper.confidentiality.strip().lower()):
        raise SecretNotHere(field="confidentiality", level=level)
    number = " ".join(paper.number.split())
    if not number:
        raise NumberMissing(field="number")
    if paper.issued_on > day_of(at):
        raise IssuedLater(field="issued_on", issued=f"{paper.issued_on:%d/%m/%Y}")
    directive, made = Directive.objects.get_or_create(
        unit_id=unit, number=number, issued_on=paper.issued_on,
        defaults={
            "kind": paper.kind, "title": paper.title.strip(), "signer": paper.signer.strip(),
            "issued_by": paper.issued_by.strip(), "entered_at": at, "entered_by_id": actor.person_id,
            "grams": list(search_grams(number, paper.title, paper.signer)),
        },
    )  # fmt: skip
    if not made:
        raise DirectiveAgain(field="number", number=number, issued=f"{paper.issued_on:%d/%m/%Y}")
    add_clauses(directive, clauses)
    Part.objects.create(subject_kind="directive", subject_id=directive.pk, unit_id=unit, role="assigner", since_at=at)
    if actor.person_id:
        Part.objects.create(
            subject_kind="directive", subject_id=directive.pk, unit_id=actor.unit_id or unit,
            person_id=actor.person_id, role="entering", since_at=at,
        )  # fmt: skip
    record(
        DirectiveEntered(number, paper.issued_on.isoformat(), len(clauses)), about=("directive", directive.pk),
        actor=actor, at=at,
    )  # fmt: skip
    if file is not None:
        stored = store.put(file, name=file_name, declared_type="", actor=actor, at=at)
        store.attach(stored, about=("directive", directive.pk), role="document", name=file_name, actor=actor, at=at)
    return directive


def add_clauses(directive: Directive, clauses: Sequence[tuple[str, str]]) -> None:
    """Behind those that are there. Raises ClauseTwice."""
    known = list(directive.clauses.order_by("position").values_list("label", "position"))
    labels = {label for label, _place in known}
    start = max((place for _label, place in known), default=0)
    rows: list[Clause] = []
    for label, content in clauses:
        label = " ".join(label.split()) or str(start + len(rows) + 1)
        if label in labels:
            raise ClauseTwice(field="clauses", label=label)
        labels.add(label)
        rows.append(Clause(directive=directive, position=start + len(rows) + 1, label=label, content=content.strip()))
    Clause.objects.bulk_create(rows, batch_size=1000)


@transaction.atomic
def note_clause_without_task(*, clause_id: int, reason: str, actor: Actor, at: datetime) -> Clause:
    """It was read, and nobody is given anything by it, because …"""
    clause = Clause.objects.filter(pk=clause_id).first()
    directive = Directive.objects.visible_to(actor).locked(clause.directive_id if clause else 0)
    assert clause is not None
    policy.require_give(actor, directive.unit_id)
    clause.no_task_because = require_reason(reason)
    if clause.tasks.exists():
        raise ClauseHasTasks
    clause.save(update_fields=["no_task_because"])
    event = ClauseWithoutTask(clause.pk, clause.label)
    record(event, about=("directive", directive.pk), actor=actor, at=at)
    return clause
