"""What a closing keeps, and the seal over it."""

import hashlib
import json
from typing import TYPE_CHECKING, Any

from congvu.metrics.facts import FACTS, TABLES
from congvu.metrics.questions import Question, Structure
from congvu.orgs.actor import Actor

if TYPE_CHECKING:
    from congvu.metrics.models import Closing


def figures_of(subject: str, question: Question) -> dict[str, Any]:
    """By structure: the total, and the rows of every cut, as `congvu stats` prints them, for everyone."""
    from congvu.metrics.stats import counted_now

    cuts = FACTS[TABLES[subject].facts].cuts
    found: dict[str, Any] = {}
    for structure in Structure:
        asked = Question(question.period, question.as_of, question.unit_id, structure)
        answers = {by.value: counted_now(subject, asked, by=by, actor=Actor.clock()) for by in cuts}
        first = next(iter(answers.values()))
        found[structure.value] = {"total": first["total"]} | {by: one["rows"] for by, one in answers.items()}
    return found


def fingerprint(closing: "Closing") -> str:
    """SHA-256 of everything that was signed, in one canonical writing."""
    signed = {
        "subject": closing.subject,
        "unit": closing.unit_id,
        "first_on": closing.first_on.isoformat(),
        "last_on": closing.last_on.isoformat(),
        "as_of": closing.as_of.isoformat(),
        "signer": closing.signer,
        "document": closing.document,
        "figures": closing.figures,
    }
    text = json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_intact(closing: "Closing") -> bool:
    """Whether the figures are still those that were sealed."""
    return fingerprint(closing) == closing.sha256
