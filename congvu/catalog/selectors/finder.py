"""What the guided finder offers on a day, with what to bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from congvu.catalog.finder import Answers, Candidate, Question, suggest
from congvu.catalog.models import ChannelLimit, Component
from congvu.catalog.selectors.procedures import in_force


@dataclass(frozen=True, slots=True)
class Suggested:
    code: str
    name: str
    field: str
    limit: str
    fee: str
    agency: str
    level: str
    papers: tuple[str, ...]
    sometimes: tuple[str, ...]
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    count: int
    rows: tuple[Suggested, ...]
    questions: tuple[Question, ...]


def guided(answers: Answers, *, day: date, most: int = 6, ask: int = 3) -> Finding:
    """The few that fit best, what to bring for each, what to ask next. Three queries."""
    versions = {
        version.procedure.code: version for version in in_force(day).order_by("procedure__code") if not answers.is_empty
    }
    found = suggest([Candidate(code, v.name, v.field) for code, v in versions.items()], answers)
    shown = [versions[one.code] for one in found.found[:most]]
    papers = _papers([version.pk for version in shown])
    channels = _channels([version.pk for version in shown])
    rows = tuple(
        Suggested(
            v.procedure.code, v.name, v.field, v.limit, v.fee, v.agency, v.level,
            tuple(name for name, rarely in papers.get(v.pk, []) if not rarely),
            tuple(name for name, rarely in papers.get(v.pk, []) if rarely), tuple(channels.get(v.pk, [])),
        ) for v in shown
    )  # fmt: skip
    return Finding(len(found.found), rows, found.questions[:ask])


def _papers(ids: Sequence[int]) -> dict[int, list[tuple[str, bool]]]:
    made: dict[int, list[tuple[str, bool]]] = {}
    for paper in Component.objects.filter(version__in=ids).order_by("version", "position"):
        made.setdefault(paper.version_id, []).append((paper.name, paper.conditional))
    return made


def _channels(ids: Sequence[int]) -> dict[int, list[str]]:
    made: dict[int, list[str]] = {}
    for row in ChannelLimit.objects.filter(version__in=ids).order_by("version", "position"):
        label = str(row.get_channel_display())
        if label not in made.setdefault(row.version_id, []):
            made[row.version_id].append(label)
    return made
