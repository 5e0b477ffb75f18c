"""Leaders' weeks: drafts for who writes them, published ones for all, later changes marked, clashes named."""

from datetime import date

import pytest
from django.test import Client

from congvu.core.clock import start_of
from congvu.orgs.policy import NotAllowed, NotInSight
from congvu.tasks.programmes import commands, errors
from congvu.tasks.programmes.models import LeaderEvent
from congvu.tasks.programmes.selectors.weeks import WeekView, week_view
from tests.dossiers.world import World, moment

AT = moment("2026-03-06 15:00")
MONDAY = date(2026, 3, 9)


def write(
    world: World, since: str, until: str, content: str = "Họp UBND", at: str = "2026-03-06 15:00", **more: object
) -> LeaderEvent:
    when = moment(at)
    return commands.write_event(
        unit_id=world.units["tinh"].pk, leader_id=world.people["ubnd"].pk, starts_at=moment(f"2026-03-{since}"),
        ends_at=moment(f"2026-03-{until}"), content=content, actor=world.actor("cvp", when), at=when, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def publish(world: World) -> None:
    commands.publish_week(unit_id=world.units["tinh"].pk, monday=MONDAY, actor=world.actor("cvp", AT), at=AT)


def seen(world: World, by: str, at: str = "2026-03-09 08:00") -> WeekView:
    when = moment(at)
    return week_view(actor=world.actor(by, when), now=when, day=MONDAY, unit_id=world.units["tinh"].pk)


def test_a_draft_is_for_who_writes_it_and_a_published_week_for_all(world: World) -> None:
    write(world, "09 08:00", "09 10:00")
    assert len(seen(world, "cvp").rows) == 1
    with pytest.raises(NotInSight):
        seen(world, "cv_vp")
    client = Client()
    client.force_login(world.people["cv_vp"])
    assert "Họp UBND" not in client.get(f"/lich-cong-tac/?ngay={MONDAY}").content.decode()
    publish(world)
    assert len(seen(world, "cv_vp").rows) == 1
    page = client.get(f"/lich-cong-tac/?ngay={MONDAY}").content.decode()
    assert "Họp UBND" in page
    assert "08:00–10:00" in page
    assert client.get(f"/api/v1/leader-events?day={MONDAY}").json()["events"][0]["content"] == "Họp UBND"
    assert "Họp UBND" in client.get(f"/lich-cong-tac/?ngay={MONDAY}&tai=csv").content.decode()


def test_a_week_of_a_unit_that_does_not_exist_is_not_found(world: World) -> None:
    keeper = world.actor("cvp", AT)  # of the whole province: his reach is “all units”
    assert keeper.may("leader_events.keep", 10**9)
    with pytest.raises(NotInSight):
        commands.publish_week(unit_id=10**9, monday=MONDAY, actor=keeper, at=AT)


def test_what_changes_after_publication_is_marked(world: World) -> None:
    write(world, "09 08:00", "09 10:00")
    dropped = write(world, "10 08:00", "10 09:00", "Tiếp dân")
    moved = write(world, "11 08:00", "11 09:00", "Đi cơ sở")
    publish(world)
    write(world, "12 08:00", "12 09:00", "Hội nghị", at="2026-03-07 08:00")
    write(world, "11 14:00", "11 15:00", "Đi cơ sở", at="2026-03-07 08:00", event_id=moved.pk)
    unit, at = world.units["tinh"].pk, moment("2026-03-07 09:00")
    commands.cancel_event(unit_id=unit, event_id=dropped.pk, actor=world.actor("cvp", at), at=at)
    marks = [(row.event.content, row.mark) for row in seen(world, "cv_vp").rows]
    assert marks == [("Họp UBND", ""), ("Tiếp dân", "cancelled"), ("Đi cơ sở", "changed"), ("Hội nghị", "added")]
    with pytest.raises(errors.AlreadyCancelled):
        commands.cancel_event(unit_id=unit, event_id=dropped.pk, actor=world.actor("cvp", at), at=at)


def test_two_things_at_one_time_are_named_and_touching_ones_are_not(world: World) -> None:
    write(world, "09 08:00", "09 10:00")
    write(world, "09 09:30", "09 11:00", "Tiếp khách")
    write(world, "09 11:00", "09 12:00", "Ký văn bản")
    view = seen(world, "cvp")
    assert [(row.event.content, row.conflicts) for row in view.rows] == [
        ("Họp UBND", ("Tiếp khách",)), ("Tiếp khách", ("Họp UBND",)), ("Ký văn bản", ()),
    ]  # fmt: skip


def test_hours_and_leaders_must_make_sense(world: World) -> None:
    with pytest.raises(errors.TimesReversed):
        write(world, "09 10:00", "09 08:00")
    with pytest.raises(errors.TimesReversed):
        write(world, "09 10:00", "16 11:00")
    with pytest.raises(NotAllowed):
        commands.write_event(
            unit_id=world.units["tinh"].pk, leader_id=world.people["ubnd"].pk, starts_at=moment("2026-03-09 08:00"),
            ends_at=moment("2026-03-09 09:00"), content="x", actor=world.actor("cv_vp", AT), at=AT,
        )  # fmt: skip
    assert start_of(MONDAY).weekday() == 0


def test_writing_by_page(world: World) -> None:
    client = Client()
    client.force_login(world.people["cvp"])
    unit = world.units["tinh"].pk
    day = date.today().isoformat()  # noqa: DTZ011
    typed = {"leader": world.people["ubnd"].pk, "day": day, "since": "08:00", "until": "09:00", "content": "Giao ban"}
    assert client.get(f"/lich-cong-tac/{unit}/them/").status_code == 200
    assert client.post(f"/lich-cong-tac/{unit}/them/", typed | {"until": "07:00"}).status_code == 422
    assert client.post(f"/lich-cong-tac/{unit}/them/", typed).status_code == 302
    event = LeaderEvent.objects.get()
    assert "Giao ban" in client.get(f"/lich-cong-tac/{unit}/{event.pk}/").content.decode()
    assert client.post(f"/lich-cong-tac/{unit}/cong-bo/", {"ngay": day}).status_code == 302
    assert client.post(f"/lich-cong-tac/{unit}/{event.pk}/huy/", {"ngay": day}).status_code == 302
    assert "đã hủy" in client.get("/lich-cong-tac/").content.decode()
    assert client.get("/lich-cong-tac/?ngay=x&dv=999999999999").status_code == 404
