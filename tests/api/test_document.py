"""The OpenAPI document is sound and whole, its page keeps the strict policy, and no operation falls over."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ninja import Schema

from congvu.orgs.doors import door_of
from tests.api.conftest import Office, caller, key_for

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found = Client().get("/api/v1/openapi.json").json()
    assert isinstance(found, dict)
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                yield path, method, operation


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_it_is_openapi_3_1_with_a_title_and_ways_to_sign_in(document: dict[str, Any]) -> None:
    assert re.fullmatch(r"3\.1\.\d", document["openapi"])
    assert document["info"]["title"] == "Công Vụ"
    schemes = document["components"]["securitySchemes"]
    assert {scheme["type"] for scheme in schemes.values()} == {"http", "apiKey"}


def schemas_below(base: type) -> Iterator[type]:
    for one in base.__subclasses__():
        yield one
        yield from schemas_below(one)


def test_no_two_shapes_share_a_name(document: dict[str, Any]) -> None:
    """The document keeps one shape per name: of two, callers would be told the wrong one."""
    homes: dict[str, set[str]] = {}
    for shape in schemas_below(Schema):
        if shape.__module__.startswith("congvu."):
            homes.setdefault(shape.__name__, set()).add(shape.__module__)
    assert len(homes) > 100
    assert {name: sorted(where) for name, where in homes.items() if len(where) > 1} == {}


def test_every_operation_is_named_described_and_guarded(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert names
    assert len(names) == len(set(names))
    for path, method, operation in operations(document):
        where = f"{method} {path}"
        assert path.startswith("/api/v1/"), where
        assert operation["summary"], where
        assert operation["tags"], where
        assert operation["security"], where
        answers = operation["responses"]
        assert any(status.startswith("2") for status in answers), where
        assert {"401", "403", "404", "409", "422", "429"} <= set(answers), where
        assert all(answer.get("description") for answer in answers.values()), where
        named = set(re.findall(r"{(\w+)}", path))
        given_names = {each["name"] for each in operation.get("parameters", []) if each["in"] == "path"}
        assert named == given_names, where
        if method == "post":
            assert "Idempotency-Key" in {each["name"] for each in operation["parameters"]}, where


def test_addresses_are_plural_nouns_in_lower_case(document: dict[str, Any]) -> None:
    for path in document["paths"]:
        assert re.fullmatch(r"(/(\{\w+\}|[a-z0-9-]+))+", path.removeprefix("/api/v1")), path


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in references(document):
        node: Any = document
        for step in reference.removeprefix("#/").split("/"):
            assert step in node, reference
            node = node[step]


def test_every_operation_is_a_door() -> None:
    from congvu.api.api import api

    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                assert door_of(operation.view_func), operation.view_func


def test_the_page_takes_everything_from_here(client: Client) -> None:
    response = client.get("/api/v1/docs")
    page = response.content.decode()
    assert response.status_code == 200
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert addresses
    assert all(address.startswith("/") for address in addresses)
    assert not re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", page)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\"), min_size=1, max_size=12)


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_operation_falls_over(document: dict[str, Any], office: Office, data: Any) -> None:
    """Whatever is sent: an answer or a problem document, never a fault (which the test client would raise)."""
    client = caller(key_for(office.admin, "orgs.see", "orgs.see_people"))
    for path, method, operation in operations(document):
        address = re.sub(r"{\w+}", lambda _: data.draw(WORDS | st.integers(0, 99).map(str)), path)
        query = {
            each["name"]: data.draw(WORDS | st.integers().map(str))
            for each in operation.get("parameters", [])
            if each["in"] == "query" and data.draw(st.booleans())
        }
        body = _likely(operation, document, data) if method in {"post", "put", "patch"} else None
        response = client.generic(
            method.upper(), address.replace("?", "%3F").replace("#", "%23"),
            data=body if body is not None else "", content_type="application/json", query_params=query,
        )  # fmt: skip
        assert response.status_code < 500, (method, address, query, body)
        if response.status_code >= 400:
            assert response.headers["Content-Type"] == "application/problem+json", (method, address)
            assert response.json()["code"]


def _likely(operation: dict[str, Any], document: dict[str, Any], data: Any) -> str:
    """A body whose names are right and whose values are anything, or anything at all."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    schema = content.get("schema", {})
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    names = list(schema.get("properties", {}))
    if names and data.draw(st.booleans()):
        return json.dumps({name: data.draw(ANYTHING) for name in names})
    return json.dumps(data.draw(ANYTHING))
