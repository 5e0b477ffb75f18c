"""Each page opens, in a constant number of queries, and does what its buttons say."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from congvu.tasks.plans.models import Plan, PlanItem
from tests.dossiers.world import World
from tests.plans.test_course import PDF


@pytest.fixture
def client(world: World, monkeypatch: pytest.MonkeyPatch) -> Client:
    return sign_in(world, "ubnd")


def sign_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def get(client: Client, address: str) -> str:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    assert len(asked) <= 27, (
        address,
        len(asked),
        [q["sql"][:90] for q in asked],
    )  # of these eleven for session, shell, rights
    return response.content.decode()


def test_every_page_of_a_plan(world: World, client: Client, approved: str) -> None:
    here = f"/ke-hoach/{approved}/"
    assert "Kế hoạch cải cách hành chính năm 2026" in get(client, "/ke-hoach/?q=cai+cach")
    page = get(client, here)
    assert "Rà soát thủ tục hành chính" in page
    assert "0 / 2" in page
    assert "3.1.1" in get(client, here + "muc/1.1/")
    assert "chưa ban hành" in get(client, here + "phu/")
    assert "mọi đơn vị" in get(client, here + "phu/?theo=muc")
    assert "mx-gap" in get(client, here + "phu/?theo=luoi")
    assert "giống hệt" in get(client, here + "khac/1/1/")
    for address in ("/ke-hoach/?tai=csv", here + "?tai=csv", here + "phu/?tai=csv"):
        response = client.get(address)
        assert response["Content-Type"].startswith("text/csv")
        assert response.content.startswith(b"\xef\xbb\xbf")


def test_filters_and_forged_addresses_do_not_fail(client: Client, approved: str) -> None:
    for address in (
        "/ke-hoach/?nam=2026&tt=approved", "/ke-hoach/?sau=WyJ4IiwxXQ", "/ke-hoach/?nam=99999999999999",
        "/ke-hoach/?tt=x",
        f"/ke-hoach/{approved}/?tt=overdue", f"/ke-hoach/{approved}/?q=thu+tuc", f"/ke-hoach/{approved}/phu/?con=thieu",
    ):  # fmt: skip
        assert client.get(address).status_code == 200, address
    assert client.get(f"/ke-hoach/{approved}/?ban=9").status_code == 404


def test_the_whole_way_by_pages(world: World, client: Client) -> None:
    year = date.today().year  # noqa: DTZ011
    answer = client.post(
        "/ke-hoach/moi/",
        {
            "ref": "KH",
            "year": year,
            "title": "Kế hoạch thử",
            "owner": world.units["tinh"].pk,
            "steward": "",
            "upper": "",
        },
    )
    assert answer.status_code == 302
    code = Plan.objects.get().code
    here = f"/ke-hoach/{code}/"
    line = {
        "code": "1",
        "task": "Tập huấn",
        "lead": world.units["so"].pk,
        "due_on": f"{year}-12-31",
        "needs_evidence": "on",
    }
    assert client.post(here + "du-thao/them/", {"code": "1", "task": "Tập huấn"}).status_code == 422
    assert client.post(here + "du-thao/them/", line).status_code == 302
    assert "Tập huấn" in get(client, here + "du-thao/1/")
    refused = client.post(here + "ban-hanh/", {"document_no": "1", "document_date": ""})
    assert refused.status_code == 422
    assert 'id="d-approve"' in refused.content.decode()
    assert client.post(here + "ban-hanh/", {"document_no": "1/KH", "document_date": f"{year}-01-05"}).status_code == 302
    lead = sign_in(world, "ld_so")
    item = here + "muc/1/"
    assert lead.post(item + "bao-xong/", {"text": "Xong"}).status_code == 422
    upload = SimpleUploadedFile("a.pdf", PDF, "application/pdf")
    assert lead.post(item + "bao-xong/", {"text": "Xong", "file": upload}).status_code == 302
    assert "chờ chấp nhận" in get(client, item)
    assert lead.post(item + "chap-nhan/", {"answer": ""}).status_code == 403
    assert client.post(item + "tra-lai/", {"reason": "Thiếu danh sách"}).status_code == 302
    assert "Thiếu danh sách" in get(lead, item)
    assert lead.post(item + "bao-xong/", {"text": "Đã bổ sung"}).status_code == 302
    assert client.post(item + "chap-nhan/", {"answer": "Tốt"}).status_code == 302
    assert PlanItem.objects.get().state == "accepted"
    assert "1 / 1" in get(client, here)
    assert client.post(here + "dieu-chinh/", {"reason": "Thêm việc"}).status_code == 302
    assert "du-thao/1/" in get(client, here + "?ban=2")


def test_the_api_does_the_same(world: World, client: Client, approved: str) -> None:
    found = client.get(f"/api/v1/plans/{approved}").json()
    assert [(line["code"], line["items"]) for line in found["lines"]] == [("1", 2), ("1.1", 1), ("1.2", 1)]
    lead = sign_in(world, "ld_so")
    claim = lead.post(
        f"/api/v1/plan-items/{approved}/1.2/claims",
        {"text": "Đạt", "value": "85.5"},
        content_type="application/json",
        headers={"Idempotency-Key": "k1"},
    )
    assert claim.status_code == 200, claim.content
    assert (claim.json()["state"], claim.json()["value"]) == ("claimed", "85.5")
    own = lead.post(
        f"/api/v1/plan-items/{approved}/1.2/acceptances",
        {},
        content_type="application/json",
        headers={"Idempotency-Key": "k2"},
    )
    assert own.status_code == 403
