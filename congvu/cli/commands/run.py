"""Everything at once for one machine: database, tables, demonstration when empty, web and worker; Ctrl-C stops all.

Example: PORT=8001 congvu run
"""

import argparse
import http.client
import time
from types import ModuleType

from django.utils import timezone

from congvu.cli import ready
from congvu.cli.children import Children, stopping_on_signals
from congvu.cli.commands import serve, worker
from congvu.cli.errors import CannotNow
from congvu.config import databases, embedded, environment

NEEDS = "settings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")


def run(arguments: argparse.Namespace) -> int:
    children = Children()
    with stopping_on_signals():
        try:
            ready.server()
            ready.migrate()
            from congvu.demo import load as demonstration  # its models exist once the settings are made ready

            if not arguments.no_demo and demonstration.is_wanted():
                demonstration.load(timezone.now(), say=_say)
            serve.collect_static()
            children.start("web", serve.command(), serve.surroundings())
            children.start("worker", worker.command())
            if _answers(children):
                print(f"\nCông Vụ: {_address()}\n{_way_in(demonstration)}\nCtrl-C stops everything.", flush=True)
            children.watch()
            raise CannotNow(f"The {children.ended()} ended by itself; its last words are above. Everything stops.")
        except KeyboardInterrupt:
            return 0
        finally:
            children.end()
            if databases.uses_embedded():
                embedded.stop(databases.embedded_server())


def _way_in(demonstration: ModuleType) -> str:
    """How the first person gets in: by the demonstration accounts, or by the set-up code of an empty house."""
    from congvu.orgs import setup

    if not setup.is_wanted():
        return str(demonstration.accounts_text())
    code = setup.setup_code(timezone.now())
    return f"Chưa có ai. Mở {_address()}/-/thiet-lap/ và gõ mã thiết lập {code}"


def _say(text: str) -> None:
    print(text, flush=True)


def _address() -> str:
    return f"http://{environment.value('HOST')}:{environment.port()}"


def _answers(children: Children) -> bool:
    """Wait until the web server answers; False when a part ended meanwhile."""
    for _ in range(300):
        connection = http.client.HTTPConnection(environment.value("HOST"), environment.port(), timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            if children.ended():
                return False
            time.sleep(0.2)
        finally:
            connection.close()
    return False
