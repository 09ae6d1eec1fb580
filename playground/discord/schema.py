"""Holds a JSON value against a schema of an OpenAPI document: the part of JSON Schema it uses."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

Step = str | int
Fault = tuple[tuple[Step, ...], str, str]  # where, Discord's code, what it must be

# Discord itself passes over what it does not know: such a request is noted but not refused.
UNKNOWN_KEY = "UNKNOWN_KEY"
_BAD_TYPE = "BASE_TYPE_BAD_TYPE"
# Permissions are numbers in the document and decimal strings in every client.
_PERMISSIONS = frozenset({"default_member_permissions", "permissions", "allow", "deny"})


class Written(str):
    """Digits of a query: a number, a truth (0 or 1) or a text, as the schema wants it."""

    __slots__ = ()


class Schemas:
    """The named schemas of one document."""

    def __init__(self, schemas: dict[str, Any]) -> None:
        self._schemas = schemas

    def _resolved(self, schema: Any) -> Any:
        """The schema with references followed and `allOf` made one: keys of all its parts."""
        if "$ref" in schema:
            return self._resolved(self._schemas[schema["$ref"].rsplit("/", 1)[1]])
        if "allOf" not in schema:
            return schema
        whole: dict[str, Any] = {key: value for key, value in schema.items() if key != "allOf"}
        for part in schema["allOf"]:
            resolved = self._resolved(part)
            for key, value in resolved.items():
                if key == "properties":
                    whole[key] = {**value, **whole.get(key, {})}
                elif key == "required":
                    whole[key] = [*whole.get(key, ()), *value]
                else:
                    whole.setdefault(key, value)
        return whole

    def faults(self, schema: Any, value: Any, where: tuple[Step, ...] = ()) -> list[Fault]:
        """Everything that the schema does not allow, a key that it does not name included."""
        schema = self._resolved(schema)
        faults: list[Fault] = []
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
        if not any(_is_kind(kind, value, schema, where) for kind in kinds):
            return [*faults, (where, _BAD_TYPE, f"Must be {' or '.join(kinds)}.")]
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
                    faults += self.faults(properties[name], item, (*where, name))
                elif isinstance(others, dict):
                    faults += self.faults(others, item, (*where, name))
                elif properties or others is False:
                    faults.append(((*where, name), UNKNOWN_KEY, "Unknown field."))
        if isinstance(value, list) and "items" in schema:
            for index, item in enumerate(value):
                faults += self.faults(schema["items"], item, (*where, index))
        return faults

    def _union(self, branches: list[Any], value: Any, where: tuple[Step, ...]) -> list[Fault]:
        """No fault when one branch fits; else the faults of the branch most likely meant."""
        nearest: list[Fault] | None = None
        for branch in branches:
            faults = self.faults(branch, value, where)
            if not faults:
                return []
            if nearest is None or _distance(faults, where) < _distance(nearest, where):
                nearest = faults
        return nearest or []


def _distance(faults: list[Fault], where: tuple[Step, ...]) -> tuple[bool, bool, int]:
    """A branch of another `type`, or of another kind altogether, is further than one bad length."""
    is_other_kind = any(path == where and code == _BAD_TYPE for path, code, _ in faults)
    is_other_type = any(path == (*where, "type") for path, _, _ in faults)
    return (is_other_kind, is_other_type, len(faults))


def _is_kind(kind: str, value: Any, schema: Any, where: tuple[Step, ...]) -> bool:
    if isinstance(value, Written) and kind in ("integer", "number"):
        return True
    match kind:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool) or (isinstance(value, Written) and value in ("0", "1"))
        case "integer":
            if isinstance(value, str) and where and where[-1] in _PERMISSIONS:
                return value.isdecimal()
            return isinstance(value, int) and not isinstance(value, bool)
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

    if isinstance(value, str) and "maximum" in schema:
        is_number = isinstance(value, Written) or (bool(where) and where[-1] in _PERMISSIONS)
        value = int(value) if is_number else value
    if isinstance(value, str):
        bounds(len(value), "minLength", "maxLength", "BASE_TYPE_BAD_LENGTH", " in length")
        pattern = schema.get("pattern")
        if pattern and not re.search(pattern, value):
            words = "String value did not match validation regex."
            faults.append((where, "STRING_TYPE_REGEX", words))
        faults += _of_format(schema.get("format"), value, where)
    elif isinstance(value, list):
        bounds(len(value), "minItems", "maxItems", "BASE_TYPE_BAD_LENGTH", " in length")
        if schema.get("uniqueItems") and len({repr(item) for item in value}) < len(value):
            faults.append((where, "SET_TYPE_ALREADY_CONTAINS_VALUE", "Entries must differ."))
    elif isinstance(value, dict):
        bounds(len(value), "minProperties", "maxProperties", "BASE_TYPE_BAD_LENGTH", " in length")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        bounds(value, "minimum", "maximum", "NUMBER_TYPE_RANGE", "")
    return faults


def _of_format(kind: str | None, value: str, where: tuple[Step, ...]) -> list[Fault]:
    if kind == "date-time":
        try:
            datetime.fromisoformat(value)
        except ValueError:
            return [(where, "DATETIME_TYPE_PARSE", "Must be a moment in ISO 8601.")]
    if kind == "uri" and not urlsplit(value).scheme:
        return [(where, "URL_TYPE_INVALID_URL", "Not a well formed URL.")]
    return []
