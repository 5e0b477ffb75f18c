"""One procedure at a time: whoever writes versions, processes or fees of it holds its row."""

from congvu.catalog.errors import ProcedureNotFound
from congvu.catalog.models import Procedure


def lock_procedure(code: str) -> Procedure:
    """Raises ProcedureNotFound."""
    procedure = Procedure.objects.select_for_update(of=("self",)).filter(code=code).first()
    if procedure is None:
        raise ProcedureNotFound(field="procedure", code=code)
    return procedure
