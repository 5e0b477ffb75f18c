"""Say whether the browser tests could run. In CI (`CI=true`) a missing Chromium is a failure, elsewhere a remark.

CHROMIUM=/path/to/chromium names one that lies elsewhere.
"""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The program that drives the browser tests, or None."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return named if Path(named).is_file() else None
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def required() -> bool:
    return os.environ.get("CI") == "true"


def main() -> int:
    if chromium():
        return 0
    print("Browser tests were NOT run: no Chromium was found (install one, or set CHROMIUM=/path).", file=sys.stderr)
    return 1 if required() else 0


if __name__ == "__main__":
    raise SystemExit(main())
