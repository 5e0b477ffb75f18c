"""What a row of the catalogue says, and what it leaves in doubt."""

import pytest

from congvu.catalog.load.reading import channel_rows, headline_limit, papers_of
from congvu.catalog.search import score


@pytest.mark.parametrize(
    ("text", "papers", "doubts"),
    [
        pytest.param("Đơn [1 chính]", [("Đơn", 1, 0)], [], id="one original"),
        pytest.param("(3) Văn bản [0 chính, 2 sao]", [("Văn bản", 0, 2)], [], id="the list's number is no name"),
        pytest.param("A [1 chính] | B [1 chính, 1 sao]", [("A", 1, 0), ("B", 1, 1)], [], id="two papers"),
        pytest.param("A [1 chính] | A [1 chính]", [("A", 1, 0)], [], id="named twice is one paper"),
        pytest.param(
            "Đơn theo Mẫu số [181 chính, 1 sao]", [("Đơn theo Mẫu số", 0, 0)], ["paper_count_doubtful"],
            id="181 originals run together with a form's number",
        ),
        pytest.param("A [1 chính] | (+3 mục khác)", [("A", 1, 0)], ["papers_left_out"], id="the source cut the list"),
        pytest.param("", [], [], id="no papers"),
    ],
)  # fmt: skip
def test_papers(text: str, papers: list[tuple[str, int, int]], doubts: list[str]) -> None:
    found, doubtful = papers_of(text)
    assert [(paper.name, paper.originals, paper.copies) for paper in found] == papers
    assert [doubt.code for doubt in doubtful] == doubts


@pytest.mark.parametrize(
    ("value", "unit", "limit", "doubts"),
    [
        pytest.param("12", "ngày làm việc", "12 ngày làm việc", [], id="working days"),
        pytest.param("30", "ngày", "30 ngày", [], id="calendar days"),
        pytest.param("1", "trong ngày", "trong ngày", [], id="same day"),
        pytest.param("1", "giờ", "1 giờ làm việc", [], id="hours"),
        pytest.param("3", "", "", ["allowance_without_unit"], id="no unit is not guessed"),
        pytest.param("", "", "", ["allowance_blank"], id="blank"),
    ],
)
def test_headline_limit(value: str, unit: str, limit: str, doubts: list[str]) -> None:
    found, doubtful = headline_limit(value, unit)
    assert found == limit
    assert [doubt.code for doubt in doubtful] == doubts


def test_a_row_ten_days_above_is_for_difficult_areas_only_where_the_note_says_so() -> None:
    text = "Trực tuyến: 3 Ngày làm việc; Trực tiếp: 13 Ngày làm việc"
    noted, no_doubts = channel_rows(text, headline="3 ngày làm việc", note="dòng +10 ngày là vùng khó khăn")
    assert [(row.channel, row.limit, row.for_difficult_area) for row in noted] == [
        ("online", "3 ngày làm việc", False),
        ("direct", "13 ngày làm việc", True),
    ]
    assert no_doubts == []
    plain, doubts = channel_rows(text, headline="3 ngày làm việc", note="")
    assert not any(row.for_difficult_area for row in plain)
    assert [doubt.code for doubt in doubts] == ["limits_differ"]


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("khai sinh", True), ("KHAI SINH", True), ("dk khai sinh", True), ("đkks", True), ("dang ky sinh", True),
        ("1.001193", True), ("1193", True), ("kết hôn", False), ("", False), ("8", False),
    ],
)  # fmt: skip
def test_typed_at_the_counter(query: str, fits: bool) -> None:
    assert (score(query, code="1.001193", name="Đăng ký khai sinh") is not None) is fits
