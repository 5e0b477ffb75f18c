"""The English face is complete: no page says a Vietnamese word that is not a name, a row, or marked as Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db.models import F
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone, translation

from congvu.faces import help_pages
from congvu.metrics import registry as metrics
from congvu.orgs import derived
from congvu.orgs.models import Person, Position, Role, Unit, UnitKind, UnitSpan
from congvu.orgs.models.calendar import CalendarVersion, ExceptionalDay
from congvu.orgs.ranges import days
from congvu.orgs.roles import ROLES
from tests.invariants.doors_found import all_doors

VIETNAMESE = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
SAID_BY_ATTRIBUTES = {"alt", "aria-label", "content", "placeholder", "title", "value"}
WITHOUT_END = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
PRODUCT = "Công Vụ"
FOR_DEVELOPERS = ("/-/thanh-phan/",)  # the gallery of parts, which no installation in production has


class _Said(HTMLParser):
    """What a page says to its reader in the language of the page: outside elements marked as Vietnamese."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []  # tag, is it Vietnamese

    @property
    def _vietnamese(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        vietnamese = given["lang"] == "vi" if "lang" in given else self._vietnamese
        if not vietnamese:
            self.texts += [value for name, value in given.items() if name in SAID_BY_ATTRIBUTES]
        if tag not in WITHOUT_END:
            self._open.append((tag, vietnamese))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._vietnamese and (not self._open or self._open[-1][0] not in ("script", "style")):
            self.texts.append(data)


def vietnamese_in(page: str, known: Collection[str] = ()) -> list[str]:
    """Texts with a Vietnamese letter outside “quotation marks”, the product's name and what is `known`."""
    said = _Said()
    said.feed(page)
    rows = re.compile("|".join([PRODUCT, "“[^”]*”", *map(re.escape, sorted(known, key=len, reverse=True))]))
    texts = (" ".join(rows.sub("", text).split()) for text in said.texts)
    return [text for text in texts if VIETNAMESE.search(text)]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def everybody(db: None) -> Client:
    """Somebody with every role, in a house without any row but those it is delivered with."""
    Role.objects.update(name=F("code"))  # rows stay in the language in which they were entered
    UnitKind.objects.update(name=F("code"))
    unit = Unit.objects.create(code="u", during=days(None))
    kind = UnitKind.objects.get(code="tinh")
    UnitSpan.objects.create(unit=unit, name="U", short_name="U", kind=kind, during=days(None))
    derived.rebuild()
    person = Person.objects.create(username="every.body", full_name="Every Body")
    for role in ROLES:
        Position.objects.create(
            person=person, unit=unit, role=Role.objects.get(code=role), during=days(timezone.localdate())
        )
    client = _client()
    client.force_login(person)
    return client


def _client() -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def _quoted() -> set[str]:
    """The law as it is cited, the names of the rule pages, which quote it, and the holidays with their sources."""
    said = {page.title for page in help_pages.all_pages() if page.is_rule}
    said |= {made.source for made in metrics.all_metrics()}
    for name, source in ExceptionalDay.objects.values_list("name", "source"):
        said |= {name, source}
    said |= set(CalendarVersion.objects.values_list("source", flat=True))
    return said - {""}


def _addresses() -> list[str]:
    found = {one.address for one in all_doors() if one.address.startswith("/") and one.address.isascii()}
    return sorted(one for one in found if not one.startswith(FOR_DEVELOPERS))


def _faults(client: Client) -> tuple[int, list[str]]:
    """How many pages were read, and what they say in Vietnamese."""
    known, pages, faults = _quoted(), 0, []
    for address in _addresses():
        answer = client.get(address)
        if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
            continue
        page = answer.content.decode()
        pages += bool(page)
        faults += [f"{address} {answer.status_code}: {text}" for text in vietnamese_in(page, known)]
    return pages, faults


def test_no_page_of_an_empty_house_says_vietnamese_in_english(everybody: Client) -> None:
    pages, faults = _faults(everybody)
    assert pages > 40
    assert not faults, "\n".join(faults)


@pytest.mark.django_db
def test_no_page_for_a_stranger_says_vietnamese_in_english() -> None:
    pages, faults = _faults(_client())
    assert pages > 5
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"])
def test_no_page_of_failure_says_vietnamese_only(template: str) -> None:
    assert vietnamese_in(render_to_string(template)) == []


def test_every_page_of_help_has_its_english() -> None:
    english = {page.slug: page for page in help_pages.all_pages() if not page.is_rule}
    missing = [slug for slug, page in english.items() if page.path.parent.name != "en"]
    assert english
    assert not missing, f"write help/en/<slug>.md for {missing}"


def test_a_vietnamese_word_would_be_noticed() -> None:
    assert vietnamese_in('<html lang="en"><p title="Hồ sơ">x</p><p lang="vi">Hồ sơ</p><br>Công Vụ</html>') == ["Hồ sơ"]
    assert vietnamese_in('<html lang="vi"><p>Hồ sơ</p><p lang="en">Dossier</p></html>') == []
    assert vietnamese_in("<img alt='hạn'><b>due “hạn”</b> hạn", {"hạn"}) == []
    assert vietnamese_in("<b>due</b> hạn") == ["hạn"]
