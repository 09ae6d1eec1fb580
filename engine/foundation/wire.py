"""Results, refusals and events as JSON that reads back to the same types."""

from __future__ import annotations

import base64
import dataclasses
import importlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

from engine.foundation.errors import EngineError

_TAG = "!"
_AS_THEY_ARE = frozenset((type(None), bool, int, float, str))
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dump(value: Any) -> str:
    """JSON of None, bool, int, float, str, bytes, date, aware datetime, timedelta, Enum, tuple,
    list, frozenset, dict with text keys, engine dataclasses and refusals. Raises TypeError for
    the rest."""
    return _to_json(_encode(value))


def load(text: str) -> Any:
    """The value that `dump` was given. Raises ValueError for types from outside the engine."""
    return _decode(json.loads(text))


def _encode(value: Any) -> Any:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    encode = _encoders.get(kind)
    if encode is None:
        encode = _encoders[kind] = _encoder_of(kind)
    return encode(value)


def _encoder_of(kind: type) -> Callable[[Any], Any]:
    """How values of this very type are written: worked out once, as results are full of them."""
    if issubclass(kind, Enum):
        name = _name(kind)
        return lambda value: {_TAG: "enum", "of": name, "v": value.value}
    for parent, encode in _PLAIN:
        if issubclass(kind, parent):
            return encode
    if issubclass(kind, EngineError):
        return lambda value: {_TAG: "refusal", "of": value.code, "v": _encode(value.data)}
    if dataclasses.is_dataclass(kind):
        name = _name(kind)
        fields = tuple(field.name for field in dataclasses.fields(kind))

        def encode_fields(value: Any) -> Any:
            encoded = {}
            for field in fields:
                inner = getattr(value, field)
                encoded[field] = inner if type(inner) in _AS_THEY_ARE else _encode(inner)
            return {_TAG: "data", "of": name, "v": encoded}

        return encode_fields
    raise TypeError(f"{kind.__name__} cannot be stored")


def _encode_moment(value: datetime) -> Any:
    if value.tzinfo is None:
        raise TypeError("a moment without a zone cannot be stored")
    return {_TAG: "at", "v": value.astimezone(UTC).isoformat()}


def _encode_dict(value: dict[Any, Any]) -> Any:
    if not all(isinstance(key, str) for key in value):
        raise TypeError("only text keys can be stored")
    return {_TAG: "dict", "v": {key: _encode(item) for key, item in value.items()}}


# In this order: a moment is a date, too.
_PLAIN: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (int, lambda value: value),
    (float, lambda value: value),
    (str, lambda value: value),
    (datetime, _encode_moment),
    (date, lambda value: {_TAG: "day", "v": value.isoformat()}),
    # Whole microseconds: seconds as a float lose some in long spans.
    (timedelta, lambda value: {_TAG: "for", "v": value // timedelta(microseconds=1)}),
    (bytes, lambda value: {_TAG: "bytes", "v": base64.b64encode(value).decode()}),
    (tuple, lambda value: {_TAG: "tuple", "v": [_encode(item) for item in value]}),
    (
        frozenset,
        lambda value: {_TAG: "set", "v": sorted((_encode(item) for item in value), key=repr)},
    ),
    (list, lambda value: [_encode(item) for item in value]),
    (dict, _encode_dict),
)
_encoders: dict[type, Callable[[Any], Any]] = {}


def _decode(value: Any) -> Any:
    if isinstance(value, list):
        return [_decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    inner = value["v"]
    match value[_TAG]:
        case "enum":
            return _find(value["of"])(inner)
        case "at":
            return datetime.fromisoformat(inner)
        case "day":
            return date.fromisoformat(inner)
        case "for":
            return timedelta(microseconds=inner)
        case "bytes":
            return base64.b64decode(inner)
        case "tuple":
            return tuple(_decode(item) for item in inner)
        case "set":
            return frozenset(_decode(item) for item in inner)
        case "dict":
            return {key: _decode(item) for key, item in inner.items()}
        case "refusal":
            return EngineError.by_code[value["of"]](**_decode(inner))
        case "data":
            return _find(value["of"])(**{key: _decode(item) for key, item in inner.items()})
    raise ValueError(f"unknown tag {value[_TAG]!r}")


def _name(cls: type) -> str:
    # What could not be read back must not be stored.
    if not _is_ours(cls.__module__):
        raise TypeError(f"{cls.__module__}.{cls.__qualname__} is not a type of the engine")
    return f"{cls.__module__}:{cls.__qualname__}"


def _is_ours(module: str) -> bool:
    return module.split(".")[0] in ("engine", "tests")


def _find(name: str) -> Any:
    module, _, qualname = name.partition(":")
    # Stored text never chooses code outside the engine (and its tests).
    if not _is_ours(module):
        raise ValueError(f"{name} is not a type of the engine")
    found: Any = importlib.import_module(module)
    for part in qualname.split("."):
        found = getattr(found, part)
    return found
