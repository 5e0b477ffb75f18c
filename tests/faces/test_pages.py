"""The face's own pages: strict policy kept, light enough, choices remembered, help found."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import translation

from congvu.faces import help_pages
from congvu.faces.gallery.desk import SampleForm

pytestmark = pytest.mark.urls("tests.faces.urls")
PAGES = ("/-/thanh-phan/", "/-/muc-luc/", "/huong-dan/", "/refuse/409/", "/nowhere/")


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    client = Client()
    return {path: client.get(path).content.decode() for path in PAGES}


@pytest.mark.parametrize("path", PAGES)
def test_nothing_the_policy_forbids(pages: dict[str, str], path: str) -> None:
    page = pages[path]
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<[^>]+\son[a-z]+=", page)
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert "javascript:" not in page


@pytest.mark.parametrize("path", PAGES)
def test_ids_are_unique_and_labels_lead_somewhere(pages: dict[str, str], path: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', pages[path])
    doubled = {one for one in ids if ids.count(one) > 1} - {"progress"}
    assert not {one for one in doubled if not one.startswith("id_")}
    for target in re.findall(r'aria-(?:labelledby|controls)="([^"]+)"', pages[path]):
        assert target in ids


def test_the_first_load_is_light(pages: dict[str, str]) -> None:
    """≤ 150 KB compressed without fonts: page, sheets, scripts, sprite."""
    page = pages["/-/thanh-phan/"]
    assets = set(re.findall(r'(?:href|src)="/static/([^"#]+)', page)) - set(re.findall(r'/static/([^"]+woff2)', page))
    weight = len(gzip.compress(page.encode()))
    for asset in assets:
        found = finders.find(asset)
        assert found, asset
        weight += len(gzip.compress(Path(found).read_bytes()))
    assert len(assets) >= 9
    assert weight < 100_000


def test_every_part_is_in_the_gallery() -> None:
    templates = Path(__file__).resolve().parents[2] / "congvu/faces/templates/faces"
    source = (templates / "gallery.html").read_text("utf-8") + (templates / "base.html").read_text("utf-8")
    source += "".join(path.read_text("utf-8") for path in templates.glob("_*.html"))
    for part in templates.glob("_*.html"):
        assert f'"faces/{part.name}"' in source, f"{part.name} is shown nowhere"


def test_the_gallery_does_not_exist_in_production(settings, client: Client) -> None:
    settings.PRODUCTION = True
    assert client.get("/-/thanh-phan/").status_code == 404
    assert client.get("/-/thanh-phan/tien-do/20/").status_code == 404


def test_progress_stops_asking_when_done(client: Client) -> None:
    assert "hx-trigger" in client.get("/-/thanh-phan/tien-do/20/").content.decode()
    assert "hx-trigger" not in client.get("/-/thanh-phan/tien-do/90/").content.decode()


@pytest.mark.parametrize(("chosen", "attribute"), [("dark", 'data-theme="dark"'), ("light", 'data-theme="light"')])
def test_the_theme_is_remembered_and_rendered(client: Client, chosen: str, attribute: str) -> None:
    answer = client.post("/-/mau-sac/", {"theme": chosen, "next": "/huong-dan/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/huong-dan/")
    assert attribute in client.get("/-/muc-luc/").content.decode()[:200]


def test_a_theme_that_is_none_changes_nothing(client: Client) -> None:
    answer = client.post("/-/mau-sac/", {"theme": "neon", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
    assert not answer.cookies


def test_choices_are_made_by_post_only(client: Client) -> None:
    assert client.get("/-/mau-sac/").status_code == 405
    assert client.get("/-/cot/viec/").status_code == 405
    assert client.post("/-/muc-luc/").status_code == 405


def test_chosen_columns_are_remembered(client: Client) -> None:
    client.post("/-/cot/gallery-inbox/", {"columns": ["who", "opened", "x;y"], "next": "/-/thanh-phan/"})
    assert client.cookies["cv-cot-gallery-inbox"].value == "who.opened"
    page = client.get("/-/thanh-phan/").content.decode()
    assert "Nhận ngày</th>" in page
    assert "Cần làm</th>" not in page


def test_language_switch(client: Client) -> None:
    assert 'lang="vi"' in client.get("/-/muc-luc/").content.decode()[:200]
    client.post("/-/ngon-ngu/", {"language": "en", "next": "/-/muc-luc/"})
    assert 'lang="en"' in client.get("/-/muc-luc/").content.decode()[:200]


def test_help_pages_have_a_title_and_are_safe(client: Client) -> None:
    pages = help_pages.all_pages()
    assert [page.slug for page in pages if not page.is_rule]
    for page in pages:
        answer = client.get(f"/huong-dan/{page.slug}/")
        assert answer.status_code == 200
        assert f"<h1>{page.title}</h1>" in answer.content.decode()
        assert "<script>" not in page.html


def test_raw_html_in_help_is_text(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text(
        "# Tên\n\n<script>alert(1)</script>\n\n| a | b |\n|---|---|\n| 1 | [x](javascript:alert(1)) |\n", "utf-8"
    )
    html = help_pages.HelpPage("x", "Tên", path).html
    assert "<script>" not in html
    assert 'href="javascript' not in html
    assert "<table>" in html
    assert "<h1>" not in html


def test_a_refused_form_keeps_what_was_typed_and_ties_the_fault_to_its_field() -> None:
    form = SampleForm({"ten": "Lê Thị <Hạnh>", "so": "99", "cach": "quay"})
    drawn = str(form)
    assert 'value="Lê Thị &lt;Hạnh&gt;"' in drawn
    field = re.search(r'<input[^>]*name="so"[^>]*>', drawn)
    assert field
    assert 'aria-invalid="true"' in field.group()
    described = re.search(r'aria-describedby="([^"]+)"', field.group())
    assert described
    assert all(f'id="{target}"' in drawn for target in described.group(1).split())
    assert 'id="id_so_error"' in drawn


def test_help_text_is_tied_to_its_field() -> None:
    drawn = str(SampleForm())
    field = re.search(r'<input[^>]*name="ten"[^>]*>', drawn)
    assert field
    assert "id_ten_helptext" in field.group()
    assert 'id="id_ten_helptext"' in drawn


def test_a_rule_written_in_english_gives_vietnamese_readers_title_and_gist(client: Client) -> None:
    pages = {page.slug: page for page in help_pages.all_pages()}
    assert pages["deadlines"].title == "Hạn giải quyết tính thế nào"
    assert "ngày tiếp nhận không tính" in pages["deadlines"].gist
    assert "<h2" not in pages["deadlines"].gist, "only that section"
    assert "This page" not in pages["deadlines"].gist, "nothing in English"
    assert not pages["dossiers"].gist, "written in Vietnamese throughout"
    page = client.get("/huong-dan/deadlines/").content.decode()
    assert page.index("ngày tiếp nhận không tính") < page.index('<div lang="en">')
    with translation.override("en"):
        english = {page.slug: page for page in help_pages.all_pages()}
    assert english["deadlines"].title == "Deadlines: when something is due"
    assert not english["deadlines"].gist
