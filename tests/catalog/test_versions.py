"""Versions of procedures: drafted, edited, published from a day on, compared; fees and competence by their own days."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from congvu.catalog import commands, selectors
from congvu.catalog.commands.doubts import DoubtNotOpen, NotAboutALimit
from congvu.catalog.commands.processes import DraftChanged, NotADraft, ProcessUnsound
from congvu.catalog.commands.terms import CompetenceOverlaps, DaysReversed, FeeFacts, FeesOverlap
from congvu.catalog.commands.versions import EffectiveInThePast, NoDraft, VersionIncomplete
from congvu.catalog.errors import ProcedureNotFound, ProcessNotFound, VersionUnknown
from congvu.catalog.facts import BasisFacts, ChannelFacts, PaperFacts, ResultFacts, VersionFacts, facts_of
from congvu.catalog.load import load_fees, load_procedures
from congvu.catalog.models import FeeRule, LegalDocument, Process, ReviewItem
from congvu.catalog.pages.processes import changes
from congvu.catalog.pages.versions import version_changes
from congvu.catalog.processes import process_value
from congvu.core.clock import AllowanceUnreadable
from congvu.core.errors import DomainError
from congvu.core.loading import Row
from congvu.core.process import TableRow, rows_of
from congvu.ledger.selectors import timeline
from congvu.orgs.actor import Actor
from tests.catalog.conftest import LOADED_AT
from tests.catalog.test_load import CLOCK, LATER, changed, few, few_procedures  # noqa: F401

BIRTH, LAND = "1.001193", "1.012784"
WHO: dict[str, Any] = {"actor": CLOCK, "at": LATER}
TODAY = LATER.date()

pytestmark = pytest.mark.usefixtures("few")


def complete(facts: VersionFacts, **more: Any) -> VersionFacts:
    return replace(
        facts, decision_no="100/QĐ-UBND", decided_on=date(2026, 2, 2), agency="UBND cấp xã",
        bases=(BasisFacts("Luật số 60/2014/QH13", article="Điều 13"),), **more,
    )  # fmt: skip


def drafted(code: str = BIRTH, **more: Any) -> VersionFacts:
    facts = complete(facts_of(commands.draft_version(code=code, **WHO)), **more)
    commands.save_draft(code=code, facts=facts, **WHO)
    return facts


def test_a_draft_changes_nothing_until_it_is_published() -> None:
    drafted(limit="2 ngay lam viec")
    assert selectors.version_on(BIRTH, TODAY).limit == "trong ngày"
    day = TODAY + timedelta(days=10)
    version = commands.publish_version(code=BIRTH, effective_from=day, **WHO)
    assert selectors.version_on(BIRTH, day - timedelta(days=1)).number == 1
    assert selectors.version_on(BIRTH, day).limit == "2 ngày làm việc"
    assert (version.number, version.announced_on) == (2, TODAY)
    kinds = [row.kind for row in timeline("procedure", version.procedure_id)]
    assert kinds.count("catalog.procedure_announced") == 2


def test_what_a_procedure_says_comes_back_as_it_was_written() -> None:
    facts = drafted(
        papers=(PaperFacts("Tờ khai", 1, 0, form_no="Mẫu số 5", form_url="https://vbpl.vn/m5"),
                PaperFacts("Giấy ủy quyền", 0, 1, True, "có người làm thay", reuse_code="KQ.G15.000031")),
        channels=(ChannelFacts("online", "1 ngày làm việc", "1 ngày làm việc"),),
        results=(ResultFacts("Giấy khai sinh", "KQ.G15.000031"),), online_level="full", no_paper=True,
    )  # fmt: skip
    draft = selectors.draft_of(BIRTH)
    assert draft is not None
    said = facts_of(draft)
    assert said.bases == (BasisFacts("60/2014/QH13", article="Điều 13"),)
    assert replace(said, bases=facts.bases) == facts
    assert LegalDocument.objects.filter(number="60/2014/QH13").count() == 1


def test_an_incomplete_draft_stays_a_draft_and_says_what_is_missing() -> None:
    commands.draft_version(code=BIRTH, **WHO)
    with pytest.raises(VersionIncomplete) as refused:
        commands.publish_version(code=BIRTH, effective_from=TODAY, **WHO)
    assert "số quyết định công bố" in str(refused.value.data["missing"])
    assert selectors.draft_of(BIRTH) is not None


@pytest.mark.parametrize(
    ("act", "error"),
    [
        pytest.param(lambda: commands.draft_version(code="9.999999", **WHO), ProcedureNotFound, id="unknown procedure"),
        pytest.param(lambda: commands.publish_version(code=BIRTH, effective_from=TODAY, **WHO), NoDraft, id="no draft"),
        pytest.param(lambda: selectors.version_numbered(BIRTH, 7), VersionUnknown, id="unknown version"),
        pytest.param(lambda: selectors.process_numbered(LAND, 7), ProcessNotFound, id="unknown process"),
        pytest.param(lambda: drafted(limit="hai tuần"), AllowanceUnreadable, id="a limit that cannot be read"),
        pytest.param(lambda: commands.publish_process(code=LAND, number=1, effective_from=TODAY, **WHO), NotADraft,
                     id="a published process is not published again"),
    ],
)  # fmt: skip
def test_bad_input_is_refused(act: Any, error: type[DomainError]) -> None:
    with pytest.raises(error):
        act()


def test_a_day_that_has_passed_is_refused() -> None:
    drafted()
    with pytest.raises(EffectiveInThePast):
        commands.publish_version(code=BIRTH, effective_from=TODAY - timedelta(days=1), **WHO)


def test_two_versions_differ_in_words() -> None:
    drafted(limit="2 ngày làm việc", papers=(PaperFacts("Tờ khai", 1, 0),))
    old, new = selectors.version_numbered(BIRTH, 1), selectors.draft_of(BIRTH)
    assert new is not None
    said = version_changes(facts_of(old), facts_of(new))
    assert "Thời hạn giải quyết: trong ngày → 2 ngày làm việc." in said
    assert "Thêm giấy tờ “Tờ khai”." in said
    assert "Thêm căn cứ 60/2014/QH13." in said
    assert any(line.startswith("Bỏ giấy tờ") for line in said)
    assert version_changes(facts_of(old), facts_of(old)) == []


# --- Processes -------------------------------------------------------------------------------------------------------


def table(number: int) -> tuple[TableRow, ...]:
    return rows_of(process_value(selectors.process_numbered(LAND, number)))


def save(rows: tuple[TableRow, ...], **more: Any) -> Process:
    return commands.save_process(code=LAND, number=2, rows=rows, **{**WHO, **more})


def test_an_edited_table_is_published_from_a_day_and_compared() -> None:
    commands.draft_process(code=LAND, **WHO)
    rows = list(table(2))
    rows[1] = replace(rows[1], time="8", role_unit="Văn phòng Đăng ký đất đai")
    save(tuple(rows), decision_no="12/QĐ-UBND")
    day = TODAY + timedelta(days=3)
    new = commands.publish_process(code=LAND, number=2, effective_from=day, **WHO)
    old = selectors.process_on(new.procedure, day - timedelta(days=1))  # type: ignore[arg-type]
    assert old is not None
    assert old.number == 1
    assert any("thời hạn 9 ngày làm việc → 8 ngày làm việc" in line for line in changes(old, new))
    below = ReviewItem.objects.filter(procedure__code=LAND, code="sum_below_limit", settled_at=None)
    assert below.count() == 1  # a warning: it is published all the same


def test_a_dead_join_stays_a_draft_with_the_reason() -> None:
    commands.draft_process(code=LAND, **WHO)
    rows = list(table(2))
    rows[0], rows[3] = replace(rows[0], next="2+3"), replace(rows[3], join="3")
    rows[1] = replace(rows[1], next="4", back="")
    rows[2] = replace(rows[2], back="")
    save(tuple(replace(row, refuse="" if n else "hết") for n, row in enumerate(rows)))
    with pytest.raises(ProcessUnsound) as refused:
        commands.publish_process(code=LAND, number=2, effective_from=TODAY, **WHO)
    assert "chờ 3 nhánh nhưng chỉ 2 nhánh tới được" in str(refused.value)
    assert Process.objects.get(procedure__code=LAND, number=2).state == Process.State.DRAFT


def test_a_procedure_without_a_table_starts_from_the_default_four_steps() -> None:
    process = commands.draft_process(code=BIRTH, **WHO)
    assert next(step.name for step in process_value(process).steps) == "Tiếp nhận hồ sơ"
    assert process.steps.count() == 4


def test_a_draft_that_somebody_else_saved_is_not_overwritten_unseen() -> None:
    draft = commands.draft_process(code=LAND, **WHO)
    save(table(2), at=LATER + timedelta(minutes=5), seen=draft.edited_at)
    with pytest.raises(DraftChanged):
        save(table(2), at=LATER + timedelta(minutes=6), seen=draft.edited_at)


# --- Fees and competence ---------------------------------------------------------------------------------------------


def fee(amount: int, **more: Any) -> FeeRule:
    return commands.set_fee(code=BIRTH, facts=FeeFacts(amount, **more), **WHO)


def test_the_fee_of_a_day_is_the_nearest_rule() -> None:
    fee(8000)
    fee(4000, channel="online", since=date(2026, 1, 1), until=date(2026, 12, 31), document="NQ 5/NQ-HĐND")
    fee(0, reduction="hộ nghèo")
    procedure = selectors.version_on(BIRTH, TODAY).procedure

    def paid(day: date, channel: str, reduction: str = "") -> int | None:
        found = selectors.fee_on(procedure, day=day, channel=channel, reduction=reduction)
        return found.amount_vnd if found else None

    assert paid(TODAY, "direct") == 8000
    assert paid(TODAY, "online") == 4000
    assert paid(date(2026, 12, 31), "online") == 4000
    assert paid(date(2027, 1, 1), "online") == 8000  # a reduction for some months ends by itself
    assert paid(TODAY, "direct", "Hộ nghèo") == 0
    assert paid(TODAY, "direct", "người cao tuổi") == 8000


def test_a_later_amount_ends_the_open_one_and_an_overlap_is_refused() -> None:
    first = fee(8000, since=date(2026, 1, 1))
    fee(10000, since=date(2026, 7, 1), until=date(2026, 12, 31))
    first.refresh_from_db()
    assert first.during.upper == date(2026, 7, 1)
    with pytest.raises(FeesOverlap):
        fee(9000, since=date(2026, 12, 31))
    with pytest.raises(DaysReversed):
        fee(9000, since=date(2027, 2, 1), until=date(2027, 1, 1))


def fee_rows(*cells: dict[str, str]) -> list[Row]:
    base = {"procedure_code": BIRTH, "unit_code": "", "channel": "", "amount_vnd": "8.000", "reduction": "",
            "valid_from": "2026-01-01", "valid_until": "", "document": "NQ 1"}  # fmt: skip
    return [Row(line, {**base, **one}) for line, one in enumerate(cells, 2)]


def test_fees_load_and_again_are_unchanged() -> None:
    rows = fee_rows({}, {"channel": "online", "amount_vnd": "0"})
    assert load_fees(rows, actor=CLOCK, at=LATER).new == 2
    again = load_fees(rows, actor=CLOCK, at=LATER)
    assert (again.new, again.changed, again.unchanged, again.errors) == (0, 0, 2, [])
    other = load_fees(fee_rows({"amount_vnd": "9000"}, {"channel": "online", "amount_vnd": "0"}), actor=CLOCK, at=LATER)
    assert (other.changed, other.unchanged) == (1, 1)


def test_amounts_that_follow_one_another_are_unchanged_when_loaded_again() -> None:
    rows = fee_rows({"valid_from": "2026-07-01", "amount_vnd": "9000"}, {}, {"valid_from": "", "amount_vnd": "5000"})
    assert load_fees(rows, actor=CLOCK, at=LATER).new == 3
    again = load_fees(rows, actor=CLOCK, at=LATER)
    assert (again.new, again.changed, again.unchanged, again.errors) == (0, 0, 3, [])
    rows[1].cells["amount_vnd"] = "8500"
    assert load_fees(rows, actor=CLOCK, at=LATER).changed == 1
    held = FeeRule.objects.get(amount_vnd=8500).during
    assert (held.lower, held.upper) == (date(2026, 1, 1), date(2026, 7, 1))


def test_an_amount_is_not_prolonged_over_the_next_one() -> None:
    first = fee(8000, since=date(2026, 1, 1), until=date(2026, 6, 30))
    fee(9000, since=date(2026, 7, 1))
    with pytest.raises(FeesOverlap):
        commands.end_fee(code=BIRTH, rule_id=first.pk, until=date(2026, 7, 1), **WHO)
    from congvu.orgs.models import UnitKind

    kind = UnitKind.objects.get(code="so").pk
    row = commands.set_competence(code=BIRTH, kind_id=kind, until=date(2026, 6, 30), **WHO)
    commands.set_competence(code=BIRTH, kind_id=kind, since=date(2026, 7, 1), **WHO)
    with pytest.raises(CompetenceOverlaps):
        commands.end_competence(code=BIRTH, row_id=row.pk, until=date(2026, 7, 1), **WHO)


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"amount_vnd": "tám nghìn"}, "amount_vnd"),
        ({"amount_vnd": "-1"}, "amount_vnd"),
        ({"channel": "fax"}, "channel"),
        ({"valid_from": "1/1/2026"}, "valid_from"),
        ({"valid_until": "2025-01-01"}, "valid_until"),
        ({"procedure_code": "9.999999"}, "procedure_code"),
    ],
)
def test_a_fee_that_cannot_be_read_writes_nothing(cells: dict[str, str], field: str) -> None:
    report = load_fees(fee_rows({"channel": "post"}, cells), actor=CLOCK, at=LATER)
    assert [(note.line, note.field) for note in report.errors] == [(3, field)]
    assert not FeeRule.objects.exists()


def test_competence_is_of_a_kind_or_a_unit_and_once() -> None:
    from congvu.orgs.models import UnitKind

    kind = UnitKind.objects.get(code="so").pk
    commands.set_competence(code=BIRTH, kind_id=kind, until=date(2026, 6, 30), **WHO)
    with pytest.raises(CompetenceOverlaps):
        commands.set_competence(code=BIRTH, kind_id=kind, since=date(2026, 6, 30), **WHO)
    commands.set_competence(code=BIRTH, kind_id=kind, since=date(2026, 7, 1), **WHO)
    procedure = selectors.version_on(BIRTH, TODAY).procedure
    assert len(selectors.competences(procedure, day=TODAY)) == 2
    assert len(selectors.competences(procedure, day=date(2026, 7, 1))) == 1


# --- Doubts, law -----------------------------------------------------------------------------------------------------


def test_a_doubt_is_accepted_or_discarded_with_its_reason_and_stays_settled() -> None:
    items = list(ReviewItem.objects.filter(procedure__code="1.001022", settled_at=None).order_by("id"))
    commands.discard_doubt(item_id=items[0].pk, settlement="Đã hỏi Sở Tư pháp", **WHO)
    load_procedures(few_procedures(), actor=CLOCK, at=LATER)
    item = ReviewItem.objects.get(pk=items[0].pk)
    assert (item.decision, item.settlement) == ("discarded", "Đã hỏi Sở Tư pháp")
    with pytest.raises(DoubtNotOpen):
        commands.accept_doubt(item_id=item.pk, settlement="x", **WHO)


def test_only_a_doubt_about_the_limit_is_settled_by_a_limit() -> None:
    rows = changed(few_procedures(), BIRTH, fee="50 VNĐ")
    load_procedures(rows, actor=CLOCK, at=LATER)
    item = ReviewItem.objects.get(procedure__code=BIRTH, code="fee_too_small")
    with pytest.raises(NotAboutALimit):
        commands.settle_doubt(item_id=item.pk, settlement="x", limit="3 ngày", **WHO)


def test_pages_that_procedures_share_and_results_without_their_codes_are_doubts() -> None:
    rows = changed(few_procedures(), BIRTH, source_url="https://x/1", result_code="KQ.G15.000031 ; KQ.G15.000033")
    rows = changed(rows, LAND, source_url="https://x/1")
    load_procedures(rows, actor=CLOCK, at=LATER)
    shared = ReviewItem.objects.filter(code="page_shared").order_by("procedure__code")
    assert [item.procedure.code for item in shared] == [BIRTH, LAND]
    assert LAND in shared[0].message
    assert ReviewItem.objects.filter(procedure__code=BIRTH, code="results_unpaired").count() == 1


def test_a_repealed_document_lists_every_procedure_that_it_touches() -> None:
    document = LegalDocument.objects.get(number="151/2025/NĐ-CP")
    cited = {row.code for row in selectors.citing(document, day=TODAY)}
    assert cited == {LAND}
    items = commands.repeal_document(
        document_id=document.pk, repealed_on=date(2026, 3, 1), repealed_by="NĐ 1/2026/NĐ-CP", **WHO
    )
    assert [item.procedure.code for item in items] == [LAND]
    assert "151/2025/NĐ-CP" in items[0].message
    assert "01/03/2026" in items[0].message
    with pytest.raises(DomainError) as refused:
        commands.repeal_document(document_id=document.pk, repealed_on=TODAY, repealed_by="", **WHO)
    assert refused.value.code == "legal_document_repealed"


def test_a_version_that_ends_before_the_repeal_is_not_touched() -> None:
    document = LegalDocument.objects.get(number="151/2025/NĐ-CP")
    drafted(LAND)
    commands.publish_version(code=LAND, effective_from=TODAY, **WHO)
    assert commands.repeal_document(document_id=document.pk, repealed_on=TODAY, repealed_by="", **WHO) == []


def test_the_clock_is_an_actor_too() -> None:
    assert Actor.clock().is_clock
    assert LOADED_AT < LATER
