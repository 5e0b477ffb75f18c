"""How many due dates a core computes in a second, exact to the minute, over the official calendar."""

import importlib.resources
import time
from datetime import datetime, timedelta

from congvu.core.clock import VIETNAM, Pause, build_calendar, due, note_from_row, parse_allowance
from congvu.core.loading import rows_of
from tools.bench.measured import Measured

BAR = 50_000
LIMITS = ("5 ngày làm việc", "15 ngày", "8 giờ làm việc", "0,5 ngày làm việc", "trong ngày", "30 ngày làm việc")


def measure(seconds: float = 2.0) -> list[Measured]:
    data = importlib.resources.files("congvu.data") / "calendar/holidays-official.csv"
    calendar = build_calendar(note_from_row(row.cells) for row in rows_of(data.read_bytes(), name="holidays"))
    allowances = [parse_allowance(text) for text in LIMITS]
    start = datetime(2024, 1, 2, 8, 15, tzinfo=VIETNAM)
    moments = [start + timedelta(hours=7 * number) for number in range(2_000)]
    pauses = (Pause(start + timedelta(days=2), start + timedelta(days=5)),)
    done, begun = 0, time.process_time()
    while time.process_time() - begun < seconds:
        for number, moment in enumerate(moments):
            waits = pauses if number % 10 == 0 and moment < pauses[0].since else ()
            due(moment, allowances[number % len(allowances)], calendar, pauses=waits)
        done += len(moments)
    rate = done / (time.process_time() - begun)
    return [Measured("deadlines", rate, "per second and core", f"bar {BAR:,}", rate / BAR)]
