"""`congvu load`: all or nothing, repeatable, and a refusal names line, field and remedy."""

from pathlib import Path

import pytest

from tests.cli.conftest import PROJECT, House

UNITS = "code,code_system,name,short_name,kind,parent_code,valid_from,valid_until,succeeds,document,note\n"
PROVINCE = "80,gso,Tỉnh Tây Ninh,,province,,2025-07-01,,,,\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "units.csv"
    path.write_text(UNITS + PROVINCE, "utf-8")
    return path


def test_a_file_loads_once_and_is_then_unchanged(other_house: House, table: Path) -> None:
    tried = other_house.json("load", "units", table, "--dry-run")
    assert (tried["kind"], tried["new"], tried["errors"]) == ("units", 1, [])
    assert other_house.json("load", "units", table)["new"] == 1, "a dry run writes nothing"
    again = other_house.json("load", "units", table)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 1)


def test_an_error_in_the_second_file_leaves_the_first_unwritten(other_house: House, table: Path) -> None:
    wrong = table.with_name("wrong.csv")
    wrong.write_text(UNITS + "81,gso,Xã Không Ngày,,commune,80,31/02/2025,,,,\n", "utf-8")
    found = other_house.json("load", "units", table, wrong, exits=2)
    (error,) = found["errors"]
    assert error["line"] == 2
    assert error["field"] == "valid_from"
    assert "wrong.csv" in error["message"]
    assert other_house.json("load", "units", table)["new"] == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "trống", id="empty"),
        pytest.param((UNITS + PROVINCE).encode("utf-16"), "UTF-8", id="wrongly encoded"),
        pytest.param(b"%PDF-1.7 \0\1\2", "CSV UTF-8", id="not what its name says"),
        pytest.param(b"a,b\n1,2,3\n", "dòng 2", id="more cells than columns"),
    ],
)
def test_a_file_that_is_no_table_is_refused(house: House, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes(content)
    done = house.run("load", "units", path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "units.csv" in done.stderr


def test_every_kind_names_a_loader() -> None:
    import importlib

    from congvu.cli.loaders import LOADERS

    for dotted in LOADERS.values():
        module, _, name = dotted.rpartition(".")
        assert (PROJECT / f"{module.replace('.', '/')}.py").exists() or (PROJECT / module.replace(".", "/")).is_dir()
        assert callable(getattr(importlib.import_module(module), name))
