"""Checks request bodies against a published OpenAPI document: the part of JSON Schema it uses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from playground.discord.errors import FormErrors

Step = str | int
Fault = tuple[tuple[Step, ...], str, str]  # where, Discord's code, what it must be


class Specification:
    """The operations of one OpenAPI file, found by method and path."""

    def __init__(self, path: Path) -> None:
        document = json.loads(path.read_text("utf-8"))
        self._schemas: dict[str, Any] = document["components"]["schemas"]
        self._operations: list[tuple[str, re.Pattern[str], int, str, Any]] = []
        for template, methods in document["paths"].items():
            pattern = re.compile(re.sub(r"\{[^}]+\}", "[^/]+", template) + "$")
            for method, operation in methods.items():
                if isinstance(operation, dict) and "operationId" in operation:
                    content = operation.get("requestBody", {}).get("content", {})
                    schema = content.get("application/json", {}).get("schema")
                    entry = (method.upper(), pattern, template.count("{"), operation["operationId"])
                    self._operations.append((*entry, schema))
        # The path with the fewest placeholders is meant: ".../@original" before ".../{id}".
        self._operations.sort(key=lambda entry: entry[2])

    def check(self, method: str, path: str, body: Any) -> FormErrors:
        """What the document finds wrong with this body; each message begins with the operation."""
        errors = FormErrors()
        for known, pattern, _, name, schema in self._operations:
            if known == method and pattern.match(path):
                if schema is not None:
                    for where, code, message in self._faults(schema, body, ()):
                        field = ".".join(map(str, where)) or "body"
                        errors.add(where, code, f"{name}, {field}: {message}")
                return errors
        return errors

    def knows(self, method: str, path: str) -> bool:
        return any(row[0] == method and row[1].match(path) for row in self._operations)

    def _faults(self, schema: Any, value: Any, where: tuple[Step, ...]) -> list[Fault]:
        if "$ref" in schema:
            schema = self._schemas[schema["$ref"].rsplit("/", 1)[1]]
            return self._faults(schema, value, where)
        faults: list[Fault] = []
        for part in schema.get("allOf", ()):
            faults += self._faults(part, value, where)
        for union in ("oneOf", "anyOf"):
            if union in schema:
                faults += self._union(schema[union], value, where)
        if "const" in schema and value != schema["const"]:
            faults.append((where, "BASE_TYPE_CHOICES", f"Value must be {schema['const']!r}."))
        if "enum" in schema and value not in schema["enum"]:
            faults.append((where, "BASE_TYPE_CHOICES", f"Value must be one of {schema['enum']}."))
        kinds = schema.get("type")
        if kinds is None:
            return faults
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if not any(_is_kind(kind, value, schema) for kind in kinds):
            return [*faults, (where, "BASE_TYPE_BAD_TYPE", f"Must be {' or '.join(kinds)}.")]
        return faults + _sizes(schema, value, where) + self._inside(schema, value, where)

    def _inside(self, schema: Any, value: Any, where: tuple[Step, ...]) -> list[Fault]:
        faults: list[Fault] = []
        if isinstance(value, dict):
            for name in schema.get("required", ()):
                if name not in value:
                    code = "BASE_TYPE_REQUIRED"
                    faults.append(((*where, name), code, "This field is required"))
            properties = schema.get("properties", {})
            others = schema.get("additionalProperties")
            for name, item in value.items():
                if name in properties:
                    faults += self._faults(properties[name], item, (*where, name))
                elif isinstance(others, dict):
                    faults += self._faults(others, item, (*where, name))
        if isinstance(value, list) and "items" in schema:
            for index, item in enumerate(value):
                faults += self._faults(schema["items"], item, (*where, index))
        return faults

    def _union(self, branches: list[Any], value: Any, where: tuple[Step, ...]) -> list[Fault]:
        """No fault when one branch fits; else the faults of the branch most likely meant."""
        nearest: list[Fault] | None = None
        for branch in branches:
            faults = self._faults(branch, value, where)
            if not faults:
                return []
            if nearest is None or _distance(faults, where) < _distance(nearest, where):
                nearest = faults
        return nearest or []


def _distance(faults: list[Fault], where: tuple[Step, ...]) -> tuple[bool, bool, int]:
    """A branch of another `type`, or of another kind altogether, is further than one bad length."""
    is_other_kind = any(path == where for path, _, _ in faults)
    is_other_type = any(path == (*where, "type") for path, _, _ in faults)
    return (is_other_kind, is_other_type, len(faults))


def _is_kind(kind: str, value: Any, schema: Any) -> bool:
    match kind:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            # Permissions are numbers in the document and decimal strings in every client.
            is_written = isinstance(value, str) and value.isdecimal()
            return is_written or (isinstance(value, int) and not isinstance(value, bool))
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "string":
            # Discord takes ids as numbers too, and its own libraries send them so.
            is_id = schema.get("format") == "snowflake" and isinstance(value, int)
            return isinstance(value, str) or (is_id and not isinstance(value, bool))
        case "array":
            return isinstance(value, list)
        case "object":
            return isinstance(value, dict)
    return True


def _sizes(schema: Any, value: Any, where: tuple[Step, ...]) -> list[Fault]:
    faults: list[Fault] = []

    def bounds(size: float, least: str, most: str, code: str, noun: str) -> None:
        low, high = schema.get(least), schema.get(most)
        if (low is not None and size < low) or (high is not None and size > high):
            words = f"between {low} and {high}" if low is not None else f"{high} or fewer"
            faults.append((where, code, f"Must be {words}{noun}."))

    if isinstance(value, str):
        bounds(len(value), "minLength", "maxLength", "BASE_TYPE_BAD_LENGTH", " in length")
        pattern = schema.get("pattern")
        if pattern and not re.search(pattern, value):
            words = "String value did not match validation regex."
            faults.append((where, "STRING_TYPE_REGEX", words))
    elif isinstance(value, list):
        bounds(len(value), "minItems", "maxItems", "BASE_TYPE_BAD_LENGTH", " in length")
    elif isinstance(value, dict):
        bounds(len(value), "minProperties", "maxProperties", "BASE_TYPE_BAD_LENGTH", " in length")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        bounds(value, "minimum", "maximum", "NUMBER_TYPE_RANGE", "")
    return faults
