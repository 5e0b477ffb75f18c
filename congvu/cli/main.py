"""Entry point of `congvu`: finds the command, makes ready what it needs, turns endings into exit codes."""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType

from congvu import __version__
from congvu.cli import commands, endings


def main(argv: Sequence[str] | None = None) -> None:
    sys.exit(run(sys.argv[1:] if argv is None else argv))


def run(argv: Sequence[str]) -> int:
    """Exit code of one command line. Only the module of the named command is imported."""
    names = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))
    name = next((word for word in argv if not word.startswith("-")), "").replace("-", "_")
    chosen = [name] if name in names else names
    modules = {each: importlib.import_module(f"{commands.__name__}.{each}") for each in chosen}
    arguments = _parser(modules).parse_args(argv)
    module = modules[arguments.command.replace("-", "_")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congvu.config.settings")
    try:
        _make_ready(getattr(module, "NEEDS", "database"))
        return int(module.run(arguments) or 0)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        ending = endings.of(error)
        if ending is None:
            raise
        endings.tell(ending, as_json=getattr(arguments, "json", False))
        return ending.exit_code


def _parser(modules: dict[str, ModuleType]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="congvu", description="Công Vụ: tasks, one-stop dossiers, indexes, figures.")
    parser.add_argument("--version", action="version", version=f"congvu {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, module in modules.items():
        headline, _, rest = (module.__doc__ or "").strip().partition("\n")
        subparser = subparsers.add_parser(
            name.replace("_", "-"),
            help=headline,
            description=headline,
            epilog=rest.strip(),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(subparser)
    return parser


def _make_ready(needs: str) -> None:
    if needs == "nothing":
        return
    from congvu.cli import ready

    ready.settings()
    if needs == "database":
        ready.database()
