from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    """Each test begins in Vietnamese, whatever language the one before left active."""
    with translation.override("vi"):
        yield
