"""How the rights test reads what an answer shows."""

import re
from typing import Any

_CODE = re.compile(r'href="/chuong-trinh-cong-tac/(CT-[A-Z0-9-]+)/')


def codes_shown(response: Any) -> set[str]:
    return set(_CODE.findall(response.content.decode()))


def codes_in_json(response: Any) -> set[str]:
    return {item["code"] for item in response.json()["items"]}
