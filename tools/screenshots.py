"""Take the pictures of the main pages into `docs/pictures/`: on a desk and on a phone, light, a few dark.

    make run                                    # in one terminal: the demonstration province
    make pictures                               # in another
    python tools/screenshots.py --only ho-so --whole --every-theme --out var/pictures

A page is one line of PAGES. Prints what the browser complained about (console errors, refused by the
Content-Security-Policy, sideways scrolling) and exits 1 when there was anything.
"""

import argparse
import os
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import django
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


Finder = Callable[[Page, str], str]


@dataclass(frozen=True)
class Shot:
    """`name` names the files; `account` is a demonstration account, empty for a page without sign-in.

    `find` looks up what the path leaves open (`{}`), such as the code of some dossier. `kept`: the pictures that
    belong to the project, as size or size-dark; with `--every-theme` all are taken.
    """

    name: str
    path: str
    account: str = ""
    kept: tuple[str, ...] = ("desktop",)
    find: Finder | None = None


def first_running(page: Page, base: str) -> str:
    """A dossier that somebody works on and that is not in trouble: the usual case."""
    page.goto(f"{base}/ho-so/?cua=toi&xep=han")
    links = page.locator("tr.r:has(.due-open) .c-link a")
    return (links.nth(min(3, links.count() - 1)).get_attribute("href") or "/ho-so/").split("/")[2]


def first_to_appraise(page: Page, base: str) -> str:
    """The desk of a unit that waits for the reader's appraisal, at a criterion with a rule."""
    page.goto(f"{base}/chi-so/?xep=")
    page.locator("tr.r:has(.tag-p) .c-link a").first.click()
    page.goto(f"{page.url}?cho=toi")
    return f"{page.locator('tr.r .c-link a').first.get_attribute('href')}?tc=3.3"


def waiting_claim(page: Page, base: str) -> str:
    """A starred task whose lead claims that it is done."""
    page.goto(f"{base}/nhiem-vu/?tt=claimed&sao=1")
    return (page.locator("tr.r .c-link a").first.get_attribute("href") or "/nhiem-vu/").split("/")[2]


def conclusion(page: Page, base: str) -> str:
    page.goto(f"{base}/nhiem-vu/van-ban/?q=486%2FTB-UBND")
    return (page.locator("tr.r .c-link a").first.get_attribute("href") or "/nhiem-vu/van-ban/").split("/")[3]


PAGES = (
    Shot("viec-cua-toi", "/", "chuyenvien", ("desktop", "phone", "desktop-dark")),
    Shot("ho-so", "/ho-so/{}/", "chuyenvien", ("desktop", "phone", "phone-dark"), first_running),
    Shot("danh-sach-ho-so", "/ho-so/?tt=open&xep=han", "chuyenvien"),
    Shot("ban-tiep-nhan", "/tiep-nhan/?tt=1.001193", "tiepnhan"),
    Shot("tim", "/tim/?q=tach+thua", "chuyenvien", ("phone",)),
    Shot("don-vi", "/don-vi/", "quantri"),
    Shot("so-lieu", "/so-lieu/dossiers_on_time_rate/", "phochutich"),
    Shot("nhiem-vu", "/nhiem-vu/{}/", "chanhvanphong", ("desktop", "phone"), waiting_claim),
    Shot("danh-sach-nhiem-vu", "/nhiem-vu/?tt=open&xep=han", "chanhvanphong", ("desktop", "phone")),
    Shot("bang-nhiem-vu", "/nhiem-vu/bang/", "chanhvanphong", ("desktop", "phone")),
    Shot("van-ban-giao-viec", "/nhiem-vu/van-ban/{}/", "chanhvanphong", ("desktop", "phone"), conclusion),
    Shot("giao-viec", "/nhiem-vu/giao/", "chanhvanphong", ("desktop", "phone")),
    Shot("tra-cuu", "/tra-cuu/", "", ("phone",)),
    Shot("cham-diem", "{}", "chiso", ("desktop", "phone"), first_to_appraise),
    Shot("xep-hang", "/chi-so/dot/CCHC-SO-2025/ket-qua/", "chiso"),
    Shot("diem-mat", "/chi-so/dot/CCHC-SO-2025/diem-mat/", "chiso"),
    Shot("ket-qua-cong-khai", "/cong-khai/chi-so/CCHC-SO-2025/", "", ("desktop", "phone")),
)


def open_browser(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(
        executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"],
    )


def sign_in(context: BrowserContext, base: str, account: str, password: str) -> None:
    page = context.new_page()
    page.goto(base + "/")
    page.locator("input[name=login], input[name=username]").first.fill(account)
    page.locator("input[name=password]").first.fill(password)
    page.locator("main button[type=submit], main form button").first.click()
    page.wait_for_load_state()
    page.close()


def listen(page: Page, complaints: list[str], name: str) -> None:
    def heard(said: ConsoleMessage) -> None:
        if said.type == "error":
            complaints.append(f"{name}: {said.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(f"{name}: {error}"))


def take(page: Page, shot: Shot, base: str, out: Path, label: str, *, whole: bool, complaints: list[str]) -> None:
    path = shot.path.format(shot.find(page, base)) if shot.find else shot.path
    answer = page.goto(base + path, wait_until="networkidle")
    if answer is None or not answer.ok:
        complaints.append(f"{path}: answered {answer.status if answer else 'nothing'}")
        return
    page.evaluate("document.fonts.ready")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        complaints.append(f"{shot.name}-{label}: scrolls sideways")
    page.screenshot(path=out / f"{shot.name}-{label}.png")
    if whole:
        page.screenshot(path=out / f"{shot.name}-{label}-whole.png", full_page=True)


def demo_password() -> str:
    django.setup()
    from congvu.demo.people import PASSWORD

    return PASSWORD


def answers(base: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base}/healthz", timeout=10) as answer:  # noqa: S310  (an address of ours)
            return bool(answer.status == 200)
    except OSError:
        return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--base", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--password", default=os.environ.get("CONGVU_DEMO_PASSWORD", demo_password()))
    parser.add_argument("--only", action="append", help="names of pages; all of them when absent")
    parser.add_argument("--every-theme", action="store_true", help="every page in every size and theme")
    parser.add_argument("--whole", action="store_true", help="the whole page besides the first screen")
    given = parser.parse_args()
    if not answers(given.base):
        print(f"Nothing answers at {given.base}; start it first: make run", file=sys.stderr)
        return 1
    given.out.mkdir(parents=True, exist_ok=True)
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = open_browser(playwright)
        for label, (width, height) in SIZES.items():
            for theme in THEMES:
                kept: dict[str, BrowserContext] = {}
                for shot in PAGES:
                    suffix = label if theme == "light" else f"{label}-dark"
                    if given.only and shot.name not in given.only:
                        continue
                    if not given.every_theme and suffix not in shot.kept:
                        continue
                    if shot.account not in kept:
                        kept[shot.account] = browser.new_context(
                            viewport={"width": width, "height": height},
                            device_scale_factor=1.5 if label == "phone" else 1,
                            color_scheme=theme,
                            locale="vi-VN",
                            has_touch=label == "phone",
                            is_mobile=label == "phone",
                        )
                        if shot.account:
                            sign_in(kept[shot.account], given.base, shot.account, given.password)
                    page = kept[shot.account].new_page()
                    listen(page, complaints, shot.name)
                    take(page, shot, given.base, given.out, suffix, whole=given.whole, complaints=complaints)
                    page.close()
                for context in kept.values():
                    context.close()
        browser.close()
    for complaint in dict.fromkeys(complaints):
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main())
