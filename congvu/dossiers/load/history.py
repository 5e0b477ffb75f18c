"""Dossiers of an older system: what ended there stands as history, what is open can be walked on here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from congvu.catalog.commands import default_process_row
from congvu.catalog.models import ProcedureVersion, Process
from congvu.catalog.processes import process_value
from congvu.core import process as core
from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.core.loading import LoadReport, Note, Row
from congvu.core.numbering import parse_code
from congvu.core.process import Verb
from congvu.core.text import search_grams
from congvu.dossiers import desks
from congvu.dossiers.clocks import DOSSIER
from congvu.dossiers.commands.moving import close_run, open_run, open_runs
from congvu.dossiers.events import Loaded, ResultReturned
from congvu.dossiers.load.rows import ENDED, PastDossier, read
from congvu.dossiers.models import Applicant, Dossier, Result, State
from congvu.dossiers.numbers import counter_of, new_receipt_secret
from congvu.faces.errors import sentence_of
from congvu.ledger.numbers import all_at_least
from congvu.ledger.prepared import prepared_cursor
from congvu.ledger.record import Entry, record_many
from congvu.obligations import kernel
from congvu.obligations.clock import NO_DEADLINE, Terms
from congvu.obligations.models import Part
from congvu.orgs.actor import Actor
from congvu.orgs.models import UnitCode
from congvu.orgs.units import unit_among, units_named


class ProcedureUnknown(DomainError):
    code = "procedure_unknown"
    sentence = N_("Chưa có thủ tục %(code)s trong danh mục. Hãy nạp danh mục thủ tục trước.")
    status = 422


class LivesHere(DomainError):
    """A file of an older system must not touch what was received here."""

    code = "dossier_lives_here"
    sentence = N_("Hồ sơ %(code)s được tiếp nhận ở hệ thống này; không nạp đè từ hệ thống cũ.")
    status = 422


class NamedTwice(DomainError):
    code = "dossier_named_twice"
    sentence = N_("Mã hồ sơ %(code)s ghi hai lần trong tệp; hãy giữ một dòng.")
    status = 422


@dataclass
class _Known:
    """What rows refer to, each read once."""

    versions: dict[str, list[ProcedureVersion]] = field(default_factory=dict)
    processes: dict[int, Process] = field(default_factory=dict)
    units: dict[str, list[UnitCode]] = field(default_factory=dict)
    dossiers: dict[str, Dossier] = field(default_factory=dict)

    def version(self, code: str, on: date) -> ProcedureVersion:
        """The one of that day, else the earliest: catalogues rarely reach back as far as the dossiers do."""
        if code not in self.versions:
            found = ProcedureVersion.objects.filter(procedure__code=code, during__isempty=False)
            self.versions[code] = list(found.select_related("procedure").order_by("during"))
        for version in self.versions[code]:
            if on in version.during:
                return version
        if not self.versions[code]:
            raise ProcedureUnknown(field="procedure_code", code=code)
        return self.versions[code][0]

    def unit(self, code: str, on: date) -> int:
        if code not in self.units:
            self.units[code] = units_named(code)
        return unit_among(self.units[code], code, on).pk

    def process(self, version: ProcedureVersion) -> Process:
        if version.procedure_id not in self.processes:
            published = version.procedure.processes.filter(
                state=Process.State.PUBLISHED, during__upper_inf=True
            ).first()
            self.processes[version.procedure_id] = published or default_process_row()
        return self.processes[version.procedure_id]


def load_dossiers(rows: Sequence[Row], *, actor: Actor, at: datetime, dry_run: bool = False) -> LoadReport:
    """All or nothing. The same rows again are unchanged; a row that moved on there is moved on here."""
    report, known = LoadReport("dossiers"), _Known()
    with transaction.atomic():
        read_rows = list(_read(rows, report))
        codes = [past.code for _row, past in read_rows]
        known.dossiers = {
            d.code: d for d in Dossier.objects.select_for_update(of=("self",)).filter(code__in=codes).order_by("id")
        }
        fresh = []
        for row, past in read_rows:
            try:
                fresh += _sort(past, known, report, actor=actor, at=at)
            except DomainError as error:
                report.refuse(row.line, error.field or "", sentence_of(error))
        if not report.errors:
            _write(fresh, known, actor=actor, at=at)
        if dry_run or report.errors:
            transaction.set_rollback(True)
    return report


def _read(rows: Sequence[Row], report: LoadReport) -> Iterable[tuple[Row, PastDossier]]:
    met: set[str] = set()
    for row in rows:
        try:
            past = read(row.cells)
            if past.code in met:
                raise NamedTwice(field="code", code=past.code)
        except DomainError as error:
            report.errors.append(Note(row.line, error.field or "", sentence_of(error)))
            continue
        met.add(past.code)
        yield row, past


@dataclass(frozen=True, slots=True)
class _Fresh:
    past: PastDossier
    version: ProcedureVersion
    unit_id: int


def _sort(past: PastDossier, known: _Known, report: LoadReport, *, actor: Actor, at: datetime) -> list[_Fresh]:
    """New, unchanged, or moved on; what it refers to must exist."""
    present = known.dossiers.get(past.code)
    if present is not None and not present.from_older_system:
        raise LivesHere(field="code", code=past.code)
    if present is not None and present.digest == past.digest:
        report.unchanged += 1
        return []
    on = day_of(past.received_at)
    version, unit_id = known.version(past.procedure, on), known.unit(past.unit, on)
    if present is None:
        report.new += 1
        return [_Fresh(past, version, unit_id)]
    report.changed += 1
    _move_on(present, past, actor=actor, at=at)
    return []


def _write(fresh: Sequence[_Fresh], known: _Known, *, actor: Actor, at: datetime) -> None:
    """Rows in bulk, one obligation each by the kernel, events chained in bulk."""
    dossiers = Dossier.objects.bulk_create([_dossier(one, known) for one in fresh], batch_size=500)
    Applicant.objects.bulk_create(
        [Applicant(dossier=d, name=one.past.applicant) for d, one in zip(dossiers, fresh, strict=True)], batch_size=500
    )
    Part.objects.bulk_create(
        [
            Part(
                subject_kind=DOSSIER, subject_id=d.pk, unit_id=d.received_unit_id, person_id=None,
                category_id=d.category_id, role="received", since_at=d.accepted_at,
            )
            for d in dossiers
        ],
        batch_size=500,
    )  # fmt: skip
    entries: list[Entry] = []
    _owe(dossiers, [one.past for one in fresh])
    for dossier, one in zip(dossiers, fresh, strict=True):
        entries += _told(dossier, one.past)
    Result.objects.bulk_create(
        [_result(d, one.past) for d, one in zip(dossiers, fresh, strict=True) if one.past.has_result], batch_size=500
    )
    record_many(entries, actor=actor)
    for dossier, one in zip(dossiers, fresh, strict=True):
        _walk_on(dossier, one.past, at)
    _numbers_used(dossiers)


def _dossier(one: _Fresh, known: _Known) -> Dossier:
    past, version = one.past, one.version
    return Dossier(
        code=past.code, version=version, process=None if past.state in ENDED else known.process(version),
        category_id=version.procedure.category_id, channel=past.channel, state=past.state,
        submitted_unit_id=one.unit_id, received_unit_id=one.unit_id, competent_unit_id=one.unit_id,
        submitted_at=past.received_at, accepted_at=past.received_at, received_by_competent_at=past.received_at,
        limit="", promised_at=past.due_at, finished_at=past.ended_at, returned_at=past.returned_at or _returned(past),
        receipt_secret=new_receipt_secret(), from_older_system=True, digest=past.digest,
        grams=list(search_grams(past.code, past.applicant, version.name)),
    )  # fmt: skip


def _returned(past: PastDossier) -> datetime | None:
    return past.finished_at if past.status == 10 else None


_NAME_ITEMS = """
UPDATE dossier SET obligation_id = n.item_id FROM unnest(%s::bigint[], %s::bigint[]) AS n(id, item_id)
WHERE dossier.id = n.id
"""


def _owe(dossiers: Sequence[Dossier], pasts: Sequence[PastDossier]) -> None:
    """The promises made there: their days are fixed, they are not computed again from a limit we do not know."""
    pairs = list(zip(dossiers, pasts, strict=True))
    ids = kernel.load_many([_promised(dossier, past) for dossier, past in pairs])
    for (dossier, past), item_id in zip(pairs, ids, strict=True):
        dossier.obligation_id = item_id
        if past.status in (5, 6):
            kernel.replace(
                item_id, cause="paused", at=past.received_at, paused=True,
                pause_cause="supplement" if past.status == 5 else "payment", **kernel.due_columns(None),
            )  # fmt: skip
    with prepared_cursor() as cursor:
        cursor.execute(_NAME_ITEMS, [[dossier.pk for dossier in dossiers], ids])


def _promised(dossier: Dossier, past: PastDossier) -> kernel.Past:
    new = kernel.New(
        DOSSIER, DOSSIER, dossier.pk, dossier.received_unit_id, None, dossier.category_id, dossier.channel,
        terms=Terms(due_on=past.due_on) if past.due_on else NO_DEADLINE,
    )  # fmt: skip
    ended = past.has_result and past.ended_at is not None
    return kernel.Past(new, past.received_at, past.ended_at if ended else None, _OUTCOME[past.status] if ended else "")


_OUTCOME = {3: "not_accepted", 7: "withdrawn", 8: "stopped", 9: "granted", 10: "granted"}


def _close(dossier: Dossier, past: PastDossier) -> None:
    assert past.ended_at is not None
    kernel.close_obligation(
        kind=DOSSIER, subject_kind=DOSSIER, subject_id=dossier.pk, outcome=_OUTCOME[past.status], at=past.ended_at
    )


def _told(dossier: Dossier, past: PastDossier) -> list[Entry]:
    due = past.due_at.isoformat() if past.due_at else ""
    about = (DOSSIER, dossier.pk)
    entries = [Entry(Loaded(past.code, past.procedure, past.status, due), about, past.received_at)]
    if past.status == 10 and dossier.returned_at:
        entries.append(Entry(ResultReturned("granted", ""), about, dossier.returned_at))
    return entries


def _result(dossier: Dossier, past: PastDossier) -> Result:
    outcome = _OUTCOME[past.status]
    reason = "" if outcome == "granted" else str(N_("Theo hệ thống cũ, không ghi lý do."))
    assert past.ended_at is not None
    return Result(
        dossier=dossier, outcome=outcome, reason=reason, decided_at=past.ended_at,
        decided_unit_id=dossier.received_unit_id, handed_at=dossier.returned_at,
    )  # fmt: skip


def _walk_on(dossier: Dossier, past: PastDossier, at: datetime) -> None:
    """What is open there stands at a desk here: the last one when only the handing over is left, else the first
    after the counter.
    """
    if dossier.process is None:
        return
    value = process_value(dossier.process)
    code = value.steps[-1].code if past.status == 9 else _first_desk(value)
    if past.status == 6:
        code = next((step.code for step in value.steps if step.waits_for), code)
    unit_id = dossier.received_unit_id
    if past.status != 9:
        unit_id = desks.unit_for(
            value.step(code),
            unit_id,
            day_of(at),
            received_unit_id=unit_id,
            version_id=dossier.version_id,
            category_id=dossier.category_id,
        )
    began = past.ended_at or past.received_at
    open_run(dossier, core.Token(code), value, unit_id=unit_id, person_id=None, at=began, timed=False)
    if past.status == 5:
        dossier.supplements.create(number=1, missing=str(N_("Theo phiếu của hệ thống cũ.")), asked_at=past.received_at)
    if past.status == 6 and not value.step(code).waits_for:
        dossier.supplements.create(number=1, missing=str(N_("Nghĩa vụ tài chính.")), asked_at=past.received_at)
        dossier.state = State.WAITING_SUPPLEMENT
        dossier.save(update_fields=["state"])


def _first_desk(value: core.Process) -> str:
    onward = [way for way in value.leaving(value.start) if way.verb is Verb.FORWARD]
    return onward[0].targets[0] if onward else value.start


def _numbers_used(dossiers: Iterable[Dossier]) -> None:
    """Codes given there are not given again here."""
    latest: dict[tuple[str, str], int] = {}
    for dossier in dossiers:
        try:
            parsed = parse_code(dossier.code)
            key = counter_of(agency=parsed.agency, day=parsed.issued_on)
        except DomainError:
            continue  # a code of another shape cannot meet one of ours
        latest[key] = max(latest.get(key, 0), parsed.sequence)
    all_at_least(latest)


def _move_on(dossier: Dossier, past: PastDossier, *, actor: Actor, at: datetime) -> None:
    """The older system went on after the first load: it ended there, or only its facts were set right."""
    dossier.digest, dossier.promised_at = past.digest, past.due_at
    ends = past.has_result and dossier.finished_at is None
    if ends and past.ended_at is not None:
        dossier.finished_at, dossier.returned_at, dossier.state = (
            past.ended_at,
            past.returned_at or _returned(past),
            past.state,
        )
        _close(dossier, past)
        if past.state in ENDED:
            for run in open_runs(dossier):
                close_run(run, "", note="", actor=actor, at=max(past.ended_at, run.opened_at))
            dossier.supplements.filter(received_at=None).update(received_at=past.ended_at)
        Result.objects.update_or_create(dossier=dossier, defaults=_facts(_result(dossier, past)))
    elif past.status == 10 and dossier.state == State.TO_RETURN:
        dossier.returned_at, dossier.state = past.returned_at or past.finished_at, State.RETURNED
        for run in open_runs(dossier):
            close_run(run, Verb.FINISH.value, note="", actor=actor, at=max(dossier.returned_at or at, run.opened_at))
    dossier.save()
    record_many(_told(dossier, past), actor=actor)


def _facts(result: Result) -> dict[str, object]:
    names = ("outcome", "reason", "decided_at", "decided_unit_id", "handed_at")
    return {name: getattr(result, name) for name in names}
