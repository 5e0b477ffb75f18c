"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import congvu.core

MODULES = [module.name for module in pkgutil.walk_packages(congvu.core.__path__, "congvu.core.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder()
    found = [test for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]
    assert len(found) > 20
