"""Time lost to a system: claimed with evidence, decided by another, beside the legal date and never in it."""

from dataclasses import replace

import pytest
from django.db import transaction

from congvu.obligations import commands, policy, selectors, subjects
from congvu.obligations.errors import AskedBySame, NoWorkingTime, PeriodClaimed, PeriodReversed, ReasonMissing
from congvu.obligations.models import SystemTime
from congvu.orgs.policy import NotAllowed
from tests.obligations.conftest import moment


def claim(world, item, since="2026-11-25 08:00", until="2026-11-25 11:00", at="2026-11-25 14:00", who="an", **more):
    return commands.claim_system_time(
        item_id=item.pk, system=more.get("system", "Cổng DVC"), since=moment(since), until=moment(until),
        evidence=more.get("evidence", "Thông báo sự cố số 12"), actor=world.actor(who), at=moment(at),
    )  # fmt: skip


def decide(world, pk, who="chi", granted=True, answer="Có biên bản"):
    commands.decide_system_time(
        claim_id=pk, granted=granted, answer=answer, actor=world.actor(who), at=moment("2026-11-26 09:00")
    )


def test_granted_minutes_stand_beside_the_legal_date(world):
    item = world.owe(1)
    decide(world, claim(world, item))
    item.refresh_from_db()
    assert (item.system_minutes, item.due_at) == (180, moment("2026-12-01 17:00"))


def test_only_working_time_counts_and_only_from_the_opening_on(world):
    item = world.owe(1, at="2026-11-24 16:00")
    claim(world, item, since="2026-11-24 08:00", until="2026-11-25 08:30")  # 16–17 h and 7:30–8:30
    assert SystemTime.objects.get().minutes == 120


def test_refused_minutes_count_nothing_and_the_time_may_be_claimed_again(world):
    item = world.owe(1)
    pk = claim(world, item)
    with pytest.raises(ReasonMissing):
        decide(world, pk, granted=False, answer="")
    decide(world, pk, granted=False, answer="Không có sự cố")
    item.refresh_from_db()
    assert item.system_minutes == 0
    decide(world, claim(world, item))
    item.refresh_from_db()
    assert item.system_minutes == 180


def test_refusals(world):
    item = world.owe(1)
    with pytest.raises(PeriodReversed):
        claim(world, item, since="2026-11-25 11:00", until="2026-11-25 08:00")
    with pytest.raises(PeriodReversed):
        claim(world, item, until="2026-11-25 15:00")  # lies in the future
    with pytest.raises(ReasonMissing):
        claim(world, item, evidence=" ")
    with pytest.raises(NoWorkingTime):
        claim(world, item, since="2026-11-25 11:30", until="2026-11-25 13:00")
    pk = claim(world, item)
    with pytest.raises(PeriodClaimed):
        claim(world, item, since="2026-11-25 10:00", until="2026-11-25 11:30")
    with pytest.raises(NotAllowed):
        decide(world, pk, who="an")


def test_nobody_decides_his_own_claim(world):
    item = world.owe(1, person="chi")
    pk = claim(world, item, who="chi")
    with pytest.raises(AskedBySame):
        decide(world, pk, who="chi")


@pytest.mark.parametrize("answers_extensions", [True, False])
def test_the_button_and_the_command_ask_the_same_right(world, monkeypatch, answers_extensions):
    """Whoever a room lets answer extensions does not decide on system time by that; who decides at the unit does."""
    extending = subjects.Extending(
        lambda subject, at: None, lambda actor, subject: answers_extensions, lambda *asked: None, lambda *answered: None
    )
    monkeypatch.setitem(subjects._kinds, "probe", replace(subjects.kind_of("probe"), extending=extending))
    item = world.owe(1)
    pk = claim(world, item)
    for who in world.people:
        actor = world.actor(who)
        if not policy.visible_to(actor).filter(pk=item.pk).exists():
            continue
        may = selectors.matter(actor, item.pk, moment("2026-11-26 08:00")).may
        assert ("extend" in may) is answers_extensions
        with transaction.atomic():
            try:
                decide(world, pk, who=who)
            except (NotAllowed, AskedBySame) as refusal:
                decided = isinstance(refusal, AskedBySame)
            else:
                decided = True
            transaction.set_rollback(True)
        assert (policy.DECIDE in may) is decided
