"""The machine: files can be written and read back, keys are there, disk is left, the clocks agree."""

import os
import secrets
import shutil
import time
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.db import connection

from congvu.config import environment
from congvu.config.checks.finding import Finding, bad, ok, warning

GIGABYTE = 1024**3


def files_folder() -> Path | None:
    """Where attachments lie; None when they lie in an object store."""
    url = environment.value("FILES_URL")
    if not url:
        return environment.var_folder() / "files"
    parts = urlsplit(url)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None


def files(now: datetime) -> list[Finding]:
    del now
    folder = files_folder()
    if folder is None:
        return ok("files", "attachments lie in an object store")
    probe = folder / f".doctor-{os.getpid()}"
    said = secrets.token_bytes(32)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(said)
        came_back = probe.read_bytes()
        probe.unlink()
    except OSError as error:
        return bad("files", f"{folder}: {error.strerror}", "Give the process's user the folder (FILES_URL).")
    if came_back != said:
        return bad("files", f"{folder} gives back other bytes than were written", "Check the disk.")
    return ok("files", f"attachments can be written and read in {folder}")


def keys(now: datetime) -> list[Finding]:
    del now
    findings: list[Finding] = []
    for name in ("SECRET_KEY", "CONGVU_KEYS"):
        if environment.value(name):
            continue
        path = environment.key_path(name)
        if environment.is_production():
            findings += bad(f"keys_{name.lower()}", f"{name} was made up at start", f"Set {name}, and keep a copy.")
        elif path.exists() and path.stat().st_mode & 0o077:
            findings += bad(f"keys_{name.lower()}", f"others may read {path}", f"chmod 600 {path}")
    return findings or ok("keys", "keys are there and are kept to ourselves")


def disk(now: datetime) -> list[Finding]:
    del now
    folders = {environment.var_folder(), files_folder() or environment.var_folder()}
    findings: list[Finding] = []
    for folder in sorted(folders):
        there = next(place for place in (folder, *folder.parents) if place.exists())
        usage = shutil.disk_usage(there)
        left = f"{usage.free / GIGABYTE:.1f} GB free for {folder}"
        if usage.free < GIGABYTE // 4:
            findings += bad("disk", left, "Free space now: the database stops when the disk is full.")
        elif usage.free < 2 * GIGABYTE or usage.free < usage.total * 0.05:
            findings += warning("disk", left, "Free space soon, or move the folder (CONGVU_VAR, FILES_URL).")
        else:
            findings += ok("disk", left)
    return findings


def clocks(now: datetime) -> list[Finding]:
    del now
    with connection.cursor() as cursor:
        before = time.time()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        row = cursor.fetchone()
        after = time.time()
    database = float(row[0]) if row else 0.0
    apart = max(before - database, database - after, 0.0)
    if apart > 2:
        return bad("clocks", f"clocks of this machine and of the database differ by {apart:.0f} s", "Set up NTP.")
    return ok("clocks", "the clocks of this machine and of the database agree")
