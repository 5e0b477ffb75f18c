"""Numbers that name people and enterprises: citizen numbers, old identity cards, tax codes, phones.

Each reader takes what a person typed (spaces, dots, hyphens), gives the bare number, and refuses with a sentence.
A number that passes is well-formed; whether it was ever issued only its register can say.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import phonenumbers

from congvu.core.errors import N_, DomainError


class NotCitizenNumber(DomainError):
    """No twelve-digit citizen number."""

    code = "not_citizen_number"
    sentence = N_("Số định danh cá nhân (số CCCD) phải có đúng 12 chữ số; “%(text)s” thì không. Hãy xem lại thẻ.")
    status = 422


class UnknownBirthProvince(DomainError):
    """The first three digits name neither a province nor a country."""

    code = "unknown_birth_province"
    sentence = N_(
        "Ba số đầu %(province)s không phải mã tỉnh hay mã nước nơi đăng ký khai sinh. Hãy xem lại số định danh."
    )
    status = 422


class BornInTheFuture(DomainError):
    """Century and year digits give a year that has not come."""

    code = "born_in_the_future"
    sentence = N_("Bốn số đầu sau mã tỉnh cho năm sinh %(year)s, chưa tới. Hãy xem lại số định danh.")
    status = 422


class NotIdentityCard(DomainError):
    """No nine-digit number of an old identity card."""

    code = "not_identity_card"
    sentence = N_("Số chứng minh nhân dân cũ phải có đúng 9 chữ số; “%(text)s” thì không. Hãy xem lại giấy tờ.")
    status = 422


class NotTaxCode(DomainError):
    """Neither 10, 13 nor 12 digits."""

    code = "not_tax_code"
    sentence = N_("Mã số thuế có 10 số, 13 số (đơn vị phụ thuộc) hoặc là số định danh 12 số; “%(text)s” thì không.")
    status = 422


class WrongTaxCheckDigit(DomainError):
    """The tenth digit does not follow from the first nine."""

    code = "wrong_tax_check_digit"
    sentence = N_("Mã số thuế “%(text)s” sai chữ số kiểm tra, có thể gõ nhầm một số. Hãy đối chiếu giấy đăng ký.")
    status = 422


class NotPhone(DomainError):
    """No phone number that can be dialled."""

    code = "not_phone"
    sentence = N_("“%(text)s” không phải số điện thoại gọi được. Hãy viết như 0912 345 678 hoặc 028 3829 1234.")
    status = 422


class Sex(StrEnum):
    """As the number says it; the paper may have been corrected since."""

    MALE = "male"
    FEMALE = "female"


# The 63 provinces as they were when the numbers were given; a merger changes no number (docs/rules/identity.md).
BIRTH_PROVINCES = {
    "001": "Hà Nội", "002": "Hà Giang", "004": "Cao Bằng", "006": "Bắc Kạn", "008": "Tuyên Quang", "010": "Lào Cai",
    "011": "Điện Biên", "012": "Lai Châu", "014": "Sơn La", "015": "Yên Bái", "017": "Hòa Bình", "019": "Thái Nguyên",
    "020": "Lạng Sơn", "022": "Quảng Ninh", "024": "Bắc Giang", "025": "Phú Thọ", "026": "Vĩnh Phúc", "027": "Bắc Ninh",
    "030": "Hải Dương", "031": "Hải Phòng", "033": "Hưng Yên", "034": "Thái Bình", "035": "Hà Nam", "036": "Nam Định",
    "037": "Ninh Bình", "038": "Thanh Hóa", "040": "Nghệ An", "042": "Hà Tĩnh", "044": "Quảng Bình", "045": "Quảng Trị",
    "046": "Thừa Thiên Huế", "048": "Đà Nẵng", "049": "Quảng Nam", "051": "Quảng Ngãi", "052": "Bình Định",
    "054": "Phú Yên", "056": "Khánh Hòa", "058": "Ninh Thuận", "060": "Bình Thuận", "062": "Kon Tum", "064": "Gia Lai",
    "066": "Đắk Lắk", "067": "Đắk Nông", "068": "Lâm Đồng", "070": "Bình Phước", "072": "Tây Ninh", "074": "Bình Dương",
    "075": "Đồng Nai", "077": "Bà Rịa - Vũng Tàu", "079": "Thành phố Hồ Chí Minh", "080": "Long An",
    "082": "Tiền Giang", "083": "Bến Tre", "084": "Trà Vinh", "086": "Vĩnh Long", "087": "Đồng Tháp", "089": "An Giang",
    "091": "Kiên Giang", "092": "Cần Thơ", "093": "Hậu Giang", "094": "Sóc Trăng", "095": "Bạc Liêu", "096": "Cà Mau",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CitizenNumber:
    """What the twelve digits say. `province` is where the birth was registered (None: abroad), not where one lives."""

    number: str
    province_code: str
    province: str | None
    sex: Sex
    birth_year: int


def _bare(text: str) -> str:
    return re.sub(r"[\s.\-–]", "", text)


def citizen_number(text: str, *, today: date | None = None, field: str | None = None) -> CitizenNumber:
    """Read a 12-digit citizen number: 3 province, 1 century and sex, 2 year of birth, 6 chance.

    With `today`, a year of birth to come is refused; without, only the shape is judged.

    >>> citizen_number("080 199 123 417").birth_year
    1999
    """
    number = _bare(text)
    if not re.fullmatch(r"[0-9]{12}", number):
        raise NotCitizenNumber(field=field, text=text)
    province = BIRTH_PROVINCES.get(number[:3])
    if province is None and number[:3] < "100":  # from 100 on the code is a country: births registered abroad
        raise UnknownBirthProvince(field=field, province=number[:3])
    century_and_sex = int(number[3])
    year = 1900 + 100 * (century_and_sex // 2) + int(number[4:6])
    if today is not None and year > today.year:
        raise BornInTheFuture(field=field, year=year)
    sex = Sex.FEMALE if century_and_sex % 2 else Sex.MALE
    return CitizenNumber(number, number[:3], province, sex, year)


def identity_card(text: str, *, field: str | None = None) -> str:
    """The nine digits of an identity card of before 2016; nothing more can be checked."""
    number = _bare(text)
    if not re.fullmatch(r"[0-9]{9}", number):
        raise NotIdentityCard(field=field, text=text)
    return number


def personal_number(text: str, *, today: date | None = None, field: str | None = None) -> str:
    """The bare number of a person's paper: twelve digits of today or nine of the old card."""
    if len(_bare(text)) == 9:
        return identity_card(text, field=field)
    return citizen_number(text, today=today, field=field).number


_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def tax_check_digit(nine_digits: str) -> int | None:
    """The tenth digit that belongs to nine, or None: such nine digits are never given out.

    >>> tax_check_digit("010010910")
    6
    """
    check = 10 - sum(int(d) * w for d, w in zip(nine_digits, _TAX_WEIGHTS, strict=True)) % 11
    return None if check == 10 else check


def tax_code(text: str, *, today: date | None = None, field: str | None = None) -> str:
    """A tax code: 10 digits with check digit, 13 as `0100109106-001`, or the 12-digit personal number of a person.

    Since 1/7/2025 the personal number serves as the tax code of households and persons (docs/rules/identity.md).
    """
    number = _bare(text)
    if re.fullmatch(r"[0-9]{12}", number):
        return citizen_number(number, today=today, field=field).number
    if not re.fullmatch(r"[0-9]{10}([0-9]{3})?", number) or number[10:] == "000":
        raise NotTaxCode(field=field, text=text)
    if tax_check_digit(number[:9]) != int(number[9]):
        raise WrongTaxCheckDigit(field=field, text=text)
    return number[:10] + (f"-{number[10:]}" if number[10:] else "")


def phone(text: str, *, field: str | None = None) -> str:
    """The number in the international form `+84912345678`, for storing and dialling. Foreign numbers start with +."""
    try:
        parsed = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        raise NotPhone(field=field, text=text) from None
    if not phonenumbers.is_valid_number(parsed) or parsed.extension:
        raise NotPhone(field=field, text=text)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def show_phone(number: str) -> str:
    """As it is read out: `0912 345 678` at home, `+1 202-555-0123` abroad. Unreadable old data stands as it is."""
    try:
        parsed = phonenumbers.parse(number, "VN")
    except phonenumbers.NumberParseException:
        return number
    style = phonenumbers.PhoneNumberFormat
    home = parsed.country_code == 84
    return phonenumbers.format_number(parsed, style.NATIONAL if home else style.INTERNATIONAL)


def is_mobile(number: str) -> bool:
    """Whether a text message can reach it."""
    try:
        parsed = phonenumbers.parse(number, "VN")
    except phonenumbers.NumberParseException:
        return False
    mobile = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    return phonenumbers.is_valid_number(parsed) and phonenumbers.number_type(parsed) in mobile
