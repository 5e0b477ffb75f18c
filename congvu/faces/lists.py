"""What a list's address asks for, and the addresses that ask for something else. Pure over the query string.

    state = ListState.of(request, default_sort="han")
    page = selectors.inbox(actor=…, sort=state.sort, after=state.after, status=state.get("tt"))
    table = Table(…, sort=state.sort, sort_url=state.sort_url, filters=(state.choice("tt", _("Trạng thái"), STATUSES),),
                  paging=state.paging(page.next_key), shown=state.columns)

Names in the address: `q` search, `xep` sort, `sau` cursor; a room names its own conditions.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from congvu.faces.parts.lists import Choice, Filter, Paging
from congvu.faces.parts.saved import SavedViews
from congvu.faces.words import Words

COLUMNS_COOKIE = "cv-cot-%s"
EVERYTHING = "tat-ca"
"""In the address of a list without conditions, where the bare address means the reader's own default view."""

ViewsProvider = Callable[[HttpRequest, str], SavedViews | None]
_providers: list[ViewsProvider] = []


def provide_views(provider: ViewsProvider) -> None:
    """Name the one function that knows what a reader keeps of a list (its key). The latest named wins."""
    _providers[:] = [provider]


@dataclass(frozen=True, slots=True)
class ListState:
    """`sort` without the cursor; `after` is the decoded cursor, None on the first page or when it cannot be read."""

    path: str
    query: tuple[tuple[str, str], ...]
    sort: str
    after: tuple[str | int | None, ...] | None
    columns: tuple[str, ...] | None = None
    saved: SavedViews | None = None

    @classmethod
    def of(
        cls, request: HttpRequest, *, default_sort: str = "", sorts: Sequence[str] = (), key: str = ""
    ) -> "ListState":
        """`sorts` are the columns that may be sorted by; anything else in the address falls back to the default.

        `key` is the table's key, to find the reader's choice of columns and kept views (one query). The bare address
        of a list shows the view that the reader made the default."""
        saved = _providers[0](request, key) if key and _providers else None
        default = saved.default if saved and not request.GET else None
        asked = QueryDict(default.query) if default else request.GET
        sort = asked.get("xep", default_sort)
        if sorts and sort.removeprefix("-") not in sorts:
            sort = default_sort
        query = tuple((name, value) for name, values in asked.lists() for value in values if value)
        here = urlencode([pair for pair in query if pair[0] not in ("sau", EVERYTHING)])
        chosen = request.COOKIES.get(COLUMNS_COOKIE % key, "") if key else ""
        return cls(
            path=request.path,
            query=query,
            sort=sort,
            after=decode_cursor(asked.get("sau", "")),
            columns=tuple(chosen.split(".")) if chosen else None,
            saved=replace(saved, path=request.path, query=here) if saved else None,
        )

    def get(self, name: str, default: str = "") -> str:
        return next((value for key, value in self.query if key == name), default)

    def url(self, **changes: str | None) -> str:
        """This address with changes; None takes a name out. The cursor never survives a change of anything else."""
        kept = [(name, value) for name, value in self.query if name not in changes and name not in ("sau", EVERYTHING)]
        kept += [(name, value) for name, value in changes.items() if value]
        if not kept and self.saved and self.saved.default:
            kept = [(EVERYTHING, "1")]
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    @property
    def sort_url(self) -> str:
        base = self.url(xep=None)
        return f"{base}{'&' if '?' in base else '?'}xep="

    def paging(self, next_key: Sequence[str | int | None] | None) -> Paging:
        """`next_key`: sort key and id of the last row shown, or None when nothing follows."""
        return Paging(
            next_url=self.url(sau=encode_cursor(next_key)) if next_key is not None else "",
            first_url=self.url() if self.after is not None else "",
        )

    def choice(self, name: str, label: Words, choices: Sequence[tuple[str, Words]]) -> Filter:
        """A condition with a few possible values."""
        value = self.get(name)
        named = dict(choices)
        offered = tuple(Choice(text, self.url(**{name: key}), current=key == value) for key, text in choices)
        if value not in named:
            return Filter(name, label, choices=offered)
        return Filter(name, label, value_label=named[value], off_url=self.url(**{name: None}), choices=offered)

    def typed(self, name: str, label: Words, *, input: str = "text", value_label: Words = "") -> Filter:
        """A condition with a value typed in. `value_label` says the present value in words, when it has better ones."""
        value = self.get(name)
        keep = tuple((key, kept) for key, kept in self.query if key not in (name, "sau"))
        if not value:
            return Filter(name, label, input=input, keep=keep)  # type: ignore[arg-type]
        return Filter(name, label, value_label=value_label or value, off_url=self.url(**{name: None}), keep=keep)


def encode_cursor(key: Sequence[str | int | None]) -> str:
    """A place in a list as text for the address. Holds nothing secret: sort key and id.

    >>> decode_cursor(encode_cursor(["2026-01-08", 7]))
    ('2026-01-08', 7)
    """
    return base64.urlsafe_b64encode(json.dumps(list(key), separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(text: str) -> tuple[str | int | None, ...] | None:
    """The place, or None for text that is none: a cut-off link starts at the first page, it does not fail.

    >>> decode_cursor("không phải") is None
    True
    """
    try:
        padded = text + "=" * (-len(text) % 4)
        key = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, binascii.Error, UnicodeError):
        return None
    if not isinstance(key, list) or not all(part is None or isinstance(part, str | int) for part in key):
        return None
    return tuple(key)


def moment_and_id(key: Sequence[str | int | None] | None) -> tuple[datetime, int] | None:
    """The place in a list sorted by a moment and then by id; None for what cannot be one (somebody wrote it himself).

    >>> moment_and_id(("tomorrow", 1)) is None
    True
    """
    match key:
        case (str() as at, int() as pk) if 0 <= pk < 2**63:
            try:
                moment = datetime.fromisoformat(at)
            except ValueError:
                return None
            return (moment, pk) if moment.tzinfo else None
    return None


def with_query(path: str, query: QueryDict) -> str:
    return f"{path}?{query.urlencode()}" if query else path
