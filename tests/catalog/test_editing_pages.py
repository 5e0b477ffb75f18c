"""The catalogue's pages as people use them: editing tables, publishing, repeal, proposals, the finder, the API."""

import json
from typing import Any

import pytest
from django.test import Client

from congvu.catalog.models import FeeRule, LegalDocument, Process, ReviewItem, Simplification
from congvu.obligations.models import Obligation
from tests.catalog.test_load import few  # noqa: F401
from tests.catalog.test_pages import sign_in

BIRTH, LAND = "1.001193", "1.012784"
pytestmark = pytest.mark.usefixtures("few")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def form_of(page: str, key: str) -> dict[str, str]:
    """The inputs of an edited table as a browser would send them."""
    from lxml import html

    found = {}
    for field in html.fromstring(page).xpath(f'//form[.//*[@id="rows-{key}"]]//*[@name]'):
        if field.tag == "select":
            chosen = field.xpath(".//option[@selected]") or field.xpath(".//option")
            found[field.get("name")] = chosen[0].get("value") if chosen else ""
        elif field.tag == "textarea":
            found[field.get("name")] = field.text_content()
        elif field.tag == "input" and (field.get("type") != "checkbox" or field.get("checked") is not None):
            found[field.get("name")] = field.get("value") or ""
    return found


def test_a_process_is_edited_as_a_table_and_published() -> None:
    client = sign_in("admin")
    assert client.post(f"/thu-tuc/{LAND}/quy-trinh/").headers["Location"].endswith(f"/thu-tuc/{LAND}/quy-trinh/2/")
    address = f"/thu-tuc/{LAND}/quy-trinh/2/"
    form = form_of(text(client.get(address)), "steps")
    assert form["steps-count"] == "5"
    added = client.post(f"{address}luu/", {**form, "op": "steps:add:2"})
    assert added.status_code == 200
    form = form_of(text(added), "steps")
    assert (form["steps-count"], form["steps-3-name"], form["steps-4-back"]) == ("6", "", "1, 2")
    assert Process.objects.get(procedure__code=LAND, number=2).steps.count() == 5  # nothing is saved by a row's button
    form |= {"steps-3-name": "Kiểm tra thực địa", "steps-3-role_unit": "Chuyên viên", "steps-3-time": "x"}
    refused = client.post(f"{address}luu/", {**form, "op": "save"})
    assert refused.status_code == 422
    assert "Kiểm tra thực địa" in text(refused)
    assert 'aria-invalid="true"' in text(refused)
    form |= {"steps-3-time": "1,5", "decision_no": "9/QĐ-UBND"}
    assert client.post(f"{address}luu/", {**form, "op": "save"}).status_code == 302
    page = text(client.get(address))
    assert "Thêm bước “Kiểm tra thực địa”." in page
    assert '<svg class="pd"' in page
    assert client.post(f"{address}cong-bo/").status_code == 302
    page = text(client.get(address))
    assert "9/QĐ-UBND" in page
    assert "steps-count" not in page
    assert client.post(f"{address}luu/", {**form, "op": "save"}).status_code == 409


def test_an_unsound_table_is_saved_and_not_published() -> None:
    client = sign_in("admin")
    client.post(f"/thu-tuc/{LAND}/quy-trinh/")
    address = f"/thu-tuc/{LAND}/quy-trinh/2/"
    form = form_of(text(client.get(address)), "steps") | {"steps-1-next": "3", "op": "save"}
    assert client.post(f"{address}luu/", form).status_code == 302
    refused = client.post(f"{address}cong-bo/")
    assert refused.status_code == 422
    assert "vẫn là dự thảo" in text(refused)
    assert "“Thẩm định hồ sơ”" in text(refused)
    discarded = client.post(f"{address}bo/", {"confirmed": "1"})
    assert discarded.status_code == 302
    assert client.get(address).status_code == 404


def test_a_new_version_is_drafted_completed_and_published() -> None:
    client = sign_in("admin")
    client.post(f"/thu-tuc/{BIRTH}/du-thao/moi/")
    address = f"/thu-tuc/{BIRTH}/du-thao/"
    form = form_of(text(client.get(address)), "papers")
    added = text(client.post(address, {**form, "op": "bases:add:0"}))
    form = form_of(added, "bases") | {"bases-1-number": "60/2014/QH13", "bases-1-part": "basis"}
    form |= {"limit": "hai tuần"}
    refused = client.post(address, {**form, "op": "save"})
    assert refused.status_code == 422
    assert "60/2014/QH13" in text(refused)
    form |= {"limit": "2 ngày làm việc", "agency": "UBND cấp xã", "decision_no": "7/QĐ", "decided_on": "2026-01-05"}
    assert client.post(address, {**form, "op": "save"}).status_code == 302
    assert client.post(f"{address}cong-bo/").status_code == 302
    page = text(client.get(f"/thu-tuc/{BIRTH}/"))
    assert "2 ngày làm việc" in page
    assert "60/2014/QH13" in page
    compared = text(client.get(f"/thu-tuc/{BIRTH}/so-sanh/"))
    assert "Thời hạn giải quyết: trong ngày → 2 ngày làm việc." in compared
    assert client.get(f"/thu-tuc/{BIRTH}/so-sanh/?tu=1&den=99").status_code == 404
    assert client.get(address).status_code == 409


def test_fees_and_competence_are_written_and_shown() -> None:
    client = sign_in("admin")
    address = f"/thu-tuc/{BIRTH}/phi/"
    assert client.post(address, {"f-amount_vnd": "8000", "f-document": "NQ 5"}).status_code == 302
    overlap = client.post(address, {"f-amount_vnd": "9000"})
    assert overlap.status_code == 422
    assert "Đã có mức 8.000 đồng" in text(overlap)
    assert client.post(address, {"f-amount_vnd": "x"}).status_code == 422
    assert client.post(address, {"f-amount_vnd": "1", "f-unit": "khong-co"}).status_code == 422
    assert "8.000 đồng" in text(client.get(f"/thu-tuc/{BIRTH}/"))
    rule = FeeRule.objects.get()
    client.post(f"{address}{rule.pk}/ket-thuc/", {"until": "2026-01-31"})
    rule.refresh_from_db()
    assert str(rule.during.upper) == "2026-02-01"
    neither = client.post(f"/thu-tuc/{BIRTH}/tham-quyen/", {})
    assert neither.status_code == 422
    assert "không chọn cả hai" in text(neither)


def test_a_doubt_is_decided_in_one_of_three_ways() -> None:
    client = sign_in("admin")
    item = ReviewItem.objects.filter(procedure__code="1.001022", about="limit").order_by("id")[0]
    page = text(client.get("/thu-tuc/can-soat/"))
    assert "Người quyết: Lê An." in page
    address = f"/thu-tuc/can-soat/{item.pk}/"
    assert client.post(address, {"decision": "corrected", "settlement": "QĐ 12"}).status_code == 422
    assert client.post(address, {"decision": "accepted", "settlement": ""}).status_code == 422
    assert client.post(address, {"decision": "accepted", "settlement": "QĐ 12 ghi như vậy"}).status_code == 302
    item.refresh_from_db()
    assert item.decision == "accepted"


def test_a_repealed_document_sends_its_procedures_to_review() -> None:
    client = sign_in("admin")
    document = LegalDocument.objects.get(number="151/2025/NĐ-CP")
    assert "151/2025/NĐ-CP" in text(client.get("/thu-tuc/van-ban/?q=151"))
    address = f"/thu-tuc/van-ban/{document.pk}/"
    assert LAND in text(client.get(address))
    assert client.post(f"{address}het-hieu-luc/", {"r-repealed_on": "hôm nay"}).status_code == 422
    done = client.post(f"{address}het-hieu-luc/", {"r-repealed_on": "2026-03-01", "r-repealed_by": "NĐ 1/2026"})
    assert done.status_code == 302
    assert "hết hiệu lực từ 01/03/2026" in text(client.get(f"/thu-tuc/{LAND}/"))
    assert "Căn cứ 151/2025/NĐ-CP" in text(client.get("/thu-tuc/can-soat/?ve=basis"))


COSTS = {
    "before-count": "1", "before-1-activity": "Đi lại", "before-1-hours": "2,5", "before-1-hourly_vnd": "40.000",
    "before-1-times_a_year": "1", "before-1-applicants_a_year": "100", "before-1-other_vnd": "20.000",
    "after-count": "1", "after-1-activity": "Nộp trực tuyến", "after-1-hours": "0,5", "after-1-hourly_vnd": "40.000",
    "after-1-times_a_year": "1", "after-1-applicants_a_year": "100",
}  # fmt: skip


def test_a_proposal_is_costed_decided_owed_and_announced() -> None:
    client = sign_in("admin")
    address = f"/thu-tuc/{BIRTH}/don-gian-hoa/"
    said = {"title": "Bỏ một lần đi lại", "proposal": "Nhận trực tuyến", **COSTS}
    assert client.post(address, {**said, "before-1-hours": "hai"}).status_code == 422
    made = client.post(address, said)
    assert made.status_code == 302
    row = Simplification.objects.get()
    page = text(client.get(f"/thu-tuc/don-gian-hoa/{row.pk}/"))
    assert "12.000.000" in page  # (2,5 × 40.000 + 20.000) × 100
    assert "10.000.000" in page  # saved
    decide = f"/thu-tuc/don-gian-hoa/{row.pk}/ket-luan/"
    assert client.post(decide, {"approved": "1"}).status_code == 422
    when = {"decision_no": "3/QĐ-UBND", "decided_on": "2026-03-02", "effective_on": "2026-03-16"}
    assert client.post(decide, {"approved": "1", **when}).status_code == 302
    row.refresh_from_db()
    # 1.1: the fifth working day before 16/3 is 9/3; 1.2: the fifth working day after 2/3 is 9/3
    assert str(row.announce_due_on) == "2026-03-09"
    owed = Obligation.objects.get(kind="announcement", subject_id=row.pk)
    assert (owed.closed_at, str(owed.fixed_due_on)) == (None, "2026-03-09")
    assert client.post(f"/thu-tuc/don-gian-hoa/{row.pk}/cong-bo/", {"announced_on": "2026-03-06"}).status_code == 302
    owed.refresh_from_db()
    assert owed.closed_at is not None
    assert "Đã công bố" in text(client.get("/thu-tuc/don-gian-hoa/"))


def test_the_finder_asks_and_names_what_to_bring_inside_and_outside() -> None:
    stranger = Client()
    assert "Sinh con" in text(stranger.get("/tra-cuu/can-thu-tuc-gi/"))
    page = text(stranger.get("/tra-cuu/can-thu-tuc-gi/?viec=sinh-con"))
    assert "Thủ tục đăng ký khai sinh" in page
    assert "Cần mang theo" in page
    assert f"/thu-tuc/{BIRTH}/" not in page
    inside = text(sign_in("receiving_officer").get("/thu-tuc/tim-giup/?q=tach+thua"))
    assert f"/thu-tuc/{LAND}/" in inside
    assert "Không tìm thấy" in text(stranger.get("/tra-cuu/can-thu-tuc-gi/?q=phi+thuyen"))


def test_who_may_not_manage_sees_no_draft_buttons_and_is_refused() -> None:
    client = sign_in("receiving_officer")
    page = text(client.get(f"/thu-tuc/{LAND}/"))
    assert "Soạn quy trình" not in page
    for address in (f"{LAND}/quy-trinh/", f"{LAND}/du-thao/moi/", f"{LAND}/tham-quyen/", "van-ban/1/het-hieu-luc/"):
        assert client.post(f"/thu-tuc/{address}").status_code == 403


@pytest.mark.parametrize(
    ("address", "most"),
    [
        (f"/thu-tuc/{LAND}/", 34), (f"/thu-tuc/{LAND}/quy-trinh/1/", 20), (f"/thu-tuc/{LAND}/so-sanh/", 24),
        ("/thu-tuc/van-ban/", 15), ("/thu-tuc/don-gian-hoa/", 15), ("/thu-tuc/tim-giup/?viec=dat", 15),
        ("/thu-tuc/can-soat/", 16),
    ],
)  # fmt: skip
def test_pages_ask_a_bounded_number_of_queries(address: str, most: int, django_assert_max_num_queries: Any) -> None:
    client = sign_in("admin")
    client.get(address)
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


# --- API -------------------------------------------------------------------------------------------------------------


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")


def test_the_api_reads_what_the_pages_show() -> None:
    client = sign_in("specialist")
    found = client.get("/api/v1/procedures?q=khai+sinh").json()
    assert [item["code"] for item in found["items"]] == [BIRTH]
    version = client.get(f"/api/v1/procedures/{LAND}").json()
    assert version["number"] == 1
    assert {"number": "2304/QĐ-BNNMT", "part": "announces", "article": ""} in version["bases"]
    process = client.get(f"/api/v1/procedures/{LAND}/processes/1").json()
    assert (process["state"], process["rows"][0]["name"]) == ("published", "Tiếp nhận và kiểm tra hồ sơ")
    bpmn = client.get(f"/api/v1/procedures/{LAND}/processes/1/bpmn")
    assert bpmn.content.startswith(b"<?xml")
    finder = client.get("/api/v1/procedure-finder?event=sinh-con").json()
    assert finder["items"][0]["code"] == BIRTH
    assert client.get("/api/v1/procedures/9.999999").status_code == 404
    assert client.get(f"/api/v1/procedures/{LAND}/versions/9").status_code == 404
    assert client.get(f"/api/v1/procedures/{LAND}/fee").json() == {"known": False, "amount_vnd": None, "document": ""}


def test_the_api_writes_through_the_same_commands() -> None:
    client = sign_in("admin")
    draft = post(client, f"procedures/{LAND}/processes").json()
    rows = draft["rows"]
    rows[0]["next"] = "3"
    saved = post(client, f"procedures/{LAND}/processes/2/contents", rows=rows)
    assert "back_to_later" in {f["code"] for f in saved.json()["findings"] if f["severity"] == "error"}
    refused = post(client, f"procedures/{LAND}/processes/2/publications", effective_from="2099-01-01")
    assert (refused.status_code, refused.json()["code"]) == (422, "process_unsound")
    version = post(client, f"procedures/{BIRTH}/drafts").json()
    assert version["is_draft"] is True
    missing = post(client, f"procedures/{BIRTH}/drafts/publications", effective_from="2099-01-01")
    assert (missing.status_code, missing.json()["code"]) == (422, "version_incomplete")
    fee = post(client, f"procedures/{BIRTH}/fees", amount_vnd=8000)
    assert [row["amount_vnd"] for row in fee.json()] == [8000]
    assert post(client, f"procedures/{BIRTH}/fees", amount_vnd=9000).json()["code"] == "fees_overlap"
    assert post(client, f"procedures/{BIRTH}/fees", amount_vnd=-1).status_code == 422
    doubts = client.get("/api/v1/catalogue-doubts?procedure=1.001022").json()["items"]
    decided = post(client, f"catalogue-doubts/{doubts[0]['id']}/decisions", decision="discarded", settlement="hỏi rồi")
    assert decided.status_code == 204


def test_a_proposal_goes_its_way_over_the_api() -> None:
    client = sign_in("admin")
    cost = {"activity": "Đi lại", "hours": "2.5", "hourly_vnd": 40000, "applicants_a_year": 100}
    made = post(client, f"procedures/{BIRTH}/simplifications", title="Bỏ", proposal="Bỏ đi lại", before=[cost])
    assert (made.status_code, made.json()["saved_vnd"]) == (201, 10_000_000)
    number = made.json()["id"]
    refused = post(client, f"simplifications/{number}/conclusions", approved=False)
    assert refused.json()["code"] == "simplification_decision_incomplete"
    approved = post(
        client, f"simplifications/{number}/conclusions", approved=True, decision_no="1", decided_on="2026-03-02",
        effective_on="2026-06-01",
    )  # fmt: skip
    assert approved.json()["announce_due_on"] == "2026-03-09"
    done = post(client, f"simplifications/{number}/announcements", announced_on="2026-03-05")
    assert done.json()["state"] == "announced"
    again = post(client, f"simplifications/{number}/announcements", announced_on="2026-03-05")
    assert again.status_code == 409
