"""Thirty-four units from the self-score to the ranking; a set that changes on the way; what if; the live board."""

import random
from datetime import date
from decimal import Decimal

import pytest

from congvu.indexes import commands, reckoning, results
from congvu.indexes.commands.scoring import TooEarly
from congvu.indexes.load import load_scores
from congvu.indexes.models import Round, Score, UnitState
from congvu.indexes.selectors.lost import lost_map, what_if
from congvu.indexes.selectors.ranking import ranking
from congvu.obligations.models import Obligation
from tests.indexes.world import (
    CLOCK,
    LOADED_AT,
    OPENED,
    SMALL,
    World,
    build,
    load_set,
    moment,
    open_round,
    row_of,
    rows,
    score_of,
    score_whole_unit,
    self_score,
    set_of,
)

LATE, LATER = moment("2026-02-28 09:00"), moment("2026-03-05 09:00")


def test_thirty_four_units_are_scored_appraised_and_ranked_in_two_groups(db: None) -> None:
    """Points are drawn; total and rank of every unit are added up by hand beside the house."""
    world = build(departments=14, communes=20)
    load_set()
    codes = [*(f"S{n}" for n in range(1, 15)), *(f"X{n}" for n in range(1, 21))]
    found = open_round(world, codes)
    assert Score.objects.count() == 34 * 5
    chance, expected = random.Random(34), {}
    clock = moment("2026-01-14 09:00")
    for code in codes:
        points = {
            "1.1": chance.choice([0, 1, 2]), "1.2": Decimal(chance.randint(0, 24)) / 4, "2.1": chance.choice([0, 3, 5]),
            "2.2": Decimal(chance.randint(0, 12)) / 4, "3": Decimal(chance.randint(4, 16)) / 4,
        }  # fmt: skip
        expected[code] = sum(Decimal(p) for p in points.values())
        for score in row_of(found, code).present.select_related("criterion").order_by("id"):
            given = Decimal(points[score.criterion.code])
            if score.criterion.code != "3":
                commands.self_score(score_id=score.pk, points=given, explanation="x", revision=0,
                                    actor=world.actor(f"cv_{code}", clock), at=clock)  # fmt: skip
            else:
                commands.enter_points(score_id=score.pk, points=given, source="Khảo sát", sample=100, revision=0,
                                      actor=world.actor("chu_tri", clock), at=clock)  # fmt: skip
        commands.approve_self_score(
            round_unit_id=row_of(found, code).pk, actor=world.actor(f"ld_{code}", clock), at=clock
        )
        _recognise(world, found, code)
    chair = world.actor("chu_tri", LATER)
    commands.lock_round(code=found.code, actor=chair, at=LATER)
    made = commands.publish_round(code=found.code, actor=chair, at=LATER)
    lines = {line.unit.code: line for line in made.lines.select_related("unit").order_by("id")}
    assert {code: line.total for code, line in lines.items()} == expected
    for group in ("S", "X"):
        own = {code: total for code, total in expected.items() if code[0] == group}
        for code, total in own.items():
            assert lines[code].rank == 1 + sum(other > total for other in own.values()), code
            assert lines[code].of == len(own)
    assert not Obligation.objects.filter(kind__startswith="index_", closed_at=None).exists()


def _recognise(world: World, found: Round, code: str) -> None:
    at, row = moment("2026-02-02 09:00"), row_of(found, code)
    bodies = {unit.pk: name for name, unit in world.units.items()}
    for score in row.present.exclude(appraiser=None).select_related("criterion").order_by("id"):
        actor = world.actor(f"cv_{bodies[score.appraiser_id]}", at)
        commands.appraise(score_id=score.pk, points=score.self_points, revision=score.revision, actor=actor, at=at)  # type: ignore[arg-type]
    for body in sorted(set(row.present.exclude(appraiser=None).order_by().values_list("appraiser", flat=True))):
        commands.hand_over(round_unit_id=row.pk, body_id=body, actor=world.actor(f"cv_{bodies[body]}", at), at=at)
    done = moment("2026-02-20 09:00")
    commands.approve_explanation(round_unit_id=row.pk, actor=world.actor(f"ld_{code}", done), at=done)


def test_who_stays_silent_is_gone_on_without_only_after_the_day(world: World) -> None:
    found = open_round(world, ["S1"])
    self_score(world, found, "S1", "1.2", points=Decimal(4))
    chair = world.actor("chu_tri", OPENED)
    with pytest.raises(TooEarly):
        commands.go_on_without(round_unit_id=row_of(found, "S1").pk, actor=chair, at=moment("2026-01-20 16:00"))
    at = moment("2026-01-21 08:00")
    commands.go_on_without(round_unit_id=row_of(found, "S1").pk, actor=world.actor("chu_tri", at), at=at)
    row = row_of(found, "S1")
    assert (row.state, row.approved_at) == (UnitState.APPRAISING, None)
    unit = results.inputs_of(found)["units"][0]
    assert unit["self_scored"] is False, "gates of classes read it"


def test_a_set_that_changes_keeps_what_stays_the_same_and_shows_both(world: World) -> None:
    found = open_round(world, ["S1"])
    score_whole_unit(world, found, "S1")
    before = reckoning.totals(found)[row_of(found, "S1").pk].points
    changed = [dict(row) for row in SMALL]
    changed[3] = {**changed[3], "max_score": "5", "name_vi": "Nhiệm vụ trọng tâm"}
    changed[1] = {**changed[1], "max_score": "7"}
    changed[0] = {**changed[0], "max_score": "19"}
    assert not load_set(changed).errors
    new = set_of()
    assert new.version == 2
    chair = world.actor("chu_tri", OPENED)
    old = found.criteria_set
    commands.change_version(code=found.code, to=new, actor=chair, at=moment("2026-01-16 09:00"))
    found.refresh_from_db()
    assert score_of(found, "S1", "2.1").self_points == 3, "same maximum and rule: carried over"
    assert score_of(found, "S1", "2.1").explanation == "theo báo cáo"
    assert score_of(found, "S1", "1.2").self_points is None, "another maximum: scored anew"
    assert reckoning.totals(found, None, old)[row_of(found, "S1").pk].points == before
    shown = ranking(found.code, actor=CLOCK, under=old.pk)
    assert shown.groups[0].rows[0].standing.total.points == before
    assert len(shown.versions) == 2


def test_a_unit_that_joined_in_mid_year_is_named_in_the_comparison(world: World) -> None:
    found = open_round(world, ["S1", "S2"])
    row = row_of(found, "S2")
    row.joined_on = date(2025, 7, 1)
    row.save()
    load_set(year="2024")
    points = [{"round": "CCHC-2024", "unit": "S1", "criterion": "1.2", "self_score": "3", "appraised_score": "3"}]
    assert not load_scores(rows(points), actor=CLOCK, at=LOADED_AT).errors
    shown = ranking(found.code, actor=CLOCK)
    notes = " ".join(shown.notes)
    assert "thành lập trong kỳ" in notes
    assert "1 đơn vị không có trong kỳ trước" in notes
    assert "Bộ tiêu chí đã đổi" in notes


def test_what_if_moves_points_and_rank_and_writes_nothing(world: World) -> None:
    load = [
        {"round": "CCHC-2025", "unit": unit, "criterion": "1.2", "self_score": given, "appraised_score": given}
        for unit, given in (("S1", "4"), ("S2", "5"), ("S3", "3"))
    ]
    load_scores(rows(load), actor=CLOCK, at=LOADED_AT)
    found = Round.objects.get(code="CCHC-2025")
    asked = what_if(found, world.units["S1"].pk, {"1.2": Decimal("5.5")})
    # 1,5 points on 16 that were held: 4 → 5,00 of 20; 5,5 → 6,88
    assert (asked.gain, asked.before.rank, asked.after.rank) == (Decimal("1.88"), 2, 1)
    assert score_of(found, "S1", "1.2").self_points == 4


def test_the_map_of_lost_points_adds_up(world: World) -> None:
    found = open_round(world, ["S1", "S2"])
    for unit in ("S1", "S2"):
        score_whole_unit(world, found, unit, ("4", "2"))
    shown = lost_map(found.code, actor=CLOCK)
    whole = reckoning.totals(found)
    # The survey has no points of anybody, so it was not held: 16 points count; 1.2 lost 2, 2.1 lost 2, 2.2 lost 1.
    assert shown.by_unit[world.units["S1"].pk] == 5
    assert sum(shown.by_field.values()) == shown.total == 10
    assert sum(shown.causes.values()) == 10
    assert {total.points for total in whole.values()} == {Decimal("13.75")}, "11 of 16 on the scale of 20"


def test_the_cheapest_next_points_name_the_work(world: World) -> None:
    found = open_round(world, ["S1", "S2"])
    for unit in ("S1", "S2"):
        score_whole_unit(world, found, unit, ("4", "2"))
    shown = lost_map(found.code, actor=CLOCK, unit_pk=row_of(found, "S1").pk)
    (first, *_rest) = [one for one in shown.cheapest if one.code == "2.1"]
    assert first.actions == 1, "196 of 200 is 98 %: one more in time"
    assert first.rank == 1


def test_the_live_board_scores_from_the_dossiers(db: None) -> None:
    from congvu.indexes.load.packaged import load_packaged
    from congvu.indexes.selectors.boards import live_board
    from tests.dossiers.world import build as build_dossiers
    from tests.dossiers.world import moment as at

    world = build_dossiers("1.001193")
    for n in range(3):
        world.receive("1.001193", at(f"2026-01-07 {8 + n:02}:30"))
    load_packaged("QD766", actor=CLOCK, at=LOADED_AT)
    board = live_board("766", "2026M01", actor=CLOCK, now=at("2026-01-07 11:00"), kinds=("so", "xa"))
    row = next(one for one in board.rows if one.code == "xa")
    ratio = row.proposals["2.1"].inputs["dossiers_in_time_766"]
    assert (ratio.numerator, ratio.denominator) == (3, 3)  # type: ignore[union-attr]
    assert row.proposals["2.1"].points == Decimal(20)
    assert (row.counted, row.percent) == (1, Decimal(100))
    assert len(board.unknown) == 18
    late = live_board("766", "2026M01", actor=CLOCK, now=at("2026-01-30 11:00"), kinds=("xa",))
    assert next(one for one in late.rows if one.code == "xa").proposals["2.1"].points == 0, "same day, long past"
