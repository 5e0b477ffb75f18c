"""Processes that live and end together: one that dies is noticed, and none outlives the command that started them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

PATIENCE_SECONDS = 15
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class Children:
    """Each child leads a group of its own, so Ctrl-C reaches it through us alone and its own children end with it."""

    def __init__(self) -> None:
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: Sequence[str], surroundings: Mapping[str, str] | None = None) -> None:
        self._children[name] = subprocess.Popen(
            command, env={**os.environ, **(surroundings or {})}, start_new_session=True, preexec_fn=_end_with_parent
        )

    def ended(self) -> str:
        """Name of a child that has ended, or ""."""
        return next((name for name, child in self._children.items() if child.poll() is not None), "")

    def watch(self) -> None:
        """Returns when one has ended."""
        while not self.ended():
            time.sleep(0.3)

    def end(self) -> None:
        """TERM to all, then KILL to what is left of their groups."""
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + PATIENCE_SECONDS
        for child in self._children.values():
            try:
                child.wait(timeout=max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                print(f"{child.args!r} does not end; it is killed.", file=sys.stderr)
            _kill_group(child.pid)
            child.wait()


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """TERM and a closed terminal stop like Ctrl-C does; a second one while stopping changes nothing."""

    def stop(signum: int, frame: FrameType | None) -> None:
        for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {each: signal.signal(each, stop) for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _kill_group(leader: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGTERM)
