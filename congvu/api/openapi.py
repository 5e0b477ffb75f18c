"""What every operation has in common, said once in the OpenAPI document: refusals, repeat key, ways to sign in."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem document; `code` is stable, `detail` is a sentence in the reader's language.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "examples": ["not_in_sight"]},
        "detail": {"type": "string"},
        "field": {"type": ["string", "null"]},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {name: {"type": "string"} for name in ("field", "code", "message")},
            },
        },
    },
}
REFUSALS = {
    "401": "No key, or one that is not in force.",
    "403": "In sight, but not allowed.",
    "404": "Not there, or out of sight.",
    "409": "The state forbids it.",
    "422": "The shape is wrong.",
    "429": "Too many requests; see Retry-After.",
}
REPEAT_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A new UUID for each act. The same key again returns the first answer and does nothing.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 80},
}
METHODS = ("get", "post", "put", "patch", "delete")


class Api(NinjaAPI):
    """NinjaAPI whose document tells the whole contract."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
        for path in schema["paths"].values():
            for method, operation in path.items():
                if method in METHODS:
                    _complete(operation, repeatable=method == "post")
        return schema

    def get_operation_url_name(self, operation: Any, router: Any) -> str:
        return f"{operation.view_func.__module__.split('.')[-2]}_{operation.view_func.__name__}"

    def get_openapi_operation_id(self, operation: Any) -> str:
        """`dossiers_receive`: the room and the verb, stable while both are."""
        room = operation.view_func.__module__.removeprefix("congvu.").split(".")[0]
        return f"{room}_{operation.view_func.__name__}"


def _complete(operation: dict[str, Any], *, repeatable: bool) -> None:
    reference = {"$ref": "#/components/schemas/Problem"}
    for status, meaning in REFUSALS.items():
        answer = {"description": meaning, "content": {"application/problem+json": {"schema": reference}}}
        operation["responses"] = {**operation["responses"], status: answer}
    operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}
    if repeatable:
        operation["parameters"] = [*operation.get("parameters", []), REPEAT_KEY]
