"""Bring the front-end files we use into `congvu/faces/static/vendor/` and write their manifest.

Run after a change of `package.json` or `congvu/faces/icons.txt`:

    python tools/vendor.py            # npm ci, copy, sprite, manifest
    python tools/vendor.py --check    # are the files in place exactly those of the manifest?

Only named files are copied, each package with its licence, into `<name>-<version>/`. The outline icons named in
`icons.txt` become one sprite. `manifest.json` holds the SHA-256 of every file; a test compares them.
Node is needed only here, never to install or run.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FACES = ROOT / "congvu" / "faces"
VENDOR = FACES / "static" / "vendor"
MODULES = ROOT / "node_modules"
MANIFEST = VENDOR / "manifest.json"

# npm package → (folder name, files as they lie in the package, licence)
WANTED: dict[str, tuple[str, list[str], str]] = {
    "htmx.org": ("htmx", ["dist/htmx.min.js"], "LICENSE"),
    "@fontsource-variable/inter": (
        "inter",
        [f"files/inter-{script}-wght-normal.woff2" for script in ("latin", "latin-ext", "vietnamese")],
        "LICENSE",
    ),
    "@fontsource/tinos": (
        "tinos",
        [
            f"files/tinos-{script}-{weight}-{style}.woff2"
            for script in ("latin", "vietnamese")
            for weight in (400, 700)
            for style in ("normal", "italic")
        ],
        "LICENSE",
    ),
}
ICONS = ("@tabler/icons", "tabler-icons")


def version_of(package: str) -> str:
    return str(json.loads((MODULES / package / "package.json").read_text("utf-8"))["version"])


def icon_names() -> list[str]:
    lines = (FACES / "icons.txt").read_text("utf-8").splitlines()
    return sorted({line.strip() for line in lines if line.strip() and not line.startswith("#")})


def symbol(name: str) -> str:
    """One icon as a `<symbol>`: the drawing only; size, stroke and colour come from our CSS."""
    source = MODULES / ICONS[0] / "icons" / "outline" / f"{name}.svg"
    if not source.exists():
        sys.exit(f"icons.txt names “{name}”, which is no outline icon of {ICONS[0]} {version_of(ICONS[0])}")
    inside = re.sub(r"^.*?<svg.*?>|</svg>.*$", "", source.read_text("utf-8"), flags=re.S)
    shapes = [line.strip() for line in inside.splitlines() if line.strip() and 'd="M0 0h24v24H0z"' not in line]
    return f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(shapes).replace(" />", "/>")}</symbol>'


def copy_all() -> None:
    if VENDOR.exists():
        shutil.rmtree(VENDOR)
    for package, (name, files, licence) in WANTED.items():
        folder = VENDOR / f"{name}-{version_of(package)}"
        folder.mkdir(parents=True)
        for file in [*files, licence]:
            shutil.copyfile(MODULES / package / file, folder / Path(file).name)
    folder = VENDOR / f"{ICONS[1]}-{version_of(ICONS[0])}"
    folder.mkdir(parents=True)
    shutil.copyfile(MODULES / ICONS[0] / "LICENSE", folder / "LICENSE")
    symbols = "\n".join(symbol(name) for name in icon_names())
    (folder / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n', "utf-8")
    MANIFEST.write_text(json.dumps(hashes(), indent=2) + "\n", "utf-8")


def hashes() -> dict[str, str]:
    """Path below `vendor/` → SHA-256 of the file, manifest excepted."""
    return {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(VENDOR.rglob("*"))
        if path.is_file() and path != MANIFEST
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare the files in place with the manifest")
    if parser.parse_args().check:
        wrong = sorted(set(json.loads(MANIFEST.read_text("utf-8")).items()) ^ set(hashes().items()))
        for path, _ in wrong:
            print(f"{path}: not the file the manifest names")
        return 1 if wrong else 0
    subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=ROOT, check=True)
    copy_all()
    print(f"{len(hashes())} files in {VENDOR.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
