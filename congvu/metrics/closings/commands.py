"""Closing: count once more, keep it, seal it."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.ledger.record import record
from congvu.metrics.closings.frozen import figures_of, fingerprint
from congvu.metrics.events import FiguresClosed
from congvu.metrics.facts import FACTS, TABLES
from congvu.metrics.models import Closing
from congvu.metrics.questions import Question, Structure
from congvu.orgs import policy
from congvu.orgs.actor import Actor

CLOSE = "metrics.close"


class NotClosable(DomainError):
    code = "closing_unknown_subject"
    sentence = N_("Không có loại số liệu “%(subject)s” để chốt. Hãy chọn: %(known)s.")
    status = 422


class PeriodRuns(DomainError):
    code = "closing_period_runs"
    sentence = N_("Kỳ đến hết %(last)s chưa xong nên chưa chốt được. Hãy chốt từ ngày hôm sau.")
    status = 422


class ClosedBefore(DomainError):
    code = "closing_exists"
    sentence = N_("Kỳ này đã chốt theo %(document)s. Nếu có báo cáo đính chính, hãy chọn “Thay lần chốt trước”.")


class SignerMissing(DomainError):
    code = "closing_unsigned"
    sentence = N_("Hãy ghi người ký và số, ký hiệu của báo cáo mang số liệu này.")
    status = 422


@transaction.atomic
def close_period(
    *,
    subject: str,
    question: Question,
    signer: str,
    document: str,
    note: str = "",
    replace: bool = False,
    actor: Actor,
    at: datetime,
) -> Closing:
    """Keep the figures as signed. `replace`: a corrected report takes the place of an earlier closing, which stays.

    Raises NotClosable, NotAllowed, SignerMissing, PeriodRuns, ClosedBefore.
    """
    if subject not in TABLES:
        raise NotClosable(field="subject", subject=subject, known=", ".join(TABLES) or "–")
    _require(actor, question)
    if not signer.strip() or not document.strip():
        raise SignerMissing(field="signer" if not signer.strip() else "document")
    if max(question.period.last_on, question.as_of) >= day_of(at):
        raise PeriodRuns(field="as_of", last=f"{max(question.period.last_on, question.as_of):%d/%m/%Y}")
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE closing IN SHARE ROW EXCLUSIVE MODE")
    earlier = in_force(subject, question)
    if earlier is not None and not replace:
        raise ClosedBefore(field="document", document=earlier.document)
    made = Closing(
        subject=subject,
        unit_id=question.unit_id,
        first_on=question.period.first_on,
        last_on=question.period.last_on,
        as_of=question.as_of,
        signer=signer.strip(),
        document=document.strip(),
        note=note.strip(),
        closed_at=at,
        closed_by_id=actor.person_id,
        figures=figures_of(subject, question),
    )
    made.sha256 = fingerprint(made)
    _put(made, earlier)
    _keep_items(made, question)
    event = FiguresClosed(
        subject,
        made.first_on.isoformat(),
        made.last_on.isoformat(),
        made.as_of.isoformat(),
        made.unit_id,
        made.sha256,
        earlier.pk if earlier else None,
    )
    record(event, about=("closing", made.pk), actor=actor, at=at)
    return made


def in_force(subject: str, question: Question) -> Closing | None:
    """The closing of exactly this subject, period and unit that nothing has replaced."""
    of_unit = Q(unit=None) if question.unit_id is None else Q(unit_id=question.unit_id)
    return Closing.objects.filter(
        of_unit,
        subject=subject,
        first_on=question.period.first_on,
        last_on=question.period.last_on,
        replaced_by=None,
    ).first()


def _require(actor: Actor, question: Question) -> None:
    """At the unit whose figures they are; those of the whole house by who may close everywhere."""
    policy.require(actor, CLOSE)
    reach = actor.reach(CLOSE)
    if actor.is_clock or (question.unit_id is not None and actor.may(CLOSE, question.unit_id)):
        return
    if question.unit_id is not None or not reach.is_everything:
        raise policy.NotAllowed(sentence=_("Bạn chỉ chốt được số liệu của đơn vị mình; hãy ghi mã đơn vị."))


def _put(made: Closing, earlier: Closing | None) -> None:
    """One in force at a time: the earlier one names its successor in the same statement as that appears."""
    if earlier is None:
        made.save(force_insert=True)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('closing', 'id'))")
        made.pk = int(cursor.fetchone()[0])
    Closing.objects.filter(pk=earlier.pk).update(replaced_by_id=made.pk)
    made.save(force_insert=True)


def _keep_items(made: Closing, question: Question) -> None:
    source = FACTS[TABLES[made.subject].facts]
    asked = Question(question.period, question.as_of, question.unit_id, Structure.THEN)
    text, values = source.items(asked)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO closing_item (closing_id, item_id, unit_id, what) "  # noqa: S608  (our own text)
            f"SELECT DISTINCT %(closing_id)s, f.item_id, f.unit_id, f.what FROM ({text}) AS f",
            values | {"closing_id": made.pk},
        )
