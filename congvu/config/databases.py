"""From `DATABASE_URL`, or from the embedded server, to Django's DATABASES."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from congvu.config import embedded, environment


def name() -> str:
    """Of the database in the embedded server."""
    return environment.value("DATABASE_NAME")


def embedded_server() -> embedded.Server:
    return embedded.server_at(environment.var_folder() / "database")


def uses_embedded() -> bool:
    return not environment.value("DATABASE_URL")


def is_owner() -> bool:
    """True in the one process that migrates: it works as the owner of the tables."""
    return os.environ.get("CONGVU_DATABASE_ROLE") == "owner"


def databases() -> dict[str, Any]:
    """Django's DATABASES for this process. Starts nothing."""
    pool_size = int(environment.value("DATABASE_POOL"))
    options: dict[str, Any] = {}
    if pool_size and not is_owner():
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
        options["prepare_threshold"] = 5
    if uses_embedded():
        server = embedded_server()
        where = {
            "NAME": name(),
            "HOST": str(server.socket),
            "PORT": str(embedded.PORT),
            "USER": embedded.OWNER if is_owner() else embedded.RUNNER,
        }
    else:
        url = environment.value("DATABASE_OWNER_URL") if is_owner() else ""
        where, more = parse_url(url or environment.value("DATABASE_URL"))
        options |= more
    return {"default": {"ENGINE": "django.db.backends.postgresql", "OPTIONS": options, **where}}


def parse_url(url: str) -> tuple[dict[str, str], dict[str, str]]:
    """`postgresql://user:password@host:port/name?sslmode=require` → (Django's fields, driver options)."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ValueError("DATABASE_URL must look like postgresql://user:password@host:5432/name")
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.strip("/")),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
    }, query
