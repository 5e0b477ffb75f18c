"""The model province: as large as wanted, the same every time, in a database of its own. For measuring.

Real units, procedures and calendar; people and dossiers are invented. 1.6 % of the obligations are open. Dossiers come
as from an older system: rows and obligations without events.
"""

SIZES = {"10k": 10_000, "1m": 1_000_000, "25m": 25_000_000}


def database_of(size: str) -> str:
    return f"congvu_province_{size}"
