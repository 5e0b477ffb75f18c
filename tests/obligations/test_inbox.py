"""*Việc của tôi*: what hurts first, exactly counted; the same number of queries for 3 rows and for 60."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.obligations import commands, selectors
from congvu.obligations.selectors import InboxFilters, Scope
from tests.obligations.conftest import moment
from tests.obligations.test_kernel import close

NOW = moment("2026-11-24 10:00")  # a Tuesday


def fill(world) -> None:
    """One obligation of `an` for each group, subjects 1…6."""
    world.owe(1, at="2026-11-17 09:00", limit="2 ngày làm việc")  # overdue since the 19th
    world.owe(2, at="2026-11-23 09:00", limit="1 ngày làm việc")  # today
    world.owe(3, at="2026-11-23 09:00", limit="4 ngày làm việc")  # the third working day from today
    world.owe(4, at="2026-11-23 09:00", limit="5 ngày làm việc")  # after it
    world.owe(5, at="2026-11-23 09:00", limit="")
    world.owe(6, at="2026-11-23 09:00")
    commands.pause(about=("probe", 6), cause="supplement", actor=world.actor("an"), at=moment("2026-11-23 10:00"))


def codes(page) -> list[str]:
    return [row.subject.code for row in page.rows]


def test_groups_in_the_order_of_what_hurts(world):
    fill(world)
    page = selectors.inbox(world.actor("an"), NOW)
    assert [(row.subject.code, row.group) for row in page.rows] == [
        ("V-0001", "overdue"), ("V-0002", "today"), ("V-0003", "soon"), ("V-0004", "later"), ("V-0005", "no_due"),
        ("V-0006", "paused"),
    ]  # fmt: skip
    assert page.counts == dict.fromkeys(selectors.GROUPS, 1)
    assert (page.count, page.total, page.by_kind) == (6, 6, {"probe": 6})
    assert [row.days for row in page.rows] == [3, 0, 3, 4, None, 1]
    assert [row.status for row in page.rows] == ["overdue", "running", "running", "running", "no_due", "paused"]


def test_due_today_is_not_late_before_midnight(world):
    fill(world)
    evening = selectors.inbox(world.actor("an"), moment("2026-11-24 23:59"))
    assert evening.counts["today"] == 1
    next_day = selectors.inbox(world.actor("an"), moment("2026-11-25 00:00"))
    assert (next_day.counts["overdue"], next_day.counts["today"]) == (2, 0)


def test_only_mine_and_only_open(world):
    fill(world)
    world.owe(7, person="binh")
    world.owe(8, unit="xa", person="em")
    close(1, at="2026-11-24 09:00")
    assert codes(selectors.inbox(world.actor("an"), NOW)) == ["V-0002", "V-0003", "V-0004", "V-0005", "V-0006"]
    assert codes(selectors.inbox(world.actor("binh"), NOW)) == ["V-0007"]
    assert selectors.open_count(world.actor("em")) == 1


def test_a_deputy_sees_the_work_of_whom_he_stands_in_for(world):
    from congvu.orgs.models import StandIn
    from congvu.orgs.ranges import days

    world.owe(1)
    actor = world.actor("em")
    assert selectors.open_count(actor) == 0
    StandIn.objects.create(
        person=world.people["an"], deputy=world.people["em"], during=days(date(2026, 11, 24), date(2026, 11, 25))
    )
    assert selectors.open_count(world.actor("em")) == 1
    assert selectors.open_count(world.actor("em", on=date(2026, 11, 25))) == 0


def test_filters(world):
    fill(world)
    world.owe(11, kind="probe_step", limit="1 ngày làm việc")

    def found(**filters):
        page = selectors.inbox(world.actor("an"), NOW, InboxFilters(**filters))
        assert page.count == len(page.rows)
        assert page.total == 7
        return codes(page)

    assert found(kind="probe_step") == ["V-0011"]
    assert found(group="overdue") == ["V-0001"]
    assert found(due_until=date(2026, 11, 27)) == ["V-0001", "V-0002", "V-0011", "V-0003"]
    assert found(search="v-0004") == ["V-0004"]
    assert found(search="không có") == []


def test_a_unit_sees_its_own_and_what_lies_below(world):
    fill(world)
    world.owe(8, unit="xa", person="em")
    world.owe(9, unit="so", person=None)

    def total(who, **filters):
        return selectors.inbox(world.actor(who), NOW, InboxFilters(Scope.UNIT, **filters)).total

    assert (total("dung"), total("chi"), total("phuc")) == (8, 7, 1)
    assert total("dung", unit_id=world.units["xa"].pk) == 1
    assert total("chi", unit_id=world.units["xa"].pk) == 0


def test_waiting_for_others(world):
    item = world.owe(1)
    whole = world.owe(2)
    world.owe(21, kind="probe_step", person="binh", part_of=whole.pk)
    world.owe(22, kind="probe_step", person="an", part_of=whole.pk)
    commands.send_handover(
        item_id=item.pk,
        to_unit_id=world.units["xa"].pk,
        why="x",
        actor=world.actor("an"),
        at=moment("2026-11-24 09:30"),
    )
    page = selectors.inbox(world.actor("an"), NOW, InboxFilters(Scope.WAITING))
    assert set(codes(page)) == {"V-0001", "V-0021"}


def test_pages_follow_one_another_without_gap_or_double(world):
    for n in range(95):
        world.owe(n + 1, limit=f"{1 + n % 5} ngày làm việc")
    seen, after = [], None
    while True:
        page = selectors.inbox(world.actor("an"), NOW, after=after)
        assert page.count == 95
        seen += codes(page)
        if page.next_key is None:
            break
        from datetime import datetime

        after = (datetime.fromisoformat(page.next_key[0]), page.next_key[1])
    assert len(seen) == len(set(seen)) == 95


def test_the_number_of_queries_depends_on_neither_rows_nor_rights(world):
    def queries(who: str) -> int:
        actor = world.actor(who)
        with CaptureQueriesContext(connection) as captured:
            selectors.inbox(actor, NOW, InboxFilters(Scope.UNIT))
        return len(captured)

    for n in range(3):
        world.owe(n + 1)
    few = queries("an")
    for n in range(60):
        world.owe(n + 100, unit=("so", "phong", "xa")[n % 3], person=("an", "binh", None)[n % 3])
    assert queries("an") == queries("dung") == few
    assert few <= 12
