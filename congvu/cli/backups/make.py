"""Taking a backup while the house works: one snapshot of the database, then the files (which are only ever added)."""

import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import LiteralString

import psycopg

from congvu import __version__
from congvu.cli.backups import manifest, programs
from congvu.cli.errors import BadInput, CannotNow
from congvu.config.checks.machine import files_folder

DATABASE, FILES = "database.dump", "files"


def backup(folder: Path, at: datetime) -> manifest.Manifest:
    """Write the backup into an empty or new folder. Raises BadInput, CannotNow."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"{folder} is not empty; name a folder that does not exist yet.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with psycopg.connect(**programs.owner_dsn()) as connection:  # type: ignore[arg-type]
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        snapshot = _one(connection, "SELECT pg_export_snapshot()")
        version = int(_one(connection, "SHOW server_version_num"))
        events, root = ledger_state(connection)
        _dump(folder / DATABASE, version, snapshot)
    made = manifest.Manifest(
        congvu=__version__,
        made_at=at.isoformat(timespec="seconds"),
        server_version=version,
        database=manifest.part_of(folder, folder / DATABASE),
        events=events,
        latest_root=root,
        keys=manifest.key_fingerprints(),
        files=_copy_files(folder),
    )
    made.write(folder)
    return made


def _dump(target: Path, version: int, snapshot: str) -> None:
    command = [str(programs.program("pg_dump", version)), "-Fc", "--no-owner", "--no-privileges", "--no-comments"]
    done = subprocess.run(
        [*command, f"--snapshot={snapshot}", f"--file={target}"],
        env=programs.owner_surroundings(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CannotNow(f"pg_dump did not finish: {done.stderr.strip()}")


def _copy_files(folder: Path) -> list[manifest.Part]:
    """Attachments as they lie: encrypted, named by their content. Half-written ones (a leading dot) stay out."""
    source = files_folder()
    if source is None or not source.exists():
        return []
    parts = []
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source)
        if not path.is_file() or any(name.startswith(".") for name in inside.parts):
            continue
        target = folder / FILES / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        parts.append(manifest.part_of(folder, target))
    return parts


def ledger_state(connection: psycopg.Connection) -> tuple[int, str]:
    """How many events, and the latest root in hexadecimal."""
    if _one(connection, "SELECT coalesce(to_regclass('public.event')::text, '')") == "":
        return 0, ""
    events = int(_one(connection, "SELECT count(*) FROM event"))
    root = _one(connection, "SELECT coalesce((SELECT encode(root, 'hex') FROM seal ORDER BY id DESC LIMIT 1), '')")
    return events, root


def _one(connection: psycopg.Connection, statement: LiteralString) -> str:
    row = connection.execute(statement).fetchone()
    assert row is not None
    return str(row[0])
