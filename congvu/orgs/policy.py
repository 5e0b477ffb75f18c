"""Refusals about rights: in sight but not allowed is 403 with the reason, out of sight is 404."""

from congvu.core.errors import N_, DomainError
from congvu.orgs.actor import Actor
from congvu.orgs.permissions import label_of


class NotAllowed(DomainError):
    """In sight, but not for this actor to do."""

    code = "not_allowed"
    sentence = N_("Việc này cần quyền “%(permission)s”. Hãy nhờ quản trị giao vai trò có quyền đó, hoặc chuyển việc.")
    status = 403

    def __init__(self, *, sentence: str | None = None, field: str | None = None, **data: object) -> None:
        super().__init__(field=field, **data)
        if sentence is not None:
            self.sentence = sentence  # type: ignore[misc]


class NotInSight(DomainError):
    """Not there, or not for this actor to see: the answer does not tell which."""

    code = "not_in_sight"
    sentence = N_("Không tìm thấy, hoặc nằm ngoài phạm vi bạn được xem.")
    status = 404


class NotSignedIn(DomainError):
    """Nobody is signed in, or the session has ended."""

    code = "not_signed_in"
    sentence = N_("Bạn chưa đăng nhập hoặc phiên làm việc đã hết. Hãy đăng nhập rồi thử lại.")
    status = 401


def require(
    actor: Actor,
    permission: str,
    *,
    unit_id: int | None = None,
    category_id: int | None = None,
    sentence: str | None = None,
) -> None:
    """Raise NotAllowed unless the actor holds the permission (at this unit, for this category)."""
    if not actor.may(permission, unit_id, category_id):
        raise NotAllowed(sentence=sentence, permission=str(label_of(permission)))
