"""How commands end: exit code, one sentence on stderr, with --json one document on stdout (docs/contracts.md §3)."""

import json
import pkgutil
import re
from pathlib import Path

import pytest

from congvu.cli import commands
from congvu.config.environment import VARIABLES
from tests.cli.conftest import House

NAMES = sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(commands.__path__))


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_an_example(house: House, name: str) -> None:
    done = house.run(name, "--help")
    assert done.returncode == 0, done.stderr
    assert f"congvu {name}" in done.stdout.partition("Example")[2]


def test_a_command_needs_no_set_up(other_house: House) -> None:
    """The first command on a bare machine starts the server, makes the tables and leaves the server running."""
    found = other_house.json("doctor")
    assert {finding["code"] for finding in found["findings"] if finding["state"] == "ok"} >= {"answers", "migrated"}
    assert (other_house.folder / "keys" / "congvu_keys").stat().st_mode & 0o077 == 0
    assert "has stopped" in other_house.run("stop").stdout
    assert "was not running" in other_house.run("stop").stdout


@pytest.mark.parametrize(
    "words", [["no-such-command"], [], ["doctor", "--no-such-option"], ["load", "no-such-kind", "x"]]
)
def test_a_command_that_is_none_is_bad_input(house: House, words: list[str]) -> None:
    done = house.run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "congvu" in done.stderr


def test_a_file_that_is_not_there_is_bad_input(house: House) -> None:
    found = house.json("restore", "/nowhere", exits=2)
    assert found["error"]["code"] == "bad_input"
    assert "/nowhere" in found["error"]["message"]


def test_a_silent_database_is_cannot_now(house: House) -> None:
    done = house.run("doctor", "--json", DATABASE_URL="postgresql://nobody@127.0.0.1:9/nothing")
    assert done.returncode == 3
    assert json.loads(done.stdout)["error"]["code"] == "cannot_now"
    assert "does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_production_refuses_what_is_unsafe(house: House) -> None:
    done = house.run("doctor", CONGVU_ENV="production")
    assert done.returncode == 3
    for name in ("DATABASE_URL", "SECRET_KEY", "CONGVU_KEYS", "BASE_URL"):
        assert name in done.stderr


def test_secrets_are_not_shown(house: House) -> None:
    rows = {row["name"]: row for row in house.json("config", SECRET_KEY="s3cret-value", EMAIL_URL="smtp://u:pw@h")}
    assert rows["SECRET_KEY"]["value"] == "(set)"
    assert rows["EMAIL_URL"]["value"] == "(set)"
    assert all(row["meaning"] for row in rows.values())


def test_every_setting_that_is_read_is_listed() -> None:
    package = Path(commands.__file__).resolve().parents[2]
    sources = "".join(path.read_text("utf-8") for path in package.rglob("*.py"))
    read = set(re.findall(r'(?:\bvalue|made_once)\("([A-Z_]+)"\)', sources))
    assert read <= set(VARIABLES)
    assert set(VARIABLES) - read <= {"PG_OS_USER"}  # asked for by the launcher, which imports nothing of ours
