# ruff: noqa: E501  (a line of a table is one case)
"""The text of a directive as proposals: clauses, units, deadlines, products, and what a person must look at."""

import csv
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.core.clock import build_calendar, note_from_row
from congvu.core.directive import SecretText, TextTooLong, UnitName, UnitNames, clauses_of, deadlines_in, read
from congvu.core.directive.words import normal

FILE = (files("congvu.data") / "calendar" / "holidays-official.csv").read_text(encoding="utf-8")
CALENDAR = build_calendar(note_from_row(row) for row in csv.DictReader(FILE.splitlines()))
UNITS = {
    "SNV": "Sở Nội vụ",
    "STC": "Sở Tài chính",
    "STP": "Sở Tư pháp",
    "SNNMT": "Sở Nông nghiệp và Môi trường",
    "SVHTTDL": "Sở Văn hóa, Thể thao và Du lịch",
    "SKHCN": "Sở Khoa học và Công nghệ",
    "VP": "Văn phòng Ủy ban nhân dân tỉnh",
    "CA": "Công an tỉnh Tây Ninh",
    "TB": "Ủy ban nhân dân xã Tân Biên",
    "AT1": "Ủy ban nhân dân phường An Tịnh",
    "AT2": "Ủy ban nhân dân phường An Tịnh",
}
NAMES = UnitNames(UnitName(code, name) for code, name in UNITS.items())
WRITTEN = date(2026, 5, 15)
TODAY = date(2026, 5, 18)
HEAD = "ỦY BAN NHÂN DÂN\nTỈNH TÂY NINH\nSố: 12/CT-UBND\nTây Ninh, ngày 15 tháng 5 năm 2026\nCHỈ THỊ\nVề việc đẩy mạnh cải cách hành chính\n\n"


def reading(text: str, *, head: str = HEAD):
    return read(head + text, names=NAMES, today=TODAY, calendar=CALENDAR)


def one(text: str):
    found = reading(text).proposals
    assert len(found) == 1, [proposal.content.text for proposal in found]
    return found[0]


def codes(units) -> list[str]:
    return [unit.code or f"?{unit.quote.text}" for unit in units]


@pytest.mark.parametrize(
    ("text", "leads", "helps", "content"),
    [
        pytest.param("1. Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính tham mưu ban hành Kế hoạch.", "SNV", "STC", "tham mưu ban hành Kế hoạch.", id="lead and one helper"),
        pytest.param("1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính, Sở Nông nghiệp và Môi trường và Văn phòng UBND tỉnh rà soát.", "SNV", "STC SNNMT VP", "rà soát.", id="“và” inside a name and between names, UBND written short"),
        pytest.param("1. Sở Nội vụ phối hợp với Sở Văn hóa, Thể thao và Du lịch triển khai.", "SNV", "SVHTTDL", "triển khai.", id="a comma inside a name"),
        pytest.param("1. Văn phòng UBND tỉnh chủ trì, phối hợp Sở Nội vụ theo dõi, đôn đốc.", "VP", "SNV", "theo dõi, đôn đốc.", id="phối hợp without với"),
        pytest.param("1. Công an tỉnh có trách nhiệm cấp tài khoản.", "CA", "", "cấp tài khoản.", id="the province is not written"),
        pytest.param("1. SỞ NỘI VỤ: Rà soát biên chế.", "SNV", "", "Rà soát biên chế.", id="in capitals, with a colon"),
        pytest.param("1. Yêu cầu Sở Tư pháp khẩn trương rà soát văn bản.", "STP", "", "khẩn trương rà soát văn bản.", id="yêu cầu"),
        pytest.param("1. Đề nghị UBND xã Tân Biên báo cáo Sở Nội vụ.", "TB", "", "báo cáo Sở Nội vụ.", id="the unit that is reported to does not lead"),
        pytest.param("Giao Sở Tài chính bố trí kinh phí trong dự toán.", "STC", "", "bố trí kinh phí trong dự toán.", id="a paragraph without a number"),
        pytest.param("1. Giao Sở Khoa học Công nghệ vận hành hệ thống.", "?Sở Khoa học Công nghệ", "", "vận hành hệ thống.", id="not quite the name"),
        pytest.param("1. Giao Sở Nội vụ, Sở Tài chính tổ chức tập huấn.", "SNV STC", "", "tổ chức tập huấn.", id="given to two"),
    ],
)  # fmt: skip
def test_who_and_what(text, leads, helps, content):
    proposal = one(text)
    assert codes(proposal.leads) == ([leads] if leads.startswith("?") else leads.split())
    assert codes(proposal.coordinating) == helps.split()
    assert proposal.content.text == content


@pytest.mark.parametrize(
    ("said", "due_on", "doubts"),
    [
        pytest.param("trước ngày 30/6/2026", "2026-06-30", "before_the_day", id="trước ngày: the printed day, and said so"),
        pytest.param("chậm nhất ngày 30 tháng 6 năm 2026", "2026-06-30", "", id="written out"),
        pytest.param("xong trước 17 giờ 00 ngày 30/6/2026", "2026-06-30", "before_the_day", id="with an hour"),
        pytest.param("hoàn thành trước ngày 30/6", "2026-06-30", "year_added before_the_day", id="without a year: this one"),
        pytest.param("hoàn thành trước ngày 31/3", "2027-03-31", "year_added before_the_day", id="without a year, passed: the next"),
        pytest.param("chậm nhất ngày 31/6/2026", None, "no_such_day", id="a day that does not exist"),
        pytest.param("trước ngày 30/4/2026", "2026-04-30", "before_the_day before_document", id="before the document"),
        pytest.param("hoàn thành trong tháng 9/2026", "2026-09-30", "", id="in a month"),
        pytest.param("xong trước tháng 10 năm 2026", "2026-09-30", "", id="before a month"),
        pytest.param("trong quý III/2026", "2026-09-30", "", id="in a quarter"),
        pytest.param("hoàn thành trong quý IV năm 2026", "2026-12-31", "", id="quarter written out"),
        pytest.param("trong 6 tháng cuối năm 2026", "2026-12-31", "", id="second half"),
        pytest.param("hoàn thành trong năm 2026", "2026-12-31", "", id="in a year"),
        pytest.param("trong tháng 13/2026", None, "no_such_day", id="no such month"),
        pytest.param("trong thời hạn 10 ngày làm việc", "2026-05-29", "counted", id="working days from the document"),
        pytest.param("trong vòng 30 ngày", "2026-06-15", "counted", id="calendar days; a Sunday moves to Monday"),
        pytest.param("báo cáo trước ngày 25 hằng tháng", "2026-05-25", "recurring", id="every month"),
        pytest.param("báo cáo trước ngày 05 hàng tháng", "2026-06-05", "recurring", id="every month, the next one"),
        pytest.param("gửi trước ngày 20 tháng cuối quý", "2026-06-20", "recurring", id="last month of the quarter"),
        pytest.param("định kỳ hằng quý", "2026-06-30", "recurring", id="every quarter"),
        pytest.param("báo cáo hằng tuần", None, "recurring", id="every week"),
        pytest.param("theo Kế hoạch số 10/KH-UBND ngày 02/3/2026", None, "no_deadline", id="the day of another paper is no deadline"),
        pytest.param("theo Kế hoạch năm 2026", None, "no_deadline", id="the year of a plan is no deadline"),
    ],
)  # fmt: skip
def test_by_when(said, due_on, doubts):
    proposal = one(f"1. Giao Sở Nội vụ thực hiện {said}.")
    assert (proposal.due.due_on if proposal.due else None) == (date.fromisoformat(due_on) if due_on else None)
    assert [doubt.code for doubt in proposal.doubts] == doubts.split()
    assert all(str(doubt.text) for doubt in proposal.doubts)


def test_the_unit_above_leads_what_stands_below():
    found = reading(
        "2. Sở Tư pháp:\na) Rà soát văn bản.\nb) Báo cáo kết quả trước ngày 20/6/2026.\n- Gửi Sở Nội vụ.\n3. Sở Tài chính bố trí kinh phí."
    )
    assert [(p.clause, p.lead.code, p.inherited) for p in found.proposals] == [
        ("2.a", "STP", True), ("2.b", "STP", True), ("2.b.–1", "STP", True), ("3", "STC", False),
    ]  # fmt: skip
    assert "Sở Tư pháp:" in [skipped.text for skipped in found.skipped]


def test_labelled_lines_belong_to_the_clause_above():
    proposal = one(
        "7. Xây dựng cơ sở dữ liệu dùng chung\n- Cơ quan chủ trì: Sở Khoa học và Công nghệ.\n- Đơn vị phối hợp: Sở Văn hóa, Thể thao"
        " và Du lịch; Sở Tư pháp.\n- Thời hạn hoàn thành: 15/12/2026\n- Sản phẩm: Cơ sở dữ liệu của tỉnh."
    )
    assert (proposal.clause, proposal.lead.code, codes(proposal.coordinating)) == ("7", "SKHCN", ["SVHTTDL", "STP"])
    assert (proposal.due.due_on, proposal.product.text) == (date(2026, 12, 15), "Cơ sở dữ liệu của tỉnh")


def test_labels_inside_a_clause():
    proposal = one("8. Giao Sở Nội vụ theo dõi việc thực hiện; sản phẩm: Báo cáo tháng; thời hạn: ngày 05 hằng tháng.")
    assert proposal.content.text == "theo dõi việc thực hiện"
    assert (proposal.product.text, proposal.due.recurring.day) == ("Báo cáo tháng", 5)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("1. Giao Sở Nội vụ, Sở Tài chính tổ chức tập huấn.", "many_leads", id="two leads"),
        pytest.param("1. Các sở, ban, ngành, UBND các xã, phường thực hiện nghiêm.", "many_leads", id="groups"),
        pytest.param("1. Các cơ quan, đơn vị thực hiện nghiêm.", "group_leads", id="one group"),
        pytest.param("1. Giao Sở Du lịch tham mưu Đề án.", "unit_unknown", id="nobody of that name"),
        pytest.param("1. Giao Sở Khoa học Công nghệ vận hành.", "unit_unknown_near", id="nobody, but somebody alike"),
        pytest.param("1. Giao UBND phường An Tịnh rà soát.", "unit_shared_name", id="two of that name"),
        pytest.param("1. Rà soát toàn bộ thủ tục trước ngày 30/6/2026.", "no_lead", id="a deadline and nobody"),
        pytest.param("1. Sở Nội vụ chủ trì, phối hợp với Sở Nội vụ rà soát.", "lead_helps_itself", id="helps itself"),
        pytest.param("1. Giao Sở Nội vụ báo cáo trước ngày 20/6/2026, hoàn thành trong quý III/2026.", "many_deadlines", id="two deadlines"),
    ],
)  # fmt: skip
def test_what_a_person_must_answer(text, code):
    proposal = one(text)
    assert proposal.asks
    assert code in [doubt.code for doubt in proposal.doubts if doubt.asks]


def test_suggestions_are_never_taken():
    proposal = one("1. Giao Sở Khoa học Công nghệ vận hành hệ thống.")
    assert proposal.lead.code is None
    assert proposal.lead.near[0] == ("SKHCN", "Sở Khoa học và Công nghệ")


def test_the_head():
    head = reading("1. Giao Sở Nội vụ rà soát.").head
    assert (head.number, head.written_on, head.about) == ("12/CT-UBND", WRITTEN, "Về việc đẩy mạnh cải cách hành chính")


def test_broken_lines_are_one_clause():
    proposal = one(
        "1. Giao Sở Nội vụ tham mưu UBND tỉnh ban hành Kế hoạch kiểm tra\ncải cách hành chính năm 2026\ntrước ngày 30/6/2026."
    )
    assert proposal.content.text.endswith("cải cách hành chính năm 2026 trước ngày 30/6/2026.")
    assert proposal.product.text == "Kế hoạch kiểm tra cải cách hành chính năm 2026"
    assert proposal.content.line == 8


def test_secret_papers_are_refused():
    with pytest.raises(SecretText) as refused:
        reading("MẬT\n1. Giao Sở Nội vụ rà soát.")
    assert refused.value.data["line"] == 8
    assert reading("1. Giao Công an tỉnh bảo vệ bí mật nhà nước.").proposals


def test_a_text_beyond_measure_is_refused():
    with pytest.raises(TextTooLong):
        reading("a" * 200_001)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        pytest.param(
            "I. Chung\n1. Một\na) hai\n- ba\n- bốn\nII. Riêng\n1. năm",
            "I I.1 I.1.a I.1.a.–1 I.1.a.–2 II II.1",
            id="from Roman to dash",
        ),
        pytest.param("1. Một\n1.1. hai\n1.2. ba\n2. bốn", "1 1.1 1.2 2", id="1.1 carries its own way"),
        pytest.param("Điều 1. Một\n1. hai\nĐiều 2. ba", "Điều 1|Điều 1.1|Điều 2", id="articles"),
    ],
)
def test_numbers_of_clauses(text, numbers):
    expected = numbers.split("|") if "|" in numbers else numbers.split()
    assert [clause.number for clause in clauses_of(text)] == expected


PIECES = st.sampled_from(
    ["1. ", "a) ", "- ", "II. ", "Giao ", "Sở Nội vụ ", "Sở Lạ ", "chủ trì, phối hợp với ", "và ", ", ", "các sở, ban ", "rà soát ",
     "trước ngày 30/6/2026", "quý IV/2026 ", "ngày 5 hằng tháng ", "; sản phẩm: ", "Thời hạn: ", ".\n", "\n", ":\n", "UBND ", "31/2/2026 "]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200)


@given(TEXTS)
def test_any_text_is_read_and_every_place_is_true(text):
    try:
        found = read(text, names=NAMES, today=TODAY, calendar=CALENDAR)
    except SecretText:
        return
    body = normal(text)
    quotes = [
        q
        for p in found.proposals
        for q in (p.content, *(u.quote for u in (*p.leads, *p.coordinating)), *(d.quote for d in p.deadlines))
    ]
    for quote in (*quotes, *found.skipped):
        assert " ".join(body[quote.start : quote.end].split()).startswith(quote.text)
        assert body.count("\n", 0, quote.start) + 1 == quote.line


@given(TEXTS)
def test_a_proposal_without_a_question_names_one_known_lead(text):
    try:
        found = read(text, names=NAMES, today=TODAY, calendar=CALENDAR)
    except SecretText:
        return
    for proposal in found.proposals:
        if not proposal.asks:
            assert proposal.lead is not None
            assert proposal.lead.code in UNITS
            assert proposal.content.text
            assert (
                proposal.due is None
                or proposal.due.due_on is None
                or proposal.due.due_on >= TODAY
                or proposal.due.due_on >= WRITTEN
            )


@given(st.dates(date(2025, 1, 1), date(2027, 6, 30)), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_full_date_is_read_as_it_stands(written, due):
    text = f"hoàn thành trước ngày {due.day}/{due.month}/{due.year}"
    (found,) = deadlines_in(text, 0, len(text), written_on=written)
    assert found.due_on == due
    assert ("before_document" in [doubt.code for doubt in found.doubts]) == (due < written)


def test_a_whole_cell_as_one_name():
    assert NAMES.named("UBND xã Tân Biên").code == "TB"
    unknown = NAMES.named("Sở Khoa học Công nghệ")
    assert (unknown.code, unknown.near[0][0]) == (None, "SKHCN")
    assert NAMES.named("").code is None
