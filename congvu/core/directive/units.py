"""Names of units in a text, matched against the units of a day: exactly, or with the nearest as suggestions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from congvu.core.directive.words import Quote, Word, folded, normal, quote, starts_with, words_of

# What the name of a public body begins with, folded.
STARTERS = tuple(
    tuple(one.split())
    for one in (
        "so", "uy ban nhan dan", "van phong", "thanh tra", "cong an", "bo chi huy", "ban chi huy", "ban quan ly",
        "ban", "chi cuc", "cuc", "trung tam", "phong", "kho bac", "thue", "bao hiem xa hoi", "truong", "benh vien",
        "hoi dong nhan dan", "uy ban mat tran", "hoi", "lien doan", "doan", "toa an", "vien kiem sat", "hai quan",
        "ngan hang", "buu dien", "vien", "quy", "dai phat thanh", "bao", "cong ty", "doanh nghiep", "tong cong ty",
        "chu tich", "giam doc", "thu truong", "nguoi dung dau", "quan ly thi truong",
    )
)  # fmt: skip
# Words that stand for many units: never one unit, so a person splits or names it.
GROUPS = tuple(
    tuple(one.split())
    for one in (
        "cac so", "cac co quan", "cac don vi", "cac phong", "cac ban", "cac dia phuong", "cac nganh", "cac xa",
        "cac to chuc", "cac doanh nghiep", "uy ban nhan dan cac", "thu truong cac", "nguoi dung dau cac",
        "giam doc cac", "chu tich uy ban nhan dan cac", "cac thanh vien", "co quan lien quan", "don vi lien quan",
        "cac huyen", "cac chu dau tu",
    )
)  # fmt: skip
# A small word that begins what is to be done, and so ends a name.
VERBS = tuple(
    tuple(one.split())
    for one in (
        "chu tri", "phoi hop", "tham muu", "ra soat", "huong dan", "to chuc", "xay dung", "bao cao", "trien khai",
        "thuc hien", "theo doi", "don doc", "kiem tra", "hoan thanh", "co trach nhiem", "chiu trach nhiem",
        "khan truong", "can cu", "tiep tuc", "chi dao", "tap trung", "nghien cuu", "de xuat", "trinh", "ban hanh",
        "cap nhat", "cong bo", "bo tri", "day manh", "phai", "can", "tiep nhan", "tong hop", "lap", "cung cap",
        "gui", "quan triet", "xu ly", "giai quyet", "bao dam", "dam bao", "chuan bi", "thong ke", "so ket",
        "tong ket", "danh gia", "tuyen truyen", "tang cuong", "chu dong", "dieu chinh", "lam viec", "thanh lap",
        "phan cong", "kip thoi", "thuong xuyen", "nang cao", "trao doi", "thong nhat", "tham dinh", "khac phuc",
        "dua", "van hanh", "khai thac", "su dung", "y kien", "trong viec", "nham", "theo", "truoc", "thu hien",
        "dinh ky", "chap hanh",
    )
)  # fmt: skip
_NEAR = 0.62
_SUGGESTED = 3
_PROVINCE = (("tinh",), ("thanh", "pho"))


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit of the day: its code for machines, its name, and other names it is known by."""

    code: str
    name: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitRead:
    """A name in the text. `code` only where exactly one unit bears it; `many`: several do; `near`: who is meant,
    perhaps (code, name); `group`: words for many units (“các sở, ban, ngành”)."""

    quote: Quote
    code: str | None = None
    many: tuple[str, ...] = ()
    near: tuple[tuple[str, str], ...] = ()
    group: bool = False


class UnitNames:
    """The units of one day, found by what they are called."""

    def __init__(self, units: Iterable[UnitName]) -> None:
        self.units = tuple(units)

    @cached_property
    def _by_words(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        found: dict[tuple[str, ...], dict[str, None]] = {}
        for unit in self.units:
            for words in _spellings(unit):
                found.setdefault(words, {})[unit.code] = None
        return {words: tuple(codes) for words, codes in found.items()}

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._by_words), default=0)

    @cached_property
    def _keys(self) -> tuple[tuple[str, str, str], ...]:
        """Folded name for measuring, code, name."""
        return tuple((" ".join(folded(unit.name)), unit.code, unit.name) for unit in self.units)

    def at(self, words: Sequence[Word], place: int) -> tuple[int, tuple[str, ...]]:
        """The longest name that begins at this word: how many words, whose codes."""
        for length in range(min(self._longest, len(words) - place), 0, -1):
            codes = self._by_words.get(tuple(word.text for word in words[place : place + length]))
            if codes:
                return length, codes
        return 0, ()

    def nearest(self, name: str) -> tuple[tuple[str, str], ...]:
        """At most three units whose names look like it, the most alike first; equally alike in the order given."""
        wanted = " ".join(folded(name))
        measured = [(_alike(wanted, key), code, whole) for key, code, whole in self._keys]
        best = sorted((one for one in measured if one[0] >= _NEAR), key=lambda one: -one[0])
        return tuple((code, whole) for _how, code, whole in best[:_SUGGESTED])

    def named(self, name: str) -> UnitRead:
        """A whole text as one name, as a cell of a table holds it."""
        words = words_of(normal(name))
        length, codes = self.at(words, 0)
        whole = Quote(name.strip(), 0, len(name), 1)
        if length and length == len(words):
            return self._read(whole, codes)
        return UnitRead(whole, near=self.nearest(name), group=is_group(words, 0))

    def list_at(self, text: str, words: Sequence[Word], place: int) -> tuple[tuple[UnitRead, ...], int]:
        """Names one after the other, parted by commas and “và”; the word after the last one."""
        found: list[UnitRead] = []
        while place < len(words):
            read, after = self._one_at(text, words, place)
            if read is None:
                break
            found.append(read)
            following = _past_separator(text, words, after)
            if following is None or not self._may_begin(words, following):
                return tuple(found), after
            place = following
        return tuple(found), place

    def _may_begin(self, words: Sequence[Word], place: int) -> bool:
        return place < len(words) and bool(
            self.at(words, place)[0] or is_group(words, place) or is_starter(words, place)
        )

    def _one_at(self, text: str, words: Sequence[Word], place: int) -> tuple[UnitRead | None, int]:
        if is_group(words, place):
            after = _end_of_unknown(text, words, place, group=True)
            return UnitRead(quote(text, words[place].start, words[after - 1].end), group=True), after
        length, codes = self.at(words, place)
        if length and not _name_goes_on(text, words, place + length):
            return self._read(quote(text, words[place].start, words[place + length - 1].end), codes), place + length
        if is_starter(words, place):
            after = _end_of_unknown(text, words, place)
            said = quote(text, words[place].start, words[after - 1].end)
            return UnitRead(said, near=self.nearest(said.text)), after
        return None, place

    def _read(self, said: Quote, codes: tuple[str, ...]) -> UnitRead:
        if len(codes) == 1:
            return UnitRead(said, codes[0])
        names = {unit.code: unit.name for unit in self.units}
        return UnitRead(said, many=codes, near=tuple((code, names[code]) for code in codes[:_SUGGESTED]))


def is_starter(words: Sequence[Word], place: int) -> bool:
    """The first letter of a name is a capital; “Báo cáo”, “Ban hành” begin a sentence, not a name."""
    if place >= len(words) or words[place].small or any(starts_with(words, place, one) for one in VERBS):
        return False
    return any(starts_with(words, place, one) for one in STARTERS)


def is_group(words: Sequence[Word], place: int) -> bool:
    return place < len(words) and any(starts_with(words, place, one) for one in GROUPS)


def is_verb(words: Sequence[Word], place: int) -> bool:
    return place < len(words) and words[place].small and any(starts_with(words, place, one) for one in VERBS)


def _spellings(unit: UnitName) -> Iterable[tuple[str, ...]]:
    """The name, its other names, and each without the province behind: “Sở Nội vụ tỉnh Tây Ninh” is “Sở Nội vụ” too."""
    for name in (unit.name, *unit.others):
        words = folded(name)
        if not words or (name != unit.name and len(words) < 2):
            continue
        yield words
        for suffix in _PROVINCE:
            for place in range(2, len(words)):
                if words[place : place + len(suffix)] == suffix and place + len(suffix) < len(words):
                    yield words[:place]
                    yield words[: place + len(suffix)]


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR else 0.0


def _name_goes_on(text: str, words: Sequence[Word], after: int) -> bool:
    """Another capital right behind: “Sở Nông nghiệp” is not “Sở Nông nghiệp Môi trường”."""
    if after >= len(words) or words[after].small or words[after].text.isdigit():
        return False
    return text[words[after - 1].end : words[after].start].strip(" ") == ""


def _past_separator(text: str, words: Sequence[Word], after: int) -> int | None:
    """The word behind a comma, a semicolon or “và”; None when the list ends here."""
    if after >= len(words):
        return None
    between = text[words[after - 1].end : words[after].start].strip()
    if words[after].text in ("va", "cung") and words[after].small and between in ("", ","):
        return after + 1
    return after if between in (",", ";") else None


def _end_of_unknown(text: str, words: Sequence[Word], place: int, *, group: bool = False) -> int:
    """Where a name that nobody knows ends: at a sign, at what is to be done, before the next name."""
    after = place + 1
    while after < len(words):
        between = text[words[after - 1].end : words[after].start].strip()
        if between and not (between == "," and group and words[after].small and not is_verb(words, after)):
            break
        if is_verb(words, after) or (words[after].text == "va" and is_starter(words, after + 1)):
            break
        after += 1
    return after
