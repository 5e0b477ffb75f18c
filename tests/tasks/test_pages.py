"""Every page and every act of the room, as people press them; a refused form keeps what was typed."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from congvu.core.tasks import PartGiven
from congvu.tasks import commands
from congvu.tasks.models import Directive, Task, TaskState
from tests.tasks.world import GIVEN_AT, World

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33"
    "0000000049454e44ae426082"
)


@pytest.fixture
def at_work(world: World) -> dict[str, Client]:
    found = {}
    for name in ("cvp", "cvp2", "pct", "gd_sxd", "gd_stc", "tp_qlxd"):
        found[name] = Client()
        found[name].force_login(world.people[name])
    return found


def test_one_paper_becomes_tasks_clause_by_clause(world: World, at_work: dict[str, Client]) -> None:
    office = at_work["cvp"]
    assert office.get("/nhiem-vu/giao/").status_code == 200
    typed = {
        "kind": "conclusion", "number": "486/TB-UBND", "issued_on": "2026-11-20", "signer": "Trần Quốc Bảo",
        "title": "Kết luận họp", "confidentiality": "normal", "unit": str(world.unit("tinh")),
        "form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0", "form-0-clause": "1",
        "form-0-content": "Trình phương án", "form-0-lead_unit": "so noi vu", "form-0-due_on": "2026-12-15",
        "form-1-clause": "2", "form-1-content": "Trình Đề án", "form-1-lead_unit": "Sở Xây dựng",
        "form-1-coordinating": "Sở Tài chính; thue", "form-1-due_on": "2026-12-20", "form-1-field": "Xây dựng",
    }  # fmt: skip
    wrong = office.post("/nhiem-vu/giao/", {**typed, "form-1-lead_unit": "Sở Xây dưng mới"})
    assert wrong.status_code == 422
    assert "Gần nhất: Sở Xây dựng" in wrong.content.decode()
    assert "Trình phương án" in wrong.content.decode()
    assert not Directive.objects.exists()
    two = office.post("/nhiem-vu/giao/", {**typed, "form-1-lead_unit": "Sở Xây dựng; Sở Nội vụ"})
    assert "chỉ có một đơn vị chủ trì" in two.content.decode()
    secret = office.post("/nhiem-vu/giao/", {**typed, "confidentiality": "secret"})
    assert "23/2018" in secret.content.decode()
    assert not Task.objects.exists()
    more = office.post("/nhiem-vu/giao/", {**typed, "more": "1"})
    assert 'name="form-5-content"' in more.content.decode()
    given = office.post("/nhiem-vu/giao/", {**typed, "file": SimpleUploadedFile("vb.png", PNG)}, follow=True)
    assert given.status_code == 200
    directive = Directive.objects.get()
    assert [clause.tasks.count() for clause in directive.clauses.order_by("position")] == [1, 1]
    assert Task.objects.get(clause__label="2").parts.count() == 3
    for path in (f"/nhiem-vu/van-ban/{directive.pk}/", "/nhiem-vu/van-ban/", "/nhiem-vu/", "/nhiem-vu/bang/"):
        assert office.get(path).status_code == 200
    again = office.get(f"/nhiem-vu/giao/?van-ban={directive.pk}")
    assert again.status_code == 200
    attached = office.get(f"/nhiem-vu/van-ban/{directive.pk}/")
    assert "vb.png" in attached.content.decode()


def test_the_whole_course_by_pressing(world: World, at_work: dict[str, Client]) -> None:
    directive = world.directive()
    task = world.give(
        directive=directive, clause="2", demands=("Đề án", "Dự toán"), due_on=date(2027, 1, 15),
        coordinating=(PartGiven(world.unit("stc"), "ý kiến"),),
    )  # fmt: skip
    page = f"/nhiem-vu/{task.code}/"
    lead, office, helper = at_work["gd_sxd"], at_work["cvp"], at_work["gd_stc"]
    seen = lead.get(page).content.decode()
    assert "Nhận nhiệm vụ" in seen
    assert "Vì sao là ngày này?" in seen
    for client, path, data in (
        (lead, "nhan", {}),
        (lead, "tien-do", {"percent": "40", "text": "Xong dự thảo 1", "name": "Dự thảo"}),
        (lead, "phan-cong", {"person": ""}),
        (lead, "vuong", {"by_unit": "Sở Nội vụ", "needs": "Biên chế"}),
        (lead, "gia-han", {"until_on": "2027-02-01", "why": "Chờ ý kiến"}),
        (helper, "xong-phan", {"text": "Đã gửi 88/STC-NS"}),
        (office, "sao", {}),
        (office, "phoi-hop", {"coordinating": "xã Bến Lức", "work": "danh sách"}),
    ):
        answer = client.post(f"{page}{path}/", data)
        if path in ("phan-cong", "phoi-hop"):
            continue  # nothing changes; a name that is none: tried below
        assert answer.status_code == 302, (path, answer.content.decode()[:300])
    unknown = office.post(f"{page}phoi-hop/", {"coordinating": "xã Bến Lực"})
    assert unknown.status_code == 422
    assert "xã Bến Lực" in unknown.content.decode()
    block = task.blocks.get()
    assert lead.post(f"{page}go-vuong/", {"block": block.pk, "answer": "Đã có"}).status_code == 302
    extension = commands.extending.Extension.objects.get()
    assert lead.post(f"{page}gia-han/{extension.pk}/", {"agreed": "yes"}).status_code == 403
    assert office.post(f"{page}gia-han/{extension.pk}/", {"agreed": "yes"}).status_code == 302
    empty = lead.post(f"{page}bao-xong/", {"text": ""})
    assert empty.status_code == 422
    claimed = lead.post(
        f"{page}bao-xong/", {"text": "Đã trình", "name_1": "41/TTr-SXD", "file_1": SimpleUploadedFile("da.png", PNG)}
    )
    assert claimed.status_code == 302
    waiting = office.get(page).content.decode()
    assert "Chấp nhận hoàn thành" in waiting
    assert "thiếu" in waiting
    evidence = task.evidence.get(demand__position=1)
    file = office.get(f"{page}tep/{evidence.attachment_id}/")
    assert b"".join(file.streaming_content) == PNG  # type: ignore[attr-defined]
    assert office.post(f"{page}tra-lai/", {"reason": "Chưa có dự toán"}).status_code == 302
    assert "Chưa có dự toán" in lead.get(page).content.decode()
    assert lead.post(f"{page}bao-xong/", {"text": "Đã bổ sung", "name_2": "Phụ lục 2"}).status_code == 302
    assert lead.post(f"{page}chap-nhan/", {}).status_code == 403
    assert office.post(f"{page}chap-nhan/", {}).status_code == 302
    task.refresh_from_db()
    assert task.state == TaskState.ACCEPTED
    late = at_work["cvp2"].post(f"{page}chap-nhan/", {"answer": "được"})
    assert late.status_code == 409
    stands = lead.post(f"{page}rut-minh-chung/", {"evidence": evidence.pk, "reason": "nhầm"})
    assert stands.status_code == 409


def test_sharing_out_withdrawing_refusing(world: World, at_work: dict[str, Client]) -> None:
    task = world.give(due_on=date(2027, 1, 15))
    page, lead, office = f"/nhiem-vu/{task.code}/", at_work["gd_sxd"], at_work["cvp"]
    assert lead.get(f"{page}chia/").status_code == 200
    assert office.get(f"{page}chia/").status_code == 403
    rows = {
        "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-content": "Soạn",
        "form-0-lead_unit": "Phòng Quản lý xây dựng", "form-0-due_on": "2027-03-01",
    }  # fmt: skip
    assert lead.post(f"{page}chia/", rows).status_code == 422
    assert lead.post(f"{page}chia/", {**rows, "form-0-due_on": "2027-01-10"}).status_code == 302
    assert "Phòng Quản lý xây dựng" in office.get(page).content.decode()
    assert lead.post(f"{page}de-nghi/", {"reason": "Không phải việc của sở", "to_unit": "Sở Nội vụ"}).status_code == 302
    objection = task.objections.get()
    assert office.post(f"{page}de-nghi/{objection.pk}/", {"agreed": "no", "answer": "Vẫn là sở"}).status_code == 302
    open_children = office.post(f"{page}thu-hoi/", {"reason": "Thôi"})
    assert open_children.status_code == 422
    assert office.post(f"{page}thu-hoi/", {"reason": "Thôi", "with_children": "on"}).status_code == 302


def test_clause_without_a_task_says_why(world: World, at_work: dict[str, Client]) -> None:
    directive = world.directive()
    clause = directive.clauses.get(label="3")
    path = f"/nhiem-vu/van-ban/{directive.pk}/muc/{clause.pk}/khong-giao/"
    assert at_work["cvp"].post(path, {"reason": ""}).status_code == 422
    assert at_work["cvp"].post(path, {"reason": "Chỉ để biết"}).status_code == 302
    assert "không giao việc" in at_work["cvp"].get(f"/nhiem-vu/van-ban/{directive.pk}/").content.decode()


@pytest.mark.parametrize("query", ["", "?xep=han", "?tt=open&cua=don-vi", "?han=overdue", "?q=de+an", "?cua=toi",
                                   "?cua=giao&sao=1", "?tu=2025-01-01&den=2026-12-31&toi-han=2027-01-01"])  # fmt: skip
def test_the_list_and_its_files(world: World, at_work: dict[str, Client], query: str) -> None:
    world.give(due_on=date(2026, 11, 1))
    office = at_work["cvp"]
    assert office.get(f"/nhiem-vu/{query}").status_code == 200
    csv = office.get(f"/nhiem-vu/tai-ve.csv{query}")
    assert b"NV-2025-0001" in b"".join(csv.streaming_content) or query in ("?cua=toi", "?cua=giao&sao=1",
                                                                          "?tt=open&cua=don-vi")  # fmt: skip
    assert office.get(f"/nhiem-vu/tai-ve.xlsx{query}").content[:2] == b"PK"
    assert office.get(f"/nhiem-vu/bang/{query}").status_code == 200


def test_the_list_pages_by_key_and_asks_the_same_for_more_rows(
    world: World, django_assert_max_num_queries: object
) -> None:
    from congvu.tasks.selectors.listing import TaskFilter, task_rows

    given = [commands.TaskGiven(f"Việc {n}", world.unit("sxd"), date(2025, 12, 1)) for n in range(30)]
    actor = world.actor("cvp", GIVEN_AT)
    commands.give_tasks(tasks=given, unit_id=world.unit("tinh"), actor=actor, at=GIVEN_AT)
    for sort in ("-giao", "giao", "han"):
        codes: list[str] = []
        after = None
        while True:
            with django_assert_max_num_queries(15):  # type: ignore[operator]
                page = task_rows(
                    actor=world.actor("cvp", GIVEN_AT),
                    filters=TaskFilter(),
                    sort=sort,
                    after=after,
                    now=GIVEN_AT,
                    size=13,
                )
            codes += [row.code for row in page.rows]
            after = page.next_key
            if after is None:
                break
        assert (len(codes), len(set(codes)), page.count) == (30, 30, 30)
