"""Two people publish at once: real threads, real commits, one truth afterwards."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.utils import translation

from congvu.catalog import commands, selectors
from congvu.catalog.load import load_procedures, load_steps
from congvu.core.errors import DomainError
from congvu.orgs.actor import Actor
from tests.catalog.conftest import LOADED_AT
from tests.catalog.test_load import LATER, few_procedures, few_steps

LAND = "1.012784"


def test_of_two_who_publish_at_once_one_is_refused(live_database: str) -> None:
    clock = Actor.clock()
    load_procedures(few_procedures(), actor=clock, at=LOADED_AT)
    load_steps(few_steps(), actor=clock, at=LOADED_AT)
    commands.draft_process(code=LAND, actor=clock, at=LATER)
    start = threading.Barrier(2)

    def publish(_number: int) -> str:
        start.wait()
        try:
            with translation.override("vi"):
                commands.publish_process(
                    code=LAND, number=2, effective_from=LATER.date(), actor=Actor.clock(), at=LATER
                )
            return "published"
        except DomainError as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(publish, range(2)))
    assert said == ["process_not_a_draft", "published"]
    procedure = selectors.version_on(LAND, LATER.date()).procedure
    present = selectors.process_on(procedure, LATER.date())
    assert present is not None
    assert present.number == 2
