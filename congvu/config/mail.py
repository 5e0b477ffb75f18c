"""From EMAIL_URL to Django's mail settings; without one every mail is a file under `CONGVU_VAR/mail`."""

from typing import Any
from urllib.parse import unquote, urlsplit

from congvu.config import environment

FILES = "django.core.mail.backends.filebased.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def settings(url: str) -> dict[str, Any]:
    """`smtp://` speaks STARTTLS where a user is named, `smtps://` TLS from the start. Raises ValueError on others."""
    if not url:
        return {"EMAIL_BACKEND": FILES, "EMAIL_FILE_PATH": str(environment.var_folder() / "mail")}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("EMAIL_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465")
    encrypted = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if encrypted else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": encrypted,
        "EMAIL_USE_TLS": not encrypted and bool(parts.username),
        "EMAIL_TIMEOUT": 30,
    }
