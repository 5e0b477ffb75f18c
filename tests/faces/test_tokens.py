"""Colours: the two dark blocks agree, and every text stands out from everything it may lie on."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[2] / "congvu/faces/static/faces/tokens.css").read_text("utf-8")


def block(selector: str) -> dict[str, str]:
    start = TOKENS.index(selector + " {")
    body = TOKENS[start : TOKENS.index("}", start)]
    return dict(re.findall(r"(--cv-[\w-]+):\s*([^;]+);", body))


LIGHT = block('[data-theme="light"]')
DARK = block('[data-theme="dark"]')


def test_dark_by_choice_and_dark_by_device_are_the_same() -> None:
    assert DARK
    assert block(":root:not([data-theme])") == DARK


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


SURFACES = ("--cv-bg", "--cv-surface", "--cv-surface-2", "--cv-surface-3")
TEXTS = [(text, surface) for text in ("--cv-text", "--cv-text-2", "--cv-text-3", "--cv-link") for surface in SURFACES]
OWN = [(f"--cv-{name}", f"--cv-{name}-soft") for name in ("done", "late", "open", "over", "pause", "sys")]
OTHERS = [
    ("--cv-on-primary", "--cv-primary"),
    ("--cv-primary-strong", "--cv-primary-soft"),
    ("--cv-near", "--cv-surface"),
]


@pytest.mark.parametrize("theme", [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")])
@pytest.mark.parametrize(("text", "under"), [*TEXTS, *OWN, *OTHERS])
def test_text_is_readable(theme: dict[str, str], text: str, under: str) -> None:
    assert contrast(theme[text], theme[under]) >= 4.5


@pytest.mark.parametrize("theme", [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")])
@pytest.mark.parametrize("line", ["--cv-control", "--cv-focus"])
def test_borders_of_controls_are_seen(theme: dict[str, str], line: str) -> None:
    assert contrast(theme[line], theme["--cv-surface"]) >= 3
