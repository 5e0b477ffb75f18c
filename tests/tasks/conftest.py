import pytest

from tests.tasks.world import World, build


@pytest.fixture
def world(db: None) -> World:
    return build()
