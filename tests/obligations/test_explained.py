"""Why a date is that date, where the time went, who held it."""

from decimal import Decimal

from congvu.obligations import commands, kernel, selectors
from congvu.obligations.models import Obligation
from tests.obligations.conftest import moment


def test_the_story_of_a_date_keeps_the_original(world):
    item = world.owe(1, at="2026-11-24 09:00")
    an, chi = world.actor("an"), world.actor("chi")
    commands.pause(about=("probe", 1), cause="supplement", actor=an, at=moment("2026-11-25 10:00"))
    commands.resume(about=("probe", 1), actor=an, at=moment("2026-11-27 08:00"))
    extension = commands.ask_extension(
        item_id=item.pk, amount=Decimal(2), why="Đo lại ranh đất", actor=an, at=moment("2026-11-27 09:00")
    )
    commands.decide_extension(extension_id=extension, granted=True, answer="", actor=chi, at=moment("2026-11-27 10:00"))
    commands.reassign(item_id=item.pk, to_person_id=world.people["binh"].pk, actor=chi, at=moment("2026-11-27 11:00"))
    explained = selectors.explain_due(item.pk)
    assert [(str(line.due_on), line.change, line.replaced) for line in explained.lines] == [
        ("2026-12-01", "hẹn ban đầu", True),
        ("None", "tạm dừng", True),
        ("2026-12-03", "tính tiếp", True),
        ("2026-12-07", "gia hạn", False),
    ]
    assert [line.why for line in explained.lines][1:4:2] == ["chờ bổ sung hồ sơ", "Đo lại ranh đất"]
    assert explained.limit == "7 ngày làm việc"
    assert explained.days.due.due_at == Obligation.objects.get(pk=item.pk).due_at
    assert sum(day.counts for day in explained.days.days) == 7


def test_three_clocks_read_what_is_used_paused_and_left(world):
    whole = world.owe(1, at="2026-11-24 07:30", limit="5 ngày làm việc")
    world.owe(11, kind="probe_step", at="2026-11-24 07:30", limit="1 ngày làm việc", part_of=whole.pk)
    commands.pause(about=("probe", 1), cause="supplement", actor=world.actor("an"), at=moment("2026-11-24 11:30"))
    commands.resume(about=("probe", 1), actor=world.actor("an"), at=moment("2026-11-25 07:30"))
    clocks = selectors.three_clocks(whole, moment("2026-11-25 11:30"))
    step = clocks.readings[1]
    assert (step.which, step.used, step.paused, step.total, step.left) == ("step", 1, Decimal("0.5"), 1, 0)
    assert clocks.readings[0].which == "legal"
    assert clocks.granted_minutes == 0


def test_lateness_names_the_desks_and_the_granted_system_time(world):
    whole = world.owe(1, at="2026-11-24 07:30", limit="1 ngày làm việc")
    step = world.owe(11, kind="probe_step", at="2026-11-24 07:30", limit="0,5 ngày làm việc", part_of=whole.pk)
    kernel.close_obligation(
        kind="probe_step", subject_kind="probe_step", subject_id=11, outcome="done", at=moment("2026-11-25 08:30")
    )
    world.owe(12, kind="probe_step", at="2026-11-25 08:30", limit="1 ngày làm việc", part_of=whole.pk, person="binh")
    claim = commands.claim_system_time(
        item_id=whole.pk, system="Cổng", since=moment("2026-11-25 08:00"), until=moment("2026-11-25 09:00"),
        evidence="biên bản", actor=world.actor("an"), at=moment("2026-11-25 14:00"),
    )  # fmt: skip
    commands.decide_system_time(
        claim_id=claim, granted=True, answer="", actor=world.actor("chi"), at=moment("2026-11-25 15:00")
    )
    causes = selectors.causes_of_lateness(whole, moment("2026-11-26 09:30"))
    assert [(cause.kind, cause.person, cause.minutes) for cause in causes] == [
        ("desk", "Nguyễn Văn An", 300),  # from noon to 17:00 is 4 h, then 7:30–8:30
        ("desk", "Nguyễn Văn Binh", 60),
        ("system", "", 60),
    ]
    assert selectors.causes_of_lateness(step, moment("2026-11-24 10:00")) == []


def test_who_held_it_from_when_until_when(world):
    item = world.owe(1)
    commands.reassign(
        item_id=item.pk, to_person_id=world.people["binh"].pk, actor=world.actor("chi"), at=moment("2026-11-25 09:00")
    )
    commands.pause(about=("probe", 1), cause="other", actor=world.actor("binh"), at=moment("2026-11-25 10:00"))
    found = selectors.matter(world.actor("chi"), item.pk, moment("2026-11-25 11:00"))
    assert [(held.person, held.until) for held in found.held] == [
        ("Nguyễn Văn An", moment("2026-11-25 09:00")), ("Nguyễn Văn Binh", None),
    ]  # fmt: skip
