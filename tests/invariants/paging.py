"""Reading a list to its end, by its own links."""

import html
import re
from collections.abc import Iterator

from django.test import Client

_NEXT = re.compile(r'href="([^"]*[?&;]sau=[^"]*)"')
MOST = 30


def pages(client: Client, address: str) -> Iterator[str]:
    """The part of each page that is the list; a refused one has none."""
    for _n in range(MOST):
        response = client.get(address)
        if response.status_code != 200:
            return
        text = response.content.decode()
        yield text.partition("<main")[2]
        following = _NEXT.search(text)
        if following is None:
            return
        found = html.unescape(following[1])
        address = found if found.startswith("/") else address.partition("?")[0] + found
    raise AssertionError(f"{address} does not end")


def rows_of_api(client: Client, address: str, items: str) -> Iterator[dict[str, object]]:
    """All rows of an API list, by its `next`. `next` is asked for as `after` or `next`, as the operation names it."""
    name = "after" if address.startswith("/api/v1/dossiers") else "next"
    following = ""
    for _n in range(MOST):
        response = client.get(address + (f"&{name}={following}" if following else ""))
        if response.status_code != 200:
            return
        body = response.json()
        yield from body[items]
        following = body["next"]
        if not following:
            return
    raise AssertionError(f"{address} does not end")


def found_by_the_house(client: Client, words: str, section: str) -> int:
    """How many the one search over every room says it found in one section; 0 where that section does not show."""
    page = client.get("/tim/", {"q": words}).content.decode()
    said = re.search(f'id="f-{section}">[^<]*</h2><span class="cnt">([\\d.]+)', page)
    return int(said[1].replace(".", "")) if said else 0
