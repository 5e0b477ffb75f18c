"""The day that an applicant was promised, when a changed calendar moves it later: he is told, once."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from congvu.core.clock import day_of
from congvu.dossiers.models import Applicant
from congvu.notices.defer import tell_citizen
from congvu.notices.models import Channel
from congvu.obligations import promises
from congvu.obligations.promises import MovedLater


def register_all() -> None:
    promises.register(kind="dossier", tell=tell_applicants)


def tell_applicants(moved: Sequence[MovedLater], at: datetime) -> None:
    """By e-mail where there is an address; otherwise an official calls, and notes it."""
    by_dossier = {one.subject_id: one for one in moved}
    applicants = Applicant.objects.filter(dossier__in=by_dossier).select_related("dossier").order_by("dossier_id")
    with translation.override(settings.LANGUAGE_CODE):
        for applicant in applicants:
            _tell(applicant, by_dossier[applicant.dossier_id], at)


def _tell(applicant: Applicant, moved: MovedLater, at: datetime) -> None:
    code = applicant.dossier.code
    text = _(
        "Do lịch làm việc thay đổi theo công bố chính thức, ngày hẹn trả kết quả hồ sơ %(code)s chuyển từ %(old)s "
        "sang %(new)s. Mong ông/bà thông cảm."
    ) % {"code": code, "old": f"{day_of(moved.old_due_at):%d/%m/%Y}", "new": f"{day_of(moved.new_due_at):%d/%m/%Y}"}
    channel = Channel.EMAIL if applicant.email else Channel.PHONE if applicant.phone else Channel.DESK
    tell_citizen(
        dossier_code=code, kind="dossier.promise_moved", text=text, channel=channel, address=applicant.email,
        subject=_("Hồ sơ %(code)s: ngày hẹn trả kết quả thay đổi") % {"code": code},
        key=f"event:{moved.event_id}", at=at,
    )  # fmt: skip
