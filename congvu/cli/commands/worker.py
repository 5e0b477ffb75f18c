"""Do the queued jobs and the periodic ones until stopped.

Example: congvu worker
"""

import argparse
import os
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(arguments: argparse.Namespace) -> int:
    del arguments
    os.execv(sys.executable, command())  # noqa: S606  (this process becomes the worker)


def command() -> list[str]:
    return [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2"]
