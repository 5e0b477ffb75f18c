"""From the text of a directive to proposals: who leads, who helps, what, by when. Nothing is guessed silently."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from congvu.core.clock import WorkCalendar
from congvu.core.directive.clauses import Clause, clauses_of
from congvu.core.directive.deadlines import Deadline, deadlines_in
from congvu.core.directive.units import UnitNames, UnitRead, is_group, is_starter, is_verb
from congvu.core.directive.words import Doubt, Quote, Word, normal, quote, starts_with, words_of
from congvu.core.errors import N_, DomainError

LONGEST = 200_000


class SecretText(DomainError):
    """The text bears a mark of secrecy: such documents are followed apart, on paper (QĐ 23/2018/QĐ-TTg)."""

    code = "secret_text"
    sentence = N_(
        "Văn bản có dấu mật (dòng %(line)s). Nhiệm vụ mật không nhập vào hệ thống; hãy theo dõi riêng theo quy định."
    )
    status = 422


class TextTooLong(DomainError):
    code = "text_too_long"
    sentence = N_("Văn bản dài %(length)s ký tự, tối đa %(most)s. Hãy dán từng phần.")
    status = 422


@dataclass(frozen=True, slots=True)
class Head:
    """What the document says of itself; what is not there is None or empty."""

    number: str = ""
    written_on: date | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A task as it could be given. `lead` is the one unit; `leads` are all that the clause gives it to.

    `deadlines` as read; `due` the one proposed. `inherited`: the lead stands in the clause above.
    """

    clause: str
    content: Quote
    lead: UnitRead | None = None
    leads: tuple[UnitRead, ...] = ()
    inherited: bool = False
    coordinating: tuple[UnitRead, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    product: Quote | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def due(self) -> Deadline | None:
        return self.deadlines[-1] if self.deadlines else None

    @property
    def asks(self) -> bool:
        """Whether a person must answer something before it can be given."""
        return any(doubt.asks for doubt in self.doubts)


@dataclass(frozen=True, slots=True)
class Reading:
    """`skipped` are the clauses that give nobody anything; together with the proposals they are the whole text."""

    head: Head
    proposals: tuple[Proposal, ...]
    skipped: tuple[Quote, ...]


def read(text: str, *, names: UnitNames, today: date, calendar: WorkCalendar | None = None) -> Reading:
    """Proposals in the order of the text. Raises SecretText, TextTooLong.

    The day of the document is read from its head; without one, today stands for it. `calendar` counts “trong 10 ngày
    làm việc”.
    """
    body = normal(text)
    if len(body) > LONGEST:
        raise TextTooLong(field="text", length=len(body), most=LONGEST)
    _refuse_secrets(body)
    head = _head(body)
    reader = _Reader(body, names, head.written_on or today, calendar)
    return reader.all(head)


# --- The head --------------------------------------------------------------------------------------------------------

_SECRET = re.compile(r"^\s*(?:ĐỘ MẬT\s*:\s*)?(?:TUYỆT MẬT|TỐI MẬT|MẬT)\s*$", re.MULTILINE)
_NUMBER = re.compile(r"\bSố\s*:?\s*(\d{1,6}\s*/[\w\-–/]+)", re.IGNORECASE)
_WRITTEN = re.compile(r"\bngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_ABOUT = re.compile(r"^\s*(?:V/v|Về việc|Về)\s+(.{5,300})$", re.MULTILINE)
_HEAD_ENDS = 2_000


def _refuse_secrets(text: str) -> None:
    stamp = _SECRET.search(text)
    if stamp:
        raise SecretText(field="text", line=quote(text, stamp.start(), stamp.end()).line)


def _head(text: str) -> Head:
    top = text[:_HEAD_ENDS]
    number, written, about = _NUMBER.search(top), _WRITTEN.search(top), _ABOUT.search(top)
    return Head(
        number[1].replace(" ", "") if number else "", _day(written), " ".join(about[0].split()) if about else ""
    )


def _day(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None


# --- The clauses -----------------------------------------------------------------------------------------------------

_GIVES = tuple(tuple(one.split()) for one in ("giao", "yeu cau", "de nghi", "phan cong", "chi dao"))
_LEADS = ("chu", "tri")
_HELPS = (("phoi", "hop", "voi"), ("phoi", "hop", "cung"), ("phoi", "hop"))
_DUTY = (("co", "trach", "nhiem"), ("chiu", "trach", "nhiem"))
_TAGS = {
    "lead": re.compile(r"(?:cơ quan|đơn vị)?\s*(?:chủ trì|chịu trách nhiệm)\s*:\s*", re.IGNORECASE),
    "helps": re.compile(r"(?:cơ quan|đơn vị)?\s*phối hợp(?: thực hiện)?\s*:\s*", re.IGNORECASE),
    "due": re.compile(r"(?:thời gian|thời hạn|hạn)(?:\s+(?:hoàn thành|thực hiện|báo cáo))?\s*:\s*", re.IGNORECASE),
    "product": re.compile(r"(?:sản phẩm|kết quả)(?:\s+(?:dự kiến|đầu ra|hoàn thành))?\s*:\s*", re.IGNORECASE),
}
_PRODUCT = re.compile(
    r"\b(?:ban hành|trình|xây dựng|lập|báo cáo|hoàn thiện|dự thảo|phê duyệt)\s+(?:[^,.;:]{0,60}?\b)?"
    r"(?P<what>(?:Đề án|Kế hoạch|Quyết định|Quy chế|Quy định|Quy trình|Nghị quyết|Chương trình|Tờ trình|Báo cáo|"
    r"Danh mục|Chỉ thị|Phương án|Hướng dẫn|Bộ chỉ số|Sổ tay|Đề cương)\b[^,.;:]{0,140})"
)


@dataclass(frozen=True, slots=True)
class _Given:
    """Who is given the work by the opening words, and the place where the work itself begins."""

    leads: tuple[UnitRead, ...]
    helps: tuple[UnitRead, ...]
    content_at: int


class _Reader:
    def __init__(self, text: str, names: UnitNames, written_on: date, calendar: WorkCalendar | None) -> None:
        self.text, self.names, self.written_on, self.calendar = text, names, written_on, calendar

    def all(self, head: Head) -> Reading:
        clauses = clauses_of(self.text)
        children = {one.parent for one in clauses if one.parent is not None}
        tags = {n: self._tag(one) for n, one in enumerate(clauses)}
        given: dict[int, _Given] = {}
        proposals: list[Proposal] = []
        skipped: list[Quote] = []
        for n, clause in enumerate(clauses):
            if tags[n] and clause.parent is not None:
                continue
            given[n] = self._opening(clause)
            below = [(tags[k], one) for k, one in enumerate(clauses) if one.parent == n and tags[k]]
            is_heading = n in children and self._is_heading(clause, below)
            if is_heading or not (made := self._proposal(clause, self._inherit(clauses, given, n), given[n], below)):
                skipped.append(quote(self.text, clause.start, clause.end))
            else:
                proposals.append(made)
        return Reading(head, tuple(proposals), tuple(skipped))

    def _is_heading(self, clause: Clause, below: Sequence[tuple[str, Clause]]) -> bool:
        """It only introduces what stands below: ends with a colon, or has clauses below that are no labelled lines."""
        return not below and self.text[clause.start : clause.end].rstrip().endswith(":")

    def _tag(self, clause: Clause) -> str:
        return next((name for name, tag in _TAGS.items() if tag.match(self.text, clause.start, clause.end)), "")

    def _inherit(self, clauses: Sequence[Clause], given: dict[int, _Given], n: int) -> _Given | None:
        place = clauses[n].parent
        while place is not None:
            if place in given and given[place].leads:
                return given[place]
            place = clauses[place].parent
        return None

    # --- Opening words: who -----------------------------------------------------------------------------------------

    def _opening(self, clause: Clause) -> _Given:
        words = words_of(self.text, clause.start, clause.end)
        for place in self._beginnings(words):
            leads, after = self.names.list_at(self.text, words, place)
            if leads and self._gives(words, leads, place, after, clause):
                return self._helpers(words, leads, after, clause)
        return _Given((), (), clause.start)

    def _beginnings(self, words: Sequence[Word]) -> Iterator[int]:
        """Where the name of who is given the work may begin: at the start, or behind “giao”, “yêu cầu”, “đề nghị”."""
        if words and (is_starter(words, 0) or is_group(words, 0) or self.names.at(words, 0)[0]):
            yield 0
        for place in range(len(words)):
            for phrase in _GIVES:
                if starts_with(words, place, phrase):
                    yield place + len(phrase)

    def _gives(
        self, words: Sequence[Word], leads: tuple[UnitRead, ...], place: int, after: int, clause: Clause
    ) -> bool:
        """Behind the name: a colon, a verb, or the end; a name in the middle of a sentence gives nothing, nor does a
        letterhead."""
        known = bool(clause.number) or all(unit.code or unit.group for unit in leads)
        if after >= len(words):
            return bool(clause.number)
        behind = self.text[words[after - 1].end : words[after].start].strip()
        if not known and place == 0:
            return behind == "" and is_verb(words, after)
        return behind.startswith(":") or (behind in ("", ",") and (is_verb(words, after) or place > 0))

    def _helpers(self, words: Sequence[Word], leads: tuple[UnitRead, ...], after: int, clause: Clause) -> _Given:
        """Past “chủ trì, phối hợp với …”, and past “có trách nhiệm”."""
        helps: tuple[UnitRead, ...] = ()
        if starts_with(words, after, _LEADS):
            after += len(_LEADS)
        if starts_with(words, after, ("va",)) and words[after].small:
            after += 1
        for phrase in _HELPS:
            if starts_with(words, after, phrase):
                helps, end = self.names.list_at(self.text, words, after + len(phrase))
                after = end if helps else after
                break
        for phrase in _DUTY:
            if starts_with(words, after, phrase):
                after += len(phrase)
        start = words[after].start if after < len(words) else clause.end
        return _Given(leads, helps, start)

    # --- The proposal -----------------------------------------------------------------------------------------------

    def _proposal(
        self, clause: Clause, above: _Given | None, own: _Given, below: Sequence[tuple[str, Clause]]
    ) -> Proposal | None:
        labelled = {name: self._behind(name, one) for name, one in below} | self._labels_inside(clause)
        leads = self._names_in(labelled.get("lead")) or own.leads
        inherited = not leads and above is not None
        if inherited and above is not None:
            leads = above.leads
        deadlines = self._deadlines(clause, labelled.get("due"))
        content = quote(self.text, own.content_at, self._content_end(clause))
        content = replace(content, text=content.text.rstrip(" ;"))
        if not content.text or not (leads or (deadlines and clause.number)):
            return None
        helps = (*own.helps, *self._names_in(labelled.get("helps")))
        made = Proposal(
            clause=clause.number,
            content=content,
            lead=leads[0] if len(leads) == 1 and not leads[0].group else None,
            leads=leads,
            inherited=inherited,
            coordinating=_once(helps or (above.helps if inherited and above else ())),
            deadlines=deadlines,
            product=self._product(clause, labelled.get("product")),
        )
        return replace(made, doubts=tuple(_doubts(made)))

    def _behind(self, name: str, clause: Clause) -> tuple[int, int]:
        match = _TAGS[name].match(self.text, clause.start, clause.end)
        assert match is not None
        return match.end(), clause.end

    def _labels_inside(self, clause: Clause) -> dict[str, tuple[int, int]]:
        """“…; Sản phẩm: Kế hoạch; Thời hạn: 30/6/2026” within one clause."""
        found = [
            (match.start(), match.end(), name)
            for name, tag in _TAGS.items()
            if (
                match := re.compile(rf"(?<=[.;(]\s){tag.pattern}", re.IGNORECASE).search(
                    self.text, clause.start, clause.end
                )
            )
        ]
        found.sort()
        ends = [*(start for start, _end, _name in found[1:]), clause.end][: len(found)]
        return {name: (behind, end) for (_start, behind, name), end in zip(found, ends, strict=True)}

    def _content_end(self, clause: Clause) -> int:
        starts = [behind for behind, _end in self._labels_inside(clause).values()]
        if not starts:
            return clause.end
        first = min(starts)
        label = max(self.text.rfind(sign, clause.start, first - 2) for sign in ".;(")
        return label + 1 if label > clause.start else clause.end

    def _names_in(self, place: tuple[int, int] | None) -> tuple[UnitRead, ...]:
        if place is None:
            return ()
        return self.names.list_at(self.text, words_of(self.text, *place), 0)[0]

    def _deadlines(self, clause: Clause, labelled: tuple[int, int] | None) -> tuple[Deadline, ...]:
        found = self._deadlines_in(clause.start, clause.end)
        if labelled is None:
            return found
        start = self.text.rfind("\n", 0, labelled[0]) + 1 if labelled[0] > clause.end else clause.start
        return self._deadlines_in(max(start, labelled[0] - 40), labelled[1]) or found

    def _deadlines_in(self, start: int, end: int) -> tuple[Deadline, ...]:
        return deadlines_in(self.text, start, end, written_on=self.written_on, calendar=self.calendar)

    def _product(self, clause: Clause, labelled: tuple[int, int] | None) -> Quote | None:
        if labelled is not None:
            said = quote(self.text, *labelled)
            return replace(said, text=said.text.rstrip(" .;"))
        match = _PRODUCT.search(self.text, clause.start, clause.end)
        if match is None:
            return None
        what = re.split(r"\s+(?:trước|trong|hoàn thành|chậm nhất|để)\s", match["what"])[0]
        return quote(self.text, match.start("what"), match.start("what") + len(what))


def _once(units: Sequence[UnitRead]) -> tuple[UnitRead, ...]:
    kept = {(unit.code or unit.quote.text): unit for unit in units}
    return tuple(kept.values())


def _doubts(made: Proposal) -> Iterator[Doubt]:
    if not made.leads:
        yield Doubt("no_lead", True, N_("Không thấy đơn vị chủ trì. Hãy chọn một đơn vị."))
    elif len(made.leads) > 1:
        names = ", ".join(unit.quote.text for unit in made.leads)
        yield Doubt(
            "many_leads",
            True,
            N_("Giao nhiều đơn vị (%(names)s). Mỗi nhiệm vụ có đúng một đơn vị chủ trì: hãy tách hoặc chọn."),
            {"names": names},
        )
    elif made.leads[0].group:
        yield Doubt(
            "group_leads",
            True,
            N_("“%(name)s” là nhiều đơn vị. Hãy chọn từng đơn vị chủ trì."),
            {"name": made.leads[0].quote.text},
        )
    else:
        yield from _unit_doubts(made.leads[0], asks=True)
    for unit in made.coordinating:
        if unit.group:
            yield Doubt(
                "group_helps",
                False,
                N_("Phối hợp là “%(name)s”: chọn đơn vị nếu cần theo dõi riêng."),
                {"name": unit.quote.text},
            )
        else:
            yield from _unit_doubts(unit, asks=False)
    codes = {unit.code for unit in made.coordinating if unit.code}
    if made.lead is not None and made.lead.code in codes:
        yield Doubt("lead_helps_itself", True, N_("Đơn vị chủ trì cũng là đơn vị phối hợp. Hãy bỏ một."))
    if made.inherited:
        yield Doubt("inherited", False, N_("Đơn vị chủ trì lấy từ mục phía trên."))
    if len(made.deadlines) > 1:
        said = "; ".join(one.quote.text for one in made.deadlines)
        yield Doubt(
            "many_deadlines", True, N_("Có nhiều thời hạn (%(said)s). Hãy chọn thời hạn của nhiệm vụ."), {"said": said}
        )
    if made.due is None:
        yield Doubt("no_deadline", False, N_("Không thấy thời hạn: nhiệm vụ sẽ vào ô “không có thời hạn”."))
    else:
        yield from made.due.doubts


def _unit_doubts(unit: UnitRead, *, asks: bool) -> Iterator[Doubt]:
    if unit.code is not None:
        return
    near = ", ".join(name for _code, name in unit.near)
    data = {"name": unit.quote.text, "near": near}
    if unit.many:
        yield Doubt("unit_shared_name", asks, N_("“%(name)s” là tên của nhiều đơn vị: %(near)s. Hãy chọn."), data)
    elif near:
        yield Doubt("unit_unknown_near", asks, N_("Không có đơn vị “%(name)s”. Có phải: %(near)s?"), data)
    else:
        yield Doubt("unit_unknown", asks, N_("Không có đơn vị “%(name)s”. Hãy chọn đơn vị trong danh sách."), data)
