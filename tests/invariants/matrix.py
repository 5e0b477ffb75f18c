"""The committed matrix of doors. After a change of doors or roles: python -m tests.invariants.matrix --write"""

import sys
from pathlib import Path

FILE = Path(__file__).with_name("matrix.csv")


def lines() -> list[str]:
    from tests.invariants.doors_found import HEAD, all_doors

    return [HEAD, *(door.line for door in all_doors() if door.for_whom)]


def committed() -> list[str]:
    return FILE.read_text("utf-8").splitlines() if FILE.exists() else []


def main(argv: list[str]) -> int:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congvu.config.test_settings")
    import django

    django.setup()
    text = "\n".join(lines()) + "\n"
    if "--write" in argv:
        FILE.write_text(text, "utf-8")
        return 0
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
