"""What happens to one task: a verb is a sub-resource."""

from typing import Any

from ninja import File, Form, Router, UploadedFile

from congvu.orgs.doors import verbs_below
from congvu.orgs.units import unit_by_code
from congvu.tasks import commands
from congvu.tasks.api.answers import TaskDetail
from congvu.tasks.api.given import (
    BlockIn,
    ExtensionIn,
    ObjectionIn,
    ParentIn,
    PartRefIn,
    PartsIn,
    PersonIn,
    ReportIn,
    SplitIn,
    StarIn,
    TaskAnswerIn,
    TaskClaimIn,
    TaskDecisionIn,
    TaskReasonIn,
    WithdrawalIn,
)
from congvu.tasks.api.reading import evidence_given, parts_given, tasks_given
from congvu.tasks.api.telling import detail_out
from congvu.tasks.commands.evidence import EvidenceGiven

router = Router(tags=["tasks"])
SEE = "tasks.see"


_verb = verbs_below(router, "/tasks/{code}", room="tasks", permission=SEE, response=TaskDetail)


def _who(request: Any) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.now}


@_verb("receipts", "The unit has received it")
def receive_task(request: Any, code: str, given: PartRefIn) -> TaskDetail:
    commands.receive(code=code, part_id=given.part, **_who(request))
    return detail_out(request, code)


@_verb("reports", "Report how far it is")
def report_task(request: Any, code: str, given: ReportIn) -> TaskDetail:
    commands.report_progress(
        code=code, percent=given.percent, text=given.text, evidence=evidence_given(given.evidence), part_id=given.part,
        **_who(request),
    )  # fmt: skip
    return detail_out(request, code)


@_verb("claims", "Say that it is done, with evidence")
def claim_task(request: Any, code: str, given: TaskClaimIn) -> TaskDetail:
    commands.claim_done(code=code, text=given.text, evidence=evidence_given(given.evidence), **_who(request))
    return detail_out(request, code)


@_verb("files", "Report with a file: `percent` and `text`, or a claim when `claim` is true")
def report_with_file(
    request: Any, code: str, file: File[UploadedFile], text: Form[str], percent: Form[int] = 0,
    claim: Form[bool] = False, demand: Form[int] = 0,
) -> TaskDetail:  # fmt: skip
    evidence = [EvidenceGiven(file.name or "", file, demand or None)]
    if claim:
        commands.claim_done(code=code, text=text, evidence=evidence, **_who(request))
    else:
        commands.report_progress(code=code, percent=percent, text=text, evidence=evidence, **_who(request))
    return detail_out(request, code)


@_verb("acceptances", "Accept the claim")
def accept_task(request: Any, code: str, given: TaskAnswerIn) -> TaskDetail:
    commands.accept(code=code, answer=given.answer, **_who(request))
    return detail_out(request, code)


@_verb("returns", "Return the claim with what is lacking")
def return_task(request: Any, code: str, given: TaskReasonIn) -> TaskDetail:
    commands.send_back(code=code, reason=given.reason, **_who(request))
    return detail_out(request, code)


@_verb("extension-requests", "Ask for more time")
def ask_task_extension(request: Any, code: str, given: ExtensionIn) -> TaskDetail:
    commands.ask_extension(code=code, until_on=given.until_on, why=given.why, **_who(request))
    return detail_out(request, code)


@_verb("extension-requests/{extension_id}/answers", "Grant or refuse more time")
def answer_task_extension(request: Any, code: str, extension_id: int, given: TaskDecisionIn) -> TaskDetail:
    commands.decide_extension(
        code=code, extension_id=extension_id, granted=given.agreed, answer=given.answer, **_who(request)
    )
    return detail_out(request, code)


@_verb("objections", "Refuse the task, or ask to move it to the right unit")
def object_to_task(request: Any, code: str, given: ObjectionIn) -> TaskDetail:
    unit = unit_by_code(given.to_unit, request.today).pk if given.to_unit else None
    commands.object_to(code=code, reason=given.reason, to_unit_id=unit, **_who(request))
    return detail_out(request, code)


@_verb("objections/{objection_id}/answers", "Agree or not")
def answer_objection(request: Any, code: str, objection_id: int, given: TaskDecisionIn) -> TaskDetail:
    commands.decide_objection(
        code=code, objection_id=objection_id, agreed=given.agreed, answer=given.answer, **_who(request)
    )
    return detail_out(request, code)


@_verb("persons", "Name the person inside the unit")
def assign_task_person(request: Any, code: str, given: PersonIn) -> TaskDetail:
    commands.assign_person(code=code, person_id=given.person, part_id=given.part, **_who(request))
    return detail_out(request, code)


@_verb("parts", "More coordinating units, or fewer")
def change_task_parts(request: Any, code: str, given: PartsIn) -> TaskDetail:
    commands.change_parts(code=code, add=parts_given(request, given.add), release=given.release, **_who(request))
    return detail_out(request, code)


@_verb("part-ends", "A coordinating unit has done its part")
def finish_task_part(request: Any, code: str, given: PartRefIn) -> TaskDetail:
    commands.finish_part(code=code, part_id=given.part, text=given.text, **_who(request))
    return detail_out(request, code)


@_verb("blocks", "The work waits for another unit")
def block_task(request: Any, code: str, given: BlockIn) -> TaskDetail:
    unit = unit_by_code(given.by_unit, request.today).pk
    commands.report_block(code=code, by_unit_id=unit, needs=given.needs, needed_on=given.needed_on, **_who(request))
    return detail_out(request, code)


@_verb("blocks/{block_id}/ends", "What was awaited has come")
def unblock_task(request: Any, code: str, block_id: int, given: TaskAnswerIn) -> TaskDetail:
    commands.resolve_block(code=code, block_id=block_id, answer=given.answer, **_who(request))
    return detail_out(request, code)


@_verb("pieces", "Share the task out below")
def split_task(request: Any, code: str, given: SplitIn) -> TaskDetail:
    commands.split(code=code, tasks=tasks_given(request, given.tasks), **_who(request))
    return detail_out(request, code)


@_verb("parents", "Hang the task under another")
def place_task(request: Any, code: str, given: ParentIn) -> TaskDetail:
    commands.place_under(code=code, parent_code=given.parent, **_who(request))
    return detail_out(request, code)


@_verb("stars", "Follow it apart, or no more")
def star_task(request: Any, code: str, given: StarIn) -> TaskDetail:
    commands.star(code=code, starred=given.starred, **_who(request))
    return detail_out(request, code)


@_verb("withdrawals", "Take the task back, with the reason")
def withdraw_task(request: Any, code: str, given: WithdrawalIn) -> TaskDetail:
    commands.withdraw(code=code, reason=given.reason, with_children=given.with_children, **_who(request))
    return detail_out(request, code)


@_verb("evidence/{evidence_id}/withdrawals", "Take evidence back before the acceptance; it stays listed")
def withdraw_task_evidence(request: Any, code: str, evidence_id: int, given: TaskReasonIn) -> TaskDetail:
    commands.withdraw_evidence(code=code, evidence_id=evidence_id, reason=given.reason, **_who(request))
    return detail_out(request, code)
