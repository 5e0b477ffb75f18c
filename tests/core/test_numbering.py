"""Codes and numbers that the law draws."""

import csv
from datetime import date
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.core.numbering import (
    DOCUMENT_KINDS,
    LOCAL,
    MINISTRY,
    NATIONAL,
    CodeFormat,
    DocumentNumber,
    NoFormatInForce,
    UnreadableCode,
    WrongSequence,
    agency_code,
    format_code,
    format_on,
    issued_code,
    parse_code,
    parse_document_number,
    parse_procedure_code,
    parse_task_number,
    result_code,
    series_of,
    task_number,
)

WED_7_JAN = date(2026, 1, 7)


@pytest.mark.parametrize(
    ("form", "agency", "day", "sequence", "owner", "code"),
    [
        pytest.param(LOCAL, "H53.18", WED_7_JAN, 6, "", "H53.18-260107-0006", id="local"),
        pytest.param(LOCAL, "000.00.12.H57", WED_7_JAN, 6, "", "000.00.12.H57-260107-0006", id="agency from below"),
        pytest.param(LOCAL, "H53.18", WED_7_JAN, 9999, "", "H53.18-260107-9999", id="the last of four digits"),
        pytest.param(LOCAL, "H53.18", WED_7_JAN, 10000, "", "H53.18-260107-10000", id="grows, never wraps"),
        pytest.param(MINISTRY, "G09.20", date(2026, 6, 9), 92637, "", "G09.20-20260609-0092637", id="ministry 2026"),
        pytest.param(NATIONAL, "G01.001.02", WED_7_JAN, 6, "12", "G01.001.02-260107-120006", id="national with owner"),
    ],
)
def test_format_code(form, agency, day, sequence, owner, code):
    assert format_code(form, agency=agency, day=day, sequence=sequence, owner=owner) == code
    assert code.startswith(series_of(form, agency=agency, day=day))


@pytest.mark.parametrize("sequence", [0, -1])
def test_numbers_begin_at_one(sequence):
    with pytest.raises(WrongSequence):
        format_code(LOCAL, agency="H53", day=WED_7_JAN, sequence=sequence)


@pytest.mark.parametrize(("form", "owner"), [(NATIONAL, ""), (NATIONAL, "1"), (NATIONAL, "1A"), (LOCAL, "12")])
def test_owner_digits_are_there_exactly_where_the_format_has_them(form, owner):
    with pytest.raises(UnreadableCode):
        format_code(form, agency="H53", day=WED_7_JAN, sequence=1, owner=owner)


@given(
    st.from_regex(r"[A-Z][0-9]{2}(\.[0-9]{2}){0,3}", fullmatch=True),
    st.dates(date(2026, 2, 1), date(2060, 1, 1)),
    st.integers(1, 10**7),
    st.sampled_from([LOCAL, MINISTRY, NATIONAL]),
)
def test_what_we_give_out_we_read(agency, day, sequence, form):
    code = format_code(form, agency=agency, day=day, sequence=sequence, owner="07"[: form.owner_digits])
    read = parse_code(code.lower().replace("-", " – "))
    assert (read.text, read.agency, read.issued_on) == (code, agency, day)
    assert form in read.formats


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=2, unique=True))
def test_two_numbers_never_share_a_code(pair):
    assert len({format_code(LOCAL, agency="H53.18", day=WED_7_JAN, sequence=number) for number in pair}) == 2


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        pytest.param("H53.18-251223-0042", (LOCAL,), id="local"),
        pytest.param("G09.20-20260609-0092637", (MINISTRY,), id="ministry"),
        pytest.param("G01.001.02-260207-120006", (LOCAL, NATIONAL), id="six digits: two formats fit"),
        pytest.param("G01.001.02-260107-120006", (LOCAL,), id="before the national format was in force"),
        pytest.param("H53.18-180101-0001", (), id="older than any format we know, and accepted"),
        pytest.param("H53.18-260107-12", (), id="three digits short of ours, and accepted"),
    ],
)
def test_codes_issued_elsewhere_are_accepted(text, formats):
    read = parse_code(text)
    assert read.formats == formats
    assert issued_code(text) == read.text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("H53.18-260230-0006", id="30 February"),
        pytest.param("H53.18-260107", id="no number"),
        pytest.param("H53.18-260107-0000", id="number nought"),
        pytest.param("H53.18-260107-0006x", id="a letter behind"),
        pytest.param("H53..18-260107-0006", id="an empty group"),
        pytest.param("A12345.A12345.A12345.A12345.A12345.A1-260107-0006", id="agency longer than 35"),
    ],
)
def test_what_is_no_dossier_code_is_refused_with_an_example(text):
    with pytest.raises(UnreadableCode) as refused:
        parse_code(text, field="code")
    assert "H53.18-260107-0006" in str(refused.value)
    assert refused.value.field == "code"


def test_codes_of_other_shapes_are_kept_tidied():
    assert issued_code(" bnn/2026_000123 ") == "BNN/2026_000123"
    for wrong in ("", "a" * 65, "<script>", "-1"):
        with pytest.raises(UnreadableCode):
            issued_code(wrong)


def test_the_format_of_a_day():
    newer = CodeFormat("2027", "", date(2027, 1, 1), None, date_digits=8, width=6)
    ended = CodeFormat("ended", "", date(2019, 1, 6), date(2027, 1, 1), date_digits=6, width=4)
    assert format_on(date(2026, 11, 24)) is LOCAL  # central formats are never given out here
    assert format_on(date(2026, 12, 31), formats=(ended, newer)) is ended
    assert format_on(date(2027, 1, 1), formats=(ended, newer)) is newer
    with pytest.raises(NoFormatInForce, match="05/01/2019"):
        format_on(date(2019, 1, 5))


def test_agency_code():
    assert agency_code(" h53.18 ") == "H53.18"
    for wrong in ("", "H53.", "H-53", "x" * 36):
        with pytest.raises(UnreadableCode):
            agency_code(wrong)


def test_task_number():
    assert task_number(year=2025, sequence=1102) == "NV-2025-1102"
    assert task_number(year=2026, sequence=12345) == "NV-2026-12345"
    assert parse_task_number(" nv 2025 - 1102") == (2025, 1102)
    for wrong in ("NV-2025-0000", "NV-25-1102", "2025-1102", ""):
        with pytest.raises(UnreadableCode):
            parse_task_number(wrong)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("768/QĐ-TTPVHCC", DocumentNumber(768, "QĐ", "TTPVHCC"), id="decision"),
        pytest.param("1747/UBND-NC", DocumentNumber(1747, None, "UBND", "NC"), id="letter"),
        pytest.param("128/2025/QĐ-UBND", DocumentNumber(128, "QĐ", "UBND", year=2025), id="legal decision"),
        pytest.param("118/2025/NĐ-CP", DocumentNumber(118, "NĐ", "CP", year=2025), id="decree"),
        pytest.param("03/2026/QH16", DocumentNumber(3, None, "QH16", year=2026), id="law"),
        pytest.param("1298/QĐ-UBND-HC", DocumentNumber(1298, "QĐ", "UBND", "HC"), id="decision naming its drafter"),
        pytest.param("01/HNVB-VPCP", DocumentNumber(1, "HNVB", "VPCP"), id="merged text"),
        pytest.param("1314/NQ-UBTVQH15", DocumentNumber(1314, "NQ", "UBTVQH15"), id="resolution"),
        pytest.param("12a/KH-UBND", DocumentNumber(12, "KH", "UBND", suffix="a"), id="put in between"),
        pytest.param("2304/QĐ-BNNMT", DocumentNumber(2304, "QĐ", "BNNMT"), id="ministry"),
    ],
)
def test_document_number(text, number):
    assert parse_document_number(text) == number
    assert str(number) == text


@pytest.mark.parametrize(
    "text",
    ["768/QD-TTPVHCC", "768/qđ-TTPVHCC", "Số: 768/QĐ-TTPVHCC", "768 / QĐ – TTPVHCC", "768/QĐ-TTPVHCC"],
)
def test_a_document_number_is_read_as_people_write_it(text):
    assert str(parse_document_number(text)) == "768/QĐ-TTPVHCC"


@pytest.mark.parametrize("text", ["", "QĐ-UBND", "768", "0/QĐ-UBND", "768/", "768/25/QĐ-UBND", "a/QĐ-UBND"])
def test_what_is_no_document_number_is_refused(text):
    with pytest.raises(UnreadableCode):
        parse_document_number(text)


def test_kinds_that_differ_by_their_marks_alone_are_never_confused():
    kinds = [parse_document_number(f"05/{sign}-UBND").kind for sign in ("ĐA", "DA", "hđ", "hd", "TTR")]
    assert kinds == ["ĐA", "DA", "HĐ", "HD", "TTr"]


def test_the_kind_in_words():
    assert parse_document_number("05/QĐ-UBND").kind_name == "Quyết định"
    assert parse_document_number("1747/UBND-NC").kind_name == "Công văn"
    assert parse_document_number("03/2026/QH16").kind_name is None


@given(st.integers(1, 10**5), st.sampled_from([None, *DOCUMENT_KINDS]), st.sampled_from([None, 2026]))
def test_document_numbers_we_write_we_read(number, kind, year):
    made = DocumentNumber(number, kind, "UBND", "NC", year)
    assert parse_document_number(str(made)) == made


@pytest.mark.parametrize(
    ("text", "national", "agency"),
    [
        ("1.001193", "1.001193", ""),
        ("1.001193.000.00.00.h35", "1.001193", "000.00.00.H35"),
        (" 1.000948.H38 ", "1.000948", "H38"),
        ("6.006594", "6.006594", ""),
    ],
)
def test_procedure_code(text, national, agency):
    code = parse_procedure_code(text)
    assert (code.national, code.agency) == (national, agency)
    assert parse_procedure_code(str(code)) == code


@pytest.mark.parametrize("text", ["1.00119", "1001193", "1.001193.", "1.0011934", "", "x.001193"])
def test_what_is_no_procedure_code_is_refused(text):
    with pytest.raises(UnreadableCode):
        parse_procedure_code(text)


def test_all_codes_of_the_real_catalogue_are_read():
    text = resources.files("congvu.data").joinpath("procedures/procedures.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == 101
    for row in rows:
        assert str(parse_procedure_code(row["code"])) == row["code"]
        for code in filter(None, (part.strip() for part in row["result_code"].split(";"))):
            assert result_code(code.lower()) == code
    misspelt = {"QĐ/0001-BTP", "QĐ2338-BTP"}  # as published; they wait for a person, nothing is guessed
    assert misspelt < (numbers := {row["decision_no"] for row in rows})
    assert {parse_document_number(number).kind for number in numbers - misspelt} == {"QĐ"}
    for number in misspelt:
        with pytest.raises(UnreadableCode):
            parse_document_number(number)


@pytest.mark.parametrize("text", ["", "KQ.G15.31", "G15.000031", "KQ.15.000031"])
def test_what_is_no_result_code_is_refused(text):
    with pytest.raises(UnreadableCode):
        result_code(text)
