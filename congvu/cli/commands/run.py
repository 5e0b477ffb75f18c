"""Everything at once for one machine: database, tables, demonstration when empty, web and worker; Ctrl-C stops all.

Example: PORT=8001 congvu run
"""

import argparse
import signal
import subprocess
import sys
import time
import urllib.request

from congvu.cli import ready
from congvu.cli.commands import serve, worker
from congvu.cli.errors import CannotNow
from congvu.config import databases, embedded, environment

NEEDS = "settings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")


def run(arguments: argparse.Namespace) -> int:
    signal.signal(signal.SIGTERM, _stop_everything)
    ours = databases.uses_embedded() and not embedded.is_alive(databases.embedded_server())
    children: list[subprocess.Popen[bytes]] = []
    try:
        ready.server()
        ready.migrate()
        _offer_demonstration(arguments)
        serve.collect_static()
        children = [subprocess.Popen(command) for command in (serve.command(), worker.command())]
        _announce(children)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        raise CannotNow("A part of Công Vụ ended by itself; see its last words above.")
    except KeyboardInterrupt:
        return 0
    finally:
        _end(children)
        if ours or children:
            embedded.stop(databases.embedded_server()) if databases.uses_embedded() else None


def _offer_demonstration(arguments: argparse.Namespace) -> None:
    from congvu.cli.commands import demo

    if not arguments.no_demo and demo.is_wanted():
        demo.load()


def _announce(children: list[subprocess.Popen[bytes]]) -> None:
    from congvu.cli.commands import demo

    address = f"http://{environment.value('HOST')}:{environment.port()}"
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()
            break
        except OSError:
            if any(child.poll() is not None for child in children):
                return
            time.sleep(0.2)
    print(f"\nCông Vụ: {address}\n{demo.accounts_text()}\nCtrl-C stops everything.", flush=True)


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()


def _stop_everything(signum: int, frame: object) -> None:
    del signum, frame
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit("use `congvu run`")
