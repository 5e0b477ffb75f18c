"""How the rights test calls these doors, and which codes an answer shows."""

import re
from typing import Any

_CODE = re.compile(r"/ho-so/([A-Z0-9.]+-[0-9]{6,8}-[0-9]+)/")


def codes_shown(response: Any) -> set[str]:
    """Codes of dossiers that a page links to."""
    return set(_CODE.findall(response.content.decode()))


def codes_in_csv(response: Any) -> set[str]:
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    return {line.split(",", 1)[0].strip('"') for line in body.splitlines()[1:] if line}


def list_sample(client: Any, world: Any) -> Any:
    return client.get("/ho-so/")


def export_sample(client: Any, world: Any) -> Any:
    return client.get("/ho-so/tai-ve.csv")


def intake_sample(client: Any, world: Any) -> Any:
    return client.get("/tiep-nhan/")


def detail_sample(client: Any, code: str) -> Any:
    return client.get(f"/ho-so/{code}/")
