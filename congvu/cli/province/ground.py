"""What stands before any dossier: units, procedures with their steps, eight people in each commune."""

import importlib.resources
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from congvu.catalog.load import load_procedures, load_steps
from congvu.core.loading import LoadReport, rows_of
from congvu.orgs.actor import Actor
from congvu.orgs.load.units import load_units

# role, how many of them in each commune
STAFF = (("receiving_officer", 1), ("specialist", 4), ("head_of_division", 1), ("leader", 1), ("clerk", 1))
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
MIDDLE = ("Văn", "Thị", "Minh", "Thanh", "Hữu", "Ngọc", "Quốc", "Kim")
GIVEN = ("An", "Bình", "Châu", "Dung", "Giang", "Hạnh", "Khoa", "Linh", "Mai", "Nam", "Phúc", "Sơn", "Trúc", "Vy")


@dataclass(frozen=True, slots=True)
class Commune:
    """`staff`: person ids by role."""

    unit_id: int
    code: str
    staff: dict[str, list[int]]


def name_of(number: int) -> str:
    """The same invented name for the same number, whatever the size."""
    family, middle = FAMILY[number % len(FAMILY)], MIDDLE[number // 7 % len(MIDDLE)]
    return f"{family} {middle} {GIVEN[number // 3 % len(GIVEN)]}"


def lay(at: datetime) -> list[Commune]:
    """Load the ground and return the communes in order of their code."""
    data = importlib.resources.files("congvu.data")
    for load, name in (
        (load_units, "units/units-tayninh.csv"),
        (load_procedures, "procedures/procedures.csv"),
        (load_steps, "procedures/procedure-steps.csv"),
    ):
        rows = rows_of((data / name).read_bytes(), name=name)
        report: LoadReport = load(rows, actor=Actor.clock(), at=at)
        if report.errors:
            raise RuntimeError(f"{name}: {report.errors[0]}")
    return _staffed()


def _staffed() -> list[Commune]:
    roles = [role for role, number in STAFF for _ in range(number)]
    communes = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, id FROM role ORDER BY id")
        role_ids = dict(cursor.fetchall())
        cursor.execute(
            "SELECT c.unit_id, c.code FROM unit_code c"
            " JOIN unit_span s ON s.unit_id = c.unit_id AND s.parent_id IS NOT NULL AND s.during @> %s::date"
            " WHERE c.system = 'gso-2025' AND c.code <> '80' ORDER BY c.code",
            ["2026-01-01"],
        )
        for unit_id, code in cursor.fetchall():
            staff: dict[str, list[int]] = {}
            for number, role in enumerate(roles):
                cursor.execute(
                    "INSERT INTO person (password, username, full_name, email, is_active, created_at, search)"
                    " VALUES ('!', %s, %s, '', true, '2025-07-01', '{}') RETURNING id",
                    [f"x{code}.{number + 1}", name_of(unit_id * 8 + number)],
                )
                person = cursor.fetchone()[0]
                cursor.execute(
                    "INSERT INTO position (person_id, unit_id, role_id, title, during)"
                    " VALUES (%s, %s, %s, '', daterange('2020-01-01', NULL))",
                    [person, unit_id, role_ids[role]],
                )
                staff.setdefault(role, []).append(person)
            communes.append(Commune(unit_id, code, staff))
    return communes
