"""How the inbox names what the catalogue owes: a procedure made simpler must be announced in time."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.catalog.commands.simplify import KIND
from congvu.catalog.models import Simplification
from congvu.obligations import subjects
from congvu.obligations.subjects import Description


def register_all() -> None:
    subjects.register(
        kind=KIND, clock="step", label=gettext_lazy("Công bố thủ tục"), icon="speakerphone", describe=describe
    )


def describe(ids: list[int]) -> dict[int, Description]:
    rows = Simplification.objects.filter(pk__in=ids).select_related("procedure")
    return {
        row.pk: Description(
            row.procedure.code, row.title, reverse("catalog:proposal", args=[row.pk]),
            need=_("Công bố, công khai thủ tục đã đơn giản hóa"),
        )
        for row in rows
    }  # fmt: skip
