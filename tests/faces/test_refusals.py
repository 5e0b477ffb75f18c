"""Every refusal answers with what happened and what to do; nothing says “an error occurred”."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from congvu.faces.errors import refusal_of, sentence_of
from congvu.orgs.models import Person, Role, StandIn
from congvu.orgs.ranges import days

pytestmark = pytest.mark.urls("tests.faces.urls")
SENTENCE = "Hồ sơ đang chờ bổ sung từ 05/01/2026; hãy tiếp nhận bổ sung trước khi trả kết quả."


@pytest.mark.parametrize("status", [403, 409, 422])
def test_a_refusal_is_a_page_with_its_sentence_and_status(client: Client, status: int) -> None:
    answer = client.get(f"/refuse/{status}/")
    assert answer.status_code == status
    assert SENTENCE in answer.content.decode()
    assert answer.headers["X-Error-Code"] == {403: "not_yours", 409: "still_waiting", 422: "wrong_shape"}[status]


@pytest.mark.parametrize("status", [403, 409, 422])
def test_htmx_gets_a_toast_and_swaps_nothing(client: Client, status: int) -> None:
    answer = client.get(f"/refuse/{status}/", headers={"HX-Request": "true"})
    assert answer.status_code == status
    assert answer.content == b""
    assert answer.headers["HX-Reswap"] == "none"
    assert json.loads(answer.headers["HX-Trigger"])["cv:toast"]["toasts"] == [{"text": SENTENCE, "tone": "no"}]


def test_a_restored_history_entry_gets_the_whole_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert SENTENCE in client.get("/refuse/409/", headers=headers).content.decode()


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/ho-so/7/", "http://testserver/ho-so/7/"),
        ("https://elsewhere.example/x", "/"),
        ("http://testserver/refuse/409/", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_leads_only_home(client: Client, came_from: str, back: str) -> None:
    answer = client.get("/refuse/409/", headers={"Referer": came_from})
    assert f'href="{back}" data-back' in answer.content.decode()


def test_a_fault_is_no_refusal(client: Client) -> None:
    with pytest.raises(RuntimeError):
        client.get("/fault/")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere/", 404, "Không tìm thấy trang này"),
        ("/denied/", 403, "Bạn chưa được phép vào đây"),
        ("/bad/", 400, "Yêu cầu gửi lên không đọc được"),
        ("/fault/", 500, "Máy chủ đang trục trặc"),
        ("/huong-dan/khong-co/", 404, "Không tìm thấy trang này"),
    ],
)
def test_error_pages(path: str, status: int, words: str) -> None:
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == status
    page = answer.content.decode()
    assert words in page
    assert "Đã xảy ra lỗi" not in page
    assert 'id="main"' in page


def test_a_stale_form_says_how_to_send_it_again() -> None:
    answer = Client(enforce_csrf_checks=True).post("/withdraw/", {"reason": "thừa"})
    assert answer.status_code == 403
    assert "tải lại trang rồi gửi lần nữa" in answer.content.decode()


def test_messages_travel_with_htmx_answers(client: Client) -> None:
    answer = client.get("/greet/", headers={"HX-Request": "true"})
    assert answer.content.decode() == "phần trang"
    told = json.loads(answer.headers["HX-Trigger"])["cv:toast"]["toasts"]
    assert told == [{"text": "Đã giao nhiệm vụ.", "tone": "ok"}]


def test_headers_stay_ascii(client: Client) -> None:
    answer = client.get("/greet/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Trigger"].isascii()


def test_messages_wait_for_the_next_full_page(client: Client) -> None:
    client.get("/greet/")
    assert "Đã giao nhiệm vụ." in client.get("/-/muc-luc/").content.decode()
    assert "Đã giao nhiệm vụ." not in client.get("/-/muc-luc/").content.decode()


def test_answers_vary_by_htmx(client: Client) -> None:
    assert "HX-Request" in client.get("/-/muc-luc/").headers["Vary"]


def test_an_act_asks_once(client: Client) -> None:
    asked = client.post("/withdraw/", {"reason": "thừa <b>", "tags": ["a", "b"]})
    page = asked.content.decode()
    assert "Hủy nhiệm vụ này?" in page
    assert "Hủy luôn" in page
    assert 'name="reason" value="thừa &lt;b&gt;"' in page
    assert 'name="tags" value="a"' in page
    assert 'name="tags" value="b"' in page
    done = client.post("/withdraw/", {"reason": "thừa", "confirmed": "1"})
    assert done.content.decode() == "đã hủy thừa"


def test_what_the_database_refuses_in_words_is_a_refusal(db: None) -> None:
    role = Role.objects.get(code="leader")
    person = Person.objects.create(username="an", full_name="An")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        StandIn.objects.create(person=person, deputy=person, during=days(None))
    refused = refusal_of(caught.value)
    assert refused is not None
    assert (refused.code, refused.status) == ("stand_in_for_another", 409)
    assert sentence_of(refused) == "Không thể tự làm thay chính mình."
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Role.objects.create(code=role.code, name="x")
    assert refusal_of(caught.value) is None, "no words: a fault"
