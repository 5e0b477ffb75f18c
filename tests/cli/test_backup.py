"""A backup is whole, opens nothing without its keys, and comes back as it was or says what differs."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import House

WRITE = """
from datetime import datetime, UTC
from dataclasses import dataclass
from django.db import connection
from congvu.ledger.events import event
from congvu.ledger.record import record
from congvu.ledger.seals import seal
from congvu.orgs.actor import Actor
@event("test.happened")
@dataclass(frozen=True)
class Happened:
    number: int
    def sentence(self): return ""
at = datetime(2026, 11, 24, 3, tzinfo=UTC)
for number in range(20):
    record(Happened(number), about=("test", number % 3), actor=Actor.clock(), at=at)
seal(at)
"""
COUNT = "from congvu.ledger.models import Event, Seal; print(Event.objects.count(), Seal.objects.count())"


@pytest.fixture(scope="module")
def taken(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a house with twenty events and one file."""
    house.json("doctor")
    house.python(WRITE)
    files = house.folder / "files" / "ab"
    files.mkdir(parents=True, exist_ok=True)
    (files / "abcdef").write_bytes(b"what lies here is encrypted")
    (house.folder / "files" / ".half-written").write_bytes(b"x")
    folder = tmp_path_factory.mktemp("backups") / "first"
    house.json("backup", folder)
    return folder


def keys_of(house: House) -> str:
    return (house.folder / "keys" / "congvu_keys").read_text()


def test_the_manifest_proves_its_parts_and_holds_no_key(house: House, taken: Path) -> None:
    manifest = json.loads((taken / "manifest.json").read_text())
    assert manifest["events"] == 20
    assert len(manifest["latest_root"]) == 64
    assert [part["path"] for part in manifest["files"]] == ["files/ab/abcdef"]
    for path in taken.rglob("*"):
        assert not path.is_file() or keys_of(house).encode() not in path.read_bytes()
    assert taken.stat().st_mode & 0o077 == 0


def test_it_comes_back_whole(house: House, taken: Path, other_house: House) -> None:
    found = other_house.json("restore", taken, CONGVU_KEYS=keys_of(house))
    assert found == {"events": 20, "files": 1, "faults": []}
    assert other_house.python(COUNT).split() == house.python(COUNT).split() == ["20", "1"]
    assert (other_house.folder / "files" / "ab" / "abcdef").read_bytes() == b"what lies here is encrypted"
    assert other_house.run("ledger", "verify").returncode == 0


def test_without_its_keys_it_says_so(taken: Path, other_house: House) -> None:
    found = other_house.json("restore", taken, exits=1)
    (fault,) = found["faults"]
    assert json.loads((taken / "manifest.json").read_text())["keys"][0] in fault
    assert "CONGVU_KEYS" in fault


def test_an_installation_in_use_is_left_alone(house: House, taken: Path) -> None:
    done = house.run("restore", taken)
    assert done.returncode == 1
    assert "not empty" in done.stderr
    assert house.python(COUNT).split() == ["20", "1"]


def test_a_folder_in_use_is_left_alone(house: House, taken: Path) -> None:
    before = sorted(path.name for path in taken.iterdir())
    done = house.run("backup", taken)
    assert done.returncode == 2
    assert "not empty" in done.stderr
    assert sorted(path.name for path in taken.iterdir()) == before


@pytest.mark.parametrize("part", ["database.dump", "files/ab/abcdef"])
def test_a_damaged_backup_is_refused_before_anything_is_written(
    house: House, taken: Path, other_house: House, part: str
) -> None:
    whole = (taken / part).read_bytes()
    (taken / part).write_bytes(whole[:-1] + b"?")
    try:
        done = other_house.run("restore", taken, CONGVU_KEYS=keys_of(house))
    finally:
        (taken / part).write_bytes(whole)
    assert done.returncode == 2
    assert part in done.stderr
    assert not (other_house.folder / "files").exists()
