"""The desk, the list, the papers: what is offered, what is kept when refused, how many questions are asked."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from congvu.dossiers.models import Dossier
from tests.dossiers.test_pages_walk import client_of, intake_form, received_by_page
from tests.dossiers.world import World, moment

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33"
    "0000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    now = {"at": moment("2026-01-07 15:04")}
    monkeypatch.setattr(timezone, "now", lambda: now["at"])
    return now


def test_the_desk_shows_the_day_and_why_before_printing(world: World) -> None:
    client = client_of(world.people["dung"])
    empty = client.get("/tiep-nhan/").content.decode()
    assert "Ngày hẹn và lý do hiện ở đây" in empty
    page = client.get("/tiep-nhan/?tt=1.001193").content.decode()
    for text in ("Vì sao không phải hôm nay?", "15:04", "08/01/2026", "chuyển hồ sơ đầu giờ", "Tờ khai"):
        assert text in page, text


def test_procedures_are_found_as_they_are_typed(world: World) -> None:
    found = client_of(world.people["dung"]).get("/tiep-nhan/thu-tuc/?q=dk khai sinh").content.decode()
    assert "1.001193" in found
    assert "1.012784" not in found


def test_a_refused_intake_keeps_what_was_typed(world: World) -> None:
    client = client_of(world.people["dung"])
    form = intake_form("1.012784", identifier="12345", address="Khu phố 4", paper_2="")
    answer: Any = client.post("/tiep-nhan/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    for kept in ("Nguyễn Thị Lan", "12345", "Khu phố 4", 'value="handed_in" checked'):
        assert kept in page, kept
    assert not Dossier.objects.exists()


def test_a_double_click_is_one_dossier(world: World) -> None:
    client = client_of(world.people["dung"])
    form = intake_form("1.012784", request_key="k")
    first, second = client.post("/tiep-nhan/", form), client.post("/tiep-nhan/", form)
    assert first.url == second.url  # type: ignore[attr-defined]
    assert Dossier.objects.count() == 1


def test_the_receipt_has_the_fields_of_the_form(world: World) -> None:
    dossier = received_by_page(world, "1.012784")
    page = client_of(world.people["dung"]).get(f"/ho-so/{dossier.code}/giay-hen/").content.decode()
    for text in (
        dossier.code, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Nguyễn Thị Lan", "080 ••• ••• 417", "0912 345 678",
        "15 giờ 04 phút, ngày 07/01/2026", "trước 17 giờ 00", "22/01/2026", "Phạm Thị Dung", dossier.receipt_secret,
        "12 ngày làm việc", "<svg",
    ):  # fmt: skip
        assert text in page, text
    assert "080199123417" not in page


def test_a_slip_is_printed_instead_of_a_receipt(world: World) -> None:
    client = client_of(world.people["dung"])
    answer: Any = client.post("/tiep-nhan/", intake_form("1.012784", paper_2="missing", outcome="supplement"))
    page = client.get(answer.url).content.decode()
    assert "YÊU CẦU BỔ SUNG" in page
    assert "01/HDHS" in page
    assert client_of(world.people["dung2"]).get(answer.url).status_code == 404


def test_the_list_is_scoped_searched_and_exported(world: World) -> None:
    codes = {received_by_page(world, "1.012784", applicant_name=name).code for name in ("Trần Văn Đạt", "Lê An")}
    client = client_of(world.people["dung"])
    page = client.get("/ho-so/").content.decode()
    assert all(code in page for code in codes)
    assert "2 hồ sơ" in page
    found = client.get("/ho-so/?q=tran van dat").content.decode()
    assert "1 hồ sơ khớp" in found
    assert "Lê An" not in found
    for query in (
        "han=overdue",
        "tt=open&xep=han",
        "cua=toi",
        "lv=Đất đai",
        "kenh=online",
        "tu=2026-01-08",
        "xep=nhan",
    ):
        assert client.get(f"/ho-so/?{query}").status_code == 200, query
    assert all(code not in client_of(world.people["dung2"]).get("/ho-so/").content.decode() for code in codes)
    export: Any = client.get("/ho-so/tai-ve.csv?q=tran van dat")
    lines = b"".join(export.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Trần Văn Đạt" in lines[1]


def test_the_list_asks_as_much_for_thirty_as_for_three(world: World, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(world.people["dung"])
    counts = []
    for many in (3, 27):
        for _n in range(many):
            world.receive("1.001193", moment("2026-01-07 09:00"))
        with CaptureQueriesContext(connection) as asked:
            client.get("/ho-so/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15


def test_the_first_page_asks_little(world: World, django_assert_max_num_queries: Any) -> None:
    client = client_of(world.people["dung"])
    for _n in range(9):
        world.receive("1.001193", moment("2026-01-07 09:00"))
    with django_assert_max_num_queries(15):
        assert client.get("/").status_code == 200


def test_the_matter_page_offers_what_the_reader_may_do(world: World) -> None:
    dossier = received_by_page(world, "1.012784")
    url = f"/ho-so/{dossier.code}/"
    mine = client_of(world.people["dung"]).get(url).content.decode()
    for text in ("Kiểm tra xong, chuyển xử lý", "Vì sao là ngày", "Hẹn với dân", "Diễn biến", "080 ••• ••• 417"):
        assert text in mine, text
    seen = client_of(world.people["thanh_tra"]).get(url).content.decode()
    for hidden in ("d-forward", "d-reveal", "d-withdraw"):
        assert hidden not in seen, hidden
    assert client_of(world.people["dung2"]).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    shown = client_of(world.people["dung"]).post(f"{url}hien-so/", {"what": "identifier"}).content.decode()
    assert "080199123417" in shown


def test_a_file_is_kept_with_the_dossier_and_given_only_within_sight(world: World) -> None:
    dossier = received_by_page(world, "1.012784")
    url = f"/ho-so/{dossier.code}/"
    client = client_of(world.people["dung"])
    upload = SimpleUploadedFile("ban-ve.png", PNG, "image/png")
    assert client.post(f"{url}giay-to/", {"file": upload, "position": "1"}).status_code == 302
    page = client.get(url).content.decode()
    link = page.split(f"{url}tep/")[1].split('"')[0]
    given: Any = client.get(f"{url}tep/{link}")
    assert b"".join(given.streaming_content) == PNG
    assert client_of(world.people["dung2"]).get(f"{url}tep/{link}").status_code == 404
    false = SimpleUploadedFile("ban-ve.pdf", PNG, "application/pdf")
    refused: Any = client.post(f"{url}giay-to/", {"file": false})
    assert refused.status_code == 422
    assert 'id="d-attach"' in refused.content.decode()
