"""How a refusal looks: one small class per refusal, with a stable code and a sentence that says what to do."""

from typing import ClassVar


def N_(sentence: str) -> str:  # noqa: N802  (the name gettext knows for "translate later")
    """Mark a sentence for translation where it stands; it is translated where it is shown."""
    return sentence


class Said(str):
    """Our own words among the data of a sentence (a verb, a time limit, an example of what to write); several are
    parted by a comma. They are translated where the sentence is shown; what people wrote never is."""

    __slots__ = ()


class DomainError(Exception):
    """An expected refusal. Subclasses set `code` (stable, API) and `sentence` (what happened + what to do).

    `sentence` is a %-template over the keyword data given at raising: `raise NoAllowance(allowance=0)`.
    `status` is the HTTP status the doors answer with: 409 the state forbids, 403 not allowed, 422 the shape is wrong.
    `field` names the input field at fault, when one is.
    """

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = N_("Không thực hiện được. Hãy tải lại trang để xem tình trạng mới nhất.")
    status: ClassVar[int] = 409

    def __init__(self, *, field: str | None = None, **data: object) -> None:
        super().__init__(data)
        self.field = field
        self.data = data

    def __str__(self) -> str:
        return self.sentence % self.data
