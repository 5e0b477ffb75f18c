"""Rows of rooms put straight into the generated province, units of every age and categories of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from congvu.catalog.models import Procedure, ProcedureVersion
from congvu.dossiers.models import Applicant, Dossier, State, StepRun
from congvu.obligations.models import Obligation, Part
from congvu.orgs.calendars.selectors import official
from congvu.orgs.models import Category
from congvu.orgs.ranges import days
from tests.invariants.world import World

LONG_AGO = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Placed:
    """A dossier with whom it may be seen by: (unit, person) of its parts; `competent` owes it."""

    row: Dossier
    step: StepRun
    category: int
    competent: int
    parts: tuple[tuple[int, int | None], ...]

    @property
    def code(self) -> str:
        return self.row.code


def versions(world: World) -> dict[int, ProcedureVersion]:
    """A procedure of each category that is one, by the category."""
    made = {}
    for category in Category.objects.filter(pk__in=world.categories, kind="procedure").order_by("pk"):
        procedure = Procedure.objects.create(code=f"1.{category.pk:06}", category=category)
        made[category.pk] = ProcedureVersion.objects.create(
            procedure=procedure, during=days(None), name=f"Thủ tục {category.code}", field="Đất đai", digest=""
        )
    return made


def dossiers(world: World) -> list[Placed]:
    """Two for each unit, also for those gone or to come: received there, mostly decided elsewhere, some by a person."""
    known, made = versions(world), []
    for unit in [*world.units, *world.units]:
        category = world.random.choice(list(known))
        competent = world.random.choice([unit, *world.units])
        holder = world.random.choice([None, *world.people])
        made.append(_dossier(len(made) + 1, known[category], category, unit, competent, holder))
    return made


def _dossier(
    number: int, version: ProcedureVersion, category: int, unit: int, competent: int, holder: int | None
) -> Placed:
    row = Dossier.objects.create(
        code=f"H53.{number}-260105-{number:04}", version=version, category_id=category, channel="direct",
        state=State.IN_PROGRESS, submitted_unit_id=unit, received_unit_id=unit, competent_unit_id=competent,
        submitted_at=LONG_AGO, accepted_at=LONG_AGO, receipt_secret="ABCD2345", grams=["thu", "tuc", "thu tuc"],
    )  # fmt: skip
    Applicant.objects.create(dossier=row, name=f"Người nộp {number}")
    legal = owed("dossier", "legal", row.pk, competent, None, category)
    step = StepRun.objects.create(
        dossier=row, number=1, step="2", name="Thẩm định", role="specialist", unit_id=competent, person_id=holder,
        opened_at=LONG_AGO, claimed_at=LONG_AGO if holder else None,
    )  # fmt: skip
    step.obligation_id = owed("dossier_step", "step", step.pk, competent, holder, category, part_of=legal).pk
    step.save()
    row.obligation_id = legal.pk
    row.save()
    parts = [(unit, None, "received"), (competent, None, "competent")]
    if holder:
        parts.append((competent, holder, "holding"))
    Part.objects.bulk_create(
        Part(
            subject_kind="dossier", subject_id=row.pk, unit_id=u, person_id=p, category_id=category, role=role,
            since_at=LONG_AGO,
        ) for u, p, role in parts
    )  # fmt: skip
    return Placed(row, step, category, competent, tuple((u, p) for u, p, _role in parts))


def owed(
    kind: str, clock: str, subject: int, unit: int, person: int | None, category: int | None,
    part_of: Obligation | None = None,
) -> Obligation:  # fmt: skip
    counted = official()
    return Obligation.objects.create(
        kind=kind, subject_kind=kind, subject_id=subject, unit_id=unit, person_id=person, category_id=category,
        part_of=part_of, opened_at=LONG_AGO, clock_from_at=LONG_AGO, clock=clock, since_at=LONG_AGO, channel="direct",
        calendar_id=counted.calendar_id, calendar_version=counted.version,
    )  # fmt: skip


def obligations(world: World) -> list[Obligation]:
    """For each unit, also those gone or to come: without category, and of each category; some held by a person."""
    made, counted = [], official()
    for unit in world.units:
        for category in (None, *world.categories):
            person = world.random.choice([None, None, *world.people])
            made.append(
                Obligation(
                    kind="sample", subject_kind="sample", subject_id=len(made) + 1, unit_id=unit, person_id=person,
                    category_id=category, opened_at=LONG_AGO, clock_from_at=LONG_AGO, clock="step", since_at=LONG_AGO,
                    calendar_id=counted.calendar_id, calendar_version=counted.version,
                )
            )  # fmt: skip
    return Obligation.objects.bulk_create(made)
