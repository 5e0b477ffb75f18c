"""The real catalogue and step tables, loaded as an operator loads them."""

from datetime import datetime
from pathlib import Path

import pytest

import congvu.data
from congvu.catalog.load import load_procedures, load_steps
from congvu.core.clock import VIETNAM
from congvu.core.loading import LoadReport, Row, read_rows
from congvu.orgs.actor import Actor

FOLDER = Path(congvu.data.__path__[0]) / "procedures"
LOADED_AT = datetime(2026, 1, 5, 8, 0, tzinfo=VIETNAM)


def procedure_rows() -> list[Row]:
    return read_rows(FOLDER / "procedures.csv")


def step_rows() -> list[Row]:
    return read_rows(FOLDER / "procedure-steps.csv")


@pytest.fixture
def loaded(db: None) -> tuple[LoadReport, LoadReport]:
    actor = Actor.clock()
    return (
        load_procedures(procedure_rows(), actor=actor, at=LOADED_AT),
        load_steps(step_rows(), actor=actor, at=LOADED_AT),
    )
