import pytest

from tests.dossiers.world import World, build


@pytest.fixture
def world(db: None) -> World:
    """With one land procedure (five steps), one of two stages, one of the same day without a table of its own."""
    return build("1.012784", "1.012787", "1.001193")
