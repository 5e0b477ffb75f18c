"""Pages of following: figures, signals, the console, what was sent, the weekly list, closings, a pasted directive."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from congvu.metrics.models import Closing
from congvu.obligations.models import Urging
from congvu.tasks.models import Directive, Task
from tests.tasks.world import World

TEXT = """ỦY BAN NHÂN DÂN
TỈNH TÂY NINH
Số: 12/CT-UBND
Tây Ninh, ngày 15 tháng 5 năm 2026
CHỈ THỊ
Về việc đẩy mạnh cải cách hành chính

1. Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính tham mưu ban hành Kế hoạch kiểm tra trước ngày 31/12/2026.
2. Giao Sở Xây dựng, Sở Tài chính tổ chức tập huấn trong năm 2026.
3. Giao Sở Tài chánh rà soát thủ tục.
Chỉ thị này có hiệu lực từ ngày ký./.
"""


@pytest.fixture
def at_work(world: World) -> dict[str, Client]:
    found = {}
    for name in ("cvp", "pct", "gd_sxd", "gd_stc", "cv_qlxd"):
        found[name] = Client()
        found[name].force_login(world.people[name])
    return found


@pytest.fixture
def tasks(world: World) -> list[Task]:
    return [world.give("sxd"), world.give("stc", due_on=None), world.give("snv")]


@pytest.mark.parametrize(
    "path",
    [
        "/nhiem-vu/so-lieu/?ky=2025", "/nhiem-vu/so-lieu/?ky=2025&theo=assigner",
        "/nhiem-vu/so-lieu/?ky=2025&theo=field",
        "/nhiem-vu/so-lieu/?ky=2025&theo=document&den=2025-12-01", "/nhiem-vu/so-lieu/?ky=2025&theo=month&cc=now",
        "/nhiem-vu/so-lieu/?ky=2019", "/nhiem-vu/dau-hieu/", "/nhiem-vu/dau-hieu/?xem=overdue", "/nhiem-vu/don-doc/",
        "/nhiem-vu/don-doc/?xem=silent", "/nhiem-vu/don-doc/da-gui/", "/nhiem-vu/don-doc/tuan/",
        "/nhiem-vu/tu-van-ban/",
        "/so-lieu/chot/", "/so-lieu/chot/?so-lieu=tasks", "/so-lieu/tasks_open_overdue/danh-sach/?ky=2025",
    ],
)  # fmt: skip
def test_pages_open(at_work: dict[str, Client], tasks: list[Task], path: str) -> None:
    assert at_work["cvp"].get(path).status_code == 200


def test_the_figures_page_counts_and_opens_rows(at_work: dict[str, Client], tasks: list[Task]) -> None:
    page = at_work["cvp"].get("/nhiem-vu/so-lieu/?ky=2025").content.decode()
    for words in (
        "Hoàn thành / tổng số",
        "Hoàn thành / đến hạn",
        "Không có thời hạn",
        "đồng hạng",
        "Bình quân các tỷ lệ",
    ):
        assert words in page
    assert "/so-lieu/tasks_open_overdue/danh-sach/?" in page
    assert tasks[0].code in page


def test_the_number_of_queries_does_not_grow(
    world: World, at_work: dict[str, Client], tasks, django_assert_max_num_queries
) -> None:
    from congvu.core import periods
    from congvu.metrics.questions import By, Question
    from congvu.tasks.selectors.figures import task_figures
    from tests.tasks.world import GIVEN_AT

    actor = world.actor("cvp", GIVEN_AT)
    year = periods.period_from("2025")
    with django_assert_max_num_queries(30) as few:
        task_figures(Question(year, year.last_on), by=By.UNIT, actor=actor)
    for _n in range(12):
        world.give("xa")
    with django_assert_max_num_queries(len(few)):
        task_figures(Question(year, year.last_on), by=By.UNIT, actor=actor)


def test_figures_as_files(at_work: dict[str, Client], tasks: list[Task]) -> None:
    csv = at_work["cvp"].get("/nhiem-vu/so-lieu/?ky=2025&tai=csv").content.decode("utf-8-sig")
    assert "Cộng,3," in csv
    workbook = at_work["cvp"].get("/nhiem-vu/so-lieu/?ky=2025&tai=xlsx")
    assert zipfile.ZipFile(io.BytesIO(workbook.content)).testzip() is None


def test_select_many_write_once_and_read_the_answers(at_work: dict[str, Client], tasks: list[Task]) -> None:
    office = at_work["cvp"]
    codes = [task.code for task in tasks]
    composed = office.post("/nhiem-vu/don-doc/soan/", {"rows": codes})
    assert all(code in composed.content.decode() for code in codes)
    assert not Urging.objects.exists()
    done = office.post("/nhiem-vu/don-doc/gui/", {"rows": [*codes, "KHONG-CO"], "text": "Báo cáo ngay."})
    assert "Đã gửi 3 trong 4" in done.content.decode()
    assert Urging.objects.count() == 3
    assert "Báo cáo ngay." in office.get("/nhiem-vu/don-doc/da-gui/").content.decode()
    refused = office.post("/nhiem-vu/don-doc/gui/", {"text": "x"})
    assert refused.status_code == 422
    stranger = at_work["cv_qlxd"].post("/nhiem-vu/don-doc/gui/", {"rows": codes, "text": "x"})
    assert "Đã gửi 0 trong 3" in stranger.content.decode()


def test_weekly_list_as_a_file(at_work: dict[str, Client], tasks: list[Task]) -> None:
    csv = at_work["cvp"].get("/nhiem-vu/don-doc/tuan/?tai=csv").content.decode("utf-8-sig")
    assert all(task.code in csv for task in tasks)


def test_a_pasted_directive_is_read_confirmed_and_given(world: World, at_work: dict[str, Client]) -> None:
    office = at_work["cvp"]
    page = office.post("/nhiem-vu/tu-van-ban/", {"text": TEXT, "split": "on"})
    shown = page.content.decode()
    assert page.status_code == 200
    assert not Directive.objects.exists()
    for words in (
        "12/CT-UBND",
        "đọc từ dòng 8",
        "Sở Nội vụ",
        "Không có đơn vị “Sở Tài chánh”. Có phải: Sở Tài chính",
        "đã tách mỗi đơn vị",
        "có hiệu lực từ ngày ký",
    ):
        assert words in shown
    rows = page.context["rows"]
    typed = {
        "form-TOTAL_FORMS": len(rows.forms), "form-INITIAL_FORMS": 0, "kind": "instruction", "number": "12/CT-UBND",
        "issued_on": "2026-05-15", "confidentiality": "normal", "unit": world.unit("tinh"),
    }  # fmt: skip
    for n, form in enumerate(rows.forms):
        typed |= {f"form-{n}-{name}": value or "" for name, value in form.initial.items()}
    refused = office.post("/nhiem-vu/giao/", typed)
    assert refused.status_code == 422
    assert not Task.objects.exists()
    typed["form-3-lead_unit"] = "Sở Xây dựng"
    given = office.post("/nhiem-vu/giao/", typed)
    assert given.status_code == 302
    assert sorted(Task.objects.values_list("clause__label", "lead_unit__code")) == [
        ("1", "snv"), ("2", "stc"), ("2", "sxd"), ("3", "sxd"),
    ]  # fmt: skip


def test_a_table_is_read_the_same_way(at_work: dict[str, Client]) -> None:
    lines = (
        "Mục,Nội dung,Chủ trì,Phối hợp,Thời hạn\n"
        "1,Rà soát,so noi vu,Sở Tài chính,quý IV/2026\n"
        "2,Tập huấn,Sở Xây,,31/12/2026\n"
    )
    page = at_work["cvp"].post("/nhiem-vu/tu-van-ban/", {"file": SimpleUploadedFile("b.csv", lines.encode())})
    forms = page.context["rows"].forms
    assert [str(form.initial["due_on"]) for form in forms] == ["2026-12-31", "2026-12-31"]
    assert (forms[0].initial["lead_unit"], forms[0].initial["coordinating"]) == ("Sở Nội vụ", "Sở Tài chính")
    assert page.context["found"].asking == 1
    assert not Task.objects.exists()


@pytest.mark.parametrize("typed", [{"text": ""}, {"text": "Chào."}, {"text": "MẬT\n1. Giao Sở Nội vụ rà soát."}])
def test_what_cannot_be_read_is_refused_and_kept(at_work: dict[str, Client], typed: dict) -> None:
    page = at_work["cvp"].post("/nhiem-vu/tu-van-ban/", typed)
    assert page.status_code == 422
    assert typed["text"].strip() in page.content.decode()


def test_closing_a_period_on_the_page(world: World, at_work: dict[str, Client], tasks: list[Task]) -> None:
    typed = {
        "subject": "tasks",
        "first_on": "2025-01-01",
        "last_on": "2025-12-31",
        "unit": "sxd",
        "signer": "Võ Thanh Sơn",
        "document": "5/BC-SXD",
    }
    director = at_work["gd_sxd"]
    assert director.post("/so-lieu/chot/", {**typed, "signer": ""}).status_code == 422
    assert at_work["cv_qlxd"].post("/so-lieu/chot/", typed).status_code == 403
    done = director.post("/so-lieu/chot/", typed)
    closing = Closing.objects.get()
    assert done.headers["Location"] == f"/so-lieu/chot/{closing.pk}/"
    page = director.get(f"/so-lieu/chot/{closing.pk}/?theo=field").content.decode()
    assert "5/BC-SXD" in page
    assert "Nguyên vẹn" in page
    again = director.post("/so-lieu/chot/", typed)
    assert "đã chốt theo 5/BC-SXD" in again.content.decode()
    assert director.get("/nhiem-vu/so-lieu/?ky=2025&dv=sxd").content.decode().count("5/BC-SXD")
    assert at_work["gd_stc"].get(f"/so-lieu/chot/{closing.pk}/").status_code == 404
