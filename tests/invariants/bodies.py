"""A body that an API operation takes, made from its own contract: what is missing is refused before the door asks."""

import re
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile

from congvu.api.api import api

_SIMPLE = {"string": "x", "integer": 1, "number": 1, "boolean": False, "array": [], "null": None}


JSON, FORM = "application/json", "multipart/form-data"


def sample_body(name: str) -> tuple[str, dict[str, Any]]:
    """(content type, body) of the operation whose door has this name; {} when it takes none. LookupError."""
    document, described = _document()
    if name not in described:
        raise LookupError(name)
    return _body(described[name], document)


def sample_query(name: str) -> str:
    """What the operation must be asked with, as `?a=1&b=x`; "" when nothing, or when it is no operation of the API."""
    document, described = _document()
    asked = described.get(name, {}).get("parameters", ())
    wanted = [one for one in asked if one["in"] == "query" and one.get("required")]
    return "?" + urlencode({one["name"]: _sample(one["schema"], document) for one in wanted}) if wanted else ""


@cache
def _document() -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The document and its operations by the name of their door; made once: it is long, and every role asks."""
    document = api.get_openapi_schema()
    described = {}
    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                name = f"{operation.view_func.__module__}.{operation.view_func.__qualname__}"
                written = re.sub(r"\{\w+:", "{", path)  # the document leaves converters out
                described[name] = document["paths"][f"/api/v1{written}"][operation.methods[0].lower()]
    return document, described


def _body(described: dict[str, Any], document: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if "requestBody" not in described:
        return JSON, {}
    content = described["requestBody"]["content"]
    kind = JSON if JSON in content else FORM
    return kind, _sample(content[kind]["schema"], document)


def _sample(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _sample(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("format") == "binary":
        return SimpleUploadedFile("a.txt", b"x")
    if schema.get("format") == "date-time":
        return "2026-01-05T08:00:00+07:00"
    if schema.get("format") == "date":
        return "2026-01-05"
    if schema.get("type") == "integer":
        return schema.get("minimum", 1)
    if "anyOf" in schema:
        return _sample(schema["anyOf"][0], document)
    if schema.get("type") == "object":
        wanted = schema.get("required", ())
        return {key: _sample(part, document) for key, part in schema["properties"].items() if key in wanted}
    if schema.get("type") == "array" and schema.get("minItems"):
        return [_sample(schema["items"], document)]
    return _SIMPLE[schema["type"]]
