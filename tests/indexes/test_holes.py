"""What must not happen: results that change unseen, points changed after they were settled, files that break a load."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.core.numbers import UnreadableNumber
from congvu.core.scoring import Kind, Wanted
from congvu.indexes import commands, policy, reckoning, results, rules
from congvu.indexes.commands.appraisal import HandedOverAlready, NotExplained
from congvu.indexes.commands.closing import NotLocked, UnitsNotSettled
from congvu.indexes.commands.finding import ReasonMissing, VersionMoved, text
from congvu.indexes.commands.sets import SetHasScores
from congvu.indexes.load import load_scores
from congvu.indexes.models import CriteriaSet, Criterion, Round, RoundUnit, Score, UnitState
from congvu.indexes.selectors import public
from congvu.ledger.models import Event
from congvu.metrics.models import OutsideFigure
from congvu.metrics.outside import load_figures
from congvu.obligations.models import Obligation
from congvu.orgs.models import Position, Role, StandIn, UnitSpan
from congvu.orgs.policy import NotAllowed
from congvu.orgs.ranges import days
from tests.indexes.test_round import APPRAISING, EXPLAINING, LATER, published
from tests.indexes.world import (
    ALWAYS,
    CLOCK,
    LOADED_AT,
    SMALL,
    D,
    World,
    appraise_whole_unit,
    appraiser,
    load_set,
    open_round,
    row_of,
    rows,
    score_of,
    score_whole_unit,
    set_of,
)

TOO_LITTLE = [{**row, "max_score": "7"} if row["code"] == "1.2" else row for row in SMALL]


def load(unit: str, criterion: str, points: str, code: str = "CCHC-2023"):  # type: ignore[no-untyped-def]
    cells = [{"round": code, "unit": unit, "criterion": criterion, "self_score": points}]
    return load_scores(rows(cells), actor=CLOCK, at=LOADED_AT)


def test_options_given_after_the_tree_count_at_once(db: None) -> None:
    load_set()
    found = set_of()
    assert reckoning.core_set(found).digits == 2
    found.options = {"digits": 0, "rescales": False}
    found.save(update_fields=["options"])
    again = reckoning.core_set(set_of())
    assert (again.digits, again.rescales) == (0, False)


def test_a_published_result_keeps_the_options_of_its_day(world: World) -> None:
    made = published(world)
    before = [(one.total.points, one.total.out_of) for one in results.recomputed(made)]
    CriteriaSet.objects.filter(pk=made.round.criteria_set_id).update(options={"ceiling": "1"})
    assert [(one.total.points, one.total.out_of) for one in results.recomputed(made)] == before


def test_a_draft_with_scores_is_not_written_over(world: World) -> None:
    load_set(TOO_LITTLE, code="NHAP", year="")
    assert not load("S1", "1.2", "7", "NHAP-2023").errors
    report = load_set([{**row, "name_vi": "Khác"} if row["code"] == "2.2" else row for row in TOO_LITTLE], "NHAP", "")
    assert not report.errors
    assert [one.version for one in CriteriaSet.objects.filter(code="NHAP").order_by("version")] == [1, 2]
    assert Score.objects.filter(criterion__set__version=1, self_points=D(7)).exists()


def test_a_line_of_a_draft_with_scores_is_not_changed(world: World) -> None:
    load_set(TOO_LITTLE, code="NHAP", year="")
    load("S1", "1.2", "7", "NHAP-2023")
    draft = set_of("NHAP")
    with pytest.raises(SetHasScores):
        commands.change_criterion(
            set_id=draft.pk, code="1.2", name="Nhiệm vụ", maximum=D(6), rule=None, scoring_rule="", evidence="",
            source_kind="self", appraiser="", actor=CLOCK, at=LATER,
        )  # fmt: skip
    assert Criterion.objects.get(set=draft, code="1.2").maximum == D(7)


def test_scores_are_not_loaded_over_a_signed_lock(world: World) -> None:
    found = settled(world, "S1")
    commands.lock_round(code=found.code, actor=world.actor("chu_tri", LATER), at=LATER)
    report = load("S1", "1.2", "6", found.code)
    assert [note.field for note in report.errors] == ["round"]
    assert score_of(found, "S1", "1.2").points == D(4)


def test_a_published_round_takes_no_new_unit_from_a_file(world: World) -> None:
    found = published(world).round
    report = load("S3", "1.2", "", found.code)
    assert [note.field for note in report.errors] == ["round"]
    assert RoundUnit.objects.filter(round=found).count() == 2


def settled(world: World, *units: str) -> Round:
    found = open_round(world, list(units))
    for unit in units:
        score_whole_unit(world, found, unit)
        appraise_whole_unit(world, found, unit)
        leader = world.actor(f"ld_{unit}", EXPLAINING)
        commands.approve_explanation(round_unit_id=row_of(found, unit).pk, actor=leader, at=EXPLAINING)
    return found


def test_scores_of_more_places_than_are_kept_are_unchanged_the_second_time(world: World) -> None:
    first, again = load("S1", "1.2", "3.33333", "CCHC-2025M01"), load("S1", "1.2", "3.33333", "CCHC-2025M01")
    assert (first.new, again.unchanged) == (1, 1)


def test_outside_figures_of_many_places_are_unchanged_the_second_time(db: None) -> None:
    cells = [{"metric": "pci", "period": "2025", "value": "66.12345678", "source": "VCCI"}]
    first, again = (load_figures(rows(cells), actor=CLOCK, at=LOADED_AT) for _ in range(2))
    assert (first.new, again.unchanged, OutsideFigure.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("code", "9" * 41),
        ("max_score", "100000"),
        ("max_score", "1.00005"),
        ("method", "m" * 61),
        ("rule", "[" * 90000),
    ],
)
def test_a_cell_that_does_not_fit_is_named(db: None, column: str, value: str) -> None:
    cells = [{**row, column: value} if row["code"] == "2.2" else dict(row) for row in SMALL]
    report = load_set(cells)
    assert [note.field for note in report.errors] == [column]
    assert not CriteriaSet.objects.exists()


def test_a_desk_that_shows_the_version_before_is_told(world: World) -> None:
    found = open_round(world, ["S1"])
    old = score_of(found, "S1", "1.2")
    load_set([{**row, "name_vi": "Nhiệm vụ năm"} if row["code"] == "2.2" else row for row in SMALL])
    chair = world.actor("chu_tri", APPRAISING)
    commands.change_version(code=found.code, to=set_of(), actor=chair, at=APPRAISING)
    officer = world.actor("cv_S1", APPRAISING)
    with pytest.raises(VersionMoved):
        commands.self_score(score_id=old.pk, points=D(6), revision=0, actor=officer, at=APPRAISING)
    old.refresh_from_db()
    assert old.self_points is None


def test_a_settled_unit_scores_what_a_new_version_brings(world: World) -> None:
    found = settled(world, "S1", "S2")
    grown = [
        {**row, "max_score": {"0": "21", "2": "9", "2.2": "4"}.get(row["code"], row["max_score"])} for row in SMALL
    ]
    load_set(grown)
    chair = world.actor("chu_tri", LATER)
    commands.change_version(code=found.code, to=set_of(), actor=chair, at=LATER)
    assert {row_of(found, unit).state for unit in ("S1", "S2")} == {UnitState.SELF_SCORING}
    assert (score_of(found, "S1", "1.2").first_points, score_of(found, "S1", "2.2").points) == (D(4), None)
    assert Obligation.objects.filter(kind="index_self", closed_at=None).count() == 2
    assert Obligation.objects.filter(kind="index_appraise", closed_at=None).count() == 2
    with pytest.raises(UnitsNotSettled):
        commands.lock_round(code=found.code, actor=chair, at=LATER)


def test_a_body_changes_nothing_after_it_handed_over(world: World) -> None:
    found = open_round(world, ["S1"])
    score_whole_unit(world, found, "S1")
    row = row_of(found, "S1")
    mine = list(row.present.filter(criterion__code__startswith="2.").order_by("criterion__position"))
    body = appraiser(world, mine[0], APPRAISING)
    for one in mine:
        commands.appraise(score_id=one.pk, points=one.self_points or D(0), revision=one.revision, actor=body,
                          at=APPRAISING)  # fmt: skip
    commands.hand_over(round_unit_id=row.pk, body_id=mine[0].appraiser_id or 0, actor=body, at=APPRAISING)
    assert row_of(found, "S1").state == UnitState.APPRAISING
    now = score_of(found, "S1", "2.2")
    with pytest.raises(HandedOverAlready):
        commands.appraise(score_id=now.pk, points=D(0), reason="đổi ý", revision=now.revision, actor=body,
                          at=APPRAISING)  # fmt: skip


def test_the_second_appraisal_changes_only_what_was_explained(world: World) -> None:
    found = open_round(world, ["S1"])
    score_whole_unit(world, found, "S1")
    appraise_whole_unit(world, found, "S1", {"1.2": "2"})
    cut = score_of(found, "S1", "1.2")
    commands.appeal(score_id=cut.pk, words="đã có văn bản", revision=cut.revision,
                    actor=world.actor("cv_S1", EXPLAINING), at=EXPLAINING)  # fmt: skip
    commands.approve_explanation(
        round_unit_id=row_of(found, "S1").pk, actor=world.actor("ld_S1", EXPLAINING), at=EXPLAINING
    )
    other = score_of(found, "S1", "1.1")
    assert other.appraiser_id == cut.appraiser_id
    with pytest.raises(NotExplained):
        commands.appraise(score_id=other.pk, points=D(0), reason="xem lại", revision=other.revision,
                          actor=appraiser(world, other, EXPLAINING), at=EXPLAINING)  # fmt: skip


def test_who_stands_in_for_somebody_of_the_unit_does_not_appraise_it(world: World) -> None:
    found = open_round(world, ["S1"])
    score_whole_unit(world, found, "S1")
    one = score_of(found, "S1", "2.2")
    StandIn.objects.create(person=world.people["ld_S1"], deputy=world.people["cv_STC"], during=ALWAYS)
    with pytest.raises(policy.OwnUnit):
        commands.appraise(score_id=one.pk, points=D(2), revision=one.revision,
                          actor=world.actor("cv_STC", APPRAISING), at=APPRAISING)  # fmt: skip


def test_a_second_position_in_the_unit_bars_as_well(world: World) -> None:
    found = open_round(world, ["S1"])
    score_whole_unit(world, found, "S1")
    one = score_of(found, "S1", "2.2")
    Position.objects.create(
        person=world.people["cv_STC"], unit=world.units["S1"], role=Role.objects.get(code="specialist"), during=ALWAYS
    )
    with pytest.raises(policy.OwnUnit):
        commands.appraise(score_id=one.pk, points=D(2), revision=one.revision,
                          actor=world.actor("cv_STC", APPRAISING), at=APPRAISING)  # fmt: skip


def test_a_published_page_keeps_the_names_of_its_period(world: World) -> None:
    made = published(world)
    span = UnitSpan.objects.get(unit=world.units["S1"])
    new_on = LATER.date()
    UnitSpan.objects.filter(pk=span.pk).update(during=days(None, new_on))
    UnitSpan.objects.create(
        unit=span.unit, parent=span.parent, name="Sở đổi tên", short_name="SĐT", kind=span.kind, during=days(new_on)
    )
    names = {line.name for group in public.published(made.round.code).groups for line in group.lines}
    assert names == {"Sở số 1", "Sở số 2"}


def test_a_tally_that_is_no_number_is_refused_not_a_fault() -> None:
    wanted = Wanted("cases", Kind.TALLY, (("early", "sớm"),))
    with pytest.raises(UnreadableNumber) as refused:
        rules.answer_from([wanted], {"a-cases-early": "abc"}, lambda name: [])
    assert refused.value.field == "a-cases-early"
    assert rules.answer_from([wanted], {"a-cases-early": "12"}, lambda name: []) == {"cases": {"early": 12}}


def test_points_do_not_change_between_the_check_and_the_lock(world: World) -> None:
    """The lock waits for whoever is saving: it takes the rows of the units too, and savers read the round after."""
    found = settled(world, "S1")
    with CaptureQueriesContext(connection) as seen:
        commands.lock_round(code=found.code, actor=world.actor("chu_tri", LATER), at=LATER)
    assert any('FROM "index_round_unit"' in (one["sql"] or "") and "FOR UPDATE" in one["sql"] for one in seen)


def test_points_are_mended_after_the_lock_with_a_reason_and_published_again(world: World) -> None:
    first = published(world)
    before = first.lines.get(unit=world.units["S1"]).total
    score = score_of(first.round, "S1", "1.2")
    at, office = LATER, world.actor("chu_tri", LATER)
    given = {"score_id": score.pk, "points": score.points - 1, "actor": office, "at": at}
    with pytest.raises(ReasonMissing):
        commands.correct_points(**given, reason=" ", revision=score.revision)
    commands.correct_points(**given, reason="Cộng nhầm", revision=score.revision)
    with pytest.raises(policy.ChangedMeanwhile, match="sửa sau khi chốt"):
        commands.correct_points(**given, reason="Cộng nhầm", revision=score.revision)
    assert first.lines.get(unit=world.units["S1"]).total == before
    again = commands.publish_round(code=first.round.code, reason="Cộng nhầm", actor=office, at=at)
    assert again.number == first.number + 1
    assert again.lines.get(unit=world.units["S1"]).total == before - 1
    told = Event.objects.filter(kind="index.corrected").get()
    assert told.body == {"criterion": "1.2", "points": text(score.points - 1), "before": text(score.points)}


def test_open_rounds_and_other_offices_mend_nothing(world: World) -> None:
    found = settled(world, "S1")
    score = score_of(found, "S1", "1.2")
    given = {"score_id": score.pk, "points": D(1), "reason": "x", "revision": None, "at": LATER}
    with pytest.raises(NotLocked):
        commands.correct_points(**given, actor=world.actor("chu_tri", LATER))
    commands.lock_round(code=found.code, actor=world.actor("chu_tri", LATER), at=LATER)
    with pytest.raises(NotAllowed):
        commands.correct_points(**given, actor=world.actor("ld_S1", LATER))
