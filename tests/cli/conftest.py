"""A house of its own for the command line: embedded server, keys and files in a folder that goes away afterwards."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
OURS = ("CONGVU_", "DATABASE_", "SECRET_KEY", "FILES_URL", "BASE_URL", "PORT", "DJANGO_SETTINGS_MODULE", "SEALS_")


@dataclass(frozen=True)
class House:
    """Runs `congvu` in its own process, as an operator does."""

    folder: Path
    more: dict[str, str]

    @property
    def surroundings(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return {**inherited, "CONGVU_VAR": str(self.folder), **self.more}

    def command(self, *words: str | Path) -> list[str]:
        return [sys.executable, "-m", "congvu", *map(str, words)]

    def run(self, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), env={**self.surroundings, **more}, cwd=PROJECT,
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    def json(self, *words: str | Path, exits: int = 0, **more: str) -> Any:
        """The one document on stdout; anything else there fails."""
        done = self.run(*words, "--json", **more)
        assert done.returncode == exits, done.stderr
        return json.loads(done.stdout)

    def python(self, code: str) -> str:
        """Run a few lines with the application set up, as the house's running role."""
        text = f"import django; django.setup()\n{code}"
        surroundings = {**self.surroundings, "DJANGO_SETTINGS_MODULE": "congvu.config.settings"}
        done = subprocess.run(
            [sys.executable, "-c", text], env=surroundings, cwd=PROJECT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def build(**more: str) -> House:
    folder = Path(tempfile.mkdtemp(prefix="congvu-test-"))
    folder.chmod(0o755)  # the embedded server of root runs as another user
    return House(folder, more)


def tear_down(house: House) -> None:
    house.run("stop")
    shutil.rmtree(house.folder)


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    built = build()
    yield built
    tear_down(built)


@pytest.fixture
def other_house() -> Iterator[House]:
    built = build()
    yield built
    tear_down(built)


@pytest.fixture
def port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        here = item.path.parent == Path(__file__).parent
        if here and {"house", "other_house"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.embedded)
