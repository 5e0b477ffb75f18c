"""Directives: the list, one of them clause by clause, entering."""

from typing import Any

from ninja import Router, Status

from congvu.faces.lists import decode_cursor, encode_cursor
from congvu.orgs.doors import door
from congvu.orgs.units import unit_by_code
from congvu.tasks import commands
from congvu.tasks.api.answers import DirectiveDetail, DirectiveOut, DirectivePageOut
from congvu.tasks.api.given import DirectiveIn
from congvu.tasks.api.telling import directive_out
from congvu.tasks.commands.directives import Paper
from congvu.tasks.selectors.directives import directive_rows

router = Router(tags=["tasks"])
SEE = "tasks.see"


def ids_in_json(response: Any) -> set[str]:
    return {str(item["id"]) for item in response.json()["items"]}


def call_directives(client: Any, world: Any) -> Any:
    return client.get("/api/v1/directives?size=200")


@router.get("/directives", response=DirectivePageOut, summary="Directives in sight")
@door(kind="list", room="tasks", permission=SEE, rows=ids_in_json, sample=call_directives)
def list_directives(request: Any, q: str = "", next: str = "", size: int = 50) -> DirectivePageOut:
    page = directive_rows(
        actor=request.actor, query=q, after=decode_cursor(next) if next else None, now=request.now,
        size=max(1, min(size, 200)),
    )  # fmt: skip
    items = [
        DirectiveOut(
            id=row.id, number=row.number, kind=row.kind, title=row.title, signer=row.signer, issued_on=row.issued_on,
            unit=row.unit, total=row.total, done=row.done, overdue=row.overdue,
        )
        for row in page.rows
    ]  # fmt: skip
    return DirectivePageOut(items=items, count=page.count, next=encode_cursor(page.next_key) if page.next_key else None)


@router.post(
    "/directives", response={201: DirectiveDetail}, summary="Enter a document or a conclusion, with its clauses"
)
@door(kind="act", room="tasks", permission="tasks.assign")
def enter_directive(request: Any, given: DirectiveIn) -> Status[DirectiveDetail]:
    paper = Paper(
        given.number, given.issued_on, given.kind, given.title, given.signer, given.issued_by, given.confidentiality
    )
    made = commands.enter_directive(
        paper=paper, clauses=[(one.label, one.content) for one in given.clauses],
        unit_id=unit_by_code(given.unit, request.today).pk if given.unit else None, actor=request.actor, at=request.now,
    )  # fmt: skip
    return Status(201, directive_out(request, made.pk))


@router.get("/directives/{directive_id}", response=DirectiveDetail, summary="One directive, clause by clause")
@door(kind="detail", room="tasks", permission=SEE)
def read_directive(request: Any, directive_id: int) -> DirectiveDetail:
    return directive_out(request, directive_id)
