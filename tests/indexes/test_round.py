"""A round from the self-score to the publication, and every refusal on the way."""

from decimal import Decimal

import pytest

from congvu.core.scoring import PointsOffStep, PointsOutOfRange
from congvu.indexes import commands, policy, results
from congvu.indexes.commands.appraisal import NotAllAppraised
from congvu.indexes.commands.closing import NothingChanged, UnitsNotSettled
from congvu.indexes.commands.finding import ReasonMissing
from congvu.indexes.commands.scoring import EvidenceIsJudged, Incomplete
from congvu.indexes.models import Publication, UnitState
from congvu.indexes.selectors.desk import desk
from congvu.obligations.models import Obligation
from congvu.orgs.policy import NotAllowed
from tests.indexes.world import (
    D,
    World,
    appraise_whole_unit,
    appraiser,
    moment,
    open_round,
    row_of,
    score_of,
    score_whole_unit,
    self_score,
)

SCORING, APPRAISING, EXPLAINING = moment("2026-01-12 09:00"), moment("2026-02-02 09:00"), moment("2026-02-20 09:00")
LATER = moment("2026-03-02 09:00")


def open_duties(kind: str) -> int:
    return Obligation.objects.filter(kind=kind, closed_at=None).count()


def test_a_round_runs_from_self_score_to_publication(world: World) -> None:
    found = open_round(world, ["S1", "S2", "S3"])
    assert (open_duties("index_self"), open_duties("index_appraise")) == (3, 2)
    due = Obligation.objects.filter(kind="index_self").order_by("id").values_list("fixed_due_on", flat=True)
    assert {day.isoformat() for day in due} == {"2026-01-20"}

    for unit, points in (("S1", ("6", "3")), ("S2", ("4", "2")), ("S3", ("4", "2"))):
        score_whole_unit(world, found, unit, points)
    assert open_duties("index_self") == 0

    appraise_whole_unit(world, found, "S1")
    appraise_whole_unit(world, found, "S2", {"1.2": "2"})
    appraise_whole_unit(world, found, "S3")
    assert {row.state for row in found.units.order_by("id")} == {UnitState.EXPLAINING}
    assert (open_duties("index_explain"), open_duties("index_appraise")) == (3, 0)

    cut = score_of(found, "S2", "1.2")
    officer, leader = world.actor("cv_S2", EXPLAINING), world.actor("ld_S2", EXPLAINING)
    commands.appeal(score_id=cut.pk, words="đã có văn bản", revision=cut.revision, actor=officer, at=EXPLAINING)
    commands.approve_explanation(round_unit_id=row_of(found, "S2").pk, actor=leader, at=EXPLAINING)
    assert row_of(found, "S2").state == UnitState.REAPPRAISING
    assert open_duties("index_appraise") == 1, "the body that cut looks again"
    for unit in ("S1", "S3"):
        commands.approve_explanation(
            round_unit_id=row_of(found, unit).pk, actor=world.actor(f"ld_{unit}", EXPLAINING), at=EXPLAINING
        )
        assert row_of(found, unit).state == UnitState.SETTLED, "no appeal: the appraisal stands"

    again = score_of(found, "S2", "1.2")
    body = appraiser(world, again, EXPLAINING)
    commands.appraise(score_id=again.pk, points=D(3), reason="chấp nhận một phần", revision=again.revision, actor=body,
                      at=EXPLAINING)  # fmt: skip
    commands.hand_over(round_unit_id=row_of(found, "S2").pk, body_id=again.appraiser_id or 0, actor=body, at=EXPLAINING)
    assert row_of(found, "S2").state == UnitState.SETTLED
    assert open_duties("index_appraise") == 0

    chair = world.actor("chu_tri", LATER)
    commands.lock_round(code=found.code, actor=chair, at=LATER)
    made = commands.publish_round(code=found.code, actor=chair, at=LATER)
    lines = {line.unit.code: line for line in made.lines.select_related("unit").order_by("id")}
    # S1 2 + 6 + 3 + 3 + 3 = 17; S2 2 + 3 + 3 + 2 + 3 = 13; S3 2 + 4 + 3 + 2 + 3 = 14
    assert {code: (str(line.total), line.rank, line.of) for code, line in lines.items()} == {
        "S1": ("17.0000", 1, 3), "S2": ("13.0000", 3, 3), "S3": ("14.0000", 2, 3),
    }  # fmt: skip
    assert lines["S1"].index == Decimal("85.00")


def test_a_published_result_is_recomputed_from_its_inputs_alone(world: World) -> None:
    made = published(world)
    score_of(made.round, "S1", "1.2")
    before = [(one.unit_code, one.total.points, one.rank) for one in results.recomputed(made)]
    made.round.units.all()[0].present.update(self_points=D(0), first_points=D(0))
    stored = Publication.objects.get(pk=made.pk)
    assert [(one.unit_code, one.total.points, one.rank) for one in results.recomputed(stored)] == before
    assert results.digest_of(stored.inputs) == stored.digest


def published(world: World) -> Publication:
    found = open_round(world, ["S1", "S2"])
    for unit in ("S1", "S2"):
        score_whole_unit(world, found, unit)
        appraise_whole_unit(world, found, unit)
        commands.approve_explanation(
            round_unit_id=row_of(found, unit).pk, actor=world.actor(f"ld_{unit}", EXPLAINING), at=EXPLAINING
        )
    chair = world.actor("chu_tri", LATER)
    commands.lock_round(code=found.code, actor=chair, at=LATER)
    return commands.publish_round(code=found.code, actor=chair, at=LATER)


def test_publishing_again_needs_a_reason_and_a_difference(world: World) -> None:
    made = published(world)
    chair = world.actor("chu_tri", LATER)
    with pytest.raises(ReasonMissing):
        commands.publish_round(code=made.round.code, actor=chair, at=LATER)
    with pytest.raises(NothingChanged):
        commands.publish_round(code=made.round.code, reason="đính chính", actor=chair, at=LATER)


def test_after_the_lock_nothing_can_be_changed(world: World) -> None:
    made = published(world)
    score = score_of(made.round, "S1", "1.2")
    with pytest.raises(policy.RoundClosed):
        self_score(world, made.round, "S1", "1.2", points=D(1))
    with pytest.raises(policy.RoundClosed):
        commands.appraise(score_id=score.pk, points=D(1), reason="x", revision=score.revision,
                          actor=appraiser(world, score, LATER), at=LATER)  # fmt: skip


@pytest.mark.parametrize("points", ["6.01", "-0.01", "NaN", "Infinity"])
def test_points_beyond_the_maximum_are_refused(world: World, points: str) -> None:
    found = open_round(world, ["S1"])
    with pytest.raises(PointsOutOfRange):
        self_score(world, found, "S1", "1.2", points=D(points))


def test_points_off_the_steps_of_a_rule_are_refused(world: World) -> None:
    found = open_round(world, ["S1"])
    with pytest.raises(PointsOffStep):
        self_score(world, found, "S1", "1.1", points=D("1.5"))
    assert self_score(world, found, "S1", "1.1", points=D(1)).self_points == D(1)


@pytest.mark.parametrize(
    ("numerator", "points"),
    [
        pytest.param("180", "3", id="90 exactly lies in the band that begins there"),
        pytest.param("196", "5", id="98 exactly is full"),
        pytest.param("179", "0", id="89,5 is below"),
    ],
)
def test_the_end_of_a_band_belongs_to_one_band(world: World, numerator: str, points: str) -> None:
    found = open_round(world, ["S1"])
    answer = {"on_time": {"numerator": numerator, "denominator": "200"}}
    assert self_score(world, found, "S1", "2.1", answer=answer).self_points == D(points)


def test_a_denominator_of_nought_is_no_fault_but_a_case_of_its_own(world: World) -> None:
    from congvu.indexes.rules import NothingCounts

    found = open_round(world, ["S1"])
    with pytest.raises(NothingCounts):
        self_score(world, found, "S1", "2.1", answer={"on_time": {"numerator": "0", "denominator": "0"}})


def test_nobody_appraises_his_own_unit(world: World) -> None:
    found = open_round(world, ["SNV", "S1"])
    assert score_of(found, "SNV", "1.2").appraiser_id == world.units["STC"].pk, "another body stands in"
    score_whole_unit(world, found, "SNV")
    score = score_of(found, "SNV", "1.2")
    for name in ("cv_SNV", "chu_tri"):
        with pytest.raises(policy.OwnUnit):
            commands.appraise(score_id=score.pk, points=D(4), revision=score.revision,
                              actor=world.actor(name, APPRAISING), at=APPRAISING)  # fmt: skip


def test_only_the_body_in_charge_appraises(world: World) -> None:
    found = open_round(world, ["S1"])
    score_whole_unit(world, found, "S1")
    score = score_of(found, "S1", "1.2")
    with pytest.raises(NotAllowed):
        commands.appraise(score_id=score.pk, points=D(4), revision=score.revision,
                          actor=world.actor("cv_STC", APPRAISING), at=APPRAISING)  # fmt: skip


def test_every_change_of_the_appraisal_needs_a_reason(world: World) -> None:
    found = open_round(world, ["S1"])
    score_whole_unit(world, found, "S1")
    score = score_of(found, "S1", "1.2")
    actor = appraiser(world, score, APPRAISING)
    with pytest.raises(ReasonMissing):
        commands.appraise(score_id=score.pk, points=D(3), revision=score.revision, actor=actor, at=APPRAISING)
    commands.appraise(score_id=score.pk, points=D(4), revision=score.revision, actor=actor, at=APPRAISING)


def test_the_second_of_two_is_told_who_did_what_when(world: World) -> None:
    found = open_round(world, ["S1"])
    score = score_of(found, "S1", "1.2")
    seen = score.revision
    self_score(world, found, "S1", "1.2", points=D(5))
    with pytest.raises(policy.ChangedMeanwhile) as refused:
        commands.self_score(score_id=score.pk, points=D(2), revision=seen, actor=world.actor("ld_S1", SCORING),
                            at=SCORING)  # fmt: skip
    said = str(refused.value)
    assert "Người cv_S1" in said
    assert "12/01/2026 09:00" in said
    assert score_of(found, "S1", "1.2").self_points == D(5)


def test_a_leader_approves_only_what_is_complete(world: World) -> None:
    found = open_round(world, ["S1"])
    self_score(world, found, "S1", "1.2", points=D(5), explanation="")
    with pytest.raises(Incomplete) as refused:
        commands.approve_self_score(
            round_unit_id=row_of(found, "S1").pk, actor=world.actor("ld_S1", SCORING), at=SCORING
        )
    assert (refused.value.data["missing"], refused.value.data["bare"]) == (3, 1)


def test_a_specialist_does_not_approve(world: World) -> None:
    found = open_round(world, ["S1"])
    with pytest.raises(NotAllowed):
        commands.approve_self_score(
            round_unit_id=row_of(found, "S1").pk, actor=world.actor("cv_S1", SCORING), at=SCORING
        )


def test_evidence_is_not_taken_back_after_it_was_appraised(world: World) -> None:
    import io

    from tests.invariants.subjects.dossiers import PNG

    found = open_round(world, ["S1"])
    officer = world.actor("cv_S1", SCORING)
    kept = [
        commands.add_evidence(score_id=score_of(found, "S1", code).pk, stream=io.BytesIO(PNG), name="kế hoạch.png",
                              declared_type="image/png", page="3", actor=officer, at=SCORING)
        for code in ("1.2", "1.2")
    ]  # fmt: skip
    commands.remove_evidence(evidence_id=kept[0].pk, actor=officer, at=SCORING)
    score_whole_unit(world, found, "S1")
    appraise_whole_unit(world, found, "S1")
    with pytest.raises(EvidenceIsJudged):
        commands.remove_evidence(evidence_id=kept[1].pk, actor=world.actor("cv_S1", EXPLAINING), at=EXPLAINING)
    kept[1].refresh_from_db()
    assert kept[1].removed_at is None


def test_a_body_hands_over_only_when_all_is_appraised(world: World) -> None:
    found = open_round(world, ["S1"])
    score_whole_unit(world, found, "S1")
    with pytest.raises(NotAllAppraised):
        commands.hand_over(round_unit_id=row_of(found, "S1").pk, body_id=world.units["SNV"].pk,
                           actor=world.actor("cv_SNV", APPRAISING), at=APPRAISING)  # fmt: skip


def test_points_are_locked_only_when_every_unit_is_settled(world: World) -> None:
    found = open_round(world, ["S1", "S2"])
    with pytest.raises(UnitsNotSettled):
        commands.lock_round(code=found.code, actor=world.actor("chu_tri", LATER), at=LATER)


def test_the_desk_asks_as_many_questions_for_one_unit_as_for_many(
    world: World, django_assert_max_num_queries: object
) -> None:
    found = open_round(world, ["S1", "S2", "S3"])
    actor = world.actor("cv_S1", SCORING)
    actor.reach("indexes.see")
    with django_assert_max_num_queries(26):  # type: ignore[operator]
        desk(found.code, row_of(found, "S1").pk, "1.2", actor=actor, now=SCORING)
