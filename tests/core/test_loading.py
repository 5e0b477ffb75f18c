"""Tables that people send: what is read, and how what cannot be read is refused."""

import datetime

import pytest
import xlsxwriter

from congvu.core import loading
from congvu.core.loading import LoadReport, Row, read_rows, rows_of


def test_csv_with_and_without_bom_reads_alike():
    text = "Mã,Tên \n01,Sở Nội vụ\n\n02,“Xã Long Hựu”\n"
    plain = rows_of(text.encode(), name="a.csv")
    assert plain == rows_of(text.encode("utf-8-sig"), name="a.csv")
    assert plain == [Row(2, {"mã": "01", "tên": "Sở Nội vụ"}), Row(4, {"mã": "02", "tên": "“Xã Long Hựu”"})]


def test_lines_are_counted_as_an_editor_counts_them():
    rows = rows_of(b'code,note\r\n1,"two\r\nlines"\r\n2,x\r\n', name="a.csv")
    assert [row.line for row in rows] == [2, 4]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_semicolons_and_tabs_separate_too(mark):
    assert rows_of(f"a{mark}b\n1{mark}2\n".encode(), name="a.csv")[0].cells == {"a": "1", "b": "2"}


def test_decomposed_letters_are_composed():
    (row,) = rows_of("name\nSo\u031b\u0309\n".encode(), name="a.csv")
    assert row.get("name") == "Sở"
    assert row.get("absent") == ""


def test_xlsx_keeps_leading_zeros_of_text_and_writes_days_in_iso(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["code", "on", "n"])
        sheet.write_string(1, 0, "0012")
        sheet.write_datetime(1, 1, datetime.datetime(2026, 2, 17), book.add_format({"num_format": "dd/mm/yyyy"}))  # noqa: DTZ001
        sheet.write_number(1, 2, 5)
    assert read_rows(path) == [Row(2, {"code": "0012", "on": "2026-02-17", "n": "5"})]


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        pytest.param(b"", loading.TableEmpty, "trống", id="empty"),
        pytest.param(b" \n\n", loading.TableEmpty, "trống", id="only blank lines"),
        pytest.param(b"a,b\n", loading.TableWithoutRows, "tên cột", id="head alone"),
        pytest.param("mã\nở".encode("utf-16"), loading.TableWronglyEncoded, "UTF-8", id="UTF-16"),
        pytest.param(b"code,name\n1,Xin\n2,S\xf5 x\n", loading.TableWronglyEncoded, "dòng 3, cột 4", id="old encoding"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", loading.TableNotText, "bảng tính", id="picture"),
        pytest.param(b"PK\x03\x04broken", loading.TableNotText, "bảng tính", id="zip that is no workbook"),
        pytest.param(b'a,b\n1,2\n3,"open\n4,5\n', loading.TableUnbalanced, "dòng 3", id="quote left open"),
        pytest.param(b"a,a\n1,2\n", loading.HeadUnclear, "“a”", id="column named twice"),
        pytest.param(b"a,b\n1,2\n1,2,3\n", loading.RowTooLong, "dòng 3: có 3 ô", id="cell too many"),
    ],
)
def test_unreadable_files_are_refused_with_place_and_remedy(content, error, words):
    with pytest.raises(error) as refusal:
        rows_of(content, name="tệp.csv")
    assert words in str(refusal.value)
    assert str(refusal.value).startswith("tệp.csv")


def test_missing_columns_are_named():
    rows = rows_of(b"a\n1\n", name="a.csv")
    with pytest.raises(loading.ColumnsMissing, match="thiếu cột b, c"):
        loading.require_columns(rows, ["a", "b", "c"], name="a.csv")


def test_report_is_good_only_without_errors():
    report = LoadReport("units", new=1)
    report.warn(2, "kind", "…")
    assert report.is_good
    report.refuse(3, "code", "…")
    assert not report.is_good
    assert report.as_json()["errors"] == [{"line": 3, "field": "code", "message": "…"}]
