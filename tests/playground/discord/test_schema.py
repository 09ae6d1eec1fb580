"""Bodies are held against a published specification, and the answer names operation and field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from playground.discord.operations import Specification

DOCUMENT: dict[str, Any] = {
    "paths": {
        "/channels/{channel_id}/messages": {
            "post": {
                "operationId": "create_message",
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Message"}}
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Id": {"type": "string", "format": "snowflake", "pattern": "^[0-9]+$"},
            "Message": {
                "type": "object",
                "required": ["content"],
                "properties": {
                    "content": {"type": ["string", "null"], "maxLength": 5},
                    "reply_to": {"$ref": "#/components/schemas/Id"},
                    "parts": {
                        "type": "array",
                        "maxItems": 2,
                        "items": {
                            "oneOf": [
                                {"$ref": "#/components/schemas/Button"},
                                {"$ref": "#/components/schemas/Text"},
                            ]
                        },
                    },
                },
            },
            "Button": {
                "type": "object",
                "required": ["type", "label"],
                "properties": {
                    "type": {"type": "integer", "enum": [2]},
                    "label": {"type": "string", "minLength": 1, "maxLength": 3},
                    "style": {"type": "integer", "oneOf": [{"const": 1}, {"const": 2}]},
                },
            },
            "Text": {
                "type": "object",
                "required": ["type"],
                "properties": {"type": {"type": "integer", "enum": [10]}},
            },
        }
    },
}


@pytest.fixture
def specification(tmp_path: Path) -> Specification:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(DOCUMENT), "utf-8")
    return Specification(path)


@pytest.mark.parametrize(
    "body",
    [
        {"content": "12345"},
        {"content": None, "reply_to": 123},
        {"content": "", "parts": [{"type": 10}, {"type": 2, "label": "abc", "style": 2}]},
        {"content": "", "unheard": "of"},
    ],
)
def test_what_fits_passes(specification: Specification, body: Any) -> None:
    assert specification.check("POST", "/channels/1/messages", body).tree == {}


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({}, ["content"], "BASE_TYPE_REQUIRED"),
        ({"content": "123456"}, ["content"], "BASE_TYPE_BAD_LENGTH"),
        ({"content": True}, ["content"], "BASE_TYPE_BAD_TYPE"),
        ({"content": "", "reply_to": "x"}, ["reply_to"], "STRING_TYPE_REGEX"),
        ({"content": "", "parts": [{"type": 10}] * 3}, ["parts"], "BASE_TYPE_BAD_LENGTH"),
        (
            {"content": "", "parts": [{"type": 2, "label": "long"}]},
            ["parts", "0", "label"], "BASE_TYPE_BAD_LENGTH",
        ),
        (
            {"content": "", "parts": [{"type": 2, "label": "a", "style": 3}]},
            ["parts", "0", "style"], "BASE_TYPE_CHOICES",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(
    specification: Specification, body: Any, path: list[str], code: str
) -> None:
    node = specification.check("POST", "/channels/1/messages", body).tree
    for step in path:
        node = node[step]
    fault = node["_errors"][0]
    assert fault["code"] == code
    assert fault["message"].startswith(f"create_message, {'.'.join(path)}: ")


def test_other_operations_are_left_alone(specification: Specification) -> None:
    assert specification.check("PATCH", "/channels/1/messages", {}).tree == {}
