"""Sets and scores from files: what is new, doubtful, refused; the round that is made and its result as JSON."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from congvu.core.loading import Row
from congvu.indexes.load import Options, load_criteria, load_scores
from congvu.indexes.models import CriteriaSet, Criterion, Round, Score
from congvu.indexes.report import score_report
from congvu.metrics.models import OutsideFigure
from congvu.metrics.outside import load_figures
from tests.indexes.world import CLOCK, LOADED_AT, SMALL, World, build, load_set, packaged, rows, set_of

EIGHT = (
    ("1", "Chỉ đạo, điều hành", "9.5"), ("2", "Văn bản quy phạm pháp luật", "8"), ("3", "Thủ tục hành chính", "14"),
    ("4", "Tổ chức bộ máy", "10"), ("5", "Chế độ công vụ", "12.5"), ("6", "Tài chính công", "10"),
    ("7", "Chính quyền điện tử, chính quyền số", "16"), ("8", "Tác động đến kinh tế - xã hội", "20"),
)  # fmt: skip


def test_the_same_file_again_is_unchanged(db: None) -> None:
    first, again = load_set(), load_set()
    assert (first.new, first.changed, first.unchanged) == (len(SMALL), 0, 0)
    assert (again.new, again.changed, again.unchanged) == (0, 0, len(SMALL))
    assert set_of().is_published, "nothing doubtful: in force at once"


def test_a_changed_file_becomes_the_next_version_of_a_set_in_force(db: None) -> None:
    load_set()
    changed = [{**row, "name_vi": "Nhiệm vụ năm"} if row["code"] == "1.2" else row for row in SMALL]
    report = load_set(changed)
    assert (report.new, report.changed, report.unchanged) == (0, 1, len(SMALL) - 1)
    assert [one.version for one in CriteriaSet.objects.order_by("version")] == [1, 2]
    assert Criterion.objects.get(set__version=1, code="1.2").name == "Nhiệm vụ", "the version in force is not touched"


def test_children_that_do_not_sum_are_named_with_both_numbers_and_keep_the_set_a_draft(db: None) -> None:
    cells = [{**row, "max_score": "7"} if row["code"] == "1.2" else row for row in SMALL]
    report = load_set(cells)
    (note,) = report.warnings
    assert note.line == 3
    assert "9" in note.message
    assert "8" in note.message
    assert not set_of().is_published


@pytest.mark.parametrize(
    ("cell", "value", "column"),
    [
        ("parent_code", "9", "parent_code"),
        ("max_score", "NaN", "max_score"),
        ("max_score", "nhiều", "max_score"),
        ("max_score", "-1", "max_score"),
        ("rule", "{", "rule"),
        ("rule", '{"type": "no_such"}', "rule"),
        ("formula", "a ** 2", "formula"),
        ("formula", "__import__('os')", "formula"),
        ("counts", "extra", "counts"),
        ("code", "", "code"),
        ("code", "1.1", "code"),
        ("name_vi", "", "name_vi"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_and_nothing_is_written(
    db: None, cell: str, value: str, column: str
) -> None:
    cells = [{**row, cell: value} if row["code"] == "2.2" else dict(row) for row in SMALL]
    report = load_set(cells)
    assert [note.field for note in report.errors] == [column]
    assert report.errors[0].line == 8
    assert not CriteriaSet.objects.exists()


def test_a_tree_that_goes_round_is_refused(db: None) -> None:
    cells = [{**row, "parent_code": "2.1"} if row["code"] == "2" else dict(row) for row in SMALL]
    assert {note.field for note in load_set(cells).errors} == {"parent_code"}
    assert not CriteriaSet.objects.exists()


def test_a_file_without_a_set_says_which_option_is_missing(db: None) -> None:
    report = load_criteria(rows(SMALL), actor=CLOCK, at=LOADED_AT, options=Options())
    assert "--set" in report.errors[0].message


@pytest.mark.parametrize(
    ("name", "maximum", "leaves"),
    [
        ("qd766.csv", "100", 19), ("danh-gia-giai-quyet-tthc.csv", "18", 9),
        ("scored-set-phan-loai-dvhc-xa-2025.csv", "100", 19),
        ("scored-set-danh-gia-canbo-haiphong-2025-mau1.csv", "100", 41),
    ],
)  # fmt: skip
def test_the_real_sets_load_whole(db: None, name: str, maximum: str, leaves: int) -> None:
    from congvu.indexes import reckoning

    report = load_criteria(packaged(name), actor=CLOCK, at=LOADED_AT, options=Options(set="X"))
    assert not report.errors
    core = reckoning.core_set(set_of("X"))
    assert (core.base_maximum, len(core.leaves)) == (Decimal(maximum), leaves)


def lines(points: list[tuple[str, str, str]], code: str = "CCHC-2023") -> list[Row]:
    return rows([
        {"round": code, "unit": unit, "criterion": criterion, "self_score": given, "appraised_score": given}
        for unit, criterion, given in points
    ])  # fmt: skip


def districts(world: World, many: int) -> None:
    from congvu.orgs import derived

    for n in range(1, many + 1):
        world.unit(f"H{n}", "huyen", "tinh", f"Huyện số {n}")
    derived.rebuild()


def test_the_index_of_a_town_seventy_three_and_eleventh_of_fifteen(db: None) -> None:
    """The town of Kiến Tường, 2023: 73,63 of 100, 4,3 below 2022, rank 11 of 15; lost by eight groups (source: report
    of 18/3/2024). The points of its groups are invented, their sum is not.
    """
    world = build()
    districts(world, 15)
    cells = [{"code": "0", "name_vi": "Chỉ số", "max_score": "100", "level": "total"}]
    cells += [{"code": c, "parent_code": "0", "name_vi": n, "max_score": m} for c, n, m in EIGHT]
    load_set(cells, year="")
    own = dict(zip("12345678", ("8", "6.5", "9.63", "7.5", "9", "8", "11", "14"), strict=True))
    points = [("H1", code, given) for code, given in own.items()]
    for n in range(2, 16):  # ten are better, four are worse
        share = Decimal("0.80") if n <= 11 else Decimal("0.60")
        points += [(f"H{n}", code, f"{(Decimal(most) * share + n * Decimal('0.01')):.2f}") for code, _n, most in EIGHT]
    report = load_scores(lines(points), actor=CLOCK, at=LOADED_AT)
    assert (report.errors, report.new) == ([], 15 * 8)
    (town,) = score_report("CCHC-2023", unit="H1")["units"]
    assert (town["total"], town["max"], town["rank"], town["of"]) == ("73.63", "100.00", 11, 15)
    assert len(town["groups"]) == 8
    assert sum(Decimal(one["lost"]) for one in town["groups"]) == Decimal("26.37")
    assert sum(Decimal(one["points"]) for one in town["lost"]) == Decimal("26.37")
    assert town["lost"][0]["criterion"] == "8", "most points lost first"
    assert Round.objects.get(code="CCHC-2023").is_closed


def test_the_same_scores_again_are_unchanged_and_another_value_changes(world: World) -> None:
    points = [("S1", "1.2", "4"), ("S2", "1.2", "5")]
    load_scores(lines(points, "CCHC-2025"), actor=CLOCK, at=LOADED_AT)
    again = load_scores(lines(points, "CCHC-2025"), actor=CLOCK, at=LOADED_AT)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    other = load_scores(lines([("S1", "1.2", "4.5")], "CCHC-2025"), actor=CLOCK, at=LOADED_AT)
    assert (other.changed, other.unchanged) == (1, 0)


@pytest.mark.parametrize(
    ("change", "column", "said"),
    [
        ({"criterion": "9.9"}, "criterion", "9.9"),
        ({"criterion": "1"}, "criterion", "thành phần"),
        ({"unit": "KHONG"}, "unit", "KHONG"),
        ({"appraised_score": "6.01"}, "appraised_score", "6"),
        ({"appraised_score": "NaN"}, "appraised_score", "NaN"),
        ({"self_score": "-1"}, "self_score", "0"),
        ({"round": "CCHC"}, "round", "CCHC"),
        ({"round": "CCHC-2025X"}, "round", "CCHC-2025X"),
        ({"round": "DTI-2025"}, "round", "DTI"),
    ],
)
def test_a_score_that_cannot_be_is_named_and_nothing_is_written(
    world: World, change: dict[str, str], column: str, said: str
) -> None:
    good = {"round": "CCHC-2025", "unit": "S1", "criterion": "1.2", "self_score": "4", "appraised_score": "4"}
    other = {**good, "unit": "S2"}
    report = load_scores(rows([other, {**good, **change}]), actor=CLOCK, at=LOADED_AT)
    assert [(note.line, note.field) for note in report.errors] == [(3, column)]
    assert said in report.errors[0].message
    assert not Score.objects.exists()
    assert not Round.objects.exists()


def test_a_period_is_what_stands_after_the_last_hyphen(db: None) -> None:
    build()
    load_set(code="PAR-SO", year="")
    load_scores(lines([("S1", "1.2", "4")], "PAR-SO-2025Q1"), actor=CLOCK, at=LOADED_AT)
    found = Round.objects.get()
    assert (found.code, found.period, found.criteria_set.code) == ("PAR-SO-2025Q1", "2025Q1", "PAR-SO")


def test_outside_figures_keep_what_they_replace(world: World) -> None:
    cells = {"metric": "population", "unit": "S1", "period": "2025", "value": "20000", "source": "Công an tỉnh"}
    assert load_figures(rows([cells]), actor=CLOCK, at=LOADED_AT).new == 1
    assert load_figures(rows([cells]), actor=CLOCK, at=LOADED_AT).unchanged == 1
    assert load_figures(rows([{**cells, "value": "20500"}]), actor=CLOCK, at=LOADED_AT).changed == 1
    values = OutsideFigure.objects.order_by("id").values_list("value", "replaced_at")
    assert [(int(value), at is None) for value, at in values] == [(20000, False), (20500, True)]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("metric", "dân số"), ("period", "năm nay"), ("value", "NaN"), ("value", ""), ("source", ""), ("unit", "KHONG")],
)
def test_an_outside_figure_without_a_name_a_period_a_value_or_a_source_is_refused(
    world: World, cell: str, value: str
) -> None:
    cells = {"metric": "population", "unit": "S1", "period": "2025", "value": "20000", "source": "Công an tỉnh"}
    report = load_figures(rows([{**cells, cell: value}]), actor=CLOCK, at=LOADED_AT)
    assert [note.field for note in report.errors] == [cell]
    assert not OutsideFigure.objects.exists()


def test_the_console_loads_a_set_and_tells_the_result(world: World, tmp_path: Path, capsys: object) -> None:
    from congvu.cli.main import main as program

    def main(words: list[str]) -> int:
        with pytest.raises(SystemExit) as ended:
            program(words)
        return int(ended.value.code or 0)

    file = tmp_path / "set.csv"
    file.write_text(
        "code,parent_code,level,name_vi,max_score,method,scoring_rule,source\n0,,total,Tổng,10,,,\n1,0,,A,10,,,\n"
    )
    assert main(["load", "criteria", str(file), "--set", "THU", "--year", "2024", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["new"] == 2  # type: ignore[attr-defined]
    scores = tmp_path / "scores.csv"
    scores.write_text("round,unit,criterion,self_score,appraised_score,note\nTHU-2024,S1,1,8,7.5,\nTHU-2024,S2,1,9,,\n")
    assert main(["load", "scores", str(scores), "--json"]) == 0
    capsys.readouterr()  # type: ignore[attr-defined]
    assert main(["score", "THU-2024", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)  # type: ignore[attr-defined]
    assert [(one["unit"], one["total"], one["rank"], one["of"]) for one in said["units"]] == [
        ("S2", "9.00", 1, 2), ("S1", "7.50", 2, 2),
    ]  # fmt: skip
    assert main(["score", "THU-2030", "--json"]) == 2
