"""Every environment variable the house reads: name, default, meaning. `congvu config` prints this table."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    default: str
    meaning: str
    secret: bool = False

    def read(self) -> str:
        return os.environ.get(self.name, self.default)


VARIABLES = {
    variable.name: variable
    for variable in (
        Variable("CONGVU_ENV", "development", "development (loopback, demonstration allowed) or production"),
        Variable(
            "CONGVU_VAR", "var", "folder of the embedded database, files and made-up keys; relative to the project"
        ),
        Variable("PORT", "8000", "port of the web server"),
        Variable("HOST", "127.0.0.1", "address the web server listens on; development refuses anything but loopback"),
        Variable(
            "DATABASE_URL", "", "PostgreSQL 15 or newer; absent: an embedded server under CONGVU_VAR", secret=True
        ),
        Variable("DATABASE_NAME", "congvu", "database in the embedded server; `congvu province` makes others"),
        Variable(
            "DATABASE_OWNER_URL", "", "role that owns the tables (migrations); absent: DATABASE_URL does both", True
        ),
        Variable(
            "DATABASE_POOL", "4", "most database connections a process keeps; 0 behind a transaction-pooling proxy"
        ),
        Variable("PG_OS_USER", "nobody", "system user of the embedded server when started by root"),
        Variable("SECRET_KEY", "", "signs sessions and links; absent: made once under CONGVU_VAR/keys", secret=True),
        Variable(
            "CONGVU_KEYS",
            "",
            "comma-separated keys of encrypted fields and files, newest first; absent: made once",
            True,
        ),
        Variable("FILES_URL", "", "file:///folder or s3://bucket/prefix; absent: CONGVU_VAR/files"),
        Variable("FILES_MAX_MB", "50", "largest file that is taken in; a whole request may have twice as much"),
        Variable(
            "CLAMD_URL", "", "tcp://host:3310 or unix:///socket of a virus scanner; absent: files are not scanned"
        ),
        Variable(
            "EMAIL_URL",
            "",
            "smtp://user:password@host:587 (STARTTLS) or smtps://…:465; absent: mails are written to CONGVU_VAR/mail",
            True,
        ),
        Variable("EMAIL_FROM", "congvu@localhost", "sender of outgoing mail"),
        Variable(
            "SEALS_BOOK", "", "file the daily roots of the ledger are added to; absent: CONGVU_VAR/seals/roots.tsv"
        ),
        Variable("SEALS_MAIL", "", "address outside the house that gets every root of the ledger; absent: none"),
        Variable("BASE_URL", "", "public address, used in links and QR codes; absent: http://127.0.0.1:PORT"),
        Variable("ALLOWED_HOSTS", "", "comma-separated host names; absent: host of BASE_URL and loopback"),
        Variable(
            "TRUSTED_PROXIES", "", "comma-separated addresses of reverse proxies whose forwarding headers are believed"
        ),
        Variable("WEB_WORKERS", "2", "web processes"),
        Variable("METRICS_TOKEN", "", "bearer token of /metrics; absent: development answers this machine only", True),
        Variable("LOG_FORMAT", "", "json or console; absent: console in development, json in production"),
        Variable("UNSAFE_PRODUCTION", "", "yes: allow the embedded database and made-up keys in production"),
    )
}


def value(name: str) -> str:
    """The variable's text, or its default."""
    return VARIABLES[name].read()


def is_production() -> bool:
    return value("CONGVU_ENV") == "production"


def var_folder() -> Path:
    folder = Path(value("CONGVU_VAR"))
    return folder if folder.is_absolute() else PROJECT / folder


def port() -> int:
    return int(value("PORT"))


def base_url() -> str:
    return value("BASE_URL").rstrip("/") or f"http://127.0.0.1:{port()}"


def made_once(name: str) -> str:
    """A key from the environment, else one made once under `CONGVU_VAR/keys` (mode 0600, never in a backup)."""
    given = value(name)
    if given:
        return given
    path = key_path(name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(32) + "=" if name == "CONGVU_KEYS" else secrets.token_urlsafe(50))
        try:
            os.link(fresh, path)  # whoever comes second keeps the key of whoever came first
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


def key_path(name: str) -> Path:
    """Where a key that was made up lies."""
    return var_folder() / "keys" / name.lower()


def logs_as_json() -> bool:
    return (value("LOG_FORMAT") or ("json" if is_production() else "console")) == "json"


def app_exists(app: str) -> bool:
    """Whether the package of a room has landed: a package appears with its first working use."""
    return (PROJECT / app.replace(".", "/") / "__init__.py").exists()
