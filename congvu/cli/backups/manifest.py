"""What a backup holds, with a SHA-256 of each part; written last, so a folder without it is no backup."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from congvu.cli.errors import BadInput
from congvu.config import environment

NAME, FORMAT = "manifest.json", 1


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the backup: path below the folder, size and hash."""

    path: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`events` and `latest_root` tell what the ledger held at the moment of the dump."""

    congvu: str
    made_at: str
    server_version: int
    database: Part
    events: int
    latest_root: str
    keys: list[str]
    files: list[Part] = field(default_factory=list)
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1) + "\n", "utf-8")


def read(folder: Path) -> Manifest:
    """The manifest of a backup. Raises BadInput when the folder holds none, or one of another format."""
    try:
        found: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
        if found["format"] != FORMAT:
            raise BadInput(f"{folder / NAME}: format {found['format']}; this version reads format {FORMAT}.")
        database, files = Part(**found.pop("database")), [Part(**part) for part in found.pop("files")]
        return Manifest(database=database, files=files, **found)
    except OSError as error:
        raise BadInput(f"{folder} is no finished backup: {NAME} is missing in it.") from error
    except (ValueError, TypeError, KeyError) as error:
        raise BadInput(f"{folder / NAME} cannot be read ({error}); take another backup.") from error


def part_of(folder: Path, path: Path) -> Part:
    return Part(path.relative_to(folder).as_posix(), path.stat().st_size, sha256(path))


def sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def damaged(folder: Path, parts: list[Part]) -> list[str]:
    """Paths of parts that are missing or are not what the manifest says."""
    return [part.path for part in parts if not _is_whole(folder / part.path, part)]


def _is_whole(path: Path, part: Part) -> bool:
    return path.is_file() and path.stat().st_size == part.size_bytes and sha256(path) == part.sha256


def key_fingerprints() -> list[str]:
    """One fingerprint for each key in force: tells keys apart and gives none away."""
    text = environment.made_once("CONGVU_KEYS")
    keys = [key.strip() for key in text.split(",") if key.strip()]
    return [hashlib.sha256(b"congvu key fingerprint\0" + key.encode()).hexdigest()[:16] for key in keys]
