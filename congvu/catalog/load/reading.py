"""What a row of the catalogue says, read without guessing: values and doubts. Pure; rules in docs/rules/catalog.md."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from congvu.core.clock import parse_allowance
from congvu.core.errors import N_, DomainError
from congvu.core.text import fold


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person must look at. `field` is the column it stands in."""

    about: str
    code: str
    field: str
    sentence: str
    data: dict[str, object]

    def __str__(self) -> str:
        return self.sentence % self.data


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper asked for. `conditional`: only in some cases (“nếu có”, written authority, a case named)."""

    name: str
    originals: int
    copies: int
    conditional: bool = False
    form_no: str = ""


@dataclass(frozen=True, slots=True)
class ChannelRow:
    channel: str
    text: str
    limit: str
    for_difficult_area: bool = False


_COUNT = re.compile(r"\s*\[(?P<originals>\d+) chính(?:, (?P<copies>\d+) sao)?\]\s*$")
_MORE = re.compile(r"\(\+(\d+) mục khác\)")
_NUMBER = re.compile(r"^\(\d+\)\s*")
_CONDITIONAL = ("neu co", "truong hop", "uy quyen", "doi voi")
_MANY = 20


def papers_of(text: str) -> tuple[list[Paper], list[Doubt]]:
    """The papers of the column required_documents.

    >>> papers_of("(2) Giấy chứng nhận đã cấp [1 chính] | (1) Đơn [0 chính, 1 sao]")[0]
    ... # doctest: +NORMALIZE_WHITESPACE
    [Paper(name='Giấy chứng nhận đã cấp', originals=1, copies=0, conditional=False, form_no=''),
     Paper(name='Đơn', originals=0, copies=1, conditional=False, form_no='')]
    """
    papers: dict[str, Paper] = {}
    doubts = []
    for part in filter(None, (part.strip() for part in text.split(" | "))):
        if more := _MORE.fullmatch(part):
            doubts.append(
                Doubt(
                    "component", "papers_left_out", "required_documents",
                    N_("Nguồn bỏ bớt %(count)s giấy tờ khỏi danh sách thành phần; hãy bổ sung từ quyết định công bố."),
                    {"count": more[1]},
                )
            )  # fmt: skip
            continue
        count = _COUNT.search(part)
        name = _NUMBER.sub("", part[: count.start()] if count else part).strip()
        originals = int(count["originals"]) if count else 0
        copies = int(count["copies"] or 0) if count else 0
        if not count or originals > _MANY or copies > _MANY:
            doubts.append(
                Doubt(
                    "component", "paper_count_doubtful", "required_documents",
                    N_("“%(name)s”: số bản ghi “%(count)s” không đọc được chắc chắn; đã để trống số bản."),
                    {"name": name, "count": count[0].strip() if count else ""},
                )
            )  # fmt: skip
            originals, copies = 0, 0
        conditional = any(word in fold(name) for word in _CONDITIONAL)
        papers.setdefault(name, Paper(name, originals, copies, conditional, _form_of(name)))
    return list(papers.values()), doubts


_FORM = re.compile(r"\bMẫu số ([0-9]+[A-Za-z]?(?:[./-][0-9A-Za-z]+)*)", re.IGNORECASE)


def _form_of(name: str) -> str:
    found = _FORM.search(name)
    return f"Mẫu số {found[1]}" if found else ""


_CITED = re.compile(
    r"\b(?:Nghị định|Thông tư|Nghị quyết|Quyết định|Luật) số ([0-9]{1,4}/(?:[0-9]{4}/)?[A-ZĐ][\w-]*[A-ZĐ0-9])"
)


def cited_in(names: Iterable[str]) -> list[str]:
    """Numbers of the documents that the papers' names cite whole, each once.

    >>> cited_in(["Đơn theo Mẫu số 18 ban hành kèm theo Nghị định số 151/2025/NĐ-CP", "Đơn theo Nghị định số…"])
    ['151/2025/NĐ-CP']
    """
    return list(dict.fromkeys(number for name in names for number in _CITED.findall(name)))


def results_of(text: str, codes: str) -> tuple[list[tuple[str, str]], list[Doubt]]:
    """Results with their codes, where the source gives one for each; else the names alone and a doubt.

    >>> results_of("Giấy khai sinh", "KQ.G15.000031")[0]
    [('Giấy khai sinh', 'KQ.G15.000031')]
    """
    names = [part.strip() for part in text.split(" ; ") if part.strip()]
    numbers = [part.strip() for part in codes.split(" ; ") if part.strip()]
    if not numbers or len(names) == len(numbers):
        return list(zip(names, numbers or [""] * len(names), strict=True)), []
    sentence = N_(
        "Nguồn ghi %(names)s kết quả nhưng %(codes)s mã kết quả (%(given)s); chưa ghép mã nào với kết quả nào."
    )
    data: dict[str, object] = {"names": len(names), "codes": len(numbers), "given": ", ".join(numbers)}
    return [(name, "") for name in names], [Doubt("result", "results_unpaired", "result_code", sentence, data)]


_SMALL = re.compile(r"(?<![0-9.,])([0-9]{1,3})\s*(?:đồng|đ|vnđ|vnd)\b", re.IGNORECASE)


def fee_doubts(text: str) -> list[Doubt]:
    """What the fee of the catalogue leaves unclear: thousands lost, free and yet left to a council."""
    found = []
    if small := _SMALL.search(text):
        sentence = N_("Mức phí ghi “%(text)s”, có lẽ thiếu hàng nghìn. Hãy đối chiếu quyết định công bố.")
        found.append(Doubt("fee", "fee_too_small", "fee", sentence, {"text": small[0]}))
    if "mien phi (hdnd" in fold(text):
        sentence = N_("Phí ghi “%(text)s”: vừa miễn phí vừa theo quy định khác. Hãy ghi mức phí của tỉnh kèm văn bản.")
        found.append(Doubt("fee", "fee_contradicts", "fee", sentence, {"text": text}))
    return found


def limit_of(text: str) -> tuple[str, DomainError | None]:
    """The canonical limit, or "" and why it cannot be read.

    >>> limit_of("3 Ngày làm việc")[0]
    '3 ngày làm việc'
    """
    try:
        return str(parse_allowance(text)), None
    except DomainError as error:
        return "", error


def headline_limit(value: str, unit: str) -> tuple[str, list[Doubt]]:
    """The limit of the columns time_limit_value and time_limit_unit."""
    text = unit.strip() if fold(unit) == "trong ngay" else f"{value.strip()} {unit.strip()}".strip()
    limit, error = limit_of(text)
    if error is None:
        return limit, []
    return "", [Doubt("limit", error.code, "time_limit_unit", error.sentence, error.data)]


_CHANNELS = {"truc tuyen": "online", "truc tiep": "direct", "dich vu buu chinh": "post"}
_DIFFICULT = "vung kho khan"
_DIFFICULT_DAYS = 10


def channel_rows(text: str, *, headline: str, note: str) -> tuple[list[ChannelRow], list[Doubt]]:
    """The rows of time_by_channel. A row ten days above the announced limit, where the note says so, holds for areas
    of difficulty only; rows that differ otherwise are a doubt.
    """
    rows = list(_channel_rows(text, headline, _DIFFICULT in fold(note)))
    given = {row.limit for row in rows if row.limit and not row.for_difficult_area}
    if len(given) < 2:
        return rows, []
    return rows, [
        Doubt(
            "limit", "limits_differ", "time_by_channel",
            N_("Thời hạn ghi khác nhau giữa các dòng: %(text)s. Hãy đối chiếu quyết định công bố."), {"text": text},
        )
    ]  # fmt: skip


def _channel_rows(text: str, headline: str, has_difficult: bool) -> Iterator[ChannelRow]:
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, _, said = (piece.strip() for piece in part.partition(":"))
        channel = _CHANNELS.get(fold(name))
        if channel is None:
            continue
        limit, _ = limit_of(said)
        yield ChannelRow(channel, said, limit, has_difficult and _exceeds(limit, headline))


def _exceeds(limit: str, headline: str) -> bool:
    if not limit or not headline:
        return False
    one, other = parse_allowance(limit), parse_allowance(headline)
    return one.unit is other.unit and one.amount - other.amount == _DIFFICULT_DAYS
