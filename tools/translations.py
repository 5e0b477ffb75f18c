"""Translations without gettext's programs: Vietnamese stands in the source, English in `congvu/locale/en`.

python tools/translations.py compile    # .po → .mo (also done when the application starts)
python tools/translations.py extract    # new sentences into the .po, vanished ones out of it
python tools/translations.py check      # every sentence has its English, with the same placeholders; else exit 1
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract as babel_extract
from django.conf import settings
from django.utils.translation.template import templatize

from congvu.config import translations

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = translations.PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "N_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[-+ #0]*\d*(?:\.\d+)?[sdrfi]|\{(\w*)[^{}]*\}")

Key = tuple[str | None, str]  # context, sentence


@dataclass(slots=True)
class Sentence:
    """One sentence of the source: where it stands and, when it counts something, its plural."""

    msgid: str
    plural: str = ""
    context: str | None = None
    places: list[tuple[str, str]] = field(default_factory=list)


def sentences() -> dict[Key, Sentence]:
    """Every translatable sentence of the package, in order of file and line."""
    found: dict[Key, Sentence] = {}
    for path in _sources():
        place = path.relative_to(ROOT).as_posix()
        for line, said, _comments, context in babel_extract("python", BytesIO(_as_python(path)), KEYWORDS):
            msgid, plural = said if isinstance(said, tuple) else (said, "")
            sentence = found.setdefault((context, msgid), Sentence(msgid, plural, context))
            sentence.plural = sentence.plural or plural
            sentence.places.append((place, str(line)))
    return found


def _sources() -> Iterator[Path]:
    for path in sorted(translations.PACKAGE.rglob("*")):
        inside = path.relative_to(translations.PACKAGE).parts
        is_template = path.suffix in {".html", ".txt"} and "templates" in inside
        if (path.suffix == ".py" or is_template) and "migrations" not in inside:
            yield path


def _as_python(path: Path) -> bytes:
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        # Blanked-out HTML keeps its indentation, which would not be Python's.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    return text.encode()


def extract() -> int:
    """Bring the English catalogue in step with the source; a sentence's English is never lost while it stands."""
    catalogue = _catalogue()
    entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    found = sentences()
    kept: list[polib.POEntry] = []
    for key, sentence in found.items():
        entry = entries.get(key) or polib.POEntry(msgid=sentence.msgid, msgctxt=sentence.context)
        if sentence.plural:
            entry.msgid_plural = sentence.plural
            entry.msgstr_plural = entry.msgstr_plural or {0: entry.msgstr, 1: ""}
            entry.msgstr = ""
        entry.occurrences = sorted({(place, "") for place, _ in sentence.places})  # lines would change every day
        entry.flags = [flag for flag in entry.flags if flag != "python-format"]
        entry.obsolete = False
        kept.append(entry)
    gone = [key for key in entries if key not in found]
    catalogue[:] = kept
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    print(f"{len(kept)} sentences, {len(set(found) - set(entries))} new, {len(gone)} gone")
    return 0


def _catalogue() -> polib.POFile:
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=110)
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = {
        "Project-Id-Version": "congvu",
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return fresh


def check() -> int:
    """Say what is missing or does not fit, one line each; 1 when there is anything."""
    entries = {(entry.msgctxt, entry.msgid): entry for entry in _catalogue()}
    faults = [fault for key, sentence in sentences().items() for fault in _faults(sentence, entries.get(key))]
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print(f"{len(faults)} faults. `make fix` adds new sentences to {CATALOGUE.relative_to(ROOT)}.", file=sys.stderr)
    return 1 if faults else 0


def _faults(sentence: Sentence, entry: polib.POEntry | None) -> Iterator[str]:
    where = f"{sentence.places[0][0]}:{sentence.places[0][1]}"
    if entry is None:
        yield f"{where}: no entry for “{sentence.msgid}”"
        return
    if "fuzzy" in entry.flags:
        yield f"{where}: fuzzy: “{sentence.msgid}”"
    english = [entry.msgstr_plural.get(number, "") for number in (0, 1)] if sentence.plural else [entry.msgstr]
    if not all(english):
        yield f"{where}: no English for “{sentence.msgid}”"
        return
    allowed = placeholders(sentence.msgid) | placeholders(sentence.plural)
    for text in english:
        fits = placeholders(text) <= allowed if sentence.plural else placeholders(text) == allowed
        if not fits:
            yield f"{where}: placeholders differ: “{sentence.msgid}” and “{text}”"


def placeholders(text: str) -> set[str]:
    """Names (or signs) of what is filled in: `%(count)s`, `%s`, `{name}`. A doubled %% is none."""
    return {match[1] or match[2] or match[0] for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("act", choices=("compile", "extract", "check"))
    act = parser.parse_args().act
    if act == "compile":
        translations.compile_stale()
        return 0
    settings.configure(USE_I18N=True)  # the template lexer asks for it
    return extract() if act == "extract" else check()


if __name__ == "__main__":
    raise SystemExit(main())
