"""What changed between two versions of a procedure, in sentences a person can check against the decision. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

from congvu.catalog.facts import VersionFacts
from congvu.catalog.models.law import LegalBasis
from congvu.catalog.models.procedures import Channel, OnlineLevel
from congvu.core.errors import N_, Said
from congvu.core.process import Difference
from congvu.core.text import fold

_PLAIN = {
    "name": N_("Tên: %(before)s → %(after)s."),
    "field": N_("Lĩnh vực: %(before)s → %(after)s."),
    "level": N_("Cấp thực hiện: %(before)s → %(after)s."),
    "limit": N_("Thời hạn giải quyết: %(before)s → %(after)s."),
    "fee": N_("Phí, lệ phí ghi trong danh mục: %(before)s → %(after)s."),
    "agency": N_("Cơ quan có thẩm quyền: %(before)s → %(after)s."),
    "decision_no": N_("Quyết định công bố: %(before)s → %(after)s."),
    "online_level": N_("Mức trực tuyến: %(before)s → %(after)s."),
    "note": N_("Ghi chú: %(before)s → %(after)s."),
}
_PAPER = {
    "counts": N_("Giấy tờ “%(item)s”: số bản %(before)s → %(after)s."),
    "condition": N_("Giấy tờ “%(item)s”: khi nào cần %(before)s → %(after)s."),
    "form": N_("Giấy tờ “%(item)s”: mẫu %(before)s → %(after)s."),
    "reuse": N_("Giấy tờ “%(item)s”: mã kết quả thay được %(before)s → %(after)s."),
}


def compare_versions(old: VersionFacts, new: VersionFacts) -> list[Difference]:
    """Plain facts first, then limits by way in, papers, results, legal bases."""
    return [
        *_plain(old, new),
        *_items(
            "limit", _limits(old), _limits(new),
            N_("Thêm thời hạn %(item)s: %(after)s."), N_("Bỏ thời hạn %(item)s (%(before)s)."),
            {"": N_("Thời hạn %(item)s: %(before)s → %(after)s.")},
        ),
        *_items(
            "paper", _papers(old), _papers(new), N_("Thêm giấy tờ “%(item)s”."), N_("Bỏ giấy tờ “%(item)s”."), _PAPER
        ),
        *_items(
            "result", _results(old), _results(new), N_("Thêm kết quả “%(item)s”."), N_("Bỏ kết quả “%(item)s”."),
            {"": N_("Kết quả “%(item)s”: mã %(before)s → %(after)s.")},
        ),
        *_items(
            "basis", _bases(old), _bases(new), N_("Thêm căn cứ %(item)s."), N_("Bỏ căn cứ %(item)s."),
            {"": N_("Căn cứ %(item)s: %(before)s → %(after)s.")},
        ),
    ]  # fmt: skip


Items = dict[str, tuple[str, dict[str, str]]]  # by folded name: the name, and what is said of it


def _text(value: object) -> str:
    return value if isinstance(value, Said) else str(value) if value not in (None, "", False) else "—"


def _plain(old: VersionFacts, new: VersionFacts) -> Iterator[Difference]:
    for name, sentence in _PLAIN.items():
        before, after = _shown(name, old), _shown(name, new)
        if before != after:
            yield Difference(name, name, sentence, {"before": before, "after": after})
    if old.no_paper != new.no_paper:
        yield Difference(
            "no_paper", "no_paper",
            N_("Từ nay không nhận hồ sơ giấy.") if new.no_paper else N_("Từ nay nhận cả hồ sơ giấy."), {},
        )  # fmt: skip


def _shown(name: str, facts: VersionFacts) -> str:
    value: Any = getattr(facts, name)
    return _text(Said(OnlineLevel(value).label) if name == "online_level" and value else value)


def _items(
    code: str, old: Items, new: Items, added: str, removed: str, changed: dict[str, str]
) -> Iterator[Difference]:
    for key, (item, facts) in new.items():
        if key not in old:
            yield Difference(f"{code}_added", key, added, {"item": item, "after": _text(facts.get(""))})
            continue
        for what, sentence in changed.items():
            before, after = old[key][1].get(what, ""), facts.get(what, "")
            if before != after:
                data: dict[str, object] = {"item": item, "before": _text(before), "after": _text(after)}
                yield Difference(f"{code}_{what or 'changed'}", key, sentence, data)
    for key, (item, facts) in old.items():
        if key not in new:
            yield Difference(f"{code}_removed", key, removed, {"item": item, "before": _text(facts.get(""))})


def _keyed(rows: Sequence[tuple[str, dict[str, str]]]) -> Items:
    """By folded name; the second of the same name is told apart by its number."""
    found: Items = {}
    for name, facts in rows:
        key, number = fold(name), 2
        while key in found:
            key, number = f"{fold(name)} ({number})", number + 1
        found[key] = (name, facts)
    return found


def _limits(facts: VersionFacts) -> Items:
    rows = []
    for row in facts.channels:
        label = Said(Channel(row.channel).label)
        rows.append((f"{label} (+)" if row.for_difficult_area else label, {"": row.limit or row.text}))
    return _keyed(rows)


def _papers(facts: VersionFacts) -> Items:
    return _keyed([
        (
            p.name,
            {
                "counts": f"{p.originals}/{p.copies}",
                "condition": p.condition or (Said(N_("một số trường hợp")) if p.conditional else ""),
                "form": " ".join(part for part in (p.form_no, p.form_url) if part),
                "reuse": p.reuse_code,
            },
        )
        for p in facts.papers
    ])  # fmt: skip


def _results(facts: VersionFacts) -> Items:
    return _keyed([(r.name, {"": r.code}) for r in facts.results])


def _bases(facts: VersionFacts) -> Items:
    rows = []
    for basis in facts.bases:
        part = Said(LegalBasis.Part(basis.part).label)
        rows.append((basis.number, {"": f"{part}, {basis.article}" if basis.article else part}))
    return _keyed(rows)
