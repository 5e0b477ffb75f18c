"""Numbers the law draws without gaps: the code of the dossier, its place in the register, slips."""

import secrets
from datetime import date

from congvu.core.errors import N_, DomainError
from congvu.core.numbering import format_code, format_on, series_of
from congvu.ledger.numbers import next_number
from congvu.orgs.models import UnitCode

# The systems whose codes may open a dossier code, the newest first (docs/rules/dossiers.md).
SYSTEMS = ("qd20", "qcvn102", "local", "gso")


_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_receipt_secret() -> str:
    """Eight letters by chance, never made from what the dossier says: who knows the dossier must not know them."""
    return "".join(secrets.choice(_LETTERS) for _n in range(8))


class UnitWithoutCode(DomainError):
    """The receiving unit has no code that a dossier code could begin with."""

    code = "unit_without_code"
    sentence = N_("Đơn vị chưa có mã định danh nên chưa cấp được mã hồ sơ. Hãy nhờ quản trị ghi mã cho đơn vị.")


def agency_of(unit_id: int, day: date) -> str:
    """The code of the unit with which dossier codes of that day begin. Raises UnitWithoutCode."""
    found = dict(UnitCode.objects.filter(unit_id=unit_id, during__contains=day).values_list("system", "code"))
    for system in SYSTEMS:
        if system in found:
            return str(found[system])
    if found:
        return str(found[min(found)])
    raise UnitWithoutCode


def counter_of(*, agency: str, day: date) -> tuple[str, str]:
    """Series and period of the counter that gives this agency's codes of that day."""
    return f"dossier:{series_of(format_on(day), agency=agency, day=day)}", day.isoformat()


def next_code(*, agency: str, day: date) -> tuple[str, int]:
    """The next code of the agency on that day, and its running number. The last write of a command."""
    number = next_number(*counter_of(agency=agency, day=day))
    return format_code(format_on(day), agency=agency, day=day, sequence=number), number
