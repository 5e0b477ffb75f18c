"""How the rights test calls these doors, and which codes an answer shows."""

import re
from typing import Any

_CODE = re.compile(r'href="/ke-hoach/([A-Z0-9-]+-\d{4}-[A-Z0-9-]+)/')


def codes_shown(response: Any) -> set[str]:
    return set(_CODE.findall(response.content.decode()))


def list_sample(client: Any, world: Any) -> Any:
    return client.get("/ke-hoach/")


def codes_in_json(response: Any) -> set[str]:
    return {item["code"] for item in response.json()["items"]}
