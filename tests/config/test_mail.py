import pytest

from congvu.config import mail


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://relay.local", ("relay.local", 25, "", False, False)),
        ("smtp://u%40x:p%3Aw@relay:587", ("relay", 587, "u@x", False, True)),
        ("smtps://u:p@relay", ("relay", 465, "u", True, False)),
    ],
)
def test_an_address_becomes_settings(url: str, expected: tuple[object, ...]) -> None:
    made = mail.settings(url)
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_USE_SSL", "EMAIL_USE_TLS")
    assert tuple(made[name] for name in names) == expected


def test_without_one_mails_are_files() -> None:
    assert mail.settings("")["EMAIL_FILE_PATH"].endswith("/mail")


@pytest.mark.parametrize("url", ["relay.local", "http://relay", "smtp://"])
def test_another_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="EMAIL_URL"):
        mail.settings(url)
