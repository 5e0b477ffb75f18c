"""How the rights test calls these doors, and which codes an answer shows."""

import re
from typing import Any

_CODE = re.compile(r"/nhiem-vu/(NV-[0-9]{4}-[0-9]{4,})/")
_DIRECTIVE = re.compile(r"/nhiem-vu/van-ban/([0-9]+)/")


def codes_shown(response: Any) -> set[str]:
    """Codes of tasks that a page links to."""
    return set(_CODE.findall(response.content.decode()))


def directives_shown(response: Any) -> set[str]:
    return set(_DIRECTIVE.findall(response.content.decode()))


def codes_in_csv(response: Any) -> set[str]:
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    return {line.split(",", 1)[0].strip('"') for line in body.splitlines()[1:] if line.startswith("NV-")}


def list_sample(client: Any, world: Any) -> Any:
    return client.get("/nhiem-vu/")


def board_sample(client: Any, world: Any) -> Any:
    return client.get("/nhiem-vu/bang/")


def export_sample(client: Any, world: Any) -> Any:
    return client.get("/nhiem-vu/tai-ve.csv")


def directives_sample(client: Any, world: Any) -> Any:
    return client.get("/nhiem-vu/van-ban/")


def give_sample(client: Any, world: Any) -> Any:
    return client.get("/nhiem-vu/giao/")


def detail_sample(client: Any, code: str) -> Any:
    return client.get(f"/nhiem-vu/{code}/")
