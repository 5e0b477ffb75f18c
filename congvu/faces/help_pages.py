"""Help in prose: `help/<slug>.md` of every app, and the rule pages of `docs/rules` in a checkout.

The first line `# …` is the title. English pages lie in `help/en/`; where one is missing the Vietnamese page is shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.apps import apps
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

import congvu
from congvu.faces import words

SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class HelpPage:
    slug: str
    title: str
    path: Path
    is_rule: bool = False

    @property
    def html(self) -> SafeString:
        """The page as HTML, without its title line. Raw HTML in the source is shown as text, never passed through."""
        return _rendered(self.path, self.path.stat().st_mtime_ns)


def find(slug: str) -> HelpPage | None:
    """The page of this slug in the reader's language, or None."""
    return _pages(words.english()).get(slug)


def all_pages() -> list[HelpPage]:
    return sorted(_pages(words.english()).values(), key=lambda page: (page.is_rule, page.title.casefold()))


@lru_cache(maxsize=2)
def _pages(english: bool) -> dict[str, HelpPage]:
    pages = {slug: _page(slug, path, is_rule=True) for slug, path in _sources(_rules_folder())}
    for folder in _help_folders():
        pages |= {slug: _page(slug, path) for slug, path in _sources(folder)}
        if english:
            pages |= {slug: _page(slug, path) for slug, path in _sources(folder / "en")}
    return pages


def _help_folders() -> Iterator[Path]:
    for config in apps.get_app_configs():
        if config.name.startswith("congvu."):
            yield Path(config.path) / "help"


def _rules_folder() -> Path:
    return Path(congvu.__file__).resolve().parents[1] / "docs" / "rules"


def _sources(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.glob("*.md")):
        if SLUG.fullmatch(path.stem):
            yield path.stem, path


def _page(slug: str, path: Path, *, is_rule: bool = False) -> HelpPage:
    first = path.read_text("utf-8").partition("\n")[0]
    return HelpPage(slug, first.removeprefix("#").strip() or slug, path, is_rule)


@lru_cache(maxsize=128)
def _rendered(path: Path, _changed_ns: int) -> SafeString:
    text = path.read_text("utf-8")
    if text.startswith("# "):
        text = text.partition("\n")[2]
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    return SafeString(markdown.render(text))  # raw HTML is off, so the renderer has escaped everything
