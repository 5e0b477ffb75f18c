"""Files of the dossier, and the numbers of the applicant that are seen only on the record."""

from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.core.errors import N_, DomainError
from congvu.core.identity import show_phone
from congvu.dossiers import policy
from congvu.dossiers.commands.moving import lock
from congvu.dossiers.events import IdentifierRevealed, PaperAttached
from congvu.files import secrets as sealed
from congvu.files import store
from congvu.files.models import Attachment
from congvu.ledger.record import record
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotAllowed


class NothingToReveal(DomainError):
    code = "nothing_to_reveal"
    sentence = N_("Hồ sơ không ghi số này.")
    status = 404


@transaction.atomic
def reveal(*, code: str, what: str, actor: Actor, at: datetime) -> str:
    """The identity number or the phone in full. That it was looked at is written down before it is shown."""
    dossier = lock(code, actor)
    sentence = _("Bạn xem được hồ sơ nhưng không được xem số đầy đủ của người nộp.")
    if not policy.may_at_part(actor, [policy.REVEAL], dossier):
        raise NotAllowed(sentence=sentence)
    kept = dossier.applicant.phone if what == "phone" else dossier.applicant.identifier
    if not kept:
        raise NothingToReveal
    record(IdentifierRevealed(what=what), about=("dossier", dossier.pk), actor=actor, at=at)
    plain = sealed.decrypt(kept)
    return show_phone(plain) if what == "phone" else plain


@transaction.atomic
def attach(
    *, code: str, stream: IO[bytes], name: str, declared_type: str, position: int | None, actor: Actor, at: datetime
) -> Attachment:
    """Keep a file with the dossier, for one of its papers or for none. By who works at a unit that has a part in it."""
    dossier = lock(code, actor)
    sentence = _("Bạn xem được hồ sơ nhưng không được thêm giấy tờ.")
    if not policy.may_at_part(actor, policy.PERMISSION.values(), dossier):
        raise NotAllowed(sentence=sentence)
    stored = store.put(stream, name=name, declared_type=declared_type, actor=actor, at=at)
    attachment = store.attach(
        stored, about=("dossier", dossier.pk), role=f"paper:{position}" if position else "other", name=name,
        actor=actor, at=at,
    )  # fmt: skip
    event = PaperAttached(attachment_id=attachment.pk, sha256=stored.sha256)
    record(event, about=("dossier", dossier.pk), actor=actor, at=at)
    return attachment
