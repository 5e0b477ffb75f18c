"""The API answers what the pages answer, for the same readers."""

from datetime import date

import pytest
from django.test import RequestFactory

from congvu.obligations import api
from congvu.orgs.policy import NotInSight
from tests.obligations.conftest import moment

NOW = moment("2026-11-24 10:00")


def request_of(world, who: str):
    request = RequestFactory().get("/api/v1/obligations")
    request.actor, request.now, request.today = world.actor(who), NOW, date(2026, 11, 24)
    return request


def test_the_list_pages_through_everything_once(world):
    for n in range(5):
        world.owe(n + 1, limit=f"{n + 1} ngày làm việc")
    codes, place = [], ""
    while True:
        page = api.list_obligations(request_of(world, "an"), limit=2, next=place)
        codes += [item["code"] for item in page["items"]]
        assert (page["count"], page["total"]) == (5, 5)
        if page["next"] is None:
            break
        place = page["next"]
    assert codes == ["V-0001", "V-0002", "V-0003", "V-0004", "V-0005"]


def test_one_obligation_explains_its_date(world):
    item = world.owe(1, at="2026-11-23 09:00", limit="3 ngày làm việc")
    found = api.ObligationDetail.model_validate(api.get_obligation(request_of(world, "an"), item.pk))
    assert found.obligation.due_on == date(2026, 11, 26)
    assert [day.number for day in found.days] == [None, 1, 2, 3]
    assert found.days[0].why.startswith("Ngày tiếp nhận")
    assert found.clocks[0].total == 3
    with pytest.raises(NotInSight):
        api.get_obligation(request_of(world, "em"), item.pk)
