"""One obligation as its page and the API show it."""

from dataclasses import dataclass
from datetime import datetime

from congvu.core.clock import day_of
from congvu.ledger.selectors import TimelineRow, timeline
from congvu.obligations import kernel, names, policy, subjects
from congvu.obligations.models import Extension, Handover, Obligation, ObligationStretch, SystemTime
from congvu.obligations.selectors.explained import Explained, explain_due
from congvu.obligations.selectors.inbox import InboxRow, edges_at, rows_of
from congvu.obligations.selectors.lateness import Cause, causes_of_lateness
from congvu.obligations.selectors.three_clocks import Clocks, three_clocks
from congvu.orgs.actor import Actor


@dataclass(frozen=True, slots=True)
class Held:
    """Who held it, from when until when (None: still)."""

    unit: str
    person: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Matter:
    item: Obligation
    row: InboxRow
    explained: Explained
    clocks: Clocks
    causes: tuple[Cause, ...]
    timeline: tuple[TimelineRow, ...]
    held: tuple[Held, ...]
    extension: Extension | None
    handover: Handover | None
    claim: SystemTime | None
    may: frozenset[str]


def matter(actor: Actor, item_id: int, now: datetime) -> Matter:
    """Raises NotInSight."""
    item = policy.in_sight(actor, item_id)
    (row,) = rows_of([item], now, edges_at(actor, now))
    return Matter(
        item=item,
        row=row,
        explained=explain_due(item.pk, today=day_of(now)),
        clocks=three_clocks(item, now),
        causes=tuple(causes_of_lateness(item, now)),
        timeline=tuple(timeline(*kernel.about_of(item))),
        held=tuple(_held(item, now)),
        extension=item.extensions.filter(decided_at=None).first(),
        handover=item.handovers.filter(answered_at=None).first(),
        claim=item.system_times.filter(decided_at=None).order_by("pk").first(),
        may=_may(actor, item),
    )


def _held(item: Obligation, now: datetime) -> list[Held]:
    spans: list[tuple[int, int | None, datetime, datetime | None]] = []
    stretches = ObligationStretch.objects.filter(item=item).order_by("since_at")
    for one in (*stretches, item):
        until = one.until_at if isinstance(one, ObligationStretch) else item.closed_at
        if item.closed_at is not None:
            if one.since_at > item.closed_at:  # replaced after it was done, before that was agreed
                continue
            until = min(until, item.closed_at) if until else None
        if spans and spans[-1][:2] == (one.unit_id, one.person_id):
            spans[-1] = (*spans[-1][:3], until)
        else:
            spans.append((one.unit_id, one.person_id, one.since_at, until))
    persons = names.person_names(span[1] for span in spans)
    units = names.unit_names((span[0] for span in spans), day_of(now))
    return [Held(units.get(u, ""), persons.get(p or 0, ""), since, until) for u, p, since, until in spans]


def _may(actor: Actor, item: Obligation) -> frozenset[str]:
    """Which verbs the actor's buttons offer; the commands check again."""
    if item.closed_at is not None:
        return frozenset()
    may = {verb for verb in (policy.ASSIGN, policy.DECIDE, policy.URGE) if policy.may(actor, verb, item)}
    if subjects.known(item.kind) is not None and policy.may_answer_extension(actor, item):
        may.add("extend")
    if policy.holds(actor, item) or policy.ASSIGN in may:
        may.add("hold")
    sent = item.handovers.filter(answered_at=None).first()
    reach = actor.reach(policy.RECEIVE)
    if sent is not None and (reach.holds_unit(sent.to_unit_id) or sent.to_person_id in reach.persons):
        may.add(policy.RECEIVE)
    return frozenset(may)
