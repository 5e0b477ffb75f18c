"""A body that an API operation takes, made from its own contract: what is missing is refused before the door asks."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from congvu.api.api import api

_SIMPLE = {"string": "x", "integer": 1, "number": 1, "boolean": False, "array": [], "null": None}


JSON, FORM = "application/json", "multipart/form-data"


def sample_body(name: str) -> tuple[str, dict[str, Any]]:
    """(content type, body) of the operation whose door has this name; {} when it takes none."""
    document = api.get_openapi_schema()
    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                if f"{operation.view_func.__module__}.{operation.view_func.__qualname__}" == name:
                    described = document["paths"][f"/api/v1{path}"][operation.methods[0].lower()]
                    return _body(described, document)
    raise LookupError(name)


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
