"""Dossiers of a real procedure at its first desk, made by the command, for the measurements that finish a step."""

from dataclasses import dataclass
from datetime import datetime

from congvu.catalog.models import ProcedureVersion
from congvu.dossiers import commands
from congvu.dossiers.commands.receive import slots_of
from congvu.dossiers.intake import ApplicantFacts, Checked, PaperCheck
from congvu.orgs.actor import Actor, actor_for
from congvu.orgs.models import Person

PROCEDURE = "1.012766"


@dataclass(frozen=True, slots=True)
class Desk:
    """The counter of the first commune and who sits there."""

    officer: Person

    def actor(self, at: datetime) -> Actor:
        return actor_for(self.officer, at=at)

    def receive(self, number: int, at: datetime) -> list[str]:
        """Codes of so many new dossiers."""
        version = ProcedureVersion.objects.filter(procedure__code=PROCEDURE).order_by("-id").first()
        assert version is not None
        papers = [PaperCheck(slot.position, Checked.HANDED_IN) for slot in slots_of(version)]
        applicant = ApplicantFacts(name="Trần Văn An", identifier="080085123456", phone="0912345678", address="")
        actor = self.actor(at)
        return [
            commands.receive(procedure=PROCEDURE, applicant=applicant, papers=papers, actor=actor, at=at).code
            for _ in range(number)
        ]


def first_desk() -> Desk:
    person = Person.objects.filter(positions__role__code="receiving_officer").order_by("id").first()
    assert person is not None
    return Desk(person)
