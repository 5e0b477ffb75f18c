"""`pg_dump` and `pg_restore` that fit the server, and how they reach it as the owner of the tables."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from congvu.cli.errors import CannotNow
from congvu.config import databases, embedded, environment


def program(name: str, server_version: int) -> Path:
    """The program of the server's own major version, else the nearest newer one. Raises CannotNow without any."""
    found: dict[int, Path] = {}
    for path in _candidates(name):
        version = _major(path)
        if version and version >= server_version // 10000:
            found.setdefault(version, path)
    if not found:
        major = server_version // 10000
        raise CannotNow(f"No {name} for PostgreSQL {major} was found; install postgresql-client-{major}.")
    return found[min(found)]


def _candidates(name: str) -> list[Path]:
    named = shutil.which(name)
    places = [Path(named)] if named else []
    places += sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    places += sorted(Path("/usr").glob(f"pgsql-*/bin/{name}"))
    try:
        wheel = embedded.bin_dir() / name
    except FileNotFoundError:
        return places
    return [wheel, *places] if databases.uses_embedded() else [*places, wheel]


def _major(path: Path) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)(?:\.\d+|\w*)", said.rpartition(")")[2])
    return int(found[1]) if found else 0


def owner_surroundings() -> dict[str, str]:
    """Environment of libpq for the owner: passwords never stand on a command line."""
    if databases.uses_embedded():
        dsn = databases.embedded_server().dsn(databases.name(), embedded.OWNER)
        where = {"PGHOST": str(dsn["host"]), "PGPORT": str(dsn["port"]), "PGUSER": embedded.OWNER}
        return {**os.environ, **where, "PGDATABASE": databases.name()}
    url = environment.value("DATABASE_OWNER_URL") or environment.value("DATABASE_URL")
    fields, options = databases.parse_url(url)
    named = {
        "PGHOST": fields["HOST"],
        "PGPORT": fields["PORT"],
        "PGUSER": fields["USER"],
        "PGPASSWORD": fields["PASSWORD"],
        "PGDATABASE": fields["NAME"],
        "PGSSLMODE": options.get("sslmode", ""),
        "PGSSLROOTCERT": options.get("sslrootcert", ""),
    }
    return {**os.environ, **{name: value for name, value in named.items() if value}}


def owner_dsn() -> dict[str, str]:
    """The same for psycopg."""
    names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "dbname"}
    names |= {"PGSSLMODE": "sslmode", "PGSSLROOTCERT": "sslrootcert"}
    surroundings = owner_surroundings()
    return {option: surroundings[name] for name, option in names.items() if name in surroundings}
