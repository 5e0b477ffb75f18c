"""The whole course over HTTP with keys: from a directive to the acceptance, once for each Idempotency-Key."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from congvu.orgs.roles import ROLES
from congvu.tasks.models import Claim, Directive, Progress, Task
from tests.api.conftest import caller, key_for
from tests.files.conftest import PDF
from tests.tasks.world import World

TODAY = timezone.localdate
ROLE = {"cvp": "chief_of_office", "gd_sxd": "leader", "tp_qlxd": "head_of_division", "gd_stc": "leader"}


@dataclass
class Caller:
    """A person's key. Each act has a key of its own unless one is given."""

    client: Client
    numbers: Any = field(default_factory=lambda: count(1))

    def post(self, path: str, body: dict[str, Any] | None = None, *, key: str = "", status: int = 200) -> Any:
        answer = self.client.post(
            f"/api/v1/{path}", body or {}, content_type="application/json",
            headers={"Idempotency-Key": key or f"{id(self)}-{next(self.numbers)}"},
        )  # fmt: skip
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    def get(self, path: str) -> Any:
        answer = self.client.get(f"/api/v1/{path}")
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()


@pytest.fixture
def callers(world: World) -> dict[str, Caller]:
    return {
        name: Caller(caller(key_for(world.people[name], *(p for p in ROLES[role] if p.startswith("tasks.")))))
        for name, role in ROLE.items()
    }


def due(days: int = 40) -> str:
    day = TODAY() + timedelta(days=days)
    return day.isoformat()


def given(office: Caller, **more: Any) -> str:
    body = {"unit": "tinh", "tasks": [{"content": "Trình Đề án", "lead_unit": "sxd", "due_on": due(), **more}]}
    return str(office.post("tasks", body, status=201)["items"][0]["code"])


EVIDENCE = [{"name": "41/TTr-SXD", "demand": None}]


def test_from_the_directive_to_the_acceptance(callers: dict[str, Caller]) -> None:
    office, lead = callers["cvp"], callers["gd_sxd"]
    paper = office.post(
        "directives",
        {
            "number": "486/TB-UBND", "issued_on": TODAY().isoformat(), "kind": "conclusion", "unit": "tinh",
            "clauses": [{"label": "1", "content": "Giao Sở Xây dựng"}, {"label": "2", "content": "Giao Sở Tài chính"}],
        },
        status=201,
    )  # fmt: skip
    assert [one["status"] for one in paper["clauses"]] == ["none", "none"]
    made = office.post(
        "tasks",
        {
            "directive": paper["id"],
            "tasks": [
                {
                    "content": "Trình Đề án", "lead_unit": "sxd", "due_on": due(), "clause": "1",
                    "demands": ["Tờ trình"],
                    "coordinating": [{"unit": "stc", "work": "Dự toán", "due_on": due(20)}],
                },
                {"content": "Báo cáo nguồn vốn", "lead_unit": "stc", "due_on": due(), "clause": "2"},
            ],
        },
        status=201,
    )  # fmt: skip
    assert made["count"] == 2
    code = made["items"][0]["code"]
    assert [one["status"] for one in office.get(f"directives/{paper['id']}")["clauses"]] == ["open", "open"]

    at = f"tasks/{code}"
    assert lead.post(f"{at}/receipts")["state"] == "in_progress"
    reported = lead.post(f"{at}/reports", {"percent": 50, "text": "Đã có dự thảo", "evidence": EVIDENCE})
    assert (reported["percent"], [one["name"] for one in reported["evidence"]]) == ("50.00", ["41/TTr-SXD"])
    assert callers["gd_stc"].post(f"{at}/part-ends", {"text": "Đã góp ý"})["parts"][1]["state"] == "done"
    claimed = lead.post(f"{at}/claims", {"text": "Đã trình", "evidence": [{"name": "42/TTr-SXD", "demand": 1}]})
    assert (claimed["state"], "accept" in claimed["may"]) == ("claimed", False)
    returned = office.post(f"{at}/returns", {"reason": "Chưa có dự toán"})
    assert (returned["state"], returned["returns"], returned["accepted_at"]) == ("returned", 1, None)
    again = lead.post(f"{at}/claims", {"text": "Đã bổ sung", "evidence": EVIDENCE})
    done = office.post(f"{at}/acceptances", {"answer": ""})
    assert (done["state"], done["done_on"], done["percent"]) == ("accepted", TODAY().isoformat(), "100.00")
    assert [(one["number"], one["accepted"]) for one in done["claims"]] == [(1, False), (2, True)]
    assert again["claims"][1]["claimed_at"] == done["claims"][1]["claimed_at"]
    assert [one["status"] for one in office.get(f"directives/{paper['id']}")["clauses"]] == ["done", "open"]
    assert office.get("tasks?state=accepted")["count"] == 1


def test_the_same_key_again_gets_the_first_answer_and_acts_once(callers: dict[str, Caller]) -> None:
    office, lead = callers["cvp"], callers["gd_sxd"]
    body = {"number": "9/UBND", "issued_on": TODAY().isoformat(), "unit": "tinh"}
    assert office.post("directives", body, key="d", status=201) == office.post("directives", body, key="d", status=201)
    assert Directive.objects.count() == 1
    code = given(office)
    for path, sent in (
        ("reports", {"percent": 20, "text": "Bắt đầu"}),
        ("claims", {"text": "Đã xong", "evidence": EVIDENCE}),
    ):
        first = lead.post(f"tasks/{code}/{path}", sent, key=path)
        assert lead.post(f"tasks/{code}/{path}", sent, key=path) == first
    assert (Progress.objects.count(), Claim.objects.count()) == (1, 1)
    assert lead.post(f"tasks/{code}/claims", {"text": "Khác"}, key="claims", status=422)["code"] == "request_key_reused"
    assert lead.post(f"tasks/{code}/claims", {"text": "Đã xong", "evidence": EVIDENCE}, status=409)["code"]
    assert Claim.objects.count() == 1


def test_more_time_is_asked_and_decided(callers: dict[str, Caller]) -> None:
    office, lead = callers["cvp"], callers["gd_sxd"]
    code = given(office)
    asked = lead.post(f"tasks/{code}/extension-requests", {"until_on": due(60), "why": "Chờ thẩm định"})
    request = asked["extension_requests"][0]["id"]
    path = f"tasks/{code}/extension-requests/{request}/answers"
    assert lead.post(path, {"agreed": True}, status=403)["code"]
    assert office.post(path, {"agreed": False, "answer": ""}, status=422)["code"] == "reason_missing"
    granted = office.post(path, {"agreed": True})
    assert (granted["extensions"], granted["due_on"]) == (1, due())
    assert date.fromisoformat(granted["due_at"][:10]).isoformat() == due(60)
    assert office.post(path, {"agreed": True}, status=409)["code"]


def test_it_is_shared_out_and_the_pieces_roll_up(callers: dict[str, Caller]) -> None:
    office, lead, division = callers["cvp"], callers["gd_sxd"], callers["tp_qlxd"]
    code = given(office)
    pieces = [
        {"content": "Dự thảo", "lead_unit": "qlxd", "due_on": due(10)},
        {"content": "In", "lead_unit": "qlxd", "due_on": due(20)},
    ]
    split = lead.post(f"tasks/{code}/pieces", {"tasks": pieces})
    assert len(split["children"]) == 2
    first, second = split["children"]
    assert lead.post(f"tasks/{code}/claims", {"text": "Xong", "evidence": EVIDENCE}, status=409)["code"] == (
        "task_children_open"
    )
    division.post(f"tasks/{first}/claims", {"text": "Đã dự thảo", "evidence": EVIDENCE})
    lead.post(f"tasks/{first}/acceptances", {})
    assert lead.get(f"tasks/{code}")["percent"] == "50.00"
    assert lead.post(f"tasks/{second}/withdrawals", {"reason": "Không cần in"})["state"] == "withdrawn"
    assert lead.get(f"tasks/{code}")["percent"] == "100.00"
    assert lead.post(f"tasks/{code}/claims", {"text": "Xong", "evidence": EVIDENCE})["state"] == "claimed"


def test_a_file_is_evidence_and_may_be_taken_back(callers: dict[str, Caller]) -> None:
    code = given(callers["cvp"])
    file = SimpleUploadedFile("to-trinh.pdf", PDF, "application/pdf")
    answer = callers["gd_sxd"].client.post(
        f"/api/v1/tasks/{code}/files", {"file": file, "text": "Kèm tờ trình", "percent": 70},
        headers={"Idempotency-Key": "f1"},
    )  # fmt: skip
    assert answer.status_code == 200, answer.content.decode()
    (evidence,) = answer.json()["evidence"]
    assert (answer.json()["percent"], evidence["withdrawn"]) == ("70.00", False)
    path = f"tasks/{code}/evidence/{evidence['id']}/withdrawals"
    assert callers["gd_sxd"].post(path, {"reason": "Nhầm tệp"})["evidence"][0]["withdrawn"] is True


def test_what_else_happens_on_the_way(callers: dict[str, Caller], world: World) -> None:
    office, lead = callers["cvp"], callers["gd_sxd"]
    code = given(office)
    at = f"tasks/{code}"
    assert office.post(f"{at}/stars", {"starred": True})["starred"] is True
    added = office.post(f"{at}/parts", {"add": [{"unit": "stc", "work": "Góp ý"}]})
    assert [one["unit"] for one in added["parts"]] == ["sxd", "stc"]
    released = office.post(f"{at}/parts", {"release": [added["parts"][1]["id"]]})
    assert released["parts"][1]["state"] == "released"
    named = lead.post(f"{at}/persons", {"person": world.people["vt_sxd"].pk})
    assert named["parts"][0]["person"] == "Bùi Thị Hạnh"
    block = lead.post(f"{at}/blocks", {"by_unit": "stc", "needs": "Số liệu"})["blocks"][0]["id"]
    assert lead.post(f"{at}/blocks/{block}/ends", {"answer": "Đã có"})["blocks"][0]["until_at"] is not None
    objected = lead.post(f"{at}/objections", {"reason": "Việc của Sở Tài chính", "to_unit": "stc"})
    objection = objected["objections"][0]
    assert (objection["kind"], objection["to_unit"]) == ("move", "stc")
    path = f"{at}/objections/{objection['id']}/answers"
    assert office.post(path, {"agreed": False, "answer": "Vẫn là Sở Xây dựng"})["objections"][0]["agreed"] is False
    other = given(office, content="Việc lớn")
    assert office.post(f"{at}/parents", {"parent": other})["parent"] == other
    assert office.post(f"{at}/withdrawals", {"reason": "Đã gộp"})["state"] == "withdrawn"
    assert lead.post(f"{at}/claims", {"text": "Xong", "evidence": EVIDENCE}, status=409)["code"]


def test_who_has_no_key_or_no_part_comes_to_nothing(callers: dict[str, Caller], world: World) -> None:
    code = given(callers["cvp"])
    assert caller(None).post(f"/api/v1/tasks/{code}/receipts", {}, content_type="application/json").status_code == 401
    assert callers["gd_stc"].post(f"tasks/{code}/receipts", status=404)["code"]
    narrow = Caller(caller(key_for(world.people["cvp"], "tasks.see")))
    body = {"unit": "tinh", "tasks": [{"content": "x", "lead_unit": "sxd"}]}
    assert narrow.post("tasks", body, status=403)["code"]
    two = {"unit": "tinh", "tasks": [{"content": "x", "lead_units": ["sxd", "stc"]}]}
    assert callers["cvp"].post("tasks", two, status=422)["code"]
    assert Task.objects.count() == 1
