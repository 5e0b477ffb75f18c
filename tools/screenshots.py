"""Take the pictures of the main pages: desktop and phone, light and dark, into `docs/pictures/`.

    congvu serve &                              # or make run
    python tools/screenshots.py --password …    # the demonstration password printed at start
    python tools/screenshots.py --only thanh-phan --whole

A page is one line of PAGES. Prints what the browser complained about (console errors, refused by the
Content-Security-Policy, sideways scrolling) and exits 1 when there was anything.
"""

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@dataclass(frozen=True)
class Shot:
    """`name` names the files; `account` is a demonstration account, empty for a page without sign-in."""

    name: str
    path: str
    account: str = ""


PAGES = (Shot("thanh-phan", "/-/thanh-phan/"),)


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
    answer = page.goto(base + shot.path, wait_until="networkidle")
    if answer is None or not answer.ok:
        complaints.append(f"{shot.path}: answered {answer.status if answer else 'nothing'}")
        return
    page.evaluate("document.fonts.ready")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        complaints.append(f"{shot.name}-{label}: scrolls sideways")
    page.screenshot(path=out / f"{shot.name}-{label}.png")
    if whole:
        page.screenshot(path=out / f"{shot.name}-{label}-whole.png", full_page=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--password", default=os.environ.get("CONGVU_DEMO_PASSWORD", ""))
    parser.add_argument("--only", action="append", help="names of pages; all of them when absent")
    parser.add_argument("--whole", action="store_true", help="the whole page besides the first screen")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = open_browser(playwright)
        for label, (width, height) in SIZES.items():
            for theme in THEMES:
                kept: dict[str, BrowserContext] = {}
                for shot in PAGES:
                    if given.only and shot.name not in given.only:
                        continue
                    if shot.account not in kept:
                        kept[shot.account] = browser.new_context(
                            viewport={"width": width, "height": height},
                            device_scale_factor=2 if label == "phone" else 1,
                            color_scheme=theme,
                            locale="vi-VN",
                            has_touch=label == "phone",
                            is_mobile=label == "phone",
                        )
                        if shot.account:
                            sign_in(kept[shot.account], given.base, shot.account, given.password)
                    page = kept[shot.account].new_page()
                    listen(page, complaints, shot.name)
                    suffix = label if theme == "light" else f"{label}-dark"
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
