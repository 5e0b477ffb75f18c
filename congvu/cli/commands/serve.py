"""Serve pages and API over HTTP until stopped.

Example: PORT=8001 congvu serve
"""

import argparse
import os
import shutil
import sys

from congvu.cli.errors import BadInput
from congvu.config import environment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(arguments: argparse.Namespace) -> int:
    del arguments
    collect_static()
    os.environ.update(surroundings())
    os.execv(sys.executable, command())  # noqa: S606  (this process becomes the server)


def command() -> list[str]:
    host = environment.value("HOST")
    if not environment.is_production() and host not in {"127.0.0.1", "localhost", "::1"}:
        raise BadInput(f"HOST={host}: outside production the server listens on loopback only (HOST=127.0.0.1).")
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(environment.port()),
        "--workers", environment.value("WEB_WORKERS"), "--blocking-threads", "4", "--backpressure", "64",
        "--log-level", "warning", "--respawn-failed-workers", "congvu.config.wsgi:application",
    ]  # fmt: skip


def surroundings() -> dict[str, str]:
    """Where the web processes lay down what they measured, so that any of them can tell Prometheus of all."""
    folder = environment.var_folder() / "measures" / str(environment.port())
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return {"PROMETHEUS_MULTIPROC_DIR": str(folder)}


def collect_static() -> None:
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
