"""The approved internal process, edited as a table: drafted, saved, published when sound, else it stays a draft."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from congvu.catalog.commands.defaults import default_process_value
from congvu.catalog.commands.locking import lock_procedure
from congvu.catalog.commands.versions import EffectiveInThePast
from congvu.catalog.errors import ProcessNotFound
from congvu.catalog.events import ProcessDiscarded, ProcessEdited, ProcessPublished
from congvu.catalog.load.doubts import raise_doubts
from congvu.catalog.load.reading import Doubt
from congvu.catalog.load.versions import succeed
from congvu.catalog.models import Procedure, Process
from congvu.catalog.processes import process_value, store_process, time_of, write_process
from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.core.process import Finding, Severity, TableRow, process_of, rows_of, soundness
from congvu.faces.errors import filled
from congvu.ledger.record import record
from congvu.orgs import policy
from congvu.orgs.actor import Actor


class NotADraft(DomainError):
    """Published versions never change: dossiers run on them."""

    code = "process_not_a_draft"
    sentence = N_("Bản %(number)s đã công bố nên không sửa nữa. Hãy soạn bản mới từ bản này.")


class DraftChanged(DomainError):
    """Somebody else saved the draft since it was opened."""

    code = "process_draft_changed"
    sentence = N_(
        "Người khác vừa lưu dự thảo này. Hãy mở lại để xem bản mới nhất rồi sửa tiếp; những gì bạn gõ còn trên trang."
    )


class ProcessUnsound(DomainError):
    """What enters could not always come out: it stays a draft, with the reasons."""

    code = "process_unsound"
    sentence = N_("Chưa công bố được, quy trình vẫn là dự thảo: %(reasons)s")
    status = 422


@transaction.atomic
def draft_process(*, code: str, actor: Actor, at: datetime) -> Process:
    """The latest draft, or a new one: a copy of the process in force, else of the four default steps."""
    policy.require(actor, "catalog.manage")
    procedure = lock_procedure(code)
    latest = procedure.processes.order_by("-number").first()
    if latest and latest.state == Process.State.DRAFT:
        return latest
    value = process_value(latest) if latest else default_process_value()
    name = latest.name if latest else _name_of(procedure)
    rows = rows_of(value)
    made = process_of(rows, code="", name=name, source=latest.source if latest else "")
    number = latest.number + 1 if latest else 1
    process = store_process(made, procedure=procedure, number=number, limit=limit_for_process(procedure))
    _edited(process, actor, at)
    record(ProcessEdited(process_id=process.pk, number=number), about=("procedure", procedure.pk), actor=actor, at=at)
    return process


@transaction.atomic
def save_process(
    *,
    code: str,
    number: int,
    rows: Sequence[TableRow],
    name: str = "",
    decision_no: str = "",
    seen: datetime | None = None,
    actor: Actor,
    at: datetime,
) -> Process:
    """The draft says exactly this table; it need not be sound yet. `seen`: when what the form shows was saved.

    Raises NotADraft, DraftChanged, CellUnreadable.
    """
    policy.require(actor, "catalog.manage")
    procedure = lock_procedure(code)
    process = _draft(procedure, number)
    if seen is not None and process.edited_at is not None and process.edited_at != seen:
        raise DraftChanged
    value = process_of(rows, code="", name=name.strip() or process.name, limit=time_of(process.limit))
    process.name, process.decision_no = value.name, decision_no.strip()
    process.limit = limit_for_process(procedure)
    write_process(process, value)
    _edited(process, actor, at)
    record(ProcessEdited(process_id=process.pk, number=number), about=("procedure", procedure.pk), actor=actor, at=at)
    return process


@transaction.atomic
def publish_process(*, code: str, number: int, effective_from: date, actor: Actor, at: datetime) -> Process:
    """It serves dossiers received from that day on. Its doubts go to the review queue.

    Raises NotADraft, ProcessUnsound, EffectiveInThePast, LaterVersionExists.
    """
    policy.require(actor, "catalog.publish")
    procedure = lock_procedure(code)
    process = _draft(procedure, number)
    findings = soundness(process_value(process))
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise ProcessUnsound(reasons=" ".join(filled(error.sentence, error.data) for error in errors))
    if effective_from < day_of(at):
        raise EffectiveInThePast(field="effective_from", day=effective_from)
    present = procedure.processes.filter(state=Process.State.PUBLISHED, during__upper_inf=True).first()
    process.during = succeed(present, effective_from=effective_from, today=day_of(at))
    process.state = Process.State.PUBLISHED
    process.save(update_fields=["during", "state"])
    raise_doubts(procedure, ("process",), [_doubt(finding) for finding in findings], at=at)
    event = ProcessPublished(process_id=process.pk, number=number)
    record(event, about=("procedure", procedure.pk), actor=actor, at=at)
    return process


@transaction.atomic
def discard_process(*, code: str, number: int, actor: Actor, at: datetime) -> None:
    policy.require(actor, "catalog.manage")
    procedure = lock_procedure(code)
    _draft(procedure, number).delete()
    record(ProcessDiscarded(number=number), about=("procedure", procedure.pk), actor=actor, at=at)


def limit_for_process(procedure: Procedure) -> str:
    """What the sum of the steps is held against: the limit of the table, else the announced one."""
    version = procedure.versions.filter(during__upper_inf=True).order_by("-id").first()
    return (version.process_limit or version.limit) if version else ""


def _name_of(procedure: Procedure) -> str:
    version = procedure.versions.exclude(during=None).order_by("-number").first()
    return version.name if version else procedure.code


def _draft(procedure: Procedure, number: int) -> Process:
    process = procedure.processes.select_for_update(of=("self",)).filter(number=number).first()
    if process is None:
        raise ProcessNotFound(code=procedure.code, number=number)
    if process.state != Process.State.DRAFT:
        raise NotADraft(number=number)
    return process


def _edited(process: Process, actor: Actor, at: datetime) -> None:
    process.edited_at, process.edited_by_id = at, actor.person_id
    process.save(update_fields=["edited_at", "edited_by", "name", "decision_no", "limit"])


def _doubt(finding: Finding) -> Doubt:
    return Doubt("process", finding.code, "", finding.sentence, dict(finding.data))
