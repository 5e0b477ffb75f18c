"""Online dossiers of several people under one telephone number, by unit. Numbers are compared by their blind index."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, F, Window

from congvu.catalog.models.procedures import Channel
from congvu.dossiers.models import Applicant
from congvu.obligations.filings import Filed


def shared_filings(unit_ids: Sequence[int], since: datetime, until: datetime, people: int) -> list[Filed]:
    """Per receiving unit. Those without a telephone number are left out. Two queries.

    People are told apart by their identity number; without one each dossier is one person.
    """
    came = Applicant.objects.filter(
        dossier__received_unit__in=unit_ids, dossier__accepted_at__range=(since, until),
        dossier__channel=Channel.ONLINE,
    ).exclude(phone_index="")  # fmt: skip
    online = came.order_by("dossier__received_unit").values("dossier__received_unit").annotate(many=Count("id"))
    counts = {row["dossier__received_unit"]: row["many"] for row in online}
    busy = came.annotate(
        same=Window(Count("id"), partition_by=[F("dossier__received_unit"), F("phone_index")])
    ).filter(same__gte=people)  # fmt: skip
    rows = busy.order_by("dossier_id").values_list(
        "dossier__received_unit", "phone_index", "identifier_index", "dossier_id", "dossier__accepted_at"
    )  # fmt: skip
    who: dict[tuple[int, str], set[str]] = defaultdict(set)
    what: dict[tuple[int, str], list[tuple[int, datetime]]] = defaultdict(list)
    for unit, phone, identifier, dossier, at in rows:
        who[unit, phone].add(identifier or f"dossier {dossier}")
        what[unit, phone].append((dossier, at))
    shared: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    for (unit, phone), them in who.items():
        if len(them) >= people:
            shared[unit] += what[unit, phone]
    return [Filed(unit, many, tuple(sorted(shared[unit]))) for unit, many in sorted(counts.items())]
