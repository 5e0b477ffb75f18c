"""One dossier through a real browser: received at the desk by keyboard alone, taken, completed, approved, returned.

On each page: no axe violation, nothing on the console, no sideways scrolling.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Page, expect

from congvu.dossiers.models import Dossier, State
from congvu.orgs.models import Person
from tests.dossiers.walking import open_run, someone_for
from tests.dossiers.world import World, build, moment
from tests.faces.browser import Desk, needs_chromium, running_chromium, running_server

pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_chromium]
LAND = "1.012784"
PASSWORD = "mat-khau-thu-nghiem-2026"
NOW = moment("2026-01-07 08:15")


@pytest.fixture
def world(
    live_database: str, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Iterator[World]:
    """A committed world that the server's threads see; the clock of the doors stands."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's loop runs in this thread
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    settings.ALLOWED_HOSTS = ["*"]
    with django_db_blocker.unblock():
        made = build(LAND)
        for person in Person.objects.all():
            person.set_password(PASSWORD)
            person.save(update_fields=["password"])
        yield made


@pytest.fixture
def desk(world: World) -> Iterator[Desk]:
    with running_chromium() as browser, running_server() as address:
        opened = Desk(browser, address)
        yield opened
        opened.close()
        connections.close_all()  # those opened while the browser's loop runs are kept apart from the others


def sign_in(desk: Desk, username: str, **context: Any) -> Page:
    page = desk.open("/", **context)
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").press_sequentially(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(desk.address + "/")
    return page


def clean(desk: Desk, page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert not found, (page.url, [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found])
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    assert desk.complaints == []


def receive_by_keyboard(desk: Desk) -> Dossier:
    page = sign_in(desk, "dung")
    clean(desk, page)
    page.goto(desk.address + "/tiep-nhan/")
    expect(page.locator("#tt")).to_be_focused()
    clean(desk, page)
    page.keyboard.type("tach thua")
    expect(page.locator("#found a").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#chk [data-paper]").first).to_be_visible()
    clean(desk, page)
    page.locator("[name=applicant_name]").focus()
    page.keyboard.type("Nguyễn Thị Lan")
    page.keyboard.press("F8")  # leads to the first paper that is not checked
    expect(page.locator("#chk li.cur")).to_be_focused()
    for _ in range(page.locator("#chk [data-paper]").count()):
        page.keyboard.press("Space")
    page.keyboard.press("F8")
    page.wait_for_url("**/giay-hen/")
    clean(desk, page)
    return Dossier.objects.get()


def act(desk: Desk, dossier: Dossier, username: str) -> None:
    """Whoever has the step presses what the page offers, through its dialog."""
    page = sign_in(desk, username)
    page.goto(f"{desk.address}/ho-so/{dossier.code}/")
    if open_run(dossier).person_id is None and page.get_by_role("button", name="Nhận xử lý").count():
        page.get_by_role("button", name="Nhận xử lý").first.click()
        page.wait_for_load_state()
    clean(desk, page)
    page.locator(".mt-a > button.btn-1, .mt-a > form > button.btn-1").first.click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    receiver = dialog.locator("[name=receiver]")
    if receiver.count():
        receiver.fill("Nguyễn Thị Lan")
    before = open_run(dossier).number
    dialog.locator("button.btn-1").click()
    page.wait_for_load_state("networkidle")
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED or open_run(dossier).number != before, page.locator("main").inner_text()
    page.context.close()


def test_a_dossier_from_the_desk_to_the_returned_result(desk: Desk) -> None:
    dossier = receive_by_keyboard(desk)
    passed = []
    while dossier.state != State.RETURNED:
        run = open_run(dossier)
        passed.append(run.role)
        act(desk, dossier, Person.objects.get(pk=someone_for(run, NOW).person_id).username)
        assert len(passed) < 12
    assert {"specialist", "signing_leader"} <= set(passed)
    assert desk.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_main_pages_on_desk_and_phone(desk: Desk, world: World, theme: str) -> None:
    dossier = world.receive(LAND, NOW)
    paths = (
        "/",
        "/ho-so/",
        f"/ho-so/{dossier.code}/",
        "/tiep-nhan/",
        f"/tiep-nhan/?tt={LAND}",
        "/tim/?q=lan",
        "/don-vi/",
    )
    for width in (1440, 390):
        page = sign_in(desk, "dung", width=width, color_scheme=theme)
        for path in paths if width == 1440 or theme == "light" else paths[:3]:
            answer = page.goto(desk.address + path)
            if answer is not None and answer.status != 403:
                clean(desk, page)
    desk.complaints = [said for said in desk.complaints if "403" not in said]
    assert desk.complaints == []
