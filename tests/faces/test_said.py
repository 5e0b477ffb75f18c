"""What the core says among its data reads in the reader's language; what people wrote stays as it is."""

import pytest
from django.utils import translation

from congvu.core.errors import N_, DomainError, Said
from congvu.core.process import Verb
from congvu.faces import words
from congvu.faces.errors import sentence_of


class _Refused(DomainError):
    sentence = N_("Bước “%(step)s” không cho %(verb)s. Có thể: %(possible)s.")


def test_our_words_are_translated_and_names_are_not() -> None:
    possible = Said(f"{Verb.FORWARD.label}, {Verb.REFUSE.label}")
    refusal = _Refused(step="chuyển tiếp", verb=Verb.SEND_BACK.label, possible=possible)
    with translation.override("en"):
        assert sentence_of(refusal) == (
            "Step “chuyển tiếp” does not allow: return to the previous step. Possible: pass on, refuse to settle."
        )
    with translation.override("vi"):
        assert sentence_of(refusal) == (
            "Bước “chuyển tiếp” không cho trả lại bước trước. Có thể: chuyển tiếp, từ chối giải quyết."
        )


@pytest.mark.parametrize(
    ("written", "english"),
    [
        ("5 ngày làm việc", "5 working days"),
        ("1 ngày làm việc", "1 working day"),
        ("0,5 ngày làm việc", "0.5 working days"),
        ("10 ngày", "10 days"),
        ("8 giờ làm việc", "8 working hours"),
        ("trong ngày", "the same day"),
        ("theo hợp đồng", "theo hợp đồng"),
        ("", ""),
    ],
)
def test_a_time_limit_in_english(written: str, english: str) -> None:
    with translation.override("en"):
        assert words.limit(written) == english
    with translation.override("vi"):
        assert words.limit(written) == written
