"""Help in prose: `help/<slug>.md` of every app, and the rule pages of `docs/rules` in a checkout.

The first line `# …` is the title. English pages lie in `help/en/`; where one is missing the Vietnamese page is shown.
A rule page in English carries its Vietnamese title and gist under `## Tóm tắt: …`: that is what Vietnamese readers are
given, with the full text folded below.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from django.apps import apps
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

import congvu
from congvu.faces import words

SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
GIST = re.compile(r"^## Tóm tắt: (?P<title>.+)\n(?P<text>(?:(?!## ).*\n?)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class HelpPage:
    slug: str
    title: str
    path: Path
    is_rule: bool = False
    has_gist: bool = False

    @property
    def html(self) -> SafeString:
        """The page as HTML, without its title line. Raw HTML in the source is shown as text, never passed through."""
        return _rendered(self.path, self.path.stat().st_mtime_ns)

    @property
    def gist(self) -> SafeString:
        """Only what a Vietnamese reader needs of a rule that is written in English; "" where there is none."""
        return _gist_rendered(self.path, self.path.stat().st_mtime_ns) if self.has_gist else SafeString("")


def find(slug: str) -> HelpPage | None:
    """The page of this slug in the reader's language, or None."""
    return _pages(words.english()).get(slug)


def all_pages() -> list[HelpPage]:
    return sorted(_pages(words.english()).values(), key=lambda page: (page.is_rule, page.title.casefold()))


@lru_cache(maxsize=2)
def _pages(english: bool) -> dict[str, HelpPage]:
    pages = {slug: _rule(slug, path, english=english) for slug, path in _sources(_rules_folder())}
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


def _page(slug: str, path: Path) -> HelpPage:
    first = path.read_text("utf-8").partition("\n")[0]
    return HelpPage(slug, first.removeprefix("#").strip() or slug, path)


def _rule(slug: str, path: Path, *, english: bool) -> HelpPage:
    page, found = _page(slug, path), GIST.search(path.read_text("utf-8"))
    title = found["title"].strip() if found and not english else page.title
    return HelpPage(slug, title, path, is_rule=True, has_gist=bool(found) and not english)


@lru_cache(maxsize=128)
def _rendered(path: Path, _changed_ns: int) -> SafeString:
    text = path.read_text("utf-8")
    if text.startswith("# "):
        text = text.partition("\n")[2]
    return _as_html(text)


@lru_cache(maxsize=128)
def _gist_rendered(path: Path, _changed_ns: int) -> SafeString:
    found = GIST.search(path.read_text("utf-8"))
    return _as_html(_first_blocks(found["text"]) if found else "")


def _first_blocks(text: str) -> str:
    """The first paragraph, or the whole list when it is one; what follows is in English."""
    first, *others = [block for block in text.split("\n\n") if block.strip()]
    more = takewhile(lambda block: block.lstrip().startswith("- "), others)
    return "\n\n".join([first, *more])


def _as_html(text: str) -> SafeString:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    return SafeString(markdown.render(text))  # raw HTML is off, so the renderer has escaped everything
