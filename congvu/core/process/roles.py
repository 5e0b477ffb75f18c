"""Which kind of person does a step, read from the words of the approved table by the patterns below."""

import re
from dataclasses import dataclass
from enum import StrEnum

from congvu.core.errors import N_
from congvu.core.text import fold


class Role(StrEnum):
    """Kinds of actor along a matter's way."""

    RECEIVING = "receiving"
    SPECIALIST = "specialist"
    DIVISION_HEAD = "division_head"
    SIGNING_LEADER = "signing_leader"
    CLERK = "clerk"
    RETURNING = "returning"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Role.RECEIVING: N_("người tiếp nhận"),
    Role.SPECIALIST: N_("chuyên viên"),
    Role.DIVISION_HEAD: N_("lãnh đạo phòng"),
    Role.SIGNING_LEADER: N_("lãnh đạo ký"),
    Role.CLERK: N_("văn thư"),
    Role.RETURNING: N_("người trả kết quả"),
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """Both expressions are searched from the beginning of the folded texts; the first pattern that fits decides."""

    role: Role
    unit: str
    name: str
    because: str


_DESK = r"(trung tam phuc vu hanh chinh cong|bo phan (mot cua|tiep nhan)|diem tiep nhan|quay )"
_LEADER = r"(lanh dao|chu tich|pho chu tich|giam doc|pho giam doc|thu truong|nguoi dung dau)\b"
_SIGNS = r"(phe duyet|ky\b|duyet\b|ban hanh|cong bo|quyet dinh)"

PATTERNS = (
    Pattern(Role.RECEIVING, _DESK, r"(tiep nhan|kiem tra|huong dan)", N_("bộ phận một cửa nhận, kiểm tra hồ sơ")),
    Pattern(Role.RETURNING, _DESK, "", N_("việc còn lại của bộ phận một cửa là trả kết quả")),
    Pattern(Role.CLERK, r"van thu\b", "", N_("ghi rõ văn thư")),
    Pattern(
        *(Role.DIVISION_HEAD, r"((pho )?truong phong\b|lanh dao (phong|co quan chuyen mon)\b)", ""),
        N_("lãnh đạo phòng hoặc cơ quan chuyên môn cấp xã"),
    ),
    Pattern(Role.SIGNING_LEADER, _LEADER, "", N_("lãnh đạo đơn vị")),
    Pattern(Role.SIGNING_LEADER, r"(ubnd|uy ban nhan dan)\b", _SIGNS, N_("UBND ký, ban hành, công bố")),
    Pattern(*(Role.CLERK, "", r"(chuyen tra ket qua|phat hanh|dong dau|vao so)"), N_("chuyển trả, phát hành kết quả")),
    Pattern(Role.RECEIVING, r"$", r"tiep nhan", N_("không ghi đơn vị; tên bước là tiếp nhận")),
    Pattern(Role.RETURNING, r"$", r"tra ket qua", N_("không ghi đơn vị; tên bước là trả kết quả")),
    Pattern(Role.SIGNING_LEADER, r"$", _SIGNS, N_("không ghi đơn vị; tên bước là ký, phê duyệt")),
    Pattern(Role.DIVISION_HEAD, r"$", r"(trinh\b|lanh dao|soat xet)", N_("không ghi đơn vị; tên bước là soát, trình")),
)
OTHERWISE = Pattern(Role.SPECIALIST, "", "", N_("không khớp mẫu nào: chuyên viên xử lý"))


def reading_of_step(*, name: str, role_unit: str) -> Pattern:
    """The pattern by which a step's words are read."""
    folded_name, folded_unit = fold(name), fold(role_unit)
    for pattern in PATTERNS:
        if re.match(pattern.unit, folded_unit) and re.match(pattern.name, folded_name):
            return pattern
    return OTHERWISE


def role_of_step(*, name: str, role_unit: str) -> Role:
    """Who does the step.

    >>> role_of_step(name="Trình lãnh đạo", role_unit="Lãnh đạo phòng Đăng ký và Cấp giấy chứng nhận")
    <Role.DIVISION_HEAD: 'division_head'>
    """
    return reading_of_step(name=name, role_unit=role_unit).role
