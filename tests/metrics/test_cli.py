"""`congvu stats`: one JSON document, days included, refusals with exit code 2."""

import argparse
import json
from datetime import date

import pytest

from congvu.cli.commands import stats
from congvu.cli.errors import BadInput
from congvu.core.clock.moments import start_of
from congvu.dossiers import metrics as dossiers
from congvu.obligations import kernel, subjects
from congvu.orgs.models import Unit
from tests.metrics.conftest import describe


def _run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    stats.add_arguments(parser)
    return stats.run(parser.parse_args(words))


@pytest.fixture
def three(office: dict[str, Unit]) -> dict[str, Unit]:
    """Received on 30/6 (xa1) and 1/7 (so, and phong below it)."""
    subjects.register(kind="dossier", clock="legal", label="Hồ sơ", icon="stack-2", describe=describe)
    plan = (("xa1", date(2025, 6, 30)), ("so", date(2025, 7, 1)), ("phong", date(2025, 7, 1)))
    for number, (code, received) in enumerate(plan, 1):
        kernel.open_obligation(
            kind="dossier", subject_kind="dossier", subject_id=number, unit_id=office[code].pk, channel="online",
            at=start_of(received),
        )  # fmt: skip
    return office


def test_the_last_day_is_included(three: dict[str, Unit], capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("dossiers", "--from", "2025-06-01", "--until", "2025-06-30", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["from"], answer["until"], answer["as_of"], answer["structure"]) == (
        "2025-06-01", "2025-06-30", "2025-06-30", "then",
    )  # fmt: skip
    [row] = answer["rows"]
    assert (row["cells"]["c3"], row["cells"]["c4"], row["cells"]["c12"]) == (1, 1, 1)
    assert set(row["cells"]) >= set(dossiers.FORM_CELLS)
    rate = {rate["code"]: rate for rate in row["rates"]}
    assert rate["dossiers_on_time_rate"] == {
        "code": "dossiers_on_time_rate", "numerator": 0, "denominator": 0, "value": None,
    }  # fmt: skip
    assert rate["dossiers_online_rate"]["value"] == "100.00"


def test_a_unit_counts_with_those_below_it(three: dict[str, Unit], capsys: pytest.CaptureFixture[str]) -> None:
    words = (
        "dossiers",
        "--from",
        "2025-06-01",
        "--until",
        "2025-07-31",
        "--unit",
        "local:so",
        "--by",
        "unit",
        "--json",
    )
    assert _run(*words) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {row["key"]: row["cells"]["c3"] for row in answer["rows"]} == {"so": 1, "phong": 1}
    assert answer["total"]["cells"]["c3"] == 2


def test_without_json_a_table_is_printed(three: dict[str, Unit], capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("dossiers", "--from", "2025-06-01", "--until", "2025-07-31", "--by", "unit") == 0
    lines = capsys.readouterr().out.splitlines()
    assert "2025-07-31" in lines[0]
    assert len(lines) == 2 + 3 + 1
    assert "3/3 = 100.00 %" in lines[-1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(
            ("tasks", "--from", "2025-01-01", "--until", "2025-12-31", "--by", "channel"), "assigner",
            id="tasks have no channel",
        ),
        pytest.param(("dossiers", "--from", "2025-02-01", "--until", "2025-01-01"), "2025-01-01", id="days turned"),
        pytest.param(
            ("dossiers", "--from", "2025-02-01", "--until", "2025-03-01", "--as-of", "2025-01-01"), "2025-01-01",
            id="as of before the period",
        ),
        pytest.param(
            ("dossiers", "--from", "2025-02-01", "--until", "2025-03-01", "--unit", "H99"), "H99", id="unknown unit"
        ),
        pytest.param(
            ("dossiers", "--from", "2025-02-01", "--until", "2025-03-01", "--by", "assigner"), "unit", id="no such cut"
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_ends_with_two_and_a_reason(
    words: tuple[str, ...], said: str, three: dict[str, Unit]
) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        _run(*words)
    assert refused.value.exit_code == 2


def test_a_day_that_is_none_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        _run("dossiers", "--from", "hôm nay", "--until", "2025-12-31")
    assert ending.value.code == 2
    assert "2025-12-31" in capsys.readouterr().err
