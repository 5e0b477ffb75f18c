"""Bringing a backup back into an empty installation, and proving that what came back is what was taken."""

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from congvu.cli import ready
from congvu.cli.backups import make, manifest, programs
from congvu.cli.errors import AnswerIsNo, BadInput, CannotNow
from congvu.config.checks.machine import files_folder


@dataclass(slots=True)
class Restored:
    """`faults` is what does not agree with the backup, one sentence each."""

    events: int
    files: int
    faults: list[str] = field(default_factory=list)


def restore(folder: Path) -> Restored:
    """Check the backup, fill the empty installation, migrate to this version, verify. Raises BadInput, CannotNow."""
    found = manifest.read(folder)
    broken = manifest.damaged(folder, [found.database, *found.files])
    if broken:
        raise BadInput(f"{folder}: {', '.join(broken[:5])} is not what the manifest says; take another backup.")
    _require_empty()
    _restore_database(folder / found.database.path, found)
    _restore_files(folder, found)
    ready.migrate()
    restored = Restored(events=found.events, files=len(found.files))
    restored.faults = [*_ledger_faults(found), *_file_faults(found), *_key_faults(found), *_content_faults()]
    return restored


def _require_empty() -> None:
    with psycopg.connect(**programs.owner_dsn()) as connection:  # type: ignore[arg-type]
        filled = [
            table
            for table in ("event", "person", "django_session")
            if _has_rows(connection, table)
        ]  # fmt: skip
        if filled:
            raise AnswerIsNo("This installation is not empty; nothing was changed. Restore into a new CONGVU_VAR.")
        # Tables without content may stand here already: any other command makes them.
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    folder = files_folder()
    if folder is not None and folder.exists() and any(path.is_file() for path in folder.rglob("*")):
        raise AnswerIsNo(f"{folder} holds files already; nothing was changed. Restore into a new CONGVU_VAR.")


def _has_rows(connection: psycopg.Connection, table: str) -> bool:
    row = connection.execute("SELECT to_regclass(%s)", [f"public.{table}"]).fetchone()
    if row is None or row[0] is None:
        return False
    statement = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table))
    row = connection.execute(statement).fetchone()
    return bool(row and row[0])


def _restore_database(dump: Path, found: manifest.Manifest) -> None:
    surroundings = programs.owner_surroundings()
    with psycopg.connect(**programs.owner_dsn()) as connection:  # type: ignore[arg-type]
        version = connection.info.server_version
    command = [
        str(programs.program("pg_restore", max(version, found.server_version))), "--no-owner", "--no-privileges",
        "--no-comments", "--exit-on-error", "--single-transaction", f"--dbname={surroundings['PGDATABASE']}", str(dump),
    ]  # fmt: skip
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotNow(f"pg_restore did not finish, the database stays empty: {done.stderr.strip()}")


def _restore_files(folder: Path, found: manifest.Manifest) -> None:
    target = files_folder()
    if target is None:
        return
    for part in found.files:
        path = target / Path(part.path).relative_to(make.FILES)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / part.path, path)


def _ledger_faults(found: manifest.Manifest) -> list[str]:
    from congvu.ledger import verify

    with psycopg.connect(**programs.owner_dsn()) as connection:  # type: ignore[arg-type]
        events, root = make.ledger_state(connection)
    faults = []
    if events != found.events:
        faults.append(f"The ledger holds {events} events, the backup {found.events}.")
    if root != found.latest_root:
        faults.append("The latest seal of the ledger is not that of the backup.")
    return faults + [each.sentence() for each in verify.verify().breaks]


def _file_faults(found: manifest.Manifest) -> list[str]:
    target = files_folder()
    if target is None:
        return []
    paths = {part.path: target / Path(part.path).relative_to(make.FILES) for part in found.files}
    return [
        f"{path}: other bytes than in the backup."
        for part in found.files
        if not (path := paths[part.path]).is_file() or manifest.sha256(path) != part.sha256
    ]


def _content_faults() -> list[str]:
    """Every file is opened with its key and compared with the hash in its row."""
    from congvu.files import verify

    return [f"Stored file {wrong.sha256}: {wrong.code}." for wrong in verify.verify().wrong]


def _key_faults(found: manifest.Manifest) -> list[str]:
    """Without its keys a backup is whole, but what is encrypted in it stays closed."""
    ours = set(manifest.key_fingerprints())
    missing = [key for key in found.keys if key not in ours]
    if not missing:
        return []
    return [
        f"The keys of this backup are missing (fingerprints {', '.join(missing)}): identity numbers, phone numbers and"
        " attachments cannot be read. Set CONGVU_KEYS to the keys of the old installation, newest first."
    ]
