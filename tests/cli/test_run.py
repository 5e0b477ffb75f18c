"""`congvu run`: everything starts, everything stops, and a part that dies is noticed."""

import http.client
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.conftest import PROJECT, House

pytestmark = pytest.mark.slow


def started(house: House, port: str, log: Path) -> subprocess.Popen[bytes]:
    """A running house that answers."""
    stream = log.open("wb")
    process = subprocess.Popen(
        house.command("run", "--no-demo"), env={**house.surroundings, "PORT": port}, cwd=PROJECT,
        stdout=stream, stderr=subprocess.STDOUT,
    )  # fmt: skip
    stream.close()
    until = time.monotonic() + 180
    while time.monotonic() < until and process.poll() is None:
        if "Ctrl-C" in log.read_text() and status(port) == 200:
            return process
        time.sleep(0.2)
    process.kill()
    pytest.fail(f"it does not answer: {log.read_text()}")


def status(port: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def of_house(house: House, port: str) -> dict[int, str]:
    """Processes that belong to it: pid → command line."""
    found = {}
    for folder in Path("/proc").iterdir():
        try:
            surroundings = (folder / "environ").read_bytes() if folder.name.isdigit() else b""
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        mine = f"CONGVU_VAR={house.folder}".encode() in surroundings and f"PORT={port}".encode() in surroundings
        if (mine or f"-D {house.folder}" in words) and words:
            found[int(folder.name)] = words
    return found


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_one_signal_stops_all_of_it(house: House, port: str, tmp_path: Path, how: signal.Signals) -> None:
    process = started(house, port, tmp_path / "log")
    assert re.search(r"mã thiết lập ([A-Z0-9]{5}-?){4}", (tmp_path / "log").read_text()), "nobody is here yet"
    names = " ".join(of_house(house, port).values())
    assert all(part in names for part in ("granian", "procrastinate", "postgres"))
    process.send_signal(how)
    assert process.wait(60) == 0
    assert of_house(house, port) == {}
    assert status(port) == 0


def test_a_killed_part_is_noticed_and_ends_the_rest(house: House, port: str, tmp_path: Path) -> None:
    process = started(house, port, tmp_path / "log")
    worker = next(pid for pid, words in of_house(house, port).items() if "procrastinate" in words)
    os.kill(worker, signal.SIGKILL)
    assert process.wait(30) == 3
    assert re.search(r"The worker ended by itself", (tmp_path / "log").read_text())
    assert of_house(house, port) == {}


def test_nothing_outlives_a_killed_run(house: House, port: str, tmp_path: Path) -> None:
    process = started(house, port, tmp_path / "log")
    process.kill()
    process.wait()
    until = time.monotonic() + 20
    while (parts := parts_of(house, port)) and time.monotonic() < until:
        time.sleep(0.2)
    assert parts == []
    assert house.run("doctor").returncode == 0  # the database goes on; the next start finds it


def parts_of(house: House, port: str) -> list[str]:
    return [words for words in of_house(house, port).values() if "granian" in words or "procrastinate" in words]
