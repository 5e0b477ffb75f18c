"""Each page opens in a constant number of queries and does what its buttons say."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from congvu.tasks.programmes import commands
from congvu.tasks.programmes.models import Programme, ProgrammeItem, QualityGoal
from tests.dossiers.world import World, moment


def sign_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def get(client: Client, address: str) -> str:
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    assert len(asked) <= 27, (address, len(asked))  # of these eleven for session, shell, rights
    return response.content.decode()


def test_the_whole_way_by_pages(world: World, programme: str) -> None:
    chief, lead, leader = sign_in(world, "cvp"), sign_in(world, "ld_so"), sign_in(world, "ubnd")
    here = f"/chuong-trinh-cong-tac/{programme}/"
    item = here + "DA-01/"
    assert "Chương trình công tác năm 2026" in get(chief, "/chuong-trinh-cong-tac/?q=2026")
    board = get(chief, here)
    assert board.count("pm-m") >= 12
    assert "Đề án chuyển đổi số" in board
    assert "DA-01" in get(chief, here + "?xem=bang")
    assert "DA-01" in get(chief, here + "?q=chuyen+doi+so&cap=council")
    assert "DA-01" not in get(chief, here + "?chuyen=1&tt=passed&thang=99&quy=9")
    assert "DA-01" in lead.get(here + "?tai=csv").content.decode()
    new = {
        "code": "B",
        "name": "Báo cáo",
        "kind": "report",
        "level": "committee",
        "month": 4,
        "lead": world.units["so"].pk,
    }
    assert lead.post(here + "dang-ky/", new | {"name": ""}).status_code == 422
    assert lead.post(here + "dang-ky/", new).status_code == 302
    assert lead.post(item + "chuyen-ky/", {"to_month": 5, "to_year": 2026, "reason": ""}).status_code == 422
    assert lead.post(item + "chuyen-ky/", {"to_month": 5, "to_year": 2026, "reason": "Chờ bộ"}).status_code == 302
    assert "Chờ bộ" in get(leader, item)
    assert leader.post(item + "tra-loi/", {"granted": "yes", "answer": ""}).status_code == 302
    assert "chuyển 1 lần" in get(chief, here)
    assert lead.post(item + "trinh/").status_code == 302
    assert chief.post(item + "thong-qua/", {"document_no": ""}).status_code == 422
    assert chief.post(item + "thong-qua/", {"document_no": "5/NQ"}).status_code == 302
    assert ProgrammeItem.objects.get(code="DA-01").state == "passed"
    assert lead.post(item + "trinh/").status_code == 409
    assert "1 / 2" in get(chief, here)


def test_quality_goals(world: World, programme: str) -> None:
    for n in range(1, 10):
        QualityGoal.objects.create(programme=Programme.objects.get(), code=str(n), text=f"Mục tiêu {n}")
    at = moment("2026-12-20 09:00")
    for n in range(1, 10):
        commands.say_goal(
            programme=programme, code=str(n), met=True, note="Báo cáo", actor=world.actor("cvp", at), at=at
        )
    page = get(sign_in(world, "cvp"), f"/chuong-trinh-cong-tac/{programme}/")
    assert "9 / 9" in page
    answer = sign_in(world, "cvp").get(f"/api/v1/programme-items?programme={programme}").json()
    assert (answer["goals_met"], answer["goals"], answer["all"]) == (9, 9, 1)
    chief = sign_in(world, "cvp")
    assert chief.post(f"/chuong-trinh-cong-tac/{programme}/muc-tieu/1/", {"met": "no"}).status_code == 302
    assert QualityGoal.objects.get(code="1").met is False


def test_opening_a_programme(world: World) -> None:
    chief = sign_in(world, "cvp")
    typed = {"year": 2027, "title": "Chương trình 2027", "owner": world.units["tinh"].pk, "steward": ""}
    assert chief.post("/chuong-trinh-cong-tac/moi/", typed).status_code == 302
    made = Programme.objects.get()
    assert (made.code, made.register_until.isoformat(), made.submit_day) == ("CT-2027-tinh", "2026-11-15", 20)


def test_the_api_does_the_same(world: World, programme: str) -> None:
    lead = sign_in(world, "ld_so")
    item = f"/api/v1/programme-items/{programme}/DA-01"
    assert lead.get(item).json()["month"] == 3
    keys = iter("abcdef")

    def post(client: Client, path: str, body: dict[str, object]) -> int:
        return client.post(
            path, body, content_type="application/json", headers={"Idempotency-Key": next(keys)}
        ).status_code

    assert post(lead, item + "/submissions", {}) == 200
    assert post(lead, item + "/submissions", {}) == 409
    assert post(lead, item + "/decisions", {"granted": True}) == 403
    assert post(sign_in(world, "cvp"), item + "/passings", {"document_no": "9/NQ"}) == 200
    assert lead.get(item).json()["state"] == "passed"
