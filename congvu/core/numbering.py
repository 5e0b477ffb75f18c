"""Codes and numbers that the law draws: dossiers, tasks, documents, procedures, results.

A format is data with dates of validity. A code once given is never rewritten, codes given elsewhere are kept as they
are, and a sequence that outgrows its width grows: it never wraps.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from congvu.core.errors import N_, DomainError
from congvu.core.text import fold


class UnreadableCode(DomainError):
    """The text has not the shape of this kind of code."""

    code = "unreadable_code"
    sentence = N_("“%(text)s” không đúng dạng mã. Hãy viết như %(example)s.")
    status = 422


class WrongSequence(DomainError):
    """A number below one cannot be given out."""

    code = "wrong_sequence"
    sentence = N_("Số thứ tự phải từ 1 trở lên; đang là %(sequence)s.")
    status = 422


class NoFormatInForce(DomainError):
    """On that day no format of dossier codes is in force."""

    code = "no_format_in_force"
    sentence = N_("Ngày %(day)s không có dạng mã hồ sơ nào có hiệu lực. Hãy khai báo dạng mã cho ngày này.")


def _tidy(text: str) -> str:
    """Capitals, no spaces, one kind of hyphen: what a hand, a mail program or a bar code reader may have changed."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return re.sub(r"[‐‑‒–—−]", "-", re.sub(r"\s+", "", plain))


def _sequence(number: int, width: int) -> str:
    if number < 1:
        raise WrongSequence(sequence=number)
    return str(number).zfill(width)


# --- Agencies --------------------------------------------------------------------------------------------------------

_AGENCY = r"[A-Z0-9]{1,6}(?:\.[A-Z0-9]{1,6}){0,9}"
_AGENCY_LENGTH = 35  # QĐ 20/2020/QĐ-TTg


def agency_code(text: str, *, field: str | None = None) -> str:
    """An agency's code, from below (`000.00.12.H57`, QCVN 102) or from above (`H53.18`, QĐ 20/2020), up to 35 long."""
    code = _tidy(text)
    if len(code) > _AGENCY_LENGTH or not re.fullmatch(_AGENCY, code):
        raise UnreadableCode(field=field, text=text, example="H53.18")
    return code


# --- Dossiers --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CodeFormat:
    """One way of writing dossier codes: agency, day, running number of the agency on that day."""

    key: str
    source: str
    valid_from: date
    valid_until: date | None  # exclusive; None: still in force
    date_digits: int  # 6: yymmdd, 8: yyyymmdd
    width: int  # of the running number, at least
    owner_digits: int = 0  # leading digits of the running number that name the governing agency
    central: bool = False  # given out by a ministry or nationally, never by this installation

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


LOCAL = CodeFormat("local", "TT 01/2018/TT-VPCP, Điều 19", date(2019, 1, 6), None, date_digits=6, width=4)
MINISTRY = CodeFormat("ministry", "mẫu mã cấp bộ 2026", date(2026, 1, 1), None, date_digits=8, width=7, central=True)
NATIONAL = CodeFormat(
    *("national", "TT 04/2025/TT-VPCP", date(2026, 1, 25), None), date_digits=6, width=4, owner_digits=2, central=True
)
DOSSIER_FORMATS = (LOCAL, MINISTRY, NATIONAL)


def format_on(day: date, *, formats: Iterable[CodeFormat] = DOSSIER_FORMATS) -> CodeFormat:
    """The format this installation gives out on that day: the latest of the local ones in force."""
    in_force = [form for form in formats if not form.central and form.holds_on(day)]
    if not in_force:
        raise NoFormatInForce(day=f"{day:%d/%m/%Y}")
    return max(in_force, key=lambda form: form.valid_from)


def series_of(form: CodeFormat, *, agency: str, day: date) -> str:
    """What a counter counts in: everything of the code before the running number, which restarts with every series."""
    return f"{agency_code(agency)}-{day:{'%Y%m%d' if form.date_digits == 8 else '%y%m%d'}}-"


def format_code(form: CodeFormat, *, agency: str, day: date, sequence: int, owner: str = "") -> str:
    """The code number `sequence` of that agency and day.

    >>> format_code(LOCAL, agency="H53.18", day=date(2026, 1, 7), sequence=6)
    'H53.18-260107-0006'
    """
    if not re.fullmatch(rf"[0-9]{{{form.owner_digits}}}", owner):
        raise UnreadableCode(text=owner, example="01"[: form.owner_digits])
    return f"{series_of(form, agency=agency, day=day)}{owner}{_sequence(sequence, form.width)}"


@dataclass(frozen=True, slots=True)
class DossierCode:
    """A dossier code taken apart. `serial` keeps its noughts; which digits name an owner its issuer knows."""

    text: str
    agency: str
    issued_on: date
    serial: str
    formats: tuple[CodeFormat, ...]

    @property
    def sequence(self) -> int:
        """The running number when the code is not of a kind with owner digits."""
        return int(self.serial)


_DOSSIER = re.compile(rf"(?P<agency>{_AGENCY})-(?P<day>[0-9]{{6}}|[0-9]{{8}})-(?P<serial>[0-9]{{1,12}})")
_DOSSIER_EXAMPLE = "H53.18-260107-0006"


def parse_code(text: str, *, formats: Iterable[CodeFormat] = DOSSIER_FORMATS, field: str | None = None) -> DossierCode:
    """A dossier code as typed or scanned: spaces, small letters and other hyphens are forgiven.

    `formats` of the answer are those that could have made it; more than one may fit (a national code has the shape of
    a long local one), none may (older systems), and the code is accepted all the same.

    >>> parse_code(" h53.18 – 260107 – 0006 ").text
    'H53.18-260107-0006'
    """
    code = _tidy(text)
    parts = _DOSSIER.fullmatch(code)
    issued_on = _day(parts["day"]) if parts else None
    if not parts or issued_on is None or int(parts["serial"]) == 0 or len(parts["agency"]) > _AGENCY_LENGTH:
        raise UnreadableCode(field=field, text=text, example=_DOSSIER_EXAMPLE)
    fitting = tuple(
        form
        for form in formats
        if len(parts["day"]) == form.date_digits
        and len(parts["serial"]) >= form.width + form.owner_digits
        and form.holds_on(issued_on)
    )
    return DossierCode(code, parts["agency"], issued_on, parts["serial"], fitting)


def _day(digits: str) -> date | None:
    try:
        return datetime.strptime(digits, "%y%m%d" if len(digits) == 6 else "%Y%m%d").date()  # noqa: DTZ007
    except ValueError:
        return None


_ISSUED_ELSEWHERE = re.compile(r"[A-Z0-9](?:[A-Z0-9./_-]{0,62}[A-Z0-9])?")


def issued_code(text: str, *, field: str | None = None) -> str:
    """Any code another system may have given, tidied so that it is found again; no shape of ours is asked for."""
    code = _tidy(text)
    if not _ISSUED_ELSEWHERE.fullmatch(code):
        raise UnreadableCode(field=field, text=text, example=_DOSSIER_EXAMPLE)
    return code


# --- Tasks -----------------------------------------------------------------------------------------------------------


def task_number(*, year: int, sequence: int) -> str:
    """The number of a task among those of its year.

    >>> task_number(year=2025, sequence=1102)
    'NV-2025-1102'
    """
    return f"NV-{year:04d}-{_sequence(sequence, 4)}"


def parse_task_number(text: str, *, field: str | None = None) -> tuple[int, int]:
    """Year and running number of `NV-2025-1102`."""
    parts = re.fullmatch(r"NV-?([12][0-9]{3})-?([0-9]{4,})", _tidy(text))
    if not parts or int(parts[2]) == 0:
        raise UnreadableCode(field=field, text=text, example="NV-2025-1102")
    return int(parts[1]), int(parts[2])


# --- Documents -------------------------------------------------------------------------------------------------------

# The kinds of NĐ 30/2020/NĐ-CP, Điều 7, with their short signs; a letter (công văn) has none.
DOCUMENT_KINDS = {
    "NQ": N_("Nghị quyết"), "QĐ": N_("Quyết định"), "CT": N_("Chỉ thị"), "QC": N_("Quy chế"), "QyĐ": N_("Quy định"),
    "TC": N_("Thông cáo"), "TB": N_("Thông báo"), "HD": N_("Hướng dẫn"), "CTr": N_("Chương trình"),
    "KH": N_("Kế hoạch"), "PA": N_("Phương án"), "ĐA": N_("Đề án"), "DA": N_("Dự án"), "BC": N_("Báo cáo"),
    "BB": N_("Biên bản"), "TTr": N_("Tờ trình"), "HĐ": N_("Hợp đồng"), "CĐ": N_("Công điện"),
    "BGN": N_("Bản ghi nhớ"), "BTT": N_("Bản thỏa thuận"), "GUQ": N_("Giấy ủy quyền"), "GM": N_("Giấy mời"),
    "GGT": N_("Giấy giới thiệu"), "GNP": N_("Giấy nghỉ phép"), "PG": N_("Phiếu gửi"), "PC": N_("Phiếu chuyển"),
    "PB": N_("Phiếu báo"), "SY": N_("Sao y"), "TrS": N_("Trích sao"), "SL": N_("Sao lục"),
    "NĐ": N_("Nghị định"), "TT": N_("Thông tư"), "TTLT": N_("Thông tư liên tịch"), "PL": N_("Pháp lệnh"),
    "L": N_("Lệnh"), "VBHN": N_("Văn bản hợp nhất"), "HNVB": N_("Văn bản hợp nhất"),
}  # fmt: skip
LETTER = N_("Công văn")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """`number/kind-issuer`, a letter `number/issuer-drafter`, a legal text `number/year/kind-issuer`.

    `kind` is a key of DOCUMENT_KINDS, None for a letter or a law (`03/2026/QH16`). `suffix` is the `a` of `12a`.
    """

    number: int
    kind: str | None
    issuer: str
    drafter: str = ""
    year: int | None = None
    suffix: str = ""

    def __str__(self) -> str:
        number = f"{self.number:02d}{self.suffix}"
        sign = "-".join(part for part in (self.kind, self.issuer, self.drafter) if part)
        return "/".join([number, *([str(self.year)] if self.year else []), sign])

    @property
    def kind_name(self) -> str | None:
        """The kind in words; a number with a year and no kind is a law, whose kind its number does not tell."""
        if self.kind:
            return DOCUMENT_KINDS[self.kind]
        return None if self.year else LETTER


_DOCUMENT = re.compile(
    r"(?P<number>[0-9]{1,6})(?P<suffix>[a-zđ]?)/(?:(?P<year>[12][0-9]{3})/)?(?P<sign>[^\W_][\w.&-]*(?:-[\w.&-]+)*)"
)
_KIND_BY_CASE = {kind.casefold(): kind for kind in DOCUMENT_KINDS}
_FOLDED_KINDS = [fold(kind) for kind in DOCUMENT_KINDS]
# Without marks DA is a project or a scheme, HD a guide or a contract: such signs are read as they stand.
_KIND_BY_FOLD = {fold(kind): kind for kind in DOCUMENT_KINDS if _FOLDED_KINDS.count(fold(kind)) == 1}


def _kind(sign: str) -> str | None:
    return _KIND_BY_CASE.get(sign.casefold()) or _KIND_BY_FOLD.get(fold(sign))


def parse_document_number(text: str, *, field: str | None = None) -> DocumentNumber:
    """A document's number and sign as people write it; unaccented and small letters in the kind are understood.

    >>> parse_document_number("768/qđ-TTPVHCC")
    DocumentNumber(number=768, kind='QĐ', issuer='TTPVHCC', drafter='', year=None, suffix='')
    >>> str(parse_document_number("Số: 5/QD-UBND"))
    '05/QĐ-UBND'
    """
    plain = re.sub(r"[‐‑‒–—−]", "-", unicodedata.normalize("NFC", text))
    plain = re.sub(r"\s*([/-])\s*", r"\1", re.sub(r"^\s*số\s*:?\s*", "", plain, flags=re.IGNORECASE)).strip()
    parts = _DOCUMENT.fullmatch(plain)
    if not parts or int(parts["number"]) == 0:
        raise UnreadableCode(field=field, text=text, example="768/QĐ-UBND")
    signs = parts["sign"].split("-")
    kind = _kind(signs[0]) if len(signs) > 1 else None
    issuer, *drafter = signs[1:] if kind else signs
    year = int(parts["year"]) if parts["year"] else None
    return DocumentNumber(int(parts["number"]), kind, issuer, "-".join(drafter), year, parts["suffix"])


# --- Procedures and their results ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProcedureCode:
    """The national code of a procedure and, as local systems write it, the agency hung onto it."""

    national: str
    agency: str = ""

    def __str__(self) -> str:
        return f"{self.national}.{self.agency}" if self.agency else self.national


def parse_procedure_code(text: str, *, field: str | None = None) -> ProcedureCode:
    """`1.001193`, `1.001193.000.00.00.H35` or `1.000948.H38`.

    >>> parse_procedure_code("1.001193.000.00.00.h35").national
    '1.001193'
    """
    parts = re.fullmatch(rf"([0-9]\.[0-9]{{6}})(?:\.({_AGENCY}))?", _tidy(text))
    if not parts or len(parts[2] or "") > _AGENCY_LENGTH:
        raise UnreadableCode(field=field, text=text, example="1.001193")
    return ProcedureCode(parts[1], parts[2] or "")


def result_code(text: str, *, field: str | None = None) -> str:
    """The code of a kind of result, `KQ.G15.000031` (a birth certificate), by which results are used again."""
    code = _tidy(text)
    if not re.fullmatch(r"KQ\.[A-Z][0-9]{2}\.[0-9]{6}", code):
        raise UnreadableCode(field=field, text=text, example="KQ.G15.000031")
    return code
