"""One measurement, and processor time of this process and of its database backend."""

import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measured:
    """`ratio` is value / against, where a comparison was measured in the same run or a bar was set."""

    name: str
    value: float
    unit: str
    against: str = ""
    ratio: float | None = None
    size: str = ""


class Processor:
    """CPU milliseconds of this process and of one backend, counted only between `start` and `stop`."""

    def __init__(self, backend: int) -> None:
        self.backend, self.python_ms, self.database_ms, self.times = backend, 0.0, 0.0, 0

    def start(self) -> None:
        self._database, self._python = backend_ns(self.backend), time.process_time_ns()

    def stop(self) -> None:
        self.python_ms += (time.process_time_ns() - self._python) / 1e6
        self.database_ms += (backend_ns(self.backend) - self._database) / 1e6
        self.times += 1

    @property
    def ms_each(self) -> float:
        return (self.python_ms + self.database_ms) / self.times


def backend_ns(pid: int) -> int:
    """Nanoseconds that process has been on a processor (Linux)."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])


def tree_ms(pid: int) -> float:
    """CPU milliseconds of all threads of a process and of its children."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
        for child in (task / "children").read_text().split():
            total += int(tree_ms(int(child)) * 1e6)
    return total / 1e6
