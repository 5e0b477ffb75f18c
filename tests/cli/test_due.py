"""`congvu due`, called as a program on a database that was empty before."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
ENTRY = "from congvu.cli.main import main; main()"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def congvu(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    dropped = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "CONGVU_KEYS", "CONGVU_ENV")
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    environment["CONGVU_VAR"] = str(Path(tmp_path_factory.mktemp("due")))

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", ENTRY, *words], env=environment, capture_output=True, text=True, check=False
        )

    yield run
    run("stop")


def answer(congvu: Run, *words: str) -> dict[str, object]:
    done = congvu("due", *words, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_the_shape_is_the_contract(congvu: Run) -> None:
    found = answer(congvu, "--received", "2025-12-31", "--limit", "6 ngày làm việc", "--explain")
    assert set(found) == {"due_at", "due_on", "provisional", "days"}
    assert found["due_at"] == "2026-01-10T17:00:00+07:00"
    assert (found["due_on"], found["provisional"]) == ("2026-01-10", False)
    days = found["days"]
    assert isinstance(days, list)
    assert all(set(day) == {"date", "counts", "why"} for day in days)
    assert [day["date"] for day in days if day["counts"]][-1] == "2026-01-10"
    assert sum(day["counts"] for day in days) == 6
    assert any("Tết Dương lịch" in day["why"] for day in days if day["date"] == "2026-01-02")


@pytest.mark.parametrize(
    ("words", "due_at"),
    [
        pytest.param(("2026-02-13T14:59", "trong ngày"), "2026-02-13T17:00:00+07:00", id="before the cut-off"),
        pytest.param(("2026-02-13T15:01", "trong ngày"), "2026-02-23T17:00:00+07:00", id="after it, Tết between"),
        pytest.param(
            ("2026-02-13T15:01", "trong ngày", "--cut-off", "16:00"), "2026-02-13T17:00:00+07:00", id="later cut-off"
        ),
        pytest.param(
            ("2025-12-23", "12 ngày làm việc", "--pause", "2025-12-29/2025-12-31"), "2026-01-13T17:00:00+07:00",
            id="paused for two working days",
        ),
        pytest.param(("2026-03-04T03:30Z", "0,25 ngày"), "2026-03-04T14:00:00+07:00", id="over noon, offset given"),
        pytest.param(("2027-03-01", "5 ngày làm việc"), "2027-03-08T17:00:00+07:00", id="past the loaded years"),
    ],
)  # fmt: skip
def test_the_answer_is_that_of_the_clock(congvu: Run, words: tuple[str, ...], due_at: str) -> None:
    found = answer(congvu, "--received", words[0], "--limit", *words[1:])
    assert found["due_at"] == due_at
    assert found["provisional"] is due_at.startswith("2027")


def test_an_open_pause_has_no_date(congvu: Run) -> None:
    found = answer(congvu, "--received", "2026-03-02", "--limit", "5 ngày làm việc", "--pause", "2026-03-04/")
    assert (found["due_at"], found["due_on"]) == (None, None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("hôm qua", "5 ngày"), "2026-01-08T14:30", id="received"),
        pytest.param(("2026-01-08", "5"), "5 ngày làm việc", id="no unit"),
        pytest.param(("2026-01-08", "5 ngày", "--cut-off", "3pm"), "15:00", id="cut-off"),
        pytest.param(("2026-01-08", "5 ngày", "--pause", "2026-01-09"), "FROM/RESUME", id="pause without a slash"),
        pytest.param(("2026-01-08", "5 ngày", "--pause", "2026-01-12/2026-01-09"), "ngược", id="pause reversed"),
        pytest.param(("2026-01-08", "5 ngày", "--calendar", "X9"), "official", id="no such calendar"),
        pytest.param(("2023-01-08", "5 ngày"), "2023", id="a year that is not loaded"),
    ],
)
def test_bad_input_ends_with_2_and_says_what_would_be_right(congvu: Run, words: tuple[str, ...], said: str) -> None:
    done = congvu("due", "--received", words[0], "--limit", *words[1:], "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "bad_input"  # one document, also when the answer is a refusal
    assert said in done.stderr


def test_in_words(congvu: Run) -> None:
    done = congvu("due", "--received", "2026-03-04T10:30", "--limit", "0,5 ngày", "--explain")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "2026-03-04 16:00"
    assert "ngày làm việc" in done.stderr
