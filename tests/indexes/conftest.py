import pytest

from tests.indexes.world import World, build, load_set


@pytest.fixture
def world(db: None) -> World:
    """Three departments, the set SMALL in force."""
    made = build()
    report = load_set()
    assert not report.errors
    return made
