"""The pages: what is shown adds up, opens its rows, and ends where the viewer's rights end."""

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from congvu.core.periods import period_from
from congvu.metrics import values
from congvu.metrics.questions import By, Question
from congvu.orgs.actor import Actor
from congvu.orgs.models import Category, Person, Position, Role, RolePermission, Unit
from congvu.orgs.ranges import days
from tests.metrics.conftest import live
from tests.metrics.lives import make_lives

ASKED = {"ky": "2025H1", "den": "2025-06-30"}
QUESTION = Question(period_from("2025H1"), date(2025, 6, 30))


@pytest.fixture
def office_at_work(office: dict[str, Unit], procedures: list[Category]) -> dict[str, Unit]:
    RolePermission.objects.create(role=Role.objects.get(code="specialist"), permission="probe.see")
    units = [office[code].pk for code in ("so", "xa1", "xa2")]
    for life in make_lives(11, 70, units, [None, *(p.pk for p in procedures)], date(2025, 5, 10)):
        live(life)
    return office


def _person(name: str, unit: Unit, role: str = "specialist") -> Person:
    person = Person.objects.create(username=name, full_name=f"Nguyễn Văn {name}", email=f"{name}@example.org")
    during = days(date(2020, 1, 1))
    Position.objects.create(person=person, role=Role.objects.get(code=role), unit=unit, during=during)
    return person


def _client(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="congvu.orgs.signing_in.Backend")
    return client


def _get(client: Client, name: str, *args: str, **query: Any) -> Any:
    return client.get(reverse(f"metrics:{name}", args=args), query)


def test_the_catalogue_names_every_figure_with_its_source(office_at_work: dict[str, Unit]) -> None:
    page = _get(_client(_person("an", office_at_work["tinh"])), "catalogue")
    text = page.content.decode()
    assert page.status_code == 200
    for said in ("Tỷ lệ việc thử xong đúng hạn", "Điều 1 Quy chế thử", "probes_on_time_rate", "Xong trước hạn"):
        assert said in text


def test_a_figure_shows_fraction_definition_lines_and_trend(office_at_work: dict[str, Unit]) -> None:
    client = _client(_person("an", office_at_work["tinh"]))
    text = _get(client, "figure", "probes_on_time_rate", **ASKED).content.decode()
    figure = values.value("probes_on_time_rate", QUESTION, actor=Actor.clock())
    assert figure.denominator
    for said in (
        figure.text,
        figure.fraction,
        "Đơn vị xa1",
        "Cộng",
        "30/06/2025",
        "cơ cấu lúc đó",
        "Điều 1 Quy chế thử",
    ):
        assert said in text, said
    assert text.count("<polyline") >= 1
    assert "Chỉ tính phần bạn được xem" not in text


def test_counts_open_rows_that_are_as_many(office_at_work: dict[str, Unit]) -> None:
    client = _client(_person("an", office_at_work["tinh"]))
    page = _get(client, "figure", "probes_open_overdue", **ASKED).content.decode()
    link = re.search(r'class="fig" href="([^"]+)"', page)
    assert link is not None
    wanted = values.value("probes_open_overdue", QUESTION, actor=Actor.clock()).numerator
    assert wanted > 0
    rows = client.get(link.group(1).replace("&amp;", "&")).content.decode()
    assert rows.count('class="r"') == wanted
    table = values.table("probes_open_overdue", QUESTION, by=By.UNIT, actor=Actor.clock())
    for line in table.lines:
        url = f"{reverse('metrics:rows', args=['probes_open_overdue'])}"
        own = client.get(url, ASKED | {"theo": "unit", "khoa": str(line.key)}).content.decode()
        assert own.count('class="r"') == line.figure.numerator


def test_paging_shows_every_row_once(office_at_work: dict[str, Unit], monkeypatch: pytest.MonkeyPatch) -> None:
    client = _client(_person("an", office_at_work["tinh"]))
    everything = client.get(
        reverse("metrics:rows", args=["probes_on_time_rate"]), ASKED | {"phan": "denominator", "tai": "csv"}
    )
    wanted = values.value("probes_on_time_rate", QUESTION, actor=Actor.clock()).denominator
    lines = list(csv.reader(io.StringIO(everything.content.decode("utf-8-sig"))))
    assert len(lines) - 1 == wanted
    assert all(line[1].startswith("'=") for line in lines[1:]), "a title that looks like a formula stays a text"


def test_whoever_sees_one_commune_counts_that_commune_and_is_told(office_at_work: dict[str, Unit]) -> None:
    client = _client(_person("em", office_at_work["xa1"]))
    text = _get(client, "figure", "probes_open_overdue", **ASKED).content.decode()
    assert "Chỉ tính phần bạn được xem" in text
    assert "Đơn vị xa1" in text
    assert "Đơn vị xa2" not in text
    actor = Actor(Person.objects.get(username="em").pk, office_at_work["xa1"].pk, date(2026, 6, 1))
    own = values.value("probes_open_overdue", QUESTION, actor=actor)
    lines = values.table("probes_open_overdue", QUESTION, by=By.UNIT, actor=Actor.clock()).lines
    assert own.numerator == {line.code: line.figure.numerator for line in lines}["xa1"] > 0
    assert not own.complete
    asked = Question(QUESTION.period, QUESTION.as_of, office_at_work["xa1"].pk)
    assert values.value("probes_open_overdue", asked, actor=actor).complete


def test_strangers_sign_in_and_who_may_not_see_the_rows_sees_no_figure(office_at_work: dict[str, Unit]) -> None:
    assert _get(Client(), "catalogue").status_code == 302
    assert _get(Client(), "rows", "probes_open_overdue").status_code == 302
    clerk = _client(_person("van_thu", office_at_work["tinh"], role="clerk"))
    for name in ("figure", "rows"):
        assert _get(clerk, name, "probes_open_overdue", **ASKED).status_code == 403
    assert _get(clerk, "figure", "no_such_figure").status_code == 404


@pytest.mark.parametrize(
    "words",
    [
        {"ky": "2025Q9"}, {"den": "hôm qua"}, {"dv": "khong-co"}, {"cc": "tomorrow"}, {"theo": "colour"},
        {"ky": "2025", "den": "2024-01-01"}, {"tu": "2025-02-01", "toi": "2025-01-01"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_remedy(words: dict[str, str], office_at_work: dict[str, Unit]) -> None:
    page = _get(_client(_person("an", office_at_work["tinh"])), "figure", "probes_on_time_rate", **words)
    assert page.status_code == 422
    assert "Hãy" in page.content.decode()


def test_the_csv_says_what_it_is(office_at_work: dict[str, Unit]) -> None:
    client = _client(_person("an", office_at_work["tinh"]))
    file = _get(client, "figure", "probes_on_time_rate", **ASKED, tai="csv", theo="field")
    assert file["Content-Type"].startswith("text/csv")
    lines = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    figure = values.value("probes_on_time_rate", QUESTION, actor=Actor.clock())
    assert lines[0][2] == "probes_on_time_rate"
    assert lines[-1][1:] == ["Cộng", figure.value, str(figure.numerator), str(figure.denominator)]
    assert sum(int(line[3]) for line in lines[7:-1]) == figure.numerator
    assert {"Đất đai", "Chưa phân lĩnh vực"} <= {line[1] for line in lines if len(line) > 1}


def test_paper_and_both_structures_open(office_at_work: dict[str, Unit]) -> None:
    client = _client(_person("an", office_at_work["tinh"]))
    paper = _get(client, "figure", "probes_on_time_rate", **ASKED, **{"in": "1"})
    assert paper.status_code == 200
    assert "data-print" in paper.content.decode()
    now = _get(client, "figure", "probes_on_time_rate", **ASKED, cc="now").content.decode()
    assert "cơ cấu hiện nay" in now


def test_queries_do_not_grow_with_the_rows(
    office: dict[str, Unit], procedures: list[Category], django_assert_max_num_queries: Any
) -> None:
    RolePermission.objects.create(role=Role.objects.get(code="specialist"), permission="probe.see")
    client = _client(_person("an", office["tinh"]))
    units = [office[code].pk for code in ("so", "xa1", "xa2")]
    counts = []
    for begin, many in ((0, 3), (3, 60)):
        for life in make_lives(11, begin + many, units, [p.pk for p in procedures], date(2025, 5, 10))[begin:]:
            live(life)
        for name in ("figure", "rows"):
            with django_assert_max_num_queries(15) as made:
                assert _get(client, name, "probes_open_overdue", **ASKED).status_code == 200
            counts.append(len(made))
    assert counts[:2] == counts[2:]
