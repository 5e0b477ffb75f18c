"""“Which procedure do I need?”: from what happened in a life, by plain questions, to the few procedures that fit. Pure.

Events and questions look for words of the procedures' names and fields, so a catalogue loaded anew is found too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from congvu.core.errors import N_
from congvu.core.text import fold, folded_words


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """What happened, in a citizen's words. A procedure belongs to it when its name holds one of `words`, or its field
    one of `fields`.
    """

    code: str
    label: str
    words: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    icon: str = "circle"


EVENTS = (
    LifeEvent(
        "sinh-con", N_("Sinh con, làm giấy tờ cho con"), ("khai sinh", "nhan cha me con", "nhan cha"), (), "star"
    ),
    LifeEvent("ket-hon", N_("Kết hôn, ly hôn, xác nhận độc thân"), ("ket hon", "ly hon", "hon nhan"), (), "users"),
    LifeEvent("nguoi-mat", N_("Người thân qua đời, thừa kế"), ("khai tu", "di san", "di chuc"), (), "notes"),
    LifeEvent("con-nuoi", N_("Nuôi con nuôi, giám hộ"), ("con nuoi", "giam ho"), ("nuoi con nuoi",), "user-plus"),
    LifeEvent(
        "giay-to-ho-tich",
        N_("Sửa, xin lại giấy tờ hộ tịch"),
        ("trich luc", "cai chinh", "dang ky lai", "ban sao tu so goc", "thong tin ho tich"),
        (),
        "file-text",
    ),
    LifeEvent("cho-o", N_("Đổi chỗ ở, tạm trú, tạm vắng"), (), ("cu tru",), "home"),
    LifeEvent(
        "chung-thuc", N_("Chứng thực bản sao, chữ ký, hợp đồng"), ("chung thuc",), ("chung thuc",), "rubber-stamp"
    ),
    LifeEvent(
        "dat", N_("Đất đai, sổ đỏ"), ("dat", "giay chung nhan quyen su dung dat"), ("dat dai", "bao dam"), "map-pin"
    ),
    LifeEvent(
        "xay-nha", N_("Xây, sửa, dời nhà"), ("giay phep xay dung", "di doi"), ("xay dung", "ha tang"), "building"
    ),
    LifeEvent(
        "kinh-doanh",
        N_("Buôn bán, hộ kinh doanh, hợp tác xã"),
        ("ho kinh doanh", "hop tac xa", "to hop tac", "kinh doanh"),
        (),
        "briefcase",
    ),
    LifeEvent(
        "kho-khan", N_("Gặp khó khăn, cần giúp đỡ"), ("ho ngheo", "tro giup"), ("giam ngheo", "tro giup"), "thumb-up"
    ),
    LifeEvent("tranh-chap", N_("Tranh chấp, hòa giải"), ("hoa giai", "tranh chap"), ("hoa giai",), "scale"),
    LifeEvent(
        "ruong-rung",
        N_("Ruộng, rừng, cây trồng, thủy lợi"),
        ("trong lua", "rung", "khuyen nong", "cay xanh"),
        ("trong trot", "lam nghiep", "nong nghiep", "thuy loi", "moi truong"),
        "world",
    ),
    LifeEvent(
        "hanh-nghe",
        N_("Giấy phép, hành nghề, lý lịch"),
        ("hanh nghe", "ly lich", "van tai"),
        ("luat su",),
        "certificate",
    ),
)


@dataclass(frozen=True, slots=True)
class Question:
    """Asked in plain words; a name that holds one of `words` means yes."""

    code: str
    text: str
    words: tuple[str, ...]


QUESTIONS = (
    Question("nuoc-ngoai", N_("Có ai là người nước ngoài, hoặc việc đã làm ở nước ngoài không?"), ("nuoc ngoai",)),
    Question("bien-gioi", N_("Ông/bà sống ở xã biên giới và người kia là công dân nước láng giềng?"), ("bien gioi",)),
    Question("lai", N_("Đã đăng ký trước đây nhưng sổ gốc và bản chính đều không còn?"), ("dang ky lai",)),
    Question("mat", N_("Giấy tờ đã được cấp nhưng bị mất, hỏng?"), ("bi mat", "cap lai")),
    Question("luu-dong", N_("Cần cán bộ đến tận nhà làm, vì không đi lại được?"), ("luu dong",)),
    Question(
        "lien-thong", N_("Muốn làm cùng lúc nhiều giấy tờ (khai sinh, thường trú, thẻ bảo hiểm y tế)?"), ("lien thong",)
    ),
    Question("nhan-cha-me", N_("Cần nhận cha, mẹ, con?"), ("nhan cha",)),
    Question("ban-sao", N_("Chỉ cần thêm bản sao của giấy tờ đã có?"), ("ban sao", "trich luc ho tich")),
    Question(
        "sua",
        N_("Muốn sửa, đổi thông tin đã đăng ký?"),
        ("thay doi", "cai chinh", "dieu chinh", "dinh chinh", "cap nhat"),
    ),
    Question("cham-dut", N_("Muốn chấm dứt, xóa đăng ký?"), ("cham dut", "xoa ", "giai the", "huy bo")),
    Question("gia-han", N_("Muốn kéo dài thời hạn đã có?"), ("gia han",)),
    Question("tam", N_("Chỉ ở, chỉ nghỉ một thời gian?"), ("tam tru", "tam vang", "tam ngung", "luu tru")),
    Question("tach", N_("Muốn tách hoặc hợp (thửa đất, hộ)?"), ("tach ", "hop thua")),
    Question("chuyen-nhuong", N_("Có mua bán, tặng cho, chuyển nhượng?"), ("chuyen nhuong", "tang cho")),
    Question("moi", N_("Đây là lần đầu làm?"), ("lan dau", "cap moi", "thanh lap", "xay dung moi")),
)

# What people say → what the names say. Folded.
SAID = {
    "so do": "giay chung nhan dat",
    "so hong": "giay chung nhan dat",
    "cuoi": "ket hon",
    "doc than": "tinh trang hon nhan",
    "ho khau": "thuong tru",
    "chet": "khai tu",
    "qua doi": "khai tu",
    "de con": "khai sinh",
    "em be": "khai sinh",
    "photo": "ban sao",
    "cong chung": "chung thuc",
    "mo quan": "ho kinh doanh",
    "ban hang": "ho kinh doanh",
    "buon ban": "ho kinh doanh",
    "bao hiem": "bao hiem y te",
    "lam nha": "giay phep xay dung",
    "sua nha": "giay phep xay dung",
    "xay nha": "giay phep xay dung",
    "vay ngan hang": "bien phap bao dam",
    "the chap": "bien phap bao dam",
    "sang ten": "chuyen nhuong",
    "cat cay": "chat ha",
    "ly lich": "ly lich tu phap",
}
_EMPTY = frozenset(
    [
        "toi",
        "muon",
        "can",
        "cho",
        "xin",
        "lam",
        "di",
        "de",
        "thi",
        "la",
        "gi",
        "nhu",
        "the",
        "nao",
        "o",
        "tai",
        "cua",
        "va",
        "voi",
        "mot",
        "cac",
        "thu",
        "tuc",
        "giay",
        "to",
        "nhung",
        "bi",
    ]
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A procedure of the day."""

    code: str
    name: str
    field: str

    @property
    def folded(self) -> str:
        return fold(self.name)


@dataclass(frozen=True, slots=True)
class Answers:
    event: str = ""
    text: str = ""
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not self.event and not self.text.strip()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Best first; what would narrow it further, the best question first."""

    found: tuple[Candidate, ...]
    questions: tuple[Question, ...]


def suggest(candidates: Sequence[Candidate], answers: Answers) -> Suggestion:
    """Nothing asked gives nothing. An answer that would leave nothing is not asked."""
    if answers.is_empty:
        return Suggestion((), ())
    rated = [(rate, one) for one in _of_event(candidates, answers.event) if (rate := _fit(one, answers.text)) > 0]
    known = {question.code: question for question in QUESTIONS}
    for code in sorted(answers.yes & known.keys()):
        rated = [(rate, one) for rate, one in rated if says(one, known[code])]
    for code in sorted(answers.no & known.keys()):
        rated = [(rate, one) for rate, one in rated if not says(one, known[code])]
    rated.sort(key=lambda pair: (-pair[0], _asides(pair[1], answers), len(pair[1].name), pair[1].code))
    found = tuple(one for _rate, one in rated)
    return Suggestion(found, tuple(_open_questions(found, answers.yes | answers.no)))


def _of_event(candidates: Sequence[Candidate], code: str) -> list[Candidate]:
    event = next((event for event in EVENTS if event.code == code), None)
    if event is None:
        return list(candidates)
    return [
        one
        for one in candidates
        if any(_holds(one.folded, words) for words in event.words)
        or any(words in fold(one.field) for words in event.fields)
    ]


def _holds(text: str, words: str) -> bool:
    return f" {words.strip()} " in f" {' '.join(folded_words(text))} "


def says(one: Candidate, question: Question) -> bool:
    return any(_holds(one.folded, words) for words in question.words)


def _asides(one: Candidate, answers: Answers) -> int:
    """Special cases that nobody has said apply: the plain procedure comes first."""
    return sum(says(one, question) for question in QUESTIONS if question.code not in answers.yes)


def _fit(one: Candidate, text: str) -> float:
    """How much of what was typed the name holds; below half it does not fit. 1 when nothing was typed."""
    tidy = " ".join(folded_words(text))
    if not tidy:
        return 1
    if tidy.replace(" ", ".") == one.code:
        return 2
    padded = f" {tidy} "
    for said, name in SAID.items():
        padded = padded.replace(f" {said} ", f" {name} ")
    wanted = [word for word in padded.split() if word not in _EMPTY]
    there = set(folded_words(one.name)) | set(folded_words(one.field))
    share = sum(word in there for word in wanted) / len(wanted) if wanted else 0
    in_a_row = _holds(one.folded, " ".join(wanted)) if wanted else False
    return share + in_a_row if share > 0.5 else 0


def _open_questions(found: Sequence[Candidate], answered: frozenset[str]) -> list[Question]:
    """Those that part what is left, most evenly first."""
    many = len(found)
    parting = []
    for place, question in enumerate(QUESTIONS):
        yes = sum(says(one, question) for one in found)
        if question.code not in answered and 0 < yes < many:
            parting.append((abs(many - 2 * yes), place, question))
    return [question for _evenness, _place, question in sorted(parting, key=lambda item: item[:2])]
