"""The vendored files are those the manifest names, and nothing names a registry."""

import hashlib
import json
import re
from pathlib import Path

from congvu.faces import assets
from congvu.faces.templatetags.faces import icon_names

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "congvu" / "faces" / "static"
VENDOR = STATIC / "vendor"


def test_every_file_is_the_one_of_the_manifest() -> None:
    manifest = json.loads((VENDOR / "manifest.json").read_text("utf-8"))
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert found == manifest


def test_every_package_brings_its_licence() -> None:
    for folder in VENDOR.iterdir():
        if folder.is_dir():
            assert (folder / "LICENSE").stat().st_size > 300, folder.name


def test_versions_are_exact_and_are_the_ones_vendored() -> None:
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    folders = {folder.name.rpartition("-")[2] for folder in VENDOR.iterdir() if folder.is_dir()}
    assert folders == set(wanted.values())


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    assert lock["packages"]
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]


def test_addresses_in_the_code_exist() -> None:
    assert (STATIC / assets.ICONS).exists()
    assert (STATIC / assets.HTMX).exists()
    for sheet in (STATIC / "faces").glob("*.css"):
        for address in re.findall(r'url\("([^"#]+)"\)', sheet.read_text("utf-8")):
            assert (sheet.parent / address).resolve().exists(), f"{sheet.name}: {address}"


def test_the_sprite_holds_exactly_the_icons_of_the_list() -> None:
    sprite = (STATIC / assets.ICONS).read_text("utf-8")
    assert set(re.findall(r'<symbol id="([^"]+)"', sprite)) == icon_names()
