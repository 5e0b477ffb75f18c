"""Measure, print a table, write var/bench.json.

python -m tools.bench --size 10k        # or 1m: then pages are compared with the 10k province in the same run
"""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from congvu.cli.main import run as congvu
from congvu.cli.province import SIZES, database_of
from congvu.config import environment
from tools.bench import deadlines, scoring
from tools.bench.measured import Measured

COMPARED = ("inbox page", "dossier list")
BAR = 1.2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--size", choices=sorted(SIZES), default="10k")
    parser.add_argument("--part", choices=("acts", "lists"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        return part(given.part, given.size)
    found = [*deadlines.measure(), *scoring.measure()]
    for size in dict.fromkeys(("10k", given.size)):
        if congvu(["province", "--size", size]):
            return 3
    found += of("acts", given.size)
    small = of("lists", "10k")
    found += small if given.size == "10k" else compared(small, of("lists", given.size))
    show(found)
    target = environment.var_folder() / "bench.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


def of(name: str, size: str) -> list[Measured]:
    """A part, in a process that works on the database of that size."""
    surroundings = {**os.environ, "DATABASE_NAME": database_of(size), "LOG_FORMAT": "json"}
    command = [sys.executable, "-m", "tools.bench", "--part", name, "--size", size]
    done = subprocess.run(command, env=surroundings, stdout=subprocess.PIPE, text=True, check=True)
    return [Measured(**each) for each in json.loads(done.stdout.splitlines()[-1])]


def part(name: str, size: str) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congvu.config.settings")
    django.setup()
    from tools.bench import giving, lists, over_http, step, task_figures

    if name == "lists":
        found: list[Any] = [*lists.measure(size), *(task_figures.measure() if size == "10k" else [])]
    else:
        found = [*step.measure(size), *giving.measure(size), *over_http.measure(size)]
    print(json.dumps([asdict(each) for each in found], ensure_ascii=False))
    return 0


def compared(small: list[Measured], large: list[Measured]) -> list[Measured]:
    """Growth of the pages: the larger province against the smaller, one after the other in this run."""
    before = {each.name: each.value for each in small}
    result = list(small)
    for each in large:
        if each.name in COMPARED:
            against = f"{before[each.name]:.1f} ms at 10k; aim ≤ {BAR}"
            each = Measured(each.name, each.value, each.unit, against, each.value / before[each.name], each.size)
        result.append(each)
    return result


def show(found: list[Measured]) -> None:
    print(f"{'':<28}{'value':>12}  {'unit':<22}{'ratio':>7}  against")
    for each in found:
        ratio = "" if each.ratio is None else f"{each.ratio:.2f}"
        name = f"{each.name} {each.size}"
        print(f"{name:<28}{each.value:>12,.2f}  {each.unit:<22}{ratio:>7}  {each.against}")


if __name__ == "__main__":
    raise SystemExit(main())
