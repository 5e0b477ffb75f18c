"""Translations without gettext's programs: Vietnamese stands in the source, English in `congvu/locale/en`.

python tools/translations.py compile    # .po → .mo (also done when the application starts)
python tools/translations.py extract    # new sentences into the .po, vanished ones out of it
python tools/translations.py check      # both catalogues complete and fitting, nothing fuzzy or vanished; else exit 1
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
FOREIGN = translations.PACKAGE / "locale" / "vi" / "LC_MESSAGES" / "django.po"  # Vietnamese of what libraries say
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "N_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
TAG = re.compile(r"<[^<>]+>")
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
    faults = faults_of(sentences(), _catalogue()) + foreign_faults(polib.pofile(str(FOREIGN)))
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print(f"{len(faults)} faults. `make fix` brings {CATALOGUE.relative_to(ROOT)} in step.", file=sys.stderr)
    return 1 if faults else 0


def faults_of(found: dict[Key, Sentence], catalogue: polib.POFile) -> list[str]:
    """What stands between the source and its English: missing, fuzzy, not fitting, no longer said, said twice."""
    entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    faults = [fault for key, sentence in found.items() for fault in _faults(sentence, entries.get(key))]
    faults += [f"{CATALOGUE.name}: no longer in the source: “{msgid}”" for _, msgid in entries.keys() - found.keys()]
    if len(entries) != len(catalogue):
        faults.append(f"{CATALOGUE.name}: a sentence stands there twice")
    return faults


def foreign_faults(catalogue: polib.POFile) -> list[str]:
    """The Vietnamese of what libraries say: each sentence has it, and it fits."""
    said = (Sentence(entry.msgid, entry.msgid_plural, entry.msgctxt, [("vi", "")]) for entry in catalogue)
    return [fault for one, entry in zip(said, catalogue, strict=True) for fault in _faults(one, entry, plurals=1)]


def _faults(sentence: Sentence, entry: polib.POEntry | None, *, plurals: int = 2) -> Iterator[str]:
    where = ":".join(sentence.places[0])
    if entry is None:
        yield f"{where}: no entry for “{sentence.msgid}”"
        return
    if "fuzzy" in entry.flags:
        yield f"{where}: fuzzy: “{sentence.msgid}”"
    said = [entry.msgstr_plural.get(n, "") for n in range(plurals)] if sentence.plural else [entry.msgstr]
    if not all(said):
        yield f"{where}: no translation of “{sentence.msgid}”"
        return
    for text in said:
        if not _fits(sentence, text):
            yield f"{where}: placeholders, tags or outer spaces differ: “{sentence.msgid}” and “{text}”"


def _fits(sentence: Sentence, text: str) -> bool:
    """A counted sentence may leave its number out of one form (“one dossier”); any other fills in all."""
    wanted = placeholders(sentence.msgid) | placeholders(sentence.plural)
    filled = placeholders(text) <= wanted if sentence.plural else placeholders(text) == wanted
    return filled and all(_shape(text) == _shape(form) for form in (sentence.msgid, sentence.plural) if form)


def _shape(text: str) -> tuple[object, ...]:
    """What a translator keeps: outer white space, markup, doubled percent signs."""
    return text[:1].isspace(), text[-1:].isspace(), sorted(TAG.findall(text)), text.count("%%")


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
