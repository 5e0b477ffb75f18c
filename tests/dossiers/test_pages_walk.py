"""Every real step table again, by page: each officer presses what his page offers."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from congvu.catalog.models import Component
from congvu.dossiers.models import Dossier, State
from congvu.orgs.models import Person
from tests.dossiers.test_walk import TABLES, names_of
from tests.dossiers.walking import is_last, later, open_run, someone_for
from tests.dossiers.world import World, build, moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """What the doors see as now."""
    now = {"at": moment("2026-01-07 08:15")}
    monkeypatch.setattr(timezone, "now", lambda: now["at"])
    return now


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def intake_form(procedure: str, **more: str) -> dict[str, str]:
    positions = Component.objects.filter(version__procedure__code=procedure).values_list("position", flat=True)
    papers = {f"paper_{position}": "handed_in" for position in positions}
    person = {"applicant_name": "Nguyễn Thị Lan", "identifier": "080 199 123 417", "phone": "0912 345 678"}
    return {"procedure": procedure, "channel": "direct", "outcome": "accept", **papers, **person, **more}


def received_by_page(world: World, procedure: str, **more: str) -> Dossier:
    answer: Any = client_of(world.people["dung"]).post("/tiep-nhan/", intake_form(procedure, **more))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert answer.url.endswith("/giay-hen/")
    return Dossier.objects.get(code=answer.url.split("/")[2])


@pytest.mark.parametrize("procedure", TABLES)
def test_the_whole_table_is_walked_by_page(db: None, clock: dict[str, datetime], procedure: str) -> None:
    world = build(procedure)
    dossier = received_by_page(world, procedure)
    url = f"/ho-so/{dossier.code}/"
    passed = []
    while dossier.state != State.RETURNED:
        run = open_run(dossier)
        passed.append(run.name)
        actor = someone_for(run, clock["at"]) if not run.waits_for else world.actor("dung", clock["at"])
        client = client_of(Person.objects.get(pk=actor.person_id))
        page = client.get(url).content.decode()
        if run.waits_for:
            assert "làm tiếp" in page.lower()
            answer = client.post(f"{url}lam-tiep/", {"run": run.number})
        elif run.person_id is None:
            assert "Nhận xử lý" in page
            answer = client.post(f"{url}nhan-xu-ly/", {"run": run.number})
            passed.pop()
        elif is_last(dossier, run):
            assert 'id="d-return"' in page
            answer = client.post(f"{url}tra-ket-qua/", {"run": run.number, "receiver": "Nguyễn Thị Lan"})
        else:
            assert 'id="d-forward"' in page
            answer = client.post(f"{url}chuyen-buoc/", {"run": run.number, "note": "Đủ điều kiện"})
        assert answer.status_code == 302, (run.name, answer.content.decode()[-3000:])
        clock["at"] = later(clock["at"])
        dossier.refresh_from_db()
    assert [name for name in passed if not name.startswith("Chờ")] == names_of(procedure)
    end = client_of(world.people["dung"]).get(url).content.decode()
    assert "Đã trả kết quả" in end
    assert 'id="d-return"' not in end
