"""The gallery in a real browser: no axe violation, no sideways scrolling, everything by keyboard, nothing lost."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.faces.browser import Desk, needs_chromium, running_chromium, running_server

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.faces.urls"), needs_chromium]
GALLERY = "/-/thanh-phan/"
PAGES = (GALLERY, "/-/muc-luc/", "/huong-dan/", "/huong-dan/dung-trang/", "/nowhere/")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_chromium() as chromium:
        yield chromium


@pytest.fixture
def desk(browser: Browser, settings) -> Iterator[Desk]:
    settings.ALLOWED_HOSTS = ["*"]
    with running_server() as address:
        opened = Desk(browser, address)
        yield opened
        opened.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(desk: Desk, theme: str, width: int) -> None:
    for path in PAGES:
        page = desk.open(path, width=width, color_scheme=theme)
        page.evaluate("for (const d of document.querySelectorAll('details:not(.menu)')) d.open = true")
        found = Axe().run(page).response["violations"]
        assert not found, [(one["id"], [node["html"][:200] for node in one["nodes"][:4]]) for one in found]


def test_no_page_scrolls_sideways(desk: Desk) -> None:
    for path in PAGES:
        page = desk.open(path)
        for width in (320, 390, 720, 1024, 1440):  # 720 is a desktop at 200 %
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_the_policy_is_never_violated(desk: Desk) -> None:
    page = desk.open(GALLERY)
    policy = page.evaluate("fetch(location.href).then((answer) => answer.headers.get('content-security-policy'))")
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert desk.complaints == []


def test_fonts_icons_and_sheets_arrive(desk: Desk) -> None:
    page = desk.open(GALLERY)
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('15px \"Inter Variable\"', 'Tiếng Việt ộ ữ ẵ')")
    loaded = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert any("inter-vietnamese" in name for name in loaded)
    assert not any("latin-ext" in name for name in loaded)
    assert page.evaluate("document.querySelector('.hd .i').getBoundingClientRect().width") > 10


def test_a_list_by_keyboard(desk: Desk) -> None:
    page = desk.open(GALLERY)
    bulk = page.locator(".bulk")
    expect(bulk).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tr.cur .c-code")).to_have_text("NV-2025-1187")
    page.keyboard.press("x")
    expect(bulk).to_be_visible()
    expect(page.locator("[data-bulk-count]")).to_have_text("Đã chọn 1 việc")
    page.keyboard.press("k")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk-count]")).to_have_text("Đã chọn 2 việc")
    page.locator("[data-bulk-none]").click()
    expect(bulk).to_be_hidden()
    page.keyboard.press("Enter")
    assert page.url.endswith("#H53.18-251212-0031")


def test_keys_stay_quiet_while_typing(desk: Desk) -> None:
    page = desk.open(GALLERY)
    field = page.locator("[name=ten]").first
    field.fill("")
    field.press_sequentially("jxk/")
    expect(field).to_have_value("jxk/")
    expect(page.locator("tr.cur")).to_have_count(0)


def test_an_act_is_asked_once_and_can_be_declined(desk: Desk) -> None:
    page = desk.open(GALLERY)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    menu = page.locator(".mt-a details")
    menu.locator("summary").press("Enter")
    menu.get_by_role("button", name="Dừng giải quyết").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Dừng giải quyết hồ sơ?")
    expect(dialog.get_by_role("button", name="Thôi")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert sent == []
    if not menu.evaluate("menu => menu.open"):
        menu.locator("summary").press("Enter")
    menu.get_by_role("button", name="Dừng giải quyết").press("Enter")
    with page.expect_request(lambda request: request.method == "POST"):
        dialog.get_by_role("button", name="Dừng giải quyết").press("Enter")
    assert "confirmed=1" in sent[-1]


def test_without_scripts_the_question_is_a_page(desk: Desk) -> None:
    page = desk.open("/-/muc-luc/", java_script_enabled=False)
    page.set_content(f'<form method="post" action="{desk.address}/withdraw/"><button>Hủy</button></form>')
    assert page.locator("button").count() == 1
    gallery = desk.open(GALLERY, java_script_enabled=False)
    expect(gallery.locator(".bulk")).to_be_visible()
    gallery.locator(".mt-a summary").click()
    expect(gallery.get_by_role("button", name="Dừng giải quyết")).to_be_visible()


def test_a_second_press_sends_nothing_and_a_return_frees_the_form(desk: Desk) -> None:
    page = desk.open(GALLERY)
    form = "document.querySelector('form[data-draft]')"
    counts = "(e) => { window.sent = (window.sent || 0) + !e.defaultPrevented; e.preventDefault() }"
    page.evaluate(f"{form}.addEventListener('submit', {counts})")
    page.evaluate(f"{form}.querySelectorAll('input,select').forEach((f) => f.required = false)")
    page.evaluate(f"{form}.requestSubmit(); {form}.requestSubmit()")
    assert page.evaluate("window.sent") == 1
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow'))")
    page.evaluate(f"{form}.requestSubmit()")
    assert page.evaluate("window.sent") == 2


def test_what_was_typed_survives_leaving_the_page(desk: Desk) -> None:
    page = desk.open(GALLERY)
    page.locator("form[data-draft] [name=ten]").fill("Lê Thị Hạnh")
    page.locator("form[data-draft] [name=dong_y]").check()
    page.wait_for_timeout(500)
    page.goto(desk.address + "/-/muc-luc/")
    page.goto(desk.address + GALLERY)
    expect(page.locator("form[data-draft] [name=ten]")).to_have_value("Lê Thị Hạnh")
    expect(page.locator("form[data-draft] [name=dong_y]")).to_be_checked()
    assert "csrf" not in page.evaluate("localStorage.getItem('cv-draft:gallery')")


def test_a_draft_is_forgotten_once_it_was_accepted(desk: Desk) -> None:
    page = desk.open(GALLERY)
    page.locator("form[data-draft] [name=ten]").fill("Lê Thị Hạnh")
    page.wait_for_timeout(500)
    page.evaluate("sessionStorage.setItem('cv-draft:sent', 'gallery')")
    page.goto(desk.address + "/nowhere/")  # a refusal keeps it
    assert page.evaluate("localStorage.getItem('cv-draft:gallery')")
    page.evaluate("sessionStorage.setItem('cv-draft:sent', 'gallery')")
    page.goto(desk.address + "/-/muc-luc/")
    assert page.evaluate("localStorage.getItem('cv-draft:gallery')") is None


def test_menus_close_on_escape_and_give_the_focus_back(desk: Desk) -> None:
    page = desk.open(GALLERY)
    chip = page.locator(".chips details summary").first
    chip.press("Enter")
    expect(page.locator(".chips details[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".chips details[open]")).to_have_count(0)
    expect(chip).to_be_focused()


def test_the_first_tab_stop_leads_to_the_content(desk: Desk) -> None:
    page = desk.open(GALLERY)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_progress_is_asked_again_until_done(desk: Desk) -> None:
    page = desk.open(GALLERY)
    running = page.locator(".prog").first
    expect(running.locator("progress")).to_have_attribute("value", "60", timeout=6000)


def test_a_refusal_by_htmx_is_told_and_changes_nothing(desk: Desk) -> None:
    page = desk.open(GALLERY)
    before = page.locator("main").inner_html()
    page.evaluate("htmx.ajax('GET', '/refuse/409/', {target: 'main'})")
    expect(page.locator(".toast-no")).to_contain_text("hãy tiếp nhận bổ sung trước khi trả kết quả")
    assert page.locator("main").inner_html() == before
    page.locator(".toast-b").click()
    expect(page.locator(".toast")).to_have_count(0)


def test_a_fault_by_htmx_is_told_too(desk: Desk) -> None:
    page = desk.open(GALLERY)
    page.evaluate("htmx.ajax('GET', '/nowhere/', {target: 'main'})")
    expect(page.locator(".toast-no")).to_contain_text("Những gì đã gõ còn nguyên")
