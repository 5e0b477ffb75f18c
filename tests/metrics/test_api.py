"""Figures over HTTP: strings that can be worked out again, rows that are as many, and the viewer's limits."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from congvu.api.limits import limiter
from congvu.core.periods import period_from
from congvu.metrics import values
from congvu.metrics.questions import Question
from congvu.orgs.actor import Actor
from congvu.orgs.commands.people import create_person
from congvu.orgs.models import Category, Role, RolePermission, Unit
from tests.api.conftest import caller, key_for
from tests.metrics.conftest import live
from tests.metrics.lives import make_lives

ASKED = {"period": "2025H1", "as_of": "2025-06-30"}
QUESTION = Question(period_from("2025H1"), date(2025, 6, 30))


@pytest.fixture
def at_work(office: dict[str, Unit], procedures: list[Category]) -> dict[str, Unit]:
    limiter.counts.clear()
    RolePermission.objects.create(role=Role.objects.get(code="specialist"), permission="probe.see")
    units = [office[code].pk for code in ("so", "xa1", "xa2")]
    for life in make_lives(11, 70, units, [None, *(p.pk for p in procedures)], date(2025, 5, 10)):
        live(life)
    return office


def _caller(name: str, unit: Unit, *scopes: str) -> Client:
    person = create_person(
        username=name, full_name="Trần Thị Số", role="specialist", unit_id=unit.pk, since=date(2020, 1, 1),
        actor=Actor.clock(), at=timezone.now(),
    )  # fmt: skip
    return caller(key_for(person, *(scopes or ("metrics.see", "probe.see"))))


def _get(client: Client, path: str, **query: Any) -> Any:
    return client.get(f"/api/v1/metrics{path}", query)


def test_a_figure_carries_numerator_denominator_and_what_was_asked(at_work: dict[str, Unit]) -> None:
    client = _caller("an", at_work["tinh"])
    answer = _get(client, "/probes_on_time_rate", **ASKED).json()
    figure = values.value("probes_on_time_rate", QUESTION, actor=Actor.clock())
    assert answer == {
        "metric": "probes_on_time_rate", "unit": None, "period": "2025H1", "first_on": "2025-01-01",
        "last_on": "2025-06-30",
        "as_of": "2025-06-30", "structure": "then", "value": figure.value, "numerator": str(figure.numerator),
        "denominator": str(figure.denominator), "complete": True,
    }  # fmt: skip


def test_lines_add_up_and_rows_are_as_many(at_work: dict[str, Unit]) -> None:
    client = _caller("an", at_work["tinh"])
    for by in ("unit", "field", "procedure", "channel", "month"):
        table = _get(client, "/probes_on_time_rate/lines", **ASKED, by=by).json()
        for part in ("numerator", "denominator"):
            assert sum(int(line[part]) for line in table["lines"]) == int(table["total"][part])
    for part in ("numerator", "denominator"):
        page = _get(client, "/probes_on_time_rate/rows", **ASKED, part=part).json()
        assert len(page["rows"]) == int(table["total"][part])
        assert page["next"] is None


def test_pages_of_rows_follow_each_other(at_work: dict[str, Unit], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.metrics.api.PAGE", 4)
    client = _caller("an", at_work["tinh"])
    wanted = values.value("probes_open_overdue", QUESTION, actor=Actor.clock()).numerator
    codes: list[str] = []
    following = ""
    while following is not None:
        page = _get(client, "/probes_open_overdue/rows", **ASKED, **({"next": following} if following else {})).json()
        codes += [row["code"] for row in page["rows"]]
        following = page["next"]
    assert len(codes) == len(set(codes)) == wanted > 4


def test_a_key_counts_what_its_person_may_see(at_work: dict[str, Unit]) -> None:
    answer = _get(_caller("em", at_work["xa1"]), "/probes_open_overdue", **ASKED).json()
    everything = values.value("probes_open_overdue", QUESTION, actor=Actor.clock()).numerator
    assert 0 < int(answer["numerator"]) < everything
    assert answer["complete"] is False


def test_refusals_are_problems_with_a_code(at_work: dict[str, Unit]) -> None:
    assert _get(caller(None), "").status_code == 401
    without = _get(_caller("em", at_work["xa1"], "metrics.see"), "/probes_open_overdue", **ASKED)
    assert without.status_code == 403
    client = _caller("an", at_work["tinh"])
    unknown = _get(client, "/no_such", **ASKED)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "metric_unknown")
    unread = _get(client, "/probes_open_overdue", period="2025Q7")
    assert (unread.status_code, unread.json()["code"]) == (422, "period_unreadable")


def test_definitions_name_their_cells(at_work: dict[str, Unit]) -> None:
    found = {each["code"]: each for each in _get(_caller("an", at_work["tinh"]), "").json()}
    assert found["probes_on_time_rate"]["numerator"] == ["done_early", "done_on_time"]
    assert found["probes_on_time_rate"]["when_nothing"] == "excluded"
