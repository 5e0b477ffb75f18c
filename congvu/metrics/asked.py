"""The question in an address: `?ky=2025Q1&den=2025-03-31&dv=H15&cc=now&theo=unit`, and back.

`ky` period · `tu`, `toi` its first and last day instead · `den` as-of day · `dv` unit code · `cc` structure ·
`theo` cut · `khoa` one line of it · `phan` numerator or denominator.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from congvu.core import periods
from congvu.core.errors import N_, DomainError
from congvu.core.periods import Grain, Period
from congvu.metrics.questions import By, Key, Question, Structure
from congvu.metrics.rows import Place
from congvu.orgs import units

Chosen = TypeVar("Chosen", Structure, By)


class DayUnreadable(DomainError):
    code = "day_unreadable"
    sentence = N_("Không đọc được ngày “%(text)s”. Hãy ghi như 2025-03-31.")
    status = 422


class ChoiceUnknown(DomainError):
    code = "choice_unknown"
    sentence = N_("Không có lựa chọn “%(text)s”. Hãy chọn một trong: %(known)s.")
    status = 422


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with how its table is cut; `unit_code` as it was written."""

    question: Question
    by: By | None
    unit_code: str = ""

    def query(self) -> dict[str, str]:
        """The address that asks the same again."""
        question = self.question
        named = {
            "ky": question.period.code,
            "den": question.as_of.isoformat(),
            "dv": self.unit_code,
            "cc": question.structure.value if question.structure is Structure.NOW else "",
            "theo": self.by.value if self.by else "",
        }
        return {name: value for name, value in named.items() if value}


def asked(words: Mapping[str, str], *, today: date, cuts: tuple[By, ...] = ()) -> Asked:
    """What an address asks; what it leaves open: the year so far, as of today, everything, by the first cut offered.

    Raises PeriodUnreadable, DayUnreadable, ChoiceUnknown, UnitUnknown, AskedBeforeThePeriod.
    """
    period = _period(words, today)
    as_of = _day(words.get("den", "")) or max(min(today, period.last_on), period.first_on)
    unit_code = words.get("dv", "").strip()
    unit_id = units.unit_by_code(unit_code, as_of).pk if unit_code else None
    structure = structure_from(words.get("cc", ""))
    return Asked(Question(period, as_of, unit_id, structure), cut_from(words.get("theo", ""), cuts), unit_code)


def place_from(words: Mapping[str, str]) -> Place | None:
    """The line whose rows are asked for: `theo=unit&khoa=17`; `khoa=-` is the line without a key."""
    if "khoa" not in words or not words.get("theo"):
        return None
    by = _choice(By, words["theo"])
    return Place(by, key_from(by, words["khoa"]))


def key_text(key: Key) -> str:
    return "-" if key is None else str(key)


def key_from(by: By, text: str) -> Key:
    if text == "-":
        return None
    if by in (By.MONTH, By.CHANNEL, By.DOCUMENT) or (by is By.ASSIGNER and not text.isdecimal()):
        return text
    if not text.isdecimal():
        raise ChoiceUnknown(field="khoa", text=text, known="-, 1, 2 …")
    return int(text)


def offered_periods(today: date) -> list[Period]:
    """What is asked for most: this and last year's, and the reporting windows around today."""
    month = periods.month_of(today)
    year = today.year
    calendar = [
        month,
        periods.named(year, Grain.QUARTER, (month.number - 1) // 3 + 1),
        periods.named(year, Grain.HALF, (month.number - 1) // 6 + 1),
        periods.named(year),
        periods.named(year - 1),
    ]
    reports = [
        periods.named(year, Grain.QUARTER, 1, reporting=True),
        periods.named(year, Grain.HALF, 1, reporting=True),
        periods.named(year, Grain.QUARTER, 3, reporting=True),
        periods.named(year, reporting=True),
    ]
    return calendar + reports


def _period(words: Mapping[str, str], today: date) -> Period:
    first, last = _day(words.get("tu", "")), _day(words.get("toi", ""))
    if first or last:
        first = first or date((last or today).year, 1, 1)
        return periods.days(first, last or max(today, first))
    return periods.period_from(words["ky"]) if words.get("ky") else periods.named(today.year)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise DayUnreadable(text=text) from None


def structure_from(text: str) -> Structure:
    return _choice(Structure, text) if text else Structure.THEN


def cut_from(text: str, cuts: tuple[By, ...]) -> By | None:
    return _choice(By, text) if text else next(iter(cuts), None)


def _choice(kind: type[Chosen], text: str) -> Chosen:
    try:
        return kind(text)
    except ValueError:
        raise ChoiceUnknown(text=text, known=", ".join(each.value for each in kind)) from None
