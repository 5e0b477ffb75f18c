"""Numbers that name people and enterprises."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.core.errors import DomainError
from congvu.core.identity import (
    BIRTH_PROVINCES,
    BornInTheFuture,
    NotCitizenNumber,
    NotIdentityCard,
    NotPhone,
    NotTaxCode,
    Sex,
    UnknownBirthProvince,
    WrongTaxCheckDigit,
    citizen_number,
    identity_card,
    is_mobile,
    personal_number,
    phone,
    show_phone,
    tax_check_digit,
    tax_code,
)


@pytest.mark.parametrize(
    ("text", "province", "sex", "year"),
    [
        pytest.param("080 099 123 417", "Long An", Sex.MALE, 1999, id="0 is a man of the twentieth century"),
        pytest.param("072199123417", "Tây Ninh", Sex.FEMALE, 1999, id="1 a woman"),
        pytest.param("079.205.123.417", "Thành phố Hồ Chí Minh", Sex.MALE, 2005, id="2 a man of the twenty-first"),
        pytest.param("001300000001", "Hà Nội", Sex.FEMALE, 2000, id="3 a woman"),
        pytest.param("101085000001", None, Sex.MALE, 1985, id="a birth registered abroad has a country code"),
    ],
)
def test_citizen_number(text, province, sex, year):
    read = citizen_number(text)
    assert (read.province, read.sex, read.birth_year) == (province, sex, year)
    assert read.number == "".join(c for c in text if c.isdigit())


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        pytest.param("08019912341", NotCitizenNumber, id="eleven digits"),
        pytest.param("0801991234170", NotCitizenNumber, id="thirteen digits"),
        pytest.param("08019912341O", NotCitizenNumber, id="letter O for nought"),
        pytest.param("٠٨٠١٩٩١٢٣٤١٧", NotCitizenNumber, id="digits of another script"),
        pytest.param("003199123417", UnknownBirthProvince, id="no such province"),
        pytest.param("080327123417", BornInTheFuture, id="born next year"),
    ],
)
def test_citizen_number_refused(text, refusal):
    with pytest.raises(refusal) as refused:
        citizen_number(text, today=date(2026, 11, 24), field="identity_no")
    assert refused.value.field == "identity_no"
    assert refused.value.status == 422
    assert len(str(refused.value)) > 40  # a sentence, with its data filled in
    assert "%(" not in str(refused.value)


def test_there_were_63_provinces():
    assert len(BIRTH_PROVINCES) == 63


def test_old_card_and_either_paper():
    assert identity_card("300 123 417") == personal_number("300.123.417") == "300123417"
    assert personal_number("080 199 123 417") == "080199123417"
    with pytest.raises(NotIdentityCard):
        identity_card("30012341")
    with pytest.raises(NotCitizenNumber):
        personal_number("3001234170")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("0100109106", "0100109106", id="ten digits"),
        pytest.param("0101243150", "0101243150", id="check digit nought"),
        pytest.param("0300588569-001", "0300588569-001", id="a dependent unit"),
        pytest.param("0300588569001", "0300588569-001", id="its hyphen is put in"),
        pytest.param("080 199 123 417", "080199123417", id="the personal number of a household or person"),
    ],
)
def test_tax_code(text, code):
    assert tax_code(text) == code


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        pytest.param("0100109107", WrongTaxCheckDigit, id="last digit mistyped"),
        pytest.param("0100190106", WrongTaxCheckDigit, id="two digits swapped"),
        pytest.param("0300588569-000", NotTaxCode, id="dependent units count from 001"),
        pytest.param("03005885691", NotTaxCode, id="eleven digits"),
        pytest.param("003199123417", UnknownBirthProvince, id="a personal number must be one"),
    ],
)
def test_tax_code_refused(text, refusal):
    with pytest.raises(refusal):
        tax_code(text)


@given(st.text(alphabet="0123456789", min_size=9, max_size=9), st.integers(0, 8), st.integers(1, 9))
def test_one_mistyped_digit_never_passes(nine, place, shift):
    check = tax_check_digit(nine)
    wrong = nine[:place] + str((int(nine[place]) + shift) % 10) + nine[place + 1 :]
    assert check is None or tax_check_digit(wrong) != check


@pytest.mark.parametrize(
    ("text", "stored", "shown", "mobile"),
    [
        pytest.param("0912.345.678", "+84912345678", "0912 345 678", True, id="mobile"),
        pytest.param("+84 912 345 678", "+84912345678", "0912 345 678", True, id="international"),
        pytest.param("84912345678", "+84912345678", "0912 345 678", True, id="without the plus"),
        pytest.param("02838291234", "+842838291234", "028 3829 1234", False, id="landline of Ho Chi Minh City"),
        pytest.param("(0272) 3823 423", "+842723823423", "0272 3823 423", False, id="landline of Long An"),
        pytest.param("+12025550123", "+12025550123", "+1 202-555-0123", True, id="abroad"),
    ],
)
def test_phone(text, stored, shown, mobile):
    assert (phone(text), show_phone(text), is_mobile(text)) == (stored, shown, mobile)


@pytest.mark.parametrize("text", ["0241234567", "0123456789", "113", "", "không có", "0912345678 ext 5"])
def test_phone_refused(text):
    with pytest.raises(NotPhone) as refused:
        phone(text)
    assert isinstance(refused.value, DomainError)
    assert not is_mobile("113")


def test_unreadable_old_data_is_shown_as_it_stands():
    assert show_phone("không có") == "không có"
