"""A new version of a procedure: drafted from the one in force, edited, published from a day on, or discarded."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from congvu.catalog.commands.locking import lock_procedure
from congvu.catalog.events import ProcedureAnnounced, VersionDiscarded, VersionDrafted
from congvu.catalog.facts import VersionFacts, facts_of, without_announcement, write_facts
from congvu.catalog.load.versions import succeed
from congvu.catalog.models import Procedure, ProcedureVersion
from congvu.core.clock import day_of, parse_allowance
from congvu.core.errors import N_, DomainError, Said
from congvu.core.text import search_grams
from congvu.ledger.record import record
from congvu.orgs import policy
from congvu.orgs.actor import Actor
from congvu.orgs.models import Category


class NoDraft(DomainError):
    """Published or discarded meanwhile, or never begun."""

    code = "version_no_draft"
    sentence = N_("Thủ tục %(code)s không có dự thảo phiên bản nào đang mở. Hãy tải lại trang.")


class VersionIncomplete(DomainError):
    """What an announcement cannot do without (NĐ 63/2010/NĐ-CP, Điều 8 khoản 2 names the parts)."""

    code = "version_incomplete"
    sentence = N_("Chưa công bố được: còn thiếu %(missing)s. Dự thảo vẫn được giữ.")
    status = 422


class EffectiveInThePast(DomainError):
    """Dossiers received meanwhile went by the old version."""

    code = "effective_in_the_past"
    sentence = N_(
        "Ngày hiệu lực %(day)s đã qua; hồ sơ nhận từ đó đã theo phiên bản cũ. Hãy chọn hôm nay hoặc ngày sau."
    )
    status = 422


class TextMissing(DomainError):
    code = "version_text_missing"
    sentence = N_("Thủ tục phải có tên và lĩnh vực. Hãy ghi đủ rồi lưu.")
    status = 422


@transaction.atomic
def draft_version(*, code: str, actor: Actor, at: datetime) -> ProcedureVersion:
    """The open draft, begun as a copy of the latest version when there is none."""
    policy.require(actor, "catalog.manage")
    procedure = lock_procedure(code)
    if draft := _draft_of(procedure):
        return draft
    latest = procedure.versions.exclude(during=None).order_by("-number").first()
    facts = without_announcement(facts_of(latest)) if latest else VersionFacts("", "")
    draft = ProcedureVersion(procedure=procedure, number=procedure.next_number(), during=None, digest="")
    if latest:
        draft.process_limit = latest.process_limit
    write_facts(draft, facts)
    record(VersionDrafted(number=draft.number), about=("procedure", procedure.pk), actor=actor, at=at)
    return draft


@transaction.atomic
def save_draft(*, code: str, facts: VersionFacts, actor: Actor, at: datetime) -> ProcedureVersion:
    """The draft says exactly this. Limits are read as the clock reads them. Raises NoDraft, TextMissing."""
    policy.require(actor, "catalog.manage")
    draft = _require_draft(lock_procedure(code))
    if not facts.name.strip() or not facts.field.strip():
        raise TextMissing(field="name" if not facts.name.strip() else "field")
    tidy = replace(
        facts,
        limit=str(parse_allowance(facts.limit)) if facts.limit.strip() else "",
        channels=tuple(
            replace(row, limit=str(parse_allowance(row.limit)) if row.limit.strip() else "") for row in facts.channels
        ),
    )
    write_facts(draft, tidy)
    return draft


@transaction.atomic
def publish_version(*, code: str, effective_from: date, actor: Actor, at: datetime) -> ProcedureVersion:
    """The draft holds from that day on; the version before it until then. Of two at once the second finds no draft.

    Raises NoDraft, VersionIncomplete, EffectiveInThePast, LaterVersionExists.
    """
    policy.require(actor, "catalog.publish")
    procedure = lock_procedure(code)
    draft = _require_draft(procedure)
    _require_complete(draft)
    if effective_from < day_of(at):
        raise EffectiveInThePast(field="effective_from", day=effective_from)
    present = procedure.versions.filter(during__upper_inf=True).order_by("-id").first()
    draft.during = succeed(present, effective_from=effective_from, today=day_of(at))
    draft.announced_on = draft.announced_on or day_of(at)
    draft.save(update_fields=["during", "announced_on"])
    _name(procedure, draft)
    event = ProcedureAnnounced(code=code, version_id=draft.pk, decision_no=draft.decision_no)
    record(event, about=("procedure", procedure.pk), actor=actor, at=at)
    return draft


@transaction.atomic
def discard_draft(*, code: str, actor: Actor, at: datetime) -> None:
    """The draft goes; what was published stays."""
    policy.require(actor, "catalog.manage")
    procedure = lock_procedure(code)
    draft = _require_draft(procedure)
    number = draft.number
    draft.delete()
    record(VersionDiscarded(number=number), about=("procedure", procedure.pk), actor=actor, at=at)


def _draft_of(procedure: Procedure) -> ProcedureVersion | None:
    return procedure.versions.filter(during=None).first()


def _require_draft(procedure: Procedure) -> ProcedureVersion:
    if draft := _draft_of(procedure):
        return draft
    raise NoDraft(code=procedure.code)


def missing_parts(facts: VersionFacts) -> list[str]:
    """What an announcement lacks, in our words."""
    there = {
        N_("thời hạn giải quyết"): facts.limit or any(row.limit for row in facts.channels),
        N_("cách thức thực hiện"): facts.channels,
        N_("kết quả"): facts.results,
        N_("cơ quan có thẩm quyền"): facts.agency,
        N_("số quyết định công bố"): facts.decision_no,
        N_("ngày quyết định"): facts.decided_on,
        N_("căn cứ pháp lý"): facts.bases,
    }
    return [what for what, found in there.items() if not found]


def _require_complete(draft: ProcedureVersion) -> None:
    missing = missing_parts(facts_of(draft))
    if missing:
        raise VersionIncomplete(missing=Said(", ".join(missing)))


def _name(procedure: Procedure, version: ProcedureVersion) -> None:
    """What the procedure is found by, and how the categories call it."""
    parent, _made = Category.objects.get_or_create(
        kind="field", code=version.field[:200], defaults={"name": version.field}
    )
    Category.objects.filter(pk=procedure.category_id).update(name=version.name, parent=parent)
    procedure.grams = list(search_grams(version.name, procedure.code, version.field))
    procedure.save(update_fields=["grams"])
